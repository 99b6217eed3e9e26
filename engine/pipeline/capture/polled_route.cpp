// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/polled_route.h"

#include "engine/model/events.h"

namespace busheng {
namespace {

class CompareRoute final : public PolledRoute {
public:
    Result<> check(const PolledSource&, const DatasetSchema&) override { return {}; }
    Result<> begin(PolledSource&, const DatasetSchema&) override { return {}; }
    Result<> take(PolledSource&, const DatasetSchema&) override { return {}; }
    bool isDue() override { return false; }
    bool looksAtSnapshots() const override { return false; }
    Result<> look(PolledSource&, PolledMoment&, const DatasetSchema&, const Give&) override { return {}; }
    Result<> keep() override { return {}; }
    Result<> noteSnapshot(const QString&) override { return {}; }
};

} // namespace

std::unique_ptr<PolledRoute> compareRoute()
{
    return std::make_unique<CompareRoute>();
}

Error badRouteColumn(const QString& source, const QString& table, const QString& column, const QString& why)
{
    return makeEvent(ErrorCode::Schema, events::SRC_ROUTE_COLUMN, {source, table, column, why},
                     QStringLiteral("source %1, table %2, column %3: %4").arg(source, table, column, why));
}

Result<const ColumnSchema*> routeColumn(const QString& source, const TableSchema& table, const QString& column)
{
    const ColumnSchema* const found = table.column(column);
    if (found == nullptr)
        return fail(badRouteColumn(source, table.name, column, QStringLiteral("the table has no such column")));
    return found;
}

} // namespace busheng
