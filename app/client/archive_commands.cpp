// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/archive_commands.h"

#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/files/archive/archive_reader.h"
#include "engine/files/archive/archive_writer.h"

#include <QFileInfo>

namespace busheng::cli {
namespace {

ExitCode show(const ClientCall& call, const ArchiveManifest& manifest)
{
    qint64 bytes = 0;
    for (const ArchiveManifest::File& file : manifest.files)
        bytes += file.bytes;
    const auto files = static_cast<qint64>(manifest.files.size());
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("files"), files}, {QStringLiteral("bytes"), bytes}});
    else
        print(ClientText::tr("%1 files, %2 bytes").arg(files).arg(bytes));
    return ExitOk;
}

} // namespace

Result<ExitCode> packFiles(const ClientCall& call)
{
    const QString directory = argument(call, 1);
    const QString to = call.option(QStringLiteral("to"));
    if (!QFileInfo(directory).isDir())
        return usageError(QStringLiteral("directory %1 does not exist").arg(directory));
    if (QFileInfo::exists(to))
        return usageError(QStringLiteral("%1 is there already").arg(to));
    ENGINE_TRY_AS(const ArchiveManifest manifest, packDirectory(QFileInfo(directory).absoluteFilePath(), to));
    return show(call, manifest);
}

Result<ExitCode> unpackFiles(const ClientCall& call)
{
    ENGINE_TRY_AS(const ArchiveManifest manifest,
                  unpackArchive(argument(call, 1), call.option(QStringLiteral("dir")),
                                {.withManifest = !call.has(QStringLiteral("no-manifest"))}));
    return show(call, manifest);
}

} // namespace busheng::cli
