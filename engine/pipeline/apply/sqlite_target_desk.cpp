// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_target_desk.h"

#include "engine/pipeline/apply/plain_target_desk.h"
#include "engine/pipeline/apply/sqlite_fault_sql.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"

namespace busheng {

Result<std::unique_ptr<TargetDesk>> openSqliteTargetDesk(const DatabaseConfig& target)
{
    const auto explain = [name = target.name](Error error) { return sqliteTargetFailure(std::move(error), name); };
    auto opened = SqliteDatabase::open(target.location, SqliteDatabase::OpenMode::ReadWriteCreate, target.name);
    if (!opened)
        return explain(std::move(opened).error());
    std::shared_ptr<SqliteDatabase> database = std::move(*opened);
    if (auto set = database->execute(QStringLiteral("PRAGMA synchronous = FULL")); !set)
        return explain(std::move(set).error());
    auto sql = std::make_unique<SqliteFaultSql>(*database);
    return openPlainTargetDesk(std::move(database), std::move(sql), target.name, explain);
}

} // namespace busheng
