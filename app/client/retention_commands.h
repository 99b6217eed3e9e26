// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// "retention show", "retention set": how long the node's records stay.
namespace busheng::cli {

Result<ExitCode> showRetention(EngineApi& engine, const ClientCall& call);
/// Without --yes it says what would be deleted, and changes nothing.
Result<ExitCode> setRetention(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
