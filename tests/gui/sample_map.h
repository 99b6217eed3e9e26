// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <functional>

class QWidget;

namespace busheng::test {

struct ConsoleFixture;

/// The ministry with all provinces and the Corps, most of them connected, with a flow of each and a few alarms.
NodeSnapshot ministryOfAllProvinces();
/// Shows the map of nodes with few peers and with all provinces, and what two people at one link are asked; gives each
/// to `save` with the beginning of its name. The window is as before afterwards.
void eachMapPicture(ConsoleFixture& console, const std::function<void(QWidget&, const QString&)>& save);

} // namespace busheng::test
