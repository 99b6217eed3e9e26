// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

/// Types and values that a database of another kind has not (engine/db/values).
constexpr std::array kReasons = {
    QT_TRANSLATE_NOOP("Reason",
                      "%1 has no counterpart: leave the column out, or give the table a column of another type beside "
                      "it"),
    QT_TRANSLATE_NOOP("Reason", "%1 MiB; at most %2 MiB of a row travel in a stream"),
    QT_TRANSLATE_NOOP("Reason", "%1 has its point outside its digits, which no other database has"),
    QT_TRANSLATE_NOOP("Reason", "a decimal of %1 digits, PostgreSQL takes %2"),
    QT_TRANSLATE_NOOP("Reason", "a decimal of %1 digits, %2 of them behind its point: MariaDB takes %3 and %4"),
    QT_TRANSLATE_NOOP("Reason", "a column without a type may hold anything: give it one, or leave it out"),
    QT_TRANSLATE_NOOP("Reason",
                      "the name %1 is longer than %2 bytes, which is all that PostgreSQL keeps: give it another one in "
                      "the subscription"),
    QT_TRANSLATE_NOOP("Reason",
                      "the name %1 is longer than %2 characters, which is all that MariaDB takes: give it another one "
                      "in the subscription"),
    QT_TRANSLATE_NOOP("Reason",
                      "a table without a key, which SQLite's rows are found by: give it a primary key at the source"),
    QT_TRANSLATE_NOOP("Reason", "the names of two columns differ in the case of %1 only"),
    QT_TRANSLATE_NOOP("Reason", "column %1: %2 cannot be a key at both ends, take another key at the source"),
    QT_TRANSLATE_NOOP("Reason", "values of %1 are not known to %2"),
    QT_TRANSLATE_NOOP("Reason", "its structure is of another kind of database"),
    QT_TRANSLATE_NOOP("Reason", "infinity, which only PostgreSQL knows"),
    QT_TRANSLATE_NOOP("Reason", "a time outside 00:00:00 to 24:00:00, which is all that PostgreSQL's time holds"),
    QT_TRANSLATE_NOOP("Reason", "no number that numeric can hold"),
    QT_TRANSLATE_NOOP("Reason", "larger than its column"),
    QT_TRANSLATE_NOOP("Reason", "no day of the calendar from year 1 on (a zero date, or a day 0)"),
    QT_TRANSLATE_NOOP("Reason", "outside the years 1 to 9999, which are all that MariaDB holds"),
    QT_TRANSLATE_NOOP("Reason", "outside the years 1 to 9999, which are all that SQLite's functions know"),
    QT_TRANSLATE_NOOP("Reason", "no number (NaN, Infinity), which MariaDB has not"),
    QT_TRANSLATE_NOOP("Reason", "-0, which MariaDB makes 0"),
    QT_TRANSLATE_NOOP("Reason", "-0, which SQLite makes 0"),
    QT_TRANSLATE_NOOP("Reason", "NaN, which SQLite has not"),
    QT_TRANSLATE_NOOP("Reason", "no value of its type"),
    QT_TRANSLATE_NOOP("Reason", "no value of its type in PostgreSQL's binary form"),
    QT_TRANSLATE_NOOP("Reason", "neither 0 nor 1"),
    QT_TRANSLATE_NOOP("Reason", "no whole number"),
    QT_TRANSLATE_NOOP("Reason", "no whole number, as its column's type says"),
    QT_TRANSLATE_NOOP("Reason", "no bytes (BLOB), as its column's type says"),
    QT_TRANSLATE_NOOP("Reason", "no text, as its column's type says"),
    QT_TRANSLATE_NOOP("Reason", "no number of 53 bits, as its column's type says"),
    QT_TRANSLATE_NOOP("Reason", "no date or time, as its column's type says"),
    QT_TRANSLATE_NOOP("Reason",
                      "no date or time as SQLite itself writes it (2024-02-29, 08:30:00, 2024-02-29 08:30:00.5)"),
};

} // namespace

std::span<const char* const> typeReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
