// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backup/sealed_archive.h"

#include "engine/base/byte_reader.h"
#include "engine/crypto/passphrase_key.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <zstd.h>

#include <algorithm>

namespace busheng {

using namespace sealed_archive;

SealedArchiveReader::SealedArchiveReader(QString path, std::unique_ptr<File> file)
    : m_path(std::move(path)), m_file(std::move(file))
{
}

Failure SealedArchiveReader::damaged(const QString& why) const
{
    return fail(makeEvent(ErrorCode::Corrupt, events::BCK_DAMAGED, {m_path, why},
                          QStringLiteral("backup %1: %2").arg(m_path, why)));
}

Result<std::unique_ptr<SealedArchiveReader>> SealedArchiveReader::open(FileSystem& fileSystem, const QString& path,
                                                                       BytesView passphrase)
{
    ENGINE_TRY_AS(auto file, fileSystem.open(path, FileSystem::OpenMode::Read));
    std::unique_ptr<SealedArchiveReader> archive(new SealedArchiveReader(path, std::move(file)));
    ENGINE_TRY(archive->readHeader(passphrase));
    ENGINE_TRY(archive->readChunk());
    return archive;
}

Result<> SealedArchiveReader::readHeader(BytesView passphrase)
{
    m_header.assign(kHeaderBytes, '\0');
    ENGINE_TRY_AS(const std::size_t got, m_file->readAt(0, m_header));
    if (got < kHeaderBytes || BytesView(m_header).substr(0, kMagic.size()) != kMagic)
        return damaged(QStringLiteral("it is no backup of a node"));
    ByteReader in(BytesView(m_header).substr(kMagic.size()));
    const auto version = in.fixed<std::uint8_t>();
    const auto iterations = in.fixed<std::uint32_t>();
    if (version > kVersion)
        return fail(makeEvent(ErrorCode::Corrupt, events::UPG_NEWER,
                              {m_path, QString::number(version), QString::number(kVersion)},
                              QStringLiteral("backup %1 has version %2").arg(m_path).arg(version)));
    if (version == 0 || !isIterationCount(iterations))
        return damaged(QStringLiteral("it is no backup of a node"));
    SecretBytes key(kSm4KeyBytes);
    ENGINE_TRY(deriveFromPassphrase(passphrase, in.raw(kSaltBytes), iterations, key.bytes));
    ENGINE_TRY_AS(m_cipher, Sm4Gcm::create(key.bytes));
    m_offset = kHeaderBytes;
    return {};
}

Result<> SealedArchiveReader::readChunk()
{
    std::array<char, kChunkHeadBytes> head{};
    ENGINE_TRY_AS(const std::size_t got, m_file->readAt(m_offset, head));
    ByteReader in(BytesView(head.data(), got));
    const auto last = in.fixed<std::uint8_t>();
    const auto size = in.fixed<std::uint32_t>();
    if (in.failed())
        return damaged(QStringLiteral("it ends early"));
    if (last > 1 || size < kGcmTagBytes || size > ZSTD_compressBound(kChunkBytes) + kGcmTagBytes)
        return damaged(QStringLiteral("a part of it was changed"));
    Bytes sealed(size, '\0');
    ENGINE_TRY_AS(const std::size_t body, m_file->readAt(m_offset + static_cast<qint64>(kChunkHeadBytes), sealed));
    if (body < sealed.size())
        return damaged(QStringLiteral("it ends early"));
    Bytes packed;
    if (!m_cipher->open(nonceOf(m_chunks), associated(m_header, m_chunks, last == 1), sealed, packed)) {
        if (m_chunks > 0)
            return damaged(QStringLiteral("a part of it was changed"));
        const QString why = QStringLiteral("the passphrase is wrong, or the file was changed");
        return fail(makeEvent(ErrorCode::Crypto, events::CFG_BAD_SECRET, {m_path, why},
                              QStringLiteral("the backup %1 does not open").arg(m_path)));
    }
    m_plain.erase(0, m_at);
    m_at = 0;
    const std::size_t before = m_plain.size();
    m_plain.resize(before + kChunkBytes);
    const std::size_t plain = ZSTD_decompress(m_plain.data() + before, kChunkBytes, packed.data(), packed.size());
    if (ZSTD_isError(plain) != 0)
        return damaged(QStringLiteral("a part of it was changed"));
    m_plain.resize(before + plain);
    m_offset += static_cast<qint64>(kChunkHeadBytes + size);
    ++m_chunks;
    m_sawLast = last == 1;
    return {};
}

Result<Bytes> SealedArchiveReader::read()
{
    while (m_left > 0 && m_at == m_plain.size()) {
        if (m_sawLast)
            return damaged(QStringLiteral("it ends early"));
        ENGINE_TRY(readChunk());
    }
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, m_plain.size() - m_at));
    Bytes bytes = m_plain.substr(m_at, size);
    m_at += size;
    m_left -= size;
    return bytes;
}

Result<std::optional<SealedArchiveReader::Entry>> SealedArchiveReader::next()
{
    while (m_left > 0)
        ENGINE_TRY(read());
    // A head may stand across two chunks.
    for (;;) {
        ByteReader in(BytesView(m_plain).substr(m_at));
        const std::size_t there = m_plain.size() - m_at;
        if (there == 0 && m_sawLast)
            return std::optional<Entry>();
        const Bytes name(in.sized());
        const auto size = in.fixed<std::uint64_t>();
        if (!in.failed()) {
            if (name.size() > kLongestName)
                return damaged(QStringLiteral("a part of it was changed"));
            m_at += in.offset();
            m_left = size;
            return std::optional(Entry{QString::fromUtf8(toQByteArray(name)), size});
        }
        if (m_sawLast || there > kLongestName + 2 * sizeof(std::uint64_t) + 4)
            return damaged(QStringLiteral("it ends early"));
        ENGINE_TRY(readChunk());
    }
}

} // namespace busheng
