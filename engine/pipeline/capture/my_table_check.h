// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_catalog.h"

namespace busheng {

/// What keeps a table of a MariaDB or MySQL from being captured by its log.
struct MyTableFault {
    QString event;    ///< SRC_TABLE_REFUSED or SRC_COLUMN_UNSUPPORTED
    QStringList args; ///< those behind the source's name
};

/// What stands against capturing `table`, whose `facts` came with it, by the log: columns of a type that is not known
/// here, a storage engine without snapshots, rows that change without being logged, computed columns that the log does
/// not tell from others. Thread: that of the connection. Fails: Sql.
Result<std::vector<MyTableFault>> myTableFaults(MyConnection& connection, const TableSchema& table,
                                                const MyTableFacts& facts);

/// Whether the table may be loaded among the changes: one without a key comes at one go. Fails: Schema
/// SRC_TABLE_REFUSED; Sql.
Result<> requireMyLoadable(MyConnection& connection, const QString& source, const TableSchema& table);

} // namespace busheng
