// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // steps of agreements
    QT_TRANSLATE_NOOP("Reason", "it has no number"),
    QT_TRANSLATE_NOOP("Reason", "it is a step that this version does not know"),
    QT_TRANSLATE_NOOP("Reason", "nobody is named who took the step"),
    QT_TRANSLATE_NOOP("Reason", "a text has more than %1 characters"),
    QT_TRANSLATE_NOOP("Reason", "the purpose is missing"),
    QT_TRANSLATE_NOOP("Reason", "the legal basis is missing"),
    QT_TRANSLATE_NOOP("Reason", "the reason is missing"),
    QT_TRANSLATE_NOOP("Reason", "there is an agreement of this number already"),
    QT_TRANSLATE_NOOP("Reason", "this step is not for this node to take"),
    QT_TRANSLATE_NOOP("Reason", "it is about another dataset than was applied for"),
    QT_TRANSLATE_NOOP("Reason", "its application has not arrived here: take that step first"),
    QT_TRANSLATE_NOOP("Reason", "it was withdrawn"),
    QT_TRANSLATE_NOOP("Reason", "it is not in force"),
    QT_TRANSLATE_NOOP("Reason", "it is decided already"),
    QT_TRANSLATE_NOOP("Reason", "more was approved than was applied for"),
    QT_TRANSLATE_NOOP("Reason", "a step before it has not arrived here: take that one first"),
    QT_TRANSLATE_NOOP("Reason", "no dataset %1 is offered to %2"),
    QT_TRANSLATE_NOOP("Reason", "%1 applications of %2 wait already"),
    QT_TRANSLATE_NOOP("Reason", "%1 agreements with %2 are kept already"),
    QT_TRANSLATE_NOOP("Reason", "a node does not apply to itself"),
    QT_TRANSLATE_NOOP("Reason", "the dataset is missing"),
    QT_TRANSLATE_NOOP("Reason", "it was sent already"),
    QT_TRANSLATE_NOOP("Reason", "this node has signed no step of it"),
    QT_TRANSLATE_NOOP("Reason", "this node does not publish dataset %1"),
    QT_TRANSLATE_NOOP("Reason", "the columns of the dataset have not been read from its source yet"),
    QT_TRANSLATE_NOOP("Reason", "nothing is approved to this node by it"),
    // what can be asked for
    QT_TRANSLATE_NOOP("Reason", "the dataset has no table %1"),
    QT_TRANSLATE_NOOP("Reason", "table %1 has no column %2"),
    QT_TRANSLATE_NOOP("Reason", "column %1 of table %2 belongs to the key: it is always among the columns"),
    QT_TRANSLATE_NOOP("Reason", "at least one table is needed"),
    QT_TRANSLATE_NOOP("Reason", "a table, its columns and its rows: nothing else"),
    QT_TRANSLATE_NOOP("Reason", "table %1 needs its columns by name"),
    QT_TRANSLATE_NOOP("Reason", "the other tables, left out: nothing else is said of them"),
    QT_TRANSLATE_NOOP("Reason", "no table of the dataset is left"),
    // why rows may not go
    QT_TRANSLATE_NOOP("Reason", "it asks for all tables, and not all of them are approved by name"),
    QT_TRANSLATE_NOOP("Reason", "it asks for all columns of table %1, and not all of them are approved by name"),
    QT_TRANSLATE_NOOP("Reason", "table %1 is not approved"),
    QT_TRANSLATE_NOOP("Reason", "column %1 of table %2 is not approved"),
    QT_TRANSLATE_NOOP("Reason", "table %1 is approved for some rows only: %2"),
    QT_TRANSLATE_NOOP("Reason", "the agreements cannot be read"),
    QT_TRANSLATE_NOOP("Reason", "agreement %1 was revoked"),
    QT_TRANSLATE_NOOP("Reason", "agreement %1 has expired"),
    QT_TRANSLATE_NOOP("Reason", "agreement %1 was withdrawn"),
    QT_TRANSLATE_NOOP("Reason", "nothing of it was approved"),
    QT_TRANSLATE_NOOP("Reason", "at most %1 characters"),
    // papers
    QT_TRANSLATE_NOOP("Reason", "it was signed by node %1"),
    QT_TRANSLATE_NOOP("Reason", "it was changed after it was signed"),
    QT_TRANSLATE_NOOP("Reason", "it is larger than 4 MiB"),
    QT_TRANSLATE_NOOP("Reason", "it has another format, or was written by a later version"),
    QT_TRANSLATE_NOOP("Reason", "a certificate in it cannot be read"),
    QT_TRANSLATE_NOOP("Reason", "it is not signed"),
    QT_TRANSLATE_NOOP("Reason", "it holds more than was signed"),
    // commands
    QT_TRANSLATE_NOOP("Reason", "--until is a day as 2027-12-31, not '%1'"),
    QT_TRANSLATE_NOOP("Reason", "the columns of table %1 are not known here: name them"),
    QT_TRANSLATE_NOOP("Reason", "--sensitive is TABLE:COLUMN,COLUMN, not '%1'"),
    QT_TRANSLATE_NOOP("Reason", "this node gives here: it revokes"),
    QT_TRANSLATE_NOOP("Reason", "this node has applied here: it withdraws"),
};

} // namespace

std::span<const char* const> exchangeReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
