// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace busheng {

/// Durable, numbered, append-only records in a directory of segment files. The log cache, the outbox and the inbound
/// queue are each one of these; what a record means is theirs. Format: docs/formats.md, "Record log".
///
/// Numbers rise by one from `firstNumber` of a new log and are never reused. A torn tail (what a crash left after the
/// last whole record) is cut at open; a bad record with good ones behind it is Corrupt (SPL_CORRUPT), because then data
/// that was promised is gone.
///
/// Thread: append, sync and trimBelow from one thread; read, the numbers and bytesUsed from any thread.
/// Durable: records up to durableEnd() survive a crash; readers see only those.
/// Fails: Storage (DSK_FULL transient: nothing was appended, try again when there is room; a failed sync is not
/// transient: reopen), Corrupt.
class RecordLog {
public:
    struct Options {
        QString directory;
        std::uint64_t firstNumber = 1;          ///< number of the first record of an empty log
        qint64 segmentBytes = 64LL << 20;       ///< a new file is begun beyond this size
        qint64 quotaBytes = 0;                  ///< 0: none; else append fails with DSK_QUOTA (transient) beyond it
        std::size_t largestRecord = 16U << 20;  ///< append refuses larger ones; a stored length beyond it is corrupt
    };

    static Result<std::unique_ptr<RecordLog>> open(FileSystem& fileSystem, Options options);
    ~RecordLog();

    /// Appends and returns the record's number. Not durable before sync().
    Result<std::uint64_t> append(BytesView record);
    /// Everything appended so far is durable when it returns ok.
    Result<> sync();
    /// Removes whole segments all of whose records have numbers below `number`; the last record is always kept, so that
    /// a restarted stage finds where it stood.
    Result<> trimBelow(std::uint64_t number);

    /// The record, or Corrupt. `number` must be in [firstNumber(), durableEnd()).
    Result<Bytes> read(std::uint64_t number);

    std::uint64_t firstNumber() const; ///< the oldest record still held
    std::uint64_t nextNumber() const;  ///< of the next append
    std::uint64_t durableEnd() const;  ///< one past the newest durable record
    qint64 bytesUsed() const;          ///< on disk, all segments

private:
    struct Segment;
    RecordLog(FileSystem& fileSystem, Options options);
    // ... private part is the implementation's
};

} // namespace busheng
