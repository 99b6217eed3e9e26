// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPerson = QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, name text, note text)");

/// Polls once more, and gives what the server may now forget.
std::uint64_t confirmedBy(Capturer& capturer, StreamSink& sink)
{
    must(capturer.poll(sink));
    must(capturer.release(sink.position()));
    return sink.position().order;
}

} // namespace

/// Each kind of change comes as it was made, and what is played from the stream is what the source has.
class TstPgCaptureChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesInsertUpdateDelete();
    void givesTransactionsWholeAndInOrder();
    void tellsTheOldKeyWhenItChanges();
    void leavesOutAnUnchangedLargeValue();
    void fillsAnUnchangedLargeValueFromAWholeOldRow();
    void tellsIdenticalRowsOfAKeylessTableApart();
    void givesTruncatesInOrder();
    void dropsRolledBackWork();
    void givesPartitionsAsTheirRoot();
    void leavesGeneratedColumnsOut();
    void leavesOutWhatOurOwnApplierWrote();
    void beatsComeBack();
    void beginsWithAPositionOfItsOwn();
    void dropsSlotAndPublicationAtTheEnd();

private:
    MiniPostgres m_server;
};

void TstPgCaptureChanges::initTestCase()
{
    QVERIFY_OK(m_server.start());
}

void TstPgCaptureChanges::givesInsertUpdateDelete()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'A', NULL), (2, '', 'x')"));
    source.run(QStringLiteral("UPDATE person SET name = 'B' WHERE id = 1"));
    source.run(QStringLiteral("DELETE FROM person WHERE id = 2"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink),
             (QStringList{QStringLiteral("insert 1 (00000001, 41, null)"), QStringLiteral("insert 1 (00000002, , 78)"),
                          QStringLiteral("update 1 (00000001) (00000001, 42, null)"),
                          QStringLiteral("delete 1 (00000002)")}));
    QCOMPARE(sink.transactions().size(), std::size_t{3});
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureChanges::givesTransactionsWholeAndInOrder()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    const auto other = source.open();
    source.run(QStringLiteral("BEGIN; INSERT INTO person VALUES (1)"));
    must(other->execute(QStringLiteral("INSERT INTO person VALUES (2)")));
    source.run(QStringLiteral("INSERT INTO person VALUES (3); COMMIT"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.transactions().size(), std::size_t{2});
    QCOMPARE(described(sink.transactions()[0].operations),
             QStringList{QStringLiteral("insert 1 (00000002, null, null)")});
    QCOMPARE(sink.transactions()[1].count, std::uint32_t{2});
    QVERIFY(sink.transactions()[0].commit < sink.transactions()[1].commit);
}

void TstPgCaptureChanges::tellsTheOldKeyWhenItChanges()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'A'); UPDATE person SET id = 7 WHERE id = 1"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink).last(), QStringLiteral("update 1 (00000001) (00000007, 41, null)"));
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureChanges::leavesOutAnUnchangedLargeValue()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    // Does not compress, so it is stored outside the row.
    source.run(QStringLiteral("INSERT INTO person SELECT 1, 'A', string_agg(md5(i::text), '') FROM "
                              "generate_series(1, 160000) i"));
    source.run(QStringLiteral("UPDATE person SET name = 'B'"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink), (QStringList{QStringLiteral("insert 1 (00000001, 41, 5120000 bytes)"),
                                           QStringLiteral("update 1 (00000001) (00000001, 42, unchanged)")}));
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureChanges::fillsAnUnchangedLargeValueFromAWholeOldRow()
{
    const PgSource source(m_server,
                          kPerson +
                              QStringLiteral("; ALTER TABLE person REPLICA IDENTITY FULL; CREATE TABLE paper(name "
                                             "text, body text); ALTER TABLE paper REPLICA IDENTITY FULL"),
                          {QStringLiteral("person"), QStringLiteral("paper")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person SELECT 1, 'A', string_agg(md5(i::text), '') FROM "
                              "generate_series(1, 1000) i; INSERT INTO paper SELECT name, note FROM person"));
    source.run(QStringLiteral("UPDATE person SET name = 'B'; UPDATE paper SET name = 'C'"));
    catchUp(source, *capturer, sink);
    // Of a keyed table as well the whole old row is told.
    QCOMPARE(described(sink).mid(2),
             (QStringList{QStringLiteral("update 2 (00000001, 41, 32000 bytes) (00000001, 42, 32000 "
                                         "bytes)"),
                          QStringLiteral("update 1 (41, 32000 bytes) (43, 32000 bytes)")}));
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureChanges::tellsIdenticalRowsOfAKeylessTableApart()
{
    const PgSource source(m_server,
                          QStringLiteral("CREATE TABLE entry(who text, what int); ALTER TABLE entry REPLICA IDENTITY "
                                         "FULL"),
                          {QStringLiteral("entry")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO entry VALUES ('A', 1), ('A', 1), ('A', 1), (NULL, NULL)"));
    source.run(QStringLiteral("DELETE FROM entry WHERE ctid = '(0,2)'"));
    source.run(QStringLiteral("UPDATE entry SET what = 2 WHERE ctid = '(0,3)'; DELETE FROM entry WHERE who IS NULL"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink).mid(4), (QStringList{QStringLiteral("delete 1 (41, 00000001)"),
                                                  QStringLiteral("update 1 (41, 00000001) (41, 00000002)"),
                                                  QStringLiteral("delete 1 (null, null)")}));
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureChanges::givesTruncatesInOrder()
{
    const PgSource source(m_server,
                          kPerson + QStringLiteral("; CREATE TABLE card(id int PRIMARY KEY, person int REFERENCES "
                                                   "person)"),
                          {QStringLiteral("person"), QStringLiteral("card")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1); INSERT INTO card VALUES (1, 1)"));
    source.run(QStringLiteral("TRUNCATE person CASCADE"));
    source.run(
        QStringLiteral("BEGIN; INSERT INTO person VALUES (2); TRUNCATE card; INSERT INTO card VALUES (2, 2); COMMIT"));
    catchUp(source, *capturer, sink);
    QStringList both = described(sink).mid(2, 2);
    both.sort();
    QCOMPARE(both, (QStringList{QStringLiteral("truncate 1"), QStringLiteral("truncate 2")}));
    QCOMPARE(described(sink).mid(4),
             (QStringList{QStringLiteral("insert 2 (00000002, null, null)"), QStringLiteral("truncate 1"),
                          QStringLiteral("insert 1 (00000002, 00000002)")}));
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureChanges::dropsRolledBackWork()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; INSERT INTO person VALUES (1); ROLLBACK"));
    source.run(
        QStringLiteral("BEGIN; INSERT INTO person VALUES (2); SAVEPOINT a; INSERT INTO person VALUES (3); SAVEPOINT b; "
                       "INSERT INTO person VALUES (4); RELEASE b; ROLLBACK TO a; INSERT INTO person VALUES (5); "
                       "COMMIT"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink), (QStringList{QStringLiteral("insert 1 (00000002, null, null)"),
                                           QStringLiteral("insert 1 (00000005, null, null)")}));
}

void TstPgCaptureChanges::givesPartitionsAsTheirRoot()
{
    const PgSource source(
        m_server,
        QStringLiteral("CREATE TABLE pay(id int, y int, PRIMARY KEY (id, y)) PARTITION BY LIST (y); "
                       "CREATE TABLE pay1 PARTITION OF pay FOR VALUES IN (1); CREATE TABLE pay2(y int "
                       "NOT NULL, id int NOT NULL); ALTER TABLE pay ATTACH PARTITION pay2 FOR VALUES "
                       "IN (2)"),
        {QStringLiteral("pay")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO pay VALUES (1, 1), (2, 2)"));
    source.run(QStringLiteral("UPDATE pay SET y = 2 WHERE id = 1"));
    source.run(QStringLiteral("CREATE TABLE pay3 PARTITION OF pay FOR VALUES IN (3); INSERT INTO pay VALUES (3, 3); "
                              "TRUNCATE pay; INSERT INTO pay VALUES (4, 2)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(
        described(sink),
        (QStringList{QStringLiteral("insert 1 (00000001, 00000001)"), QStringLiteral("insert 1 (00000002, 00000002)"),
                     QStringLiteral("delete 1 (00000001, 00000001)"), QStringLiteral("insert 1 (00000001, 00000002)"),
                     QStringLiteral("insert 1 (00000003, 00000003)"), QStringLiteral("truncate 1"),
                     QStringLiteral("insert 1 (00000004, 00000002)")}));
}

void TstPgCaptureChanges::leavesGeneratedColumnsOut()
{
    const PgSource source(m_server,
                          QStringLiteral("CREATE TABLE pay(twice int GENERATED ALWAYS AS (amount * 2) STORED, id int "
                                         "GENERATED ALWAYS AS IDENTITY PRIMARY KEY, amount int)"),
                          {QStringLiteral("pay")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO pay(amount) VALUES (5); UPDATE pay SET amount = 6"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink), (QStringList{QStringLiteral("insert 1 (00000001, 00000005)"),
                                           QStringLiteral("update 1 (00000001) (00000001, 00000006)")}));
}

void TstPgCaptureChanges::leavesOutWhatOurOwnApplierWrote()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; SELECT pg_logical_emit_message(true, 'busheng.applied', '110000'); INSERT INTO "
                              "person VALUES (1); COMMIT"));
    source.run(QStringLiteral("BEGIN; SELECT pg_logical_emit_message(true, 'other', 'busheng.applied'); INSERT INTO "
                              "person VALUES (2); COMMIT"));
    for (const char* sql :
         {"SELECT pg_replication_origin_create('busheng_x')", "SELECT pg_replication_origin_session_setup('busheng_x')",
          "INSERT INTO person VALUES (3)", "SELECT pg_replication_origin_session_reset()",
          "SELECT pg_replication_origin_drop('busheng_x')"})
        source.run(QString::fromLatin1(sql));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink), QStringList{QStringLiteral("insert 1 (00000002, null, null)")});
}

void TstPgCaptureChanges::beatsComeBack()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    catchUp(source, *capturer, sink);
    const auto before = sink.beats().size();
    const qint64 startMs = QDateTime::currentMSecsSinceEpoch();
    QVERIFY_OK(capturer->beat());
    catchUp(source, *capturer, sink);
    QVERIFY(sink.beats().size() > before);
    QVERIFY(std::abs(sink.beats()[before].utcMs - startMs) < 60'000);
    // A heartbeat moves what the server may forget.
    QTRY_COMPARE_WITH_TIMEOUT(
        source.lsn(QStringLiteral("SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '%1'")
                       .arg(source.slot())),
        confirmedBy(*capturer, sink), 5000);
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureChanges::beginsWithAPositionOfItsOwn()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    const PollResult polled = must(capturer->poll(sink));
    QVERIFY(polled.upTo.order > 0);
    QCOMPARE(sink.position(), polled.upTo);
}

void TstPgCaptureChanges::dropsSlotAndPublicationAtTheEnd()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    source.opened({});
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_replication_slots")), QStringLiteral("1"));
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_publication")), QStringLiteral("1"));
    QVERIFY_OK(uninstallPgCapture(source.source));
    QVERIFY_OK(uninstallPgCapture(source.source));
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_replication_slots")), QStringLiteral("0"));
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_publication")), QStringLiteral("0"));
}

BUSHENG_TEST(TstPgCaptureChanges)
#include "tst_pg_capture_changes.moc"
