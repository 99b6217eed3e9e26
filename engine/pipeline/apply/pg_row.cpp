// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_row.h"

namespace busheng {

bool PgRow::read(BytesView row)
{
    m_row = row;
    m_cells.clear();
    m_ends.clear();
    m_unchanged = 0;
    m_hasNull = false;
    ByteReader in(row);
    const std::uint64_t count = in.varint();
    m_first = static_cast<std::uint32_t>(in.offset());
    if (count > row.size())
        return false;
    for (std::uint64_t i = 0; i < count; ++i) {
        const Cell cell = readCell(in);
        switch (cell.kind) {
        case CellKind::Native:
            break;
        case CellKind::Null:
            m_hasNull = true;
            break;
        case CellKind::Unchanged:
            ++m_unchanged;
            break;
        default:
            return false;
        }
        m_cells.push_back(cell);
        m_ends.push_back(static_cast<std::uint32_t>(in.offset()));
    }
    return !in.failed() && in.atEnd();
}

BytesView PgRow::encoded(std::size_t first, std::size_t last) const
{
    const std::uint32_t begin = first == 0 ? m_first : m_ends[first - 1];
    return m_row.substr(begin, m_ends[last] - begin);
}

BytesView PgRow::encoded(std::size_t column) const
{
    return encoded(column, column);
}

} // namespace busheng
