// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/cell.h"
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
};

inline Result<std::vector<Bytes>> TableSnapshot::divide(const TableSchema&, BytesView, std::uint64_t)
{
    return std::vector<Bytes>();
}

inline Result<std::unique_ptr<TableSnapshot>> TableSnapshot::openAnother() const
{
    return std::unique_ptr<TableSnapshot>();
}

} // namespace busheng
