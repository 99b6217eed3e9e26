// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"

#include <deque>
#include <memory>

/// What happens to a RecordLog's directory when the log is opened, and the two steps that recovery and log share.
namespace busheng::recordlog {

struct Recovered {
    Anchor anchor;
    std::deque<Segment> segments; ///< never empty
    std::unique_ptr<File> tail;   ///< the last segment
};

/// Checks the whole directory, then cuts a torn tail and removes what an interrupted rotation or trim left over;
/// creates the log when there is none. Everything it returns is durable: records that a killed process had written but
/// not synced are synced here, before anybody reads them. Fails: Storage, Corrupt with nothing changed, what `visitor`
/// says.
Result<Recovered> recover(FileSystem& fileSystem, const RecordLog::Options& options, const Visitor& visitor);

/// A new, durable segment without records. Replaces what an interrupted attempt left.
Result<std::unique_ptr<File>> createSegment(FileSystem& fileSystem, const RecordLog::Options& options,
                                            const Segment& segment);
/// Durable when it returns ok; after a crash in it the old or the new anchor is there.
Result<> writeAnchor(FileSystem& fileSystem, const QString& directory, const Anchor& anchor);
Result<std::uint64_t> makeSalt(const RecordLog::Options& options);

Failure corruptFailure(const QString& path, const QString& why);

} // namespace busheng::recordlog
