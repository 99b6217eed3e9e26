// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/sqlite_capture_check.h"

#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/pipeline/capture/source_error.h"
#include "engine/pipeline/capture/sqlite_trigger_sql.h"

#include <optional>

namespace busheng {
namespace {

TableSchema essence(const TableSchema& table)
{
    TableSchema essential;
    essential.id = 1;
    essential.name = table.name;
    for (const ColumnSchema& column : table.columns)
        essential.columns.push_back({column.name, column.declaredType, false, {}});
    essential.keyColumns = table.keyColumns;
    return essential;
}

QString describeDrift(const TableSchema& recorded, const TableSchema& found)
{
    QStringList changes;
    for (const ColumnSchema& column : recorded.columns) {
        const ColumnSchema* other = found.column(column.name);
        if (other == nullptr)
            changes.append(QStringLiteral("column %1 is gone").arg(column.name));
        else if (other->declaredType != column.declaredType)
            changes.append(QStringLiteral("column %1 is now %2, was %3")
                               .arg(column.name, other->declaredType, column.declaredType));
    }
    for (const ColumnSchema& column : found.columns) {
        if (recorded.column(column.name) == nullptr)
            changes.append(QStringLiteral("column %1 is new").arg(column.name));
    }
    if (changes.isEmpty())
        changes.append(QStringLiteral("the key or the order of the columns has changed"));
    return changes.join(QStringLiteral("; "));
}

struct Captured {
    std::int64_t number = 0;
    Bytes structure;
    bool retired = false;
};

Result<std::optional<Captured>> findCaptured(SqliteDatabase& database, const QString& dataset, const QString& table)
{
    ENGINE_TRY_AS(SqliteStatement statement,
                  database.prepare(QStringLiteral(
                      "SELECT t.number, t.structure, t.retired FROM busheng_capture c JOIN busheng_table t "
                      "ON t.number = c.number WHERE c.dataset = ?1 AND t.name = ?2 ORDER BY t.number DESC")));
    ENGINE_TRY(statement.bindText(1, dataset));
    ENGINE_TRY(statement.bindText(2, table));
    ENGINE_TRY_AS(const bool found, statement.step());
    if (!found)
        return std::optional<Captured>();
    return std::optional<Captured>({statement.integer(0), Bytes(statement.cell(1).bytes), statement.integer(2) != 0});
}

/// The number under which the dataset captures the table.
Result<std::int64_t> readNumber(SqliteDatabase& database, const QString& dataset, const TableSchema& table)
{
    ENGINE_TRY_AS(const auto captured, findCaptured(database, dataset, table.name));
    if (!captured)
        return fail(triggerOff(database.name(), QStringLiteral("busheng_capture"),
                               QStringLiteral("it no longer knows dataset %1 and table %2").arg(dataset, table.name)));
    const QString drift = capturedStructureDrift(captured->structure, table);
    if (!drift.isEmpty())
        return fail(structureDrift(database.name(), table.name, drift));
    if (captured->retired)
        return fail(structureDrift(database.name(), table.name,
                                   QStringLiteral("it was changed, and another dataset captures it anew")));
    return captured->number;
}

struct Triggers {
    QString flawed; ///< the name of one that is not as it was made; empty: none
    QString why;
    bool overtaken = false; ///< another trigger of the table is younger than ours
};

Result<Triggers> lookAtTriggers(SqliteDatabase& database, const TableSchema& table, std::int64_t number)
{
    const QStringList names = sqliteTriggerNames(number);
    const QStringList wanted = sqliteTriggersSql(table, number);
    ENGINE_TRY_AS(
        SqliteStatement statement,
        database.prepare(QStringLiteral("SELECT name, sql, rowid FROM sqlite_master WHERE type = 'trigger' AND "
                                        "(tbl_name = ?1 COLLATE NOCASE OR substr(name, 1, length(?2)) = ?2)")));
    ENGINE_TRY(statement.bindText(1, table.name));
    ENGINE_TRY(statement.bindText(2, QStringLiteral("busheng_%1_").arg(number)));
    std::vector<bool> seen(3, false);
    std::int64_t oldestOurs = 0;
    std::int64_t youngestOther = 0;
    for (;;) {
        ENGINE_TRY_AS(const bool row, statement.step());
        if (!row)
            break;
        const auto index = names.indexOf(statement.text(0));
        const std::int64_t age = statement.integer(2);
        if (index < 0) {
            if (!statement.text(0).startsWith(QStringLiteral("busheng_")))
                youngestOther = std::max(youngestOther, age);
            continue;
        }
        if (statement.text(1) != wanted.at(index))
            return Triggers{names.at(index), QStringLiteral("the trigger was altered")};
        seen[static_cast<std::size_t>(index)] = true;
        oldestOurs = oldestOurs == 0 ? age : std::min(oldestOurs, age);
    }
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (!seen[static_cast<std::size_t>(i)])
            return Triggers{names.at(i), QStringLiteral("the trigger is gone")};
    }
    return Triggers{{}, {}, youngestOther > oldestOurs};
}

} // namespace

Bytes capturedStructure(const TableSchema& table)
{
    return encodeSchema({1, {essence(table)}});
}

QString capturedStructureDrift(BytesView recorded, const TableSchema& found)
{
    if (recorded == capturedStructure(found))
        return {};
    const auto decoded = decodeSchema(recorded);
    if (!decoded)
        return QStringLiteral("its recorded structure is damaged");
    return describeDrift(decoded->tables.front(), found);
}

Result<bool> hasSqliteTriggers(SqliteDatabase& database, const TableSchema& table, std::int64_t number)
{
    ENGINE_TRY_AS(const Triggers triggers, lookAtTriggers(database, table, number));
    return triggers.flawed.isEmpty();
}

Result<CaptureHealth> checkSqliteCapture(SqliteDatabase& database, const QString& dataset, const DatasetSchema& schema,
                                         const QStringList& leaving)
{
    CaptureHealth health;
    for (const TableSchema& table : schema.tables) {
        if (leaving.contains(table.name)) {
            ENGINE_TRY_AS(const auto left, findCaptured(database, dataset, table.name));
            health.numbers.push_back(left ? left->number : -1);
            continue;
        }
        ENGINE_TRY_AS(const TableSchema found, readSqliteTable(database, table.name));
        const QString drift = capturedStructureDrift(capturedStructure(table), found);
        if (!drift.isEmpty())
            return fail(structureDrift(database.name(), table.name, drift));
        ENGINE_TRY_AS(const std::int64_t number, readNumber(database, dataset, table));
        ENGINE_TRY_AS(const Triggers triggers, lookAtTriggers(database, table, number));
        if (!triggers.flawed.isEmpty())
            return fail(triggerOff(database.name(), triggers.flawed, triggers.why));
        health.numbers.push_back(number);
        health.overtaken = health.overtaken || triggers.overtaken;
    }
    return health;
}

} // namespace busheng
