// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

/// What Connector/C leaves to its caller of the socket that it opened. Thread: any.
namespace busheng {

/// A peer that vanished is found after half a minute, as for PostgreSQL. Means nothing to a socket of this machine.
void watchPeer(qintptr socket);
/// Ends what waits at it, now and later; whoever opened it still closes it.
void shutDownSocket(qintptr socket);

} // namespace busheng
