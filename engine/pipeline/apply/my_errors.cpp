// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_errors.h"

#include "engine/db/mariadb/my_connection.h"
#include "engine/model/events.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr std::array kDuplicate = {1022, 1062, 1169, 1586};
/// The value or the row is what the server refuses.
constexpr std::array kRow = {
    1022, 1062, 1169, 1586, 1761, 1762,                   // a key that is there already
    1048, 1364,                                           // NULL, or no value, where there must be one
    1216, 1217, 1451, 1452,                               // references
    1264, 1265, 1292, 1366, 1367, 1406, 1411, 1416, 3854, // a value that the column does not take
    3140,                                                 // MySQL: no JSON
    1153, 1301, 1118, 1301,                               // too long for a packet or a page
    1644, 4025, 3819,                                     // a trigger or a check of the table says no
    1526, 1748,                                           // no partition takes it
    1267, 1300,                                           // characters
};
constexpr std::array kRights = {1044, 1045, 1142, 1143, 1227, 1370, 1410, 1698};

bool isOne(const auto& numbers, const Error& error)
{
    return std::ranges::find(numbers, myErrorNumber(error)) != numbers.end();
}

} // namespace

bool isMyRightsError(const Error& error)
{
    return isOne(kRights, error);
}

bool isMyDuplicate(const Error& error)
{
    return isOne(kDuplicate, error);
}

bool isMyRowError(const Error& error)
{
    if (error.code == ErrorCode::Conflict)
        return true;
    return error.code == ErrorCode::Sql && !error.transient && !isMyRightsError(error);
}

Failure myConflict(const QString& target, const QString& table, const QString& key, const QString& expected,
                   const QString& native)
{
    // The key is for the person who has to look at the row: in the arguments, not in the log line.
    Error error = makeEvent(ErrorCode::Conflict, events::TGT_CONFLICT, {table, key, expected},
                            QStringLiteral("table %1 of target %2: expected %3").arg(table, target, expected));
    error.native = native;
    return fail(error);
}

Failure myTargetFailure(Error error, const QString& target)
{
    if (!error.event.isEmpty() || error.code != ErrorCode::Sql)
        return fail(std::move(error));
    error.event = events::TGT_UNAVAILABLE;
    error.args = {target, error.native};
    if (isMyRightsError(error)) {
        error.code = ErrorCode::Config;
        error.transient = false;
    }
    return fail(withContext(std::move(error), QStringLiteral("target %1").arg(target)));
}

Failure explainMyError(Error error, const QString& target, const QString& table, const QString& key)
{
    if (error.code == ErrorCode::Sql && !error.transient && isOne(kRow, error))
        return myConflict(target, table, key, QStringLiteral("a row that the table accepts: %1").arg(error.native),
                          error.native);
    if (!error.event.isEmpty() || error.transient || error.code != ErrorCode::Sql || isMyRightsError(error))
        return fail(withContext(std::move(error), QStringLiteral("table %1").arg(table)));
    Error differs = makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, error.native},
                              QStringLiteral("table %1 of target %2").arg(table, target));
    differs.native = error.native;
    return fail(differs);
}

} // namespace busheng
