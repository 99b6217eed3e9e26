// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/polled_routes.h"

#include "engine/host/mariadb_driver.h"
#include "engine/host/odbc_driver.h"
#include "engine/host/route_memory.h"
#include "engine/pipeline/capture/pg_rights_sql.h"
#include "engine/pipeline/capture/polled_preflight.h"
#include "engine/pipeline/capture/polling_capturer.h"

namespace busheng {
namespace {

Result<std::unique_ptr<PolledSource>> openPolledSource(const CaptureJob& job, std::stop_token stop)
{
    if (job.source.driver == u"postgres")
        return openPgPolledSource(job.source, job.dataset, std::move(stop));
    if (job.source.driver == u"mariadb")
        return openMariaDbPolledSource(job, std::move(stop));
    if (job.source.driver == u"odbc")
        return openOdbcSource(job, std::move(stop));
    return openSqlitePolledSource(job.source, job.dataset);
}

Result<std::unique_ptr<PolledRoute>> routeOf(const CaptureJob& job, RouteMemory& memory)
{
    if (job.dataset.route == Route::Timestamp)
        return stampRoute(job.dataset, job.source.name, memory, systemClock());
    if (job.dataset.route == Route::Trigger)
        return triggerRoute(job.source.name, systemClock());
    if (job.dataset.route == Route::Flag)
        return flagRoute(job.dataset, job.source.name, systemClock());
    if (job.dataset.route == Route::FullCopy)
        return copyRoute(job.dataset, memory, systemClock());
    return compareRoute();
}

/// Triggers go before what they write to.
Result<> uninstallFrom(PolledSource& source, const QString& name)
{
    TableSchema table;
    table.name = name;
    for (const QString& sql : source.uninstallSql(table))
        ENGINE_TRY(source.alter(sql));
    return {};
}

/// Of a look before operation, which keeps nothing.
class NoMemory final : public RouteMemory {
public:
    Result<Marks> marks() override { return Marks(); }
    Result<> save(const Marks&) override { return {}; }
};

} // namespace

Result<std::unique_ptr<RouteMemory>> JournalRouteMemory::open(const QString& journalPath, const QString& dataset)
{
    ENGINE_TRY_AS(auto journal, Journal::open(journalPath));
    return std::unique_ptr<RouteMemory>(new JournalRouteMemory(std::move(journal), dataset));
}

bool isPolled(const DatabaseConfig& source, Route route)
{
    return route != Route::Log && !(route == Route::Trigger && source.driver == u"sqlite");
}

Result<std::unique_ptr<Capturer>> openPolledCapturer(const CaptureJob& job, Position resumeAfter,
                                                     const std::optional<DatasetSchema>& known, std::stop_token stop)
{
    ENGINE_TRY_AS(auto source, openPolledSource(job, stop));
    ENGINE_TRY_AS(auto memory, JournalRouteMemory::open(job.journalPath, job.dataset.name));
    ENGINE_TRY_AS(auto route, routeOf(job, *memory));
    return PollingCapturer::open({job.source.name, job.dataset.tables, std::move(source), std::move(memory),
                                  std::move(route), systemClock(), std::move(stop)},
                                 resumeAfter, known);
}

Result<std::vector<Finding>> preflightPolled(const CaptureJob& job)
{
    ENGINE_TRY_AS(const auto source, openPolledSource(job, {}));
    NoMemory memory;
    ENGINE_TRY_AS(const auto route, routeOf(job, memory));
    return preflightPolledDataset(*source, *route, job.source.name, job.dataset);
}

/// Each table is tried, whatever becomes of the others.
Result<> uninstallPolled(const CaptureJob& job)
{
    if (job.dataset.route != Route::Trigger)
        return {};
    QStringList tables = job.dataset.tables;
    if (!job.journalPath.isEmpty()) {
        ENGINE_TRY_AS(const auto memory, JournalRouteMemory::open(job.journalPath, job.dataset.name));
        ENGINE_TRY_AS(const QStringList left, leftTables(*memory));
        tables += left;
    }
    ENGINE_TRY_AS(const auto source, openPolledSource(job, {}));
    Result<> all;
    for (const QString& name : std::as_const(tables)) {
        auto removed = uninstallFrom(*source, name);
        if (!removed && all)
            all = std::move(removed);
    }
    return all;
}

Result<QStringList> polledUserSql(const CaptureJob& job, const QString& user)
{
    if (job.source.driver == u"odbc")
        return odbcSourceUserSql(job, user);
    return job.source.driver == u"mariadb" ? mariaDbReaderSql(job, user) : pgReaderSql(job.source, job.dataset, user);
}

} // namespace busheng
