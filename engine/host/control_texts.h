// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/control_map.h"

/// Internal to control_message.cpp: what nodes say to each other about texts.
namespace busheng::control {

QCborMap toMap(const TextsRequest& body);
QCborMap toMap(const Texts& body);
Body readTextsRequest(MapReader& in);
Body readTexts(MapReader& in);

} // namespace busheng::control
