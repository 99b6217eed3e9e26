// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/my_bulk.h"
#include "engine/pipeline/apply/target_writer.h"

#include <map>

namespace busheng {

/// Writes large values into rows of a MariaDB or MySQL target: their bytes go to the server in pieces, which it puts
/// together, up to its max_allowed_packet.
///
/// Thread: the connection's. Must not outlive it. Fails: Conflict TGT_VALUE for a value that the row does not take;
/// Config TGT_LARGE_COLUMN where no column takes such values; as MyBulk.
class MyValueWriter {
public:
    MyValueWriter(MyConnection& connection, QString target) : m_connection(connection), m_target(std::move(target)) {}

    /// `table`: under its name here. Nothing: NULL. A row that is not there is no failure.
    Result<> write(const TableSchema& table, const ValuePlace& place, ValueSource* value);
    /// A person may have changed the tables.
    void forget() { m_statements.clear(); }

private:
    Result<MyBulk*> statementOf(const TableSchema& table, const LargeColumn& column);
    Failure missing(const TableSchema& table, const LargeColumn& column) const;

    MyConnection& m_connection;
    QString m_target;
    std::map<std::pair<QString, QString>, MyBulk> m_statements; ///< by table and column
};

} // namespace busheng
