// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/configuration_check.h"

#include "engine/model/events.h"
#include "engine/net/peer_address.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

Failure badValue(const QString& where, const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {where, key, value, expected},
                          QStringLiteral("%1: %2 is '%3', expected %4").arg(where, key, value, expected)));
}

Failure badPath(const QString& path, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {QStringLiteral("location"), path, why},
                          QStringLiteral("location %1: %2").arg(path, why)));
}

Failure notYet(const QString& what)
{
    return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, QStringLiteral("not yet: %1").arg(what)));
}

Result<> checkDatabase(const DatabaseConfig& database)
{
    if (database.driver != QStringLiteral("sqlite"))
        return notYet(QStringLiteral("driver '%1'; this version speaks sqlite").arg(database.driver));
    if (!QDir::isAbsolutePath(database.location))
        return badPath(database.location, QStringLiteral("it is not an absolute path"));
    return {};
}

} // namespace

Result<> checkSource(const DatabaseConfig& source)
{
    ENGINE_TRY(checkDatabase(source));
    const QFileInfo file(source.location);
    if (!file.isFile())
        return badPath(source.location, QStringLiteral("there is no such file"));
    if (!file.isReadable() || !file.isWritable())
        return badPath(source.location, QStringLiteral("the trigger route needs to read and write it"));
    return {};
}

Result<> checkTarget(const DatabaseConfig& target)
{
    ENGINE_TRY(checkDatabase(target));
    const QFileInfo file(target.location);
    if (!QFileInfo(file.path()).isDir())
        return badPath(target.location, QStringLiteral("its folder is not there"));
    if (file.exists() && (!file.isFile() || !file.isWritable()))
        return badPath(target.location, QStringLiteral("it is not a writable file"));
    return {};
}

Result<> checkDataset(const DatasetConfig& dataset, const std::vector<DatabaseConfig>& sources)
{
    if (dataset.route != Route::Trigger)
        return notYet(QStringLiteral("route '%1'; this version has the trigger route").arg(routeName(dataset.route)));
    if (dataset.tables.isEmpty())
        return badValue(dataset.name, QStringLiteral("tables"), QString(), QStringLiteral("at least one table"));
    const auto source = std::ranges::find(sources, dataset.source, &DatabaseConfig::name);
    if (source == sources.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("source"), dataset.source},
                              QStringLiteral("no source '%1'").arg(dataset.source)));
    ENGINE_TRY_AS(const std::vector<Finding> findings, preflightSqliteDataset(*source, dataset));
    for (const Finding& finding : findings) {
        if (finding.severity == FindingSeverity::Error)
            return fail(makeEvent(ErrorCode::Schema, finding.event, finding.args,
                                  QStringLiteral("preflight of %1").arg(finding.subject)));
    }
    return {};
}

Result<> checkLink(const LinkConfig& link, const QString& ownCode)
{
    if (link.peerCode == ownCode)
        return badValue(link.peerCode, QStringLiteral("peerCode"), link.peerCode,
                        QStringLiteral("another node than this one"));
    for (const QString& address : link.address.split(u',', Qt::SkipEmptyParts))
        ENGINE_TRY(parseAddress(address.trimmed()));
    return {};
}

Result<> checkConfiguration(const NodeConfiguration& configuration, const QString& ownCode)
{
    for (const DatabaseConfig& source : configuration.sources)
        ENGINE_TRY(checkSource(source));
    for (const DatabaseConfig& target : configuration.targets)
        ENGINE_TRY(checkTarget(target));
    for (const DatasetConfig& dataset : configuration.datasets)
        ENGINE_TRY(checkDataset(dataset, configuration.sources));
    for (const LinkConfig& link : configuration.links)
        ENGINE_TRY(checkLink(link, ownCode));
    return {};
}

} // namespace busheng
