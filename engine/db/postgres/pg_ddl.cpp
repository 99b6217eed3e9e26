// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_ddl.h"

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kLongestType = 300;
constexpr qsizetype kLongestExpression = 10'000;

const QString kIdentifier = QStringLiteral("(?:[a-z_][a-z0-9_$]*|\"(?:[^\"]|\"\")+\")");
/// Types of more than one word are spelt out: any further word would be a clause of the column.
const QString kType = QStringLiteral("(?:double precision|(?:character|bit) varying(?:\\(\\d{1,10}\\))?|"
                                     "(?:timestamp|time)(?:\\(\\d\\))? with(?:out)? time zone|"
                                     "interval(?: (?:year to month|day to (?:hour|minute|second)|"
                                     "hour to (?:minute|second)|minute to second|year|month|day|hour|minute|second))?"
                                     "(?:\\(\\d\\))?|") +
                      kIdentifier + QStringLiteral("(?:\\.") + kIdentifier +
                      QStringLiteral(")?(?:\\(-?\\d{1,10}(?:,-?\\d{1,10})?\\))?)(?:\\[\\])*");
const QString kNumber = QStringLiteral("(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");
const QString kText = QStringLiteral("[bBxX]?'(?:[^']|'')*'");

QString quotedList(const QStringList& names)
{
    QStringList quoted;
    for (const QString& name : names)
        quoted.append(pgQuoted(name));
    return quoted.join(QStringLiteral(", "));
}

QStringList keyNames(const TableSchema& table)
{
    QStringList names;
    for (const std::uint32_t column : table.keyColumns)
        names.append(table.columns.at(column).name);
    return names;
}

/// A literal that is safe to repeat, perhaps with casts as pg_get_expr() writes them; or empty.
QString literalDefault(const QString& value)
{
    static const QRegularExpression kLiteral(QRegularExpression::anchoredPattern(
        QStringLiteral("(?:") + kText + QStringLiteral("|[+-]?") + kNumber + QStringLiteral("|\\([+-]?") + kNumber +
        QStringLiteral("\\)|(?i:NULL|TRUE|FALSE|CURRENT_DATE|CURRENT_TIMESTAMP|LOCALTIMESTAMP|now\\(\\)))(?:::") +
        kType + QStringLiteral(")*")));
    return value.size() <= kLongestExpression && kLiteral.match(value).hasMatch() ? value : QString();
}

/// True when `expression` is made of columns of `table`, literals, casts to plain types and operators: it then calls
/// nothing by name and holds no clause.
bool isPlainExpression(const QString& expression, const TableSchema& table)
{
    static const QRegularExpression kToken(
        QStringLiteral("\\s+|[()]|") + kText + u'|' + kNumber + QStringLiteral("|::") + kType + u'|' + kIdentifier +
        QStringLiteral("|(?:AND|OR|NOT|IS|NULL|TRUE|FALSE|DISTINCT FROM)\\b|") + QStringLiteral("[-+*/<>=~!@#%^&|]+"));
    if (expression.isEmpty() || expression.size() > kLongestExpression)
        return false;
    int depth = 0;
    for (qsizetype at = 0; at < expression.size();) {
        const auto match = kToken.match(expression, at, QRegularExpression::NormalMatch,
                                        QRegularExpression::AnchorAtOffsetMatchOption);
        const QString token = match.captured();
        if (token.isEmpty())
            return false;
        at += token.size();
        depth += token == u"(" ? 1 : token == u")" ? -1 : 0;
        const bool isQuoted = token.front() == u'\'' || token.front() == u'"';
        const bool comment = !isQuoted && (token.contains(u"--") || token.contains(u"/*"));
        if (depth < 0 || comment)
            return false;
        const bool quoted = token.front() == u'"';
        if (!quoted && !token.front().isLower() && token.front() != u'_')
            continue;
        QString name = quoted ? token.mid(1, token.size() - 2) : token;
        name.replace(QStringLiteral("\"\""), QStringLiteral("\""));
        if ((name != u"true" && name != u"false" && table.column(name) == nullptr) || expression.mid(at, 1) == u"(")
            return false;
    }
    return depth == 0;
}

Failure notPlain(const TableSchema& table, const ColumnSchema& column)
{
    const QString why = QStringLiteral("the type of column %1 cannot be made here: %2")
                            .arg(column.name, column.declaredType.left(kLongestType));
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {QString(), table.name, why},
                          QStringLiteral("table %1: %2").arg(table.name, why)));
}

/// A type in parts: "timestamp(3) with time zone" is "timestamp with time zone" and 3.
struct TypeParts {
    QString base;
    int length = -1; ///< or precision; -1: none
    int scale = 0;
    bool array = false;
};

TypeParts partsOf(const QString& type)
{
    static const QRegularExpression kParts(
        QRegularExpression::anchoredPattern(QStringLiteral("([^()]*)(?:\\((\\d+)(?:,(-?\\d+))?\\))?([^()\\[\\]]*)"
                                                           "((?:\\[\\])*)")));
    const auto match = kParts.match(type);
    if (!match.hasMatch() || type.contains(u'"'))
        return {type, -1, 0, false};
    TypeParts parts;
    parts.base = match.captured(1) + match.captured(4);
    parts.array = !match.captured(5).isEmpty() || parts.base.endsWith(u']');
    parts.length = match.captured(2).isEmpty() ? -1 : match.captured(2).toInt();
    parts.scale = match.captured(3).toInt();
    return parts;
}

/// Whether a column of `found` holds any value of `wanted` with the same bytes.
bool typeHolds(const QString& wanted, const QString& found)
{
    if (wanted == found)
        return true;
    static const QString kVarchar = QStringLiteral("character varying");
    static const QString kPlainText = QStringLiteral("text");
    static const QSet<QString> kMayGrow{kVarchar,
                                        QStringLiteral("bit varying"),
                                        QStringLiteral("timestamp without time zone"),
                                        QStringLiteral("timestamp with time zone"),
                                        QStringLiteral("time without time zone"),
                                        QStringLiteral("time with time zone"),
                                        QStringLiteral("interval"),
                                        QStringLiteral("numeric")};
    const TypeParts from = partsOf(wanted);
    const TypeParts to = partsOf(found);
    if (from.array != to.array)
        return false;
    const bool isText = from.base == kVarchar || from.base == kPlainText || from.base == u"character";
    if (!from.array && isText && to.length < 0 && (to.base == kPlainText || to.base == kVarchar))
        return true;
    // A scale of its own would write other digits.
    const bool sameScale = to.length < 0 || (from.length >= 0 && from.scale == to.scale);
    return from.base == to.base && kMayGrow.contains(from.base) && sameScale &&
           (to.length < 0 || (from.length >= 0 && from.length <= to.length));
}

void compareColumn(const ColumnSchema& wanted, const ColumnSchema& found, QStringList& differences)
{
    if (!typeHolds(wanted.declaredType, found.declaredType))
        differences.append(
            QStringLiteral("column %1 is %2, not %3").arg(wanted.name, found.declaredType, wanted.declaredType));
    if (found.notNull && !wanted.notNull)
        differences.append(QStringLiteral("column %1 does not take NULL").arg(wanted.name));
    if (found.defaultValue == u"GENERATED ALWAYS AS IDENTITY")
        differences.append(
            QStringLiteral("column %1 is GENERATED ALWAYS AS IDENTITY: make it GENERATED BY DEFAULT").arg(wanted.name));
}

bool hasColumn(const std::vector<ColumnSchema>& columns, const QString& name)
{
    return std::ranges::any_of(columns, [&name](const ColumnSchema& column) { return column.name == name; });
}

} // namespace

/// Asked for first and not by IF NOT EXISTS: that wants the right to make schemas even when there is nothing to make.
QString createPgSchemaSql(const QString& schema)
{
    return QStringLiteral("DO ") +
           pgLiteral(QStringLiteral("BEGIN IF NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ") +
                     pgLiteral(schema) + QStringLiteral(") THEN CREATE SCHEMA ") + pgQuoted(schema) +
                     QStringLiteral("; END IF; END"));
}

bool pgTypeIsPlain(const QString& type)
{
    static const QRegularExpression kPlain(QRegularExpression::anchoredPattern(kType));
    return type.size() <= kLongestType && !type.contains(QChar(0)) && kPlain.match(type).hasMatch();
}

Result<QStringList> createPgTableSql(const TableSchema& table)
{
    QStringList parts;
    for (const ColumnSchema& column : table.columns) {
        if (!pgTypeIsPlain(column.declaredType))
            return notPlain(table, column);
        QString part = pgQuoted(column.name) + u' ' + column.declaredType;
        if (column.notNull)
            part += QStringLiteral(" NOT NULL");
        if (const QString value = literalDefault(column.defaultValue); !value.isEmpty())
            part += QStringLiteral(" DEFAULT ") + value;
        parts.append(part);
    }
    for (const ColumnSchema& column : table.generatedColumns) {
        if (!pgTypeIsPlain(column.declaredType))
            return notPlain(table, column);
        if (isPlainExpression(column.defaultValue, table))
            parts.append(pgQuoted(column.name) + u' ' + column.declaredType + QStringLiteral(" GENERATED ALWAYS AS (") +
                         column.defaultValue + QStringLiteral(") STORED"));
    }
    if (!table.keyColumns.empty())
        parts.append(QStringLiteral("PRIMARY KEY (") + quotedList(keyNames(table)) + u')');
    QStringList statements;
    if (const QString schema = table.name.section(u'.', 0, 0); table.name.contains(u'.') && schema != u"public")
        statements.append(createPgSchemaSql(schema));
    statements.append(QStringLiteral("CREATE TABLE ") + pgQuotedTable(table.name) + QStringLiteral(" (\n    ") +
                      parts.join(QStringLiteral(",\n    ")) + QStringLiteral("\n)"));
    return statements;
}

QStringList createPgIndexSql(const TableSchema& table)
{
    QStringList statements;
    for (const UniqueIndex& index : table.indexes)
        statements.append(QStringLiteral("CREATE ") + (index.unique ? QStringLiteral("UNIQUE ") : QString()) +
                          QStringLiteral("INDEX IF NOT EXISTS ") + pgQuoted(index.name) + QStringLiteral(" ON ") +
                          pgQuotedTable(table.name) + QStringLiteral(" (") + quotedList(index.columns) + u')');
    return statements;
}

QStringList createPgForeignKeySql(const DatasetSchema& schema, const TableSchema& table)
{
    static const QSet<QString> kActions{QStringLiteral("CASCADE"), QStringLiteral("SET NULL"),
                                        QStringLiteral("SET DEFAULT"), QStringLiteral("RESTRICT")};
    QStringList statements;
    for (const ForeignKey& key : table.foreignKeys) {
        if (schema.table(key.referencedTable) == nullptr)
            continue;
        QString sql = QStringLiteral("ALTER TABLE ") + pgQuotedTable(table.name) +
                      QStringLiteral(" ADD FOREIGN KEY (") + quotedList(key.columns) + QStringLiteral(") REFERENCES ") +
                      pgQuotedTable(key.referencedTable);
        if (!key.referencedColumns.isEmpty())
            sql += QStringLiteral(" (") + quotedList(key.referencedColumns) + u')';
        if (kActions.contains(key.onUpdate))
            sql += QStringLiteral(" ON UPDATE ") + key.onUpdate;
        if (kActions.contains(key.onDelete))
            sql += QStringLiteral(" ON DELETE ") + key.onDelete;
        statements.append(sql + QStringLiteral(" DEFERRABLE INITIALLY DEFERRED"));
    }
    return statements;
}

QStringList addPgColumnsSql(const TableSchema& wanted, const TableSchema& found)
{
    QStringList statements;
    for (const ColumnSchema& column : wanted.columns) {
        if (found.column(column.name) != nullptr || hasColumn(found.generatedColumns, column.name) ||
            !pgTypeIsPlain(column.declaredType))
            continue;
        QString sql = QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3")
                          .arg(pgQuotedTable(wanted.name), pgQuoted(column.name), column.declaredType);
        if (const QString value = literalDefault(column.defaultValue); !value.isEmpty())
            sql += QStringLiteral(" DEFAULT ") + value + (column.notNull ? QStringLiteral(" NOT NULL") : QString());
        statements.append(sql);
    }
    return statements;
}

QStringList pgSchemaDifferences(const TableSchema& wanted, const TableSchema& found)
{
    QStringList differences;
    for (const ColumnSchema& column : wanted.columns) {
        if (const ColumnSchema* other = found.column(column.name))
            compareColumn(column, *other, differences);
        else if (hasColumn(found.generatedColumns, column.name))
            differences.append(QStringLiteral("column %1 is generated").arg(column.name));
        else
            differences.append(QStringLiteral("column %1 is missing").arg(column.name));
    }
    for (const ColumnSchema& column : found.columns) {
        if (column.notNull && column.defaultValue.isEmpty() && wanted.column(column.name) == nullptr)
            differences.append(QStringLiteral("column %1 is not known here and takes no NULL").arg(column.name));
    }
    if (keyNames(wanted) != keyNames(found))
        differences.append(
            QStringLiteral("the key is (%1), not (%2)")
                .arg(keyNames(found).join(QStringLiteral(", ")), keyNames(wanted).join(QStringLiteral(", "))));
    return differences;
}

} // namespace busheng
