// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/files/parts/part_list.h"

namespace busheng {

/// Writes the file `source` as parts of `partBytes` into `directory`, and behind them, when all are durable, the list:
/// who finds the list finds its parts. Done once more it makes the same files again. Memory: 1 MiB.
///
/// Thread: any. Fails: Config, event NAM_REFUSED when there would be a 1000th part (before the first is made); Config,
/// event PRT_REFUSED when the file changed while it was read; Storage. What was made is then removed.
Result<PartList> splitFile(FileSystem& fileSystem, const QString& source, const UploadName& name, qint64 partBytes,
                           const QString& directory);

} // namespace busheng
