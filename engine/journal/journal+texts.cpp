// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

namespace busheng {
namespace {

constexpr int kMostOfATarget = 1000;

} // namespace

Result<> Journal::saveWideningStatements(const QString& target, const QStringList& statements)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        for (const QString& statement : statements) {
            // One that is shown again is the newest again.
            SqlStatement insert = m_impl->statement(
                QStringLiteral("INSERT OR REPLACE INTO widening_statements (target, statement) VALUES (?, ?)"));
            ENGINE_TRY(insert.bind(target).bind(statement).run());
        }
        SqlStatement trim = m_impl->statement(
            QStringLiteral("DELETE FROM widening_statements WHERE target = ? AND id <= (SELECT id FROM "
                           "widening_statements WHERE target = ? ORDER BY id DESC LIMIT 1 OFFSET ?)"));
        return trim.bind(target).bind(target).bind(kMostOfATarget).run();
    });
}

Result<QStringList> Journal::wideningStatements(const QString& target)
{
    SqlStatement query =
        m_impl->statement(QStringLiteral("SELECT statement FROM widening_statements WHERE target = ? ORDER BY id"));
    ENGINE_TRY(query.bind(target).run());
    QStringList all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.append(query.text(0));
    }
}

} // namespace busheng
