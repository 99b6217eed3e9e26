// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/pipeline/capture/capturer.h"
#include "engine/pipeline/capture/polled_route.h"
#include "engine/pipeline/capture/polled_source.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace busheng {

/// A capture that looks at the tables again and again: the routes timestamp, flag, full copy and compare, on every
/// database.
///
/// Each look is at one snapshot, and what it finds is one transaction. Positions are the numbers of the looks that
/// found something, and of heartbeats. The source is only read, but for the flags of the route of that name. A look
/// whose flush failed, or that a crash cut off before the route kept it, is made again from where the last one stood:
/// its rows are Upserts, Removes and whole copies, so that a target is the same after it. See docs/routes.md.
///
/// Thread: the capture worker. Durable: as the sink, then the route's memory. Fails: as Capturer; Schema
/// SRC_ROUTE_COLUMN, SRC_TABLE_KEYLESS, SRC_POSITION_LOST. Failpoints: capture.look.before_flush,
/// capture.look.before_keep, capture.look.kept, capture.tables.exchanged, capture.tables.told.
class PollingCapturer final : public Capturer {
public:
    struct Parts {
        QString name;       ///< of the source
        QStringList tables; ///< of the dataset, as it is to be
        std::unique_ptr<PolledSource> source;
        std::unique_ptr<RouteMemory> memory;
        std::unique_ptr<PolledRoute> route; ///< over the memory
        Clock& clock;
        std::stop_token stop;
    };

    /// Reads the structure, and begins where `resumeAfter` is zero. Where the tables of `known` are not those that the
    /// dataset is to have, setTables() makes it so.
    static Result<std::unique_ptr<Capturer>> open(Parts parts, Position resumeAfter,
                                                  const std::optional<DatasetSchema>& known);

    Result<DatasetSchema> readSchema() override { return m_schema; }
    Result<PollResult> poll(CaptureSink& sink) override;
    bool waitForChange(int timeoutMs) override;
    Result<> release(Position) override { return {}; }
    Result<PositionedSnapshot> openSnapshot(CaptureSink& sink) override;
    Result<> beat() override;
    Result<std::optional<PositionedSnapshot>> openTableSnapshot(std::uint32_t tableId, CaptureSink& sink) override;
    Result<> setTables(const QStringList& tables, CaptureSink& sink) override;
    Result<> setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink) override;
    Result<> noteApplied(Position position) override;
    void lookNow() override { m_looksNow = true; }

private:
    PollingCapturer(Parts parts, Position resumeAfter) : m_parts(std::move(parts)), m_last(resumeAfter) {}
    Result<> start(const std::optional<DatasetSchema>& known);
    Result<DatasetSchema> readTables(const QStringList& tables);
    Result<> requireSameStructure(const DatasetSchema& known);
    bool isAmong(const TableSchema& table, const QStringList& tables) const;
    Result<> exchangeTables(const QStringList& tables, CaptureSink& sink);
    Result<> takeIn(const DatasetSchema& come);
    Result<PositionedSnapshot> openSnapshotOf(const QString& table, CaptureSink& sink);
    Result<> noteLeftovers(QStringList tables);
    void removeLeftovers();
    Result<> requireLoadable(const TableSchema& table);
    Result<> tell(DatasetSchema schema, CaptureSink& sink);
    Result<> checkStructure();
    Result<PolledMoment> openMoment();
    Result<std::uint64_t> lookAt(PolledMoment& moment, CaptureSink& sink);
    Result<> writeBeat(CaptureSink& sink);

    Parts m_parts;
    Position m_last; ///< everything at or before is durable in the sink
    DatasetSchema m_schema;
    QStringList m_leftovers; ///< tables that are not captured and may have something of ours
    std::uint64_t m_looks = 0;
    bool m_looksNow = false;
    bool m_beats = false; ///< a heartbeat is wanted
    std::mutex m_mutex;   ///< of the wait alone
    std::condition_variable_any m_wake;
};

/// Where tables of the same names have another structure than `known`, ids and version aside. Fails: Schema CAP_DRIFT.
Result<> requireSameTables(const QString& source, const DatasetSchema& known, const DatasetSchema& now);

/// Tables that are not captured any more and may still have something of ours, by what their route keeps.
Result<QStringList> leftTables(RouteMemory& memory);

} // namespace busheng
