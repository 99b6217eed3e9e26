// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_statement_text.h"

#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

using Kind = MyStatement::Kind;

constexpr std::size_t kMostRead = 64U << 10; ///< names stand at the beginning

/// Words, quoted names, and single characters.
class Tokens {
public:
    explicit Tokens(const QString& text) : m_text(text) {}

    struct Token {
        QString text;
        bool isName = false; ///< stood in quotes
        bool isEnd = false;
    };

    Token next()
    {
        skip();
        if (m_at >= m_text.size())
            return {{}, false, true};
        const QChar first = m_text[m_at];
        if (first == u'`' || first == u'"' || first == u'\'')
            return quoted(first);
        if (!isWord(first))
            return {QString(m_text[m_at++]), false, false};
        const qsizetype start = m_at;
        while (m_at < m_text.size() && isWord(m_text[m_at]))
            ++m_at;
        return {m_text.mid(start, m_at - start), false, false};
    }

private:
    static bool isWord(QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$' || c.unicode() > 0x7f; }

    Token quoted(QChar quote)
    {
        Token token{{}, true, false};
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == quote) {
                if (m_at + 1 >= m_text.size() || m_text[m_at + 1] != quote)
                    break;
                ++m_at;
            }
            token.text += m_text[m_at];
        }
        ++m_at;
        return token;
    }

    /// Blanks and comments. Of one that is executed only its frame: "/*!100301 word */".
    void skip()
    {
        while (m_at < m_text.size()) {
            const QStringView rest = QStringView(m_text).mid(m_at);
            if (rest[0].isSpace()) {
                ++m_at;
            } else if (rest.startsWith(u"/*!") || rest.startsWith(u"/*M!")) {
                m_at += rest.startsWith(u"/*M!") ? 4 : 3;
                while (m_at < m_text.size() && m_text[m_at].isDigit())
                    ++m_at;
            } else if (rest.startsWith(u"/*")) {
                m_at = endOf(QStringLiteral("*/"));
            } else if (rest.startsWith(u"*/")) {
                m_at += 2;
            } else if (rest[0] == u'#' || rest.startsWith(u"-- ")) {
                m_at = endOf(QStringLiteral("\n"));
            } else {
                return;
            }
        }
    }

    qsizetype endOf(const QString& mark) const
    {
        const qsizetype found = m_text.indexOf(mark, m_at);
        return found < 0 ? m_text.size() : found + mark.size();
    }

    const QString& m_text;
    qsizetype m_at = 0;
};

bool is(const Tokens::Token& token, const char* word)
{
    return !token.isName && !token.isEnd && token.text.compare(QLatin1StringView(word), Qt::CaseInsensitive) == 0;
}

bool isAnyOf(const Tokens::Token& token, std::initializer_list<const char*> words)
{
    return std::any_of(words.begin(), words.end(), [&token](const char* word) { return is(token, word); });
}

/// A name, perhaps behind a database's; `token` is then the one behind it.
QString readName(Tokens& tokens, Tokens::Token& token, const QString& database)
{
    QString name = token.text;
    token = tokens.next();
    if (!is(token, "."))
        return database + u'.' + name;
    name += u'.' + tokens.next().text;
    token = tokens.next();
    return name;
}

/// TABLE [IF EXISTS] a, b.c ...
QStringList readNames(Tokens& tokens, const QString& database)
{
    Tokens::Token token = tokens.next();
    while (isAnyOf(token, {"TEMPORARY", "TABLE", "TABLES", "IF", "EXISTS", "IGNORE", "ONLINE"}))
        token = tokens.next();
    QStringList names;
    while (!token.isEnd) {
        names.append(readName(tokens, token, database));
        if (!is(token, ","))
            return names;
        token = tokens.next();
    }
    return names;
}

MyStatement readAlter(Tokens& tokens, const QString& database)
{
    Tokens::Token token = tokens.next();
    while (isAnyOf(token, {"ONLINE", "IGNORE"}))
        token = tokens.next();
    if (!is(token, "TABLE"))
        return {Kind::Definition, {}};
    token = tokens.next();
    while (isAnyOf(token, {"IF", "EXISTS"}))
        token = tokens.next();
    const QString table = readName(tokens, token, database);
    Tokens::Token before;
    for (; !token.isEnd; before = token, token = tokens.next()) {
        if (is(token, "PARTITION") && isAnyOf(before, {"DROP", "TRUNCATE", "EXCHANGE"}))
            return {Kind::Moved, {table}};
        if (is(token, "RENAME")) {
            token = tokens.next();
            if (!isAnyOf(token, {"COLUMN", "INDEX", "KEY"}))
                return {Kind::Moved, {table}};
        }
    }
    return {Kind::Definition, {table}};
}

/// ... INDEX i ON t: what is altered is the table, whose key it may be.
MyStatement readIndex(Tokens& tokens, const QString& database)
{
    Tokens::Token token = tokens.next();
    while (!token.isEnd && !is(token, "ON"))
        token = tokens.next();
    token = tokens.next();
    return {Kind::Definition, token.isEnd ? QStringList() : QStringList{readName(tokens, token, database)}};
}

/// DROP TABLE; DROP DATABASE takes every table in it.
MyStatement readDrop(Tokens& tokens, const QString& database)
{
    Tokens::Token token = tokens.next();
    if (isAnyOf(token, {"DATABASE", "SCHEMA"})) {
        token = tokens.next();
        while (isAnyOf(token, {"IF", "EXISTS"}))
            token = tokens.next();
        return {Kind::Emptied, {token.text + QStringLiteral(".*")}};
    }
    if (is(token, "TABLE"))
        return {Kind::Emptied, readNames(tokens, database)};
    if (is(token, "INDEX"))
        return readIndex(tokens, database);
    return {Kind::Definition, {}}; // temporary tables among them
}

/// RENAME TABLE a TO b, c TO d: rows go from the old names, and come under the new ones, without being named.
MyStatement readRename(Tokens& tokens, const QString& database)
{
    Tokens::Token token = tokens.next();
    if (!isAnyOf(token, {"TABLE", "TABLES"}))
        return {Kind::Definition, {}};
    MyStatement statement{Kind::Moved, {}};
    token = tokens.next();
    while (!token.isEnd) {
        while (isAnyOf(token, {"IF", "EXISTS", "TO", ","}))
            token = tokens.next();
        if (isAnyOf(token, {"WAIT", "NOWAIT"}))
            token = tokens.next();
        else if (!token.isEnd)
            statement.tables.append(readName(tokens, token, database));
    }
    return statement;
}

/// CREATE OR REPLACE TABLE drops the one before.
MyStatement readCreate(Tokens& tokens, const QString& database)
{
    Tokens::Token token = tokens.next();
    const bool replaces = is(token, "OR") && is(tokens.next(), "REPLACE");
    if (replaces)
        token = tokens.next();
    while (isAnyOf(token, {"UNIQUE", "FULLTEXT", "SPATIAL"}))
        token = tokens.next();
    if (is(token, "INDEX"))
        return readIndex(tokens, database);
    if (!is(token, "TABLE")) // temporary tables among them
        return {Kind::Definition, {}};
    token = tokens.next();
    while (isAnyOf(token, {"IF", "NOT", "EXISTS"}))
        token = tokens.next();
    return {replaces ? Kind::Emptied : Kind::Definition, {readName(tokens, token, database)}};
}

/// The server empties tables in memory so after a start: DELETE FROM `db`.`table`, nothing behind it.
MyStatement readDelete(Tokens& tokens, const QString& database)
{
    if (!is(tokens.next(), "FROM"))
        return {Kind::Rows, {}};
    Tokens::Token token = tokens.next();
    const QString name = readName(tokens, token, database);
    return token.isEnd ? MyStatement{Kind::Emptied, {name}} : MyStatement{Kind::Rows, {}};
}

} // namespace

MyStatement readMyStatement(BytesView statement, const QString& database)
{
    const QString text =
        QString::fromUtf8(statement.data(), static_cast<qsizetype>(std::min(statement.size(), kMostRead)));
    Tokens tokens(text);
    Tokens::Token first = tokens.next();
    if (is(first, "SET")) { // SET STATEMENT x = y FOR statement
        if (!is(tokens.next(), "STATEMENT"))
            return {Kind::Definition, {}};
        while (!first.isEnd && !is(first, "FOR"))
            first = tokens.next();
        first = tokens.next();
    }
    if (is(first, "BEGIN"))
        return {Kind::Begin, {}};
    if (is(first, "COMMIT"))
        return {Kind::Commit, {}};
    if (is(first, "ROLLBACK"))
        return {is(tokens.next(), "TO") ? Kind::Savepoint : Kind::Rollback, {}};
    if (isAnyOf(first, {"SAVEPOINT", "RELEASE"}))
        return {Kind::Savepoint, {}};
    if (is(first, "XA"))
        return {isAnyOf(tokens.next(), {"START", "BEGIN"}) ? Kind::Begin : Kind::Xa, {}};
    if (is(first, "TRUNCATE"))
        return {Kind::Emptied, readNames(tokens, database)};
    if (is(first, "DROP"))
        return readDrop(tokens, database);
    if (is(first, "RENAME"))
        return readRename(tokens, database);
    if (is(first, "ALTER"))
        return readAlter(tokens, database);
    if (is(first, "CREATE"))
        return readCreate(tokens, database);
    if (is(first, "DELETE"))
        return readDelete(tokens, database);
    if (isAnyOf(first, {"GRANT", "REVOKE", "ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "FLUSH", "SET", "INSTALL",
                        "UNINSTALL", "RESET", "USE", "BACKUP"}) ||
        first.isEnd)
        return {Kind::Definition, {}};
    return {Kind::Rows, {}};
}

} // namespace busheng
