// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kColumns = QStringLiteral("v varchar(20), sent int, PRIMARY KEY (id)");

DatasetConfig byFlag()
{
    DatasetConfig dataset;
    dataset.route = Route::Flag;
    dataset.routeColumn = QStringLiteral("sent");
    return dataset;
}

} // namespace

/// The flag route on every database, against real servers.
class TstFlagRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void sendsMarkedRowsAndAnswersWhenTheyAreApplied_data() { addDatabases(); }
    void sendsMarkedRowsAndAnswersWhenTheyAreApplied()
    {
        PolledScene scene = sceneOf(QStringLiteral("answered"));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0), (2, 'b', NULL), (3, 'c', 1)")));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QCOMPARE(scene.newest(), QStringLiteral("upsert upsert"));
        QCOMPARE(count(scene, QStringLiteral("sent < 0")), QStringLiteral("2"));
        QCOMPARE(scene.look()->changes, std::uint64_t{0}); // they are on their way
        QVERIFY_OK(scene.noteApplied({}));
        QCOMPARE(count(scene, QStringLiteral("sent = 1")), QStringLiteral("1"));
        QVERIFY_OK(scene.noteApplied(scene.sink().position()));
        QCOMPARE(count(scene, QStringLiteral("sent = 1")), QStringLiteral("3"));
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QCOMPARE(scene.sink().violations, QStringList());
    }

    void sendsARowThatChangesOnItsWayAgain_data() { addDatabases(); }
    void sendsARowThatChangesOnItsWayAgain()
    {
        PolledScene scene = sceneOf(QStringLiteral("again"));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0)")));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        const Position first = scene.sink().position();
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET v = 'b', sent = 0")));
        QVERIFY_OK(scene.noteApplied(first)); // of the row as it was
        QCOMPARE(count(scene, QStringLiteral("sent = 0")), QStringLiteral("1"));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(scene.noteApplied(first));
        QCOMPARE(count(scene, QStringLiteral("sent = 1")), QStringLiteral("0"));
        QVERIFY_OK(scene.noteApplied(scene.sink().position()));
        QCOMPARE(count(scene, QStringLiteral("sent = 1")), QStringLiteral("1"));
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    /// A process that is gone left rows on their way.
    void takesUpWhatAnEarlierProcessMarked_data() { addDatabases(); }
    void takesUpWhatAnEarlierProcessMarked()
    {
        PolledScene scene = sceneOf(QStringLiteral("taken_up"));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0)")));
        scene.sink().failAtCall = scene.sink().calls + 4; // at the flush
        QVERIFY(!scene.look());
        scene.sink().failAtCall = 0;
        QCOMPARE(count(scene, QStringLiteral("sent < 0")), QStringLiteral("1"));
        // What was not sent is not marked as done, whatever is applied.
        QVERIFY_OK(scene.noteApplied(scene.sink().position()));
        QCOMPARE(count(scene, QStringLiteral("sent < 0")), QStringLiteral("1"));
        scene.close();
        scene.sink().abandonOpen();
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(scene.noteApplied(scene.sink().position()));
        QCOMPARE(count(scene, QStringLiteral("sent = 1")), QStringLiteral("1"));
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    void saysWhichColumnDoesNotFit_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("columns");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("why");
        const auto add = [](const char* driver, const char* name, const char* columns, const QString& event,
                            const char* why) {
            QTest::addRow("%s %s", driver, name)
                << QString::fromLatin1(driver) << QString::fromLatin1(columns) << event << QString::fromLatin1(why);
        };
        for (const char* driver : {"postgres", "mariadb", "sqlite"}) {
            add(driver, "missing", "v int, PRIMARY KEY (id)", events::SRC_ROUTE_COLUMN, "the table has no such column");
            add(driver, "text", "sent varchar(1), PRIMARY KEY (id)", events::SRC_ROUTE_COLUMN,
                "it is no whole number of 32 bits or more with a sign");
            add(driver, "key", "sent int NOT NULL, PRIMARY KEY (id, sent)", events::SRC_ROUTE_COLUMN,
                "it is part of the key");
            add(driver, "keyless", "sent int", events::SRC_TABLE_KEYLESS, "");
        }
        add("mariadb", "unsigned", "sent int unsigned, PRIMARY KEY (id)", events::SRC_ROUTE_COLUMN,
            "it is no whole number of 32 bits or more with a sign");
        add("postgres", "small", "sent smallint, PRIMARY KEY (id)", events::SRC_ROUTE_COLUMN,
            "it is no whole number of 32 bits or more with a sign");
    }
    void saysWhichColumnDoesNotFit()
    {
        QFETCH(const QString, columns);
        QFETCH(const QString, event);
        QFETCH(const QString, why);
        PolledScene scene(server(), QStringLiteral("flag_unfit_%1").arg(++m_unfit), columns, byFlag());
        const auto findings = scene.preflight();
        QVERIFY_OK(findings);
        QVERIFY(!findings->empty());
        QCOMPARE(findings->front().severity, FindingSeverity::Error);
        QCOMPARE(findings->front().event, event);
        if (!why.isEmpty())
            QCOMPARE(findings->front().args.last(), why);
    }

    /// Reading is not enough for this route, and the finding has the statement that gives the right.
    void saysWhichRightIsMissing_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::newRow("postgres") << QStringLiteral("postgres");
        QTest::newRow("mariadb") << QStringLiteral("mariadb");
    }
    void saysWhichRightIsMissing()
    {
        PolledScene scene = sceneOf(QStringLiteral("rights"));
        const bool isPostgres = server().driver() == u"postgres";
        if (isPostgres)
            QVERIFY_OK(scene.run(QStringLiteral("CREATE ROLE reader LOGIN; GRANT SELECT ON item TO reader")));
        else
            QVERIFY_OK(scene.run(QStringLiteral("CREATE USER reader@localhost;\nGRANT SELECT ON rights.item TO "
                                                "reader@localhost")));
        scene.setLocation(isPostgres
                              ? m_servers.postgres.conninfo(QStringLiteral("rights"), QStringLiteral("reader"))
                              : m_servers.mariadb.locationAs(QStringLiteral("rights"), QStringLiteral("reader")));
        auto findings = scene.preflight();
        QVERIFY_OK(findings);
        const auto missing = std::ranges::find(*findings, events::SRC_RIGHTS, &Finding::event);
        QVERIFY(missing != findings->end());
        QVERIFY_OK(scene.run(missing->args.at(2)));
        findings = scene.preflight();
        QVERIFY_OK(findings);
        QVERIFY(std::ranges::find(*findings, events::SRC_RIGHTS, &Finding::event) == findings->end());
    }

private:
    const TestServer& server() const
    {
        QFETCH(const QString, driver);
        return m_servers.named(driver);
    }
    PolledScene sceneOf(const QString& database) const { return {server(), database, kColumns, byFlag()}; }
    static QString count(const PolledScene& scene, const QString& where)
    {
        return scene.run(QStringLiteral("SELECT count(*) FROM item WHERE ") + where).value_or(QString());
    }

    AllServers m_servers;
    int m_unfit = 0;
};

BUSHENG_TEST(TstFlagRoute)
#include "tst_flag_route.moc"
