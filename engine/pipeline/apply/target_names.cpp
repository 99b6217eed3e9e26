// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_names.h"

#include "engine/model/events.h"

#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

/// "person" of "public.person".
QString bareName(const QString& table)
{
    return table.section(u'.', -1);
}

} // namespace

bool TargetNames::changesNothing() const
{
    return targetSchema.isEmpty() && std::ranges::all_of(mappings, [](const TableMapping& mapping) {
               return mapping.targetTable.isEmpty() && mapping.renames.empty();
           });
}

const TableMapping* TargetNames::mappingOf(const QString& table) const
{
    const auto found = std::ranges::find(mappings, table, &TableMapping::table);
    return found == mappings.end() ? nullptr : &*found;
}

/// The schema of a table whose subscription names none.
QString TargetNames::homeOf(const QString& source, const QString& sourceEngine) const
{
    const QString own = source.contains(u'.') ? source.section(u'.', 0, -2) : QString();
    if (engine.isEmpty() || engine == sourceEngine)
        return own;
    return engine == u"sqlite" || own.isEmpty() || own == u"public" ? home : own;
}

QString TargetNames::tableName(const QString& source, const QString& sourceEngine) const
{
    const TableMapping* mapping = mappingOf(source);
    const QString wanted =
        mapping == nullptr || mapping->targetTable.isEmpty() ? bareName(source) : mapping->targetTable;
    if (wanted.contains(u'.'))
        return wanted;
    const QString schema = targetSchema.isEmpty() ? homeOf(source, sourceEngine) : targetSchema;
    return schema.isEmpty() ? wanted : QString(schema + u'.' + wanted);
}

QString TargetNames::columnName(const QString& table, const QString& source) const
{
    const TableMapping* mapping = mappingOf(table);
    if (mapping == nullptr)
        return source;
    const auto rename = std::ranges::find(mapping->renames, source, &ColumnRename::column);
    return rename == mapping->renames.end() ? source : rename->name;
}

QStringList TargetNames::columnNames(const QString& table, QStringList columns) const
{
    for (QString& column : columns)
        column = columnName(table, column);
    return columns;
}

TableSchema TargetNames::named(const TableSchema& table, const QString& sourceEngine) const
{
    TableSchema result = table;
    result.name = tableName(table.name, sourceEngine);
    const TableMapping* mapping = mappingOf(table.name);
    if (mapping != nullptr && !mapping->renames.empty())
        result.generatedColumns.clear(); // their expressions speak of the old names
    for (ColumnSchema& column : result.columns)
        column.name = columnName(table.name, column.name);
    result.largeColumns = columnNames(table.name, result.largeColumns);
    for (ForeignKey& key : result.foreignKeys) {
        key.columns = columnNames(table.name, key.columns);
        key.referencedColumns = columnNames(key.referencedTable, key.referencedColumns);
        key.referencedTable = tableName(key.referencedTable, sourceEngine);
    }
    const QString before = bareName(table.name);
    const QString after = bareName(result.name);
    for (UniqueIndex& index : result.indexes) {
        index.columns = columnNames(table.name, index.columns);
        if (before != after && index.name.startsWith(before))
            index.name = after + index.name.mid(before.size());
    }
    return result;
}

Result<DatasetSchema> TargetNames::named(const DatasetSchema& schema) const
{
    const auto misfit = [this](const QString& table, const QString& why) {
        return fail(makeEvent(ErrorCode::Config, events::MAP_TARGET, {target, table, why},
                              QStringLiteral("table %1 of target %2: %3").arg(table, target, why)));
    };
    DatasetSchema result = schema;
    QSet<QString> tables;
    for (TableSchema& table : result.tables) {
        const TableMapping* mapping = mappingOf(table.name);
        for (const ColumnRename& rename : mapping == nullptr ? std::vector<ColumnRename>() : mapping->renames) {
            if (table.column(rename.column) == nullptr)
                return misfit(table.name, QStringLiteral("the table has no column %1").arg(rename.column));
        }
        table = named(table, schema.engine);
        if (tables.contains(table.name))
            return misfit(table.name, QStringLiteral("two tables would have this name"));
        tables.insert(table.name);
        QSet<QString> columns;
        for (const ColumnSchema& column : table.columns) {
            if (columns.contains(column.name))
                return misfit(table.name, QStringLiteral("two columns would be called %1").arg(column.name));
            columns.insert(column.name);
        }
    }
    for (const TableMapping& mapping : mappings) {
        if (mapping.table != kOtherTables && schema.table(mapping.table) == nullptr)
            return misfit(mapping.table, QStringLiteral("the dataset has no such table"));
    }
    return result;
}

} // namespace busheng
