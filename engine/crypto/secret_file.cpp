// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/secret_file.h"

#include "engine/base/failpoint.h"
#include "engine/base/file_access.h"
#include "engine/model/events.h"

#include <QFileInfo>

namespace busheng {
namespace {

constexpr qint64 kLargestSecret = 64 << 10;

Failure bad(const QString& path, const QString& why)
{
    return fail(
        makeEvent(ErrorCode::Config, events::CFG_BAD_CERT, {path, why}, QStringLiteral("%1: %2").arg(path, why)));
}

Result<> checkClosed(const QString& path)
{
    if (!QFileInfo(path).isFile())
        return bad(path, QStringLiteral("not a plain file"));
    if (isOpenToOthers(path))
        return bad(path, openToOthersReason());
    return {};
}

} // namespace

Result<> writeSecretFile(FileSystem& fileSystem, const QString& path, BytesView secret)
{
    // Opening an existing file keeps its permissions: what an older attempt left must not lend us its own.
    ENGINE_TRY(fileSystem.remove(path + QStringLiteral(".new")));
    ENGINE_FAILPOINT("crypto.secret_file.before_write");
    ENGINE_TRY(replaceFile(fileSystem, path, secret));
    ENGINE_FAILPOINT("crypto.secret_file.after_write");
    if (Result<> closed = checkClosed(path); !closed) {
        ENGINE_TRY(fileSystem.remove(path));
        return closed;
    }
    return {};
}

Result<Bytes> readSecretFile(FileSystem& fileSystem, const QString& path)
{
    ENGINE_TRY_AS(const bool there, fileSystem.exists(path));
    if (!there)
        return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_CERT, {path},
                              QStringLiteral("%1 is not there").arg(path)));
    ENGINE_TRY(checkClosed(path));
    return readFile(fileSystem, path, kLargestSecret);
}

Result<Bytes> readPassphraseFile(FileSystem& fileSystem, const QString& path)
{
    const auto unreadable = [&path](const QString& why) {
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, why}, QStringLiteral("%1: %2").arg(path, why)));
    };
    auto read = readSecretFile(fileSystem, path);
    if (!read && read.error().event == events::CFG_MISSING_CERT)
        return unreadable(QStringLiteral("No such file or directory"));
    if (!read && read.error().event == events::CFG_BAD_CERT)
        return unreadable(read.error().args.value(1));
    return read;
}

Result<> overwriteAndRemove(FileSystem& fileSystem, const QString& path)
{
    {
        ENGINE_TRY_AS(const auto file, fileSystem.open(path, FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY_AS(const qint64 size, file->size());
        ENGINE_TRY(file->truncate(0));
        ENGINE_TRY(file->append(Bytes(static_cast<std::size_t>(size), '\0')));
        ENGINE_TRY(file->sync());
    }
    ENGINE_TRY(fileSystem.remove(path));
    return fileSystem.syncDirectory(QFileInfo(path).path());
}

} // namespace busheng
