// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

#include <algorithm>

namespace busheng {

Result<qint64> Journal::saveVerification(const VerificationRecord& record)
{
    qint64 id = record.id;
    const Result<> saved = m_impl->change(Durability::Full, [&]() -> Result<> {
        const QString idOrNew = record.id == 0 ? QStringLiteral("NULL") : QString::number(record.id);
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO verifications (id, subscription, started_utc_ms, finished_utc_ms, "
                           "outcome, position, rows_compared, differences, report) VALUES (%1, ?, ?, ?, ?, ?, ?, ?, ?)")
                .arg(idOrNew));
        insert.bind(record.subscription).bind(record.startedUtcMs).bind(record.finishedUtcMs).bind(record.outcome);
        insert.bind(record.position).bind(record.rowsCompared).bind(record.differences);
        ENGINE_TRY(insert.bind(record.report).run());
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
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT id, subscription, started_utc_ms, finished_utc_ms, outcome, position, rows_compared, "
                       "differences, report FROM verifications ") +
        ofOne + QStringLiteral("ORDER BY id DESC LIMIT ?"));
    if (!subscription.isEmpty())
        query.bind(subscription);
    ENGINE_TRY(query.bind(std::max(limit, 0)).run());
    std::vector<VerificationRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.integer(0), query.text(1), query.integer(2), query.integer(3), query.text(4),
                       query.natural(5), query.natural(6), query.natural(7), query.bytes(8)});
    }
}

} // namespace busheng
