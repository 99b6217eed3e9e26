// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

/// The commands about links and what they depend on.
namespace busheng::cli {

Result<ExitCode> addLink(EngineApi& engine, const ClientCall& call);
/// Another limit of a link that is there; its session goes on.
Result<ExitCode> setLinkRights(EngineApi& engine, const ClientCall& call);
Result<ExitCode> limitLink(EngineApi& engine, const ClientCall& call);
/// Certificates and revocation lists, and when they end. ExitWarning when one has ended.
Result<ExitCode> showCertificates(EngineApi& engine, const ClientCall& call);
/// One link as "status" shows it.
void printLink(const LinkSnapshot& link);

} // namespace busheng::cli
