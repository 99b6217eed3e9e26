// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backup/upgrade_copy.h"

#include "engine/api/node_config.h"
#include "engine/backup/node_backup.h"
#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/journal/journal_copy.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace busheng {
namespace {

constexpr qsizetype kKeptStates = 3;
constexpr qint64 kLargestNote = 64 << 10;
const QString kThisProgram = QStringLiteral(BUSHENG_VERSION);

QString journalOf(const QString& directory)
{
    return directory + QStringLiteral("/journal.sqlite");
}
QString backupsOf(const QString& directory)
{
    return directory + QStringLiteral("/backups");
}
QString programNote(const QString& directory)
{
    return directory + QStringLiteral("/program.json");
}
QString rollbackNote(const QString& directory)
{
    return directory + QStringLiteral("/rolled-back.json");
}

QString timeName(const QString& kind, qint64 utcMs)
{
    return kind + QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(QStringLiteral("yyyyMMddTHHmmsszzz"));
}

/// A small file of ours; one that is not there, or is no JSON, says nothing.
Result<QJsonObject> readNote(FileSystem& fileSystem, const QString& path)
{
    ENGINE_TRY_AS(const bool there, fileSystem.exists(path));
    if (!there)
        return QJsonObject();
    ENGINE_TRY_AS(const Bytes text, readFile(fileSystem, path, kLargestNote));
    return QJsonDocument::fromJson(toQByteArray(text)).object();
}

Result<> writeNote(FileSystem& fileSystem, const QString& path, const QJsonObject& note)
{
    return replaceFile(fileSystem, path, view(QJsonDocument(note).toJson()));
}

QJsonObject noteOf(const UpgradeState& state)
{
    return {{QStringLiteral("program"), state.program},
            {QStringLiteral("journal"), state.journalVersion},
            {QStringLiteral("takenUtcMs"), state.takenUtcMs}};
}

Result<> copyFile(FileSystem& fileSystem, const QString& from, const QString& to)
{
    constexpr qint64 kLargestConfig = 1 << 20;
    ENGINE_TRY_AS(const Bytes content, readFile(fileSystem, from, kLargestConfig));
    return replaceFile(fileSystem, to, content);
}

/// Oldest first: their names are their times.
QStringList keptStates(const QString& directory)
{
    return QDir(backupsOf(directory)).entryList({QStringLiteral("upgrade-*")}, QDir::Dirs, QDir::Name);
}

Result<> keepState(FileSystem& fileSystem, const QString& directory, const UpgradeState& state)
{
    const QString journal = journalOf(directory);
    const qint64 bytes = QFileInfo(journal).size() + QFileInfo(journal + QStringLiteral("-wal")).size();
    ENGINE_TRY(requireBackupRoom(fileSystem, directory, bytes));
    // Made under another name, so that a crash leaves no half of a state among those that are kept.
    const QString unfinished = backupsOf(directory) + QStringLiteral("/unfinished");
    QDir(unfinished).removeRecursively();
    ENGINE_TRY(fileSystem.makeDirectories(unfinished));
    auto kept = [&]() -> Result<> {
        ENGINE_TRY(copyJournal(fileSystem, journal, journalOf(unfinished)));
        ENGINE_TRY(copyFile(fileSystem, nodeConfigPath(directory), nodeConfigPath(unfinished)));
        ENGINE_TRY(writeNote(fileSystem, unfinished + QStringLiteral("/upgrade.json"), noteOf(state)));
        ENGINE_FAILPOINT("upgrade.before_kept");
        ENGINE_TRY(fileSystem.rename(unfinished, state.folder));
        return fileSystem.syncDirectory(backupsOf(directory));
    }();
    if (!kept)
        QDir(unfinished).removeRecursively();
    return kept;
}

void dropOldStates(const QString& directory)
{
    QStringList states = keptStates(directory);
    while (states.size() > kKeptStates)
        QDir(backupsOf(directory) + u'/' + states.takeFirst()).removeRecursively();
}

Result<> requireNotWaiting(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_TRY_AS(const QJsonObject note, readNote(fileSystem, rollbackNote(directory)));
    if (note.isEmpty())
        return {};
    const QString wanted = note.value(QStringLiteral("program")).toString();
    const qint64 journal = note.value(QStringLiteral("journal")).toInteger();
    if (journal == newestJournalVersion() && (wanted.isEmpty() || wanted == kThisProgram)) {
        return fileSystem.remove(rollbackNote(directory)); // this is the one it waited for
    }
    const QString named = wanted.isEmpty() ? QStringLiteral("< ") + kThisProgram : wanted;
    return fail(makeEvent(ErrorCode::Config, events::UPG_ROLLED_BACK, {directory, named, kThisProgram},
                          QStringLiteral("%1 waits for program version %2").arg(directory, named)));
}

} // namespace

Result<> prepareUpgrade(FileSystem& fileSystem, Clock& clock, const QString& dataDirectory)
{
    ENGINE_TRY(requireNotWaiting(fileSystem, dataDirectory));
    ENGINE_TRY_AS(const qint64 version, journalVersion(fileSystem, journalOf(dataDirectory)));
    ENGINE_TRY_AS(const QJsonObject before, readNote(fileSystem, programNote(dataDirectory)));
    const QString program = before.value(QStringLiteral("program")).toString();
    if (version > 0 && (version < newestJournalVersion() || program != kThisProgram)) {
        UpgradeState state;
        state.takenUtcMs = clock.utcMs();
        state.folder = backupsOf(dataDirectory) + u'/' + timeName(QStringLiteral("upgrade-"), state.takenUtcMs);
        state.program = program == kThisProgram ? QString() : program;
        state.journalVersion = version;
        ENGINE_TRY(keepState(fileSystem, dataDirectory, state));
        qCInfo(logJournal).noquote() << "upgrade from" << program << "journal" << version << "to" << kThisProgram
                                     << "journal" << newestJournalVersion() << "- the state before is kept in"
                                     << state.folder;
        dropOldStates(dataDirectory);
    }
    if (program != kThisProgram)
        return writeNote(fileSystem, programNote(dataDirectory), {{QStringLiteral("program"), kThisProgram}});
    return {};
}

Result<UpgradeState> rollBackUpgrade(FileSystem& fileSystem, Clock& clock, const QString& dataDirectory)
{
    const QStringList states = keptStates(dataDirectory);
    if (states.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::UPG_NO_COPY, {dataDirectory},
                              QStringLiteral("%1 has no state from before an upgrade").arg(dataDirectory)));
    UpgradeState state;
    state.folder = backupsOf(dataDirectory) + u'/' + states.last();
    ENGINE_TRY_AS(const QJsonObject note, readNote(fileSystem, state.folder + QStringLiteral("/upgrade.json")));
    state.program = note.value(QStringLiteral("program")).toString();
    state.takenUtcMs = note.value(QStringLiteral("takenUtcMs")).toInteger();
    // Looked through before anything is moved.
    ENGINE_TRY_AS(state.journalVersion, journalVersion(fileSystem, journalOf(state.folder)));
    if (state.journalVersion == 0)
        return fail(makeEvent(ErrorCode::Corrupt, events::SPL_CORRUPT, {journalOf(state.folder)},
                              QStringLiteral("%1 has no journal").arg(state.folder)));
    ENGINE_TRY(checkJournal(journalOf(state.folder)));
    ENGINE_TRY(readNodeConfig(state.folder));
    const QString journal = journalOf(dataDirectory);
    ENGINE_TRY(requireBackupRoom(fileSystem, dataDirectory, QFileInfo(journal).size()));

    // First the note: whatever happens from here on, the newer program does not run on what is half of each.
    ENGINE_TRY(writeNote(fileSystem, rollbackNote(dataDirectory), noteOf(state)));
    const QString replaced = backupsOf(dataDirectory) + u'/' + timeName(QStringLiteral("rolled-back-"), clock.utcMs());
    ENGINE_TRY(fileSystem.makeDirectories(replaced));
    ENGINE_TRY(settleJournal(journal));
    ENGINE_TRY(copyJournal(fileSystem, journal, journalOf(replaced)));
    ENGINE_TRY(copyFile(fileSystem, nodeConfigPath(dataDirectory), nodeConfigPath(replaced)));
    ENGINE_FAILPOINT("rollback.kept");
    // The kept state stays until all is in its place: a rollback that was cut short is simply done again.
    const QString fresh = dataDirectory + QStringLiteral("/journal.rollback");
    ENGINE_TRY(fileSystem.remove(fresh));
    ENGINE_TRY(copyJournal(fileSystem, journalOf(state.folder), fresh));
    for (const QString& rest : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        ENGINE_TRY(fileSystem.remove(journal + rest));
    ENGINE_TRY(fileSystem.rename(fresh, journal));
    ENGINE_FAILPOINT("rollback.journal_moved");
    ENGINE_TRY(copyFile(fileSystem, nodeConfigPath(state.folder), nodeConfigPath(dataDirectory)));
    ENGINE_TRY(fileSystem.syncDirectory(dataDirectory));
    ENGINE_TRY(writeNote(fileSystem, programNote(dataDirectory), {{QStringLiteral("program"), state.program}}));
    QDir(state.folder).removeRecursively();
    return state;
}

Result<> upgradeAgain(FileSystem& fileSystem, const QString& dataDirectory)
{
    return fileSystem.remove(rollbackNote(dataDirectory));
}

} // namespace busheng
