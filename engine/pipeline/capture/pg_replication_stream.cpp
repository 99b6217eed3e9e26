// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_replication_stream.h"

#include "engine/base/clock.h"
#include "engine/base/socket_wait.h"
#include "engine/pipeline/capture/pg_slot.h"
#include "engine/pipeline/capture/pg_wire.h"

#include <libpq-fe.h>

#include <algorithm>

namespace busheng {
namespace {

using namespace std::chrono_literals;

constexpr auto kStatusEvery = 10s;
/// Confirmations are gathered: at each of thousands of commits a second they would only keep the server from sending.
constexpr auto kConfirmEvery = 100ms;
constexpr std::size_t kDataHeader = 24; // start and end of the data in the log, time of sending

void freeBuffer(char* buffer)
{
    PQfreemem(buffer);
}

} // namespace

PgReplicationStream::PgReplicationStream(std::unique_ptr<PgConnection> connection)
    : m_connection(std::move(connection)), m_buffer(nullptr, freeBuffer), m_lastStatus(Clock::now())
{
}

PgReplicationStream::~PgReplicationStream() = default;

Result<std::unique_ptr<PgReplicationStream>> PgReplicationStream::open(Options options)
{
    options.connection.replication = true;
    ENGINE_TRY_AS(auto connection, PgConnection::open(options.connection));
    ENGINE_TRY(connection->execute(
        QStringLiteral("START_REPLICATION SLOT %1 LOGICAL %2 (proto_version '2', publication_names %3, binary 'true', "
                       "streaming '%4', messages 'true')")
            .arg(pgQuoted(options.slot), pgLsnText(options.from.order), pgLiteral(pgQuoted(options.publication)),
                 options.streams ? QStringLiteral("on") : QStringLiteral("off"))));
    return std::unique_ptr<PgReplicationStream>(new PgReplicationStream(std::move(connection)));
}

Error PgReplicationStream::ended(int code)
{
    const QString doing = QStringLiteral("reading changes");
    if (code == -2)
        return m_connection->errorOf(nullptr, doing);
    pg_result* result = PQgetResult(m_connection->native());
    Error error = m_connection->errorOf(PQresultStatus(result) == PGRES_FATAL_ERROR ? result : nullptr, doing);
    PQclear(result);
    if (error.native.isEmpty())
        error.native = QStringLiteral("the server ended the change stream");
    error.transient = true;
    return error;
}

Result<std::optional<BytesView>> PgReplicationStream::next()
{
    ENGINE_TRY(sendStatusIfDue());
    pg_conn* const connection = m_connection->native();
    // Twice, because an encrypted connection may hold more than one read of the socket gave.
    for (int emptyReads = 0; emptyReads < 2;) {
        char* buffer = nullptr;
        const int size = PQgetCopyData(connection, &buffer, 1);
        if (size < 0)
            return fail(ended(size));
        if (size == 0) {
            if (PQconsumeInput(connection) == 0)
                return fail(m_connection->errorOf(nullptr, QStringLiteral("reading changes")));
            ++emptyReads;
            continue;
        }
        m_buffer.reset(buffer);
        const BytesView message(buffer, static_cast<std::size_t>(size));
        if (message.front() != 'w') {
            ENGINE_TRY(control(message));
            emptyReads = 0;
            continue;
        }
        if (message.size() < 1 + kDataHeader)
            return fail(ErrorCode::Corrupt, QStringLiteral("a message of the change stream is cut"));
        m_received = std::max(m_received, PgWireReader(message.substr(1)).fixed<std::uint64_t>());
        return message.substr(1 + kDataHeader);
    }
    return std::optional<BytesView>();
}

Result<> PgReplicationStream::control(BytesView message)
{
    PgWireReader in(message.substr(1));
    const auto end = in.fixed<std::uint64_t>();
    in.fixed<std::uint64_t>();
    const auto wantsReply = in.fixed<std::uint8_t>();
    if (message.front() != 'k' || in.failed())
        return fail(ErrorCode::Protocol, QStringLiteral("an unknown message in the change stream"));
    m_received = std::max(m_received, end);
    if (wantsReply == 0)
        return {};
    m_question = Position{end};
    return sendStatus();
}

Result<> PgReplicationStream::sendStatus()
{
    m_status.clear();
    m_status.push_back('r');
    appendPgWire(m_status, m_received);
    appendPgWire(m_status, m_confirmed); // zero is "nothing said" to the server
    appendPgWire(m_status, m_confirmed);
    appendPgWire(m_status, static_cast<std::uint64_t>((systemClock().utcMs() - kPgEpochUtcMs) * 1000));
    appendPgWire(m_status, std::uint8_t{0});
    ENGINE_TRY(m_connection->copyData(m_status));
    if (PQflush(m_connection->native()) < 0)
        return fail(m_connection->errorOf(nullptr, QStringLiteral("confirming changes")));
    m_lastStatus = Clock::now();
    m_newlyConfirmed = false;
    return {};
}

Result<> PgReplicationStream::sendStatusIfDue()
{
    const auto waited = Clock::now() - m_lastStatus;
    return waited >= kStatusEvery || (m_newlyConfirmed && waited >= kConfirmEvery) ? sendStatus() : Result<>();
}

Result<> PgReplicationStream::confirm(Position position)
{
    if (position.order <= m_confirmed)
        return {};
    m_confirmed = position.order;
    m_newlyConfirmed = true;
    return sendStatusIfDue();
}

bool PgReplicationStream::wait(int timeoutMs)
{
    if (m_newlyConfirmed) {
        const auto due = m_lastStatus + kConfirmEvery - Clock::now();
        const int dueMs = static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(due).count());
        const int first = std::clamp(dueMs, 0, timeoutMs);
        if (waitReadable(PQsocket(m_connection->native()), first))
            return true;
        timeoutMs -= first;
        if (!sendStatusIfDue())
            return true; // the next read says why
    }
    return waitReadable(PQsocket(m_connection->native()), timeoutMs) || !sendStatusIfDue();
}

} // namespace busheng
