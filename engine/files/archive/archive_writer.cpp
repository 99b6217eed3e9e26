// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/archive/archive_writer.h"

#include "engine/crypto/sm3.h"
#include "engine/files/archive/archive_reader.h"
#include "engine/files/names/relative_path.h"
#include "engine/model/events.h"

#include <QDir>
#include <QDirIterator>
#include <QSaveFile>

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

namespace busheng {
namespace {

constexpr qint64 kBlockBytes = 1 << 20;

Failure diskError(const QString& path, const QString& why)
{
    return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, why}, path + QStringLiteral(": ") + why));
}

Result<std::vector<Bytes>> filesIn(const QString& directory)
{
    std::vector<Bytes> paths;
    const QDir root(directory);
    QDirIterator entries(directory, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        entries.next();
        const QString relative = root.relativeFilePath(entries.filePath());
        if (entries.fileInfo().isSymLink() || (!entries.fileInfo().isFile() && !entries.fileInfo().isDir()))
            return refuseArchive(directory, relative, QStringLiteral("it is neither a file nor a directory"));
        const Bytes path = relative.toStdString();
        if (auto checked = checkTreePath(path); !checked)
            return fail(toError(checked.error(), path));
        if (entries.fileInfo().isFile())
            paths.push_back(path);
    }
    std::ranges::sort(paths);
    return paths;
}

Result<> addEntry(QuaZip& zip, const QString& name, const std::function<Result<>(QuaZipFile&)>& write)
{
    QuaZipFile entry(&zip);
    QuaZipNewInfo info(name);
    info.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    if (!entry.open(QIODevice::WriteOnly, info))
        return diskError(zip.getZipName(), QStringLiteral("zip error %1").arg(entry.getZipError()));
    ENGINE_TRY(write(entry));
    entry.close();
    if (entry.getZipError() != ZIP_OK)
        return diskError(zip.getZipName(), QStringLiteral("zip error %1").arg(entry.getZipError()));
    return {};
}

Result<ArchiveManifest::File> addFile(QuaZip& zip, const QString& directory, const Bytes& path)
{
    const QString name = QString::fromStdString(path);
    QFile file(directory + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        return diskError(file.fileName(), file.errorString());
    ArchiveManifest::File added{path, 0, {}};
    const qint64 size = file.size();
    Sm3 digest;
    ENGINE_TRY(addEntry(zip, name, [&](QuaZipFile& entry) -> Result<> {
        while (!file.atEnd()) {
            const QByteArray block = file.read(kBlockBytes);
            if (block.isEmpty())
                return diskError(file.fileName(), file.errorString());
            digest.update(view(block));
            added.bytes += block.size();
            if (entry.write(block) != block.size())
                return diskError(zip.getZipName(), QStringLiteral("zip error %1").arg(entry.getZipError()));
        }
        return {};
    }));
    if (added.bytes != size || file.size() != size)
        return refuseArchive(directory, name, QStringLiteral("it changed while it was read"));
    added.digest = digest.finish();
    return added;
}

} // namespace

Result<ArchiveManifest> packDirectory(const QString& directory, const QString& path)
{
    ENGINE_TRY_AS(const std::vector<Bytes> paths, filesIn(directory));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return diskError(path, file.errorString());
    QuaZip zip(&file);
    zip.setUtf8Enabled(true);
    zip.setZip64Enabled(true);
    zip.setAutoClose(false);
    if (!zip.open(QuaZip::mdCreate))
        return diskError(path, QStringLiteral("zip error %1").arg(zip.getZipError()));
    ArchiveManifest manifest;
    for (const Bytes& one : paths) {
        if (one == kManifestName)
            return refuseArchive(directory, QString::fromStdString(one), QStringLiteral("the manifest has this name"));
        ENGINE_TRY_AS(auto added, addFile(zip, directory, one));
        manifest.files.push_back(std::move(added));
    }
    const QByteArray json = manifest.toJson();
    ENGINE_TRY(addEntry(zip, QString::fromLatin1(kManifestName), [&](QuaZipFile& entry) {
        return entry.write(json) == json.size() ? Result<>() : Result<>(diskError(path, entry.errorString()));
    }));
    zip.close();
    if (zip.getZipError() != ZIP_OK || !file.commit())
        return diskError(path, file.errorString());
    return manifest;
}

} // namespace busheng
