// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/parking.h"

#include "engine/base/failpoint.h"
#include "engine/model/events.h"

#include <limits>

namespace busheng {
namespace {

constexpr std::size_t kMostBytes = 256 * 1024; ///< of a block
constexpr std::size_t kMostAtOnce = 4U << 20;  ///< of blocks that are drained in one commit; one may be larger

} // namespace

Result<> Parking::learn(const QString& stream)
{
    if (m_known && stream == m_stream)
        return {};
    m_stream = stream;
    m_parked.clear();
    m_structureKept = 0;
    ENGINE_TRY_AS(const auto parked, m_tables.parked(stream));
    for (const auto& [table, last] : parked)
        m_parked[table].last = last;
    m_known = true;
    return {};
}

void Parking::rolledBack()
{
    m_known = m_known && !m_touched;
    m_touched = false;
    for (auto& [table, waiting] : m_parked)
        waiting.block = {};
}

void Parking::committed()
{
    m_changed = m_changed || m_touched;
    m_touched = false;
}

Result<> Parking::add(const DatasetSchema& schema, const QString& table, const RowChange& change, bool tolerant,
                      const PacketPlace& place)
{
    m_touched = true;
    if (m_structureKept != schema.version) {
        ENGINE_TRY(m_tables.keepStructure(m_stream, schema.version, encodeSchema(schema)));
        m_structureKept = schema.version;
    }
    Waiting& waiting = m_parked[table];
    const ParkedBlock& block = waiting.block;
    const bool belongs = block.version == schema.version && block.tolerant == tolerant &&
                         block.place.sequence == place.sequence && block.place.isLoad == place.isLoad;
    if (block.count > 0 && (!belongs || block.operations.size() >= kMostBytes))
        ENGINE_TRY(write(table, waiting));
    waiting.block.version = schema.version;
    waiting.block.tolerant = tolerant;
    waiting.block.place = place;
    ByteWriter out(waiting.block.operations);
    writeChange(out, change);
    ++waiting.block.count;
    return {};
}

Result<> Parking::write(const QString& table, Waiting& waiting)
{
    ENGINE_FAILPOINT("apply.park.block");
    waiting.block.number = waiting.last + 1;
    ENGINE_TRY(m_tables.add(m_stream, table, waiting.block));
    ++waiting.last;
    waiting.block = {};
    return {};
}

Result<> Parking::flush()
{
    for (auto& [table, waiting] : m_parked) {
        if (waiting.block.count > 0)
            ENGINE_TRY(write(table, waiting));
    }
    return {};
}

Result<> Parking::startAnew(const DatasetSchema& schema, const TableSchema& table, const PacketPlace& place)
{
    m_touched = true;
    ENGINE_TRY(m_tables.remove(m_stream, table.name, std::numeric_limits<std::int64_t>::max()));
    m_parked[table.name] = {};
    return add(schema, table.name, {ChangeKind::Truncate, table.id, {}, {}}, true, place);
}

Result<std::vector<ParkedBlock>> Parking::oldest(const QString& table)
{
    std::vector<ParkedBlock> blocks;
    std::int64_t last = 0;
    for (std::size_t bytes = 0; bytes < kMostAtOnce;) {
        ENGINE_TRY_AS(std::optional<ParkedBlock> next, m_tables.next(m_stream, table, last));
        if (!next)
            break;
        last = next->number;
        bytes += next->operations.size();
        blocks.push_back(std::move(*next));
    }
    return blocks;
}

Result<DatasetSchema> Parking::structure(std::uint32_t version)
{
    ENGINE_TRY_AS(const std::optional<Bytes> bytes, m_tables.structure(m_stream, version));
    if (!bytes)
        return fail(makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT,
                              {m_target, QStringLiteral("%1: its structure is missing").arg(m_stream)},
                              QStringLiteral("structure %1 of parked tables is missing").arg(version)));
    return decodeSchema(*bytes);
}

Result<bool> Parking::applied(const QString& table, std::int64_t number)
{
    ENGINE_FAILPOINT("apply.park.applied");
    m_touched = true;
    ENGINE_TRY(m_tables.remove(m_stream, table, number));
    ENGINE_TRY_AS(const bool isOver, m_tables.end(m_stream, table));
    if (!isOver)
        return false;
    m_parked.erase(table);
    if (m_parked.empty()) {
        ENGINE_TRY(m_tables.removeStructures(m_stream));
        m_structureKept = 0;
    }
    return true;
}

Result<bool> drainOne(const std::vector<ParkedTable>& parked, const DatasetSchema& schema, const DrainSteps& steps)
{
    Result<bool> outcome = false;
    for (const ParkedTable& one : parked) {
        const TableSchema* const table = schema.table(one.table);
        if (one.byPerson || table == nullptr)
            continue;
        Result<> done = steps.begin(*table);
        if (done)
            done = steps.write(one.table);
        if (done)
            return true;
        steps.rollback();
        const Error& error = done.error();
        if (error.transient || (error.code != ErrorCode::Schema && error.code != ErrorCode::Conflict))
            return fail(error);
        // It stays as it is; the others may fit.
        const QString why =
            error.code == ErrorCode::Conflict
                ? QStringLiteral("row %1: %2 (%3)").arg(error.args.value(1), error.args.value(2), error.args.value(3))
                : error.args.value(2, error.detail);
        if (why != one.why)
            ENGINE_TRY(steps.park(one.table, why));
        outcome = fail(error);
    }
    return outcome;
}

Result<> drainOldest(Parking& parking, const QString& table,
                     const std::function<Result<>(const DatasetSchema& structure, const ParkedBlock& block)>& apply)
{
    ENGINE_TRY_AS(const std::vector<ParkedBlock> blocks, parking.oldest(table));
    std::int64_t last = 0;
    for (const ParkedBlock& block : blocks) {
        ENGINE_TRY_AS(const DatasetSchema structure, parking.structure(block.version));
        ENGINE_TRY(apply(structure, block));
        last = block.number;
    }
    ENGINE_TRY(parking.applied(table, last));
    return {};
}

DatasetSchema withoutParked(const DatasetSchema& schema, const Parking& parking)
{
    DatasetSchema rest = schema;
    std::erase_if(rest.tables, [&parking](const TableSchema& table) { return parking.isParked(table.name); });
    return rest;
}

} // namespace busheng
