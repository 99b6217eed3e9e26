// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_conninfo.h"

#include "engine/model/events.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace busheng {
namespace {

Failure bad(const QString& shown, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("database"), QStringLiteral("location"), shown, expected},
                          QStringLiteral("location: %1").arg(expected)));
}

using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Result<Parsed> parse(const QString& location)
{
    char* message = nullptr;
    Parsed options(PQconninfoParse(location.toUtf8().constData(), &message), PQconninfoFree);
    const std::unique_ptr<char, decltype(&PQfreemem)> why(message, PQfreemem);
    if (!options)
        return bad(QStringLiteral("..."), QString::fromUtf8(why ? why.get() : "libpq keywords").simplified());
    return options;
}

QString valueOf(const Parsed& options, const char* keyword)
{
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (QLatin1StringView(option->keyword) == QLatin1StringView(keyword))
            return QString::fromUtf8(option->val == nullptr ? "" : option->val);
    }
    return {};
}

QStringList listOf(const Parsed& options, const char* keyword)
{
    const QString value = valueOf(options, keyword);
    return value.isEmpty() ? QStringList() : value.split(u',');
}

Result<std::vector<PgServer>> serversOf(const Parsed& options)
{
    const QStringList hosts = listOf(options, "host");
    const QStringList addresses = listOf(options, "hostaddr");
    const QStringList ports = listOf(options, "port");
    const qsizetype count = std::max({hosts.size(), addresses.size(), qsizetype{1}});
    const bool hostsFit = hosts.isEmpty() || addresses.isEmpty() || hosts.size() == addresses.size();
    if (!hostsFit || (ports.size() > 1 && ports.size() != count))
        return bad(ports.join(u','), QStringLiteral("one port for all addresses, or one for each"));
    std::vector<PgServer> servers;
    QStringList seen;
    for (qsizetype i = 0; i < count; ++i) {
        const PgServer server{hosts.value(i).trimmed(), addresses.value(i).trimmed(),
                              ports.size() == 1 ? ports.front().trimmed() : ports.value(i).trimmed()};
        const bool isEmpty = (server.host.isEmpty() && !hosts.isEmpty()) ||
                             (server.hostAddress.isEmpty() && !addresses.isEmpty()) ||
                             (server.port.isEmpty() && !ports.isEmpty());
        if (count > 1 && (isEmpty || seen.contains(server.toString())))
            return bad(hosts.join(u','), QStringLiteral("each address once, and none of them empty"));
        seen.append(server.toString());
        servers.push_back(server);
    }
    if (count > 1 && !valueOf(options, "target_session_attrs").isEmpty())
        return bad(QStringLiteral("target_session_attrs"),
                   QStringLiteral("without it: of several addresses the one that is a primary is taken"));
    return servers;
}

} // namespace

QString PgServer::toString() const
{
    const QString shown = host.isEmpty() ? hostAddress : host;
    const QString number = port.isEmpty() ? QStringLiteral("5432") : port;
    return (shown.contains(u':') ? QString(u'[' + shown + u']') : shown) + u':' + number;
}

Result<std::vector<PgServer>> pgServers(const QString& location)
{
    ENGINE_TRY_AS(const Parsed options, parse(location));
    return serversOf(options);
}

QString whyNotPgServer(const QString& known, const QString& found)
{
    if (found.isEmpty())
        return QStringLiteral("it does not say which database it is");
    const QString system = found.section(u'/', 0, 0);
    const QString timeline = found.section(u'/', 1);
    const QString knownSystem = known.section(u'/', 0, 0);
    const QString knownTimeline = known.section(u'/', 1);
    if (system != knownSystem)
        return QStringLiteral("it is another database: system %1 instead of %2").arg(system, knownSystem);
    if (timeline.toUInt() < knownTimeline.toUInt())
        return QStringLiteral("it is a former primary: timeline %1, another server is at %2")
            .arg(timeline, knownTimeline);
    return {};
}

Result<> checkPgConninfo(const QString& location)
{
    ENGINE_TRY_AS(const Parsed options, parse(location));
    bool hasDatabase = false;
    bool hasUser = false;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        const bool given = option->val != nullptr && *option->val != '\0';
        const QLatin1StringView keyword(option->keyword);
        if (given && (keyword == QLatin1StringView("password") || keyword == QLatin1StringView("sslpassword")))
            return bad(QStringLiteral("..."),
                       QStringLiteral("no password in it: put it into a passfile (passfile=/path, mode 0600)"));
        hasDatabase = hasDatabase ||
                      (given && (keyword == QLatin1StringView("dbname") || keyword == QLatin1StringView("service")));
        hasUser =
            hasUser || (given && (keyword == QLatin1StringView("user") || keyword == QLatin1StringView("service")));
    }
    if (!hasDatabase || !hasUser)
        return bad(location, QStringLiteral("libpq keywords with dbname and user: host=10.1.2.3 dbname=rsxt "
                                            "user=busheng passfile=/etc/busheng/pgpass"));
    ENGINE_TRY(serversOf(options));
    return {};
}

Result<QString> pgConninfoAs(const QString& location, const QString& user)
{
    ENGINE_TRY(checkPgConninfo(location));
    ENGINE_TRY_AS(const Parsed options, parse(location));
    QStringList keywords;
    const auto add = [&keywords](const QString& keyword, QString value) {
        value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
        keywords.append(QStringLiteral("%1='%2'").arg(keyword, value));
    };
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr && QLatin1StringView(option->keyword) != QLatin1StringView("user"))
            add(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    }
    add(QStringLiteral("user"), user);
    return keywords.join(u' ');
}

} // namespace busheng
