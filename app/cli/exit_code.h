// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What our command-line programs end with.
namespace busheng::cli {

enum ExitCode { ExitOk = 0, ExitWarning = 1, ExitError = 2, ExitAborted = 3 };

} // namespace busheng::cli
