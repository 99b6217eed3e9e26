// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/parts/file_splitter.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/files/parts/part_stream.h"

#include <algorithm>

namespace busheng {
namespace {

QString pathOf(const QString& directory, const UploadName& name, std::size_t part)
{
    return directory + u'/' + name.withPart(static_cast<int>(part)).toString();
}

Result<> writeParts(FileSystem& fileSystem, File& source, qint64 partBytes, const QString& directory, PartList& list)
{
    Sm3 whole;
    for (qint64 at = 0; at < list.bytes || list.parts.empty();) {
        const qint64 bytes = std::min(partBytes, list.bytes - at);
        const int number = static_cast<int>(list.parts.size()) + 1;
        ENGINE_TRY_AS(const auto writer,
                      WholeFileWriter::create(fileSystem, directory, list.whole.withPart(number).toString()));
        ENGINE_TRY(streamFile(source, at, bytes, [&](BytesView block) {
            whole.update(block);
            return writer->append(block);
        }));
        ENGINE_FAILPOINT("parts.split.part");
        ENGINE_TRY(writer->publish());
        list.parts.push_back({bytes, writer->digest()});
        at += bytes;
    }
    list.digest = whole.finish();
    return fileSystem.syncDirectory(directory);
}

} // namespace

Result<PartList> splitFile(FileSystem& fileSystem, const QString& source, const UploadName& name, qint64 partBytes,
                           const QString& directory)
{
    ENGINE_TRY_AS(const auto file, fileSystem.open(source, FileSystem::OpenMode::Read));
    PartList list;
    list.whole = name.withPart(0);
    ENGINE_TRY_AS(list.bytes, file->size());
    const QByteArray shown = list.whole.toString().toUtf8();
    if (const auto parts = partsOf(list.bytes, std::max<qint64>(1, partBytes)); !parts)
        return fail(toError(parts.error(), view(shown)));
    Result<> written = writeParts(fileSystem, *file, std::max<qint64>(1, partBytes), directory, list);
    if (written) {
        ENGINE_TRY_AS(const qint64 now, file->size());
        if (now != list.bytes)
            written = fail(ErrorCode::Conflict, QStringLiteral("it grew"));
    }
    if (written)
        written = replaceFile(fileSystem, directory + u'/' + list.fileName(), view(list.toJson()));
    if (written)
        return list;
    for (std::size_t part = 1; part <= list.parts.size(); ++part) {
        if (const auto removed = fileSystem.remove(pathOf(directory, list.whole, part)); !removed)
            qCWarning(logBase).noquote() << "left behind:" << removed.error().toString();
    }
    if (written.error().code == ErrorCode::Conflict)
        return refuseParts(source, QStringLiteral("it changed while it was read"));
    return fail(written.error());
}

} // namespace busheng
