// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng {

/// The most memory this process has had resident, in bytes; 0 when the system does not tell.
qint64 peakResidentBytes();

} // namespace busheng
