// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Names of files, tasks and directories by §8.2.4; without a node.
namespace busheng::cli {

/// name check NAME: what the name says, or why it is refused and where.
Result<ExitCode> checkName(const ClientCall& call);
/// name issue: a name that no file in --dir has.
Result<ExitCode> issueFileName(const ClientCall& call);

} // namespace busheng::cli
