// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/odbc_driver.h"

#include "engine/db/odbc/odbc_catalog.h"
#include "engine/db/odbc/odbc_dialects.h"
#include "engine/db/odbc/odbc_row_query.h"
#include "engine/db/odbc/odbc_snapshot.h"
#include "engine/model/odbc_location.h"
#include "engine/pipeline/capture/odbc_polled_source.h"

namespace busheng {

bool hasOdbc()
{
    return true;
}

Result<> checkOdbcLocation(const DatabaseConfig& database)
{
    ENGINE_TRY_AS(const OdbcLocation location, parseOdbcLocation(database.location));
    ENGINE_TRY(odbcDialect(location.dialect));
    return {};
}

Result<std::unique_ptr<PolledSource>> openOdbcSource(const CaptureJob& job, std::stop_token stop)
{
    return openOdbcPolledSource(job.source, job.dataset, std::move(stop));
}

Result<QStringList> odbcSourceUserSql(const CaptureJob& job, const QString& user)
{
    return odbcReaderSql(job.source, job.dataset, user);
}

Result<DatasetSchema> readOdbcSourceSchema(const DatabaseConfig& source, const QStringList& tables,
                                           std::stop_token stop)
{
    ENGINE_TRY_AS(const auto connection, OdbcConnection::open({source.location, source.name, false, std::move(stop)}));
    return readOdbcSchema(*connection, tables);
}

Result<std::unique_ptr<TableSnapshot>> openOdbcSnapshot(const DatabaseConfig& source, std::stop_token stop)
{
    ENGINE_TRY_AS(auto snapshot, OdbcSnapshot::open({source.location, source.name, false, std::move(stop)}));
    return std::unique_ptr<TableSnapshot>(std::move(snapshot));
}

Result<> readOdbcFileRows(const DatabaseConfig& source, const RowQuery& wanted, RowReceiver& receiver,
                          const std::stop_token& stop)
{
    return readOdbcRows({source.location, source.name, false, stop}, wanted, receiver);
}

Result<QStringList> odbcTables(const DatabaseConfig& database, int limit)
{
    ENGINE_TRY_AS(const auto connection, OdbcConnection::open({database.location, database.name, false, {}}));
    return listOdbcTables(*connection, limit);
}

Result<OdbcOffer> odbcOffer()
{
    ENGINE_TRY_AS(OdbcChoices choices, odbcChoices());
    OdbcOffer offer;
    offer.drivers = std::move(choices.drivers);
    offer.dataSources = std::move(choices.dataSources);
    for (const OdbcDialectFile& file : odbcDialectFiles())
        offer.dialects.push_back({file.name, file.title, file.tried, file.problem ? file.problem->detail : QString()});
    return offer;
}

void useOdbcDialects(const QString& directory)
{
    setOdbcDialectDirectory(directory);
}

} // namespace busheng
