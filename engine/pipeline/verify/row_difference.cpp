// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/row_difference.h"

#include "engine/model/row_change.h"
#include "engine/pipeline/verify/shortened_row.h"
#include "engine/pipeline/verify/table_chunk.h"

#include <bit>
#include <unordered_map>

namespace busheng {
namespace {

/// What finds a row: its key, or the whole row where there is none. False when the row is malformed.
bool findingKey(const TableSchema& table, BytesView row, Bytes& key)
{
    key.clear();
    if (!table.keyColumns.empty())
        return projectRow(row, table.keyColumns, key);
    key = row;
    return true;
}

/// The source's rows of one chunk, found by their keys' bytes. Not a merge by order: then both ends would have to sort
/// keys alike to the last collation, and a slip would show as differences that are none. Equal rows of a keyless table
/// are as many entries.
class SourceRows {
public:
    SourceRows(const TableSchema& table, const std::vector<Bytes>& rows)
        : m_table(table), m_rows(rows), m_seen(rows.size(), false)
    {
    }

    Result<> index()
    {
        m_byKey.reserve(m_rows.size());
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            Bytes key;
            if (RowReader(m_rows[i]).columnCount() != m_table.columns.size() || !findingKey(m_table, m_rows[i], key))
                return fail(ErrorCode::Protocol,
                            QStringLiteral("row %1 of the source's table %2 is malformed").arg(i).arg(m_table.name));
            if (!m_table.keyColumns.empty() && m_byKey.contains(key))
                return fail(ErrorCode::Protocol,
                            QStringLiteral("row %1 of the source's table %2 is there twice").arg(i).arg(m_table.name));
            m_byKey.emplace(std::move(key), i);
        }
        return {};
    }

    /// Null when the source has no such row, or no further one.
    const Bytes* take(const Bytes& key)
    {
        const auto found = m_byKey.find(key);
        if (found == m_byKey.end())
            return nullptr;
        const std::size_t row = found->second;
        m_seen[row] = true;
        if (m_table.keyColumns.empty())
            m_byKey.erase(found);
        return &m_rows[row];
    }

    bool seen(std::size_t row) const { return m_seen[row]; }

private:
    const TableSchema& m_table;
    const std::vector<Bytes>& m_rows;
    std::unordered_multimap<Bytes, std::size_t> m_byKey;
    std::vector<bool> m_seen;
};

bool sameCell(const Cell& a, const Cell& b)
{
    return a.kind == b.kind && a.integer == b.integer &&
           std::bit_cast<std::uint64_t>(a.real) == std::bit_cast<std::uint64_t>(b.real) && a.bytes == b.bytes;
}

/// Both rows are whole and of the same table.
std::vector<std::uint32_t> differentColumns(BytesView a, BytesView b)
{
    std::vector<std::uint32_t> columns;
    RowReader left(a);
    RowReader right(b);
    for (std::uint32_t i = 0; i < left.columnCount() && i < right.columnCount(); ++i) {
        if (!sameCell(left.next(), right.next()))
            columns.push_back(i);
    }
    return columns;
}

/// What the comparison of one range keeps between rows.
struct Comparison {
    const TableSchema& table;
    SourceRows source;
    const std::function<bool(RowDifference&&)>& sink;
    Bytes key;
    Bytes shortened;
    bool malformed = false;
    bool stopped = false;

    bool takeTargetRow(BytesView whole)
    {
        malformed = !shortenRow(table, whole, shortened) || !findingKey(table, shortened, key);
        if (malformed)
            return false;
        const BytesView row = shortened;
        const Bytes* wanted = source.take(key);
        if (wanted != nullptr && *wanted == row)
            return true;
        RowDifference difference;
        difference.kind = wanted == nullptr ? RowDifference::Kind::Extra : RowDifference::Kind::Different;
        difference.tableId = table.id;
        difference.key = key;
        difference.targetRow = row;
        if (wanted != nullptr) {
            difference.sourceRow = *wanted;
            difference.columns = differentColumns(*wanted, row);
            if (difference.columns.empty())
                return true; // the same values, written in another way by the peer
        }
        stopped = !sink(std::move(difference));
        return !stopped;
    }

    bool giveMissing(const Bytes& row)
    {
        RowDifference difference;
        difference.kind = RowDifference::Kind::Missing;
        difference.tableId = table.id;
        difference.sourceRow = row;
        findingKey(table, row, difference.key);
        return sink(std::move(difference));
    }
};

} // namespace

Result<> compareRange(TableSnapshot& target, const TableSchema& table, const KeyRange& range,
                      const std::vector<Bytes>& sourceRows, const std::function<bool(RowDifference&&)>& sink)
{
    std::vector<Bytes> shortened(sourceRows.size());
    for (std::size_t i = 0; i < sourceRows.size(); ++i) {
        if (!shortenRow(table, sourceRows[i], shortened[i]))
            return fail(ErrorCode::Protocol,
                        QStringLiteral("row %1 of the source's table %2 is malformed").arg(i).arg(table.name));
    }
    Comparison comparison{table, SourceRows(table, shortened), sink, {}, {}};
    ENGINE_TRY(comparison.source.index());
    ENGINE_TRY(
        scanChunk(target, table, range, 0, [&comparison](BytesView row) { return comparison.takeTargetRow(row); }));
    if (comparison.malformed)
        return fail(ErrorCode::Corrupt, QStringLiteral("a row of the target's table %1 is malformed").arg(table.name));
    for (std::size_t i = 0; i < shortened.size() && !comparison.stopped; ++i) {
        if (!comparison.source.seen(i))
            comparison.stopped = !comparison.giveMissing(shortened[i]);
    }
    return {};
}

Bytes repairPlan(const std::vector<RowDifference>& differences)
{
    Bytes plan;
    ByteWriter out(plan);
    for (const bool removing : {true, false}) {
        for (const RowDifference& difference : differences) {
            if ((difference.kind == RowDifference::Kind::Extra) != removing)
                continue;
            RowChange change;
            change.kind = removing ? ChangeKind::Remove : ChangeKind::Upsert;
            change.tableId = difference.tableId;
            (removing ? change.before : change.after) = removing ? difference.key : difference.sourceRow;
            writeChange(out, change);
        }
    }
    return plan;
}

} // namespace busheng
