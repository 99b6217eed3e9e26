// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"

#include <QCoreApplication>

namespace busheng {

/// How records and the times that they are kept are called. In the language of the installed translator. Thread: any.
class RetentionWords {
    Q_DECLARE_TR_FUNCTIONS(Retention)
public:
    static QString kind(const QString& kind); ///< RetentionRule::kind; unknown: as it is
    static QString days(qint64 days);         ///< "for ever", "90 days"
    /// One line: what is kept from now on, and what goes at once.
    static QString effect(const RetentionState& state);
};

} // namespace busheng
