// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_rights_sql.h"

#include "engine/db/postgres/pg_catalog.h"
#include "engine/pipeline/capture/pg_log_capturer.h"

#include <libpq-fe.h>

#include <memory>

namespace busheng {
namespace {

/// The database that the location names; empty when it names none.
QString databaseOf(const DatabaseConfig& config)
{
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
        PQconninfoParse(config.location.toUtf8().constData(), nullptr), PQconninfoFree);
    for (const PQconninfoOption* option = parsed.get(); option != nullptr && option->keyword != nullptr; ++option) {
        if (BytesView(option->keyword) == "dbname" && option->val != nullptr)
            return QString::fromUtf8(option->val);
    }
    return {};
}

/// Quoted, sorted, each once.
QStringList schemasOf(const QStringList& tables)
{
    QStringList schemas;
    for (const QString& table : tables)
        schemas.append(pgQuoted(pgQualified(table).section(u'.', 0, 0)));
    schemas.removeDuplicates();
    schemas.sort();
    return schemas;
}

QStringList quotedTables(const QStringList& tables)
{
    QStringList quoted;
    for (const QString& table : tables)
        quoted.append(pgQuotedTable(pgQualified(table)));
    quoted.sort();
    return quoted;
}

/// What it takes to read the tables of a dataset.
void appendReading(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& role, QStringList& sql)
{
    if (const QString database = databaseOf(source); !database.isEmpty())
        sql.append(QStringLiteral("GRANT CONNECT ON DATABASE ") + pgQuoted(database) + QStringLiteral(" TO ") + role);
    for (const QString& schema : schemasOf(dataset.tables))
        sql.append(QStringLiteral("GRANT USAGE ON SCHEMA ") + schema + QStringLiteral(" TO ") + role);
    for (const QString& table : quotedTables(dataset.tables))
        sql.append(QStringLiteral("GRANT SELECT ON TABLE ") + table + QStringLiteral(" TO ") + role);
}

} // namespace

QString pgPublicationSql(const QStringList& tables, const QString& publication)
{
    return QStringLiteral("CREATE PUBLICATION ") + pgQuoted(publication) + QStringLiteral(" FOR TABLE ") +
           quotedTables(tables).join(QStringLiteral(", ")) +
           QStringLiteral(" WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)");
}

QStringList pgSourceUserSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& nodeCode,
                            const QString& user)
{
    const QString role = pgQuoted(user);
    const QString database = databaseOf(source);
    const QString publication = pgCaptureName(nodeCode, dataset);
    QStringList sql{QStringLiteral("CREATE ROLE ") + role + QStringLiteral(" LOGIN REPLICATION")};
    appendReading(source, dataset, role, sql);
    sql.append(pgPublicationSql(dataset.tables, publication));
    // Who is to own a publication must be allowed to make one just then.
    if (!database.isEmpty())
        sql.append(QStringLiteral("GRANT CREATE ON DATABASE ") + pgQuoted(database) + QStringLiteral(" TO ") + role);
    sql.append(QStringLiteral("ALTER PUBLICATION ") + pgQuoted(publication) + QStringLiteral(" OWNER TO ") + role);
    if (!database.isEmpty())
        sql.append(QStringLiteral("REVOKE CREATE ON DATABASE ") + pgQuoted(database) + QStringLiteral(" FROM ") + role);
    return sql;
}

QStringList pgReaderSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user)
{
    const QString role = pgQuoted(user);
    QStringList sql{QStringLiteral("CREATE ROLE ") + role + QStringLiteral(" LOGIN")};
    appendReading(source, dataset, role, sql);
    if (dataset.route == Route::Trigger) {
        sql.append(QStringLiteral("CREATE SCHEMA IF NOT EXISTS busheng AUTHORIZATION ") + role);
        for (const QString& table : quotedTables(dataset.tables))
            sql.append(QStringLiteral("GRANT TRIGGER ON TABLE %1 TO %2").arg(table, role));
    }
    for (const QString& table : dataset.route == Route::Flag ? quotedTables(dataset.tables) : QStringList())
        sql.append(
            QStringLiteral("GRANT UPDATE (%1) ON TABLE %2 TO %3").arg(pgQuoted(dataset.routeColumn), table, role));
    return sql;
}

QStringList pgTargetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                            bool makesTables)
{
    const QString role = pgQuoted(user);
    QStringList sql{QStringLiteral("CREATE ROLE ") + role + QStringLiteral(" LOGIN")};
    if (const QString database = databaseOf(target); !database.isEmpty())
        sql.append(QStringLiteral("GRANT CONNECT ON DATABASE ") + pgQuoted(database) + QStringLiteral(" TO ") + role);
    sql.append(QStringLiteral("CREATE SCHEMA IF NOT EXISTS busheng AUTHORIZATION ") + role);
    // From PostgreSQL 15 on. Without it the target's own triggers fire and its references are checked row by row.
    sql.append(QStringLiteral("GRANT SET ON PARAMETER session_replication_role TO ") + role);
    for (const QString& schema : schemasOf(tables)) {
        if (makesTables)
            sql.append(QStringLiteral("CREATE SCHEMA IF NOT EXISTS ") + schema);
        sql.append((makesTables ? QStringLiteral("GRANT USAGE, CREATE ON SCHEMA ")
                                : QStringLiteral("GRANT USAGE ON SCHEMA ")) +
                   schema + QStringLiteral(" TO ") + role);
    }
    for (const QString& table : makesTables ? QStringList() : quotedTables(tables))
        sql.append(QStringLiteral("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLE ") + table +
                   QStringLiteral(" TO ") + role);
    return sql;
}

} // namespace busheng
