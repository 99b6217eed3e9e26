// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/sm4_gcm.h"
#include "engine/crypto/vault.h"

#include <functional>
#include <memory>
#include <optional>

namespace busheng {

/// How far work on an archive is, in bytes before compression, after each MiB. False: it is to end, and fails with
/// Cancelled. May be empty.
using ArchiveProgress = std::function<bool(qint64 doneBytes, qint64 totalBytes)>;

/// Named files in one, compressed, sealed behind a passphrase: docs/formats/backup.md. Written and read front to back
/// in chunks of 1 MiB: memory does not grow with the size.

class SealedArchiveWriter {
public:
    /// Makes `path`, which must not exist, for its owner only. Fails: Storage, Crypto.
    static Result<std::unique_ptr<SealedArchiveWriter>> create(FileSystem& fileSystem, RandomSource& random,
                                                               const QString& path, BytesView passphrase,
                                                               std::uint32_t iterations = Vault::kIterations);
    /// A whole file with this content.
    Result<> add(const QString& name, BytesView content);
    /// The file at `path`, as long as it is now. Fails: Storage; Corrupt when it becomes shorter meanwhile.
    Result<> addFile(const QString& name, const QString& path);
    /// The last chunk; durable when it returns ok. Without it the archive is none.
    Result<> finish();
    qint64 writtenBytes() const { return m_written; }
    /// From now on `progress` is told, and asked whether to go on.
    void setProgress(ArchiveProgress progress, qint64 totalBytes);

private:
    SealedArchiveWriter(FileSystem& fileSystem, std::unique_ptr<File> file, std::unique_ptr<Sm4Gcm> cipher);
    Result<> begin(const QString& name, std::uint64_t size);
    Result<> put(BytesView bytes);
    Result<> writeChunk(bool isLast);

    FileSystem& m_fileSystem;
    std::unique_ptr<File> m_file;
    std::unique_ptr<Sm4Gcm> m_cipher;
    Bytes m_header;
    Bytes m_plain;
    std::uint64_t m_chunks = 0;
    qint64 m_written = 0;
    ArchiveProgress m_progress;
    qint64 m_taken = 0;
    qint64 m_total = 0;
};

/// Fails with Cancelled when `progress` says that the work is to end.
Result<> goesOn(const ArchiveProgress& progress, qint64 doneBytes, qint64 totalBytes);

class SealedArchiveReader {
public:
    struct Entry {
        QString name;
        std::uint64_t size = 0;
    };

    /// Fails: Crypto CFG_BAD_SECRET (a wrong passphrase, or a changed file: the two cannot be told apart), Corrupt
    /// BCK_DAMAGED (not an archive, or it was cut off), UPG_NEWER, Storage.
    static Result<std::unique_ptr<SealedArchiveReader>> open(FileSystem& fileSystem, const QString& path,
                                                             BytesView passphrase);
    /// Passes over what is left of the entry before. Nothing: the archive is at its end, and whole.
    Result<std::optional<Entry>> next();
    /// The next bytes of the entry, at most 1 MiB; empty at its end.
    Result<Bytes> read();

private:
    SealedArchiveReader(QString path, std::unique_ptr<File> file);
    Result<> readHeader(BytesView passphrase);
    Result<> readChunk();
    Failure damaged(const QString& why) const;

    QString m_path;
    std::unique_ptr<File> m_file;
    std::unique_ptr<Sm4Gcm> m_cipher;
    Bytes m_header;
    Bytes m_plain;
    std::size_t m_at = 0; ///< in m_plain
    qint64 m_offset = 0;
    std::uint64_t m_chunks = 0;
    bool m_sawLast = false;
    std::uint64_t m_left = 0; ///< of the entry
};

/// What both sides must agree on.
namespace sealed_archive {
inline constexpr BytesView kMagic = "BSBK";
inline constexpr std::uint8_t kVersion = 1;
inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kHeaderBytes = 4 + 1 + 4 + kSaltBytes;
inline constexpr std::size_t kChunkBytes = 1 << 20; ///< before compression
inline constexpr std::size_t kChunkHeadBytes = 1 + 4;
inline constexpr std::size_t kLongestName = 1024;

/// The number of the chunk; the key is the file's own.
Nonce nonceOf(std::uint64_t chunk);
/// What a chunk's seal also covers: the file's header, its number, whether it is the last.
Bytes associated(BytesView header, std::uint64_t chunk, bool isLast);
} // namespace sealed_archive

} // namespace busheng
