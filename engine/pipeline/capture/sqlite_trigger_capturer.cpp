// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/sqlite_trigger_capturer.h"

#include "engine/base/clock.h"
#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/db/sqlite/sqlite_transaction.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/source_error.h"
#include "engine/pipeline/capture/sqlite_capture_check.h"
#include "engine/pipeline/capture/sqlite_change_reader.h"
#include "engine/pipeline/capture/table_exchange.h"

#include <QDeadlineTimer>
#include <QSet>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace busheng {
namespace {

/// The structure is checked when SQLite says that it changed, and now and then because somebody may have set that back.
constexpr std::uint64_t kPollsPerCheck = 64;
constexpr std::chrono::milliseconds kNap{15};
constexpr int kPatienceMs = 5000;
constexpr int kShortPatienceMs = 200;

Result<std::unique_ptr<SqliteDatabase>> openSource(const DatabaseConfig& source)
{
    ENGINE_TRY_AS(auto database, sourced(SqliteDatabase::open(source.location, SqliteDatabase::OpenMode::ReadWrite,
                                                              source.name, kPatienceMs),
                                         source.name));
    ENGINE_TRY_AS(const QString encoding, sourced(database->queryText(QStringLiteral("PRAGMA encoding")), source.name));
    if (encoding != QStringLiteral("UTF-8"))
        return fail(makeEvent(ErrorCode::Schema, events::SRC_ENCODING, {source.name, encoding},
                              QStringLiteral("source %1 is encoded as %2").arg(source.name, encoding)));
    return database;
}

void switchToWal(SqliteDatabase& database)
{
    const auto mode = database.queryText(QStringLiteral("PRAGMA journal_mode = WAL"));
    if (!mode || *mode != QStringLiteral("wal"))
        qCWarning(logCapture) << "source" << database.name()
                              << "stays out of WAL mode: snapshots will keep writers waiting";
}

bool isBroken(const Error& error)
{
    return error.code == ErrorCode::Sql || error.code == ErrorCode::Corrupt || error.code == ErrorCode::Schema;
}

} // namespace

SqliteTriggerCapturer::SqliteTriggerCapturer(DatabaseConfig source, DatasetConfig dataset, Position resumeAfter,
                                             std::optional<DatasetSchema> known)
    : m_source(std::move(source)), m_dataset(std::move(dataset)), m_last(resumeAfter), m_schema(std::move(known))
{
}

SqliteTriggerCapturer::~SqliteTriggerCapturer() = default;

Result<> SqliteTriggerCapturer::connect()
{
    m_connection.reset();
    Connection connection;
    ENGINE_TRY_AS(connection.database, openSource(m_source));
    switchToWal(*connection.database);
    connection.store = std::make_unique<SqliteCaptureStore>(*connection.database, m_dataset.name);
    QStringList tables = m_dataset.tables;
    if (m_schema) // tables that are new to the dataset come when it is told
        tables.removeIf([this](const QString& table) { return m_schema->table(table) == nullptr; });
    ENGINE_TRY_AS(DatasetSchema schema, sourced(connection.store->install(tables, leaving(), m_last), m_source.name));
    ENGINE_FAILPOINT("capture.installed");
    ENGINE_TRY_AS(const SqliteCaptureStore::State state, sourced(connection.store->state(), m_source.name));
    if (m_last.order == 0)
        m_last.order = state.started;
    if (!m_schema)
        m_schema = std::move(schema);
    m_leavesBehind = false; // install() saw to it
    m_connection = std::move(connection);
    m_more = true;
    return {};
}

Result<> SqliteTriggerCapturer::ensureConnected()
{
    if (m_connection && m_connection->database->fileMoved()) {
        qCWarning(logCapture) << "the file of source" << m_source.name << "was replaced, opening it anew";
        m_connection.reset();
    }
    return m_connection ? Result<>() : connect();
}

/// Runs a small write that can as well be done later: a source whose writers leave no gap must not stop the reading.
Result<> SqliteTriggerCapturer::writeWhenFree(const std::function<Result<>(SqliteCaptureStore&)>& write)
{
    ENGINE_TRY(setPatience(kShortPatienceMs));
    auto written = write(*m_connection->store);
    ENGINE_TRY(setPatience(kPatienceMs));
    if (!written && written.error().code == ErrorCode::Sql && written.error().transient) {
        qCDebug(logCapture) << "source" << m_source.name << "is busy:" << written.error().toString();
        return {};
    }
    return guarded(std::move(written));
}

/// How long a statement waits for the source's writers.
Result<> SqliteTriggerCapturer::setPatience(int ms)
{
    return guarded(m_connection->database->execute(QStringLiteral("PRAGMA busy_timeout = %1").arg(ms)));
}

Result<> SqliteTriggerCapturer::guarded(Result<> result)
{
    if (result)
        return result;
    if (isBroken(result.error()))
        m_connection.reset();
    return sourced(std::move(result), m_source.name);
}

Result<DatasetSchema> SqliteTriggerCapturer::readSchema()
{
    ENGINE_TRY(ensureConnected());
    return *m_schema;
}

/// Tables that the dataset is still of for its readers, but is not to be of.
QStringList SqliteTriggerCapturer::leaving() const
{
    QStringList names = m_schema ? namesOf(*m_schema) : QStringList();
    names.removeIf([this](const QString& table) { return m_dataset.tables.contains(table); });
    return names;
}

Result<> SqliteTriggerCapturer::setTables(const QStringList& tables, CaptureSink& sink)
{
    ENGINE_TRY(ensureConnected());
    const QStringList told = namesOf(*m_schema);
    const QStringList before = m_dataset.tables;
    becomeOf(tables);
    if (QSet<QString>(told.begin(), told.end()) == QSet<QString>(tables.begin(), tables.end()))
        return {};
    auto exchanged = exchangeTables(tables, sink);
    if (!exchanged)
        becomeOf(before);
    return exchanged;
}

/// Which tables are checked follows from it.
void SqliteTriggerCapturer::becomeOf(const QStringList& tables)
{
    if (m_dataset.tables != tables && m_connection)
        m_connection->schemaVersion = -1;
    m_dataset.tables = tables;
}

/// Triggers are at a table before readers know that it comes, so that no change is missed between its rows and the
/// stream; those of a table that goes are taken away behind, which waits for nobody. After a crash in between,
/// connect() clears up.
Result<> SqliteTriggerCapturer::exchangeTables(const QStringList& tables, CaptureSink& sink)
{
    m_leavesBehind = true; // whatever comes of it
    QStringList come = tables;
    come.removeIf([this](const QString& table) { return m_schema->table(table) != nullptr; });
    DatasetSchema wanted = *m_schema;
    std::erase_if(wanted.tables, [&tables](const TableSchema& table) { return !tables.contains(table.name); });
    if (!come.isEmpty()) {
        ENGINE_TRY(setPatience(kShortPatienceMs));
        auto installed = sourced(m_connection->store->install(tables, leaving(), m_last), m_source.name);
        ENGINE_TRY(setPatience(kPatienceMs));
        // The tables that it has go on; a source that is away is noticed by the next look.
        if (!installed && (installed.error().code == ErrorCode::Sql || installed.error().code == ErrorCode::Storage))
            return fail(notNow(m_source.name, come.join(QStringLiteral(", ")), installed.error().native));
        ENGINE_TRY_AS(wanted, std::move(installed));
    }
    ENGINE_FAILPOINT("capture.tables.exchanged");
    ENGINE_TRY(tell(exchangedTables(*m_schema, std::move(wanted)), sink));
    if (const auto forgotten = forgetOthers(); !forgotten)
        qCWarning(logCapture).noquote() << "source" << m_source.name
                                        << "keeps what is ours at a table:" << forgotten.error().toString();
    return {};
}

Result<> SqliteTriggerCapturer::setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink)
{
    ENGINE_TRY_AS(DatasetSchema schema, readSchema());
    const auto table = std::ranges::find(schema.tables, tableId, &TableSchema::id);
    if (table == schema.tables.end() || table->isLoading == isLoading)
        return {};
    table->isLoading = isLoading;
    return tell(std::move(schema), sink);
}

Result<> SqliteTriggerCapturer::tell(DatasetSchema schema, CaptureSink& sink)
{
    schema.version = m_schema->version + 1;
    ENGINE_TRY(sink.structure(schema, m_last));
    ENGINE_TRY(sink.flush());
    ENGINE_FAILPOINT("capture.tables.told");
    m_schema = std::move(schema);
    m_connection->schemaVersion = -1; // numbers are read anew
    return {};
}

/// Later, where the source's writers leave no gap now.
Result<> SqliteTriggerCapturer::forgetOthers()
{
    return writeWhenFree([this](SqliteCaptureStore& store) -> Result<> {
        ENGINE_TRY(store.forgetOthers(namesOf(*m_schema)));
        m_leavesBehind = false;
        return {};
    });
}

Result<PollResult> SqliteTriggerCapturer::poll(CaptureSink& sink)
{
    return readOn(sink, UINT64_MAX);
}

/// Up to `most` at most.
Result<PollResult> SqliteTriggerCapturer::readOn(CaptureSink& sink, std::uint64_t most)
{
    m_more = true; // until it has looked and found otherwise
    ENGINE_TRY(ensureConnected());
    auto read = readStretch(sink, most);
    if (!read) {
        if (isBroken(read.error()))
            m_connection.reset();
        return fail(read.error());
    }
    if (read->upTo > m_last) {
        ENGINE_FAILPOINT("capture.poll.before_flush");
        ENGINE_TRY(endInSink(sink, *read)); // with the flush one step: the sink undoes both when either fails
        ENGINE_TRY(sink.flush());
        m_last = read->upTo;
        ENGINE_FAILPOINT("capture.poll.after_flush");
    }
    if (read->renewTriggers) {
        qCWarning(logCapture) << "source" << m_source.name
                              << "has younger triggers on captured tables, making ours anew";
        ENGINE_TRY(guarded(m_connection->store->renewTriggers(*m_schema, m_connection->numbers, leaving())));
    }
    PollResult result;
    result.upTo = m_last;
    result.changes = read->changes;
    result.more = read->newest > m_last.order;
    m_more = result.more;
    return result;
}

/// Reads one snapshot up to its end or `most`, where a commit ends, and gives its changes to the sink as an open
/// transaction.
Result<SqliteTriggerCapturer::Stretch> SqliteTriggerCapturer::readStretch(CaptureSink& sink, std::uint64_t most)
{
    SqliteDatabase& database = *m_connection->database;
    Stretch stretch;
    ENGINE_TRY_AS(const auto transaction, sourced(SqliteTransaction::begin(database, false), m_source.name));
    ENGINE_TRY_AS(m_connection->dataVersion,
                  sourced(database.queryInteger(QStringLiteral("PRAGMA data_version")), m_source.name));
    ENGINE_TRY_AS(const SqliteCaptureStore::State state, sourced(m_connection->store->state(), m_source.name));
    ENGINE_TRY(m_connection->store->requireHeld(state, m_last));
    ENGINE_TRY(checkHealth(state, stretch));
    stretch.newest = state.newest;
    stretch.upTo.order = std::min(state.newest, most);
    if (stretch.upTo > m_last) {
        auto done = readInto(sink, stretch);
        if (!done) {
            // When the sink failed it must be left alone; what it holds open is offered again under the same id.
            if (stretch.open && !stretch.sinkFailed)
                static_cast<void>(sink.abort(*stretch.open, *stretch.open));
            return fail(done.error());
        }
    }
    return stretch;
}

Result<> SqliteTriggerCapturer::readInto(CaptureSink& sink, Stretch& stretch)
{
    const auto toSink = [&](Result<> result) {
        stretch.sinkFailed = stretch.sinkFailed || !result;
        return result;
    };
    SqliteChangeReader reader(*m_connection->database, *m_schema, m_connection->numbers);
    ENGINE_TRY_AS(const SqliteChangeReader::Summary summary,
                  reader.read(m_last, stretch.upTo,
                              [&](std::uint64_t firstChange, BytesView block, std::uint32_t count) -> Result<> {
                                  if (!stretch.open) {
                                      ENGINE_TRY(toSink(sink.begin(firstChange)));
                                      stretch.open = firstChange;
                                  }
                                  return toSink(sink.operations(*stretch.open, *stretch.open, block, count));
                              }));
    stretch.changes = summary.changes;
    stretch.beatUtcMs = summary.beatUtcMs;
    return {};
}

Result<> SqliteTriggerCapturer::checkHealth(const SqliteCaptureStore::State& state, Stretch& stretch)
{
    if (state.guardUp)
        return fail(triggerOff(m_source.name, QStringLiteral("busheng_guard"),
                               QStringLiteral("the guard was left up: no trigger writes")));
    ENGINE_TRY_AS(
        const std::int64_t version,
        sourced(m_connection->database->queryInteger(QStringLiteral("PRAGMA schema_version")), m_source.name));
    if (version == m_connection->schemaVersion && ++m_polls % kPollsPerCheck != 0)
        return {};
    ENGINE_TRY_AS(
        CaptureHealth health,
        sourced(checkSqliteCapture(*m_connection->database, m_dataset.name, *m_schema, leaving()), m_source.name));
    m_connection->numbers = std::move(health.numbers);
    m_connection->schemaVersion = version;
    stretch.renewTriggers = health.overtaken;
    return {};
}

Result<> SqliteTriggerCapturer::endInSink(CaptureSink& sink, const Stretch& stretch)
{
    const qint64 nowUtcMs = systemClock().utcMs();
    if (stretch.open)
        return sink.commit(*stretch.open, stretch.upTo, nowUtcMs);
    return sink.heartbeat(stretch.upTo, stretch.beatUtcMs.value_or(nowUtcMs));
}

bool SqliteTriggerCapturer::waitForChange(int timeoutMs)
{
    // Another process' commit can only be seen by looking: a comparison in shared memory, without a lock.
    const QDeadlineTimer deadline(timeoutMs);
    while (!m_more) {
        if (m_connection) {
            const auto version = m_connection->database->queryInteger(QStringLiteral("PRAGMA data_version"));
            if (!version || *version != m_connection->dataVersion || m_connection->database->fileMoved())
                return true; // poll() will say what it is
        }
        if (deadline.hasExpired())
            return false;
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(kNap, deadline.remainingTimeAsDuration()));
    }
    return true;
}

Result<> SqliteTriggerCapturer::release(Position position)
{
    ENGINE_TRY(ensureConnected());
    ENGINE_FAILPOINT("capture.release.before");
    if (m_leavesBehind)
        ENGINE_TRY(forgetOthers());
    ENGINE_TRY(writeWhenFree([&](SqliteCaptureStore& store) { return store.release(std::min(position, m_last)); }));
    ENGINE_FAILPOINT("capture.release.after");
    return {};
}

/// The stream stands at it when it is given out: a structure that is told later is behind it, whatever happens to this
/// capturer meanwhile.
Result<PositionedSnapshot> SqliteTriggerCapturer::openSnapshot(CaptureSink& sink)
{
    ENGINE_TRY(ensureConnected());
    ENGINE_TRY_AS(auto snapshot, sourced(SqliteSnapshot::open(m_source.location, m_source.name), m_source.name));
    // The structure and the position are read in the snapshot itself, so that all three belong together.
    SqliteCaptureStore store(snapshot->database(), m_dataset.name);
    ENGINE_TRY_AS(const SqliteCaptureStore::State state, sourced(store.state(), m_source.name));
    ENGINE_TRY(store.requireHeld(state, m_last));
    ENGINE_TRY(sourced(checkSqliteCapture(snapshot->database(), m_dataset.name, *m_schema, leaving()), m_source.name));
    if (m_last.order < state.newest)
        ENGINE_TRY(readOn(sink, state.newest));
    if (m_last.order != state.newest)
        return fail(makeTransient(ErrorCode::Sql, QString(),
                                  QStringLiteral("source %1 was replaced while it was read").arg(m_source.name)));
    PositionedSnapshot positioned;
    positioned.position = m_last;
    positioned.snapshot = std::move(snapshot);
    return positioned;
}

Result<> SqliteTriggerCapturer::beat()
{
    ENGINE_TRY(ensureConnected());
    ENGINE_TRY(writeWhenFree([](SqliteCaptureStore& store) { return store.beat(systemClock().utcMs()); }));
    m_more = true;
    return {};
}

Result<std::unique_ptr<Capturer>> openSqliteTriggerCapturer(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                            Position resumeAfter, std::optional<DatasetSchema> known)
{
    auto capturer = std::make_unique<SqliteTriggerCapturer>(source, dataset, resumeAfter, std::move(known));
    ENGINE_TRY(capturer->connect());
    return std::unique_ptr<Capturer>(std::move(capturer));
}

Result<> uninstallSqliteCapture(const DatabaseConfig& source, const DatasetConfig& dataset)
{
    ENGINE_TRY_AS(const auto database, openSource(source));
    SqliteCaptureStore store(*database, dataset.name);
    return sourced(store.uninstall(), source.name);
}

} // namespace busheng
