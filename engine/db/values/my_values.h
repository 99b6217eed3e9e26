// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/common_type.h"

namespace busheng {

/// MariaDB's: cells as my_type.h says. Moments of others are stored in datetime, in UTC: timestamp ends in 2038.
const EngineValues& myValues();

} // namespace busheng
