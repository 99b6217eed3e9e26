// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Commands on verifications: verify, verification list|show|stop|repair|certify|check.
namespace busheng::cli {

Result<ExitCode> verify(EngineApi& engine, const ClientCall& call);
Result<ExitCode> listVerifications(EngineApi& engine, const ClientCall& call);
Result<ExitCode> showVerification(EngineApi& engine, const ClientCall& call);
Result<ExitCode> stopVerification(EngineApi& engine, const ClientCall& call);
Result<ExitCode> repairVerification(EngineApi& engine, const ClientCall& call);
Result<ExitCode> certifyVerification(EngineApi& engine, const ClientCall& call);
Result<ExitCode> checkVerificationCertificate(const ClientCall& call); ///< needs no node

} // namespace busheng::cli
