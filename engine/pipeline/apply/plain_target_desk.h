// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/fault_sql.h"
#include "engine/pipeline/apply/target_desk.h"

#include <functional>

namespace busheng {

/// An error of the connection in the words of TargetDesk.
using ExplainFault = std::function<Failure(Error error)>;

/// The desk of a MariaDB or SQLite target. Makes the table of exceptions where it is missing. `connection`: what `sql`
/// speaks through, held as long as the desk. Fails: as `explain` says.
Result<std::unique_ptr<TargetDesk>> openPlainTargetDesk(std::shared_ptr<void> connection, std::unique_ptr<FaultSql> sql,
                                                        const QString& target, ExplainFault explain);

} // namespace busheng
