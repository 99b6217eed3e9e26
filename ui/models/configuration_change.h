// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"

#include <QCoreApplication>
#include <QStringList>

namespace busheng {

/// What a configuration would change at a node, one line for each thing: before somebody takes it over.
class ConfigurationChange {
    Q_DECLARE_TR_FUNCTIONS(ConfigurationChange)
public:
    /// Safe for display; empty: nothing changes.
    static QStringList lines(const NodeConfiguration& now, const NodeConfiguration& then);
};

} // namespace busheng
