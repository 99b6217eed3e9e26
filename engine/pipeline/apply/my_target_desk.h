// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/pipeline/apply/target_desk.h"

namespace busheng {

/// The desk of a MariaDB target. Fails: Sql TGT_UNAVAILABLE; Config when rights are missing.
Result<std::unique_ptr<TargetDesk>> openMyTargetDesk(const DatabaseConfig& target, std::stop_token stop);

} // namespace busheng
