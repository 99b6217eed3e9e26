// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/position.h"
#include "engine/model/schema.h"

#include <functional>
#include <optional>
#include <set>

namespace busheng {

/// Turns rows of busheng_change into blocks of operations (model/row_change.h). Memory is one block and one row.
///
/// Made for one read transaction, and used inside it. Every id must be there: a gap means that somebody deleted
/// changes. An insert becomes an Upsert: INSERT OR REPLACE on a key that exists fires the same trigger, and which of
/// both it was cannot be told. Fails: Schema (SRC_POSITION_LOST for a gap; CAP_DRIFT for a row no trigger wrote;
/// SRC_TABLE_REFUSED for NULL in a key), Sql, and whatever `sink` fails with.
class SqliteChangeReader {
public:
    using BlockSink = std::function<Result<>(std::uint64_t firstChange, BytesView block, std::uint32_t count)>;

    struct Summary {
        std::uint64_t changes = 0;       ///< of the dataset
        std::optional<qint64> beatUtcMs; ///< of the last heartbeat
    };

    /// `numbers` are those of schema.tables, in the same order; `schema` must outlive the reader.
    SqliteChangeReader(SqliteDatabase& database, const DatasetSchema& schema, const std::vector<std::int64_t>& numbers);

    /// Reads after < id <= upTo.
    Result<Summary> read(Position after, Position upTo, const BlockSink& sink);

private:
    Result<SqliteStatement> select(Position after, Position upTo);
    Result<> readRow(const SqliteStatement& row, std::uint64_t id, Summary& summary);
    Result<const TableSchema*> tableOf(std::int64_t number);
    Result<> append(const SqliteStatement& row, std::int64_t op, const TableSchema& table);
    Result<> copyCells(const SqliteStatement& row, int first, std::size_t count, Bytes& out);
    Result<> copyKey(const SqliteStatement& row, int first, const TableSchema& table, Bytes& out);
    Result<> requireKey(const SqliteStatement& row, const TableSchema& table) const;
    Failure notOurs(const QString& what) const;

    SqliteDatabase& m_database;
    const DatasetSchema& m_schema;
    std::vector<std::int64_t> m_numbers;
    std::set<std::int64_t> m_others; ///< numbers of tables that are not in the dataset
    int m_width = 1;
    std::uint64_t m_id = 0;          ///< of the row at hand
    std::uint64_t m_firstChange = 0; ///< of the dataset, in this read()
    std::uint32_t m_count = 0;       ///< operations in the block
    Bytes m_block;
    Bytes m_before;
    Bytes m_after;
};

} // namespace busheng
