// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/target_verification.h"

#include "engine/host/database_drivers.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

/// One line per column, both sides' values as people read them.
Difference toApi(const QString& engine, const TableSchema& table, const RowDifference& found)
{
    Difference out;
    out.table = table.name;
    out.kind = found.kind == RowDifference::Kind::Missing ? QStringLiteral("missing")
               : found.kind == RowDifference::Kind::Extra ? QStringLiteral("extra")
                                                          : QStringLiteral("different");
    std::vector<Cell> key;
    std::vector<Cell> source;
    std::vector<Cell> target;
    decodeRow(found.key, key);
    decodeRow(found.sourceRow, source);
    decodeRow(found.targetRow, target);
    QStringList keyTexts;
    for (std::size_t i = 0; i < key.size() && i < table.keyColumns.size(); ++i)
        keyTexts.append(valueToText(engine, key[i], table.columns[table.keyColumns[i]]));
    out.key = keyTexts.join(QStringLiteral(", "));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        DifferenceCell cell;
        cell.column = table.columns[i].name;
        cell.sourceValue = i < source.size() ? valueToText(engine, source[i], table.columns[i]) : QString();
        cell.targetValue = i < target.size() ? valueToText(engine, target[i], table.columns[i]) : QString();
        cell.differs =
            found.kind != RowDifference::Kind::Different || std::ranges::find(found.columns, i) != found.columns.end();
        out.cells.push_back(std::move(cell));
    }
    return out;
}

} // namespace

TargetVerification::TargetVerification(Context context) : m_context(std::move(context))
{
    m_state.id = static_cast<qint64>(m_context.id);
    m_state.subscription = m_context.subscription;
    m_state.level = m_context.fieldLevel ? QStringLiteral("field") : QStringLiteral("table");
    m_state.state = QStringLiteral("running");
    m_state.startedUtcMs = m_context.clock.utcMs();
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("verify.%1").arg(m_context.id), [this](std::stop_token stop) { run(stop); },
        [this](const Error& error) { finish(QStringLiteral("failed"), &error); });
}

TargetVerification::~TargetVerification()
{
    m_thread->requestStop();
    m_mailbox.wake();
}

void TargetVerification::onSnapshot(Position position, std::shared_ptr<TableSnapshot> snapshot, DatasetSchema schema,
                                    const std::vector<ParkedTable>& parked)
{
    m_mailbox.post([this, position, snapshot = std::move(snapshot), schema = std::move(schema), parked] {
        m_snapshot = snapshot;
        m_comparer.emplace(*m_snapshot);
        m_schema = schema;
        m_parked = parked;
        const std::lock_guard lock(m_mutex);
        m_state.position = position.order;
    });
}

void TargetVerification::onCounts(const control::TableCounts& counts)
{
    m_mailbox.post([this, counts] { m_counts = counts; });
}

void TargetVerification::onDigests(control::ChunkDigests digests)
{
    m_mailbox.post([this, digests = std::move(digests)] {
        m_chunks.insert(m_chunks.end(), digests.chunks.begin(), digests.chunks.end());
        m_allDigests = m_allDigests || digests.last;
    });
}

void TargetVerification::onRows(control::Rows rows)
{
    m_mailbox.post([this, rows = std::move(rows)] {
        const TableSchema* table = m_schema.table(rows.tableId);
        if (table == nullptr || m_rowsAwaited == 0)
            return;
        --m_rowsAwaited;
        auto compared = compareRange(*m_snapshot, *table, rows.range, rows.rows, [&](RowDifference&& difference) {
            note(*table, std::move(difference));
            return true;
        });
        if (!compared)
            finish(QStringLiteral("failed"), &compared.error());
    });
}

void TargetVerification::fail(const Error& why)
{
    m_mailbox.post([this, why] { finish(QStringLiteral("failed"), &why); });
}

VerificationSnapshot TargetVerification::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

std::vector<RowDifference> TargetVerification::differences() const
{
    const std::lock_guard lock(m_mutex);
    return m_differences;
}

bool TargetVerification::isParked(const QString& table) const
{
    return std::ranges::find(m_parked, table, &ParkedTable::table) != m_parked.end();
}

TableCheck& TargetVerification::check(const QString& table)
{
    const auto found = std::ranges::find(m_state.tables, table, &TableCheck::table);
    if (found != m_state.tables.end())
        return *found;
    m_state.tables.push_back({table, 0, 0, 0});
    return m_state.tables.back();
}

void TargetVerification::note(const TableSchema& table, RowDifference&& difference)
{
    const std::lock_guard lock(m_mutex);
    ++m_state.differenceCount;
    ++check(table.name).differences;
    if (m_state.differences.size() < tuning::kDifferencesShown)
        m_state.differences.push_back(toApi(m_schema.engine, table, difference));
    if (m_differences.size() < tuning::kDifferencesKept)
        m_differences.push_back(std::move(difference));
}

Result<> TargetVerification::compareCounts()
{
    if (m_counts->rows.size() != m_schema.tables.size())
        return busheng::fail(ErrorCode::Protocol, QStringLiteral("the source counted %1 tables, the structure has %2")
                                                      .arg(m_counts->rows.size())
                                                      .arg(m_schema.tables.size()));
    for (std::size_t i = 0; i < m_schema.tables.size(); ++i) {
        if (isParked(m_schema.tables[i].name)) {
            const std::lock_guard lock(m_mutex);
            TableCheck& table = check(m_schema.tables[i].name);
            table.sourceRows = m_counts->rows[i];
            table.isParked = true;
            continue;
        }
        ENGINE_TRY_AS(const std::uint64_t rows, m_snapshot->countRows(m_schema.tables[i]));
        const std::lock_guard lock(m_mutex);
        TableCheck& table = check(m_schema.tables[i].name);
        table.sourceRows = m_counts->rows[i];
        table.targetRows = rows;
        if (!m_context.fieldLevel) {
            table.differences = rows > table.sourceRows ? rows - table.sourceRows : table.sourceRows - rows;
            m_state.differenceCount += table.differences;
        }
    }
    m_countsCompared = true;
    return {};
}

Result<> TargetVerification::compareNext()
{
    if (!m_countsCompared)
        return compareCounts();
    if (m_chunks.empty())
        return {};
    const ChunkDigest source = std::move(m_chunks.front());
    m_chunks.pop_front();
    const TableSchema* table = m_schema.table(source.tableId);
    if (table == nullptr)
        return busheng::fail(ErrorCode::Protocol,
                             QStringLiteral("a digest names table %1, which is not there").arg(source.tableId));
    if (isParked(table->name))
        return {};
    ENGINE_TRY_AS(const DigestComparison compared, m_comparer->compare(*table, source));
    {
        const std::lock_guard lock(m_mutex);
        m_state.rowsCompared += source.rows;
    }
    if (!compared.equal) {
        ++m_rowsAwaited;
        m_context.send(control::RowsRequest{m_context.id, source.tableId, source.range});
    }
    return {};
}

void TargetVerification::finish(const QString& outcome, const Error* why)
{
    if (m_finished)
        return;
    m_finished = true;
    m_comparer.reset();
    m_snapshot.reset();
    {
        const std::lock_guard lock(m_mutex);
        m_state.state = outcome;
        m_state.finishedUtcMs = m_context.clock.utcMs();
        if (why != nullptr) {
            m_state.error = why->event.isEmpty() ? events::VRF_FAILED : why->event;
            m_state.errorArgs = why->args.isEmpty() ? QStringList{m_context.subscription, why->detail} : why->args;
        }
    }
    m_context.send(control::VerifyEnd{m_context.id, {}, {}});
    m_context.onFinished();
}

void TargetVerification::run(std::stop_token stop)
{
    const std::int64_t deadline = m_context.clock.monotonicNs() + std::int64_t{tuning::kVerifyDeadlineMs} * 1'000'000;
    while (!stop.stop_requested() && !m_finished) {
        m_mailbox.runAll();
        if (m_finished)
            break;
        const bool canCompare = m_snapshot && m_counts && (!m_countsCompared || !m_chunks.empty());
        if (canCompare) {
            if (auto compared = compareNext(); !compared)
                finish(QStringLiteral("failed"), &compared.error());
            continue;
        }
        const bool allSeen = m_countsCompared && (!m_context.fieldLevel || (m_allDigests && m_rowsAwaited == 0));
        if (allSeen) {
            const bool equal = state().differenceCount == 0;
            finish(equal ? QStringLiteral("equal") : QStringLiteral("different"), nullptr);
            break;
        }
        if (m_context.clock.monotonicNs() > deadline) {
            const Error late = makeEvent(ErrorCode::Timeout, events::VRF_FAILED,
                                         {m_context.subscription, QStringLiteral("no answer in time")},
                                         QStringLiteral("no answer in time"));
            finish(QStringLiteral("failed"), &late);
            break;
        }
        m_mailbox.waitFor(stop, tuning::kOutWait);
    }
}

} // namespace busheng
