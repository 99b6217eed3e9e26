// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_location.h"

#include "engine/model/events.h"

#include <QMap>
#include <QSet>

#include <algorithm>
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

bool isThisMachine(const MyServer& server)
{
    return server.isSocket() || server.host == u"localhost" || server.host == u"127.0.0.1" || server.host == u"::1";
}

/// Hosts and ports, with commas.
struct Addresses {
    QStringList hosts{QStringLiteral("localhost")};
    std::vector<int> ports{MyServer().port};
};

Result<> takePorts(const QString& value, Addresses& addresses)
{
    addresses.ports.clear();
    for (const QString& text : value.split(u',')) {
        bool isNumber = false;
        const int port = text.toInt(&isNumber);
        if (!isNumber || port < 1 || port > kLargestPort)
            return bad(value, QStringLiteral("a port from 1 to 65535"));
        addresses.ports.push_back(port);
    }
    return {};
}

Result<std::vector<MyServer>> serversOf(const Addresses& addresses)
{
    const auto count = static_cast<std::size_t>(addresses.hosts.size());
    if (addresses.ports.size() > 1 && addresses.ports.size() != count)
        return bad(addresses.hosts.join(u','), QStringLiteral("one port for all addresses, or one for each"));
    std::vector<MyServer> servers;
    QStringList seen;
    for (std::size_t i = 0; i < count; ++i) {
        const MyServer server{addresses.hosts.at(static_cast<qsizetype>(i)).trimmed(),
                              addresses.ports.size() == 1 ? addresses.ports.front() : addresses.ports[i]};
        if (count > 1 && (server.host.isEmpty() || seen.contains(server.toString())))
            return bad(addresses.hosts.join(u','), QStringLiteral("each address once, and none of them empty"));
        seen.append(server.toString());
        servers.push_back(server);
    }
    return servers;
}

/// The newest number of each domain: "0-1-270,1-2-9".
QMap<QString, quint64> numbersOf(const QString& gtids)
{
    QMap<QString, quint64> numbers;
    for (const QString& gtid : gtids.split(u',', Qt::SkipEmptyParts)) {
        quint64& newest = numbers[gtid.section(u'-', 0, 0).trimmed()];
        newest = std::max(newest, gtid.section(u'-', 2, 2).toULongLong());
    }
    return numbers;
}

Result<> take(const Keyword& keyword, MyLocation& location, Addresses& addresses, std::optional<MyTls>& tls)
{
    const auto& [name, value] = keyword;
    if (name == u"host") {
        addresses.hosts = value.split(u',');
    } else if (name == u"port") {
        return takePorts(value, addresses);
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
    Addresses addresses;
    std::optional<MyTls> tls;
    for (const Keyword& keyword : keywords)
        ENGINE_TRY(take(keyword, location, addresses, tls));
    ENGINE_TRY_AS(location.servers, serversOf(addresses));
    if (location.database.isEmpty() || location.user.isEmpty() || location.servers.front().host.isEmpty())
        return bad(text, QStringLiteral("keywords with dbname and user: host=10.1.2.3 dbname=rsxt user=busheng "
                                        "passfile=/etc/busheng/rsxt.cnf"));
    location.tls = tls.value_or(std::ranges::all_of(location.servers, isThisMachine) ? MyTls::Off : MyTls::VerifyFull);
    return location;
}

QString MyServer::toString() const
{
    if (isSocket())
        return host;
    return (host.contains(u':') ? QString(u'[' + host + u']') : host) + u':' + QString::number(port);
}

QString whyNotMyServer(const QString& known, const QString& found)
{
    const QMap<QString, quint64> has = numbersOf(found);
    const QMap<QString, quint64> must = numbersOf(known);
    for (auto domain = must.begin(); domain != must.end(); ++domain) {
        if (!has.contains(domain.key()))
            return QStringLiteral("it is another database: its log has no transaction of domain %1").arg(domain.key());
        if (has.value(domain.key()) < domain.value())
            return QStringLiteral("it lacks transactions that another server has: it is at %1, that one was at %2")
                .arg(found, known);
    }
    return {};
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
