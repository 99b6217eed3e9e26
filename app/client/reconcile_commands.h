// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/client/client_commands.h"

/// Reconciliation of two trees (§8.2.6) by listings that each side makes; without a node.
namespace busheng::cli {

/// listing DIRECTORY: what lies there, file by file with its SM3, into --to.
Result<ExitCode> makeListing(const ClientCall& call);
/// reconcile SENDER RECEIVER: two listings; summary on the screen, detail into --csv.
/// `--late-after`; 0: nothing is late.
Result<qint64> lateAfterMinutes(const ClientCall& call);
Result<ExitCode> reconcileFiles(const ClientCall& call);

/// What a task's two nodes have recorded: sums of both sides, then the differences, as CSV.
Result<> writeTaskReconciliation(const QString& path, const NodeSnapshot& node, const FileReconciliation& found);

} // namespace busheng::cli
