// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/control_map.h"

/// Internal to control_message.cpp: the messages about the catalogue and agreements.
namespace busheng::control {

QCborMap toMap(const Offer& body);
QCborMap toMap(const DatasetOffers& body);
QCborMap toMap(const Paper& body);
QCborMap toMap(const PaperTaken& body);
Body readOffer(MapReader& in);
Body readDatasetOffers(MapReader& in);
Body readPaper(MapReader& in);
Body readPaperTaken(MapReader& in);

} // namespace busheng::control
