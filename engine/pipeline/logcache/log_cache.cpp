// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/logcache/log_cache.h"

#include "engine/base/log.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kSplitBlock = kWholeChange; // larger blocks become several records

/// Kinds that say how far the capturer is.
bool isPlace(LogRecord::Kind kind)
{
    return kind == LogRecord::Kind::Commit || kind == LogRecord::Kind::Heartbeat ||
           kind == LogRecord::Kind::Transaction;
}

Failure unknownTransaction(TransactionId transaction)
{
    return fail(ErrorCode::Internal, QStringLiteral("transaction %1 is not open in the log cache").arg(transaction));
}

Failure wrongOrder(Position at, Position last)
{
    return fail(ErrorCode::Internal,
                QStringLiteral("position %1 comes after %2 in the log cache").arg(at.toString(), last.toString()));
}

} // namespace

LogCache::~LogCache() = default;

Result<std::unique_ptr<LogCache>> LogCache::open(FileSystem& fileSystem, const Options& options)
{
    std::unique_ptr<LogCache> cache(new LogCache);
    cache->m_directory = options.directory;
    RecordLog::Options logOptions;
    logOptions.directory = options.directory;
    logOptions.name = QByteArrayLiteral("logcache");
    logOptions.quotaBytes = options.quotaBytes;
    logOptions.segmentBytes = options.segmentBytes;
    logOptions.gatherBytes = kLogCacheRecord;
    const auto visitor = [&cache](std::uint64_t number, BytesView record) { return cache->visit(number, record); };
    ENGINE_TRY_AS(cache->m_log, RecordLog::open(fileSystem, logOptions, visitor));
    cache->m_atFlush = cache->m_now;
    cache->m_durablePosition = cache->m_now.position.order;
    for (const auto& [transaction, open] : cache->m_open)
        cache->m_openAtFlush.emplace(transaction, open.begun);
    if (auto abandoned = cache->abandonOpen(); !abandoned) {
        if (!abandoned.error().transient)
            return fail(abandoned.error());
        // A full disk must not keep the readers from making room.
        qCWarning(logLogcache) << "log cache" << options.directory << ":" << abandoned.error().toString();
    }
    return cache;
}

Result<> LogCache::visit(std::uint64_t number, BytesView bytes)
{
    ENGINE_TRY_AS(const LogRecord record, decodeLogRecord(bytes));
    switch (record.kind) {
    case LogRecord::Kind::Begin:
        m_open[record.transaction].begun = true;
        break;
    case LogRecord::Kind::Operations:
        break; // without its Begin: trimmed, so it was yielded long ago
    case LogRecord::Kind::Commit:
        m_open.erase(record.transaction);
        break;
    case LogRecord::Kind::Transaction:
        break;
    case LogRecord::Kind::Abort:
        if (record.transaction == record.subTransaction)
            m_open.erase(record.transaction);
        break;
    case LogRecord::Kind::Mark:
    case LogRecord::Kind::Heartbeat:
    case LogRecord::Kind::Repair:
        break;
    case LogRecord::Kind::Structure:
        ENGINE_TRY_AS(m_now.structure, decodeSchema(record.block));
        m_now.structureRecord = number;
        break;
    }
    m_now.last = std::max(m_now.last, record.position);
    if (isPlace(record.kind)) {
        m_now.position = record.position;
        m_now.positionRecord = number;
    }
    return {};
}

Result<> LogCache::keepOrRollBack(Result<> result)
{
    if (!result)
        static_cast<void>(rollBack()); // what it cannot do now, the record log does before the next append
    return result;
}

Result<> LogCache::rollBack()
{
    m_open.clear();
    for (const auto& [transaction, begun] : m_openAtFlush)
        m_open[transaction].begun = begun;
    m_buffered = 0;
    m_now = m_atFlush;
    return m_log->dropUnsynced();
}

Result<> LogCache::abandonOpen()
{
    const auto rolledBack = rollBack();
    for (const auto& [transaction, begun] : m_openAtFlush) {
        if (begun)
            m_abandoned.push_back(transaction);
    }
    m_open.clear();
    m_openAtFlush.clear();
    ENGINE_TRY(rolledBack);
    return keepOrRollBack(settle());
}

/// Nothing else is unsynced when this has something to do: it follows a rollBack.
Result<> LogCache::settle()
{
    if (m_abandoned.empty())
        return {};
    for (const TransactionId transaction : m_abandoned) {
        LogRecord record;
        record.kind = LogRecord::Kind::Abort;
        record.transaction = record.subTransaction = transaction;
        ENGINE_TRY(write(record, RecordLog::Quota::Exceed));
    }
    ENGINE_TRY(m_log->sync());
    m_abandoned.clear();
    return {};
}

Result<> LogCache::begin(TransactionId transaction)
{
    if (m_open.count(transaction) > 0)
        ENGINE_TRY(abort(transaction, transaction));
    ENGINE_TRY(keepOrRollBack(settle()));
    m_open[transaction] = {};
    return {};
}

Result<> LogCache::operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                              std::uint32_t count)
{
    return keepOrRollBack(addOperations(transaction, subTransaction, block, count));
}

Result<> LogCache::addOperations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                                 std::uint32_t count)
{
    ENGINE_TRY(settle());
    if (m_open.count(transaction) == 0)
        return unknownTransaction(transaction);
    if (block.empty() || count == 0)
        return fail(ErrorCode::Internal, QStringLiteral("an empty block of operations"));
    if (block.size() <= kSplitBlock)
        return gather(transaction, subTransaction, block, count);
    return giveInPieces(block, count, kLogCacheRecord,
                        [this, transaction, subTransaction](BytesView piece, std::uint32_t pieceCount) {
                            return gather(transaction, subTransaction, piece, pieceCount);
                        });
}

Result<> LogCache::gather(TransactionId transaction, TransactionId subTransaction, BytesView block, std::uint32_t count)
{
    OpenTransaction& open = m_open.at(transaction);
    if (open.count > 0 && (open.subTransaction != subTransaction || isApart(block) ||
                           open.gathered.size() + block.size() > kLogCacheRecord))
        ENGINE_TRY(writeGathered(transaction, open));
    if (isApart(block) || block.size() >= kLogCacheRecord) {
        ENGINE_TRY(writeBegin(transaction, open));
        return writeOperations(transaction, subTransaction, block, count);
    }
    open.subTransaction = subTransaction;
    open.gathered.append(block);
    open.count += count;
    m_buffered += block.size();
    while (m_buffered > kLogCacheBuffer) {
        const auto largest = std::max_element(m_open.begin(), m_open.end(), [](const auto& a, const auto& b) {
            return a.second.gathered.size() < b.second.gathered.size();
        });
        ENGINE_TRY(writeGathered(largest->first, largest->second));
    }
    return {};
}

Result<> LogCache::commit(TransactionId transaction, Position commit, qint64 utcMs)
{
    return keepOrRollBack(endTransaction(transaction, commit, utcMs));
}

Result<> LogCache::endTransaction(TransactionId transaction, Position commit, qint64 utcMs)
{
    ENGINE_TRY(settle());
    const auto found = m_open.find(transaction);
    if (found == m_open.end())
        return unknownTransaction(transaction);
    if (commit <= m_now.last)
        return wrongOrder(commit, m_now.last);
    OpenTransaction& open = found->second;
    LogRecord record;
    record.kind = LogRecord::Kind::Commit;
    record.transaction = transaction;
    record.position = commit;
    record.utcMs = utcMs;
    if (!open.begun && open.count > 0) {
        record.kind = LogRecord::Kind::Transaction;
        record.block = open.gathered;
        record.count = open.count;
    } else {
        ENGINE_TRY(writeBegin(transaction, open));
        ENGINE_TRY(writeGathered(transaction, open));
    }
    ENGINE_TRY(writeAt(record));
    forget(open);
    m_open.erase(found);
    return {};
}

Result<> LogCache::abort(TransactionId transaction, TransactionId subTransaction)
{
    return keepOrRollBack(dropWork(transaction, subTransaction));
}

Result<> LogCache::dropWork(TransactionId transaction, TransactionId subTransaction)
{
    ENGINE_TRY(settle());
    const auto found = m_open.find(transaction);
    if (found == m_open.end())
        return unknownTransaction(transaction);
    OpenTransaction& open = found->second;
    const bool whole = transaction == subTransaction;
    if (whole || open.subTransaction == subTransaction)
        forget(open);
    if (open.begun) {
        LogRecord record;
        record.kind = LogRecord::Kind::Abort;
        record.transaction = transaction;
        record.subTransaction = subTransaction;
        ENGINE_TRY(write(record, RecordLog::Quota::Exceed)); // it is what makes room
    }
    if (whole)
        m_open.erase(found);
    return {};
}

Result<> LogCache::structure(const DatasetSchema& schema, Position at)
{
    return keepOrRollBack(writeStructure(schema, at));
}

Result<> LogCache::writeStructure(const DatasetSchema& schema, Position at)
{
    const Bytes encoded = encodeSchema(schema);
    LogRecord record;
    record.kind = LogRecord::Kind::Structure;
    record.position = at;
    record.block = encoded;
    ENGINE_TRY(writeAt(record));
    m_now.structure = schema;
    return {};
}

Result<> LogCache::mark(std::uint64_t markId, Position at)
{
    LogRecord record;
    record.kind = LogRecord::Kind::Mark;
    record.markId = markId;
    record.position = at;
    return keepOrRollBack(writeAt(record));
}

Result<> LogCache::repair(Position at, BytesView block, std::uint32_t count)
{
    return keepOrRollBack(writeRepair(at, block, count));
}

Result<> LogCache::writeRepair(Position at, BytesView block, std::uint32_t count)
{
    if (block.empty() || count == 0)
        return fail(ErrorCode::Internal, QStringLiteral("an empty repair"));
    const auto writePiece = [this, at](BytesView piece, std::uint32_t pieceCount) {
        LogRecord record;
        record.kind = LogRecord::Kind::Repair;
        record.position = at;
        record.block = piece;
        record.count = pieceCount;
        return writeAt(record);
    };
    return block.size() <= kSplitBlock ? writePiece(block, count)
                                       : giveInPieces(block, count, kLogCacheRecord, writePiece);
}

Result<> LogCache::heartbeat(Position at, qint64 utcMs)
{
    LogRecord record;
    record.kind = LogRecord::Kind::Heartbeat;
    record.position = at;
    record.utcMs = utcMs;
    return keepOrRollBack(writeAt(record));
}

/// A record with a position. Those of commits are compared before, because they may not repeat the last one.
Result<> LogCache::writeAt(const LogRecord& record)
{
    ENGINE_TRY(settle());
    if (record.position < m_now.last)
        return wrongOrder(record.position, m_now.last);
    ENGINE_TRY_AS(const std::uint64_t number, write(record));
    m_now.last = record.position;
    if (isPlace(record.kind)) {
        m_now.position = record.position;
        m_now.positionRecord = number;
    }
    if (record.kind == LogRecord::Kind::Structure)
        m_now.structureRecord = number;
    return {};
}

Result<> LogCache::flush()
{
    return keepOrRollBack(writeAll());
}

Result<> LogCache::writeAll()
{
    ENGINE_TRY(settle());
    for (auto& [transaction, open] : m_open)
        ENGINE_TRY(writeGathered(transaction, open));
    ENGINE_TRY(m_log->sync());
    m_openAtFlush.clear();
    for (const auto& [transaction, open] : m_open)
        m_openAtFlush.emplace(transaction, open.begun);
    m_atFlush = m_now;
    m_durablePosition = m_now.position.order;
    return {};
}

Result<> LogCache::writeBegin(TransactionId transaction, OpenTransaction& open)
{
    if (open.begun)
        return {};
    LogRecord record;
    record.kind = LogRecord::Kind::Begin;
    record.transaction = transaction;
    ENGINE_TRY(write(record));
    open.begun = true;
    return {};
}

Result<> LogCache::writeGathered(TransactionId transaction, OpenTransaction& open)
{
    if (open.count == 0)
        return {};
    ENGINE_TRY(writeBegin(transaction, open));
    ENGINE_TRY(writeOperations(transaction, open.subTransaction, open.gathered, open.count));
    forget(open);
    return {};
}

void LogCache::forget(OpenTransaction& open)
{
    m_buffered -= open.gathered.size();
    Bytes().swap(open.gathered); // with many transactions open, their capacities would add up
    open.count = 0;
}

Result<> LogCache::writeOperations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                                   std::uint32_t count)
{
    LogRecord record;
    record.kind = LogRecord::Kind::Operations;
    record.transaction = transaction;
    record.subTransaction = subTransaction;
    record.block = block;
    record.count = count;
    ENGINE_TRY(write(record));
    return {};
}

Result<std::uint64_t> LogCache::write(const LogRecord& record, RecordLog::Quota quota)
{
    m_record.clear();
    ByteWriter out(m_record);
    encodeLogRecord(out, record);
    return m_log->append(m_record, quota);
}

Position LogCache::durablePosition() const
{
    return {m_durablePosition.load()};
}

std::uint64_t LogCache::firstRecord() const
{
    return m_log->firstNumber();
}

std::uint64_t LogCache::endRecord() const
{
    return m_log->durableEnd();
}

Result<> LogCache::trimBelow(std::uint64_t record)
{
    // Without it a restarted capturer would begin at zero. What lies behind it is open work, needed anyway.
    const std::uint64_t below = std::min(record, m_atFlush.positionRecord);
    if (m_atFlush.structure && m_atFlush.structureRecord < m_log->firstAfterTrim(below)) {
        const DatasetSchema newest = *m_atFlush.structure;
        auto kept = structure(newest, m_now.last);
        if (kept)
            kept = flush();
        // On a full disk the oldest segment stays, and what others free makes room.
        if (!kept && kept.error().transient)
            return m_log->trimBelow(std::min(below, m_atFlush.structureRecord));
        ENGINE_TRY(std::move(kept));
    }
    return m_log->trimBelow(below);
}

qint64 LogCache::bytesUsed() const
{
    return m_log->bytesUsed();
}

} // namespace busheng
