// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/mariadb_driver.h"

#include "engine/model/events.h"

namespace busheng {
namespace {

Failure absent()
{
    const QString what = QStringLiteral("a MariaDB database; this build has no MariaDB client library");
    return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, what));
}

} // namespace

bool hasMariaDb()
{
    return false;
}

Result<QStringList> mariaDbTables(const DatabaseConfig&, int)
{
    return absent();
}

Result<std::vector<Finding>> preflightMariaDbDataset(const CaptureJob&)
{
    return absent();
}

Result<std::vector<Finding>> checkMariaDbTarget(const DatabaseConfig&, const TargetWish&)
{
    return absent();
}

Result<QStringList> mariaDbSourceUserSql(const CaptureJob&, const QString&)
{
    return absent();
}

Result<QStringList> mariaDbTargetUserSql(const DatabaseConfig&, const QStringList&, const QString&, bool)
{
    return absent();
}

Result<QStringList> runAsMariaDbAdministrator(const DatabaseConfig&, const QString&, const QStringList&)
{
    return absent();
}

Result<std::unique_ptr<Capturer>> openMariaDbCapturer(const CaptureJob&, Position, const std::optional<DatasetSchema>&,
                                                      std::stop_token)
{
    return absent();
}

Result<std::unique_ptr<PolledSource>> openMariaDbPolledSource(const CaptureJob&, std::stop_token)
{
    return absent();
}

Result<QStringList> mariaDbReaderSql(const CaptureJob&, const QString&)
{
    return absent();
}

Result<std::unique_ptr<TargetWriter>> openMariaDbTarget(const DatabaseConfig&, const SubscriptionConfig&,
                                                        std::stop_token)
{
    return absent();
}

Result<std::unique_ptr<TargetDesk>> openMariaDbTargetDesk(const DatabaseConfig&, std::stop_token)
{
    return absent();
}

Result<DatasetSchema> readMariaDbSchema(const DatabaseConfig&, const QStringList&, std::stop_token)
{
    return absent();
}

Result<> readMariaDbRows(const DatabaseConfig&, const RowQuery&, RowReceiver&, const std::stop_token&)
{
    return absent();
}

Result<std::unique_ptr<TableSnapshot>> openMariaDbSnapshot(const DatabaseConfig&, std::stop_token)
{
    return absent();
}

Result<> declareMariaDbReadAs(const DatabaseConfig&, const QStringList&, DatasetSchema&)
{
    return absent();
}

Result<QStringList> mariaDbWideningSql(const DatabaseConfig&, const std::vector<Widening>&, std::stop_token)
{
    return absent();
}

Result<QStringList> runMariaDbStatements(const DatabaseConfig&, const QStringList&, std::stop_token)
{
    return absent();
}

Result<TargetLook> lookAtMariaDbTarget(const DatabaseConfig&, const SubscriptionConfig&, const DatasetSchema&, bool,
                                       std::stop_token)
{
    return absent();
}

} // namespace busheng
