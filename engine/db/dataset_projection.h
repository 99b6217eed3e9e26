// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/bound_filter.h"
#include "engine/db/table_snapshot.h"
#include "engine/model/row_change.h"
#include "engine/model/table_mapping.h"

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace busheng {

/// What a stream carries of its dataset: some columns and some rows of some tables. Stands between the composer and the
/// packer; a stream that carries everything has none, and pays nothing for it.
///
/// Which operation becomes what:
/// - no filter: the same, on the columns that are carried.
/// - filter, keyed: nobody knows whether the old row was carried. A new row that fits becomes an Upsert, one that does
///   not a Remove of its old key; a changed key is a Remove and an Upsert, a Delete a Remove. An Upsert has to be
///   whole: a row that lacks values which its update did not carry (CellKind::Unchanged) is fetched from the source as
///   it is now.
/// - filter, keyless: the old row is whole, and says whether it was carried.
/// - what is too large for a stream (ChangeKind::LeftOut): the same; an operation of whose columns none was left out
///   that is carried becomes what it was. Parts are put together before.
/// - a large value (ChangeKind::Value): left out with every table that is not carried whole.
///
/// Thread: any, const.
class DatasetProjection {
public:
    /// A row of a keyed table: table id and key.
    using Key = std::pair<std::uint32_t, Bytes>;
    /// The whole rows with these keys as the source has them now, at or behind the change at hand, in the same order;
    /// empty where there is none.
    using Fetch = std::function<Result<std::vector<Bytes>>(const std::vector<Key>&)>;

    /// `shape`: sourceShape(); `whole`: the structure of the rows that are coming. Fails: Config MAP_REFUSED (args:
    /// `stream`, table, why) for a table or column that is not there, a key that is left out, a filter that does not
    /// fit; for a shape that leaves no table.
    static Result<DatasetProjection> of(const QString& stream, const std::vector<TableMapping>& shape,
                                        const DatasetSchema& whole);

    DatasetProjection(DatasetProjection&&) = default;
    DatasetProjection& operator=(DatasetProjection&&) = default;
    DatasetProjection(const DatasetProjection&) = delete; // its parts point into its structure
    DatasetProjection& operator=(const DatasetProjection&) = delete;

    /// Of the rows that come out. References and indexes are kept as far as their columns are there; a reference into a
    /// table with a filter is not.
    const DatasetSchema& schema() const { return m_schema; }
    const DatasetSchema& wholeSchema() const { return m_whole; }
    /// The snapshot without the rows that the stream does not carry: left out by its database, or here where that does
    /// not know how.
    std::unique_ptr<TableSnapshot> restricted(std::unique_ptr<TableSnapshot> snapshot) const;
    /// Appends what becomes of the operations of `block` to `out`; returns how many they are. Fails: Corrupt, Protocol
    /// (a change without the values that a keyless table needs), and what `fetch` returns.
    Result<std::uint32_t> project(BytesView block, const Fetch& fetch, Bytes& out) const;
    /// All rows and columns of the table are carried, so that its operations go as they are.
    bool carriesWhole(std::uint32_t tableId) const
    {
        return !m_leftOut.contains(tableId) && !m_parts.contains(tableId);
    }
    bool leavesOut(std::uint32_t tableId) const { return m_leftOut.contains(tableId); }
    /// The columns of a whole row that are carried. False: malformed, or of a table that is left out.
    bool projectRow(std::uint32_t tableId, BytesView whole, Bytes& out) const;
    /// A whole row that projects to `row`: NULL in the other columns. False: malformed.
    bool widenRow(std::uint32_t tableId, BytesView row, Bytes& out) const;

private:
    struct Part {
        const TableSchema* whole = nullptr; ///< in m_whole
        std::vector<std::uint32_t> columns; ///< of the whole row
        std::optional<BoundFilter> filter;
        bool isKeyless() const { return whole->keyColumns.empty(); }
    };
    class Walk;

    DatasetProjection() = default;
    Result<> addPart(const TableMapping& mapping);
    void makeSchema();

    QString m_stream;
    DatasetSchema m_whole;
    DatasetSchema m_schema;
    std::map<std::uint32_t, Part> m_parts; ///< by table id; a table that is carried whole has none
    std::set<std::uint32_t> m_leftOut;     ///< table ids: nothing of them is carried
};

} // namespace busheng
