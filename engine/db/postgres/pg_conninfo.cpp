// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_conninfo.h"

#include "engine/model/events.h"

#include <libpq-fe.h>

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

} // namespace

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
