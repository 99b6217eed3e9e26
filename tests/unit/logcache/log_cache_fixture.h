// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_change.h"
#include "engine/pipeline/logcache/log_cache.h"
#include "tests/support/crash_file_system.h"

#include <vector>

namespace busheng::test {

inline LogCache::Options cacheOptions(qint64 segmentBytes = 4096, qint64 quotaBytes = 0)
{
    return {QStringLiteral("/data/cache"), quotaBytes, segmentBytes};
}

/// A block of inserts, one for each number, of `size` bytes each.
inline Bytes blockOf(const std::vector<std::uint64_t>& numbers, std::size_t size = 40)
{
    Bytes block;
    ByteWriter out(block);
    for (const std::uint64_t number : numbers) {
        Bytes row = std::to_string(number) + ' ';
        row.resize(std::max(row.size(), size), 'x');
        RowChange change;
        change.tableId = 1;
        change.after = row;
        writeChange(out, change);
    }
    return block;
}

/// The numbers in a block of blockOf(); empty and a zero behind when it is malformed.
inline std::vector<std::uint64_t> numbersIn(BytesView block)
{
    std::vector<std::uint64_t> numbers;
    ChangeReader reader(block);
    for (RowChange change; reader.next(change);)
        numbers.push_back(std::stoull(Bytes(change.after)));
    if (reader.failed())
        numbers.push_back(0);
    return numbers;
}

inline Result<> give(CaptureSink& sink, TransactionId transaction, const std::vector<std::uint64_t>& numbers,
                     TransactionId subTransaction = 0, std::size_t size = 40)
{
    return sink.operations(transaction, subTransaction == 0 ? transaction : subTransaction, blockOf(numbers, size),
                           static_cast<std::uint32_t>(numbers.size()));
}

/// begin, operations, commit.
inline Result<> giveWhole(CaptureSink& sink, TransactionId transaction, const std::vector<std::uint64_t>& numbers,
                          Position commit, std::size_t size = 40)
{
    ENGINE_TRY(sink.begin(transaction));
    ENGINE_TRY(give(sink, transaction, numbers, 0, size));
    return sink.commit(transaction, commit, 1000);
}

} // namespace busheng::test
