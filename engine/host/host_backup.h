// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_api.h"
#include "engine/backup/node_backup.h"
#include "engine/host/errands.h"
#include "engine/host/node_runtime.h"
#include "engine/journal/backup_records.h"
#include "engine/scheduler/due.h"

#include <atomic>

namespace busheng {

/// BackupApi over the runtime, as HostEngine's other facets; and the backups by the timetable. The work is done in an
/// errand's thread beside a node that goes on. What fails by the timetable is an alarm of the subject "backup", and is
/// tried again at the next moment.
///
/// Thread: the engine's.
class HostBackup final : public BackupApi {
public:
    struct Context {
        std::function<Result<NodeRuntime*>()> runtime; ///< fails once the engine has stopped
        QString dataDirectory;
        NodeRuntime::Seams seams;
        std::function<Errands&()> errands; ///< made and ended behind this
        quint32 iterations;                ///< of PBKDF2, behind the passphrase
    };
    explicit HostBackup(Context context) : m_context(std::move(context)) {}

    void backups(Reply<BackupShelf> reply) override;
    void makeBackup(const QString& file, const QString& passphrase, const QString& by, Reply<BackupRow> reply) override;
    void verifyBackup(const QString& file, const QString& passphrase, const QString& by,
                      Reply<BackupRow> reply) override;
    void cancelBackup(Reply<> reply) override;
    void setBackupPlan(const BackupPlan& plan, Reply<> reply) override;

    /// Backups whose files are no longer there, and what kept others from being deleted.
    struct Trimmed {
        std::vector<BackupRecord> gone;
        std::optional<Error> failure;
    };

    BackupProgress progress() const;
    bool isAtWork() const { return m_work != nullptr; }
    /// Starts what is due by the timetable; looks a few times a minute, however often it is called.
    void look();
    /// Ends what is at work, soon. Its asker is told.
    void stop();

private:
    /// One that is being made or read; shared with the thread that does it.
    struct Work {
        QString kind; ///< "backup", "verify"
        QString file;
        std::atomic<bool> isCancelled = false;
        std::atomic<qint64> doneBytes = 0;
        std::atomic<qint64> totalBytes = 0;
    };
    struct Order {
        QString kind;
        QString file;
        Bytes passphrase;
        QString by;
        QString cause;
    };

    Result<Journal*> journal() const;
    Result<std::shared_ptr<Work>> begin(const Order& order);
    void run(const Order& order, const Reply<BackupRow>& reply);
    /// What the thread brings back.
    struct Outcome {
        BackupHead head;
        qint64 fileBytes = 0;
    };
    Result<BackupRow> takeOutcome(const Order& order, const Result<Outcome>& outcome);
    Result<Bytes> keptPassphrase() const;
    Result<BackupPlanRecord> plan();
    Result<> lookAtPlan();
    void beginByPlan(const BackupPlanRecord& plan);
    void noteByPlan(const Result<>& outcome);
    void trim(const BackupPlanRecord& plan);
    Result<> forget(const Trimmed& trimmed);
    Result<> savePlan(const BackupPlan& plan);

    Context m_context;
    std::shared_ptr<Work> m_work; ///< null: nothing is at work
    qint64 m_changes = 0;
    std::optional<BackupPlanRecord> m_plan; ///< as the journal has it; nothing: not looked at yet
    std::optional<qint64> m_lookedUtcMs;
    qint64 m_lookedNs = 0;
};

} // namespace busheng
