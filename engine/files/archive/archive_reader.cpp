// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/archive/archive_reader.h"

#include "engine/base/log.h"
#include "engine/crypto/sm3.h"
#include "engine/files/names/name_text.h"
#include "engine/files/names/relative_path.h"
#include "engine/model/events.h"

#include <QDir>
#include <QFile>

#include <quazip/quazip.h>
#include <quazip/unzip.h>

#include <algorithm>
#include <array>
#include <set>

namespace busheng {
namespace {

constexpr std::size_t kBlockBytes = 1 << 20;
constexpr std::size_t kMostNameBytes = 8 * 1024;
constexpr unsigned kEncrypted = 1;
constexpr unsigned kStored = 0;
constexpr unsigned kDeflated = 8;
constexpr unsigned kUnix = 3;
constexpr unsigned kMacOs = 19;
// The kinds of files in the mode bits of such an entry: the format's, whatever system reads it.
constexpr unsigned kKindOfFile = 0170000;
constexpr unsigned kRegular = 0100000;
constexpr unsigned kDirectory = 0040000;

/// The first bytes of what packs other files.
constexpr std::array kArchiveSignatures = {
    BytesView("PK\x03\x04"),
    BytesView("PK\x05\x06"),
    BytesView("Rar!\x1a\x07"),
    BytesView("7z\xbc\xaf\x27\x1c"),
    BytesView("\x1f\x8b"),
    BytesView("BZh"),
    BytesView("\xfd"
              "7zXZ"),
    BytesView("\x28\xb5\x2f\xfd"),
};

class Archive {
public:
    explicit Archive(const QString& path) : m_path(path), m_zip(path) {}
    ~Archive()
    {
        if (m_zip.isOpen())
            m_zip.close();
    }
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    Result<> open()
    {
        QFile file(m_path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(
                makeEvent(ErrorCode::Storage, events::DSK_ERROR, {m_path, file.errorString()}, file.errorString()));
        m_bytes = file.size();
        const QByteArray start = file.read(4);
        const bool isZip = start == "PK\x03\x04" || start == "PK\x05\x06";
        if (!isZip || !m_zip.open(QuaZip::mdUnzip))
            return refuse({}, QStringLiteral("it is no zip archive, or its directory is damaged"));
        return {};
    }
    unzFile handle() { return m_zip.getUnzFile(); }
    qint64 bytes() const { return m_bytes; }
    qint64 entries() { return m_zip.getEntriesCount(); }
    Failure refuse(BytesView entry, const QString& why) const { return refuseArchive(m_path, shownName(entry), why); }

private:
    const QString m_path;
    QuaZip m_zip;
    qint64 m_bytes = 0;
};

struct RawEntry {
    Bytes name;
    unz_file_info64 info{};
};

Result<RawEntry> currentEntry(Archive& archive)
{
    RawEntry entry;
    entry.name.resize(kMostNameBytes);
    const int read = unzGetCurrentFileInfo64(archive.handle(), &entry.info, entry.name.data(),
                                             static_cast<uLong>(entry.name.size()), nullptr, 0, nullptr, 0);
    if (read != UNZ_OK || entry.info.size_filename > kMostNameBytes)
        return archive.refuse({}, QStringLiteral("its directory is damaged"));
    entry.name.resize(entry.info.size_filename);
    return entry;
}

bool isSpecial(const unz_file_info64& info)
{
    const unsigned host = static_cast<unsigned>(info.version) >> 8;
    const unsigned type = (static_cast<unsigned>(info.external_fa) >> 16) & kKindOfFile;
    return (host == kUnix || host == kMacOs) && type != 0 && type != kRegular && type != kDirectory;
}

bool isTooPacked(qint64 bytes, qint64 packed, const ArchiveRules& rules)
{
    return bytes > rules.smallBytes && bytes / rules.mostRatio > packed;
}

Result<ArchiveEntry> checkEntry(const Archive& archive, const RawEntry& raw, const ArchiveRules& rules)
{
    ArchiveEntry entry{raw.name, raw.name.ends_with('/'), static_cast<qint64>(raw.info.uncompressed_size),
                       static_cast<qint64>(raw.info.compressed_size)};
    if (entry.isDirectory)
        entry.path.pop_back();
    if (const auto path = checkTreePath(entry.path); !path)
        return archive.refuse(raw.name, nameReason(path.error()));
    if ((raw.info.flag & kEncrypted) != 0)
        return archive.refuse(raw.name, QStringLiteral("it is encrypted"));
    if (raw.info.compression_method != kStored && raw.info.compression_method != kDeflated)
        return archive.refuse(raw.name, QStringLiteral("it is packed by a method other than store and deflate"));
    if (isSpecial(raw.info))
        return archive.refuse(raw.name, QStringLiteral("it is neither a file nor a directory"));
    if (entry.bytes < 0 || entry.packedBytes < 0 || (entry.isDirectory && entry.bytes > 0) ||
        entry.packedBytes > archive.bytes())
        return archive.refuse(raw.name, QStringLiteral("its sizes cannot be"));
    if (isTooPacked(entry.bytes, entry.packedBytes, rules))
        return archive.refuse(raw.name,
                              QStringLiteral("it unpacks to more than %1 times its size").arg(rules.mostRatio));
    return entry;
}

/// Names that are there twice, by any file system's way of comparing them, and files that are directories too.
class Places {
public:
    bool take(const ArchiveEntry& entry)
    {
        const Bytes key = collisionKey(entry.path);
        for (auto slash = key.find('/'); slash != Bytes::npos; slash = key.find('/', slash + 1)) {
            const Bytes parent = key.substr(0, slash);
            if (m_files.contains(parent))
                return false;
            m_directories.insert(parent);
        }
        if (m_files.contains(key))
            return false;
        if (entry.isDirectory)
            return m_directories.insert(key), m_named.insert(key).second;
        return !m_directories.contains(key) && m_files.insert(key).second;
    }

private:
    std::set<Bytes> m_files;
    std::set<Bytes> m_directories; ///< named, or above something
    std::set<Bytes> m_named;
};

Result<std::vector<ArchiveEntry>> readDirectory(Archive& archive, const ArchiveRules& rules)
{
    const qint64 count = archive.entries();
    if (count > rules.mostEntries)
        return archive.refuse({}, QStringLiteral("it has more than %1 entries").arg(rules.mostEntries));
    std::vector<ArchiveEntry> entries;
    Places places;
    qint64 bytes = 0;
    int went = count > 0 ? unzGoToFirstFile(archive.handle()) : UNZ_END_OF_LIST_OF_FILE;
    for (; went == UNZ_OK; went = unzGoToNextFile(archive.handle())) {
        ENGINE_TRY_AS(const RawEntry raw, currentEntry(archive));
        ENGINE_TRY_AS(ArchiveEntry entry, checkEntry(archive, raw, rules));
        if (!places.take(entry))
            return archive.refuse(raw.name, QStringLiteral("it is there twice, or as a file and a directory"));
        if (entry.bytes > rules.mostBytes - bytes)
            return archive.refuse(raw.name, QStringLiteral("all together are more than %1 bytes").arg(rules.mostBytes));
        bytes += entry.bytes;
        entries.push_back(std::move(entry));
    }
    if (went != UNZ_END_OF_LIST_OF_FILE || static_cast<qint64>(entries.size()) != count)
        return archive.refuse({}, QStringLiteral("its directory is damaged"));
    if (isTooPacked(bytes, archive.bytes(), rules)) // entries that share their packed bytes
        return archive.refuse({}, QStringLiteral("it unpacks to more than %1 times its size").arg(rules.mostRatio));
    return entries;
}

Result<> checkStart(const Archive& archive, const ArchiveEntry& entry, BytesView start, const ArchiveRules& rules)
{
    const bool isArchive =
        std::ranges::any_of(kArchiveSignatures, [start](BytesView signature) { return start.starts_with(signature); });
    if (isArchive && !rules.withArchives)
        return archive.refuse(entry.path, QStringLiteral("it is an archive itself"));
    return {};
}

/// Unpacks the current entry into a new file.
Result<Digest> unpackEntry(Archive& archive, const ArchiveEntry& entry, const QString& path, const ArchiveRules& rules)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    if (unzOpenCurrentFile(archive.handle()) != UNZ_OK)
        return archive.refuse(entry.path, QStringLiteral("its header is not as the directory says"));
    Bytes block(kBlockBytes, '\0');
    Sm3 digest;
    qint64 bytes = 0;
    int got = 0;
    Result<> taken;
    while (taken && (got = unzReadCurrentFile(archive.handle(), block.data(), kBlockBytes)) > 0) {
        const BytesView part = BytesView(block).substr(0, static_cast<std::size_t>(got));
        if (bytes == 0)
            taken = checkStart(archive, entry, part, rules);
        bytes += got;
        digest.update(part);
        if (taken && bytes > entry.bytes)
            taken = archive.refuse(entry.path, QStringLiteral("it is longer than it says"));
        if (taken && file.write(part.data(), got) != got)
            taken =
                fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    }
    const int closed = unzCloseCurrentFile(archive.handle());
    ENGINE_TRY(std::move(taken));
    if (got < 0 || closed != UNZ_OK || bytes != entry.bytes)
        return archive.refuse(entry.path, QStringLiteral("its content is damaged"));
    if (!file.flush())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return digest.finish();
}

/// What was unpacked, and the manifest of the archive.
Result<ArchiveManifest> unpackAll(Archive& archive, const std::vector<ArchiveEntry>& entries, const QString& directory,
                                  const ArchiveRules& rules)
{
    ArchiveManifest made;
    int went = entries.empty() ? UNZ_OK : unzGoToFirstFile(archive.handle());
    for (const ArchiveEntry& entry : entries) {
        const QString path = directory + u'/' + QString::fromStdString(entry.path);
        if (went != UNZ_OK)
            return archive.refuse(entry.path, QStringLiteral("its directory is damaged"));
        const QString parent = entry.isDirectory ? path : QFileInfo(path).path();
        if (!QDir().mkpath(parent))
            return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {parent, QStringLiteral("it cannot be made")},
                                  QStringLiteral("mkdir ") + parent));
        if (!entry.isDirectory) {
            ENGINE_TRY_AS(const Digest digest, unpackEntry(archive, entry, path, rules));
            if (entry.path != kManifestName || !rules.withManifest)
                made.files.push_back({entry.path, entry.bytes, digest});
        }
        went = unzGoToNextFile(archive.handle());
    }
    return made;
}

Result<> checkManifest(const Archive& archive, const ArchiveManifest& made, const QString& directory)
{
    QFile file(directory + u'/' + QLatin1String(kManifestName));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostManifestBytes)
        return archive.refuse(kManifestName, QStringLiteral("there is no manifest"));
    auto said = ArchiveManifest::fromJson(file.readAll());
    if (!said)
        return archive.refuse(kManifestName, QStringLiteral("the manifest is malformed"));
    ArchiveManifest sorted = made;
    std::ranges::sort(sorted.files, {}, &ArchiveManifest::File::path);
    std::ranges::sort(said->files, {}, &ArchiveManifest::File::path);
    if (sorted != *said)
        return archive.refuse(kManifestName, QStringLiteral("the files are not as the manifest says"));
    return {};
}

void empty(const QString& directory)
{
    const QDir all(directory);
    for (const QFileInfo& entry :
         all.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const bool isGone = entry.isDir() && !entry.isSymLink() ? QDir(entry.filePath()).removeRecursively()
                                                                : QFile::remove(entry.filePath());
        if (!isGone)
            qCWarning(logBase).noquote() << "left behind:" << entry.filePath();
    }
}

} // namespace

Failure refuseArchive(const QString& archive, const QString& entry, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::ARC_REFUSED, {archive, entry, why},
                          QStringLiteral("%1, entry '%2': %3").arg(archive, entry, why)));
}

Result<std::vector<ArchiveEntry>> inspectArchive(const QString& path, const ArchiveRules& rules)
{
    Archive archive(path);
    ENGINE_TRY(archive.open());
    return readDirectory(archive, rules);
}

Result<ArchiveManifest> unpackArchive(const QString& path, const QString& directory, const ArchiveRules& rules)
{
    Archive archive(path);
    ENGINE_TRY(archive.open());
    ENGINE_TRY_AS(const auto entries, readDirectory(archive, rules));
    if (!QDir(directory).exists() ||
        !QDir(directory).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return archive.refuse({}, QStringLiteral("directory %1 is not there, or not empty").arg(directory));
    auto made = unpackAll(archive, entries, directory, rules);
    if (made && rules.withManifest) {
        if (auto checked = checkManifest(archive, *made, directory); !checked)
            made = fail(checked.error());
    }
    if (!made)
        empty(directory);
    return made;
}

} // namespace busheng
