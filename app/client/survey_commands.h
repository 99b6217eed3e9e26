// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

namespace busheng::cli {

/// The commands about texts between encodings: docs/encodings.md. Nothing when the call is none of them.
std::optional<Result<ExitCode>> runSurveyCommand(EngineApi& engine, const ClientCall& call);

/// One line per command.
QString surveyUsage();

} // namespace busheng::cli
