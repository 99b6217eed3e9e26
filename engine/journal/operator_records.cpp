// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/operator_records.h"

#include "engine/journal/journal_impl.h"

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

constexpr int kLargestPage = 1000;
constexpr qint64 kKeptChanges = 10'000;
const QString kFourEyes = QStringLiteral("four_eyes");

const QString kSelectOperators = QStringLiteral(
    "SELECT name, person, role, enabled, salt, iterations, digest, must_change, password_utc_ms, failures, "
    "blocked_until_utc_ms, last_sign_in_utc_ms, made_by, made_utc_ms FROM operators ");

const QString kChangeColumns = QStringLiteral("method, params, subject, before, after, base, state, proposer, reason, "
                                              "proposed_utc_ms, expires_utc_ms, reviewer, comment, decided_utc_ms, "
                                              "event, args");

/// The same without what is large: parameters and both views.
const QString kListedColumns = QStringLiteral("method, '', subject, '', '', base, state, proposer, reason, "
                                              "proposed_utc_ms, expires_utc_ms, reviewer, comment, decided_utc_ms, "
                                              "event, args");

OperatorRecord operatorOf(const SqlStatement& row)
{
    OperatorRecord record;
    record.name = row.text(0);
    record.person = row.text(1);
    // A role that a later program gave is none here: such a record may nothing but read.
    record.role = operatorRoleNamed(row.text(2)).value_or(OperatorRole::Auditor);
    record.enabled = row.flag(3);
    record.password = {static_cast<quint32>(row.integer(5)), row.bytes(4), row.bytes(6)};
    record.mustChange = row.flag(7);
    record.passwordUtcMs = row.integer(8);
    record.failures = static_cast<quint32>(row.integer(9));
    record.blockedUntilUtcMs = row.integer(10);
    record.lastSignInUtcMs = row.integer(11);
    record.madeBy = row.text(12);
    record.madeUtcMs = row.integer(13);
    return record;
}

ReviewedChange changeOf(const SqlStatement& row)
{
    ReviewedChange change;
    change.id = row.integer(0);
    change.method = row.text(1);
    change.params = row.text(2);
    change.subject = row.text(3);
    change.before = row.text(4);
    change.after = row.text(5);
    change.base = row.text(6);
    change.state = row.text(7);
    change.proposer = row.text(8);
    change.reason = row.text(9);
    change.proposedUtcMs = row.integer(10);
    change.expiresUtcMs = row.integer(11);
    change.reviewer = row.text(12);
    change.comment = row.text(13);
    change.decidedUtcMs = row.integer(14);
    change.event = row.text(15);
    change.args = splitTexts(row.text(16));
    return change;
}

template <typename T, typename Read>
Result<std::vector<T>> listOf(SqlStatement& query, Read read)
{
    std::vector<T> found;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return found;
        found.push_back(read(query));
    }
}

template <typename T, typename Read>
Result<std::optional<T>> oneOf(SqlStatement& query, Read read)
{
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? std::optional<T>(read(query)) : std::nullopt;
}

} // namespace

Result<std::vector<OperatorRecord>> OperatorRecords::all()
{
    SqlStatement query = m_journal.m_impl->statement(kSelectOperators + QStringLiteral("ORDER BY name"));
    ENGINE_TRY(query.run());
    return listOf<OperatorRecord>(query, operatorOf);
}

Result<std::optional<OperatorRecord>> OperatorRecords::named(const QString& name)
{
    SqlStatement query = m_journal.m_impl->statement(kSelectOperators + QStringLiteral("WHERE name = ?"));
    ENGINE_TRY(query.bind(name).run());
    return oneOf<OperatorRecord>(query, operatorOf);
}

Result<bool> OperatorRecords::isEmpty()
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral("SELECT EXISTS (SELECT 1 FROM operators)"));
    ENGINE_TRY(query.run());
    ENGINE_TRY(query.next());
    return !query.flag(0);
}

Result<> OperatorRecords::putOperator(const OperatorRecord& record)
{
    SqlStatement put = m_journal.m_impl->statement(
        QStringLiteral("INSERT OR REPLACE INTO operators (name, person, role, enabled, salt, iterations, digest, "
                       "must_change, password_utc_ms, failures, blocked_until_utc_ms, last_sign_in_utc_ms, made_by, "
                       "made_utc_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    put.bind(record.name).bind(record.person).bind(operatorRoleName(record.role)).bind(record.enabled);
    put.bind(record.password.salt).bind(record.password.iterations).bind(record.password.digest);
    put.bind(record.mustChange).bind(record.passwordUtcMs).bind(record.failures).bind(record.blockedUntilUtcMs);
    return put.bind(record.lastSignInUtcMs).bind(record.madeBy).bind(record.madeUtcMs).run();
}

Result<> OperatorRecords::save(const OperatorRecord& record, const LedgerEntry& line)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        ENGINE_TRY(putOperator(record));
        return m_journal.m_impl->putLedger({line});
    });
}

Result<> OperatorRecords::removeAll(const LedgerEntry& line)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        for (const QString& sql :
             {QStringLiteral("DELETE FROM operators"), QStringLiteral("DELETE FROM governance"),
              QStringLiteral("UPDATE reviewed_changes SET state = 'withdrawn' WHERE state = 'waiting'")}) {
            SqlStatement statement = m_journal.m_impl->statement(sql);
            ENGINE_TRY(statement.run());
        }
        return m_journal.m_impl->putLedger({line});
    });
}

Result<bool> OperatorRecords::fourEyes()
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral("SELECT value FROM governance WHERE name = ?"));
    ENGINE_TRY(query.bind(kFourEyes).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found && query.text(0) == QStringLiteral("on");
}

Result<> OperatorRecords::setFourEyes(bool on, const LedgerEntry& line)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement put = m_journal.m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO governance (name, value) VALUES (?, ?)"));
        ENGINE_TRY(put.bind(kFourEyes).bind(on ? QStringLiteral("on") : QStringLiteral("off")).run());
        return m_journal.m_impl->putLedger({line});
    });
}

Result<qint64> OperatorRecords::saveChange(const ReviewedChange& change, LedgerEntry line)
{
    qint64 id = change.id;
    const Result<> saved = m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        const QString columns = id == 0 ? kChangeColumns : QString(QStringLiteral("id, ") + kChangeColumns);
        const QString places = QStringLiteral("?, ").repeated(columns.count(u',')) + u'?';
        SqlStatement put = m_journal.m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO reviewed_changes (%1) VALUES (%2)").arg(columns, places));
        if (id != 0)
            put.bind(id);
        put.bind(change.method).bind(change.params).bind(change.subject).bind(change.before).bind(change.after);
        put.bind(change.base).bind(change.state).bind(change.proposer).bind(change.reason);
        put.bind(change.proposedUtcMs).bind(change.expiresUtcMs).bind(change.reviewer).bind(change.comment);
        ENGINE_TRY(put.bind(change.decidedUtcMs).bind(change.event).bind(joinTexts(change.args)).run());
        id = id == 0 ? put.lastId() : id;
        SqlStatement prune = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM reviewed_changes WHERE state <> 'waiting' AND id <= ?"));
        ENGINE_TRY(prune.bind(id - kKeptChanges).run());
        line.name = QStringLiteral("%1 %2").arg(id).arg(line.name);
        return m_journal.m_impl->putLedger({line});
    });
    return saved ? Result<qint64>(id) : Result<qint64>(fail(saved.error()));
}

Result<std::optional<ReviewedChange>> OperatorRecords::change(qint64 id)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral("SELECT id, ") + kChangeColumns +
                                                     QStringLiteral(" FROM reviewed_changes WHERE id = ?"));
    ENGINE_TRY(query.bind(id).run());
    return oneOf<ReviewedChange>(query, changeOf);
}

Result<std::vector<ReviewedChange>> OperatorRecords::changes(const QString& state, qint64 beforeId, int limit)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT id, ") + kListedColumns +
        QStringLiteral(" FROM reviewed_changes WHERE id < ? AND (? = '' OR state = ?) ORDER BY id DESC LIMIT ?"));
    query.bind(beforeId == 0 ? std::numeric_limits<qint64>::max() : beforeId).bind(state).bind(state);
    ENGINE_TRY(query.bind(std::clamp(limit, 0, kLargestPage)).run());
    return listOf<ReviewedChange>(query, changeOf);
}

Result<std::optional<qint64>> OperatorRecords::sameWaiting(const ReviewedChange& change)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT id FROM reviewed_changes WHERE state = 'waiting' AND method = ? AND proposer = ? AND "
                       "base = ? AND params = ? ORDER BY id DESC LIMIT 1"));
    ENGINE_TRY(query.bind(change.method).bind(change.proposer).bind(change.base).bind(change.params).run());
    return oneOf<qint64>(query, [](const SqlStatement& row) { return row.integer(0); });
}

Result<std::vector<qint64>> OperatorRecords::overdue(qint64 nowUtcMs)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT id FROM reviewed_changes WHERE state = 'waiting' AND expires_utc_ms <= ? ORDER BY id DESC"));
    ENGINE_TRY(query.bind(nowUtcMs).run());
    return listOf<qint64>(query, [](const SqlStatement& row) { return row.integer(0); });
}

Result<qint64> OperatorRecords::waiting()
{
    SqlStatement query =
        m_journal.m_impl->statement(QStringLiteral("SELECT count(*) FROM reviewed_changes WHERE state = 'waiting'"));
    ENGINE_TRY(query.run());
    ENGINE_TRY(query.next());
    return query.integer(0);
}

} // namespace busheng
