// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Files as numbered parts (§8.2.4 b); without a node.
namespace busheng::cli {

/// split FILE: its parts, and their list, into --dir. FILE is named by the rules.
Result<ExitCode> splitToParts(const ClientCall& call);
/// join LIST: the whole file into --dir, from the parts beside the list, when all are there and as they were.
Result<ExitCode> joinFromParts(const ClientCall& call);

} // namespace busheng::cli
