// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/net/message.h"

#include <array>
#include <optional>

namespace busheng {

inline constexpr std::size_t kMessageHeaderBytes = 9;
inline constexpr std::size_t kLargestGreeting = 4U << 10; ///< payload of a Hello or a Bye

/// Appends the message as it goes over the wire.
void appendMessage(Bytes& out, const Message& message);

/// Takes messages from bytes as they come, in pieces of any size. A header is judged before anything is allocated for
/// it: until open() only Hello and Bye may come, and those are small.
class MessageReader {
public:
    /// From now on everything but Hello may come.
    void open() { m_open = true; }
    /// Consumes from the front of `in`, at most one message. Empty: all of `in` was used up and more is needed.
    /// Fails: Protocol, without event (the caller knows the peer); the reader is then of no more use.
    Result<std::optional<Message>> take(BytesView& in);

private:
    Result<> readHeader();

    bool m_open = false;
    std::array<char, kMessageHeaderBytes> m_header{};
    std::size_t m_headerBytes = 0; ///< that have come
    std::size_t m_length = 0;      ///< of the payload under way
    Message m_message;
};

} // namespace busheng
