// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"
#include "engine/pipeline/apply/my_target_writer.h"
#include "engine/pipeline/apply/pg_target_writer.h"

#include <optional>

namespace busheng {

/// A structure beside what a target has of it.
struct TargetLook {
    struct Table {
        TableSchema wanted; ///< under its name here; of ignored columns none
        std::optional<TableSchema> found;
        QStringList differences; ///< what keeps rows from being stored; for a table that is there
        QStringList ignored;     ///< columns that are left out
    };
    std::vector<Table> tables;
    QStringList sql; ///< what createStructure() would run
};

/// Looks at a target through a connection of its own and changes nothing. `schema`: under the names at the target.
/// `ignoreColumns`: as TargetShape. Fails: Sql TGT_UNAVAILABLE; Schema TGT_STRUCTURE (a type that cannot be made here,
/// a database of another kind).
Result<TargetLook> lookAtPgTarget(const PgTarget& target, const DatasetSchema& schema, bool ignoreColumns);
Result<TargetLook> lookAtMyTarget(const MyTarget& target, const DatasetSchema& schema, bool ignoreColumns);
Result<TargetLook> lookAtSqliteTarget(const DatabaseConfig& target, const DatasetSchema& schema, bool ignoreColumns);

} // namespace busheng
