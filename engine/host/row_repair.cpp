// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/row_repair.h"

#include "engine/host/repair_block.h"

#include <map>
#include <unordered_map>
#include <unordered_set>

namespace busheng {
namespace {

/// Whether the rows of `table` come with some of its columns only.
bool isPart(const DatasetProjection* part, const TableSchema& table)
{
    const TableSchema* carried = part == nullptr ? nullptr : part->schema().table(table.id);
    return carried != nullptr && carried->columns.size() != table.columns.size();
}

/// Gives each whole row of a keyless table that is one of `asked`, seen through `part`.
Result<> forEachWhole(TableSnapshot& snapshot, const TableSchema& table, const std::unordered_set<Bytes>& asked,
                      const DatasetProjection& part, const std::function<Result<>(BytesView)>& give)
{
    Result<> given;
    Bytes carried;
    ENGINE_TRY(snapshot.scan(table, {}, 0, [&](BytesView row) {
        if (!part.projectRow(table.id, row, carried))
            given = fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(table.name));
        else if (asked.contains(carried))
            given = give(row);
        return given.has_value();
    }));
    return given;
}

/// Keyless tables of which some columns are carried: the rows that were asked for are made of these.
class KeylessParts {
public:
    void add(const TableSchema& table, const RowKey& row, const DatasetProjection& part)
    {
        m_part = &part;
        m_asked[table.id].insert(row.key);
        m_tables[table.id] = &table;
    }

    Result<> remove(TableSnapshot& snapshot, RepairBlock& block) const
    {
        Bytes wide;
        for (const auto& [id, asked] : m_asked) {
            for (const Bytes& row : asked) {
                // No row of the source may look so; at the target it shall go all the same.
                if (!m_part->widenRow(id, row, wide))
                    return fail(ErrorCode::Protocol, QStringLiteral("a repair names a malformed row"));
                ENGINE_TRY(block.add({ChangeKind::Remove, id, wide, {}}));
            }
            ENGINE_TRY(forEachWhole(snapshot, *m_tables.at(id), asked, *m_part, [&, id = id](BytesView whole) {
                return block.add({ChangeKind::Remove, id, whole, {}});
            }));
        }
        return {};
    }

    Result<> write(TableSnapshot& snapshot, RepairBlock& block) const
    {
        for (const auto& [id, asked] : m_asked) {
            ENGINE_TRY(forEachWhole(snapshot, *m_tables.at(id), asked, *m_part, [&, id = id](BytesView whole) {
                return block.add({ChangeKind::Upsert, id, {}, whole});
            }));
        }
        return {};
    }

private:
    const DatasetProjection* m_part = nullptr;
    std::map<std::uint32_t, std::unordered_set<Bytes>> m_asked;
    std::map<std::uint32_t, const TableSchema*> m_tables;
};

/// How many rows equal to each asked for a keyless table has.
using RowCounts = std::unordered_map<Bytes, std::uint64_t>;

Result<std::map<std::uint32_t, RowCounts>> countKeyless(TableSnapshot& snapshot, const DatasetSchema& schema,
                                                        const std::vector<RowKey>& rows, const DatasetProjection* part)
{
    std::map<std::uint32_t, RowCounts> counts;
    for (const RowKey& row : rows) {
        const TableSchema* table = schema.table(row.tableId);
        if (table == nullptr)
            return fail(ErrorCode::Protocol,
                        QStringLiteral("a repair names table %1, which the dataset has not").arg(row.tableId));
        if (table->keyColumns.empty() && !isPart(part, *table))
            counts[row.tableId].emplace(row.key, 0);
    }
    for (auto& [tableId, asked] : counts) {
        Bytes key;
        ENGINE_TRY(snapshot.scan(*schema.table(tableId), {}, 0, [&key, &asked = asked](BytesView row) {
            key = row;
            if (const auto found = asked.find(key); found != asked.end())
                ++found->second;
            return true;
        }));
    }
    return counts;
}

/// What does not come with the rows comes behind all of them; whoever does not carry a table whole leaves it out.
Result<> repairValues(TableSnapshot& snapshot, Position position, const DatasetSchema& schema,
                      const std::vector<RowKey>& rows, CaptureSink& sink)
{
    const auto none = [](const LargeColumn&, const LargeValue&) { return false; };
    for (const RowKey& row : rows) {
        const TableSchema& table = *schema.table(row.tableId);
        if (snapshot.largeColumns(table.name).empty())
            continue;
        ENGINE_TRY_AS(const std::vector<LargeValue> values, snapshot.describeValues(table, BytesView(row.key)));
        ENGINE_TRY(giveValues(snapshot, table, row.key, values, {}, none, [&](BytesView block, std::uint32_t count) {
            return sink.repair(position, block, count);
        }));
    }
    return {};
}

} // namespace

Result<> writeRepair(TableSnapshot& snapshot, Position position, const DatasetSchema& schema,
                     const std::vector<RowKey>& rows, const DatasetProjection* part, CaptureSink& sink)
{
    ENGINE_TRY_AS(const auto keyless, countKeyless(snapshot, schema, rows, part));
    KeylessParts parts;
    RepairBlock removals(sink, position);
    RepairBlock writes(sink, position);
    for (const RowKey& row : rows) {
        const TableSchema& table = *schema.table(row.tableId);
        if (table.keyColumns.empty() && isPart(part, table))
            parts.add(table, row, *part);
        if (table.keyColumns.empty())
            continue;
        ENGINE_TRY_AS(const Bytes found, snapshot.fetch(table, row.key));
        if (found.empty())
            ENGINE_TRY(removals.add({ChangeKind::Remove, row.tableId, row.key, {}}));
    }
    for (const auto& [tableId, counts] : keyless) {
        for (const auto& [row, count] : counts)
            ENGINE_TRY(removals.add({ChangeKind::Remove, tableId, row, {}}));
    }
    ENGINE_TRY(parts.remove(snapshot, removals));
    ENGINE_TRY(removals.give());
    for (const RowKey& row : rows) {
        const TableSchema& table = *schema.table(row.tableId);
        if (table.keyColumns.empty())
            continue;
        ENGINE_TRY_AS(const Bytes found, snapshot.fetch(table, row.key));
        if (!found.empty())
            ENGINE_TRY(writes.add({ChangeKind::Upsert, row.tableId, {}, found}));
    }
    for (const auto& [tableId, counts] : keyless) {
        for (const auto& [row, count] : counts) {
            for (std::uint64_t i = 0; i < count; ++i)
                ENGINE_TRY(writes.add({ChangeKind::Upsert, tableId, {}, row}));
        }
    }
    ENGINE_TRY(parts.write(snapshot, writes));
    ENGINE_TRY(writes.give());
    return repairValues(snapshot, position, schema, rows, sink);
}

} // namespace busheng
