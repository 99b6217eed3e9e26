// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/odbc_driver.h"

#include "engine/model/events.h"

namespace busheng {
namespace {

Failure absent()
{
    const QString what = QStringLiteral("a database behind ODBC; this build has no ODBC driver manager");
    return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, what));
}

} // namespace

bool hasOdbc()
{
    return false;
}

Result<> checkOdbcLocation(const DatabaseConfig&)
{
    return absent();
}

Result<std::unique_ptr<PolledSource>> openOdbcSource(const CaptureJob&, std::stop_token)
{
    return absent();
}

Result<QStringList> odbcSourceUserSql(const CaptureJob&, const QString&)
{
    return absent();
}

Result<DatasetSchema> readOdbcSourceSchema(const DatabaseConfig&, const QStringList&, std::stop_token)
{
    return absent();
}

Result<std::unique_ptr<TableSnapshot>> openOdbcSnapshot(const DatabaseConfig&, std::stop_token)
{
    return absent();
}

Result<> readOdbcFileRows(const DatabaseConfig&, const RowQuery&, RowReceiver&, const std::stop_token&)
{
    return absent();
}

Result<QStringList> odbcTables(const DatabaseConfig&, int)
{
    return absent();
}

Result<OdbcOffer> odbcOffer()
{
    return absent();
}

void useOdbcDialects(const QString&) {}

} // namespace busheng
