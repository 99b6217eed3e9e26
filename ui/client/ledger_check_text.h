// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/evidence/ledger_file.h"

#include <QCoreApplication>
#include <QStringList>

namespace busheng {

/// What an auditor is told of an exported ledger, line by line, for the screen and for the terminal.
class LedgerCheckText {
    Q_DECLARE_TR_FUNCTIONS(LedgerCheckText)
public:
    static QStringList lines(const LedgerCheck& check);
    /// Nothing was changed, left out or moved, and the node's own seal covers it.
    static bool isGood(const LedgerCheck& check) { return check.findingCount == 0 && check.sealedUpTo > 0; }

private:
    static QString finding(const LedgerCheck::Finding& finding);
};

} // namespace busheng
