// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/common_type.h"

namespace busheng {

/// SQLite's. It holds any value in any column: what is no value of the declared type is refused, each by itself. What
/// it would alter is kept as a text: decimals, whole numbers above 2^63 - 1, moments (with "+00:00" behind them).
const EngineValues& sqliteValues();

} // namespace busheng
