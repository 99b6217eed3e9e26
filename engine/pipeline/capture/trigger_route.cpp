// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/model/load_order.h"
#include "engine/pipeline/capture/polled_route.h"
#include "engine/pipeline/capture/source_error.h"

#include <map>
#include <vector>

namespace busheng {
namespace {

constexpr std::int64_t kLookEveryNs = 1'000'000'000;
const QString kId = QStringLiteral("busheng_id");
const QString kAllRows = QStringLiteral("1 = 1");

/// Numbers, mostly one behind the other, as runs.
class Numbers {
public:
    struct Run {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };

    /// Rising.
    void add(std::int64_t number)
    {
        if (!m_runs.empty() && m_runs.back().last + 1 == number)
            m_runs.back().last = number;
        else
            m_runs.push_back({number, number});
    }
    const std::vector<Run>& runs() const { return m_runs; }

private:
    std::vector<Run> m_runs;
};

/// Only the changes that a snapshot sees are read, and just these are removed afterwards: what commits later, with
/// whatever number, is there at the next look. Rows are given as the same snapshot has them, so that what committed
/// together comes together.
class TriggerRoute final : public PolledRoute {
public:
    TriggerRoute(QString source, Clock& clock) : m_source(std::move(source)), m_clock(clock) {}

    Result<> check(const PolledSource&, const DatasetSchema& schema) override
    {
        for (const TableSchema& table : schema.tables) {
            if (table.keyColumns.empty())
                return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_KEYLESS, {m_source, table.name},
                                      QStringLiteral("table %1 has no key").arg(table.name)));
        }
        return {};
    }

    Result<> begin(PolledSource& source, const DatasetSchema& schema) override
    {
        for (const TableSchema& table : schema.tables)
            ENGINE_TRY(run(source, source.uninstallSql(table) + source.installSql(table)));
        return {};
    }

    Result<> take(PolledSource& source, const DatasetSchema& come) override { return begin(source, come); }
    bool marksTables() const override { return true; }

    Result<> leave(PolledSource& source, const QString& table) override
    {
        m_done.erase(source.changeTable(table));
        TableSchema left;
        left.name = table;
        return run(source, source.uninstallSql(left));
    }

    bool isDue() override { return m_clock.monotonicNs() >= m_nextNs; }
    bool looksAtSnapshots() const override { return true; }

    Result<> beforeLook(PolledSource& source, const DatasetSchema& schema, Position) override
    {
        for (const TableSchema& table : schema.tables) {
            ENGINE_TRY_AS(const QString missing, source.missingTrigger(table));
            if (!missing.isEmpty())
                return fail(triggerOff(m_source, missing, QStringLiteral("gone, or switched off")));
        }
        for (const auto& [table, numbers] : m_done) {
            for (const Numbers::Run& run : numbers.runs())
                ENGINE_TRY(source.change(QStringLiteral("DELETE FROM %1 WHERE %2 BETWEEN %3 AND %4")
                                             .arg(source.quotedTable(table), source.quoted(kId))
                                             .arg(run.first)
                                             .arg(run.last)));
        }
        m_done.clear();
        return {};
    }

    Result<> look(PolledSource& source, PolledMoment& moment, const DatasetSchema& schema, const Give& give) override
    {
        m_read.clear();
        std::vector<Table> changed;
        for (const std::size_t at : loadOrder(schema)) {
            ENGINE_TRY_AS(Table table, changesOf(source, moment, schema.tables[at]));
            if (table.isChanged)
                changed.push_back(std::move(table));
        }
        // Rows that go make room for rows that come.
        for (auto table = changed.rbegin(); table != changed.rend(); ++table)
            ENGINE_TRY(giveGone(moment, *table, give));
        for (const Table& table : changed)
            ENGINE_TRY(givePresent(moment, table, give));
        return {};
    }

    Result<> keep() override
    {
        m_done = std::move(m_read);
        m_read.clear();
        m_nextNs = m_clock.monotonicNs() + kLookEveryNs;
        return {};
    }

    Result<> noteSnapshot(const QString&) override { return {}; }

private:
    Result<> run(PolledSource& source, const QStringList& statements) const
    {
        for (const QString& sql : statements) {
            qCInfo(logCapture).noquote() << "source" << m_source << "runs:" << sql;
            ENGINE_TRY(source.alter(sql));
        }
        return {};
    }

    struct Table {
        const TableSchema* schema = nullptr;
        TableSchema changes; ///< its change table: id, then the key's columns
        QStringList key;     ///< quoted columns
        QString changesName; ///< quoted
        QString rowsName;    ///< quoted
        bool isChanged = false;
        bool isAnew = false; ///< it was truncated
    };

    Result<Table> changesOf(const PolledSource& source, PolledMoment& moment, const TableSchema& table)
    {
        Table found;
        found.schema = &table;
        found.changes.name = source.changeTable(table.name);
        found.changes.columns.push_back({kId, QStringLiteral("bigint"), true, {}});
        found.changes.keyColumns = {0};
        for (const std::uint32_t index : table.keyColumns) {
            found.changes.columns.push_back(table.columns.at(index));
            found.changes.columns.back().notNull = false;
            found.key.append(source.quoted(table.columns.at(index).name));
        }
        found.changesName = source.quotedTable(found.changes.name);
        found.rowsName = source.quotedTable(table.name);
        Numbers& numbers = m_read[found.changes.name];
        Result<> read;
        moment.snapshot->restrict(found.changes.name, kAllRows);
        ENGINE_TRY(moment.snapshot->scan(found.changes, {}, 0, [&](BytesView row) {
            std::vector<Cell> cells;
            if (!decodeRow(row, cells) || cells.empty()) {
                read = fail(ErrorCode::Corrupt, QStringLiteral("a change is malformed"));
                return false;
            }
            numbers.add(numberOf(cells.front()));
            found.isChanged = true;
            found.isAnew = found.isAnew || (cells.size() > 1 && cells[1].kind == CellKind::Null);
            return true;
        }));
        ENGINE_TRY(std::move(read));
        return found;
    }

    /// An id, whichever way its database sends it.
    static std::int64_t numberOf(const Cell& cell)
    {
        if (cell.kind == CellKind::Integer)
            return cell.integer;
        std::uint64_t number = 0;
        for (const char byte : cell.bytes)
            number = number << 8 | static_cast<unsigned char>(byte);
        return static_cast<std::int64_t>(number);
    }

    /// A condition: the other table has a row with the key of the one that is read.
    static QString existsIn(const QString& other, const QStringList& key)
    {
        QStringList same;
        for (const QString& column : key)
            same.append(QStringLiteral("o.%1 = t.%1").arg(column));
        return QStringLiteral("EXISTS (SELECT 1 FROM %1 o WHERE %2)").arg(other, same.join(QStringLiteral(" AND ")));
    }

    static Result<> giveGone(PolledMoment& moment, const Table& table, const Give& give)
    {
        if (table.isAnew)
            return give({ChangeKind::Clear, table.schema->id, {}, {}});
        moment.snapshot->restrict(table.changes.name, QStringLiteral("NOT ") + existsIn(table.rowsName, table.key));
        std::vector<std::uint32_t> keyColumns;
        for (std::uint32_t i = 1; i < table.changes.columns.size(); ++i)
            keyColumns.push_back(i);
        Result<> given;
        Bytes key;
        ENGINE_TRY(moment.snapshot->scan(table.changes, {}, 0, [&](BytesView row) {
            key.clear();
            given = projectRow(row, keyColumns, key)
                        ? give({ChangeKind::Remove, table.schema->id, key, {}})
                        : Result<>(fail(ErrorCode::Corrupt, QStringLiteral("a change is malformed")));
            return given.has_value();
        }));
        return given;
    }

    static Result<> givePresent(PolledMoment& moment, const Table& table, const Give& give)
    {
        moment.snapshot->restrict(table.schema->name, table.isAnew ? kAllRows : existsIn(table.changesName, table.key));
        Result<> given;
        auto read = moment.snapshot->scan(*table.schema, {}, 0, [&](BytesView row) {
            given = give({ChangeKind::Upsert, table.schema->id, {}, row});
            return given.has_value();
        });
        moment.snapshot->restrict(table.schema->name, kAllRows);
        ENGINE_TRY(std::move(given));
        return read;
    }

    const QString m_source;
    Clock& m_clock;
    std::map<QString, Numbers> m_read; ///< by change table: changes of the look at hand
    std::map<QString, Numbers> m_done; ///< those of the last look, which is durable: to be removed
    std::int64_t m_nextNs = 0;
};

} // namespace

std::unique_ptr<PolledRoute> triggerRoute(QString source, Clock& clock)
{
    return std::make_unique<TriggerRoute>(std::move(source), clock);
}

} // namespace busheng
