// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng::test {

/// A port of loopback that belongs to this process until it ends: no other test that asks here gets it, and no outgoing
/// connection, since it lies below the range the system takes those from. It must be listened on soon: a program that
/// does not ask here can still take it. Ends the process when there is none. Any thread.
quint16 ownPort();

} // namespace busheng::test
