// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/node_config.h"
#include "engine/backup/upgrade_copy.h"
#include "engine/journal/journal.h"
#include "engine/journal/journal_copy.h"
#include "engine/journal/schema.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"
#include "tests/unit/backup/backup_fixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

class TstUpgradeCopy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_node = m_directory->filePath(QStringLiteral("node"));
        QVERIFY_OK(layOutNode(m_node, QStringLiteral("340000"), 0));
        QVERIFY_OK(writeOldJournal(m_node, newestJournalVersion() - 1));
    }

    void aNewNodeKeepsNothing()
    {
        QFile::remove(m_node + QStringLiteral("/journal.sqlite"));
        QVERIFY_OK(prepare());
        QVERIFY(states().isEmpty());
        QVERIFY_OK(open());
        QVERIFY_OK(prepare());
        QVERIFY(states().isEmpty());
    }

    void theStateBeforeIsKeptOnce()
    {
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        QCOMPARE(states().size(), 1);
        const QString kept = m_node + QStringLiteral("/backups/") + states().first();
        QCOMPARE(*version(kept), newestJournalVersion() - 1);
        QVERIFY_OK(readNodeConfig(kept));
        QVERIFY_OK(prepare());
        QCOMPARE(states().size(), 1);
    }

    void anotherProgramOnTheSameJournalIsAnUpgradeToo()
    {
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        QVERIFY_OK(
            replaceFile(systemFileSystem(), m_node + QStringLiteral("/program.json"), "{\"program\": \"0.0.1\"}"));
        m_clock.advanceMs(1000);
        QVERIFY_OK(prepare());
        QCOMPARE(states().size(), 2);
    }

    void threeStatesAreKept()
    {
        for (int i = 0; i < 5; ++i) {
            QVERIFY_OK(replaceFile(systemFileSystem(), m_node + QStringLiteral("/program.json"),
                                   view(QStringLiteral("{\"program\": \"0.0.%1\"}").arg(i).toUtf8())));
            QVERIFY_OK(prepare());
            m_clock.advanceMs(1000);
        }
        QCOMPARE(states().size(), 3);
    }

    void tooLittleRoomStopsBeforeAnythingIsChanged()
    {
        const QString before = everythingIn(m_node);
        SmallDisk disk(1 << 20);
        const auto prepared = prepareUpgrade(disk, m_clock, m_node);
        QVERIFY(!prepared);
        QCOMPARE(prepared.error().event, events::BCK_NO_ROOM);
        QCOMPARE(everythingIn(m_node), before);
        QCOMPARE(*version(m_node), newestJournalVersion() - 1);
    }

    void rollBackGivesBackJournalAndConfiguration()
    {
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        QVERIFY_OK(addLink(m_node, QStringLiteral("500000")));
        auto config = readNodeConfig(m_node);
        config->name = QStringLiteral("renamed");
        QVERIFY_OK(replaceFile(systemFileSystem(), nodeConfigPath(m_node), view(toJson(*config))));

        const auto back = rollBack();
        QVERIFY_OK(back);
        QCOMPARE(*version(m_node), newestJournalVersion() - 1);
        QCOMPARE(readNodeConfig(m_node)->name, QStringLiteral("安徽"));
        QVERIFY(states().isEmpty());
        // What it replaced is not lost.
        const QStringList replaced = entries(QStringLiteral("rolled-back-*"));
        QCOMPARE(replaced.size(), 1);
        const QString aside = m_node + QStringLiteral("/backups/") + replaced.first();
        QCOMPARE(*version(aside), newestJournalVersion());
        QVERIFY(linksOf(aside)->contains(QStringLiteral("500000")));
        QCOMPARE(readNodeConfig(aside)->name, QStringLiteral("renamed"));
    }

    void theNewerProgramWaitsUntilSomebodyWantsIt()
    {
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        QVERIFY_OK(rollBack());
        const auto refused = prepare();
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::UPG_ROLLED_BACK);
        QCOMPARE(*version(m_node), newestJournalVersion() - 1);
        QVERIFY_OK(upgradeAgain(systemFileSystem(), m_node));
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        QCOMPARE(*version(m_node), newestJournalVersion());
        QCOMPARE(*linksOf(m_node), QStringList{QStringLiteral("990000")});
    }

    void withoutAnUpgradeThereIsNothingToGoBackTo()
    {
        const QString before = everythingIn(m_node);
        const auto back = rollBack();
        QVERIFY(!back);
        QCOMPARE(back.error().event, events::UPG_NO_COPY);
        QCOMPARE(everythingIn(m_node), before);
    }

    void aDamagedStateIsNotPutBack()
    {
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        const QString kept =
            m_node + QStringLiteral("/backups/") + states().first() + QStringLiteral("/journal.sqlite");
        auto content = readFile(systemFileSystem(), kept, 64 << 20);
        QVERIFY_OK(content);
        for (std::size_t at = 4096; at < content->size(); ++at)
            (*content)[at] = 'x';
        QVERIFY_OK(replaceFile(systemFileSystem(), kept, *content));
        const QString before = everythingIn(m_node);
        const auto back = rollBack();
        QVERIFY(!back);
        QCOMPARE(back.error().event, events::SPL_CORRUPT);
        QCOMPARE(everythingIn(m_node), before);
        QCOMPARE(*version(m_node), newestJournalVersion());
    }

    void tooLittleRoomForTheWayBackChangesNothing()
    {
        QVERIFY_OK(prepare());
        QVERIFY_OK(open());
        const QString before = everythingIn(m_node);
        SmallDisk disk(1 << 20);
        const auto back = rollBackUpgrade(disk, m_clock, m_node);
        QVERIFY(!back);
        QCOMPARE(back.error().event, events::BCK_NO_ROOM);
        QCOMPARE(everythingIn(m_node), before);
    }

    void aJournalFromTheFutureIsLeftAlone()
    {
        QVERIFY_OK(open());
        QVERIFY_OK(makeFuture());
        const QString before = everythingIn(m_node);
        const auto prepared = prepare();
        QVERIFY(!prepared);
        QCOMPARE(prepared.error().event, events::UPG_NEWER);
        QCOMPARE(prepared.error().args.value(1), QString::number(newestJournalVersion() + 1));
        const auto opened = open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().event, events::UPG_NEWER);
        QCOMPARE(everythingIn(m_node), before);
    }

private:
    Result<> prepare() { return prepareUpgrade(systemFileSystem(), m_clock, m_node); }
    Result<UpgradeState> rollBack() { return rollBackUpgrade(systemFileSystem(), m_clock, m_node); }
    Result<> open()
    {
        ENGINE_TRY(Journal::open(m_node + QStringLiteral("/journal.sqlite")));
        return {};
    }
    static Result<qint64> version(const QString& directory)
    {
        return journalVersion(systemFileSystem(), directory + QStringLiteral("/journal.sqlite"));
    }
    QStringList entries(const QString& pattern) const
    {
        return QDir(m_node + QStringLiteral("/backups")).entryList({pattern}, QDir::Dirs, QDir::Name);
    }
    QStringList states() const { return entries(QStringLiteral("upgrade-*")); }
    Result<> makeFuture()
    {
        const QString name = QStringLiteral("future");
        Result<> made;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            database.setDatabaseName(m_node + QStringLiteral("/journal.sqlite"));
            QStringList steps = journalSchemaSteps();
            steps.append(QStringLiteral("CREATE TABLE later (x INTEGER);"));
            made = database.open() ? migrateSchema(database, database.databaseName(), steps)
                                   : Result<>(fail(ErrorCode::Storage, QStringLiteral("no database")));
            database.close();
        }
        QSqlDatabase::removeDatabase(name);
        return made;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_node;
    FakeClock m_clock;
};

BUSHENG_TEST(TstUpgradeCopy)
#include "tst_upgrade_copy.moc"
