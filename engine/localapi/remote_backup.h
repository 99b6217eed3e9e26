// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_api.h"
#include "engine/localapi/remote_channel.h"

namespace busheng {

/// BackupApi of a node over its local socket. Thread: the channel's, which must outlive it.
class RemoteBackup final : public BackupApi {
public:
    explicit RemoteBackup(RemoteChannel& channel) : m_channel(channel) {}

    void backups(Reply<BackupShelf> reply) override;
    void makeBackup(const QString& file, const QString& passphrase, const QString& by, Reply<BackupRow> reply) override;
    void verifyBackup(const QString& file, const QString& passphrase, const QString& by,
                      Reply<BackupRow> reply) override;
    void cancelBackup(Reply<> reply) override;
    void setBackupPlan(const BackupPlan& plan, Reply<> reply) override;

private:
    void workOnFile(const QString& method, const QString& file, const QString& passphrase, const QString& by,
                    Reply<BackupRow> reply);

    RemoteChannel& m_channel;
};

} // namespace busheng
