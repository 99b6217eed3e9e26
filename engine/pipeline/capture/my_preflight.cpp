// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_preflight.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_read_as.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/change_trigger_sql.h"
#include "engine/pipeline/capture/my_log_place.h"
#include "engine/pipeline/capture/my_table_check.h"
#include "engine/pipeline/capture/source_error.h"

#include <QVersionNumber>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

const QVersionNumber kOldestMariaDb(10, 5);      ///< logs the names of columns
const QVersionNumber kMySqlWithSeconds(8, 0, 1); ///< of retention; before it counts days
constexpr std::int64_t kShortestHours = 72;
constexpr std::int64_t kSecondsPerHour = 3600;
constexpr int kNoLog = 1381;
/// Of statements that are refused for want of a right.
constexpr std::array kRefusals = {1044, 1142, 1143, 1227};

QString account(const QString& user, const QString& host = QStringLiteral("%"))
{
    const auto quoted = [](QString name) -> QString {
        return u'\'' + name.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("''")) + u'\'';
    };
    return quoted(user) + u'@' + quoted(host);
}

/// Gathers the findings of one source.
class MyPreflight {
public:
    MyPreflight(const DatabaseConfig& source, const DatasetConfig& dataset) : m_source(source), m_dataset(dataset) {}

    Result<std::vector<Finding>> run()
    {
        ENGINE_TRY_AS(const MyLocation location, parseMyLocation(m_source.location));
        ENGINE_TRY(takeTables(location.database));
        MyConnection::Options options;
        options.location = m_source.location;
        options.name = m_source.name;
        options.purpose = QStringLiteral("preflight");
        auto opened = MyConnection::open(options);
        if (!opened) {
            error(events::SRC_UNAVAILABLE, {opened.error().native});
            return m_findings;
        }
        m_connection = std::move(*opened);
        const bool isOld = m_connection->isMariaDb() && m_connection->version() < kOldestMariaDb;
        if (isOld || !m_connection->whyUnsupported().isEmpty()) {
            error(events::SRC_VERSION, {m_connection->shownVersion()});
            return m_findings;
        }
        ENGINE_TRY(checkServer());
        ENGINE_TRY(checkRights());
        for (const QString& table : m_tables)
            ENGINE_TRY(checkTable(table));
        const bool isWhole = m_schema.tables.size() == static_cast<std::size_t>(m_tables.size());
        if (isWhole) // else a place in a table that is not there would be blamed
            ENGINE_TRY(declareMyReadAs(m_schema, m_dataset.readAs, location.database));
        return m_findings;
    }

private:
    void error(const QString& event, const QStringList& args, const QString& subject = {})
    {
        m_findings.push_back({FindingSeverity::Error, event, QStringList{m_source.name} + args, subject});
    }

    void warning(const QString& event, const QStringList& args, const QString& subject = {})
    {
        m_findings.push_back({FindingSeverity::Warning, event, QStringList{m_source.name} + args, subject});
    }

    Result<> takeTables(const QString& database)
    {
        for (const QString& table : m_dataset.tables)
            m_tables.append(myQualified(table, database));
        const bool isTwice = m_tables.removeDuplicates() > 0;
        if (m_tables.isEmpty() || isTwice)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {QStringLiteral("dataset"), QStringLiteral("tables"), m_dataset.tables.join(u','),
                                   QStringLiteral("at least one table, each once")},
                                  QStringLiteral("dataset %1: no tables, or one twice").arg(m_dataset.name)));
        return {};
    }

    Result<> checkServer()
    {
        for (const MyLogSetting& setting : myLogSettings(*m_connection)) {
            ENGINE_TRY_AS(const QString value,
                          m_connection->queryText(QStringLiteral("SELECT @@global.") + setting.name));
            if (value.compare(setting.wanted, Qt::CaseInsensitive) != 0)
                error(events::SRC_SETTING, {setting.name, value, setting.mend});
        }
        for (const QString& setting :
             {QStringLiteral("sync_binlog"), QStringLiteral("innodb_flush_log_at_trx_commit")}) {
            ENGINE_TRY_AS(const std::int64_t value,
                          m_connection->queryInteger(QStringLiteral("SELECT @@global.") + setting));
            if (value != 1)
                warning(events::SRC_UNSAFE_SETTING, {setting});
        }
        const bool hasSeconds = m_connection->isMariaDb() || m_connection->version() >= kMySqlWithSeconds;
        ENGINE_TRY_AS(const std::int64_t seconds,
                      m_connection->queryInteger(hasSeconds
                                                     ? QStringLiteral("SELECT @@global.binlog_expire_logs_seconds")
                                                     : QStringLiteral("SELECT @@global.expire_logs_days * 86400")));
        if (seconds != 0 && seconds < kShortestHours * kSecondsPerHour)
            warning(events::SRC_LOG_RETENTION, {QString::number(seconds / kSecondsPerHour)});
        return {};
    }

    /// Tried, because rights come by roles, by databases and by patterns.
    Result<> checkRights()
    {
        ENGINE_TRY_AS(const QString user, m_connection->queryText(QStringLiteral("SELECT CURRENT_USER()")));
        m_user = account(user.section(u'@', 0, -2), user.section(u'@', -1));
        ENGINE_TRY(requireMay(QStringLiteral("SHOW BINARY LOGS"),
                              m_connection->isMariaDb() ? QStringLiteral("GRANT BINLOG MONITOR ON *.* TO ")
                                                        : QStringLiteral("GRANT REPLICATION CLIENT ON *.* TO ")));
        ENGINE_TRY_AS(const MyResult grants, m_connection->query(QStringLiteral("SHOW GRANTS")));
        bool replicates = false;
        for (int row = 0; row < grants.rows(); ++row) {
            const QString grant = grants.text(row, 0);
            replicates = replicates || (grant.contains(QStringLiteral(" ON *.* ")) &&
                                        (grant.contains(QStringLiteral("REPLICATION SLAVE")) ||
                                         grant.startsWith(QStringLiteral("GRANT ALL PRIVILEGES"))));
        }
        if (!replicates)
            error(events::SRC_RIGHTS, {m_user, QStringLiteral("GRANT REPLICATION SLAVE ON *.* TO ") + m_user});
        return {};
    }

    Result<> requireMay(const QString& statement, const QString& grant, const QString& subject = {})
    {
        const auto done = m_connection->query(statement);
        if (done || myErrorNumber(done.error()) == kNoLog) // no log: told as a setting
            return {};
        if (std::ranges::find(kRefusals, myErrorNumber(done.error())) == kRefusals.end())
            return fail(done.error());
        error(events::SRC_RIGHTS, {m_user, grant + m_user}, subject);
        return {};
    }

    /// A snapshot of a MySQL begins under a short lock. Here none is waited for: whether it may is known before.
    Result<> requireLock(const QString& name)
    {
        if (m_connection->isMariaDb())
            return {};
        ENGINE_TRY(m_connection->execute(QStringLiteral("SET SESSION lock_wait_timeout = 1")));
        auto may =
            requireMay(QStringLiteral("LOCK TABLES %1 READ").arg(myQuotedTable(name)),
                       QStringLiteral("GRANT LOCK TABLES ON %1.* TO ").arg(myQuoted(name.section(u'.', 0, 0))), name);
        if (!may && !may.error().transient)
            return may;
        return m_connection->execute(QStringLiteral("UNLOCK TABLES"));
    }

    Result<> checkTable(const QString& name)
    {
        MyTableFacts facts;
        const auto table = readMyTable(*m_connection, name, &facts);
        if (!table) {
            if (table.error().code != ErrorCode::Schema)
                return fail(table.error());
            m_findings.push_back({FindingSeverity::Error, table.error().event, table.error().args, name});
            return {};
        }
        m_schema.tables.push_back(*table);
        ENGINE_TRY(requireMay(QStringLiteral("SELECT 1 FROM %1 LIMIT 0").arg(myQuotedTable(name)),
                              QStringLiteral("GRANT SELECT ON %1 TO ").arg(myQuotedTable(name)), name));
        ENGINE_TRY(requireLock(name));
        ENGINE_TRY_AS(const std::vector<MyTableFault> faults, myTableFaults(*m_connection, *table, facts));
        for (const MyTableFault& fault : faults)
            error(fault.event, fault.args, name);
        if (table->keyColumns.empty())
            warning(events::SRC_KEYLESS, {name}, name);
        for (const QString& index : facts.skippedIndexes)
            warning(events::SRC_INDEX_SKIPPED, {name, index}, name);
        for (const ForeignKey& key : table->foreignKeys) {
            if (!m_tables.contains(key.referencedTable))
                warning(events::SRC_PARENT_OUTSIDE, {name, key.referencedTable}, name);
        }
        return {};
    }

    const DatabaseConfig& m_source;
    const DatasetConfig& m_dataset;
    QStringList m_tables;
    std::unique_ptr<MyConnection> m_connection;
    QString m_user; ///< quoted
    DatasetSchema m_schema;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> preflightMyDataset(const DatabaseConfig& source, const DatasetConfig& dataset)
{
    return sourced(MyPreflight(source, dataset).run(), source.name);
}

Result<QStringList> myReaderSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(source.location));
    QStringList sql{QStringLiteral("CREATE USER IF NOT EXISTS ") + account(user)};
    QStringList tables = dataset.tables;
    tables.sort();
    for (const QString& table : tables)
        sql.append(QStringLiteral("GRANT SELECT ON %1 TO ").arg(myQuotedTable(myQualified(table, location.database))) +
                   account(user));
    for (const QString& table : dataset.route == Route::Trigger ? tables : QStringList()) {
        const QString name = myQualified(table, location.database);
        sql.append(QStringLiteral("GRANT TRIGGER ON %1 TO ").arg(myQuotedTable(name)) + account(user));
        sql.append(QStringLiteral("GRANT CREATE, DROP, SELECT, INSERT, DELETE ON %1.%2 TO ")
                       .arg(myQuoted(location.database),
                            myQuoted(QStringLiteral("changed_for_busheng_") + changeSuffix(dataset.name, name))) +
                   account(user));
    }
    for (const QString& table : dataset.route == Route::Flag ? tables : QStringList())
        sql.append(QStringLiteral("GRANT UPDATE (%1) ON %2 TO %3")
                       .arg(myQuoted(dataset.routeColumn), myQuotedTable(myQualified(table, location.database)),
                            account(user)));
    return sql;
}

Result<QStringList> mySourceUserSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(source.location));
    const QString who = account(user);
    QStringList sql{QStringLiteral("CREATE USER IF NOT EXISTS ") + who,
                    QStringLiteral("GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO ") + who,
                    QStringLiteral("GRANT USAGE ON %1.* TO ").arg(myQuoted(location.database)) + who};
    QStringList tables = dataset.tables;
    tables.sort();
    for (const QString& table : tables)
        sql.append(QStringLiteral("GRANT SELECT ON %1 TO ").arg(myQuotedTable(myQualified(table, location.database))) +
                   who);
    return sql;
}

Result<QStringList> myTargetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                                    bool makesTables)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(target.location));
    const QString who = account(user);
    // With the right to create, a table need not be there yet.
    QStringList sql{QStringLiteral("CREATE USER IF NOT EXISTS ") + who};
    for (const QString& table : {QStringLiteral("busheng_checkpoint"), QStringLiteral("busheng_structure"),
                                 QStringLiteral("busheng_exceptions"), QStringLiteral("busheng_parked_table"),
                                 QStringLiteral("busheng_parked"), QStringLiteral("busheng_parked_structure")})
        sql.append(QStringLiteral("GRANT CREATE, SELECT, INSERT, UPDATE, DELETE ON %1.%2 TO ")
                       .arg(myQuoted(location.database), myQuoted(table)) +
                   who);
    QStringList names;
    for (const QString& table : tables)
        names.append(myQualified(table, location.database));
    names.sort();
    for (const QString& table : names)
        sql.append(QStringLiteral("GRANT SELECT, INSERT, UPDATE, DELETE%1 ON %2 TO ")
                       .arg(makesTables ? QStringLiteral(", CREATE, ALTER, INDEX, REFERENCES") : QString(),
                            myQuotedTable(table)) +
                   who);
    return sql;
}

} // namespace busheng
