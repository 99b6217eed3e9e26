// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/file_system.h"

#include <QString>

namespace busheng {

/// The state of a node from before an upgrade, kept so that a person can go back to it.
///
///   backups/upgrade-<UTC time>/{journal.sqlite, node.json, upgrade.json}   the newest three
///   backups/rolled-back-<UTC time>/                                         what a rollback replaced
///   program.json      the program version that ran here last
///   rolled-back.json  there after a rollback: which version the directory waits for
///
/// Queues, log cache and keys are not in it: what is on its way goes on from where it stands.
/// All functions here: the caller holds the directory's lock (DataDirectory). Fails: Storage (BCK_NO_ROOM, DSK_FULL),
/// Corrupt (UPG_NEWER, SPL_CORRUPT).
struct UpgradeState {
    QString folder;
    QString program; ///< version that ran before the upgrade; empty: one that did not say
    qint64 journalVersion = 0;
    qint64 takenUtcMs = 0;
};

/// Before the journal is opened: when another version of the program ran here last, or the journal is of an older
/// schema, its state is kept first. Not enough room: the node does not start, and nothing is changed. Fails: also
/// Config UPG_ROLLED_BACK when the directory waits for an earlier version than this.
Result<> prepareUpgrade(FileSystem& fileSystem, Clock& clock, const QString& dataDirectory);

/// Puts the newest kept state back and keeps what it replaces. Done twice it goes back once: the state it put back is
/// no longer among those that are kept. Fails: also Config UPG_NO_COPY.
Result<UpgradeState> rollBackUpgrade(FileSystem& fileSystem, Clock& clock, const QString& dataDirectory);

/// The directory does not wait for an earlier version any more.
Result<> upgradeAgain(FileSystem& fileSystem, const QString& dataDirectory);

} // namespace busheng
