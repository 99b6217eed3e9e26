// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

/// Tells a business system that files have arrived (§7.2.3 b, c): docs/webhook.md.
namespace busheng::cli {

/// Posts what arrives to --url, signed with the secret in --secret-file; --position keeps what was taken, over
/// restarts.
Result<ExitCode> notifyArrivals(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
