// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/files/parts/part_list.h"

namespace busheng {

/// How the parts in a directory are, against their list.
struct PartsFound {
    std::vector<int> missing;   ///< not there, or not yet of their size
    std::vector<int> different; ///< larger than they should be
    QStringList foreign; ///< of the same division, system and second, and not of the list: another number or suffix

    bool isComplete() const { return missing.empty() && different.empty() && foreign.isEmpty(); }
};

/// Looks at names and sizes only. Thread: any. Fails: Storage.
Result<PartsFound> findParts(FileSystem& fileSystem, const QString& directory, const PartList& list);

/// Reads the list `fileName` in `directory`. Fails: Storage; Config, event PRT_REFUSED.
Result<PartList> readPartList(FileSystem& fileSystem, const QString& directory, const QString& fileName);

/// Writes the whole file to `targetDirectory` when every part is there and as the list says, byte by byte: each part's
/// digest, and that of the whole. The parts stay. Joined once more, the same file is written again. Memory: 1 MiB.
///
/// Thread: any. Fails: Storage; Config, event PRT_REFUSED with what is missing, different or foreign. The target then
/// is as it was.
Result<> joinParts(FileSystem& fileSystem, const QString& directory, const PartList& list,
                   const QString& targetDirectory);

} // namespace busheng
