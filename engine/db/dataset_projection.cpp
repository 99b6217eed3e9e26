// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/dataset_projection.h"

#include "engine/db/judged_snapshot.h"
#include "engine/model/events.h"
#include "engine/model/large_change.h"

#include <algorithm>

namespace busheng {

using Verdict = BoundFilter::Verdict;

namespace {

Failure refused(const QString& stream, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::MAP_REFUSED, {stream, table, why},
                          QStringLiteral("stream %1, table %2: %3").arg(stream, table, why)));
}

bool hasAll(const TableSchema& table, const QStringList& columns)
{
    return std::ranges::all_of(columns, [&table](const QString& name) { return table.column(name) != nullptr; });
}

bool isWhole(std::span<const Cell> row, const std::vector<std::uint32_t>& columns)
{
    return std::ranges::none_of(columns,
                                [row](std::uint32_t column) { return row[column].kind == CellKind::Unchanged; });
}

} // namespace

/// One pass over one block. Rows that have to be fetched are only noted as long as `fetched` is not there.
class DatasetProjection::Walk {
public:
    using Fetched = std::map<Key, Bytes>;

    Walk(const DatasetProjection& projection, const Fetched* fetched, Bytes& out)
        : m_projection(projection), m_fetched(fetched), m_writer(out)
    {
    }

    Result<> take(BytesView block)
    {
        ChangeReader reader(block);
        RowChange change;
        while (reader.next(change)) {
            if (m_projection.m_leftOut.contains(change.tableId))
                continue;
            const auto found = m_projection.m_parts.find(change.tableId);
            m_isLeftOut = false;
            if (found == m_projection.m_parts.end()) {
                write(change);
                continue;
            }
            if (change.kind == ChangeKind::Value)
                continue; // large values are of tables that are carried whole
            m_part = &found->second;
            m_isLeftOut = change.kind == ChangeKind::LeftOut;
            if (m_isLeftOut && !readLeftOut(change, m_leftOut))
                return malformed();
            ENGINE_TRY(takeChange(m_isLeftOut ? m_leftOut.change : change));
        }
        if (reader.failed())
            return fail(ErrorCode::Corrupt, QStringLiteral("a block of operations is malformed"));
        return {};
    }

    std::uint32_t count() const { return m_count; }
    const std::vector<Key>& wanted() const { return m_wanted; }

private:
    Result<> takeChange(const RowChange& change)
    {
        if (isEmptying(change.kind)) {
            write(change);
            return {};
        }
        if (!change.after.empty() && !decode(change.after, m_after))
            return malformed();
        if (m_part->isKeyless() && !change.before.empty() && !decode(change.before, m_before))
            return malformed();
        if (!m_part->filter)
            return sameKind(change);
        return m_part->isKeyless() ? filteredKeyless(change) : filteredKeyed(change);
    }

    /// Without a filter: the columns that are carried.
    Result<> sameKind(const RowChange& change)
    {
        write({change.kind, change.tableId, change.before.empty() ? BytesView() : before(change),
               change.after.empty() ? BytesView() : carried(m_after, m_afterBytes)});
        return {};
    }

    Result<> filteredKeyless(const RowChange& change)
    {
        const std::uint32_t id = change.tableId;
        bool was = !change.before.empty();
        // A Remove is a repair's: what it names may be at the target, whatever the filter says of it.
        if (was && change.kind != ChangeKind::Remove) {
            ENGINE_TRY_AS(was, fits(m_before));
        }
        bool is = !change.after.empty();
        if (is) {
            ENGINE_TRY_AS(is, fits(m_after));
        }
        if (was && is)
            write({change.kind, id, before(change), carried(m_after, m_afterBytes)});
        else if (was)
            write({change.kind == ChangeKind::Update ? ChangeKind::Delete : change.kind, id, before(change), {}});
        else if (is)
            write({change.kind == ChangeKind::Update ? ChangeKind::Insert : change.kind,
                   id,
                   {},
                   carried(m_after, m_afterBytes)});
        return {};
    }

    Result<bool> fits(std::span<const Cell> row) const
    {
        ENGINE_TRY_AS(const Verdict verdict, m_part->filter->judge(row));
        if (verdict == Verdict::Unsettled)
            return fail(
                ErrorCode::Protocol,
                QStringLiteral("a change of table %1, which has no key, is not whole").arg(m_part->whole->name));
        return verdict == Verdict::True;
    }

    Result<> filteredKeyed(const RowChange& change)
    {
        const std::uint32_t id = change.tableId;
        if (change.after.empty()) {
            write({ChangeKind::Remove, id, change.before, {}});
            return {};
        }
        ENGINE_TRY_AS(const Verdict verdict, m_part->filter->judge(m_after));
        if (change.kind == ChangeKind::Insert && !m_isLeftOut) {
            if (verdict == Verdict::True)
                write({ChangeKind::Insert, id, {}, carried(m_after, m_afterBytes)});
            return {};
        }
        m_key.clear();
        if (!busheng::projectRow(change.after, m_part->whole->keyColumns, m_key))
            return malformed();
        const bool moved = change.kind == ChangeKind::Update && change.before != m_key;
        const bool mayFit = verdict == Verdict::True || verdict == Verdict::Unsettled;
        if (moved)
            write({ChangeKind::Remove, id, change.before, {}});
        if (mayFit && (verdict == Verdict::Unsettled || !isWhole(m_after, m_part->columns)))
            return fetchedRow(id);
        if (mayFit)
            write({ChangeKind::Upsert, id, {}, carried(m_after, m_afterBytes)});
        else if (!moved)
            write({ChangeKind::Remove, id, m_key, {}});
        return {};
    }

    Result<> fetchedRow(std::uint32_t id)
    {
        if (m_fetched == nullptr) {
            m_wanted.emplace_back(id, m_key);
            return {};
        }
        m_isLeftOut = false; // the row as it is now may be as large, and is then left out anew
        const Bytes& row = m_fetched->at({id, m_key});
        bool fitsNow = false;
        if (!row.empty()) {
            if (!decode(row, m_after))
                return malformed();
            ENGINE_TRY_AS(fitsNow, fits(m_after));
        }
        if (fitsNow)
            write({ChangeKind::Upsert, id, {}, carried(m_after, m_afterBytes)});
        else
            write({ChangeKind::Remove, id, m_key, {}});
        return {};
    }

    bool decode(BytesView row, std::vector<Cell>& cells) const
    {
        return decodeRow(row, cells) && cells.size() == m_part->whole->columns.size();
    }

    Failure malformed() const
    {
        return fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(m_part->whole->name));
    }

    /// The old row of a keyless table, or the key as it is.
    BytesView before(const RowChange& change)
    {
        return m_part->isKeyless() ? carried(m_before, m_beforeBytes) : change.before;
    }

    BytesView carried(std::span<const Cell> row, Bytes& out) const
    {
        out.clear();
        ByteWriter writer(out);
        writer.varint(m_part->columns.size());
        for (const std::uint32_t column : m_part->columns)
            writeCell(writer, row[column]);
        return out;
    }

    void write(const RowChange& change)
    {
        ++m_count;
        if (!m_isLeftOut)
            return writeChange(m_writer, change);
        LeftOutChange leftOut{change, m_leftOut.bytes, {}};
        for (std::uint32_t i = 0; !change.after.empty() && i < m_part->columns.size(); ++i) {
            if (std::ranges::find(m_leftOut.columns, m_part->columns[i]) != m_leftOut.columns.end())
                leftOut.columns.push_back(i);
        }
        if (leftOut.columns.empty() && (change.before.empty() || isWholeRow(change.before)))
            writeChange(m_writer, change);
        else
            writeLeftOut(m_writer, leftOut);
    }

    const DatasetProjection& m_projection;
    const Fetched* m_fetched;
    ByteWriter m_writer;
    std::uint32_t m_count = 0;
    std::vector<Key> m_wanted;
    const Part* m_part = nullptr; ///< of the operation at hand, as what follows
    bool m_isLeftOut = false;
    LeftOutChange m_leftOut;
    std::vector<Cell> m_before;
    std::vector<Cell> m_after;
    Bytes m_key;
    Bytes m_beforeBytes;
    Bytes m_afterBytes;
};

Result<DatasetProjection> DatasetProjection::of(const QString& stream, const std::vector<TableMapping>& shape,
                                                const DatasetSchema& whole)
{
    DatasetProjection made;
    made.m_stream = stream;
    made.m_whole = whole;
    bool isClosed = false;
    for (const TableMapping& mapping : shape) {
        if (mapping.table == kOtherTables)
            isClosed = true;
        else
            ENGINE_TRY(made.addPart(mapping));
    }
    for (const TableSchema& table : made.m_whole.tables) {
        if (isClosed && !made.m_parts.contains(table.id))
            made.m_leftOut.insert(table.id);
    }
    if (made.m_leftOut.size() == made.m_whole.tables.size())
        return refused(stream, kOtherTables, QStringLiteral("no table of the dataset is left"));
    made.makeSchema();
    return made;
}

Result<> DatasetProjection::addPart(const TableMapping& mapping)
{
    const auto found = std::ranges::find(m_whole.tables, mapping.table, &TableSchema::name);
    if (found == m_whole.tables.end())
        return refused(m_stream, mapping.table, QStringLiteral("the dataset has no such table"));
    Part part;
    part.whole = &*found;
    for (const QString& column : mapping.columns) {
        if (found->column(column) == nullptr)
            return refused(m_stream, mapping.table, QStringLiteral("the table has no column %1").arg(column));
    }
    for (std::size_t i = 0; i < found->columns.size(); ++i) {
        if (mapping.columns.isEmpty() || mapping.columns.contains(found->columns[i].name))
            part.columns.push_back(static_cast<std::uint32_t>(i));
    }
    for (const std::uint32_t key : found->keyColumns) {
        if (std::ranges::find(part.columns, key) == part.columns.end())
            return refused(m_stream, mapping.table,
                           QStringLiteral("column %1 belongs to the key and is not among the columns")
                               .arg(found->columns[key].name));
    }
    if (!mapping.filter.isEmpty()) {
        const auto filter = parseRowFilter(mapping.filter);
        if (!filter)
            return refused(m_stream, mapping.table, filter.error().detail);
        auto bound = BoundFilter::bind(*filter, *found, m_whole.engine);
        if (!bound)
            return refused(m_stream, mapping.table, bound.error().detail);
        part.filter = std::move(*bound);
    }
    m_parts[found->id] = std::move(part);
    return {};
}

void DatasetProjection::makeSchema()
{
    m_schema = m_whole;
    std::erase_if(m_schema.tables, [this](const TableSchema& table) { return m_leftOut.contains(table.id); });
    for (TableSchema& table : m_schema.tables) {
        const auto found = m_parts.find(table.id);
        if (found == m_parts.end())
            continue;
        table.largeColumns.clear(); // they are of tables that are carried whole
        const Part& part = found->second;
        if (part.columns.size() == table.columns.size())
            continue;
        table.columns.clear();
        table.generatedColumns.clear(); // what they are computed from may not be there
        for (const std::uint32_t column : part.columns)
            table.columns.push_back(part.whole->columns[column]);
        for (std::uint32_t& key : table.keyColumns)
            key = static_cast<std::uint32_t>(std::ranges::find(part.columns, key) - part.columns.begin());
        std::erase_if(table.indexes, [&table](const UniqueIndex& index) { return !hasAll(table, index.columns); });
    }
    for (TableSchema& table : m_schema.tables) {
        std::erase_if(table.foreignKeys, [this, &table](const ForeignKey& key) {
            const TableSchema* parent = m_schema.table(key.referencedTable);
            if (parent == nullptr || !hasAll(table, key.columns) || !hasAll(*parent, key.referencedColumns))
                return true;
            const auto part = m_parts.find(parent->id);
            return part != m_parts.end() && part->second.filter.has_value();
        });
    }
}

std::unique_ptr<TableSnapshot> DatasetProjection::restricted(std::unique_ptr<TableSnapshot> snapshot) const
{
    JudgedSnapshot::Filters judged;
    for (const auto& [id, part] : m_parts) {
        if (part.filter && part.filter->sql().isEmpty())
            judged.try_emplace(part.whole->name, *part.whole, *part.filter);
        else if (part.filter)
            snapshot->restrict(part.whole->name, part.filter->sql());
    }
    if (judged.empty())
        return snapshot;
    return std::make_unique<JudgedSnapshot>(std::move(snapshot), std::move(judged));
}

Result<std::uint32_t> DatasetProjection::project(BytesView block, const Fetch& fetch, Bytes& out) const
{
    const std::size_t start = out.size();
    Walk first(*this, nullptr, out);
    ENGINE_TRY(first.take(block));
    if (first.wanted().empty())
        return first.count();
    out.resize(start);
    ENGINE_TRY_AS(const std::vector<Bytes> rows, fetch(first.wanted()));
    if (rows.size() != first.wanted().size())
        return fail(ErrorCode::Internal, QStringLiteral("rows were fetched that were not asked for"));
    Walk::Fetched fetched;
    for (std::size_t i = 0; i < rows.size(); ++i)
        fetched[first.wanted()[i]] = rows[i];
    Walk second(*this, &fetched, out);
    ENGINE_TRY(second.take(block));
    return second.count();
}

bool DatasetProjection::projectRow(std::uint32_t tableId, BytesView whole, Bytes& out) const
{
    out.clear();
    if (m_leftOut.contains(tableId))
        return false;
    const auto part = m_parts.find(tableId);
    if (part != m_parts.end())
        return busheng::projectRow(whole, part->second.columns, out);
    out.assign(whole);
    return true;
}

bool DatasetProjection::widenRow(std::uint32_t tableId, BytesView row, Bytes& out) const
{
    const auto part = m_parts.find(tableId);
    if (part == m_parts.end()) {
        out.assign(row);
        return true;
    }
    std::vector<Cell> cells;
    if (!decodeRow(row, cells) || cells.size() != part->second.columns.size())
        return false;
    std::vector<Cell> wide(part->second.whole->columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        wide[part->second.columns[i]] = cells[i];
    out.clear();
    encodeRow(wide, out);
    return true;
}

} // namespace busheng
