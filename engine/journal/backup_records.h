// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"

namespace busheng {

/// A backup as the journal remembers it.
struct BackupRecord {
    qint64 id = 0;
    QString file;
    QString cause;
    qint64 takenUtcMs = 0;
    qint64 fileBytes = 0;
    QString by;
    qint64 verifiedUtcMs = 0;
    QString event;
    QStringList args;
};

/// When backups are made by themselves, and up to which moment that was done: DueInput::coveredUtcMs.
struct BackupPlanRecord {
    QString times;
    QString directory;
    qint64 keep = 0;
    qint64 coveredUtcMs = 0;
};

/// The journal's part about backups. Thread, durability and failures are the journal's.
class BackupRecords {
public:
    explicit BackupRecords(Journal& journal) : m_journal(journal) {}

    /// Newest first; the newest 500 are remembered.
    Result<std::vector<BackupRecord>> all();
    Result<std::optional<BackupRecord>> ofFile(const QString& file);
    /// Inserts, or replaces what is known of the file; with `line` in the ledger. Returns the id.
    Result<qint64> save(const BackupRecord& record, const LedgerEntry& line);
    Result<> forget(qint64 id, const LedgerEntry& line);

    Result<BackupPlanRecord> plan(); ///< without times: none was set
    Result<> savePlan(const BackupPlanRecord& plan);

private:
    Result<std::vector<BackupRecord>> read(const QString& rest, const QString& file);

    Journal& m_journal;
};

} // namespace busheng
