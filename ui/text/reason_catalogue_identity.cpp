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
    QT_TRANSLATE_NOOP("Reason", "another one of the files is of the same kind: %1"),
    QT_TRANSLATE_NOOP("Reason",
                      "it is an authority's; choose it together with the certificate that it issued for this node"),
    QT_TRANSLATE_NOOP("Reason", "the code that its certificates were issued for: %1"),
    QT_TRANSLATE_NOOP("Reason", "no certificate was requested, and it is for another key than the one in use"),
};

} // namespace

std::span<const char* const> identityReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
