// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/table_exchange.h"

#include <algorithm>

namespace busheng {

QStringList namesOf(const DatasetSchema& schema)
{
    QStringList names;
    for (const TableSchema& table : schema.tables)
        names.append(table.name);
    return names;
}

DatasetSchema exchangedTables(const DatasetSchema& known, DatasetSchema wanted)
{
    DatasetSchema next = known;
    std::erase_if(next.tables, [&wanted](const TableSchema& table) { return wanted.table(table.name) == nullptr; });
    next.types = std::move(wanted.types);
    std::uint32_t last = 0;
    for (const TableSchema& table : known.tables)
        last = std::max(last, table.id);
    for (TableSchema& table : wanted.tables) {
        if (known.table(table.name) != nullptr)
            continue;
        table.id = ++last;
        table.isLoading = true;
        next.tables.push_back(std::move(table));
    }
    return next;
}

} // namespace busheng
