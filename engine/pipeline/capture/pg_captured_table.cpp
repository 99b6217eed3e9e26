// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_captured_table.h"

#include "engine/db/postgres/pg_catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng {
namespace {

const QString kHead = QStringLiteral("busheng structure 1 ");

QJsonArray toArray(const std::vector<std::uint32_t>& numbers)
{
    QJsonArray array;
    for (const std::uint32_t number : numbers)
        array.append(static_cast<qint64>(number));
    return array;
}

QJsonObject toJson(const PgCapturedTable& table)
{
    QJsonArray columns;
    for (const PgCapturedColumn& column : table.columns)
        columns.append(QJsonArray{column.name, column.declaredType, static_cast<qint64>(column.typeId),
                                  static_cast<qint64>(column.typeModifier)});
    return {{QStringLiteral("id"), static_cast<qint64>(table.id)},
            {QStringLiteral("name"), table.name},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("key"), toArray(table.keyColumns)},
            {QStringLiteral("generated"), QJsonArray::fromStringList(table.generatedColumns)}};
}

PgCapturedTable fromJson(const QJsonObject& json)
{
    PgCapturedTable table;
    table.id = static_cast<std::uint32_t>(json.value(QStringLiteral("id")).toInteger());
    table.name = json.value(QStringLiteral("name")).toString();
    for (const auto value : json.value(QStringLiteral("columns")).toArray()) {
        const QJsonArray column = value.toArray();
        table.columns.push_back({column.at(0).toString(), column.at(1).toString(),
                                 static_cast<std::uint32_t>(column.at(2).toInteger()),
                                 static_cast<std::int32_t>(column.at(3).toInteger(-1))});
    }
    for (const auto value : json.value(QStringLiteral("key")).toArray())
        table.keyColumns.push_back(static_cast<std::uint32_t>(value.toInteger()));
    for (const auto value : json.value(QStringLiteral("generated")).toArray())
        table.generatedColumns.append(value.toString());
    return table;
}

QString differenceOf(const PgCapturedTable& captured, const PgCapturedTable& found)
{
    const auto named = [](const PgCapturedTable& table, const QString& name) {
        return std::ranges::find(table.columns, name, &PgCapturedColumn::name);
    };
    for (const PgCapturedColumn& column : captured.columns) {
        const auto now = named(found, column.name);
        if (now == found.columns.end())
            return QStringLiteral("column \"%1\" is gone").arg(column.name);
        if (now->typeId != column.typeId || now->typeModifier != column.typeModifier)
            return QStringLiteral("column \"%1\" was %2 and is %3")
                .arg(column.name, column.declaredType, now->declaredType);
    }
    for (const PgCapturedColumn& column : found.columns) {
        if (named(captured, column.name) == captured.columns.end())
            return QStringLiteral("column \"%1\" is new").arg(column.name);
    }
    const auto keyOf = [](const PgCapturedTable& table) {
        QStringList names;
        for (const std::uint32_t column : table.keyColumns)
            names.append(table.columns[column].name);
        return names.join(QStringLiteral(", "));
    };
    if (keyOf(captured) != keyOf(found))
        return QStringLiteral("the key was (%1) and is (%2)").arg(keyOf(captured), keyOf(found));
    return {};
}

} // namespace

Result<std::vector<PgCapturedTable>> readPgCapturedTables(PgConnection& connection, const QStringList& tables)
{
    ENGINE_TRY_AS(const DatasetSchema schema, readPgSchema(connection, tables));
    std::vector<PgCapturedTable> captured;
    for (const TableSchema& table : schema.tables) {
        PgCapturedTable& one = captured.emplace_back();
        one.id = table.id;
        one.name = table.name;
        one.keyColumns = table.keyColumns;
        for (const ColumnSchema& column : table.generatedColumns)
            one.generatedColumns.append(column.name);
        ENGINE_TRY_AS(
            const PgResult attributes,
            connection.query(QStringLiteral("SELECT attname, atttypid, atttypmod FROM pg_catalog.pg_attribute WHERE "
                                            "attrelid = pg_catalog.to_regclass($1) AND attnum > 0 AND NOT "
                                            "attisdropped"),
                             {pgQuotedTable(table.name)}));
        for (const ColumnSchema& column : table.columns) {
            PgCapturedColumn& made = one.columns.emplace_back();
            made.name = column.name;
            made.declaredType = column.declaredType;
            for (int row = 0; row < attributes.rows(); ++row) {
                if (attributes.text(row, 0) != column.name)
                    continue;
                made.typeId = static_cast<std::uint32_t>(attributes.integer(row, 1));
                made.typeModifier = static_cast<std::int32_t>(attributes.integer(row, 2));
            }
        }
    }
    return captured;
}

namespace {

template <typename Table>
void keepIds(const DatasetSchema& known, std::vector<Table>& tables)
{
    std::uint32_t last = 0;
    for (const TableSchema& table : known.tables)
        last = std::max(last, table.id);
    for (Table& table : tables) {
        const TableSchema* before = known.table(table.name);
        table.id = before == nullptr ? ++last : before->id;
    }
}

} // namespace

void keepTableIds(const DatasetSchema& known, std::vector<PgCapturedTable>& tables)
{
    keepIds(known, tables);
}

void keepTableIds(const DatasetSchema& known, DatasetSchema& schema)
{
    keepIds(known, schema.tables);
    for (TableSchema& table : schema.tables) {
        const TableSchema* before = known.table(table.name);
        table.isLoading = before != nullptr && before->isLoading;
    }
}

QString pgCapturedTablesToText(const std::vector<PgCapturedTable>& tables)
{
    QJsonArray array;
    for (const PgCapturedTable& table : tables)
        array.append(toJson(table));
    return kHead + QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

std::optional<std::vector<PgCapturedTable>> pgCapturedTablesFromText(const QString& text)
{
    if (!text.startsWith(kHead))
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(text.mid(kHead.size()).toUtf8());
    if (!document.isArray() || document.array().isEmpty())
        return std::nullopt;
    std::vector<PgCapturedTable> tables;
    for (const auto value : document.array()) {
        tables.push_back(fromJson(value.toObject()));
        const PgCapturedTable& table = tables.back();
        const bool keyFits =
            std::ranges::all_of(table.keyColumns, [&](std::uint32_t column) { return column < table.columns.size(); });
        if (table.id == 0 || table.name.isEmpty() || !keyFits)
            return std::nullopt;
    }
    return tables;
}

std::optional<std::pair<QString, QString>> pgCapturedDifference(const std::vector<PgCapturedTable>& captured,
                                                                const std::vector<PgCapturedTable>& found)
{
    for (const PgCapturedTable& table : captured) {
        const auto now = std::ranges::find(found, table.name, &PgCapturedTable::name);
        if (now == found.end())
            return std::pair(table.name, QStringLiteral("it is not in the dataset any more"));
        if (const QString what = differenceOf(table, *now); !what.isEmpty())
            return std::pair(table.name, what);
    }
    for (const PgCapturedTable& table : found) {
        if (std::ranges::find(captured, table.name, &PgCapturedTable::name) == captured.end())
            return std::pair(table.name, QStringLiteral("it is new in the dataset"));
    }
    return std::nullopt;
}

} // namespace busheng
