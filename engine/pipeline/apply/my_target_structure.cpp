// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_target_structure.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_collation.h"
#include "engine/db/mariadb/my_ddl.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr int kKeyTooLong = 1071;
const QVersionNumber kMySqlWithLongKeys(5, 7, 7);

/// Before that a table of MySQL has long keys only when it is told to, and it can only be told when the server may.
Result<QString> withLongKeys(MyConnection& connection, const QString& createTable)
{
    if (connection.isMariaDb() || connection.version() >= kMySqlWithLongKeys)
        return createTable;
    ENGINE_TRY_AS(const std::int64_t may,
                  connection.queryInteger(QStringLiteral("SELECT @@global.innodb_large_prefix = 1 AND "
                                                         "@@global.innodb_file_format = 'Barracuda'")));
    return may != 0 ? createTable + QStringLiteral(" ROW_FORMAT=DYNAMIC") : createTable;
}

Failure differs(const QString& target, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, why},
                          QStringLiteral("table %1 of target %2: %3").arg(table, target, why)));
}

Result<> requireEngine(const QString& target, const DatasetSchema& schema)
{
    if (schema.engine == u"mariadb")
        return {};
    return differs(target, schema.tables.empty() ? QString() : schema.tables.front().name,
                   QStringLiteral("its structure is of another kind of database"));
}

Result<bool> hasDatabase(MyConnection& connection, const QString& name)
{
    ENGINE_TRY_AS(
        const std::int64_t found,
        connection.queryInteger(
            QStringLiteral("SELECT count(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ") + myLiteral(name)));
    return found > 0;
}

/// The statements for one table; those that would only be said because a right to make databases is missing are left
/// out.
Result<QStringList> tableSql(MyConnection& connection, const QString& target, const DatasetSchema& schema,
                             const TableSchema& table, bool addColumns)
{
    const auto named = [&target](Error error) {
        if (error.event == events::TGT_STRUCTURE && !error.args.isEmpty() && error.args[0].isEmpty())
            error.args[0] = target;
        return error;
    };
    ENGINE_TRY_AS(const std::optional<TableSchema> found, findMyTable(connection, table.name));
    ENGINE_TRY_AS(const TableSchema storable, myStorable(connection, table));
    if (!found) {
        auto made = createMyTableSql(schema, storable);
        if (!made)
            return fail(named(std::move(made).error()));
        ENGINE_TRY_AS(made->last(), withLongKeys(connection, made->last()));
        ENGINE_TRY_AS(const bool isThere, hasDatabase(connection, table.name.section(u'.', 0, 0)));
        return isThere ? made->mid(1) : *made;
    }
    if (!addColumns)
        return QStringList();
    auto added = addMyColumnsSql(storable, *found);
    return added ? Result<QStringList>(*added) : fail(named(std::move(added).error()));
}

QString columnList(const QStringList& columns, const QString& prefix)
{
    QStringList names;
    for (const QString& column : columns)
        names.append(prefix + myQuoted(column));
    return names.join(QStringLiteral(", "));
}

/// Rows of `table` whose reference leads nowhere. NULL in any column: no reference.
QString danglingSql(const TableSchema& table, const ForeignKey& reference)
{
    QStringList notNull;
    for (const QString& column : reference.columns)
        notNull.append(QStringLiteral("c.%1 IS NOT NULL").arg(myQuoted(column)));
    return QStringLiteral(
               "SELECT count(*) FROM %1 AS c WHERE %2 AND NOT EXISTS (SELECT 1 FROM %3 AS p WHERE (%4) = (%5))")
        .arg(myQuotedTable(table.name), notNull.join(QStringLiteral(" AND ")), myQuotedTable(reference.referencedTable),
             columnList(reference.referencedColumns, QStringLiteral("p.")),
             columnList(reference.columns, QStringLiteral("c.")));
}

} // namespace

Result<std::optional<TableSchema>> findMyTable(MyConnection& connection, const QString& name)
{
    auto found = readMyTable(connection, name);
    if (found)
        return std::optional(std::move(*found));
    if (found.error().event == events::SRC_TABLE_MISSING)
        return std::optional<TableSchema>();
    return fail(std::move(found).error());
}

Result<QStringList> myStructureSql(MyConnection& connection, const QString& target, const DatasetSchema& schema,
                                   bool addColumns)
{
    ENGINE_TRY(requireEngine(target, schema));
    QStringList statements;
    for (const TableSchema& table : schema.tables) {
        ENGINE_TRY_AS(const QStringList sql, tableSql(connection, target, schema, table, addColumns));
        statements += sql;
    }
    statements.removeDuplicates();
    return statements;
}

Result<> createMyStructure(MyConnection& connection, const QString& target, const DatasetSchema& schema,
                           bool addColumns)
{
    ENGINE_TRY_AS(const QStringList statements, myStructureSql(connection, target, schema, addColumns));
    for (const QString& sql : statements) {
        auto done = connection.execute(sql);
        if (!done && myErrorNumber(done.error()) == kKeyTooLong)
            done.error().native += QStringLiteral(
                "; a MySQL before 5.7.7 takes 3072 bytes with SET GLOBAL innodb_file_format = 'Barracuda', "
                "innodb_large_prefix = 1");
        ENGINE_TRY(std::move(done));
    }
    for (const TableSchema& table : schema.tables) {
        auto found = findMyTable(connection, table.name);
        if (!found && found.error().code != ErrorCode::Schema)
            return fail(std::move(found).error());
        if (!found)
            return differs(target, table.name, found.error().args.value(2));
        if (!*found)
            return differs(target, table.name, QStringLiteral("it is not there"));
        const QStringList differences = mySchemaDifferences(table, **found);
        if (!differences.isEmpty())
            return differs(target, table.name, differences.join(QStringLiteral("; ")));
    }
    return {};
}

Result<> emptyMyTables(MyConnection& connection, const QString& target, const DatasetSchema& schema, bool mayReplace)
{
    for (const TableSchema& table : schema.tables) {
        const QString name = myQuotedTable(table.name);
        if (!mayReplace) {
            ENGINE_TRY_AS(const std::int64_t any,
                          connection.queryInteger(QStringLiteral("SELECT EXISTS (SELECT 1 FROM %1)").arg(name)));
            if (any != 0) {
                ENGINE_TRY_AS(const std::int64_t rows,
                              connection.queryInteger(QStringLiteral("SELECT count(*) FROM ") + name));
                return fail(
                    makeEvent(ErrorCode::Conflict, events::TGT_NOT_EMPTY, {target, table.name, QString::number(rows)},
                              QStringLiteral("table %1 of target %2 holds %3 rows").arg(table.name, target).arg(rows)));
            }
            continue;
        }
        ENGINE_TRY(connection.execute(QStringLiteral("DELETE FROM ") + name)); // TRUNCATE would commit
    }
    return {};
}

Result<QString> whyNoMyTarget(MyConnection& connection)
{
    if (connection.isMariaDb() || !connection.whyUnsupported().isEmpty())
        return connection.whyUnsupported();
    ENGINE_TRY_AS(const MyResult log, connection.query(QStringLiteral("SHOW GLOBAL VARIABLES WHERE Variable_name IN "
                                                                      "('binlog_format', 'log_bin')")));
    bool isLogged = false;
    bool isStatements = false;
    for (int row = 0; row < log.rows(); ++row) {
        isLogged = isLogged || log.text(row, 1) == u"ON";
        isStatements = isStatements || log.text(row, 1) == u"STATEMENT";
    }
    return isLogged && isStatements
               ? QStringLiteral("its binlog_format is STATEMENT: SET GLOBAL binlog_format = 'ROW'; my.cnf [mysqld]: "
                                "binlog_format = ROW")
               : QString();
}

Result<QStringList> checkMyReferences(MyConnection& connection, const DatasetSchema& schema)
{
    QStringList findings;
    for (const TableSchema& table : schema.tables) {
        for (const ForeignKey& reference : table.foreignKeys) {
            if (schema.table(reference.referencedTable) == nullptr)
                continue; // references that lead out of the dataset are not ours to judge
            ENGINE_TRY_AS(const std::int64_t rows, connection.queryInteger(danglingSql(table, reference)));
            if (rows > 0)
                findings.append(QStringLiteral("%1: %2 rows refer to rows of %3 that are not there")
                                    .arg(table.name)
                                    .arg(rows)
                                    .arg(reference.referencedTable));
        }
    }
    return findings;
}

} // namespace busheng
