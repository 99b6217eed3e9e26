// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_administrator.h"

#include "engine/db/postgres/pg_connection.h"
#include "engine/db/postgres/pg_conninfo.h"
#include "engine/model/events.h"

namespace busheng {

Result<QStringList> runPgAsAdministrator(const QString& conninfo, const QString& name, const QString& administrator,
                                         const QString& role, QStringList statements, std::stop_token stop)
{
    ENGINE_TRY_AS(const QString location, pgConninfoAs(conninfo, administrator));
    auto opened = PgConnection::open({location, name, false, QStringLiteral("rights"), std::move(stop)});
    if (!opened)
        return fail(makeEvent(ErrorCode::Config, events::RGT_REFUSED,
                              {name, QStringLiteral("CONNECT"), opened.error().native}, opened.error().toString()));
    const auto connection = std::move(*opened);
    ENGINE_TRY(connection->execute(QStringLiteral("BEGIN; SET LOCAL search_path = pg_catalog")));
    ENGINE_TRY_AS(
        const QString exists,
        connection->queryText(QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname = %1").arg(pgLiteral(role))));
    for (QString& statement : statements) {
        if (exists != u"0")
            statement.replace(QStringLiteral("CREATE ROLE ") + pgQuoted(role),
                              QStringLiteral("ALTER ROLE ") + pgQuoted(role));
        if (auto run = connection->execute(statement); !run) {
            if (run.error().transient || run.error().code == ErrorCode::Cancelled)
                return fail(std::move(run).error());
            return fail(makeEvent(ErrorCode::Config, events::RGT_REFUSED, {name, statement, run.error().native},
                                  run.error().toString()));
        }
    }
    ENGINE_TRY(connection->execute(QStringLiteral("COMMIT")));
    return statements;
}

} // namespace busheng
