// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_change.h"
#include "engine/pipeline/apply/byte_arena.h"
#include "engine/pipeline/apply/pg_binary.h"
#include "engine/pipeline/apply/pg_statement.h"
#include "engine/pipeline/apply/pg_table_batch.h"

#include <unordered_map>

namespace busheng {

/// What operations on a keyless table come to. Such a table is a multi-set of rows, so operations on it are numbers:
/// an insert is +1 for its row, a delete -1, an update both; rows that differ do not bear on each other, and what
/// remains at the end can be written in any order: rows that are fewer, then rows that are more.
///
/// Thread: one. Memory: as PgTableBatch.
class PgKeylessBatch {
public:
    struct Entry {
        BytesView row; ///< whole
        std::int64_t more = 0;
    };

    PgKeylessBatch(ByteArena& arena, const PgTargetTable& table) : m_arena(arena), m_table(table) {}

    /// The operation's bytes must live until clear().
    Taken add(const RowChange& change, bool tolerant);
    const std::vector<Entry>& entries() const { return m_entries; }
    void clear();

private:
    void count(BytesView row, std::int64_t more);
    BytesView wholeAfter();

    ByteArena& m_arena;
    const PgTargetTable& m_table;
    std::vector<Entry> m_entries;
    std::unordered_map<BytesView, std::uint32_t> m_index;
    PgRow m_before;
    PgRow m_after;
    Bytes m_scratch;
};

/// Writes what a PgKeylessBatch came to. Rows are found through the row map, an index over the row's hash that the
/// database keeps itself, and removed by their place: docs/row-map.md.
///
/// Thread: that of the connection. Fails: as PgSetWriter.
class PgKeylessWriter {
public:
    PgKeylessWriter(PgConnection& connection, QString target) : m_connection(connection), m_target(std::move(target)) {}

    /// `mayBeMissing`: rows to be removed that are not there are no conflict.
    Result<> write(const PgTargetTable& table, const PgKeylessBatch& batch, bool mayBeMissing);
    void forget() { m_removes.clear(); }

private:
    Result<> remove(const PgTargetTable& table, const PgKeylessBatch& batch, bool mayBeMissing);
    Result<> insert(const PgTargetTable& table, const PgKeylessBatch& batch);

    PgConnection& m_connection;
    QString m_target;
    std::unordered_map<const PgTargetTable*, PgStatement> m_removes;
    std::vector<PgArray> m_arrays;
    PgParameters m_parameters;
    PgCopyWriter m_copy;
    PgRow m_row;
};

} // namespace busheng
