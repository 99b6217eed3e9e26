// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/target_writer.h"

#include <stop_token>

namespace busheng {

struct MyTarget {
    DatabaseConfig target;
    bool strict = false;     ///< statement by statement, in the source's order, instead of sets
    FaultPolicy faults;      ///< what is done with a row that the table does not take (MyRowSettler)
    bool addColumns = false; ///< columns that the source has more are added here
    std::stop_token stop;    ///< ends every wait on the server

    MyConnection::Options connection(const QString& purpose) const;
};

/// Opens a MariaDB or MySQL database as a target. Our own tables are in the database that the location names.
///
/// References are not checked while rows are written (the source's are whole at each commit; checkIntegrity() looks at
/// them after a load); triggers of the target's own tables fire, the server has no way to keep them quiet. Statements
/// that alter tables commit by themselves: TargetWriter::commitsStructure().
/// Fails: Sql TGT_UNAVAILABLE (transient); Config when rights are missing; Corrupt TGT_CHECKPOINT.
Result<std::unique_ptr<TargetWriter>> openMyTarget(const MyTarget& target);

} // namespace busheng
