// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <initializer_list>
#include <span>

namespace busheng {

/// Gives an option's value, empty when it was not given.
using NodeOptions = std::function<QString(const QString& name)>;

/// One of busheng-node's commands that end by themselves. What it did is printed. Fails: Config CFG_USAGE for options,
/// else as what it does.
struct NodeCommand {
    const char* words; ///< "authority renew"
    const char* usage; ///< one line
    Result<> (*run)(const NodeOptions&);
};

/// Commands of a demo authority, and `trust`, which gives a node revocation lists from anywhere.
std::span<const NodeCommand> authorityCommands();
/// backup, restore, rollback, upgrade.
std::span<const NodeCommand> backupCommands();
/// `identity request` and `identity import`: how a node comes by certificates of an authority (§9 a).
std::span<const NodeCommand> identityCommands();
/// `operator recover` and `operator off`: for when nobody can sign in any more.
std::span<const NodeCommand> operatorCommands();
/// `vault keychain`.
std::span<const NodeCommand> vaultCommands();

/// Nothing when `words` are none of them.
const NodeCommand* findCommand(std::initializer_list<std::span<const NodeCommand>> commands, const QStringList& words);

Failure wrongNodeUsage(const QString& why);

} // namespace busheng
