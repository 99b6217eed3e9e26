// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_backup.h"

#include "engine/api/json.h"
#include "engine/model/upgrade_events.h"

#include <QDateTime>

#include <algorithm>

namespace busheng::test {

void FakeBackup::backups(Reply<BackupShelf> reply)
{
    answer<BackupShelf>(QStringLiteral("backups"), {}, std::move(reply), [this] { return m_shelf; });
}

void FakeBackup::makeBackup(const QString& file, const QString&, const QString& by, Reply<BackupRow> reply)
{
    answer<BackupRow>(QStringLiteral("makeBackup"), {{QStringLiteral("file"), file}}, std::move(reply), [=, this] {
        BackupRow row;
        row.id = ++m_last;
        row.file = file;
        row.cause = QStringLiteral("asked");
        row.state = QStringLiteral("made");
        row.takenUtcMs = QDateTime::currentMSecsSinceEpoch();
        row.fileBytes = 1 << 20;
        row.by = by;
        m_shelf.backups.insert(m_shelf.backups.begin(), row);
        m_onChange();
        return row;
    });
}

void FakeBackup::verifyBackup(const QString& file, const QString&, const QString&, Reply<BackupRow> reply)
{
    answer<BackupRow>(QStringLiteral("verifyBackup"), {{QStringLiteral("file"), file}}, std::move(reply),
                      [=, this]() -> Result<BackupRow> {
                          const auto found = std::ranges::find(m_shelf.backups, file, &BackupRow::file);
                          if (found == m_shelf.backups.end())
                              return fail(makeEvent(ErrorCode::Corrupt, events::BCK_DAMAGED,
                                                    {file, QStringLiteral("it is no backup of a node")}, file));
                          found->state = QStringLiteral("verified");
                          found->verifiedUtcMs = QDateTime::currentMSecsSinceEpoch();
                          m_onChange();
                          return *found;
                      });
}

void FakeBackup::cancelBackup(Reply<> reply)
{
    answer<void>(QStringLiteral("cancelBackup"), {}, std::move(reply), []() -> Result<> { return {}; });
}

void FakeBackup::setBackupPlan(const BackupPlan& plan, Reply<> reply)
{
    answer<void>(QStringLiteral("setBackupPlan"), {{QStringLiteral("plan"), toJson(plan)}}, std::move(reply),
                 [=, this]() -> Result<> {
                     m_shelf.plan = plan;
                     m_onChange();
                     return {};
                 });
}

} // namespace busheng::test
