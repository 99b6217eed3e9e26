// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/alarm_board.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/model/standby_events.h"

namespace busheng {
namespace {

constexpr int kStandingShown = 200;

/// Whether only a person, or its own end, makes it well.
bool isLasting(const QString& event)
{
    static const QStringList lasting{events::VRF_DIFFERENT,      events::VRF_OVERDUE, events::TGT_SET_ASIDE,
                                     events::TGT_CONFLICTS_OPEN, events::TGT_PARKED,  events::CAP_SLOT_LOW,
                                     events::DB_STANDBY_IN_USE};
    return lasting.contains(event);
}

} // namespace

AlarmSnapshot alarmSnapshot(const Alarm& alarm)
{
    return {alarm.event,
            alarm.subject,
            alarm.args,
            alarm.detail,
            alarm.raisedUtcMs,
            alarm.clearedUtcMs,
            alarm.count,
            alarm.acknowledgedBy,
            alarm.acknowledgedUtcMs,
            alarm.silencedUntilUtcMs,
            alarm.silencedBy,
            alarm.silenceReason};
}

AlarmBoard::AlarmBoard(Clock& clock, Journal& journal, std::function<void(std::function<void()>)> dispatch,
                       std::function<void()> onChange)
    : m_clock(clock), m_journal(journal), m_dispatch(std::move(dispatch)), m_onChange(std::move(onChange))
{
    reload();
}

void AlarmBoard::raise(const Error& error, const QString& subject)
{
    Alarm alarm;
    alarm.event = error.event.isEmpty() ? errorCodeName(error.code) : error.event;
    alarm.subject = subject;
    // Of an error without an event its code is the event, and the reason is all there is to say.
    alarm.args = error.event.isEmpty() ? QStringList{error.detail} : error.args;
    alarm.detail = error.toString();
    alarm.raisedUtcMs = m_clock.utcMs();
    m_dispatch([this, alarm] {
        qCWarning(logHost).noquote() << "alarm" << alarm.event << alarm.subject << alarm.detail;
        if (auto raised = m_journal.raiseAlarm(alarm); !raised)
            qCCritical(logHost).noquote() << "alarm not kept:" << raised.error().toString();
        reload();
        m_onChange();
    });
}

void AlarmBoard::clear(const QString& event, const QString& subject)
{
    m_dispatch([this, event, subject] {
        const bool stands =
            std::ranges::any_of(m_standing, [&](const Alarm& a) { return a.event == event && a.subject == subject; });
        if (!stands)
            return;
        if (auto cleared = m_journal.clearAlarm(event, subject, m_clock.utcMs()); !cleared)
            qCCritical(logHost).noquote() << "alarm not cleared:" << cleared.error().toString();
        reload();
        m_onChange();
    });
}

void AlarmBoard::clearAll(const QString& subject, const QString& still)
{
    m_dispatch([this, subject, still] {
        const std::vector<Alarm> before = m_standing;
        for (const Alarm& alarm : before) {
            if (alarm.subject == subject && alarm.event != still && !isLasting(alarm.event))
                clear(alarm.event, subject);
        }
    });
}

void AlarmBoard::forget(const QString& subject)
{
    m_dispatch([this, subject] {
        const std::vector<Alarm> before = m_standing;
        for (const Alarm& alarm : before) {
            if (alarm.subject == subject)
                clear(alarm.event, subject);
        }
    });
}

Result<> AlarmBoard::answered(const QString& event, const Result<bool>& stood)
{
    if (!stood)
        return fail(stood.error());
    if (!*stood)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("alarm"), event},
                              QStringLiteral("no alarm %1 stands there").arg(event)));
    reload();
    m_onChange();
    return {};
}

Result<> AlarmBoard::acknowledge(const QString& event, const QString& subject, const QString& by)
{
    return answered(event, m_journal.acknowledgeAlarm(event, subject, by, m_clock.utcMs()));
}

Result<> AlarmBoard::silence(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                             const QString& reason)
{
    if (untilUtcMs > 0 && reason.trimmed().isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("silenceAlarm"), QStringLiteral("reason"), reason,
                               QStringLiteral("why the alarm shall be quiet")},
                              QStringLiteral("an alarm is not silenced without a reason")));
    return answered(event, m_journal.silenceAlarm(event, subject, untilUtcMs, by, reason));
}

void AlarmBoard::reload()
{
    auto standing = m_journal.alarms(true, kStandingShown);
    if (standing)
        m_standing = std::move(*standing);
    else
        qCCritical(logHost).noquote() << "alarms not read:" << standing.error().toString();
}

} // namespace busheng
