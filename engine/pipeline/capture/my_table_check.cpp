// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_table_check.h"

#include "engine/model/events.h"
#include "engine/pipeline/capture/source_error.h"

namespace busheng {
namespace {

/// A MySQL does not say in its log which of the columns those are, unless it names them.
Result<bool> hidesComputed(MyConnection& connection, const TableSchema& table)
{
    if (table.generatedColumns.empty() || connection.isMariaDb())
        return false;
    ENGINE_TRY_AS(const MyResult metadata,
                  connection.query(QStringLiteral("SHOW GLOBAL VARIABLES LIKE 'binlog_row_metadata'")));
    return metadata.rows() == 0 || metadata.text(0, 1) != u"FULL";
}

} // namespace

Result<std::vector<MyTableFault>> myTableFaults(MyConnection& connection, const TableSchema& table,
                                                const MyTableFacts& facts)
{
    std::vector<MyTableFault> faults;
    const auto standsAgainst = [&](const QString& why) {
        faults.push_back({events::SRC_TABLE_REFUSED, {table.name, why}});
    };
    ENGINE_TRY_AS(const bool isHidden, hidesComputed(connection, table));
    if (isHidden)
        standsAgainst(QStringLiteral("the log does not tell its computed columns from others: "
                                     "binlog_row_metadata = FULL, which MySQL has from 8.0.1 on"));
    for (const QString& column : facts.unsupported)
        faults.push_back({events::SRC_COLUMN_UNSUPPORTED, {table.name, column}});
    if (facts.engine != u"InnoDB")
        standsAgainst(QStringLiteral("its storage engine %1 has no snapshots: ALTER TABLE %2 ENGINE = InnoDB")
                          .arg(facts.engine, myQuotedTable(table.name)));
    if (!facts.cascades.isEmpty())
        standsAgainst(QStringLiteral("its reference %1 changes its rows without logging them (CASCADE, SET NULL)")
                          .arg(facts.cascades.join(QStringLiteral(", "))));
    return faults;
}

Result<> requireMyLoadable(MyConnection& connection, const QString& source, const TableSchema& table)
{
    if (!table.keyColumns.empty())
        return {};
    ENGINE_TRY_AS(const std::int64_t bytes,
                  connection.queryInteger(QStringLiteral("SELECT DATA_LENGTH FROM information_schema.TABLES WHERE "
                                                         "TABLE_SCHEMA = %1 AND TABLE_NAME = %2")
                                              .arg(myCatalogName(connection, table.name.section(u'.', 0, 0)),
                                                   myCatalogName(connection, table.name.section(u'.', 1)))));
    return bytes <= kMostKeylessBytes ? Result<>() : Result<>(fail(tooLargeWithoutKey(source, table.name, bytes)));
}

} // namespace busheng
