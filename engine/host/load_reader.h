// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/db/table_snapshot.h"
#include "engine/model/row_change.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace busheng {

/// Reads the tables of one snapshot ahead of who packs them. Threads read chunks side by side (ranges of keys where a
/// table is large, else whole tables), each on a connection of its own; their blocks come out in the order of the
/// tables, and of a table with a key in key order.
///
///     snapshot -> load.<name>.0 -> chunk  \                                  chunk: kLoadChunkAhead bytes at most,
///     another  -> load.<name>.1 -> chunk  -> next(): the oldest chunk first  at most one more than there are readers
///
/// A database that has one reader only is read by one thread, still ahead. Where another connection cannot be had, the
/// threads that have one go on alone. Thread: all calls from one worker; `onReady` comes from the readers. Fails: as
/// TableSnapshot; the first failure ends all reading.
class LoadReader {
public:
    struct Table {
        TableSchema schema;
        Bytes after;           ///< key of the last row that is not wanted any more; empty: from the first row
        bool hasValues = true; ///< those of TableSnapshot::largeColumns() come behind their rows
    };
    struct Options {
        QString name;
        int readers = 1;
        std::function<void()> onReady; ///< next() has something
    };
    struct Block {
        std::size_t table = 0; ///< index into the tables
        Bytes operations;      ///< Upserts, or a part of one or of a value (model/large_change.h, large_value.h)
        std::uint32_t count = 0;
        std::uint64_t rows = 0; ///< that are whole with it
        std::size_t lastRowBytes = 0;
        std::optional<Bytes> lastKey; ///< go on behind it: of the row that came in parts, or of one before it
        BytesView lastRow() const { return BytesView(operations).substr(operations.size() - lastRowBytes); }
    };

    LoadReader(std::unique_ptr<TableSnapshot> snapshot, std::vector<Table> tables, Options options);
    ~LoadReader();

    /// The next block; nothing: none is ready, or there are no more.
    Result<std::optional<Block>> next();
    bool hasEnded() const;

private:
    struct Chunk {
        std::size_t table = 0;
        KeyRange range;
        std::deque<Block> blocks;
        std::size_t waiting = 0; ///< bytes of the blocks
        bool isRead = false;
    };
    /// A reader's way through a chunk.
    struct Walk {
        Chunk& chunk;
        const TableSchema& table;
        std::stop_token stop;
        Block block;      ///< being gathered
        Bytes lastKey;    ///< of the last row of the blocks given
        Bytes operation;  ///< a large one
        Result<> outcome; ///< of one in parts
    };

    void run(int reader, std::stop_token stop);
    Result<> readChunks(TableSnapshot& snapshot, std::stop_token stop);
    Result<std::shared_ptr<Chunk>> claim(TableSnapshot& snapshot, std::stop_token stop);
    std::vector<KeyRange> rangesOf(const Table& table, const std::vector<Bytes>& dividers) const;
    Result<> read(TableSnapshot& snapshot, Chunk& chunk, std::stop_token stop);
    Result<> readWithValues(TableSnapshot& snapshot, Walk& walk);
    bool takeWithValues(TableSnapshot& snapshot, Walk& walk, BytesView row, const std::vector<LargeValue>& values);
    bool give(Walk& walk, BytesView operation, std::uint64_t rows, const Bytes& behind);
    bool take(Walk& walk, BytesView row);
    bool takeLarge(Walk& walk, const RowChange& change);
    bool giveGathered(Walk& walk);
    bool give(Chunk& chunk, Block block, std::stop_token stop);
    void fails(const Error& error);

    const std::unique_ptr<TableSnapshot> m_snapshot; ///< read by the first thread
    const std::vector<Table> m_tables;
    const Options m_options;

    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_changed;
    std::deque<std::shared_ptr<Chunk>> m_chunks; ///< claimed and not wholly given, in order
    std::deque<KeyRange> m_ranges;               ///< of the table at hand, not claimed yet
    std::size_t m_table = 0;                     ///< the table at hand
    bool m_isDivided = false;                    ///< m_ranges is of it
    bool m_isDividing = false;                   ///< by one of the threads
    std::optional<Error> m_error;

    std::vector<std::unique_ptr<WorkerThread>> m_threads; ///< last: end before what they use
};

} // namespace busheng
