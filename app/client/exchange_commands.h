// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

namespace busheng::cli {

/// The commands about who may have what: docs/exchange.md. Nothing when the call is none of them.
std::optional<Result<ExitCode>> runExchangeCommand(EngineApi& engine, const ClientCall& call);

/// One line per command.
QString exchangeUsage();

} // namespace busheng::cli
