// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/table_snapshot.h"

namespace busheng {

Result<> giveValues(TableSnapshot& snapshot, const TableSchema& table, BytesView key,
                    const std::vector<LargeValue>& values, BytesView behind,
                    const std::function<bool(const LargeColumn&, const LargeValue&)>& skips, const ChangeSink& sink)
{
    const std::vector<LargeColumn> columns = snapshot.largeColumns(table.name);
    for (std::size_t i = 0; i < columns.size() && i < values.size(); ++i) {
        const LargeValue& value = values[i];
        if (skips(columns[i], value))
            continue;
        ValueParts parts(table.id, key, columns[i], value, behind, sink);
        if (value.bytes.value_or(0) > 0) {
            ENGINE_TRY(snapshot.readValue(table, key, columns[i], [&](BytesView piece) { return parts.add(piece); }));
        }
        ENGINE_TRY(parts.end());
    }
    return {};
}

} // namespace busheng
