// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/bound_filter.h"
#include "engine/db/table_snapshot.h"

#include <map>

namespace busheng {

/// A snapshot without the rows that do not fit, of a database that is not told the filters: all its rows are read, and
/// judged here. Columns that a filter looks at are read with the others and taken away again. Thread and failures: as
/// of the snapshot inside; also Corrupt when a value is none of its column's type.
class JudgedSnapshot final : public TableSnapshot {
public:
    struct Filter {
        Filter(TableSchema wholeTable, BoundFilter bound) : whole(std::move(wholeTable)), filter(std::move(bound)) {}
        TableSchema whole; ///< whose rows the filter judges
        BoundFilter filter;
    };
    using Filters = std::map<QString, Filter>; ///< by table

    JudgedSnapshot(std::unique_ptr<TableSnapshot> all, Filters filters);

    void restrict(const QString& table, const QString& condition) override { m_all->restrict(table, condition); }
    Result<std::uint64_t> countRows(const TableSchema& table) override;
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override;
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override;
    Result<std::vector<Bytes>> divide(const TableSchema& table, BytesView after, std::uint64_t bytes) override
    {
        return m_all->divide(table, after, bytes);
    }
    Result<std::unique_ptr<TableSnapshot>> openAnother() const override;
    // Of tables without a filter; those of the others are nobody's (DatasetProjection).
    std::vector<LargeColumn> largeColumns(const QString& table) const override
    {
        return m_filters.contains(table) ? std::vector<LargeColumn>() : m_all->largeColumns(table);
    }
    Result<std::vector<LargeValue>> describeValues(const TableSchema& table, const KeyRange& range,
                                                   std::uint64_t limit) override
    {
        return m_all->describeValues(table, range, limit);
    }
    Result<std::vector<LargeValue>> describeValues(const TableSchema& table, BytesView key) override
    {
        return m_all->describeValues(table, key);
    }
    Result<> readValue(const TableSchema& table, BytesView key, const LargeColumn& column,
                       const PieceSink& sink) override
    {
        return m_all->readValue(table, key, column, sink);
    }

private:
    /// How rows of some columns of a table are judged.
    struct Reading {
        const Filter* filter = nullptr;
        TableSchema read;               ///< the columns that are wanted, then those that the filter needs besides
        std::vector<std::size_t> place; ///< in the whole row, of each column that is read
        std::size_t wanted = 0;         ///< columns
    };
    Reading readingOf(const TableSchema& table, const Filter& filter) const;
    Result<bool> fits(const Reading& reading, BytesView row);

    std::unique_ptr<TableSnapshot> m_all;
    Filters m_filters;
    std::vector<Cell> m_cells; ///< these are reused from row to row
    std::vector<Cell> m_whole;
    Bytes m_row;
};

} // namespace busheng
