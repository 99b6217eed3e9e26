// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_read_as.h"
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/change_trigger_sql.h"
#include "engine/pipeline/capture/polled_source.h"
#include "engine/pipeline/capture/source_error.h"

namespace busheng {
namespace {

const QVersionNumber kMySqlWithUtf8mb3(8, 0, 30);

/// The user that we are, as information_schema says it.
const QString kMe = QStringLiteral("CONCAT('''', SUBSTRING_INDEX(CURRENT_USER, '@', 1), '''@''', "
                                   "SUBSTRING_INDEX(CURRENT_USER, '@', -1), '''')");

class MyPolledSource final : public PolledSource {
public:
    MyPolledSource(DatabaseConfig source, QString database, const DatasetConfig& dataset, std::stop_token stop)
        : m_source(std::move(source)), m_database(std::move(database)), m_dataset(dataset.name),
          m_tables(dataset.tables), m_readAs(dataset.readAs), m_stop(std::move(stop))
    {
    }

    void setTables(const QStringList& tables) override { m_tables = tables; }

    Result<DatasetSchema> readSchema() override
    {
        ENGINE_TRY_AS(const auto connection, sourced(MyConnection::open(options()), m_source.name));
        if (const QString why = connection->whyUnsupported(); !why.isEmpty())
            return fail(makeEvent(ErrorCode::Schema, events::SRC_VERSION, {m_source.name, connection->shownVersion()},
                                  QStringLiteral("source %1: %2").arg(m_source.name, why)));
        m_saysUtf8 = !connection->isMariaDb() && connection->version() < kMySqlWithUtf8mb3;
        std::vector<MyTableFacts> facts;
        ENGINE_TRY_AS(DatasetSchema schema,
                      sourced(readMySchema(*connection, m_database, m_tables, &facts), m_source.name));
        ENGINE_TRY(declareMyReadAs(schema, m_readAs, m_database));
        for (std::size_t i = 0; i < facts.size() && i < schema.tables.size(); ++i) {
            if (facts[i].unsupported.isEmpty())
                continue;
            const QString& why = facts[i].unsupported.front();
            return fail(makeEvent(ErrorCode::Schema, events::SRC_COLUMN_UNSUPPORTED,
                                  {m_source.name, schema.tables[i].name, why}, why));
        }
        return schema;
    }

    Result<PolledMoment> openMoment() override
    {
        ENGINE_TRY_AS(auto snapshot, sourced(MySnapshot::open(options()), m_source.name));
        MyConnection& connection = snapshot->connection();
        return PolledMoment{std::move(snapshot),
                            [&connection](const QString& sql) { return connection.queryText(sql); }};
    }

    std::optional<StampKind> stampKind(const ColumnSchema& column) const override
    {
        const auto type = MyType::parse(column.declaredType);
        if (!type)
            return std::nullopt;
        if (type->kind == MyKind::Date || type->kind == MyKind::DateTime || type->kind == MyKind::Timestamp)
            return StampKind::Time;
        return type->kind == MyKind::Integer ? std::optional(StampKind::Number) : std::nullopt;
    }

    QString quotedTable(const QString& table) const override { return myQuotedTable(myQualified(table, m_database)); }
    QString quoted(const QString& column) const override { return myQuoted(column); }

    QString newestSql(const QString& table, const ColumnSchema& column, StampKind kind) const override
    {
        const QString from = QStringLiteral(" FROM ") + quotedTable(table) + QStringLiteral(" AS t");
        const QString newest = QStringLiteral("MAX(%1)").arg(ofRow(column));
        if (kind == StampKind::Number)
            return QStringLiteral("SELECT CAST(%1 AS CHAR)").arg(newest) + from;
        // Our session's zone is UTC, in which a TIMESTAMP is read; another stamp is what the server's wall shows.
        const auto type = MyType::parse(column.declaredType);
        const QString now = type && type->kind == MyKind::Timestamp
                                ? QStringLiteral("NOW(6)")
                                : QStringLiteral("CONVERT_TZ(NOW(6), '+00:00', @@global.time_zone)");
        return QStringLiteral("SELECT CAST(LEAST(CAST(COALESCE(%1, %2) AS DATETIME(6)), %2) AS CHAR)")
                   .arg(newest, now) +
               from;
    }

    QString sinceSql(const ColumnSchema& column, StampKind kind, const QString& one, const QString& other,
                     qint64 overlap) const override
    {
        if (kind == StampKind::Number)
            return sinceNumberSql(column, one, other, overlap);
        return QStringLiteral("%1 >= LEAST(CAST(%2 AS DATETIME(6)), CAST(%3 AS DATETIME(6))) - INTERVAL %4 SECOND")
            .arg(ofRow(column), myLiteral(one), myLiteral(other), QString::number(overlap));
    }

    std::optional<QString> deletedSql(const ColumnSchema& column) const override
    {
        const auto type = MyType::parse(column.declaredType);
        if (!type)
            return std::nullopt;
        switch (type->kind) {
        case MyKind::Integer:
        case MyKind::Decimal:
        case MyKind::Bit:
            return deletedIfNotZero(column);
        case MyKind::Text:
        case MyKind::Enum:
            return deletedIfText(column);
        case MyKind::Date:
        case MyKind::DateTime:
        case MyKind::Timestamp:
            return QStringLiteral("COALESCE(%1 > '0001-01-01', FALSE)").arg(ofRow(column)); // a zero date is none
        default:
            return std::nullopt;
        }
    }

    QString changeTable(const QString& table) const override
    {
        return m_database + QStringLiteral(".changed_for_busheng_") +
               changeSuffix(m_dataset, myQualified(table, m_database));
    }

    QStringList installSql(const TableSchema& table) const override
    {
        TableSchema said = table;
        for (ColumnSchema& column : said.columns) {
            if (m_saysUtf8)
                column.declaredType.replace(QStringLiteral("utf8mb3"), QStringLiteral("utf8"));
        }
        return myChangeTriggerSql(said, quotedTable(table.name), changeTable(table.name));
    }

    QStringList uninstallSql(const TableSchema& table) const override
    {
        QStringList sql;
        for (const QString& trigger : myChangeTriggers(changeTable(table.name)))
            sql.append(QStringLiteral("DROP TRIGGER IF EXISTS ") +
                       myQuotedTable(triggerSchema(table) + u'.' + trigger));
        sql.append(QStringLiteral("DROP TABLE IF EXISTS ") + myQuotedTable(changeTable(table.name)));
        return sql;
    }

    QString mayTriggerSql(const TableSchema& table) const override
    {
        const QString name = myQualified(table.name, m_database);
        const QString schema = myLiteral(name.section(u'.', 0, 0));
        const auto has = [](const QString& list, const QString& where) -> QString {
            return QStringLiteral("EXISTS (SELECT 1 FROM information_schema.") + list +
                   QStringLiteral(" WHERE PRIVILEGE_TYPE = 'TRIGGER' AND GRANTEE = ") + kMe + where + u')';
        };
        return QStringLiteral("SELECT ") + has(QStringLiteral("USER_PRIVILEGES"), QString()) + QStringLiteral(" OR ") +
               has(QStringLiteral("SCHEMA_PRIVILEGES"), QStringLiteral(" AND %1 LIKE TABLE_SCHEMA").arg(schema)) +
               QStringLiteral(" OR ") +
               has(QStringLiteral("TABLE_PRIVILEGES"), QStringLiteral(" AND TABLE_SCHEMA = %1 AND TABLE_NAME = %2")
                                                           .arg(schema, myLiteral(name.section(u'.', 1))));
    }

    /// A server that keeps a log lets only some make triggers.
    QStringList triggerSetting() const override
    {
        return {
            QStringLiteral("log_bin_trust_function_creators"),
            QString(QStringLiteral("SELECT @@log_bin = 0 OR @@log_bin_trust_function_creators = 1 OR EXISTS (SELECT 1 "
                                   "FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'SUPER' AND "
                                   "GRANTEE = ") +
                    kMe + u')'),
            QStringLiteral("SET GLOBAL log_bin_trust_function_creators = 1; my.cnf [mysqld]: "
                           "log_bin_trust_function_creators = 1")};
    }

    QString grantTriggerSql(const TableSchema& table, const QString& user) const override
    {
        return QStringLiteral("GRANT TRIGGER ON %1 TO %2").arg(quotedTable(table.name), quotedAccount(user));
    }

    Result<QString> missingTrigger(const TableSchema& table) override
    {
        ENGINE_TRY_AS(const auto connection, sourced(MyConnection::open(options()), m_source.name));
        const QString changes = changeTable(table.name);
        QStringList names;
        for (const QString& trigger : myChangeTriggers(changes))
            names.append(myLiteral(trigger));
        ENGINE_TRY_AS(
            const std::int64_t triggers,
            sourced(connection->queryInteger(
                        QStringLiteral("SELECT count(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = "
                                       "%1 AND TRIGGER_NAME IN (%2)")
                            .arg(myLiteral(triggerSchema(table)), names.join(u','))),
                    m_source.name));
        ENGINE_TRY_AS(
            const std::int64_t tables,
            sourced(connection->queryInteger(
                        QStringLiteral("SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = %1 "
                                       "AND TABLE_NAME = %2")
                            .arg(myLiteral(m_database), myLiteral(changes.section(u'.', -1)))),
                    m_source.name));
        return triggers == names.size() && tables == 1 ? QString() : changes;
    }

    Result<std::int64_t> change(const QString& sql) override
    {
        ENGINE_TRY_AS(const auto connection, sourced(MyConnection::open(options()), m_source.name));
        ENGINE_TRY(sourced(connection->execute(sql), m_source.name));
        return connection->affectedRows();
    }

    Result<> alter(const QString& sql) override
    {
        ENGINE_TRY_AS(const auto connection, sourced(MyConnection::open(options()), m_source.name));
        ENGINE_TRY(
            sourced(connection->execute(QStringLiteral("SET SESSION lock_wait_timeout = %1").arg(kTableLockSeconds)),
                    m_source.name));
        return sourced(connection->execute(sql), m_source.name);
    }

    bool holdsBatches(const ColumnSchema& column) const override
    {
        const auto type = MyType::parse(column.declaredType);
        return type && !type->isUnsigned && (type->word == u"int" || type->word == u"bigint");
    }

    /// MariaDB does not take a LIMIT within IN.
    QString markSql(const TableSchema& table, const ColumnSchema& column, qint64 mark, int limit) const override
    {
        return QStringLiteral("UPDATE %1 SET %2 = %3 WHERE %2 = 0 OR %2 IS NULL LIMIT %4")
            .arg(quotedTable(table.name), quoted(column.name), QString::number(mark), QString::number(limit));
    }

    QString grantSql(const QString& table, const QString& column, const QString& user) const override
    {
        return QStringLiteral("GRANT UPDATE (%1) ON %2 TO %3")
            .arg(quoted(column), quotedTable(table), quotedAccount(user));
    }

private:
    /// "user@host", as CURRENT_USER says it.
    static QString quotedAccount(const QString& user)
    {
        return myQuoted(user.section(u'@', 0, -2)) + u'@' + myQuoted(user.section(u'@', -1));
    }

    QString triggerSchema(const TableSchema& table) const
    {
        return myQualified(table.name, m_database).section(u'.', 0, 0);
    }

    MyConnection::Options options() const
    {
        MyConnection::Options options;
        options.location = m_source.location;
        options.name = m_source.name;
        options.purpose = QStringLiteral("look");
        options.stop = m_stop;
        return options;
    }

    DatabaseConfig m_source;
    QString m_database;
    QString m_dataset;
    QStringList m_tables;
    QStringList m_readAs;
    std::stop_token m_stop;
    bool m_saysUtf8 = false; ///< the server's own name of utf8mb3; known once the structure was read
};

} // namespace

Result<std::unique_ptr<PolledSource>> openMyPolledSource(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                         std::stop_token stop)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(source.location));
    return std::unique_ptr<PolledSource>(
        std::make_unique<MyPolledSource>(source, location.database, dataset, std::move(stop)));
}

} // namespace busheng
