// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/sealed_file.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/files/file_digest.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr BytesView kMagic = "BSSF";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kRecordHeadBytes = 1 + 1 + 4 + 4 + 12;
constexpr std::uint8_t kChunk = 1;
constexpr std::uint8_t kEnd = 2;
constexpr std::size_t kEndBytes = 8 + sizeof(Digest);
/// A chunk does not grow: what does not compress is stored as it is.
constexpr std::size_t kLargestBody = kFileChunkBytes + kGcmTagBytes;

/// What a record's seal covers beside its body.
Bytes associated(BytesView head, std::uint64_t number, std::uint8_t kind, bool isPacked, std::uint32_t plainBytes)
{
    Bytes bytes(head);
    ByteWriter writer(bytes);
    writer.fixed(number);
    writer.fixed(kind);
    writer.fixed<std::uint8_t>(isPacked ? 1 : 0);
    writer.fixed(plainBytes);
    return bytes;
}

} // namespace

Result<SealedFileHead> SealedFileHead::make(const AtRestKey& key, RandomSource& random)
{
    SealedFileHead head;
    head.suite = key.suite;
    head.number = key.number;
    ENGINE_TRY(random.fill(head.salt));
    return head;
}

Bytes SealedFileHead::encode() const
{
    Bytes bytes(kMagic);
    ByteWriter writer(bytes);
    writer.fixed(kVersion);
    writer.fixed(static_cast<std::uint8_t>(suite->id()));
    writer.fixed(number);
    writer.raw({salt.data(), salt.size()});
    return bytes;
}

std::optional<SealedFileHead> SealedFileHead::decode(BytesView bytes)
{
    ByteReader reader(bytes);
    const bool isOurs = reader.raw(kMagic.size()) == kMagic && reader.fixed<std::uint8_t>() == kVersion;
    SealedFileHead head;
    head.suite = suiteOf(static_cast<SuiteId>(reader.fixed<std::uint8_t>()));
    head.number = reader.fixed<std::uint32_t>();
    const BytesView salt = reader.raw(head.salt.size());
    if (reader.failed() || !isOurs || head.suite == nullptr || head.number == 0)
        return std::nullopt;
    std::ranges::copy(salt, head.salt.begin());
    return head;
}

Result<SecretBytes> SealedFileHead::fileKey(const AtRestKey& key) const
{
    const QByteArray info =
        QStringLiteral("busheng file at rest v1|%1|%2").arg(suite->cipherName(), QString::number(number)).toUtf8();
    SecretBytes made(suite->keyBytes());
    ENGINE_TRY(suite->derive(key.secret->bytes, {salt.data(), salt.size()}, view(info), made.bytes));
    return made;
}

Result<SealedFileWriter> SealedFileWriter::begin(const SealedFileHead& head, BytesView fileKey, RandomSource& random)
{
    SealedFileWriter writer;
    writer.m_head = head.encode();
    writer.m_random = &random;
    ENGINE_TRY_AS(writer.m_cipher, head.suite->makeAead(fileKey));
    ENGINE_TRY_AS(writer.m_zstd, PayingZstd::create());
    return writer;
}

void SealedFileWriter::goOnAt(std::uint64_t chunk, std::uint64_t plainBytes)
{
    m_next = chunk;
    m_bytes = plainBytes;
}

Result<Bytes> SealedFileWriter::record(std::uint8_t kind, bool isPacked, std::size_t plainBytes, BytesView body)
{
    const auto plain = static_cast<std::uint32_t>(plainBytes);
    Nonce nonce{};
    ENGINE_TRY(m_random->fill(nonce));
    Bytes out;
    out.reserve(kRecordHeadBytes + body.size() + kGcmTagBytes);
    ByteWriter writer(out);
    writer.fixed(kind);
    writer.fixed<std::uint8_t>(isPacked ? 1 : 0);
    writer.fixed(plain);
    writer.fixed(static_cast<std::uint32_t>(body.size() + kGcmTagBytes));
    writer.raw({nonce.data(), nonce.size()});
    ENGINE_TRY(m_cipher->seal(nonce, associated(m_head, m_next, kind, isPacked, plain), body, out));
    ++m_next;
    return out;
}

Result<Bytes> SealedFileWriter::chunk(BytesView plain)
{
    const bool isPacked = m_zstd->pack(plain);
    m_bytes += plain.size();
    return record(kChunk, isPacked, plain.size(), isPacked ? m_zstd->packed() : plain);
}

Result<Bytes> SealedFileWriter::end(const Digest& digest)
{
    Bytes body;
    ByteWriter writer(body);
    writer.fixed(m_bytes);
    writer.raw(view(digest));
    return record(kEnd, false, body.size(), body);
}

Result<Bytes> sealWhole(const AtRestSealing& sealing, BytesView content, const Digest& digest)
{
    ENGINE_TRY_AS(const AtRestKey key, sealing.keys(0));
    ENGINE_TRY_AS(const SealedFileHead head, SealedFileHead::make(key, *sealing.random));
    ENGINE_TRY_AS(const SecretBytes own, head.fileKey(key));
    ENGINE_TRY_AS(SealedFileWriter writer, SealedFileWriter::begin(head, own.bytes, *sealing.random));
    Bytes out = head.encode();
    for (std::size_t at = 0; at < content.size(); at += kFileChunkBytes) {
        ENGINE_TRY_AS(const Bytes chunk, writer.chunk(content.substr(at, kFileChunkBytes)));
        out += chunk;
    }
    ENGINE_TRY_AS(const Bytes end, writer.end(digest));
    return out + end;
}

struct SealedFileReader::Record {
    std::uint8_t kind = 0;
    bool isPacked = false;
    std::uint32_t plainBytes = 0;
    std::uint32_t sealedBytes = 0;
    Nonce nonce{};

    std::uint64_t wholeBytes() const { return kRecordHeadBytes + sealedBytes; }
};

/// Empty: nothing like a record stands there.
Result<std::optional<SealedFileReader::Record>> SealedFileReader::recordAt(const ReadAt& read, std::uint64_t offset)
{
    std::array<char, kRecordHeadBytes> bytes{};
    ENGINE_TRY_AS(const std::size_t got, read(offset, bytes));
    ByteReader reader(BytesView(bytes.data(), got));
    Record record;
    record.kind = reader.fixed<std::uint8_t>();
    const auto packed = reader.fixed<std::uint8_t>();
    record.isPacked = packed == 1;
    record.plainBytes = reader.fixed<std::uint32_t>();
    record.sealedBytes = reader.fixed<std::uint32_t>();
    std::ranges::copy(reader.raw(record.nonce.size()), record.nonce.begin());
    const bool isOne = !reader.failed() && (record.kind == kChunk || record.kind == kEnd) && packed <= 1 &&
                       record.plainBytes <= kFileChunkBytes && record.sealedBytes >= kGcmTagBytes &&
                       record.sealedBytes <= kLargestBody;
    return isOne ? std::optional(record) : std::nullopt;
}

Failure SealedFileReader::damaged(const char* why, ErrorCode code) const
{
    return fail(makeEvent(code, events::FIL_SEALED, {m_shown, QLatin1String(why)},
                          QStringLiteral("the sealed file %1: %2").arg(m_shown, QLatin1String(why))));
}

Result<SealedFileReader> SealedFileReader::open(ReadAt read, BytesView fileKey, QString shown)
{
    SealedFileReader reader;
    reader.m_read = std::move(read);
    reader.m_shown = std::move(shown);
    reader.m_head.resize(SealedFileHead::kBytes);
    ENGINE_TRY_AS(const std::size_t got, reader.m_read(0, reader.m_head));
    const auto head = SealedFileHead::decode(BytesView(reader.m_head).substr(0, got));
    if (!head)
        return reader.damaged("it does not begin as a sealed file does");
    ENGINE_TRY_AS(reader.m_cipher, head->suite->makeAead(fileKey));
    ENGINE_TRY_AS(reader.m_zstd, PayingZstd::create());
    ENGINE_TRY(reader.find());
    return reader;
}

/// Where its chunks stand, and what its end says.
Result<> SealedFileReader::find()
{
    std::uint64_t offset = SealedFileHead::kBytes;
    std::uint64_t last = kFileChunkBytes;
    for (;;) {
        ENGINE_TRY_AS(const std::optional<Record> record, recordAt(m_read, offset));
        if (!record)
            return damaged("it ends early, or a part of it was changed");
        if (record->kind == kEnd) {
            ENGINE_TRY(openRecord(*record, m_offsets.size(), offset, m_chunk));
            ByteReader reader(m_chunk);
            m_size = reader.fixed<std::uint64_t>();
            std::ranges::copy(reader.raw(sizeof(Digest)), m_digest.begin());
            const std::uint64_t before = m_offsets.empty() ? 0 : (m_offsets.size() - 1) * kFileChunkBytes + last;
            if (m_chunk.size() != kEndBytes || m_size != before)
                return damaged("a part of it was changed");
            return {};
        }
        if (last != kFileChunkBytes) // only the last one may be shorter
            return damaged("a part of it was changed");
        last = record->plainBytes;
        m_offsets.push_back(offset);
        offset += record->wholeBytes();
    }
}

Result<> SealedFileReader::openRecord(const Record& record, std::uint64_t number, std::uint64_t offset, Bytes& out)
{
    m_sealed.resize(record.sealedBytes);
    ENGINE_TRY_AS(const std::size_t got, m_read(offset + kRecordHeadBytes, m_sealed));
    if (got != m_sealed.size())
        return damaged("it ends early");
    m_opened.clear();
    const Bytes with = associated(m_head, number, record.kind, record.isPacked, record.plainBytes);
    if (!m_cipher->open(record.nonce, with, m_sealed, m_opened))
        return number == 0 || record.kind == kEnd
                   ? damaged("its key is another one, or a part of it was changed", ErrorCode::Crypto)
                   : damaged("a part of it was changed");
    if (record.isPacked) {
        if (!m_zstd->unpack(m_opened, record.plainBytes, out))
            return damaged("a part of it was changed");
        return {};
    }
    std::swap(out, m_opened);
    return out.size() == record.plainBytes ? Result<>() : damaged("a part of it was changed");
}

Result<> SealedFileReader::load(std::uint64_t chunk)
{
    if (chunk == m_loaded)
        return {};
    m_loaded = ~std::uint64_t{0};
    const std::uint64_t offset = m_offsets[static_cast<std::size_t>(chunk)];
    ENGINE_TRY_AS(const std::optional<Record> record, recordAt(m_read, offset));
    if (!record || record->kind != kChunk)
        return damaged("a part of it was changed");
    ENGINE_TRY(openRecord(*record, chunk, offset, m_chunk));
    const std::uint64_t wanted = std::min<std::uint64_t>(kFileChunkBytes, m_size - chunk * kFileChunkBytes);
    if (m_chunk.size() != wanted)
        return damaged("a part of it was changed");
    m_loaded = chunk;
    return {};
}

Result<std::size_t> SealedFileReader::readAt(std::uint64_t offset, std::span<char> out)
{
    std::size_t done = 0;
    while (done < out.size() && offset + done < m_size) {
        const std::uint64_t at = offset + done;
        ENGINE_TRY(load(at / kFileChunkBytes));
        const BytesView rest = BytesView(m_chunk).substr(static_cast<std::size_t>(at % kFileChunkBytes));
        const BytesView piece = rest.substr(0, out.size() - done);
        std::ranges::copy(piece, out.begin() + static_cast<std::ptrdiff_t>(done));
        done += piece.size();
    }
    return done;
}

Result<std::optional<std::uint64_t>> SealedFileReader::offsetOf(const ReadAt& read, std::uint64_t chunk)
{
    std::uint64_t offset = SealedFileHead::kBytes;
    for (std::uint64_t at = 0; at < chunk; ++at) {
        ENGINE_TRY_AS(const std::optional<Record> record, recordAt(read, offset));
        if (!record || record->kind != kChunk)
            return std::optional<std::uint64_t>();
        offset += record->wholeBytes();
    }
    return std::optional(offset);
}

} // namespace busheng
