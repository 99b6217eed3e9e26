// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "engine/api/comparison_values.h"
#include "engine/api/exchange_values.h"
#include "engine/api/odbc_values.h"
#include "engine/api/operator_values.h"
#include "engine/api/structure_values.h"
#include "engine/api/text_values.h"
#include "engine/api/values.h"
#include "engine/base/result.h"
#include "engine/model/flow_figure.h"

#include <QJsonArray>

namespace busheng {

/// Values of engine/api as JSON objects with lower-camel-case keys equal to the member names. 64-bit numbers that may
/// exceed 2^53 (positions, sequences, ids) are written as numbers: they stay below it in practice, and scripts like
/// them.
///
/// toJson never fails. The *FromJson of configuration values are strict: an unknown key, a missing key or a wrong type
/// is Config (CFG_UNKNOWN_KEY with the nearest known key, CFG_MISSING_KEY, CFG_BAD_VALUE); `where` names the file or
/// form in the error. What has a safe default may be left out: grantedTo, routeColumn, deletedColumn, overlap,
/// copyTimes, what peers are told of a dataset, peerName, address, enabled, replaceTarget, strict, newColumns,
/// targetSchema, mappings and their parts, reviewStructure, verifyTimes, verifyRepairs, offlineStart, gate, gateRules
/// and their parts, onRowError, onConflict, onStructure; of a file task everything but its name and its peer. Those of
/// snapshots are lenient to unknown keys, so that neighbouring versions can talk.
QJsonObject toJson(const DatabaseConfig& value);
QJsonObject toJson(const DatasetConfig& value);
QJsonObject toJson(const LinkConfig& value);
QJsonObject toJson(const SubscriptionConfig& value);
QJsonObject toJson(const FileTaskConfig& value);
QJsonObject toJson(const NodeSnapshot& value);
QJsonObject toJson(const VerificationSnapshot& value);
QJsonObject toJson(const StructureSnapshot& value);
QJsonObject toJson(const GateReport& value);
QJsonObject toJson(const PreflightFinding& value);
QJsonObject toJson(const ExceptionRecord& value);
QJsonObject toJson(const LinkKeyRecord& value);
QJsonObject toJson(const EvidenceKey& value);
QJsonObject toJson(const LedgerRow& value);
QJsonObject toJson(const LedgerFilter& value);
QJsonObject toJson(const LedgerMatches& value);
QJsonObject toJson(const AlarmSnapshot& value);
QJsonObject toJson(const OdbcOffer& value);
QJsonObject toJson(const TextSurvey& value);
QJsonObject toJson(const Error& value);
QJsonObject toJson(const FileTaskSnapshot& value);
QJsonObject toJson(const FileRunRow& value);
QJsonObject toJson(const FileRow& value);
QJsonObject toJson(const FileResend& value);
QJsonObject toJson(const FileReconciliation& value);
QJsonObject toJson(const DifferenceQuery& value);
QJsonObject toJson(const Difference& value);
QJsonObject toJson(const RowDifferences& value);
QJsonObject toJson(const FileDifferences& value);
QJsonObject toJson(const RetentionRule& value);
QJsonObject toJson(const RetentionState& value);
QJsonObject toJson(const DatasetOffer& value);
QJsonObject toJson(const ExchangeAgreement& value);
QJsonObject toJson(const ExchangeEvent& value);
QJsonObject toJson(const ExchangeApplication& value);
QJsonObject toJson(const ExchangeDecision& value);
QJsonObject toJson(const OperatorSnapshot& value);
QJsonObject toJson(const SessionSnapshot& value);
QJsonObject toJson(const ReviewedChange& value);

Result<DatabaseConfig> databaseFromJson(const QJsonObject& json, const QString& where);
Result<DatasetConfig> datasetFromJson(const QJsonObject& json, const QString& where);
Result<LinkConfig> linkFromJson(const QJsonObject& json, const QString& where);
Result<SubscriptionConfig> subscriptionFromJson(const QJsonObject& json, const QString& where);
Result<FileTaskConfig> fileTaskFromJson(const QJsonObject& json, const QString& where);

NodeSnapshot nodeSnapshotFromJson(const QJsonObject& json);
VerificationSnapshot verificationFromJson(const QJsonObject& json);
StructureSnapshot structureFromJson(const QJsonObject& json);
PreflightFinding preflightFindingFromJson(const QJsonObject& json);
ExceptionRecord exceptionFromJson(const QJsonObject& json);
LinkKeyRecord linkKeyFromJson(const QJsonObject& json);
EvidenceKey evidenceKeyFromJson(const QJsonObject& json);
LedgerRow ledgerRowFromJson(const QJsonObject& json);
LedgerMatches ledgerMatchesFromJson(const QJsonObject& json);
AlarmSnapshot alarmFromJson(const QJsonObject& json);
OdbcOffer odbcOfferFromJson(const QJsonObject& json);
TextSurvey textSurveyFromJson(const QJsonObject& json);
QJsonObject toJson(const DescribedTable& value);
QJsonObject toJson(const DatasetStructure& value);
DescribedTable describedTableFromJson(const QJsonObject& json);
DatasetStructure datasetStructureFromJson(const QJsonObject& json);
Error errorFromJson(const QJsonObject& json);
FileRunRow fileRunFromJson(const QJsonObject& json);
FileRow fileRowFromJson(const QJsonObject& json);
FileResend fileResendFromJson(const QJsonObject& json);
QJsonObject toJson(const FileTicket& value);
FileTicket fileTicketFromJson(const QJsonObject& json);
FileReconciliation fileReconciliationFromJson(const QJsonObject& json);
Difference differenceFromJson(const QJsonObject& json);
RowDifferences rowDifferencesFromJson(const QJsonObject& json);
FileDifferences fileDifferencesFromJson(const QJsonObject& json);
RetentionState retentionStateFromJson(const QJsonObject& json);
QJsonObject toJson(const FlowFigure& value);
FlowFigure flowFigureFromJson(const QJsonObject& json);
DatasetOffer offerFromJson(const QJsonObject& json);
ExchangeAgreement agreementFromJson(const QJsonObject& json);
ExchangeEvent exchangeEventFromJson(const QJsonObject& json);
QJsonObject toJson(const BackupRow& value);
QJsonObject toJson(const BackupPlan& value);
QJsonObject toJson(const BackupShelf& value);
BackupRow backupRowFromJson(const QJsonObject& json);
Result<BackupPlan> backupPlanFromJson(const QJsonObject& json, const QString& where);
BackupShelf backupShelfFromJson(const QJsonObject& json);
OperatorSnapshot operatorFromJson(const QJsonObject& json);
SessionSnapshot sessionFromJson(const QJsonObject& json);
ReviewedChange reviewedChangeFromJson(const QJsonObject& json);

} // namespace busheng
