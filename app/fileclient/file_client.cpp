// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fileclient/file_client.h"

#include "app/cli/await.h"
#include "app/cli/session_file.h"
#include "engine/base/file_system.h"
#include "engine/files/file_digest.h"
#include "engine/files/parts/part_joiner.h"
#include "engine/files/sealed_file.h"
#include "engine/localapi/remote_engine.h"
#include "engine/model/events.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace busheng {
namespace {

constexpr int kPage = 1000;
constexpr int kLookEveryMs = 50;

using cli::await;

/// How the bytes of a copy come, one chunk after the other, and how they are kept.
using Read = std::function<Result<std::size_t>(std::uint64_t offset, std::span<char> out)>;

Read readerOf(const std::shared_ptr<File>& file)
{
    return [file](std::uint64_t offset, std::span<char> out) { return file->readAt(static_cast<qint64>(offset), out); };
}

/// By chunks of 1 MiB from front to back; the digest by which files are known (docs/files.md).
Result<Digest> eachChunk(const Read& read, std::uint64_t size, const std::function<Result<>(BytesView)>& take)
{
    FileDigest whole(size);
    Bytes piece;
    for (std::uint64_t at = 0; at < size; at += kFileChunkBytes) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kFileChunkBytes, size - at)));
        ENGINE_TRY_AS(const std::size_t got, read(at, piece));
        if (got != piece.size())
            return fail(ErrorCode::Storage, QStringLiteral("the file became shorter while it was read"));
        whole.addChunk(chunkDigest(leafDigests(piece)));
        ENGINE_TRY(take(piece));
    }
    return size <= kFileLeafBytes ? fileDigest(piece) : whole.finish();
}

/// Writes under a name that nobody looks at, and renames: who looks sees the whole file or none.
Result<> writeWhole(const QString& directory, const QString& name, const std::function<Result<>(File&)>& fill)
{
    FileSystem& files = systemFileSystem();
    const QString part = QStringLiteral("%1/.busheng-%2-%3")
                             .arg(directory)
                             .arg(QCoreApplication::applicationPid())
                             .arg(QString::number(qHash(name), 16));
    ENGINE_TRY(files.makeDirectories(directory));
    const auto written = [&]() -> Result<> {
        ENGINE_TRY_AS(const auto target, files.open(part, FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY(target->truncate(0));
        ENGINE_TRY(fill(*target));
        return target->sync();
    }();
    if (!written) {
        ENGINE_TRY(files.remove(part));
        return written;
    }
    ENGINE_TRY(files.rename(part, directory + u'/' + name));
    return files.syncDirectory(directory);
}

Bytes fromHex(const QString& text)
{
    return QByteArray::fromHex(text.toLatin1()).toStdString();
}

/// Into the send directory, in clear or as the ticket says.
Result<> putWhole(const QString& from, const QString& directory, const QString& name, const FileTicket& ticket)
{
    ENGINE_TRY_AS(auto opened, systemFileSystem().open(from, FileSystem::OpenMode::Read));
    const std::shared_ptr<File> source = std::move(opened);
    ENGINE_TRY_AS(const qint64 size, source->size());
    std::optional<SealedFileWriter> writer;
    const Bytes headBytes = fromHex(ticket.head);
    if (ticket.sealed) {
        const auto head = SealedFileHead::decode(headBytes);
        if (!head)
            return fail(ErrorCode::Protocol, QStringLiteral("the node's ticket is none"));
        const SecretBytes key(fromHex(ticket.key));
        ENGINE_TRY_AS(writer, SealedFileWriter::begin(*head, key.bytes, systemRandom()));
    }
    return writeWhole(directory, name, [&](File& target) -> Result<> {
        ENGINE_TRY(target.append(headBytes));
        const auto take = [&](BytesView piece) -> Result<> {
            if (!writer)
                return target.append(piece);
            ENGINE_TRY_AS(const Bytes chunk, writer->chunk(piece));
            return target.append(chunk);
        };
        ENGINE_TRY_AS(const Digest digest, eachChunk(readerOf(source), static_cast<std::uint64_t>(size), take));
        if (!writer)
            return {};
        ENGINE_TRY_AS(const Bytes end, writer->end(digest));
        return target.append(end);
    });
}

/// Whether a file is there with that very content.
Result<bool> isThere(const QString& path, std::uint64_t size, const QString& digest)
{
    if (digest.isEmpty() || !QFileInfo(path).isFile() || QFileInfo(path).size() != static_cast<qint64>(size))
        return false;
    ENGINE_TRY_AS(auto opened, systemFileSystem().open(path, FileSystem::OpenMode::Read));
    ENGINE_TRY_AS(const Digest found,
                  eachChunk(readerOf(std::move(opened)), size, [](BytesView) { return Result<>(); }));
    return toHex(view(found)) == digest;
}

/// Out of the receive directory.
Result<> getWhole(const QString& from, const QString& directory, const QString& name, const FileTicket& ticket)
{
    ENGINE_TRY_AS(auto opened, systemFileSystem().open(from, FileSystem::OpenMode::Read));
    const std::shared_ptr<File> source = std::move(opened);
    ENGINE_TRY_AS(const qint64 fileSize, source->size());
    auto size = static_cast<std::uint64_t>(fileSize);
    Read read = readerOf(source);
    if (ticket.sealed) {
        const SecretBytes key(fromHex(ticket.key));
        auto reader = SealedFileReader::open(read, key.bytes, name);
        if (!reader)
            return fail(reader.error());
        const auto sealed = std::make_shared<SealedFileReader>(std::move(*reader));
        size = sealed->size();
        read = [sealed](std::uint64_t offset, std::span<char> out) { return sealed->readAt(offset, out); };
    }
    ENGINE_TRY_AS(const bool isSame, isThere(directory + u'/' + name, size, ticket.digest));
    if (isSame)
        return {};
    return writeWhole(directory, name, [&](File& target) -> Result<> {
        ENGINE_TRY_AS(const Digest digest,
                      eachChunk(read, size, [&](BytesView piece) { return target.append(piece); }));
        if (ticket.digest.isEmpty() || toHex(view(digest)) == ticket.digest)
            return {};
        const QString why = QStringLiteral("its content is not what arrived");
        return fail(makeEvent(ErrorCode::Corrupt, events::FIL_SEALED, {name, why}, name + u' ' + why));
    });
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
        ENGINE_TRY_AS(const FileTicket ticket,
                      await<FileTicket>([&](auto reply) { m_engine.files().ticketToPut(task, reply); }));
        ENGINE_TRY(putWhole(file.absoluteFilePath(), directory, file.fileName(), ticket));
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

Result<> FileClient::get(const QString& place, const QString& directory, const QString& by)
{
    ENGINE_TRY_AS(const NodeSnapshot node, nodeOf(m_engine));
    const QString path = node.filesDirectory + QStringLiteral("/recv/") + place;
    if (place.isEmpty() || !isValidTreeDirectory(place) || !QFileInfo(path).isFile())
        return cannotRead(place, QStringLiteral("it is not in the receive directory"));
    const QString to = QDir(directory).absolutePath();
    ENGINE_TRY_AS(const FileTicket ticket,
                  await<FileTicket>([&](auto reply) { m_engine.files().takeArrival(place, reply); }));
    if (PartList::isName(view(place.toUtf8())))
        ENGINE_TRY(joinInto(QFileInfo(path), to));
    else
        ENGINE_TRY(getWhole(path, to, QFileInfo(path).fileName(), ticket));
    if (ticket.id == 0) // not one that arrived
        return {};
    return await<>([&](auto reply) { m_engine.files().noteFetched(ticket.id, by, reply); });
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
