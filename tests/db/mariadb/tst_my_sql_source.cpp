// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/capture/my_preflight.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>

using namespace busheng;
using namespace busheng::test;

/// What a MySQL does differently from a MariaDB, as a source by its log.
class TstMySqlSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void waitsNoLongerForATransactionThatStaysOpen();
    void givesASnapshotWhileOtherTablesAreWritten();
    void followsAlterationsWithoutRowsBetweenThem();
    void tellsADefaultAsSql();
    void readsALogWithoutGtids();

private:
    MiniMariaDb m_server{MyFlavour::MySql};
    const QString m_table = QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(9))");
};

/// The snapshot begins under a lock of the table, which a transaction on it keeps from being given: it is given up
/// soon, nothing is read that is not settled, and it goes on when the transaction is over.
void TstMySqlSource::waitsNoLongerForATransactionThatStaysOpen()
{
    MySource source(m_server, m_table, {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    const auto other = source.open();
    must(other->execute(QStringLiteral("BEGIN")));
    must(other->execute(QStringLiteral("INSERT INTO t VALUES (1, 'open')")));
    QElapsedTimer clock;
    clock.start();
    const auto refused = capturer->openSnapshot(sink);
    QVERIFY(!refused);
    QVERIFY2(refused.error().transient, qPrintable(refused.error().toString()));
    QVERIFY2(refused.error().native.startsWith(QStringLiteral("1205")), qPrintable(refused.error().toString()));
    QVERIFY(clock.elapsed() < 10'000);
    source.run(QStringLiteral("INSERT INTO t VALUES (2, 'free')")); // nobody waits for us any more
    must(other->execute(QStringLiteral("COMMIT")));
    auto snapshot = capturer->openSnapshot(sink);
    QVERIFY_OK(snapshot);
    QVERIFY(contentOf(*snapshot->snapshot, source.schema()) == source.content());
    QVERIFY(playedFrom(sink, source.schema(), snapshot->position) == source.content());
}

void TstMySqlSource::givesASnapshotWhileOtherTablesAreWritten()
{
    MySource source(m_server, m_table + QStringLiteral(";\nCREATE TABLE other (id int PRIMARY KEY)"),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    const auto other = source.open();
    must(other->execute(QStringLiteral("BEGIN")));
    must(other->execute(QStringLiteral("INSERT INTO other VALUES (1)")));
    QVERIFY_OK(capturer->openSnapshot(sink));
    must(other->execute(QStringLiteral("COMMIT")));
}

void TstMySqlSource::followsAlterationsWithoutRowsBetweenThem()
{
    MySource source(m_server, m_table, {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t VALUES (1, 'a');\nDELETE FROM t;\nALTER TABLE t ADD COLUMN n int;\n"
                              "ALTER TABLE t CHANGE v w varchar(9);\nINSERT INTO t VALUES (2, 'b', 3)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(sink.structures[0].tables[0].columns[1].name, QStringLiteral("w"));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMySqlSource::tellsADefaultAsSql()
{
    MySource source(
        m_server,
        QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 7, v varchar(9) character "
                       "set utf8 DEFAULT 'it''s', b bit(3) DEFAULT b'101', d datetime(3) DEFAULT "
                       "CURRENT_TIMESTAMP(3), x text, w varchar(40) DEFAULT 'CURRENT_TIMESTAMP is a word')"),
        {QStringLiteral("t")});
    const TableSchema table = source.schema().tables[0];
    const auto of = [&table](const char* name) { return *table.column(QLatin1StringView(name)); };
    QCOMPARE(of("n").defaultValue, QStringLiteral("'7'"));
    QCOMPARE(of("v").defaultValue, QStringLiteral("'it''s'"));
    QCOMPARE(of("v").declaredType, QStringLiteral("varchar(9) character set utf8mb3 collate utf8mb3_general_ci"));
    QCOMPARE(of("b").defaultValue, QStringLiteral("b'101'"));
    QCOMPARE(of("d").defaultValue, QStringLiteral("current_timestamp(3)"));
    QCOMPARE(of("x").defaultValue, QString());
    QCOMPARE(of("w").defaultValue, QStringLiteral("'CURRENT_TIMESTAMP is a word'"));
}

/// No event opens a transaction there but its BEGIN, and none a statement that is one by itself.
void TstMySqlSource::readsALogWithoutGtids()
{
    MiniMariaDb server(MyFlavour::MySql);
    QVERIFY_OK(server.start({QStringLiteral("--gtid-mode=OFF"), QStringLiteral("--skip-enforce-gtid-consistency")}));
    MySource source(server, m_table, {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("BEGIN;\nINSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b');\nCOMMIT;\n"
                              "TRUNCATE TABLE t;\nCREATE TABLE u SELECT 1 AS a;\n"
                              "BEGIN;\nINSERT INTO t VALUES (3, 'c');\nSAVEPOINT s;\nDELETE FROM t;\n"
                              "ROLLBACK TO SAVEPOINT s;\nUPDATE t SET v = 'd';\nCOMMIT"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert insert truncate insert update"));
    QCOMPARE(sink.transactions().size(), std::size_t{3});
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
    auto snapshot = capturer->openSnapshot(sink);
    QVERIFY_OK(snapshot);
    QVERIFY(contentOf(*snapshot->snapshot, source.schema()) == source.content());
}

BUSHENG_TEST(TstMySqlSource)
#include "tst_my_sql_source.moc"
