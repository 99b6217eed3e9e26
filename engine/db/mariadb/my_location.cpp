// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_location.h"

#include "engine/model/events.h"

#include <QSet>

#include <optional>
#include <vector>

namespace busheng {
namespace {

constexpr int kLargestPort = 65'535;

using Keyword = std::pair<QString, QString>;

Failure bad(const QString& shown, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("database"), QStringLiteral("location"), shown, expected},
                          QStringLiteral("location: %1").arg(expected)));
}

/// One value that begins at `at`, which is moved behind it. Nothing: a quote is not closed.
std::optional<QString> readValue(const QString& text, qsizetype& at)
{
    QString value;
    const bool isQuoted = at < text.size() && text[at] == u'\'';
    at += isQuoted ? 1 : 0;
    for (; at < text.size(); ++at) {
        if (text[at] == u'\\' && at + 1 < text.size())
            ++at;
        else if (isQuoted && text[at] == u'\'')
            break;
        else if (!isQuoted && text[at].isSpace())
            return value;
        value += text[at];
    }
    if (isQuoted && at++ >= text.size())
        return std::nullopt;
    return value;
}

Result<std::vector<Keyword>> split(const QString& text)
{
    std::vector<Keyword> keywords;
    QSet<QString> seen;
    qsizetype at = 0;
    while (true) {
        while (at < text.size() && text[at].isSpace())
            ++at;
        if (at == text.size())
            return keywords;
        const qsizetype equals = text.indexOf(u'=', at);
        if (equals < 0)
            return bad(text.mid(at), QStringLiteral("keyword=value, parted by blanks"));
        const QString keyword = text.mid(at, equals - at).trimmed().toLower();
        at = equals + 1;
        const auto value = readValue(text, at);
        if (!value)
            return bad(QStringLiteral("..."), QStringLiteral("a closing quote (') is missing"));
        if (seen.contains(keyword))
            return bad(keyword, QStringLiteral("each keyword once"));
        seen.insert(keyword);
        keywords.emplace_back(keyword, *value);
    }
}

bool isThisMachine(const MyLocation& location)
{
    return location.isSocket() || location.host == u"localhost" || location.host == u"127.0.0.1" ||
           location.host == u"::1";
}

Result<> take(const Keyword& keyword, MyLocation& location, std::optional<MyTls>& tls)
{
    const auto& [name, value] = keyword;
    if (name == u"host") {
        location.host = value;
    } else if (name == u"port") {
        bool isNumber = false;
        location.port = value.toInt(&isNumber);
        if (!isNumber || location.port < 1 || location.port > kLargestPort)
            return bad(value, QStringLiteral("a port from 1 to 65535"));
    } else if (name == u"dbname") {
        location.database = value;
    } else if (name == u"user") {
        location.user = value;
    } else if (name == u"passfile") {
        location.passfile = value;
    } else if (name == u"sslrootcert") {
        location.rootCertificate = value;
    } else if (name == u"sslcert") {
        location.certificate = value;
    } else if (name == u"sslkey") {
        location.key = value;
    } else if (name == u"sslmode") {
        if (value == u"disable")
            tls = MyTls::Off;
        else if (value == u"require")
            tls = MyTls::Require;
        else if (value == u"verify-full")
            tls = MyTls::VerifyFull;
        else
            return bad(value, QStringLiteral("disable, require or verify-full"));
    } else if (name == u"password") {
        return bad(QStringLiteral("..."), QStringLiteral("no password in it: give it to the vault, or put it into an "
                                                         "option file (passfile=/path, mode 0600)"));
    } else {
        return bad(name, QStringLiteral("host, port, dbname, user, passfile, sslmode, sslrootcert, sslcert or sslkey"));
    }
    return {};
}

} // namespace

Result<MyLocation> parseMyLocation(const QString& text)
{
    ENGINE_TRY_AS(const std::vector<Keyword> keywords, split(text));
    MyLocation location;
    location.host = QStringLiteral("localhost");
    std::optional<MyTls> tls;
    for (const Keyword& keyword : keywords)
        ENGINE_TRY(take(keyword, location, tls));
    if (location.database.isEmpty() || location.user.isEmpty() || location.host.isEmpty())
        return bad(text, QStringLiteral("keywords with dbname and user: host=10.1.2.3 dbname=rsxt user=busheng "
                                        "passfile=/etc/busheng/rsxt.cnf"));
    location.tls = tls.value_or(isThisMachine(location) ? MyTls::Off : MyTls::VerifyFull);
    return location;
}

Result<QString> myLocationAs(const QString& text, const QString& user)
{
    ENGINE_TRY(parseMyLocation(text));
    ENGINE_TRY_AS(const std::vector<Keyword> keywords, split(text));
    QStringList parts;
    const auto add = [&parts](const QString& keyword, QString value) {
        value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
        parts.append(QStringLiteral("%1='%2'").arg(keyword, value));
    };
    for (const auto& [keyword, value] : keywords) {
        if (keyword != u"user")
            add(keyword, value);
    }
    add(QStringLiteral("user"), user);
    return parts.join(u' ');
}

} // namespace busheng
