// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_captured_table.h"

#include "engine/db/postgres/pg_catalog.h"
#include "engine/model/events.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kColumnLists = 150000; ///< since which server a publication may leave columns out
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
    QJsonObject json{{QStringLiteral("id"), static_cast<qint64>(table.id)},
                     {QStringLiteral("name"), table.name},
                     {QStringLiteral("columns"), columns},
                     {QStringLiteral("key"), toArray(table.keyColumns)},
                     {QStringLiteral("generated"), QJsonArray::fromStringList(table.generatedColumns)}};
    QJsonArray large;
    for (const LargeColumn& column : table.largeColumns)
        large.append(QJsonArray{column.name, column.isText});
    if (!large.isEmpty())
        json.insert(QStringLiteral("large"), large);
    return json;
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
    for (const auto value : json.value(QStringLiteral("large")).toArray())
        table.largeColumns.push_back({value.toArray().at(0).toString(), value.toArray().at(1).toBool()});
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
    if (captured.largeColumns != found.largeColumns)
        return QStringLiteral("its large columns are others");
    return {};
}

Failure refused(const QString& source, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {source, table, why},
                          QStringLiteral("source %1, table %2: %3").arg(source, table, why)));
}

/// Which of `wanted`, "table.column", are this table's.
QStringList largeNamesOf(const QString& table, const QStringList& wanted)
{
    QStringList names;
    for (const QString& entry : wanted) {
        const qsizetype dot = entry.lastIndexOf(u'.');
        if (dot > 0 && pgQualified(entry.left(dot)) == table)
            names.append(entry.mid(dot + 1));
    }
    return names;
}

/// An entry that is of none of the tables; empty: there is none.
QString strangerAmong(const DatasetSchema& schema, const QStringList& wanted)
{
    for (const QString& entry : wanted) {
        if (schema.table(pgQualified(entry.left(std::max<qsizetype>(entry.lastIndexOf(u'.'), 0)))) == nullptr)
            return entry;
    }
    return {};
}

/// Takes a large column out of `table`; whether it holds text.
Result<LargeColumn> takeOut(const QString& source, TableSchema& table, const QString& name)
{
    const auto found = std::ranges::find(table.columns, name, &ColumnSchema::name);
    if (found == table.columns.end())
        return refused(source, table.name, QStringLiteral("it has no column \"%1\"").arg(name));
    const QString type = found->declaredType;
    const LargeColumn column{name, type != u"bytea"};
    if (column.isText && type != u"text" && !type.startsWith(u"character varying"))
        return refused(source, table.name,
                       QStringLiteral("column \"%1\" is of type %2; large columns are of type bytea, text or character "
                                      "varying")
                           .arg(name, type));
    const auto place = static_cast<std::uint32_t>(found - table.columns.begin());
    if (table.keyColumns.empty() || std::ranges::find(table.keyColumns, place) != table.keyColumns.end())
        return refused(source, table.name,
                       QStringLiteral("the large column \"%1\" needs a primary key that it is no part of").arg(name));
    table.columns.erase(found);
    for (std::uint32_t& key : table.keyColumns)
        key -= key > place ? 1 : 0;
    std::erase_if(table.indexes, [&](const UniqueIndex& index) { return index.columns.contains(name); });
    std::erase_if(table.foreignKeys, [&](const ForeignKey& reference) { return reference.columns.contains(name); });
    std::erase_if(table.generatedColumns,
                  [&](const ColumnSchema& generated) { return generated.defaultValue.contains(name); });
    return column;
}

Result<DatasetSchema> readRowSchema(PgConnection& connection, const PgDatasetTables& wanted,
                                    std::map<QString, std::vector<LargeColumn>>& large)
{
    ENGINE_TRY_AS(DatasetSchema schema, readPgSchema(connection, wanted.tables));
    if (const QString stranger = strangerAmong(schema, wanted.largeColumns); !stranger.isEmpty())
        return refused(wanted.source, stranger, QStringLiteral("it is no large column of the dataset's tables"));
    for (TableSchema& table : schema.tables) {
        for (const QString& name : largeNamesOf(table.name, wanted.largeColumns)) {
            ENGINE_TRY_AS(const LargeColumn column, takeOut(wanted.source, table, name));
            large[table.name].push_back(column);
            table.largeColumns.append(name);
        }
    }
    if (!large.empty() && connection.serverVersion() < kColumnLists)
        return refused(
            wanted.source, large.begin()->first,
            QStringLiteral("large columns need PostgreSQL 15 or later, which can leave them out of its log"));
    return schema;
}

} // namespace

Result<DatasetSchema> readPgRowSchema(PgConnection& connection, const PgDatasetTables& tables)
{
    std::map<QString, std::vector<LargeColumn>> large;
    return readRowSchema(connection, tables, large);
}

std::map<QString, std::vector<LargeColumn>> pgLargeColumns(const std::vector<PgCapturedTable>& tables)
{
    std::map<QString, std::vector<LargeColumn>> columns;
    for (const PgCapturedTable& table : tables) {
        if (!table.largeColumns.empty())
            columns[table.name] = table.largeColumns;
    }
    return columns;
}

Result<std::vector<PgCapturedTable>> readPgCapturedTables(PgConnection& connection, const PgDatasetTables& tables)
{
    std::map<QString, std::vector<LargeColumn>> large;
    ENGINE_TRY_AS(const DatasetSchema schema, readRowSchema(connection, tables, large));
    std::vector<PgCapturedTable> captured;
    for (const TableSchema& table : schema.tables) {
        PgCapturedTable& one = captured.emplace_back();
        one.id = table.id;
        one.name = table.name;
        one.keyColumns = table.keyColumns;
        one.largeColumns = large[table.name];
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
