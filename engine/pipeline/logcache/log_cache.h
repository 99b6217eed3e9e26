// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log_cursor.h"
#include "engine/model/large_change.h"
#include "engine/pipeline/capture/capture_sink.h"
#include "engine/pipeline/logcache/log_record.h"

#include <atomic>
#include <map>
#include <memory>
#include <vector>

namespace busheng {

/// Second stage: durable, ordered log of what was captured from one dataset: committed, open and rolled back
/// (§7.1.2.3 b). Many operations are one record. Operations of one transaction are gathered to records of about 256
/// KiB.
///
/// A call that fails takes the cache back to the last flush(): nothing given since is there, in memory or on disk, and
/// no reader has seen any of it. So a capturer that keeps its position and offers the whole poll again is right. For a
/// poll that failed on the source's side the owner calls rollBack(). Transactions that were open at the last flush stay
/// open; when the capturer will offer those again too, from their beginning, the owner calls abandonOpen(). Open
/// transactions found at open() are abandoned, because their capturer is gone. The abort records are written before
/// anything else, beyond the quota if need be; while the disk is full, what comes next fails with DSK_FULL.
///
/// Thread: the CaptureSink half, rollBack, abandonOpen and trim from the capture worker; read, records' numbers and
/// positions from any thread. Memory: at most kLogCacheBuffer of operations not yet in a record, and one record.
/// Operations of more than kWholeChange are in records of their own, in parts or left out (model/large_change.h).
/// Durable: after flush(). Fails: Storage (DSK_FULL, DSK_QUOTA transient), Corrupt; Schema for a row that is too large
/// even to be left out; Internal when positions do not rise or a transaction is unknown: the caller's bug, nothing is
/// taken.
/// Failpoints: those of RecordLog, named "logcache.".
class LogCache final : public CaptureSink {
public:
    struct Options {
        QString directory;
        qint64 quotaBytes = 0;
        qint64 segmentBytes = 64LL << 20;
    };
    static Result<std::unique_ptr<LogCache>> open(FileSystem& fileSystem, const Options& options);
    ~LogCache() override;

    /// A transaction of this name that is still open is aborted.
    Result<> begin(TransactionId transaction) override;
    Result<> operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                        std::uint32_t count) override;
    Result<> commit(TransactionId transaction, Position commit, qint64 utcMs) override;
    Result<> abort(TransactionId transaction, TransactionId subTransaction) override;
    Result<> structure(const DatasetSchema& schema, Position at) override;
    Result<> mark(std::uint64_t markId, Position at) override;
    Result<> repair(Position at, BytesView block, std::uint32_t count) override;
    Result<> heartbeat(Position at, qint64 utcMs) override;
    Result<> flush() override;

    /// Back to the last flush().
    Result<> rollBack();
    /// Back to the last flush(), and what was open then is aborted: now, or before the next thing that is written.
    Result<> abandonOpen();

    /// The newest durable commit or heartbeat: where a restarted capturer goes on.
    Position durablePosition() const;
    /// Numbers of durable records, see RecordLog.
    std::uint64_t firstRecord() const;
    std::uint64_t endRecord() const;
    /// To read durable records with, in any thread.
    RecordLogCursor cursor() { return RecordLogCursor(*m_log); }
    /// The newest durable structure; nothing before the first. Thread: the capture worker.
    const std::optional<DatasetSchema>& durableStructure() const { return m_atFlush.structure; }
    /// Also keeps the record that durablePosition() comes from, and the newest structure, by writing it again.
    Result<> trimBelow(std::uint64_t record);
    qint64 bytesUsed() const;
    const QString& directory() const { return m_directory; }
    /// Of operations that are in no record yet.
    std::size_t bufferedBytes() const { return m_buffered; }

private:
    struct OpenTransaction {
        bool begun = false;               ///< its Begin is in the log
        TransactionId subTransaction = 0; ///< of what is gathered: order matters, so a change of it ends the record
        std::uint32_t count = 0;
        Bytes gathered;
    };
    using OpenMap = std::map<TransactionId, OpenTransaction>;
    struct State {                        ///< what rollBack() restores
        Position last;                    ///< newest of any kind
        Position position;                ///< newest commit or heartbeat
        std::uint64_t positionRecord = 0; ///< number of its record; 0: none
        std::optional<DatasetSchema> structure;
        std::uint64_t structureRecord = 0;
    };

    LogCache() = default;
    Result<> visit(std::uint64_t number, BytesView bytes);
    Result<> settle();
    Result<> keepOrRollBack(Result<> result);
    Result<> addOperations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                           std::uint32_t count);
    Result<> gather(TransactionId transaction, TransactionId subTransaction, BytesView block, std::uint32_t count);
    Result<> endTransaction(TransactionId transaction, Position commit, qint64 utcMs);
    Result<> dropWork(TransactionId transaction, TransactionId subTransaction);
    Result<> writeStructure(const DatasetSchema& schema, Position at);
    Result<> writeRepair(Position at, BytesView block, std::uint32_t count);
    Result<> writeAll();
    Result<> writeBegin(TransactionId transaction, OpenTransaction& open);
    Result<> writeGathered(TransactionId transaction, OpenTransaction& open);
    Result<> writeOperations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                             std::uint32_t count);
    Result<std::uint64_t> write(const LogRecord& record, RecordLog::Quota quota = RecordLog::Quota::Respect);
    Result<> writeAt(const LogRecord& record);
    void forget(OpenTransaction& open);

    QString m_directory;
    std::unique_ptr<RecordLog> m_log;
    OpenMap m_open;
    std::map<TransactionId, bool> m_openAtFlush; ///< -> begun
    std::vector<TransactionId> m_abandoned;      ///< abort records that are still to be written
    std::size_t m_buffered = 0;
    Bytes m_record;
    State m_now;
    State m_atFlush;
    std::atomic<std::uint64_t> m_durablePosition{0};
};

inline constexpr std::size_t kLogCacheRecord = 256U << 10; ///< of operations in a record, about
inline constexpr std::size_t kLogCacheBuffer = 8U << 20;   ///< of operations of all open transactions

} // namespace busheng
