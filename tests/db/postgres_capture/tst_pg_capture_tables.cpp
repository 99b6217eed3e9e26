// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/pg_rights_sql.h"
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables = QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, name text);"
                                       "CREATE TABLE account(id int PRIMARY KEY, balance int);"
                                       "CREATE TABLE bag(a int)");

PgLogSource following(const PgSource& source)
{
    PgLogSource log = source.source;
    log.followsStructure = true;
    return log;
}

} // namespace

/// The list of a dataset's tables changes while its log is read.
class TstPgCaptureTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }
    void addsATable();
    void addsATableAfterARestart();
    void leavesOutWhatWasTakenOut();
    void refusesATableThatItCannotCapture();
    void waitsForTheRight();

private:
    MiniPostgres m_server;
};

void TstPgCaptureTables::addsATable()
{
    const PgSource source(m_server, kTables, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = must(openPgLogCapturer(following(source), {}));
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a'); INSERT INTO account VALUES (1, 10)"));
    catchUp(source, *capturer, sink);
    const QStringList both{QStringLiteral("public.account"), QStringLiteral("person")};
    must(capturer->setTables(both, sink));
    must(capturer->setTables(both, sink)); // again: nothing
    QCOMPARE(sink.structures.size(), std::size_t{1});
    const DatasetSchema& now = sink.structures.back();
    QCOMPARE(now.version, 2U);
    // What rows are named by stays, whatever is sorted before.
    QCOMPARE(now.table(QStringLiteral("public.person"))->id, 1U);
    QCOMPARE(now.table(QStringLiteral("public.account"))->id, 2U);
    QVERIFY(now.table(QStringLiteral("public.account"))->isLoading);
    QVERIFY(!now.table(QStringLiteral("public.person"))->isLoading);
    source.run(QStringLiteral("INSERT INTO account VALUES (2, 20); INSERT INTO person VALUES (2, 'b')"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink).mid(1),
             (QStringList{QStringLiteral("insert 2 (00000002, 00000014)"), QStringLiteral("insert 1 (00000002, 62)")}));
    // Its rows from before are in the snapshot.
    auto snapshot = must(capturer->openTableSnapshot(2, sink));
    QVERIFY(snapshot.has_value());
    QCOMPARE(must(snapshot->snapshot->countRows(*now.table(2))), std::uint64_t{2});
    must(capturer->setLoading(2, false, sink));
    QCOMPARE(sink.structures.back().version, 3U);
    QVERIFY(!sink.structures.back().table(2)->isLoading);
    QCOMPARE(sink.violations, QStringList());
}

/// The process died when the list was told, and the publication was not altered yet.
void TstPgCaptureTables::addsATableAfterARestart()
{
    const PgSource source(m_server, kTables, {QStringLiteral("person")});
    StreamSink sink;
    PgLogSource log = following(source);
    {
        const auto capturer = must(openPgLogCapturer(log, {}));
        source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
        catchUp(source, *capturer, sink);
        QVERIFY_OK(failpoint::configure(QStringLiteral("capture.tables.told=err*1")));
        QVERIFY(!capturer->setTables({QStringLiteral("person"), QStringLiteral("account")}, sink));
    }
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_publication_tables")), QStringLiteral("1"));
    sink.abandonOpen();
    log.known = sink.structures.back();
    const auto capturer = must(openPgLogCapturer(log, sink.position()));
    QCOMPARE(source.text(QStringLiteral("SELECT count(*) FROM pg_publication_tables")), QStringLiteral("2"));
    source.run(QStringLiteral("INSERT INTO account VALUES (7, 7)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink).last(), QStringLiteral("insert 2 (00000007, 00000007)"));
    QCOMPARE(sink.structures.size(), std::size_t{1});
}

/// Also rows of a transaction that began before, which the log still has.
void TstPgCaptureTables::leavesOutWhatWasTakenOut()
{
    const PgSource source(m_server, kTables, {QStringLiteral("person"), QStringLiteral("account")});
    StreamSink sink;
    const auto capturer = must(openPgLogCapturer(following(source), {}));
    source.run(QStringLiteral("INSERT INTO account VALUES (1, 10)"));
    catchUp(source, *capturer, sink);
    const auto other = source.open();
    must(other->execute(
        QStringLiteral("BEGIN; INSERT INTO account VALUES (2, 20); INSERT INTO person VALUES (2, 'b')")));
    must(capturer->setTables({QStringLiteral("person")}, sink));
    QCOMPARE(sink.structures.back().tables.size(), std::size_t{1});
    must(other->execute(QStringLiteral("INSERT INTO account VALUES (3, 30); COMMIT")));
    source.run(QStringLiteral("INSERT INTO person VALUES (3, 'c')"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink).mid(1),
             (QStringList{QStringLiteral("insert 2 (00000002, 62)"), QStringLiteral("insert 2 (00000003, 63)")}));
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureTables::refusesATableThatItCannotCapture()
{
    const PgSource source(m_server, kTables, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = must(openPgLogCapturer(following(source), {}));
    for (const auto& [table, event] : {std::pair(QStringLiteral("bag"), events::SRC_TABLE_REFUSED),
                                       std::pair(QStringLiteral("nothing"), events::SRC_TABLE_MISSING)}) {
        const auto refused = capturer->setTables({QStringLiteral("person"), table}, sink);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, event);
    }
    QVERIFY(sink.structures.empty());
    source.run(QStringLiteral("UPDATE bag SET a = 1; INSERT INTO person VALUES (1, 'a')")); // nobody is hurt
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{1});
}

/// The role of our least-rights statements may not publish a table: it says the statement, and reads on.
void TstPgCaptureTables::waitsForTheRight()
{
    PgSource source(m_server, kTables, {QStringLiteral("person")});
    const QString role = QStringLiteral("busheng_few");
    for (const QString& sql :
         pgSourceUserSql(source.source.source, source.source.dataset, source.source.nodeCode, role))
        source.run(sql);
    source.run(QStringLiteral("GRANT SELECT ON account TO ") + role);
    source.source.source.location = m_server.conninfo(source.database, role);
    StreamSink sink;
    const auto capturer = must(openPgLogCapturer(following(source), {}));
    const QStringList both{QStringLiteral("person"), QStringLiteral("account")};
    const auto refused = capturer->setTables(both, sink);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::SRC_RIGHTS);
    QVERIFY(!refused.error().transient);
    QVERIFY(sink.structures.empty());
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
    catchUp(source, *capturer, sink);
    // The administrator runs it; rows of the table come before it is ours.
    source.run(refused.error().args.value(2));
    source.run(QStringLiteral("INSERT INTO account VALUES (1, 1); INSERT INTO person VALUES (2, 'b')"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{2});
    must(capturer->setTables(both, sink));
    source.run(QStringLiteral("INSERT INTO account VALUES (2, 2)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink).last(), QStringLiteral("insert 2 (00000002, 00000002)"));
    QCOMPARE(sink.violations, QStringList());
}

BUSHENG_TEST(TstPgCaptureTables)
#include "tst_pg_capture_tables.moc"
