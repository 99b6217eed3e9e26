// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

#include "engine/model/events.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

/// What is lost is said, with its range; nothing begins anew by itself. Runs against MariaDB and against MySQL.
class TstMyCaptureLost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY_OK((m_server = std::make_unique<MiniMariaDb>())->start()); }
    void tellsTheRangeWhenTheLogWasPurged();
    void knowsALogThatWasBegunAnew();
    void knowsAnotherServer();
    void refusesALogWithoutRows_data();
    void refusesALogWithoutRows();
    void goesOnWhenTheServerComesBack();
    void knowsItsTablesHoweverTheyAreWritten();

private:
    std::unique_ptr<MiniMariaDb> m_server;
    const QString m_table = QStringLiteral("CREATE TABLE t (id int PRIMARY KEY)");
};

void TstMyCaptureLost::tellsTheRangeWhenTheLogWasPurged()
{
    MySource source(*m_server, m_table, {QStringLiteral("t")});
    StreamSink sink;
    {
        const auto capturer = source.opened({});
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    }
    source.run(
        QStringLiteral("INSERT INTO t VALUES (1);\nFLUSH BINARY LOGS;\nINSERT INTO t VALUES (2);\nFLUSH BINARY LOGS"));
    const QString newest = source.text(QStringLiteral("SHOW MASTER STATUS"));
    // Until the server has noticed that we are gone it keeps the file that we were in.
    const auto isPurged = [&] {
        source.run(QStringLiteral("PURGE BINARY LOGS TO '%1'").arg(newest));
        return source.text(QStringLiteral("SHOW BINARY LOGS")) == newest;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPurged(), 30'000);
    const auto opened = openMyLogCapturer(source.source, sink.position());
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::SRC_POSITION_LOST);
    QVERIFY(!opened.error().transient);
    QVERIFY2(opened.error().args.value(1).startsWith(QStringLiteral("binlog.00000")),
             qPrintable(opened.error().args.join(u' ')));
    QVERIFY2(opened.error().args.value(2).contains(newest), qPrintable(opened.error().args.join(u' ')));
}

void TstMyCaptureLost::knowsALogThatWasBegunAnew()
{
    MySource source(*m_server, m_table + QStringLiteral(";\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2)"),
                    {QStringLiteral("t")});
    StreamSink sink;
    {
        const auto capturer = source.opened({});
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    }
    {
        const auto capturer = source.opened(sink.position());
        source.source.origin = capturer->origin();
        QVERIFY_OK(capturer->poll(sink));
    }
    QVERIFY_OK(openMyLogCapturer(source.source, sink.position())); // it is the same
    // MySQL knows its files by the second in which they were begun.
    const QString now = source.text(QStringLiteral("SELECT unix_timestamp()"));
    QTRY_VERIFY(source.text(QStringLiteral("SELECT unix_timestamp()")) != now);
    // Begun anew and come further than we were: the place is there again, and means something else.
    source.run(QStringLiteral("RESET MASTER"));
    for (int i = 10; source.end() <= sink.position(); ++i)
        source.run(QStringLiteral("INSERT INTO t VALUES (%1)").arg(i));
    const auto opened = openMyLogCapturer(source.source, sink.position());
    QVERIFY(!opened);
    QVERIFY2(opened.error().event == events::CAP_TIMELINE || opened.error().event == events::SRC_POSITION_LOST,
             qPrintable(opened.error().toString()));
    QVERIFY(!opened.error().transient);
}

void TstMyCaptureLost::knowsAnotherServer()
{
    MySource source(*m_server, m_table, {QStringLiteral("t")});
    StreamSink sink;
    {
        const auto capturer = source.opened({});
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
        source.source.origin = capturer->origin();
    }
    if (m_server->isMySql()) { // whose identity is a file that it makes where there is none
        QVERIFY_OK(m_server->stop());
        QVERIFY(QFile::remove(m_server->directory() + QStringLiteral("/data/auto.cnf")));
        QVERIFY_OK(m_server->startAgain());
    } else {
        source.run(QStringLiteral("SET GLOBAL server_id = 4711"));
    }
    const auto opened = openMyLogCapturer(source.source, sink.position());
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::CAP_TIMELINE);
}

void TstMyCaptureLost::refusesALogWithoutRows_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("value");
    QTest::newRow("statements") << QStringLiteral("binlog_format") << QStringLiteral("STATEMENT");
    QTest::newRow("mixed") << QStringLiteral("binlog_format") << QStringLiteral("MIXED");
    QTest::newRow("parts of rows") << QStringLiteral("binlog_row_image") << QStringLiteral("MINIMAL");
    if (testedFlavour() == MyFlavour::MariaDb)
        QTest::newRow("no names") << QStringLiteral("binlog_row_metadata") << QStringLiteral("NO_LOG");
}

void TstMyCaptureLost::refusesALogWithoutRows()
{
    QFETCH(const QString, setting);
    QFETCH(const QString, value);
    MySource source(*m_server, m_table, {QStringLiteral("t")});
    source.run(QStringLiteral("SET GLOBAL %1 = '%2'").arg(setting, value));
    const auto opened = openMyLogCapturer(source.source, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, events::CAP_LOG_REFUSED);
    QVERIFY2(opened.error().args.value(1).contains(setting), qPrintable(opened.error().args.join(u' ')));
}

void TstMyCaptureLost::goesOnWhenTheServerComesBack()
{
    MySource source(*m_server, m_table, {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t VALUES (1)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY_OK(m_server->stop());
    Result<PollResult> polled = PollResult();
    for (int i = 0; i < 100 && polled; ++i) {
        static_cast<void>(capturer->waitForChange(100));
        polled = capturer->poll(sink);
    }
    QVERIFY(!polled);
    QCOMPARE(polled.error().event, events::SRC_UNAVAILABLE);
    QVERIFY(polled.error().transient);
    QVERIFY_OK(m_server->startAgain());
    source.writer = source.open();
    source.run(QStringLiteral("INSERT INTO t VALUES (2)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

/// On Windows names have no case, and the log has statements as they were written.
void TstMyCaptureLost::knowsItsTablesHoweverTheyAreWritten()
{
    QVERIFY_OK(m_server->stop());
    QVERIFY_OK(m_server->startAgain({QStringLiteral("--lower-case-table-names=1")}));
    MySource source(*m_server, m_table, {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO T VALUES (1);\nTRUNCATE TABLE T;\nINSERT INTO t VALUES (2);\n"
                              "ALTER TABLE T ADD COLUMN n int;\nINSERT INTO t VALUES (3, 3)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert truncate insert insert"));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    source.run(QStringLiteral("RENAME TABLE T TO other"));
    const auto caught = tryCatchUp(source, *capturer, sink);
    QVERIFY(!caught);
    QCOMPARE(caught.error().event, events::CAP_DRIFT);
}

BUSHENG_TEST(TstMyCaptureLost)
#include "tst_my_capture_lost.moc"
