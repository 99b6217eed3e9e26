// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_table_set.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_read_as.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/my_table_check.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

/// That a statement may keep us from a table that it alters: the tables that flow wait meanwhile.
constexpr int kHeldSeconds = 1;
constexpr int kLockTimeout = 1205;
constexpr int kNoTable = 1146;
constexpr std::array kRefusals = {1142, 1143};

/// Whoever looks into a table in a transaction keeps others from altering it, until the transaction ends.
Result<> hold(MyConnection& connection, const QString& source, const QString& table)
{
    const auto looked = connection.execute(QStringLiteral("SELECT 1 FROM %1 LIMIT 0").arg(myQuotedTable(table)));
    const int number = looked ? 0 : myErrorNumber(looked.error());
    if (looked || number == kNoTable) // which the catalog says in better words
        return {};
    if (number == kLockTimeout) {
        const QString why = QStringLiteral("somebody is altering it");
        return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {source, table, why},
                              QStringLiteral("source %1, table %2: %3").arg(source, table, why)));
    }
    if (std::ranges::find(kRefusals, number) == kRefusals.end())
        return looked;
    ENGINE_TRY_AS(const QString user, connection.queryText(QStringLiteral("SELECT CURRENT_USER()")));
    const QString who = QStringLiteral("'%1'@'%2'").arg(user.section(u'@', 0, -2), user.section(u'@', -1));
    return fail(makeEvent(ErrorCode::Schema, events::SRC_RIGHTS,
                          {source, who, QStringLiteral("GRANT SELECT ON %1 TO %2").arg(myQuotedTable(table), who)},
                          QStringLiteral("source %1: no right to read %2").arg(source, table)));
}

Result<> requireCapturable(MyConnection& connection, const QString& source, const TableSchema& table,
                           const MyTableFacts& facts)
{
    ENGINE_TRY_AS(const std::vector<MyTableFault> faults, myTableFaults(connection, table, facts));
    if (!faults.empty())
        return fail(makeEvent(ErrorCode::Schema, faults.front().event, QStringList{source} + faults.front().args,
                              QStringLiteral("source %1, table %2").arg(source, table.name)));
    return requireMyLoadable(connection, source, table);
}

} // namespace

Result<MyTableSet> readMyTableSet(const MyLogSource& source, const DatasetSchema& known, const QStringList& tables)
{
    const QString& name = source.source.name;
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(source.source.location));
    ENGINE_TRY_AS(const auto connection, MyConnection::open(source.connection(QStringLiteral("tables"))));
    ENGINE_TRY(connection->execute(QStringLiteral("SET SESSION lock_wait_timeout = %1").arg(kHeldSeconds)));
    ENGINE_TRY(connection->execute(QStringLiteral("START TRANSACTION")));
    for (const QString& table : tables) {
        if (known.table(table) == nullptr)
            ENGINE_TRY(hold(*connection, name, table));
    }
    std::vector<MyTableFacts> facts;
    MyTableSet set;
    ENGINE_TRY_AS(set.schema, readMySchema(*connection, location.database, tables, &facts));
    ENGINE_TRY(declareMyReadAs(set.schema, source.dataset.readAs, location.database));
    keepMyTableIds(known, set.schema);
    set.schema.version = known.version;
    for (std::size_t i = 0; i < set.schema.tables.size(); ++i) {
        TableSchema& table = set.schema.tables[i];
        if (const TableSchema* const before = known.table(table.name); before != nullptr) {
            table = *before; // whatever was done to it: the log says where
            continue;
        }
        ENGINE_TRY(requireCapturable(*connection, name, table, facts[i]));
        table.isLoading = true;
    }
    ENGINE_TRY_AS(const MyResult end, connection->query(connection->logEndSql()));
    if (end.rows() != 1)
        return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the server shows no binary log")));
    set.from = {end.text(0, 0), static_cast<std::uint64_t>(end.integer(0, 1))};
    return set;
}

} // namespace busheng
