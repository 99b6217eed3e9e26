// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/row_change.h"

#include <limits>

namespace busheng {
namespace {

bool hasBefore(ChangeKind kind)
{
    return kind == ChangeKind::Update || kind == ChangeKind::Delete || kind == ChangeKind::Remove;
}

bool hasAfter(ChangeKind kind)
{
    return kind == ChangeKind::Insert || kind == ChangeKind::Update || kind == ChangeKind::Upsert ||
           kind == ChangeKind::Part || kind == ChangeKind::LeftOut || kind == ChangeKind::Value;
}

} // namespace

void writeChange(ByteWriter& out, const RowChange& change)
{
    out.fixed(static_cast<std::uint8_t>(change.kind));
    out.varint(change.tableId);
    if (hasBefore(change.kind))
        out.sized(change.before);
    if (hasAfter(change.kind))
        out.sized(change.after);
}

bool ChangeReader::next(RowChange& change)
{
    if (m_in.failed() || m_in.atEnd())
        return false;
    change = {};
    const auto kind = m_in.fixed<std::uint8_t>();
    if (kind < static_cast<std::uint8_t>(ChangeKind::Insert) || kind > static_cast<std::uint8_t>(ChangeKind::Value)) {
        m_in.fail();
        return false;
    }
    change.kind = static_cast<ChangeKind>(kind);
    const std::uint64_t table = m_in.varint();
    if (table > std::numeric_limits<std::uint32_t>::max())
        m_in.fail();
    change.tableId = static_cast<std::uint32_t>(table);
    if (hasBefore(change.kind))
        change.before = m_in.sized();
    if (hasAfter(change.kind))
        change.after = m_in.sized();
    return !m_in.failed();
}

} // namespace busheng
