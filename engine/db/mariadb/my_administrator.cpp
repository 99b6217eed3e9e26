// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_administrator.h"

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

const QString kUserIfNone = QStringLiteral("CREATE USER IF NOT EXISTS ");
const QVersionNumber kMySqlWithUserIfNone(5, 7);
constexpr int kUserIsThere = 1396;

QString statementFor(const MyConnection& connection, const QString& statement)
{
    const bool isOld = !connection.isMariaDb() && connection.version() < kMySqlWithUserIfNone;
    return isOld && statement.startsWith(kUserIfNone)
               ? QStringLiteral("CREATE USER ") + statement.mid(kUserIfNone.size())
               : statement;
}

} // namespace

Result<QStringList> runMyAsAdministrator(const QString& location, const QString& name, const QString& administrator,
                                         const QStringList& statements, std::stop_token stop)
{
    MyConnection::Options options;
    ENGINE_TRY_AS(options.location, myLocationAs(location, administrator));
    options.name = name;
    options.purpose = QStringLiteral("rights");
    options.stop = std::move(stop);
    auto opened = MyConnection::open(options);
    if (!opened)
        return fail(makeEvent(ErrorCode::Config, events::RGT_REFUSED,
                              {name, QStringLiteral("CONNECT"), opened.error().native}, opened.error().toString()));
    for (const QString& statement : statements) {
        auto run = (*opened)->execute(statementFor(**opened, statement));
        if (run || (statement.startsWith(kUserIfNone) && myErrorNumber(run.error()) == kUserIsThere))
            continue;
        if (run.error().transient || run.error().code == ErrorCode::Cancelled)
            return fail(std::move(run).error());
        return fail(makeEvent(ErrorCode::Config, events::RGT_REFUSED, {name, statement, run.error().native},
                              run.error().toString()));
    }
    return statements;
}

} // namespace busheng
