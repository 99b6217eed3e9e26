// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QCoreApplication>
#include <QStringList>

namespace busheng::cli {

/// What busheng-client says for people, in the language of the installed translator: ClientText::tr("...").
class ClientText {
    Q_DECLARE_TR_FUNCTIONS(Client)
};

/// What busheng-client prints for people. --json prints the same values through engine/api/json.h instead.
void printStatus(const NodeSnapshot& node);
void printVerifications(const std::vector<VerificationSnapshot>& verifications);
void printVerification(const VerificationSnapshot& verification);
void printFindings(const std::vector<PreflightFinding>& findings);
void printStructure(const StructureSnapshot& structure);
void printLedger(const std::vector<LedgerRow>& rows);
void printLinkKeys(const std::vector<LinkKeyRecord>& keys);
void printAlarms(const std::vector<AlarmSnapshot>& alarms);
void printExceptions(const std::vector<ExceptionRecord>& exceptions);
/// One, with all that is known of it.
void printException(const ExceptionRecord& exception);
void printDatabases(const std::vector<DatabaseConfig>& databases);
/// Columns as wide as their widest cell; a Chinese character takes two places.
void printTable(const QStringList& headings, const std::vector<QStringList>& rows);

} // namespace busheng::cli
