// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/gate.h"

#include <QCoreApplication>

namespace busheng {

/// What people read of the rules of quality gates; beside Words. Thread: as Words.
class GateWords {
    Q_DECLARE_TR_FUNCTIONS(GateWords)
public:
    static QString kind(const QString& kind); ///< of gateRuleKinds(); unknown: as it is
    /// What is written into the argument of such a rule, with an example; empty: nothing.
    static QString argumentHint(const QString& kind);
    /// "public.person: no two rows are equal in id"; not made safe for display.
    static QString rule(const GateRule& rule);
    /// "passed", "bad rows: 3", "could not be asked".
    static QString found(const GateRuleResult& result);
    /// "1,000 rows were loaded; 1 of 4 rules found something. State: waiting for sign-off."
    static QString summary(const GateReport& report);
};

} // namespace busheng
