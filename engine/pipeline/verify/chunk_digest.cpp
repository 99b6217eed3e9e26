// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/chunk_digest.h"

#include "engine/pipeline/verify/table_chunk.h"

#include <xxhash.h>

#include <algorithm>

namespace busheng {
namespace {

/// A row's encoded bytes are its canonical form: values are length-prefixed and NULL has a mark of its own.
void addRow(ChunkDigest& digest, BytesView row)
{
    const XXH128_hash_t hash = XXH3_128bits(row.data(), row.size());
    ++digest.rows;
    digest.sumLow += hash.low64;
    digest.sumHigh += hash.high64 + (digest.sumLow < hash.low64 ? 1U : 0U);
}

/// Adds up rows in key order and gives a chunk away when the first row behind it is seen, so that the last chunk of a
/// table that has rows has some as well.
class Chunker {
public:
    Chunker(const TableSchema& table, BytesView after, const std::function<bool(ChunkDigest&&)>& sink)
        : m_table(table), m_sink(sink)
    {
        m_chunk.tableId = table.id;
        m_chunk.range.after.assign(after);
    }

    bool take(BytesView row)
    {
        if (m_chunk.rows >= kChunkRows && !cut())
            return false;
        addRow(m_chunk, row);
        if (m_chunk.rows != kChunkRows)
            return true;
        m_lastKey.clear();
        m_malformed = !projectRow(row, m_table.keyColumns, m_lastKey);
        return !m_malformed;
    }

    Result<> finish()
    {
        if (m_malformed)
            return fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
        if (m_stopped || !m_sink(std::move(m_chunk)))
            return fail(ErrorCode::Cancelled, QStringLiteral("digesting table %1").arg(m_table.name));
        return {};
    }

private:
    bool cut()
    {
        ChunkDigest next;
        next.tableId = m_table.id;
        next.range.after = m_lastKey;
        m_chunk.range.upTo = m_lastKey;
        m_stopped = !m_sink(std::exchange(m_chunk, std::move(next)));
        return !m_stopped;
    }

    const TableSchema& m_table;
    const std::function<bool(ChunkDigest&&)>& m_sink;
    ChunkDigest m_chunk;
    Bytes m_lastKey; ///< of the chunk's last row, once it is full
    bool m_malformed = false;
    bool m_stopped = false;
};

} // namespace

Result<std::vector<ChunkDigest>> digestShares(TableSnapshot& snapshot, const TableSchema& table, std::uint64_t count)
{
    if (count > kMostShares)
        return fail(ErrorCode::Protocol, QStringLiteral("table %1 in %2 shares").arg(table.name).arg(count));
    std::vector<ChunkDigest> shares(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        shares[i].tableId = table.id;
        shares[i].range = KeylessShare{i, count}.range();
    }
    ENGINE_TRY(snapshot.scan(table, {}, 0, [&](BytesView row) {
        addRow(shares[shareOf(row, count)], row);
        return true;
    }));
    return shares;
}

Result<> digestTable(TableSnapshot& snapshot, const TableSchema& table, BytesView after,
                     const std::function<bool(ChunkDigest&&)>& sink)
{
    if (table.keyColumns.empty()) {
        ENGINE_TRY_AS(const std::uint64_t rows, snapshot.countRows(table));
        ENGINE_TRY_AS(std::vector<ChunkDigest> shares,
                      digestShares(snapshot, table, std::min(rows / kChunkRows + 1, kMostShares)));
        for (ChunkDigest& share : shares) {
            if (!sink(std::move(share)))
                return fail(ErrorCode::Cancelled, QStringLiteral("digesting table %1").arg(table.name));
        }
        return {};
    }
    Chunker chunker(table, after, sink);
    ENGINE_TRY(snapshot.scan(table, {Bytes(after), {}}, 0, [&chunker](BytesView row) { return chunker.take(row); }));
    return chunker.finish();
}

Result<ChunkDigest> digestRange(TableSnapshot& snapshot, const TableSchema& table, const KeyRange& range)
{
    ChunkDigest digest;
    digest.tableId = table.id;
    digest.range = range;
    ENGINE_TRY(scanChunk(snapshot, table, range, 0, [&digest](BytesView row) {
        addRow(digest, row);
        return true;
    }));
    return digest;
}

} // namespace busheng
