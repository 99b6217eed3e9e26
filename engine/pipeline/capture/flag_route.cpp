// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/load_order.h"
#include "engine/pipeline/capture/polled_route.h"
#include "engine/pipeline/capture/seen_rows.h"

#include <algorithm>
#include <set>

namespace busheng {
namespace {

constexpr std::int64_t kLookEveryNs = 2'000'000'000;
constexpr int kRowsPerLook = 50'000; ///< of a table, marked at a time
const QString kAllRows = QStringLiteral("1 = 1");

class FlagRoute final : public PolledRoute {
public:
    FlagRoute(const DatasetConfig& dataset, QString source, Clock& clock)
        : m_column(dataset.routeColumn), m_source(std::move(source)), m_clock(clock)
    {
    }

    Result<> check(const PolledSource& source, const DatasetSchema& schema) override
    {
        for (const TableSchema& table : schema.tables) {
            if (table.keyColumns.empty())
                return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_KEYLESS, {m_source, table.name},
                                      QStringLiteral("table %1 has no key").arg(table.name)));
            ENGINE_TRY_AS(const ColumnSchema* const flag, routeColumn(m_source, table, m_column));
            if (!source.holdsBatches(*flag))
                return fail(badRouteColumn(m_source, table.name, m_column,
                                           QStringLiteral("it is no whole number of 32 bits or more with a sign")));
            for (const std::uint32_t index : table.keyColumns) {
                if (table.columns.at(index).name == m_column)
                    return fail(
                        badRouteColumn(m_source, table.name, m_column, QStringLiteral("it is part of the key")));
            }
        }
        return {};
    }

    /// Numbers of an earlier life mean nothing in this one.
    Result<> begin(PolledSource& source, const DatasetSchema& schema) override
    {
        for (const TableSchema& table : schema.tables)
            ENGINE_TRY(source.change(QStringLiteral("UPDATE %1 SET %2 = 0 WHERE %2 < 0")
                                         .arg(source.quotedTable(table.name), source.quoted(m_column))));
        return {};
    }

    Result<> take(PolledSource& source, const DatasetSchema& come) override { return begin(source, come); }

    /// The target has no use for it, and the ends would differ in it while a row is on its way.
    Result<> shape(DatasetSchema& schema) const override
    {
        for (TableSchema& table : schema.tables) {
            const auto flag = std::ranges::find(table.columns, m_column, &ColumnSchema::name);
            if (flag == table.columns.end())
                return fail(
                    badRouteColumn(m_source, table.name, m_column, QStringLiteral("the table has no such column")));
            const auto at = static_cast<std::uint32_t>(flag - table.columns.begin());
            table.columns.erase(flag);
            for (std::uint32_t& index : table.keyColumns)
                index -= index > at ? 1 : 0;
            std::erase_if(table.indexes, [this](const UniqueIndex& index) { return index.columns.contains(m_column); });
        }
        return {};
    }

    bool isDue() override { return m_clock.monotonicNs() >= m_nextNs; }
    bool looksAtSnapshots() const override { return true; }

    Result<> beforeLook(PolledSource& source, const DatasetSchema& schema, Position at) override
    {
        m_isFull = false;
        for (const TableSchema& table : schema.tables) {
            ENGINE_TRY_AS(const std::int64_t marked,
                          source.change(source.markSql(table, flagOf(), -static_cast<qint64>(at.order), kRowsPerLook)));
            m_isFull = m_isFull || marked >= kRowsPerLook;
            if (marked != 0 || m_isFirst) // a driver may not know how many
                m_batches.insert(at.order);
        }
        m_isFirst = false;
        return {};
    }

    Result<> look(PolledSource& source, PolledMoment& moment, const DatasetSchema& schema, const Give& give) override
    {
        m_seen.beginLook();
        for (const std::size_t at : loadOrder(schema)) {
            const TableSchema& table = schema.tables[at];
            moment.snapshot->restrict(table.name, QStringLiteral("t.%1 < 0").arg(source.quoted(m_column)));
            Result<> given;
            auto read = moment.snapshot->scan(table, {}, 0, [&](BytesView row) {
                if (m_seen.isNew(table.id, row))
                    given = give({ChangeKind::Upsert, table.id, {}, row});
                return given.has_value();
            });
            moment.snapshot->restrict(table.name, kAllRows);
            ENGINE_TRY(std::move(given));
            ENGINE_TRY(std::move(read));
        }
        return {};
    }

    Result<> keep() override
    {
        m_seen.keep();
        m_nextNs = m_isFull ? 0 : m_clock.monotonicNs() + kLookEveryNs;
        return {};
    }

    Result<> noteSnapshot(const QString&) override { return {}; }

    Result<> noteApplied(PolledSource& source, const DatasetSchema& schema, Position position) override
    {
        if (m_batches.empty() || *m_batches.begin() > position.order)
            return {};
        for (const TableSchema& table : schema.tables)
            ENGINE_TRY(
                source.change(QStringLiteral("UPDATE %1 SET %2 = 1 WHERE %2 < 0 AND %2 >= -%3")
                                  .arg(source.quotedTable(table.name), source.quoted(m_column), position.toString())));
        m_batches.erase(m_batches.begin(), m_batches.upper_bound(position.order));
        return {};
    }

private:
    ColumnSchema flagOf() const
    {
        ColumnSchema column;
        column.name = m_column;
        return column;
    }

    const QString m_column;
    const QString m_source;
    Clock& m_clock;
    SeenRows m_seen;
    std::int64_t m_nextNs = 0;
    bool m_isFull = false;             ///< the newest look marked as many rows as it may: more are waiting
    bool m_isFirst = true;             ///< an earlier process may have left rows with the numbers of its batches
    std::set<std::uint64_t> m_batches; ///< not known to be applied
};

} // namespace

std::unique_ptr<PolledRoute> flagRoute(const DatasetConfig& dataset, QString source, Clock& clock)
{
    return std::make_unique<FlagRoute>(dataset, std::move(source), clock);
}

} // namespace busheng
