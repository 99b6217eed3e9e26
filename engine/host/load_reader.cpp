// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/load_reader.h"

#include "engine/base/log.h"
#include "engine/host/tuning.h"
#include "engine/model/row_change.h"

namespace busheng {

LoadReader::LoadReader(std::unique_ptr<TableSnapshot> snapshot, std::vector<Table> tables, Options options)
    : m_snapshot(std::move(snapshot)), m_tables(std::move(tables)), m_options(std::move(options))
{
    for (int i = 0; i < std::max(m_options.readers, 1); ++i)
        m_threads.push_back(std::make_unique<WorkerThread>(
            QStringLiteral("load.%1.%2").arg(m_options.name).arg(i),
            [this, i](std::stop_token stop) { run(i, std::move(stop)); },
            [this](const Error& error) { fails(error); }));
}

LoadReader::~LoadReader()
{
    for (const auto& thread : m_threads)
        thread->requestStop();
}

Result<std::optional<LoadReader::Block>> LoadReader::next()
{
    std::unique_lock lock(m_mutex);
    while (!m_chunks.empty() && m_chunks.front()->isRead && m_chunks.front()->blocks.empty())
        m_chunks.pop_front();
    if (m_error)
        return fail(*m_error);
    std::optional<Block> block;
    if (!m_chunks.empty() && !m_chunks.front()->blocks.empty()) {
        block = std::move(m_chunks.front()->blocks.front());
        m_chunks.front()->blocks.pop_front();
    }
    lock.unlock();
    m_changed.notify_all();
    return block;
}

bool LoadReader::hasEnded() const
{
    const std::lock_guard lock(m_mutex);
    return m_table == m_tables.size() && m_chunks.empty();
}

void LoadReader::run(int reader, std::stop_token stop)
{
    if (reader == 0) {
        if (auto done = readChunks(*m_snapshot, stop); !done)
            fails(done.error());
        return;
    }
    auto another = m_snapshot->openAnother();
    if (!another) {
        qCInfo(logHost).noquote() << "load" << m_options.name << "has a reader less:" << another.error().toString();
        return;
    }
    if (*another == nullptr)
        return;
    if (auto done = readChunks(**another, stop); !done)
        fails(done.error());
}

Result<> LoadReader::readChunks(TableSnapshot& snapshot, std::stop_token stop)
{
    while (true) {
        ENGINE_TRY_AS(const std::shared_ptr<Chunk> chunk, claim(snapshot, stop));
        if (chunk == nullptr)
            return {};
        ENGINE_TRY(read(snapshot, *chunk, stop));
    }
}

/// The next chunk in order; null at the end. Whoever comes to a table first divides it.
Result<std::shared_ptr<LoadReader::Chunk>> LoadReader::claim(TableSnapshot& snapshot, std::stop_token stop)
{
    const std::size_t most = m_threads.size() + 1;
    std::unique_lock lock(m_mutex);
    while (true) {
        const bool ready = m_changed.wait(lock, stop, [&] {
            return m_error || m_table == m_tables.size() || (!m_isDividing && m_chunks.size() < most);
        });
        if (!ready || m_error || m_table == m_tables.size())
            return std::shared_ptr<Chunk>();
        if (m_isDivided)
            break;
        m_isDividing = true;
        lock.unlock();
        const Table& table = m_tables[m_table]; // nobody else moves on meanwhile
        auto dividers = snapshot.divide(table.schema, table.after, tuning::kLoadChunkBytes);
        lock.lock();
        m_isDividing = false;
        if (!dividers)
            return fail(std::move(dividers).error());
        const std::vector<KeyRange> ranges = rangesOf(table, *dividers);
        m_ranges.assign(ranges.begin(), ranges.end());
        m_isDivided = true;
    }
    auto chunk = std::make_shared<Chunk>();
    chunk->table = m_table;
    chunk->range = std::move(m_ranges.front());
    m_ranges.pop_front();
    m_chunks.push_back(chunk);
    if (m_ranges.empty()) {
        ++m_table;
        m_isDivided = false;
    }
    lock.unlock();
    m_changed.notify_all();
    return chunk;
}

std::vector<KeyRange> LoadReader::rangesOf(const Table& table, const std::vector<Bytes>& dividers) const
{
    std::vector<KeyRange> ranges;
    Bytes after = table.after;
    for (const Bytes& divider : dividers) {
        ranges.push_back({after, divider});
        after = divider;
    }
    ranges.push_back({after, {}});
    return ranges;
}

Result<> LoadReader::read(TableSnapshot& snapshot, Chunk& chunk, std::stop_token stop)
{
    const TableSchema& table = m_tables[chunk.table].schema;
    Block block;
    block.table = chunk.table;
    ENGINE_TRY(snapshot.scan(table, chunk.range, 0, [&](BytesView row) {
        RowChange change;
        change.kind = ChangeKind::Upsert;
        change.tableId = table.id;
        change.after = row;
        ByteWriter writer(block.operations);
        writeChange(writer, change); // the row is its end
        ++block.count;
        block.lastRowBytes = row.size();
        if (block.operations.size() < tuning::kLoadBlockBytes)
            return true;
        const bool given = give(chunk, std::exchange(block, {}), stop);
        block.table = chunk.table;
        return given;
    }));
    if (block.count > 0)
        give(chunk, std::move(block), stop);
    {
        const std::lock_guard lock(m_mutex);
        chunk.isRead = true;
    }
    m_changed.notify_all();
    m_options.onReady();
    return {};
}

/// False: reading ends. Waits while the chunk holds as much as it may.
bool LoadReader::give(Chunk& chunk, Block block, std::stop_token stop)
{
    {
        std::unique_lock lock(m_mutex);
        const bool ready =
            m_changed.wait(lock, stop, [&] { return m_error || chunk.blocks.size() < tuning::kLoadChunkBlocks; });
        if (!ready || m_error)
            return false;
        chunk.blocks.push_back(std::move(block));
    }
    m_options.onReady();
    return true;
}

void LoadReader::fails(const Error& error)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_error)
            m_error = error;
    }
    m_changed.notify_all();
    m_options.onReady();
}

} // namespace busheng
