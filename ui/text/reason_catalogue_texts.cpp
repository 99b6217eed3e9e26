// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    QT_TRANSLATE_NOOP("Reason", "bytes that are no text in the encoding of the source's column"),
    QT_TRANSLATE_NOOP("Reason", "TABLE.COLUMN=ENCODING with gb18030, big5 or utf8"),
    QT_TRANSLATE_NOOP("Reason", "'*', a table of the dataset, or a column of one"),
    QT_TRANSLATE_NOOP("Reason", "a text column of one byte a character (latin1)"),
    QT_TRANSLATE_NOOP("Reason", "no column of a key, which must be ASCII"),
    QT_TRANSLATE_NOOP("Reason", "--rows is a number of rows from 1 on, or all"),
    QT_TRANSLATE_NOOP("Reason",
                      "the statements that 'subscription texts' lists are run at the target; add --yes to run them"),
    QT_TRANSLATE_NOOP("Reason", "a text column"),
    QT_TRANSLATE_NOOP("Reason", "'*=ENCODING' among others: the database says of no text what it is in"),
    QT_TRANSLATE_NOOP("Reason", "nothing: it is for MariaDB, SQLite, and PostgreSQL in LATIN1 or SQL_ASCII"),
    QT_TRANSLATE_NOOP("Reason", "%1: its texts may be in any encoding: leave the table out, or give it another type"),
    QT_TRANSLATE_NOOP("Reason", "row %1, column %2: bytes that are no text in its encoding, x'%3'"),
    QT_TRANSLATE_NOOP("Reason", "read as another encoding, and its columns have changed: initialize again"),
    QT_TRANSLATE_NOOP("Reason", "the row as the source had it"),
    QT_TRANSLATE_NOOP("Reason", "its texts are read in another encoding, so no filter"),
    QT_TRANSLATE_NOOP("Reason", "a statement that a survey of this target has shown"),
    QT_TRANSLATE_NOOP("Reason", "a survey of so many columns at once"),
    QT_TRANSLATE_NOOP("Reason", "its node is asked about the texts, and there is no line to it"),
    QT_TRANSLATE_NOOP(
        "Reason",
        "its node gives no answer about the texts, as older ones never do: upgrade it, or ask for fewer rows"),
    QT_TRANSLATE_NOOP("Reason", "its node is asked about the tables, and there is no line to it"),
    QT_TRANSLATE_NOOP("Reason", "its node gives no answer about the tables, as older ones never do: upgrade it"),
    QT_TRANSLATE_NOOP("Reason", "a structure is being read for %1; one at a time"),
    QT_TRANSLATE_NOOP("Reason", "the structure of so many columns in one message"),
    QT_TRANSLATE_NOOP("Reason", "the statements that the structure of this subscription shows now"),
    QT_TRANSLATE_NOOP("Reason", "source or target"),
    QT_TRANSLATE_NOOP("Reason",
                      "the password, typed: the one in the vault is tried only at the place that is registered"),
};

} // namespace

std::span<const char* const> textReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
