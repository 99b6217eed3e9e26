// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_target_structure.h"

#include "engine/base/log.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_ddl.h"
#include "engine/db/postgres/pg_user_types.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_target_table.h"

#include <algorithm>

namespace busheng {
namespace {

Failure differs(const QString& target, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, why},
                          QStringLiteral("table %1 of target %2: %3").arg(table, target, why)));
}

/// DDL that the server refuses: the structure cannot be had here.
Result<> run(PgConnection& connection, const QString& target, const TableSchema& table, const QStringList& statements)
{
    for (const QString& sql : statements) {
        auto done = connection.execute(sql);
        if (!done)
            return explainPgError(std::move(done).error(), target, table.name, QString());
    }
    return {};
}

QStringList differencesFrom(const TableSchema& table, const Result<TableSchema>& found)
{
    return found ? pgSchemaDifferences(table, *found) : QStringList{found.error().args.value(2)};
}

/// What was added stays when the transaction ends otherwise: it is what the source has.
Result<> addLabels(const PgConnection::Options& apart, const QString& target, const UserType& type,
                   const QStringList& statements)
{
    ENGINE_TRY_AS(const auto connection, PgConnection::open(apart));
    for (const QString& sql : statements) {
        if (auto done = connection->execute(sql); !done)
            return explainPgError(std::move(done).error(), target, type.name, QString());
    }
    qCInfo(logApply).noquote() << "target" << target << "follows its source:" << statements.join(QStringLiteral("; "));
    return {};
}

Result<> createOrCompareType(PgConnection& connection, const QString& target, const UserType& type, bool addLabelsToo,
                             const PgConnection::Options& apart)
{
    ENGINE_TRY_AS(const std::optional<UserType> found, readPgUserType(connection, type.name));
    if (!found) {
        auto statements = createPgTypeSql(type);
        if (!statements) {
            Error error = std::move(statements).error();
            if (error.event == events::TGT_STRUCTURE && !error.args.isEmpty())
                error.args[0] = target;
            return fail(std::move(error));
        }
        for (const QString& sql : *statements) {
            if (auto done = connection.execute(sql); !done)
                return explainPgError(std::move(done).error(), target, type.name, QString());
        }
        return {};
    }
    if (!pgLabelsAreInOrder(type, *found))
        qCWarning(logApply).noquote() << "type" << type.name << "of target" << target
                                      << "has its labels in another order than the source's: it sorts otherwise";
    const QStringList differences = pgTypeDifferences(type, *found);
    if (differences.isEmpty())
        return {};
    const QStringList remedy = addPgLabelsSql(type, *found);
    if (addLabelsToo && !remedy.isEmpty())
        return addLabels(apart, target, type, remedy);
    return differs(target, type.name, (differences + remedy).join(QStringLiteral("; ")));
}

Result<bool> createOrCompare(PgConnection& connection, const QString& target, const TableSchema& table, bool addColumns)
{
    auto found = readPgTable(connection, table.name);
    if (!found && found.error().event == events::SRC_TABLE_MISSING) {
        auto statements = createPgTableSql(table);
        if (!statements) {
            Error error = std::move(statements).error();
            if (error.event == events::TGT_STRUCTURE && !error.args.isEmpty())
                error.args[0] = target;
            return fail(std::move(error));
        }
        ENGINE_TRY(run(connection, target, table, *statements));
        return true;
    }
    if (!found && found.error().code != ErrorCode::Schema)
        return fail(std::move(found).error());
    QStringList differences = differencesFrom(table, found);
    const QStringList remedy = found ? addPgColumnsSql(table, *found) : QStringList();
    if (!differences.isEmpty() && !remedy.isEmpty() && addColumns) {
        ENGINE_TRY(run(connection, target, table, remedy));
        qCInfo(logApply).noquote() << "target" << target << "follows its source:" << remedy.join(QStringLiteral("; "));
        found = readPgTable(connection, table.name);
        if (!found && found.error().code != ErrorCode::Schema)
            return fail(std::move(found).error());
        differences = differencesFrom(table, found);
    }
    if (!differences.isEmpty())
        return differs(target, table.name, (differences + remedy).join(QStringLiteral("; ")));
    return false;
}

Result<> createRowMap(PgConnection& connection, const QString& target, const TableSchema& table)
{
    ENGINE_TRY_AS(const PgTargetTable facts, PgTargetTable::read(connection, target, table));
    const QString sql = facts.rowMapSql();
    if (sql.isEmpty()) {
        qCWarning(logApply).noquote() << "table" << table.name << "of target" << target
                                      << "has neither a key nor a column that can be hashed: each row is searched for";
        return {};
    }
    return run(connection, target, table, {sql});
}

QString named(const QStringList& columns, const QString& prefix)
{
    QStringList names;
    for (const QString& column : columns)
        names.append(prefix + pgQuoted(column));
    return names.join(QStringLiteral(", "));
}

/// Rows of `table` whose reference leads nowhere. NULL in any column: no reference.
QString danglingSql(const TableSchema& table, const ForeignKey& reference, const TableSchema& parent)
{
    QStringList referenced = reference.referencedColumns;
    if (referenced.isEmpty()) {
        for (const std::uint32_t column : parent.keyColumns)
            referenced.append(parent.columns[column].name);
    }
    return QStringLiteral("SELECT count(*) FROM %1 AS c LEFT JOIN %2 AS p ON (%3) = (%4) WHERE p.tableoid IS NULL AND "
                          "num_nulls(%3) = 0")
        .arg(pgQuotedTable(table.name), pgQuotedTable(parent.name), named(reference.columns, QStringLiteral("c.")),
             named(referenced, QStringLiteral("p.")));
}

Result<> refuseRows(PgConnection& connection, const QString& target, const TableSchema& table)
{
    const QString name = pgQuotedTable(table.name);
    ENGINE_TRY_AS(const QString any, connection.queryText(QStringLiteral("SELECT EXISTS (SELECT FROM %1)").arg(name)));
    if (any != u"t")
        return {};
    ENGINE_TRY_AS(const std::int64_t rows, connection.queryInteger(QStringLiteral("SELECT count(*) FROM ") + name));
    return fail(makeEvent(ErrorCode::Conflict, events::TGT_NOT_EMPTY, {target, table.name, QString::number(rows)},
                          QStringLiteral("table %1 of target %2 holds %3 rows").arg(table.name, target).arg(rows)));
}

} // namespace

Result<> createPgStructure(PgConnection& connection, const QString& target, const DatasetSchema& schema,
                           bool references, bool addColumns, const PgConnection::Options& apart)
{
    if (schema.engine != u"postgres")
        return differs(target, schema.tables.empty() ? QString() : schema.tables.front().name,
                       QStringLiteral("its structure is of another kind of database"));
    for (const UserType& type : schema.types)
        ENGINE_TRY(createOrCompareType(connection, target, type, addColumns, apart));
    std::vector<const TableSchema*> created;
    for (const TableSchema& table : schema.tables) {
        ENGINE_TRY_AS(const bool isNew, createOrCompare(connection, target, table, addColumns));
        if (isNew)
            created.push_back(&table);
        ENGINE_TRY(run(connection, target, table, createPgIndexSql(table)));
        if (table.keyColumns.empty())
            ENGINE_TRY(createRowMap(connection, target, table));
    }
    for (const TableSchema* table : created) {
        if (references)
            ENGINE_TRY(run(connection, target, *table, createPgForeignKeySql(schema, *table)));
        else if (!table->foreignKeys.empty())
            qCInfo(logApply).noquote() << "table" << table->name << "of target" << target
                                       << "is made without its references: they would be checked row by row here";
    }
    return {};
}

Result<> fitPgTable(PgConnection& connection, const QString& target, const TableSchema& table, bool addColumns)
{
    // A table that is gone took its rows along: a new one would only look as if nothing had happened.
    if (auto found = readPgTable(connection, table.name); !found && found.error().event == events::SRC_TABLE_MISSING)
        return differs(target, table.name, QStringLiteral("it is not there"));
    ENGINE_TRY(createOrCompare(connection, target, table, addColumns));
    return table.keyColumns.empty() ? createRowMap(connection, target, table) : Result<>();
}

Result<> truncatePgTables(PgConnection& connection, const QStringList& tables)
{
    ENGINE_TRY(connection.execute(QStringLiteral("SAVEPOINT busheng_empty")));
    auto emptied = connection.execute(QStringLiteral("TRUNCATE ") + tables.join(QStringLiteral(", ")));
    if (!emptied) {
        // A table outside refers to one of them, or the role may delete and not truncate.
        if (emptied.error().code != ErrorCode::Sql || emptied.error().transient)
            return emptied;
        ENGINE_TRY(connection.execute(QStringLiteral("ROLLBACK TO SAVEPOINT busheng_empty")));
        for (const QString& table : tables)
            ENGINE_TRY(connection.execute(QStringLiteral("DELETE FROM ") + table));
    }
    return connection.execute(QStringLiteral("RELEASE SAVEPOINT busheng_empty"));
}

Result<> emptyPgTables(PgConnection& connection, const QString& target, const DatasetSchema& schema, bool mayReplace)
{
    QStringList names;
    for (const TableSchema& table : schema.tables) {
        names.append(pgQuotedTable(table.name));
        if (!mayReplace)
            ENGINE_TRY(refuseRows(connection, target, table));
    }
    return truncatePgTables(connection, names);
}

Result<QStringList> checkPgReferences(PgConnection& connection, const DatasetSchema& schema)
{
    QStringList findings;
    for (const TableSchema& table : schema.tables) {
        for (const ForeignKey& reference : table.foreignKeys) {
            const TableSchema* parent = schema.table(reference.referencedTable);
            if (parent == nullptr)
                continue; // references that lead out of the dataset are not ours to judge
            // All rows of both tables are looked at: here the planner is right, and the session's settings are not.
            ENGINE_TRY(
                connection.execute(QStringLiteral("BEGIN READ ONLY; SET LOCAL enable_seqscan = on; "
                                                  "SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")));
            const auto rows = connection.queryInteger(danglingSql(table, reference, *parent));
            ENGINE_TRY(connection.execute(QStringLiteral("ROLLBACK")));
            if (!rows && (rows.error().transient || rows.error().code != ErrorCode::Sql))
                return fail(rows.error());
            if (!rows)
                qCWarning(logApply).noquote() << "references not checked:" << table.name << rows.error().native;
            else if (*rows > 0)
                findings.append(QStringLiteral("%1: %2 rows refer to rows of %3 that are not there")
                                    .arg(table.name)
                                    .arg(*rows)
                                    .arg(parent->name));
        }
    }
    return findings;
}

} // namespace busheng
