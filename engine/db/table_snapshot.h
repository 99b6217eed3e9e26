// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/cell.h"
#include "engine/model/large_value.h"
#include "engine/model/schema.h"

#include <functional>
#include <memory>
#include <vector>

namespace busheng {

/// Keys from `after` (exclusive; empty: from the smallest) to `upTo` (inclusive; empty: to the largest). A key is an
/// encoded row (model/cell.h) of the key columns in key order. Keys compare as the database's binary order.
struct KeyRange {
    Bytes after;
    Bytes upTo;
};

/// One consistent moment of a user database, for the initial load and for verification, on the source as on the target.
///
/// Holds a read transaction until destroyed. Thread: made in one thread, then moved as a whole to the thread that reads
/// it; one at a time. Fails: Sql (transient when the database is busy or gone), Schema (a table is missing or differs).
class TableSnapshot {
public:
    /// Receives one row in key order, as encoded bytes valid during the call only. False ends the scan early.
    using RowSink = std::function<bool(BytesView row)>;

    virtual ~TableSnapshot() = default;
    /// From now on this table has only the rows for which `condition` (BoundFilter::sql()) is true.
    virtual void restrict(const QString& table, const QString& condition) = 0;
    virtual Result<std::uint64_t> countRows(const TableSchema& table) = 0;
    /// Gives at most `limit` rows (0: all) of `range` in key order.
    virtual Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit,
                          const RowSink& sink) = 0;
    /// The row with this key, or an empty Bytes when there is none.
    virtual Result<Bytes> fetch(const TableSchema& table, BytesView key) = 0;
    /// Keys, rising, that divide the rows behind `after` into ranges of about `bytes` each, as far as that can be told
    /// cheaply; none for a table that is better read at one go.
    virtual Result<std::vector<Bytes>> divide(const TableSchema& table, BytesView after, std::uint64_t bytes);
    /// Another reader of the same moment, on a connection of its own, or null where there can be none. It is gone with
    /// this one's transaction. Thread: any, while this one lives.
    virtual Result<std::unique_ptr<TableSnapshot>> openAnother() const;

    // Columns whose values do not come with the rows (model/large_value.h); most snapshots have none.
    virtual std::vector<LargeColumn> largeColumns(const QString&) const { return {}; }
    /// What these columns hold in the rows that scan() with the same words gives: a row's one behind the other.
    virtual Result<std::vector<LargeValue>> describeValues(const TableSchema&, const KeyRange&, std::uint64_t)
    {
        return std::vector<LargeValue>();
    }
    /// The same of the row with this key; none when there is no such row.
    virtual Result<std::vector<LargeValue>> describeValues(const TableSchema&, BytesView)
    {
        return std::vector<LargeValue>();
    }
    /// One value that is not NULL, piece by piece. Fails: also what `sink` returns, which ends the reading.
    using PieceSink = std::function<Result<>(BytesView piece)>;
    virtual Result<> readValue(const TableSchema& table, BytesView key, const LargeColumn& column,
                               const PieceSink& sink);
};

/// Gives `values`, as describeValues() has them of one row, to `sink` as Value operations: their parts are read as they
/// are given. `skips`: those that need not be sent. Fails: as readValue(); what `sink` returns.
Result<> giveValues(TableSnapshot& snapshot, const TableSchema& table, BytesView key,
                    const std::vector<LargeValue>& values, BytesView behind,
                    const std::function<bool(const LargeColumn&, const LargeValue&)>& skips, const ChangeSink& sink);

inline Result<std::vector<Bytes>> TableSnapshot::divide(const TableSchema&, BytesView, std::uint64_t)
{
    return std::vector<Bytes>();
}

inline Result<> TableSnapshot::readValue(const TableSchema& table, BytesView, const LargeColumn& column,
                                         const PieceSink&)
{
    return fail(ErrorCode::Internal,
                QStringLiteral("column %1 of table %2 is not read apart here").arg(column.name, table.name));
}

inline Result<std::unique_ptr<TableSnapshot>> TableSnapshot::openAnother() const
{
    return std::unique_ptr<TableSnapshot>();
}

} // namespace busheng
