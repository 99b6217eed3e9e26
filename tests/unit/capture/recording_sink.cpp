// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/capture/recording_sink.h"

#include "engine/model/events.h"

namespace busheng::test {

Result<> RecordingSink::called()
{
    if (++calls != failAtCall)
        return {};
    m_committed.clear();
    m_beaten.clear();
    m_position = m_durablePosition;
    return fail(makeTransient(ErrorCode::Storage, events::DSK_FULL, QStringLiteral("the sink is full")));
}

void RecordingSink::mustRise(Position at)
{
    if (at <= m_position)
        violations.append(QStringLiteral("position %1 after %2").arg(at.toString(), m_position.toString()));
    m_position = at;
}

Result<> RecordingSink::begin(TransactionId transaction)
{
    ENGINE_TRY(called());
    m_open[transaction] = {transaction, {}, {}, 0};
    return {};
}

Result<> RecordingSink::operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                                   std::uint32_t count)
{
    ENGINE_TRY(called());
    if (!m_open.contains(transaction) || subTransaction != transaction || block.empty() || count == 0)
        violations.append(QStringLiteral("operations of transaction %1").arg(transaction));
    if (keepsOperations)
        m_open[transaction].operations += block;
    m_open[transaction].count += count;
    largestBlock = std::max(largestBlock, block.size());
    ++blocks;
    return {};
}

Result<> RecordingSink::commit(TransactionId transaction, Position commit, qint64 utcMs)
{
    ENGINE_TRY(called());
    if (!m_open.contains(transaction) || utcMs <= 0)
        violations.append(QStringLiteral("commit of transaction %1").arg(transaction));
    mustRise(commit);
    m_open[transaction].commit = commit;
    m_committed.push_back(std::move(m_open[transaction]));
    m_open.erase(transaction);
    return {};
}

Result<> RecordingSink::abort(TransactionId transaction, TransactionId subTransaction)
{
    ENGINE_TRY(called());
    if (!m_open.contains(transaction) || subTransaction != transaction)
        violations.append(QStringLiteral("abort of transaction %1").arg(transaction));
    m_open.erase(transaction);
    return {};
}

Result<> RecordingSink::structure(const DatasetSchema& schema, Position at)
{
    ENGINE_TRY(called());
    structures.push_back(schema);
    structureAt = at;
    return {};
}

Result<> RecordingSink::mark(std::uint64_t, Position)
{
    violations.append(QStringLiteral("a capturer makes no marks"));
    return {};
}

Result<> RecordingSink::repair(Position, BytesView, std::uint32_t)
{
    violations.append(QStringLiteral("a capturer makes no repairs"));
    return {};
}

Result<> RecordingSink::heartbeat(Position at, qint64 utcMs)
{
    ENGINE_TRY(called());
    mustRise(at);
    m_beaten.push_back({at, utcMs});
    return {};
}

Result<> RecordingSink::flush()
{
    ENGINE_TRY(called());
    if (!m_open.empty())
        violations.append(QStringLiteral("flush with an open transaction"));
    transactions.insert(transactions.end(), m_committed.begin(), m_committed.end());
    beats.insert(beats.end(), m_beaten.begin(), m_beaten.end());
    m_committed.clear();
    m_beaten.clear();
    m_durablePosition = m_position;
    return {};
}

std::uint64_t RecordingSink::changes() const
{
    std::uint64_t sum = 0;
    for (const Transaction& transaction : transactions)
        sum += transaction.count;
    return sum;
}

} // namespace busheng::test
