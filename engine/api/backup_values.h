// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// The secret that backups by the timetable are sealed with, as SecurityApi::setSecret() names it. No database can be
/// called that.
inline constexpr QLatin1String kBackupSecret{"@backup"};

/// A backup that this node made of itself or looked through, as it is remembered.
struct BackupRow {
    qint64 id = 0;
    QString file;  ///< absolute, on the node's machine
    QString cause; ///< "asked", "timetable"; "found": only looked through here
    QString state; ///< "made", "verified", "damaged", "newer" (a later version made it), "gone" (nothing lies there)
    qint64 takenUtcMs = 0;
    qint64 fileBytes = 0;
    QString by;
    qint64 verifiedUtcMs = 0; ///< when it was looked through last; 0: never
    QString event;            ///< catalogue id of what was wrong with it then; empty: nothing
    QStringList args;

    bool operator==(const BackupRow&) const = default;
};

/// When backups are made by themselves.
struct BackupPlan {
    QString times;     ///< a Timetable's line; empty: by hand only
    QString directory; ///< absolute, on the node's machine
    qint64 keep = 0;   ///< so many of those that the timetable made stay; 0: all

    bool operator==(const BackupPlan&) const = default;
};

/// All that is known about backups.
struct BackupShelf {
    BackupPlan plan;
    bool hasPassphrase = false;     ///< for those by the timetable
    qint64 nextUtcMs = 0;           ///< when the next is made; 0: never
    std::vector<BackupRow> backups; ///< newest first

    bool operator==(const BackupShelf&) const = default;
};

} // namespace busheng
