// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"
#include "engine/pipeline/capture/capture_sink.h"

#include <memory>
#include <optional>
#include <vector>

namespace busheng {

/// A source's snapshot and the position it stands at: every change at or before `position` is in it, none after.
struct PositionedSnapshot {
    std::unique_ptr<TableSnapshot> snapshot;
    Position position;
};

struct PollResult {
    Position upTo;             ///< everything at or before is now in the sink and durable
    std::uint64_t changes = 0; ///< operations given to the sink by this poll
    bool more = false;         ///< poll again at once
};

/// How a source keeps its log for us, in the source's own words.
struct SourceLogState {
    QString slot;
    QString status;            ///< "reserved", "extended", "unreserved", "lost"
    std::uint64_t written = 0; ///< position of the log's end
    std::int64_t retainedBytes = 0;
    std::optional<std::int64_t> safeBytes; ///< that may still be written before it is lost; nothing: no limit
};

/// First stage: reads a source's changes in commit order and gives whole transactions to a CaptureSink, resumable from
/// a position. One implementation per route and database, in this folder.
///
/// Thread: all calls from the capture worker. Fails: Sql (transient: retry with pauses), Storage from the sink,
/// Schema (CAP_DRIFT, CAP_TRIGGER_OFF: stop and tell).
class Capturer {
public:
    virtual ~Capturer() = default;
    /// The structure of the dataset's tables as the source has it now.
    virtual Result<DatasetSchema> readSchema() = 0;
    /// Reads on after the last poll's position into `sink` and flushes it. Returns quickly when nothing is new.
    virtual Result<PollResult> poll(CaptureSink& sink) = 0;
    /// Waits up to `timeoutMs` for a sign that the source changed; false at the timeout. Cheap for the source.
    virtual bool waitForChange(int timeoutMs) = 0;
    /// The source may forget changes at or before `position`: they are durable at every reader.
    virtual Result<> release(Position position) = 0;
    /// A snapshot at a position where the change stream stands or will stop: after it returned, polling until the
    /// sink's position is the snapshot's brings everything in the snapshot into the sink and nothing else. May itself
    /// read on into `sink`, up to that position at most.
    virtual Result<PositionedSnapshot> openSnapshot(CaptureSink& sink) = 0;
    /// Every receiver has applied what came at or before `position`. Cheap where that is no news.
    virtual Result<> noteApplied(Position) { return {}; }
    /// Writes a heartbeat into the change stream (not into the user's tables); it comes back through poll().
    virtual Result<> beat() = 0;

    /// The next poll looks, whatever the times of the route say; nothing for a route that looks all the time.
    virtual void lookNow() {}
    /// From here on the dataset is of these tables: told to `sink` as a structure, in which the new ones are loading,
    /// and flushed; the same tables: nothing is done. What it does at the source is made up for after a crash. Fails:
    /// also Schema SRC_TABLE_*, and nothing has changed then.
    virtual Result<> setTables(const QStringList& tables, CaptureSink& sink) = 0;
    /// Whether rows of the table come piece by piece, told to `sink` as a structure and flushed. Fails: as setTables().
    virtual Result<> setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink) = 0;
    /// openSnapshot() for rows of a table that is loading; nothing while changes from before the table was in the
    /// stream may not all be in it: ask again later.
    virtual Result<std::optional<PositionedSnapshot>> openTableSnapshot(std::uint32_t tableId, CaptureSink& sink);
    /// Which system and history positions are of, in the source's own words: a position means nothing in another one.
    /// Empty: the route knows none.
    virtual QString origin() const { return {}; }
    /// Nothing for a route without a log.
    virtual Result<std::optional<SourceLogState>> readLogState();
};

} // namespace busheng
