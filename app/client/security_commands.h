// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Commands on keys, secrets and evidence: keys list|rotate.
namespace busheng::cli {

Result<ExitCode> listKeys(EngineApi& engine, const ClientCall& call);
Result<ExitCode> rotateKeys(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
