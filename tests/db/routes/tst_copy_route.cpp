// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kHourMs = 3'600'000;
const QString kColumns = QStringLiteral("v varchar(20), PRIMARY KEY (id)");

DatasetConfig hourly()
{
    DatasetConfig dataset;
    dataset.route = Route::FullCopy;
    dataset.copyTimes = QStringLiteral("every 1h");
    return dataset;
}

} // namespace

/// Full copy and compare on every database, against real servers.
class TstCopyRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void copiesAtItsTimesWhatHasChanged_data() { addDatabases(); }
    void copiesAtItsTimesWhatHasChanged()
    {
        PolledScene scene(server(), QStringLiteral("copied"), kColumns, hourly());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a'), (2, 'b')")));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.poll()->changes, std::uint64_t{0}); // not yet
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{3});
        QCOMPARE(scene.newest(), QStringLiteral("clear insert insert"));
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QCOMPARE(scene.poll()->changes, std::uint64_t{0});
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{0}); // as it was
        QVERIFY_OK(scene.run(QStringLiteral("DELETE FROM item WHERE id = 1")));
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE item SET v = 'c' WHERE id = 2")));
        QCOMPARE(scene.poll()->changes, std::uint64_t{0}); // not yet
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{2});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QVERIFY_OK(scene.run(QStringLiteral("DELETE FROM item")));
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{1});
        QCOMPARE(scene.newest(), QStringLiteral("clear"));
        QCOMPARE(scene.sink().violations, QStringList());
    }

    /// Somebody has read more than was copied: that the source is again as it was means nothing.
    void copiesAgainBehindASnapshot_data() { addDatabases(); }
    void copiesAgainBehindASnapshot()
    {
        PolledScene scene(server(), QStringLiteral("behind"), kColumns, hourly());
        QVERIFY_OK(scene.open());
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{1}); // it has never been sent
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")));
        QVERIFY_OK(scene.snapshot());
        QVERIFY_OK(scene.run(QStringLiteral("DELETE FROM item")));
        scene.clock().advanceMs(kHourMs);
        QCOMPARE(scene.poll()->changes, std::uint64_t{1});
        QCOMPARE(scene.newest(), QStringLiteral("clear"));
    }

    void copiesAgainWhatDidNotBecomeDurable_data() { addDatabases(); }
    void copiesAgainWhatDidNotBecomeDurable()
    {
        PolledScene scene(server(), QStringLiteral("durable"), kColumns, hourly());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")));
        QVERIFY_OK(scene.open());
        scene.clock().advanceMs(kHourMs);
        for (int call = 1; call <= 4; ++call) {
            scene.sink().failAtCall = scene.sink().calls + call;
            QVERIFY(!scene.poll());
        }
        scene.sink().failAtCall = 0;
        scene.kept().fails = true;
        QVERIFY(!scene.poll()); // it is in the sink; how far it is, is not kept
        scene.kept().fails = false;
        scene.close();
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.poll()->changes, std::uint64_t{2});
        QCOMPARE(scene.sink().transactions().size(), std::size_t{2});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QCOMPARE(scene.sink().violations, QStringList());
    }

    void stopsWhereTheStructureChanges_data() { addDatabases(); }
    void stopsWhereTheStructureChanges()
    {
        PolledScene scene(server(), QStringLiteral("drift"), kColumns, hourly());
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        scene.close();
        QVERIFY_OK(scene.run(QStringLiteral("ALTER TABLE item ADD COLUMN w int")));
        const auto opened = scene.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().event, events::CAP_DRIFT);
    }

    /// It only answers.
    void comparesAndSendsNothingByItself_data() { addDatabases(); }
    void comparesAndSendsNothingByItself()
    {
        DatasetConfig dataset;
        dataset.route = Route::Compare;
        PolledScene scene(server(), QStringLiteral("compared"), kColumns, dataset);
        QVERIFY_OK(scene.open());
        auto snapshot = scene.snapshot();
        QVERIFY_OK(snapshot);
        QCOMPARE(snapshot->position, scene.sink().position());
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")));
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        snapshot = scene.snapshot();
        QVERIFY_OK(snapshot);
        QCOMPARE(scene.rows(*snapshot->snapshot)->size(), std::size_t{1});
        QVERIFY(scene.sink().transactions().empty());
    }

private:
    const TestServer& server() const
    {
        QFETCH(const QString, driver);
        return m_servers.named(driver);
    }

    AllServers m_servers;
};

BUSHENG_TEST(TstCopyRoute)
#include "tst_copy_route.moc"
