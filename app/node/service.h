// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/node/node_command.h"

namespace busheng {

/// `service install` and `service remove` where the program itself tells the system of its service (Windows); none
/// where the package does (systemd).
std::span<const NodeCommand> serviceCommands();

/// Runs `node` in this thread as what the service manager has started: it is told that the node runs once `node` calls
/// `isUp`, ends it by quitting the event loop, and hears how it ended. What is written to standard error goes to
/// log/node.log of the data directory. Where a service is a program like any other, it only runs `node`.
/// Fails: Config CFG_USAGE when no service manager has started this program.
Result<int> runAsService(const QString& dataDirectory,
                         const std::function<int(const std::function<void()>& isUp)>& node);

} // namespace busheng
