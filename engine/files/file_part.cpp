// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_part.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

namespace busheng {
namespace {

Bytes encodeHead(const FilePartHead& head, std::uint64_t sequence)
{
    Bytes bytes;
    ByteWriter writer(bytes);
    writer.fixed(static_cast<std::uint8_t>(head.kind));
    writer.fixed<std::uint8_t>(head.isCompressed ? 1 : 0);
    writer.fixed(sequence);
    writer.fixed(head.number);
    writer.fixed(head.chunk);
    writer.fixed(head.plainLength);
    return bytes;
}

constexpr std::size_t kHeadBytes = 30;

} // namespace

Result<FilePartSealer> FilePartSealer::create(const PacketKey* key, bool compress, const CipherSuite& suite)
{
    FilePartSealer sealer;
    if (key != nullptr) {
        sealer.m_key = *key;
        ENGINE_TRY_AS(sealer.m_cipher, suite.makeAead(key->cipherKey()));
    }
    if (compress) {
        ENGINE_TRY_AS(sealer.m_zstd, PayingZstd::create());
    }
    return sealer;
}

Result<Bytes> FilePartSealer::seal(FilePartHead head, BytesView plain)
{
    head.plainLength = static_cast<std::uint32_t>(plain.size());
    head.isCompressed = m_zstd && m_zstd->pack(plain);
    const BytesView body = head.isCompressed ? m_zstd->packed() : plain;
    const std::uint64_t sequence = m_next++;
    Bytes payload = encodeHead(head, sequence);
    if (m_cipher) {
        const Bytes associated = payload;
        payload.reserve(payload.size() + body.size() + kGcmTagBytes);
        ENGINE_TRY(m_cipher->seal(packetNonce(m_key, sequence), associated, body, payload));
    } else {
        payload.append(body);
    }
    return payload;
}

Result<FilePartOpener> FilePartOpener::create(const PacketKey* key, const CipherSuite& suite)
{
    FilePartOpener opener;
    if (key != nullptr) {
        opener.m_key = *key;
        ENGINE_TRY_AS(opener.m_cipher, suite.makeAead(key->cipherKey()));
    }
    ENGINE_TRY_AS(opener.m_zstd, PayingZstd::create());
    return opener;
}

Result<FilePartHead> FilePartOpener::open(BytesView payload, Bytes& plain)
{
    ByteReader reader(payload);
    FilePartHead head;
    const auto kind = reader.fixed<std::uint8_t>();
    const auto compressed = reader.fixed<std::uint8_t>();
    const auto sequence = reader.fixed<std::uint64_t>();
    head.number = reader.fixed<std::uint64_t>();
    head.chunk = reader.fixed<std::uint64_t>();
    head.plainLength = reader.fixed<std::uint32_t>();
    static_assert(kHeadBytes == 1 + 1 + 8 + 8 + 8 + 4);
    if (reader.failed() || kind < 1 || kind > 5 || compressed > 1 || head.plainLength > kLargestFilePart)
        return fail(ErrorCode::Protocol, QStringLiteral("a part of a file is malformed"));
    if (sequence != m_next)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("part %1 of the files came where %2 was due").arg(sequence).arg(m_next));
    head.kind = static_cast<FilePartHead::Kind>(kind);
    head.isCompressed = compressed == 1;
    BytesView body = reader.rest();
    if (m_cipher) {
        Bytes& opened = head.isCompressed ? m_opened : plain;
        opened.clear();
        ENGINE_TRY(m_cipher->open(packetNonce(m_key, sequence), payload.substr(0, kHeadBytes), body, opened));
        body = opened;
    } else if (!head.isCompressed) {
        plain = Bytes(body);
        body = plain;
    }
    ++m_next;
    if (head.isCompressed) {
        if (!m_zstd->unpack(body, head.plainLength, plain))
            return fail(ErrorCode::Protocol, QStringLiteral("a part of a file does not decompress"));
    } else if (body.size() != head.plainLength) {
        return fail(ErrorCode::Protocol, QStringLiteral("a part of a file has another length than it says"));
    }
    return head;
}

} // namespace busheng
