// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/table_chunk.h"

#include "engine/model/cell.h"

#include <xxhash.h>

namespace busheng {

std::uint64_t shareOf(BytesView row, std::uint64_t count)
{
    return XXH3_64bits(row.data(), row.size()) % count;
}

bool KeylessShare::has(BytesView row) const
{
    return shareOf(row, count) == index;
}

KeyRange KeylessShare::range() const
{
    KeyRange named;
    encodeRow({Cell::ofInteger(static_cast<std::int64_t>(index)), Cell::ofInteger(static_cast<std::int64_t>(count))},
              named.after);
    return named;
}

Result<KeylessShare> KeylessShare::of(const TableSchema& table, const KeyRange& range)
{
    std::vector<Cell> cells;
    const bool isPair = range.upTo.empty() && decodeRow(range.after, cells) && cells.size() == 2 &&
                        cells[0].kind == CellKind::Integer && cells[1].kind == CellKind::Integer;
    if (!isPair || cells[0].integer < 0 || cells[0].integer >= cells[1].integer)
        return fail(ErrorCode::Protocol, QStringLiteral("a chunk of the keyless table %1 is no share").arg(table.name));
    return KeylessShare{static_cast<std::uint64_t>(cells[0].integer), static_cast<std::uint64_t>(cells[1].integer)};
}

Result<> scanChunk(TableSnapshot& snapshot, const TableSchema& table, const KeyRange& range, std::uint64_t limit,
                   const TableSnapshot::RowSink& sink)
{
    if (!table.keyColumns.empty())
        return snapshot.scan(table, range, limit, sink);
    ENGINE_TRY_AS(const KeylessShare share, KeylessShare::of(table, range));
    std::uint64_t given = 0;
    return snapshot.scan(table, {}, 0, [&](BytesView row) {
        if (!share.has(row))
            return true;
        ++given;
        return sink(row) && given != limit;
    });
}

} // namespace busheng
