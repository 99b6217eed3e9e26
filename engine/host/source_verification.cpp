// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/source_verification.h"

#include "engine/base/log.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/pipeline/verify/chunk_digest.h"
#include "engine/pipeline/verify/shortened_row.h"
#include "engine/pipeline/verify/table_chunk.h"

#include <algorithm>

namespace busheng {

SourceVerification::SourceVerification(control::VerifyRequest request, DatasetSchema schema,
                                       PositionedSnapshot snapshot, Send send, std::function<bool()> isBusy)
    : m_request(std::move(request)), m_schema(std::move(schema)), m_snapshot(std::move(snapshot)),
      m_send(std::move(send)), m_isBusy(std::move(isBusy)),
      m_enoughAt(Clock::now() + std::chrono::milliseconds(m_request.sliceMs))
{
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("verify.%1").arg(m_request.id), [this](std::stop_token stop) { run(stop); },
        [this](const Error& error) {
            m_send(control::VerifyEnd{m_request.id, events::VRF_FAILED, {QString(), error.detail}});
        });
}

SourceVerification::~SourceVerification()
{
    m_thread->requestStop();
    m_mailbox.wake();
}

void SourceVerification::onRowsRequest(const control::RowsRequest& request)
{
    m_mailbox.post([this, request] {
        if (auto sent = sendRows(request); !sent)
            m_send(control::VerifyEnd{m_request.id, events::VRF_FAILED, {QString(), sent.error().toString()}});
    });
}

void SourceVerification::end()
{
    m_ended = true;
    m_resting.notify();
    m_mailbox.wake();
}

Result<> SourceVerification::sendCounts()
{
    control::TableCounts counts;
    counts.id = m_request.id;
    counts.position = m_snapshot.position.order;
    for (const TableSchema& table : m_schema.tables) {
        ENGINE_TRY_AS(const std::uint64_t rows, m_snapshot.snapshot->countRows(table));
        counts.rows.push_back(rows);
    }
    bool isAny = false;
    for (const TableSchema& table : m_schema.tables) {
        QStringList& columns = counts.leftOut.emplace_back();
        for (const LargeColumn& column : m_snapshot.snapshot->largeColumns(table.name))
            columns.append(column.name);
        isAny = isAny || !columns.isEmpty();
    }
    if (!isAny)
        counts.leftOut.clear();
    m_send(counts);
    return {};
}

bool SourceVerification::isOver() const
{
    return m_request.sliceMs > 0 && Clock::now() >= m_enoughAt;
}

/// Half of the time is left to others, and all of it while they wait; but a slice ends.
void SourceVerification::rest(std::stop_token stop, Clock::time_point since)
{
    if (!m_request.gentle)
        return;
    const auto worked = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since);
    m_resting.waitFor(stop, std::clamp(worked, tuning::kVerifyRestLeast, tuning::kVerifyRestMost));
    while (m_isBusy() && !isOver() && !m_ended && !stop.stop_requested())
        m_resting.waitFor(stop, tuning::kVerifyRestMost);
}

Result<> SourceVerification::sendDigests(std::stop_token stop)
{
    control::ChunkDigests message;
    message.id = m_request.id;
    auto table = m_schema.tables.begin();
    if (m_request.fromTable != 0)
        table = std::ranges::find(m_schema.tables, m_request.fromTable, &TableSchema::id);
    if (table == m_schema.tables.end())
        return fail(ErrorCode::Schema, QStringLiteral("the table where the verification stood is gone"));
    Bytes after = m_request.fromKey;
    for (; table != m_schema.tables.end(); ++table, after.clear()) {
        Bytes reached; // empty behind the last chunk of a table; a keyless table has no middle
        bool isEnough = false;
        auto since = Clock::now();
        const auto digested = digestTable(*m_snapshot.snapshot, *table, after, [&](ChunkDigest&& digest) {
            if (!table->keyColumns.empty())
                reached = digest.range.upTo;
            message.chunks.push_back(std::move(digest));
            if (message.chunks.size() >= tuning::kDigestsPerMessage) {
                m_send(message);
                message.chunks.clear();
            }
            rest(stop, since);
            since = Clock::now();
            isEnough = isOver() && !reached.empty();
            return !isEnough && !m_ended && !stop.stop_requested();
        });
        if (isEnough) {
            message.nextTable = table->id;
            message.nextKey = reached;
            break;
        }
        ENGINE_TRY(digested);
        if (const auto next = std::next(table); isOver() && next != m_schema.tables.end()) {
            message.nextTable = next->id;
            break;
        }
    }
    message.last = true;
    m_send(message);
    return {};
}

Result<> SourceVerification::sendRows(const control::RowsRequest& request)
{
    const TableSchema* table = m_schema.table(request.tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("no table %1 in this dataset").arg(request.tableId));
    control::Rows answer;
    answer.id = m_request.id;
    answer.tableId = request.tableId;
    answer.range = request.range;
    // A range has kChunkRows rows of the source, a share about as many: a request for more is not ours.
    std::size_t bytes = 0;
    bool isSound = true;
    ENGINE_TRY(scanChunk(*m_snapshot.snapshot, *table, request.range, kChunkRows * 2, [&](BytesView row) {
        Bytes& kept = answer.rows.emplace_back();
        if (request.shortened)
            isSound = shortenRow(*table, row, kept);
        else
            kept.assign(row);
        bytes += kept.size();
        return isSound && bytes <= tuning::kMostRowBytes;
    }));
    if (!isSound)
        return fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(table->name));
    if (bytes > tuning::kMostRowBytes)
        return fail(ErrorCode::Schema,
                    QStringLiteral("the rows of table %1 are too large to be compared one by one").arg(table->name));
    m_send(answer);
    return {};
}

void SourceVerification::run(std::stop_token stop)
{
    auto digested = [&]() -> Result<> {
        if (m_request.fromTable == 0)
            ENGINE_TRY(sendCounts());
        return m_request.fieldLevel ? sendDigests(stop) : Result<>();
    }();
    if (!digested && digested.error().code != ErrorCode::Cancelled)
        m_send(control::VerifyEnd{m_request.id, events::VRF_FAILED, {QString(), digested.error().toString()}});
    while (!stop.stop_requested() && !m_ended) {
        m_mailbox.runAll();
        m_mailbox.waitFor(stop, tuning::kOutWait);
    }
    m_snapshot = {};
    m_finished = true;
}

} // namespace busheng
