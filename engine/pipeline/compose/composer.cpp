// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/compose/composer.h"

#include "engine/model/large_value.h"

#include <algorithm>
#include <utility>

namespace busheng {

Composer::Composer(LogCache& cache, Position after)
    : m_cache(cache), m_after(after), m_ahead(cache.cursor()), m_again(cache.cursor())
{
}

Composer::~Composer() = default;

Result<std::optional<ComposedItem>> Composer::next()
{
    m_yielded.clear();
    if (m_next == 0)
        m_next = m_cache.firstRecord();
    while (m_next < m_cache.endRecord()) {
        m_newest = 0;
        ENGINE_TRY_AS(const BytesView bytes, m_ahead.read(m_next));
        ENGINE_TRY_AS(m_newestRecord, decodeLogRecord(bytes));
        m_newest = m_next;
        ENGINE_TRY_AS(std::optional<ComposedItem> item, take(m_newestRecord));
        ++m_next;
        if (item) {
            item->trimBelow = oldestNeeded();
            return item;
        }
    }
    return std::optional<ComposedItem>();
}

Result<std::optional<ComposedItem>> Composer::take(const LogRecord& record)
{
    if (record.kind != LogRecord::Kind::Repair) {
        // The parts of a repair lie together: the rest of one that a crash broke off never comes.
        m_repairParts.clear();
        m_repairProgress = {};
    }
    switch (record.kind) {
    case LogRecord::Kind::Begin:
        ENGINE_TRY(takeBegin(record));
        break;
    case LogRecord::Kind::Operations:
        takeOperations(record);
        break;
    case LogRecord::Kind::Abort:
        takeAbort(record);
        break;
    case LogRecord::Kind::Commit:
        return takeCommit(record);
    case LogRecord::Kind::Transaction:
        return takeWhole(record);
    case LogRecord::Kind::Mark:
    case LogRecord::Kind::Heartbeat:
    case LogRecord::Kind::Repair:
    case LogRecord::Kind::Structure:
        return takeOther(record);
    }
    return std::optional<ComposedItem>();
}

Result<> Composer::takeBegin(const LogRecord& record)
{
    const auto [transaction, isNew] = m_open.try_emplace(record.transaction);
    if (!isNew)
        return corrupt(QStringLiteral("transaction %1 begins twice").arg(record.transaction));
    transaction->second.beginRecord = m_next;
    m_begins.insert(m_next);
    return {};
}

void Composer::takeOperations(const LogRecord& record)
{
    const auto found = m_open.find(record.transaction);
    if (found == m_open.end())
        return; // its Begin was trimmed, so it was yielded long ago; a commit that says otherwise is found out
    std::vector<Run>& runs = found->second.runs;
    if (runs.empty() || runs.back().last + 1 != m_next || runs.back().subTransaction != record.subTransaction)
        runs.push_back({m_next, m_next, record.subTransaction, 0, 0});
    Run& run = runs.back();
    run.last = m_next;
    run.changes += record.count;
    run.bytes += record.block.size();
}

void Composer::takeAbort(const LogRecord& record)
{
    const auto found = m_open.find(record.transaction);
    if (found == m_open.end())
        return;
    if (record.transaction == record.subTransaction)
        close(found);
    else
        std::erase_if(found->second.runs,
                      [&record](const Run& run) { return run.subTransaction == record.subTransaction; });
}

Result<std::optional<ComposedItem>> Composer::takeCommit(const LogRecord& record)
{
    if (record.position <= m_last)
        return corrupt(
            QStringLiteral("the commit at %1 follows %2").arg(record.position.toString(), m_last.toString()));
    const auto found = m_open.find(record.transaction);
    const bool wanted = record.position > m_after;
    if (wanted && found == m_open.end())
        return corrupt(
            QStringLiteral("the beginning of the transaction at %1 is gone").arg(record.position.toString()));
    m_last = record.position;
    std::optional<ComposedItem> item;
    if (wanted) {
        m_yielded = std::move(found->second.runs);
        m_yieldedTransaction = record.transaction;
        m_yieldedRepair = false;
        item.emplace();
        item->kind = ComposedItem::Kind::Transaction;
        item->position = record.position;
        item->utcMs = record.utcMs;
        for (const Run& run : m_yielded) {
            item->changes += run.changes;
            item->bytes += run.bytes;
        }
    }
    if (found != m_open.end())
        close(found);
    return item;
}

Result<std::optional<ComposedItem>> Composer::takeWhole(const LogRecord& record)
{
    ENGINE_TRY(takeBegin(record));
    takeOperations(record);
    return takeCommit(record);
}

Result<std::optional<ComposedItem>> Composer::takeOther(const LogRecord& record)
{
    if (record.position < m_last)
        return corrupt(QStringLiteral("position %1 follows %2").arg(record.position.toString(), m_last.toString()));
    m_last = record.position;
    // A mark or repair at exactly `after` may still be wanted: it was asked for when nothing had changed since. Sent
    // twice it does no harm.
    const bool isHeartbeat = record.kind == LogRecord::Kind::Heartbeat;
    if (record.position < m_after || (isHeartbeat && record.position == m_after))
        return std::optional<ComposedItem>();
    if (record.kind == LogRecord::Kind::Repair)
        return takeRepair(record);
    ComposedItem item;
    item.position = record.position;
    item.utcMs = record.utcMs;
    item.markId = record.markId;
    if (record.kind == LogRecord::Kind::Mark) {
        item.kind = ComposedItem::Kind::Mark;
    } else if (record.kind == LogRecord::Kind::Heartbeat) {
        item.kind = ComposedItem::Kind::Heartbeat;
    } else {
        item.kind = ComposedItem::Kind::Structure;
        item.structure = record.block;
    }
    return std::optional(item);
}

/// An operation that lies there in parts is one item, when its last part has come; what is left of one whose first
/// parts were trimmed had been passed on whole.
std::optional<ComposedItem> Composer::takeRepair(const LogRecord& record)
{
    RowChange change;
    ChangeReader(record.block).next(change);
    ValuePart value;
    const bool isValue = readValuePart(change, value);
    if (change.kind != ChangeKind::Part && !isValue) {
        m_repairParts = {{m_next, m_next, 0, record.count, record.block.size()}};
    } else {
        ChangePart part;
        if (isValue ? value.offset == 0 : readPart(change, part) && part.offset == 0) {
            m_repairParts.clear();
            m_repairProgress = {};
        }
        bool isWhole = false;
        if (!m_repairProgress.take(change, isWhole))
            return std::nullopt;
        if (m_repairParts.empty() || m_repairParts.back().last + 1 != m_next)
            m_repairParts.push_back({m_next, m_next, 0, 0, 0});
        m_repairParts.back().last = m_next;
        m_repairParts.back().changes += record.count;
        m_repairParts.back().bytes += record.block.size();
        if (!isWhole)
            return std::nullopt;
    }
    ComposedItem item;
    item.kind = ComposedItem::Kind::Repair;
    item.position = record.position;
    m_yielded = std::exchange(m_repairParts, {});
    m_yieldedRepair = true;
    for (const Run& run : m_yielded) {
        item.changes += run.changes;
        item.bytes += run.bytes;
    }
    return item;
}

Result<> Composer::forEachBlock(const BlockSink& sink)
{
    m_blockNumber = 0;
    for (const Run& run : m_yielded) {
        for (std::uint64_t number = run.first; number <= run.last; ++number) {
            LogRecord record = m_newestRecord;
            if (number != m_newest) {
                ENGINE_TRY_AS(const BytesView bytes, m_again.read(number));
                ENGINE_TRY_AS(record, decodeLogRecord(bytes));
            }
            const bool same =
                m_yieldedRepair
                    ? record.kind == LogRecord::Kind::Repair
                    : (record.kind == LogRecord::Kind::Operations || record.kind == LogRecord::Kind::Transaction) &&
                          record.transaction == m_yieldedTransaction && record.subTransaction == run.subTransaction;
            if (!same)
                return corrupt(QStringLiteral("record %1 is not what it was").arg(number));
            ++m_blockNumber;
            ENGINE_TRY(m_projection ? m_projection(record.block, record.count, sink)
                                    : sink(record.block, record.count));
        }
    }
    return {};
}

std::size_t Composer::heldRuns() const
{
    std::size_t runs = m_yielded.size() + m_repairParts.size();
    for (const auto& [transaction, open] : m_open)
        runs += open.runs.size();
    return runs;
}

void Composer::close(std::map<TransactionId, OpenTransaction>::iterator transaction)
{
    m_begins.erase(transaction->second.beginRecord);
    m_open.erase(transaction);
}

std::uint64_t Composer::oldestNeeded() const
{
    const std::uint64_t needed = m_repairParts.empty() ? m_next : m_repairParts.front().first;
    return m_begins.empty() ? needed : std::min(needed, *m_begins.begin());
}

Failure Composer::corrupt(const QString& why) const
{
    return fail(makeEvent(ErrorCode::Corrupt, QStringLiteral("SPL_CORRUPT"), {m_cache.directory()},
                          QStringLiteral("log cache %1, record %2: %3").arg(m_cache.directory()).arg(m_next).arg(why)));
}

} // namespace busheng
