// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QStringList>

namespace busheng::cli {

/// What busheng-client prints for people. --json prints the same values through engine/api/json.h instead.
void printStatus(const NodeSnapshot& node);
void printVerification(const VerificationSnapshot& verification);
void printFindings(const std::vector<PreflightFinding>& findings);
void printLedger(const std::vector<LedgerRow>& rows);
void printAlarms(const std::vector<AlarmSnapshot>& alarms);
/// Columns as wide as their widest cell; a Chinese character takes two places.
void printTable(const QStringList& headings, const std::vector<QStringList>& rows);

} // namespace busheng::cli
