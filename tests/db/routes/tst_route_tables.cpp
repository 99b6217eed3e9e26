// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"
#include "engine/host/database_drivers.h"
#include "engine/model/events.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kLongerThanATimetableMs = 600'000;
const QString kColumns = QStringLiteral("v varchar(20), n int, PRIMARY KEY (id)");

DatasetConfig datasetBy(const QString& route)
{
    DatasetConfig dataset;
    if (route == u"timestamp") {
        dataset.route = Route::Timestamp;
        dataset.routeColumn = QStringLiteral("n");
        dataset.overlap = 0;
    } else if (route == u"flag") {
        dataset.route = Route::Flag;
        dataset.routeColumn = QStringLiteral("n");
    } else if (route == u"trigger") {
        dataset.route = Route::Trigger;
    } else if (route == u"full-copy") {
        dataset.route = Route::FullCopy;
        dataset.copyTimes = QStringLiteral("every 5m");
    } else {
        dataset.route = Route::Compare;
    }
    return dataset;
}

void addRoutes()
{
    QTest::addColumn<QString>("driver");
    QTest::addColumn<QString>("route");
    for (const char* driver : {"postgres", "mariadb", "sqlite"}) {
        for (const char* route : {"timestamp", "flag", "trigger", "full-copy", "compare"}) {
            if (qstrcmp(driver, "sqlite") != 0 || qstrcmp(route, "trigger") != 0)
                QTest::addRow("%s %s", driver, route) << QString::fromLatin1(driver) << QString::fromLatin1(route);
        }
    }
}

} // namespace

/// Tables that come to a dataset, leave it and are loaded anew while it is sent by a route that looks at them.
class TstRouteTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void takesATableInAndLetsItGo_data() { addRoutes(); }
    void takesATableInAndLetsItGo()
    {
        QFETCH(const QString, route);
        PolledScene scene = sceneOf(QStringLiteral("in_and_out"));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 1)")));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        QVERIFY_OK(addOther(scene));
        QVERIFY_OK(scene.setTables({item(), other()}));
        const auto [id, isLoading] = otherIn(scene);
        QCOMPARE(id, 2U);
        QVERIFY(isLoading);
        QCOMPARE(scene.schema().version, 2U);
        QVERIFY_OK(scene.setTables({other(), item()})); // the same
        QCOMPARE(scene.schema().version, 2U);

        // What changes is in the stream, and what was there already is in the snapshot that it is loaded from.
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE other SET v = 'new', n = %1 WHERE id = 1").arg(mark(route, 9))));
        QVERIFY_OK(lookLater(scene));
        auto snapshot = tableSnapshot(scene, id);
        QVERIFY_OK(snapshot);
        QVERIFY(snapshot->has_value());
        QCOMPARE((*snapshot)->position, scene.sink().position());
        const auto rows = scene.rows(*(*snapshot)->snapshot);
        QVERIFY_OK(rows);
        QCOMPARE(rows->size(), std::size_t{3});
        const bool isSeen = route != u"full-copy" && route != u"compare";
        QCOMPARE(changesOf(scene, id) > 0, isSeen);
        const int itemsBefore = changesOf(scene, 1);
        QVERIFY_OK(scene.capturer().setLoading(id, false, scene.sink()));
        QCOMPARE(scene.capturer().readSchema()->tables.back().isLoading, false);
        QCOMPARE(scene.capturer().readSchema()->version, 3U);
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO other VALUES (3, 'c', %1)").arg(mark(route, 10))));
        QVERIFY_OK(lookLater(scene));
        if (route != u"compare")
            QVERIFY(changesOf(scene, id) > 0);
        QCOMPARE(changesOf(scene, 1), itemsBefore); // what was loaded of one table makes nobody send the others again

        const int before = changesOf(scene, id);
        const int items = changesOf(scene, 1);
        // Nobody waits behind us for somebody who reads the table: what is ours there is taken away later.
        QVERIFY_OK(scene.setTables({item()}));
        QCOMPARE(scene.schema().tables.size(), std::size_t{1});
        QCOMPARE(leftovers(scene).endsWith(QStringLiteral("other")), route == u"trigger");
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO other VALUES (4, 'd', %1)").arg(mark(route, 11))));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (2, 'b', %1)").arg(mark(route, 11))));
        QVERIFY_OK(lookLater(scene));
        QCOMPARE(changesOf(scene, id), before);
        if (route != u"compare")
            QVERIFY(changesOf(scene, 1) > items);
        snapshot->reset();
        for (int look = 0; look < 31 && !leftovers(scene).isEmpty(); ++look)
            QVERIFY_OK(lookLater(scene));
        QCOMPARE(leftovers(scene), QString());
        QCOMPARE(scene.sink().violations, QStringList());
    }

    /// The dataset is of other tables when it is opened again: it goes on as it was until it is told.
    void goesOnAfterACrashInTheMiddle_data() { addRoutes(); }
    void goesOnAfterACrashInTheMiddle()
    {
        PolledScene scene = sceneOf(QStringLiteral("crash"));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        QVERIFY_OK(addOther(scene));
        scene.sink().failAtCall = scene.sink().calls + 1; // at the structure
        QVERIFY(!scene.setTables({item(), other()}));
        scene.sink().failAtCall = 0;
        scene.close();
        scene.sink().abandonOpen();
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.schema().tables.size(), std::size_t{1});
        QVERIFY_OK(lookLater(scene));
        QVERIFY_OK(scene.setTables({item(), other()}));
        QVERIFY(otherIn(scene).second);
        QVERIFY_OK(lookLater(scene));
        {
            const auto piece = tableSnapshot(scene, 2);
            QVERIFY_OK(piece);
            QVERIFY(piece->has_value());
        }
        // It was taken out, the process ends before anybody is told, and it is put back: its changes are seen.
        scene.sink().failAtCall = scene.sink().calls + 1;
        QVERIFY(!scene.setTables({item()}));
        scene.sink().failAtCall = 0;
        scene.close();
        scene.sink().abandonOpen();
        scene.become({item(), other()});
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.setTables({item(), other()}));
        QVERIFY_OK(lookLater(scene));
        // A table that leaves may be gone before the process knows.
        scene.close();
        QVERIFY_OK(scene.run(QStringLiteral("DROP TABLE other")));
        scene.become({item()});
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.setTables({item()}));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0)")));
        QVERIFY_OK(lookLater(scene));
        QCOMPARE(scene.sink().violations, QStringList());
    }

    void staysAsItWasWhenATableCannotCome_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("route");
        QTest::addColumn<QString>("columns");
        QTest::addColumn<QString>("event");
        for (const char* driver : {"postgres", "mariadb", "sqlite"}) {
            const auto add = [driver](const char* route, const char* columns, const QString& event) {
                QTest::addRow("%s %s %s", driver, route, qPrintable(event))
                    << QString::fromLatin1(driver) << QString::fromLatin1(route) << QString::fromLatin1(columns)
                    << event;
            };
            add("timestamp", "id int NOT NULL PRIMARY KEY, v int", events::SRC_ROUTE_COLUMN);
            add("flag", "id int NOT NULL, n int", events::SRC_TABLE_KEYLESS);
            add("full-copy", "", events::SRC_TABLE_MISSING);
        }
    }
    void staysAsItWasWhenATableCannotCome()
    {
        QFETCH(const QString, columns);
        QFETCH(const QString, event);
        PolledScene scene = sceneOf(QStringLiteral("refused"));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        if (!columns.isEmpty())
            QVERIFY_OK(scene.run(QStringLiteral("CREATE TABLE other (%1)").arg(columns)));
        const auto refused = scene.setTables({item(), other()});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, event);
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0)")));
        QVERIFY(lookLater(scene)->changes > 0);
        QCOMPARE(scene.capturer().readSchema()->version, 1U);
    }

    /// Somebody holds a table that is to come: the others flow, and it comes when he is done.
    void letsTheOthersFlowWhileATableIsHeld_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("route");
        QTest::newRow("postgres") << QStringLiteral("postgres") << QStringLiteral("trigger");
    }
    void letsTheOthersFlowWhileATableIsHeld()
    {
        PolledScene scene = sceneOf(QStringLiteral("held"));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        QVERIFY_OK(addOther(scene));
        auto holder = PgConnection::open({scene.source().location, QStringLiteral("holder"), false, {}, {}});
        QVERIFY_OK(holder);
        QVERIFY_OK((*holder)->execute(QStringLiteral("BEGIN")));
        QVERIFY_OK((*holder)->execute(QStringLiteral("LOCK TABLE other IN ROW EXCLUSIVE MODE"))); // as a writer does
        const auto refused = scene.setTables({item(), other()});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::SRC_TABLE_REFUSED);
        QCOMPARE(refused.error().args.value(1), QStringLiteral("public.other"));
        QVERIFY(!refused.error().transient); // which would have the capturer closed
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 0)")));
        QCOMPARE(lookLater(scene)->changes, std::uint64_t{1});
        QVERIFY_OK((*holder)->execute(QStringLiteral("COMMIT")));
        QVERIFY_OK(scene.setTables({item(), other()}));
        QVERIFY_OK(scene.run(QStringLiteral("UPDATE other SET v = 'z'")));
        QCOMPARE(lookLater(scene)->changes, std::uint64_t{2});
        QCOMPARE(leftovers(scene), QString());
    }

    /// Somebody held a table when it left, and the dataset ends before its triggers could be taken away.
    void takesAwayWhatIsLeftWhenTheDatasetEnds_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("route");
        QTest::newRow("postgres") << QStringLiteral("postgres") << QStringLiteral("trigger");
    }
    void takesAwayWhatIsLeftWhenTheDatasetEnds()
    {
        PolledScene scene = sceneOf(QStringLiteral("left"));
        QVERIFY_OK(addOther(scene));
        const QTemporaryDir directory;
        CaptureJob job{scene.source(), scene.dataset(), QStringLiteral("340000")};
        job.dataset.tables = {item(), other()};
        job.journalPath = directory.filePath(QStringLiteral("journal"));
        const auto triggers = [&scene] {
            return scene.run(QStringLiteral("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'busheng%'"));
        };
        {
            const auto capturer = openCapturer(job, {}, {}, {});
            QVERIFY_OK(capturer);
            const QString all = *triggers();
            auto holder = PgConnection::open({scene.source().location, QStringLiteral("holder"), false, {}, {}});
            QVERIFY_OK(holder);
            QVERIFY_OK((*holder)->execute(QStringLiteral("BEGIN")));
            QVERIFY_OK((*holder)->execute(QStringLiteral("LOCK TABLE other IN ROW EXCLUSIVE MODE")));
            QVERIFY_OK((*capturer)->setTables({item()}, scene.sink()));
            QCOMPARE(*triggers(), all);
            QVERIFY_OK((*holder)->execute(QStringLiteral("COMMIT")));
        }
        job.dataset.tables = {item()};
        QVERIFY_OK(uninstallCapture(job));
        QCOMPARE(*triggers(), QStringLiteral("0"));
    }

    void loadsATableAnew_data() { addRoutes(); }
    void loadsATableAnew()
    {
        PolledScene scene = sceneOf(QStringLiteral("anew"));
        QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (1, 'a', 1)")));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        QVERIFY_OK(scene.capturer().setLoading(1, true, scene.sink()));
        QVERIFY(scene.capturer().readSchema()->tables.front().isLoading);
        QVERIFY_OK(lookLater(scene));
        const auto piece = tableSnapshot(scene, 1);
        QVERIFY_OK(piece);
        QVERIFY(piece->has_value());
        QVERIFY_OK(scene.capturer().setLoading(1, false, scene.sink()));
        QCOMPARE(scene.capturer().readSchema()->version, 3U);
        QCOMPARE(scene.sink().violations, QStringList());
    }

private:
    const TestServer& server() const
    {
        QFETCH(const QString, driver);
        return m_servers.named(driver);
    }
    PolledScene sceneOf(const QString& name) const
    {
        QFETCH(const QString, route);
        return {server(), QString(name + u'_' + route).replace(u'-', u'_'), kColumns, datasetBy(route)};
    }
    QString item() const { return named("item"); }
    QString other() const { return named("other"); }
    QString named(const char* table) const
    {
        return (server().driver() == u"postgres" ? QStringLiteral("public.") : QString()) + QLatin1String(table);
    }
    static Result<> addOther(const PolledScene& scene)
    {
        ENGINE_TRY(scene.run(QStringLiteral("CREATE TABLE other (id int NOT NULL, %1)").arg(kColumns)));
        ENGINE_TRY(scene.run(QStringLiteral("INSERT INTO other VALUES (1, 'x', 1), (2, 'y', 2)")));
        return {};
    }
    static Result<std::optional<PositionedSnapshot>> tableSnapshot(PolledScene& scene, std::uint32_t table)
    {
        scene.clock().advanceMs(kLongerThanATimetableMs);
        return scene.capturer().openTableSnapshot(table, scene.sink());
    }
    static QString leftovers(PolledScene& scene)
    {
        const auto kept = scene.kept().marks.find(QStringLiteral(" leftovers"));
        return kept == scene.kept().marks.end() ? QString() : kept->second;
    }
    /// When each route's time has come.
    static Result<PollResult> lookLater(PolledScene& scene)
    {
        scene.clock().advanceMs(kLongerThanATimetableMs);
        return scene.look();
    }
    /// What the route's column says of a row that has just been written.
    static int mark(const QString& route, int number) { return route == u"flag" ? 0 : number; }
    /// Its number, and whether it is loading.
    static std::pair<std::uint32_t, bool> otherIn(const PolledScene& scene)
    {
        const TableSchema& table = scene.schema().tables.back();
        return {table.name.endsWith(QStringLiteral("other")) ? table.id : 0, table.isLoading};
    }
    static int changesOf(PolledScene& scene, std::uint32_t table)
    {
        int changes = 0;
        for (const StreamSink::Transaction& transaction : scene.sink().transactions()) {
            ChangeReader reader(transaction.operations);
            RowChange change;
            while (reader.next(change))
                changes += change.tableId == table ? 1 : 0;
        }
        return changes;
    }

    AllServers m_servers;
};

BUSHENG_TEST(TstRouteTables)
#include "tst_route_tables.moc"
