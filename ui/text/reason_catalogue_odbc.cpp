// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    // locations
    QT_TRANSLATE_NOOP("Reason", "keyword=value, parted by semicolons"),
    QT_TRANSLATE_NOOP("Reason", "a value in braces ends with one closing brace and a semicolon"),
    QT_TRANSLATE_NOOP("Reason", "no password in it: give it to the vault (secret set NAME)"),
    QT_TRANSLATE_NOOP("Reason", "Dialect=NAME and a data source or driver: Dialect=dameng;DSN=rsxt;UID=busheng, or "
                                "Dialect=dameng;Driver={DM8 ODBC DRIVER};Server=10.1.2.3;UID=busheng"),
    // dialect files
    QT_TRANSLATE_NOOP("Reason", "a text that is not empty"),
    QT_TRANSLATE_NOOP("Reason", "a list of statements"),
    QT_TRANSLATE_NOOP("Reason", "an object in braces"),
    QT_TRANSLATE_NOOP("Reason", "a list of objects"),
    QT_TRANSLATE_NOOP("Reason", "a text whose places are among {%1}; {%2} is none"),
    QT_TRANSLATE_NOOP("Reason", "a text with the place {%1}"),
    QT_TRANSLATE_NOOP("Reason", "a type of this program: int64, decimal({precision},{scale}), text({length}), ..."),
    QT_TRANSLATE_NOOP("Reason", "small letters, digits, - and _, 32 at most"),
    QT_TRANSLATE_NOOP("Reason", "a type that the list has once"),
    QT_TRANSLATE_NOOP("Reason", "a list with at least one type"),
    QT_TRANSLATE_NOOP("Reason", "a name of %1 characters at most, with its 16 digits"),
    QT_TRANSLATE_NOOP("Reason", "it is larger than a dialect file can be"),
    QT_TRANSLATE_NOOP("Reason", "the name of its file, %1"),
    QT_TRANSLATE_NOOP("Reason", "a query with six columns"),
    // what a driver says
    QT_TRANSLATE_NOOP("Reason", "the server cannot be reached, or the connection is lost: %1"),
    QT_TRANSLATE_NOOP("Reason", "the user or the password is refused: %1"),
    QT_TRANSLATE_NOOP("Reason", "the server ended the transaction: %1"),
    QT_TRANSLATE_NOOP("Reason", "it took too long: %1"),
    QT_TRANSLATE_NOOP("Reason", "a table, a column or a right is missing, or the dialect does not fit the server: %1"),
    QT_TRANSLATE_NOOP("Reason", "a value cannot be read as the dialect asks for it: %1"),
    QT_TRANSLATE_NOOP("Reason", "the driver has not what the dialect asks for: %1"),
    QT_TRANSLATE_NOOP("Reason", "the server is short of memory, disk or connections: %1"),
    QT_TRANSLATE_NOOP("Reason", "the server ends the connection: %1"),
    QT_TRANSLATE_NOOP("Reason", "the driver manager does not start"),
    QT_TRANSLATE_NOOP("Reason", "the driver gives no reason"),
    // columns and values
    QT_TRANSLATE_NOOP("Reason", "column %1 (%2): %3"),
    QT_TRANSLATE_NOOP("Reason", "the dialect %1 does not know this type: leave the column out, or add the type to the "
                                "dialect file"),
    QT_TRANSLATE_NOOP("Reason", "its size %1 has no counterpart"),
    QT_TRANSLATE_NOOP("Reason", "it is in the key, and has no order that both ends share"),
    QT_TRANSLATE_NOOP("Reason", "it has no counterpart in other databases: leave the column out, or give the table a "
                                "column of another type beside it"),
    QT_TRANSLATE_NOOP("Reason", "a number there may be whole or not: give the column the type INTEGER or TEXT"),
    QT_TRANSLATE_NOOP("Reason",
                      "the driver does not bring all digits of a floating-point number: register the file as a "
                      "SQLite source instead"),
    QT_TRANSLATE_NOOP("Reason", "row %1, column %2: %3"),
    QT_TRANSLATE_NOOP("Reason", "a value of its key cannot be written in the dialect"),
    QT_TRANSLATE_NOOP("Reason", "a value is longer than its column can hold"),
    QT_TRANSLATE_NOOP("Reason", "a value of more than %1 MiB"),
    QT_TRANSLATE_NOOP("Reason", "a text with a character that is none"),
    QT_TRANSLATE_NOOP("Reason", "neither true nor false"),
    QT_TRANSLATE_NOOP("Reason", "no whole number of 64 bits"),
    QT_TRANSLATE_NOOP("Reason", "no decimal number"),
    QT_TRANSLATE_NOOP("Reason", "a number of more digits than its column has"),
    QT_TRANSLATE_NOOP("Reason", "no day or time of the calendar of the years 1 to 9999 (a zero date, infinity), or one "
                                "with more than six digits behind the second"),
    QT_TRANSLATE_NOOP("Reason", "a time with more digits behind the second than its column has"),
    QT_TRANSLATE_NOOP("Reason",
                      "outside the years 1 to 9999, or with more digits behind the second than the column has"),
    // this version
    QT_TRANSLATE_NOOP("Reason", "driver '%1'; this version speaks sqlite, postgres, mariadb and odbc"),
    QT_TRANSLATE_NOOP("Reason", "a database behind ODBC; this build has no ODBC driver manager"),
    QT_TRANSLATE_NOOP("Reason", "a database that is reached through ODBC is no target yet"),
    QT_TRANSLATE_NOOP("Reason", "a target behind ODBC; this version reads such databases only"),
    QT_TRANSLATE_NOOP("Reason", "a SELECT of a database behind ODBC as the rows of a file; name a table"),
    QT_TRANSLATE_NOOP("Reason", "statements run as an administrator of a database behind ODBC"),
    QT_TRANSLATE_NOOP("Reason", "the trigger route of the dialect %1"),
};

} // namespace

std::span<const char* const> odbcReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
