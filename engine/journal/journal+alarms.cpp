// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kKeptAlarms = 100'000;

} // namespace

Result<> Journal::raiseAlarm(const Alarm& alarm)
{
    return m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement insert = m_impl->statement(QStringLiteral(
            "INSERT INTO alarms (event, subject, args, detail, raised_utc_ms, cleared_utc_ms, count) "
            "VALUES (?, ?, ?, ?, ?, 0, 1) ON CONFLICT (event, subject) WHERE cleared_utc_ms = 0 DO UPDATE SET "
            "args = excluded.args, detail = excluded.detail, count = count + 1"));
        insert.bind(alarm.event).bind(alarm.subject).bind(joinTexts(alarm.args)).bind(alarm.detail);
        ENGINE_TRY(insert.bind(alarm.raisedUtcMs).run());
        SqlStatement prune = m_impl->statement(
            QStringLiteral("DELETE FROM alarms WHERE cleared_utc_ms <> 0 AND id <= (SELECT max(id) FROM alarms) - ?"));
        return prune.bind(kKeptAlarms).run();
    });
}

Result<> Journal::clearAlarm(const QString& event, const QString& subject, qint64 utcMs)
{
    return m_impl->change(Durability::Normal, [&] {
        SqlStatement update = m_impl->statement(QStringLiteral(
            "UPDATE alarms SET cleared_utc_ms = ? WHERE event = ? AND subject = ? AND cleared_utc_ms = 0"));
        // 0 would mean that it still stands, whatever the clock says.
        return update.bind(std::max<qint64>(utcMs, 1)).bind(event).bind(subject).run();
    });
}

Result<bool> Journal::acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, qint64 utcMs)
{
    bool stands = false;
    const Result<> changed = m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement update = m_impl->statement(
            QStringLiteral("UPDATE alarms SET acknowledged_by = ?, acknowledged_utc_ms = ? WHERE event = ? AND "
                           "subject = ? AND cleared_utc_ms = 0"));
        ENGINE_TRY(update.bind(by).bind(utcMs).bind(event).bind(subject).run());
        stands = update.rowsAffected() > 0;
        return {};
    });
    return changed ? Result<bool>(stands) : Result<bool>(fail(changed.error()));
}

Result<bool> Journal::silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                                   const QString& reason)
{
    bool stands = false;
    const Result<> changed = m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement update = m_impl->statement(
            QStringLiteral("UPDATE alarms SET silenced_until_utc_ms = ?, silenced_by = ?, silence_reason = ? WHERE "
                           "event = ? AND subject = ? AND cleared_utc_ms = 0"));
        ENGINE_TRY(update.bind(untilUtcMs).bind(by).bind(reason).bind(event).bind(subject).run());
        stands = update.rowsAffected() > 0;
        return {};
    });
    return changed ? Result<bool>(stands) : Result<bool>(fail(changed.error()));
}

Result<std::vector<Alarm>> Journal::alarms(bool standingOnly, int limit)
{
    const QString standing = standingOnly ? QStringLiteral("WHERE cleared_utc_ms = 0 ") : QString();
    SqlStatement query = m_impl->statement(
        QStringLiteral(
            "SELECT id, event, subject, args, detail, raised_utc_ms, cleared_utc_ms, count, acknowledged_by, "
            "acknowledged_utc_ms, silenced_until_utc_ms, silenced_by, silence_reason FROM alarms ") +
        standing + QStringLiteral("ORDER BY id DESC LIMIT ?"));
    ENGINE_TRY(query.bind(std::max(limit, 0)).run());
    std::vector<Alarm> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.integer(0), query.text(1), query.text(2), splitTexts(query.text(3)), query.text(4),
                       query.integer(5), query.integer(6), query.natural(7), query.text(8), query.integer(9),
                       query.integer(10), query.text(11), query.text(12)});
    }
}

} // namespace busheng
