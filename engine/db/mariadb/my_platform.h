// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

/// What Connector/C leaves to its caller, by each system's own means. Thread: any.
namespace busheng {

/// Where ways to sign in are loaded from, which the server names; empty: the library knows.
QByteArray mySignInFolder();
/// A peer that vanished is found after half a minute, as for PostgreSQL. Means nothing to a socket of this machine.
void watchPeer(qintptr socket);
/// Ends what waits at it, now and later; whoever opened it still closes it.
void shutDownSocket(qintptr socket);

} // namespace busheng
