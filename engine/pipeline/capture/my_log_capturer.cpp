// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_log_capturer_impl.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_quoting.h"
#include "engine/db/mariadb/my_read_as.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/my_log_ahead.h"
#include "engine/pipeline/capture/my_log_place.h"
#include "engine/pipeline/capture/source_error.h"

#include <xxhash.h>

#include <algorithm>
#include <chrono>

namespace busheng {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPollBytes = 8U << 20;
constexpr std::uint64_t kPollChanges = 50'000;
/// A source that is writing fast is read a little longer for one flush; a lone transaction never waits for another.
constexpr std::size_t kBusyBytes = 64U << 10;
constexpr auto kBusyTime = 20ms;
constexpr int kBusyWaitMs = 2;
constexpr int kSnapshotAttempts = 100;
constexpr int kReadWaitMs = 100;
constexpr auto kReadPatience = 60s; ///< without anything coming
constexpr int kBeatsPerCheck = 10;
constexpr int kPositionLost = 1236;
constexpr int kNoTable = 1146;
constexpr int kHeldSeconds = 60; ///< that a statement may keep us from a table that it alters, until we try again

/// Slaves of the server's own are numbered by people, from below.
std::uint32_t slaveNumber(const MyLogSource& source)
{
    const QByteArray name = (source.nodeCode + u' ' + source.dataset.name).toUtf8();
    return 0xb0000000U | static_cast<std::uint32_t>(
                             XXH3_64bits(name.constData(), static_cast<std::size_t>(name.size())) & 0x0fffffffU);
}

/// The server takes 32 bits of an offset: behind them it is read from the file's beginning, and skipped.
MyLogPlace withinReach(const MyLogPlace& place)
{
    return {place.file, place.offset > UINT32_MAX ? 4 : place.offset};
}

} // namespace

/// From here on the tables are those of the structure, whatever the configuration says meanwhile.
void MyLogCapturer::know(const DatasetSchema& schema)
{
    m_source.known = schema;
    m_source.dataset.tables.clear();
    for (const TableSchema& table : schema.tables)
        m_source.dataset.tables.append(table.name);
}

Result<> MyLogCapturer::ensureSql()
{
    if (m_sql && m_sql->isAlive())
        return {};
    ENGINE_TRY_AS(m_sql,
                  sourced(MyConnection::open(m_source.connection(QStringLiteral("capture"))), m_source.source.name));
    return {};
}

Result<DatasetSchema> MyLogCapturer::structureNow(MyConnection& connection)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(m_source.source.location));
    ENGINE_TRY_AS(DatasetSchema now, readMySchema(connection, location.database, m_source.dataset.tables));
    ENGINE_TRY(declareMyReadAs(now, m_source.dataset.readAs, location.database));
    if (m_source.known) {
        keepMyTableIds(*m_source.known, now);
        now.version = m_source.known->version;
    }
    return now;
}

/// A MySQL logs an alteration a moment before its catalog shows it. Until then it holds the table, also for who would
/// look into it: behind this the catalog has all that was logged.
Result<> MyLogCapturer::awaitCatalog()
{
    if (m_sql->isMariaDb()) // whose log says itself what rows are like
        return {};
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(m_source.source.location));
    ENGINE_TRY(m_sql->execute(QStringLiteral("SET SESSION lock_wait_timeout = %1").arg(kHeldSeconds)));
    for (const QString& table : m_source.dataset.tables) {
        const auto looked = m_sql->execute(
            QStringLiteral("SELECT 1 FROM %1 LIMIT 0").arg(myQuotedTable(myQualified(table, location.database))));
        if (!looked && myErrorNumber(looked.error()) != kNoTable) // which the catalog says in better words
            return looked;
    }
    return {};
}

Result<DatasetSchema> MyLogCapturer::readSchema()
{
    if (!m_source.known) {
        ENGINE_TRY(ensureSql());
        ENGINE_TRY_AS(const DatasetSchema read, sqlResult(structureNow(*m_sql)));
        know(read);
    }
    return *m_source.known;
}

Result<> MyLogCapturer::connect()
{
    m_stream.reset();
    ENGINE_TRY(ensureSql());
    const QString& name = m_source.source.name;
    if (const QString why = m_sql->whyUnsupported(); !why.isEmpty())
        return fail(makeEvent(ErrorCode::Schema, events::SRC_VERSION, {name, m_sql->shownVersion()},
                              QStringLiteral("source %1: %2").arg(name, why)));
    if (durable().order == 0)
        ENGINE_TRY(findStart());
    ENGINE_TRY_AS(const MyLogFiles log, sqlResult(readMyLog(*m_sql, name)));
    ENGINE_TRY(sqlResult(checkMyOrigin(*m_sql, name, log, m_source.origin, streamFrom({}))));
    const Position stands = durable().order == 0 ? myPosition(*m_start) : durable();
    ENGINE_TRY_AS(const MyLogPlace from, findMyPlace(log, name, stands));
    ENGINE_TRY_AS(m_source.origin, sqlResult(readMyOrigin(*m_sql, streamFrom(from))));
    ENGINE_TRY(readSchema());
    if (!m_feed) {
        ENGINE_TRY_AS(MyRowBuilder rows, sqlResult(MyRowBuilder::make(*m_sql, m_charsets, name, *m_source.known)));
        m_feed.emplace(std::move(rows), name, m_resumeAfter);
    }
    m_more = true;
    ENGINE_FAILPOINT("capture.connected");
    return openStream(from);
}

/// Where capture is new: the end of the log, which the first settle() tells the sink, and the structure there. A log
/// without names does not show what was altered in between, so the structure must be the same before and behind.
Result<> MyLogCapturer::findStart()
{
    while (!m_start) {
        ENGINE_TRY_AS(const DatasetSchema before, sqlResult(structureNow(*m_sql)));
        ENGINE_TRY_AS(const MyLogFiles log, sqlResult(readMyLog(*m_sql, m_source.source.name)));
        ENGINE_TRY(sqlResult(awaitCatalog()));
        ENGINE_TRY_AS(DatasetSchema behind, sqlResult(structureNow(*m_sql)));
        if (behind.tables != before.tables)
            continue;
        m_start = log.end();
        m_startStructure = std::move(behind);
    }
    if (!m_source.known)
        know(*m_startStructure);
    return {};
}

MyBinlogStream::Options MyLogCapturer::streamFrom(const MyLogPlace& from) const
{
    MyBinlogStream::Options options;
    options.connection = m_source.connection(QStringLiteral("binlog"));
    options.serverId = slaveNumber(m_source);
    options.from = from;
    return options;
}

Result<> MyLogCapturer::openStream(const MyLogPlace& from)
{
    const MyBinlogStream::Options options = streamFrom(withinReach(from));
    ENGINE_TRY_AS(m_stream, sourced(MyBinlogStream::open(options), m_source.source.name));
    m_feed->startAt(options.from, m_stream->startsWithChecksums());
    return {};
}

Result<> MyLogCapturer::ensureReading(CaptureSink& sink)
{
    if (m_feed && m_feed->hasLeftovers())
        ENGINE_TRY(m_feed->undo(sink));
    if (!m_stream)
        ENGINE_TRY(connect());
    // Known from before, by somebody who died before the first transaction came.
    if (m_startStructure && m_startStructure->tables != m_source.known->tables)
        ENGINE_TRY(takeUp(*m_startStructure, sink));
    m_startStructure.reset();
    return {};
}

/// Drops the stream: what the sink holds open will be sent again from its beginning.
Error MyLogCapturer::broken(Error error, CaptureSink& sink)
{
    m_stream.reset();
    m_more = true;
    if (m_feed) {
        if (auto undone = m_feed->undo(sink); !undone)
            qCWarning(logCapture) << "source" << m_source.source.name << ":" << undone.error().toString();
    }
    if (error.code == ErrorCode::Sql && myErrorNumber(error) == kPositionLost) {
        const QString why = error.native;
        error = makeEvent(ErrorCode::Schema, events::CAP_LOG_REFUSED, {m_source.source.name, why},
                          QStringLiteral("source %1: %2").arg(m_source.source.name, why));
    }
    if (error.code == ErrorCode::Sql)
        m_sql.reset(); // what ended one connection has ended the other, too, or will be tried again anyway
    return asSourceError(std::move(error), m_source.source.name);
}

/// The log shows a table's rows as they are now, and not as they were: all before is in the sink, and what comes is
/// read by the tables as the catalog has them. Where that does not fit either, the drift stands.
Result<> MyLogCapturer::followStructure(Error drift, CaptureSink& sink)
{
    ENGINE_TRY(ensureSql());
    if (const auto altered = m_feed->metAlteration())
        return followAlteration(*altered, drift, sink);
    if (!m_sql->isMariaDb()) // what altered it was not seen: rows without names could be taken for others
        return fail(std::move(drift));
    ENGINE_TRY_AS(const DatasetSchema now, sqlResult(structureNow(*m_sql)));
    if (now.tables == m_source.known->tables)
        return fail(std::move(drift));
    qCInfo(logCapture).noquote() << "source" << m_source.source.name
                                 << "has another structure:" << drift.args.join(u' ');
    return takeUp(now, sink);
}

/// Where rows name no columns, the catalog says what those behind the statement look like, unless it is ahead of them:
/// the log is searched for another statement as far as the catalog may be.
Result<> MyLogCapturer::followAlteration(Position altered, const Error& drift, CaptureSink& sink)
{
    const QString& name = m_source.source.name;
    ENGINE_TRY_AS(const MyLogFiles before, sqlResult(readMyLog(*m_sql, name)));
    ENGINE_TRY(sqlResult(awaitCatalog()));
    ENGINE_TRY_AS(const DatasetSchema now, sqlResult(structureNow(*m_sql)));
    ENGINE_TRY_AS(const MyLogFiles behind, sqlResult(readMyLog(*m_sql, name)));
    ENGINE_TRY_AS(const MyLogPlace from, findMyPlace(before, name, altered));
    ENGINE_TRY_AS(const bool isSure,
                  sqlResult(isAlteredNoMore(streamFrom(withinReach(from)), altered, myPosition(behind.end()), now,
                                            m_feed->caseOfNames(), m_source.stop)));
    if (!isSure)
        return fail(drift);
    if (now.tables != m_source.known->tables)
        ENGINE_TRY(takeUp(now, sink));
    m_feed->setKnownAlterations(myPosition(before.end()));
    return {};
}

Result<> MyLogCapturer::takeUp(const DatasetSchema& now, CaptureSink& sink)
{
    DatasetSchema told = now;
    told.version = m_source.known->version + 1;
    ENGINE_TRY_AS(MyRowBuilder rows, sqlResult(MyRowBuilder::make(*m_sql, m_charsets, m_source.source.name, told)));
    ENGINE_TRY(sink.structure(told, durable()));
    ENGINE_TRY(sink.flush());
    ENGINE_FAILPOINT("capture.structure.told");
    know(told);
    m_feed->setRows(std::move(rows));
    return {};
}

Result<PollResult> MyLogCapturer::poll(CaptureSink& sink)
{
    m_more = true; // until it has looked and found otherwise
    if (auto ready = ensureReading(sink); !ready)
        return fail(m_feed ? broken(ready.error(), sink) : ready.error());
    const std::uint64_t before = m_feed->changes();
    auto more = readSome(sink);
    if (more) {
        if (auto settled = settle(sink); !settled)
            more = fail(std::move(settled).error());
    }
    if (!more) {
        const bool isNewStructure = m_feed->hasMetNewStructure();
        Error error = broken(more.error(), sink);
        if (!isNewStructure)
            return fail(std::move(error));
        ENGINE_TRY(followStructure(std::move(error), sink));
        more = true;
    }
    PollResult result;
    result.upTo = durable();
    result.changes = m_feed->changes() - before;
    result.more = m_more = *more;
    return result;
}

Result<> MyLogCapturer::settle(CaptureSink& sink)
{
    ENGINE_FAILPOINT("capture.poll.before_flush");
    ENGINE_TRY(m_feed->settle(sink));
    ENGINE_FAILPOINT("capture.poll.after_flush");
    return {};
}

/// True when there is more.
Result<bool> MyLogCapturer::readSome(CaptureSink& sink)
{
    const auto started = Clock::now();
    const std::uint64_t firstChange = m_feed->changes();
    std::size_t bytes = 0;
    while (bytes < kPollBytes && m_feed->changes() - firstChange < kPollChanges) {
        ENGINE_TRY_AS(const std::optional<BytesView> event, m_stream->next());
        if (event) {
            bytes += event->size();
            ENGINE_TRY(m_feed->take(*event, sink));
            continue;
        }
        const bool isBusy = bytes >= kBusyBytes || m_feed->isInTransaction();
        if (!isBusy || Clock::now() - started > kBusyTime || !m_stream->wait(kBusyWaitMs))
            return false;
    }
    return true;
}

/// The server keeps its log by age and size alone; nobody asks us.
Result<> MyLogCapturer::release(Position /*position*/)
{
    ENGINE_FAILPOINT("capture.release.before");
    ENGINE_FAILPOINT("capture.release.after");
    return {};
}

/// A sign of life: the server is asked whether it still has what will be read next. Nothing is written there.
Result<> MyLogCapturer::beat()
{
    if (++m_beats % kBeatsPerCheck != 0)
        return {};
    ENGINE_TRY(ensureSql());
    auto log = sqlResult(readMyLog(*m_sql, m_source.source.name));
    if (!log && !m_sql) { // closed while it was idle, which is found when it is used
        ENGINE_TRY(ensureSql());
        log = sqlResult(readMyLog(*m_sql, m_source.source.name));
    }
    if (!log)
        return fail(std::move(log).error());
    ENGINE_TRY(findMyPlace(*log, m_source.source.name, durable()));
    return {};
}

Result<std::optional<SourceLogState>> MyLogCapturer::readLogState()
{
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(const MyLogFiles log, sqlResult(readMyLog(*m_sql, m_source.source.name)));
    SourceLogState state;
    state.slot = log.end().file;
    state.status =
        findMyPlace(log, m_source.source.name, durable()) ? QStringLiteral("reserved") : QStringLiteral("lost");
    state.written = myPosition(log.end()).order;
    state.retainedBytes = static_cast<std::int64_t>(log.bytesBehind(durable()));
    return std::optional(state);
}

Result<PositionedSnapshot> MyLogCapturer::openSnapshot(CaptureSink& sink)
{
    ENGINE_TRY_AS(const DatasetSchema schema, readSchema());
    QStringList tables;
    for (const TableSchema& table : schema.tables)
        tables.append(table.name);
    return openSnapshotOf(tables, sink);
}

/// Whose rows of `tables` are of one place.
Result<PositionedSnapshot> MyLogCapturer::openSnapshotOf(const QStringList& tables, CaptureSink& sink)
{
    if (auto ready = ensureReading(sink); !ready)
        return fail(m_feed ? broken(ready.error(), sink) : ready.error());
    m_more = true;
    for (int attempt = 0; attempt < kSnapshotAttempts; ++attempt) {
        auto snapshot = trySnapshot(tables, sink);
        if (!snapshot) {
            if (myErrorNumber(snapshot.error()) == kMyLockTimeout) // the stream has nothing to do with it
                return fail(asSourceError(std::move(snapshot).error(), m_source.source.name));
            const bool isNewStructure = m_feed->hasMetNewStructure();
            Error error = broken(snapshot.error(), sink);
            if (!isNewStructure)
                return fail(std::move(error));
            ENGINE_TRY(followStructure(std::move(error), sink));
            ENGINE_TRY(ensureReading(sink));
            continue;
        }
        if (*snapshot == nullptr) {
            // The server shows a transaction a moment after it has logged it.
            ENGINE_TRY(ensureSql());
            ENGINE_TRY(sqlResult(m_sql->execute(QStringLiteral("DO SLEEP(%1)").arg(0.001 * (attempt + 1)))));
            continue;
        }
        ENGINE_TRY_AS(const DatasetSchema now, sqlResult(structureNow((*snapshot)->connection())));
        if (now.tables != m_source.known->tables) {
            if (!(*snapshot)->connection().isMariaDb())
                continue; // the statement is in the log behind the snapshot, where it has to be met
            ENGINE_TRY(ensureSql());
            ENGINE_TRY(takeUp(now, sink));
            m_stream.reset(); // numbers of tables that were told already are described anew
            ENGINE_TRY(ensureReading(sink));
        }
        PositionedSnapshot positioned;
        positioned.position = durable();
        positioned.snapshot = std::move(*snapshot);
        return positioned;
    }
    Error error = makeTransient(ErrorCode::Sql, QString(), QStringLiteral("looking for a snapshot"));
    error.native = QStringLiteral("none of %1 snapshots was as new as the log").arg(kSnapshotAttempts);
    return fail(asSourceError(std::move(error), m_source.source.name));
}

/// Null when it is older than what the log has told us; the next one will not be.
Result<std::unique_ptr<MySnapshot>> MyLogCapturer::trySnapshot(const QStringList& tables, CaptureSink& sink)
{
    ENGINE_TRY_AS(auto snapshot, MySnapshot::openAtPlace(m_source.connection(QStringLiteral("snapshot")), tables));
    ENGINE_FAILPOINT("capture.snapshot.opened");
    const Position place = myPosition(snapshot->place());
    if (place < m_feed->seen())
        return std::unique_ptr<MySnapshot>();
    ENGINE_TRY(readTo(place, sink));
    ENGINE_TRY(settle(sink));
    return snapshot;
}

/// Reads on until just behind `position`, where a transaction ends.
Result<> MyLogCapturer::readTo(Position position, CaptureSink& sink)
{
    auto lastEvent = Clock::now();
    while (m_feed->seen() < position) {
        if (m_source.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(const std::optional<BytesView> event, m_stream->next());
        if (event) {
            lastEvent = Clock::now();
            ENGINE_TRY(m_feed->take(*event, sink));
            continue;
        }
        if (!m_stream->wait(kReadWaitMs) && Clock::now() - lastEvent > kReadPatience)
            return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the binary log does not move")));
    }
    if (m_feed->seen() == position)
        return {};
    return fail(ErrorCode::Internal, QStringLiteral("the snapshot's place %1 is none where a transaction ends")
                                         .arg(myPlaceText(position, m_feed->file())));
}

MyConnection::Options MyLogSource::connection(const QString& purpose) const
{
    MyConnection::Options options;
    options.location = source.location;
    options.name = source.name;
    options.purpose = purpose;
    options.stop = stop;
    return options;
}

Result<std::unique_ptr<Capturer>> openMyLogCapturer(const MyLogSource& source, Position resumeAfter)
{
    auto capturer = std::make_unique<MyLogCapturer>(source, resumeAfter);
    ENGINE_TRY(capturer->connect());
    return std::unique_ptr<Capturer>(std::move(capturer));
}

} // namespace busheng
