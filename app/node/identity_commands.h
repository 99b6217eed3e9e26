// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QStringList>

#include <functional>
#include <optional>

namespace busheng {

/// `identity request` and `identity import`: how a node comes by certificates of an authority (§9 a). Gives what to say
/// to the person, line by line. Nothing when `words` are no such command. `option` gives an option's value, empty when
/// it was not given. Fails: Config, Crypto, Storage.
std::optional<Result<QStringList>> runIdentityCommand(const QStringList& words,
                                                      const std::function<QString(const QString&)>& option);

/// One line each.
QStringList identityUsage();

} // namespace busheng
