// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

#include <optional>

/// Commands on who works here and what a second person confirms: sign-in, operator, review (docs/operators.md).
namespace busheng::cli {

/// Nothing: it is none of them. `dataDirectory` names the node: a session is kept for it.
std::optional<Result<ExitCode>> runOperatorCommand(EngineApi& engine, const ClientCall& call,
                                                   const QString& dataDirectory);
QString operatorUsage();

/// What a command ended with, when it was of consequence: that it waits for a second person is no error, but something
/// to know. `because` is told to that person; empty: nothing is.
Result<ExitCode> explainWaiting(EngineApi& engine, Result<ExitCode> ended, const QString& because);

} // namespace busheng::cli
