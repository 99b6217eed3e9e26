// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/loopback_stream.h"

#include <algorithm>

namespace busheng::test {

LoopbackStream::Pair LoopbackStream::makePair()
{
    Pair pair{std::make_unique<LoopbackStream>(), std::make_unique<LoopbackStream>()};
    pair.first->m_peer = pair.second.get();
    pair.second->m_peer = pair.first.get();
    return pair;
}

LoopbackStream::~LoopbackStream()
{
    close();
}

void LoopbackStream::setStalled(bool stalled)
{
    m_stalled = stalled;
    schedule();
}

Bytes LoopbackStream::read(qint64 limit)
{
    const auto unread = static_cast<qint64>(m_incoming.size() - m_incomingAt);
    const qint64 size = std::min({limit, unread, m_readChunk > 0 ? m_readChunk : unread});
    const Bytes bytes = m_incoming.substr(m_incomingAt, static_cast<std::size_t>(size));
    m_incomingAt += bytes.size();
    if (m_incomingAt == m_incoming.size()) {
        m_incoming.clear();
        m_incomingAt = 0;
    }
    if (m_peer)
        m_peer->schedule(); // there is room again
    return bytes;
}

void LoopbackStream::write(BytesView bytes)
{
    if (m_closed)
        return;
    m_written += static_cast<qint64>(bytes.size());
    if (m_capture)
        m_captured.append(bytes);
    m_outgoing.append(bytes);
    schedule();
}

void LoopbackStream::setReadingPaused(bool paused)
{
    m_paused = paused;
    if (!paused && m_incomingAt < m_incoming.size())
        QMetaObject::invokeMethod(this, &ByteStream::readyRead, Qt::QueuedConnection);
}

void LoopbackStream::close()
{
    if (std::exchange(m_closed, true))
        return;
    // What was written before arrives, then the end.
    if (m_peer && !m_stalled)
        deliver();
    if (m_peer)
        m_peer->hangUp(QStringLiteral("the other end closed"));
}

void LoopbackStream::schedule()
{
    if (!std::exchange(m_scheduled, true))
        QMetaObject::invokeMethod(this, &LoopbackStream::deliver, Qt::QueuedConnection);
}

void LoopbackStream::deliver()
{
    m_scheduled = false;
    if (!m_peer || m_stalled || m_outgoing.empty())
        return;
    const auto waiting = static_cast<qint64>(m_peer->m_incoming.size() - m_peer->m_incomingAt);
    qint64 size = std::min(bytesToWrite(), std::max<qint64>(m_window - waiting, 0));
    if (m_cutAfter)
        size = std::min(size, *m_cutAfter - m_delivered);
    m_delivered += size;
    m_peer->m_readChunk = m_chunk;
    m_peer->m_incoming.append(m_outgoing, 0, static_cast<std::size_t>(size));
    m_outgoing.erase(0, static_cast<std::size_t>(size));
    if (size > 0) {
        if (!m_peer->m_paused)
            QMetaObject::invokeMethod(m_peer, &ByteStream::readyRead, Qt::QueuedConnection);
        if (!m_closed)
            QMetaObject::invokeMethod(this, &ByteStream::bytesWritten, Qt::QueuedConnection);
    }
    if (m_cutAfter && m_delivered >= *m_cutAfter && !m_closed) {
        m_peer->hangUp(QStringLiteral("the connection broke"));
        hangUp(QStringLiteral("the connection broke"));
    }
}

void LoopbackStream::hangUp(const QString& why)
{
    if (std::exchange(m_closed, true))
        return;
    QMetaObject::invokeMethod(
        this, [this, why] { Q_EMIT disconnected(why); }, Qt::QueuedConnection);
}

} // namespace busheng::test
