// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng {

/// Whether bytes, the peer's end or an error wait at a socket within `timeoutMs`. True also when the system cannot say:
/// the next read will.
bool waitReadable(qintptr socket, int timeoutMs);

} // namespace busheng
