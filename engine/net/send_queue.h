// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/message_codec.h"

#include <QtGlobal>

#include <deque>
#include <map>

namespace busheng {

/// Messages that wait to be encrypted. They leave in fragments, so that no large one holds up others, in this order:
///
///   the session's own (a heartbeat, the end)
///   acknowledgements and control messages, in the order in which they were appended
///   packets (and each Begin among them), the streams taking turns of equal bytes
///   bulk (files): what the others leave, but one turn of nine however busy they are; as far as the peer's credit goes
///
/// Within a stream the order is that of append().
class SendQueue {
public:
    /// Of payload, at most: with its header it fills TLS records to the last byte.
    static constexpr std::size_t kFragmentBytes = (64 << 10) - kMessageHeaderBytes;
    enum class Allowed {
        Everything,
        NoData, ///< neither packets nor bulk
        OwnOnly ///< nothing but the session's own
    };

    void append(const Message& message);
    bool isEmpty() const { return m_bytes == 0; }
    /// True when take() would give something.
    bool hasAny(Allowed allowed) const;
    /// Payloads and one header each, of what waits.
    qint64 bytes() const { return m_bytes; }
    /// The next wire bytes: fragments of at most `limit` bytes of payload, as many as are less than `limit` together
    /// and one more. Empty: nothing may go.
    Bytes take(std::size_t limit, Allowed allowed = Allowed::Everything);
    /// Bytes of bulk payload that may go from now on, beside what could before.
    void addBulkCredit(std::uint64_t bytes) { m_bulkCredit += bytes; }
    void clear();

private:
    /// What belongs together and keeps its order.
    struct Flow {
        std::deque<Message> messages;
        std::size_t gone = 0; ///< of the first message's payload
        bool isEmpty() const { return messages.empty(); }
    };
    /// Flows that take turns.
    struct Turns {
        std::map<std::uint32_t, Flow> flows; ///< by stream; only those that have something
        std::deque<std::uint32_t> order;     ///< the first has its turn
        std::size_t turnBytes = 0;           ///< that the first has sent in it
    };

    static void appendTo(Turns& turns, const Message& message);
    bool mayBulk() const;
    /// Both return how many bytes of payload went.
    std::size_t takeFragment(Flow& flow, Bytes& out, std::size_t room);
    std::size_t takeTurn(Turns& turns, Bytes& out, std::size_t room);

    Flow m_own;
    Flow m_urgent;
    Turns m_packets;
    Turns m_bulk;
    std::uint64_t m_bulkCredit = kBulkCredit;
    int m_turnsSinceBulk = 0;
    qint64 m_bytes = 0;
};

} // namespace busheng
