// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"
#include "engine/model/gate.h"

namespace busheng::test {

/// As a province (340000) sees it: two datasets of its own, one of the ministry on application.
std::vector<DatasetOffer> someOffers();
/// One that waits for its decision, one in force, a draft, one that the peer revoked.
std::vector<ExchangeAgreement> someAgreements();
std::vector<ExchangeEvent> someExchangeEvents();
GateReport someGateReport(); ///< two rules passed, two found something; nobody has signed

} // namespace busheng::test
