// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // where a backup is to lie
    QT_TRANSLATE_NOOP("Reason", "it must be a whole path"),
    QT_TRANSLATE_NOOP("Reason", "it is not a folder"),
    QT_TRANSLATE_NOOP("Reason", "10 characters at least"),
    // a certificate that comes with its key
    QT_TRANSLATE_NOOP("Reason", "it is too large"),
    QT_TRANSLATE_NOOP("Reason", "it is no PKCS#12 file"),
    QT_TRANSLATE_NOOP("Reason", "the passphrase does not open it"),
    QT_TRANSLATE_NOOP("Reason", "it is sealed in a way that this program does not open"),
    QT_TRANSLATE_NOOP("Reason", "it holds no certificate with its private key"),
    QT_TRANSLATE_NOOP("Reason", "a key for encryption comes enveloped, not as PKCS#12"),
};

} // namespace

std::span<const char* const> backupReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
