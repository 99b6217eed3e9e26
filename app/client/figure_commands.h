// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// The command on how flows went: figures.
namespace busheng::cli {

Result<ExitCode> showFigures(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
