// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    QT_TRANSLATE_NOOP("Reason", "only a verification that came to its end can be certified"),
    QT_TRANSLATE_NOOP("Reason", "it is no certificate of a version that this program knows"),
    QT_TRANSLATE_NOOP("Reason", "what is signed in it is no verification"),
    QT_TRANSLATE_NOOP("Reason", "what it says is not what was signed"),
    QT_TRANSLATE_NOOP("Reason", "its signature is not that of its key"),
    // what was changed by somebody else
    QT_TRANSLATE_NOOP("Reason", "a JSON object"),
    // figures of flows
    QT_TRANSLATE_NOOP("Reason", "60 or 900"),
    QT_TRANSLATE_NOOP("Reason", "--span is hour, day or week"),
    QT_TRANSLATE_NOOP("Reason", "name a --subscription, or a --dataset and its --peer"),
};

} // namespace

std::span<const char* const> certificateReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
