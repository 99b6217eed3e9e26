// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_snapshot.h"

#include <condition_variable>
#include <mutex>

namespace busheng {

/// The binary log of a server as it is written: a connection of its own, read ahead by a thread of its own, because a
/// read cannot be told to end after a while.
///
///     server -> thread binlog.<name> -> at most a few megabytes of events -> next()
///
/// Thread: all calls from the capture worker. Fails: Sql; myErrorNumber() 1236 when the server cannot give that place.
class MyBinlogStream {
public:
    struct Options {
        MyConnection::Options connection;
        std::uint32_t serverId = 0; ///< ours among the server's slaves: who has the same is sent away
        MyLogPlace from;
    };

    static Result<std::unique_ptr<MyBinlogStream>> open(const Options& options);
    ~MyBinlogStream();

    /// The next event's bytes, valid until the next call; nothing: none is here now.
    Result<std::optional<BytesView>> next();
    /// Waits until next() has something; false at the timeout.
    bool wait(int timeoutMs);
    /// Whether events ended with a checksum where the stream began.
    bool startsWithChecksums() const { return m_hasChecksums; }

private:
    explicit MyBinlogStream(std::unique_ptr<MyConnection> connection);
    Result<> begin(const Options& options);
    void read(std::stop_token stop);
    void give(BytesView event, std::stop_token stop);

    std::unique_ptr<MyConnection> m_connection; ///< the thread's, once it runs
    struct Handle;
    std::unique_ptr<Handle> m_handle;
    bool m_hasChecksums = false;

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_changed;
    Bytes m_coming; ///< events, each behind its length
    std::optional<Error> m_error;
    bool m_hasEnded = false;

    Bytes m_here; ///< the same, the consumer's
    std::size_t m_at = 0;
    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
