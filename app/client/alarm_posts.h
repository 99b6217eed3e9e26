// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

/// Tells others of a node's alarms (§8.1.5, the message interface): docs/webhook.md.
namespace busheng::cli {

/// Posts each alarm when it is raised and when it is over to --url, signed; --position keeps what was taken, over
/// restarts.
Result<ExitCode> notifyAlarms(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
