// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/table_mapping.h"

#include "engine/model/row_filter.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kMostTables = 10'000;
constexpr qsizetype kMostColumns = 32'767;
constexpr qsizetype kLongestName = 1'000;
constexpr int kVersion = 1;

const QString kVersionKey = QStringLiteral("version");
const QString kTables = QStringLiteral("tables");
const QString kTable = QStringLiteral("table");
const QString kTarget = QStringLiteral("target");
const QString kColumns = QStringLiteral("columns");
const QString kRenames = QStringLiteral("renames");
const QString kFilter = QStringLiteral("filter");

bool isName(const QString& name)
{
    return !name.isEmpty() && name.size() <= kLongestName && !name.contains(QChar(0));
}

Failure unreadable(const QString& why)
{
    return fail(ErrorCode::Corrupt, QStringLiteral("table mappings: ") + why);
}

Result<TableMapping> readMapping(const QCborMap& map)
{
    const QCborValue columns = map.value(kColumns);
    const QCborValue renames = map.value(kRenames);
    const QCborValue target = map.value(kTarget);
    const QCborValue filter = map.value(kFilter);
    if (map.size() != 5 || !columns.isArray() || !renames.isArray() || !target.isString() || !filter.isString())
        return unreadable(QStringLiteral("a table is not whole"));
    TableMapping mapping;
    mapping.table = map.value(kTable).toString();
    mapping.targetTable = target.toString();
    mapping.filter = filter.toString();
    const bool fits = columns.toArray().size() <= kMostColumns && renames.toArray().size() <= kMostColumns &&
                      mapping.targetTable.size() <= kLongestName && mapping.filter.size() <= kLongestFilter;
    if (!isName(mapping.table) || !fits)
        return unreadable(QStringLiteral("a table has a name or list that is too long"));
    for (const QCborValue column : columns.toArray()) {
        if (!isName(column.toString()))
            return unreadable(QStringLiteral("a column has no name"));
        mapping.columns.append(column.toString());
    }
    for (const QCborValue item : renames.toArray()) {
        const QCborArray pair = item.toArray();
        if (pair.size() != 2 || !isName(pair.at(0).toString()) || !isName(pair.at(1).toString()))
            return unreadable(QStringLiteral("a renamed column has no name"));
        mapping.renames.push_back({pair.at(0).toString(), pair.at(1).toString()});
    }
    return mapping;
}

QString columnsMistake(const TableMapping& mapping)
{
    QSet<QString> seen;
    for (const QString& column : mapping.columns) {
        if (!isName(column) || seen.contains(column))
            return QStringLiteral("column names, each once");
        seen.insert(column);
    }
    return {};
}

QString renamesMistake(const TableMapping& mapping)
{
    QSet<QString> from;
    QSet<QString> to;
    for (const ColumnRename& rename : mapping.renames) {
        if (!isName(rename.column) || !isName(rename.name) || from.contains(rename.column) || to.contains(rename.name))
            return QStringLiteral("columns and their names at the target, each once");
        if (!mapping.columns.isEmpty() && !mapping.columns.contains(rename.column))
            return QStringLiteral("a column that is among the columns: %1").arg(rename.column);
        from.insert(rename.column);
        to.insert(rename.name);
    }
    return {};
}

} // namespace

std::vector<TableMapping> sourceShape(const std::vector<TableMapping>& mappings)
{
    std::vector<TableMapping> shape;
    const bool isClosed = std::ranges::find(mappings, kOtherTables, &TableMapping::table) != mappings.end();
    for (const TableMapping& mapping : mappings) {
        if (isClosed || !mapping.columns.isEmpty() || !mapping.filter.isEmpty())
            shape.push_back({mapping.table, {}, mapping.columns, {}, mapping.filter});
    }
    return shape;
}

Bytes encodeMappings(const std::vector<TableMapping>& mappings)
{
    if (mappings.empty())
        return {};
    QCborArray tables;
    for (const TableMapping& mapping : mappings) {
        QCborArray renames;
        for (const ColumnRename& rename : mapping.renames)
            renames.append(QCborArray{rename.column, rename.name});
        tables.append(QCborMap{{kTable, mapping.table},
                               {kTarget, mapping.targetTable},
                               {kColumns, QCborArray::fromStringList(mapping.columns)},
                               {kRenames, renames},
                               {kFilter, mapping.filter}});
    }
    const QCborMap root{{kVersionKey, kVersion}, {kTables, tables}};
    return Bytes(view(QCborValue(root).toCbor()));
}

Result<std::vector<TableMapping>> decodeMappings(BytesView bytes)
{
    std::vector<TableMapping> mappings;
    if (bytes.empty())
        return mappings;
    QCborParserError error;
    const QCborMap root = QCborValue::fromCbor(toQByteArray(bytes), &error).toMap();
    if (error.error != QCborError::NoError || error.offset != static_cast<qint64>(bytes.size()))
        return unreadable(QStringLiteral("not CBOR"));
    if (root.value(kVersionKey).toInteger(-1) != kVersion)
        return unreadable(QStringLiteral("a version that is not known here"));
    const QCborArray tables = root.value(kTables).toArray();
    if (root.size() != 2 || tables.isEmpty() || tables.size() > kMostTables)
        return unreadable(QStringLiteral("no list of tables"));
    QSet<QString> seen;
    for (const QCborValue table : tables) {
        ENGINE_TRY_AS(TableMapping mapping, readMapping(table.toMap()));
        if (seen.contains(mapping.table))
            return unreadable(QStringLiteral("a table is given twice"));
        seen.insert(mapping.table);
        mappings.push_back(std::move(mapping));
    }
    return mappings;
}

QString mappingMistake(const std::vector<TableMapping>& mappings, QString& place, QString& value)
{
    QSet<QString> tables;
    QSet<QString> targets;
    for (std::size_t i = 0; i < mappings.size(); ++i) {
        const TableMapping& mapping = mappings[i];
        const auto at = [&](const char* key, const QString& there) {
            value = there;
            place = QStringLiteral("mappings[%1].%2").arg(i).arg(QLatin1String(key));
        };
        at("table", mapping.table);
        if (!isName(mapping.table) || tables.contains(mapping.table))
            return QStringLiteral("a table of the dataset, each once");
        tables.insert(mapping.table);
        if (mapping.table == kOtherTables && mapping != TableMapping{kOtherTables})
            return QStringLiteral("the other tables, left out: nothing else is said of them");
        at("targetTable", mapping.targetTable);
        if (mapping.targetTable.size() > kLongestName || mapping.targetTable.contains(QChar(0)) ||
            (!mapping.targetTable.isEmpty() && targets.contains(mapping.targetTable)))
            return QStringLiteral("a table of its own at the target");
        targets.insert(mapping.targetTable);
        at("columns", mapping.columns.join(QStringLiteral(", ")));
        if (const QString why = columnsMistake(mapping); !why.isEmpty())
            return why;
        at("renames", mapping.table);
        if (const QString why = renamesMistake(mapping); !why.isEmpty())
            return why;
        at("filter", mapping.filter);
        if (mapping.filter.isEmpty())
            continue;
        if (const auto filter = parseRowFilter(mapping.filter); !filter)
            return filter.error().detail;
    }
    place.clear();
    value.clear();
    return {};
}

} // namespace busheng
