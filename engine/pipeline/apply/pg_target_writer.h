// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/target_writer.h"

#include <stop_token>

namespace busheng {

struct PgTarget {
    DatabaseConfig target;
    ConflictPolicy conflicts = ConflictPolicy::Stop;
    bool strict = false;     ///< statement by statement, in the source's order, instead of sets
    bool addColumns = false; ///< columns that the source has more are added here
    std::stop_token stop;    ///< ends every wait on the server
    FaultPolicy faults;      ///< what is done with a row that the table does not take
};

/// Opens a PostgreSQL database as a target. Fails: Sql TGT_UNAVAILABLE (transient); Config when rights are missing;
/// Corrupt TGT_CHECKPOINT.
Result<std::unique_ptr<TargetWriter>> openPgTarget(const PgTarget& target);

} // namespace busheng
