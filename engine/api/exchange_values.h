// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"

namespace busheng {

/// What a user applies for.
struct ExchangeApplication {
    QString draft; ///< ExchangeAgreement::id of the draft that it was; empty: it was none
    QString peerCode;
    QString dataset;
    std::vector<TableMapping> tables;
    QString purpose;
    QString legalBasis;
    qint64 validUntilUtcMs = 0;

    bool operator==(const ExchangeApplication&) const = default;
};

/// What a provider decides.
struct ExchangeDecision {
    QString agreement;
    bool approves = false;
    std::vector<TableMapping> tables; ///< approved; no more than was asked for. Empty: all of that
    qint64 validUntilUtcMs = 0;       ///< 0: as was asked for
    QString reason;                   ///< needed to refuse
    bool withSensitive = false;       ///< sensitive columns among `tables` are meant

    bool operator==(const ExchangeDecision&) const = default;
};

} // namespace busheng
