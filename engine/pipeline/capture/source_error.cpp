// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/source_error.h"

#include "engine/model/events.h"

namespace busheng {

Error asSourceError(Error error, const QString& source)
{
    if (error.code == ErrorCode::Sql && error.event.isEmpty()) {
        error.event = events::SRC_UNAVAILABLE;
        error.args = {source, error.native};
        error.transient = true; // a person may bring it back at any time, and the position stays
    }
    return withContext(std::move(error), QStringLiteral("source %1").arg(source));
}

Error positionLost(const QString& source, std::uint64_t wanted, std::uint64_t oldest, const QString& why)
{
    return makeEvent(
        ErrorCode::Schema, events::SRC_POSITION_LOST, {source, QString::number(wanted), QString::number(oldest)},
        QStringLiteral("source %1 cannot go on after position %2: %3").arg(source, QString::number(wanted), why));
}

Error structureDrift(const QString& source, const QString& table, const QString& what)
{
    return makeEvent(ErrorCode::Schema, events::CAP_DRIFT, {source, table, what},
                     QStringLiteral("source %1, table %2: %3").arg(source, table, what));
}

Error triggerOff(const QString& source, const QString& object, const QString& why)
{
    return makeEvent(ErrorCode::Schema, events::CAP_TRIGGER_OFF, {source, object},
                     QStringLiteral("source %1, %2: %3").arg(source, object, why));
}

Error notNow(const QString& source, const QString& table, const QString& why)
{
    return makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED,
                     {source, table,
                      QStringLiteral("what it needs at the source could not be made yet (%1); it is tried again every "
                                     "ten seconds, and the other tables flow")
                          .arg(why)},
                     QStringLiteral("source %1, table %2: %3").arg(source, table, why));
}

Error tooLargeWithoutKey(const QString& source, const QString& table, std::int64_t bytes)
{
    const QString why =
        QStringLiteral("it has no key and takes %1 MiB: without a key at most %2 MiB can be loaded among "
                       "the changes; give it a key, or publish it in a dataset of its own")
            .arg(bytes >> 20)
            .arg(kMostKeylessBytes >> 20);
    return makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {source, table, why},
                     QStringLiteral("source %1, table %2: %3").arg(source, table, why));
}

} // namespace busheng
