// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

#include <optional>

namespace busheng::cli {

/// Runs a command that needs no node: what it answers is in the program itself. Nothing: it is none of them.
std::optional<Result<ExitCode>> runLocalCommand(const ClientCall& call);

/// One line per command.
QString localUsage();

} // namespace busheng::cli
