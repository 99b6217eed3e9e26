// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/initial_load.h"

#include "engine/model/load_order.h"

#include <algorithm>

namespace busheng {

InitialLoad::InitialLoad(Position position, DatasetSchema schema, Options options)
    : m_position(position), m_schema(std::move(schema)), m_order(loadOrder(m_schema)), m_options(std::move(options)),
      m_start(position)
{
}

Result<std::unique_ptr<InitialLoad>> InitialLoad::begin(PositionedSnapshot snapshot, const DatasetSchema& schema,
                                                        const std::optional<ResumePoint>& interrupted, Packer& packer,
                                                        Options options)
{
    std::unique_ptr<InitialLoad> load(new InitialLoad(snapshot.position, schema, std::move(options)));
    std::size_t first = 0;
    Bytes after;
    if (interrupted) {
        ENGINE_TRY_AS(first, load->placeOf(*interrupted));
        if (load->m_resumed && interrupted->lastLoadKey)
            after = *interrupted->lastLoadKey;
        else if (load->m_resumed && interrupted->loadTable != 0 &&
                 !projectRow(interrupted->lastLoadRow, schema.table(interrupted->loadTable)->keyColumns, after))
            return fail(ErrorCode::Corrupt, QStringLiteral("the last loaded row cannot be read"));
    }
    ENGINE_TRY(load->count(*snapshot.snapshot, first));
    LoadBegin begin;
    begin.generation = load->generation();
    begin.position = snapshot.position;
    begin.resumed = load->m_resumed;
    begin.expectedRows = load->m_rowCounts;
    ENGINE_TRY(packer.structure(schema));
    ENGINE_TRY(packer.loadBegin(begin));
    load->startReading(std::move(snapshot.snapshot), first, after);
    return load;
}

/// Which table, by its place in the order, the interrupted load was in. It begins anew when only tables without a key
/// have been sent.
Result<std::size_t> InitialLoad::placeOf(const ResumePoint& interrupted)
{
    std::size_t place = 0;
    if (interrupted.loadTable != 0) {
        const auto found = std::ranges::find(m_order, interrupted.loadTable,
                                             [this](std::size_t table) { return m_schema.tables[table].id; });
        if (found == m_order.end())
            return fail(ErrorCode::Schema,
                        QStringLiteral("table %1 of the interrupted load is gone").arg(interrupted.loadTable));
        place = static_cast<std::size_t>(found - m_order.begin());
    }
    if (m_schema.tables[m_order[place]].keyColumns.empty()) {
        m_options.generation = std::max(m_options.generation, interrupted.lastLoadBegin.generation + 1);
        return std::size_t{0};
    }
    m_resumed = true;
    m_options.generation = interrupted.lastLoadBegin.generation;
    m_start = interrupted.position;
    m_lastTable = interrupted.loadTable;
    m_lastRow = interrupted.lastLoadRow;
    m_lastKey = interrupted.lastLoadKey;
    return place;
}

Result<> InitialLoad::count(TableSnapshot& snapshot, std::size_t skipped)
{
    for (const TableSchema& table : m_schema.tables) {
        ENGINE_TRY_AS(const std::uint64_t rows, snapshot.countRows(table));
        m_rowCounts.push_back(rows);
        m_progress.rowsExpected += rows;
    }
    for (std::size_t place = 0; place < skipped; ++place)
        m_rowsBefore += m_rowCounts[m_order[place]];
    m_progress.rows = m_rowsBefore;
    return {};
}

void InitialLoad::startReading(std::unique_ptr<TableSnapshot> snapshot, std::size_t first, const Bytes& after)
{
    std::vector<LoadReader::Table> tables;
    for (std::size_t place = first; place < m_order.size(); ++place) {
        m_reading.push_back(m_order[place]);
        const TableSchema& table = m_schema.tables[m_order[place]];
        tables.push_back({table, place == first ? after : Bytes(), m_options.hasValues(table.id)});
    }
    m_reader =
        std::make_unique<LoadReader>(std::move(snapshot), std::move(tables),
                                     LoadReader::Options{m_options.stream, m_options.readers, m_options.onReady});
}

Result<InitialLoad::Step> InitialLoad::step(Packer& packer)
{
    if (m_isEnded)
        return Step::Ended;
    if (!m_block) {
        // Asked first: what came in between is then still found.
        const bool ended = m_reader->hasEnded();
        ENGINE_TRY_AS(m_block, m_reader->next());
        if (!m_block)
            return ended ? end(packer) : Step::Waits;
    }
    ENGINE_TRY(packer.loadRows(m_block->operations, m_block->count));
    if (m_block->table != m_at) {
        for (; m_at < m_block->table; ++m_at)
            m_rowsBefore += m_rowCounts[m_reading[m_at]];
        m_progress.rows = m_rowsBefore;
    }
    if (m_block->rows > 0) {
        m_lastTable = m_schema.tables[m_reading[m_at]].id;
        m_lastKey = m_block->lastKey;
        m_lastRow = m_lastKey ? BytesView() : m_block->lastRow();
    }
    m_progress.rows += m_block->rows;
    m_progress.bytes += static_cast<qint64>(m_block->operations.size());
    m_block.reset();
    return Step::Moved;
}

Result<InitialLoad::Step> InitialLoad::end(Packer& packer)
{
    LoadEnd end;
    end.position = m_position;
    if (!m_resumed)
        end.rowCount = m_rowCounts;
    ENGINE_TRY(packer.loadEnd(end));
    m_isEnded = true;
    return Step::Ended;
}

ResumePoint InitialLoad::resumePoint() const
{
    ResumePoint point;
    point.position = m_start;
    point.loading = true;
    point.lastLoadBegin.generation = m_options.generation;
    point.lastLoadBegin.position = m_start;
    point.loadTable = m_lastTable;
    point.lastLoadRow = m_lastRow;
    point.lastLoadKey = m_lastKey;
    return point;
}

} // namespace busheng
