// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

#include <vector>

namespace busheng::bench {

/// One line of a suite: ours against the peer measured in the same run; ratio above 1 is faster.
struct Row {
    QString name;
    double ours = 0;
    double peer = 0;
    QString unit;
};

/// Packets sealed and opened, against libgcrypt's bare SM4-GCM on the same bytes.
Result<std::vector<Row>> benchCrypto();

} // namespace busheng::bench
