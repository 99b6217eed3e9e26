// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/control_map.h"

/// Internal to control_message.cpp: the messages about keys and evidence.
namespace busheng::control {

QCborArray publicKeysValue(const std::vector<PublicKey>& keys);
std::vector<PublicKey> readPublicKeys(MapReader& in);
QCborMap toMap(const Keys& body);
QCborMap toMap(const KeysHeld& body);
QCborMap toMap(const Statement& body);
Body readStatement(MapReader& in);
Body readKeys(MapReader& in);
Body readKeysHeld(MapReader& in);

} // namespace busheng::control
