// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/row_repair.h"

#include "engine/host/repair_block.h"

#include <map>
#include <unordered_map>

namespace busheng {
namespace {

/// How many rows equal to each asked for a keyless table has.
using RowCounts = std::unordered_map<Bytes, std::uint64_t>;

Result<std::map<std::uint32_t, RowCounts>> countKeyless(TableSnapshot& snapshot, const DatasetSchema& schema,
                                                        const std::vector<RowKey>& rows)
{
    std::map<std::uint32_t, RowCounts> counts;
    for (const RowKey& row : rows) {
        const TableSchema* table = schema.table(row.tableId);
        if (table == nullptr)
            return fail(ErrorCode::Protocol,
                        QStringLiteral("a repair names table %1, which the dataset has not").arg(row.tableId));
        if (table->keyColumns.empty())
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

} // namespace

Result<> writeRepair(TableSnapshot& snapshot, Position position, const DatasetSchema& schema,
                     const std::vector<RowKey>& rows, CaptureSink& sink)
{
    ENGINE_TRY_AS(const auto keyless, countKeyless(snapshot, schema, rows));
    RepairBlock removals(sink, position);
    RepairBlock writes(sink, position);
    for (const RowKey& row : rows) {
        const TableSchema& table = *schema.table(row.tableId);
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
    return writes.give();
}

} // namespace busheng
