// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/publication.h"

#include "engine/base/log.h"
#include "engine/host/storage_fault.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kSightingsKept = 4096;
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr double kNsPerHour = 3.6e12;
constexpr int kMinutesPerHour = 60;
constexpr std::int64_t kLogRateOverNs = 3'600'000'000'000; ///< the source's rate is that of the last hour
constexpr std::int64_t kLogRateAtLeastNs = 60'000'000'000; ///< and of a minute at least

} // namespace

Publication::Publication(Options options, std::unique_ptr<LogCache> cache, OpenCapturer openCapturer, Context context)
    : m_name(std::move(options.name)), m_cache(std::move(cache)), m_journalPath(std::move(options.journalPath)),
      m_loader(m_name), m_openCapturer(std::move(openCapturer)), m_context(std::move(context)),
      m_wantedTables(std::move(options.tables)),
      m_pollUpTo([this](Position position) { return pollUpTo(position, m_stop); })
{
    m_status.cached = m_cache->durablePosition();
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("cap.") + m_name, [this](std::stop_token stop) { run(stop); },
        [this](const Error& error) { setError(error); });
}

Publication::~Publication()
{
    m_thread->requestStop();
    m_mailbox.wake();
}

void Publication::requestSnapshot(OnLoadStart onSnapshot)
{
    m_mailbox.post([this, onSnapshot = std::move(onSnapshot)] {
        onSnapshot([&]() -> Result<LoadStart> {
            if (!m_capturer)
                return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the source is not open")));
            ENGINE_TRY_AS(PositionedSnapshot snapshot, m_capturer->openSnapshot(*m_cache));
            noteStructure();
            const std::optional<DatasetSchema> structure = schema();
            if (!structure)
                return fail(
                    makeTransient(ErrorCode::Schema, QString(), QStringLiteral("the structure has not been read")));
            return LoadStart{std::move(snapshot), *structure};
        }());
    });
}

void Publication::requestMark(std::uint64_t markId, OnSnapshot onSnapshot)
{
    m_mailbox.post([this, markId, onSnapshot = std::move(onSnapshot)] {
        auto marked = [&]() -> Result<PositionedSnapshot> {
            if (!m_capturer)
                return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the source is not open")));
            ENGINE_TRY_AS(PositionedSnapshot snapshot, m_capturer->openSnapshot(*m_cache));
            ENGINE_TRY(pollUpTo(snapshot.position, m_stop));
            ENGINE_TRY(m_cache->mark(markId, snapshot.position));
            ENGINE_TRY(m_cache->flush());
            return snapshot;
        }();
        m_context.onProgress();
        onSnapshot(std::move(marked));
    });
}

void Publication::requestRepair(std::vector<RowKey> rows, std::shared_ptr<const DatasetProjection> part,
                                std::function<void(Result<>)> onDone)
{
    m_mailbox.post([this, rows = std::move(rows), part = std::move(part), onDone = std::move(onDone)] {
        auto done = makeRepair(rows, part.get(), m_stop);
        m_context.onProgress();
        onDone(std::move(done));
    });
}

void Publication::setTables(const QStringList& tables)
{
    m_mailbox.post([this, tables] {
        m_wantedTables = tables;
        m_tablesRefused.reset();
        m_followsTables = false;
    });
}

void Publication::requestLook()
{
    m_mailbox.post([this] {
        if (m_capturer)
            m_capturer->lookNow();
    });
}

void Publication::reopenCapturer(OpenCapturer openCapturer)
{
    m_mailbox.post([this, openCapturer = std::move(openCapturer)] {
        m_openCapturer = openCapturer;
        closeCapturer();
    });
}

void Publication::requestTableLoad(const QString& table)
{
    m_mailbox.post([this, table] {
        auto begun = [&]() -> Result<> {
            if (!m_capturer)
                return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the source is not open")));
            const std::optional<DatasetSchema> structure = schema();
            if (!structure)
                return fail(
                    makeTransient(ErrorCode::Schema, QString(), QStringLiteral("the structure has not been read")));
            return m_loader.begin(*structure, table, loadSource());
        }();
        if (begun)
            m_context.onRecovered(); // of an earlier request that was refused
        else
            m_context.onError(begun.error());
        noteStructure();
    });
}

TableLoader::Source Publication::loadSource()
{
    Position sealed{UINT64_MAX};
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [stream, position] : m_sealed)
            sealed = std::min(sealed, position);
    }
    return {*m_capturer, *m_cache, m_pollUpTo, sealed};
}

/// Makes the dataset of the tables that the configuration has. What is refused for good is tried again after a while:
/// a person may have mended it at the source.
Result<> Publication::followTables()
{
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    const bool isPause =
        m_tablesRefused && nowNs - m_tablesTriedNs < std::chrono::nanoseconds(tuning::kTablesRetryEvery).count();
    if (m_wantedTables.isEmpty() || m_followsTables || isPause)
        return {};
    m_tablesTriedNs = nowNs;
    auto followed = m_capturer->setTables(m_wantedTables, *m_cache);
    noteStructure();
    if (!followed && !followed.error().transient) {
        m_tablesRefused = followed.error();
        setError(followed.error());
        const std::lock_guard lock(m_mutex);
        m_status.capturing = true; // as it was
        return {};
    }
    ENGINE_TRY(std::move(followed));
    m_tablesRefused.reset();
    m_followsTables = true;
    return {};
}

bool Publication::isLoadingTables()
{
    const std::lock_guard lock(m_mutex);
    return m_schema && (std::ranges::any_of(m_schema->tables, &TableSchema::isLoading) || !m_status.loading.empty());
}

Result<bool> Publication::loadTables()
{
    if (!isLoadingTables())
        return false;
    const std::optional<DatasetSchema> structure = schema();
    if (!structure)
        return false;
    auto moved = m_loader.step(*structure, loadSource());
    noteStructure();
    if (moved && *moved)
        m_context.onProgress();
    const std::lock_guard lock(m_mutex);
    m_status.loading = m_loader.progress();
    return moved;
}

Result<> Publication::makeRepair(const std::vector<RowKey>& rows, const DatasetProjection* part, std::stop_token stop)
{
    if (!m_capturer)
        return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the source is not open")));
    const std::optional<DatasetSchema> structure = schema();
    if (!structure)
        return fail(makeTransient(ErrorCode::Schema, QString(), QStringLiteral("the structure has not been read")));
    ENGINE_TRY_AS(PositionedSnapshot snapshot, m_capturer->openSnapshot(*m_cache));
    ENGINE_TRY(pollUpTo(snapshot.position, stop));
    ENGINE_TRY(writeRepair(*snapshot.snapshot, snapshot.position, *structure, rows, part, *m_cache));
    return m_cache->flush();
}

void Publication::requestRows(std::shared_ptr<const DatasetSchema> tables, std::vector<RowKey> rows, OnRows onRows)
{
    m_mailbox.post([this, tables = std::move(tables), rows = std::move(rows), onRows = std::move(onRows)] {
        onRows(readRows(*tables, rows));
    });
}

Result<std::vector<Bytes>> Publication::readRows(const DatasetSchema& tables, const std::vector<RowKey>& rows)
{
    if (!m_capturer)
        return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the source is not open")));
    // Not just any snapshot: a commit is in the log, and so here, before others see it.
    ENGINE_TRY_AS(const PositionedSnapshot snapshot, m_capturer->openSnapshot(*m_cache));
    std::vector<Bytes> found;
    for (const RowKey& row : rows) {
        const TableSchema* table = tables.table(row.tableId);
        if (table == nullptr)
            return fail(ErrorCode::Internal, QStringLiteral("a row of table %1 was asked for").arg(row.tableId));
        ENGINE_TRY_AS(Bytes whole, snapshot.snapshot->fetch(*table, row.key));
        found.push_back(std::move(whole));
    }
    return found;
}

std::optional<DatasetSchema> Publication::schema() const
{
    const std::lock_guard lock(m_mutex);
    return m_schema;
}

void Publication::setNeededFrom(const QString& stream, std::uint64_t record)
{
    const std::lock_guard lock(m_mutex);
    m_neededFrom[stream] = record;
}

void Publication::forgetStream(const QString& stream)
{
    const std::lock_guard lock(m_mutex);
    m_neededFrom.erase(stream);
    m_lastLagMs.erase(stream);
    m_applied.erase(stream);
    m_sealed.erase(stream);
}

void Publication::noteSealed(const QString& stream, Position position)
{
    const std::lock_guard lock(m_mutex);
    m_sealed[stream] = position;
}

Publication::Status Publication::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void Publication::noteApplied(const QString& stream, Position applied)
{
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    const std::lock_guard lock(m_mutex);
    const auto before = m_applied.find(stream);
    if (before != m_applied.end() && applied <= before->second)
        return; // said again: no measure of anything
    m_applied[stream] = applied;
    const auto next = std::ranges::upper_bound(m_sightings, applied, {}, &Sighting::position);
    if (next != m_sightings.begin())
        m_lastLagMs[stream] = (nowNs - std::prev(next)->monotonicNs) / kNsPerMs;
}

std::int64_t Publication::lagMs(const QString& stream, Position applied) const
{
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    const std::lock_guard lock(m_mutex);
    const auto pending = std::ranges::upper_bound(m_sightings, applied, {}, &Sighting::position);
    if (pending != m_sightings.end())
        return (nowNs - pending->monotonicNs) / kNsPerMs;
    const auto measured = m_lastLagMs.find(stream);
    const std::int64_t tookMs = measured == m_lastLagMs.end() ? -1 : measured->second;
    if (m_lookedNs == 0)
        return tookMs;
    const std::int64_t sinceLookMs = (nowNs - m_lookedNs) / kNsPerMs; // it has all that there was at that look
    return tookMs < 0 ? sinceLookMs : std::min(tookMs, sinceLookMs);
}

std::int64_t Publication::lagMs(const QString& stream) const
{
    Position applied;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_applied.find(stream);
        if (found == m_applied.end())
            return -1;
        applied = found->second;
    }
    return lagMs(stream, applied);
}

std::int64_t Publication::changesAfter(Position applied) const
{
    const std::lock_guard lock(m_mutex);
    if (m_sightings.empty() || applied < m_sightings.front().position)
        return m_sightings.empty() ? -1 : static_cast<std::int64_t>(m_status.changes);
    const auto next = std::ranges::upper_bound(m_sightings, applied, {}, &Sighting::position);
    const std::uint64_t done = next == m_sightings.begin() ? 0 : std::prev(next)->changesSoFar;
    return static_cast<std::int64_t>(m_status.changes - done);
}

void Publication::sight(const PollResult& polled, std::int64_t startedNs)
{
    const std::lock_guard lock(m_mutex);
    m_status.cached = polled.upTo;
    m_status.source = polled.upTo;
    m_status.changes += polled.changes;
    if (m_sightings.empty() || m_sightings.back().position < polled.upTo)
        m_sightings.push_back({polled.upTo, startedNs, m_status.changes});
    if (m_sightings.size() > kSightingsKept)
        m_sightings.pop_front();
    if (!polled.more)
        m_lookedNs = startedNs;
}

Result<> Publication::openCapturer()
{
    if (!m_journal) {
        ENGINE_TRY_AS(m_journal, Journal::open(m_journalPath));
    }
    const std::optional<DatasetSchema> known = m_cache->durableStructure();
    ENGINE_TRY_AS(const QString origin, m_journal->sourceOrigin(m_name));
    ENGINE_TRY_AS(m_capturer, m_openCapturer({m_cache->durablePosition(), known, origin, m_wantedTables}, m_stop));
    if (m_capturer->origin() != origin)
        ENGINE_TRY(m_journal->saveSourceOrigin(m_name, m_capturer->origin()));
    ENGINE_TRY_AS(DatasetSchema structure, m_capturer->readSchema());
    if (!known) {
        ENGINE_TRY(m_cache->structure(structure, m_cache->durablePosition()));
        ENGINE_TRY(m_cache->flush());
    }
    m_released = {};
    m_followsTables = false;
    ENGINE_TRY(m_loader.resume(structure, *m_journal));
    const std::lock_guard lock(m_mutex);
    m_schema = std::move(structure);
    m_status.capturing = true;
    return {};
}

void Publication::noteStructure()
{
    const std::optional<DatasetSchema>& newest = m_cache->durableStructure();
    const std::lock_guard lock(m_mutex);
    if (newest && m_schema && newest->version > m_schema->version)
        m_schema = newest;
}

Result<bool> Publication::pollOnce()
{
    const std::int64_t startedNs = m_context.clock.monotonicNs();
    ENGINE_TRY_AS(const PollResult polled, m_capturer->poll(*m_cache));
    const bool moved = polled.upTo > status().cached;
    sight(polled, startedNs);
    noteStructure();
    if (moved)
        m_context.onProgress();
    if (polled.changes > 0)
        m_lastBeatNs = startedNs;
    return moved || polled.more;
}

Result<> Publication::pollUpTo(Position position, std::stop_token stop)
{
    while (m_cache->durablePosition() < position) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(const bool moved, pollOnce());
        if (!moved && m_cache->durablePosition() < position)
            break; // nothing but what the snapshot itself knows: the stream stands there
    }
    return {};
}

/// Everything at or before has been applied by every stream.
Position Publication::appliedByAll() const
{
    const std::lock_guard lock(m_mutex);
    Position all{m_neededFrom.empty() ? 0 : UINT64_MAX};
    for (const auto& [stream, record] : m_neededFrom) {
        const auto applied = m_applied.find(stream);
        all = std::min(all, applied == m_applied.end() ? Position() : applied->second);
    }
    return all;
}

Result<> Publication::trim()
{
    if (m_released < m_cache->durablePosition()) {
        m_released = m_cache->durablePosition();
        ENGINE_TRY(m_capturer->release(m_released));
    }
    std::uint64_t below = 0;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [stream, record] : m_neededFrom)
            below = below == 0 ? record : std::min(below, record);
    }
    return below == 0 ? Result<>() : m_cache->trimBelow(below);
}

/// Often enough to see it run out, seldom enough to cost nothing.
Result<> Publication::readLog()
{
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    if (m_lastLogNs != 0 && nowNs - m_lastLogNs < std::chrono::nanoseconds(tuning::kLogCheckEvery).count())
        return {};
    m_lastLogNs = nowNs;
    ENGINE_TRY_AS(std::optional<SourceLogState> log, m_capturer->readLogState());
    if (!log)
        return {};
    if (!m_logSamples.empty() && log->written < m_logSamples.back().written)
        m_logSamples.clear();
    m_logSamples.push_back({nowNs, log->written});
    while (m_logSamples.size() > 2 && m_logSamples[1].monotonicNs < nowNs - kLogRateOverNs)
        m_logSamples.pop_front();
    const LogSample& first = m_logSamples.front();
    std::int64_t bytesPerHour = -1;
    if (nowNs - first.monotonicNs >= kLogRateAtLeastNs)
        bytesPerHour = static_cast<std::int64_t>(static_cast<double>(log->written - first.written) * kNsPerHour /
                                                 static_cast<double>(nowNs - first.monotonicNs));
    tellLog(*log, bytesPerHour);
    return {};
}

void Publication::tellLog(const SourceLogState& log, std::int64_t bytesPerHour)
{
    std::int64_t minutesLeft = -1;
    if (log.safeBytes && bytesPerHour > 0)
        minutesLeft = static_cast<std::int64_t>(static_cast<double>(std::max<std::int64_t>(*log.safeBytes, 0)) *
                                                kMinutesPerHour / static_cast<double>(bytesPerHour));
    const bool isLow = (minutesLeft >= 0 && minutesLeft < tuning::kLogLowMinutes) || log.status == u"extended" ||
                       log.status == u"unreserved" || log.status == u"lost";
    if (isLow != m_isLogLow) {
        m_isLogLow = isLow;
        std::optional<Error> low;
        if (isLow) {
            const QString hours = minutesLeft < 0 ? QString() : QString::number(minutesLeft / kMinutesPerHour);
            low = makeEvent(ErrorCode::Sql, events::CAP_SLOT_LOW, {m_name, log.slot, hours, log.status},
                            QStringLiteral("the source keeps %1 bytes of log for %2 and gives it up after %3 more")
                                .arg(log.retainedBytes)
                                .arg(log.slot)
                                .arg(log.safeBytes.value_or(-1)));
        }
        m_context.onLogLow(low);
    }
    const std::lock_guard lock(m_mutex);
    m_status.log = log;
    m_status.logBytesPerHour = bytesPerHour;
    m_status.logMinutesLeft = minutesLeft;
}

void Publication::setError(const Error& error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_status.error = error;
        m_status.capturing = m_capturer != nullptr && error.transient;
    }
    m_context.onError(error);
}

void Publication::setRecovered()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_status.error)
            return;
        m_status.error.reset();
        m_status.capturing = true;
    }
    m_isLogLow = false; // told again, if it is so: all alarms go
    m_lastLogNs = 0;
    m_context.onRecovered();
}

/// The next one is a fresh connection that goes on behind the log cache's position, and offers what was open there from
/// its beginning.
void Publication::closeCapturer()
{
    m_capturer.reset();
    if (auto abandoned = m_cache->abandonOpen(); !abandoned)
        qCWarning(logHost).noquote() << m_name << "open work stays in the log cache:" << abandoned.error().toString();
}

void Publication::run(std::stop_token stop)
{
    m_stop = stop;
    std::chrono::milliseconds pause = tuning::kRetryFirst;
    while (!stop.stop_requested()) {
        auto step = [&]() -> Result<bool> {
            if (!m_capturer)
                ENGINE_TRY(openCapturer());
            m_mailbox.runAll();
            if (!m_capturer)
                return true; // it is to be opened in another way
            ENGINE_TRY(followTables());
            ENGINE_TRY_AS(bool moved, pollOnce());
            ENGINE_TRY_AS(const bool loaded, loadTables());
            moved = moved || loaded;
            ENGINE_TRY(trim());
            ENGINE_TRY(m_capturer->noteApplied(appliedByAll()));
            ENGINE_TRY(readLog());
            const std::int64_t nowNs = m_context.clock.monotonicNs();
            if (nowNs - m_lastBeatNs >= std::chrono::nanoseconds(tuning::kHeartbeatEvery).count()) {
                m_lastBeatNs = nowNs;
                ENGINE_TRY(m_capturer->beat());
                return true;
            }
            return moved;
        }();
        if (step) {
            if (!m_tablesRefused)
                setRecovered();
            pause = tuning::kRetryFirst;
            if (!*step && m_mailbox.isEmpty())
                m_capturer->waitForChange(static_cast<int>(tuning::kCaptureWait.count()));
            continue;
        }
        setError(step.error());
        if (mustBeOpenedAgain(step.error()) && !m_broken.exchange(true))
            m_context.onReopen();
        if (step.error().code != ErrorCode::Storage)
            closeCapturer();
        m_mailbox.runAll(); // requests are answered, with the error, also while the source is away
        m_mailbox.waitFor(stop, pause);
        pause = std::min(pause * 2, tuning::kRetryLongest);
    }
    m_capturer.reset();
    m_loader.close();
    m_journal.reset();
}

} // namespace busheng
