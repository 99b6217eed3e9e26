// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // certificates that are requested and imported
    QT_TRANSLATE_NOOP("Reason", "--request FILE and --out FILE are both needed"),
    QT_TRANSLATE_NOOP("Reason", "--certificate FILE is missing"),
    QT_TRANSLATE_NOOP("Reason", "a request is under way; import its certificate, or begin anew with --renew again"),
    QT_TRANSLATE_NOOP("Reason", "it does not lead to an authority that this node trusts: %1 issued it"),
    QT_TRANSLATE_NOOP("Reason", "it is for another key than the one that was requested"),
    QT_TRANSLATE_NOOP("Reason", "it is no certificate request in PEM form that its key has signed"),
    QT_TRANSLATE_NOOP("Reason", "this authority did not issue it for signatures, or has taken it back"),
    QT_TRANSLATE_NOOP("Reason", "--certificate FILE (for signatures), --out FILE and --key FILE are all needed"),
    QT_TRANSLATE_NOOP(
        "Reason", "this certificate is for encryption: --key FILE, the enveloped key that came with it, is missing"),
    QT_TRANSLATE_NOOP("Reason", "it is not exactly one enveloped SM2 key of GM/T 0009"),
    QT_TRANSLATE_NOOP("Reason", "it was not made for the signing key of this node"),
    QT_TRANSLATE_NOOP("Reason", "it does not hold an SM4 key"),
    QT_TRANSLATE_NOOP("Reason", "its private key does not belong to its public key"),
    QT_TRANSLATE_NOOP("Reason", "it holds another key than the one of the certificate"),
    QT_TRANSLATE_NOOP("Reason", "there is no such file"),
    QT_TRANSLATE_NOOP("Reason", "its key may sign: what an authority keeps too must not"),
    QT_TRANSLATE_NOOP("Reason", "its key may not encrypt"),
    QT_TRANSLATE_NOOP("Reason", "the certificate for encryption and its enveloped key belong together; choose both"),
    // keychains and providers
    QT_TRANSLATE_NOOP("Reason", "the keychain does not answer; is somebody signed in to the desktop? %1"),
    QT_TRANSLATE_NOOP("Reason", "the keychain has no such entry"),
    QT_TRANSLATE_NOOP("Reason", "the keychain is locked, or this was not allowed"),
    QT_TRANSLATE_NOOP("Reason", "nobody is signed in to a desktop with a keychain"),
    QT_TRANSLATE_NOOP("Reason", "this program was built without a keychain"),
    QT_TRANSLATE_NOOP("Reason", "the keychain gives back something else"),
    QT_TRANSLATE_NOOP("Reason", "the passphrase is in the keychain already"),
    QT_TRANSLATE_NOOP("Reason", "there is a vault, and node.json names no passphrase file that opens it"),
    QT_TRANSLATE_NOOP("Reason", "it was not read from the keychain"),
    QT_TRANSLATE_NOOP("Reason", "a file or an entry of the keychain, not both"),
    QT_TRANSLATE_NOOP("Reason", "its own self-test fails"),
    QT_TRANSLATE_NOOP("Reason", "it has no SM4-GCM"),
    QT_TRANSLATE_NOOP("Reason", "OpenSSL gives it no library context"),
    QT_TRANSLATE_NOOP("Reason", "its configuration cannot be used: %1"),
    QT_TRANSLATE_NOOP("Reason", "OpenSSL cannot load it: %1"),
    QT_TRANSLATE_NOOP("Reason", "a device or a provider, not both"),
    // what a link does not allow
    QT_TRANSLATE_NOOP("Reason", "giveTables, takeTables, sendFiles, takeFiles, each at most once"),
    QT_TRANSLATE_NOOP("Reason", "that the peer subscribes to datasets of this node"),
    QT_TRANSLATE_NOOP("Reason", "that this node subscribes to datasets of the peer"),
    QT_TRANSLATE_NOOP("Reason", "that file tasks of this node send to the peer"),
    QT_TRANSLATE_NOOP("Reason", "that file tasks of the peer send to this node"),
    QT_TRANSLATE_NOOP("Reason", "another one of the files is of the same kind: %1"),
    QT_TRANSLATE_NOOP("Reason",
                      "it is an authority's; choose it together with the certificate that it issued for this node"),
    QT_TRANSLATE_NOOP("Reason", "the code that its certificates were issued for: %1"),
    QT_TRANSLATE_NOOP("Reason", "no certificate was requested, and it is for another key than the one in use"),
    // the service of Windows
    QT_TRANSLATE_NOOP("Reason",
                      "others may change what is in it (icacls DIR /inheritance:r /grant *S-1-5-32-544:(OI)(CI)F)"),
    QT_TRANSLATE_NOOP("Reason", "this is for the service manager; start the service, or use run"),
    // files whose access list (Windows) or mode bits let others in
    QT_TRANSLATE_NOOP("Reason", "open to other users (icacls FILE /inheritance:r /grant *S-1-5-32-544:F /grant *%1:R)"),
};

} // namespace

std::span<const char* const> identityReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
