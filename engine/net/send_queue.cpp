// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/send_queue.h"

#include "engine/net/message_codec.h"

namespace busheng {

void SendQueue::append(const Message& message)
{
    const std::size_t size = kMessageHeaderBytes + message.payload.size();
    const bool lastIsUnderWay = m_chunks.size() == 1 && m_gone > 0;
    if (m_chunks.empty() || lastIsUnderWay || m_chunks.back().size() + size > kChunkBytes)
        m_chunks.emplace_back();
    appendMessage(m_chunks.back(), message);
    m_bytes += static_cast<qint64>(size);
}

BytesView SendQueue::front() const
{
    if (m_chunks.empty())
        return {};
    return BytesView(m_chunks.front()).substr(m_gone, kChunkBytes);
}

void SendQueue::pop(std::size_t size)
{
    m_gone += size;
    m_bytes -= static_cast<qint64>(size);
    if (m_gone == m_chunks.front().size()) {
        m_chunks.pop_front();
        m_gone = 0;
    }
}

void SendQueue::dropUnstarted()
{
    m_chunks.resize(m_gone > 0 ? 1 : 0);
    m_bytes = m_chunks.empty() ? 0 : static_cast<qint64>(m_chunks.front().size() - m_gone);
}

} // namespace busheng
