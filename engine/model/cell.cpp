// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/cell.h"

#include <QLocale>

namespace busheng {

void writeCell(ByteWriter& out, const Cell& cell)
{
    out.fixed(static_cast<std::uint8_t>(cell.kind));
    switch (cell.kind) {
    case CellKind::Null:
    case CellKind::Unchanged:
        break;
    case CellKind::Integer:
        out.zigzag(cell.integer);
        break;
    case CellKind::Real:
        out.real(cell.real);
        break;
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Native:
        out.sized(cell.bytes);
        break;
    }
}

Cell readCell(ByteReader& in)
{
    Cell cell;
    const auto kind = in.fixed<std::uint8_t>();
    switch (static_cast<CellKind>(kind)) {
    case CellKind::Null:
    case CellKind::Unchanged:
        break;
    case CellKind::Integer:
        cell.integer = in.zigzag();
        break;
    case CellKind::Real:
        cell.real = in.real();
        break;
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Native:
        cell.bytes = in.sized();
        break;
    default:
        in.fail();
        return cell;
    }
    cell.kind = static_cast<CellKind>(kind);
    return cell;
}

RowReader::RowReader(BytesView row) : m_in(row)
{
    const std::uint64_t count = m_in.varint();
    // A cell takes at least a byte: a larger count is a lie that must not become an allocation.
    if (count > m_in.rest().size())
        m_in.fail();
    else
        m_count = static_cast<std::size_t>(count);
}

bool decodeRow(BytesView row, std::vector<Cell>& cells)
{
    RowReader reader(row);
    cells.clear();
    for (std::size_t i = 0; i < reader.columnCount(); ++i)
        cells.push_back(reader.next());
    return !reader.failed() && reader.atEnd();
}

void encodeRow(const std::vector<Cell>& cells, Bytes& out)
{
    ByteWriter writer(out);
    writer.varint(cells.size());
    for (const Cell& cell : cells)
        writeCell(writer, cell);
}

bool projectRow(BytesView row, const std::vector<std::uint32_t>& columns, Bytes& out)
{
    std::vector<Cell> cells;
    if (!decodeRow(row, cells))
        return false;
    ByteWriter writer(out);
    writer.varint(columns.size());
    for (const std::uint32_t column : columns) {
        if (column >= cells.size())
            return false;
        writeCell(writer, cells[column]);
    }
    return true;
}

QString cellToText(const Cell& cell)
{
    constexpr qsizetype kLongest = 200;
    switch (cell.kind) {
    case CellKind::Null:
        return QStringLiteral("NULL");
    case CellKind::Unchanged:
        return QStringLiteral("(unchanged)");
    case CellKind::Integer:
        return QString::number(cell.integer);
    case CellKind::Real:
        return QString::number(cell.real, 'g', QLocale::FloatingPointShortest);
    case CellKind::Text: {
        const QString text = QString::fromUtf8(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
        return text.size() > kLongest ? text.left(kLongest) + QChar(0x2026) : text;
    }
    case CellKind::Blob:
    case CellKind::Native:
        return QStringLiteral("x'") + toHex(cell.bytes.substr(0, kLongest / 2)) + QStringLiteral("'");
    }
    return {};
}

} // namespace busheng
