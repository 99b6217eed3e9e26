// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/verifications.h"

#include "engine/api/json.h"
#include "engine/base/log.h"
#include "engine/host/difference_pages.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/model/timetable.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

const QString kRunning = QStringLiteral("running");
const QString kDifferent = QStringLiteral("different");
constexpr int kTickMs = 1000;
constexpr std::int64_t kNsPerMs = 1'000'000;

Failure notFound(qint64 id)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                          {QStringLiteral("verification"), QString::number(id)},
                          QStringLiteral("no verification %1").arg(id)));
}

Failure cannot(const QString& subscription, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::VRF_FAILED, {subscription, why}, why));
}

Failure linkDown(const QString& peer)
{
    return fail(makeEvent(ErrorCode::Network, events::LNK_DOWN, {peer, QStringLiteral("the link is not up")},
                          QStringLiteral("no session with %1").arg(peer)));
}

VerificationSnapshot shownFrom(const VerificationRecord& record)
{
    VerificationSnapshot shown = verificationFromJson(QJsonDocument::fromJson(record.report).object());
    shown.id = record.id;
    return shown;
}

} // namespace

Verifications::Verifications(Context context) : m_context(std::move(context)), m_errands(m_context.post)
{
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &Verifications::tick);
    m_timer.start();
}

Verifications::~Verifications() = default;

Result<> Verifications::restore()
{
    ENGINE_TRY_AS(const std::vector<VerificationRecord> cut, m_context.journal.unfinishedVerifications());
    for (const VerificationRecord& record : cut) {
        const auto stream = m_context.stream(record.subscription);
        VerificationProgress progress{shownFrom(record), 0, {}, {}};
        const auto read = progress.readResumeBlob(record.resume);
        if (stream && read) {
            qCInfo(logHost).noquote() << "verification" << record.id << "of" << record.subscription << "goes on";
            run(std::move(progress), *stream);
            continue;
        }
        VerificationRecord ended = record;
        ended.outcome = progress.shown.state = QStringLiteral("failed");
        ended.finishedUtcMs = progress.shown.finishedUtcMs = m_context.clock.utcMs();
        progress.shown.error = events::VRF_FAILED;
        progress.shown.errorArgs = {record.subscription,
                                    read ? QStringLiteral("the subscription is gone") : read.error().detail};
        ended.report = QJsonDocument(toJson(progress.shown)).toJson(QJsonDocument::Compact);
        ENGINE_TRY(m_context.journal.saveVerification(ended));
    }
    return {};
}

Result<qint64> Verifications::start(const QString& subscription, bool fieldLevel, bool gentle, bool scheduled)
{
    const auto stream = m_context.stream(subscription);
    if (!stream)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                              QStringLiteral("no subscription '%1'").arg(subscription)));
    if (!stream->isLinkUp)
        return linkDown(stream->peer);
    if (stream->state != SubscriptionState::CatchingUp && stream->state != SubscriptionState::Live)
        return cannot(subscription, QStringLiteral("the subscription is %1").arg(subscriptionStateName(stream->state)));
    const bool isRunning =
        std::ranges::any_of(m_running, [&](const auto& item) { return item.second.subscription == subscription; });
    if (isRunning)
        return cannot(subscription, QStringLiteral("another verification of it is running"));
    std::array<char, sizeof(std::uint64_t)> random{};
    ENGINE_TRY(m_context.random.fill(random));
    std::uint64_t number = 0;
    for (const char byte : random)
        number = number << 8 | static_cast<unsigned char>(byte);
    VerificationProgress progress;
    progress.shown.id = static_cast<qint64>((number & kIdMask) | 1);
    progress.shown.subscription = subscription;
    progress.shown.level = fieldLevel ? QStringLiteral("field") : QStringLiteral("table");
    progress.shown.gentle = gentle;
    progress.shown.scheduled = scheduled;
    const qint64 id = progress.shown.id;
    run(std::move(progress), *stream);
    keep(id);
    forgetOlderRows(subscription);
    if (const auto timed = m_timed.find(subscription); timed != m_timed.end())
        timed->second.since = m_context.clock.utcMs();
    return id;
}

void Verifications::run(VerificationProgress progress, const Stream& stream)
{
    const qint64 id = progress.shown.id;
    const auto shared = std::make_shared<Shared>();
    shared->compared = stream.compared;
    shared->byBytes = stream.byBytes;
    TargetVerification::Context context{
        m_context.clock,
        [this, shared, peer = stream.peer, number = stream.number](control::Body body) {
            if (auto* request = std::get_if<control::VerifyRequest>(&body)) {
                const std::lock_guard lock(shared->mutex);
                shared->asked = request->compared = shared->compared;
                request->byBytes = shared->byBytes;
            }
            m_context.send(peer, number, body);
        },
        [shared] { return shared->isBusy.load(); },
        [this, id] { m_context.post([this, id] { keep(id); }); },
        [this, id] { m_context.post([this, id] { onFinished(id); }); },
        progress.shown.gentle ? tuning::kVerifyGentleSliceMs : tuning::kVerifySliceMs,
        std::make_unique<DifferenceList>(m_context.journalPath, id),
    };
    const QString subscription = progress.shown.subscription;
    auto verification = std::make_unique<TargetVerification>(std::move(context), std::move(progress));
    if (stream.isLinkUp)
        verification->resume();
    m_running[id] = {stream, subscription, shared, std::move(verification)};
}

void Verifications::keep(qint64 id)
{
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return;
    const VerificationProgress progress = found->second.verification->progress();
    const VerificationSnapshot& shown = progress.shown;
    VerificationRecord record;
    record.id = id;
    record.subscription = shown.subscription;
    record.startedUtcMs = shown.startedUtcMs;
    record.finishedUtcMs = shown.finishedUtcMs;
    record.outcome = shown.state;
    record.position = shown.position;
    record.rowsCompared = shown.rowsCompared;
    record.differences = shown.differenceCount;
    record.report = QJsonDocument(toJson(shown)).toJson(QJsonDocument::Compact);
    record.resume = progress.resumeBlob();
    if (auto saved = m_context.journal.saveVerification(record); !saved)
        m_context.alarms.raise(saved.error(), shown.subscription);
    m_context.onChange();
}

void Verifications::onFinished(qint64 id)
{
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return;
    keep(id);
    const VerificationSnapshot shown = found->second.verification->state();
    const QString subject = found->second.stream.name;
    m_running.erase(found);
    if (shown.state == kDifferent && shown.level == u"field" && repairsByItself(shown.subscription))
        repairFound(id, subject);
    else if (shown.state == kDifferent)
        m_context.alarms.raise(makeEvent(ErrorCode::Conflict, events::VRF_DIFFERENT,
                                         {shown.subscription, QString::number(shown.differenceCount)},
                                         QStringLiteral("%1 rows differ").arg(shown.differenceCount)),
                               subject);
    else if (shown.state == QStringLiteral("equal"))
        m_context.alarms.clear(events::VRF_DIFFERENT, subject);
    else if (shown.state == QStringLiteral("failed") && shown.scheduled) // nobody waits for its answer
        m_context.alarms.raise(
            makeEvent(ErrorCode::Conflict, shown.error, shown.errorArgs, shown.errorArgs.join(QStringLiteral(" "))),
            subject);
    m_context.onChange();
}

bool Verifications::repairsByItself(const QString& subscription) const
{
    const auto& all = m_context.subscriptions();
    const auto found = std::ranges::find(all, subscription, &SubscriptionConfig::name);
    return found != all.end() && found->verifyRepairs;
}

/// The compare route. What is more than one repair takes is found again by the next verification.
void Verifications::repairFound(qint64 id, const QString& subject)
{
    if (auto asked = repair(id); !asked)
        return m_context.alarms.raise(asked.error(), subject);
    qCInfo(logHost).noquote() << "what verification" << id << "found is repaired by itself";
    m_context.alarms.clear(events::VRF_DIFFERENT, subject);
}

Result<> Verifications::stop(qint64 id)
{
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return notFound(id);
    found->second.verification->stop();
    return {};
}

Result<VerificationProgress> Verifications::progressOf(qint64 id)
{
    if (const auto found = m_running.find(id); found != m_running.end())
        return found->second.verification->progress();
    ENGINE_TRY_AS(const std::optional<VerificationRecord> record, m_context.journal.verification(id));
    if (!record)
        return notFound(id);
    VerificationProgress progress{shownFrom(*record), 0, {}, {}};
    ENGINE_TRY(progress.readResumeBlob(record->resume));
    return progress;
}

Result<VerificationSnapshot> Verifications::snapshot(qint64 id)
{
    ENGINE_TRY_AS(VerificationProgress progress, progressOf(id));
    return std::move(progress.shown);
}

Result<std::vector<VerificationSnapshot>> Verifications::list(const QString& subscription, int limit)
{
    ENGINE_TRY_AS(const std::vector<VerificationRecord> records, m_context.journal.verifications(subscription, limit));
    std::vector<VerificationSnapshot> all;
    for (const VerificationRecord& record : records) {
        const auto running = m_running.find(record.id);
        all.push_back(running == m_running.end() ? shownFrom(record) : running->second.verification->state());
        all.back().differences.clear();
    }
    return all;
}

Result<> Verifications::repair(qint64 id)
{
    ENGINE_TRY_AS(const VerificationProgress progress, progressOf(id));
    const VerificationSnapshot& shown = progress.shown;
    if (shown.level != QStringLiteral("field") || shown.state != kDifferent)
        return fail(makeEvent(
            ErrorCode::Config, events::VRF_FAILED,
            {shown.subscription,
             QStringLiteral("only a finished field-level verification that found differences can be repaired")},
            QStringLiteral("verification %1 is %2").arg(id).arg(shown.state)));
    const auto stream = m_context.stream(shown.subscription);
    if (!stream)
        return cannot(shown.subscription, QStringLiteral("the subscription is gone"));
    if (!stream->isLinkUp)
        return linkDown(stream->peer);
    control::RepairRequest request;
    request.id = static_cast<std::uint64_t>(id);
    request.compared = stream->compared;
    for (const RowKey& row : progress.different)
        request.rows.push_back({row.tableId, row.key});
    m_context.send(stream->peer, stream->number, request);
    return {};
}

/// Of old verifications the first rows are enough: they stand in the report.
void Verifications::forgetOlderRows(const QString& subscription)
{
    m_errands.run<void>(
        QStringLiteral("listed"),
        [path = m_context.journalPath, subscription]() -> Result<> {
            ENGINE_TRY_AS(const auto journal, Journal::open(path));
            return ComparisonRecords(*journal).forgetOlderRows(subscription, tuning::kListedVerifications);
        },
        [this, subscription](const Result<>& forgotten) {
            if (!forgotten)
                m_context.alarms.raise(forgotten.error(), subscription);
        });
}

void Verifications::differences(const DifferenceQuery& query, std::function<void(Result<RowDifferences>)> onDone)
{
    const auto progress = progressOf(query.of);
    if (!progress)
        return onDone(fail(progress.error()));
    m_errands.run<RowDifferences>(
        QStringLiteral("differences"),
        [path = m_context.journalPath, query, first = progress->shown.differences]() -> Result<RowDifferences> {
            ENGINE_TRY_AS(const auto journal, Journal::open(path));
            return readRowDifferences(*journal, query, first);
        },
        std::move(onDone));
}

void Verifications::onLink(const QString& peer, bool isUp)
{
    for (auto& [id, running] : m_running) {
        if (running.stream.peer != peer)
            continue;
        if (isUp)
            running.verification->resume();
        else
            running.verification->suspend();
    }
}

void Verifications::onMark(std::uint64_t markId, Position position, const std::shared_ptr<TableSnapshot>& snapshot,
                           const QString& subscription, const AtMark& at)
{
    for (auto& [id, running] : m_running) {
        if (running.subscription != subscription || !running.verification->expects(markId))
            continue;
        const bool isAsAsked = [&] {
            const std::lock_guard lock(running.shared->mutex);
            return running.shared->asked == at.compared;
        }();
        if (isAsAsked)
            running.verification->onSnapshot(markId, position, snapshot, at.schema, at.parked);
        else
            running.verification->fail(
                makeEvent(ErrorCode::Schema, events::VRF_FAILED,
                          {subscription, QStringLiteral("the target's columns have changed meanwhile: try again")},
                          QStringLiteral("other columns are ignored than when the slice began")));
    }
}

Verifications::Running* Verifications::find(const QString& peer, std::uint32_t stream, std::uint64_t sliceId)
{
    for (auto& [id, running] : m_running) {
        if (running.stream.peer == peer && running.stream.number == stream && running.verification->expects(sliceId))
            return &running;
    }
    return nullptr;
}

bool Verifications::onControl(const QString& peer, std::uint32_t stream, const control::Body& body)
{
    if (const auto* counts = std::get_if<control::TableCounts>(&body)) {
        if (Running* running = find(peer, stream, counts->id))
            running->verification->onCounts(*counts);
        return true;
    }
    if (const auto* digests = std::get_if<control::ChunkDigests>(&body)) {
        if (Running* running = find(peer, stream, digests->id))
            running->verification->onDigests(*digests);
        return true;
    }
    if (const auto* rows = std::get_if<control::Rows>(&body)) {
        if (Running* running = find(peer, stream, rows->id))
            running->verification->onRows(*rows);
        return true;
    }
    if (const auto* end = std::get_if<control::VerifyEnd>(&body)) {
        Running* running = find(peer, stream, end->id);
        if (running != nullptr)
            running->verification->fail(makeEvent(ErrorCode::Protocol, end->event, end->args,
                                                  QStringLiteral("the source ended the verification")));
        return running != nullptr;
    }
    return false;
}

void Verifications::tick()
{
    for (auto& [id, running] : m_running) {
        const auto stream = m_context.stream(running.subscription);
        if (!stream) {
            running.verification->stop();
            continue;
        }
        running.shared->isBusy = stream->lagMs > tuning::kVerifyBusyMs || stream->state != SubscriptionState::Live;
        const std::lock_guard lock(running.shared->mutex);
        running.shared->compared = stream->compared;
        running.shared->byBytes = stream->byBytes;
    }
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    if (m_lookedNs != 0 && nowNs - m_lookedNs < tuning::kVerifyScheduleEvery.count() * kNsPerMs)
        return;
    m_lookedNs = nowNs;
    beginDue();
}

std::optional<qint64> Verifications::nextUtcMs(const SubscriptionConfig& subscription) const
{
    const auto timed = m_timed.find(subscription.name);
    if (subscription.verifyTimes.isEmpty() || timed == m_timed.end())
        return std::nullopt;
    const auto table = Timetable::parse(subscription.verifyTimes);
    return table ? table->next(timed->second.since) : std::nullopt;
}

/// The moment when a run was due that has not begun.
Result<std::optional<qint64>> Verifications::dueSince(const SubscriptionConfig& subscription)
{
    const qint64 now = m_context.clock.utcMs();
    Timed& timed = m_timed[subscription.name];
    if (timed.times != subscription.verifyTimes) {
        ENGINE_TRY_AS(const qint64 since,
                      m_context.journal.timetableSince(subscription.name, subscription.verifyTimes, now));
        ENGINE_TRY_AS(const auto newest, m_context.journal.verifications(subscription.name, 1));
        timed = {subscription.verifyTimes, newest.empty() ? since : std::max(since, newest.front().startedUtcMs)};
    }
    const auto next = nextUtcMs(subscription);
    return next && *next <= now ? next : std::nullopt;
}

void Verifications::beginDue()
{
    for (const SubscriptionConfig& subscription : m_context.subscriptions()) {
        if (subscription.verifyTimes.isEmpty() || !subscription.enabled)
            continue;
        const auto due = dueSince(subscription);
        if (!due) {
            m_context.alarms.raise(due.error(), subscription.name);
            continue;
        }
        if (!*due)
            continue;
        const auto stream = m_context.stream(subscription.name);
        const QString subject = stream ? stream->name : subscription.name;
        const auto begun = start(subscription.name, true, true, true);
        if (begun) {
            qCInfo(logHost).noquote() << "the timetable of" << subscription.name << "begins verification" << *begun;
            m_context.alarms.clear(events::VRF_OVERDUE, subject);
        } else if (m_context.clock.utcMs() - **due > tuning::kVerifyOverdueMs) {
            const QString when = QDateTime::fromMSecsSinceEpoch(**due).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
            m_context.alarms.raise(
                makeEvent(ErrorCode::Timeout, events::VRF_OVERDUE,
                          {subscription.name, when, begun.error().args.value(1, begun.error().detail)},
                          begun.error().toString()),
                subject);
        }
    }
}

} // namespace busheng
