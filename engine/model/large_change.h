// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/row_change.h"

#include <functional>
#include <vector>

namespace busheng {

/// Operations that are too large for one block (§6.4: large fields). One of more bytes than kWholeChange travels as
/// ChangeKind::Part operations: its own bytes, cut. One of more than kLargestChange travels as ChangeKind::LeftOut: the
/// operation without its large values, so that a person at the target is told which row it was and the stream goes on.
/// A block with one of either kind holds nothing else. docs/formats/packet.md.

inline constexpr std::size_t kWholeChange = 1U << 20;    ///< bytes of an operation that travels as it is
inline constexpr std::size_t kPartBytes = 512U << 10;    ///< of an operation in each of its parts
inline constexpr std::size_t kLargestChange = 64U << 20; ///< bytes of an operation that travels at all
inline constexpr std::size_t kLeftOutValue = 4U << 10;   ///< values of more bytes are left out of what is larger

/// Takes blocks on; see ChangeReader.
using ChangeSink = std::function<Result<>(BytesView block, std::uint32_t count)>;

/// Whether the block holds a Part or a LeftOut, which come alone.
bool isApart(BytesView block);

/// Gives an operation of more than kWholeChange bytes to `sink`, as parts or left out. `operation`: as writeChange()
/// wrote `change`. `behind`: the key of the row before it where it is of an initial load, so that the load can go on
/// there (ResumePoint). Fails: Schema for a row that is too large even without its large values; what `sink` returns.
Result<> giveApart(const RowChange& change, BytesView operation, BytesView behind, const ChangeSink& sink);

/// Gives `block` on: its large operations apart, the others as they are, in pieces of about `pieceBytes`. Fails: as
/// giveApart(); Internal for a block that is malformed or holds another number of operations than `count`.
Result<> giveInPieces(BytesView block, std::uint32_t count, std::size_t pieceBytes, const ChangeSink& sink);

/// What a Part says. Views point into its operation.
struct ChangePart {
    std::uint64_t total = 0;  ///< bytes of the whole operation
    std::uint64_t offset = 0; ///< of these in it
    BytesView bytes;
    BytesView behind; ///< see giveApart(); empty: none
};
/// False when `change` is no well-formed Part.
bool readPart(const RowChange& change, ChangePart& part);

/// What a LeftOut says: the operation, with Unchanged in place of what was left out.
struct LeftOutChange {
    RowChange change;
    std::uint64_t bytes = 0;            ///< of the whole operation
    std::vector<std::uint32_t> columns; ///< of the new row that were left out
};
/// False when `change` is no well-formed LeftOut.
bool readLeftOut(const RowChange& change, LeftOutChange& leftOut);
void writeLeftOut(ByteWriter& out, const LeftOutChange& leftOut);
/// The row, or key, has all its values; false for bytes that are none.
bool isWholeRow(BytesView row);

/// How far an operation, or a value (model/large_value.h), has come of which parts arrive.
struct PartProgress {
    ChangeKind kind = ChangeKind::Part;
    std::uint32_t tableId = 0;
    std::uint64_t total = 0; ///< 0: none is under way
    std::uint64_t done = 0;

    bool isUnderWay() const { return total != 0; }
    /// False: it is no part that may come next. `isWhole`: it was the last one, and none is under way any more.
    bool take(const RowChange& change, bool& isWhole);
};

/// Puts operations together from their parts. Memory: one operation, kLargestChange at most. Thread: one at a time.
class PartCollector {
public:
    /// True: the operation is whole. Fails: Protocol, without an event, for a part that may not come now, and for parts
    /// that are no operation on a row of their table.
    Result<bool> take(const RowChange& part);
    /// What take() found whole, until the next call.
    BytesView operation() const { return m_operation; }
    bool isUnderWay() const { return m_progress.isUnderWay(); }
    const PartProgress& progress() const { return m_progress; }
    void clear();

private:
    PartProgress m_progress;
    Bytes m_operation;
};

} // namespace busheng
