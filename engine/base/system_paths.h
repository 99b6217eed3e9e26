// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// The data directory of the node that this system's packages install as a service.
QString systemDataDirectory();

} // namespace busheng
