// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

#include <algorithm>

namespace busheng {
namespace {

const QString kSelect = QStringLiteral("SELECT id, subscription, started_utc_ms, finished_utc_ms, outcome, position, "
                                       "rows_compared, differences, report, resume FROM verifications ");

/// All that a bound statement with the columns of kSelect finds.
Result<std::vector<VerificationRecord>> readAll(SqlStatement& query)
{
    ENGINE_TRY(query.run());
    std::vector<VerificationRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.integer(0), query.text(1), query.integer(2), query.integer(3), query.text(4),
                       query.natural(5), query.natural(6), query.natural(7), query.bytes(8), query.bytes(9)});
    }
}

} // namespace

Result<qint64> Journal::saveVerification(const VerificationRecord& record)
{
    qint64 id = record.id;
    const Result<> saved = m_impl->change(Durability::Full, [&]() -> Result<> {
        const QString idOrNew = record.id == 0 ? QStringLiteral("NULL") : QString::number(record.id);
        SqlStatement insert = m_impl->statement(
            QStringLiteral(
                "INSERT OR REPLACE INTO verifications (id, subscription, started_utc_ms, finished_utc_ms, "
                "outcome, position, rows_compared, differences, report, resume) VALUES (%1, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .arg(idOrNew));
        insert.bind(record.subscription).bind(record.startedUtcMs).bind(record.finishedUtcMs).bind(record.outcome);
        insert.bind(record.position).bind(record.rowsCompared).bind(record.differences);
        ENGINE_TRY(insert.bind(record.report).bind(record.resume).run());
        if (record.id == 0)
            id = insert.lastId();
        return {};
    });
    if (!saved)
        return fail(saved.error());
    return id;
}

Result<std::vector<VerificationRecord>> Journal::verifications(const QString& subscription, int limit)
{
    const QString ofOne = subscription.isEmpty() ? QString() : QStringLiteral("WHERE subscription = ? ");
    SqlStatement query =
        m_impl->statement(kSelect + ofOne + QStringLiteral("ORDER BY started_utc_ms DESC, id DESC LIMIT ?"));
    if (!subscription.isEmpty())
        query.bind(subscription);
    query.bind(std::max(limit, 0));
    return readAll(query);
}

Result<std::optional<VerificationRecord>> Journal::verification(qint64 id)
{
    SqlStatement query = m_impl->statement(kSelect + QStringLiteral("WHERE id = ?"));
    query.bind(id);
    ENGINE_TRY_AS(const std::vector<VerificationRecord> found, readAll(query));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

Result<std::vector<VerificationRecord>> Journal::unfinishedVerifications()
{
    SqlStatement query = m_impl->statement(kSelect + QStringLiteral("WHERE outcome = 'running' ORDER BY id"));
    return readAll(query);
}

Result<qint64> Journal::timetableSince(const QString& subscription, const QString& times, qint64 nowUtcMs)
{
    qint64 since = nowUtcMs;
    const Result<> kept = m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement query = m_impl->statement(
            QStringLiteral("SELECT since_utc_ms FROM verification_times WHERE subscription = ? AND times = ?"));
        ENGINE_TRY(query.bind(subscription).bind(times).run());
        ENGINE_TRY_AS(const bool isKnown, query.next());
        if (isKnown) {
            since = query.integer(0);
            return {};
        }
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO verification_times (subscription, times, since_utc_ms) "
                           "VALUES (?, ?, ?)"));
        return insert.bind(subscription).bind(times).bind(nowUtcMs).run();
    });
    if (!kept)
        return fail(kept.error());
    return since;
}

} // namespace busheng
