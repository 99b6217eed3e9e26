// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backup/sealed_archive.h"

#include "engine/base/byte_writer.h"
#include "engine/crypto/passphrase_key.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QFileInfo>

#include <zstd.h>

#include <algorithm>

namespace busheng {

using namespace sealed_archive;

Nonce sealed_archive::nonceOf(std::uint64_t chunk)
{
    Bytes bytes;
    ByteWriter out(bytes);
    out.fixed<std::uint32_t>(0);
    out.fixed(chunk);
    Nonce nonce{};
    std::ranges::copy(bytes, nonce.begin());
    return nonce;
}

Bytes sealed_archive::associated(BytesView header, std::uint64_t chunk, bool isLast)
{
    Bytes bytes(header);
    ByteWriter out(bytes);
    out.fixed(chunk);
    out.fixed<std::uint8_t>(isLast ? 1 : 0);
    return bytes;
}

Result<> goesOn(const ArchiveProgress& progress, qint64 doneBytes, qint64 totalBytes)
{
    if (!progress || progress(doneBytes, totalBytes))
        return {};
    return fail(ErrorCode::Cancelled, QStringLiteral("it was stopped"));
}

void SealedArchiveWriter::setProgress(ArchiveProgress progress, qint64 totalBytes)
{
    m_progress = std::move(progress);
    m_total = totalBytes;
}

SealedArchiveWriter::SealedArchiveWriter(FileSystem& fileSystem, std::unique_ptr<File> file,
                                         std::unique_ptr<Sm4Gcm> cipher)
    : m_fileSystem(fileSystem), m_file(std::move(file)), m_cipher(std::move(cipher))
{
}

Result<std::unique_ptr<SealedArchiveWriter>> SealedArchiveWriter::create(FileSystem& fileSystem, RandomSource& random,
                                                                         const QString& path, BytesView passphrase,
                                                                         std::uint32_t iterations)
{
    Bytes salt(kSaltBytes, '\0');
    ENGINE_TRY(random.fill(salt));
    SecretBytes key(kSm4KeyBytes);
    ENGINE_TRY(deriveFromPassphrase(passphrase, salt, iterations, key.bytes));
    ENGINE_TRY_AS(auto cipher, Sm4Gcm::create(key.bytes));
    ENGINE_TRY_AS(auto file, fileSystem.open(path, FileSystem::OpenMode::ReadWrite));
    std::unique_ptr<SealedArchiveWriter> archive(
        new SealedArchiveWriter(fileSystem, std::move(file), std::move(cipher)));
    ByteWriter header(archive->m_header);
    header.raw(kMagic);
    header.fixed(kVersion);
    header.fixed(iterations);
    header.raw(salt);
    ENGINE_TRY(archive->m_file->append(archive->m_header));
    archive->m_written = static_cast<qint64>(archive->m_header.size());
    archive->m_plain.reserve(kChunkBytes);
    return archive;
}

Result<> SealedArchiveWriter::writeChunk(bool isLast)
{
    Bytes packed(ZSTD_compressBound(m_plain.size()), '\0');
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), m_plain.data(), m_plain.size(), 3);
    if (ZSTD_isError(size) != 0)
        return fail(ErrorCode::Internal, QString::fromUtf8(ZSTD_getErrorName(size)));
    packed.resize(size);
    Bytes sealed;
    ENGINE_TRY(m_cipher->seal(nonceOf(m_chunks), associated(m_header, m_chunks, isLast), packed, sealed));
    Bytes chunk;
    ByteWriter out(chunk);
    out.fixed<std::uint8_t>(isLast ? 1 : 0);
    out.fixed(static_cast<std::uint32_t>(sealed.size()));
    out.raw(sealed);
    ENGINE_TRY(m_file->append(chunk));
    m_written += static_cast<qint64>(chunk.size());
    ++m_chunks;
    m_plain.clear();
    return {};
}

Result<> SealedArchiveWriter::put(BytesView bytes)
{
    while (!bytes.empty()) {
        const std::size_t room = std::min(kChunkBytes - m_plain.size(), bytes.size());
        m_plain.append(bytes.substr(0, room));
        bytes.remove_prefix(room);
        if (m_plain.size() == kChunkBytes)
            ENGINE_TRY(writeChunk(false));
    }
    return {};
}

Result<> SealedArchiveWriter::begin(const QString& name, std::uint64_t size)
{
    Bytes head;
    ByteWriter out(head);
    out.sized(view(name.toUtf8()));
    out.fixed(size);
    return put(head);
}

Result<> SealedArchiveWriter::add(const QString& name, BytesView content)
{
    ENGINE_TRY(begin(name, content.size()));
    return put(content);
}

Result<> SealedArchiveWriter::addFile(const QString& name, const QString& path)
{
    ENGINE_TRY_AS(const auto file, m_fileSystem.open(path, FileSystem::OpenMode::Read));
    ENGINE_TRY_AS(const qint64 size, file->size());
    ENGINE_TRY(begin(name, static_cast<std::uint64_t>(size)));
    Bytes buffer(kChunkBytes, '\0');
    for (qint64 at = 0; at < size;) {
        const std::size_t wanted = std::min<std::size_t>(buffer.size(), static_cast<std::size_t>(size - at));
        ENGINE_TRY_AS(const std::size_t got, file->readAt(at, {buffer.data(), wanted}));
        if (got == 0)
            return fail(makeEvent(ErrorCode::Corrupt, events::BCK_DAMAGED,
                                  {path, QStringLiteral("it became shorter while it was copied")},
                                  QStringLiteral("%1 became shorter").arg(path)));
        ENGINE_TRY(put(BytesView(buffer).substr(0, got)));
        m_taken += static_cast<qint64>(got);
        ENGINE_TRY(goesOn(m_progress, m_taken, m_total));
        at += static_cast<qint64>(got);
    }
    return {};
}

Result<> SealedArchiveWriter::finish()
{
    ENGINE_TRY(writeChunk(true));
    return m_file->sync();
}

} // namespace busheng
