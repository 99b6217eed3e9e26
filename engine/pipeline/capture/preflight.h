// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/model/finding.h"

#include "engine/base/result.h"

#include <vector>

namespace busheng {

/// Looks before anything is installed; changes nothing. No finding: publish it.
///
/// Errors: file missing, not writable or not a database (SRC_UNAVAILABLE, SPL_CORRUPT); encoding (SRC_ENCODING); table
/// missing, keyless, or unfit (SRC_TABLE_*: view, virtual, generated column, reserved name, NULL in a key, too wide).
/// Warnings: SRC_NOT_WAL, SRC_UNIQUE_INDEX, SRC_KEY_COLLATION, SRC_OWN_TRIGGER, SRC_PARENT_OUTSIDE, SRC_INDEX_SKIPPED.
/// Fails: Config for an empty list of tables; Sql when the source is busy for too long.
Result<std::vector<Finding>> preflightSqliteDataset(const DatabaseConfig& source, const DatasetConfig& dataset);

} // namespace busheng
