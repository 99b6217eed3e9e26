// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/pack/packet_forge.h"

#include "engine/base/byte_writer.h"
#include "engine/base/file_system.h"
#include "engine/crypto/packet_key.h"
#include "engine/crypto/sm4_gcm.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "engine/pipeline/pack/packet_header.h"

#include <stdexcept>

namespace busheng::test {
namespace {

/// For what cannot fail in a test that is itself right.
template <typename T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().toString().toStdString());
    return std::move(*result);
}

void must(const Result<>& result)
{
    if (!result)
        throw std::runtime_error(result.error().toString().toStdString());
}

void append(Bytes& body, const Frame& frame)
{
    ByteWriter out(body);
    writeFrame(out, frame);
}

Frame frameOf(FrameType type)
{
    Frame frame;
    frame.type = type;
    return frame;
}

} // namespace

LinkKey linkKey(std::uint32_t epoch)
{
    LinkKey key;
    key.epoch = epoch;
    for (std::size_t i = 0; i < key.secret.size(); ++i)
        key.secret[i] = static_cast<char>(i * 7 + epoch);
    return key;
}

StreamId stream()
{
    return {QStringLiteral("340000"), QStringLiteral("100000-MOHRSS"), 7};
}

BootId bootId(char fill)
{
    BootId id;
    id.fill(fill);
    return id;
}

DatasetSchema schema()
{
    DatasetSchema schema;
    schema.version = 3;
    for (std::uint32_t id = 1; id <= 2; ++id) {
        TableSchema table;
        table.id = id;
        table.name = QStringLiteral("person%1").arg(id);
        table.columns = {{QStringLiteral("id"), QStringLiteral("INTEGER"), true, {}},
                         {QStringLiteral("name"), QStringLiteral("TEXT"), false, {}}};
        table.keyColumns = {0};
        schema.tables.push_back(table);
    }
    return schema;
}

Bytes row(std::int64_t id, BytesView text)
{
    Bytes out;
    encodeRow({Cell::ofInteger(id), Cell::ofText(text)}, out);
    return out;
}

Bytes change(ChangeKind kind, std::uint32_t table, std::int64_t id, BytesView text)
{
    Bytes key;
    encodeRow({Cell::ofInteger(id)}, key);
    const Bytes after = row(id, text);
    Bytes out;
    ByteWriter writer(out);
    writeChange(writer, {kind, table, key, after});
    return out;
}

Bytes block(ChangeKind kind, std::uint32_t table, std::int64_t first, std::uint32_t count, BytesView text)
{
    Bytes out;
    for (std::uint32_t i = 0; i < count; ++i)
        out += change(kind, table, first + i, text);
    return out;
}

void appendStructure(Bytes& body)
{
    const Bytes encoded = encodeSchema(schema());
    Frame frame = frameOf(FrameType::Structure);
    frame.block = encoded;
    append(body, frame);
}

void appendLoadRows(Bytes& body, std::uint64_t generation, BytesView block, std::uint32_t count)
{
    Frame frame = frameOf(FrameType::LoadRows);
    frame.generation = generation;
    frame.block = block;
    frame.count = count;
    append(body, frame);
}

void appendBegin(Bytes& body, std::uint64_t position)
{
    Frame frame = frameOf(FrameType::TransactionBegin);
    frame.position = {position};
    frame.utcMs = 1'700'000'000'000;
    append(body, frame);
}

void appendOperations(Bytes& body, BytesView block, std::uint32_t count)
{
    Frame frame = frameOf(FrameType::Operations);
    frame.block = block;
    frame.count = count;
    append(body, frame);
}

void appendEnd(Bytes& body, std::uint64_t changes)
{
    Frame frame = frameOf(FrameType::TransactionEnd);
    frame.changes = changes;
    append(body, frame);
}

void appendMark(Bytes& body, std::uint64_t markId, std::uint64_t position)
{
    Frame frame = frameOf(FrameType::Mark);
    frame.markId = markId;
    frame.position = {position};
    append(body, frame);
}

void appendHeartbeat(Bytes& body, std::uint64_t position)
{
    Frame frame = frameOf(FrameType::Heartbeat);
    frame.position = {position};
    frame.utcMs = 1'700'000'000'000;
    append(body, frame);
}

Bytes smallBody(std::uint64_t position)
{
    Bytes body;
    appendHeartbeat(body, position - 1);
    appendBegin(body, position);
    appendOperations(body, change(ChangeKind::Insert, 1, 42, "Zhang San"), 1);
    appendEnd(body, 1);
    return body;
}

PacketHeader smallHeader(std::uint64_t position)
{
    PacketHeader header;
    header.sequence = 1;
    header.upTo = {position};
    header.transactions = 1;
    header.changes = 1;
    header.schemaVersion = 3;
    return header;
}

Bytes write(PacketHeader header, BytesView body, char bootFill)
{
    PacketWriter writer(linkKey(), stream(), bootId(bootFill));
    Bytes out;
    must(writer.write(header, body, out));
    return out;
}

Bytes encodedHeader(const PacketHeader& header)
{
    Bytes out;
    must(encodePacketHeader(header, out));
    return out;
}

Bytes forge(PacketHeader header, BytesView packed, const LinkKey& key)
{
    const PacketKey derived = must(derivePacketKey(key, header.stream, header.bootId));
    header.nonce = packetNonce(derived, header.sequence);
    header.bodyLength = static_cast<std::uint32_t>(packed.size() + kGcmTagBytes);
    return sealWith(encodedHeader(header), header, packed, key);
}

Bytes sealWith(BytesView header, const PacketHeader& meaning, BytesView packed, const LinkKey& key)
{
    const PacketKey derived = must(derivePacketKey(key, meaning.stream, meaning.bootId));
    const auto cipher = must(key.suite->makeAead(derived.cipherKey()));
    Bytes out(header);
    must(cipher->seal(packetNonce(derived, meaning.sequence), header, packed, out));
    return out;
}

Bytes readData(const QString& name)
{
    const QString path = QStringLiteral(BUSHENG_TEST_DATA "/packet/") + name;
    auto bytes = readFile(systemFileSystem(), path, 1 << 20);
    return bytes ? *bytes : Bytes();
}

} // namespace busheng::test
