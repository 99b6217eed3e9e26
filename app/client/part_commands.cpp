// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/part_commands.h"

#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/files/parts/file_splitter.h"
#include "engine/files/parts/part_joiner.h"

#include <QFileInfo>

namespace busheng::cli {
namespace {

Result<QString> directoryOf(const ClientCall& call)
{
    const QString directory = call.option(QStringLiteral("dir"));
    if (!QFileInfo(directory).isDir())
        return usageError(QStringLiteral("directory %1 does not exist").arg(directory));
    return QFileInfo(directory).absoluteFilePath();
}

} // namespace

Result<ExitCode> splitToParts(const ClientCall& call)
{
    const QFileInfo source(argument(call, 1));
    const QByteArray shown = source.fileName().toUtf8();
    const auto name = parseUploadName(view(shown));
    if (!name)
        return fail(toError(name.error(), view(shown)));
    bool ok = false;
    const qint64 partBytes = call.option(QStringLiteral("part-bytes")).toLongLong(&ok);
    if (!ok || partBytes < 1)
        return usageError(QStringLiteral("--part-bytes is a number of bytes, 1 or more"));
    ENGINE_TRY_AS(const QString directory, directoryOf(call));
    ENGINE_TRY_AS(const PartList list,
                  splitFile(systemFileSystem(), source.absoluteFilePath(), *name, partBytes, directory));
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("list"), list.fileName()},
                              {QStringLiteral("parts"), static_cast<qint64>(list.parts.size())}});
    else
        print(ClientText::tr("%1 parts, their list is %2").arg(list.parts.size()).arg(list.fileName()));
    return ExitOk;
}

Result<ExitCode> joinFromParts(const ClientCall& call)
{
    const QFileInfo listFile(argument(call, 1));
    ENGINE_TRY_AS(const QString directory, directoryOf(call));
    ENGINE_TRY_AS(const PartList list, readPartList(systemFileSystem(), listFile.absolutePath(), listFile.fileName()));
    ENGINE_TRY(joinParts(systemFileSystem(), listFile.absolutePath(), list, directory));
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("file"), list.whole.toString()}, {QStringLiteral("bytes"), list.bytes}});
    else
        print(ClientText::tr("%1, %2 bytes, as it was").arg(list.whole.toString()).arg(list.bytes));
    return ExitOk;
}

} // namespace busheng::cli
