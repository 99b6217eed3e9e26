// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPerson = QStringLiteral("person");
const QString kOther = QStringLiteral("other");

/// A dataset of one table, read from before its second table was made.
struct Scene {
    Source source;
    RecordingSink sink;
    std::unique_ptr<Capturer> capturer;

    Scene()
    {
        open({kPerson});
        source.run(QStringLiteral("CREATE TABLE other(id INTEGER PRIMARY KEY, v TEXT)"));
        source.run(QStringLiteral("INSERT INTO other VALUES (1, 'x'), (2, 'y')"));
    }

    /// As the process does that finds the dataset of these tables at its start.
    void open(const QStringList& tables)
    {
        const auto known = sink.structures.empty() ? std::nullopt : std::optional(sink.structures.back());
        capturer = must(openSqliteTriggerCapturer(source.config, source.dataset(tables), sink.position(), known));
        if (!known)
            must(sink.structure(must(capturer->readSchema()), {}));
        pollAll(*capturer, sink);
    }
    /// It dies at the structure that it would tell.
    void dieAtTelling(const QStringList& tables)
    {
        const std::size_t told = sink.structures.size();
        sink.failAtCall = sink.calls + 1;
        const auto failed = capturer->setTables(tables, sink);
        if (failed || sink.structures.size() != told)
            qFatal("the structure was told");
        sink.failAtCall = 0;
        capturer.reset();
    }
    Result<> setTables(const QStringList& tables) { return capturer->setTables(tables, sink); }
    QStringList changes()
    {
        const qsizetype before = described(sink).size();
        pollAll(*capturer, sink);
        return described(sink).mid(before);
    }
    std::int64_t triggersAt(const QString& table) const
    {
        return source.number(
            QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '%1'").arg(table));
    }
};

} // namespace

/// Tables that come to a dataset, leave it and are loaded anew while SQLite's triggers are read.
class TstCaptureTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesATableInAndLetsItGo()
    {
        Scene scene;
        QVERIFY_OK(scene.setTables({kOther, kPerson}));
        DatasetSchema schema = must(scene.capturer->readSchema());
        QCOMPARE(schema.version, 2U);
        QCOMPARE(schema.tables.size(), std::size_t{2});
        QCOMPARE(schema.tables[1].name, kOther);
        QCOMPARE(schema.tables[1].id, 2U);
        QVERIFY(schema.tables[1].isLoading && !schema.tables[0].isLoading);
        QCOMPARE(scene.sink.structures.size(), std::size_t{2});
        QVERIFY(scene.sink.structures.back() == schema);
        QVERIFY_OK(scene.setTables({kPerson, kOther})); // the same
        QCOMPARE(scene.sink.structures.size(), std::size_t{2});

        // What changes is in the stream, and what was there already is in the snapshot that it is loaded from.
        scene.source.run(QStringLiteral("UPDATE other SET v = 'z' WHERE id = 1"));
        {
            const auto piece = must(scene.capturer->openTableSnapshot(2, scene.sink));
            QVERIFY(piece.has_value());
            scene.source.run(QStringLiteral("DELETE FROM other WHERE id = 2"));
            scene.changes();
            QCOMPARE(described(scene.sink).last(2),
                     (QStringList{QStringLiteral("update 2 [1] (1, 'z')"), QStringLiteral("delete 2 [2]")}));
            QCOMPARE(scene.sink.transactions[scene.sink.transactions.size() - 2].commit, piece->position);
            QCOMPARE(contentOf(*piece->snapshot, schema).size(), std::size_t{2});
        }
        QVERIFY_OK(scene.capturer->setLoading(2, false, scene.sink));
        QVERIFY(!must(scene.capturer->readSchema()).tables[1].isLoading);

        QVERIFY_OK(scene.setTables({kPerson}));
        QCOMPARE(scene.sink.structures.back().tables.size(), std::size_t{1});
        QCOMPARE(scene.sink.structures.back().version, 4U);
        QCOMPARE(scene.triggersAt(kOther), 0);
        scene.source.run(QStringLiteral("INSERT INTO other VALUES (3, 'c')"));
        scene.source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', 1.5)"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 1 (1, 'a', 1.5)")});

        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        scene.source.run(QStringLiteral("INSERT INTO other VALUES (4, 'd')"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 2 (4, 'd')")});
        QCOMPARE(scene.sink.violations, QStringList());
    }

    void goesOnAsItWasAfterACrashInTheMiddle()
    {
        Scene scene;
        scene.dieAtTelling({kPerson, kOther});
        QCOMPARE(scene.triggersAt(kOther), 3);
        scene.open({kPerson, kOther});
        QCOMPARE(scene.triggersAt(kOther), 0); // of which nobody knows
        scene.source.run(QStringLiteral("UPDATE other SET v = 'unseen'"));
        scene.source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', 1.5)"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 1 (1, 'a', 1.5)")});
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        QCOMPARE(scene.changes(), QStringList());

        // It was taken out, the process ends before anybody is told, and it is put back: its changes are seen.
        scene.dieAtTelling({kPerson});
        scene.source.run(QStringLiteral("UPDATE other SET v = 'v' WHERE id = 1"));
        scene.open({kPerson});
        scene.source.run(QStringLiteral("UPDATE other SET v = 'w' WHERE id = 2"));
        scene.changes();
        scene.capturer.reset();
        scene.open({kPerson, kOther});
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        const QStringList all = described(scene.sink);
        QVERIFY(all.contains(QStringLiteral("update 2 [1] (1, 'v')")));
        QVERIFY(all.contains(QStringLiteral("update 2 [2] (2, 'w')")));
        QCOMPARE(scene.sink.violations, QStringList());
    }

    void letsADroppedTableGo()
    {
        Scene scene;
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        scene.changes();
        scene.source.run(QStringLiteral("DROP TABLE other"));
        QVERIFY(!scene.capturer->poll(scene.sink));
        scene.open({kPerson});
        QVERIFY_OK(scene.setTables({kPerson}));
        scene.source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', 1.5)"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 1 (1, 'a', 1.5)")});
    }

    /// Which stops a dataset: without it the others flow, and it comes back as it is now.
    void takesAnAlteredTableOutAndInAgain()
    {
        Scene scene;
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        scene.changes();
        scene.source.run(QStringLiteral("ALTER TABLE other ADD COLUMN more TEXT"));
        const auto drifted = scene.capturer->poll(scene.sink);
        QVERIFY(!drifted);
        QCOMPARE(drifted.error().event, events::CAP_DRIFT);
        scene.open({kPerson});
        QVERIFY_OK(scene.setTables({kPerson}));
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        scene.source.run(QStringLiteral("INSERT INTO other VALUES (3, 'c', 'm')"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 2 (3, 'c', 'm')")});
    }

    /// A load that begins with a snapshot reads on from there: what it must know of the structure comes behind.
    void tellsBehindSnapshotsThatAreOut()
    {
        Scene scene;
        for (const bool comes : {true, false}) {
            scene.source.run(QStringLiteral("INSERT INTO person(name) VALUES ('b')"));
            const PositionedSnapshot snapshot = must(scene.capturer->openSnapshot(scene.sink));
            scene.source.run(QStringLiteral("INSERT INTO person(name) VALUES ('c')"));
            QVERIFY_OK(comes ? scene.setTables({kPerson, kOther}) : scene.capturer->setLoading(1, true, scene.sink));
            QVERIFY(scene.sink.structureAt >= snapshot.position);
        }
        scene.changes();
        QCOMPARE(scene.sink.violations, QStringList());
    }

    /// Another dataset has the table, and somebody took its triggers away: they are made anew.
    void doesNotTrustANeighboursTriggers()
    {
        Scene scene;
        RecordingSink others;
        const auto also = scene.source.capturer(others, scene.source.dataset({kOther}, QStringLiteral("also")));
        scene.source.run(QStringLiteral("CREATE TABLE copy(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO copy SELECT * "
                                        "FROM other; DROP TABLE other; ALTER TABLE copy RENAME TO other"));
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        scene.source.run(QStringLiteral("INSERT INTO other VALUES (3, 'c')"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 2 (3, 'c')")});
        QVERIFY(!also->poll(others)); // its changes meanwhile are lost
    }

    void staysAsItWasWhenATableCannotCome_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("event");
        QTest::newRow("not there") << QStringLiteral("DROP TABLE other") << events::SRC_TABLE_MISSING;
        QTest::newRow("no key") << QStringLiteral("DROP TABLE other; CREATE TABLE other(v TEXT)")
                                << events::SRC_TABLE_KEYLESS;
        QTest::newRow("a view") << QStringLiteral("DROP TABLE other; CREATE VIEW other AS SELECT 1 AS id")
                                << events::SRC_TABLE_REFUSED;
    }
    void staysAsItWasWhenATableCannotCome()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, event);
        Scene scene;
        scene.source.run(sql);
        scene.source.run(QStringLiteral("CREATE TABLE good(id INTEGER PRIMARY KEY)"));
        const auto refused = scene.setTables({QStringLiteral("good"), kPerson, kOther});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, event);
        QVERIFY(!refused.error().transient); // which would have the capturer closed
        scene.source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', 1.5)"));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 1 (1, 'a', 1.5)")});
        QCOMPARE(must(scene.capturer->readSchema()).version, 1U);
        QCOMPARE(scene.triggersAt(QStringLiteral("good")), 0);
    }

    /// Somebody writes for long: what is captured flows on, and the table comes, or its triggers go, when he is done.
    void doesNotWaitForAWriter()
    {
        Scene scene;
        const auto writer = scene.source.open();
        QVERIFY_OK(writer->execute(QStringLiteral("BEGIN IMMEDIATE")));
        const auto refused = scene.setTables({kPerson, kOther});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::SRC_TABLE_REFUSED);
        QCOMPARE(refused.error().args.value(1), kOther);
        QVERIFY(!refused.error().transient);
        QVERIFY_OK(writer->execute(QStringLiteral("INSERT INTO person VALUES (1, 'a', 1.5)")));
        QVERIFY_OK(writer->execute(QStringLiteral("COMMIT")));
        QCOMPARE(scene.changes(), QStringList{QStringLiteral("upsert 1 (1, 'a', 1.5)")});
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        scene.changes();

        QVERIFY_OK(writer->execute(QStringLiteral("BEGIN IMMEDIATE")));
        QVERIFY_OK(scene.setTables({kPerson}));
        QCOMPARE(must(scene.capturer->readSchema()).tables.size(), std::size_t{1});
        QCOMPARE(scene.triggersAt(kOther), 3);
        QVERIFY_OK(writer->execute(QStringLiteral("COMMIT")));
        QVERIFY_OK(scene.capturer->release(scene.sink.position()));
        QCOMPARE(scene.triggersAt(kOther), 0);
    }

    void loadsATableAnew()
    {
        Scene scene;
        scene.source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', 1.5)"));
        scene.changes();
        QVERIFY_OK(scene.capturer->setLoading(1, true, scene.sink));
        QVERIFY(scene.sink.structures.back().tables.front().isLoading);
        QVERIFY_OK(scene.capturer->setLoading(1, true, scene.sink)); // it is
        QCOMPARE(scene.sink.structures.back().version, 2U);
        const auto piece = must(scene.capturer->openTableSnapshot(1, scene.sink));
        QVERIFY(piece.has_value());
        QCOMPARE(piece->position, scene.sink.position());
        QVERIFY_OK(scene.capturer->setLoading(1, false, scene.sink));
        QCOMPARE(scene.sink.structures.back().version, 3U);
        QCOMPARE(scene.sink.violations, QStringList());
    }

    /// Each has its own readers: what one lets go stays for the other.
    void sharesATableWithAnotherDataset()
    {
        Scene scene;
        RecordingSink others;
        const auto also = scene.source.capturer(others, scene.source.dataset({kOther}, QStringLiteral("also")));
        QVERIFY_OK(scene.setTables({kPerson, kOther}));
        QCOMPARE(scene.triggersAt(kOther), 3);
        QVERIFY_OK(scene.setTables({kPerson}));
        QCOMPARE(scene.triggersAt(kOther), 3);
        scene.source.run(QStringLiteral("INSERT INTO other VALUES (3, 'c')"));
        QCOMPARE(scene.changes(), QStringList());
        QCOMPARE(pollAll(*also, others).changes, std::uint64_t{1});
    }
};

BUSHENG_TEST(TstCaptureTables)
#include "tst_capture_tables.moc"
