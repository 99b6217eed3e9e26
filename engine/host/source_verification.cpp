// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/source_verification.h"

#include "engine/base/log.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/pipeline/verify/chunk_digest.h"
#include "engine/pipeline/verify/table_chunk.h"

namespace busheng {

SourceVerification::SourceVerification(control::VerifyRequest request, DatasetSchema schema,
                                       PositionedSnapshot snapshot, Send send)
    : m_request(request), m_schema(std::move(schema)), m_snapshot(std::move(snapshot)), m_send(std::move(send))
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
    m_send(counts);
    return {};
}

Result<> SourceVerification::sendDigests(std::stop_token stop)
{
    control::ChunkDigests message;
    message.id = m_request.id;
    for (const TableSchema& table : m_schema.tables) {
        ENGINE_TRY(digestTable(*m_snapshot.snapshot, table, [&](ChunkDigest&& digest) {
            message.chunks.push_back(std::move(digest));
            if (message.chunks.size() >= tuning::kDigestsPerMessage) {
                m_send(message);
                message.chunks.clear();
            }
            return !m_ended && !stop.stop_requested();
        }));
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
    ENGINE_TRY(scanChunk(*m_snapshot.snapshot, *table, request.range, kChunkRows * 2, [&](BytesView row) {
        answer.rows.emplace_back(row);
        return true;
    }));
    m_send(answer);
    return {};
}

void SourceVerification::run(std::stop_token stop)
{
    auto digested = [&]() -> Result<> {
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
