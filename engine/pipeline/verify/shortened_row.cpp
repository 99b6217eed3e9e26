// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/shortened_row.h"

#include "engine/model/cell.h"

#include <xxhash.h>

#include <algorithm>
#include <deque>

namespace busheng {
namespace {

QByteArray told(const Cell& cell)
{
    const XXH128_hash_t hash = XXH3_128bits(cell.bytes.data(), cell.bytes.size());
    return QStringLiteral("(%1 bytes, XXH3 %2%3)")
        .arg(cell.bytes.size())
        .arg(static_cast<qulonglong>(hash.high64), 16, 16, QLatin1Char('0'))
        .arg(static_cast<qulonglong>(hash.low64), 16, 16, QLatin1Char('0'))
        .toUtf8();
}

} // namespace

bool shortenRow(const TableSchema& table, BytesView row, Bytes& out)
{
    out.clear();
    if (row.size() <= kShortValue || table.keyColumns.empty()) {
        out.assign(row);
        return true;
    }
    std::vector<Cell> cells;
    if (!decodeRow(row, cells))
        return false;
    std::deque<QByteArray> texts;
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        if (cells[i].bytes.size() <= kShortValue || std::ranges::find(table.keyColumns, i) != table.keyColumns.end())
            continue;
        texts.push_back(told(cells[i]));
        cells[i] = Cell::ofText(view(texts.back()));
    }
    encodeRow(cells, out);
    return true;
}

} // namespace busheng
