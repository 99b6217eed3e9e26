// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_publication.h"

#include "engine/base/log.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr int kOldestServer = 140000; // protocol 2: streaming of transactions that still run

Failure refused(const QString& source, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CAP_LOG_REFUSED, {source, why},
                          QStringLiteral("source %1: %2").arg(source, why)));
}

Failure tableRefused(const QString& source, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {source, table, why},
                          QStringLiteral("source %1, table %2: %3").arg(source, table, why)));
}

/// Of a table, or of each partition that holds its rows: whether the log tells changed rows apart, and whether it does
/// so by the primary key.
const QString kIdentitySql = QStringLiteral(
    "SELECT c.oid::regclass::text, c.relreplident, "
    "EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indimmediate AND "
    "i.indisvalid), "
    "EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisprimary), "
    "EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) "
    "FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND (c.oid = pg_catalog.to_regclass($1) OR c.oid IN (SELECT "
    "relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1)))) ORDER BY 1");

const QString kPublishedSql =
    QStringLiteral("SELECT schemaname || '.' || tablename FROM pg_catalog.pg_publication_tables WHERE pubname = $1");

QStringList publishedNames(const PgResult& published)
{
    QStringList names;
    for (int i = 0; i < published.rows(); ++i)
        names.append(published.text(i, 0));
    return names;
}

/// The table as a publication names it: with its columns where some are left out.
QString publishedAs(const PgCapturedTable& table)
{
    if (table.largeColumns.empty())
        return pgQuotedTable(table.name);
    QStringList columns;
    for (const PgCapturedColumn& column : table.columns)
        columns.append(pgQuoted(column.name));
    return QString(pgQuotedTable(table.name) + QStringLiteral(" (") + columns.join(QStringLiteral(", ")) + u')');
}

/// A table of which the publication has other rows or columns than it should; empty: none.
Result<QString> publishedInPart(PgConnection& connection, const QString& publication,
                                const std::vector<PgCapturedTable>& captured)
{
    ENGINE_TRY_AS(const PgResult parts,
                  connection.query(QStringLiteral("SELECT schemaname || '.' || tablename, rowfilter IS NOT NULL, "
                                                  "array_to_string(attnames, chr(10)) FROM "
                                                  "pg_catalog.pg_publication_tables WHERE pubname = $1 AND "
                                                  "EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN "
                                                  "pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = "
                                                  "$1 AND r.prrelid = pg_catalog.to_regclass(quote_ident(schemaname) "
                                                  "|| '.' || quote_ident(tablename)) AND (r.prqual IS NOT NULL OR "
                                                  "r.prattrs IS NOT NULL))"),
                                   {publication}));
    std::map<QString, QStringList> wanted; ///< columns of the tables that have large ones
    for (const PgCapturedTable& table : captured) {
        if (table.largeColumns.empty())
            continue;
        QStringList& columns = wanted[table.name];
        for (const PgCapturedColumn& column : table.columns)
            columns.append(column.name);
        columns.sort();
    }
    for (int i = 0; i < parts.rows(); ++i) {
        QStringList columns = parts.text(i, 2).split(u'\n');
        columns.sort();
        const auto table = wanted.find(parts.text(i, 0));
        if (table == wanted.end() || parts.boolean(i, 1) || table->second != columns)
            return parts.text(i, 0);
        wanted.erase(table);
    }
    return wanted.empty() ? QString() : wanted.begin()->first;
}

/// What makes a publication one of other tables; names as SQL.
struct Alteration {
    QStringList added;       ///< with the columns that are published, where some are left out
    QStringList addedTables; ///< the same, their names alone
    QStringList removed;

    QStringList statements(const QString& publication) const
    {
        QStringList sql;
        const QString alter = QStringLiteral("ALTER PUBLICATION ") + pgQuoted(publication);
        if (!added.isEmpty())
            sql.append(alter + QStringLiteral(" ADD TABLE ") + added.join(QStringLiteral(", ")));
        if (!removed.isEmpty())
            sql.append(alter + QStringLiteral(" DROP TABLE ") + removed.join(QStringLiteral(", ")));
        return sql;
    }
};

Result<Alteration> alterationTo(PgConnection& connection, const QString& publication,
                                const std::vector<PgCapturedTable>& tables)
{
    ENGINE_TRY_AS(const PgResult published, connection.query(kPublishedSql, {publication}));
    QStringList names = publishedNames(published);
    Alteration alteration;
    for (const PgCapturedTable& table : tables) {
        if (names.removeAll(table.name) > 0)
            continue;
        alteration.added.append(publishedAs(table));
        alteration.addedTables.append(pgQuotedTable(table.name));
    }
    for (const QString& table : names)
        alteration.removed.append(pgQuotedTable(table));
    return alteration;
}

QString identityFault(const PgResult& rows, int row, const PgCapturedTable& table)
{
    const QString identity = rows.text(row, 1);
    const QString part = rows.text(row, 0);
    const bool keyIsUsable = rows.boolean(row, 2);
    if (identity == u"f" && !table.largeColumns.empty())
        return QStringLiteral(
                   "large columns cannot be left out of the log with REPLICA IDENTITY FULL: the source's own "
                   "updates would fail; run: ALTER TABLE %1 REPLICA IDENTITY DEFAULT")
            .arg(part);
    if (identity == u"f")
        return {};
    if (table.keyColumns.empty())
        return QStringLiteral("it has no primary key; run: ALTER TABLE %1 REPLICA IDENTITY FULL").arg(part);
    if (identity == u"n")
        return QStringLiteral("its replica identity is NOTHING; run: ALTER TABLE %1 REPLICA IDENTITY DEFAULT")
            .arg(part);
    if (identity == u"d" && !keyIsUsable)
        return QStringLiteral("its primary key is deferrable; run: ALTER TABLE %1 REPLICA IDENTITY FULL").arg(part);
    if (identity == u"i" && rows.boolean(row, 4) && !rows.boolean(row, 3))
        return QStringLiteral(
                   "its replica identity is another index than its primary key; run: ALTER TABLE %1 REPLICA IDENTITY "
                   "DEFAULT")
            .arg(part);
    return {};
}

} // namespace

Result<> requirePgLogRoute(PgConnection& connection, const QString& source)
{
    if (connection.serverVersion() < kOldestServer)
        return refused(source, QStringLiteral("the server is older than PostgreSQL 14"));
    ENGINE_TRY_AS(const QString level, connection.queryText(QStringLiteral("SHOW wal_level")));
    if (level != u"logical")
        return refused(source, QStringLiteral("wal_level is %1 and must be logical").arg(level));
    ENGINE_TRY_AS(const QString may, connection.queryText(QStringLiteral(
                                         "SELECT rolreplication OR rolsuper FROM pg_catalog.pg_roles WHERE "
                                         "rolname = current_user")));
    if (may != u"t")
        return refused(source, QStringLiteral("the user may not read the log (ALTER ROLE ... REPLICATION)"));
    return {};
}

Result<> requirePgIdentities(PgConnection& connection, const QString& source,
                             const std::vector<PgCapturedTable>& tables)
{
    for (const PgCapturedTable& table : tables) {
        ENGINE_TRY_AS(const PgResult rows, connection.query(kIdentitySql, {pgQuotedTable(table.name)}));
        for (int row = 0; row < rows.rows(); ++row) {
            if (const QString why = identityFault(rows, row, table); !why.isEmpty())
                return tableRefused(source, table.name, why);
        }
    }
    return {};
}

Result<PgPublicationState> readPgPublication(PgConnection& connection, const QString& publication,
                                             const QStringList& tables, const std::vector<PgCapturedTable>& expected)
{
    PgPublicationState state;
    ENGINE_TRY_AS(
        const PgResult row,
        connection.query(QStringLiteral("SELECT puballtables, pubinsert AND pubupdate AND pubdelete AND pubtruncate, "
                                        "pubviaroot, pg_catalog.obj_description(oid, 'pg_publication') FROM "
                                        "pg_catalog.pg_publication WHERE pubname = $1"),
                         {publication}));
    if (row.rows() == 0)
        return state;
    state.exists = true;
    state.captured = pgCapturedTablesFromText(row.text(0, 3));
    if (!row.boolean(0, 1))
        state.fault = QStringLiteral("it does not publish all kinds of changes");
    else if (!row.boolean(0, 2))
        state.fault = QStringLiteral("publish_via_partition_root is off");
    ENGINE_TRY_AS(const PgResult published, connection.query(kPublishedSql, {publication}));
    state.hasOtherFault = !state.fault.isEmpty();
    const QStringList names = publishedNames(published);
    for (const QString& table : tables) {
        if (names.contains(pgQualified(table)))
            continue;
        state.missing.append(pgQuotedTable(pgQualified(table)));
        state.fault = QStringLiteral("the table %1 is not in it").arg(pgQualified(table));
    }
    if (connection.serverVersion() < 150000)
        return state;
    ENGINE_TRY_AS(const QString inPart, publishedInPart(connection, publication, state.captured.value_or(expected)));
    state.hasOtherFault = state.hasOtherFault || !inPart.isEmpty();
    if (!inPart.isEmpty())
        state.fault = QStringLiteral("it publishes other rows or columns of %1 than it should").arg(inPart);
    return state;
}

Result<> createPgPublication(PgConnection& connection, const QString& publication,
                             const std::vector<PgCapturedTable>& tables)
{
    QStringList names;
    for (const PgCapturedTable& table : tables)
        names.append(publishedAs(table));
    return connection.execute(
        QStringLiteral("BEGIN; CREATE PUBLICATION %1 FOR TABLE %2 WITH (publish = "
                       "'insert, update, delete, truncate', publish_via_partition_root = true); "
                       "COMMENT ON PUBLICATION %1 IS %3; COMMIT")
            .arg(pgQuoted(publication), names.join(QStringLiteral(", ")), pgLiteral(pgCapturedTablesToText(tables))));
}

Result<> alterPgPublication(PgConnection& connection, const QString& publication,
                            const std::vector<PgCapturedTable>& tables)
{
    ENGINE_TRY_AS(const Alteration alteration, alterationTo(connection, publication, tables));
    QStringList statements = alteration.statements(publication);
    statements.append(QStringLiteral("COMMENT ON PUBLICATION %1 IS %2")
                          .arg(pgQuoted(publication), pgLiteral(pgCapturedTablesToText(tables))));
    auto altered = connection.execute(QStringLiteral("BEGIN; ") + statements.join(QStringLiteral("; ")) +
                                      QStringLiteral("; COMMIT"));
    if (!altered && connection.isAlive() && connection.inTransaction())
        ENGINE_TRY(connection.execute(QStringLiteral("ROLLBACK")));
    return altered;
}

Result<> requireMayAlterPgPublication(PgConnection& connection, const QString& source, const QString& publication,
                                      const std::vector<PgCapturedTable>& tables)
{
    ENGINE_TRY_AS(const Alteration alteration, alterationTo(connection, publication, tables));
    QStringList owned{QStringLiteral("SELECT pubowner FROM pg_catalog.pg_publication WHERE pubname = ") +
                      pgLiteral(publication)};
    for (const QString& table : alteration.addedTables)
        owned.append(QStringLiteral("SELECT relowner FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(%1)")
                         .arg(pgLiteral(table)));
    ENGINE_TRY_AS(const PgResult may,
                  connection.query(QStringLiteral("SELECT bool_and(pg_catalog.pg_has_role(owner, 'USAGE')), "
                                                  "current_user FROM (%1) AS owners(owner)")
                                       .arg(owned.join(QStringLiteral(" UNION ALL ")))));
    if (may.boolean(0, 0))
        return {};
    const QString role = may.text(0, 1);
    const QString statements = alteration.statements(publication).join(QStringLiteral("; "));
    return fail(makeEvent(ErrorCode::Config, events::SRC_RIGHTS, {source, role, statements},
                          QStringLiteral("source %1: %2 may not alter the publication").arg(source, role)));
}

Result<> commentPgPublication(PgConnection& connection, const QString& publication,
                              const std::vector<PgCapturedTable>& tables)
{
    return connection.execute(QStringLiteral("COMMENT ON PUBLICATION %1 IS %2")
                                  .arg(pgQuoted(publication), pgLiteral(pgCapturedTablesToText(tables))));
}

Result<> dropPgPublication(PgConnection& connection, const QString& publication)
{
    return connection.execute(QStringLiteral("DROP PUBLICATION IF EXISTS ") + pgQuoted(publication));
}

} // namespace busheng
