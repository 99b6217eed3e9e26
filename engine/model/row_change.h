// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"

namespace busheng {

/// What happened to a row. Part of the packet format: values are fixed for ever.
enum class ChangeKind : std::uint8_t {
    Insert = 1,
    Update = 2,
    Delete = 3,
    Upsert = 4,   ///< the row shall be there and be so, whatever was there: initial load and repair
    Remove = 5,   ///< the row shall not be there, whether it was or not: repair
    Truncate = 6, ///< all rows of the table go
    Clear = 7,    ///< all rows of the table go, and others see them until the transaction ends: full copy
    Part = 8,     ///< a part of an operation that is too large for a block (model/large_change.h)
    LeftOut = 9,  ///< an operation that is too large for a stream, without its large values
    Value = 10,   ///< a part of a value that travels behind its row (model/large_value.h)
};

/// All rows of the table go: it names none.
inline bool isEmptying(ChangeKind kind)
{
    return kind == ChangeKind::Truncate || kind == ChangeKind::Clear;
}

/// It says something of what is too large for a block, and is alone in its own.
inline bool travelsApart(ChangeKind kind)
{
    return kind == ChangeKind::Part || kind == ChangeKind::LeftOut || kind == ChangeKind::Value;
}

/// A row that is sent again as it is now.
inline bool isRepair(ChangeKind kind)
{
    return kind == ChangeKind::Upsert || kind == ChangeKind::Remove;
}

/// One operation on one row, pointing into the bytes of its block. Never owns.
///
/// `before` identifies the row: its key columns in key order, or the whole old row when the table has no key, or when
/// the source tells it and the table has further columns: then the target's row must be so (Update, Delete, Remove).
/// `after` is the whole new row (Insert, Update, Upsert). The unused ones are empty.
struct RowChange {
    ChangeKind kind = ChangeKind::Insert;
    std::uint32_t tableId = 0; ///< TableSchema::id in the dataset's structure
    BytesView before;
    BytesView after;
};

/// Appends one operation to a block: kind u8, varint table id, sized before (Update, Delete, Remove), sized after
/// (Insert, Update, Upsert; of Part, LeftOut and Value a row of their own). A block is operations one behind the other;
/// the same bytes travel from the log cache to the target's loader without being decoded in between.
void writeChange(ByteWriter& out, const RowChange& change);

/// Walks a block: while (reader.next(change)) ...; then ask failed().
class ChangeReader {
public:
    explicit ChangeReader(BytesView block) : m_in(block) {}
    /// False at the end, or when the block is malformed.
    bool next(RowChange& change);
    bool failed() const { return m_in.failed(); }
    /// Bytes of the block behind the operation that next() gave last.
    std::size_t offset() const { return m_in.offset(); }

private:
    ByteReader m_in;
};

} // namespace busheng
