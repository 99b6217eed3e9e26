// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"

#include "engine/base/result.h"

#include <vector>

namespace busheng {

enum class FindingSeverity {
    Warning, ///< works, but a person should know
    Error    ///< capturing would be refused
};

/// Something about a source that stands in the way of publishing a dataset, or that its operator should know.
struct Finding {
    FindingSeverity severity = FindingSeverity::Error;
    QString event; ///< engine/model/events.h
    QStringList args;
    QString subject; ///< table; empty: the source as a whole
};

/// Looks before anything is installed; changes nothing. No finding: publish it.
///
/// Errors: file missing, not writable or not a database (SRC_UNAVAILABLE, SPL_CORRUPT); encoding (SRC_ENCODING); table
/// missing, keyless, or unfit (SRC_TABLE_*: view, virtual, generated column, reserved name, NULL in a key, too wide).
/// Warnings: SRC_NOT_WAL, SRC_UNIQUE_INDEX, SRC_KEY_COLLATION, SRC_OWN_TRIGGER, SRC_PARENT_OUTSIDE, SRC_INDEX_SKIPPED.
/// Fails: Config for an empty list of tables; Sql when the source is busy for too long.
Result<std::vector<Finding>> preflightSqliteDataset(const DatabaseConfig& source, const DatasetConfig& dataset);

} // namespace busheng
