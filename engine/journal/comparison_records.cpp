// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/comparison_records.h"

#include "engine/journal/journal_impl.h"

#include <limits>

namespace busheng {
namespace {

/// The WHERE of a selection, and the values for its question marks in order.
struct Condition {
    QString text;
    QStringList values;
};

/// `of`: the column of what was compared; `searched`: the columns in which a text is looked for.
Condition conditionOf(const DifferenceSelection& selection, const QString& of, const QStringList& searched)
{
    Condition condition{of + QStringLiteral(" = %1").arg(selection.of), {}};
    if (!selection.kinds.isEmpty()) {
        const QStringList places(selection.kinds.size(), QStringLiteral("?"));
        condition.text += QStringLiteral(" AND kind IN (%1)").arg(places.join(u','));
        condition.values += selection.kinds;
    }
    if (!selection.table.isEmpty()) {
        condition.text += QStringLiteral(" AND table_name = ?");
        condition.values.append(selection.table);
    }
    if (selection.range > 0)
        condition.text += QStringLiteral(" AND key_range = %1").arg(selection.range);
    if (!selection.text.isEmpty()) {
        QString pattern = selection.text;
        for (const char* const special : {"\\", "%", "_"})
            pattern.replace(QLatin1String(special), QString(u'\\' + QLatin1String(special)));
        QStringList any;
        for (const QString& column : searched) {
            any.append(column + QStringLiteral(" LIKE ? ESCAPE '\\'"));
            condition.values.append(QString(u'%' + pattern + u'%'));
        }
        condition.text += QStringLiteral(" AND (%1)").arg(any.join(QStringLiteral(" OR ")));
    }
    return condition;
}

Condition ofRows(const DifferenceSelection& selection)
{
    return conditionOf(selection, QStringLiteral("verification"),
                       {QStringLiteral("key"), QStringLiteral("cells"), QStringLiteral("table_name")});
}

Condition ofFiles(const DifferenceSelection& selection)
{
    return conditionOf(selection, QStringLiteral("reconciliation"),
                       {QStringLiteral("path"), QStringLiteral("here"), QStringLiteral("there")});
}

Result<> runWith(SqlStatement& statement, const Condition& condition)
{
    for (const QString& value : condition.values)
        statement.bind(value);
    return statement.run();
}

Result<std::vector<FileReconciliationRecord>> readReconciliations(SqlStatement& query)
{
    ENGINE_TRY(query.run());
    std::vector<FileReconciliationRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back(
            {query.integer(0), query.text(1), query.text(2), query.integer(3), query.integer(4), query.text(5)});
    }
}

const QString kReconciliations =
    QStringLiteral("SELECT id, task, state, started_utc_ms, finished_utc_ms, report FROM file_reconciliations WHERE ");

} // namespace

Result<> ComparisonRecords::keepRows(qint64 verification, qint64 first, const std::vector<RowDifferenceRecord>& rows)
{
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement insert = m_journal.m_impl->statement(QStringLiteral(
            "INSERT INTO row_differences (verification, number, kind, table_name, key, key_range, cells) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)"));
        qint64 number = first;
        for (const RowDifferenceRecord& row : rows) {
            insert.bind(verification).bind(number++).bind(row.kind).bind(row.table).bind(row.key);
            ENGINE_TRY(insert.bind(row.range).bind(row.cells).run());
        }
        return {};
    });
}

Result<> ComparisonRecords::cutRows(qint64 verification, qint64 number)
{
    return m_journal.m_impl->change(Durability::Normal, [&] {
        SqlStatement remove = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM row_differences WHERE verification = ? AND number > ?"));
        return remove.bind(verification).bind(number).run();
    });
}

Result<> ComparisonRecords::forgetOlderRows(const QString& subscription, int kept)
{
    constexpr int kAtOnce = 10'000; // others write in between
    for (;;) {
        int removed = 0;
        const Result<> changed = m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
            SqlStatement remove = m_journal.m_impl->statement(QStringLiteral(
                "DELETE FROM row_differences WHERE (verification, number) IN (SELECT d.verification, d.number FROM "
                "verifications v JOIN row_differences d ON d.verification = v.id WHERE v.subscription = ? AND v.id NOT "
                "IN (SELECT id FROM verifications WHERE subscription = ? ORDER BY started_utc_ms DESC, id DESC LIMIT "
                "?) LIMIT ?)"));
            ENGINE_TRY(remove.bind(subscription).bind(subscription).bind(kept).bind(kAtOnce).run());
            removed = remove.rowsAffected();
            return {};
        });
        ENGINE_TRY(changed);
        if (removed < kAtOnce)
            return {};
    }
}

Result<qint64> ComparisonRecords::countRows(const DifferenceSelection& selection)
{
    const Condition condition = ofRows(selection);
    SqlStatement query = m_journal.m_impl->statement(
        QString(QStringLiteral("SELECT count(*) FROM row_differences WHERE ") + condition.text));
    ENGINE_TRY(runWith(query, condition));
    ENGINE_TRY(query.next());
    return query.integer(0);
}

Result<std::vector<RowDifferenceRecord>> ComparisonRecords::rows(const DifferenceSelection& selection, qint64 from,
                                                                 int limit)
{
    Condition condition = ofRows(selection);
    if (selection.kinds.isEmpty() && selection.table.isEmpty() && selection.range == 0 && selection.text.isEmpty()) {
        condition.text += QStringLiteral(" AND number > %1").arg(from); // numbers have no gap: no need to count there
        from = 0;
    }
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT kind, table_name, key, key_range, cells FROM row_differences WHERE %1 ORDER BY number "
                       "LIMIT %2 OFFSET %3")
            .arg(condition.text)
            .arg(limit)
            .arg(from));
    ENGINE_TRY(runWith(query, condition));
    std::vector<RowDifferenceRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1), query.text(2), query.integer(3), query.text(4)});
    }
}

Result<qint64> ComparisonRecords::saveReconciliation(const FileReconciliationRecord& record)
{
    qint64 id = record.id;
    const Result<> changed = m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement insert = m_journal.m_impl->statement(QStringLiteral(
            "INSERT INTO file_reconciliations (id, task, state, started_utc_ms, finished_utc_ms, report) VALUES "
            "(nullif(?, 0), ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, finished_utc_ms = "
            "excluded.finished_utc_ms, report = excluded.report"));
        insert.bind(record.id).bind(record.task).bind(record.state).bind(record.startedUtcMs);
        ENGINE_TRY(insert.bind(record.finishedUtcMs).bind(record.report).run());
        if (id == 0)
            id = insert.lastId();
        return {};
    });
    ENGINE_TRY(changed);
    return id;
}

Result<std::optional<FileReconciliationRecord>> ComparisonRecords::reconciliation(qint64 id)
{
    SqlStatement query = m_journal.m_impl->statement(kReconciliations + QStringLiteral("id = ?"));
    ENGINE_TRY_AS(const auto found, readReconciliations(query.bind(id)));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

Result<std::vector<FileReconciliationRecord>> ComparisonRecords::reconciliations(const QString& task, qint64 beforeId,
                                                                                 int limit)
{
    const QString ofOne = task.isEmpty() ? QString() : QStringLiteral("task = ? AND ");
    SqlStatement query =
        m_journal.m_impl->statement(QString(kReconciliations + ofOne +
                                            QStringLiteral("id < %1 ORDER BY id DESC LIMIT %2")
                                                .arg(beforeId == 0 ? std::numeric_limits<qint64>::max() : beforeId)
                                                .arg(limit)));
    if (!task.isEmpty())
        query.bind(task);
    return readReconciliations(query);
}

Result<std::vector<FileReconciliationRecord>> ComparisonRecords::unfinishedReconciliations()
{
    SqlStatement query =
        m_journal.m_impl->statement(kReconciliations + QStringLiteral("state = 'running' ORDER BY id"));
    return readReconciliations(query);
}

Result<> ComparisonRecords::keepFiles(qint64 reconciliation, qint64 first,
                                      const std::vector<FileDifferenceRecord>& files)
{
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement insert = m_journal.m_impl->statement(QStringLiteral(
            "INSERT INTO file_differences (reconciliation, number, kind, path, here, there, size, there_size, "
            "first_utc_ms, last_utc_ms, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        qint64 number = first;
        for (const FileDifferenceRecord& file : files) {
            insert.bind(reconciliation).bind(number++).bind(file.kind).bind(file.path).bind(file.here);
            insert.bind(file.there).bind(file.size).bind(file.thereSize).bind(file.firstUtcMs).bind(file.lastUtcMs);
            ENGINE_TRY(insert.bind(file.attempts).run());
        }
        return {};
    });
}

Result<qint64> ComparisonRecords::countFiles(const DifferenceSelection& selection)
{
    const Condition condition = ofFiles(selection);
    SqlStatement query = m_journal.m_impl->statement(
        QString(QStringLiteral("SELECT count(*) FROM file_differences WHERE ") + condition.text));
    ENGINE_TRY(runWith(query, condition));
    ENGINE_TRY(query.next());
    return query.integer(0);
}

Result<std::vector<FileDifferenceRecord>> ComparisonRecords::files(const DifferenceSelection& selection, qint64 from,
                                                                   int limit)
{
    const Condition condition = ofFiles(selection);
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT kind, path, here, there, size, there_size, first_utc_ms, last_utc_ms, attempts FROM "
                       "file_differences WHERE %1 ORDER BY number LIMIT %2 OFFSET %3")
            .arg(condition.text)
            .arg(limit)
            .arg(from));
    ENGINE_TRY(runWith(query, condition));
    std::vector<FileDifferenceRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1), query.text(2), query.text(3), query.natural(4), query.natural(5),
                       query.integer(6), query.integer(7), query.integer(8)});
    }
}

} // namespace busheng
