// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/db/row_query.h"
#include "engine/db/values/read_as_rows.h"
#include "engine/host/control_message.h"
#include "engine/model/cell.h"
#include "engine/model/dataset.h"
#include "engine/model/schema.h"
#include "engine/pipeline/apply/target_check.h"
#include "engine/pipeline/apply/target_desk.h"
#include "engine/pipeline/apply/target_look.h"
#include "engine/pipeline/apply/target_names.h"
#include "engine/pipeline/apply/target_writer.h"
#include "engine/pipeline/capture/capturer.h"
#include "engine/pipeline/capture/preflight.h"

#include <functional>
#include <stop_token>

/// The one place that knows which database takes which code. All functions here may block on the database.
namespace busheng {

/// A dataset at its source, for the worker that captures it.
struct CaptureJob {
    DatabaseConfig source;
    DatasetConfig dataset;
    QString nodeCode;
    QString origin = {};      ///< Capturer::origin() of the position that it goes on from
    QString journalPath = {}; ///< of the node; a look before operation has none
};

/// Drivers of this version. Fails: Config NOT_YET for others.
Result<> requireDriver(const DatabaseConfig& database);
/// The route that a dataset of this source takes when nobody says otherwise.
Route defaultRoute(const DatabaseConfig& source);
/// Fails: Config NOT_YET for a pair of driver and route that this version has not.
Result<> requireRoute(const DatabaseConfig& source, Route route);
/// What a person wrote as a location, without looking at the database itself. Fails: Config.
Result<> checkSourceLocation(const DatabaseConfig& source);
Result<> checkTargetLocation(const DatabaseConfig& target);
/// The addresses that a location names, as ServerUse has them; empty: one, or a file.
QStringList serverAddresses(const DatabaseConfig& database);

/// The tables that a dataset may name, as it names them, in order; at most `limit`.
Result<QStringList> tablesOf(const DatabaseConfig& database, int limit);
Result<std::vector<Finding>> preflightDataset(const CaptureJob& job);
Result<std::vector<Finding>> preflightTarget(const DatabaseConfig& target, const TargetWish& wish);
/// What an administrator runs so that `user` may do what a node must, and no more (pg_rights_sql.h). Fails: Config
/// CFG_BAD_VALUE for no user or no tables; NOT_YET for databases without users.
Result<QStringList> sourceUserSql(const CaptureJob& job, const QString& user);
Result<QStringList> targetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                                  bool makesTables);
/// Runs these statements, all or none, as `administrator` (pg_administrator.h); answers with what was run.
Result<QStringList> runAsAdministrator(const DatabaseConfig& database, const QString& administrator,
                                       const QString& user, const QStringList& statements);
/// `known`: the structure behind `resumeAfter`, when capture has begun before. `stop` ends every wait on the database.
Result<std::unique_ptr<Capturer>> openCapturer(const CaptureJob& job, Position resumeAfter,
                                               const std::optional<DatasetSchema>& known, std::stop_token stop);
Result<> uninstallCapture(const CaptureJob& job);
/// What a target's writer says and asks, in its thread: TargetShape::onIgnored and review.
struct TargetHooks {
    std::function<void(const std::vector<TableMapping>& kept)> onIgnored;
    std::function<Result<>(const DatasetSchema& structure, const QStringList& statements)> review;
};
Result<std::unique_ptr<TargetWriter>> openTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                                 TargetHooks hooks, std::stop_token stop);
/// How the tables of a subscription's stream are called at its target.
TargetNames targetNames(const DatabaseConfig& target, const SubscriptionConfig& subscription);
/// Rows that a target has set aside, which go by its names and values, as the stream of `schema` has them; those of
/// tables that the stream has not are left out.
Result<std::vector<control::RepairRequest::Row>> rowsOfStream(const DatabaseConfig& target,
                                                              const SubscriptionConfig& subscription,
                                                              const DatasetSchema& schema,
                                                              const std::vector<RowToResend>& rows);
/// The structure of a source's tables as they are now.
Result<DatasetSchema> readSourceSchema(const DatabaseConfig& source, const QStringList& tables, std::stop_token stop);
/// What a dataset says of texts in another encoding than their columns', said in the structure of its source. Fails:
/// Config CFG_BAD_VALUE, also for databases whose texts are what they say.
Result<> declareReadAs(const DatabaseConfig& source, const QStringList& readAs, DatasetSchema& schema);
/// How texts come from a database that may hold other encodings than it says; nothing: its texts are what they say, or
/// MariaDB's, which are read so at once. Blocks on the database.
Result<std::optional<ForeignBytes>> foreignBytes(const DatabaseConfig& source, std::stop_token stop);
/// Fails: Config CFG_BAD_VALUE; as foreignBytes().
Result<std::shared_ptr<const ReadAs>> readAsOf(const DatabaseConfig& source, const QStringList& readAs,
                                               const DatasetSchema& schema, std::stop_token stop);
/// What is committed at the source now, for reading beside the stream; texts of PostgreSQL in SQL_ASCII as they are.
Result<std::unique_ptr<TableSnapshot>> openSourceSnapshot(const DatabaseConfig& source, std::stop_token stop);
/// `schema`: as the subscription's stream carries it. Columns that a target of another kind cannot have are among the
/// differences of their table, which has no SQL then.
Result<TargetLook> lookAtTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                const DatasetSchema& schema, std::stop_token stop);

/// The rows of one moment, for a file (engine/db/row_query.h).
Result<> readRows(const DatabaseConfig& source, const RowQuery& wanted, RowReceiver& receiver,
                  const std::stop_token& stop);

/// What a person does at a target beside the stream. Fails: as TargetDesk.
Result<std::unique_ptr<TargetDesk>> openTargetDesk(const DatabaseConfig& target, std::stop_token stop);
/// What a subscription says of rows that a target does not take.
FaultPolicy faultPolicyOf(const SubscriptionConfig& subscription);
/// The strict mode commits each source transaction by itself: the checkpoint can stand inside a packet.
bool mayCommitEachTransaction(const DatabaseConfig& target);

/// A value for people, in the words of its database.
QString valueToText(const QString& engine, const Cell& cell, const ColumnSchema& column);

} // namespace busheng
