// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng {

/// Bounds what the system takes ahead of a slow line to about `bytes`: it would take megabytes, and whatever is urgent
/// would wait behind them. False when it cannot be done.
bool keepKernelQueueShort(qintptr socket, int bytes);

} // namespace busheng
