// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/net/message.h"

#include <array>
#include <map>
#include <optional>

namespace busheng {

inline constexpr std::size_t kMessageHeaderBytes = 9;
inline constexpr std::size_t kLargestGreeting = 20U << 10; ///< payload of a Hello
inline constexpr std::size_t kLargestWord = 4U << 10;      ///< payload of an Auth or a Bye

inline constexpr std::uint8_t kMoreFollows = 0x80; ///< in the type
inline constexpr std::size_t kMostPartial = 256;   ///< messages of which a part has come
inline constexpr std::size_t kMostPartialBytes = 64U << 20;

/// Appends the message as it goes over the wire, in one fragment.
void appendMessage(Bytes& out, const Message& message);
void appendFragment(Bytes& out, MessageType type, std::uint32_t stream, BytesView payload, bool isLast);

/// Takes messages from bytes as they come, in pieces of any size. A header is judged before anything is allocated for
/// it: before open() only Hello, then Auth, and Bye may come, and those are small.
class MessageReader {
public:
    /// The Hello has come: now Auth.
    void expectAuth() { m_stage = Stage::Auth; }
    /// From now on everything but Hello and Auth may come.
    void open() { m_stage = Stage::Open; }
    /// Consumes from the front of `in`, at most one message. Empty: all of `in` was used up and more is needed.
    /// Fails: Protocol, without event (the caller knows the peer); the reader is then of no more use.
    Result<std::optional<Message>> take(BytesView& in);

private:
    enum class Stage { Hello, Auth, Open };

    Result<> readHeader();
    Result<std::optional<Message>> takeWhole();
    bool mayCome(MessageType type) const;

    Stage m_stage = Stage::Hello;
    std::array<char, kMessageHeaderBytes> m_header{};
    std::size_t m_headerBytes = 0; ///< that have come
    std::size_t m_length = 0;      ///< of the payload, up to the end of the fragment under way
    Message m_message;
    bool m_moreFollows = false;
    std::map<std::pair<MessageType, std::uint32_t>, Bytes> m_partial;
    std::size_t m_partialBytes = 0;
};

} // namespace busheng
