// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/odbc_location.h"

#include "engine/model/events.h"

#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

using Keywords = QList<std::pair<QString, QString>>;

Failure bad(const QString& shown, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("database"), QStringLiteral("location"), shown, expected},
                          QStringLiteral("location: %1").arg(expected)));
}

bool is(const QString& keyword, const char* name)
{
    return keyword.compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
}

/// One value that begins at `at`, which is moved behind its semicolon. Nothing: a brace is not closed.
std::optional<QString> readValue(const QString& text, qsizetype& at)
{
    while (at < text.size() && text[at].isSpace())
        ++at;
    if (at == text.size() || text[at] != u'{') {
        const qsizetype end = text.indexOf(u';', at);
        const QString value = text.mid(at, end < 0 ? -1 : end - at).trimmed();
        at = end < 0 ? text.size() : end + 1;
        return value;
    }
    QString value;
    for (++at; at < text.size(); ++at) {
        if (text[at] != u'}') {
            value += text[at];
            continue;
        }
        if (at + 1 == text.size() || text[at + 1] != u'}') {
            const qsizetype end = text.indexOf(u';', at);
            const bool isClean = text.mid(at + 1, end < 0 ? -1 : end - at - 1).trimmed().isEmpty();
            at = end < 0 ? text.size() : end + 1;
            return isClean ? std::optional(value) : std::nullopt;
        }
        value += text[at++];
    }
    return std::nullopt;
}

Result<Keywords> split(const QString& text)
{
    Keywords keywords;
    QSet<QString> seen;
    for (qsizetype at = 0; at < text.size();) {
        if (text[at].isSpace() || text[at] == u';') {
            ++at;
            continue;
        }
        const qsizetype equals = text.indexOf(u'=', at);
        const QString keyword = text.mid(at, equals < 0 ? -1 : equals - at).trimmed();
        if (equals < 0 || keyword.isEmpty() || keyword.contains(u';'))
            return bad(keyword.section(u';', 0, 0), QStringLiteral("keyword=value, parted by semicolons"));
        at = equals + 1;
        const auto value = readValue(text, at);
        if (!value)
            return bad(keyword, QStringLiteral("a value in braces ends with one closing brace and a semicolon"));
        if (seen.contains(keyword.toLower()))
            return bad(keyword, QStringLiteral("each keyword once"));
        seen.insert(keyword.toLower());
        keywords.append({keyword, *value});
    }
    return keywords;
}

QString braced(QString value)
{
    static const QString kSpecial = QStringLiteral("[]{}(),;?*=!@");
    const bool isPlain = !value.isEmpty() && value == value.trimmed() &&
                         std::ranges::none_of(value, [](QChar c) { return kSpecial.contains(c); });
    return isPlain ? value : QString(u'{' + value.replace(u'}', QStringLiteral("}}")) + u'}');
}

/// A driver's name stands in braces by custom, and some drivers know paths only without them.
QString joined(const Keywords& keywords)
{
    QString text;
    for (const auto& [keyword, value] : keywords)
        text += keyword + u'=' + (is(keyword, "Driver") ? QString(u'{' + value + u'}') : braced(value)) + u';';
    return text;
}

} // namespace

QString OdbcLocation::connectionString(const QString& extra, const QString& password) const
{
    Keywords all = keywords;
    const auto has = [&all](const QString& keyword) {
        return std::ranges::any_of(
            all, [&](const auto& one) { return one.first.compare(keyword, Qt::CaseInsensitive) == 0; });
    };
    for (const auto& [keyword, value] : split(extra).value_or(Keywords())) {
        if (!has(keyword))
            all.append({keyword, value});
    }
    if (!password.isEmpty())
        all.append({QStringLiteral("PWD"), password});
    return joined(all);
}

QString OdbcLocation::written() const
{
    return QStringLiteral("Dialect=") + braced(dialect) + u';' + joined(keywords);
}

Result<OdbcLocation> parseOdbcLocation(const QString& text)
{
    ENGINE_TRY_AS(const Keywords keywords, split(text));
    OdbcLocation location;
    bool hasPlace = false;
    for (const auto& [keyword, value] : keywords) {
        if (is(keyword, "PWD") || is(keyword, "Password"))
            return bad(keyword, QStringLiteral("no password in it: give it to the vault (secret set NAME)"));
        if (is(keyword, "Dialect")) {
            location.dialect = value.toLower();
            continue;
        }
        hasPlace = hasPlace || ((is(keyword, "DSN") || is(keyword, "Driver")) && !value.isEmpty());
        location.keywords.append({keyword, value});
    }
    if (location.dialect.isEmpty() || !hasPlace)
        return bad(text,
                   QStringLiteral("Dialect=NAME and a data source or driver: Dialect=dameng;DSN=rsxt;UID=busheng, or "
                                  "Dialect=dameng;Driver={DM8 ODBC DRIVER};Server=10.1.2.3;UID=busheng"));
    return location;
}

} // namespace busheng
