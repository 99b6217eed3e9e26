// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

#include <optional>
#include <vector>

namespace busheng {

/// How a cell's value is stored in a row's bytes. Part of the packet format: values are fixed for ever.
enum class CellKind : std::uint8_t {
    Null = 0,
    Unchanged = 1, ///< an update that did not carry this column: leave the target's value alone
    Integer = 2,   ///< zigzag varint
    Real = 3,      ///< IEEE 754 binary64, 8 bytes little-endian
    Text = 4,      ///< varint length, UTF-8 bytes as the source sent them
    Blob = 5,      ///< varint length, bytes
    Native = 6,    ///< varint length, the value in its database's own binary form (DatasetSchema::engine says which)
};

/// One value of a row, pointing into the row's bytes. Never owns.
struct Cell {
    CellKind kind = CellKind::Null;
    std::int64_t integer = 0;
    double real = 0;
    BytesView bytes;

    static Cell null() { return {}; }
    static Cell unchanged() { return {CellKind::Unchanged, 0, 0, {}}; }
    static Cell ofInteger(std::int64_t value) { return {CellKind::Integer, value, 0, {}}; }
    static Cell ofReal(double value) { return {CellKind::Real, 0, value, {}}; }
    static Cell ofText(BytesView text) { return {CellKind::Text, 0, 0, text}; }
    static Cell ofBlob(BytesView blob) { return {CellKind::Blob, 0, 0, blob}; }
    static Cell ofNative(BytesView value) { return {CellKind::Native, 0, 0, value}; }
};

/// Appends one cell. This is the one canonical value codec: load, apply, compare and repair all use these bytes, and
/// two values are equal exactly when their bytes are.
void writeCell(ByteWriter& out, const Cell& cell);

/// Reads one cell; sets the reader's failed() on an unknown kind or a short input.
Cell readCell(ByteReader& in);

/// A row: varint number of cells, then the cells. Decoded without copying.
class RowReader {
public:
    explicit RowReader(BytesView row);
    std::size_t columnCount() const { return m_count; }
    Cell next() { return readCell(m_in); }
    bool failed() const { return m_in.failed(); }
    bool atEnd() const { return m_in.atEnd(); }

private:
    ByteReader m_in;
    std::size_t m_count = 0;
};

/// All cells of a row, or nothing when the bytes are not exactly one well-formed row. `cells` is reused for speed.
bool decodeRow(BytesView row, std::vector<Cell>& cells);
void encodeRow(const std::vector<Cell>& cells, Bytes& out);

/// The cells at `columns` of `row`, as a row of their own: a key. False when the row is malformed or too short.
bool projectRow(BytesView row, const std::vector<std::uint32_t>& columns, Bytes& out);

/// For people: NULL, 42, 3.5, the text, x'hex'. Texts are cut at 200 characters. A native value is shown as hex: only
/// its database's own code can say more (engine/db/postgres/pg_value_text.h).
QString cellToText(const Cell& cell);

} // namespace busheng
