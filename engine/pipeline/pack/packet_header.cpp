// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/packet_header.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/model/events.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <algorithm>
#include <optional>

namespace busheng {
namespace {

constexpr BytesView kMagic = "BSPK";
constexpr std::uint16_t kVersion = 1;
constexpr std::uint8_t kMostCompression = 1;
constexpr std::uint32_t kKnownFlags =
    static_cast<std::uint32_t>(PacketFlag::Load) | static_cast<std::uint32_t>(PacketFlag::TransactionOpen);
constexpr std::size_t kPreambleBytes = 8; // magic, version, header length: the same in every version

bool isNodeCodeCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool isNodeCode(BytesView code)
{
    return !code.empty() && code.size() <= kNodeCodeBytes && std::all_of(code.begin(), code.end(), isNodeCodeCharacter);
}

void writeNodeCode(ByteWriter& out, const QByteArray& code)
{
    out.raw(view(code));
    for (auto i = static_cast<std::size_t>(code.size()); i < kNodeCodeBytes; ++i)
        out.fixed(std::uint8_t{0});
}

/// Nothing unless it is a code followed by zeros only.
std::optional<QString> readNodeCode(ByteReader& in)
{
    const BytesView field = in.raw(kNodeCodeBytes);
    const BytesView code = field.substr(0, field.find('\0'));
    const BytesView padding = field.substr(code.size());
    if (!isNodeCode(code) || padding.find_first_not_of('\0') != BytesView::npos)
        return {};
    return QString::fromLatin1(code.data(), static_cast<qsizetype>(code.size()));
}

template <std::size_t N>
void readArray(ByteReader& in, std::array<char, N>& out)
{
    const BytesView bytes = in.raw(N);
    std::copy(bytes.begin(), bytes.end(), out.begin());
}

bool skipZeros(ByteReader& in, std::size_t count)
{
    return in.raw(count).find_first_not_of('\0') == BytesView::npos;
}

Failure malformed(const QString& why)
{
    return malformedPacket(QStringLiteral("?"), why);
}

Result<> checkPreamble(ByteReader& in, std::size_t size)
{
    if (size < kPreambleBytes || in.raw(kMagic.size()) != kMagic)
        return malformed(QStringLiteral("it does not begin with the mark of a packet"));
    const auto version = in.fixed<std::uint16_t>();
    if (version != kVersion)
        return malformed(
            QStringLiteral("format version %1 is unknown, this program knows %2").arg(version).arg(kVersion));
    const auto headerLength = in.fixed<std::uint16_t>();
    if (headerLength != kPacketHeaderBytes)
        return malformed(QStringLiteral("header length %1, must be %2").arg(headerLength).arg(kPacketHeaderBytes));
    if (size < kPacketHeaderBytes)
        return malformed(QStringLiteral("%1 bytes are less than a header").arg(size));
    return {};
}

Result<> checkLengths(const PacketHeader& header, std::size_t size)
{
    if (header.plainLength == 0 || header.plainLength > kLargestBody)
        return malformed(QStringLiteral("plain length %1, must be 1 to %2").arg(header.plainLength).arg(kLargestBody));
    if (header.bodyLength <= kGcmTagBytes || header.bodyLength > kLargestBody + kGcmTagBytes)
        return malformed(QStringLiteral("body length %1, must be %2 to %3")
                             .arg(header.bodyLength)
                             .arg(kGcmTagBytes + 1)
                             .arg(kLargestBody + kGcmTagBytes));
    const std::size_t packed = header.bodyLength - kGcmTagBytes;
    if (header.compression == 0 ? packed != header.plainLength : packed >= header.plainLength)
        return malformed(QStringLiteral("body length %1 does not fit plain length %2")
                             .arg(header.bodyLength)
                             .arg(header.plainLength));
    if (size != kPacketHeaderBytes + header.bodyLength)
        return malformed(QStringLiteral("%1 bytes, must be %2").arg(size).arg(kPacketHeaderBytes + header.bodyLength));
    return {};
}

Result<> checkMeaning(const PacketHeader& header)
{
    if (suiteOf(static_cast<SuiteId>(header.suite)) == nullptr)
        return malformed(QStringLiteral("cipher suite %1 is unknown").arg(header.suite));
    if (header.compression > kMostCompression)
        return malformed(QStringLiteral("compression %1 is unknown").arg(header.compression));
    if ((header.flags & ~kKnownFlags) != 0)
        return malformed(QStringLiteral("flags %1 are unknown").arg(header.flags & ~kKnownFlags, 0, 16));
    if (header.sequence == 0)
        return malformed(QStringLiteral("sequence 0"));
    if (header.from > header.upTo)
        return malformed(QStringLiteral("its positions run backwards"));
    return {};
}

} // namespace

QString streamName(const StreamId& stream)
{
    return QStringLiteral("%1/%2").arg(stream.from).arg(stream.number);
}

Failure malformedPacket(const QString& stream, const QString& why)
{
    return fail(makeEvent(ErrorCode::Corrupt, events::PKT_MALFORMED, {stream, why},
                          QStringLiteral("malformed packet of stream %1: %2").arg(stream, why)));
}

Result<> encodePacketHeader(const PacketHeader& header, Bytes& out)
{
    const QByteArray from = header.stream.from.toUtf8();
    const QByteArray to = header.stream.to.toUtf8();
    for (const QByteArray& code : {from, to}) {
        if (!isNodeCode(view(code)))
            return fail(ErrorCode::Internal, QStringLiteral("'%1' cannot be a node code").arg(QString::fromUtf8(code)));
    }
    ByteWriter writer(out);
    writer.raw(kMagic);
    writer.fixed(header.version);
    writer.fixed(static_cast<std::uint16_t>(kPacketHeaderBytes));
    writer.fixed(header.suite);
    writer.fixed(header.compression);
    writer.fixed(std::uint16_t{0});
    writer.fixed(header.flags);
    writeNodeCode(writer, from);
    writeNodeCode(writer, to);
    writer.fixed(header.stream.number);
    writer.fixed(header.epoch);
    writer.raw(view(header.bootId));
    writer.raw(view(header.nonce));
    writer.fixed(std::uint32_t{0});
    writer.fixed(header.sequence);
    writer.raw(view(header.previous));
    writer.fixed(header.from.order);
    writer.fixed(header.upTo.order);
    writer.fixed(header.transactions);
    writer.fixed(header.changes);
    writer.fixed(header.schemaVersion);
    writer.fixed(header.plainLength);
    writer.fixed(header.bodyLength);
    writer.raw(Bytes(12, '\0'));
    return {};
}

Result<PacketHeader> readPacketHeader(BytesView bytes)
{
    ByteReader in(bytes);
    ENGINE_TRY(checkPreamble(in, bytes.size()));
    PacketHeader header;
    header.suite = in.fixed<std::uint8_t>();
    header.compression = in.fixed<std::uint8_t>();
    bool reservedZero = skipZeros(in, 2);
    header.flags = in.fixed<std::uint32_t>();
    const auto from = readNodeCode(in);
    const auto to = readNodeCode(in);
    if (!from || !to)
        return malformed(QStringLiteral("a node code is not well-formed"));
    header.stream = {*from, *to, in.fixed<std::uint32_t>()};
    header.epoch = in.fixed<std::uint32_t>();
    readArray(in, header.bootId);
    readArray(in, header.nonce);
    reservedZero = skipZeros(in, 4) && reservedZero;
    header.sequence = in.fixed<std::uint64_t>();
    readArray(in, header.previous);
    header.from.order = in.fixed<std::uint64_t>();
    header.upTo.order = in.fixed<std::uint64_t>();
    header.transactions = in.fixed<std::uint32_t>();
    header.changes = in.fixed<std::uint32_t>();
    header.schemaVersion = in.fixed<std::uint32_t>();
    header.plainLength = in.fixed<std::uint32_t>();
    header.bodyLength = in.fixed<std::uint32_t>();
    reservedZero = skipZeros(in, 12) && reservedZero;
    if (!reservedZero)
        return malformed(QStringLiteral("reserved bytes are not zero"));
    ENGINE_TRY(checkMeaning(header));
    ENGINE_TRY(checkLengths(header, bytes.size()));
    return header;
}

} // namespace busheng
