// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fileclient/file_client.h"

#include "app/cli/await.h"
#include "app/cli/session_file.h"
#include "engine/base/file_system.h"
#include "engine/files/parts/part_joiner.h"
#include "engine/localapi/remote_engine.h"
#include "engine/model/events.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace busheng {
namespace {

using cli::await;

constexpr std::size_t kPiece = 1U << 20;
constexpr int kPage = 1000;
constexpr int kLookEveryMs = 50;

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

Result<NodeSnapshot> nodeOf(EngineApi& engine)
{
    return await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); });
}

} // namespace

Result<std::unique_ptr<FileClient>> FileClient::attach(const QString& dataDirectory)
{
    ENGINE_TRY_AS(auto engine,
                  RemoteEngine::attach(dataDirectory, std::chrono::seconds(1), cli::sessionToken(dataDirectory)));
    return std::unique_ptr<FileClient>(new FileClient(std::unique_ptr<EngineApi>(std::move(engine))));
}

FileClient::FileClient(EngineApi& engine) : m_engine(engine) {}

FileClient::FileClient(std::unique_ptr<EngineApi> own) : m_own(std::move(own)), m_engine(*m_own) {}

FileClient::~FileClient() = default;

Result<> FileClient::put(const QString& task, const QStringList& paths)
{
    ENGINE_TRY_AS(const NodeSnapshot node, nodeOf(m_engine));
    ENGINE_TRY_AS(const FileTaskSnapshot found, status(task));
    const QString directory =
        QDir::cleanPath(node.filesDirectory + QStringLiteral("/send/") + found.config.sourceDirectory);
    for (const QString& path : paths) {
        const QFileInfo file(path);
        if (!file.isFile())
            return cannotRead(path, QStringLiteral("it is no file"));
        ENGINE_TRY(copyWhole(file.absoluteFilePath(), directory, file.fileName()));
    }
    return {};
}

Result<FileTaskSnapshot> FileClient::sendAndWait(const QString& task, const QString& by)
{
    // A run that began before may have passed by files that are there now: it is waited for, and one begun after it.
    for (;;) {
        const auto run = await<qint64>([&](auto reply) { m_engine.files().startTask(task, false, by, reply); });
        if (run)
            return waitForRun(task, *run);
        if (run.error().event != events::FIL_BUSY)
            return fail(run.error());
        ENGINE_TRY_AS(const FileTaskSnapshot busy, status(task));
        ENGINE_TRY(waitForRun(task, busy.run));
    }
}

Result<FileTaskSnapshot> FileClient::status(const QString& task)
{
    ENGINE_TRY_AS(const NodeSnapshot node, nodeOf(m_engine));
    for (const FileTaskSnapshot& one : node.fileTasks) {
        if (one.config.name == task)
            return one;
    }
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("task"), task},
                          QStringLiteral("no task '%1'").arg(task)));
}

Result<FileTaskSnapshot> FileClient::waitForRun(const QString& task, qint64 run)
{
    for (;;) {
        ENGINE_TRY_AS(const FileTaskSnapshot now, status(task));
        if (now.run > run || (now.run == run && !now.outcome.isEmpty()))
            return now;
        QEventLoop pause;
        QTimer::singleShot(kLookEveryMs, &pause, &QEventLoop::quit);
        pause.exec();
    }
}

Result<std::vector<FileRow>> FileClient::list(qint64 after, int limit)
{
    return await<std::vector<FileRow>>([&](auto reply) { m_engine.files().arrivals(after, limit, reply); });
}

Result<> FileClient::get(const QString& place, const QString& directory)
{
    ENGINE_TRY_AS(const NodeSnapshot node, nodeOf(m_engine));
    const QString path = node.filesDirectory + QStringLiteral("/recv/") + place;
    if (place.isEmpty() || !isValidTreeDirectory(place) || !QFileInfo(path).isFile())
        return cannotRead(place, QStringLiteral("it is not in the receive directory"));
    const QString to = QDir(directory).absolutePath();
    if (PartList::isName(view(place.toUtf8())))
        return joinInto(QFileInfo(path), to);
    return copyWhole(path, to, QFileInfo(path).fileName());
}

Result<> FileClient::watch(qint64 after, const std::function<bool(const FileRow&)>& take)
{
    QEventLoop news;
    qint64 newest = -1;
    bool isNew = true; // to begin with, what is there already
    std::optional<Error> lost;
    QObject::connect(&m_engine, &EngineApi::changed, &news, [&](const NodeSnapshot& node) {
        isNew = isNew || node.newestArrival != newest;
        newest = node.newestArrival;
        news.quit();
    });
    QObject::connect(&m_engine, &EngineApi::lost, &news, [&](const Error& why) {
        lost = why;
        news.quit();
    });
    if (after == kFromNow) {
        ENGINE_TRY_AS(const NodeSnapshot node, nodeOf(m_engine));
        after = node.newestArrival;
    }
    for (;;) {
        if (lost)
            return fail(*lost);
        if (!isNew) {
            news.exec();
            continue;
        }
        isNew = false;
        ENGINE_TRY_AS(const auto rows, list(after, kPage));
        for (const FileRow& row : rows) {
            after = row.id;
            if (!take(row))
                return {};
        }
        isNew = isNew || rows.size() == static_cast<std::size_t>(kPage);
    }
}

} // namespace busheng
