// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/retention.h"

#include "engine/base/log.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr qint64 kMsPerDay = 24 * 60 * 60 * 1000;
constexpr qint64 kMostDays = 36'500;

Error badDays(const QString& kind, qint64 days, qint64 least)
{
    return makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                     {kind, QString::number(days), QStringLiteral("0, or a whole number of days from %1").arg(least)},
                     QStringLiteral("%1 are to be kept for %2 days").arg(kind).arg(days));
}

Result<std::map<QString, qint64>> checked(const std::vector<RetentionRule>& rules)
{
    std::map<QString, qint64> days;
    for (const RetentionRule& rule : rules) {
        const RetentionKind* const kind = RetentionRecords::kind(rule.kind);
        if (kind == nullptr)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {QStringLiteral("kind"), rule.kind,
                                   QStringLiteral("a kind of records, as 'retention show' names them")},
                                  QStringLiteral("no kind of records '%1'").arg(rule.kind)));
        if (rule.days != 0 && (rule.days < kind->leastDays || rule.days > kMostDays))
            return fail(badDays(rule.kind, rule.days, kind->leastDays));
        days[rule.kind] = rule.days;
    }
    return days;
}

/// What is older than this goes; 0 for what is kept for ever.
qint64 beforeOf(qint64 days, qint64 nowUtcMs)
{
    return days == 0 ? 0 : nowUtcMs - days * kMsPerDay;
}

Result<std::vector<RetentionState>> look(const QString& path, const std::map<QString, qint64>& asked, qint64 nowUtcMs)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(path));
    RetentionRecords records(*journal);
    ENGINE_TRY_AS(const auto rules, records.rules());
    std::vector<RetentionState> states;
    for (const RetentionKind& kind : RetentionRecords::kinds()) {
        const QString name = QString::fromLatin1(kind.name);
        const auto wanted = asked.find(name);
        RetentionState state{{name, wanted == asked.end() ? rules.at(name) : wanted->second}, 0, 0, 0, kind.leastDays};
        ENGINE_TRY_AS(const RetentionCount count, records.count(name, beforeOf(state.rule.days, nowUtcMs)));
        state.records = count.records;
        state.oldestUtcMs = count.oldestUtcMs;
        state.wouldDelete = state.rule.days == 0 ? 0 : count.deletable;
        states.push_back(state);
    }
    return states;
}

LedgerEntry lineOf(const QString& name, const QString& outcome, quint64 count, qint64 utcMs, const QString& by)
{
    LedgerEntry line;
    line.kind = QStringLiteral("retention");
    line.name = name;
    line.outcome = outcome;
    line.changes = count;
    line.utcMs = utcMs;
    line.by = by;
    return line;
}

/// How many records went.
Result<qint64> deleteOld(const QString& path, qint64 nowUtcMs, const std::atomic<bool>& isStopping)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(path));
    RetentionRecords records(*journal);
    ENGINE_TRY_AS(const auto rules, records.rules());
    qint64 all = 0;
    for (const auto& [kind, days] : rules) {
        qint64 deleted = 0;
        while (days > 0 && !isStopping) {
            ENGINE_TRY_AS(const qint64 some, records.deleteSome(kind, beforeOf(days, nowUtcMs)));
            deleted += some;
            if (some == 0)
                break;
        }
        if (deleted > 0)
            ENGINE_TRY(journal->appendLedger(
                {lineOf(kind, QStringLiteral("deleted"), static_cast<quint64>(deleted), nowUtcMs, {})}));
        all += deleted;
    }
    return all;
}

} // namespace

Retention::Retention(Context context) : m_context(std::move(context)), m_errands(m_context.post)
{
    connect(&m_timer, &QTimer::timeout, this, &Retention::sweep);
    m_timer.start(tuning::kRetentionFirst);
}

Retention::~Retention()
{
    *m_isStopping = true;
}

void Retention::retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply)
{
    const auto journal = m_context.journal();
    if (!journal)
        return reply(fail(journal.error()));
    const auto days = checked(asked);
    if (!days)
        return reply(fail(days.error()));
    m_errands.run<std::vector<RetentionState>>(
        QStringLiteral("retention"),
        [path = (*journal)->path(), days = *days, now = m_context.clock.utcMs()] { return look(path, days, now); },
        std::move(reply));
}

void Retention::setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply)
{
    const auto journal = m_context.journal();
    if (!journal)
        return reply(fail(journal.error()));
    const auto days = checked(rules);
    if (!days)
        return reply(fail(days.error()));
    std::vector<LedgerEntry> lines;
    for (const auto& [kind, count] : *days)
        lines.push_back(lineOf(kind, QStringLiteral("set"), static_cast<quint64>(count), m_context.clock.utcMs(), by));
    const Result<> set = RetentionRecords(**journal).setRules(*days, lines);
    if (set)
        sweep();
    reply(set);
}

void Retention::sweep()
{
    m_timer.start(tuning::kRetentionEvery);
    const auto journal = m_context.journal();
    if (!journal)
        return;
    if (m_isSweeping) {
        m_isAskedAgain = true;
        return;
    }
    m_isSweeping = true;
    m_errands.run<qint64>(
        QStringLiteral("retention"),
        [path = (*journal)->path(), now = m_context.clock.utcMs(), stopping = m_isStopping] {
            return deleteOld(path, now, *stopping);
        },
        [this](const Result<qint64>& deleted) {
            m_isSweeping = false;
            if (!deleted)
                m_context.raise(deleted.error());
            else
                m_context.clear();
            if (deleted && *deleted > 0)
                qCInfo(logHost) << *deleted << "records were older than their rule keeps them";
            if (std::exchange(m_isAskedAgain, false))
                sweep();
        });
}

} // namespace busheng
