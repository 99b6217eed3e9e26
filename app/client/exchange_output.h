// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"

namespace busheng::cli {

void printCatalogue(const std::vector<DatasetOffer>& offers);
void printAgreements(const std::vector<ExchangeAgreement>& agreements);
void printAgreement(const ExchangeAgreement& agreement, const std::vector<ExchangeEvent>& history);

} // namespace busheng::cli
