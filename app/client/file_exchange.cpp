// SPDX-License-Identifier: GPL-3.0-or-later
// What business systems call: put, get, list, watch.
#include "app/client/file_commands.h"

#include "app/cli/await.h"
#include "app/client/command_support.h"
#include "engine/base/file_system.h"
#include "engine/files/parts/part_joiner.h"
#include "ui/client/operator_name.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace busheng::cli {
namespace {

constexpr std::size_t kPiece = 1U << 20;
constexpr int kPage = 1000;
const QLatin1String kPartListEnd(".parts.json");

Result<> copyContent(FileSystem& files, const QString& from, const QString& to)
{
    ENGINE_TRY_AS(const auto source, files.open(from, FileSystem::OpenMode::Read));
    ENGINE_TRY_AS(const auto target, files.open(to, FileSystem::OpenMode::ReadWrite));
    ENGINE_TRY(target->truncate(0));
    Bytes piece(kPiece, '\0');
    for (qint64 at = 0;;) {
        ENGINE_TRY_AS(const std::size_t got, source->readAt(at, piece));
        if (got == 0)
            break;
        ENGINE_TRY(target->append(BytesView(piece).substr(0, got)));
        at += static_cast<qint64>(got);
    }
    return target->sync();
}

/// Copies under a name that nobody looks at, and renames: who looks sees the whole file or none.
Result<> copyWhole(const QString& from, const QString& directory, const QString& name)
{
    FileSystem& files = systemFileSystem();
    const QString part = QStringLiteral("%1/.busheng-%2-%3")
                             .arg(directory)
                             .arg(QCoreApplication::applicationPid())
                             .arg(QString::number(qHash(name), 16));
    ENGINE_TRY(files.makeDirectories(directory));
    if (const auto copied = copyContent(files, from, part); !copied) {
        ENGINE_TRY(files.remove(part));
        return copied;
    }
    ENGINE_TRY(files.rename(part, directory + u'/' + name));
    return files.syncDirectory(directory);
}

/// Of a file that was sent in parts, the list stands for the whole.
Result<> joinInto(const QFileInfo& listFile, const QString& directory)
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY_AS(const PartList list, readPartList(files, listFile.absolutePath(), listFile.fileName()));
    ENGINE_TRY(files.makeDirectories(directory));
    return joinParts(files, listFile.absolutePath(), list, directory);
}

Failure cannotRead(const QString& path, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, why}, path));
}

} // namespace

Result<ExitCode> putFiles(EngineApi& engine, const ClientCall& call)
{
    const QString task = call.option(QStringLiteral("task"));
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    ENGINE_TRY_AS(const FileTaskSnapshot found, taskNamed(engine, task));
    const QString directory =
        QDir::cleanPath(node.filesDirectory + QStringLiteral("/send/") + found.config.sourceDirectory);
    QStringList names;
    for (const QString& path : call.words.mid(1)) {
        const QFileInfo file(path);
        if (!file.isFile())
            return cannotRead(path, QStringLiteral("it is no file"));
        ENGINE_TRY(copyWhole(file.absoluteFilePath(), directory, file.fileName()));
        names.append(file.fileName());
    }
    if (!call.has(QStringLiteral("wait")))
        return done(call, {});
    // A run that began before the files were there may have passed by them: it is waited for, and one begun after it.
    for (;;) {
        const auto run =
            await<qint64>([&](auto reply) { engine.files().startTask(task, false, operatorName(), reply); });
        if (!run && run.error().event == events::FIL_BUSY) {
            ENGINE_TRY_AS(const FileTaskSnapshot busy, taskNamed(engine, task));
            ENGINE_TRY(waitForRun(engine, task, busy.run));
            continue;
        }
        if (!run)
            return fail(run.error());
        ENGINE_TRY_AS(const FileTaskSnapshot ended, waitForRun(engine, task, *run));
        if (call.json)
            printJson(toJson(ended));
        return ended.outcome == u"done" ? ExitOk : ExitWarning;
    }
}

Result<ExitCode> getFiles(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    for (const QString& name : call.words.mid(1)) {
        const QString path = node.filesDirectory + QStringLiteral("/recv/") + name;
        if (!isValidTreeDirectory(name) || !QFileInfo(path).isFile())
            return cannotRead(name, QStringLiteral("it is not in the receive directory"));
        const QString to = QDir(call.option(QStringLiteral("to"))).absolutePath();
        if (name.endsWith(kPartListEnd))
            ENGINE_TRY(joinInto(QFileInfo(path), to));
        else
            ENGINE_TRY(copyWhole(path, to, QFileInfo(path).fileName()));
    }
    return done(call, {});
}

Result<ExitCode> listArrivals(EngineApi& engine, const ClientCall& call)
{
    const qint64 after = call.option(QStringLiteral("after")).toLongLong();
    ENGINE_TRY_AS(const auto rows,
                  await<std::vector<FileRow>>([&](auto reply) { engine.files().arrivals(after, kPage, reply); }));
    printFiles(call, rows);
    return ExitOk;
}

/// A line for each file, as it arrives; without --after from now on.
Result<ExitCode> watchArrivals(EngineApi& engine, const ClientCall& call)
{
    qint64 after = call.option(QStringLiteral("after")).toLongLong();
    qint64 left = call.has(QStringLiteral("count")) ? call.option(QStringLiteral("count")).toLongLong() : -1;
    QEventLoop news;
    qint64 newest = -1;
    bool isNew = true; // to begin with, what is there already
    bool isLost = false;
    QObject::connect(&engine, &EngineApi::changed, &news, [&](const NodeSnapshot& node) {
        isNew = isNew || node.newestArrival != newest;
        newest = node.newestArrival;
        news.quit();
    });
    QObject::connect(&engine, &EngineApi::lost, &news, [&] {
        isLost = true;
        news.quit();
    });
    if (!call.has(QStringLiteral("after"))) {
        ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
        after = node.newestArrival;
    }
    while (left != 0 && !isLost) {
        if (!isNew) {
            news.exec();
            continue;
        }
        isNew = false;
        ENGINE_TRY_AS(const auto rows,
                      await<std::vector<FileRow>>([&](auto reply) { engine.files().arrivals(after, kPage, reply); }));
        for (const FileRow& row : rows) {
            if (left == 0)
                break;
            printFiles(call, {row});
            after = row.id;
            left -= left > 0 ? 1 : 0;
        }
        isNew = isNew || rows.size() == static_cast<std::size_t>(kPage);
    }
    return isLost ? ExitError : ExitOk;
}

} // namespace busheng::cli
