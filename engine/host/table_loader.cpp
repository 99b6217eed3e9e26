// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/table_loader.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/host/repair_block.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>
#include <chrono>

namespace busheng {

TableLoader::TableLoader(QString dataset) : m_dataset(std::move(dataset)), m_pieceBytes(tuning::kPieceBytes) {}

Result<> TableLoader::resume(const DatasetSchema& schema, Journal& journal)
{
    if (m_journal == nullptr) {
        ENGINE_TRY_AS(const std::vector<TableLoadRecord> loads, journal.tableLoads(m_dataset));
        for (const TableLoadRecord& load : loads)
            m_loads[load.tableId] = load;
        m_journal = &journal;
    }
    return forgetOthers(schema); // before a table that comes now gets the number of one that went while it was loading
}

/// What a crash left between a record and its structure is over.
Result<> TableLoader::forgetOthers(const DatasetSchema& schema)
{
    for (auto load = m_loads.begin(); load != m_loads.end();) {
        const TableSchema* table = schema.table(load->first);
        if (table != nullptr && table->isLoading) {
            ++load;
            continue;
        }
        ENGINE_TRY(m_journal->removeTableLoad(m_dataset, load->first));
        load = m_loads.erase(load);
    }
    return {};
}

Result<bool> TableLoader::step(const DatasetSchema& schema, const Source& source)
{
    const auto table = std::ranges::find_if(schema.tables, &TableSchema::isLoading);
    ENGINE_TRY(forgetOthers(schema));
    note(schema);
    if (table == schema.tables.end())
        return false;
    while (!m_pieces.empty() && m_pieces.front() <= source.sealed)
        m_pieces.pop_front();
    if (m_pieces.size() >= tuning::kPiecesAhead)
        return false;
    ENGINE_TRY_AS(auto snapshot, source.capturer.openTableSnapshot(table->id, source.sink));
    if (!snapshot)
        return false;
    ENGINE_TRY(source.pollUpTo(snapshot->position));
    TableLoadRecord load = m_loads[table->id];
    load.tableId = table->id;
    ENGINE_TRY_AS(const Piece piece, writePiece(*table, load, *snapshot, source.sink));
    ENGINE_TRY(source.sink.flush());
    ENGINE_FAILPOINT("load.piece.written");
    m_pieces.push_back(snapshot->position);
    if (piece.isLast) {
        ENGINE_TRY(finish(*table, source));
        return true;
    }
    load.rows += piece.rows;
    load.empties = false;
    Bytes key;
    if (!projectRow(piece.lastRow, table->keyColumns, key))
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 has no key").arg(table->name));
    load.after = toQByteArray(key);
    ENGINE_TRY(m_journal->saveTableLoad(m_dataset, load));
    ENGINE_FAILPOINT("load.piece.kept");
    m_loads[table->id] = load;
    note(schema);
    return true;
}

Result<TableLoader::Piece> TableLoader::writePiece(const TableSchema& table, const TableLoadRecord& load,
                                                   PositionedSnapshot& snapshot, CaptureSink& sink)
{
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    auto firstRow = began;
    const bool isKeyless = table.keyColumns.empty();
    RepairBlock block(sink, snapshot.position);
    if (isKeyless || load.empties)
        ENGINE_TRY(block.add({ChangeKind::Truncate, table.id, {}, {}}));
    Piece piece;
    piece.isLast = true;
    std::size_t bytes = 0;
    Result<> written;
    const Bytes after(view(load.after));
    ENGINE_TRY(snapshot.snapshot->scan(table, {after, {}}, 0, [&](BytesView row) {
        if (piece.rows++ == 0)
            firstRow = Clock::now();
        written = block.add({ChangeKind::Upsert, table.id, {}, row});
        bytes += row.size();
        if (written && (isKeyless || bytes < m_pieceBytes))
            return true;
        piece.isLast = false;
        piece.lastRow.assign(row);
        return false;
    }));
    ENGINE_TRY(std::move(written));
    ENGINE_TRY(block.give());
    // Where the order has to be made anew for each piece, larger ones are cheaper.
    const auto took = Clock::now() - began;
    const bool isSorted = firstRow - began > took / 2;
    m_pieceBytes =
        std::clamp(isSorted ? m_pieceBytes * 2 : m_pieceBytes / 2, tuning::kPieceBytes, tuning::kLargestPieceBytes);
    return piece;
}

Result<> TableLoader::finish(const TableSchema& table, const Source& source)
{
    ENGINE_TRY(source.capturer.setLoading(table.id, false, source.sink));
    ENGINE_FAILPOINT("load.table.told");
    qCInfo(logHost).noquote() << "dataset" << m_dataset << "has loaded" << table.name;
    m_loads.erase(table.id);
    return m_journal->removeTableLoad(m_dataset, table.id);
}

Result<> TableLoader::begin(const DatasetSchema& schema, const QString& table, const Source& source)
{
    const auto found = std::ranges::find(schema.tables, table, &TableSchema::name);
    if (found == schema.tables.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("table"), table},
                              QStringLiteral("the dataset has no table '%1'").arg(table)));
    // Kept first: a structure that says it is loading must find that the table is to be emptied.
    const TableLoadRecord load{found->id, true, {}, 0};
    ENGINE_TRY(m_journal->saveTableLoad(m_dataset, load));
    m_loads[found->id] = load;
    return source.capturer.setLoading(found->id, true, source.sink);
}

void TableLoader::note(const DatasetSchema& schema)
{
    std::vector<Progress> progress;
    for (const TableSchema& table : schema.tables) {
        if (!table.isLoading)
            continue;
        const auto load = m_loads.find(table.id);
        progress.push_back({table.name, load == m_loads.end() ? 0 : load->second.rows});
    }
    const std::lock_guard lock(m_mutex);
    m_progress = std::move(progress);
}

std::vector<TableLoader::Progress> TableLoader::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

} // namespace busheng
