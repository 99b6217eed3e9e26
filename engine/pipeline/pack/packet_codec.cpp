// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/packet_codec.h"

#include "engine/crypto/packet_key.h"
#include "engine/model/events.h"
#include "engine/pipeline/pack/body_compression.h"
#include "engine/pipeline/pack/packet_header.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

namespace busheng {
namespace {

// Of derived keys. The boot id changes when the sender restarts, so few are ever in use; the bound is for a peer that
// invents them.
constexpr std::size_t kKeptKeys = 4;

struct DerivedKey {
    std::uint32_t epoch = 0;
    BootId bootId{};
    PacketKey key;
    std::unique_ptr<Aead> cipher;
};

Result<DerivedKey> derive(const LinkKey& link, const StreamId& stream, const BootId& bootId)
{
    DerivedKey derived{link.epoch, bootId, {}, {}};
    ENGINE_TRY_AS(derived.key, derivePacketKey(link, stream, bootId));
    ENGINE_TRY_AS(derived.cipher, link.suite->makeAead(derived.key.cipherKey()));
    return derived;
}

} // namespace

Digest packetDigest(BytesView packet)
{
    const CipherSuite* suite =
        packet.size() > kSuiteOffset ? suiteOf(static_cast<SuiteId>(packet[kSuiteOffset])) : nullptr;
    return (suite == nullptr ? smSuite() : *suite).digest(packet);
}

struct PacketWriter::Impl {
    LinkKey link;
    StreamId stream;
    BootId bootId{};
    std::optional<DerivedKey> key;
    std::uint64_t lastSequence = 0;
    BodyCompressor compressor;
    Bytes compressed;
};

PacketWriter::PacketWriter(const LinkKey& key, StreamId stream, BootId bootId) : m_impl(std::make_unique<Impl>())
{
    m_impl->link = key;
    m_impl->stream = std::move(stream);
    m_impl->bootId = bootId;
}

PacketWriter::~PacketWriter() = default;

const StreamId& PacketWriter::stream() const
{
    return m_impl->stream;
}

void PacketWriter::rekey(const LinkKey& key)
{
    if (key.epoch == m_impl->link.epoch)
        return;
    m_impl->link = key;
    m_impl->key.reset();
}

Result<> PacketWriter::write(PacketHeader& header, BytesView body, Bytes& out)
{
    Impl& my = *m_impl;
    if (body.empty() || body.size() > kLargestBody)
        return fail(ErrorCode::Internal, QStringLiteral("a packet's body of %1 bytes").arg(body.size()));
    // Two bodies under one nonce would give both away.
    if (header.sequence <= my.lastSequence)
        return fail(ErrorCode::Internal, QStringLiteral("sequence %1 was sealed before").arg(header.sequence));
    if (!my.key) {
        ENGINE_TRY_AS(my.key, derive(my.link, my.stream, my.bootId));
    }
    ENGINE_TRY_AS(const bool pays, my.compressor.compress(body, my.compressed));
    const BytesView packed = pays ? BytesView(my.compressed) : body;
    header.version = 1;
    header.suite = static_cast<std::uint8_t>(my.link.suite->id());
    header.compression = pays ? 1 : 0;
    header.stream = my.stream;
    header.epoch = my.link.epoch;
    header.bootId = my.bootId;
    header.nonce = packetNonce(my.key->key, header.sequence);
    header.plainLength = static_cast<std::uint32_t>(body.size());
    header.bodyLength = static_cast<std::uint32_t>(packed.size() + kGcmTagBytes);
    Bytes encoded;
    ENGINE_TRY(encodePacketHeader(header, encoded));
    const std::size_t before = out.size();
    out.reserve(before + encoded.size() + header.bodyLength);
    out.append(encoded);
    if (auto sealed = my.key->cipher->seal(header.nonce, encoded, packed, out); !sealed) {
        out.resize(before);
        return fail(withContext(sealed.error(), QStringLiteral("sealing packet %1").arg(header.sequence)));
    }
    my.lastSequence = header.sequence;
    return {};
}

struct PacketReader::Impl {
    StreamId stream;
    std::map<std::uint32_t, LinkKey> links;
    std::deque<DerivedKey> derived; ///< newest first
    BodyDecompressor decompressor;
    Bytes opened;

    const DerivedKey* find(const PacketHeader& header) const
    {
        const auto found = std::find_if(derived.begin(), derived.end(), [&header](const DerivedKey& key) {
            return key.epoch == header.epoch && key.bootId == header.bootId;
        });
        return found == derived.end() ? nullptr : &*found;
    }

    Failure tampered(const PacketHeader& header) const
    {
        const QString sequence = QString::number(header.sequence);
        return fail(makeEvent(
            ErrorCode::Corrupt, events::PKT_TAMPERED, {streamName(stream), sequence},
            QStringLiteral("packet %1 of stream %2 is not as it was sealed").arg(sequence, streamName(stream))));
    }

    /// Leaves the packed body in `opened`.
    Result<> open(const PacketHeader& header, BytesView packet)
    {
        const DerivedKey* key = find(header);
        std::optional<DerivedKey> fresh;
        if (key == nullptr) {
            ENGINE_TRY_AS(fresh, derive(links.at(header.epoch), stream, header.bootId));
            key = &*fresh;
        }
        opened.clear();
        if (header.nonce != packetNonce(key->key, header.sequence) ||
            !key->cipher->open(header.nonce, packet.substr(0, kPacketHeaderBytes), packet.substr(kPacketHeaderBytes),
                               opened))
            return tampered(header);
        // Only a boot id that the sender really used may push another one out.
        if (fresh) {
            derived.push_front(std::move(*fresh));
            if (derived.size() > kKeptKeys)
                derived.pop_back();
        }
        return {};
    }
};

PacketReader::PacketReader(StreamId stream) : m_impl(std::make_unique<Impl>())
{
    m_impl->stream = std::move(stream);
}

PacketReader::~PacketReader() = default;

void PacketReader::addKey(const LinkKey& key)
{
    m_impl->links.insert_or_assign(key.epoch, key);
    std::erase_if(m_impl->derived, [&key](const DerivedKey& derived) { return derived.epoch == key.epoch; });
}

void PacketReader::forgetBelow(std::uint32_t epoch)
{
    std::erase_if(m_impl->links, [epoch](const auto& item) { return item.first < epoch; });
    std::erase_if(m_impl->derived, [epoch](const DerivedKey& derived) { return derived.epoch < epoch; });
}

bool PacketReader::hasKey(std::uint32_t epoch) const
{
    return m_impl->links.contains(epoch);
}

const StreamId& PacketReader::stream() const
{
    return m_impl->stream;
}

Result<> PacketReader::checkHeader(const PacketHeader& header) const
{
    const QString name = streamName(m_impl->stream);
    if (header.stream.from != m_impl->stream.from)
        return fail(
            makeEvent(ErrorCode::Corrupt, events::PKT_UNKNOWN_SENDER, {header.stream.from},
                      QStringLiteral("a packet that claims to be from %1 on stream %2").arg(header.stream.from, name)));
    if (header.stream != m_impl->stream)
        return fail(makeEvent(ErrorCode::Corrupt, events::PKT_UNKNOWN_STREAM, {streamName(header.stream)},
                              QStringLiteral("a packet of stream %1 to %2 on stream %3")
                                  .arg(streamName(header.stream), header.stream.to, name)));
    if (!hasKey(header.epoch))
        return fail(makeEvent(ErrorCode::Crypto, events::KEY_EPOCH, {name, QString::number(header.epoch)},
                              QStringLiteral("no key for epoch %1 of stream %2").arg(header.epoch).arg(name)));
    // The key says by which suite: what a header claims can only be that one.
    if (const CipherSuite& suite = *m_impl->links.at(header.epoch).suite;
        header.suite != static_cast<std::uint8_t>(suite.id()))
        return fail(makeEvent(ErrorCode::Crypto, events::KEY_SUITE, {name, QString::number(header.suite), suite.name()},
                              QStringLiteral("a packet of stream %1 by suite %2, its key is of %3")
                                  .arg(name, QString::number(header.suite), suite.name())));
    return {};
}

Result<PacketHeader> PacketReader::read(BytesView packet, Bytes& body)
{
    body.clear();
    Impl& my = *m_impl;
    const QString name = streamName(my.stream);
    auto header = readPacketHeader(packet);
    if (!header)
        return malformedPacket(name, header.error().args.value(1));
    ENGINE_TRY(checkHeader(*header));
    ENGINE_TRY(my.open(*header, packet));
    if (header->compression == 0)
        std::swap(body, my.opened);
    else if (auto done = my.decompressor.decompress(my.opened, header->plainLength, body); !done)
        return malformedPacket(name, done.error().detail);
    return header;
}

} // namespace busheng
