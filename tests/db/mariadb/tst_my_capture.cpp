// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

#include "engine/model/events.h"

#include <QDeadlineTimer>

#include <atomic>
#include <thread>

using namespace busheng;
using namespace busheng::test;

/// What changes rows comes through, in the order of commits; what does not, does not. Runs against MariaDB and against
/// MySQL.
class TstMyCapture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void givesEachKindOfChange();
    void givesAKeylessTableByItsWholeRows();
    void sendsALargeValueOnlyWhenItChanges();
    void givesTransactionsWholeAndLeavesOutWhatWasRolledBack();
    void seesTruncateAndDrop();
    void leavesOutItsOwnTransactions();
    void passesOverOtherTablesAndKeepsItsPlace();
    void goesOnWhereTheSinkStands();
    void offersTheSameAgainWhenTheSinkFails();
    void followsANewColumn();
    void followsWhatChangesAColumnWithoutItsType();
    void followsAnIndexThatBecomesTheKey();
    void waitsForAnAlterationThatIsUnderWay();
    void stopsAtAStatementThatHidesItsRows();
    void stopsAtARenamedTable();
    void stopsAtAPreparedTransaction();
    void followsTheLogIntoItsNextFile();
    void leavesOutComputedColumns();
    void givesASnapshotAtAPlaceInTheStreamWhileOthersWrite();
    void wakesWhenSomethingIsWritten();

private:
    MiniMariaDb m_server;
    const QString m_people = QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, name varchar(40), note text)");
};

void TstMyCapture::givesEachKindOfChange()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO person VALUES (1, '张三', NULL), (2, '李四', 'x');\n"
                              "UPDATE person SET name = '王五' WHERE id = 1;\n"
                              "UPDATE person SET id = 3 WHERE id = 2;\n"
                              "DELETE FROM person WHERE id = 1;\n"
                              "REPLACE INTO person VALUES (3, '替换', 'y');\n"
                              "INSERT INTO person VALUES (3, 'z', 'z') ON DUPLICATE KEY UPDATE note = 'again'"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QCOMPARE(sink.transactions().size(), std::size_t{6});
    const PgContent played = playedFrom(sink, source.schema());
    QVERIFY2(played.faults.isEmpty(), qPrintable(played.faults.join(u'\n')));
    QVERIFY2(played == source.content(), qPrintable(played.difference(source.content())));
    // Again: nothing is new.
    const auto again = capturer->poll(sink);
    QVERIFY_OK(again);
    QCOMPARE(again->changes, std::uint64_t{0});
}

void TstMyCapture::givesAKeylessTableByItsWholeRows()
{
    MySource source(m_server, QStringLiteral("CREATE TABLE visit (region char(6), times int)"),
                    {QStringLiteral("visit")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO visit VALUES ('340100', 1), ('340100', 1), ('340100', 1), (NULL, NULL);\n"
                              "DELETE FROM visit WHERE times = 1 LIMIT 1;\n"
                              "UPDATE visit SET times = 2 WHERE times = 1 LIMIT 1"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    const PgContent played = playedFrom(sink, source.schema());
    QVERIFY2(played.faults.isEmpty(), qPrintable(played.faults.join(u'\n')));
    QVERIFY2(played == source.content(), qPrintable(played.difference(source.content())));
}

void TstMyCapture::sendsALargeValueOnlyWhenItChanges()
{
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE paper (id int PRIMARY KEY, title varchar(20), body longtext)"),
                    {QStringLiteral("paper")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO paper VALUES (1, 'a', REPEAT('x', 500000));\n"
                              "UPDATE paper SET title = 'b';\n"
                              "UPDATE paper SET body = REPEAT('y', 500000)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.transactions().size(), std::size_t{3});
    QVERIFY(sink.transactions()[0].operations.size() > 500'000);
    QVERIFY(sink.transactions()[1].operations.size() < 100);
    QVERIFY(sink.transactions()[2].operations.size() > 500'000);
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMyCapture::givesTransactionsWholeAndLeavesOutWhatWasRolledBack()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    const auto other = source.open();
    must(source.writer->execute(QStringLiteral("BEGIN")));
    must(source.writer->execute(QStringLiteral("INSERT INTO person VALUES (1, 'a', NULL)")));
    must(other->execute(QStringLiteral("INSERT INTO person VALUES (10, 'other', NULL)")));
    must(source.writer->execute(QStringLiteral("SAVEPOINT s")));
    must(source.writer->execute(QStringLiteral("INSERT INTO person VALUES (2, 'undone', NULL)")));
    must(source.writer->execute(QStringLiteral("ROLLBACK TO SAVEPOINT s")));
    must(source.writer->execute(QStringLiteral("INSERT INTO person VALUES (3, 'b', NULL)")));
    must(source.writer->execute(QStringLiteral("COMMIT")));
    must(source.writer->execute(QStringLiteral("BEGIN")));
    must(source.writer->execute(QStringLiteral("DELETE FROM person")));
    must(source.writer->execute(QStringLiteral("ROLLBACK")));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.transactions().size(), std::size_t{2});
    QCOMPARE(sink.transactions()[0].count, 1U);
    QCOMPARE(sink.transactions()[1].count, 2U);
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMyCapture::seesTruncateAndDrop()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', NULL);\n"
                              "TRUNCATE TABLE person;\n"
                              "INSERT INTO person VALUES (2, 'b', NULL);\n"
                              "DROP TABLE person;\n") +
               m_people + QStringLiteral(";\nINSERT INTO person VALUES (3, 'c', NULL)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert truncate insert truncate insert"));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMyCapture::leavesOutItsOwnTransactions()
{
    MySource source(m_server,
                    m_people +
                        QStringLiteral(";\nCREATE TABLE busheng_checkpoint (stream varchar(9) PRIMARY KEY, n int)"),
                    {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("BEGIN;\nINSERT INTO person VALUES (1, 'ours', NULL);\n"
                              "INSERT INTO busheng_checkpoint VALUES ('s', 1);\nCOMMIT;\n"
                              "INSERT INTO person VALUES (2, 'theirs', NULL)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QCOMPARE(sink.transactions().size(), std::size_t{1});
    QCOMPARE(sink.transactions()[0].count, 1U);
}

void TstMyCapture::passesOverOtherTablesAndKeepsItsPlace()
{
    MySource source(m_server, m_people + QStringLiteral(";\nCREATE TABLE other (id int)"), {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO other VALUES (1);\nINSERT INTO other VALUES (2)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY(sink.transactions().empty());
    QCOMPARE(sink.position(), source.end());
}

void TstMyCapture::goesOnWhereTheSinkStands()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    StreamSink sink;
    source.source.known = source.schema();
    QString origin;
    {
        const auto capturer = source.opened({});
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    }
    for (int round = 1; round <= 3; ++round) {
        source.run(
            QStringLiteral("INSERT INTO person VALUES (%1, 'x', NULL);\nUPDATE person SET note = '%1'").arg(round));
        source.source.origin = origin;
        const auto capturer = source.opened(sink.position());
        origin = capturer->origin();
        QVERIFY(!origin.isEmpty());
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
        QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    }
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMyCapture::offersTheSameAgainWhenTheSinkFails()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("BEGIN;\nINSERT INTO person VALUES (1, 'a', NULL), (2, 'b', repeat('x', 400000));\n"
                              "INSERT INTO person VALUES (3, 'c', NULL);\nCOMMIT;\nDELETE FROM person WHERE id = 2"));
    int failures = 0;
    for (int call = 1; sink.position() < source.end(); ++call) {
        sink.failAtCall = sink.calls + call;
        for (int poll = 0; poll < 100 && sink.position() < source.end(); ++poll) {
            const auto polled = capturer->poll(sink);
            if (!polled) {
                QCOMPARE(polled.error().code, ErrorCode::Storage);
                ++failures;
                break;
            }
            capturer->waitForChange(20);
        }
    }
    QVERIFY(failures > 1);
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    const PgContent played = playedFrom(sink, source.schema());
    QVERIFY2(played == source.content(), qPrintable(played.difference(source.content())));
    QVERIFY2(played.faults.isEmpty(), qPrintable(played.faults.join(u'\n')));
}

void TstMyCapture::followsANewColumn()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', NULL);\n"
                              "ALTER TABLE person ADD COLUMN age int, MODIFY name varchar(80);\n"
                              "INSERT INTO person VALUES (2, 'b', NULL, 30)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(sink.structures[0].version, 2U);
    QCOMPARE(sink.structures[0].tables[0].columns.size(), std::size_t{4});
    QCOMPARE(sink.structures[0].tables[0].id, 1U);
    QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert insert"));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    // Twice altered before it is read: rows in between fit neither.
    source.run(QStringLiteral("ALTER TABLE person DROP COLUMN age;\nINSERT INTO person VALUES (3, 'c', NULL);\n"
                              "ALTER TABLE person ADD COLUMN weight int"));
    const auto caught = tryCatchUp(source, *capturer, sink);
    QVERIFY(!caught);
    QCOMPARE(caught.error().event, events::CAP_DRIFT);
}

/// A log without names shows rows that look as before: what is known comes from the statement.
void TstMyCapture::followsWhatChangesAColumnWithoutItsType()
{
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b varchar(9), n int)"),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t VALUES (1, 'a', 'b', -1);\nDELETE FROM t;\n"
                              "ALTER TABLE t MODIFY a varchar(9) AFTER b, MODIFY n int unsigned;\n"
                              "INSERT INTO t (id, a, b, n) VALUES (2, 'a', 'b', 4294967295)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
    source.run(QStringLiteral("ALTER TABLE t COMMENT = 'no other structure';\nUPDATE t SET b = 'c'"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMyCapture::followsAnIndexThatBecomesTheKey()
{
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int NOT NULL, n int)"), {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t VALUES (1, 1);\nCREATE UNIQUE INDEX of_id ON t (id)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    // Else no snapshot would ever be of the structure that is known.
    QVERIFY_OK(capturer->openSnapshot(sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(must(capturer->readSchema()).tables[0].keyColumns.size(), std::size_t{1});
}

/// A MySQL logs a statement before its catalog shows it, and holds the table until then.
void TstMyCapture::waitsForAnAlterationThatIsUnderWay()
{
    if (!m_server.isMySql()) // MariaDB's rows say themselves what they are like
        return;
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto other = source.open();
    must(other->execute(QStringLiteral("LOCK TABLES person WRITE")));
    Result<std::unique_ptr<Capturer>> opened;
    std::atomic<bool> isOpen = false;
    std::jthread opening([&] {
        opened = openMyLogCapturer(source.source, {});
        isOpen = true;
    });
    QTRY_COMPARE(source.text(QStringLiteral("SELECT count(*) FROM information_schema.PROCESSLIST WHERE STATE = "
                                            "'Waiting for table metadata lock'")),
                 QStringLiteral("1"));
    QVERIFY(!isOpen);
    must(other->execute(QStringLiteral("UNLOCK TABLES")));
    opening.join();
    QVERIFY_OK(opened);
}

void TstMyCapture::stopsAtAStatementThatHidesItsRows()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', NULL);\nSET SESSION binlog_format = 'STATEMENT';\n"
                              "UPDATE person SET note = 'hidden'"));
    const auto caught = tryCatchUp(source, *capturer, sink);
    QVERIFY(!caught);
    QCOMPARE(caught.error().event, events::CAP_LOG_REFUSED);
    QVERIFY(!caught.error().transient);
    QVERIFY2(caught.error().args.value(1).contains(QStringLiteral("hidden")),
             qPrintable(caught.error().args.join(u' ')));
    QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert")); // what was before it is kept
}

void TstMyCapture::stopsAtARenamedTable()
{
    MySource source(m_server, m_people + QStringLiteral(";\nCREATE TABLE fresh LIKE person"),
                    {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("RENAME TABLE person TO old, fresh TO person"));
    const auto caught = tryCatchUp(source, *capturer, sink);
    QVERIFY(!caught);
    QCOMPARE(caught.error().event, events::CAP_DRIFT);
}

void TstMyCapture::stopsAtAPreparedTransaction()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("XA START 'x';\nINSERT INTO person VALUES (1, 'a', NULL);\nXA END 'x';\nXA PREPARE 'x';\n"
                              "XA COMMIT 'x'"));
    if (m_server.isMySql()) { // 5.6 logs it when it commits, as any other
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
        QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert"));
        return;
    }
    const auto caught = tryCatchUp(source, *capturer, sink);
    QVERIFY(!caught);
    QCOMPARE(caught.error().event, events::CAP_LOG_REFUSED);
}

void TstMyCapture::followsTheLogIntoItsNextFile()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    for (int i = 1; i <= 3; ++i)
        source.run(QStringLiteral("INSERT INTO person VALUES (%1, 'a', NULL);\nFLUSH BINARY LOGS;\n"
                                  "UPDATE person SET note = '%1'")
                       .arg(i));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
    // The server writes on by itself for a moment.
    const auto isReadToTheEnd = [&] {
        must(capturer->poll(sink));
        const auto state = must(capturer->readLogState());
        return state->status == u"reserved" && state->retainedBytes == 0 && state->written == sink.position().order;
    };
    QTRY_VERIFY(isReadToTheEnd());
}

void TstMyCapture::leavesOutComputedColumns()
{
    if (m_server.isMySql()) // which has them from 5.7 on
        return;
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, a int, twice int AS (a * 2) STORED, "
                                   "thrice int AS (a * 3) VIRTUAL, b varchar(9))"),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t (id, a, b) VALUES (1, 10, 'x');\nUPDATE t SET a = 11"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(source.schema().tables[0].columns.size(), std::size_t{3});
    QCOMPARE(source.schema().tables[0].generatedColumns.size(), std::size_t{2});
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

/// Writers go on; what is in the snapshot and what comes behind it make up the table, with nothing twice.
void TstMyCapture::givesASnapshotAtAPlaceInTheStreamWhileOthersWrite()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    std::atomic<bool> stop = false;
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 3; ++writer) {
        writers.emplace_back([&source, &stop, writer] {
            const auto connection = source.open();
            for (int i = 0; !stop; ++i) {
                const int id = writer * 1'000'000 + i;
                must(connection->execute(QStringLiteral("INSERT INTO person VALUES (%1, 'n', '%1')").arg(id)));
                if (i % 3 == 0)
                    must(connection->execute(QStringLiteral("UPDATE person SET note = 'u' WHERE id = %1").arg(id - 1)));
                if (i % 5 == 0)
                    must(connection->execute(QStringLiteral("DELETE FROM person WHERE id = %1").arg(id - 2)));
            }
        });
    }
    const DatasetSchema schema = source.schema();
    for (int round = 0; round < 10; ++round) {
        auto snapshot = capturer->openSnapshot(sink);
        QVERIFY_OK(snapshot);
        QCOMPARE(sink.position(), snapshot->position);
        const PgContent seen = contentOf(*snapshot->snapshot, schema);
        const PgContent played = playedFrom(sink, schema, snapshot->position);
        QVERIFY2(seen == played, qPrintable(seen.difference(played)));
        for (int poll = 0; poll < 3; ++poll)
            QVERIFY_OK(capturer->poll(sink));
    }
    stop = true;
    writers.clear();
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QVERIFY(playedFrom(sink, schema) == source.content());
}

void TstMyCapture::wakesWhenSomethingIsWritten()
{
    MySource source(m_server, m_people, {QStringLiteral("person")});
    const auto capturer = source.opened({});
    StreamSink sink;
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY_OK(capturer->poll(sink));
    std::jthread writer(
        [&source] { must(source.open()->execute(QStringLiteral("INSERT INTO person VALUES (1, 'a', NULL)"))); });
    const QDeadlineTimer deadline(20'000);
    while (sink.transactions().empty() && !deadline.hasExpired()) {
        static_cast<void>(capturer->waitForChange(20'000));
        QVERIFY_OK(capturer->poll(sink));
    }
    QCOMPARE(sink.transactions().size(), std::size_t{1});
}

BUSHENG_TEST(TstMyCapture)
#include "tst_my_capture.moc"
