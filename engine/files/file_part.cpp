// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_part.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

#include <zstd.h>

namespace busheng {
namespace {

/// Fast: the link is rarely slower than this level. docs/files.md has the figures.
constexpr int kLevel = -3;
constexpr std::size_t kTrialBytes = 16U << 10;
/// Compressed bytes of a trial must be below this part of the plain ones.
constexpr double kPaysBelow = 0.9;

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

bool pays(ZSTD_CCtx* context, BytesView plain, Bytes& room)
{
    // From the middle: what files begin with is often not what they are made of.
    const BytesView sample =
        plain.size() <= kTrialBytes ? plain : plain.substr((plain.size() - kTrialBytes) / 2, kTrialBytes);
    room.resize(ZSTD_compressBound(sample.size()));
    const std::size_t size = ZSTD_compress2(context, room.data(), room.size(), sample.data(), sample.size());
    return ZSTD_isError(size) == 0 && static_cast<double>(size) < kPaysBelow * static_cast<double>(sample.size());
}

} // namespace

Result<FilePartSealer> FilePartSealer::create(const PacketKey* key, bool compress)
{
    FilePartSealer sealer;
    sealer.m_compress = compress;
    if (key != nullptr) {
        sealer.m_key = *key;
        ENGINE_TRY_AS(sealer.m_cipher, Sm4Gcm::create(key->cipherKey()));
    }
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    if (context == nullptr)
        return fail(ErrorCode::Internal, QStringLiteral("no memory for zstd"));
    sealer.m_context = std::shared_ptr<void>(context, [context](void*) { ZSTD_freeCCtx(context); });
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
    return sealer;
}

Result<Bytes> FilePartSealer::seal(FilePartHead head, BytesView plain)
{
    auto* const context = static_cast<ZSTD_CCtx*>(m_context.get());
    BytesView body = plain;
    head.plainLength = static_cast<std::uint32_t>(plain.size());
    if (m_compress && plain.size() > 64 && pays(context, plain, m_compressed)) {
        m_compressed.resize(ZSTD_compressBound(plain.size()));
        const std::size_t size =
            ZSTD_compress2(context, m_compressed.data(), m_compressed.size(), plain.data(), plain.size());
        if (ZSTD_isError(size) == 0 && size < plain.size()) {
            head.isCompressed = true;
            body = BytesView(m_compressed).substr(0, size);
        }
    }
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

Result<FilePartOpener> FilePartOpener::create(const PacketKey* key)
{
    FilePartOpener opener;
    if (key != nullptr) {
        opener.m_key = *key;
        ENGINE_TRY_AS(opener.m_cipher, Sm4Gcm::create(key->cipherKey()));
    }
    ZSTD_DCtx* const context = ZSTD_createDCtx();
    if (context == nullptr)
        return fail(ErrorCode::Internal, QStringLiteral("no memory for zstd"));
    opener.m_context = std::shared_ptr<void>(context, [context](void*) { ZSTD_freeDCtx(context); });
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
        plain.resize(head.plainLength);
        const std::size_t size = ZSTD_decompressDCtx(static_cast<ZSTD_DCtx*>(m_context.get()), plain.data(),
                                                     plain.size(), body.data(), body.size());
        if (ZSTD_isError(size) != 0 || size != head.plainLength)
            return fail(ErrorCode::Protocol, QStringLiteral("a part of a file does not decompress"));
    } else if (body.size() != head.plainLength) {
        return fail(ErrorCode::Protocol, QStringLiteral("a part of a file has another length than it says"));
    }
    return head;
}

} // namespace busheng
