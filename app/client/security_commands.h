// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Commands on keys, secrets and evidence: keys list|rotate, ledger export|verify.
namespace busheng::cli {

Result<ExitCode> listKeys(EngineApi& engine, const ClientCall& call);
/// The secret is read from standard input, one line, or asked for without being shown; never from the command line.
Result<ExitCode> setSecret(EngineApi& engine, const ClientCall& call);
Result<ExitCode> removeSecret(EngineApi& engine, const ClientCall& call);
Result<ExitCode> listSecrets(EngineApi& engine, const ClientCall& call);
Result<ExitCode> exportLedger(EngineApi& engine, const ClientCall& call);
Result<ExitCode> rotateKeys(EngineApi& engine, const ClientCall& call);

/// "ledger verify FILE": needs no node.
Result<ExitCode> verifyLedger(const ClientCall& call);

} // namespace busheng::cli
