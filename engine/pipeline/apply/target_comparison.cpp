// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_comparison.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

/// Takes the columns that `found` has not out of `wanted`, save for the key's.
QStringList takeIgnored(TableSchema& wanted, const TableSchema& found)
{
    QStringList key;
    for (const std::uint32_t column : wanted.keyColumns)
        key.append(wanted.columns[column].name);
    QStringList ignored;
    std::erase_if(wanted.columns, [&](const ColumnSchema& column) {
        const bool gone = found.column(column.name) == nullptr && !key.contains(column.name);
        if (gone)
            ignored.append(column.name);
        return gone;
    });
    for (std::size_t i = 0; i < wanted.keyColumns.size(); ++i)
        wanted.keyColumns[i] = static_cast<std::uint32_t>(
            std::ranges::find(wanted.columns, key[static_cast<qsizetype>(i)], &ColumnSchema::name) -
            wanted.columns.begin());
    return ignored;
}

} // namespace

Result<> requireEngine(const DatasetSchema& schema, const QString& engine, const QString& target)
{
    if (schema.engine == engine)
        return {};
    const QString why = QStringLiteral("its structure is of another kind of database");
    const QString table = schema.tables.empty() ? QString() : schema.tables.front().name;
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, why},
                          QStringLiteral("structure for target %1: %2").arg(target, why)));
}

Result<DatasetSchema> compareTables(const DatasetSchema& schema, bool ignoreColumns, const FindTable& findTable,
                                    Compare compare, TargetLook& look)
{
    DatasetSchema wanted = schema;
    for (TableSchema& table : wanted.tables) {
        TargetLook::Table seen;
        auto found = findTable(table.name);
        if (!found && found.error().code != ErrorCode::Schema)
            return fail(std::move(found).error());
        if (!found)
            seen.differences = QStringList{found.error().args.value(2)}; // a view, or another thing that is no table
        else
            seen.found = std::move(*found);
        if (seen.found && ignoreColumns)
            seen.ignored = takeIgnored(table, *seen.found);
        if (seen.found)
            seen.differences = compare(table, *seen.found);
        seen.wanted = table;
        look.tables.push_back(std::move(seen));
    }
    return wanted;
}

} // namespace busheng
