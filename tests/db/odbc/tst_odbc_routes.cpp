// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_dialects.h"
#include "engine/model/events.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/odbc_server.h"
#include "tests/support/test_main.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kHourMs = 3'600'000;

DatasetConfig byRoute(Route route, const QString& column = {})
{
    DatasetConfig dataset;
    dataset.route = route;
    dataset.routeColumn = column;
    return dataset;
}

bool hasFinding(const std::vector<Finding>& findings, FindingSeverity severity, const QString& event)
{
    return std::ranges::any_of(
        findings, [&](const Finding& finding) { return finding.severity == severity && finding.event == event; });
}

} // namespace

/// The routes that look at the tables through ODBC, by each dialect that can be run here, against real servers and
/// drivers. What the routes do beside is held by TstStampRoute and its neighbours on the databases themselves.
class TstOdbcRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_servers.start());
        m_odbc[QStringLiteral("postgres")] = std::make_unique<OdbcServer>(m_servers.postgres);
        m_odbc[QStringLiteral("mariadb")] = std::make_unique<OdbcServer>(m_servers.mariadb);
        m_odbc[QStringLiteral("sqlite")] = std::make_unique<OdbcServer>(m_servers.sqlite);
    }
    void cleanup() { setOdbcDialectDirectory({}); }

    void readsByTimesAndMarksOfDeletion_data() { addDatabases(); }
    void readsByTimesAndMarksOfDeletion()
    {
        DatasetConfig dataset = byRoute(Route::Timestamp, QStringLiteral("changed"));
        dataset.deletedColumn = QStringLiteral("gone");
        PolledScene scene(
            server(), QStringLiteral("odbc_times"),
            QStringLiteral("v varchar(20), gone int NOT NULL DEFAULT 0, changed WHEN NOT NULL, PRIMARY KEY "
                           "(id)"),
            dataset);
        const auto put = [&scene](int id, int seconds) {
            return scene.run(
                QStringLiteral("INSERT INTO item VALUES (%1, 'v', 0, %2)").arg(id).arg(scene.time(seconds)));
        };
        QVERIFY_OK(put(1, -3600));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.look());
        QVERIFY_OK(put(2, 0));
        QVERIFY_OK(put(3, -200));
        QVERIFY_OK(put(4, -4000)); // later than the overlap allows
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET gone = 1, changed = %1 WHERE id = 2").arg(scene.time(0))));
        QVERIFY_OK(put(5, 0));
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QCOMPARE(scene.newest(), QStringLiteral("remove upsert"));
        QCOMPARE(scene.sink().violations, QStringList());
        const auto snapshot = scene.snapshot(); // without those that are deleted
        QVERIFY_OK(snapshot);
        QCOMPARE(scene.rows(*snapshot->snapshot)->size(), std::size_t{4});
    }

    void readsByARisingNumber_data() { addDatabases(); }
    void readsByARisingNumber()
    {
        DatasetConfig dataset = byRoute(Route::Timestamp, QStringLiteral("version"));
        dataset.overlap = 10;
        PolledScene scene(server(), QStringLiteral("odbc_numbers"),
                          QStringLiteral("v varchar(20), version bigint NOT NULL, PRIMARY KEY (id)"), dataset);
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 100), (2, 'b', 101)")));
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (3, 'late', 95), (4, 'too late', 20)")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        const auto findings = scene.preflight();
        QVERIFY_OK(findings);
        QVERIFY(hasFinding(*findings, FindingSeverity::Warning, events::SRC_ROUTE_SLOW));
        QVERIFY(!hasFinding(*findings, FindingSeverity::Warning, events::ODBC_UNTRIED));
        QVERIFY_OK(scene.run(QStringLiteral("CREATE INDEX item_version ON item (version)")));
        QVERIFY(scene.preflight()->empty());
    }

    void answersFlags_data() { addDatabases(); }
    void answersFlags()
    {
        PolledScene scene(server(), QStringLiteral("odbc_flags"),
                          QStringLiteral("v varchar(20), sent int, PRIMARY KEY (id)"),
                          byRoute(Route::Flag, QStringLiteral("sent")));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0), (2, 'b', NULL), (3, 'c', 1)")));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QCOMPARE(scene.run(QStringLiteral("SELECT count(*) FROM item WHERE sent < 0")).value_or(QString()),
                 QStringLiteral("2"));
        QVERIFY_OK(scene.noteApplied(scene.sink().position()));
        QCOMPARE(scene.run(QStringLiteral("SELECT count(*) FROM item WHERE sent = 1")).value_or(QString()),
                 QStringLiteral("3"));
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET v = 'other', sent = 0 WHERE id = 3")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    void notesChangesByTriggers_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::newRow("postgres") << QStringLiteral("postgres");
        QTest::newRow("mariadb") << QStringLiteral("mariadb");
    }
    void notesChangesByTriggers()
    {
        PolledScene scene(server(), QStringLiteral("odbc_triggers"),
                          QStringLiteral("k varchar(20) NOT NULL, v varchar(20), PRIMARY KEY (id, k)"),
                          byRoute(Route::Trigger));
        QVERIFY(scene.preflight()->empty());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 'before')")));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (2, 'b''c', 'new')")));
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET v = 'other' WHERE id = 1")));
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET k = 'moved' WHERE id = 1")));
        QCOMPARE(scene.look()->changes, std::uint64_t{4}); // a key that was noted twice goes twice
        QCOMPARE(scene.newest(), QStringLiteral("remove remove upsert upsert"));
        QVERIFY_OK(scene.run(QStringLiteral("DELETE FROM item WHERE id = 2")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        const QString drop = server().kind() == u"postgres"
                                 ? QStringLiteral("ALTER TABLE item DISABLE TRIGGER ALL")
                                 : QStringLiteral("DROP TRIGGER %1_u").arg(scene.changeTable().section(u'.', -1));
        QVERIFY_OK(scene.run(drop));
        const auto blind = scene.look();
        QVERIFY(!blind);
        QCOMPARE(blind.error().event, events::CAP_TRIGGER_OFF);
        QVERIFY_OK(scene.uninstall());
        QVERIFY(!scene.run(QStringLiteral("SELECT count(*) FROM ") + scene.changeTable()));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (9, 'z', 'nobody notes it')")));
    }

    void copiesWholeTablesWhenTheyChanged_data() { addDatabases(); }
    void copiesWholeTablesWhenTheyChanged()
    {
        DatasetConfig dataset = byRoute(Route::FullCopy);
        dataset.copyTimes = QStringLiteral("every 1h");
        PolledScene scene(server(), QStringLiteral("odbc_copies"), QStringLiteral("v varchar(20), PRIMARY KEY (id)"),
                          dataset);
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a'), (2, 'b')")));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.poll()->changes, std::uint64_t{0}); // not yet
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{3});
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{0}); // as it was
        QVERIFY_OK(scene.run(QStringLiteral("DELETE FROM item WHERE id = 1")));
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{2});
        QCOMPARE(scene.newest(), QStringLiteral("clear insert"));
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    void stopsWhereTheStructureChanged()
    {
        PolledScene scene(*m_odbc[QStringLiteral("postgres")], QStringLiteral("odbc_drift"),
                          QStringLiteral("v varchar(20), version int NOT NULL, PRIMARY KEY (id)"),
                          byRoute(Route::Timestamp, QStringLiteral("version")));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.run(QStringLiteral("ALTER TABLE item ALTER COLUMN v TYPE text")));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 1)")));
        Result<PollResult> looked;
        for (int i = 0; i < 40 && looked; ++i)
            looked = scene.look();
        QVERIFY(!looked);
        QVERIFY(looked.error().event == events::CAP_DRIFT || looked.error().event == events::SRC_TABLE_REFUSED);
    }

    /// An operator's own file takes the place of the program's, and says by its mark that nobody has tried it.
    void warnsOfADialectThatNobodyTried()
    {
        QTemporaryDir directory;
        QFile built(QStringLiteral(":/busheng/dialects/postgresql.json"));
        QVERIFY(!odbcDialectFiles().empty()); // which makes them readable
        QVERIFY(built.open(QIODevice::ReadOnly));
        QByteArray json = built.readAll();
        json.replace("\"tried\": \"PostgreSQL 15, psqlodbc 13.02\",", "");
        json.replace("\"stamps\"",
                     "\"settings\": [{\"name\": \"fit\", \"sql\": \"SELECT 0\", \"mend\": \"ALTER SYSTEM\"}], "
                     "\"stamps\"");
        QFile own(directory.filePath(QStringLiteral("postgresql.json")));
        QVERIFY(own.open(QIODevice::WriteOnly));
        own.write(json);
        own.close();
        setOdbcDialectDirectory(directory.path());
        PolledScene scene(*m_odbc[QStringLiteral("postgres")], QStringLiteral("odbc_untried"),
                          QStringLiteral("v varchar(20), PRIMARY KEY (id)"), byRoute(Route::Compare));
        const auto findings = scene.preflight();
        QVERIFY_OK(findings);
        QVERIFY(hasFinding(*findings, FindingSeverity::Warning, events::ODBC_UNTRIED));
        QVERIFY(hasFinding(*findings, FindingSeverity::Error, events::ODBC_SETTING));
    }

private:
    OdbcServer& server()
    {
        QFETCH(const QString, driver);
        return *m_odbc[driver];
    }

    AllServers m_servers;
    std::map<QString, std::unique_ptr<OdbcServer>> m_odbc;
};

BUSHENG_TEST(TstOdbcRoutes)
#include "tst_odbc_routes.moc"
