// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backup/node_backup.h"

#include "engine/api/node_config.h"
#include "engine/backup/sealed_archive.h"
#include "engine/base/failpoint.h"
#include "engine/journal/journal_copy.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kBytesPerMiB = 1 << 20;
constexpr qint64 kReserve = 16 * kBytesPerMiB;
const QString kHeadName = QStringLiteral("backup.json");

/// A file of the node and its name in the archive.
struct Item {
    QString path;
    QString name;
};

QString absolute(const QString& dataDirectory, const QString& path)
{
    return QDir(dataDirectory).absoluteFilePath(path);
}

/// Everything in the folder of the identity, and what node.json names elsewhere. node.json's paths are changed to where
/// the files stand in the archive.
std::vector<Item> identityFiles(const QString& dataDirectory, NodeConfig& config)
{
    std::vector<Item> items;
    const QString folder = QFileInfo(absolute(dataDirectory, config.privateKey)).path();
    const auto add = [&items](const QString& path, const QString& name) {
        const bool known = std::ranges::find(items, name, &Item::name) != items.end();
        if (!known && QFileInfo(path).isFile())
            items.push_back({path, name});
    };
    for (QString* path :
         {&config.certificate, &config.privateKey, &config.authority, &config.sm2Certificate, &config.sm2PrivateKey,
          &config.sm2Authority, &config.sm2EncryptionCertificate, &config.sm2EncryptionKey}) {
        const QString name = QStringLiteral("identity/") + QFileInfo(*path).fileName();
        add(absolute(dataDirectory, *path), name);
        *path = name;
    }
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden, QDir::Name))
        add(file.filePath(), QStringLiteral("identity/") + file.fileName());
    const QDir lists(absolute(dataDirectory, config.revocationLists));
    for (const QFileInfo& file : lists.entryInfoList(QDir::Files, QDir::Name))
        add(file.filePath(), QStringLiteral("identity/crl/") + file.fileName());
    config.revocationLists = QStringLiteral("identity/crl");
    return items;
}

/// A file that is gone when this is, whatever happened.
class Temporary {
public:
    explicit Temporary(QString path) : m_path(std::move(path)) { QFile::remove(m_path); }
    ~Temporary() { QFile::remove(m_path); }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    const QString& path() const { return m_path; }

private:
    QString m_path;
};

Result<> writeArchive(FileSystem& fileSystem, RandomSource& random, const NodeBackup& backup, const BackupHead& head,
                      const NodeConfig& config, const std::vector<Item>& items, const QString& part)
{
    ENGINE_TRY_AS(const auto archive,
                  SealedArchiveWriter::create(fileSystem, random, part, backup.passphrase, backup.iterations));
    archive->setProgress(backup.progress, head.totalBytes);
    ENGINE_TRY(archive->add(kHeadName, view(toJson(head))));
    for (const Item& item : items)
        ENGINE_TRY(archive->addFile(item.name, item.path));
    // Last, as it is put in its place last when the node is restored.
    ENGINE_TRY(archive->add(QStringLiteral("node.json"), view(toJson(config))));
    return archive->finish();
}

} // namespace

QByteArray toJson(const BackupHead& head)
{
    const QJsonObject json{{QStringLiteral("busheng"), QStringLiteral("backup")},
                           {QStringLiteral("node"), head.code},
                           {QStringLiteral("name"), head.name},
                           {QStringLiteral("program"), head.program},
                           {QStringLiteral("journal"), head.journalVersion},
                           {QStringLiteral("takenUtcMs"), head.takenUtcMs},
                           {QStringLiteral("fence"), static_cast<qint64>(head.fence)},
                           {QStringLiteral("bytes"), head.totalBytes}};
    return QJsonDocument(json).toJson();
}

Result<BackupHead> backupHeadFromJson(const QByteArray& json, const QString& file)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    BackupHead head;
    head.code = object.value(QStringLiteral("node")).toString();
    head.name = object.value(QStringLiteral("name")).toString();
    head.program = object.value(QStringLiteral("program")).toString();
    head.journalVersion = object.value(QStringLiteral("journal")).toInteger(-1);
    head.takenUtcMs = object.value(QStringLiteral("takenUtcMs")).toInteger(-1);
    const qint64 fence = object.value(QStringLiteral("fence")).toInteger(-1);
    head.totalBytes = object.value(QStringLiteral("bytes")).toInteger(-1);
    if (object.value(QStringLiteral("busheng")).toString() != QStringLiteral("backup") || head.code.isEmpty() ||
        head.journalVersion < 0 || fence < 0 || head.totalBytes < 0)
        return fail(makeEvent(ErrorCode::Corrupt, events::BCK_DAMAGED,
                              {file, QStringLiteral("it is no backup of a node")},
                              QStringLiteral("backup %1 has no head").arg(file)));
    head.fence = static_cast<std::uint64_t>(fence);
    return head;
}

Result<> requireBackupRoom(FileSystem& fileSystem, const QString& directory, qint64 bytes)
{
    ENGINE_TRY_AS(const qint64 free, fileSystem.freeBytes(directory));
    if (free >= bytes + kReserve)
        return {};
    const qint64 needed = (bytes + kReserve + kBytesPerMiB - 1) / kBytesPerMiB;
    return fail(makeEvent(ErrorCode::Storage, events::BCK_NO_ROOM,
                          {directory, QString::number(needed), QString::number(free / kBytesPerMiB)},
                          QStringLiteral("%1 has %2 bytes free, needed are %3").arg(directory).arg(free).arg(bytes)));
}

Result<BackupHead> backUpNode(FileSystem& fileSystem, RandomSource& random, Clock& clock, const NodeBackup& backup)
{
    const QString directory = QDir(backup.dataDirectory).absolutePath();
    const QString file = QFileInfo(backup.file).absoluteFilePath();
    ENGINE_TRY_AS(NodeConfig config, readNodeConfig(directory));
    ENGINE_TRY_AS(const bool there, fileSystem.exists(file));
    if (there)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("--to"), file, QStringLiteral("a file of that name is there already")},
                              QStringLiteral("%1 exists").arg(file)));
    BackupHead head;
    head.code = config.code;
    head.name = config.name;
    head.program = QStringLiteral(BUSHENG_VERSION);
    head.takenUtcMs = clock.utcMs();

    // The journal first: what is remembered of a key or certificate later is not yet true in it.
    const QString journal = directory + QStringLiteral("/journal.sqlite");
    ENGINE_TRY_AS(head.journalVersion, journalVersion(fileSystem, journal));
    if (head.journalVersion == 0)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("--data"), directory, QStringLiteral("its node has never run")},
                              QStringLiteral("%1 has no journal").arg(directory)));
    const qint64 journalBytes = QFileInfo(journal).size() + QFileInfo(journal + QStringLiteral("-wal")).size();
    // The node itself and a command beside it would write the same copy. Left by a killed one, it is known as that;
    // what else is wrong with the folder the copy finds.
    QLockFile lock(directory + QStringLiteral("/journal.backup.lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock() && lock.error() == QLockFile::LockFailedError)
        return fail(makeEvent(ErrorCode::Config, events::BCK_BUSY, {directory},
                              QStringLiteral("another backup of %1 is being made").arg(directory)));
    const Temporary copy(directory + QStringLiteral("/journal.backup"));
    const Temporary part(file + QStringLiteral(".part"));
    ENGINE_TRY(requireBackupRoom(fileSystem, directory, journalBytes));
    ENGINE_TRY(requireBackupRoom(fileSystem, QFileInfo(file).path(), journalBytes));
    ENGINE_TRY(copyJournal(fileSystem, journal, copy.path()));
    ENGINE_TRY(goesOn(backup.progress, 0, journalBytes));
    ENGINE_TRY_AS(head.fence, fenceNumberIn(copy.path()));
    std::vector<Item> items = identityFiles(directory, config);
    items.push_back({copy.path(), QStringLiteral("journal.sqlite")});
    for (const Item& item : items)
        head.totalBytes += QFileInfo(item.path).size();
    ENGINE_TRY(writeArchive(fileSystem, random, backup, head, config, items, part.path()));
    ENGINE_FAILPOINT("backup.written");
    ENGINE_TRY(fileSystem.rename(part.path(), file));
    ENGINE_TRY(fileSystem.syncDirectory(QFileInfo(file).path()));
    return head;
}

} // namespace busheng
