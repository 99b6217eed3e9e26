// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/load_reader.h"

#include "engine/base/log.h"
#include "engine/host/tuning.h"
#include "engine/model/large_change.h"

#include <algorithm>

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
        m_chunks.front()->waiting -= block->operations.size();
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
    Walk walk{chunk, m_tables[chunk.table].schema, stop, {}, chunk.range.after, {}, {}};
    if (m_tables[chunk.table].hasValues && !snapshot.largeColumns(walk.table.name).empty())
        ENGINE_TRY(readWithValues(snapshot, walk));
    else
        ENGINE_TRY(snapshot.scan(walk.table, chunk.range, 0, [&](BytesView row) { return take(walk, row); }));
    if (walk.outcome)
        giveGathered(walk);
    ENGINE_TRY(std::move(walk.outcome));
    {
        const std::lock_guard lock(m_mutex);
        chunk.isRead = true;
    }
    m_changed.notify_all();
    m_options.onReady();
    return {};
}

/// Some rows at a time, because their values are read by the connection that reads the rows.
Result<> LoadReader::readWithValues(TableSnapshot& snapshot, Walk& walk)
{
    const std::size_t columns = snapshot.largeColumns(walk.table.name).size();
    KeyRange range = walk.chunk.range;
    std::vector<Bytes> rows;
    bool isCut = false;
    do {
        rows.clear();
        std::size_t bytes = 0;
        isCut = false;
        ENGINE_TRY_AS(const std::vector<LargeValue> values,
                      snapshot.describeValues(walk.table, range, tuning::kValueRows));
        ENGINE_TRY(snapshot.scan(walk.table, range, tuning::kValueRows, [&](BytesView row) {
            rows.emplace_back(row);
            bytes += row.size();
            isCut = bytes >= tuning::kLoadChunkAhead; // rows may be large without these columns, too
            return !isCut;
        }));
        if (isCut ? values.size() < rows.size() * columns : values.size() != rows.size() * columns)
            return fail(ErrorCode::Internal,
                        QStringLiteral("the large values of table %1 are not its rows'").arg(walk.table.name));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto first = values.begin() + static_cast<std::ptrdiff_t>(i * columns);
            const std::vector<LargeValue> own(first, first + static_cast<std::ptrdiff_t>(columns));
            const bool isNull =
                std::ranges::none_of(own, [](const LargeValue& value) { return value.bytes.has_value(); });
            if (isNull ? !take(walk, rows[i]) : !takeWithValues(snapshot, walk, rows[i], own))
                return {};
        }
        if (rows.empty())
            break;
        range.after.clear();
        if (!projectRow(rows.back(), walk.table.keyColumns, range.after))
            return fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(walk.table.name));
    } while (isCut || rows.size() == tuning::kValueRows);
    return {};
}

/// The row comes as one part, which names the row before it: a load that is cut among the values goes on with the row.
bool LoadReader::takeWithValues(TableSnapshot& snapshot, Walk& walk, BytesView row,
                                const std::vector<LargeValue>& values)
{
    if (!giveGathered(walk))
        return false;
    const Bytes behind = walk.lastKey;
    const RowChange change{ChangeKind::Upsert, walk.table.id, {}, row};
    Bytes operation;
    ByteWriter writer(operation);
    writeChange(writer, change);
    bool isWanted = true;
    const auto givePart = [&](BytesView part, std::uint64_t rows) -> Result<> {
        isWanted = give(walk, part, rows, behind);
        return isWanted ? Result<>() : fail(ErrorCode::Cancelled, QStringLiteral("the load ends"));
    };
    std::uint64_t rows = 1;
    walk.outcome = giveApart(change, operation, behind,
                             [&](BytesView part, std::uint32_t) { return givePart(part, std::exchange(rows, 0)); });
    Bytes key;
    if (walk.outcome && !projectRow(row, walk.table.keyColumns, key))
        walk.outcome = fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(walk.table.name));
    if (walk.outcome) {
        const auto isNull = [](const LargeColumn&, const LargeValue& value) { return !value.bytes; };
        walk.outcome = giveValues(snapshot, walk.table, key, values, behind, isNull,
                                  [&](BytesView part, std::uint32_t) { return givePart(part, 0); });
    }
    if (!walk.outcome && !isWanted)
        walk.outcome = {}; // nobody asks for it any more
    walk.lastKey = key;
    return isWanted && walk.outcome;
}

bool LoadReader::give(Walk& walk, BytesView operation, std::uint64_t rows, const Bytes& behind)
{
    Block block;
    block.table = walk.chunk.table;
    block.operations.assign(operation);
    block.count = 1;
    block.rows = rows;
    block.lastKey = behind;
    return give(walk.chunk, std::move(block), walk.stop);
}

bool LoadReader::take(Walk& walk, BytesView row)
{
    const RowChange change{ChangeKind::Upsert, walk.table.id, {}, row};
    if (row.size() >= kWholeChange)
        return takeLarge(walk, change);
    Block& block = walk.block;
    ByteWriter writer(block.operations);
    writeChange(writer, change); // the row is its end
    ++block.count;
    ++block.rows;
    block.lastRowBytes = row.size();
    return block.operations.size() < tuning::kLoadBlockBytes || giveGathered(walk);
}

bool LoadReader::takeLarge(Walk& walk, const RowChange& change)
{
    if (!giveGathered(walk))
        return false;
    walk.operation.clear();
    ByteWriter writer(walk.operation);
    writeChange(writer, change);
    const Bytes behind = std::exchange(walk.lastKey, {});
    if (!projectRow(change.after, walk.table.keyColumns, walk.lastKey)) {
        walk.outcome = fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(walk.table.name));
        return false;
    }
    std::optional<Block> newest; // kept back, as the last one says that the row is whole
    bool given = true;
    walk.outcome = giveApart(change, walk.operation, behind, [&](BytesView bytes, std::uint32_t count) -> Result<> {
        if (newest)
            given = give(walk.chunk, std::move(*newest), walk.stop);
        newest.emplace();
        newest->table = walk.chunk.table;
        newest->operations.assign(bytes);
        newest->count = count;
        return given ? Result<>() : fail(ErrorCode::Cancelled, QStringLiteral("the load ends"));
    });
    Bytes().swap(walk.operation);
    if (!walk.outcome) {
        if (!given)
            walk.outcome = {}; // nobody asks for it any more
        return false;
    }
    newest->rows = 1;
    newest->lastKey = walk.lastKey;
    return give(walk.chunk, std::move(*newest), walk.stop);
}

bool LoadReader::giveGathered(Walk& walk)
{
    if (walk.block.count == 0)
        return true;
    walk.block.table = walk.chunk.table;
    walk.lastKey.clear();
    if (!projectRow(walk.block.lastRow(), walk.table.keyColumns, walk.lastKey)) {
        walk.outcome = fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(walk.table.name));
        return false;
    }
    return give(walk.chunk, std::exchange(walk.block, {}), walk.stop);
}

/// False: reading ends. Waits while the chunk holds as much as it may.
bool LoadReader::give(Chunk& chunk, Block block, std::stop_token stop)
{
    {
        std::unique_lock lock(m_mutex);
        const bool ready =
            m_changed.wait(lock, stop, [&] { return m_error || chunk.waiting < tuning::kLoadChunkAhead; });
        if (!ready || m_error)
            return false;
        chunk.waiting += block.operations.size();
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
