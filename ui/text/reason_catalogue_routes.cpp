// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // columns by which a route reads
    QT_TRANSLATE_NOOP("Reason", "it is neither a time nor a whole number"),
    QT_TRANSLATE_NOOP("Reason", "its type cannot say whether a row is deleted"),
    QT_TRANSLATE_NOOP("Reason", "it is no whole number of 32 bits or more with a sign"),
    QT_TRANSLATE_NOOP("Reason", "it is part of the key"),
    QT_TRANSLATE_NOOP("Reason", "a value is no time that can be compared"),
    QT_TRANSLATE_NOOP("Reason", "it may be NULL, and a row without a stamp is never seen"),
    QT_TRANSLATE_NOOP("Reason", "rows have NULL there: they would never be seen"),
    // tables that are looked at
    QT_TRANSLATE_NOOP("Reason", "it is not there any more"),
    QT_TRANSLATE_NOOP("Reason", "its columns have changed"),
    QT_TRANSLATE_NOOP("Reason", "its key has changed"),
    QT_TRANSLATE_NOOP("Reason", "the list of tables has changed"),
    // what a dataset says of its route
    QT_TRANSLATE_NOOP("Reason", "the column that rises with each change of a row"),
    QT_TRANSLATE_NOOP("Reason", "the column that is set to 0 with each change of a row"),
    QT_TRANSLATE_NOOP("Reason", "empty: only the routes 'timestamp' and 'flag' read by a column"),
    QT_TRANSLATE_NOOP("Reason", "empty: only the route 'timestamp' knows deleted rows by a column"),
    QT_TRANSLATE_NOOP("Reason", "empty: only the route 'full-copy' has times"),
    QT_TRANSLATE_NOOP("Reason", "0 to %1"),
    QT_TRANSLATE_NOOP("Reason", "as it is, while the dataset is subscribed: '%1'"),
    QT_TRANSLATE_NOOP("Reason", "--overlap is a number of seconds, or of numbers"),
    // large columns
    QT_TRANSLATE_NOOP("Reason", "empty: only PostgreSQL can leave columns out of its log"),
    QT_TRANSLATE_NOOP("Reason", "TABLE.COLUMN, each once"),
    QT_TRANSLATE_NOOP("Reason", "empty: only the route 'log' sends values apart from their rows"),
    QT_TRANSLATE_NOOP("Reason", "empty: approvals name the columns of rows, and these do not come with them"),
    QT_TRANSLATE_NOOP("Reason", "empty: texts that are in another encoding than they say come with their rows"),
    QT_TRANSLATE_NOOP("Reason", "it has no column \"%1\""),
    QT_TRANSLATE_NOOP("Reason", "it is no large column of the dataset's tables"),
    QT_TRANSLATE_NOOP("Reason",
                      "column \"%1\" is of type %2; large columns are of type bytea, text or character varying"),
    QT_TRANSLATE_NOOP("Reason", "the large column \"%1\" needs a primary key that it is no part of"),
    QT_TRANSLATE_NOOP("Reason", "large columns need PostgreSQL 15 or later, which can leave them out of its log"),
    QT_TRANSLATE_NOOP("Reason", "large columns cannot be left out of the log with REPLICA IDENTITY FULL: the source's "
                                "own updates would fail; run: ALTER TABLE %1 REPLICA IDENTITY DEFAULT"),
    QT_TRANSLATE_NOOP("Reason", "its large columns are others"),
    QT_TRANSLATE_NOOP("Reason", "it publishes other rows or columns of %1 than it should"),
    QT_TRANSLATE_NOOP("Reason", "it has large columns, which a load among the changes would leave out; load the whole "
                                "subscription, or publish it in a dataset of its own"),
    QT_TRANSLATE_NOOP("Reason", "the table is parked, and a large value does not wait with its row; send the row again "
                                "afterwards"),
    QT_TRANSLATE_NOOP("Reason", "a value of %1 bytes; max_allowed_packet is %2"),
};

} // namespace

std::span<const char* const> routeReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
