// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/message_codec.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

/// The largest payload of a type, or nothing for a type we do not know.
std::optional<std::size_t> largestPayload(std::uint8_t type)
{
    switch (static_cast<MessageType>(type)) {
    case MessageType::Hello:
        return kLargestGreeting;
    case MessageType::Auth:
    case MessageType::Bye:
        return kLargestWord;
    case MessageType::Ping:
    case MessageType::Pong:
        return 0;
    case MessageType::Credit:
        return sizeof(std::uint64_t);
    case MessageType::Packet:
    case MessageType::Received:
    case MessageType::Applied:
    case MessageType::Refused:
    case MessageType::Begin:
    case MessageType::Control:
    case MessageType::FileOpen:
    case MessageType::FileReady:
    case MessageType::FileKey:
    case MessageType::FileOffer:
    case MessageType::FileNeed:
    case MessageType::FileData:
    case MessageType::FileTaken:
    case MessageType::FileResult:
    case MessageType::FileEnd:
    case MessageType::FileEnded:
    case MessageType::FileAsk:
    case MessageType::FileAnswer:
    case MessageType::FileFetchedAsk:
    case MessageType::FileFetched:
        return kLargestMessage;
    }
    if (isBulk(static_cast<MessageType>(type)))
        return kLargestMessage;
    return std::nullopt;
}

bool isSessionsOwn(MessageType type)
{
    return type < MessageType::Packet;
}

} // namespace

void appendMessage(Bytes& out, const Message& message)
{
    appendFragment(out, message.type, message.stream, message.payload, true);
}

void appendFragment(Bytes& out, MessageType type, std::uint32_t stream, BytesView payload, bool isLast)
{
    Q_ASSERT(payload.size() <= std::numeric_limits<std::uint32_t>::max());
    out.reserve(out.size() + kMessageHeaderBytes + payload.size());
    ByteWriter writer(out);
    writer.fixed(static_cast<std::uint8_t>(static_cast<std::uint8_t>(type) | (isLast ? 0 : kMoreFollows)));
    writer.fixed(stream);
    writer.fixed(static_cast<std::uint32_t>(payload.size()));
    writer.raw(payload);
}

Result<std::optional<Message>> MessageReader::take(BytesView& in)
{
    if (m_headerBytes < m_header.size()) {
        const std::size_t size = std::min(in.size(), m_header.size() - m_headerBytes);
        std::copy_n(in.data(), size, m_header.data() + m_headerBytes);
        in.remove_prefix(size);
        m_headerBytes += size;
        if (m_headerBytes < m_header.size())
            return std::optional<Message>();
        ENGINE_TRY(readHeader());
    }
    const std::size_t size = std::min(in.size(), m_length - m_message.payload.size());
    m_message.payload.append(in.substr(0, size));
    in.remove_prefix(size);
    if (m_message.payload.size() < m_length)
        return std::optional<Message>();
    m_headerBytes = 0;
    return takeWhole();
}

/// The message under way, when its last fragment has come; else it waits for the next one.
Result<std::optional<Message>> MessageReader::takeWhole()
{
    Message message = std::exchange(m_message, Message());
    if (!m_moreFollows)
        return std::optional<Message>(std::move(message));
    if (m_partial.size() == kMostPartial)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("more than %1 messages are under way at once").arg(kMostPartial));
    m_partialBytes += message.payload.size();
    if (m_partialBytes > kMostPartialBytes)
        return fail(ErrorCode::Protocol, QStringLiteral("the messages under way are too long together"));
    m_partial[{message.type, message.stream}] = std::move(message.payload);
    return std::optional<Message>();
}

bool MessageReader::mayCome(MessageType type) const
{
    switch (type) {
    case MessageType::Bye:
        return true;
    case MessageType::Hello:
        return m_stage == Stage::Hello;
    case MessageType::Auth:
        return m_stage == Stage::Auth;
    default:
        return m_stage == Stage::Open;
    }
}

Result<> MessageReader::readHeader()
{
    ByteReader reader(BytesView(m_header.data(), m_header.size()));
    const auto first = reader.fixed<std::uint8_t>();
    const auto type = static_cast<std::uint8_t>(first & ~kMoreFollows);
    m_moreFollows = (first & kMoreFollows) != 0;
    m_message.stream = reader.fixed<std::uint32_t>();
    m_length = reader.fixed<std::uint32_t>();
    const std::optional<std::size_t> largest = largestPayload(type);
    if (!largest)
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 is unknown").arg(type));
    m_message.type = static_cast<MessageType>(type);
    if (!mayCome(m_message.type))
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 may not come here").arg(type));
    if (m_moreFollows && (isSessionsOwn(m_message.type) || m_length == 0))
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 may not come in such a fragment").arg(type));
    // What has come of it already is gone on with.
    if (const auto partial = m_partial.find({m_message.type, m_message.stream}); partial != m_partial.end()) {
        m_message.payload = std::move(partial->second);
        m_partialBytes -= m_message.payload.size();
        m_partial.erase(partial);
    }
    const std::size_t before = m_message.payload.size();
    if (m_length > *largest - before)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("message type %1 of %2 bytes is too long").arg(type).arg(m_length));
    if (isSessionsOwn(m_message.type) && m_message.stream != 0)
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 belongs to no stream").arg(type));
    m_length += before;
    if (!m_moreFollows)
        m_message.payload.reserve(m_length);
    return {};
}

} // namespace busheng
