// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/database_drivers.h"
#include "engine/host/text_widening.h"
#include "engine/pipeline/capture/polled_source.h"

/// What database_drivers.h does for MariaDB. A build without its client library has mariadb_driver_absent.cpp:
/// hasMariaDb() is false, requireDriver() says so to the person, and nothing else here is reached.
namespace busheng {

bool hasMariaDb();
/// tablesOf().
Result<QStringList> mariaDbTables(const DatabaseConfig& database, int limit);
Result<std::vector<Finding>> preflightMariaDbDataset(const CaptureJob& job);
Result<std::vector<Finding>> checkMariaDbTarget(const DatabaseConfig& target, const TargetWish& wish);
Result<QStringList> mariaDbSourceUserSql(const CaptureJob& job, const QString& user);
Result<QStringList> mariaDbTargetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                                         bool makesTables);
Result<QStringList> runAsMariaDbAdministrator(const DatabaseConfig& database, const QString& administrator,
                                              const QStringList& statements);
Result<std::unique_ptr<Capturer>> openMariaDbCapturer(const CaptureJob& job, Position resumeAfter,
                                                      const std::optional<DatasetSchema>& known, std::stop_token stop);
/// For the routes that look at tables (polled_routes.h), and what its user needs for them.
Result<std::unique_ptr<PolledSource>> openMariaDbPolledSource(const CaptureJob& job, std::stop_token stop);
Result<QStringList> mariaDbReaderSql(const CaptureJob& job, const QString& user);
Result<std::unique_ptr<TargetWriter>> openMariaDbTarget(const DatabaseConfig& target,
                                                        const SubscriptionConfig& subscription, std::stop_token stop);
Result<std::unique_ptr<TargetDesk>> openMariaDbTargetDesk(const DatabaseConfig& target, std::stop_token stop);
Result<DatasetSchema> readMariaDbSchema(const DatabaseConfig& source, const QStringList& tables, std::stop_token stop);
Result<> readMariaDbRows(const DatabaseConfig& source, const RowQuery& wanted, RowReceiver& receiver,
                         const std::stop_token& stop);
/// openSourceSnapshot(), declareReadAs(), wideningSql(), runWidenings().
Result<std::unique_ptr<TableSnapshot>> openMariaDbSnapshot(const DatabaseConfig& source, std::stop_token stop);
Result<> declareMariaDbReadAs(const DatabaseConfig& source, const QStringList& readAs, DatasetSchema& schema);
Result<QStringList> mariaDbWideningSql(const DatabaseConfig& target, const std::vector<Widening>& widenings,
                                       std::stop_token stop);
Result<QStringList> runMariaDbStatements(const DatabaseConfig& target, const QStringList& statements,
                                         std::stop_token stop);
Result<TargetLook> lookAtMariaDbTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                       const DatasetSchema& named, bool ignoreColumns, std::stop_token stop);

} // namespace busheng
