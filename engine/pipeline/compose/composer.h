// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/logcache/log_cache.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace busheng {

/// What the composer yields, in commit order.
struct ComposedItem {
    enum class Kind { Transaction, Mark, Heartbeat, Repair, Structure };
    Kind kind = Kind::Transaction;
    Position position;
    qint64 utcMs = 0;
    std::uint64_t markId = 0;
    std::uint64_t changes = 0; ///< Transaction, Repair: operations that survive rolled-back subtransactions
    std::uint64_t bytes = 0;   ///< Transaction, Repair: size of their blocks
    Bytes structure;           ///< Structure: encodeSchema(), of all rows from here on
    /// The oldest record that any transaction not yet yielded needs: the log cache may be trimmed below it once this
    /// item is durable further on.
    std::uint64_t trimBelow = 0;
};

/// Third stage: walks the log cache in commit order, drops rolled back and open work, yields committed transactions
/// (§7.1.2.3 c), empty ones too. Memory is flat: of a transaction only the numbers of its records are held, as runs;
/// its blocks are read again from disk when they are asked for.
///
/// Thread: one worker per stream, each with its own Composer over the shared LogCache, which outlives it. Again over
/// the same cache from the same position: the same items. After an error the same call may be made again. Fails:
/// Corrupt, Storage; Internal when a record it needs has been trimmed.
class Composer {
public:
    /// Yields what committed after `after`, and marks, repairs and structures from `after` on.
    Composer(LogCache& cache, Position after);
    ~Composer();

    /// The next item, or nothing when the durable end of the cache is reached (call again later).
    Result<std::optional<ComposedItem>> next();
    /// The blocks of the transaction or repair that next() yielded last, in order; `block` is valid during the call
    /// only. May be called more than once, until the next next().
    using BlockSink = std::function<Result<>(BytesView block, std::uint32_t count)>;
    Result<> forEachBlock(const BlockSink& sink);
    /// While a block is given: which one it is, from 1, before the projection made of it what it gives.
    std::uint64_t blockNumber() const { return m_blockNumber; }
    /// Every block passes through it on its way to the sink; none may come out, or several. Each walk begins with the
    /// first block again. Empty: blocks go as they are.
    using Projection = std::function<Result<>(BytesView block, std::uint32_t count, const BlockSink& sink)>;
    void setProjection(Projection projection) { m_projection = std::move(projection); }

    /// Runs of record numbers held for open transactions and the one yielded last: what its memory is made of.
    std::size_t heldRuns() const;

private:
    struct Run { ///< records first..last, all of one subtransaction
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        TransactionId subTransaction = 0;
        std::uint64_t changes = 0;
        std::uint64_t bytes = 0;
    };
    struct OpenTransaction {
        std::uint64_t beginRecord = 0;
        std::vector<Run> runs;
    };

    Result<std::optional<ComposedItem>> take(const LogRecord& record);
    Result<> takeBegin(const LogRecord& record);
    void takeOperations(const LogRecord& record);
    void takeAbort(const LogRecord& record);
    Result<std::optional<ComposedItem>> takeCommit(const LogRecord& record);
    Result<std::optional<ComposedItem>> takeWhole(const LogRecord& record);
    Result<std::optional<ComposedItem>> takeOther(const LogRecord& record);
    std::optional<ComposedItem> takeRepair(const LogRecord& record);
    void close(std::map<TransactionId, OpenTransaction>::iterator transaction);
    std::uint64_t oldestNeeded() const;
    Failure corrupt(const QString& why) const;

    LogCache& m_cache;
    Projection m_projection;
    const Position m_after;
    RecordLogCursor m_ahead;  ///< of next()
    RecordLogCursor m_again;  ///< of forEachBlock()
    std::uint64_t m_next = 0; ///< record to look at; 0: not begun
    Position m_last;          ///< of the newest record with one
    std::map<TransactionId, OpenTransaction> m_open;
    std::set<std::uint64_t> m_begins; ///< of m_open
    std::vector<Run> m_yielded;
    std::uint64_t m_newest = 0; ///< number of m_newestRecord, which most transactions are wholly in
    LogRecord m_newestRecord;   ///< in the bytes of m_ahead
    std::uint64_t m_blockNumber = 0;
    TransactionId m_yieldedTransaction = 0;
    bool m_yieldedRepair = false;
    std::vector<Run> m_repairParts; ///< of an operation of a repair that is not whole yet
    PartProgress m_repairProgress;
};

} // namespace busheng
