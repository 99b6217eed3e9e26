// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/log.h"
#include "engine/model/load_order.h"
#include "engine/model/timetable.h"
#include "engine/pipeline/capture/polled_route.h"

#include <xxhash.h>

namespace busheng {
namespace {

const QString kLastLook = QStringLiteral(" last look"); ///< in the memory: UTC milliseconds

/// What a table's rows are, in whatever order: their number and the sum of their hashes.
class TableSum {
public:
    void add(BytesView row)
    {
        const XXH128_hash_t hash = XXH3_128bits(row.data(), row.size());
        ++m_rows;
        m_low += hash.low64;
        m_high += hash.high64 + (m_low < hash.low64 ? 1U : 0U);
    }
    QString toString() const { return QStringLiteral("%1:%2:%3").arg(m_rows).arg(m_high, 0, 16).arg(m_low, 0, 16); }

private:
    std::uint64_t m_rows = 0;
    std::uint64_t m_low = 0;
    std::uint64_t m_high = 0;
};

class CopyRoute final : public PolledRoute {
public:
    CopyRoute(Timetable times, RouteMemory& memory, Clock& clock)
        : m_times(std::move(times)), m_memory(memory), m_clock(clock)
    {
    }

    Result<> check(const PolledSource&, const DatasetSchema&) override { return {}; }

    Result<> begin(PolledSource&, const DatasetSchema& schema) override
    {
        m_now = {{kLastLook, QString::number(m_clock.utcMs())}};
        for (const TableSchema& table : schema.tables)
            m_now[table.name] = QString();
        return keep();
    }

    /// What of a table changed while its rows came piece by piece comes with its first copy.
    Result<> take(PolledSource&, const DatasetSchema& come) override
    {
        ENGINE_TRY_AS(m_now, m_memory.marks());
        for (const TableSchema& table : come.tables)
            m_now[table.name] = QString();
        return keep();
    }

    bool isDue() override
    {
        if (m_marks.empty()) {
            auto read = m_memory.marks();
            if (!read)
                return true; // look() says what is wrong
            m_marks = std::move(*read);
        }
        const auto next = m_times.next(m_marks[kLastLook].toLongLong());
        return next && *next <= m_clock.utcMs();
    }

    bool looksAtSnapshots() const override { return false; }

    Result<> look(PolledSource&, PolledMoment& moment, const DatasetSchema& schema, const Give& give) override
    {
        if (m_marks.empty()) {
            ENGINE_TRY_AS(m_marks, m_memory.marks());
        }
        m_now = {{kLastLook, QString::number(m_clock.utcMs())}};
        std::vector<const TableSchema*> changed;
        for (const std::size_t at : loadOrder(schema)) {
            const TableSchema& table = schema.tables[at];
            if (table.isLoading)
                continue;
            ENGINE_TRY_AS(const QString sum, sumOf(*moment.snapshot, table));
            if (m_marks[table.name] != sum)
                changed.push_back(&table);
            m_now[table.name] = sum;
        }
        qCInfo(logCapture) << "full copy:" << changed.size() << "of" << schema.tables.size() << "tables have changed";
        for (auto table = changed.rbegin(); table != changed.rend(); ++table)
            ENGINE_TRY(give({ChangeKind::Clear, (*table)->id, {}, {}}));
        for (const TableSchema* table : changed)
            ENGINE_TRY(copy(*moment.snapshot, *table, give));
        return {};
    }

    Result<> keep() override
    {
        ENGINE_TRY(m_memory.save(m_now));
        m_marks = m_now;
        return {};
    }

    /// The next copy is sent also when the source is again as it was at the last one.
    Result<> noteSnapshot(const QString& read) override
    {
        ENGINE_TRY_AS(m_now, m_memory.marks());
        bool knows = false;
        for (auto& [table, sum] : m_now) {
            if (table == kLastLook || sum.isEmpty() || (!read.isEmpty() && table != read))
                continue;
            sum.clear();
            knows = true;
        }
        return knows ? keep() : Result<>();
    }

private:
    static Result<QString> sumOf(TableSnapshot& snapshot, const TableSchema& table)
    {
        TableSum sum;
        ENGINE_TRY(snapshot.scan(table, {}, 0, [&sum](BytesView row) {
            sum.add(row);
            return true;
        }));
        return sum.toString();
    }

    static Result<> copy(TableSnapshot& snapshot, const TableSchema& table, const Give& give)
    {
        Result<> given;
        ENGINE_TRY(snapshot.scan(table, {}, 0, [&](BytesView row) {
            given = give({ChangeKind::Insert, table.id, {}, row});
            return given.has_value();
        }));
        return given;
    }

    const Timetable m_times;
    RouteMemory& m_memory;
    Clock& m_clock;
    RouteMemory::Marks m_marks; ///< of the last look that was kept; empty: not read yet
    RouteMemory::Marks m_now;   ///< of the look at hand
};

} // namespace

Result<std::unique_ptr<PolledRoute>> copyRoute(const DatasetConfig& dataset, RouteMemory& memory, Clock& clock)
{
    ENGINE_TRY_AS(Timetable times, Timetable::parse(dataset.copyTimes));
    return std::unique_ptr<PolledRoute>(std::make_unique<CopyRoute>(std::move(times), memory, clock));
}

} // namespace busheng
