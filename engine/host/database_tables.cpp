// SPDX-License-Identifier: GPL-3.0-or-later
// database_drivers.h: what tables a database has, and at which addresses it is.
#include "engine/db/mariadb/my_location.h"
#include "engine/db/postgres/pg_connection.h"
#include "engine/db/postgres/pg_conninfo.h"
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/host/mariadb_driver.h"
#include "engine/host/odbc_driver.h"

namespace busheng {
namespace {

const QString kPurpose = QStringLiteral("tables");

Result<QStringList> sqliteTables(const DatabaseConfig& config, int limit)
{
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(config.location, SqliteDatabase::OpenMode::ReadOnly, config.name));
    ENGINE_TRY_AS(SqliteStatement select,
                  database->prepare(QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'table'"
                                                   " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                                                   " AND name NOT LIKE 'busheng\\_%' ESCAPE '\\'"
                                                   " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name LIMIT ?")));
    ENGINE_TRY(select.bind(1, std::int64_t(limit)));
    QStringList names;
    while (true) {
        ENGINE_TRY_AS(const bool hasRow, select.step());
        if (!hasRow)
            return names;
        names.append(select.text(0));
    }
}

/// Partitions come with the table that they are of; the dot divides schema and name.
Result<QStringList> pgTables(const DatabaseConfig& config, int limit)
{
    PgConnection::Options options;
    options.conninfo = config.location;
    options.name = config.name;
    options.purpose = kPurpose;
    ENGINE_TRY_AS(const auto connection, PgConnection::open(options));
    ENGINE_TRY_AS(const PgResult rows,
                  connection->query(QStringLiteral("SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c"
                                                   " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                                   " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
                                                   " AND c.relpersistence = 'p' AND strpos(c.relname, '.') = 0"
                                                   " AND n.nspname NOT LIKE 'pg\\_%' AND strpos(n.nspname, '.') = 0"
                                                   " AND n.nspname NOT IN ('information_schema', 'busheng')"
                                                   " ORDER BY n.nspname, c.relname LIMIT %1")
                                        .arg(limit)));
    QStringList names;
    for (int row = 0; row < rows.rows(); ++row)
        names.append(rows.text(row, 0));
    return names;
}

} // namespace

Result<QStringList> tablesOf(const DatabaseConfig& database, int limit)
{
    ENGINE_TRY(requireDriver(database));
    if (database.driver == QStringLiteral("postgres"))
        return pgTables(database, limit);
    if (database.driver == QStringLiteral("odbc"))
        return odbcTables(database, limit);
    return database.driver == QStringLiteral("mariadb") ? mariaDbTables(database, limit)
                                                        : sqliteTables(database, limit);
}

QStringList serverAddresses(const DatabaseConfig& database)
{
    QStringList addresses;
    if (database.driver == QStringLiteral("postgres")) {
        if (const auto servers = pgServers(database.location)) {
            for (const PgServer& server : *servers)
                addresses.append(server.toString());
        }
    } else if (database.driver == QStringLiteral("mariadb")) {
        if (const auto location = parseMyLocation(database.location)) {
            for (const MyServer& server : location->servers)
                addresses.append(server.toString());
        }
    }
    return addresses.size() < 2 ? QStringList() : addresses;
}

} // namespace busheng
