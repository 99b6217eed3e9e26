// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// Opens a SQLite database as a target: one connection, write-ahead log, every commit synced to disk, foreign keys not
/// enforced while applying (rows arrive table by table; checkIntegrity() looks at the result). The file is created when
/// missing, its directory is not. What it writes is not captured again by triggers in the same database.
/// Fails: Config CFG_BAD_PATH; Sql TGT_UNAVAILABLE; Storage DSK_FULL; Corrupt TGT_CHECKPOINT.
/// `faults`: what is done with a row that its table does not take (RowSettler).
Result<std::unique_ptr<TargetWriter>> openSqliteTarget(const DatabaseConfig& config, const FaultPolicy& faults = {});

/// An error of no table in particular: TGT_UNAVAILABLE. What is explained stays as it is.
Failure sqliteTargetFailure(Error error, const QString& target);

} // namespace busheng
