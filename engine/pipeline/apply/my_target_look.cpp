// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_ddl.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_target_structure.h"
#include "engine/pipeline/apply/target_comparison.h"

namespace busheng {

Result<TargetLook> lookAtMyTarget(const MyTarget& target, const DatasetSchema& schema, bool ignoreColumns)
{
    const QString& name = target.target.name;
    ENGINE_TRY(requireEngine(schema, QStringLiteral("mariadb"), name));
    auto connection = MyConnection::open(target.connection(QStringLiteral("look")));
    if (!connection)
        return myTargetFailure(std::move(connection).error(), name);
    TargetLook look;
    const auto find = [&connection](const QString& table) { return findMyTable(**connection, table); };
    auto wanted = compareTables(schema, ignoreColumns, find, mySchemaDifferences, look);
    if (!wanted)
        return myTargetFailure(std::move(wanted).error(), name);
    auto sql = myStructureSql(**connection, name, *wanted, target.addColumns);
    if (!sql)
        return myTargetFailure(std::move(sql).error(), name);
    look.sql = std::move(*sql);
    return look;
}

} // namespace busheng
