// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"

#include <QString>

namespace busheng {

/// The schema version of a journal's file, without changing it; 0: there is no file, or an empty one. Fails: Corrupt
/// SPL_CORRUPT (not a journal, or damaged), UPG_NEWER (of a later version than this program's).
Result<qint64> journalVersion(FileSystem& fileSystem, const QString& path);
/// The version that this program writes.
qint64 newestJournalVersion();

/// A consistent copy of a journal, which may be in use meanwhile, in this or another process: readers and writers of it
/// are not held up. `to` must not exist. Checked and durable when it returns ok. Fails: as journalVersion(), Storage;
/// then there is no `to`.
Result<> copyJournal(FileSystem& fileSystem, const QString& from, const QString& to);

/// Fence::number of a journal that may be of an older version.
Result<std::uint64_t> fenceNumberIn(const QString& path);

/// Looks through the whole file. Fails: Corrupt SPL_CORRUPT.
Result<> checkJournal(const QString& path);

/// Moves what the write-ahead log holds into the file, so that the file alone is the journal. Nobody else may have it
/// open.
Result<> settleJournal(const QString& path);

} // namespace busheng
