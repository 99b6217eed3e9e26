// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/large_value.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kCells = 8;
constexpr std::size_t kLongestColumn = 1024; ///< bytes of its name

enum class Form : std::int64_t { Null = 0, Text = 1, Bytes = 2 };

bool isKey(BytesView row)
{
    return RowReader(row).columnCount() > 0 && isWholeRow(row);
}

} // namespace

bool readValuePart(const RowChange& change, ValuePart& part)
{
    std::vector<Cell> cells;
    if (change.kind != ChangeKind::Value || !decodeRow(change.after, cells) || cells.size() != kCells)
        return false;
    const bool areKinds = cells[0].kind == CellKind::Integer && cells[1].kind == CellKind::Integer &&
                          cells[2].kind == CellKind::Blob && cells[3].kind == CellKind::Blob &&
                          cells[4].kind == CellKind::Blob && cells[5].kind == CellKind::Text &&
                          cells[6].kind == CellKind::Integer && cells[7].kind == CellKind::Blob;
    if (!areKinds || cells[0].integer < 0 || cells[1].integer < 0 || cells[6].integer < 0 ||
        cells[6].integer > static_cast<std::int64_t>(Form::Bytes))
        return false;
    part.total = static_cast<std::uint64_t>(cells[0].integer);
    part.offset = static_cast<std::uint64_t>(cells[1].integer);
    part.bytes = cells[2].bytes;
    part.behind = cells[3].bytes;
    part.key = cells[4].bytes;
    part.column = QString::fromUtf8(cells[5].bytes.data(), static_cast<qsizetype>(cells[5].bytes.size()));
    part.isText = cells[6].integer == static_cast<std::int64_t>(Form::Text);
    part.isNull = cells[6].integer == static_cast<std::int64_t>(Form::Null);
    part.digest = cells[7].bytes;
    if (part.isNull ? part.total != 0 || !part.digest.empty() : part.digest.size() != kValueDigest)
        return false;
    const bool isPlace = part.total == 0 ? part.offset == 0 && part.bytes.empty()
                                         : part.offset < part.total && !part.bytes.empty() &&
                                               part.bytes.size() <= part.total - part.offset;
    return part.total <= kLargestValue && isPlace && !cells[5].bytes.empty() &&
           cells[5].bytes.size() <= kLongestColumn && isKey(part.key) &&
           (part.behind.empty() || isWholeRow(part.behind));
}

ValueParts::ValueParts(std::uint32_t tableId, BytesView key, const LargeColumn& column, const LargeValue& value,
                       BytesView behind, const ChangeSink& sink)
    : m_tableId(tableId), m_key(key), m_column(column), m_value(value), m_behind(behind), m_sink(sink)
{
}

Result<> ValueParts::give()
{
    Form form = m_column.isText ? Form::Text : Form::Bytes;
    if (!m_value.bytes)
        form = Form::Null;
    const QByteArray name = m_column.name.toUtf8();
    Bytes row;
    encodeRow({Cell::ofInteger(static_cast<std::int64_t>(m_value.bytes.value_or(0))),
               Cell::ofInteger(static_cast<std::int64_t>(m_given)), Cell::ofBlob(m_gathered), Cell::ofBlob(m_behind),
               Cell::ofBlob(m_key), Cell::ofText(view(name)), Cell::ofInteger(static_cast<std::int64_t>(form)),
               Cell::ofBlob(m_value.digest)},
              row);
    Bytes block;
    ByteWriter out(block);
    writeChange(out, {ChangeKind::Value, m_tableId, {}, row});
    m_given += m_gathered.size();
    m_isFirst = false;
    m_gathered.clear();
    return m_sink(block, 1);
}

Result<> ValueParts::add(BytesView bytes)
{
    if (bytes.size() > m_value.bytes.value_or(0) - m_given - m_gathered.size())
        return fail(ErrorCode::Internal, QStringLiteral("a value is longer than was said"));
    while (!bytes.empty()) {
        const std::size_t taken = std::min(bytes.size(), kPartBytes - m_gathered.size());
        m_gathered.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (m_gathered.size() == kPartBytes)
            ENGINE_TRY(give());
    }
    return {};
}

Result<> ValueParts::end()
{
    if (m_given + m_gathered.size() != m_value.bytes.value_or(0))
        return fail(ErrorCode::Internal, QStringLiteral("a value is shorter than was said"));
    return m_isFirst || !m_gathered.empty() ? give() : Result<>();
}

} // namespace busheng
