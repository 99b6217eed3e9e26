// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/row_filter.h"

#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

using Kind = RowFilter::Kind;
using Comparison = RowFilter::Comparison;

constexpr int kDeepest = 64;
constexpr int kMostComparisons = 1'000;
constexpr qsizetype kShownOfToken = 20;

struct Token {
    enum class Kind { End, Word, Name, Number, Text, Sign, Bad };
    Kind kind = Kind::End;
    QString text; ///< without quotes
    qsizetype at = 0;
};

QString unquoted(QStringView quoted, QChar quote)
{
    QString text = quoted.mid(1, quoted.size() - 2).toString();
    return text.replace(QString(2, quote), QString(quote));
}

Token tokenAt(const QString& text, qsizetype at)
{
    static const QRegularExpression kToken(
        QStringLiteral("\\s*(?:(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)|(?<name>\"(?:[^\"]|\"\")+\")|"
                       "(?<number>[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?)|(?<text>'(?:[^']|'')*')|"
                       "(?<sign><=|>=|<>|!=|[=<>(),])|(?<bad>\\S)|$)"),
        QRegularExpression::UseUnicodePropertiesOption);
    const auto match =
        kToken.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    const auto taken = [&match](const QString& group, Token::Kind kind) -> std::optional<Token> {
        if (match.capturedStart(group) < 0)
            return std::nullopt;
        return Token{kind, match.captured(group), match.capturedStart(group)};
    };
    if (auto token = taken(QStringLiteral("word"), Token::Kind::Word))
        return *token;
    if (auto token = taken(QStringLiteral("number"), Token::Kind::Number))
        return *token;
    if (auto token = taken(QStringLiteral("sign"), Token::Kind::Sign))
        return *token;
    if (auto token = taken(QStringLiteral("bad"), Token::Kind::Bad))
        return *token;
    if (auto token = taken(QStringLiteral("name"), Token::Kind::Name)) {
        token->text = unquoted(token->text, u'"');
        return *token;
    }
    if (auto token = taken(QStringLiteral("text"), Token::Kind::Text)) {
        token->text = unquoted(token->text, u'\'');
        return *token;
    }
    return {Token::Kind::End, {}, text.size()};
}

RowFilter negated(RowFilter filter)
{
    RowFilter whole;
    whole.kind = Kind::Not;
    whole.children.push_back(std::move(filter));
    return whole;
}

class FilterParser {
public:
    explicit FilterParser(const QString& text) : m_text(text) { advance(); }

    Result<RowFilter> parse()
    {
        ENGINE_TRY_AS(RowFilter whole, joined(0, Kind::Or));
        if (m_token.kind != Token::Kind::End)
            return unexpected(QStringLiteral("AND, OR or the end"));
        return whole;
    }

private:
    void advance()
    {
        m_token = tokenAt(m_text, m_next);
        // Behind the token as it is written, quotes included.
        qsizetype length = m_token.text.size();
        if (m_token.kind == Token::Kind::Name || m_token.kind == Token::Kind::Text)
            length += 2 + m_token.text.count(m_token.kind == Token::Kind::Name ? u'"' : u'\'');
        m_next = m_token.at + length;
    }

    Failure unexpected(const QString& expected) const
    {
        const QString found = m_token.kind == Token::Kind::End
                                  ? QStringLiteral("the end")
                                  : QString(u'\'' + m_token.text.left(kShownOfToken) + u'\'');
        return fail(ErrorCode::Config,
                    QStringLiteral("character %1: expected %2, found %3").arg(m_token.at + 1).arg(expected, found));
    }

    bool isWord(QLatin1String word) const
    {
        return m_token.kind == Token::Kind::Word && m_token.text.compare(word, Qt::CaseInsensitive) == 0;
    }

    bool takeWord(QLatin1String word)
    {
        const bool taken = isWord(word);
        if (taken)
            advance();
        return taken;
    }

    bool takeSign(QLatin1String sign)
    {
        const bool taken = m_token.kind == Token::Kind::Sign && m_token.text == sign;
        if (taken)
            advance();
        return taken;
    }

    /// Terms joined by OR, or factors joined by AND.
    Result<RowFilter> joined(int depth, Kind kind)
    {
        const bool isOr = kind == Kind::Or;
        RowFilter whole;
        whole.kind = kind;
        do {
            ENGINE_TRY_AS(RowFilter part, isOr ? joined(depth, Kind::And) : factor(depth));
            whole.children.push_back(std::move(part));
        } while (takeWord(isOr ? QLatin1String("or") : QLatin1String("and")));
        if (whole.children.size() > 1)
            return whole;
        RowFilter only = std::move(whole.children.front());
        return only;
    }

    Result<RowFilter> factor(int depth)
    {
        if (depth > kDeepest)
            return unexpected(QStringLiteral("at most %1 parts inside each other").arg(kDeepest));
        if (takeWord(QLatin1String("not"))) {
            ENGINE_TRY_AS(RowFilter inner, factor(depth + 1));
            return negated(std::move(inner));
        }
        if (takeSign(QLatin1String("("))) {
            ENGINE_TRY_AS(RowFilter inner, joined(depth + 1, Kind::Or));
            if (!takeSign(QLatin1String(")")))
                return unexpected(QStringLiteral("AND, OR or )"));
            return inner;
        }
        return comparison();
    }

    bool isKeyword() const
    {
        for (const char* word : {"and", "or", "not", "in", "is", "like", "null", "true", "false"}) {
            if (isWord(QLatin1String(word)))
                return true;
        }
        return false;
    }

    Result<RowFilter> comparison()
    {
        const bool isName = m_token.kind == Token::Kind::Name || (m_token.kind == Token::Kind::Word && !isKeyword());
        if (!isName)
            return unexpected(QStringLiteral("a column, NOT or ("));
        if (++m_comparisons > kMostComparisons)
            return unexpected(QStringLiteral("at most %1 comparisons").arg(kMostComparisons));
        RowFilter made;
        made.column = m_token.text;
        advance();
        if (takeWord(QLatin1String("is")))
            return isNull(std::move(made));
        const bool isNot = takeWord(QLatin1String("not"));
        if (takeWord(QLatin1String("in"))) {
            ENGINE_TRY(list(made));
        } else if (takeWord(QLatin1String("like"))) {
            ENGINE_TRY(prefix(made));
        } else if (isNot) {
            return unexpected(QStringLiteral("IN or LIKE"));
        } else {
            ENGINE_TRY(compared(made));
        }
        if (isNot)
            return negated(std::move(made));
        return made;
    }

    Result<RowFilter> isNull(RowFilter made)
    {
        const bool isNot = takeWord(QLatin1String("not"));
        if (!takeWord(QLatin1String("null")))
            return unexpected(QStringLiteral("NULL"));
        made.kind = Kind::IsNull;
        if (isNot)
            return negated(std::move(made));
        return made;
    }

    Result<> literal(RowFilter& made)
    {
        FilterLiteral value;
        value.text = m_token.text;
        if (m_token.kind == Token::Kind::Number)
            value.kind = FilterLiteral::Kind::Number;
        else if (isWord(QLatin1String("true")) || isWord(QLatin1String("false")))
            value = {FilterLiteral::Kind::Boolean, m_token.text.toLower()};
        else if (m_token.kind != Token::Kind::Text)
            return unexpected(QStringLiteral("a number, a 'text', TRUE or FALSE"));
        if (value.text.contains(QChar(0)))
            return unexpected(QStringLiteral("a text without a NUL"));
        made.literals.push_back(std::move(value));
        advance();
        return {};
    }

    Result<> list(RowFilter& made)
    {
        made.kind = Kind::In;
        if (!takeSign(QLatin1String("(")))
            return unexpected(QStringLiteral("("));
        do {
            ENGINE_TRY(literal(made));
        } while (takeSign(QLatin1String(",")));
        if (!takeSign(QLatin1String(")")))
            return unexpected(QStringLiteral(", or )"));
        return {};
    }

    Result<> prefix(RowFilter& made)
    {
        made.kind = Kind::StartsWith;
        const QString pattern = m_token.kind == Token::Kind::Text ? m_token.text : QString();
        const QString start = pattern.chopped(pattern.isEmpty() ? 0 : 1);
        if (!pattern.endsWith(u'%') || start.contains(u'%') || start.contains(u'_') || start.contains(u'\\'))
            return unexpected(QStringLiteral("a 'text%' with one % at its end, and no _ or \\"));
        if (start.contains(QChar(0)))
            return unexpected(QStringLiteral("a text without a NUL"));
        made.literals.push_back({FilterLiteral::Kind::Text, start});
        advance();
        return {};
    }

    Result<> compared(RowFilter& made)
    {
        static const std::pair<QLatin1String, Comparison> kSigns[] = {
            {QLatin1String("="), Comparison::Equal},          {QLatin1String("<>"), Comparison::NotEqual},
            {QLatin1String("!="), Comparison::NotEqual},      {QLatin1String("<"), Comparison::Less},
            {QLatin1String("<="), Comparison::LessOrEqual},   {QLatin1String(">"), Comparison::Greater},
            {QLatin1String(">="), Comparison::GreaterOrEqual}};
        made.kind = Kind::Compare;
        for (const auto& [sign, comparison] : kSigns) {
            if (takeSign(sign)) {
                made.comparison = comparison;
                return literal(made);
            }
        }
        return unexpected(QStringLiteral("=, <>, <, <=, >, >=, IN, LIKE or IS"));
    }

    const QString& m_text;
    Token m_token;
    qsizetype m_next = 0;
    int m_comparisons = 0;
};

void collectColumns(const RowFilter& filter, QStringList& columns)
{
    if (!filter.column.isEmpty() && !columns.contains(filter.column))
        columns.append(filter.column);
    for (const RowFilter& child : filter.children)
        collectColumns(child, columns);
}

} // namespace

Result<RowFilter> parseRowFilter(const QString& text)
{
    if (text.size() > kLongestFilter)
        return fail(ErrorCode::Config, QStringLiteral("a filter has at most %1 characters").arg(kLongestFilter));
    FilterParser parser(text);
    return parser.parse();
}

QStringList filterColumns(const RowFilter& filter)
{
    QStringList columns;
    collectColumns(filter, columns);
    return columns;
}

bool isWithin(const RowFilter& narrower, const RowFilter& wider)
{
    if (narrower == wider)
        return true;
    if (narrower.kind != RowFilter::Kind::And)
        return false;
    const auto joins = [&narrower](const RowFilter& condition) {
        return std::ranges::any_of(narrower.children,
                                   [&](const RowFilter& child) { return isWithin(child, condition); });
    };
    return wider.kind == RowFilter::Kind::And ? std::ranges::all_of(wider.children, joins) : joins(wider);
}

} // namespace busheng
