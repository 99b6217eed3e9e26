// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backup/node_restore.h"

#include "engine/backup/sealed_archive.h"
#include "engine/base/failpoint.h"
#include "engine/journal/journal.h"
#include "engine/journal/journal_copy.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

const QString kHeadName = QStringLiteral("backup.json");
const QString kWorkName = QStringLiteral("restoring"); ///< beneath the data directory, until all is whole
const QStringList kNeededNames{QStringLiteral("node.json"), QStringLiteral("journal.sqlite")};
constexpr std::uint64_t kLargestHead = 64 << 10;

Failure damaged(const QString& file, const QString& why)
{
    return fail(makeEvent(ErrorCode::Corrupt, events::BCK_DAMAGED, {file, why},
                          QStringLiteral("backup %1: %2").arg(file, why)));
}

/// The names that a backup may hold, so that none leads out of the directory.
bool isBackupName(const QString& name)
{
    if (name == QStringLiteral("node.json") || name == QStringLiteral("journal.sqlite"))
        return true;
    const QStringList parts = name.split(u'/');
    const bool placed = parts.size() == 2 || (parts.size() == 3 && parts.at(1) == QStringLiteral("crl"));
    if (parts.first() != QStringLiteral("identity") || !placed)
        return false;
    const QString& last = parts.last();
    return !last.isEmpty() && last != QStringLiteral(".") && last != QStringLiteral("..") &&
           std::ranges::none_of(last, [](QChar c) { return c == u'\\' || c == u':' || c.unicode() < 0x20; });
}

Result<BackupHead> readHead(SealedArchiveReader& archive, const QString& file)
{
    ENGINE_TRY_AS(const auto first, archive.next());
    if (!first || first->name != kHeadName || first->size > kLargestHead)
        return damaged(file, QStringLiteral("it is no backup of a node"));
    Bytes json;
    for (;;) {
        ENGINE_TRY_AS(const Bytes some, archive.read());
        if (some.empty())
            return backupHeadFromJson(toQByteArray(json), file);
        json.append(some);
    }
}

Result<> requireKnownVersion(const BackupHead& head, const QString& file)
{
    if (head.journalVersion <= newestJournalVersion())
        return {};
    return fail(makeEvent(ErrorCode::Corrupt, events::UPG_NEWER,
                          {file, QString::number(head.journalVersion), QString::number(newestJournalVersion())},
                          QStringLiteral("backup %1 was made by version %2").arg(file, head.program)));
}

Result<> unpack(FileSystem& fileSystem, SealedArchiveReader& archive, const QString& work)
{
    for (;;) {
        ENGINE_TRY_AS(const auto entry, archive.next());
        if (!entry)
            return {};
        if (!isBackupName(entry->name))
            return damaged(work, QStringLiteral("it holds '%1', which is no part of a node").arg(entry->name));
        const QString path = work + u'/' + entry->name;
        ENGINE_TRY(fileSystem.makeDirectories(QFileInfo(path).path()));
        ENGINE_TRY_AS(const auto file, fileSystem.open(path, FileSystem::OpenMode::ReadWrite));
        for (;;) {
            ENGINE_TRY_AS(const Bytes some, archive.read());
            if (some.empty())
                break;
            ENGINE_TRY(file->append(some));
        }
        ENGINE_TRY(file->sync());
        ENGINE_TRY(fileSystem.syncDirectory(QFileInfo(path).path()));
    }
}

/// Nothing may be there but what a former attempt left.
Result<> requireEmpty(const QString& directory)
{
    const QStringList there =
        QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    if (std::ranges::all_of(there, [](const QString& name) { return name == kWorkName; }))
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                          {QStringLiteral("--data"), directory, QStringLiteral("it is not empty")},
                          QStringLiteral("%1 holds %2").arg(directory, there.join(u' '))));
}

Result<> makeCopy(RandomSource& random, const QString& journalPath, std::uint64_t fenceOfBackup)
{
    Fence fence;
    fence.number = fenceOfBackup + 1;
    ENGINE_TRY(random.fill(fence.holder));
    ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
    return journal->becomeCopy(fence);
}

} // namespace

Result<BackupHead> readBackupHead(FileSystem& fileSystem, const QString& file, BytesView passphrase)
{
    ENGINE_TRY_AS(const auto archive, SealedArchiveReader::open(fileSystem, file, passphrase));
    return readHead(*archive, file);
}

Result<BackupHead> verifyBackupFile(FileSystem& fileSystem, const QString& file, BytesView passphrase,
                                    const ArchiveProgress& progress)
{
    ENGINE_TRY_AS(const auto archive, SealedArchiveReader::open(fileSystem, file, passphrase));
    ENGINE_TRY_AS(const BackupHead head, readHead(*archive, file));
    ENGINE_TRY(requireKnownVersion(head, file));
    QStringList needed = kNeededNames;
    qint64 done = 0;
    for (;;) {
        ENGINE_TRY_AS(const auto entry, archive->next());
        if (!entry)
            break;
        if (!isBackupName(entry->name))
            return damaged(file, QStringLiteral("it holds '%1', which is no part of a node").arg(entry->name));
        needed.removeAll(entry->name);
        for (;;) {
            ENGINE_TRY_AS(const Bytes some, archive->read());
            if (some.empty())
                break;
            done += static_cast<qint64>(some.size());
            ENGINE_TRY(goesOn(progress, done, head.totalBytes));
        }
    }
    if (!needed.isEmpty())
        return damaged(file, QStringLiteral("it lacks %1").arg(needed.first()));
    return head;
}

Result<BackupHead> restoreNode(FileSystem& fileSystem, RandomSource& random, const NodeRestore& restore)
{
    const QString directory = QDir(restore.dataDirectory).absolutePath();
    ENGINE_TRY_AS(const auto archive, SealedArchiveReader::open(fileSystem, restore.file, restore.passphrase));
    ENGINE_TRY_AS(const BackupHead head, readHead(*archive, restore.file));
    if (head.code != restore.code)
        return fail(makeEvent(ErrorCode::Config, events::BCK_WRONG_NODE, {restore.file, head.code, restore.code},
                              QStringLiteral("backup %1 is of %2").arg(restore.file, head.code)));
    ENGINE_TRY(requireKnownVersion(head, restore.file));
    ENGINE_TRY(requireEmpty(directory));
    const bool wasThere = QFileInfo(directory).isDir();
    ENGINE_TRY(fileSystem.makeDirectories(directory));
    const QString work = directory + u'/' + kWorkName;
    auto made = [&]() -> Result<> {
        QDir(work).removeRecursively();
        ENGINE_TRY(requireBackupRoom(fileSystem, directory, head.totalBytes));
        ENGINE_TRY(fileSystem.makeDirectories(work));
        ENGINE_TRY(unpack(fileSystem, *archive, work));
        for (const QString& name : kNeededNames) {
            ENGINE_TRY_AS(const bool there, fileSystem.exists(work + u'/' + name));
            if (!there)
                return damaged(restore.file, QStringLiteral("it lacks %1").arg(name));
        }
        ENGINE_TRY(checkJournal(work + QStringLiteral("/journal.sqlite")));
        ENGINE_TRY(makeCopy(random, work + QStringLiteral("/journal.sqlite"), head.fence));
        ENGINE_TRY(settleJournal(work + QStringLiteral("/journal.sqlite")));
        ENGINE_FAILPOINT("restore.unpacked");
        for (const QString& name :
             {QStringLiteral("/identity"), QStringLiteral("/journal.sqlite"), QStringLiteral("/node.json")}) {
            ENGINE_TRY_AS(const bool there, fileSystem.exists(work + name));
            if (there)
                ENGINE_TRY(fileSystem.rename(work + name, directory + name));
        }
        return fileSystem.syncDirectory(directory);
    }();
    QDir(work).removeRecursively();
    if (!made) {
        for (const QString& name : {QStringLiteral("/journal.sqlite"), QStringLiteral("/node.json")})
            QFile::remove(directory + name);
        QDir(directory + QStringLiteral("/identity")).removeRecursively();
        if (!wasThere)
            QDir().rmdir(directory);
        return fail(std::move(made).error());
    }
    return head;
}

} // namespace busheng
