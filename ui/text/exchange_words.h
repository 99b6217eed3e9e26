// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"

#include <QCoreApplication>

namespace busheng {

/// What people read of agreements; beside Words. Thread: as Words.
class ExchangeWords {
    Q_DECLARE_TR_FUNCTIONS(ExchangeWords)
public:
    static QString state(AgreementState state);
    static QString stateHint(const ExchangeAgreement& agreement); ///< one sentence: what it means, what comes next
    static QString step(const QString& kind);                     ///< "apply", ... of ExchangeEvent; unknown: as it is
    static QString way(const QString& way);                       ///< "own", "link", "file"
    static QString delivery(const QString& delivery);             ///< "waiting", "taken", "refused"; empty: empty
    /// "person: 4 columns; account: 2 columns, rows where ..." for one line.
    static QString extent(const std::vector<TableMapping>& tables);
};

} // namespace busheng
