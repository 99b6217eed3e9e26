// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_catalog.h"

#include "engine/db/mariadb/my_type.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kMostColumns = 4096;
const QString kOwn = QStringLiteral("busheng_");

Failure refused(const MyConnection& connection, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {connection.name(), table, why},
                          QStringLiteral("table %1 of %2: %3").arg(table, connection.name(), why)));
}

const QVersionNumber kMySqlWithComputed(5, 7, 6);

QString of(const MyConnection& connection, const QString& name, const QString& alias = {})
{
    return QStringLiteral(" %1TABLE_SCHEMA = %2 AND %1TABLE_NAME = %3 ")
        .arg(alias, myCatalogName(connection, name.section(u'.', 0, 0)),
             myCatalogName(connection, name.section(u'.', 1)));
}

/// Texts whose characters MyCharset cannot tell: more than two bytes each, and not UTF-8.
bool isUnknownEncoding(const QString& characterSet)
{
    static const QStringList kUnknown{QStringLiteral("ucs2"),   QStringLiteral("utf16"), QStringLiteral("utf16le"),
                                      QStringLiteral("utf32"),  QStringLiteral("ujis"),  QStringLiteral("eucjpms"),
                                      QStringLiteral("gb18030")};
    return kUnknown.contains(characterSet);
}

/// Of a MySQL in the words of MariaDB, which every structure has: its JSON is a text that it writes in a form of its
/// own, and utf8 has three bytes.
QString declaredTypeOf(const MyConnection& connection, QString type, QString characterSet, QString collation)
{
    if (!connection.isMariaDb() && type == u"json")
        return QStringLiteral("longtext character set utf8mb4 collate utf8mb4_bin");
    if (characterSet.isEmpty())
        return type;
    if (!connection.isMariaDb() && characterSet == u"utf8")
        characterSet = QStringLiteral("utf8mb3");
    if (!connection.isMariaDb() && collation.startsWith(QStringLiteral("utf8_")))
        collation.replace(0, 4, QStringLiteral("utf8mb3"));
    return QStringLiteral("%1 character set %2 collate %3").arg(type, characterSet, collation);
}

/// MariaDB says a default as SQL; MySQL says its value, and of an expression that it is one.
QString defaultOf(const MyConnection& connection, const QString& said, const ColumnSchema& column, const QString& extra)
{
    if (connection.isMariaDb())
        return said == u"NULL" ? QString() : said;
    static const QString kNow = QStringLiteral("CURRENT_TIMESTAMP");
    const auto type = MyType::parse(column.declaredType);
    const bool isTime = type && (type->kind == MyKind::Timestamp || type->kind == MyKind::DateTime);
    if (isTime && said.startsWith(kNow, Qt::CaseInsensitive)) { // of a text it would be its letters
        const QString digits = said.mid(kNow.size());
        return QStringLiteral("current_timestamp") + (digits.isEmpty() ? QStringLiteral("()") : digits);
    }
    const bool isBits = type && type->kind == MyKind::Bit;
    if (isBits || extra.contains(QStringLiteral("DEFAULT_GENERATED")))
        return said;
    QString quoted = said;
    return u'\'' + quoted.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("''")) + u'\'';
}

/// Two digits cannot say which century; and of a temporal column in the form of 5.5 the log says something else.
bool isOldForm(const QString& type)
{
    return type == u"year(2)" || type.contains(QStringLiteral("/*"));
}

/// A column whose declaredType no MyType can say is put among the unsupported.
Result<> readColumns(MyConnection& connection, TableSchema& table, MyTableFacts& facts)
{
    const bool hasComputed = connection.isMariaDb() || connection.version() >= kMySqlWithComputed;
    ENGINE_TRY_AS(
        const MyResult columns,
        connection.query(QStringLiteral("SELECT COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, "
                                        "IS_NULLABLE, COLUMN_DEFAULT, EXTRA, %1 FROM information_schema.COLUMNS WHERE")
                             .arg(hasComputed ? QStringLiteral("GENERATION_EXPRESSION") : QStringLiteral("''")) +
                         of(connection, table.name) + QStringLiteral("ORDER BY ORDINAL_POSITION")));
    for (int row = 0; row < columns.rows(); ++row) {
        ColumnSchema column;
        column.name = columns.text(row, 0);
        column.declaredType =
            declaredTypeOf(connection, columns.text(row, 1), columns.text(row, 2), columns.text(row, 3));
        column.notNull = columns.text(row, 4) == u"NO";
        const QString extra = columns.text(row, 6);
        if (extra.contains(QStringLiteral("GENERATED")) && !extra.contains(QStringLiteral("DEFAULT_GENERATED"))) {
            column.defaultValue = columns.text(row, 7);
            table.generatedColumns.push_back(std::move(column));
            continue;
        }
        if (!columns.isNull(row, 5))
            column.defaultValue = defaultOf(connection, columns.text(row, 5), column, extra);
        if (!MyType::parse(column.declaredType) || isUnknownEncoding(columns.text(row, 2)) ||
            isOldForm(columns.text(row, 1)))
            facts.unsupported.append(column.name + QStringLiteral(": ") + columns.text(row, 1));
        table.columns.push_back(std::move(column));
    }
    return {};
}

struct Index {
    QString name;
    QStringList columns;
    bool isUnique = false;
    bool isPlain = true; ///< whole columns, a B-tree
    bool takesNull = false;
};

Result<std::vector<Index>> readIndexes(MyConnection& connection, const TableSchema& table)
{
    ENGINE_TRY_AS(const MyResult parts,
                  connection.query(QStringLiteral("SELECT INDEX_NAME, COLUMN_NAME, NON_UNIQUE, SUB_PART, INDEX_TYPE, "
                                                  "NULLABLE FROM information_schema.STATISTICS WHERE") +
                                   of(connection, table.name) + QStringLiteral("ORDER BY INDEX_NAME, SEQ_IN_INDEX")));
    std::vector<Index> indexes;
    for (int row = 0; row < parts.rows(); ++row) {
        if (indexes.empty() || indexes.back().name != parts.text(row, 0)) {
            indexes.emplace_back();
            indexes.back().name = parts.text(row, 0);
            indexes.back().isUnique = parts.integer(row, 2) == 0;
        }
        Index& index = indexes.back();
        index.columns.append(parts.text(row, 1));
        index.takesNull = index.takesNull || parts.text(row, 5) == u"YES";
        const bool isWhole = parts.isNull(row, 3) && table.column(parts.text(row, 1)) != nullptr;
        index.isPlain = index.isPlain && isWhole && parts.text(row, 4) == u"BTREE";
    }
    return indexes;
}

Result<> setKey(const MyConnection& connection, TableSchema& table, const Index& index)
{
    for (const QString& name : index.columns) {
        const auto column = std::ranges::find(table.columns, name, &ColumnSchema::name);
        const auto type = column == table.columns.end() ? std::nullopt : MyType::parse(column->declaredType);
        if (type && !type->canBeKey())
            return refused(connection, table.name, QStringLiteral("its key has a column of type %1").arg(type->word));
        table.keyColumns.push_back(static_cast<std::uint32_t>(column - table.columns.begin()));
    }
    return {};
}

Result<> takeIndexes(MyConnection& connection, TableSchema& table, MyTableFacts& facts)
{
    ENGINE_TRY_AS(const std::vector<Index> indexes, readIndexes(connection, table));
    const auto primary = std::ranges::find(indexes, QStringLiteral("PRIMARY"), &Index::name);
    if (primary != indexes.end() && !primary->isPlain)
        return refused(connection, table.name, QStringLiteral("its key is of a part of a column"));
    auto key = primary;
    if (key == indexes.end())
        key = std::ranges::find_if(
            indexes, [](const Index& index) { return index.isUnique && index.isPlain && !index.takesNull; });
    if (key != indexes.end())
        ENGINE_TRY(setKey(connection, table, *key));
    for (auto index = indexes.begin(); index != indexes.end(); ++index) {
        if (index == primary)
            continue;
        if (index->isPlain)
            table.indexes.push_back({index->name, index->columns, index->isUnique});
        else
            facts.skippedIndexes.append(index->name);
    }
    return {};
}

Result<> readForeignKeys(MyConnection& connection, TableSchema& table, MyTableFacts& facts)
{
    ENGINE_TRY_AS(
        const MyResult parts,
        connection.query(
            QStringLiteral("SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, "
                           "k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.UPDATE_RULE, r.DELETE_RULE FROM "
                           "information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r ON "
                           "r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND "
                           "r.TABLE_NAME = k.TABLE_NAME WHERE") +
            of(connection, table.name, QStringLiteral("k.")) +
            QStringLiteral("AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY 1, k.ORDINAL_POSITION")));
    QString last;
    const auto action = [](const QString& rule) {
        return rule == u"NO ACTION" || rule == u"RESTRICT" ? QString() : rule;
    };
    for (int row = 0; row < parts.rows(); ++row) {
        if (parts.text(row, 0) != last) {
            last = parts.text(row, 0);
            ForeignKey& key = table.foreignKeys.emplace_back();
            key.referencedTable = parts.text(row, 2) + u'.' + parts.text(row, 3);
            key.onUpdate = action(parts.text(row, 5));
            key.onDelete = action(parts.text(row, 6));
            if (!key.onUpdate.isEmpty() || !key.onDelete.isEmpty())
                facts.cascades.append(last);
        }
        table.foreignKeys.back().columns.append(parts.text(row, 1));
        table.foreignKeys.back().referencedColumns.append(parts.text(row, 4));
    }
    return {};
}

} // namespace

QString myCatalogName(const MyConnection& connection, const QString& name)
{
    return QStringLiteral("CONVERT(X'%1' USING %2)")
        .arg(QString::fromLatin1(name.toUtf8().toHex()),
             connection.isMariaDb() ? QStringLiteral("utf8mb3") : QStringLiteral("utf8"));
}

bool isOwnMyTable(const QString& table)
{
    return table.startsWith(kOwn, Qt::CaseInsensitive);
}

Result<TableSchema> readMyTable(MyConnection& connection, const QString& name, MyTableFacts* facts)
{
    TableSchema table;
    table.name = name;
    if (name.count(u'.') != 1)
        return refused(connection, name, QStringLiteral("its name has a dot"));
    if (isOwnMyTable(name.section(u'.', 1)))
        return refused(connection, name, QStringLiteral("it is one of this program's own tables"));
    ENGINE_TRY_AS(
        const MyResult found,
        connection.query(QStringLiteral("SELECT TABLE_TYPE, ENGINE, TABLE_ROWS, TABLE_SCHEMA, TABLE_NAME FROM "
                                        "information_schema.TABLES WHERE") +
                         of(connection, name)));
    if (found.rows() == 0 || found.text(0, 3) + u'.' + found.text(0, 4) != name)
        return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_MISSING, {connection.name(), name},
                              QStringLiteral("table %1 is not in %2").arg(name, connection.name())));
    if (found.text(0, 0) != u"BASE TABLE")
        return refused(connection, name, QStringLiteral("it is no ordinary table"));
    MyTableFacts own;
    own.engine = found.text(0, 1);
    own.estimatedRows = found.integer(0, 2);
    ENGINE_TRY(readColumns(connection, table, own));
    if (table.columns.empty() || static_cast<qsizetype>(table.columns.size()) > kMostColumns)
        return refused(connection, name, QStringLiteral("it has no columns, or too many"));
    ENGINE_TRY(takeIndexes(connection, table, own));
    ENGINE_TRY(readForeignKeys(connection, table, own));
    if (facts != nullptr)
        *facts = std::move(own);
    return table;
}

Result<DatasetSchema> readMySchema(MyConnection& connection, const QString& database, const QStringList& tables,
                                   std::vector<MyTableFacts>* facts)
{
    QStringList names;
    for (const QString& table : tables)
        names.append(myQualified(table, database));
    names.sort();
    if (names.isEmpty() || names.removeDuplicates() > 0)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("dataset"), QStringLiteral("tables"), tables.join(u','),
                               QStringLiteral("at least one table, each once")},
                              QStringLiteral("no tables, or one twice")));
    DatasetSchema schema;
    schema.engine = QStringLiteral("mariadb");
    for (const QString& name : names) {
        MyTableFacts own;
        ENGINE_TRY_AS(TableSchema table, readMyTable(connection, name, &own));
        table.id = static_cast<std::uint32_t>(schema.tables.size()) + 1;
        schema.tables.push_back(std::move(table));
        if (facts != nullptr)
            facts->push_back(std::move(own));
    }
    return schema;
}

void keepMyTableIds(const DatasetSchema& known, DatasetSchema& schema)
{
    std::uint32_t last = 0;
    for (const TableSchema& table : known.tables)
        last = std::max(last, table.id);
    for (TableSchema& table : schema.tables) {
        const TableSchema* before = known.table(table.name);
        table.id = before == nullptr ? ++last : before->id;
        table.isLoading = before != nullptr && before->isLoading;
    }
}

} // namespace busheng
