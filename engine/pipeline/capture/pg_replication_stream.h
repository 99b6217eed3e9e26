// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/position.h"

#include <chrono>

namespace busheng {

/// One connection that receives the change stream of a slot (START_REPLICATION ... LOGICAL, pgoutput protocol 2 with
/// binary values, streamed transactions and logical messages), without ever blocking on the server.
///
/// What we confirm: only what confirm() was told, which is durable in the log cache. That a commit is confirmed says
/// nothing about transactions that were open when it happened: the server keeps the log from the first record of the
/// oldest one (restart_lsn), and sends such a transaction again from its beginning, whether we had received parts of it
/// or not. So confirming any commit, or any place between two, loses nothing.
///
/// Thread: the capture worker. Fails: Sql, transient when the connection is gone; Protocol.
class PgReplicationStream {
public:
    struct Options {
        PgConnection::Options connection; ///< `replication` is set here
        QString slot;
        QString publication;
        Position from;       ///< zero: where the slot stands
        bool streams = true; ///< transactions may come while they still run
    };
    static Result<std::unique_ptr<PgReplicationStream>> open(Options options);
    ~PgReplicationStream();

    /// The next message of the output plugin, valid until the next call; nothing: none has come yet.
    Result<std::optional<BytesView>> next();
    /// Waits until something may have come; false at the timeout. Tells the server in time that we live.
    bool wait(int timeoutMs);
    /// Tells the server that we live, when that is due, while nothing is read.
    Result<> keepAlive() { return sendStatusIfDue(); }
    /// Where in the log the newest message comes from.
    std::uint64_t received() const { return m_received; }
    /// Everything at or before `position` is durable here.
    Result<> confirm(Position position);
    /// Where the server's reading of the log stands, when it asked for a sign of life since the last call: it sends
    /// nothing more that committed before, and while it shuts down it waits for our confirmation of that place.
    std::optional<Position> takeQuestion() { return std::exchange(m_question, std::nullopt); }

private:
    using Clock = std::chrono::steady_clock;
    explicit PgReplicationStream(std::unique_ptr<PgConnection> connection);
    Result<> control(BytesView message);
    Result<> sendStatus();
    Result<> sendStatusIfDue();
    Error ended(int code);

    std::unique_ptr<PgConnection> m_connection;
    std::unique_ptr<char, void (*)(char*)> m_buffer;
    std::uint64_t m_received = 0;
    std::uint64_t m_confirmed = 0;
    bool m_newlyConfirmed = false;
    std::optional<Position> m_question;
    Clock::time_point m_lastStatus;
    Bytes m_status;
};

} // namespace busheng
