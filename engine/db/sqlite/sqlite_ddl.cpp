// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_ddl.h"

#include "engine/db/sqlite/sqlite_database.h"

#include <QRegularExpression>
#include <QSet>

namespace busheng {
namespace {

QString quotedList(const QStringList& names)
{
    QStringList quoted;
    for (const QString& name : names)
        quoted.append(sqliteQuoted(name));
    return quoted.join(QStringLiteral(", "));
}

QStringList keyNames(const TableSchema& table)
{
    QStringList names;
    for (const std::uint32_t column : table.keyColumns)
        names.append(table.columns.at(column).name);
    return names;
}

bool isUniqueConstraint(const UniqueIndex& index)
{
    return index.unique && index.name.startsWith(QStringLiteral("sqlite_autoindex_"));
}

/// A literal that is safe to repeat, or empty.
QString literalDefault(const QString& value)
{
    static const QRegularExpression kLiteral(QRegularExpression::anchoredPattern(QStringLiteral(
        "[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?|[+-]?\\.\\d+([eE][+-]?\\d+)?|0[xX][0-9a-fA-F]+|'([^']|'')*'|"
        "[xX]'([0-9a-fA-F]{2})*'|(?i:NULL|TRUE|FALSE|CURRENT_TIME|CURRENT_DATE|CURRENT_TIMESTAMP)")));
    if (kLiteral.match(value).hasMatch())
        return value;
    // SQLite accepts "text" as a literal here.
    static const QRegularExpression kDoubleQuoted(
        QRegularExpression::anchoredPattern(QStringLiteral("\"([^\"]|\"\")*\"")));
    if (!kDoubleQuoted.match(value).hasMatch())
        return {};
    QString text = value.mid(1, value.size() - 2);
    text.replace(QStringLiteral("\"\""), QStringLiteral("\""));
    text.replace(u'\'', QStringLiteral("''"));
    return u'\'' + text + u'\'';
}

QString foreignKeySql(const ForeignKey& key)
{
    static const QSet<QString> kActions{QStringLiteral("CASCADE"), QStringLiteral("SET NULL"),
                                        QStringLiteral("SET DEFAULT"), QStringLiteral("RESTRICT")};
    QString sql = QStringLiteral("FOREIGN KEY(") + quotedList(key.columns) + QStringLiteral(") REFERENCES ") +
                  sqliteQuoted(key.referencedTable);
    if (!key.referencedColumns.isEmpty())
        sql += u'(' + quotedList(key.referencedColumns) + u')';
    if (kActions.contains(key.onUpdate))
        sql += QStringLiteral(" ON UPDATE ") + key.onUpdate;
    if (kActions.contains(key.onDelete))
        sql += QStringLiteral(" ON DELETE ") + key.onDelete;
    return sql;
}

const ColumnSchema* columnOfAnyCase(const TableSchema& table, const QString& name)
{
    for (const ColumnSchema& column : table.columns) {
        if (column.name.compare(name, Qt::CaseInsensitive) == 0)
            return &column;
    }
    return nullptr;
}

void compareColumn(const ColumnSchema& wanted, const ColumnSchema& found, QStringList& differences)
{
    if (sqliteAffinity(wanted.declaredType) != sqliteAffinity(found.declaredType))
        differences.append(QStringLiteral("column %1 is %2, not %3")
                               .arg(wanted.name,
                                    found.declaredType.isEmpty() ? QStringLiteral("untyped") : found.declaredType,
                                    wanted.declaredType.isEmpty() ? QStringLiteral("untyped") : wanted.declaredType));
    if (found.notNull && !wanted.notNull)
        differences.append(QStringLiteral("column %1 does not take NULL").arg(wanted.name));
}

} // namespace

QString sqliteAffinity(const QString& declaredType)
{
    const QString type = declaredType.toUpper();
    if (type.contains(QStringLiteral("INT")))
        return QStringLiteral("INTEGER");
    if (type.contains(QStringLiteral("CHAR")) || type.contains(QStringLiteral("CLOB")) ||
        type.contains(QStringLiteral("TEXT")))
        return QStringLiteral("TEXT");
    if (type.isEmpty() || type.contains(QStringLiteral("BLOB")))
        return QStringLiteral("BLOB");
    if (type.contains(QStringLiteral("REAL")) || type.contains(QStringLiteral("FLOA")) ||
        type.contains(QStringLiteral("DOUB")))
        return QStringLiteral("REAL");
    return QStringLiteral("NUMERIC");
}

QString createTableSql(const TableSchema& table)
{
    QStringList parts;
    for (const ColumnSchema& column : table.columns) {
        QString part = sqliteQuoted(column.name);
        if (!column.declaredType.isEmpty())
            part += u' ' + sqliteQuoted(column.declaredType);
        if (column.notNull)
            part += QStringLiteral(" NOT NULL");
        if (const QString value = literalDefault(column.defaultValue); !value.isEmpty())
            part += QStringLiteral(" DEFAULT ") + value;
        parts.append(part);
    }
    if (!table.keyColumns.empty())
        parts.append(QStringLiteral("PRIMARY KEY(") + quotedList(keyNames(table)) + u')');
    for (const UniqueIndex& index : table.indexes) {
        if (isUniqueConstraint(index))
            parts.append(QStringLiteral("UNIQUE(") + quotedList(index.columns) + u')');
    }
    for (const ForeignKey& key : table.foreignKeys)
        parts.append(foreignKeySql(key));
    QString sql = QStringLiteral("CREATE TABLE ") + sqliteQuoted(table.name) + QStringLiteral(" (\n    ") +
                  parts.join(QStringLiteral(",\n    ")) + QStringLiteral("\n)");
    if (table.withoutRowid && !table.keyColumns.empty())
        sql += QStringLiteral(" WITHOUT ROWID");
    return sql;
}

QStringList createIndexSql(const TableSchema& table)
{
    QStringList statements;
    for (const UniqueIndex& index : table.indexes) {
        if (isUniqueConstraint(index))
            continue;
        statements.append(QStringLiteral("CREATE %1INDEX IF NOT EXISTS %2 ON %3 (%4)")
                              .arg(index.unique ? QStringLiteral("UNIQUE ") : QString(), sqliteQuoted(index.name),
                                   sqliteQuoted(table.name), quotedList(index.columns)));
    }
    return statements;
}

QStringList schemaDifferences(const TableSchema& wanted, const TableSchema& found)
{
    QStringList differences;
    for (const ColumnSchema& column : wanted.columns) {
        if (const ColumnSchema* other = columnOfAnyCase(found, column.name))
            compareColumn(column, *other, differences);
        else
            differences.append(QStringLiteral("column %1 is missing").arg(column.name));
    }
    for (const ColumnSchema& column : found.columns) {
        if (column.notNull && column.defaultValue.isEmpty() && columnOfAnyCase(wanted, column.name) == nullptr)
            differences.append(QStringLiteral("column %1 is not known here and takes no NULL").arg(column.name));
    }
    const QStringList wantedKey = keyNames(wanted);
    const QStringList foundKey = keyNames(found);
    if (wantedKey.join(QChar(0)).compare(foundKey.join(QChar(0)), Qt::CaseInsensitive) != 0)
        differences.append(QStringLiteral("the key is (%1), not (%2)")
                               .arg(foundKey.join(QStringLiteral(", ")), wantedKey.join(QStringLiteral(", "))));
    return differences;
}

} // namespace busheng
