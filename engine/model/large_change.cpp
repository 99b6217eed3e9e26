// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/large_change.h"

#include "engine/model/large_value.h"

#include <algorithm>
#include <utility>

namespace busheng {
namespace {

constexpr std::size_t kPartCells = 4;
constexpr std::size_t kLeftOutCells = 5;
constexpr std::int64_t kMostColumns = 65'535;
constexpr std::size_t kMostLeft = 4U << 20; ///< of a row without its large values

bool isSized(CellKind kind)
{
    return kind == CellKind::Text || kind == CellKind::Blob || kind == CellKind::Native;
}

bool isRow(BytesView row)
{
    RowReader reader(row);
    for (std::size_t i = 0; i < reader.columnCount() && !reader.failed(); ++i)
        reader.next();
    return !reader.failed() && reader.atEnd();
}

/// What may travel in parts: an operation on a row, with the rows that its kind has.
bool isOnARow(const RowChange& change)
{
    const bool mayTravel = change.kind == ChangeKind::Insert || change.kind == ChangeKind::Update ||
                           change.kind == ChangeKind::Delete || change.kind == ChangeKind::Upsert ||
                           change.kind == ChangeKind::Remove;
    const bool needsBefore = change.kind != ChangeKind::Insert && change.kind != ChangeKind::Upsert;
    const bool needsAfter = change.kind != ChangeKind::Delete && change.kind != ChangeKind::Remove;
    return mayTravel && change.before.empty() != needsBefore && change.after.empty() != needsAfter &&
           (!needsBefore || isRow(change.before)) && (!needsAfter || isRow(change.after));
}

/// The row with Unchanged in place of its large values, and which these are.
Result<Bytes> withoutLarge(BytesView row, std::vector<std::uint32_t>& columns)
{
    std::vector<Cell> cells;
    if (!decodeRow(row, cells))
        return fail(ErrorCode::Internal, QStringLiteral("a row of a large operation is malformed"));
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        if (!isSized(cells[i].kind) || cells[i].bytes.size() <= kLeftOutValue)
            continue;
        cells[i] = Cell::unchanged();
        columns.push_back(i);
    }
    Bytes left;
    encodeRow(cells, left);
    return left;
}

Result<> giveLeftOut(const RowChange& change, std::size_t bytes, const ChangeSink& sink)
{
    LeftOutChange leftOut{{change.kind, change.tableId, {}, {}}, bytes, {}};
    Bytes before;
    Bytes after;
    std::vector<std::uint32_t> ofOldRow;
    if (!change.before.empty()) {
        ENGINE_TRY_AS(before, withoutLarge(change.before, ofOldRow));
    }
    if (!change.after.empty()) {
        ENGINE_TRY_AS(after, withoutLarge(change.after, leftOut.columns));
    }
    if (before.size() + after.size() > kMostLeft)
        return fail(ErrorCode::Schema, QStringLiteral("a row of table %1 has %2 bytes; at most %3 can be transferred")
                                           .arg(change.tableId)
                                           .arg(bytes)
                                           .arg(kLargestChange));
    leftOut.change.before = before;
    leftOut.change.after = after;
    Bytes block;
    ByteWriter out(block);
    writeLeftOut(out, leftOut);
    return sink(block, 1);
}

bool readColumns(BytesView row, std::vector<std::uint32_t>& columns)
{
    std::vector<Cell> cells;
    if (!decodeRow(row, cells))
        return false;
    columns.clear();
    for (const Cell& cell : cells) {
        if (cell.kind != CellKind::Integer || cell.integer < 0 || cell.integer > kMostColumns)
            return false;
        columns.push_back(static_cast<std::uint32_t>(cell.integer));
    }
    return true;
}

} // namespace

bool isApart(BytesView block)
{
    return !block.empty() && travelsApart(static_cast<ChangeKind>(block.front()));
}

Result<> giveApart(const RowChange& change, BytesView operation, BytesView behind, const ChangeSink& sink)
{
    if (operation.size() > kLargestChange)
        return giveLeftOut(change, operation.size(), sink);
    const auto total = static_cast<std::int64_t>(operation.size());
    Bytes row;
    Bytes block;
    for (std::size_t offset = 0; offset < operation.size(); offset += kPartBytes) {
        row.clear();
        block.clear();
        encodeRow({Cell::ofInteger(total), Cell::ofInteger(static_cast<std::int64_t>(offset)),
                   Cell::ofBlob(operation.substr(offset, kPartBytes)), Cell::ofBlob(behind)},
                  row);
        ByteWriter out(block);
        writeChange(out, {ChangeKind::Part, change.tableId, {}, row});
        ENGINE_TRY(sink(block, 1));
    }
    return {};
}

Result<> giveInPieces(BytesView block, std::uint32_t count, std::size_t pieceBytes, const ChangeSink& sink)
{
    ChangeReader reader(block);
    RowChange change;
    std::size_t pieceStart = 0;
    std::size_t end = 0;
    std::uint32_t inPiece = 0;
    std::uint32_t total = 0;
    while (reader.next(change)) {
        const std::size_t start = end;
        end = reader.offset();
        ++total;
        const bool isLarge = end - start > kWholeChange;
        if (inPiece > 0 && (isLarge || end - pieceStart > pieceBytes))
            ENGINE_TRY(sink(block.substr(pieceStart, start - pieceStart), std::exchange(inPiece, 0)));
        if (inPiece == 0)
            pieceStart = start;
        if (isLarge)
            ENGINE_TRY(giveApart(change, block.substr(start, end - start), {}, sink));
        else
            ++inPiece;
    }
    if (reader.failed() || total != count)
        return fail(ErrorCode::Internal, QStringLiteral("a block said to hold %1 operations does not").arg(count));
    return inPiece > 0 ? sink(block.substr(pieceStart, end - pieceStart), inPiece) : Result<>();
}

bool readPart(const RowChange& change, ChangePart& part)
{
    std::vector<Cell> cells;
    if (change.kind != ChangeKind::Part || !decodeRow(change.after, cells) || cells.size() != kPartCells ||
        cells[0].kind != CellKind::Integer || cells[1].kind != CellKind::Integer || cells[2].kind != CellKind::Blob ||
        cells[3].kind != CellKind::Blob || cells[0].integer < 0 || cells[1].integer < 0)
        return false;
    part.total = static_cast<std::uint64_t>(cells[0].integer);
    part.offset = static_cast<std::uint64_t>(cells[1].integer);
    part.bytes = cells[2].bytes;
    part.behind = cells[3].bytes;
    return part.total <= kLargestChange && !part.bytes.empty() && part.offset < part.total &&
           part.bytes.size() <= part.total - part.offset && (part.behind.empty() || isRow(part.behind));
}

bool readLeftOut(const RowChange& change, LeftOutChange& leftOut)
{
    std::vector<Cell> cells;
    if (change.kind != ChangeKind::LeftOut || !decodeRow(change.after, cells) || cells.size() != kLeftOutCells ||
        cells[0].kind != CellKind::Integer || cells[1].kind != CellKind::Integer || cells[2].kind != CellKind::Blob ||
        cells[3].kind != CellKind::Blob || cells[4].kind != CellKind::Blob || cells[0].integer < 0 ||
        cells[0].integer > 0xff || cells[1].integer < 0)
        return false;
    leftOut.change = {static_cast<ChangeKind>(cells[0].integer), change.tableId, cells[2].bytes, cells[3].bytes};
    leftOut.bytes = static_cast<std::uint64_t>(cells[1].integer);
    return isOnARow(leftOut.change) && readColumns(cells[4].bytes, leftOut.columns);
}

void writeLeftOut(ByteWriter& out, const LeftOutChange& leftOut)
{
    std::vector<Cell> numbers;
    for (const std::uint32_t column : leftOut.columns)
        numbers.push_back(Cell::ofInteger(column));
    Bytes columns;
    encodeRow(numbers, columns);
    Bytes row;
    encodeRow({Cell::ofInteger(static_cast<std::int64_t>(leftOut.change.kind)),
               Cell::ofInteger(static_cast<std::int64_t>(leftOut.bytes)), Cell::ofBlob(leftOut.change.before),
               Cell::ofBlob(leftOut.change.after), Cell::ofBlob(columns)},
              row);
    writeChange(out, {ChangeKind::LeftOut, leftOut.change.tableId, {}, row});
}

bool isWholeRow(BytesView row)
{
    std::vector<Cell> cells;
    return decodeRow(row, cells) &&
           std::ranges::none_of(cells, [](const Cell& cell) { return cell.kind == CellKind::Unchanged; });
}

bool PartProgress::take(const RowChange& change, bool& isWhole)
{
    ChangePart part;
    ValuePart value;
    if (readValuePart(change, value))
        part = {value.total, value.offset, value.bytes, value.behind};
    else if (!readPart(change, part))
        return false;
    if (part.offset != done)
        return false;
    if (isUnderWay() && (part.total != total || change.tableId != tableId || change.kind != kind))
        return false;
    kind = change.kind;
    tableId = change.tableId;
    total = part.total;
    done += part.bytes.size();
    isWhole = done == total;
    if (isWhole)
        *this = {};
    return true;
}

Result<bool> PartCollector::take(const RowChange& part)
{
    if (!isUnderWay())
        m_operation.clear();
    bool isWhole = false;
    ChangePart said;
    if (!readPart(part, said) || !m_progress.take(part, isWhole))
        return fail(ErrorCode::Protocol, QStringLiteral("a part of an operation that may not come here"));
    if (said.offset == 0)
        m_operation.reserve(static_cast<std::size_t>(said.total));
    m_operation.append(said.bytes);
    if (!isWhole)
        return false;
    ChangeReader reader(m_operation);
    RowChange change;
    if (!reader.next(change) || reader.offset() != m_operation.size() || change.tableId != part.tableId ||
        !isOnARow(change))
        return fail(ErrorCode::Protocol, QStringLiteral("the parts of an operation are none on a row of their table"));
    return true;
}

void PartCollector::clear()
{
    m_progress = {};
    Bytes().swap(m_operation); // it may be large, and the next one is far away
}

} // namespace busheng
