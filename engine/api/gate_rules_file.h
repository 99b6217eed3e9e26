// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/gate.h"

namespace busheng {

/// The rules of a quality gate in a file of their own: a JSON array, as docs/offline-start.md shows it. What a command
/// reads and the form reads and writes.
///
/// Fails: Config, CFG_UNREADABLE, CFG_SYNTAX with the place, or what is wrong with a rule; reading a file of more than
/// 4 MiB too.
Result<std::vector<GateRule>> readGateRules(const QString& path);
/// Whole or not at all. Fails: Storage, DSK_ERROR.
Result<> writeGateRules(const QString& path, const std::vector<GateRule>& rules);

} // namespace busheng
