// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_errors.h"

#include "engine/model/events.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

bool hasState(const Error& error, const char* state)
{
    return error.native.startsWith(QLatin1StringView(state));
}

/// The value or the row is what the server refuses. 08P01 is class "connection", but what it says about a value is that
/// its binary form ends too early, and that will not pass.
bool isAboutARow(const Error& error)
{
    static const std::array kStates{"22", "23", "44", "21000", "428C9", "54000", "P0", "08P01"};
    return std::any_of(kStates.begin(), kStates.end(), [&](const char* state) { return hasState(error, state); });
}

/// Beside what PgConnection knows to pass by itself: somebody cancelled our statement, and a server that became a
/// standby (the next connection may find the new primary).
bool mayPass(const Error& error)
{
    return error.transient || hasState(error, "57014") || hasState(error, "25006");
}

} // namespace

bool isPgRightsError(const Error& error)
{
    return hasState(error, "42501") || hasState(error, "28");
}

bool isPgRowError(const Error& error)
{
    if (error.code == ErrorCode::Conflict || isAboutARow(error))
        return error.code != ErrorCode::Cancelled;
    return error.code == ErrorCode::Sql && !mayPass(error) && !isPgRightsError(error);
}

Failure pgConflict(const QString& target, const QString& table, const QString& key, const QString& expected,
                   const QString& native)
{
    // The key is for the person who has to look at the row: in the arguments, not in the log line.
    Error error = makeEvent(ErrorCode::Conflict, events::TGT_CONFLICT, {table, key, expected},
                            QStringLiteral("table %1 of target %2: expected %3").arg(table, target, expected));
    error.native = native;
    return fail(error);
}

Failure pgTargetFailure(Error error, const QString& target)
{
    if (!error.event.isEmpty() || error.code != ErrorCode::Sql)
        return fail(std::move(error));
    error.event = events::TGT_UNAVAILABLE;
    error.args = {target, error.native};
    error.transient = mayPass(error) && !isAboutARow(error);
    if (isPgRightsError(error))
        error.code = ErrorCode::Config;
    return fail(withContext(std::move(error), QStringLiteral("target %1").arg(target)));
}

Failure explainPgError(Error error, const QString& target, const QString& table, const QString& key)
{
    if (error.code != ErrorCode::Cancelled && isAboutARow(error))
        return pgConflict(target, table, key, QStringLiteral("a row that the table accepts: %1").arg(error.native),
                          error.native);
    if (!error.event.isEmpty() || mayPass(error) || error.code != ErrorCode::Sql || isPgRightsError(error))
        return fail(withContext(std::move(error), QStringLiteral("table %1").arg(table)));
    Error differs = makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, error.native},
                              QStringLiteral("table %1 of target %2").arg(table, target));
    differs.native = error.native;
    return fail(differs);
}

} // namespace busheng
