// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"

#include <QFileInfo>

namespace busheng {

Result<> replaceFile(FileSystem& fileSystem, const QString& path, BytesView bytes)
{
    const QString temporary = path + QStringLiteral(".new");
    {
        ENGINE_TRY_AS(const auto file, fileSystem.open(temporary, FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY(file->truncate(0));
        ENGINE_TRY(file->append(bytes));
        ENGINE_TRY(file->sync());
    }
    ENGINE_TRY(fileSystem.rename(temporary, path));
    return fileSystem.syncDirectory(QFileInfo(path).path());
}

Result<Bytes> readFile(FileSystem& fileSystem, const QString& path, qint64 limit)
{
    ENGINE_TRY_AS(const auto file, fileSystem.open(path, FileSystem::OpenMode::Read));
    ENGINE_TRY_AS(const qint64 size, file->size());
    if (size > limit)
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("%1 has %2 bytes, more than the %3 it may have").arg(path).arg(size).arg(limit));
    Bytes bytes(static_cast<std::size_t>(size), '\0');
    ENGINE_TRY_AS(const std::size_t got, file->readAt(0, bytes));
    bytes.resize(got);
    return bytes;
}

} // namespace busheng
