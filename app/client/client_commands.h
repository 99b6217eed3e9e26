// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "engine/api/engine_api.h"

#include <QStringList>

#include <optional>

namespace busheng::cli {

/// What one call of busheng-client was given.
struct ClientCall {
    QStringList words;                   ///< "source", "add", "province"
    QMap<QString, QString> options;      ///< without the dashes; of one that came more than once, the last
    QMap<QString, QStringList> repeated; ///< all values of each option
    bool json = false;

    QString option(const QString& name) const { return options.value(name); }
    QStringList all(const QString& name) const { return repeated.value(name); }
    bool has(const QString& name) const { return options.contains(name); }
};

/// Runs the command against a node. Errors that are the caller's or the node's come back; what the command itself found
/// (a difference, a failed preflight) is the exit code.
Result<ExitCode> runCommand(EngineApi& engine, const ClientCall& call);

/// Runs the command when it is one that needs no node; nothing when it needs one.
std::optional<Result<ExitCode>> runWithoutNode(const ClientCall& call);

/// One line per command.
QString clientUsage();

} // namespace busheng::cli
