// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "engine/base/result.h"

#include <functional>

namespace busheng {

/// Backups of the node, while it runs (docs/formats/backup.md). One is made or looked through at a time;
/// NodeSnapshot::backup says how far it is. Fails: Config BCK_BUSY while another is at work, CFG_BAD_PATH,
/// CFG_BAD_VALUE.
class BackupApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~BackupApi() = default;
    virtual void backups(Reply<BackupShelf> reply) = 0;
    /// Answers when the file is whole. `file` must not exist. Fails: also Storage (BCK_NO_ROOM, DSK_FULL), Cancelled;
    /// then there is no file.
    virtual void makeBackup(const QString& file, const QString& passphrase, const QString& by,
                            Reply<BackupRow> reply) = 0;
    /// Reads a backup to its end, as a restore would, and keeps what came of it. `passphrase` empty: the one that is
    /// kept for the timetable. Fails: also Crypto CFG_BAD_SECRET, Corrupt (BCK_DAMAGED, UPG_NEWER), Cancelled.
    virtual void verifyBackup(const QString& file, const QString& passphrase, const QString& by,
                              Reply<BackupRow> reply) = 0;
    /// Ends what is at work, which then fails with Cancelled. Fails: Config CFG_NOT_FOUND when nothing is.
    virtual void cancelBackup(Reply<> reply) = 0;
    /// Fails: also BCK_NO_PASSPHRASE without kBackupSecret in the vault.
    virtual void setBackupPlan(const BackupPlan& plan, Reply<> reply) = 0;
};

} // namespace busheng
