// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/judged_snapshot.h"

#include <algorithm>

namespace busheng {

JudgedSnapshot::JudgedSnapshot(std::unique_ptr<TableSnapshot> all, Filters filters)
    : m_all(std::move(all)), m_filters(std::move(filters))
{
}

JudgedSnapshot::Reading JudgedSnapshot::readingOf(const TableSchema& table, const Filter& filter) const
{
    Reading reading;
    reading.filter = &filter;
    reading.read = table;
    reading.wanted = table.columns.size();
    for (const QString& name : filter.filter.columns()) {
        const ColumnSchema* const column = filter.whole.column(name);
        if (column != nullptr && table.column(name) == nullptr)
            reading.read.columns.push_back(*column);
    }
    for (const ColumnSchema& column : reading.read.columns) {
        const auto found = std::ranges::find(filter.whole.columns, column.name, &ColumnSchema::name);
        reading.place.push_back(static_cast<std::size_t>(found - filter.whole.columns.begin()));
    }
    return reading;
}

/// m_row is the row of the wanted columns then.
Result<bool> JudgedSnapshot::fits(const Reading& reading, BytesView row)
{
    if (!decodeRow(row, m_cells) || m_cells.size() != reading.place.size())
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 is malformed").arg(reading.read.name));
    m_whole.assign(reading.filter->whole.columns.size() + 1, Cell::null()); // the last for columns that are not there
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        m_whole[reading.place[i]] = m_cells[i];
    ENGINE_TRY_AS(const BoundFilter::Verdict verdict, reading.filter->filter.judge(m_whole));
    m_cells.resize(reading.wanted);
    m_row.clear();
    encodeRow(m_cells, m_row);
    return verdict == BoundFilter::Verdict::True;
}

Result<> JudgedSnapshot::scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink)
{
    const auto filter = m_filters.find(table.name);
    if (filter == m_filters.end())
        return m_all->scan(table, range, limit, sink);
    const Reading reading = readingOf(table, filter->second);
    std::uint64_t given = 0;
    Result<> judged;
    ENGINE_TRY(m_all->scan(reading.read, range, 0, [&](BytesView row) {
        const auto isTaken = fits(reading, row);
        if (!isTaken) {
            judged = fail(isTaken.error());
            return false;
        }
        return !*isTaken || (sink(m_row) && (limit == 0 || ++given < limit));
    }));
    return judged;
}

Result<std::uint64_t> JudgedSnapshot::countRows(const TableSchema& table)
{
    if (!m_filters.contains(table.name))
        return m_all->countRows(table);
    TableSchema narrow = table;
    narrow.columns.clear(); // what the filter looks at is read anyway
    for (std::uint32_t& key : narrow.keyColumns) {
        narrow.columns.push_back(table.columns[key]);
        key = static_cast<std::uint32_t>(narrow.columns.size()) - 1;
    }
    std::uint64_t rows = 0;
    ENGINE_TRY(scan(narrow, {}, 0, [&rows](BytesView) {
        ++rows;
        return true;
    }));
    return rows;
}

Result<Bytes> JudgedSnapshot::fetch(const TableSchema& table, BytesView key)
{
    const auto filter = m_filters.find(table.name);
    if (filter == m_filters.end())
        return m_all->fetch(table, key);
    const Reading reading = readingOf(table, filter->second);
    ENGINE_TRY_AS(const Bytes row, m_all->fetch(reading.read, key));
    if (row.empty())
        return row;
    ENGINE_TRY_AS(const bool isTaken, fits(reading, row));
    return isTaken ? m_row : Bytes();
}

Result<std::unique_ptr<TableSnapshot>> JudgedSnapshot::openAnother() const
{
    ENGINE_TRY_AS(auto another, m_all->openAnother());
    if (!another)
        return another;
    return std::unique_ptr<TableSnapshot>(std::make_unique<JudgedSnapshot>(std::move(another), m_filters));
}

} // namespace busheng
