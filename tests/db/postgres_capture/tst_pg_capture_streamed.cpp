// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPerson = QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, note text)");

/// More than the server decodes in memory, so it streams the transaction while it is open.
QString many(int from, int count)
{
    return QStringLiteral("INSERT INTO person SELECT i, repeat('x', 300) FROM generate_series(%1, %2) i")
        .arg(from)
        .arg(from + count - 1);
}

} // namespace

/// Transactions that the server sends while they still run.
class TstPgCaptureStreamed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void staysOpenUntilItCommits();
    void dropsARolledBackOne();
    void dropsRolledBackSavepointsOnly();
    void alternatesWithOthers();
    void dropsWhatOurOwnApplierWrote();
    void comesInBlocksOfManyRows();
    void forgivesAStructureThatIsRolledBack();

private:
    MiniPostgres m_server;
};

void TstPgCaptureStreamed::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("logical_decoding_work_mem = 64kB")}));
}

void TstPgCaptureStreamed::staysOpenUntilItCommits()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; ") + many(1, 3000));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.open(), std::size_t{1});
    QVERIFY(sink.transactions().empty());
    // What is confirmed meanwhile does not take it away.
    must(capturer->release(sink.position()));
    source.run(QStringLiteral("DELETE FROM person WHERE id = 1; COMMIT"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.open(), std::size_t{0});
    QCOMPARE(sink.transactions().size(), std::size_t{1});
    QCOMPARE(sink.changes(), std::uint64_t{3001});
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStreamed::dropsARolledBackOne()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; ") + many(1, 3000));
    catchUp(source, *capturer, sink);
    source.run(QStringLiteral("ROLLBACK"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.open(), std::size_t{0});
    QCOMPARE(sink.aborts, 1);
    QVERIFY(sink.transactions().empty());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStreamed::dropsRolledBackSavepointsOnly()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; ") + many(1, 1000) + QStringLiteral("; SAVEPOINT a; ") + many(10'000, 1000) +
               QStringLiteral("; SAVEPOINT b; ") + many(20'000, 1000) + QStringLiteral("; RELEASE b"));
    catchUp(source, *capturer, sink);
    source.run(QStringLiteral("ROLLBACK TO a; ") + many(30'000, 1000) + QStringLiteral("; SAVEPOINT c; ") +
               many(40'000, 1000) + QStringLiteral("; COMMIT"));
    catchUp(source, *capturer, sink);
    QVERIFY(sink.subAborts >= 2);
    QCOMPARE(sink.changes(), std::uint64_t{3000});
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStreamed::alternatesWithOthers()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    const auto second = source.open();
    const auto small = source.open();
    source.run(QStringLiteral("BEGIN"));
    must(second->execute(QStringLiteral("BEGIN")));
    for (int i = 0; i < 6; ++i) {
        source.run(many(100'000 + i * 1000, 400));
        must(second->execute(QStringLiteral("SAVEPOINT s; ") + many(200'000 + i * 1000, 400)));
        if (i % 2 == 1)
            must(second->execute(QStringLiteral("ROLLBACK TO s")));
        must(small->execute(QStringLiteral("INSERT INTO person VALUES (%1, 'small')").arg(i)));
        if (i % 3 == 0)
            must(capturer->poll(sink));
    }
    must(second->execute(QStringLiteral("COMMIT")));
    must(small->execute(QStringLiteral("UPDATE person SET note = 'again' WHERE id = 3")));
    source.run(QStringLiteral("COMMIT"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.transactions().size(), std::size_t{9});
    QCOMPARE(sink.changes(), std::uint64_t{6 * 400 + 3 * 400 + 7});
    QCOMPARE(sink.transactions()[6].count, std::uint32_t{1200});
    QCOMPARE(sink.transactions()[8].count, std::uint32_t{2400});
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStreamed::dropsWhatOurOwnApplierWrote()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; SELECT pg_logical_emit_message(true, 'busheng.applied', '1'); ") + many(1, 3000));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.open(), std::size_t{0});
    source.run(QStringLiteral("COMMIT"));
    catchUp(source, *capturer, sink);
    QVERIFY(sink.transactions().empty());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStreamed::comesInBlocksOfManyRows()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    must(source.open()->execute(QStringLiteral("ALTER SYSTEM SET logical_decoding_work_mem = '64MB'")));
    source.run(QStringLiteral("SELECT pg_reload_conf()"));
    source.run(many(1, 20'000));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{20'000});
    QVERIFY2(sink.blocks <= 40, qPrintable(QString::number(sink.blocks)));
    QVERIFY(sink.largestBlock <= (256U << 10) + 400);
    must(source.open()->execute(QStringLiteral("ALTER SYSTEM SET logical_decoding_work_mem = '64kB'")));
    source.run(QStringLiteral("SELECT pg_reload_conf()"));
}

void TstPgCaptureStreamed::forgivesAStructureThatIsRolledBack()
{
    const PgSource source(m_server, kPerson, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; ") + many(1, 1000) +
               QStringLiteral("; SAVEPOINT a; ALTER TABLE person ADD COLUMN more int; ") + many(5000, 1000));
    catchUp(source, *capturer, sink);
    source.run(QStringLiteral("ROLLBACK TO a; ") + many(9000, 1000) + QStringLiteral("; COMMIT"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{2000});
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    // A whole transaction, too.
    source.run(QStringLiteral("BEGIN; ALTER TABLE person ADD COLUMN more int; ") + many(15'000, 3000));
    catchUp(source, *capturer, sink);
    source.run(QStringLiteral("ROLLBACK"));
    source.run(many(25'000, 10));
    catchUp(source, *capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

BUSHENG_TEST(TstPgCaptureStreamed)
#include "tst_pg_capture_streamed.moc"
