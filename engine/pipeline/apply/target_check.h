// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/finding.h"
#include "engine/pipeline/apply/my_target_writer.h"
#include "engine/pipeline/apply/pg_target_writer.h"

namespace busheng {

/// What a target is to take.
struct TargetWish {
    QStringList tables;      ///< under their names at the target; empty: only the database as a whole is looked at
    bool makesTables = true; ///< those that are missing are made by the initial load
};

/// Looks at a target before rows go there, through a connection of its own, and changes nothing. No finding: load.
///
/// Errors: TGT_UNAVAILABLE; TGT_STANDBY; TGT_RIGHTS (args hold the statement that gives the right); TGT_STRUCTURE for a
/// table that is missing and not to be made. Warnings: TGT_VERSION (older than what this was tried with), TGT_ENCODING
/// (some characters have no place there), TGT_TRIGGERS_FIRE, TGT_UNSAFE_SETTING, TGT_NOT_EMPTY.
/// Fails: Config for a table that is named twice; Sql transient when the connection breaks.
Result<std::vector<Finding>> checkPgTarget(const PgTarget& target, const TargetWish& wish);
/// The same for a SQLite file, which may be missing: it is made. Errors: TGT_UNAVAILABLE, TGT_STRUCTURE. Warnings:
/// TGT_ENCODING, TGT_NOT_EMPTY.
Result<std::vector<Finding>> checkSqliteTarget(const DatabaseConfig& target, const TargetWish& wish);
/// The same for MariaDB. Errors: TGT_UNAVAILABLE, TGT_STANDBY (read_only), TGT_STRUCTURE. Warnings: TGT_UNSAFE_SETTING,
/// TGT_NOT_EMPTY.
Result<std::vector<Finding>> checkMyTarget(const MyTarget& target, const TargetWish& wish);

} // namespace busheng
