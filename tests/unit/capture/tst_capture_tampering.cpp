// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/model/events.h"

#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

/// Whatever somebody does to the source behind our back: a typed error, nothing wrong in the sink.
class TstCaptureTampering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noticesWhatWasAltered_data();
    void noticesWhatWasAltered();
    void noticesItAlsoAfterARestart_data();
    void noticesItAlsoAfterARestart();
    void noticesAnOlderCopyOfTheDatabase();
    void noticesADatabaseThatNeverKnewTheDataset();
    void noticesThatItsOwnStandingIsLost();
    void acceptsWhatDoesNoHarm_data();
    void acceptsWhatDoesNoHarm();
    void goesOnWhenAChangeOfStructureIsTakenBack();
    void aSharedTableThatChangedStopsEveryDatasetOfIt();
    void refusesWhatCannotBeCaptured_data();
    void refusesWhatCannotBeCaptured();
};

namespace {

/// A source with a captured change that was not polled, and one that was.
struct Scene {
    Source source;
    RecordingSink sink;
    std::unique_ptr<Capturer> capturer = source.capturer(sink);

    Scene()
    {
        source.run(QStringLiteral("INSERT INTO person VALUES(1, 'polled', 1)"));
        pollAll(*capturer, sink);
        source.run(
            QStringLiteral("INSERT INTO person VALUES(2, 'waiting', 1); INSERT INTO person VALUES(3, 'waiting', 1)"));
    }
};

} // namespace

void TstCaptureTampering::noticesWhatWasAltered_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("named"); // must be in the event's arguments
    const auto row = [](const char* name, const char* sql, const QString& event, const char* named) {
        QTest::newRow(name) << QString::fromUtf8(sql) << event << QString::fromUtf8(named);
    };
    row("trigger dropped", "DROP TRIGGER busheng_1_update", events::CAP_TRIGGER_OFF, "busheng_1_update");
    row("trigger replaced",
        "DROP TRIGGER busheng_1_delete; CREATE TRIGGER busheng_1_delete AFTER DELETE ON person BEGIN SELECT 1; END",
        events::CAP_TRIGGER_OFF, "busheng_1_delete");
    row("trigger moved to another table",
        "DROP TRIGGER busheng_1_insert; CREATE TABLE x(a); CREATE TRIGGER busheng_1_insert AFTER INSERT ON x BEGIN "
        "SELECT 1; END",
        events::CAP_TRIGGER_OFF, "busheng_1_insert");
    row("guard left up", "UPDATE busheng_guard SET active = 1", events::CAP_TRIGGER_OFF, "busheng_guard");
    row("column added", "ALTER TABLE person ADD COLUMN more TEXT DEFAULT 'x'", events::CAP_DRIFT, "column more is new");
    row("column dropped",
        "DROP TRIGGER busheng_1_insert; DROP TRIGGER busheng_1_update; DROP TRIGGER busheng_1_delete; ALTER TABLE "
        "person DROP COLUMN pay",
        events::CAP_DRIFT, "column pay is gone");
    row("column renamed", "ALTER TABLE person RENAME COLUMN pay TO salary", events::CAP_DRIFT, "column salary is new");
    row("table renamed", "ALTER TABLE person RENAME TO people", events::SRC_TABLE_MISSING, "person");
    row("table dropped", "DROP TABLE person", events::SRC_TABLE_MISSING, "person");
    row("table made anew with another key",
        "DROP TABLE person; CREATE TABLE person(id INTEGER, name TEXT PRIMARY KEY, pay REAL)", events::CAP_DRIFT,
        "the key");
    row("change deleted", "DELETE FROM busheng_change WHERE id = (SELECT max(id) - 1 FROM busheng_change)",
        events::SRC_POSITION_LOST, "hr");
    row("last change deleted", "DELETE FROM busheng_change WHERE id = (SELECT max(id) FROM busheng_change)",
        events::SRC_POSITION_LOST, "hr");
    row("all changes deleted", "DELETE FROM busheng_change", events::SRC_POSITION_LOST, "hr");
    row("changes start again", "DELETE FROM busheng_change; DELETE FROM sqlite_sequence WHERE name = 'busheng_change'",
        events::SRC_POSITION_LOST, "hr");
    row("numbers skipped", "UPDATE sqlite_sequence SET seq = seq + 100 WHERE name = 'busheng_change'",
        events::SRC_POSITION_LOST, "hr");
    row("released beyond", "UPDATE busheng_reader SET released = released + 1000", events::SRC_POSITION_LOST, "hr");
    row("unknown operation", "UPDATE busheng_change SET op = 9 WHERE id = (SELECT max(id) FROM busheng_change)",
        events::CAP_DRIFT, "busheng_change");
    row("unknown table", "UPDATE busheng_change SET tbl = 77 WHERE id = (SELECT max(id) FROM busheng_change)",
        events::CAP_DRIFT, "busheng_change");
    row("operation as text", "UPDATE busheng_change SET op = 'x' WHERE id = (SELECT max(id) FROM busheng_change)",
        events::CAP_DRIFT, "busheng_change");
    row("NULL in a key", "UPDATE busheng_change SET c1 = NULL WHERE id = (SELECT max(id) FROM busheng_change)",
        events::SRC_TABLE_REFUSED, "person");
}

void TstCaptureTampering::noticesWhatWasAltered()
{
    QFETCH(QString, sql);
    QFETCH(QString, event);
    QFETCH(QString, named);
    Scene scene;
    const Position before = scene.sink.position();
    scene.source.run(sql);
    for (int i = 0; i < 2; ++i) {
        const auto polled = scene.capturer->poll(scene.sink);
        QVERIFY(!polled);
        QVERIFY2(polled.error().event == event, qPrintable(polled.error().toString()));
        QVERIFY2(polled.error().args.join(u' ').contains(named), qPrintable(polled.error().args.join(u' ')));
        QVERIFY(!polled.error().transient);
        QCOMPARE(polled.error().code, ErrorCode::Schema);
        QCOMPARE(scene.sink.position(), before);
        QCOMPARE(scene.sink.open(), std::size_t{0});
    }
    QCOMPARE(scene.sink.violations, QStringList());
}

void TstCaptureTampering::noticesItAlsoAfterARestart_data()
{
    noticesWhatWasAltered_data();
    QTest::newRow("recorded structure damaged") << QStringLiteral("UPDATE busheng_table SET structure = x'ff'")
                                                << events::CAP_DRIFT << QStringLiteral("damaged");
}

void TstCaptureTampering::noticesItAlsoAfterARestart()
{
    QFETCH(QString, sql);
    QFETCH(QString, event);
    QFETCH(QString, named);
    Scene scene;
    scene.capturer.reset();
    scene.source.run(sql);
    auto opened = openSqliteTriggerCapturer(scene.source.config, scene.source.dataset(), scene.sink.position());
    const Error error = opened ? (*opened)->poll(scene.sink).error() : opened.error();
    QVERIFY2(error.event == event, qPrintable(error.toString()));
    QVERIFY2(error.args.join(u' ').contains(named), qPrintable(error.args.join(u' ')));
    QVERIFY(!error.transient);
}

void TstCaptureTampering::noticesAnOlderCopyOfTheDatabase()
{
    if (kIsWindows) // which does not let an open database be replaced
        return;
    Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)"));
    pollAll(*capturer, sink);
    const QString backup = source.directory.filePath(QStringLiteral("backup"));
    source.run(QStringLiteral("VACUUM INTO '%1'").arg(backup));
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'b', 1)"));
    pollAll(*capturer, sink);
    // Put in its place while we run.
    source.writer.reset();
    QVERIFY(QFile::remove(source.path));
    QVERIFY(QFile::rename(backup, source.path));
    for (const char* leftOver : {"-wal", "-shm"})
        QFile::remove(source.path + QLatin1String(leftOver));
    const auto polled = capturer->poll(sink);
    QVERIFY(!polled);
    QCOMPARE(polled.error().event, events::SRC_POSITION_LOST);
    const auto opened = openSqliteTriggerCapturer(source.config, source.dataset(), sink.position());
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::SRC_POSITION_LOST);
}

void TstCaptureTampering::noticesADatabaseThatNeverKnewTheDataset()
{
    const Source source;
    const auto opened = openSqliteTriggerCapturer(source.config, source.dataset(), Position{5});
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::SRC_POSITION_LOST);
    QCOMPARE(opened.error().args.value(1), QStringLiteral("5"));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name LIKE 'busheng%'")),
             std::int64_t{0});
}

void TstCaptureTampering::noticesThatItsOwnStandingIsLost()
{
    Scene scene;
    must(scene.capturer->release(scene.sink.position()));
    const auto opened = openSqliteTriggerCapturer(scene.source.config, scene.source.dataset(), {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::SRC_POSITION_LOST);
}

void TstCaptureTampering::acceptsWhatDoesNoHarm_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("index") << QStringLiteral("CREATE INDEX by_name ON person(name)");
    QTest::newRow("other table") << QStringLiteral("CREATE TABLE other(a)");
    QTest::newRow("registration removed")
        << QStringLiteral("DELETE FROM busheng_capture"); // found and made good at a restart
    QTest::newRow("vacuum") << QStringLiteral("VACUUM");
    QTest::newRow("guard without its row") << QStringLiteral("DELETE FROM busheng_guard");
    QTest::newRow("own trigger") << QStringLiteral("CREATE TRIGGER own BEFORE UPDATE ON person BEGIN SELECT 1; END");
    QTest::newRow("schema version set back") << QStringLiteral("PRAGMA schema_version = 1");
}

void TstCaptureTampering::acceptsWhatDoesNoHarm()
{
    QFETCH(QString, sql);
    Scene scene;
    scene.source.run(sql);
    QCOMPARE(pollAll(*scene.capturer, scene.sink).changes, std::uint64_t{2});
    scene.source.run(QStringLiteral("DELETE FROM person WHERE id = 1"));
    QCOMPARE(pollAll(*scene.capturer, scene.sink).changes, std::uint64_t{1});
    auto opened = scene.source.opened(scene.source.dataset(), scene.sink.position());
    scene.source.run(QStringLiteral("DELETE FROM person"));
    QCOMPARE(pollAll(*opened, scene.sink).changes, std::uint64_t{2});
}

void TstCaptureTampering::goesOnWhenAChangeOfStructureIsTakenBack()
{
    Scene scene;
    scene.source.run(QStringLiteral("ALTER TABLE person ADD COLUMN more"));
    QVERIFY(!scene.capturer->poll(scene.sink));
    scene.source.run(QStringLiteral("ALTER TABLE person DROP COLUMN more"));
    QCOMPARE(pollAll(*scene.capturer, scene.sink).changes, std::uint64_t{2});
}

void TstCaptureTampering::aSharedTableThatChangedStopsEveryDatasetOfIt()
{
    Scene scene;
    RecordingSink other;
    const DatasetConfig dataset = scene.source.dataset({QStringLiteral("person")}, QStringLiteral("other"));
    auto second = scene.source.capturer(other, dataset);
    scene.source.run(QStringLiteral("ALTER TABLE person ADD COLUMN more"));
    // One dataset starts anew with the new structure; the other still stands in the old one.
    must(uninstallSqliteCapture(scene.source.config, dataset));
    RecordingSink fresh;
    second = scene.source.capturer(fresh, dataset);
    scene.source.run(QStringLiteral("UPDATE person SET more = 1 WHERE id = 1"));
    pollAll(*second, fresh);
    QCOMPARE(described(fresh), QStringList(QStringLiteral("update 1 [1] (1, 'polled', 1, 1)")));
    const auto polled = scene.capturer->poll(scene.sink);
    QVERIFY(!polled);
    QCOMPARE(polled.error().event, events::CAP_DRIFT);
    scene.capturer.reset();
    const auto opened = openSqliteTriggerCapturer(scene.source.config, scene.source.dataset(), scene.sink.position());
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::CAP_DRIFT);
}

void TstCaptureTampering::refusesWhatCannotBeCaptured_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("event");
    QStringList columns;
    for (int i = 0; i < 1997; ++i)
        columns.append(QStringLiteral("x%1").arg(i));
    QTest::newRow("keyless") << QStringLiteral("CREATE TABLE person(id)") << events::SRC_TABLE_KEYLESS;
    QTest::newRow("view") << QStringLiteral("CREATE VIEW person AS SELECT 1 AS id") << events::SRC_TABLE_REFUSED;
    QTest::newRow("missing") << QString() << events::SRC_TABLE_MISSING;
    QTest::newRow("too wide") << QStringLiteral("CREATE TABLE person(id PRIMARY KEY, ") + columns.join(u',') + u')'
                              << events::SRC_TABLE_REFUSED;
    QTest::newRow("UTF-16") << QStringLiteral("PRAGMA encoding = 'UTF-16le'; CREATE TABLE person(id PRIMARY KEY)")
                            << events::SRC_ENCODING;
}

void TstCaptureTampering::refusesWhatCannotBeCaptured()
{
    QFETCH(QString, sql);
    QFETCH(QString, event);
    const Source source(sql);
    const auto opened = openSqliteTriggerCapturer(source.config, source.dataset(), {});
    QVERIFY(!opened);
    QVERIFY2(opened.error().event == event, qPrintable(opened.error().toString()));
    QVERIFY(!opened.error().transient);
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name LIKE 'busheng%'")),
             std::int64_t{0});
}

BUSHENG_TEST(TstCaptureTampering)
#include "tst_capture_tampering.moc"
