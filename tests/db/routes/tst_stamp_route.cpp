// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kColumns = QStringLiteral("v varchar(20), gone int NOT NULL DEFAULT 0, changed WHEN NOT NULL, "
                                        "PRIMARY KEY (id)");

DatasetConfig byTime(qint64 overlap = 300)
{
    DatasetConfig dataset;
    dataset.route = Route::Timestamp;
    dataset.routeColumn = QStringLiteral("changed");
    dataset.overlap = overlap;
    return dataset;
}

DatasetConfig byTimeWithDeletes()
{
    DatasetConfig dataset = byTime();
    dataset.deletedColumn = QStringLiteral("gone");
    return dataset;
}

bool hasFinding(const std::vector<Finding>& findings, FindingSeverity severity, const QString& event,
                const QString& why = {})
{
    return std::ranges::any_of(findings, [&](const Finding& finding) {
        return finding.severity == severity && finding.event == event && (why.isEmpty() || finding.args.contains(why));
    });
}

} // namespace

/// The timestamp route on every database, against real servers.
class TstStampRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void sendsWhatIsStampedSinceAndNothingTwice_data() { addDatabases(); }
    void sendsWhatIsStampedSinceAndNothingTwice()
    {
        PolledScene scene = sceneOf(QStringLiteral("since"), byTimeWithDeletes());
        QVERIFY_OK(put(scene, 1, scene.time(-3600))); // before capture began: the initial load's
        QVERIFY_OK(put(scene, 5, scene.time(-1)));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{1}); // the newest: something may commit that is stamped so
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QVERIFY_OK(put(scene, 2, scene.time(0)));
        QVERIFY_OK(put(scene, 3, scene.time(0)));
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QCOMPARE(scene.newest(), QStringLiteral("upsert upsert"));
        // In the overlap, and as they were.
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QVERIFY_OK(
            scene.run(QStringLiteral("UPDATE item SET v = 'other', changed = %1 WHERE id = 1").arg(scene.time(0))));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET gone = 1, changed = %1 WHERE id = 2").arg(scene.time(0))));
        QVERIFY_OK(put(scene, 4, scene.time(0)));
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QCOMPARE(scene.newest(), QStringLiteral("remove upsert"));
        const auto applied = scene.applied();
        auto expected = scene.rowsNow();
        QVERIFY_OK(applied);
        QVERIFY_OK(expected);
        QCOMPARE(expected->size(), std::size_t{5});
        QCOMPARE(applied->size(), std::size_t{4});
        for (const auto& [key, row] : *applied)
            QCOMPARE((*expected)[key], row);
        QCOMPARE(scene.sink().violations, QStringList());
    }

    /// The same stamp again, and one that commits behind younger ones.
    void seesEqualStampsAndLateCommits_data() { addDatabases(); }
    void seesEqualStampsAndLateCommits()
    {
        PolledScene scene = sceneOf(QStringLiteral("late"), byTime());
        QVERIFY_OK(scene.open());
        QVERIFY_OK(put(scene, 1, scene.time(-10)));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item SELECT 2, v, gone, changed FROM item WHERE id = 1")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(put(scene, 3, scene.time(-200)));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        // Later than the overlap allows: only a comparison finds it.
        QVERIFY_OK(put(scene, 4, scene.time(-4000)));
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QCOMPARE(scene.applied()->size(), std::size_t{3});
    }

    /// A transaction that is open while another one's rows are read.
    void seesATransactionThatWasOpen_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::newRow("postgres") << QStringLiteral("postgres");
    }
    void seesATransactionThatWasOpen()
    {
        PolledScene scene = sceneOf(QStringLiteral("was_open"), byTime());
        QVERIFY_OK(scene.open());
        PgConnection::Options options;
        options.conninfo = m_servers.postgres.conninfo(QStringLiteral("was_open"));
        const auto slow = PgConnection::open(options);
        QVERIFY_OK(slow);
        QVERIFY_OK(
            (*slow)->execute(QStringLiteral("BEGIN; INSERT INTO item VALUES (1, 'slow', 0, %1)").arg(scene.time(0))));
        QVERIFY_OK(put(scene, 2, scene.time(1)));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK((*slow)->execute(QStringLiteral("COMMIT")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    void readsByARisingNumber_data() { addDatabases(); }
    void readsByARisingNumber()
    {
        DatasetConfig dataset = byTime(10);
        dataset.routeColumn = QStringLiteral("version");
        PolledScene scene(server(), QStringLiteral("numbers"),
                          QStringLiteral("v varchar(20), version bigint, PRIMARY KEY (id)"), dataset);
        QVERIFY_OK(scene.open()); // an empty table has no number yet
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 100), (2, 'b', 101)")));
        QCOMPARE(scene.look()->changes, std::uint64_t{2});
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (3, 'late', 95), (4, 'too late', 20)")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET v = 'c', version = 102 WHERE id = 1")));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(scene.applied()->size(), std::size_t{3});
    }

    /// A clock that was wrong for a moment, and was put right.
    void outlivesAClockThatWasAhead_data() { addDatabases(); }
    void outlivesAClockThatWasAhead()
    {
        PolledScene scene = sceneOf(QStringLiteral("ahead"), byTime());
        QVERIFY_OK(scene.open());
        QVERIFY_OK(put(scene, 1, scene.time(5'000'000)));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(put(scene, 2, scene.time(0)));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    /// What is read at a snapshot is what the stream has there: nobody compares with changes that were not read.
    void givesASnapshotAtItsPosition_data() { addDatabases(); }
    void givesASnapshotAtItsPosition()
    {
        PolledScene scene = sceneOf(QStringLiteral("snapshot"), byTime());
        QVERIFY_OK(scene.open());
        auto first = scene.snapshot();
        QVERIFY_OK(first);
        QVERIFY(first->position.order > 0); // zero is before everything
        QVERIFY_OK(put(scene, 1, scene.time(0)));
        auto second = scene.snapshot();
        QVERIFY_OK(second);
        QVERIFY(second->position > first->position);
        QCOMPARE(second->position, scene.sink().position());
        QCOMPARE(*scene.applied(), *scene.rows(*second->snapshot));
        QCOMPARE(scene.rows(*first->snapshot)->size(), std::size_t{0});
    }

    /// For whoever loads, compares or repairs, a row that is marked as deleted is not there.
    void hidesDeletedRowsInSnapshots_data() { addDatabases(); }
    void hidesDeletedRowsInSnapshots()
    {
        PolledScene scene = sceneOf(QStringLiteral("hidden"), byTimeWithDeletes());
        QVERIFY_OK(put(scene, 1, scene.time(-3600)));
        QVERIFY_OK(put(scene, 2, scene.time(-3600)));
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET gone = 1 WHERE id = 2")));
        QVERIFY_OK(scene.open());
        auto taken = scene.snapshot();
        QVERIFY_OK(taken);
        QCOMPARE(scene.rows(*taken->snapshot)->size(), std::size_t{1});
        taken->snapshot->restrict(scene.table(), QStringLiteral("t.id > 0 OR t.id > 1")); // a subscription's filter
        QCOMPARE(scene.rows(*taken->snapshot)->size(), std::size_t{1});
    }

    /// The sink and the journal fail at every place in turn, and the capturer is opened anew.
    void losesNothingWhateverFails_data() { addDatabases(); }
    void losesNothingWhateverFails()
    {
        PolledScene scene = sceneOf(QStringLiteral("fails"), byTimeWithDeletes());
        QVERIFY_OK(scene.open());
        for (int round = 1; round <= 8; ++round) {
            QVERIFY_OK(put(scene, round, scene.time(0)));
            QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET gone = 1, changed = %1 WHERE id = %2")
                                     .arg(scene.time(0))
                                     .arg(round - 2)));
            if (round == 7)
                scene.kept().fails = true;
            else
                scene.sink().failAtCall = scene.sink().calls + round;
            if (const auto looked = scene.look(); !looked)
                QCOMPARE(looked.error().code, ErrorCode::Storage);
            scene.sink().failAtCall = 0;
            scene.kept().fails = false;
            if (round % 2 == 0) {
                scene.close();
                scene.sink().abandonOpen();
                QVERIFY_OK(scene.open());
            }
        }
        QVERIFY_OK(scene.look());
        const auto applied = scene.applied();
        QVERIFY_OK(applied);
        QCOMPARE(applied->size(), std::size_t{2}); // all but the last two are marked as deleted
        QCOMPARE(scene.sink().violations, QStringList());
    }

    void doesNotGoOnWithoutItsMarks_data() { addDatabases(); }
    void doesNotGoOnWithoutItsMarks()
    {
        PolledScene scene = sceneOf(QStringLiteral("marks"), byTime());
        QVERIFY_OK(scene.open());
        QVERIFY_OK(put(scene, 1, scene.time(0)));
        QVERIFY_OK(scene.look());
        scene.close();
        scene.kept().marks.clear();
        QVERIFY_OK(scene.open());
        const auto looked = scene.look();
        QVERIFY(!looked);
        QCOMPARE(looked.error().event, events::SRC_POSITION_LOST);
    }

    void saysWhichColumnDoesNotFit_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("columns");
        QTest::addColumn<QString>("deleted");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("why");
        for (const char* driver : {"postgres", "mariadb", "sqlite"}) {
            const auto add = [&](const char* name, const char* columns, const char* deleted, const QString& event,
                                 const char* why) {
                QTest::addRow("%s %s", driver, name)
                    << QString::fromLatin1(driver) << QString::fromLatin1(columns) << QString::fromLatin1(deleted)
                    << event << QString::fromLatin1(why);
            };
            add("missing", "v int, PRIMARY KEY (id)", "", events::SRC_ROUTE_COLUMN, "the table has no such column");
            add("type", "changed double precision, PRIMARY KEY (id)", "", events::SRC_ROUTE_COLUMN,
                "it is neither a time nor a whole number");
            add("null", "changed bigint, PRIMARY KEY (id)", "", events::SRC_ROUTE_COLUMN,
                "rows have NULL there: they would never be seen");
            add("deleted", "changed bigint NOT NULL DEFAULT 1, PRIMARY KEY (id)", "gone", events::SRC_ROUTE_COLUMN,
                "the table has no such column");
            add("deleted type", "changed bigint NOT NULL DEFAULT 1, gone double precision, PRIMARY KEY (id)", "gone",
                events::SRC_ROUTE_COLUMN, "its type cannot say whether a row is deleted");
            add("keyless", "changed bigint NOT NULL DEFAULT 1", "", events::SRC_TABLE_KEYLESS, "");
        }
    }
    void saysWhichColumnDoesNotFit()
    {
        QFETCH(const QString, columns);
        QFETCH(const QString, deleted);
        QFETCH(const QString, event);
        QFETCH(const QString, why);
        DatasetConfig dataset = byTime();
        dataset.deletedColumn = deleted;
        PolledScene scene(server(), QStringLiteral("unfit_%1").arg(++m_unfit), columns, dataset);
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item (id) VALUES (1)")));
        const auto findings = scene.preflight();
        QVERIFY_OK(findings);
        QVERIFY(hasFinding(*findings, FindingSeverity::Error, event, why));
    }

    void warnsOfWhatIsSlow_data() { addDatabases(); }
    void warnsOfWhatIsSlow()
    {
        PolledScene scene = sceneOf(QStringLiteral("slow"), byTime());
        auto findings = scene.preflight();
        QVERIFY_OK(findings);
        QCOMPARE(findings->size(), std::size_t{1});
        QCOMPARE(findings->front().severity, FindingSeverity::Warning);
        QCOMPARE(findings->front().event, events::SRC_ROUTE_SLOW);
        QVERIFY_OK(scene.run(findings->front().args.at(2))); // the statement that it names
        findings = scene.preflight();
        QVERIFY_OK(findings);
        QCOMPARE(findings->size(), std::size_t{0});
    }

    /// SQLite keeps whatever is written into a column.
    void refusesAStampThatIsNoTime()
    {
        PolledScene scene(m_servers.sqlite, QStringLiteral("no_time"), kColumns, byTime());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0, 1764230400)")));
        const auto opened = scene.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().event, events::SRC_ROUTE_COLUMN);
    }

private:
    const TestServer& server() const
    {
        QFETCH(const QString, driver);
        return m_servers.named(driver);
    }
    PolledScene sceneOf(const QString& database, const DatasetConfig& dataset) const
    {
        return {server(), database, kColumns, dataset};
    }
    static Result<> put(const PolledScene& scene, int id, const QString& time)
    {
        ENGINE_TRY(scene.run(QStringLiteral("INSERT INTO item VALUES (%1, 'row', 0, %2)").arg(id).arg(time)));
        return {};
    }

    AllServers m_servers;
    int m_unfit = 0;
};

BUSHENG_TEST(TstStampRoute)
#include "tst_stamp_route.moc"
