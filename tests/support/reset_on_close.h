// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng::test {

/// The peer of this TCP socket sees a reset when it is closed, as from a machine that has forgotten the connection.
void resetOnClose(qintptr socket);

} // namespace busheng::test
