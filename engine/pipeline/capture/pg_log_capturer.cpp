// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_log_capturer.h"

#include "engine/base/clock.h"
#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/pg_bulk_reader.h"
#include "engine/pipeline/capture/pg_capture_setup.h"
#include "engine/pipeline/capture/pg_replication_stream.h"
#include "engine/pipeline/capture/pg_transaction_feed.h"
#include "engine/pipeline/capture/source_error.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace busheng {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPollBytes = 8U << 20;
constexpr std::uint64_t kPollChanges = 50'000;
/// A source that is writing fast is read a little longer for one flush; a lone transaction never waits for another.
constexpr std::size_t kBusyBytes = 64U << 10;
constexpr auto kBusyTime = 20ms;
constexpr int kBusyWaitMs = 2;
constexpr auto kLagCheckEvery = 1s;
constexpr std::uint64_t kMostDecodedAgain = 1ULL << 30; ///< bytes of log, at each window of a bulk reading
constexpr int kSnapshotAttempts = 20;
constexpr int kFenceWaitMs = 100;
constexpr auto kFencePatience = 60s; ///< without anything coming
constexpr int kBeatsPerCheck = 30;
/// Delivered transactions whose visibility was not looked at yet; then it is.
constexpr std::size_t kMostUncovered = 65'536;

/// The log route: reads a slot of our own through pgoutput (docs/postgres-capture.md). Position: where a commit's
/// record ends, or that of one of our messages.
///
/// Two connections: one streams, one takes SQL. A failure drops the stream, and the next poll() opens it anew at the
/// sink's durable position. Far behind its source it reads the log in bulk instead, on a third connection. Thread: the
/// capture worker. Failpoints: capture.connected, capture.poll.before_flush, capture.poll.after_flush,
/// capture.release.before, capture.release.after, capture.snapshot.opened, capture.snapshot.fenced,
/// capture.tables.told, capture.structure.told, and those of PgCaptureSetup.
class PgLogCapturer final : public Capturer {
public:
    PgLogCapturer(PgLogSource source, Position resumeAfter)
        : m_source(std::move(source)), m_setup(m_source), m_resumeAfter(resumeAfter),
          m_values(m_setup.connectionOptions(), [this] { return m_stream ? m_stream->keepAlive() : Result<>(); })
    {
        if (m_source.known)
            know(*m_source.known);
    }

    Result<> connect(bool mayReadInBulk);

    Result<DatasetSchema> readSchema() override;
    Result<PollResult> poll(CaptureSink& sink) override;
    bool waitForChange(int timeoutMs) override;
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
    Result<> openStream();
    Result<> ensureReading(CaptureSink& sink);
    Result<> ensureStreaming(CaptureSink& sink);
    Result<> giveUpASlowStream(CaptureSink& sink);
    bool isBetterReadInBulk(const PgSlotState& slot, std::uint64_t readUpTo, std::uint64_t lag) const;
    Result<bool> readAndSettle(CaptureSink& sink);
    Result<bool> readSome(CaptureSink& sink);
    Result<> settle(CaptureSink& sink);
    Error broken(Error error, CaptureSink& sink);
    Result<> followStructure(Error drift, CaptureSink& sink);
    Result<bool> isStranger(const QString& table);
    Result<> tell(const DatasetSchema& schema, CaptureSink& sink);
    void know(const DatasetSchema& schema);
    PgRowBuilder rowBuilder();
    Result<> proveDelivered();
    Result<std::unique_ptr<PgSnapshot>> trySnapshot(CaptureSink& sink, int attempt);
    Result<> readToFence(CaptureSink& sink);
    Result<> emitMessage(const QString& sql, const QString& content);

    template <typename T>
    Result<T> sqlResult(Result<T> result)
    {
        if (!result && m_sql && !m_sql->isAlive())
            m_sql.reset();
        return sourced(std::move(result), m_source.source.name);
    }

    PgLogSource m_source;
    PgCaptureSetup m_setup;
    Position m_resumeAfter; ///< until there is a feed, whose durable() counts then
    std::vector<PgCapturedTable> m_captured;
    QStringList m_strangers; ///< in our publication and none of ours: of transactions that began before an alteration
    /// By table: which transactions may have begun to change it before it was in the publication.
    std::map<std::uint32_t, std::uint64_t> m_wholeFrom;
    std::unique_ptr<PgConnection> m_sql;
    std::unique_ptr<PgReplicationStream> m_stream; ///< one of these two, or none
    std::unique_ptr<PgBulkReader> m_bulk;
    PgCapturedValues m_values; ///< used by the feed
    std::optional<PgTransactionFeed> m_feed;
    Position m_released;
    std::size_t m_polledBytes = 0; ///< by the last poll
    Clock::time_point m_lastLagCheck;
    bool m_more = true;
    int m_beats = 0;
    std::uint64_t m_fences = 0;
};

PgRowBuilder PgLogCapturer::rowBuilder()
{
    m_values.setTables(m_captured);
    return {m_source.source.name, m_captured, m_source.known->types, m_strangers};
}

Result<> PgLogCapturer::ensureSql()
{
    if (m_sql && m_sql->isAlive())
        return {};
    m_sql.reset();
    ENGINE_TRY_AS(m_sql, sourced(PgConnection::open(m_setup.connectionOptions()), m_source.source.name));
    return {};
}

Result<> PgLogCapturer::connect(bool mayReadInBulk)
{
    m_stream.reset();
    m_bulk.reset();
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(PgCaptureSetup::Ready ready, sqlResult(m_setup.prepare(*m_sql, durable())));
    if (m_source.origin != ready.origin) {
        m_source.origin = ready.origin;
        m_setup = PgCaptureSetup(m_source);
    }
    const bool isNew = m_captured != ready.captured;
    m_captured = std::move(ready.captured);
    ENGINE_TRY(readSchema()); // before anything can change
    if (!m_feed)
        m_feed.emplace(rowBuilder(), m_resumeAfter);
    else if (isNew)
        m_feed->setRows(rowBuilder());
    m_feed->setValues(&m_values);
    for (const TableSchema& table : m_source.known->tables) {
        if (table.isLoading)
            m_wholeFrom.try_emplace(table.id, ready.nextXid);
    }
    if (durable().order == 0) // so that the sink knows from now on that there was a slot
        m_feed->quietUpTo({ready.slot.confirmedLsn}, systemClock().utcMs());
    m_feed->setXidNear(ready.nextXid);
    m_lastLagCheck = {};
    m_more = true;
    const std::uint64_t stands = std::max(durable().order, ready.slot.confirmedLsn);
    if (mayReadInBulk && isBetterReadInBulk(ready.slot, stands, m_source.bulkLagBytes)) {
        ENGINE_TRY_AS(m_bulk,
                      sourced(PgBulkReader::open(m_setup.connectionOptions(), m_setup.name(), m_source.bulkWindow),
                              m_source.source.name));
    }
    ENGINE_FAILPOINT("capture.connected");
    return m_bulk ? Result<>() : openStream();
}

Result<> PgLogCapturer::openStream()
{
    PgReplicationStream::Options options;
    options.connection = m_setup.connectionOptions();
    options.slot = options.publication = m_setup.name();
    options.from = durable();
    options.streams = m_source.dataset.largeColumns.isEmpty();
    ENGINE_TRY_AS(m_stream, sourced(PgReplicationStream::open(std::move(options)), m_source.source.name));
    return {};
}

Result<> PgLogCapturer::ensureReading(CaptureSink& sink)
{
    if (m_feed && m_feed->hasLeftovers())
        ENGINE_TRY(m_feed->undo(sink));
    if (!m_stream && !m_bulk)
        ENGINE_TRY(connect(true));
    if (!m_bulk || m_bulk->isInWindow())
        return {};
    if (m_bulk->hasRead()) {
        ENGINE_TRY(ensureSql());
        ENGINE_TRY_AS(const PgSlotState slot, sqlResult(readPgSlot(*m_sql, m_setup.name())));
        // A window begins where the slot stands: what is not released would be read again. The stream jumps over it.
        if (m_released < durable() || !isBetterReadInBulk(slot, durable().order, 0)) {
            m_bulk.reset();
            return openStream();
        }
    }
    return sourced(m_bulk->startWindow(m_released), m_source.source.name);
}

/// Every window decodes anew what the server keeps from before it, for as long as an old transaction is open.
bool PgLogCapturer::isBetterReadInBulk(const PgSlotState& slot, std::uint64_t readUpTo, std::uint64_t lag) const
{
    return slot.currentLsn > readUpTo + lag && readUpTo < slot.restartLsn + kMostDecodedAgain;
}

/// For what only the stream can do.
Result<> PgLogCapturer::ensureStreaming(CaptureSink& sink)
{
    if (m_bulk || (m_feed && m_feed->hasLeftovers())) {
        m_bulk.reset();
        ENGINE_TRY(m_feed->undo(sink)); // the transaction that a window was in comes again
    }
    return m_stream ? Result<>() : connect(false);
}

/// Drops the stream: what the sink holds open will be sent again from its beginning.
Error PgLogCapturer::broken(Error error, CaptureSink& sink)
{
    m_stream.reset();
    m_bulk.reset();
    if (error.code == ErrorCode::Sql)
        m_sql.reset(); // what ended one connection has ended the other, too, or will be tried again anyway
    m_more = true;
    if (auto undone = m_feed->undo(sink); !undone)
        qCWarning(logCapture) << "source" << m_source.source.name << ":" << undone.error().toString();
    return asSourceError(std::move(error), m_source.source.name);
}

/// While the stream falls behind its source, the log is better read in bulk; the next poll() will see to it. Not while
/// it sends a transaction that still runs: that would begin anew.
Result<> PgLogCapturer::giveUpASlowStream(CaptureSink& sink)
{
    if (!m_stream || m_feed->hasStreamed() || Clock::now() - m_lastLagCheck < kLagCheckEvery)
        return {};
    m_lastLagCheck = Clock::now();
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(const PgSlotState slot, readPgSlot(*m_sql, m_setup.name()));
    if (!isBetterReadInBulk(slot, m_stream->received(), 2 * m_source.bulkLagBytes))
        return {};
    m_stream.reset();
    return m_feed->undo(sink);
}

/// The drift came with the first transaction whose rows are of the new structure. All before it is in the sink; it will
/// be sent again, and is then read by the tables as they are now. A transaction that altered a table between its own
/// changes fits neither way: then the drift stands.
/// A crash in between finds the new structure in the sink and the old one at the source, and comes here again.
Result<> PgLogCapturer::followStructure(Error drift, CaptureSink& sink)
{
    const bool isListed = !m_source.dataset.largeColumns.isEmpty(); // what came to a table meanwhile was not published
    if (!m_source.followsStructure || isListed || drift.event != events::CAP_DRIFT)
        return fail(std::move(drift));
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(const bool stranger, isStranger(drift.args.value(1)));
    if (stranger) {
        m_strangers.append(drift.args.value(1));
        m_feed->setRows(rowBuilder());
        return {};
    }
    ENGINE_TRY_AS(auto now, sqlResult(m_setup.changedStructure(*m_sql, m_captured)));
    if (!now)
        return fail(std::move(drift));
    ENGINE_TRY_AS(const DatasetSchema before, readSchema());
    if (now->schema.tables != before.tables || now->schema.types != before.types) {
        now->schema.version = before.version + 1;
        ENGINE_TRY(tell(now->schema, sink));
    }
    ENGINE_FAILPOINT("capture.structure.told");
    ENGINE_TRY(sqlResult(m_setup.keepStructure(*m_sql, now->captured)));
    qCInfo(logCapture).noquote() << "source" << m_source.source.name << "has another structure, version"
                                 << m_source.known->version << ':' << drift.args.join(u' ');
    m_captured = std::move(now->captured);
    m_feed->setRows(rowBuilder());
    return {};
}

/// All of ours are there as they were captured, under their names and published: then `table` is none of them under
/// another name.
Result<bool> PgLogCapturer::isStranger(const QString& table)
{
    if (std::ranges::find(m_captured, table, &PgCapturedTable::name) != m_captured.end())
        return false;
    if (auto same = sqlResult(m_setup.requireStructure(*m_sql, m_captured)); !same)
        return same.error().code == ErrorCode::Schema ? Result<bool>(false) : fail(std::move(same).error());
    ENGINE_TRY_AS(const PgPublicationState publication,
                  sqlResult(readPgPublication(*m_sql, m_setup.name(), m_source.dataset.tables)));
    return publication.exists && publication.fault.isEmpty();
}

Result<> PgLogCapturer::tell(const DatasetSchema& schema, CaptureSink& sink)
{
    ENGINE_TRY(sink.structure(schema, durable()));
    ENGINE_TRY(sink.flush());
    know(schema);
    return {};
}

void PgLogCapturer::know(const DatasetSchema& schema)
{
    m_source.known = schema;
    m_source.dataset.tables.clear();
    for (const TableSchema& table : schema.tables)
        m_source.dataset.tables.append(table.name);
    m_setup = PgCaptureSetup(m_source);
}

/// Told first, so that the first row of a new table finds its structure; the publication is altered when the stream
/// opens anew, and, after a crash, too. What transactions did to the table that began before, its rows are loaded with.
Result<> PgLogCapturer::setTables(const QStringList& tables, CaptureSink& sink)
{
    ENGINE_TRY_AS(const DatasetSchema before, readSchema());
    QStringList wanted;
    for (const QString& table : tables)
        wanted.append(pgQualified(table));
    wanted.removeDuplicates();
    const bool same = wanted.size() == static_cast<qsizetype>(before.tables.size()) &&
                      std::ranges::all_of(wanted, [&](const QString& table) { return before.table(table) != nullptr; });
    if (same)
        return {};
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(const PgCaptureSetup::Structure now,
                  sqlResult(m_setup.withTables(*m_sql, before, m_captured, wanted)));
    // Refused later, it would stop the tables that flow.
    ENGINE_TRY(sqlResult(requireMayAlterPgPublication(*m_sql, m_source.source.name, m_setup.name(), now.captured)));
    m_stream.reset();
    m_bulk.reset();
    m_more = true;
    ENGINE_TRY(m_feed->undo(sink));
    ENGINE_TRY(tell(now.schema, sink));
    std::erase_if(m_wholeFrom, [&before](const auto& item) { return before.table(item.first) == nullptr; });
    ENGINE_FAILPOINT("capture.tables.told");
    qCInfo(logCapture).noquote() << "source" << m_source.source.name << "is of" << wanted.size() << "tables, version"
                                 << now.schema.version;
    return connect(true);
}

Result<> PgLogCapturer::setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink)
{
    ENGINE_TRY_AS(DatasetSchema schema, readSchema());
    const auto table = std::ranges::find(schema.tables, tableId, &TableSchema::id);
    if (table == schema.tables.end() || table->isLoading == isLoading)
        return {};
    ENGINE_TRY(ensureSql());
    if (isLoading)
        ENGINE_TRY(sqlResult(m_setup.requireLoadable(*m_sql, *table)));
    table->isLoading = isLoading;
    ++schema.version;
    ENGINE_TRY(tell(schema, sink));
    m_wholeFrom.erase(tableId); // it has been in the publication all the time
    return {};
}

Result<std::optional<PositionedSnapshot>> PgLogCapturer::openTableSnapshot(std::uint32_t tableId, CaptureSink& sink)
{
    if (const auto whole = m_wholeFrom.find(tableId); whole != m_wholeFrom.end()) {
        ENGINE_TRY(ensureSql());
        ENGINE_TRY_AS(const QString text,
                      sqlResult(m_sql->queryText(QStringLiteral("SELECT pg_catalog.pg_current_snapshot()"))));
        ENGINE_TRY_AS(const PgVisibility now, PgVisibility::parse(text));
        if (now.xmin < whole->second)
            return std::optional<PositionedSnapshot>();
        m_wholeFrom.erase(whole);
    }
    ENGINE_TRY_AS(PositionedSnapshot snapshot, openSnapshot(sink));
    return std::optional(std::move(snapshot));
}

Result<std::optional<SourceLogState>> PgLogCapturer::readLogState()
{
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(const PgSlotState slot, sqlResult(readPgSlot(*m_sql, m_setup.name())));
    return std::optional(
        SourceLogState{m_setup.name(), slot.walStatus, slot.currentLsn, slot.retainedBytes(), slot.safeWalBytes});
}

Result<DatasetSchema> PgLogCapturer::readSchema()
{
    if (!m_source.known) {
        ENGINE_TRY(ensureSql());
        ENGINE_TRY_AS(const DatasetSchema read, sqlResult(m_setup.readSchema(*m_sql)));
        know(read);
    }
    return *m_source.known;
}

Result<PollResult> PgLogCapturer::poll(CaptureSink& sink)
{
    m_more = true; // until it has looked and found otherwise
    if (auto ready = ensureReading(sink); !ready)
        return fail(m_feed ? broken(ready.error(), sink) : ready.error());
    const std::uint64_t before = m_feed->changes();
    auto more = readAndSettle(sink);
    if (!more) {
        ENGINE_TRY(followStructure(broken(more.error(), sink), sink));
        more = true;
    }
    ENGINE_TRY(proveDelivered());
    PollResult result;
    result.upTo = durable();
    result.changes = m_feed->changes() - before;
    result.more = m_more = *more;
    return result;
}

/// True when there is more.
Result<bool> PgLogCapturer::readAndSettle(CaptureSink& sink)
{
    ENGINE_TRY(m_feed->releaseHeld(sink));
    ENGINE_TRY_AS(const bool more, readSome(sink));
    if (m_stream && !more) {
        if (const auto asked = m_stream->takeQuestion(); asked && !m_feed->isInTransaction())
            m_feed->quietUpTo(*asked, systemClock().utcMs());
    }
    ENGINE_TRY(settle(sink));
    if (m_polledBytes >= kBusyBytes)
        ENGINE_TRY(giveUpASlowStream(sink));
    return more;
}

Result<bool> PgLogCapturer::readSome(CaptureSink& sink)
{
    const auto started = Clock::now();
    const std::uint64_t firstChange = m_feed->changes();
    std::size_t& bytes = m_polledBytes;
    bytes = 0;
    while (bytes < kPollBytes && m_feed->changes() - firstChange < kPollChanges) {
        ENGINE_TRY_AS(const std::optional<BytesView> message, m_bulk ? m_bulk->next() : m_stream->next());
        if (message) {
            bytes += message->size();
            ENGINE_TRY(m_feed->take(*message, sink));
            continue;
        }
        if (m_bulk) {
            if (m_bulk->hasReachedEnd()) {
                m_bulk.reset();
                ENGINE_TRY(openStream());
            }
            return true;
        }
        const bool isBusy = bytes >= kBusyBytes || m_feed->isInTransaction();
        if (!isBusy || Clock::now() - started > kBusyTime || !m_stream->wait(kBusyWaitMs))
            return false;
    }
    return true;
}

Result<> PgLogCapturer::settle(CaptureSink& sink)
{
    ENGINE_FAILPOINT("capture.poll.before_flush");
    ENGINE_TRY(m_feed->settle(sink));
    ENGINE_FAILPOINT("capture.poll.after_flush");
    return {};
}

/// Keeps the list of what a snapshot must see short.
Result<> PgLogCapturer::proveDelivered()
{
    if (m_feed->deliveredSinceCovered() < kMostUncovered)
        return {};
    ENGINE_TRY(ensureSql());
    ENGINE_TRY_AS(const QString snapshot, sqlResult(m_sql->queryText(QStringLiteral("SELECT pg_current_snapshot()"))));
    ENGINE_TRY_AS(const PgVisibility visibility, PgVisibility::parse(snapshot));
    m_feed->isCoveredBy(visibility);
    return {};
}

bool PgLogCapturer::waitForChange(int timeoutMs)
{
    return m_more || !m_stream || m_feed->hasHeld() || m_stream->wait(timeoutMs);
}

Result<> PgLogCapturer::release(Position position)
{
    ENGINE_FAILPOINT("capture.release.before");
    m_released = std::max(m_released, std::min(position, durable()));
    if (m_stream)
        ENGINE_TRY(sourced(m_stream->confirm(m_released), m_source.source.name));
    ENGINE_FAILPOINT("capture.release.after");
    return {};
}

Result<> PgLogCapturer::beat()
{
    ENGINE_TRY(ensureSql());
    if (++m_beats % kBeatsPerCheck == 0)
        ENGINE_TRY(sqlResult(m_setup.checkHealth(*m_sql, durable())));
    return emitMessage(kPgBeatSql, QString::number(systemClock().utcMs()));
}

/// A connection that the server closed while it was idle is only found so when it is used: then once more. Two messages
/// instead of one hurt nobody.
Result<> PgLogCapturer::emitMessage(const QString& sql, const QString& content)
{
    auto emitted = m_sql->query(sql, {content});
    if (!emitted && !m_sql->isAlive()) {
        ENGINE_TRY(ensureSql());
        emitted = m_sql->query(sql, {content});
    }
    ENGINE_TRY(sqlResult(std::move(emitted)));
    return {};
}

Result<PositionedSnapshot> PgLogCapturer::openSnapshot(CaptureSink& sink)
{
    ENGINE_TRY(ensureStreaming(sink));
    m_more = true; // what follows the fence may be here already
    for (int attempt = 0; attempt < kSnapshotAttempts; ++attempt) {
        auto snapshot = trySnapshot(sink, attempt);
        if (!snapshot)
            return fail(broken(snapshot.error(), sink));
        if (*snapshot == nullptr)
            continue;
        if (auto same = sqlResult(m_setup.requireStructure((*snapshot)->connection(), m_captured)); !same) {
            ENGINE_TRY(followStructure(broken(same.error(), sink), sink));
            ENGINE_TRY(ensureStreaming(sink));
            continue;
        }
        // What was sent before may be newer than the snapshot, and whoever begins with it has not seen it.
        m_values.forget();
        (*snapshot)->setLargeColumns(pgLargeColumns(m_captured));
        return PositionedSnapshot{std::move(*snapshot), durable()};
    }
    Error error = makeTransient(ErrorCode::Sql, QString(), QStringLiteral("looking for a snapshot"));
    error.native = QStringLiteral("no snapshot in %1 was a place in the change stream: too many transactions commit at "
                                  "once")
                       .arg(kSnapshotAttempts);
    return fail(asSourceError(std::move(error), m_source.source.name));
}

/// Null when this snapshot is no place in the stream; the next one may be.
Result<std::unique_ptr<PgSnapshot>> PgLogCapturer::trySnapshot(CaptureSink& sink, int attempt)
{
    ENGINE_TRY(ensureSql());
    ENGINE_TRY(m_feed->releaseHeld(sink));
    PgConnection::Options options = m_setup.connectionOptions();
    options.purpose = QStringLiteral("snapshot ") + m_setup.name();
    ENGINE_TRY_AS(auto snapshot, PgSnapshot::open(options));
    ENGINE_FAILPOINT("capture.snapshot.opened");
    if (!m_feed->isCoveredBy(snapshot->visibility())) {
        // The server shows a transaction a moment after it has logged its commit.
        ENGINE_TRY(sqlResult(m_sql->query(QStringLiteral("SELECT pg_catalog.pg_sleep(%1)").arg(0.001 * attempt))));
        return std::unique_ptr<PgSnapshot>();
    }
    const QString nonce =
        QStringLiteral("%1-%2-%3").arg(m_setup.name()).arg(systemClock().monotonicNs()).arg(++m_fences);
    m_feed->watch(snapshot->visibility(), nonce.toStdString());
    ENGINE_TRY(emitMessage(kPgFenceSql, nonce));
    ENGINE_TRY(readToFence(sink));
    const bool isPlace = m_feed->sawFence() && !m_feed->isDisordered();
    m_feed->unwatch();
    if (!isPlace)
        return std::unique_ptr<PgSnapshot>();
    ENGINE_FAILPOINT("capture.snapshot.fenced");
    ENGINE_TRY(settle(sink));
    return snapshot;
}

Result<> PgLogCapturer::readToFence(CaptureSink& sink)
{
    auto lastMessage = Clock::now();
    while (!m_feed->sawFence() && !m_feed->isDisordered()) {
        if (m_source.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(const std::optional<BytesView> message, m_stream->next());
        if (message) {
            lastMessage = Clock::now();
            ENGINE_TRY(m_feed->take(*message, sink));
            continue;
        }
        if (!m_stream->wait(kFenceWaitMs) && Clock::now() - lastMessage > kFencePatience)
            return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the change stream does not move")));
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Capturer>> openPgLogCapturer(const PgLogSource& source, Position resumeAfter)
{
    auto capturer = std::make_unique<PgLogCapturer>(source, resumeAfter);
    ENGINE_TRY(capturer->connect(true));
    return std::unique_ptr<Capturer>(std::move(capturer));
}

Result<> uninstallPgCapture(const PgLogSource& source)
{
    const PgCaptureSetup setup(source);
    ENGINE_TRY_AS(const auto connection, sourced(PgConnection::open(setup.connectionOptions()), source.source.name));
    return sourced(setup.remove(*connection), source.source.name);
}

} // namespace busheng
