// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/common_type.h"

namespace busheng {

/// PostgreSQL's: cells are Native, its binary form.
const EngineValues& pgValues();

} // namespace busheng
