// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/bound_filter.h"

#include "engine/db/mariadb/my_filter_dialect.h"
#include "engine/db/postgres/pg_filter_dialect.h"
#include "engine/db/sqlite/sqlite_filter_dialect.h"
#include "engine/db/values/neutral_filter_dialect.h"

#include <algorithm>

namespace busheng {

using Kind = RowFilter::Kind;
using Comparison = RowFilter::Comparison;
using Verdict = BoundFilter::Verdict;

struct BoundFilter::Node {
    Kind kind = Kind::And;
    Comparison comparison = Comparison::Equal;
    std::vector<Node> children;
    std::size_t column = 0;
    QString columnName;
    std::vector<ColumnLiteral> literals;
    ColumnPrefix prefix;
    bool mayBeUnreadable = false; ///< a Blob is a text that cannot be read
};

namespace {

const FilterDialect& dialectOf(const QString& engine)
{
    static const PgFilterDialect kPostgres;
    static const SqliteFilterDialect kSqlite;
    static const MyFilterDialect kMariaDb;
    static const NeutralFilterDialect kNeutral;
    if (engine == u"postgres")
        return kPostgres;
    if (engine == u"mariadb")
        return kMariaDb;
    return engine == u"odbc" ? static_cast<const FilterDialect&>(kNeutral) : kSqlite;
}

QString sign(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Equal:
        return QStringLiteral("=");
    case Comparison::NotEqual:
        return QStringLiteral("<>");
    case Comparison::Less:
        return QStringLiteral("<");
    case Comparison::LessOrEqual:
        return QStringLiteral("<=");
    case Comparison::Greater:
        return QStringLiteral(">");
    case Comparison::GreaterOrEqual:
        return QStringLiteral(">=");
    }
    return {};
}

bool holds(Comparison comparison, int order)
{
    switch (comparison) {
    case Comparison::Equal:
        return order == 0;
    case Comparison::NotEqual:
        return order != 0;
    case Comparison::Less:
        return order < 0;
    case Comparison::LessOrEqual:
        return order <= 0;
    case Comparison::Greater:
        return order > 0;
    case Comparison::GreaterOrEqual:
        return order >= 0;
    }
    return false;
}

Verdict verdictOf(bool isTrue)
{
    return isTrue ? Verdict::True : Verdict::False;
}

Failure aboutColumn(const QString& column, const QString& why)
{
    return fail(ErrorCode::Config, QStringLiteral("column %1: %2").arg(column, why));
}

} // namespace

Result<BoundFilter::Node> BoundFilter::bindNode(const RowFilter& filter, const TableSchema& table,
                                                const FilterDialect& dialect, QString& sql)
{
    Node node;
    node.kind = filter.kind;
    node.comparison = filter.comparison;
    if (filter.column.isEmpty()) {
        QStringList parts;
        for (const RowFilter& child : filter.children) {
            ENGINE_TRY_AS(Node bound, bindNode(child, table, dialect, parts.emplaceBack()));
            node.children.push_back(std::move(bound));
        }
        sql =
            node.kind == Kind::Not
                ? QString(QStringLiteral("(NOT ") + parts.front() + u')')
                : QString(u'(' + parts.join(node.kind == Kind::And ? QStringLiteral(" AND ") : QStringLiteral(" OR ")) +
                          u')');
        return node;
    }
    const auto found = std::ranges::find(table.columns, filter.column, &ColumnSchema::name);
    if (found == table.columns.end())
        return aboutColumn(filter.column, QStringLiteral("the table has no such column"));
    node.column = static_cast<std::size_t>(found - table.columns.begin());
    node.columnName = filter.column;
    node.mayBeUnreadable = dialect.mayBeUnreadable(*found);
    if (node.kind == Kind::IsNull) {
        sql = u'(' + dialect.name(*found) + QStringLiteral(" IS NULL)");
        return node;
    }
    if (node.kind == Kind::StartsWith) {
        auto prefix = dialect.prefix(*found, filter.literals.front().text);
        if (!prefix)
            return aboutColumn(filter.column, prefix.error().detail);
        node.prefix = std::move(*prefix);
        sql = node.prefix.sql;
        return node;
    }
    QStringList literals;
    for (const FilterLiteral& written : filter.literals) {
        auto literal = dialect.literal(*found, written);
        if (!literal)
            return aboutColumn(filter.column, literal.error().detail);
        literals.append(literal->sql);
        node.literals.push_back(std::move(*literal));
    }
    const QString left = u'(' + dialect.term(*found) + u' ';
    sql = node.kind == Kind::In
              ? QString(left + QStringLiteral("IN (") + literals.join(QStringLiteral(", ")) + QStringLiteral("))"))
              : QString(left + sign(filter.comparison) + u' ' + literals.front() + u')');
    return node;
}

Result<BoundFilter> BoundFilter::bind(const RowFilter& filter, const TableSchema& table, const QString& engine)
{
    BoundFilter bound;
    ENGINE_TRY_AS(Node root, bindNode(filter, table, dialectOf(engine), bound.m_sql));
    if (engine == u"odbc")
        bound.m_sql.clear();
    bound.m_columns = filterColumns(filter);
    bound.m_root = std::make_shared<const Node>(std::move(root));
    return bound;
}

Result<Verdict> BoundFilter::judgeColumn(const Node& node, const Cell& cell)
{
    if (cell.kind == CellKind::Unchanged)
        return Verdict::Unsettled;
    const bool isNull = cell.kind == CellKind::Null;
    if (node.kind == Kind::IsNull)
        return verdictOf(isNull);
    if (isNull || (node.mayBeUnreadable && cell.kind == CellKind::Blob))
        return Verdict::Unknown;
    const auto noValue = [&node] {
        return fail(ErrorCode::Corrupt, QStringLiteral("column %1 holds no value of its type").arg(node.columnName));
    };
    if (node.kind == Kind::StartsWith) {
        const auto matches = node.prefix.matches(cell);
        return matches ? Result<Verdict>(verdictOf(*matches)) : noValue();
    }
    bool any = false;
    for (const ColumnLiteral& literal : node.literals) {
        const auto order = literal.compare(cell);
        if (!order)
            return noValue();
        any = any || (node.kind == Kind::In ? *order == 0 : holds(node.comparison, *order));
    }
    return verdictOf(any);
}

Result<Verdict> BoundFilter::judgeNode(const Node& node, std::span<const Cell> row)
{
    if (!node.columnName.isEmpty()) {
        if (node.column >= row.size())
            return fail(ErrorCode::Corrupt, QStringLiteral("a row lacks column %1").arg(node.columnName));
        return judgeColumn(node, row[node.column]);
    }
    if (node.kind == Kind::Not) {
        ENGINE_TRY_AS(const Verdict inner, judgeNode(node.children.front(), row));
        if (inner == Verdict::True || inner == Verdict::False)
            return verdictOf(inner == Verdict::False);
        return inner;
    }
    // One False decides an AND, one True an OR; else what is not settled weighs more than what NULL leaves open.
    const Verdict decisive = verdictOf(node.kind == Kind::Or);
    Verdict whole = verdictOf(node.kind == Kind::And);
    for (const Node& child : node.children) {
        ENGINE_TRY_AS(const Verdict part, judgeNode(child, row));
        if (part == decisive)
            return decisive;
        if (part == Verdict::Unsettled || (part == Verdict::Unknown && whole != Verdict::Unsettled))
            whole = part;
    }
    return whole;
}

Result<Verdict> BoundFilter::judge(std::span<const Cell> row) const
{
    return judgeNode(*m_root, row);
}

} // namespace busheng
