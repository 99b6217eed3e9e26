// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/schema.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborStreamReader>
#include <QCborValue>
#include <QSet>

#include <algorithm>
#include <limits>
#include <utility>

namespace busheng {
namespace {

constexpr qsizetype kMostTables = 10'000;
constexpr qsizetype kMostColumns = 32'767;
constexpr qsizetype kMostTypes = 10'000;
constexpr qsizetype kLongestName = 1'000;

const QString kId = QStringLiteral("id");
const QString kName = QStringLiteral("name");
const QString kColumns = QStringLiteral("columns");
const QString kEngine = QStringLiteral("engine");
const QString kGenerated = QStringLiteral("generated");
const QString kLarge = QStringLiteral("large");
const QString kLoading = QStringLiteral("loading");
const QString kTypes = QStringLiteral("types");
const QString kSqlite = QStringLiteral("sqlite");

/// Reads one CBOR value after the other; the first that is not as it must be sets failed() with its place, and all
/// later reads give nothing.
class StructureReader {
public:
    QString why;
    bool failed() const { return !why.isEmpty(); }
    void refuse(const QString& what)
    {
        if (!failed())
            why = what;
    }

    /// The value as a map that has exactly `keys`, and perhaps `optional`.
    QCborMap map(const QCborValue& value, const QStringList& keys, const QStringList& optional = {})
    {
        const QCborMap found = value.toMap();
        const qsizetype more =
            std::ranges::count_if(optional, [&found](const QString& key) { return found.contains(key); });
        bool exact = value.isMap() && found.size() == keys.size() + more;
        for (const QString& key : keys)
            exact = exact && found.contains(key);
        if (!exact)
            refuse(QStringLiteral("a map of %1 was expected").arg(keys.join(u',')));
        return failed() ? QCborMap() : found;
    }

    QCborArray array(const QCborValue& value, qsizetype least, qsizetype most)
    {
        const QCborArray found = value.toArray();
        if (!value.isArray() || found.size() < least || found.size() > most)
            refuse(QStringLiteral("a list of %1 to %2 entries was expected").arg(least).arg(most));
        return failed() ? QCborArray() : found;
    }

    QString text(const QCborValue& value)
    {
        if (!value.isString())
            refuse(QStringLiteral("a text was expected"));
        return failed() ? QString() : value.toString();
    }

    QString name(const QCborValue& value)
    {
        QString found = text(value);
        if (found.isEmpty() || found.size() > kLongestName || found.contains(QChar(0)))
            refuse(QStringLiteral("a name was expected"));
        return found;
    }

    QStringList names(const QCborValue& value, qsizetype least)
    {
        QStringList found;
        for (const QCborValue entry : array(value, least, kMostColumns))
            found.append(name(entry));
        return found;
    }

    bool flag(const QCborValue& value)
    {
        if (!value.isBool())
            refuse(QStringLiteral("true or false was expected"));
        return value.toBool();
    }

    std::uint32_t number(const QCborValue& value)
    {
        const qint64 found = value.toInteger(-1);
        if (!value.isInteger() || found < 0 || found > std::numeric_limits<std::uint32_t>::max())
            refuse(QStringLiteral("a small number was expected"));
        return failed() ? 0 : static_cast<std::uint32_t>(found);
    }
};

QCborArray toCbor(const std::vector<ColumnSchema>& columns)
{
    QCborArray array;
    for (const ColumnSchema& column : columns) {
        QCborMap map;
        map[kName] = column.name;
        map[QStringLiteral("type")] = column.declaredType;
        map[QStringLiteral("notNull")] = column.notNull;
        map[QStringLiteral("default")] = column.defaultValue;
        array.append(map);
    }
    return array;
}

QCborArray toCbor(const std::vector<ForeignKey>& foreignKeys)
{
    QCborArray array;
    for (const ForeignKey& key : foreignKeys) {
        QCborMap map;
        map[kColumns] = QCborArray::fromStringList(key.columns);
        map[QStringLiteral("table")] = key.referencedTable;
        map[QStringLiteral("tableColumns")] = QCborArray::fromStringList(key.referencedColumns);
        map[QStringLiteral("onUpdate")] = key.onUpdate;
        map[QStringLiteral("onDelete")] = key.onDelete;
        array.append(map);
    }
    return array;
}

QCborArray toCbor(const std::vector<UniqueIndex>& indexes)
{
    QCborArray array;
    for (const UniqueIndex& index : indexes) {
        QCborMap map;
        map[kName] = index.name;
        map[kColumns] = QCborArray::fromStringList(index.columns);
        map[QStringLiteral("unique")] = index.unique;
        array.append(map);
    }
    return array;
}

QCborMap toCbor(const TableSchema& table)
{
    QCborArray key;
    for (const std::uint32_t column : table.keyColumns)
        key.append(static_cast<qint64>(column));
    QCborMap map;
    map[kId] = static_cast<qint64>(table.id);
    map[kName] = table.name;
    map[kColumns] = toCbor(table.columns);
    map[QStringLiteral("key")] = key;
    map[QStringLiteral("foreignKeys")] = toCbor(table.foreignKeys);
    map[QStringLiteral("indexes")] = toCbor(table.indexes);
    map[QStringLiteral("withoutRowid")] = table.withoutRowid;
    if (!table.generatedColumns.empty())
        map[kGenerated] = toCbor(table.generatedColumns);
    if (!table.largeColumns.isEmpty())
        map[kLarge] = QCborArray::fromStringList(table.largeColumns);
    if (table.isLoading)
        map[kLoading] = true;
    return map;
}

QCborArray toCbor(const std::vector<UserType>& types)
{
    QCborArray array;
    for (const UserType& type : types) {
        QCborMap map;
        map[kName] = type.name;
        map[QStringLiteral("labels")] = QCborArray::fromStringList(type.labels);
        map[QStringLiteral("base")] = type.baseType;
        map[QStringLiteral("notNull")] = type.notNull;
        array.append(map);
    }
    return array;
}

UserType readType(StructureReader& in, const QCborValue& value)
{
    const QCborMap map =
        in.map(value, {kName, QStringLiteral("labels"), QStringLiteral("base"), QStringLiteral("notNull")});
    UserType type;
    type.name = in.name(map[kName]);
    type.labels = in.names(map[QStringLiteral("labels")], 0);
    type.baseType = in.text(map[QStringLiteral("base")]);
    type.notNull = in.flag(map[QStringLiteral("notNull")]);
    if (type.labels.isEmpty() == type.baseType.isEmpty() || type.baseType.contains(QChar(0)))
        in.refuse(QStringLiteral("type %1 is neither an enum nor a domain").arg(type.name));
    if (QSet<QString>(type.labels.begin(), type.labels.end()).size() != type.labels.size())
        in.refuse(QStringLiteral("type %1 has a label twice").arg(type.name));
    return type;
}

ColumnSchema readColumn(StructureReader& in, const QCborValue& value)
{
    const QCborMap map =
        in.map(value, {kName, QStringLiteral("type"), QStringLiteral("notNull"), QStringLiteral("default")});
    ColumnSchema column;
    column.name = in.name(map[kName]);
    column.declaredType = in.text(map[QStringLiteral("type")]);
    column.notNull = in.flag(map[QStringLiteral("notNull")]);
    column.defaultValue = in.text(map[QStringLiteral("default")]);
    if (column.declaredType.contains(QChar(0)) || column.defaultValue.contains(QChar(0)))
        in.refuse(QStringLiteral("column %1 holds a NUL").arg(column.name));
    return column;
}

/// Columns named by a constraint must be there, each once.
void requireColumns(StructureReader& in, const TableSchema& table, const QStringList& columns)
{
    if (QSet<QString>(columns.begin(), columns.end()).size() != columns.size())
        in.refuse(QStringLiteral("a constraint of %1 names a column twice").arg(table.name));
    for (const QString& column : columns) {
        if (table.column(column) == nullptr)
            in.refuse(QStringLiteral("a constraint of %1 names column %2, which is not there").arg(table.name, column));
    }
}

ForeignKey readForeignKey(StructureReader& in, const TableSchema& table, const QCborValue& value)
{
    static const QSet<QString> kActions{QString(), QStringLiteral("CASCADE"), QStringLiteral("SET NULL"),
                                        QStringLiteral("SET DEFAULT"), QStringLiteral("RESTRICT")};
    const QCborMap map = in.map(value, {kColumns, QStringLiteral("table"), QStringLiteral("tableColumns"),
                                        QStringLiteral("onUpdate"), QStringLiteral("onDelete")});
    ForeignKey key;
    key.columns = in.names(map[kColumns], 1);
    key.referencedTable = in.name(map[QStringLiteral("table")]);
    key.referencedColumns = in.names(map[QStringLiteral("tableColumns")], 0);
    key.onUpdate = in.text(map[QStringLiteral("onUpdate")]);
    key.onDelete = in.text(map[QStringLiteral("onDelete")]);
    if (!kActions.contains(key.onUpdate) || !kActions.contains(key.onDelete))
        in.refuse(QStringLiteral("a foreign key of %1 has an unknown action").arg(table.name));
    if (!key.referencedColumns.isEmpty() && key.referencedColumns.size() != key.columns.size())
        in.refuse(QStringLiteral("a foreign key of %1 joins unequal numbers of columns").arg(table.name));
    requireColumns(in, table, key.columns);
    return key;
}

UniqueIndex readIndex(StructureReader& in, const TableSchema& table, const QCborValue& value)
{
    const QCborMap map = in.map(value, {kName, kColumns, QStringLiteral("unique")});
    UniqueIndex index;
    index.name = in.name(map[kName]);
    index.columns = in.names(map[kColumns], 1);
    index.unique = in.flag(map[QStringLiteral("unique")]);
    requireColumns(in, table, index.columns);
    return index;
}

void readKey(StructureReader& in, const QCborValue& value, TableSchema& table)
{
    QSet<std::uint32_t> seen;
    for (const QCborValue entry : in.array(value, 0, kMostColumns)) {
        const std::uint32_t column = in.number(entry);
        if (column >= table.columns.size() || seen.contains(column))
            in.refuse(QStringLiteral("the key of %1 names a column out of range or twice").arg(table.name));
        seen.insert(column);
        table.keyColumns.push_back(column);
    }
}

/// `names`: of the table's other columns.
void readLargeColumns(StructureReader& in, const QCborValue& value, QSet<QString> names, TableSchema& table)
{
    table.largeColumns = in.names(value, 1);
    for (const QString& column : std::as_const(table.largeColumns)) {
        if (names.contains(column))
            in.refuse(QStringLiteral("table %1 has a column twice").arg(table.name));
        names.insert(column);
    }
    if (table.keyColumns.empty())
        in.refuse(QStringLiteral("table %1 has large columns and no key to find their rows by").arg(table.name));
}

TableSchema readTable(StructureReader& in, const QCborValue& value)
{
    const QCborMap map = in.map(value,
                                {kId, kName, kColumns, QStringLiteral("key"), QStringLiteral("foreignKeys"),
                                 QStringLiteral("indexes"), QStringLiteral("withoutRowid")},
                                {kGenerated, kLarge, kLoading});
    TableSchema table;
    table.id = in.number(map[kId]);
    if (table.id == 0)
        in.refuse(QStringLiteral("a table has the id 0"));
    table.name = in.name(map[kName]);
    QSet<QString> names;
    for (const QCborValue entry : in.array(map[kColumns], 1, kMostColumns)) {
        table.columns.push_back(readColumn(in, entry));
        if (names.contains(table.columns.back().name))
            in.refuse(QStringLiteral("table %1 has a column twice").arg(table.name));
        names.insert(table.columns.back().name);
    }
    if (map.contains(kGenerated)) {
        for (const QCborValue entry : in.array(map[kGenerated], 1, kMostColumns)) {
            table.generatedColumns.push_back(readColumn(in, entry));
            if (names.contains(table.generatedColumns.back().name))
                in.refuse(QStringLiteral("table %1 has a column twice").arg(table.name));
            names.insert(table.generatedColumns.back().name);
        }
    }
    readKey(in, map[QStringLiteral("key")], table);
    if (map.contains(kLarge))
        readLargeColumns(in, map[kLarge], names, table);
    for (const QCborValue entry : in.array(map[QStringLiteral("foreignKeys")], 0, kMostColumns))
        table.foreignKeys.push_back(readForeignKey(in, table, entry));
    for (const QCborValue entry : in.array(map[QStringLiteral("indexes")], 0, kMostColumns))
        table.indexes.push_back(readIndex(in, table, entry));
    table.withoutRowid = in.flag(map[QStringLiteral("withoutRowid")]);
    if (map.contains(kLoading)) {
        table.isLoading = in.flag(map[kLoading]);
        if (!table.isLoading)
            in.refuse(QStringLiteral("that a table is loaded is said by saying nothing"));
    }
    if (table.withoutRowid && table.keyColumns.empty())
        in.refuse(QStringLiteral("table %1 has neither a rowid nor a key").arg(table.name));
    return table;
}

} // namespace

const ColumnSchema* TableSchema::column(const QString& columnName) const
{
    for (const ColumnSchema& candidate : columns) {
        if (candidate.name == columnName)
            return &candidate;
    }
    return nullptr;
}

const TableSchema* DatasetSchema::table(std::uint32_t id) const
{
    for (const TableSchema& candidate : tables) {
        if (candidate.id == id)
            return &candidate;
    }
    return nullptr;
}

bool DatasetSchema::hasLargeColumns() const
{
    return std::ranges::any_of(tables, [](const TableSchema& table) { return !table.largeColumns.isEmpty(); });
}

const TableSchema* DatasetSchema::table(const QString& name) const
{
    for (const TableSchema& candidate : tables) {
        if (candidate.name == name)
            return &candidate;
    }
    return nullptr;
}

Bytes encodeSchema(const DatasetSchema& schema)
{
    QCborArray tables;
    for (const TableSchema& table : schema.tables)
        tables.append(toCbor(table));
    QCborMap map;
    map[QStringLiteral("version")] = static_cast<qint64>(schema.version);
    map[QStringLiteral("tables")] = tables;
    if (schema.engine != kSqlite)
        map[kEngine] = schema.engine;
    if (!schema.types.empty())
        map[kTypes] = toCbor(schema.types);
    return Bytes(view(QCborValue(map).toCbor()));
}

Result<DatasetSchema> decodeSchema(BytesView bytes)
{
    const auto corrupt = [](const QString& why) {
        return fail(ErrorCode::Corrupt, QStringLiteral("reading a structure: ") + why);
    };
    const QByteArray buffer = toQByteArray(bytes);
    QCborStreamReader stream(buffer);
    const QCborValue root = QCborValue::fromCbor(stream);
    if (stream.lastError() != QCborError::NoError)
        return corrupt(stream.lastError().toString());
    if (stream.currentOffset() != buffer.size())
        return corrupt(QStringLiteral("bytes behind its end"));

    StructureReader in;
    const QCborMap map = in.map(root, {QStringLiteral("version"), QStringLiteral("tables")}, {kEngine, kTypes});
    DatasetSchema schema;
    if (map.contains(kEngine)) {
        schema.engine = in.name(map[kEngine]);
        if (schema.engine == kSqlite)
            in.refuse(QStringLiteral("the engine sqlite is said by saying none"));
    }
    if (map.contains(kTypes)) {
        QSet<QString> types;
        for (const QCborValue entry : in.array(map[kTypes], 1, kMostTypes)) {
            schema.types.push_back(readType(in, entry));
            if (types.contains(schema.types.back().name))
                in.refuse(QStringLiteral("type %1 is there twice").arg(schema.types.back().name));
            types.insert(schema.types.back().name);
        }
    }
    schema.version = in.number(map[QStringLiteral("version")]);
    QSet<std::uint32_t> ids;
    QSet<QString> names;
    for (const QCborValue entry : in.array(map[QStringLiteral("tables")], 1, kMostTables)) {
        schema.tables.push_back(readTable(in, entry));
        const TableSchema& table = schema.tables.back();
        if (ids.contains(table.id) || names.contains(table.name))
            in.refuse(QStringLiteral("table %1 is there twice, or its id is").arg(table.name));
        if (in.failed())
            break;
        ids.insert(table.id);
        names.insert(table.name);
    }
    if (in.failed())
        return corrupt(in.why);
    return schema;
}

} // namespace busheng
