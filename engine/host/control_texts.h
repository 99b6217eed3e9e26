// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/control_map.h"

/// Internal to control_message.cpp: what nodes say to each other about texts and tables.
namespace busheng::control {

QCborMap toMap(const TextsRequest& body);
QCborMap toMap(const Texts& body);
QCborMap toMap(const StructureRequest& body);
QCborMap toMap(const StructureAnswer& body);
Body readTextsRequest(MapReader& in);
Body readTexts(MapReader& in);
Body readStructureRequest(MapReader& in);
Body readStructureAnswer(MapReader& in);

} // namespace busheng::control
