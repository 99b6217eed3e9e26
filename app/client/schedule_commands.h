// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

namespace busheng::cli {

/// schedule show LINE: how a start mode is understood, and its next moments by this machine's clock.
Result<ExitCode> showSchedule(const ClientCall& call);

} // namespace busheng::cli
