// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/load_order.h"
#include "engine/pipeline/capture/live_rows_snapshot.h"
#include "engine/pipeline/capture/polled_route.h"
#include "engine/pipeline/capture/seen_rows.h"
#include "engine/pipeline/capture/source_error.h"

#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

constexpr std::int64_t kLookEveryNs = 2'000'000'000;
constexpr std::int64_t kRestPerLook = 4; ///< a look that takes long is followed by so many times as long a rest
const QString kAllRows = QStringLiteral("1 = 1");

class StampRoute final : public PolledRoute {
public:
    StampRoute(const DatasetConfig& dataset, QString source, RouteMemory& memory, Clock& clock)
        : m_dataset(dataset), m_source(std::move(source)), m_memory(memory), m_clock(clock)
    {
    }

    Result<> check(const PolledSource& source, const DatasetSchema& schema) override
    {
        for (const TableSchema& table : schema.tables)
            ENGINE_TRY(columnsOf(source, table));
        return {};
    }

    Result<> begin(PolledSource& source, const DatasetSchema& schema) override
    {
        ENGINE_TRY_AS(m_marks, markNow(source, schema));
        return {};
    }

    Result<> take(PolledSource& source, const DatasetSchema& come) override
    {
        ENGINE_TRY_AS(const RouteMemory::Marks marks, markNow(source, come));
        if (m_marks.empty()) {
            ENGINE_TRY_AS(m_marks, m_memory.marks());
        }
        for (const auto& [table, mark] : marks)
            m_marks[table] = mark;
        return {};
    }

    bool isDue() override { return m_clock.monotonicNs() >= m_nextNs; }
    bool looksAtSnapshots() const override { return true; }

    Result<> look(PolledSource& source, PolledMoment& moment, const DatasetSchema& schema, const Give& give) override
    {
        const std::int64_t startedNs = m_clock.monotonicNs();
        if (m_marks.empty()) {
            ENGINE_TRY_AS(m_marks, m_memory.marks());
        }
        m_seen.beginLook();
        m_newest.clear();
        const std::vector<std::size_t> order = loadOrder(schema);
        // Rows that go make room for rows that come.
        for (auto at = order.rbegin(); at != order.rend() && !m_dataset.deletedColumn.isEmpty(); ++at)
            ENGINE_TRY(lookAt(source, moment, schema.tables[*at], true, give));
        for (const std::size_t at : order)
            ENGINE_TRY(lookAt(source, moment, schema.tables[at], false, give));
        const std::int64_t tookNs = m_clock.monotonicNs() - startedNs;
        m_nextNs = startedNs + tookNs + std::max(kLookEveryNs, kRestPerLook * tookNs);
        return {};
    }

    Result<> keep() override
    {
        if (m_newest != m_marks)
            ENGINE_TRY(m_memory.save(m_newest));
        m_marks = m_newest;
        m_seen.keep();
        return {};
    }

    Result<std::unique_ptr<TableSnapshot>> shown(const PolledSource& source, const DatasetSchema& schema,
                                                 std::unique_ptr<TableSnapshot> snapshot) const override
    {
        if (m_dataset.deletedColumn.isEmpty())
            return snapshot;
        LiveRowsSnapshot::Conditions live;
        for (const TableSchema& table : schema.tables) {
            ENGINE_TRY_AS(const Columns columns, columnsOf(source, table));
            live[table.name] = QStringLiteral("NOT ") + columns.deleted;
        }
        return std::unique_ptr<TableSnapshot>(std::make_unique<LiveRowsSnapshot>(std::move(snapshot), std::move(live)));
    }

    Result<> noteSnapshot(const QString&) override { return {}; } // a row is sent again when its stamp rises

private:
    struct Columns {
        const ColumnSchema* stamp = nullptr;
        StampKind kind = StampKind::Time;
        QString deleted; ///< condition; empty: no row is
    };

    Result<Columns> columnsOf(const PolledSource& source, const TableSchema& table) const
    {
        if (table.keyColumns.empty())
            return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_KEYLESS, {m_source, table.name},
                                  QStringLiteral("table %1 has no key").arg(table.name)));
        Columns columns;
        ENGINE_TRY_AS(columns.stamp, routeColumn(m_source, table, m_dataset.routeColumn));
        const auto kind = source.stampKind(*columns.stamp);
        if (!kind)
            return fail(badRouteColumn(m_source, table.name, m_dataset.routeColumn,
                                       QStringLiteral("it is neither a time nor a whole number")));
        columns.kind = *kind;
        if (m_dataset.deletedColumn.isEmpty())
            return columns;
        ENGINE_TRY_AS(const ColumnSchema* const deleted, routeColumn(m_source, table, m_dataset.deletedColumn));
        const auto condition = source.deletedSql(*deleted);
        if (!condition)
            return fail(badRouteColumn(m_source, table.name, m_dataset.deletedColumn,
                                       QStringLiteral("its type cannot say whether a row is deleted")));
        columns.deleted = *condition;
        return columns;
    }

    /// How far the tables have come, kept.
    Result<RouteMemory::Marks> markNow(PolledSource& source, const DatasetSchema& schema)
    {
        ENGINE_TRY_AS(const PolledMoment moment, source.openMoment());
        RouteMemory::Marks marks;
        for (const TableSchema& table : schema.tables) {
            ENGINE_TRY_AS(const Columns columns, columnsOf(source, table));
            ENGINE_TRY_AS(marks[table.name], newest(source, moment, table, columns));
        }
        ENGINE_TRY(m_memory.save(marks));
        return marks;
    }

    Result<QString> newest(const PolledSource& source, const PolledMoment& moment, const TableSchema& table,
                           const Columns& columns) const
    {
        ENGINE_TRY_AS(const QString found, moment.value(source.newestSql(table.name, *columns.stamp, columns.kind)));
        static const QRegularExpression kTime(QStringLiteral("^\\d{4}-\\d{2}-\\d{2}"));
        if (columns.kind == StampKind::Time && !kTime.match(found).hasMatch())
            return fail(badRouteColumn(m_source, table.name, m_dataset.routeColumn,
                                       QStringLiteral("a value is no time that can be compared")));
        return found.isEmpty() ? noStampYet() : found;
    }

    /// The rows that are marked as deleted, or the others.
    Result<> lookAt(const PolledSource& source, PolledMoment& moment, const TableSchema& table, bool deleted,
                    const Give& give)
    {
        ENGINE_TRY_AS(const Columns columns, columnsOf(source, table));
        const auto mark = m_marks.find(table.name);
        if (mark == m_marks.end())
            return fail(positionLost(m_source, 0, 0, QStringLiteral("how far a table was read is not known")));
        if (!m_newest.contains(table.name)) {
            ENGINE_TRY_AS(m_newest[table.name], newest(source, moment, table, columns));
        }
        QString condition =
            source.sinceSql(*columns.stamp, columns.kind, mark->second, m_newest[table.name], m_dataset.overlap);
        if (!columns.deleted.isEmpty())
            condition += QString((deleted ? QStringLiteral(" AND ") : QStringLiteral(" AND NOT ")) + columns.deleted);
        moment.snapshot->restrict(table.name, condition);
        Result<> given;
        Bytes key;
        auto read = moment.snapshot->scan(table, {}, 0, [&](BytesView row) {
            if (!m_seen.isNew(table.id, row))
                return true;
            key.clear();
            if (!deleted)
                given = give({ChangeKind::Upsert, table.id, {}, row});
            else if (projectRow(row, table.keyColumns, key))
                given = give({ChangeKind::Remove, table.id, key, {}});
            else
                given = fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(table.name));
            return given.has_value();
        });
        moment.snapshot->restrict(table.name, kAllRows);
        ENGINE_TRY(std::move(given));
        return read;
    }

    const DatasetConfig m_dataset;
    const QString m_source;
    RouteMemory& m_memory;
    Clock& m_clock;
    RouteMemory::Marks m_marks;  ///< of the last look that was kept; empty: not read yet
    RouteMemory::Marks m_newest; ///< of the look at hand
    SeenRows m_seen;
    std::int64_t m_nextNs = 0;
};

} // namespace

std::unique_ptr<PolledRoute> stampRoute(const DatasetConfig& dataset, QString source, RouteMemory& memory, Clock& clock)
{
    return std::make_unique<StampRoute>(dataset, std::move(source), memory, clock);
}

} // namespace busheng
