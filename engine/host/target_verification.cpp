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

TargetVerification::TargetVerification(Context context, VerificationProgress progress)
    : m_context(std::move(context)), m_fieldLevel(progress.shown.level == QStringLiteral("field")),
      m_gentle(progress.shown.gentle), m_progress(std::move(progress))
{
    m_progress.shown.state = QStringLiteral("running");
    m_progress.shown.waiting = true;
    if (m_progress.shown.startedUtcMs == 0)
        m_progress.shown.startedUtcMs = m_context.clock.utcMs();
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("verify.%1").arg(m_progress.shown.id), [this](std::stop_token stop) { run(stop); },
        [this](const Error& error) { finish(QStringLiteral("failed"), &error); });
}

TargetVerification::~TargetVerification()
{
    m_thread->requestStop();
    m_mailbox.wake();
}

/// What came too late for its slice is dropped.
template <typename Work>
void TargetVerification::post(std::uint64_t sliceId, Work&& work)
{
    m_mailbox.post([this, sliceId, work = std::forward<Work>(work)] {
        if (m_slice && m_sliceId == sliceId) {
            m_deadlineNs = m_context.clock.monotonicNs() + std::int64_t{tuning::kVerifyDeadlineMs} * 1'000'000;
            work(*m_slice);
        }
    });
}

void TargetVerification::onSnapshot(std::uint64_t sliceId, Position position, std::shared_ptr<TableSnapshot> snapshot,
                                    DatasetSchema schema, const std::vector<ParkedTable>& parked)
{
    post(sliceId, [this, position, snapshot = std::move(snapshot), schema = std::move(schema), parked](Slice& slice) {
        slice.snapshot = snapshot;
        slice.comparer.emplace(*snapshot);
        m_schema = schema;
        m_parked = parked;
        const std::lock_guard lock(m_mutex);
        m_progress.shown.position = position.order;
    });
}

void TargetVerification::onCounts(const control::TableCounts& counts)
{
    post(counts.id, [this, counts](Slice& slice) {
        slice.counts = counts;
        const std::lock_guard lock(m_mutex);
        m_progress.shown.rowsExpected = 0;
        for (const std::uint64_t rows : counts.rows)
            m_progress.shown.rowsExpected += rows;
    });
}

void TargetVerification::onDigests(control::ChunkDigests digests)
{
    post(digests.id, [digests](Slice& slice) {
        slice.chunks.insert(slice.chunks.end(), digests.chunks.begin(), digests.chunks.end());
        if (digests.last)
            slice.next.emplace(digests.nextTable, digests.nextKey);
    });
}

void TargetVerification::onRows(control::Rows rows)
{
    post(rows.id, [this, rows](Slice& slice) {
        const TableSchema* table = m_schema.table(rows.tableId);
        if (table == nullptr || slice.rowsAwaited == 0)
            return;
        --slice.rowsAwaited;
        ++m_ranges;
        Result<> kept;
        auto compared = compareRange(*slice.snapshot, *table, rows.range, rows.rows, [&](RowDifference&& difference) {
            kept = note(*table, std::move(difference));
            return kept.has_value();
        });
        if (!kept)
            finish(QStringLiteral("failed"), &kept.error());
        else if (!compared)
            finish(QStringLiteral("failed"), &compared.error());
    });
}

void TargetVerification::fail(const Error& why)
{
    m_mailbox.post([this, why] { finish(QStringLiteral("failed"), &why); });
}

void TargetVerification::resume()
{
    m_mailbox.post([this] { m_linkUp = true; });
}

void TargetVerification::suspend()
{
    m_mailbox.post([this] {
        m_linkUp = false;
        if (!m_slice)
            return;
        m_slice.reset();
        m_sliceId = 0;
        const std::lock_guard lock(m_mutex);
        m_progress = m_atSliceStart;
    });
}

void TargetVerification::stop()
{
    m_mailbox.post([this] { finish(QStringLiteral("stopped"), nullptr); });
}

VerificationSnapshot TargetVerification::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress.shown;
}

VerificationProgress TargetVerification::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

void TargetVerification::setWaiting(bool waiting)
{
    const std::lock_guard lock(m_mutex);
    m_progress.shown.waiting = waiting;
}

bool TargetVerification::isParked(const QString& table) const
{
    return std::ranges::find(m_parked, table, &ParkedTable::table) != m_parked.end();
}

TableCheck& TargetVerification::check(const QString& table)
{
    std::vector<TableCheck>& tables = m_progress.shown.tables;
    const auto found = std::ranges::find(tables, table, &TableCheck::table);
    if (found != tables.end())
        return *found;
    tables.push_back({table, 0, 0, 0});
    return tables.back();
}

Result<> TargetVerification::note(const TableSchema& table, RowDifference&& difference)
{
    Difference shown = toApi(m_schema.engine, table, difference);
    shown.range = static_cast<qint64>(m_ranges);
    ENGINE_TRY_AS(const bool isListed, m_context.list->add(shown));
    const std::lock_guard lock(m_mutex);
    ++m_progress.shown.differenceCount;
    m_progress.shown.listed += isListed ? 1 : 0;
    TableCheck& sums = check(table.name);
    ++sums.differences;
    ++(difference.kind == RowDifference::Kind::Missing ? sums.missing
       : difference.kind == RowDifference::Kind::Extra ? sums.extra
                                                       : sums.different);
    if (m_progress.shown.differences.size() < tuning::kDifferencesShown)
        m_progress.shown.differences.push_back(std::move(shown));
    if (m_progress.different.size() < tuning::kDifferencesKept)
        m_progress.different.push_back({difference.tableId, std::move(difference.key)});
    return {};
}

/// What a verification says of the columns that none of its digests covers.
void TargetVerification::noteLeftOut()
{
    if (!m_slice->counts)
        return;
    const std::vector<QStringList>& columns = m_slice->counts->leftOut;
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < columns.size() && i < m_schema.tables.size(); ++i) {
        if (!columns[i].isEmpty())
            check(m_schema.tables[i].name).leftOut = columns[i];
    }
}

Result<> TargetVerification::compareCounts()
{
    if (m_slice->counts->rows.size() != m_schema.tables.size())
        return busheng::fail(ErrorCode::Protocol, QStringLiteral("the source counted %1 tables, the structure has %2")
                                                      .arg(m_slice->counts->rows.size())
                                                      .arg(m_schema.tables.size()));
    for (std::size_t i = 0; i < m_schema.tables.size(); ++i) {
        if (isParked(m_schema.tables[i].name)) {
            const std::lock_guard lock(m_mutex);
            TableCheck& table = check(m_schema.tables[i].name);
            table.sourceRows = m_slice->counts->rows[i];
            table.isParked = true;
            continue;
        }
        ENGINE_TRY_AS(const std::uint64_t rows, m_slice->snapshot->countRows(m_schema.tables[i]));
        const std::lock_guard lock(m_mutex);
        TableCheck& table = check(m_schema.tables[i].name);
        table.sourceRows = m_slice->counts->rows[i];
        table.targetRows = rows;
        table.differences = rows > table.sourceRows ? rows - table.sourceRows : table.sourceRows - rows;
        m_progress.shown.differenceCount += table.differences;
        m_progress.shown.rowsCompared += table.sourceRows;
    }
    m_slice->countsCompared = true;
    return {};
}

Result<> TargetVerification::compareNext()
{
    if (!m_fieldLevel)
        return compareCounts();
    const ChunkDigest source = std::move(m_slice->chunks.front());
    m_slice->chunks.pop_front();
    const TableSchema* table = m_schema.table(source.tableId);
    if (table == nullptr)
        return busheng::fail(ErrorCode::Protocol,
                             QStringLiteral("a digest names table %1, which is not there").arg(source.tableId));
    if (isParked(table->name)) {
        const std::lock_guard lock(m_mutex);
        TableCheck& skipped = check(table->name);
        skipped.isParked = true;
        skipped.sourceRows += source.rows;
        return {};
    }
    ENGINE_TRY_AS(const DigestComparison compared, m_slice->comparer->compare(*table, source));
    {
        const std::lock_guard lock(m_mutex);
        m_progress.shown.rowsCompared += source.rows;
        TableCheck& sums = check(table->name);
        sums.sourceRows += source.rows;
        sums.targetRows += compared.target.rows;
    }
    if (!compared.equal) {
        ++m_slice->rowsAwaited;
        m_context.send(control::RowsRequest{m_sliceId, source.tableId, source.range, true});
    }
    return {};
}

void TargetVerification::finish(const QString& outcome, const Error* why)
{
    if (m_finished)
        return;
    m_finished = true;
    const std::uint64_t slice = m_sliceId.exchange(0);
    m_slice.reset();
    const Result<> kept = m_context.list->flush();
    if (why == nullptr && !kept)
        why = &kept.error();
    {
        const std::lock_guard lock(m_mutex);
        VerificationSnapshot& shown = m_progress.shown;
        shown.state = kept ? outcome : QStringLiteral("failed");
        shown.waiting = false;
        shown.finishedUtcMs = m_context.clock.utcMs();
        if (why != nullptr) {
            shown.error = why->event.isEmpty() ? events::VRF_FAILED : why->event;
            shown.errorArgs = why->args.isEmpty() ? QStringList{shown.subscription, why->detail} : why->args;
        }
    }
    if (slice != 0)
        m_context.send(control::VerifyEnd{slice, {}, {}});
    m_context.onFinished();
}

Result<> TargetVerification::beginSlice()
{
    ENGINE_TRY_AS(const qint64 lastRange, m_context.list->goOnBehind(state().listed));
    m_ranges = std::max(m_ranges, static_cast<quint64>(lastRange));
    control::VerifyRequest request;
    {
        const std::lock_guard lock(m_mutex);
        m_progress.shown.waiting = false;
        m_atSliceStart = m_progress;
        // The verification's own id is random; its slices' follow it.
        request.id =
            std::max<std::uint64_t>(1, (static_cast<std::uint64_t>(m_progress.shown.id) + m_begun++) & kIdMask);
        request.fromTable = m_progress.nextTable;
        request.fromKey = m_progress.nextKey;
    }
    request.fieldLevel = m_fieldLevel;
    request.gentle = m_gentle;
    request.sliceMs = m_context.sliceMs;
    m_slice.emplace();
    m_sliceId = request.id;
    m_deadlineNs = m_context.clock.monotonicNs() + std::int64_t{tuning::kVerifyDeadlineMs} * 1'000'000;
    m_context.send(request);
    return {};
}

Result<> TargetVerification::endSlice()
{
    ENGINE_TRY(m_context.list->flush());
    noteLeftOut();
    const auto next = m_fieldLevel ? *m_slice->next : std::pair<std::uint32_t, Bytes>();
    m_context.send(control::VerifyEnd{m_sliceId, {}, {}});
    m_sliceId = 0;
    m_slice.reset();
    std::uint64_t differences = 0;
    {
        const std::lock_guard lock(m_mutex);
        ++m_progress.shown.slices;
        m_progress.nextTable = next.first;
        m_progress.nextKey = next.second;
        differences = m_progress.shown.differenceCount;
    }
    if (next.first == 0)
        finish(differences == 0 ? QStringLiteral("equal") : QStringLiteral("different"), nullptr);
    else
        m_context.onProgress();
    return {};
}

bool TargetVerification::canCompare() const
{
    if (!m_slice || !m_slice->snapshot)
        return false;
    return m_fieldLevel ? !m_slice->chunks.empty() : m_slice->counts && !m_slice->countsCompared;
}

bool TargetVerification::isSliceSeen() const
{
    return m_fieldLevel ? m_slice->snapshot && m_slice->next && m_slice->chunks.empty() && m_slice->rowsAwaited == 0
                        : m_slice->countsCompared;
}

void TargetVerification::run(std::stop_token stop)
{
    while (!stop.stop_requested() && !m_finished) {
        m_mailbox.runAll();
        if (m_finished)
            break;
        if (!m_slice) {
            if (m_linkUp && !(m_gentle && m_context.isBusy())) {
                if (auto begun = beginSlice(); !begun)
                    finish(QStringLiteral("failed"), &begun.error());
                continue;
            }
            setWaiting(true);
        } else if (canCompare()) {
            const std::int64_t since = m_context.clock.monotonicNs();
            if (auto compared = compareNext(); !compared)
                finish(QStringLiteral("failed"), &compared.error());
            else if (m_gentle)
                m_mailbox.waitFor(
                    stop, std::clamp(std::chrono::milliseconds((m_context.clock.monotonicNs() - since) / 1'000'000),
                                     tuning::kVerifyRestLeast, tuning::kVerifyRestMost));
            continue;
        } else if (isSliceSeen()) {
            if (auto ended = endSlice(); !ended)
                finish(QStringLiteral("failed"), &ended.error());
            continue;
        } else if (m_context.clock.monotonicNs() > m_deadlineNs) {
            const Error late = makeEvent(ErrorCode::Timeout, events::VRF_FAILED,
                                         {state().subscription, QStringLiteral("no answer in time")},
                                         QStringLiteral("no answer in time"));
            finish(QStringLiteral("failed"), &late);
            break;
        }
        m_mailbox.waitFor(stop, tuning::kOutWait);
    }
}

} // namespace busheng
