// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_copy_rows.h"
#include "engine/model/position.h"

namespace busheng {

/// Reads a backlog of a slot in large windows, by COPY of pg_logical_slot_peek_binary_changes: the server decodes a
/// window at one go and sends it without asking the network at each message, for less work on both sides than the
/// stream costs. The messages are the stream's, but every transaction comes whole and committed.
///
/// A window begins where the slot stands and ends with a transaction, so the slot must be advanced between two; each
/// also decodes what the server still keeps from before, so windows must be large. A window's first message comes when
/// the server has decoded it all, so the first ones are smaller: what comes behind should not wait so long.
///
/// Thread: the capture worker. Fails: Sql; Protocol.
class PgBulkReader {
public:
    static Result<std::unique_ptr<PgBulkReader>> open(const PgConnection::Options& options, const QString& name,
                                                      std::uint64_t window);
    ~PgBulkReader();

    bool isInWindow() const { return m_rows != nullptr; }
    bool hasRead() const { return m_hasRead; } ///< a window, or part of one
    /// Lets the server forget what is at or before `released`, and begins a window there.
    Result<> startWindow(Position released);
    /// The next message, valid until the next call; nothing: the window has ended.
    Result<std::optional<BytesView>> next();
    /// Whether the window that ended was the last: what is left is better streamed.
    bool hasReachedEnd() const { return m_messages < m_window; }

private:
    PgBulkReader(std::unique_ptr<PgConnection> connection, const QString& name, std::uint64_t window);

    std::unique_ptr<PgConnection> m_connection;
    QString m_name;                     ///< of slot and publication
    const std::uint64_t m_largest;      ///< window, in messages
    std::uint64_t m_window;             ///< messages; the last one's transaction comes whole
    std::unique_ptr<PgCopyRows> m_rows; ///< goes before its connection
    std::uint64_t m_messages = 0;       ///< of the window
    bool m_hasRead = false;
    Position m_advancedTo;
};

} // namespace busheng
