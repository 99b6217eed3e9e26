// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_guard.h"

namespace busheng {

const QString kSqliteGuardTable = QStringLiteral("busheng_guard");

QStringList sqliteGuardSql()
{
    return {
        QStringLiteral("CREATE TABLE IF NOT EXISTS busheng_guard(active INTEGER NOT NULL)"),
        QStringLiteral("INSERT INTO busheng_guard(active) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM busheng_guard)")};
}

Result<> setSqliteGuard(SqliteDatabase& database, bool active)
{
    if (!database.inTransaction())
        return fail(ErrorCode::Internal,
                    QStringLiteral("the capture guard of %1 is set outside of a transaction").arg(database.name()));
    ENGINE_TRY_AS(const std::int64_t exists,
                  database.queryInteger(QStringLiteral(
                      "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'busheng_guard'")));
    if (exists == 0)
        return {};
    const QString value = active ? QStringLiteral("1") : QStringLiteral("0");
    ENGINE_TRY(database.execute(QStringLiteral("UPDATE busheng_guard SET active = ") + value));
    if (database.changes() == 0)
        ENGINE_TRY(database.execute(QStringLiteral("INSERT INTO busheng_guard(active) VALUES(%1)").arg(value)));
    return {};
}

} // namespace busheng
