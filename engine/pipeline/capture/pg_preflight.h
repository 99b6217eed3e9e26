// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/preflight.h"

namespace busheng {

/// Looks at a PostgreSQL source before anything is made there; changes nothing. No finding: publish it. Asked again
/// when the dataset is being captured already, it says the same: its own slot and publication are in nobody's way.
///
/// Errors: no connection (SRC_UNAVAILABLE); SRC_VERSION; SRC_STANDBY; SRC_ENCODING; SRC_WAL_LEVEL; SRC_SLOTS_FULL;
/// SRC_RIGHTS (args hold the statement that gives the right); a table that is missing or unfit (SRC_TABLE_MISSING,
/// SRC_TABLE_REFUSED, SRC_COLUMN_UNSUPPORTED), or whose changed rows the log does not tell apart (SRC_KEYLESS_IDENTITY,
/// SRC_IDENTITY: args hold the statement that mends it).
/// Warnings: SRC_KEYLESS, SRC_KEY_ORDER, SRC_PARENT_OUTSIDE, SRC_INDEX_SKIPPED, SRC_UNSAFE_SETTING, SRC_LOG_UNLIMITED.
/// Fails: Config for an empty or doubled list of tables; Sql transient when the connection breaks.
Result<std::vector<Finding>> preflightPgDataset(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                const QString& nodeCode);

} // namespace busheng
