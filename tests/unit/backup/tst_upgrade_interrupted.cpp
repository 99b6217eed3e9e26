// SPDX-License-Identifier: GPL-3.0-or-later
// A way back that is killed in between. Apart from TstUpgradeCopy, because it forks.
#include "engine/backup/upgrade_copy.h"
#include "engine/journal/journal.h"
#include "engine/journal/journal_copy.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"
#include "tests/unit/backup/backup_fixture.h"
#include "tests/unit/journal/forked.h"

#include <QDir>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

class TstUpgradeInterrupted : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWayBackThatWasCutShortIsDoneAgain_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("before") << QStringLiteral("rollback.kept");
        QTest::newRow("journal moved") << QStringLiteral("rollback.journal_moved");
        QTest::newRow("while copying") << QStringLiteral("journal.copy.written");
    }

    void aWayBackThatWasCutShortIsDoneAgain()
    {
        QFETCH(const QString, place);
        const QTemporaryDir directory;
        const QString node = directory.filePath(QStringLiteral("node"));
        const QString journal = node + QStringLiteral("/journal.sqlite");
        FakeClock clock;
        FileSystem& files = systemFileSystem();
        QVERIFY_OK(layOutNode(node, QStringLiteral("340000"), 0));
        QVERIFY_OK(writeOldJournal(node, newestJournalVersion() - 1));
        QVERIFY_OK(prepareUpgrade(files, clock, node));
        QVERIFY_OK(Journal::open(journal));
        QVERIFY(diesByKill(place + QStringLiteral("=kill"),
                           [&] { static_cast<void>(rollBackUpgrade(systemFileSystem(), clock, node)); }));
        const auto refused = prepareUpgrade(files, clock, node);
        QVERIFY(!refused); // the newer program does not run on half of each
        QCOMPARE(refused.error().event, events::UPG_ROLLED_BACK);
        clock.advanceMs(1000);
        QVERIFY_OK(rollBackUpgrade(files, clock, node));
        const auto version = journalVersion(files, journal);
        QVERIFY_OK(version);
        QCOMPARE(*version, newestJournalVersion() - 1);
        QVERIFY(QDir(node + QStringLiteral("/backups")).entryList({QStringLiteral("upgrade-*")}, QDir::Dirs).isEmpty());
    }
};

BUSHENG_TEST(TstUpgradeInterrupted)
#include "tst_upgrade_interrupted.moc"
