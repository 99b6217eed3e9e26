// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/backup/sealed_archive.h"
#include "engine/base/clock.h"
#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/vault.h"

#include <QString>

namespace busheng {

/// A whole node in one sealed file (docs/formats/backup.md): node.json, its identity and trust, and the journal with
/// configuration, ledger and all that is remembered. What is on its way is not in it: packets that were not applied are
/// at their sender, and where a stream stands is in its target.
///
/// The node may run meanwhile, and is not held up. Thread: any; takes as long as the journal is large.
struct NodeBackup {
    QString dataDirectory;
    QString file; ///< must not exist
    Bytes passphrase;
    std::uint32_t iterations = Vault::kIterations;
    ArchiveProgress progress = {}; ///< once the journal has been copied, which takes no notice of it
};

/// What a backup says of itself.
struct BackupHead {
    QString code; ///< of the node
    QString name;
    QString program; ///< version that made it
    qint64 journalVersion = 0;
    qint64 takenUtcMs = 0;
    std::uint64_t fence = 0; ///< Fence::number of the node
    qint64 totalBytes = 0;   ///< of its files, before compression
};

/// Fails: Config (node.json; CFG_BAD_PATH when `file` is there; BCK_BUSY while another of this node is made), Storage
/// (BCK_NO_ROOM, DSK_FULL), Corrupt; then there is no `file`.
Result<BackupHead> backUpNode(FileSystem& fileSystem, RandomSource& random, Clock& clock, const NodeBackup& backup);

/// Of the first entry of an archive, "backup.json".
QByteArray toJson(const BackupHead& head);
Result<BackupHead> backupHeadFromJson(const QByteArray& json, const QString& file);

/// Fails with BCK_NO_ROOM when `directory` has less room than `bytes` and a reserve.
Result<> requireBackupRoom(FileSystem& fileSystem, const QString& directory, qint64 bytes);

} // namespace busheng
