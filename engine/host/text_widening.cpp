// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/text_widening.h"

#include "engine/db/postgres/pg_connection.h"
#include "engine/db/values/common_type.h"
#include "engine/host/mariadb_driver.h"
#include "engine/pipeline/apply/pg_errors.h"

#include <algorithm>

namespace busheng {
namespace {

PgConnection::Options pgOptions(const DatabaseConfig& target, const std::stop_token& stop)
{
    PgConnection::Options options;
    options.conninfo = target.location;
    options.name = target.name;
    options.purpose = QStringLiteral("texts");
    options.stop = stop;
    return options;
}

/// Made of checked parts only: what came from another node cannot become a statement.
QString pgTypeSql(const Widening& widening)
{
    QString why;
    const auto type = engineValues(QStringLiteral("postgres"))->parse(widening.wantedType, why);
    if (!type || type->kind != CommonKind::Text)
        return {};
    const qint64 length = std::max<qint64>(type->length, type->length == 0 ? 0 : widening.characters);
    if (length == 0)
        return QStringLiteral("text");
    return (type->isPadded ? QStringLiteral("character(%1)") : QStringLiteral("character varying(%1)")).arg(length);
}

QString pgWideningSql(const Widening& widening)
{
    const QString type = pgTypeSql(widening);
    return type.isEmpty() ? QString()
                          : QStringLiteral("ALTER TABLE %1 ALTER COLUMN %2 TYPE %3")
                                .arg(pgQuotedTable(widening.table), pgQuoted(widening.column), type);
}

} // namespace

Result<QStringList> wideningSql(const DatabaseConfig& target, const std::vector<Widening>& widenings,
                                const std::stop_token& stop)
{
    QStringList statements;
    if (target.driver == u"mariadb" && !widenings.empty())
        return mariaDbWideningSql(target, widenings, stop);
    for (const Widening& widening : widenings)
        statements.append(target.driver == u"postgres" ? pgWideningSql(widening) : QString());
    return statements;
}

Result<QStringList> runWidenings(const DatabaseConfig& target, const QStringList& statements,
                                 const std::stop_token& stop)
{
    if (target.driver == u"mariadb")
        return runMariaDbStatements(target, statements, stop);
    ENGINE_TRY_AS(const auto connection, PgConnection::open(pgOptions(target, stop)));
    for (const QString& statement : statements) {
        if (auto run = connection->execute(statement); !run)
            return pgTargetFailure(std::move(run).error(), target.name);
    }
    return statements;
}

Result<QString> targetEncoding(const DatabaseConfig& target, const std::stop_token& stop)
{
    if (target.driver != u"postgres")
        return QString();
    ENGINE_TRY_AS(const auto connection, PgConnection::open(pgOptions(target, stop)));
    return connection->queryText(QStringLiteral("SHOW server_encoding"));
}

} // namespace busheng
