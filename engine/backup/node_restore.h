// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/backup/node_backup.h"

namespace busheng {

/// A backup made a node again. It takes over: as soon as it runs, its peers and targets refuse the node that the backup
/// was taken of, and every other copy (Fence).
struct NodeRestore {
    QString file;
    Bytes passphrase;
    QString code;          ///< of the node that is wanted
    QString dataDirectory; ///< does not exist, or is empty
};

/// What a person may look at before: the head of a backup. Fails: as SealedArchiveReader.
Result<BackupHead> readBackupHead(FileSystem& fileSystem, const QString& file, BytesView passphrase);

/// Reads a backup to its end, and makes nothing of it: that every byte is what was written, and that all is there that
/// a restore needs. Fails: as restoreNode() for what is wrong with the file; Cancelled.
Result<BackupHead> verifyBackupFile(FileSystem& fileSystem, const QString& file, BytesView passphrase,
                                    const ArchiveProgress& progress);

/// Fails: Crypto CFG_BAD_SECRET, Corrupt (BCK_DAMAGED, UPG_NEWER), Config (BCK_WRONG_NODE; CFG_BAD_PATH when the
/// directory holds something), Storage (BCK_NO_ROOM, DSK_FULL). Then the directory is as it was. node.json comes last:
/// a crash leaves a directory without a node, which may be restored into again.
Result<BackupHead> restoreNode(FileSystem& fileSystem, RandomSource& random, const NodeRestore& restore);

} // namespace busheng
