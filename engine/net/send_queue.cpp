// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/send_queue.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kTurnsPerBulk = 8; ///< of packets, before bulk that waits has one

} // namespace

void SendQueue::append(const Message& message)
{
    if (message.type < MessageType::Packet)
        m_own.messages.push_back(message);
    else if (isBulk(message.type))
        appendTo(m_bulk, message);
    else if (message.type == MessageType::Packet || message.type == MessageType::Begin)
        appendTo(m_packets, message);
    else
        m_urgent.messages.push_back(message);
    m_bytes += static_cast<qint64>(kMessageHeaderBytes + message.payload.size());
}

void SendQueue::appendTo(Turns& turns, const Message& message)
{
    Flow& flow = turns.flows[message.stream];
    if (flow.isEmpty())
        turns.order.push_back(message.stream);
    flow.messages.push_back(message);
}

bool SendQueue::mayBulk() const
{
    return !m_bulk.order.empty() && m_bulkCredit > 0;
}

bool SendQueue::hasAny(Allowed allowed) const
{
    if (!m_own.isEmpty())
        return true;
    if (allowed == Allowed::OwnOnly)
        return false;
    if (!m_urgent.isEmpty())
        return true;
    return allowed == Allowed::Everything && (!m_packets.order.empty() || mayBulk());
}

Bytes SendQueue::take(std::size_t limit, Allowed allowed)
{
    Bytes out;
    while (out.size() < limit && hasAny(allowed)) {
        const std::size_t room = std::clamp<std::size_t>(limit - out.size(), 1, kFragmentBytes);
        if (!m_own.isEmpty()) {
            takeFragment(m_own, out, kFragmentBytes);
        } else if (!m_urgent.isEmpty()) {
            takeFragment(m_urgent, out, room);
        } else if (mayBulk() && (m_packets.order.empty() || m_turnsSinceBulk >= kTurnsPerBulk)) {
            m_bulkCredit -=
                takeTurn(m_bulk, out, static_cast<std::size_t>(std::min<std::uint64_t>(room, m_bulkCredit)));
            m_turnsSinceBulk = 0;
        } else {
            takeTurn(m_packets, out, room);
            ++m_turnsSinceBulk;
        }
    }
    return out;
}

/// A fragment of at most `room` bytes of payload of the flow's first message.
std::size_t SendQueue::takeFragment(Flow& flow, Bytes& out, std::size_t room)
{
    const Message& message = flow.messages.front();
    const std::size_t size = std::min(room, message.payload.size() - flow.gone);
    const bool isLast = flow.gone + size == message.payload.size();
    appendFragment(out, message.type, message.stream, BytesView(message.payload).substr(flow.gone, size), isLast);
    flow.gone += size;
    m_bytes -= static_cast<qint64>(size);
    if (isLast) {
        m_bytes -= static_cast<qint64>(kMessageHeaderBytes);
        flow.messages.pop_front();
        flow.gone = 0;
    }
    return size;
}

/// The turn goes on to the next flow when this one has had its bytes, or has nothing more.
std::size_t SendQueue::takeTurn(Turns& turns, Bytes& out, std::size_t room)
{
    const std::uint32_t stream = turns.order.front();
    Flow& flow = turns.flows.at(stream);
    const std::size_t before = out.size();
    const std::size_t payload = takeFragment(flow, out, std::min(room, kFragmentBytes - turns.turnBytes));
    turns.turnBytes += out.size() - before;
    if (!flow.isEmpty() && turns.turnBytes < kFragmentBytes)
        return payload;
    turns.turnBytes = 0;
    turns.order.pop_front();
    if (flow.isEmpty())
        turns.flows.erase(stream);
    else
        turns.order.push_back(stream);
    return payload;
}

void SendQueue::clear()
{
    const std::uint64_t credit = m_bulkCredit;
    *this = SendQueue();
    m_bulkCredit = credit;
}

} // namespace busheng
