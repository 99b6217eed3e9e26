// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/logcache/log_cache.h"

#include <functional>
#include <optional>

namespace busheng {

/// What the composer yields, in commit order.
struct ComposedItem {
    enum class Kind { Transaction, Mark, Heartbeat, Repair };
    Kind kind = Kind::Transaction;
    Position position;
    qint64 utcMs = 0;
    std::uint64_t markId = 0;
    std::uint64_t changes = 0;   ///< Transaction, Repair: operations that survive rolled-back subtransactions
    std::uint64_t bytes = 0;     ///< Transaction: size of their blocks
    /// The oldest record that any transaction not yet yielded needs: the log cache may be trimmed below it once this
    /// item is durable further on.
    std::uint64_t trimBelow = 0;
};

/// Third stage: walks the log cache in commit order, drops rolled back and open work, yields committed transactions
/// (§7.1.2.3 c). Memory is flat: of a transaction only the numbers of its records are held, its blocks are read again
/// from disk when they are asked for.
///
/// Thread: one worker per stream, each with its own Composer over the shared LogCache. Fails: Corrupt, Storage.
class Composer {
public:
    /// Yields what committed after `after`; items at or before are passed over.
    Composer(LogCache& cache, Position after);
    ~Composer();

    /// The next item, or nothing when the durable end of the cache is reached (call again later).
    Result<std::optional<ComposedItem>> next();
    /// The blocks of the transaction or repair that next() yielded last, in order; `block` is valid during the call only.
    Result<> forEachBlock(const std::function<Result<>(BytesView block, std::uint32_t count)>& sink);
};

} // namespace busheng
