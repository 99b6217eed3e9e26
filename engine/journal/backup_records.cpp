// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/backup_records.h"

#include "engine/journal/journal_impl.h"

namespace busheng {
namespace {

constexpr int kRemembered = 500;

} // namespace

Result<std::vector<BackupRecord>> BackupRecords::read(const QString& rest, const QString& file)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT id, file, cause, taken_utc_ms, file_bytes, made_by, verified_utc_ms, event, args "
                       "FROM backups WHERE (? = '' OR file = ?) ") +
        rest);
    ENGINE_TRY(query.bind(file).bind(file).run());
    std::vector<BackupRecord> found;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return found;
        found.push_back({query.integer(0), query.text(1), query.text(2), query.integer(3), query.integer(4),
                         query.text(5), query.integer(6), query.text(7), splitTexts(query.text(8))});
    }
}

Result<std::vector<BackupRecord>> BackupRecords::all()
{
    return read(QStringLiteral("ORDER BY taken_utc_ms DESC, id DESC"), QString());
}

Result<std::optional<BackupRecord>> BackupRecords::ofFile(const QString& file)
{
    ENGINE_TRY_AS(const std::vector<BackupRecord> found, read(QString(), file));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

Result<qint64> BackupRecords::save(const BackupRecord& record, const LedgerEntry& line)
{
    const Result<> saved = m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement put = m_journal.m_impl->statement(
            QStringLiteral("INSERT INTO backups (file, cause, taken_utc_ms, file_bytes, made_by, verified_utc_ms, "
                           "event, args) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file) DO UPDATE SET "
                           "cause = excluded.cause, taken_utc_ms = excluded.taken_utc_ms, "
                           "file_bytes = excluded.file_bytes, made_by = excluded.made_by, "
                           "verified_utc_ms = excluded.verified_utc_ms, event = excluded.event, args = excluded.args"));
        put.bind(record.file).bind(record.cause).bind(record.takenUtcMs).bind(record.fileBytes).bind(record.by);
        ENGINE_TRY(put.bind(record.verifiedUtcMs).bind(record.event).bind(joinTexts(record.args)).run());
        SqlStatement trim = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM backups WHERE id NOT IN (SELECT id FROM backups ORDER BY taken_utc_ms DESC, "
                           "id DESC LIMIT ?)"));
        ENGINE_TRY(trim.bind(kRemembered).run());
        return m_journal.m_impl->putLedger({line});
    });
    ENGINE_TRY(saved);
    ENGINE_TRY_AS(const auto now, ofFile(record.file));
    return now ? now->id : 0;
}

Result<> BackupRecords::forget(qint64 id, const LedgerEntry& line)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement remove = m_journal.m_impl->statement(QStringLiteral("DELETE FROM backups WHERE id = ?"));
        ENGINE_TRY(remove.bind(id).run());
        return m_journal.m_impl->putLedger({line});
    });
}

Result<BackupPlanRecord> BackupRecords::plan()
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT times, directory, keep, covered_utc_ms FROM backup_plan WHERE id = 1"));
    ENGINE_TRY(query.run());
    ENGINE_TRY_AS(const bool found, query.next());
    if (!found)
        return BackupPlanRecord();
    return BackupPlanRecord{query.text(0), query.text(1), query.integer(2), query.integer(3)};
}

Result<> BackupRecords::savePlan(const BackupPlanRecord& plan)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement put = m_journal.m_impl->statement(QStringLiteral(
            "INSERT OR REPLACE INTO backup_plan (id, times, directory, keep, covered_utc_ms) VALUES (1, ?, ?, ?, ?)"));
        return put.bind(plan.times).bind(plan.directory).bind(plan.keep).bind(plan.coveredUtcMs).run();
    });
}

} // namespace busheng
