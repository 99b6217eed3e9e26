// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/retention_records.h"

#include "engine/journal/journal_impl.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kRecordsAtOnce = 100;
constexpr int kPartsAtOnce = 10'000; ///< of one record, in a transaction

/// How the records of a kind lie in the journal. In `deletable`, %1 is the moment before which they are old.
struct Layout {
    RetentionKind kind;
    const char* table;
    const char* time; ///< when it was over
    const char* deletable;
    const char* parts; ///< table of what belongs to a record; empty: nothing
    const char* partsKey;
    const char* partsOf; ///< column that names the record
};

const Layout kLayouts[] = {
    {{"runs", 30, 0},
     "file_runs",
     "finished_utc_ms",
     "finished_utc_ms > 0 AND finished_utc_ms < %1 AND id < (SELECT max(n.id) FROM file_runs n WHERE n.task = "
     "file_runs.task AND n.direction = file_runs.direction) AND id <> coalesce((SELECT run FROM file_transfers ORDER "
     "BY id DESC LIMIT 1), 0) AND (direction = 'out' OR NOT EXISTS (SELECT 1 FROM file_transfers t JOIN file_catalogue "
     "c ON c.directory = t.directory AND c.name = t.name AND c.run = t.run WHERE t.run = file_runs.id AND c.cleaned = "
     "''))",
     "file_transfers",
     "id",
     "run"},
    {{"alarms", 30, 0}, "alarms", "cleared_utc_ms", "cleared_utc_ms > 0 AND cleared_utc_ms < %1", "", "", ""},
    {{"verifications", 7, 0},
     "verifications",
     "finished_utc_ms",
     "finished_utc_ms > 0 AND finished_utc_ms < %1 AND id <> (SELECT n.id FROM verifications n WHERE n.subscription = "
     "verifications.subscription ORDER BY n.started_utc_ms DESC, n.id DESC LIMIT 1)",
     "row_differences",
     "verification, number",
     "verification"},
    {{"fileReconciliations", 7, 0},
     "file_reconciliations",
     "finished_utc_ms",
     "finished_utc_ms > 0 AND finished_utc_ms < %1",
     "file_differences",
     "reconciliation, number",
     "reconciliation"},
    {{"changes", 180, 0},
     "reviewed_changes",
     "decided_utc_ms",
     "state <> 'waiting' AND decided_utc_ms > 0 AND decided_utc_ms < %1",
     "",
     "",
     ""},
    {{"agreements", 180, 1095},
     "exchange_agreements",
     "changed_utc_ms",
     "changed_utc_ms < %1 AND (state IN ('refused', 'withdrawn', 'revoked', 'expired') OR (valid_until > 0 AND "
     "valid_until < %1)) AND NOT EXISTS (SELECT 1 FROM exchange_events e WHERE e.agreement = exchange_agreements.id "
     "AND "
     "e.delivery = 'waiting')",
     "exchange_events",
     "id",
     "agreement"},
};

Result<const Layout*> layoutOf(const QString& kind)
{
    for (const Layout& layout : kLayouts) {
        if (kind == QLatin1String(layout.kind.name))
            return &layout;
    }
    return fail(
        makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                  {QStringLiteral("kind"), kind, QStringLiteral("a kind of records, as 'retention show' names them")},
                  QStringLiteral("no kind of records '%1'").arg(kind)));
}

QString deletableOf(const Layout& layout, qint64 beforeUtcMs)
{
    return QString::fromLatin1(layout.deletable).replace(QStringLiteral("%1"), QString::number(beforeUtcMs));
}

} // namespace

const std::vector<RetentionKind>& RetentionRecords::kinds()
{
    static const std::vector<RetentionKind> all = [] {
        std::vector<RetentionKind> kinds;
        for (const Layout& layout : kLayouts)
            kinds.push_back(layout.kind);
        return kinds;
    }();
    return all;
}

const RetentionKind* RetentionRecords::kind(const QString& name)
{
    const auto found =
        std::ranges::find_if(kinds(), [&](const RetentionKind& one) { return name == QLatin1String(one.name); });
    return found == kinds().end() ? nullptr : &*found;
}

Result<std::map<QString, qint64>> RetentionRecords::rules()
{
    std::map<QString, qint64> days;
    for (const RetentionKind& one : kinds())
        days[QString::fromLatin1(one.name)] = one.defaultDays;
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral("SELECT kind, days FROM retention"));
    ENGINE_TRY(query.run());
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return days;
        if (const auto known = days.find(query.text(0)); known != days.end())
            known->second = query.integer(1);
    }
}

Result<> RetentionRecords::setRules(const std::map<QString, qint64>& days, const std::vector<LedgerEntry>& lines)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        for (const auto& [kind, wanted] : days) {
            ENGINE_TRY(layoutOf(kind));
            SqlStatement put = m_journal.m_impl->statement(
                QStringLiteral("INSERT OR REPLACE INTO retention (kind, days) VALUES (?, ?)"));
            ENGINE_TRY(put.bind(kind).bind(wanted).run());
        }
        return m_journal.m_impl->putLedger(lines);
    });
}

Result<RetentionCount> RetentionRecords::count(const QString& kind, qint64 beforeUtcMs)
{
    ENGINE_TRY_AS(const Layout* const layout, layoutOf(kind));
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT count(*), coalesce(min(nullif(%2, 0)), 0), (SELECT count(*) FROM %1 WHERE %3) FROM %1")
            .arg(QLatin1String(layout->table), QLatin1String(layout->time), deletableOf(*layout, beforeUtcMs)));
    ENGINE_TRY(query.run());
    ENGINE_TRY(query.next());
    return RetentionCount{query.integer(0), query.integer(1), query.integer(2)};
}

Result<qint64> RetentionRecords::deleteSome(const QString& kind, qint64 beforeUtcMs)
{
    ENGINE_TRY_AS(const Layout* const layout, layoutOf(kind));
    QStringList ids;
    {
        SqlStatement query =
            m_journal.m_impl->statement(QStringLiteral("SELECT id FROM %1 WHERE %2 ORDER BY id LIMIT %3")
                                            .arg(QLatin1String(layout->table), deletableOf(*layout, beforeUtcMs))
                                            .arg(kRecordsAtOnce));
        ENGINE_TRY(query.run());
        for (;;) {
            ENGINE_TRY_AS(const bool more, query.next());
            if (!more)
                break;
            ids.append(query.text(0));
        }
    }
    const QLatin1String parts(layout->parts);
    for (const QString& id : std::as_const(ids)) {
        for (int removed = parts.isEmpty() ? 0 : kPartsAtOnce; removed == kPartsAtOnce;) {
            const Result<> changed = m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
                SqlStatement remove = m_journal.m_impl->statement(
                    QStringLiteral("DELETE FROM %1 WHERE (%2) IN (SELECT %2 FROM %1 WHERE %3 = ? LIMIT %4)")
                        .arg(parts, QLatin1String(layout->partsKey), QLatin1String(layout->partsOf))
                        .arg(kPartsAtOnce));
                ENGINE_TRY(remove.bind(id).run());
                removed = remove.rowsAffected();
                return {};
            });
            ENGINE_TRY(changed);
        }
    }
    const Result<> changed = m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement remove = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM %1 WHERE id = ?").arg(QLatin1String(layout->table)));
        for (const QString& id : std::as_const(ids))
            ENGINE_TRY(remove.bind(id).run());
        return {};
    });
    ENGINE_TRY(changed);
    return ids.size();
}

} // namespace busheng
