// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/flow_figure_records.h"

#include "engine/journal/journal_impl.h"

namespace busheng {
namespace {

constexpr qint64 kSecondMs = 1000;
constexpr qint64 kMinuteMs = kMinuteStep * kSecondMs;
constexpr qint64 kQuarterMs = kQuarterStep * kSecondMs;

} // namespace

Result<> FlowFigureRecords::keepMinute(qint64 minuteUtcMs, const std::map<QString, FlowFigure>& byFlow)
{
    const qint64 quarter = minuteUtcMs - minuteUtcMs % kQuarterMs;
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement put = m_journal.m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO flow_figures (flow, step_seconds, at_utc_ms, rows_per_s, lag_ms) "
                           "VALUES (?, ?, ?, ?, ?)"));
        // Of the minutes themselves, so that a start in the middle of a quarter loses nothing of it.
        SqlStatement sum = m_journal.m_impl->statement(QStringLiteral(
            "INSERT OR REPLACE INTO flow_figures (flow, step_seconds, at_utc_ms, rows_per_s, lag_ms) "
            "SELECT flow, ?, ?, coalesce(avg(CASE WHEN rows_per_s >= 0 THEN rows_per_s END), -1), max(lag_ms) "
            "FROM flow_figures WHERE flow = ? AND step_seconds = ? AND at_utc_ms >= ? AND at_utc_ms < ? GROUP BY "
            "flow"));
        for (const auto& [flow, figure] : byFlow) {
            ENGINE_TRY(
                put.bind(flow).bind(kMinuteStep).bind(minuteUtcMs).bind(figure.rowsPerSecond).bind(figure.lagMs).run());
            ENGINE_TRY(sum.bind(kQuarterStep)
                           .bind(quarter)
                           .bind(flow)
                           .bind(kMinuteStep)
                           .bind(quarter)
                           .bind(quarter + kQuarterMs)
                           .run());
        }
        SqlStatement prune = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM flow_figures WHERE step_seconds = ? AND (at_utc_ms < ? OR at_utc_ms > ?)"));
        ENGINE_TRY(prune.bind(kMinuteStep)
                       .bind(minuteUtcMs + kMinuteMs - kMinuteFiguresKept * kSecondMs)
                       .bind(minuteUtcMs)
                       .run());
        return prune.bind(kQuarterStep)
            .bind(minuteUtcMs + kMinuteMs - kQuarterFiguresKept * kSecondMs)
            .bind(minuteUtcMs)
            .run();
    });
}

Result<std::vector<FlowFigure>> FlowFigureRecords::figures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT at_utc_ms, rows_per_s, lag_ms FROM flow_figures WHERE flow = ? AND step_seconds = ? AND "
                       "at_utc_ms >= ? ORDER BY at_utc_ms"));
    ENGINE_TRY(query.bind(flow).bind(stepSeconds).bind(fromUtcMs).run());
    std::vector<FlowFigure> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.integer(0), query.real(1), query.integer(2)});
    }
}

} // namespace busheng
