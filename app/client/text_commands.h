// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Encodings of text files (§8.2.4 c); without a node.
namespace busheng::cli {

/// text check FILE: its encoding, and whether every byte of it is a character.
Result<ExitCode> checkText(const ClientCall& call);
/// text convert FILE OUT: as UTF-8. OUT appears when it is whole, and must not be there.
Result<ExitCode> convertText(const ClientCall& call);

} // namespace busheng::cli
