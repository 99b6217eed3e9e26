// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_snapshot.h"
#include "engine/pipeline/capture/my_binlog_stream.h"
#include "engine/pipeline/capture/my_log_capturer.h"
#include "engine/pipeline/capture/my_log_place.h"
#include "engine/pipeline/capture/my_transaction_feed.h"
#include "engine/pipeline/capture/source_error.h"

#include <chrono>

namespace busheng {

/// A server's error: a lock was not given in time.
inline constexpr int kMyLockTimeout = 1205;

/// The log route: reads the server's binary log as a slave does (docs/mariadb-capture.md). Position: number of the file
/// and offset behind a transaction's end there.
///
/// Two connections: one streams, one takes SQL. A failure drops the stream, and the next poll() opens it anew at the
/// sink's durable position. Nothing is kept at the source: what is not read before the server purges it is lost.
/// Thread: the capture worker. Failpoints: capture.connected, capture.poll.before_flush, capture.poll.after_flush,
/// capture.release.before, capture.release.after, capture.snapshot.opened, capture.structure.told,
/// capture.tables.told.
class MyLogCapturer final : public Capturer {
public:
    MyLogCapturer(MyLogSource source, Position resumeAfter) : m_source(std::move(source)), m_resumeAfter(resumeAfter)
    {
        if (m_source.known)
            know(*m_source.known);
    }

    Result<> connect();

    Result<DatasetSchema> readSchema() override;
    Result<PollResult> poll(CaptureSink& sink) override;
    bool waitForChange(int timeoutMs) override { return m_more || !m_stream || m_stream->wait(timeoutMs); }
    Result<> release(Position position) override;
    Result<PositionedSnapshot> openSnapshot(CaptureSink& sink) override;
    Result<> beat() override;
    Result<> setTables(const QStringList& tables, CaptureSink& sink) override;
    Result<> setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink) override;
    Result<std::optional<PositionedSnapshot>> openTableSnapshot(std::uint32_t tableId, CaptureSink& sink) override;
    QString origin() const override { return m_source.origin; }
    Result<std::optional<SourceLogState>> readLogState() override;

private:
    using Clock = std::chrono::steady_clock;

    Position durable() const { return m_feed ? m_feed->durable() : m_resumeAfter; }
    Result<> ensureSql();
    Result<> ensureReading(CaptureSink& sink);
    MyBinlogStream::Options streamFrom(const MyLogPlace& from) const;
    Result<> findStart();
    Result<> openStream(const MyLogPlace& from);
    Result<bool> readSome(CaptureSink& sink);
    Result<> settle(CaptureSink& sink);
    Error broken(Error error, CaptureSink& sink);
    Result<> followStructure(Error drift, CaptureSink& sink);
    Result<> followAlteration(Position altered, const Error& drift, CaptureSink& sink);
    Result<DatasetSchema> structureNow(MyConnection& connection);
    Result<> awaitCatalog();
    Result<> takeUp(const DatasetSchema& now, CaptureSink& sink);
    void know(const DatasetSchema& schema);
    Result<PositionedSnapshot> openSnapshotOf(const QStringList& tables, CaptureSink& sink);
    Result<std::unique_ptr<MySnapshot>> trySnapshot(const QStringList& tables, CaptureSink& sink);
    Result<bool> readOrFollow(Position position, CaptureSink& sink);
    Result<> readTo(Position position, CaptureSink& sink);

    template <typename T>
    Result<T> sqlResult(Result<T> result)
    {
        if (!result && m_sql && !m_sql->isAlive())
            m_sql.reset();
        return sourced(std::move(result), m_source.source.name);
    }

    MyLogSource m_source;
    Position m_resumeAfter; ///< until there is a feed, whose durable() counts then
    MyCharsets m_charsets;
    std::unique_ptr<MyConnection> m_sql;
    std::unique_ptr<MyBinlogStream> m_stream;
    std::optional<MyTransactionFeed> m_feed;
    std::optional<MyLogPlace> m_start;             ///< where the log ended at the first look
    std::optional<DatasetSchema> m_startStructure; ///< there; nothing once it was told
    bool m_more = true;
    Clock::time_point m_tableLockAfter; ///< no table is asked for before
    int m_beats = 0;
};

} // namespace busheng
