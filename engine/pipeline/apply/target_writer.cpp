// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_writer.h"

#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"

namespace busheng {

void TargetWriter::setPlace(const QString&, const PacketPlace&) {}

Result<> TargetWriter::refuse(const RefusedOperation& refused)
{
    return fail(refused.why);
}

Result<> TargetWriter::leaveOut(const DatasetSchema& schema, const LeftOutChange& leftOut, bool,
                                RefusedOperation refused, std::uint64_t&)
{
    const TableSchema* const table = schema.table(leftOut.change.tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("an operation on a table that the structure does not have"));
    refused.table = table->name;
    refused.key = keyOfLargeRow(*table, leftOut.change);
    if (leftOut.change.kind == ChangeKind::Update)
        refused.otherKey = keyOfLargeRow(*table, {ChangeKind::Insert, table->id, {}, leftOut.change.after});
    if (refused.otherKey == refused.key || !isWholeRow(refused.otherKey))
        refused.otherKey.clear();
    return refuse(refused);
}

Result<> TargetWriter::writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource*)
{
    const TableSchema* const table = schema.table(place.tableId);
    return fail(makeEvent(ErrorCode::Config, events::TGT_TYPE,
                          {schema.engine, table == nullptr ? QString() : table->name, place.column.name},
                          QStringLiteral("a database that takes no large values apart from their rows")));
}

Result<TargetFaults> TargetWriter::faults(const QString&)
{
    return TargetFaults();
}

Result<bool> TargetWriter::drainParked(const QString&, const DatasetSchema&)
{
    return false;
}

Result<std::uint64_t> TargetWriter::rowsSetAside(const QString&, const QString&)
{
    return std::uint64_t{0};
}

} // namespace busheng
