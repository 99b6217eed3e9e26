// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/structure_mapping.h"

#include "engine/db/mariadb/my_type.h"

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kMostPgName = 63; ///< bytes; PostgreSQL cuts what is longer
constexpr qsizetype kMostMyName = 64; ///< characters
constexpr int kMostNesting = 32;      ///< of domains
constexpr int kLabelCharacters = 63;

const UserType* userType(const std::vector<UserType>& types, const QString& name)
{
    const auto found = std::ranges::find(types, name, &UserType::name);
    return found == types.end() ? nullptr : &*found;
}

std::optional<CommonType> parse(const EngineValues& values, QString declared, const std::vector<UserType>& types,
                                QString& why)
{
    for (int depth = 0; depth < kMostNesting; ++depth) {
        const UserType* const own = userType(types, declared);
        if (own == nullptr)
            break;
        if (!own->labels.isEmpty())
            return CommonType{.kind = CommonKind::Text, .length = kLabelCharacters};
        declared = own->baseType;
    }
    return values.parse(declared, why);
}

QSet<QString> keyed(const TableSchema& table)
{
    QSet<QString> names;
    for (const std::uint32_t column : table.keyColumns)
        names.insert(table.columns.at(column).name);
    for (const UniqueIndex& index : table.indexes) {
        if (index.unique)
            names.unite(QSet<QString>(index.columns.begin(), index.columns.end()));
    }
    for (const ForeignKey& key : table.foreignKeys)
        names.unite(QSet<QString>(key.columns.begin(), key.columns.end()));
    return names;
}

/// A reference's type must be its key's, wherever that is.
QSet<QString> referenced(const DatasetSchema& schema, const TableSchema& table)
{
    QSet<QString> names;
    for (const TableSchema& other : schema.tables) {
        for (const ForeignKey& key : other.foreignKeys) {
            if (key.referencedTable == table.name)
                names.unite(QSet<QString>(key.referencedColumns.begin(), key.referencedColumns.end()));
        }
    }
    return names;
}

QString nameMistake(const QString& engine, const QString& name)
{
    if (engine == u"postgres" && name.toUtf8().size() > kMostPgName)
        return QStringLiteral("the name %1 is longer than %2 bytes, which is all that PostgreSQL keeps: give it "
                              "another one in the subscription")
            .arg(name)
            .arg(kMostPgName);
    if (engine == u"mariadb" && name.size() > kMostMyName)
        return QStringLiteral("the name %1 is longer than %2 characters, which is all that MariaDB takes: give it "
                              "another one in the subscription")
            .arg(name)
            .arg(kMostMyName);
    return {};
}

QString bareName(const QString& table)
{
    return table.section(u'.', -1);
}

/// Elsewhere an index's name is the table's own affair, or SQLite's.
QString indexName(const QString& table, const QString& name)
{
    static const QString kAutomatic = QStringLiteral("sqlite_autoindex_");
    const QString own = name.startsWith(kAutomatic) ? name.mid(kAutomatic.size()) : name;
    const QString full = own.startsWith(table) ? own : QString(table + u'_' + own);
    const QByteArray utf8 = full.toUtf8();
    if (utf8.size() <= kMostPgName)
        return full;
    const QByteArray hash = QCryptographicHash::hash(utf8, QCryptographicHash::Sha256).toHex().left(16);
    return QStringLiteral("index_") + QString::fromLatin1(hash);
}

bool isBesideRow(const QString& declared)
{
    return declared.contains(u"text") || declared.contains(u"blob");
}

class TableMapper {
public:
    TableMapper(const DatasetSchema& source, const TableSchema& table, const QString& engine, QStringList& refusals)
        : m_source(source), m_engine(engine), m_table(table), m_refusals(refusals)
    {
    }

    TableSchema mapped()
    {
        const QSet<QString> inKey = keyed(m_table) + referenced(m_source, m_table);
        refuse(nameMistake(m_engine, bareName(m_table.name)));
        if (m_table.keyColumns.empty() && m_engine == u"sqlite")
            refuse(QStringLiteral("a table without a key, which SQLite's rows are found by: give it a primary key at "
                                  "the source"));
        QSet<QString> lowered;
        for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
            ColumnSchema& column = m_table.columns[i];
            refuse(nameMistake(m_engine, column.name));
            if (m_engine != u"postgres" && lowered.contains(column.name.toLower()))
                refuse(QStringLiteral("the names of two columns differ in the case of %1 only").arg(column.name));
            lowered.insert(column.name.toLower());
            mapColumn(column, inKey.contains(column.name),
                      std::ranges::find(m_table.keyColumns, i) != m_table.keyColumns.end());
        }
        m_table.generatedColumns.clear();
        m_table.withoutRowid = false;
        mapIndexes();
        for (ForeignKey& key : m_table.foreignKeys)
            nameReferenced(key);
        return std::move(m_table);
    }

private:
    void refuse(const QString& why)
    {
        if (!why.isEmpty())
            m_refusals.append(why);
    }

    void mapColumn(ColumnSchema& column, bool isIndexed, bool isKey)
    {
        const TypeMapping mapping = mapType(m_source.engine, column.declaredType, m_source.types, m_engine, isIndexed);
        column.defaultValue.clear();
        column.notNull = column.notNull || isKey;
        if (mapping.grade == TypeMapping::Grade::Refused)
            return refuse(QStringLiteral("column %1: %2").arg(column.name, mapping.why));
        const auto keeps = [&mapping](const QString& engine) {
            return engineValues(engine)->keepsOrder(mapping.common);
        };
        if (isKey && !(keeps(m_engine) && keeps(m_source.engine)))
            refuse(QStringLiteral("column %1: %2 cannot be a key at both ends, take another key at the source")
                       .arg(column.name, column.declaredType));
        column.declaredType = mapping.declaredType;
    }

    void mapIndexes()
    {
        std::erase_if(m_table.indexes, [this](const UniqueIndex& index) {
            return !index.unique && m_engine == u"mariadb" &&
                   std::ranges::any_of(index.columns, [this](const QString& name) {
                       const ColumnSchema* const column = m_table.column(name);
                       return column != nullptr && isBesideRow(column->declaredType);
                   });
        });
        for (UniqueIndex& index : m_table.indexes)
            index.name = indexName(bareName(m_table.name), index.name);
    }

    /// SQLite lets a reference leave out what it refers to: the key.
    void nameReferenced(ForeignKey& key) const
    {
        const TableSchema* const parent = m_source.table(key.referencedTable);
        if (!key.referencedColumns.isEmpty() || parent == nullptr)
            return;
        for (const std::uint32_t column : parent->keyColumns)
            key.referencedColumns.append(parent->columns.at(column).name);
    }

    const DatasetSchema& m_source;
    const QString& m_engine;
    TableSchema m_table;
    QStringList& m_refusals;
};

} // namespace

TypeMapping mapType(const QString& sourceEngine, const QString& declared, const std::vector<UserType>& types,
                    const QString& targetEngine, bool isIndexed)
{
    TypeMapping mapping;
    const EngineValues* const source = engineValues(sourceEngine);
    const EngineValues* const target = engineValues(targetEngine);
    if (source == nullptr || target == nullptr) {
        mapping.why = QStringLiteral("values of %1 are not known to %2").arg(sourceEngine, targetEngine);
        return mapping;
    }
    const auto common = parse(*source, declared, types, mapping.why);
    if (!common)
        return mapping;
    mapping.common = *common;
    mapping.declaredType = target->declare(*common, isIndexed, mapping.why);
    if (mapping.declaredType.isEmpty())
        return mapping;
    QString unused;
    const auto back = target->parse(mapping.declaredType, unused);
    mapping.grade = back == common ? TypeMapping::Grade::Exact
                    : back && back->kind == CommonKind::Text && common->kind != CommonKind::Text
                        ? TypeMapping::Grade::AsText
                        : TypeMapping::Grade::Widened;
    return mapping;
}

DatasetSchema sortedByBytes(DatasetSchema source)
{
    if (source.engine != u"mariadb")
        return source;
    for (TableSchema& table : source.tables) {
        for (const std::uint32_t column : table.keyColumns) {
            QString& declared = table.columns.at(column).declaredType;
            auto type = MyType::parse(declared);
            if (!type || type->kind != MyKind::Text)
                continue;
            type->characterSet = QStringLiteral("utf8mb4");
            type->collation = QStringLiteral("utf8mb4_nopad_bin");
            declared = type->sql();
        }
    }
    return source;
}

MappedStructure mapStructure(const DatasetSchema& source, const QString& engine)
{
    MappedStructure mapped;
    mapped.schema.version = source.version;
    mapped.schema.engine = engine;
    for (const TableSchema& table : source.tables) {
        QStringList refusals;
        mapped.schema.tables.push_back(TableMapper(source, table, engine, refusals).mapped());
        mapped.refusals.push_back(std::move(refusals));
    }
    return mapped;
}

} // namespace busheng
