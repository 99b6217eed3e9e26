// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

/// The commands of offline starts and quality gates (docs/offline-start.md).
namespace busheng::cli {

Result<ExitCode> showOffline(EngineApi& engine, const ClientCall& call);
Result<ExitCode> exportOffline(EngineApi& engine, const ClientCall& call);
Result<ExitCode> importOffline(EngineApi& engine, const ClientCall& call);
Result<ExitCode> cancelOffline(EngineApi& engine, const ClientCall& call);
Result<ExitCode> showGate(EngineApi& engine, const ClientCall& call);
Result<ExitCode> askGate(EngineApi& engine, const ClientCall& call);
Result<ExitCode> signGate(EngineApi& engine, const ClientCall& call);
Result<ExitCode> rejectGate(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
