// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/mariadb_driver.h"

#include "engine/db/mariadb/my_administrator.h"
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_read_as.h"
#include "engine/db/mariadb/my_row_query.h"
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/db/mariadb/my_widening.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_target_desk.h"
#include "engine/pipeline/apply/my_target_writer.h"
#include "engine/pipeline/capture/my_log_capturer.h"
#include "engine/pipeline/capture/my_preflight.h"

namespace busheng {
namespace {

MyTarget myTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription, std::stop_token stop)
{
    return {target, subscription.strict, faultPolicyOf(subscription), subscription.newColumns == NewColumns::Add,
            std::move(stop)};
}

} // namespace

bool hasMariaDb()
{
    return true;
}

Result<QStringList> mariaDbTables(const DatabaseConfig& config, int limit)
{
    MyConnection::Options options;
    options.location = config.location;
    options.name = config.name;
    options.purpose = QStringLiteral("tables");
    ENGINE_TRY_AS(const auto connection, MyConnection::open(options));
    ENGINE_TRY_AS(
        const MyResult rows,
        connection->query(QStringLiteral("SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE"
                                         " TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME NOT LIKE 'busheng\\_%'"
                                         " AND LOCATE('.', TABLE_SCHEMA) = 0 AND LOCATE('.', TABLE_NAME) = 0"
                                         " AND TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema',"
                                         " 'mysql', 'sys') ORDER BY TABLE_SCHEMA, TABLE_NAME LIMIT %1")
                              .arg(limit)));
    QStringList names;
    for (int row = 0; row < rows.rows(); ++row)
        names.append(QString(rows.text(row, 0) + u'.' + rows.text(row, 1)));
    return names;
}

Result<std::vector<Finding>> preflightMariaDbDataset(const CaptureJob& job)
{
    return preflightMyDataset(job.source, job.dataset);
}

Result<std::vector<Finding>> checkMariaDbTarget(const DatabaseConfig& target, const TargetWish& wish)
{
    return checkMyTarget(myTarget(target, {}, {}), wish);
}

Result<QStringList> mariaDbSourceUserSql(const CaptureJob& job, const QString& user)
{
    return mySourceUserSql(job.source, job.dataset, user);
}

Result<QStringList> mariaDbTargetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                                         bool makesTables)
{
    return myTargetUserSql(target, tables, user, makesTables);
}

Result<QStringList> runAsMariaDbAdministrator(const DatabaseConfig& database, const QString& administrator,
                                              const QStringList& statements)
{
    return runMyAsAdministrator(database.location, database.name, administrator, statements);
}

Result<std::unique_ptr<Capturer>> openMariaDbCapturer(const CaptureJob& job, Position resumeAfter,
                                                      const std::optional<DatasetSchema>& known, std::stop_token stop)
{
    MyLogSource source;
    source.source = job.source;
    source.dataset = job.dataset;
    source.nodeCode = job.nodeCode;
    source.origin = job.origin;
    source.stop = std::move(stop);
    source.known = known;
    return openMyLogCapturer(source, resumeAfter);
}

Result<std::unique_ptr<PolledSource>> openMariaDbPolledSource(const CaptureJob& job, std::stop_token stop)
{
    return openMyPolledSource(job.source, job.dataset, std::move(stop));
}

Result<QStringList> mariaDbReaderSql(const CaptureJob& job, const QString& user)
{
    return myReaderSql(job.source, job.dataset, user);
}

Result<std::unique_ptr<TargetWriter>> openMariaDbTarget(const DatabaseConfig& target,
                                                        const SubscriptionConfig& subscription, std::stop_token stop)
{
    return openMyTarget(myTarget(target, subscription, std::move(stop)));
}

Result<std::unique_ptr<TargetDesk>> openMariaDbTargetDesk(const DatabaseConfig& target, std::stop_token stop)
{
    return openMyTargetDesk(target, std::move(stop));
}

Result<DatasetSchema> readMariaDbSchema(const DatabaseConfig& source, const QStringList& tables, std::stop_token stop)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(source.location));
    MyConnection::Options options;
    options.location = source.location;
    options.name = source.name;
    options.purpose = QStringLiteral("structure");
    options.stop = std::move(stop);
    ENGINE_TRY_AS(const auto connection, MyConnection::open(options));
    return readMySchema(*connection, location.database, tables);
}

Result<> readMariaDbRows(const DatabaseConfig& source, const RowQuery& wanted, RowReceiver& receiver,
                         const std::stop_token& stop)
{
    return readMyRows({source.location, source.name, QStringLiteral("export"), stop}, wanted, receiver);
}

Result<std::unique_ptr<TableSnapshot>> openMariaDbSnapshot(const DatabaseConfig& source, std::stop_token stop)
{
    MyConnection::Options options;
    options.location = source.location;
    options.name = source.name;
    options.purpose = QStringLiteral("texts");
    options.stop = std::move(stop);
    ENGINE_TRY_AS(auto snapshot, MySnapshot::open(options));
    return std::unique_ptr<TableSnapshot>(std::move(snapshot));
}

Result<> declareMariaDbReadAs(const DatabaseConfig& source, const QStringList& readAs, DatasetSchema& schema)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(source.location));
    return declareMyReadAs(schema, readAs, location.database);
}

Result<QStringList> mariaDbWideningSql(const DatabaseConfig& target, const std::vector<Widening>& widenings,
                                       std::stop_token stop)
{
    auto connection = MyConnection::open(myTarget(target, {}, std::move(stop)).connection(QStringLiteral("texts")));
    if (!connection)
        return myTargetFailure(std::move(connection).error(), target.name);
    QStringList statements;
    for (const Widening& widening : widenings) {
        const auto type = MyType::parse(widening.wantedType);
        if (!type || type->kind != MyKind::Text) {
            statements.append(QString());
            continue;
        }
        auto sql = myWidenSql(**connection, widening.table, widening.column,
                              widening.characters == 0 ? *type : withRoomFor(*type, widening.characters));
        if (!sql)
            return myTargetFailure(std::move(sql).error(), target.name);
        statements.append(*sql);
    }
    return statements;
}

Result<QStringList> runMariaDbStatements(const DatabaseConfig& target, const QStringList& statements,
                                         std::stop_token stop)
{
    auto connection = MyConnection::open(myTarget(target, {}, std::move(stop)).connection(QStringLiteral("texts")));
    if (!connection)
        return myTargetFailure(std::move(connection).error(), target.name);
    for (const QString& statement : statements) {
        if (auto run = (*connection)->execute(statement); !run)
            return myTargetFailure(std::move(run).error(), target.name);
    }
    return statements;
}

Result<TargetLook> lookAtMariaDbTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                       const DatasetSchema& named, bool ignoreColumns, std::stop_token stop)
{
    return lookAtMyTarget(myTarget(target, subscription, std::move(stop)), named, ignoreColumns);
}

} // namespace busheng
