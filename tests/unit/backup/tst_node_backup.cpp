// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/node_config.h"
#include "engine/backup/node_restore.h"
#include "engine/backup/sealed_archive.h"
#include "engine/base/file_access.h"
#include "engine/journal/journal.h"
#include "engine/journal/journal_copy.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/test_main.h"
#include "tests/unit/backup/backup_fixture.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr std::uint32_t kFewRounds = 1000;
const QString kCode = QStringLiteral("340000");

Result<Fence> fenceOf(const QString& directory)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(directory + QStringLiteral("/journal.sqlite")));
    return journal->fence();
}

} // namespace

class TstNodeBackup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_node = m_directory->filePath(QStringLiteral("node"));
        m_file = m_directory->filePath(QStringLiteral("backup"));
        m_new = m_directory->filePath(QStringLiteral("new"));
        QVERIFY_OK(layOutNode(m_node, kCode, 3));
    }

    void restoredIsWhatWasBackedUp()
    {
        const auto head = backUp();
        QVERIFY_OK(head);
        QCOMPARE(head->code, kCode);
        QVERIFY_OK(addLink(m_node, QStringLiteral("500000"))); // after it
        QVERIFY_OK(restore());
        QCOMPARE(*linksOf(m_new),
                 (QStringList{QStringLiteral("110000"), QStringLiteral("111000"), QStringLiteral("112000")}));
        QCOMPARE(readNodeConfig(m_new)->code, kCode);
        for (const QString& name :
             {QStringLiteral("node.key"), QStringLiteral("sm2.key"), QStringLiteral("crl/list.crl")}) {
            QFile file(m_new + QStringLiteral("/identity/") + name);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            QCOMPARE(QString::fromUtf8(file.readAll()), name);
            QVERIFY(!isOpenToOthers(file.fileName()));
        }
        QVERIFY(!QFileInfo::exists(m_new + QStringLiteral("/restoring")));
        QVERIFY(!QFileInfo::exists(m_node + QStringLiteral("/journal.backup")));
    }

    void pathsElsewhereBecomePathsOfTheNode()
    {
        auto config = readNodeConfig(m_node);
        QVERIFY_OK(config);
        const QString elsewhere = m_directory->filePath(QStringLiteral("pki"));
        QVERIFY_OK(systemFileSystem().makeDirectories(elsewhere));
        QVERIFY_OK(replaceFile(systemFileSystem(), elsewhere + QStringLiteral("/own.crt"), "certificate"));
        config->certificate = elsewhere + QStringLiteral("/own.crt");
        QVERIFY_OK(replaceFile(systemFileSystem(), nodeConfigPath(m_node), view(toJson(*config))));
        QVERIFY_OK(backUp());
        QVERIFY_OK(restore());
        QCOMPARE(readNodeConfig(m_new)->certificate, QStringLiteral("identity/own.crt"));
        QVERIFY(QFileInfo::exists(m_new + QStringLiteral("/identity/own.crt")));
    }

    /// The node by its timetable, and a command beside it: they would write the same copy of the journal.
    void oneIsMadeAtATime()
    {
        {
            QLockFile others(m_node + QStringLiteral("/journal.backup.lock"));
            QVERIFY(others.tryLock());
            const auto refused = backUp();
            QVERIFY(!refused);
            QCOMPARE(refused.error().event, events::BCK_BUSY);
            QVERIFY(!QFileInfo::exists(m_file));
        }
        QVERIFY_OK(backUp());
    }

    void everyRestoredCopyIsAnotherOne()
    {
        const auto before = fenceOf(m_node);
        QVERIFY_OK(before);
        QCOMPARE(before->number, 0U);
        QVERIFY_OK(backUp());
        QVERIFY_OK(restore());
        const QString second = m_directory->filePath(QStringLiteral("second"));
        QVERIFY_OK(restoreNode(systemFileSystem(), systemRandom(), {m_file, "secret", kCode, second}));
        const auto one = fenceOf(m_new);
        const auto other = fenceOf(second);
        QCOMPARE(one->number, 1U);
        QCOMPARE(other->number, 1U);
        QVERIFY(one->holder != other->holder);
        QVERIFY(passesFence(*before, *one));
        QVERIFY(!passesFence(*one, *before));
        QVERIFY(!passesFence(*one, *other));
        QVERIFY(passesFence(*one, *one));
        // And so on: the copy of a copy is newer than both.
        QFile::remove(m_file);
        m_node = m_new;
        m_new = m_directory->filePath(QStringLiteral("third"));
        QVERIFY_OK(backUp());
        QVERIFY_OK(restore());
        QCOMPARE(fenceOf(m_new)->number, 2U);
    }

    void whatWasSentBeginsAnew()
    {
        {
            const auto journal = Journal::open(m_node + QStringLiteral("/journal.sqlite"));
            QVERIFY_OK(journal);
            QVERIFY_OK((*journal)->saveOutStream({QStringLiteral("110000"), 7, QStringLiteral("d"), 2}));
        }
        QVERIFY_OK(backUp());
        QVERIFY_OK(restore());
        const auto journal = Journal::open(m_new + QStringLiteral("/journal.sqlite"));
        QVERIFY_OK(journal);
        QVERIFY((*journal)->outStreams()->empty());
    }

    void aJournalInUseIsCopiedWhole()
    {
        std::atomic<bool> stop = false;
        std::atomic<int> written = 0;
        std::thread writer([&] {
            const auto journal = Journal::open(m_node + QStringLiteral("/journal.sqlite"));
            while (!stop && journal) {
                std::vector<LedgerEntry> lines(50);
                if ((*journal)->appendLedger(lines))
                    ++written;
            }
        });
        QTRY_VERIFY_WITH_TIMEOUT(written > 5, 20'000);
        const auto head = backUp();
        const int after = written;
        stop = true;
        writer.join();
        QVERIFY_OK(head);
        QVERIFY(after > 5);
        QVERIFY_OK(restore());
        const auto journal = Journal::open(m_new + QStringLiteral("/journal.sqlite"));
        QVERIFY_OK(journal);
        const auto newest = (*journal)->ledgerHead();
        QVERIFY_OK(newest);
        QCOMPARE(newest->id % 50, 0); // whole transactions
        QVERIFY(newest->id >= 250 && newest->id <= 50 * after);
    }

    void aFileThatIsThereIsNotReplaced()
    {
        QVERIFY_OK(replaceFile(systemFileSystem(), m_file, "another backup"));
        const auto head = backUp();
        QVERIFY(!head);
        QCOMPARE(head.error().event, events::CFG_BAD_PATH);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("another backup"));
    }

    void tooLittleRoomForABackupLeavesNothing()
    {
        const QString before = everythingIn(m_directory->path());
        SmallDisk disk(1 << 20);
        const auto head = backUpNode(disk, systemRandom(), systemClock(), {m_node, m_file, "secret", kFewRounds});
        QVERIFY(!head);
        QCOMPARE(head.error().event, events::BCK_NO_ROOM);
        QCOMPARE(head.error().args.value(2), QStringLiteral("1"));
        QCOMPARE(everythingIn(m_directory->path()), before);
    }

    void aNodeThatNeverRanHasNothingToBackUp()
    {
        QFile::remove(m_node + QStringLiteral("/journal.sqlite"));
        const auto head = backUp();
        QVERIFY(!head);
        QCOMPARE(head.error().event, events::CFG_BAD_PATH);
        QVERIFY(!QFileInfo::exists(m_file));
    }

    void isLookedThroughToItsEndAndCanBeStopped()
    {
        QVERIFY_OK(makeArchive(QStringLiteral("whole")));
        qint64 last = 0;
        const auto head = verifyBackupFile(systemFileSystem(), m_file, "secret", [&](qint64 done, qint64) {
            last = done;
            return true;
        });
        QVERIFY_OK(head);
        QCOMPARE(head->code, kCode);
        QVERIFY(last > 3 << 20); // all of it
        int asked = 0;
        const auto stopped = verifyBackupFile(systemFileSystem(), m_file, "secret", [&](qint64, qint64) {
            ++asked;
            return false;
        });
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(asked, 1);
        QVERIFY(QFile::remove(m_file));
        NodeBackup backup{m_node, m_file, "secret", kFewRounds};
        backup.progress = [](qint64, qint64) { return false; };
        QCOMPARE(backUpNode(systemFileSystem(), systemRandom(), systemClock(), backup).error().code,
                 ErrorCode::Cancelled);
        QVERIFY(!QFileInfo::exists(m_file) && !QFileInfo::exists(m_file + QStringLiteral(".part")));
        QVERIFY(!QFileInfo::exists(m_node + QStringLiteral("/journal.backup")));
    }

    void refusalsLeaveNoDirectory_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("event");
        QTest::newRow("of another node") << QStringLiteral("code") << events::BCK_WRONG_NODE;
        QTest::newRow("wrong passphrase") << QStringLiteral("passphrase") << events::CFG_BAD_SECRET;
        QTest::newRow("damaged") << QStringLiteral("damaged") << events::BCK_DAMAGED;
        QTest::newRow("cut off") << QStringLiteral("cut") << events::BCK_DAMAGED;
        QTest::newRow("no room") << QStringLiteral("room") << events::BCK_NO_ROOM;
        QTest::newRow("from the future") << QStringLiteral("future") << events::UPG_NEWER;
        QTest::newRow("no backup") << QStringLiteral("other") << events::BCK_DAMAGED;
        QTest::newRow("leads elsewhere") << QStringLiteral("path") << events::BCK_DAMAGED;
        QTest::newRow("lacks the journal") << QStringLiteral("lacks") << events::BCK_DAMAGED;
        QTest::newRow("journal is none") << QStringLiteral("journal") << events::SPL_CORRUPT;
    }

    void refusalsLeaveNoDirectory()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, event);
        QVERIFY_OK(makeBad(kind));
        NodeRestore wanted{m_file, "secret", kCode, m_new};
        if (kind == QStringLiteral("code"))
            wanted.code = QStringLiteral("110000");
        if (kind == QStringLiteral("passphrase"))
            wanted.passphrase = "other";
        // Whoever looks it through is told the same, where it is the file's own fault.
        if (event == events::CFG_BAD_SECRET || event == events::BCK_DAMAGED || event == events::UPG_NEWER)
            QCOMPARE(verifyBackupFile(systemFileSystem(), m_file, wanted.passphrase, {}).error().event, event);
        SmallDisk small(1 << 20);
        FileSystem& disk = kind == QStringLiteral("room") ? static_cast<FileSystem&>(small) : systemFileSystem();
        const auto restored = restoreNode(disk, systemRandom(), wanted);
        QVERIFY(!restored);
        QCOMPARE(restored.error().event, event);
        QVERIFY(!QFileInfo::exists(m_new));
        QVERIFY(!QFileInfo::exists(m_directory->filePath(QStringLiteral("escaped"))));
    }

    void aDirectoryWithSomethingInItIsNotTouched()
    {
        QVERIFY_OK(backUp());
        QVERIFY_OK(layOutNode(m_new, kCode, 1));
        const QString before = everythingIn(m_new);
        const auto restored = restore();
        QVERIFY(!restored);
        QCOMPARE(restored.error().event, events::CFG_BAD_PATH);
        QCOMPARE(everythingIn(m_new), before);
    }

    void anEmptyDirectoryAndTheRestOfAnAttemptAreFilled()
    {
        QVERIFY_OK(backUp());
        QVERIFY_OK(systemFileSystem().makeDirectories(m_new + QStringLiteral("/restoring/identity")));
        QVERIFY_OK(replaceFile(systemFileSystem(), m_new + QStringLiteral("/restoring/journal.sqlite"), "half"));
        QVERIFY_OK(restore());
        QCOMPARE(linksOf(m_new)->size(), 3);
    }

private:
    Result<BackupHead> backUp()
    {
        return backUpNode(systemFileSystem(), systemRandom(), systemClock(), {m_node, m_file, "secret", kFewRounds});
    }
    Result<BackupHead> restore()
    {
        return restoreNode(systemFileSystem(), systemRandom(), {m_file, "secret", kCode, m_new});
    }

    Result<> makeBad(const QString& kind)
    {
        if (kind == QStringLiteral("other"))
            return replaceFile(systemFileSystem(), m_file, "this is no backup, it is a letter");
        const QStringList made{QStringLiteral("future"), QStringLiteral("path"), QStringLiteral("lacks"),
                               QStringLiteral("journal")};
        if (made.contains(kind))
            return makeArchive(kind);
        // One chunk holds a small backup whole, and what is wrong in it looks like a wrong passphrase: hence a large
        // one.
        if (kind == QStringLiteral("damaged"))
            ENGINE_TRY(makeArchive(QStringLiteral("large")));
        else
            ENGINE_TRY(backUp());
        ENGINE_TRY_AS(Bytes content, readFile(systemFileSystem(), m_file, 64 << 20));
        if (kind == QStringLiteral("damaged"))
            content[content.size() - 20] = static_cast<char>(content[content.size() - 20] ^ 1);
        if (kind == QStringLiteral("cut"))
            content.resize(content.size() / 2);
        return replaceFile(systemFileSystem(), m_file, content);
    }

    /// A backup that our own code would not write.
    Result<> makeArchive(const QString& kind)
    {
        ENGINE_TRY_AS(const auto archive,
                      SealedArchiveWriter::create(systemFileSystem(), systemRandom(), m_file, "secret", kFewRounds));
        BackupHead head;
        head.code = kCode;
        head.program = QStringLiteral("9.9");
        head.journalVersion = newestJournalVersion() + (kind == QStringLiteral("future") ? 1 : 0);
        ENGINE_TRY(archive->add(QStringLiteral("backup.json"), view(toJson(head))));
        if (kind == QStringLiteral("path"))
            ENGINE_TRY(archive->add(QStringLiteral("identity/../../escaped"), "x"));
        if (kind == QStringLiteral("large") || kind == QStringLiteral("whole")) {
            Bytes noise(3 << 20, '\0');
            ENGINE_TRY(systemRandom().fill(noise));
            ENGINE_TRY(archive->add(QStringLiteral("identity/noise"), noise));
        }
        if (kind == QStringLiteral("journal") || kind == QStringLiteral("whole"))
            ENGINE_TRY(archive->add(QStringLiteral("journal.sqlite"), Bytes(5000, 'j')));
        ENGINE_TRY(archive->add(QStringLiteral("node.json"), "{}"));
        return archive->finish();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_node;
    QString m_file;
    QString m_new;
};

BUSHENG_TEST(TstNodeBackup)
#include "tst_node_backup.moc"
