// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

/// The commands about what a target did not take (docs/apply-errors.md).
namespace busheng::cli {

Result<ExitCode> listExceptions(EngineApi& engine, const ClientCall& call);
Result<ExitCode> showException(EngineApi& engine, const ClientCall& call);
Result<ExitCode> resendExceptions(EngineApi& engine, const ClientCall& call);
Result<ExitCode> dismissException(EngineApi& engine, const ClientCall& call);
Result<ExitCode> resolveConflict(EngineApi& engine, const ClientCall& call);
Result<ExitCode> parkTable(EngineApi& engine, const ClientCall& call);
Result<ExitCode> unparkTable(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
