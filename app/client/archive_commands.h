// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Zip archives of files with a manifest (§6.2 b); without a node.
namespace busheng::cli {

/// pack DIRECTORY: every file of it, and the manifest, into the new archive --to.
Result<ExitCode> packFiles(const ClientCall& call);
/// unpack ARCHIVE: into --dir, which is empty; all of it or nothing.
Result<ExitCode> unpackFiles(const ClientCall& call);

} // namespace busheng::cli
