// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/archive/archive_manifest.h"

namespace busheng {

/// Packs every regular file beneath `directory` into the new archive `path`, in the order of their paths, and the
/// manifest behind them. Names are UTF-8, sizes may exceed 4 GiB. `path` appears when the archive is whole.
///
/// Thread: any. Fails: Config, events NAM_REFUSED (a name that no receiver would take) and ARC_REFUSED (a link or
/// another entry that is no file, a file that changed meanwhile); Storage.
Result<ArchiveManifest> packDirectory(const QString& directory, const QString& path);

} // namespace busheng
