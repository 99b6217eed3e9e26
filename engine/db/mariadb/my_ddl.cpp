// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_ddl.h"

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/model/events.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr std::uint32_t kMostInText = 16'383; ///< characters of four bytes

QString quotedList(const QStringList& names)
{
    QStringList quoted;
    for (const QString& name : names)
        quoted.append(myQuoted(name));
    return quoted.join(QStringLiteral(", "));
}

/// A default that is safe to repeat, or empty.
QString plainDefault(const QString& value)
{
    static const QRegularExpression kPlain(QRegularExpression::anchoredPattern(
        QStringLiteral("-?\\d+(\\.\\d*)?([eE][+-]?\\d+)?|b'[01]*'|'([^'\\\\]|'')*'|current_timestamp\\(\\d?\\)")));
    return kPlain.match(value).hasMatch() ? value : QString();
}

Result<QString> columnSql(const TableSchema& table, const ColumnSchema& column, bool mayHaveRows)
{
    const auto type = MyType::parse(column.declaredType);
    if (!type) {
        const QString why = QStringLiteral("column %1 has the type %2, which is not known here")
                                .arg(column.name, column.declaredType.left(80));
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {QString(), table.name, why},
                              QStringLiteral("table %1: %2").arg(table.name, why)));
    }
    const QString byDefault = plainDefault(column.defaultValue);
    const bool notNull = column.notNull && !(mayHaveRows && byDefault.isEmpty());
    QString sql =
        myQuoted(column.name) + u' ' + type->sql() + (notNull ? QStringLiteral(" NOT NULL") : QStringLiteral(" NULL"));
    if (!byDefault.isEmpty())
        sql += QStringLiteral(" DEFAULT ") + byDefault;
    return sql;
}

QStringList keyNames(const TableSchema& table)
{
    QStringList names;
    for (const std::uint32_t column : table.keyColumns)
        names.append(table.columns.at(column).name);
    return names;
}

QString foreignKeySql(const ForeignKey& key)
{
    static const QSet<QString> kActions{QStringLiteral("CASCADE"), QStringLiteral("SET NULL"),
                                        QStringLiteral("RESTRICT")};
    QString sql =
        QStringLiteral("FOREIGN KEY (%1) REFERENCES %2 (%3)")
            .arg(quotedList(key.columns), myQuotedTable(key.referencedTable), quotedList(key.referencedColumns));
    if (kActions.contains(key.onUpdate))
        sql += QStringLiteral(" ON UPDATE ") + key.onUpdate;
    if (kActions.contains(key.onDelete))
        sql += QStringLiteral(" ON DELETE ") + key.onDelete;
    return sql;
}

/// Every value of `wanted` is stored in `found` as it is, and read back as it was.
bool holdsAll(const MyType& wanted, const MyType& found)
{
    static const std::array kIntegers = {QStringLiteral("tinyint"), QStringLiteral("smallint"),
                                         QStringLiteral("mediumint"), QStringLiteral("int"), QStringLiteral("bigint")};
    static const std::array kTexts = {QStringLiteral("tinytext"), QStringLiteral("text"), QStringLiteral("mediumtext"),
                                      QStringLiteral("longtext")};
    static const std::array kBlobs = {QStringLiteral("tinyblob"), QStringLiteral("blob"), QStringLiteral("mediumblob"),
                                      QStringLiteral("longblob")};
    const auto rank = [](const auto& words, const QString& word) {
        return std::ranges::find(words, word) - words.begin();
    };
    if (wanted.kind != found.kind)
        return false;
    switch (wanted.kind) {
    case MyKind::Integer:
        return wanted.isUnsigned == found.isUnsigned && rank(kIntegers, wanted.word) <= rank(kIntegers, found.word);
    case MyKind::Decimal:
        return wanted.scale == found.scale && wanted.length <= found.length && (wanted.isUnsigned || !found.isUnsigned);
    case MyKind::Double:
    case MyKind::Float:
        return wanted.scale == found.scale && wanted.hasScale == found.hasScale && wanted.length <= found.length;
    case MyKind::Bit:
        return wanted.length <= found.length;
    case MyKind::Time:
    case MyKind::DateTime:
    case MyKind::Timestamp:
        return wanted.length == found.length;
    case MyKind::Text: {
        const bool encodes = wanted.storedSet() == found.characterSet || found.characterSet == u"utf8mb4";
        if (!encodes || wanted.isFixedWidth() != found.isFixedWidth())
            return false;
        const bool isLong = wanted.word.endsWith(QStringLiteral("text"));
        const bool isFoundLong = found.word.endsWith(QStringLiteral("text"));
        if (!isLong && isFoundLong) // 64 KiB of up to four bytes a character, or more
            return rank(kTexts, found.word) >= (wanted.length > kMostInText ? 2 : 1);
        if (isLong != isFoundLong)
            return false;
        // In another encoding a long text may need more bytes than its type has.
        return isLong ? rank(kTexts, wanted.word) + (wanted.characterSet == found.characterSet ? 0 : 1) <=
                            rank(kTexts, found.word)
                      : wanted.length <= found.length;
    }
    case MyKind::Binary:
        if (wanted.isFixedWidth() || found.isFixedWidth())
            return wanted.word == found.word && wanted.length == found.length;
        return wanted.word == found.word ? wanted.length <= found.length
                                         : rank(kBlobs, wanted.word) < rank(kBlobs, found.word) &&
                                               rank(kBlobs, wanted.word) < 4 && rank(kBlobs, found.word) < 4;
    case MyKind::Enum:
    case MyKind::Set:
        return found.labels.mid(0, wanted.labels.size()) == wanted.labels;
    default:
        return true;
    }
}

void compareColumn(const ColumnSchema& wanted, const ColumnSchema& found, QStringList& differences)
{
    const auto type = MyType::parse(wanted.declaredType);
    const auto here = MyType::parse(found.declaredType);
    if (!type || !here || !holdsAll(*type, *here))
        differences.append(QStringLiteral("column %1 is %2, not %3")
                               .arg(wanted.name, found.declaredType.left(80), wanted.declaredType.left(80)));
    if (found.notNull && !wanted.notNull)
        differences.append(QStringLiteral("column %1 does not take NULL").arg(wanted.name));
}

} // namespace

Result<QStringList> createMyTableSql(const DatasetSchema& schema, const TableSchema& table)
{
    QStringList parts;
    for (const ColumnSchema& column : table.columns) {
        ENGINE_TRY_AS(const QString sql, columnSql(table, column, false));
        parts.append(sql);
    }
    if (!table.keyColumns.empty())
        parts.append(QStringLiteral("PRIMARY KEY (%1)").arg(quotedList(keyNames(table))));
    for (const UniqueIndex& index : table.indexes) {
        if (index.unique && index.columns == keyNames(table))
            continue;
        parts.append(QStringLiteral("%1 %2 (%3)")
                         .arg(index.unique ? QStringLiteral("UNIQUE KEY") : QStringLiteral("KEY"), myQuoted(index.name),
                              quotedList(index.columns)));
    }
    for (const ForeignKey& key : table.foreignKeys) {
        if (schema.table(key.referencedTable) != nullptr && !key.referencedColumns.isEmpty())
            parts.append(foreignKeySql(key));
    }
    return QStringList{QStringLiteral("CREATE DATABASE IF NOT EXISTS ") + myQuoted(table.name.section(u'.', 0, 0)),
                       QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (%2) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4")
                           .arg(myQuotedTable(table.name), parts.join(QStringLiteral(", ")))};
}

QStringList mySchemaDifferences(const TableSchema& wanted, const TableSchema& found)
{
    QStringList differences;
    for (const ColumnSchema& column : wanted.columns) {
        const ColumnSchema* const here = found.column(column.name);
        if (here == nullptr)
            differences.append(QStringLiteral("column %1 is not there").arg(column.name));
        else
            compareColumn(column, *here, differences);
    }
    for (const ColumnSchema& column : found.columns) {
        if (wanted.column(column.name) == nullptr && column.notNull && column.defaultValue.isEmpty())
            differences.append(QStringLiteral("column %1 needs a value that no row brings").arg(column.name));
    }
    const QStringList key = keyNames(wanted);
    const QStringList keyHere = keyNames(found);
    if (!key.isEmpty() && key != keyHere)
        differences.append(QStringLiteral("its key is (%1), not (%2)")
                               .arg(keyHere.join(QStringLiteral(", ")), key.join(QStringLiteral(", "))));
    return differences;
}

Result<QStringList> addMyColumnsSql(const TableSchema& wanted, const TableSchema& found)
{
    QStringList parts;
    for (const ColumnSchema& column : wanted.columns) {
        if (found.column(column.name) != nullptr)
            continue;
        ENGINE_TRY_AS(const QString sql, columnSql(wanted, column, true));
        parts.append(QStringLiteral("ADD COLUMN ") + sql);
    }
    if (parts.isEmpty())
        return QStringList();
    return QStringList{
        QStringLiteral("ALTER TABLE %1 %2").arg(myQuotedTable(wanted.name), parts.join(QStringLiteral(", ")))};
}

} // namespace busheng
