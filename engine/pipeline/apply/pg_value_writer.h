// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/pipeline/apply/target_writer.h"

#include <map>

namespace busheng {

/// Writes large values into rows of a PostgreSQL target, in the transaction that is open. A value of more than 1 MiB
/// goes in pieces through COPY into a temporary table, so that this side holds one of them; the server puts it
/// together.
///
/// Thread: the connection's. Fails: Conflict TGT_VALUE for a value that the row does not take, with the transaction as
/// before; Config TGT_LARGE_COLUMN where no column takes such values; as PgConnection.
class PgValueWriter {
public:
    PgValueWriter(PgConnection& connection, QString target) : m_connection(connection), m_target(std::move(target)) {}

    /// `table`: under its name here. Nothing: NULL. A row that is not there is no failure.
    Result<> write(const TableSchema& table, const ValuePlace& place, ValueSource* value);
    /// A person may have changed the tables, and what was made in the transaction is gone.
    void forget();

private:
    struct Column {
        QString assignment; ///< UPDATE ... SET column =
        QString where;      ///< the key's values are its parameters, $1 and on
    };

    Result<const Column*> columnOf(const TableSchema& table, const LargeColumn& column);
    Result<> writeWhole(const Column& column, const std::vector<Cell>& key, ValueSource* value);
    Result<> writeInPieces(const Column& column, const std::vector<Cell>& key, bool isText, ValueSource& value);
    Result<> copyPieces(const QString& stage, ValueSource& value);
    Result<> update(const Column& column, const QString& with, const std::vector<Cell>& key,
                    const std::vector<std::optional<BytesView>>& values);

    PgConnection& m_connection;
    QString m_target;
    std::map<std::pair<QString, QString>, Column> m_columns; ///< by table and column
    bool m_hasStage[2] = {false, false};                     ///< of bytes, of text
};

} // namespace busheng
