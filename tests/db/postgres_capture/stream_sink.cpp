// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_capture/stream_sink.h"

#include "engine/model/events.h"

namespace busheng::test {

Result<> StreamSink::called()
{
    if (++calls != failAtCall)
        return {};
    m_now = m_durable;
    return fail(makeTransient(ErrorCode::Storage, events::DSK_FULL, QStringLiteral("the sink is full")));
}

void StreamSink::mustRise(Position at)
{
    if (at <= m_now.position)
        violations.append(QStringLiteral("position %1 after %2").arg(at.toString(), m_now.position.toString()));
    m_now.position = at;
}

Result<> StreamSink::begin(TransactionId transaction)
{
    ENGINE_TRY(called());
    m_now.open[transaction].clear();
    return {};
}

Result<> StreamSink::operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                                std::uint32_t count)
{
    ENGINE_TRY(called());
    if (!m_now.open.contains(transaction) || block.empty() || count == 0)
        violations.append(QStringLiteral("operations of transaction %1").arg(transaction));
    m_now.open[transaction].push_back({subTransaction, Bytes(block), count});
    largestBlock = std::max(largestBlock, block.size());
    ++blocks;
    return {};
}

Result<> StreamSink::commit(TransactionId transaction, Position commit, qint64 utcMs)
{
    ENGINE_TRY(called());
    const auto found = m_now.open.find(transaction);
    if (found == m_now.open.end() || utcMs <= 0) {
        violations.append(QStringLiteral("commit of transaction %1").arg(transaction));
        return {};
    }
    mustRise(commit);
    Transaction& made = m_now.transactions.emplace_back();
    made.id = transaction;
    made.commit = commit;
    for (const Piece& piece : found->second) {
        made.operations += piece.block;
        made.count += piece.count;
    }
    m_now.open.erase(found);
    return {};
}

Result<> StreamSink::abort(TransactionId transaction, TransactionId subTransaction)
{
    ENGINE_TRY(called());
    const auto found = m_now.open.find(transaction);
    if (found == m_now.open.end()) {
        violations.append(QStringLiteral("abort of transaction %1").arg(transaction));
        return {};
    }
    if (transaction == subTransaction) {
        m_now.open.erase(found);
        ++aborts;
    } else {
        std::erase_if(found->second,
                      [subTransaction](const Piece& piece) { return piece.subTransaction == subTransaction; });
        ++subAborts;
    }
    return {};
}

Result<> StreamSink::structure(const DatasetSchema& schema, Position)
{
    structures.push_back(schema);
    return {};
}

Result<> StreamSink::mark(std::uint64_t, Position)
{
    violations.append(QStringLiteral("a capturer makes no marks"));
    return {};
}

Result<> StreamSink::repair(Position, BytesView, std::uint32_t)
{
    violations.append(QStringLiteral("a capturer makes no repairs"));
    return {};
}

Result<> StreamSink::heartbeat(Position at, qint64 utcMs)
{
    ENGINE_TRY(called());
    if (utcMs <= 0)
        violations.append(QStringLiteral("a heartbeat without a time"));
    mustRise(at);
    m_now.beats.push_back({at, utcMs});
    return {};
}

Result<> StreamSink::flush()
{
    ENGINE_TRY(called());
    m_durable = m_now;
    return {};
}

void StreamSink::abandonOpen()
{
    m_now = m_durable;
    m_now.open.clear();
    m_durable.open.clear();
}

std::uint64_t StreamSink::changes() const
{
    std::uint64_t sum = 0;
    for (const Transaction& transaction : transactions())
        sum += transaction.count;
    return sum;
}

} // namespace busheng::test
