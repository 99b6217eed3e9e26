// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/capture/pg_rights_sql.h"

#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPerson = QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, name varchar(20), note text)");

/// The first error of a capturer that is asked again and again.
Error firstError(Capturer& capturer, StreamSink& sink)
{
    for (;;) {
        const auto polled = capturer.poll(sink);
        if (!polled)
            return polled.error();
        if (!polled->more)
            capturer.waitForChange(100);
    }
}

} // namespace

/// What was taken away from us is told and never made anew silently; a changed structure stops at its place.
class TstPgCaptureLost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsADroppedSlot();
    void tellsALogThatWasThrownAway();
    void tellsASlotThatWasAdvanced();
    void tellsAPositionTheServerNeverReached();
    void tellsADroppedPublication();
    void tellsATableTakenOutOfThePublication();
    void stopsAtAChangedStructure_data();
    void stopsAtAChangedStructure();
    void findsAChangedStructureAfterARestart();
    void refusesTablesItCouldNotTellRowsOf_data();
    void refusesTablesItCouldNotTellRowsOf();
    void refusesAUserWithoutTheRight();
    void capturesAsARoleWithTheLeastRights();
    void saysThatARightWasTakenAwayAndGoesOnWhenItIsBack();
    void refusesAColumnThatCannotBeSent();
    void makesItAnewWhenNothingWasEverRead();

private:
    MiniPostgres m_server;
};

void TstPgCaptureLost::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("max_slot_wal_keep_size = 1MB"), QStringLiteral("min_wal_size = 32MB"),
                               QStringLiteral("max_wal_size = 32MB")}));
}

void TstPgCaptureLost::tellsADroppedSlot()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    must(source.opened({})->poll(sink));
    source.run(
        QStringLiteral("SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active; SELECT "
                       "pg_drop_replication_slot(slot_name) FROM pg_replication_slots"));
    const auto lost = openPgLogCapturer(source.source, sink.position());
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::Schema);
    QCOMPARE(lost.error().event, events::CAP_SLOT_LOST);
    QCOMPARE(lost.error().args.size(), 4);
    QCOMPARE(lost.error().args.value(1), source.slot());
    QVERIFY(!lost.error().transient);
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_replication_slots")), QStringLiteral("0"));
}

void TstPgCaptureLost::tellsALogThatWasThrownAway()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    must(capturer->poll(sink));
    for (int i = 0; i < 6; ++i)
        source.run(QStringLiteral("INSERT INTO person VALUES (%1); SELECT pg_switch_wal()").arg(i));
    source.run(QStringLiteral("CHECKPOINT"));
    source.run(QStringLiteral("CHECKPOINT"));
    Error error = firstError(*capturer, sink);
    if (error.event == events::SRC_UNAVAILABLE) // first the stream was cut
        error = firstError(*capturer, sink);
    QCOMPARE(error.event, events::CAP_SLOT_LOST);
    QVERIFY(!error.transient);
    const auto again = openPgLogCapturer(source.source, sink.position());
    QVERIFY(!again);
    QCOMPARE(again.error().event, events::CAP_SLOT_LOST);
}

void TstPgCaptureLost::tellsASlotThatWasAdvanced()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    must(source.opened({})->poll(sink));
    source.run(
        QStringLiteral("SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active; INSERT "
                       "INTO person VALUES (1); SELECT pg_current_xact_id()"));
    source.run(QStringLiteral("SELECT pg_replication_slot_advance('%1', pg_current_wal_lsn())").arg(source.slot()));
    const auto lost = openPgLogCapturer(source.source, sink.position());
    QVERIFY(!lost);
    QCOMPARE(lost.error().event, events::SRC_POSITION_LOST);
}

void TstPgCaptureLost::tellsAPositionTheServerNeverReached()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    must(source.opened({})->poll(sink));
    const auto lost = openPgLogCapturer(source.source, {sink.position().order + (1ULL << 40)});
    QVERIFY(!lost);
    QCOMPARE(lost.error().event, events::SRC_POSITION_LOST);
}

void TstPgCaptureLost::tellsADroppedPublication()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    must(source.opened({})->poll(sink));
    source.run(QStringLiteral("DROP PUBLICATION ") + source.slot());
    const auto lost = openPgLogCapturer(source.source, sink.position());
    QVERIFY(!lost);
    QCOMPARE(lost.error().event, events::CAP_SLOT_LOST);
}

void TstPgCaptureLost::tellsATableTakenOutOfThePublication()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    must(capturer->poll(sink));
    source.run(QStringLiteral("DROP TABLE person; ") + kPerson);
    Result<> beaten;
    for (int i = 0; i < 100 && beaten; ++i)
        beaten = capturer->beat();
    QVERIFY(!beaten);
    QCOMPARE(beaten.error().event, events::CAP_TRIGGER_OFF);
}

void TstPgCaptureLost::stopsAtAChangedStructure_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("what");
    QTest::newRow("added") << QStringLiteral("ALTER TABLE person ADD COLUMN more int")
                           << QStringLiteral("\"more\" is new");
    QTest::newRow("dropped") << QStringLiteral("ALTER TABLE person DROP COLUMN note")
                             << QStringLiteral("\"note\" is gone");
    QTest::newRow("retyped") << QStringLiteral("ALTER TABLE person ALTER COLUMN id TYPE bigint")
                             << QStringLiteral("\"id\" is no longer integer");
    QTest::newRow("wider") << QStringLiteral("ALTER TABLE person ALTER COLUMN name TYPE varchar(40)")
                           << QStringLiteral("\"name\" is no longer character varying(20)");
    QTest::newRow("renamed") << QStringLiteral("ALTER TABLE person RENAME COLUMN note TO remark")
                             << QStringLiteral("\"note\" is gone");
    QTest::newRow("key") << QStringLiteral(
                                "ALTER TABLE person DROP CONSTRAINT person_pkey, ALTER name SET NOT NULL, ADD "
                                "PRIMARY KEY (id, name)")
                         << QStringLiteral("the key was (id) and is (id, name)");
    QTest::newRow("table") << QStringLiteral("ALTER TABLE person RENAME TO people")
                           << QStringLiteral("not one of the dataset's tables");
}

void TstPgCaptureLost::stopsAtAChangedStructure()
{
    QFETCH(QString, change);
    QFETCH(QString, what);
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    const QString table =
        change.endsWith(QStringLiteral("people")) ? QStringLiteral("people") : QStringLiteral("person");
    source.run(QStringLiteral("INSERT INTO person(id, name) VALUES (1, 'A'), (2, 'B')"));
    source.run(change);
    source.run(QStringLiteral("INSERT INTO %1(id, name) VALUES (3, 'C')").arg(table));
    for (int again = 0; again < 2; ++again) {
        const Error error = firstError(*capturer, sink);
        QCOMPARE(error.code, ErrorCode::Schema);
        QCOMPARE(error.event, events::CAP_DRIFT);
        QVERIFY(!error.transient);
        QVERIFY2(error.args.value(2).contains(what), qPrintable(error.args.value(2)));
        QCOMPARE(sink.changes(), std::uint64_t{2});
        QCOMPARE(sink.open(), std::size_t{0});
    }
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureLost::findsAChangedStructureAfterARestart()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    must(source.opened({})->poll(sink));
    source.run(QStringLiteral("INSERT INTO person(id) VALUES (1)"));
    source.run(QStringLiteral("ALTER TABLE person DROP COLUMN name; INSERT INTO person(id) VALUES (2)"));
    const auto capturer = source.opened(sink.position());
    // What was before is given as it was.
    const Error error = firstError(*capturer, sink);
    QCOMPARE(error.event, events::CAP_DRIFT);
    QCOMPARE(described(sink), QStringList{QStringLiteral("insert 1 (00000001, null, null)")});
}

void TstPgCaptureLost::refusesTablesItCouldNotTellRowsOf_data()
{
    QTest::addColumn<QString>("table");
    QTest::newRow("keyless") << QStringLiteral("CREATE TABLE person(id int)");
    QTest::newRow("nothing") << kPerson + QStringLiteral("; ALTER TABLE person REPLICA IDENTITY NOTHING");
    QTest::newRow("deferrable") << QStringLiteral("CREATE TABLE person(id int PRIMARY KEY DEFERRABLE)");
    QTest::newRow("other index") << QStringLiteral(
        "CREATE TABLE person(id int PRIMARY KEY, n int NOT NULL UNIQUE); ALTER "
        "TABLE person REPLICA IDENTITY USING INDEX person_n_key");
    QTest::newRow("partition") << QStringLiteral(
        "CREATE TABLE person(id int) PARTITION BY LIST (id); CREATE TABLE person1 "
        "PARTITION OF person FOR VALUES IN (1); ALTER TABLE person REPLICA "
        "IDENTITY FULL");
}

void TstPgCaptureLost::refusesTablesItCouldNotTellRowsOf()
{
    QFETCH(QString, table);
    const PgSource source(m_server, table, {QStringLiteral("person")});
    const auto refused = openPgLogCapturer(source.source, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::SRC_TABLE_REFUSED);
    // Nothing was made that would keep the business system from updating its table.
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_publication")), QStringLiteral("0"));
}

void TstPgCaptureLost::refusesAUserWithoutTheRight()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    source.run(QStringLiteral("CREATE ROLE plain LOGIN"));
    PgLogSource plain = source.source;
    plain.source.location = m_server.conninfo(source.database, QStringLiteral("plain"));
    const auto refused = openPgLogCapturer(plain, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Config);
    QCOMPARE(refused.error().event, events::CAP_LOG_REFUSED);
    // A right that is taken away later may come back.
    source.run(
        QStringLiteral("ALTER ROLE plain REPLICATION; GRANT CREATE ON DATABASE %1 TO plain; ALTER TABLE person OWNER "
                       "TO plain")
            .arg(source.database));
    StreamSink sink;
    const auto capturer = must(openPgLogCapturer(plain, {}));
    must(capturer->poll(sink));
    source.run(QStringLiteral("INSERT INTO person(id) VALUES (1)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{1});
}

/// The statements that we give to the administrator are enough, and the structure that we keep may be renewed.
void TstPgCaptureLost::capturesAsARoleWithTheLeastRights()
{
    PgSource source(m_server, kPerson, {QStringLiteral("person")});
    const QString role = QStringLiteral("busheng_few");
    for (const QString& sql :
         pgSourceUserSql(source.source.source, source.source.dataset, source.source.nodeCode, role))
        source.run(sql);
    source.source.source.location = m_server.conninfo(source.database, role);
    source.source.followsStructure = true;
    StreamSink sink;
    {
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO person(id) VALUES (1)"));
        catchUp(source, *capturer, sink);
        source.run(QStringLiteral("ALTER TABLE person ADD COLUMN age int; INSERT INTO person(id) VALUES (2)"));
        catchUp(source, *capturer, sink);
        const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
        QCOMPARE(must(snapshot.snapshot->countRows(must(capturer->readSchema()).tables.front())), std::uint64_t{2});
        must(capturer->beat());
    }
    QCOMPARE(sink.changes(), std::uint64_t{2});
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureLost::saysThatARightWasTakenAwayAndGoesOnWhenItIsBack()
{
    PgSource source(m_server, kPerson, {QStringLiteral("person")});
    const QString role = QStringLiteral("busheng_less");
    for (const QString& sql :
         pgSourceUserSql(source.source.source, source.source.dataset, source.source.nodeCode, role))
        source.run(sql);
    source.source.source.location = m_server.conninfo(source.database, role);
    StreamSink sink;
    auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person(id) VALUES (1)"));
    catchUp(source, *capturer, sink);
    source.run(QStringLiteral("ALTER ROLE busheng_less NOREPLICATION; SELECT pg_terminate_backend(pid, 5000) FROM "
                              "pg_stat_activity WHERE usename = 'busheng_less'"));
    source.run(QStringLiteral("INSERT INTO person(id) VALUES (2)"));
    QVERIFY(firstError(*capturer, sink).transient); // its connection went: it is opened again
    capturer.reset();
    const auto refused = openPgLogCapturer(source.source, sink.position());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Config);
    QCOMPARE(refused.error().event, events::CAP_LOG_REFUSED);
    source.run(QStringLiteral("ALTER ROLE busheng_less REPLICATION"));
    capturer = source.opened(sink.position());
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{2});
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureLost::refusesAColumnThatCannotBeSent()
{
    // aclitem has no binary form at all.
    const PgSource source(m_server, QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, right_ aclitem)"),
                          {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, makeaclitem('postgres'::regrole, 'postgres'::regrole, "
                              "'SELECT', false))"));
    const Error error = firstError(*capturer, sink);
    QCOMPARE(error.event, events::SRC_TABLE_REFUSED);
    QVERIFY(error.args.value(2).contains(QStringLiteral("right_")));
}

void TstPgCaptureLost::makesItAnewWhenNothingWasEverRead()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    source.opened({});
    const std::uint64_t first =
        source.lsn(QStringLiteral("SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots"));
    // The same again is taken as it is.
    source.opened({});
    QCOMPARE(source.lsn(QStringLiteral("SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots")), first);
    source.run(QStringLiteral("ALTER TABLE person ADD COLUMN more int"));
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person(id, more) VALUES (1, 2)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink), QStringList{QStringLiteral("insert 1 (00000001, null, null, 00000002)")});
}

BUSHENG_TEST(TstPgCaptureLost)
#include "tst_pg_capture_lost.moc"
