// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_target_desk.h"

#include "engine/db/mariadb/my_location.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_fault_sql.h"
#include "engine/pipeline/apply/plain_target_desk.h"

namespace busheng {

Result<std::unique_ptr<TargetDesk>> openMyTargetDesk(const DatabaseConfig& target, std::stop_token stop)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(target.location));
    MyConnection::Options options;
    options.location = target.location;
    options.name = target.name;
    options.purpose = QStringLiteral("desk");
    options.stop = std::move(stop);
    const auto explain = [name = target.name](Error error) { return myTargetFailure(std::move(error), name); };
    auto opened = MyConnection::open(options);
    if (!opened)
        return explain(std::move(opened).error());
    std::shared_ptr<MyConnection> connection = std::move(*opened);
    // The stream's own transaction may hold a row for long; the person shall try again.
    if (auto set = connection->execute(QStringLiteral("SET SESSION innodb_lock_wait_timeout = 5")); !set)
        return explain(std::move(set).error());
    auto sql = std::make_unique<MyFaultSql>(*connection, location.database);
    return openPlainTargetDesk(std::move(connection), std::move(sql), target.name, explain);
}

} // namespace busheng
