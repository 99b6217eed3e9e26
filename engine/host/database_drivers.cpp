// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/database_drivers.h"

#include "engine/db/mariadb/my_location.h"
#include "engine/db/postgres/pg_administrator.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_conninfo.h"
#include "engine/db/postgres/pg_row_query.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/db/postgres/pg_value_text.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_row_query.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/db/values/structure_translation.h"
#include "engine/host/mariadb_driver.h"
#include "engine/host/odbc_driver.h"
#include "engine/host/polled_routes.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_target_desk.h"
#include "engine/pipeline/apply/pg_target_writer.h"
#include "engine/pipeline/apply/shaped_target_writer.h"
#include "engine/pipeline/apply/sqlite_target_desk.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"
#include "engine/pipeline/apply/translated_target_writer.h"
#include "engine/pipeline/capture/pg_log_capturer.h"
#include "engine/pipeline/capture/pg_preflight.h"
#include "engine/pipeline/capture/pg_rights_sql.h"
#include "engine/pipeline/capture/reading_as.h"
#include "engine/pipeline/capture/sqlite_trigger_capturer.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

const QString kSqlite = QStringLiteral("sqlite");
const QString kPostgres = QStringLiteral("postgres");
const QString kMariaDb = QStringLiteral("mariadb");

Failure badPath(const QString& path, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {QStringLiteral("location"), path, why},
                          QStringLiteral("location %1: %2").arg(path, why)));
}

Failure notYet(const QString& what)
{
    return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, QStringLiteral("not yet: %1").arg(what)));
}

bool isPostgres(const DatabaseConfig& database)
{
    return database.driver == kPostgres;
}

bool isMariaDb(const DatabaseConfig& database)
{
    return database.driver == kMariaDb;
}

bool isOdbc(const DatabaseConfig& database)
{
    return database.driver == u"odbc";
}

PgLogSource pgSource(const CaptureJob& job, std::stop_token stop)
{
    PgLogSource source;
    source.source = job.source;
    source.dataset = job.dataset;
    source.nodeCode = job.nodeCode;
    source.origin = job.origin;
    source.stop = std::move(stop);
    return source;
}

Result<> checkMyLocation(const DatabaseConfig& database)
{
    ENGINE_TRY(parseMyLocation(database.location));
    return {};
}

Result<> requireUsers(const DatabaseConfig& database, const QStringList& tables, const QString& user)
{
    if (!isPostgres(database) && !isMariaDb(database) && !isOdbc(database))
        return notYet(QStringLiteral("rights on %1, which has no users").arg(database.driver));
    const auto needed = [&](const QString& key, const QString& expected) {
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {database.name, key, QString(), expected},
                              QStringLiteral("%1 is missing").arg(key)));
    };
    if (user.trimmed().isEmpty())
        return needed(QStringLiteral("user"), QStringLiteral("the name of a database user"));
    if (tables.isEmpty())
        return needed(QStringLiteral("tables"), QStringLiteral("at least one table"));
    return {};
}

PgTarget pgTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription, std::stop_token stop)
{
    const bool addColumns = subscription.newColumns == NewColumns::Add;
    PgTarget pg{target, ConflictPolicy::Stop, subscription.strict, addColumns, std::move(stop), {}};
    // Words that the journal let pass are known ones.
    pg.faults = faultPolicyOf(subscription);
    return pg;
}

Result<TargetLook> lookAtPlainTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                     const DatasetSchema& schema, std::stop_token stop)
{
    const bool ignore = subscription.newColumns == NewColumns::Ignore;
    if (isMariaDb(target))
        return lookAtMariaDbTarget(target, subscription, schema, ignore, std::move(stop));
    if (!isPostgres(target))
        return lookAtSqliteTarget(target, schema, ignore);
    return lookAtPgTarget(pgTarget(target, subscription, std::move(stop)), schema, ignore);
}

Result<std::unique_ptr<TargetWriter>> openPlainTarget(const DatabaseConfig& target,
                                                      const SubscriptionConfig& subscription, std::stop_token stop)
{
    if (isMariaDb(target))
        return openMariaDbTarget(target, subscription, std::move(stop));
    return isPostgres(target) ? openPgTarget(pgTarget(target, subscription, std::move(stop)))
                              : openSqliteTarget(target, faultPolicyOf(subscription));
}

Result<std::unique_ptr<Capturer>> openPlainCapturer(const CaptureJob& job, Position resumeAfter,
                                                    const std::optional<DatasetSchema>& known, std::stop_token stop)
{
    if (isPolled(job.source, job.dataset.route))
        return openPolledCapturer(job, resumeAfter, known, std::move(stop));
    if (isMariaDb(job.source))
        return openMariaDbCapturer(job, resumeAfter, known, std::move(stop));
    if (!isPostgres(job.source))
        return openSqliteTriggerCapturer(job.source, job.dataset, resumeAfter, known);
    PgLogSource source = pgSource(job, std::move(stop));
    source.known = known;
    source.followsStructure = true;
    return openPgLogCapturer(source, resumeAfter);
}

} // namespace

Result<> requireDriver(const DatabaseConfig& database)
{
    if (database.driver != kSqlite && database.driver != kPostgres && database.driver != kMariaDb && !isOdbc(database))
        return notYet(
            QStringLiteral("driver '%1'; this version speaks sqlite, postgres, mariadb and odbc").arg(database.driver));
    if (isOdbc(database) && !hasOdbc())
        return notYet(QStringLiteral("a database behind ODBC; this build has no ODBC driver manager"));
    if (isMariaDb(database) && !hasMariaDb())
        return notYet(QStringLiteral("a MariaDB database; this build has no MariaDB client library"));
    return {};
}

Route defaultRoute(const DatabaseConfig& source)
{
    if (isOdbc(source))
        return Route::Timestamp;
    return isPostgres(source) || isMariaDb(source) ? Route::Log : Route::Trigger;
}

Result<> requireRoute(const DatabaseConfig& source, Route route)
{
    if (route != defaultRoute(source) && !isPolled(source, route))
        return notYet(QStringLiteral("route '%1' on %2; this version has '%3' there")
                          .arg(routeName(route), source.driver, routeName(defaultRoute(source))));
    return {};
}

Result<> checkSourceLocation(const DatabaseConfig& source)
{
    ENGINE_TRY(requireDriver(source));
    if (isPostgres(source))
        return checkPgConninfo(source.location);
    if (isMariaDb(source))
        return checkMyLocation(source);
    if (isOdbc(source))
        return checkOdbcLocation(source);
    if (!QDir::isAbsolutePath(source.location))
        return badPath(source.location, QStringLiteral("it is not an absolute path"));
    const QFileInfo file(source.location);
    if (!file.isFile())
        return badPath(source.location, QStringLiteral("there is no such file"));
    if (!file.isReadable() || !file.isWritable())
        return badPath(source.location, QStringLiteral("the trigger route needs to read and write it"));
    return {};
}

Result<> checkTargetLocation(const DatabaseConfig& target)
{
    ENGINE_TRY(requireDriver(target));
    if (isPostgres(target))
        return checkPgConninfo(target.location);
    if (isMariaDb(target))
        return checkMyLocation(target);
    if (isOdbc(target))
        return notYet(QStringLiteral("a target behind ODBC; this version reads such databases only"));
    if (!QDir::isAbsolutePath(target.location))
        return badPath(target.location, QStringLiteral("it is not an absolute path"));
    const QFileInfo file(target.location);
    if (!QFileInfo(file.path()).isDir())
        return badPath(target.location, QStringLiteral("its folder is not there"));
    if (file.exists() && (!file.isFile() || !file.isWritable()))
        return badPath(target.location, QStringLiteral("it is not a writable file"));
    return {};
}

Result<std::vector<Finding>> preflightDataset(const CaptureJob& job)
{
    if (isPolled(job.source, job.dataset.route))
        return preflightPolled(job);
    if (isMariaDb(job.source))
        return preflightMariaDbDataset(job);
    return isPostgres(job.source) ? preflightPgDataset(job.source, job.dataset, job.nodeCode)
                                  : preflightSqliteDataset(job.source, job.dataset);
}

Result<std::vector<Finding>> preflightTarget(const DatabaseConfig& target, const TargetWish& wish)
{
    if (isMariaDb(target))
        return checkMariaDbTarget(target, wish);
    return isPostgres(target) ? checkPgTarget(pgTarget(target, {}, {}), wish) : checkSqliteTarget(target, wish);
}

Result<QStringList> sourceUserSql(const CaptureJob& job, const QString& user)
{
    ENGINE_TRY(requireUsers(job.source, job.dataset.tables, user));
    if (isPolled(job.source, job.dataset.route))
        return polledUserSql(job, user);
    if (isMariaDb(job.source))
        return mariaDbSourceUserSql(job, user);
    return pgSourceUserSql(job.source, job.dataset, job.nodeCode, user);
}

Result<QStringList> targetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                                  bool makesTables)
{
    ENGINE_TRY(requireUsers(target, tables, user));
    if (isMariaDb(target))
        return mariaDbTargetUserSql(target, tables, user, makesTables);
    return pgTargetUserSql(target, tables, user, makesTables);
}

Result<QStringList> runAsAdministrator(const DatabaseConfig& database, const QString& administrator,
                                       const QString& user, const QStringList& statements)
{
    if (isOdbc(database))
        return notYet(QStringLiteral("statements run as an administrator of a database behind ODBC"));
    if (isMariaDb(database))
        return runAsMariaDbAdministrator(database, administrator, statements);
    return runPgAsAdministrator(database.location, database.name, administrator, user, statements);
}

Result<std::unique_ptr<Capturer>> openCapturer(const CaptureJob& job, Position resumeAfter,
                                               const std::optional<DatasetSchema>& known, std::stop_token stop)
{
    ENGINE_TRY_AS(auto capturer, openPlainCapturer(job, resumeAfter, known, stop));
    if (job.dataset.readAs.isEmpty() || isMariaDb(job.source)) // which reads them so itself
        return capturer;
    DatasetSchema schema;
    if (known) {
        schema = *known;
    } else {
        ENGINE_TRY_AS(schema, capturer->readSchema());
    }
    ENGINE_TRY_AS(auto said, readAsOf(job.source, job.dataset.readAs, schema, std::move(stop)));
    return readingAs(std::move(capturer), job.source.name, std::move(said), std::move(schema));
}

Result<> uninstallCapture(const CaptureJob& job)
{
    if (isPolled(job.source, job.dataset.route))
        return uninstallPolled(job);
    if (isMariaDb(job.source))
        return {}; // nothing was made there
    return isPostgres(job.source) ? uninstallPgCapture(pgSource(job, {}))
                                  : uninstallSqliteCapture(job.source, job.dataset);
}

Result<std::unique_ptr<TargetWriter>> openTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                                 TargetHooks hooks, std::stop_token stop)
{
    ENGINE_TRY_AS(auto writer, openPlainTarget(target, subscription, std::move(stop)));
    TargetShape shape;
    shape.names = targetNames(target, subscription);
    shape.ignoreColumns = subscription.newColumns == NewColumns::Ignore;
    if (shape.ignoreColumns || !shape.names.changesNothing())
        shape.onIgnored = std::move(hooks.onIgnored);
    if (subscription.reviewStructure)
        shape.review = std::move(hooks.review);
    // What kind of database the stream comes from shows with its first structure.
    return shapedTarget(translatedTarget(std::move(writer), target.driver, target.name), std::move(shape));
}

TargetNames targetNames(const DatabaseConfig& target, const SubscriptionConfig& subscription)
{
    TargetNames names{target.name, subscription.targetSchema, subscription.mappings, target.driver, {}};
    if (isPostgres(target))
        names.home = QStringLiteral("public");
    if (isMariaDb(target)) {
        if (const auto location = parseMyLocation(target.location))
            names.home = location->database;
    }
    return names;
}

Result<std::vector<control::RepairRequest::Row>> rowsOfStream(const DatabaseConfig& target,
                                                              const SubscriptionConfig& subscription,
                                                              const DatasetSchema& schema,
                                                              const std::vector<RowToResend>& rows)
{
    const TargetNames names = targetNames(target, subscription);
    std::optional<StructureTranslation> translation;
    if (schema.engine != target.driver) {
        ENGINE_TRY_AS(translation, StructureTranslation::of(schema, target.driver, target.name));
    }
    std::vector<control::RepairRequest::Row> found;
    for (const RowToResend& row : rows) {
        const auto table = std::ranges::find_if(schema.tables, [&](const TableSchema& candidate) {
            return names.named(candidate, schema.engine).name == row.table;
        });
        if (table == schema.tables.end())
            continue; // the source has it no more: a person dismisses it
        Bytes key;
        if (!translation)
            key = row.key;
        else if (!(table->keyColumns.empty() ? translation->restoreRow(table->id, row.key, key)
                                             : translation->restoreKey(table->id, row.key, key)))
            return fail(ErrorCode::Corrupt, QStringLiteral("a key of table %1 is malformed").arg(row.table));
        found.push_back({table->id, std::move(key)});
    }
    return found;
}

Result<DatasetSchema> readSourceSchema(const DatabaseConfig& source, const QStringList& tables, std::stop_token stop)
{
    if (isPostgres(source)) {
        ENGINE_TRY_AS(const auto connection, PgConnection::open({source.location, source.name, false,
                                                                 QStringLiteral("structure"), std::move(stop)}));
        return readPgSchema(*connection, tables);
    }
    if (isMariaDb(source))
        return readMariaDbSchema(source, tables, std::move(stop));
    if (isOdbc(source))
        return readOdbcSourceSchema(source, tables, std::move(stop));
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(source.location, SqliteDatabase::OpenMode::ReadWrite, source.name));
    return readSqliteSchema(*database, tables);
}

Result<std::optional<ForeignBytes>> foreignBytes(const DatabaseConfig& source, std::stop_token stop)
{
    if (source.driver == kSqlite)
        return std::optional(ForeignBytes::Raw);
    if (!isPostgres(source))
        return std::optional<ForeignBytes>();
    ENGINE_TRY_AS(const auto connection, PgConnection::open({source.location, source.name, false,
                                                             QStringLiteral("encoding"), std::move(stop)}));
    ENGINE_TRY_AS(const QString encoding, connection->queryText(QStringLiteral("SHOW server_encoding")));
    if (encoding == u"SQL_ASCII")
        return std::optional(ForeignBytes::Raw);
    return encoding == u"LATIN1" ? std::optional(ForeignBytes::Latin) : std::nullopt;
}

Result<std::shared_ptr<const ReadAs>> readAsOf(const DatabaseConfig& source, const QStringList& readAs,
                                               const DatasetSchema& schema, std::stop_token stop)
{
    ENGINE_TRY_AS(const auto bytes, foreignBytes(source, std::move(stop)));
    if (!bytes)
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                      {QStringLiteral("dataset"), QStringLiteral("readAs"), readAs.join(u',').left(80),
                       QStringLiteral("nothing: it is for MariaDB, SQLite, and PostgreSQL in LATIN1 or SQL_ASCII")},
                      QStringLiteral("read as: the texts of %1 are what they say").arg(source.name)));
    ENGINE_TRY_AS(ReadAs said, ReadAs::of(source.name, readAs, *bytes, schema));
    if (isPostgres(source) && *bytes == ForeignBytes::Raw)
        ENGINE_TRY(said.requireAll(schema));
    return std::make_shared<const ReadAs>(std::move(said));
}

Result<> declareReadAs(const DatabaseConfig& source, const QStringList& readAs, DatasetSchema& schema)
{
    if (readAs.isEmpty())
        return {};
    if (isMariaDb(source))
        return declareMariaDbReadAs(source, readAs, schema);
    ENGINE_TRY(readAsOf(source, readAs, schema, {}));
    return {};
}

Result<std::unique_ptr<TableSnapshot>> openSourceSnapshot(const DatabaseConfig& source, std::stop_token stop)
{
    if (isMariaDb(source))
        return openMariaDbSnapshot(source, std::move(stop));
    if (isOdbc(source))
        return openOdbcSnapshot(source, std::move(stop));
    if (isPostgres(source)) {
        ENGINE_TRY_AS(auto snapshot, PgSnapshot::open({source.location, source.name, false, QStringLiteral("texts"),
                                                       std::move(stop), true}));
        return std::unique_ptr<TableSnapshot>(std::move(snapshot));
    }
    ENGINE_TRY_AS(auto snapshot, SqliteSnapshot::open(source.location, source.name));
    return std::unique_ptr<TableSnapshot>(std::move(snapshot));
}

Result<> readRows(const DatabaseConfig& source, const RowQuery& wanted, RowReceiver& receiver,
                  const std::stop_token& stop)
{
    const QString purpose = QStringLiteral("export");
    if (isPostgres(source))
        return readPgRows({source.location, source.name, false, purpose, stop}, wanted, receiver);
    if (isMariaDb(source))
        return readMariaDbRows(source, wanted, receiver, stop);
    if (isOdbc(source))
        return readOdbcFileRows(source, wanted, receiver, stop);
    return readSqliteRows(source.location, source.name, wanted, receiver, stop);
}

Result<TargetLook> lookAtTarget(const DatabaseConfig& target, const SubscriptionConfig& subscription,
                                const DatasetSchema& schema, std::stop_token stop)
{
    ENGINE_TRY_AS(const DatasetSchema named, targetNames(target, subscription).named(schema));
    if (named.engine == target.driver)
        return lookAtPlainTarget(target, subscription, named, std::move(stop));
    const MappedStructure mapped = mapStructure(named, target.driver);
    DatasetSchema possible = mapped.schema;
    possible.tables.clear();
    for (std::size_t i = 0; i < mapped.refusals.size(); ++i) {
        if (mapped.refusals[i].isEmpty())
            possible.tables.push_back(mapped.schema.tables[i]);
    }
    ENGINE_TRY_AS(TargetLook look, lookAtPlainTarget(target, subscription, possible, std::move(stop)));
    for (std::size_t i = 0; i < mapped.refusals.size(); ++i) {
        if (!mapped.refusals[i].isEmpty())
            look.tables.insert(look.tables.begin() + static_cast<std::ptrdiff_t>(i),
                               {mapped.schema.tables[i], std::nullopt, mapped.refusals[i], {}});
    }
    return look;
}

Result<std::unique_ptr<TargetDesk>> openTargetDesk(const DatabaseConfig& target, std::stop_token stop)
{
    if (isMariaDb(target))
        return openMariaDbTargetDesk(target, std::move(stop));
    return isPostgres(target) ? openPgTargetDesk(target, std::move(stop)) : openSqliteTargetDesk(target);
}

FaultPolicy faultPolicyOf(const SubscriptionConfig& subscription)
{
    FaultPolicy policy;
    policy.rowErrors = rowErrorPolicyFromWord(subscription.onRowError).value_or(RowErrorPolicy::Stop);
    policy.conflicts = conflictRuleFromWord(subscription.onConflict).value_or(ConflictRule());
    return policy;
}

bool mayCommitEachTransaction(const DatabaseConfig& target)
{
    return isPostgres(target) || isMariaDb(target);
}

QString valueToText(const QString& engine, const Cell& cell, const ColumnSchema& column)
{
    return engine == kPostgres ? pgValueToText(cell, column) : cellToText(cell);
}

} // namespace busheng
