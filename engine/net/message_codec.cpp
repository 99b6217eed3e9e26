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
    case MessageType::Bye:
        return kLargestGreeting;
    case MessageType::Ping:
    case MessageType::Pong:
        return 0;
    case MessageType::Packet:
    case MessageType::Received:
    case MessageType::Applied:
    case MessageType::Refused:
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
        return kLargestMessage;
    }
    return std::nullopt;
}

bool isSessionsOwn(MessageType type)
{
    return type < MessageType::Packet;
}

bool mayCome(MessageType type, bool open)
{
    if (type == MessageType::Bye)
        return true;
    return open ? type != MessageType::Hello : type == MessageType::Hello;
}

} // namespace

void appendMessage(Bytes& out, const Message& message)
{
    Q_ASSERT(message.payload.size() <= std::numeric_limits<std::uint32_t>::max());
    out.reserve(out.size() + kMessageHeaderBytes + message.payload.size());
    ByteWriter writer(out);
    writer.fixed(static_cast<std::uint8_t>(message.type));
    writer.fixed(message.stream);
    writer.fixed(static_cast<std::uint32_t>(message.payload.size()));
    writer.raw(message.payload);
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
    return std::optional<Message>(std::exchange(m_message, Message()));
}

Result<> MessageReader::readHeader()
{
    ByteReader reader(BytesView(m_header.data(), m_header.size()));
    const auto type = reader.fixed<std::uint8_t>();
    m_message.stream = reader.fixed<std::uint32_t>();
    m_length = reader.fixed<std::uint32_t>();
    const std::optional<std::size_t> largest = largestPayload(type);
    if (!largest)
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 is unknown").arg(type));
    m_message.type = static_cast<MessageType>(type);
    if (!mayCome(m_message.type, m_open))
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 may not come here").arg(type));
    if (m_length > *largest)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("message type %1 of %2 bytes is too long").arg(type).arg(m_length));
    if (isSessionsOwn(m_message.type) && m_message.stream != 0)
        return fail(ErrorCode::Protocol, QStringLiteral("message type %1 belongs to no stream").arg(type));
    m_message.payload.reserve(m_length);
    return {};
}

} // namespace busheng
