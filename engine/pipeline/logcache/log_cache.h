// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"
#include "engine/pipeline/capture/capture_sink.h"

#include <memory>
#include <variant>

namespace busheng {

/// What a log cache record says. Views point into the bytes it was decoded from.
struct LogRecord {
    enum class Kind : std::uint8_t { Begin = 1, Operations = 2, Commit = 3, Abort = 4, Mark = 5, Heartbeat = 6, Repair = 7 };
    Kind kind = Kind::Begin;
    TransactionId transaction = 0;
    TransactionId subTransaction = 0;
    Position position;          ///< Commit, Mark, Heartbeat, Repair
    qint64 utcMs = 0;           ///< Commit, Heartbeat
    std::uint64_t markId = 0;   ///< Mark
    std::uint32_t count = 0;    ///< Operations, Repair
    BytesView block;            ///< Operations, Repair
};

Result<LogRecord> decodeLogRecord(BytesView bytes);

/// Second stage: durable, ordered log of what was captured from one dataset: committed, open and rolled back
/// (§7.1.2.3 b). Many operations are one record. Operations of one transaction are gathered to records of about 256 KiB.
///
/// Thread: the CaptureSink half and trim from the capture worker; read, records' numbers and state from any thread.
/// Durable: after flush(). Open transactions found at open() are aborted by a record, because their capturer is gone
/// and will offer them again. Fails: Storage (DSK_FULL, DSK_QUOTA transient; nothing is half there), Corrupt.
class LogCache final : public CaptureSink {
public:
    struct Options {
        QString directory;
        qint64 quotaBytes = 0;
        qint64 segmentBytes = 64LL << 20;
    };
    static Result<std::unique_ptr<LogCache>> open(FileSystem& fileSystem, const Options& options);
    ~LogCache() override;

    Result<> begin(TransactionId transaction) override;
    Result<> operations(TransactionId transaction, TransactionId subTransaction, BytesView block, std::uint32_t count) override;
    Result<> commit(TransactionId transaction, Position commit, qint64 utcMs) override;
    Result<> abort(TransactionId transaction, TransactionId subTransaction) override;
    Result<> mark(std::uint64_t markId, Position at) override;
    Result<> repair(Position at, BytesView block, std::uint32_t count) override;
    Result<> heartbeat(Position at, qint64 utcMs) override;
    Result<> flush() override;

    /// The newest durable commit or heartbeat: where a restarted capturer goes on.
    Position durablePosition() const;
    /// Numbers of durable records, see RecordLog.
    std::uint64_t firstRecord() const;
    std::uint64_t endRecord() const;
    Result<Bytes> read(std::uint64_t record);
    Result<> trimBelow(std::uint64_t record);
    qint64 bytesUsed() const;
};

} // namespace busheng
