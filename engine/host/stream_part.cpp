// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/stream_part.h"

#include "engine/base/failpoint.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {

std::vector<TableMapping> narrowed(const std::vector<TableMapping>& shape, const std::vector<TableMapping>& compared,
                                   const DatasetSchema& whole)
{
    std::vector<TableMapping> result = shape;
    const bool isClosed = std::ranges::find(shape, kOtherTables, &TableMapping::table) != shape.end();
    for (const TableMapping& wanted : compared) {
        auto found = std::ranges::find(result, wanted.table, &TableMapping::table);
        if (found == result.end() && isClosed)
            continue; // left out, whatever is asked for
        if (found == result.end())
            found = result.insert(result.end(), {wanted.table, {}, {}, {}, {}});
        const TableSchema* table = whole.table(wanted.table);
        if (table == nullptr)
            continue; // the projection says so
        QStringList columns;
        for (const ColumnSchema& column : table->columns) {
            const bool carried = found->columns.isEmpty() || found->columns.contains(column.name);
            if (carried && wanted.columns.contains(column.name))
                columns.append(column.name);
        }
        found->columns = columns;
    }
    return result;
}

std::optional<DatasetSchema> StreamPart::carriedOf(const DatasetSchema& whole) const
{
    const auto projection = DatasetProjection::of(m_id.name(), m_shape, whole);
    return projection ? std::optional(projection->schema()) : std::nullopt;
}

StreamPart::StreamPart(QString journalPath, StreamId id, std::vector<TableMapping> shape)
    : m_journalPath(std::move(journalPath)), m_id(std::move(id)), m_shape(std::move(shape))
{
}

Result<Journal*> StreamPart::journal()
{
    if (!m_journal) {
        ENGINE_TRY_AS(m_journal, Journal::open(m_journalPath));
    }
    return m_journal.get();
}

Result<> StreamPart::take(const DatasetSchema& whole, std::uint32_t oldest)
{
    ENGINE_TRY_AS(DatasetProjection made, DatasetProjection::of(m_id.name(), m_shape, whole));
    ENGINE_FAILPOINT("part.structure.before");
    ENGINE_TRY_AS(Journal* const kept, journal());
    ENGINE_TRY(kept->saveStreamStructure(m_id.to, m_id.number, whole.version, encodeSchema(whole), oldest));
    ENGINE_FAILPOINT("part.structure.after");
    m_projection = std::move(made);
    return {};
}

Result<> StreamPart::begin(const DatasetSchema& whole)
{
    m_before = whole.version;
    return take(whole, 0);
}

Result<> StreamPart::resume(std::uint32_t version)
{
    ENGINE_TRY_AS(Journal* const kept, journal());
    ENGINE_TRY_AS(const Bytes stored, kept->streamStructure(m_id.to, m_id.number, version));
    auto whole = decodeSchema(stored);
    if (!whole)
        return fail(makeEvent(
            ErrorCode::Corrupt, events::SPL_CORRUPT, {m_journalPath},
            QStringLiteral("structure %1 of stream %2: %3").arg(version).arg(m_id.name(), whole.error().detail)));
    ENGINE_TRY_AS(m_projection, DatasetProjection::of(m_id.name(), m_shape, *whole));
    m_before = version;
    return {};
}

Result<> StreamPart::follow(ComposedItem& item)
{
    ENGINE_TRY_AS(const DatasetSchema whole, decodeSchema(item.structure));
    const std::uint32_t current = m_projection->wholeSchema().version;
    if (whole.version <= current)
        return {};
    auto taken = take(whole, m_before);
    if (!taken) {
        Error error = std::move(taken).error();
        if (error.event == events::MAP_REFUSED)
            error.event = events::MAP_STRUCTURE;
        return fail(std::move(error));
    }
    m_before = current;
    item.structure = encodeSchema(m_projection->schema());
    return {};
}

void StreamPart::attach(Composer& composer, DatasetProjection::Fetch fetch)
{
    m_interrupted.reset();
    composer.setProjection([this, &composer, fetch = std::move(fetch)](BytesView block, std::uint32_t count,
                                                                       const Composer::BlockSink& sink) {
        return project(composer.blockNumber(), block, count, fetch, sink);
    });
}

Result<> StreamPart::project(std::uint64_t number, BytesView block, std::uint32_t count,
                             const DatasetProjection::Fetch& fetch, const Composer::BlockSink& sink)
{
    RowChange first;
    ChangePart part;
    const bool isPart = ChangeReader(block).next(first) && readPart(first, part);
    if (isPart && m_projection->carriesWhole(first.tableId))
        return sink(block, count);
    if (isPart && m_projection->leavesOut(first.tableId))
        return {};
    if (isPart) {
        if (part.offset == 0)
            m_parts.clear(); // the walk begins again
        ENGINE_TRY_AS(const bool isWhole, m_parts.take(first));
        if (!isWhole)
            return {};
    }
    if (m_interrupted && m_interrupted->number == number) {
        m_parts.clear();
        ENGINE_TRY(giveInPieces(m_interrupted->block, m_interrupted->count, kWholeChange, sink));
        m_interrupted.reset();
        return {};
    }
    m_block.clear();
    ENGINE_TRY_AS(const std::uint32_t projected,
                  m_projection->project(isPart ? m_parts.operation() : block, fetch, m_block));
    m_parts.clear();
    if (m_block.size() <= kWholeChange)
        return sink(m_block, projected);
    auto given = giveInPieces(m_block, projected, kWholeChange, sink);
    if (!given)
        m_interrupted = Interrupted{number, projected, std::move(m_block)};
    m_block = {};
    return given;
}

} // namespace busheng
