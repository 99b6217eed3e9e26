// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gate/gate_query.h"

#include "engine/db/row_query.h"

namespace busheng {
namespace {

QStringList quoted(const GateDialect& dialect, const QStringList& names, const QString& before = {})
{
    QStringList all;
    for (const QString& name : names)
        all.append(before + dialect.name(name.trimmed()));
    return all;
}

QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(", "));
}

QString allPresent(const QStringList& columns)
{
    return columns.join(QStringLiteral(" IS NOT NULL AND ")) + QStringLiteral(" IS NOT NULL");
}

QString outsideRange(const GateDialect& dialect, const QString& column, const QString& range)
{
    const QString low = range.section(QStringLiteral(".."), 0, 0).trimmed();
    const QString high = range.section(QStringLiteral(".."), 1).trimmed();
    QStringList outside;
    if (!low.isEmpty())
        outside.append(column + QStringLiteral(" < ") + dialect.text(low));
    if (!high.isEmpty())
        outside.append(column + QStringLiteral(" > ") + dialect.text(high));
    return outside.join(QStringLiteral(" OR "));
}

/// Rows whose `columns` are no row of `table`.
QString without(const GateRule& rule, const GateDialect& dialect, const QString& shown, const QString& table,
                const QStringList& there)
{
    const QStringList here = quoted(dialect, rule.columns, QStringLiteral("g."));
    const QStringList other = quoted(dialect, there, QStringLiteral("r."));
    QStringList equal;
    for (qsizetype i = 0; i < here.size(); ++i)
        equal.append(other[i] + QStringLiteral(" = ") + here[i]);
    return QStringLiteral("SELECT %1 FROM %2 g WHERE %3 AND NOT EXISTS (SELECT 1 FROM %4 r WHERE %5)")
        .arg(shown, dialect.table(rule.table), allPresent(here), dialect.table(table),
             equal.join(QStringLiteral(" AND ")));
}

} // namespace

QString GateDialect::name(const QString& plain) const
{
    const QChar quote = driver == u"mariadb" ? u'`' : u'"';
    return quote + QString(plain).replace(quote, QString(2, quote)) + quote;
}

QString GateDialect::table(const QString& plain) const
{
    if (driver == u"sqlite" || !plain.contains(u'.'))
        return name(plain);
    return name(plain.section(u'.', 0, 0)) + u'.' + name(plain.section(u'.', 1));
}

QString GateDialect::text(const QString& plain) const
{
    QString escaped = plain;
    if (driver == u"mariadb")
        escaped.replace(u'\\', QStringLiteral("\\\\"));
    return u'\'' + escaped.replace(u'\'', QStringLiteral("''")) + u'\'';
}

GateQuery gateQuery(const GateRule& rule, const GateDialect& dialect, const QStringList& key)
{
    if (rule.kind == u"sql")
        return {withoutSemicolon(rule.argument)};
    const QString table = dialect.table(rule.table);
    if (rule.kind == u"rows")
        return {QStringLiteral("SELECT count(*) FROM ") + table, false, true};
    const QStringList columns = quoted(dialect, rule.columns);
    const QString shown = joined(quoted(dialect, key.isEmpty() ? rule.columns : key));
    if (rule.kind == u"unique")
        return {QStringLiteral("SELECT %1 FROM %2 WHERE %3 GROUP BY %1 HAVING count(*) > 1")
                    .arg(joined(columns), table, allPresent(columns))};
    if (rule.kind == u"notNull")
        return {QStringLiteral("SELECT %1 FROM %2 WHERE %3 IS NULL")
                    .arg(shown, table, columns.join(QStringLiteral(" IS NULL OR ")))};
    if (rule.kind == u"range")
        return {QStringLiteral("SELECT %1 FROM %2 WHERE %3")
                    .arg(shown, table, outsideRange(dialect, columns.front(), rule.argument))};
    const QString shownHere = joined(quoted(dialect, key.isEmpty() ? rule.columns : key, QStringLiteral("g.")));
    if (rule.kind == u"references") {
        const qsizetype open = rule.argument.indexOf(u'(');
        return {without(rule, dialect, shownHere, rule.argument.left(open).trimmed(),
                        rule.argument.mid(open + 1).chopped(1).split(u',', Qt::SkipEmptyParts))};
    }
    if (rule.kind == u"codes" && rule.argument.startsWith(u"table:")) {
        const QString place = rule.argument.mid(6);
        return {without(rule, dialect, shownHere, place.section(u'.', 0, -2), {place.section(u'.', -1)})};
    }
    return {QStringLiteral("SELECT %1, %2 FROM %3 WHERE %2 IS NOT NULL").arg(shown, columns.front(), table), true};
}

bool isRowCountRight(const QString& range, quint64 rows)
{
    const QString low = range.section(QStringLiteral(".."), 0, 0).trimmed();
    const QString high = range.section(QStringLiteral(".."), 1).trimmed();
    return (low.isEmpty() || rows >= low.toULongLong()) && (high.isEmpty() || rows <= high.toULongLong());
}

} // namespace busheng
