// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

namespace busheng::cli {

/// The same dataset with other tables.
Result<ExitCode> changeTables(EngineApi& engine, const ClientCall& call);

} // namespace busheng::cli
