// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_catalogue.h"

#include <QtGlobal>

#include <array>

namespace busheng {
namespace {

constexpr std::array kReasons = {
    QT_TRANSLATE_NOOP("Reason", "it is %1; MySQL is supported from 5.6 on"),
    QT_TRANSLATE_NOOP("Reason", "it is a MySQL server: of those, name one address instead of several"),
    QT_TRANSLATE_NOOP("Reason", "its binlog_format is STATEMENT: SET GLOBAL binlog_format = 'ROW'; my.cnf [mysqld]: "
                                "binlog_format = ROW"),
    QT_TRANSLATE_NOOP("Reason", "it was altered again before what it was like could be read"),
    QT_TRANSLATE_NOOP("Reason", "somebody is altering it"),
    QT_TRANSLATE_NOOP("Reason", "it has %1 columns, not %2"),
    QT_TRANSLATE_NOOP("Reason", "the log does not tell its computed columns from others: binlog_row_metadata = FULL, "
                                "which MySQL has from 8.0.1 on"),
    QT_TRANSLATE_NOOP("Reason", "an event of kind %1 is not known here"),
    QT_TRANSLATE_NOOP("Reason", "binlog_row_metadata is no longer FULL: its rows name no columns"),
    QT_TRANSLATE_NOOP("Reason", "column %1 is no longer %2"),
    QT_TRANSLATE_NOOP("Reason", "binlog_row_image is no longer FULL: its rows are not whole"),
    QT_TRANSLATE_NOOP("Reason", "a transaction was prepared by XA; this version reads ordinary ones only"),
    QT_TRANSLATE_NOOP("Reason", "a statement was logged instead of its rows: %1"),
    QT_TRANSLATE_NOOP("Reason", "the server says that its log has a gap here"),
    QT_TRANSLATE_NOOP("Reason",
                      "it was renamed, replaced, or lost partitions: rows came or went that the log does not name"),
    QT_TRANSLATE_NOOP("Reason", "its storage engine %1 has no snapshots: ALTER TABLE %2 ENGINE = InnoDB"),
    QT_TRANSLATE_NOOP("Reason", "its reference %1 changes its rows without logging them (CASCADE, SET NULL)"),
    QT_TRANSLATE_NOOP("Reason", "its key has a column of type %1"),
    QT_TRANSLATE_NOOP("Reason", "its key is of a part of a column"),
    QT_TRANSLATE_NOOP("Reason", "it is one of this program's own tables"),
    QT_TRANSLATE_NOOP("Reason", "it is no ordinary table"),
    QT_TRANSLATE_NOOP("Reason", "it has no columns, or too many"),
    QT_TRANSLATE_NOOP("Reason", "its name has a dot"),
    QT_TRANSLATE_NOOP("Reason", "column %1 is not there"),
    QT_TRANSLATE_NOOP("Reason", "a value of column %1 cannot be read: x'%2'"),
    QT_TRANSLATE_NOOP("Reason", "%1 is %2, and rows can be read only where it is '%3'"),
    QT_TRANSLATE_NOOP("Reason", "column %1 has the type %2, which is not known here"),
    QT_TRANSLATE_NOOP("Reason", "column %1 needs a value that no row brings"),
    QT_TRANSLATE_NOOP("Reason", "its key is (%1), not (%2)"),
    QT_TRANSLATE_NOOP("Reason", "keyword=value, parted by blanks"),
    QT_TRANSLATE_NOOP("Reason", "a closing quote (') is missing"),
    QT_TRANSLATE_NOOP("Reason", "each keyword once"),
    QT_TRANSLATE_NOOP("Reason", "a port from 1 to 65535"),
    QT_TRANSLATE_NOOP("Reason", "disable, require or verify-full"),
    QT_TRANSLATE_NOOP(
        "Reason", "no password in it: give it to the vault, or put it into an option file (passfile=/path, mode 0600)"),
    QT_TRANSLATE_NOOP("Reason", "host, port, dbname, user, passfile, sslmode, sslrootcert, sslcert or sslkey"),
    QT_TRANSLATE_NOOP(
        "Reason",
        "keywords with dbname and user: host=10.1.2.3 dbname=rsxt user=busheng passfile=/etc/busheng/rsxt.cnf"),
    QT_TRANSLATE_NOOP("Reason", "a MariaDB database; this build has no MariaDB client library"),
    QT_TRANSLATE_NOOP("Reason", "password file %1 cannot be read"),
    QT_TRANSLATE_NOOP("Reason", "password file %1 may be read by others: chmod 600"),
    QT_TRANSLATE_NOOP("Reason", "a number of at most 65 digits, 30 of them behind the point, is expected"),
    QT_TRANSLATE_NOOP("Reason",
                      "its rows are in a form that is not read here (parts of JSON values, compressed transactions)"),
};

} // namespace

std::span<const char* const> mariaDbReasonCatalogue()
{
    return kReasons;
}

} // namespace busheng
