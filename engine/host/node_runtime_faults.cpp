// SPDX-License-Identifier: GPL-3.0-or-later
// What targets did not take, and what a person does about it. The target is looked at by the stream's apply worker.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/host/database_drivers.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/model/large_change.h"

namespace busheng {
namespace {

Failure badValue(const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("exceptions"), key, value, expected},
                          QStringLiteral("%1: '%2'").arg(key, value)));
}

} // namespace

Result<InStream*> NodeRuntime::subscribed(const QString& subscription) const
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                              QStringLiteral("no subscription '%1'").arg(subscription)));
    return stream->second.get();
}

/// `work` runs in the apply worker, `onDone` here.
template <typename T>
void NodeRuntime::atDesk(const QString& subscription, std::function<Result<T>(TargetDesk&, const QString&)> work,
                         Done<T> onDone)
{
    const auto stream = subscribed(subscription);
    if (!stream)
        return onDone(fail(stream.error()));
    const QString name = (*stream)->id().name();
    (*stream)->atDesk([this, name, work = std::move(work), onDone = std::move(onDone)](Result<TargetDesk*> desk) {
        Result<T> done = desk ? work(**desk, name) : Result<T>(fail(desk.error()));
        post([done = std::move(done), onDone] { onDone(done); });
    });
}

void NodeRuntime::exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                             Done<std::vector<ExceptionRecord>> onDone)
{
    atDesk<std::vector<ExceptionRecord>>(
        subscription,
        [=](TargetDesk& desk, const QString& stream) { return desk.exceptions(stream, state, beforeId, limit); },
        std::move(onDone));
}

void NodeRuntime::exception(const QString& subscription, qint64 id, Done<ExceptionRecord> onDone)
{
    atDesk<ExceptionRecord>(
        subscription, [id](TargetDesk& desk, const QString& stream) { return desk.exception(stream, id); },
        std::move(onDone));
}

void NodeRuntime::resendExceptions(const QString& subscription, qint64 id, Done<qint64> onDone)
{
    atDesk<std::vector<RowToResend>>(
        subscription,
        [id](TargetDesk& desk, const QString& stream) { return desk.rowsToResend(stream, id, tuning::kResendAtOnce); },
        [this, subscription, onDone = std::move(onDone)](const Result<std::vector<RowToResend>>& rows) {
            onDone(rows ? sendRowsAgain(subscription, *rows) : Result<qint64>(fail(rows.error())));
        });
}

void NodeRuntime::dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                                   Done<void> onDone)
{
    if (reason.trimmed().isEmpty())
        return onDone(badValue(QStringLiteral("reason"), reason, QStringLiteral("a text")));
    atDesk<void>(
        subscription,
        [=](TargetDesk& desk, const QString& stream) { return desk.dismiss(stream, id, by, reason.trimmed()); },
        std::move(onDone));
}

void NodeRuntime::resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                                  Done<void> onDone)
{
    const bool source = take == u"source";
    if (!source && take != u"target")
        return onDone(badValue(QStringLiteral("take"), take, QStringLiteral("'source' or 'target'")));
    atDesk<std::vector<RowToResend>>(
        subscription,
        [=](TargetDesk& desk, const QString& stream) -> Result<std::vector<RowToResend>> {
            std::vector<RowToResend> rows;
            if (source) {
                ENGINE_TRY_AS(rows, desk.rowsToResend(stream, id, 1));
            }
            ENGINE_TRY(desk.decide(stream, id, take, by));
            return rows;
        },
        [this, subscription, onDone = std::move(onDone)](const Result<std::vector<RowToResend>>& rows) {
            if (!rows)
                return onDone(fail(rows.error()));
            const auto sent = sendRowsAgain(subscription, *rows);
            onDone(sent ? Result<>() : Result<>(fail(sent.error())));
        });
}

Result<qint64> NodeRuntime::sendRowsAgain(const QString& subscription, const std::vector<RowToResend>& rows)
{
    if (rows.empty())
        return qint64{0};
    ENGINE_TRY_AS(InStream* const stream, subscribed(subscription));
    const StreamId& id = stream->id();
    const auto link = m_linkStates.find(id.from);
    if (link == m_linkStates.end() || !link->second.peer)
        return fail(makeEvent(ErrorCode::Network, events::LNK_DOWN, {id.from, QStringLiteral("the link is not up")},
                              QStringLiteral("no session with %1").arg(id.from)));
    const std::optional<DatasetSchema> schema = stream->schema();
    if (!schema)
        return qint64{0};
    ENGINE_TRY_AS(auto found, rowsOfStream(targetOf(subscription), m_runningAs[subscription], *schema, rows));
    control::RepairRequest request;
    std::size_t bytes = 0;
    qint64 sent = 0;
    const auto send = [&] {
        if (!request.rows.empty())
            m_links->send(id.from, control::encode(id.number, request));
        request.rows.clear();
        bytes = 0;
    };
    for (control::RepairRequest::Row& row : found) {
        if (!isWholeRow(row.key) || row.key.size() > tuning::kMostRowBytes)
            continue; // of a table without a key, and too large: nothing finds it
        bytes += row.key.size();
        request.rows.push_back(std::move(row));
        ++sent;
        if (bytes >= tuning::kRepairBytes)
            send();
    }
    send();
    return sent;
}

QString NodeRuntime::nameAtTarget(const QString& subscription, const QString& table) const
{
    const auto stream = subscribed(subscription);
    const auto running = m_runningAs.find(subscription);
    const std::optional<DatasetSchema> schema = stream ? (*stream)->schema() : std::nullopt;
    const TableSchema* const known = schema ? schema->table(table) : nullptr;
    if (known == nullptr || running == m_runningAs.end())
        return table;
    return targetNames(targetOf(subscription), running->second).named(*known, schema->engine).name;
}

void NodeRuntime::parkTable(const QString& subscription, const QString& table, const QString& by, Done<void> onDone)
{
    const auto stream = subscribed(subscription);
    if (!stream)
        return onDone(fail(stream.error()));
    const std::optional<DatasetSchema> schema = (*stream)->schema();
    if (!schema || schema->table(table) == nullptr)
        return onDone(fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("table"), table},
                                     QStringLiteral("subscription %1 has no table %2").arg(subscription, table))));
    atDesk<void>(
        subscription,
        [table = nameAtTarget(subscription, table), by](TargetDesk& desk, const QString& name) {
            return desk.park(name, table, QStringLiteral("parked by %1").arg(by), true);
        },
        std::move(onDone));
}

void NodeRuntime::unparkTable(const QString& subscription, const QString& table, const QString& by, Done<void> onDone)
{
    qCInfo(logHost).noquote() << "table" << table << "of" << subscription << "is to go on, says" << by;
    atDesk<void>(
        subscription,
        [table = nameAtTarget(subscription, table)](TargetDesk& desk, const QString& stream) {
            return desk.release(stream, table);
        },
        [this, subscription, onDone = std::move(onDone)](const Result<>& released) {
            const auto stream = subscribed(subscription);
            if (!released || !stream)
                return onDone(released ? Result<>(fail(stream.error())) : released);
            (*stream)->drainNow([this, onDone](const Result<>& done) { post([done, onDone] { onDone(done); }); });
        });
}

/// The alarms of a stream's target stand under the stream's name: they outlive what stops and starts the subscription.
void NodeRuntime::showFaults(const QString& subscription, const QString& subject, const TargetFaults& faults)
{
    const auto show = [&](const QString& event, quint64 count) {
        if (count == 0)
            m_alarms->clear(event, subject);
        else
            m_alarms->raise(makeEvent(ErrorCode::Conflict, event, {subscription, QString::number(count)},
                                      QStringLiteral("%1 rows").arg(count)),
                            subject);
    };
    show(events::TGT_SET_ASIDE, faults.openErrors);
    show(events::TGT_CONFLICTS_OPEN, faults.openConflicts);
    post([this, subscription, subject, parked = faults.parked] {
        // Each parked table has its alarm; one that is no longer parked has none.
        const QString prefix = subject + u' ';
        for (const Alarm& alarm : std::vector<Alarm>(m_alarms->standing())) {
            const QString table = alarm.subject.mid(prefix.size());
            if (alarm.event == events::TGT_PARKED && alarm.subject.startsWith(prefix) &&
                std::ranges::find(parked, table, &ParkedTable::table) == parked.end())
                m_alarms->clear(alarm.event, alarm.subject);
        }
        for (const ParkedTable& table : parked) {
            const QStringList args{subscription, table.table, table.why};
            const bool stands = std::ranges::any_of(m_alarms->standing(), [&](const Alarm& alarm) {
                return alarm.event == events::TGT_PARKED && alarm.subject == prefix + table.table && alarm.args == args;
            });
            if (!stands)
                m_alarms->raise(makeEvent(ErrorCode::Schema, events::TGT_PARKED, args, table.why),
                                prefix + table.table);
        }
    });
}

} // namespace busheng
