// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/base/record_log_format.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace busheng {

/// Durable, numbered, append-only records in a directory of segment files. The log cache, the outbox and the inbound
/// queue are each one of these; what a record means is theirs. Format: docs/formats/record-log.md.
///
/// Numbers rise by one from `firstNumber` of a new log; the number of a durable record is never reused. A torn tail
/// (what a crash left after the last whole record) is cut at open. A record that is not whole although it had been
/// durable, or a missing segment, is Corrupt (SPL_CORRUPT), because then data that was promised is gone; nothing is
/// changed then. Memory: an index of less than a thousandth of the log, gatherBytes, and the largest record once.
///
/// Thread: append, sync, dropUnsynced and trimBelow from one thread; read, the numbers and bytesUsed from any thread.
/// The mutex guards numbers and index, never a read or write of the disk. One object per directory. Durable: records up
/// to durableEnd() survive a crash; readers see only those. Of what was appended after, a crash leaves the first few or
/// none. Fails: Storage (DSK_FULL, DSK_QUOTA transient: nothing was appended, try again when there is room; a failed
/// sync is not transient: all that follows fails with the same error, reopen; but with gatherBytes sync(), too, may
/// find no room, before it has done anything), Corrupt. Failpoints, behind `name` and a dot: append.before append.after
/// sync.before sync.after rotate rotate.after trim trim.after drop.
class RecordLog {
public:
    struct Options {
        QString directory;
        QByteArray name = QByteArrayLiteral("recordlog"); ///< of the owner, for failpoints: "logcache.append.before"
        std::uint64_t firstNumber = 1;                    ///< number of the first record of an empty log
        qint64 segmentBytes = 64LL << 20;      ///< a new file is begun beyond this, and beyond a quarter of the quota
        qint64 quotaBytes = 0;                 ///< 0: none; else append fails with DSK_QUOTA (transient) beyond it
        std::size_t largestRecord = 16U << 20; ///< append refuses larger ones; a stored length beyond it is corrupt
        std::size_t gatherBytes = 0;           ///< of appended records held in memory before they are written together
        RandomSource* random = nullptr;        ///< of the segments' salts; null: the machine's. Outlives the log
    };
    enum class Quota { Respect, Exceed };
    using Visitor = recordlog::Visitor;

    /// `visitor` sees each record that is there, in order, while they are checked anyway; its error ends the opening.
    static Result<std::unique_ptr<RecordLog>> open(FileSystem& fileSystem, Options options,
                                                   const Visitor& visitor = {});
    /// Leaves a note of how far the log is durable, so that a later loss at its end is noticed.
    ~RecordLog();
    RecordLog(const RecordLog&) = delete;
    RecordLog& operator=(const RecordLog&) = delete;

    /// Appends and returns the record's number. Not durable before sync(). Quota::Exceed is for the small records that
    /// make room.
    Result<std::uint64_t> append(BytesView record, Quota quota = Quota::Respect);
    /// Everything appended so far is durable when it returns ok.
    Result<> sync();
    /// Takes back everything appended since the last sync(); their numbers will be given again. After an error a rest
    /// of the work is left, which the next call does first.
    Result<> dropUnsynced();
    /// Removes whole segments all of whose records have numbers below `number`; the newest durable record is always
    /// kept, so that a restarted stage finds where it stood.
    Result<> trimBelow(std::uint64_t number);
    /// What firstNumber() will be after trimBelow(number). The writer's thread.
    std::uint64_t firstAfterTrim(std::uint64_t number) const;

    /// The record, or Corrupt. `number` must be in [firstNumber(), durableEnd()). Many in order: RecordLogCursor.
    Result<Bytes> read(std::uint64_t number);

    std::uint64_t firstNumber() const; ///< the oldest record still held
    std::uint64_t nextNumber() const;  ///< of the next append
    std::uint64_t durableEnd() const;  ///< one past the newest durable record
    qint64 bytesUsed() const;          ///< on disk, all segments

private:
    friend class RecordLogCursor;
    enum Step { AppendBefore, AppendAfter, SyncBefore, SyncAfter, Rotate, RotateAfter, Trim, TrimAfter, Drop, kSteps };
    struct Place { ///< where to look for a record
        std::uint64_t segment = 0;
        std::uint64_t salt = 0;
        recordlog::IndexEntry from;
    };

    RecordLog(FileSystem& fileSystem, Options options);
    QString pathOf(std::uint64_t segment) const;
    recordlog::Anchor anchorNow() const;
    qint64 segmentLimit() const;
    Result<> checkRoom(BytesView record, Quota quota) const;
    Result<> writeGathered();
    Result<> rotate();
    Result<> startSegment();
    Result<> settle();
    std::size_t segmentsBelow(std::uint64_t number) const;
    Result<> dropSegment();
    Result<> cutTail();
    Result<> syncTail();
    Result<> fatal(Error error);
    Result<Place> placeOf(std::uint64_t number) const;
    Result<std::shared_ptr<File>> openSegment(std::uint64_t segment) const;

    FileSystem& m_fileSystem;
    const Options m_options;
    std::array<QByteArray, kSteps> m_failpoints;

    // The writer's thread only.
    std::unique_ptr<File> m_tail;
    recordlog::Anchor m_anchor; ///< as last written
    Bytes m_gathered;           ///< appended, and not yet written
    std::optional<Error> m_broken;
    std::optional<std::uint64_t> m_stray; ///< a segment whose making failed
    bool m_cutPending = false;            ///< a failed append left a part behind the tail's end
    bool m_dropPending = false;           ///< dropUnsynced is not done yet

    mutable std::mutex m_mutex; ///< all below
    std::deque<recordlog::Segment> m_segments;
    std::uint64_t m_next = 0;
    std::uint64_t m_durableEnd = 0;
    std::uint64_t m_durableSegment = 0; ///< the segment in which m_durableEnd is or will be
    qint64 m_durableSize = 0;           ///< of that segment
    qint64 m_bytes = 0;
};

} // namespace busheng
