// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/pipeline/capture/capturer.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace busheng {

/// What the log route on PostgreSQL needs to know.
struct PgLogSource {
    DatabaseConfig source;
    DatasetConfig dataset;
    QString nodeCode;                       ///< makes the names of slot and publication this node's own
    std::stop_token stop;                   ///< ends every wait on the server
    QString origin;                         ///< Capturer::origin() that the position is of; empty: not known
    std::optional<DatasetSchema> known;     ///< of the rows behind where it begins; nothing: capture is new
    bool followsStructure = false;          ///< a changed structure is passed on (CaptureSink::structure), not refused
    std::uint64_t bulkLagBytes = 16U << 20; ///< of unread log, from which on it is read in bulk instead of streamed
    std::uint64_t bulkWindow = 500'000;     ///< messages read at one go then; small ones are slow (pg_bulk_reader.h)
};

/// Opens the log route: makes publication and slot where there never were any, and stands at `resumeAfter`
/// (pg_log_capturer.cpp tells how it works).
/// Fails: Sql SRC_UNAVAILABLE (transient); Schema CAP_TIMELINE when the server is another one, or has another history,
/// than the position is of; Schema SRC_POSITION_LOST when the slot is gone or has lost its log (never
/// made anew silently); Schema SRC_TABLE_*; Config when wal_level, rights or limits do not allow it.
Result<std::unique_ptr<Capturer>> openPgLogCapturer(const PgLogSource& source, Position resumeAfter);

/// Drops slot and publication. No-op where there are none. After it, the dataset starts anew.
Result<> uninstallPgCapture(const PgLogSource& source);

/// Names of the slot and of the publication that a dataset has or would have at its source: "busheng_" and 16 hex
/// digits.
QString pgCaptureName(const QString& nodeCode, const DatasetConfig& dataset);

} // namespace busheng
