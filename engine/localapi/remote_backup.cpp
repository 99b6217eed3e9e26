// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_backup.h"

#include "engine/api/json.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {

void RemoteBackup::backups(Reply<BackupShelf> reply)
{
    m_channel.request(QStringLiteral("backups"), {},
                      takeObject<BackupShelf>(std::move(reply), [](const QJsonObject& json) -> Result<BackupShelf> {
                          return backupShelfFromJson(json);
                      }));
}

void RemoteBackup::workOnFile(const QString& method, const QString& file, const QString& passphrase, const QString& by,
                              Reply<BackupRow> reply)
{
    m_channel.request(
        method, {{QLatin1String("file"), file}, {QLatin1String("passphrase"), passphrase}, {QLatin1String("by"), by}},
        takeObject<BackupRow>(std::move(reply),
                              [](const QJsonObject& json) -> Result<BackupRow> { return backupRowFromJson(json); }));
}

void RemoteBackup::makeBackup(const QString& file, const QString& passphrase, const QString& by, Reply<BackupRow> reply)
{
    workOnFile(QStringLiteral("makeBackup"), file, passphrase, by, std::move(reply));
}

void RemoteBackup::verifyBackup(const QString& file, const QString& passphrase, const QString& by,
                                Reply<BackupRow> reply)
{
    workOnFile(QStringLiteral("verifyBackup"), file, passphrase, by, std::move(reply));
}

void RemoteBackup::cancelBackup(Reply<> reply)
{
    m_channel.request(QStringLiteral("cancelBackup"), {}, takeNothing(std::move(reply)));
}

void RemoteBackup::setBackupPlan(const BackupPlan& plan, Reply<> reply)
{
    m_channel.request(QStringLiteral("setBackupPlan"), {{QLatin1String("plan"), toJson(plan)}},
                      takeNothing(std::move(reply)));
}

} // namespace busheng
