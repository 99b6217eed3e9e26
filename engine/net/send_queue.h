// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/message.h"

#include <QtGlobal>

#include <deque>

namespace busheng {

/// Messages that wait to be encrypted, as wire bytes in chunks of whole messages. Small messages share a chunk, so that
/// they share TLS records; a large one has its own.
class SendQueue {
public:
    /// The most that front() gives, and the most that small messages fill together.
    static constexpr std::size_t kChunkBytes = 64 << 10;

    void append(const Message& message);
    bool isEmpty() const { return m_chunks.empty(); }
    qint64 bytes() const { return m_bytes; }
    /// The next bytes to go, not empty unless the queue is. Valid until the next call.
    BytesView front() const;
    void pop(std::size_t size);
    /// Drops every message of which nothing has gone yet: what follows is then the first thing the peer reads.
    void dropUnstarted();

private:
    std::deque<Bytes> m_chunks;
    std::size_t m_gone = 0; ///< of the first chunk
    qint64 m_bytes = 0;     ///< that have not gone
};

} // namespace busheng
