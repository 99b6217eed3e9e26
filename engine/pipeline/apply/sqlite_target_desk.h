// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/pipeline/apply/target_desk.h"

namespace busheng {

/// The desk of a SQLite target. The file has one writer at a time: what writes waits five seconds for the stream's open
/// transaction. Fails: Sql TGT_UNAVAILABLE, transient while another one writes.
Result<std::unique_ptr<TargetDesk>> openSqliteTargetDesk(const DatabaseConfig& target);

} // namespace busheng
