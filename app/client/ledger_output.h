// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/evidence/ledger_file.h"

#include <QJsonObject>

namespace busheng::cli {

/// What "ledger verify" found, for people and for programs.
void printLedgerCheck(const LedgerCheck& check);
QJsonObject ledgerCheckJson(const LedgerCheck& check);

} // namespace busheng::cli
