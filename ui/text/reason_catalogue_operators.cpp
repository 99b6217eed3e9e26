// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // why somebody has to sign in
    QT_TRANSLATE_NOOP("Reason", "nobody has signed in"),
    QT_TRANSLATE_NOOP("Reason", "the session was ended"),
    // what is wrong with a password
    QT_TRANSLATE_NOOP("Reason", "it has fewer than %1 characters"),
    QT_TRANSLATE_NOOP("Reason", "it has more than %1 characters"),
    QT_TRANSLATE_NOOP("Reason", "the name of the operator is in it"),
    QT_TRANSLATE_NOOP("Reason", "it needs three of: small letters, capitals, digits, other characters"),
    QT_TRANSLATE_NOOP("Reason", "it is the present one"),
    // what an operator is
    QT_TRANSLATE_NOOP("Reason", "who that is, in 1 to 64 characters"),
    QT_TRANSLATE_NOOP("Reason", "the first one is a security administrator"),
    // changes that are confirmed
    QT_TRANSLATE_NOOP("Reason", "at most 4 MiB for a change that a person looks at"),
    QT_TRANSLATE_NOOP("Reason", "the number of a change, as 'review list' shows it"),
    // as what somebody works
    QT_TRANSLATE_NOOP("Reason", "an operator"),
    QT_TRANSLATE_NOOP("Reason", "a reviewer"),
    QT_TRANSLATE_NOOP("Reason", "a security administrator"),
    QT_TRANSLATE_NOOP("Reason", "an auditor"),
    QT_TRANSLATE_NOOP("Reason", "a business system"),
    // what has become of a change
    QT_TRANSLATE_NOOP("Reason", "it was carried out"),
    QT_TRANSLATE_NOOP("Reason", "it was confirmed, and failed"),
    QT_TRANSLATE_NOOP("Reason", "it was confirmed, and what came of it is not known"),
    QT_TRANSLATE_NOOP("Reason", "it was rejected"),
    QT_TRANSLATE_NOOP("Reason", "it was withdrawn"),
    QT_TRANSLATE_NOOP("Reason", "nobody decided in time"),
    QT_TRANSLATE_NOOP("Reason", "it was overtaken by another"),
    QT_TRANSLATE_NOOP("Reason", "it is being carried out"),
    // command line
    QT_TRANSLATE_NOOP("Reason", "--name NAME is missing"),
};

} // namespace

std::span<const char* const> operatorReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
