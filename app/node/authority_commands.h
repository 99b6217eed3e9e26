// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QStringList>

#include <functional>
#include <optional>

namespace busheng {

/// The commands of busheng-node that are about certificates and revocation lists: those of a demo authority, and
/// `trust`, which gives a node lists from anywhere. Nothing when `words` are no such command. `option` gives an
/// option's value, empty when it was not given.
std::optional<Result<>> runAuthorityCommand(const QStringList& words,
                                            const std::function<QString(const QString&)>& option);

/// One line each.
QStringList authorityUsage();

} // namespace busheng
