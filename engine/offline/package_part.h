// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/offline/package_manifest.h"

#include <deque>
#include <memory>

namespace busheng {

class ZipEntriesReader;
class ZipEntriesWriter;

/// So many packets in one entry of a part's zip; held in memory once.
inline constexpr std::size_t kPackageChunkBytes = 16U << 20;

struct PackageChunk {
    QString name;
    quint64 first = 0; ///< sequence
    quint64 last = 0;
    qint64 bytes = 0;
    Digest digest{}; ///< SM3
};

/// Writes one part of a package. Until finish() the file has another name, and goes away with this object.
///
/// Thread: one. Memory: a chunk. Durable: when finish() returned ok. Fails: Storage; Config OFL_NO_ROOM when the disk
/// has no room for another chunk. Failpoints: offline.part.before offline.part.after.
class PackagePartWriter {
public:
    static Result<std::unique_ptr<PackagePartWriter>> create(FileSystem& fileSystem, const QString& directory,
                                                             const PackageHead& head, quint32 number);
    ~PackagePartWriter();
    Result<> add(quint64 sequence, BytesView packet);
    qint64 bytes() const { return m_part.bytes; }
    quint64 last() const { return m_part.last; }
    Result<PackagePart> finish();

private:
    PackagePartWriter(FileSystem& fileSystem, QString directory, QString packageId);
    Result<> writeChunk();

    FileSystem& m_fileSystem;
    const QString m_directory;
    const QString m_packageId;
    QString m_path; ///< of the file in the making
    std::unique_ptr<ZipEntriesWriter> m_zip;
    PackagePart m_part;
    std::vector<PackageChunk> m_chunks;
    PackageChunk m_chunk;
    Bytes m_content;
};

/// Reads one part. Thread: one. Memory: a chunk. Fails: Config OFL_REFUSED, with the file and why.
class PackagePartReader {
public:
    /// The file must be the one that `part` speaks of.
    static Result<std::unique_ptr<PackagePartReader>> open(const QString& path, const QString& packageId,
                                                           const PackagePart& part);
    ~PackagePartReader();
    /// `sequence` must be in the part.
    Result<Bytes> packet(quint64 sequence);
    const PackagePart& part() const { return m_part; }

private:
    PackagePartReader(QString path, PackagePart part, std::unique_ptr<ZipEntriesReader> zip);
    Result<> readContents(const QString& packageId);
    Result<> readChunk(const PackageChunk& chunk);

    const QString m_path;
    const PackagePart m_part;
    std::unique_ptr<ZipEntriesReader> m_zip;
    std::vector<PackageChunk> m_chunks;
    quint64 m_first = 0; ///< sequence of m_packets.front()
    std::deque<Bytes> m_packets;
};

/// Config OFL_NO_ROOM unless `directory` has so many bytes free, and a little more.
Result<> requireRoom(FileSystem& fileSystem, const QString& directory, qint64 bytes);

} // namespace busheng
