// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_dialect.h"

#include "engine/db/values/neutral_values.h"

#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kMostWholeDigits = 18;

QString doubled(QString text, const QString& quote)
{
    return text.replace(quote, quote + quote);
}

} // namespace

QString filled(const OdbcTemplate& text, const OdbcFilling& filling)
{
    QString made;
    qsizetype at = 0;
    while (true) {
        const qsizetype open = text.indexOf(u'{', at);
        const qsizetype close = open < 0 ? -1 : text.indexOf(u'}', open);
        if (close < 0)
            return made + text.mid(at);
        const auto value = filling.constFind(text.mid(open + 1, close - open - 1));
        made += text.mid(at, open - at);
        made += value == filling.constEnd() ? text.mid(open, close - open + 1) : *value;
        at = close + 1;
    }
}

QString OdbcDialect::quoted(const QString& identifier) const
{
    return quoteOpen + doubled(identifier, quoteClose) + quoteClose;
}

QString OdbcDialect::quotedTable(const QString& table) const
{
    const qsizetype dot = hasSchemas ? table.indexOf(u'.') : -1;
    return dot < 0 ? quoted(table) : QString(quoted(table.left(dot)) + u'.' + quoted(table.mid(dot + 1)));
}

QString OdbcDialect::literal(const QString& text) const
{
    QString escaped = doubled(text, QStringLiteral("'"));
    if (escapesBackslash)
        escaped = doubled(escaped, QStringLiteral("\\"));
    return filled(textLiteral, {{QStringLiteral("text"), escaped}});
}

std::optional<QString> OdbcDialect::keyLiteral(const CommonType& type, const Cell& cell) const
{
    const QString word = neutralTypeName(type).section(u'(', 0, 0);
    switch (type.kind) {
    case CommonKind::Boolean:
    case CommonKind::Integer:
        if (cell.kind == CellKind::Integer)
            return QString::number(cell.integer);
        [[fallthrough]];
    case CommonKind::Decimal: {
        static const QRegularExpression kNumber(QStringLiteral("\\A-?[0-9]+(\\.[0-9]+)?\\z"));
        const QString number = QString::fromLatin1(cell.bytes.data(), qsizetype(cell.bytes.size()));
        const bool isNumber = cell.kind == CellKind::Text && kNumber.match(number).hasMatch();
        return isNumber ? std::optional(number) : std::nullopt;
    }
    case CommonKind::Binary:
        if (cell.kind != CellKind::Blob || !literals.contains(word))
            return std::nullopt;
        return filled(literals[word], {{QStringLiteral("hex"), toHex(cell.bytes)}});
    default:
        break;
    }
    if (cell.kind != CellKind::Text)
        return std::nullopt;
    const QString text = QString::fromUtf8(cell.bytes.data(), qsizetype(cell.bytes.size()));
    if (type.kind == CommonKind::Text)
        return text.contains(QChar(0)) ? std::nullopt : std::optional(literal(text));
    // A date, a time, a UUID: what comes from another node must not become a statement.
    static const QRegularExpression kPlain(QStringLiteral("\\A[0-9A-Za-z :.+-]+\\z"));
    if (!literals.contains(word) || !kPlain.match(text).hasMatch())
        return std::nullopt;
    return filled(literals[word], {{QStringLiteral("text"), doubled(text, QStringLiteral("'"))}});
}

const OdbcTypeRule* OdbcDialect::rule(const QString& native, std::optional<int> precision,
                                      std::optional<int> scale) const
{
    const auto fits = [&](const OdbcTypeRule& candidate) {
        if (candidate.native.compare(native, Qt::CaseInsensitive) != 0)
            return false;
        switch (candidate.when) {
        case OdbcTypeRule::When::HasPrecision:
            return precision.value_or(0) > 0;
        case OdbcTypeRule::When::NoPrecision:
            return precision.value_or(0) == 0;
        case OdbcTypeRule::When::IsWhole:
            return scale == 0 && precision.value_or(0) > 0 && *precision <= kMostWholeDigits;
        case OdbcTypeRule::When::Always:
            break;
        }
        return true;
    };
    const auto found = std::ranges::find_if(types, fits);
    return found == types.end() ? nullptr : &*found;
}

} // namespace busheng
