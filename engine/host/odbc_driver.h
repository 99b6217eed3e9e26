// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/odbc_values.h"
#include "engine/host/database_drivers.h"
#include "engine/pipeline/capture/polled_source.h"

/// What database_drivers.h says of databases behind ODBC. In a build without a driver manager (BUSHENG_ODBC is OFF)
/// hasOdbc() is false, requireDriver() says so to the person, and nothing else here is reached.
namespace busheng {

bool hasOdbc();
/// A connection string with a dialect that is there. Fails: Config.
Result<> checkOdbcLocation(const DatabaseConfig& database);
Result<std::unique_ptr<PolledSource>> openOdbcSource(const CaptureJob& job, std::stop_token stop);
Result<QStringList> odbcSourceUserSql(const CaptureJob& job, const QString& user);
Result<DatasetSchema> readOdbcSourceSchema(const DatabaseConfig& source, const QStringList& tables,
                                           std::stop_token stop);
Result<std::unique_ptr<TableSnapshot>> openOdbcSnapshot(const DatabaseConfig& source, std::stop_token stop);
Result<> readOdbcFileRows(const DatabaseConfig& source, const RowQuery& wanted, RowReceiver& receiver,
                          const std::stop_token& stop);
Result<QStringList> odbcTables(const DatabaseConfig& database, int limit);
/// Of this machine: what a person chooses from. `directory`: of an operator's own dialect files.
Result<OdbcOffer> odbcOffer();
void useOdbcDialects(const QString& directory);

} // namespace busheng
