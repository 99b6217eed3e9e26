// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // what one of several addresses of a database says
    QT_TRANSLATE_NOOP("Reason", "%1:%2: it is a standby"),
    QT_TRANSLATE_NOOP("Reason", "%1:%2: it is another database: system %3 instead of %4"),
    QT_TRANSLATE_NOOP("Reason", "%1:%2: it is another database: its log has no transaction of domain %3"),
    QT_TRANSLATE_NOOP("Reason", "%1:%2: it is a former primary: timeline %3, another server is at %4"),
    QT_TRANSLATE_NOOP("Reason",
                      "%1:%2: it lacks transactions that another server has: it is at %3, that one was at %4"),
    QT_TRANSLATE_NOOP("Reason", "%1:%2: it does not say which database it is"),
    // addresses that a person wrote
    QT_TRANSLATE_NOOP("Reason", "one port for all addresses, or one for each"),
    QT_TRANSLATE_NOOP("Reason", "each address once, and none of them empty"),
    QT_TRANSLATE_NOOP("Reason", "without it: of several addresses the one that is a primary is taken"),
};

} // namespace

std::span<const char* const> standbyReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
