// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/capturer.h"

#include "engine/model/events.h"

#include <QSet>

namespace busheng {
namespace {

Failure notYet()
{
    const QString what =
        QStringLiteral("adding, removing or loading single tables of a dataset while it is being sent; "
                       "this version can do so by every route but SQLite's triggers");
    return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, QStringLiteral("not yet: %1").arg(what)));
}

} // namespace

Result<> Capturer::setTables(const QStringList& tables, CaptureSink&)
{
    ENGINE_TRY_AS(const DatasetSchema schema, readSchema());
    // Such routes are on databases that do not tell capitals.
    QSet<QString> now;
    QSet<QString> wanted;
    for (const TableSchema& table : schema.tables)
        now.insert(table.name.toCaseFolded());
    for (const QString& table : tables)
        wanted.insert(table.toCaseFolded());
    return now == wanted ? Result<>() : notYet();
}

Result<> Capturer::setLoading(std::uint32_t, bool, CaptureSink&)
{
    return notYet();
}

Result<std::optional<PositionedSnapshot>> Capturer::openTableSnapshot(std::uint32_t, CaptureSink& sink)
{
    ENGINE_TRY_AS(PositionedSnapshot snapshot, openSnapshot(sink));
    return std::optional(std::move(snapshot));
}

Result<std::optional<SourceLogState>> Capturer::readLogState()
{
    return std::optional<SourceLogState>();
}

} // namespace busheng
