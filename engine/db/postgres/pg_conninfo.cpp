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

} // namespace

Result<> checkPgConninfo(const QString& location)
{
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(location.toUtf8().constData(), &message), PQconninfoFree);
    const std::unique_ptr<char, decltype(&PQfreemem)> why(message, PQfreemem);
    if (!options)
        return bad(QStringLiteral("..."), QString::fromUtf8(why ? why.get() : "libpq keywords").simplified());
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

} // namespace busheng
