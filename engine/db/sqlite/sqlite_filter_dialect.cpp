// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_filter_dialect.h"

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/db/sqlite/sqlite_ddl.h"

#include <QRegularExpression>

#include <cmath>

namespace busheng {
namespace {

int sign(int order)
{
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

template <typename T>
int order(T left, T right)
{
    return left < right ? -1 : left > right ? 1 : 0;
}

/// Exact, also beyond 2^53.
int order(std::int64_t left, double right)
{
    constexpr double kBeyond = 9223372036854775808.0; // 2^63
    if (right >= kBeyond)
        return -1;
    if (right < -kBeyond)
        return 1;
    const double whole = std::trunc(right);
    const auto integer = static_cast<std::int64_t>(whole);
    return left != integer ? order(left, integer) : order(whole, right);
}

/// Numbers, texts, blobs: a value of an earlier class is less than any of a later one.
int classOf(CellKind kind)
{
    return kind == CellKind::Text ? 1 : kind == CellKind::Blob ? 2 : 0;
}

std::optional<int> compareInteger(const Cell& cell, std::int64_t literal)
{
    if (cell.kind == CellKind::Integer)
        return order(cell.integer, literal);
    return cell.kind == CellKind::Real ? -order(literal, cell.real) : 1;
}

std::optional<int> compareReal(const Cell& cell, double literal)
{
    if (cell.kind == CellKind::Real)
        return order(cell.real, literal);
    return cell.kind == CellKind::Integer ? order(cell.integer, literal) : 1;
}

std::optional<int> compareText(const Cell& cell, BytesView literal)
{
    if (const int other = classOf(cell.kind); other != 1)
        return other < 1 ? -1 : 1;
    return sign(cell.bytes.compare(literal));
}

QString textSql(const QString& text)
{
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', QStringLiteral("''")) + u'\'';
}

Result<ColumnLiteral> number(const QString& digits)
{
    bool isInteger = false;
    const qint64 integer = digits.toLongLong(&isInteger);
    if (isInteger)
        return ColumnLiteral{[integer](const Cell& cell) { return compareInteger(cell, integer); },
                             QString::number(integer)};
    bool isNumber = false;
    const double real = digits.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(real))
        return fail(ErrorCode::Config, QStringLiteral("a number that a double can hold is expected"));
    return ColumnLiteral{[real](const Cell& cell) { return compareReal(cell, real); }, QString::number(real, 'e', 17)};
}

} // namespace

QString SqliteFilterDialect::name(const ColumnSchema& column) const
{
    return QStringLiteral("t.") + sqliteQuoted(column.name);
}

QString SqliteFilterDialect::term(const ColumnSchema& column) const
{
    return name(column) + QStringLiteral(" COLLATE BINARY");
}

Result<ColumnLiteral> SqliteFilterDialect::literal(const ColumnSchema& column, const FilterLiteral& literal) const
{
    static const QRegularExpression kNumber(
        QRegularExpression::anchoredPattern(QStringLiteral("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*")));
    if (literal.kind == FilterLiteral::Kind::Boolean)
        return number(literal.text == u"true" ? QStringLiteral("1") : QStringLiteral("0"));
    const QString affinity = sqliteAffinity(column.declaredType);
    const bool isText = affinity == u"TEXT";
    const bool isNumeric = !isText && affinity != u"BLOB";
    const bool looksLikeNumber = kNumber.match(literal.text).hasMatch();
    if (literal.kind == FilterLiteral::Kind::Number && isText)
        return fail(ErrorCode::Config, QStringLiteral("it holds texts, so a 'text' is expected"));
    if (literal.kind == FilterLiteral::Kind::Number || (isNumeric && looksLikeNumber))
        return number(literal.text.trimmed());
    const QByteArray utf8 = literal.text.toUtf8();
    return ColumnLiteral{[bytes = Bytes(view(utf8))](const Cell& cell) { return compareText(cell, bytes); },
                         textSql(literal.text)};
}

Result<ColumnPrefix> SqliteFilterDialect::prefix(const ColumnSchema& column, const QString& text) const
{
    const QByteArray utf8 = text.toUtf8();
    const QString condition = QStringLiteral("(CASE WHEN %1 IS NULL THEN NULL ELSE typeof(%1) = 'text' AND "
                                             "substr(%1, 1, %2) = %3 COLLATE BINARY END)");
    return ColumnPrefix{[bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<bool> {
                            return cell.kind == CellKind::Text && cell.bytes.starts_with(bytes);
                        },
                        condition.arg(name(column)).arg(text.toUcs4().size()).arg(textSql(text))};
}

} // namespace busheng
