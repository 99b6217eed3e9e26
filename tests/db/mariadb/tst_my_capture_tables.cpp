// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables = QStringLiteral("CREATE TABLE person (id int PRIMARY KEY, name varchar(40));\n"
                                       "CREATE TABLE account (id int PRIMARY KEY, balance int);\n"
                                       "CREATE TABLE heap (a int) ENGINE = MyISAM");
const QString kPerson = QStringLiteral("person");
const QString kAccount = QStringLiteral("account");

/// "insert 2", ...: kind and table of each operation that the sink has.
QStringList operationsOf(const StreamSink& sink)
{
    QStringList operations;
    for (const StreamSink::Transaction& transaction : sink.transactions()) {
        ChangeReader reader(transaction.operations);
        RowChange change;
        while (reader.next(change))
            operations.append(
                QStringLiteral("%1 %2")
                    .arg(change.kind == ChangeKind::Insert ? QStringLiteral("insert") : QStringLiteral("other"))
                    .arg(change.tableId));
    }
    return operations;
}

std::uint64_t rowsOf(Capturer& capturer, StreamSink& sink, const TableSchema& table)
{
    const auto opened = must(capturer.openTableSnapshot(table.id, sink));
    return opened ? must(opened->snapshot->countRows(table)) : UINT64_MAX;
}

} // namespace

/// The list of a dataset's tables changes while its binary log is read. Runs against MariaDB and against MySQL.
class TstMyCaptureTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }
    void addsATable();
    void addsATableAfterARestart();
    void readsTheLogBeforeByTheFormerTables();
    void followsATableThatIsAlteredBehind();
    void leavesOutWhatWasTakenOut();
    void takesOutATableThatStoppedIt();
    void loadsOneTableAnew();
    void refusesATableThatItCannotCapture();
    void refusesATableThatSomebodyAlters();
    void saysTheRightThatIsMissing();
    void doesNotWaitForATransactionThatStaysOpen();

private:
    MiniMariaDb m_server;
};

void TstMyCaptureTables::addsATable()
{
    const MySource source(m_server, kTables, {kPerson});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a');\nINSERT INTO account VALUES (1, 10)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    const QStringList both{source.database + QStringLiteral(".account"), kPerson};
    must(capturer->setTables(both, sink));
    must(capturer->setTables(both, sink)); // again: nothing
    QCOMPARE(sink.structures.size(), std::size_t{1});
    const DatasetSchema now = sink.structures.back();
    QCOMPARE(now.version, 2U);
    // What rows are named by stays, whatever is sorted before.
    QCOMPARE(now.table(source.database + QStringLiteral(".person"))->id, 1U);
    QCOMPARE(now.table(source.database + QStringLiteral(".account"))->id, 2U);
    QVERIFY(now.table(2)->isLoading);
    QVERIFY(!now.table(1)->isLoading);
    source.run(QStringLiteral("INSERT INTO account VALUES (2, 20);\nINSERT INTO person VALUES (2, 'b')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 1,insert 2,insert 1"));
    // Its rows from before are in the snapshot.
    QCOMPARE(rowsOf(*capturer, sink, *now.table(2)), std::uint64_t{2});
    must(capturer->setLoading(2, false, sink));
    QCOMPARE(sink.structures.back().version, 3U);
    QVERIFY(!sink.structures.back().table(2)->isLoading);
    source.run(QStringLiteral("INSERT INTO account VALUES (3, 30)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.structures.size(), std::size_t{2});
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
}

/// The process died when the list was told. The configuration it starts again with has the new list; what is known is
/// what the sink has.
void TstMyCaptureTables::addsATableAfterARestart()
{
    MySource source(m_server, kTables, {kPerson});
    StreamSink sink;
    {
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
        QVERIFY_OK(tryCatchUp(source, *capturer, sink));
        QVERIFY_OK(failpoint::configure(QStringLiteral("capture.tables.told=err*1")));
        QVERIFY(!capturer->setTables({kPerson, kAccount}, sink));
    }
    sink.abandonOpen();
    source.run(QStringLiteral("INSERT INTO account VALUES (7, 7)"));
    source.source.known = sink.structures.back();
    source.source.dataset.tables = {kPerson, kAccount};
    const auto capturer = source.opened(sink.position());
    must(capturer->setTables({kPerson, kAccount}, sink));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 1,insert 2"));
    QCOMPARE(sink.structures.size(), std::size_t{1});

    // It died before the list was told: nothing of the new table comes until it is.
    MySource other(m_server, kTables, {kPerson});
    StreamSink otherSink;
    {
        const auto first = other.opened({});
        other.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
        QVERIFY_OK(tryCatchUp(other, *first, otherSink));
        other.source.known = must(first->readSchema());
    }
    other.source.dataset.tables = {kPerson, kAccount};
    const auto second = other.opened(otherSink.position());
    other.run(QStringLiteral("INSERT INTO account VALUES (1, 1);\nINSERT INTO person VALUES (2, 'b')"));
    QVERIFY_OK(tryCatchUp(other, *second, otherSink));
    QVERIFY(otherSink.structures.empty());
    must(second->setTables({kPerson, kAccount}, otherSink));
    QVERIFY(otherSink.structures.back().table(2)->isLoading);
    QCOMPARE(operationsOf(otherSink).join(u','), QStringLiteral("insert 1,insert 1"));
}

/// What the log has of the new table from before it came is of structures that nobody kept; an old table is altered on
/// the way.
void TstMyCaptureTables::readsTheLogBeforeByTheFormerTables()
{
    const MySource source(m_server, kTables, {kPerson});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO account VALUES (1, 10);\nINSERT INTO person VALUES (1, 'a');\n"
                              "ALTER TABLE account ADD COLUMN note text;\nINSERT INTO account VALUES (2, 20, 'x');\n"
                              "ALTER TABLE account DROP COLUMN note;\n"
                              "ALTER TABLE person ADD COLUMN age int;\nINSERT INTO person VALUES (2, 'b', 3);\n"
                              "INSERT INTO account VALUES (3, 30)"));
    must(capturer->setTables({kPerson, kAccount}, sink));
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 1,insert 1"));
    QCOMPARE(sink.structures.size(), std::size_t{2}); // the column, then the table
    QVERIFY(!sink.structures[0].table(2));
    const DatasetSchema now = sink.structures.back();
    QCOMPARE(now.table(1)->columns.size(), std::size_t{3});
    QCOMPARE(rowsOf(*capturer, sink, *now.table(2)), std::uint64_t{3});
    source.run(QStringLiteral("INSERT INTO account VALUES (4, 40);\nINSERT INTO person VALUES (3, 'c', 4)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).mid(2).join(u','), QStringLiteral("insert 2,insert 1"));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
}

void TstMyCaptureTables::followsATableThatIsAlteredBehind()
{
    const MySource source(m_server, kTables, {kPerson});
    StreamSink sink;
    const auto capturer = source.opened({});
    must(capturer->setTables({kPerson, kAccount}, sink));
    source.run(QStringLiteral("INSERT INTO account VALUES (1, 10);\nALTER TABLE account ADD COLUMN note text;\n"
                              "INSERT INTO account VALUES (2, 20, 'x')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    const DatasetSchema now = sink.structures.back();
    QCOMPARE(now.version, 3U);
    QCOMPARE(now.table(2)->columns.size(), std::size_t{3});
    QVERIFY(now.table(2)->isLoading);
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 2,insert 2"));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
}

/// Also rows of a transaction that began before.
void TstMyCaptureTables::leavesOutWhatWasTakenOut()
{
    const MySource source(m_server, kTables, {kPerson, kAccount});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO account VALUES (1, 10)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    const auto other = source.open();
    must(other->execute(QStringLiteral("BEGIN")));
    must(other->execute(QStringLiteral("INSERT INTO account VALUES (2, 20)")));
    must(other->execute(QStringLiteral("INSERT INTO person VALUES (2, 'b')")));
    must(capturer->setTables({kPerson}, sink));
    QCOMPARE(sink.structures.back().tables.size(), std::size_t{1});
    must(other->execute(QStringLiteral("COMMIT")));
    source.run(QStringLiteral("INSERT INTO account VALUES (3, 30);\nINSERT INTO person VALUES (3, 'c')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).mid(1).join(u','), QStringLiteral("insert 2,insert 2"));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
}

/// One that was renamed stops the dataset; without it the others go on.
void TstMyCaptureTables::takesOutATableThatStoppedIt()
{
    const MySource source(m_server, kTables, {kPerson, kAccount});
    StreamSink sink;
    const auto capturer = source.opened({});
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    source.run(QStringLiteral("RENAME TABLE account TO former;\nINSERT INTO person VALUES (1, 'a')"));
    const auto stopped = tryCatchUp(source, *capturer, sink);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::CAP_DRIFT);
    must(capturer->setTables({kPerson}, sink));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).size(), 1);
}

void TstMyCaptureTables::loadsOneTableAnew()
{
    const MySource source(m_server, kTables, {kPerson, kAccount});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    const DatasetSchema before = must(capturer->readSchema());
    const std::uint32_t person = before.table(source.database + QStringLiteral(".person"))->id;
    must(capturer->setLoading(person, true, sink));
    must(capturer->setLoading(person, true, sink)); // again: nothing
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QVERIFY(sink.structures[0].table(person)->isLoading);
    source.run(QStringLiteral("INSERT INTO person VALUES (2, 'b')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(rowsOf(*capturer, sink, *before.table(person)), std::uint64_t{2});
    must(capturer->setLoading(person, false, sink));
    QCOMPARE(sink.structures.size(), std::size_t{2});
    QCOMPARE(must(capturer->readSchema()).tables, before.tables);
}

void TstMyCaptureTables::refusesATableThatItCannotCapture()
{
    const MySource source(
        m_server,
        kTables + QStringLiteral(";\nCREATE TABLE child (id int PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES "
                                 "person (id) ON DELETE CASCADE)"),
        {kPerson});
    StreamSink sink;
    const auto capturer = source.opened({});
    for (const auto& [table, event] : {std::pair(QStringLiteral("heap"), events::SRC_TABLE_REFUSED),
                                       std::pair(QStringLiteral("child"), events::SRC_TABLE_REFUSED),
                                       std::pair(QStringLiteral("nothing"), events::SRC_TABLE_MISSING)}) {
        const auto refused = capturer->setTables({kPerson, table}, sink);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, event);
        QVERIFY(!refused.error().transient);
    }
    QVERIFY(sink.structures.empty());
    source.run(QStringLiteral("INSERT INTO heap VALUES (1);\nINSERT INTO person VALUES (1, 'a')")); // nobody is hurt
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.changes(), std::uint64_t{1});
}

/// Not waited for: the tables that flow would stand still.
void TstMyCaptureTables::refusesATableThatSomebodyAlters()
{
    const MySource source(m_server, kTables, {kPerson});
    StreamSink sink;
    const auto capturer = source.opened({});
    const auto other = source.open();
    must(other->execute(QStringLiteral("LOCK TABLES account WRITE"))); // as an ALTER TABLE holds it
    QElapsedTimer clock;
    clock.start();
    const auto refused = capturer->setTables({kPerson, kAccount}, sink);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::SRC_TABLE_REFUSED);
    QVERIFY(!refused.error().transient);
    QVERIFY(clock.elapsed() < 10'000);
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    must(other->execute(QStringLiteral("UNLOCK TABLES")));
    must(capturer->setTables({kPerson, kAccount}, sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
}

void TstMyCaptureTables::saysTheRightThatIsMissing()
{
    MySource source(m_server, kTables, {kPerson});
    const QString role = QStringLiteral("busheng_few");
    source.run(QStringLiteral("CREATE USER %1;\nGRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO %1;\n"
                              "GRANT SELECT ON %2.person TO %1")
                   .arg(role, source.database));
    source.source.source.location = m_server.locationAs(source.database, role);
    StreamSink sink;
    const auto capturer = source.opened({});
    const auto refused = capturer->setTables({kPerson, kAccount}, sink);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::SRC_RIGHTS);
    QVERIFY(!refused.error().transient);
    source.run(refused.error().args.value(2));
    must(capturer->setTables({kPerson, kAccount}, sink));
    source.run(QStringLiteral("INSERT INTO account VALUES (2, 2)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 2"));
}

/// A MariaDB's snapshot locks nothing; a MySQL's is not given, and asked for again later, while the stream goes on.
void TstMyCaptureTables::doesNotWaitForATransactionThatStaysOpen()
{
    const MySource source(m_server, kTables, {kPerson});
    StreamSink sink;
    const auto capturer = source.opened({});
    const auto other = source.open();
    must(other->execute(QStringLiteral("BEGIN")));
    must(other->execute(QStringLiteral("INSERT INTO account VALUES (1, 10)")));
    must(capturer->setTables({kPerson, kAccount}, sink));
    const DatasetSchema now = sink.structures.back();
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(rowsOf(*capturer, sink, *now.table(2)), m_server.isMySql() ? UINT64_MAX : std::uint64_t{0});
    QVERIFY(clock.elapsed() < 10'000);
    clock.start();
    if (m_server.isMySql()) { // not at once again
        QCOMPARE(rowsOf(*capturer, sink, *now.table(2)), UINT64_MAX);
        QVERIFY(clock.elapsed() < 1'000);
    }
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 1"));
    must(other->execute(QStringLiteral("COMMIT")));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(operationsOf(sink).join(u','), QStringLiteral("insert 1,insert 2"));
    if (m_server.isMySql())
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(*capturer, sink, *now.table(2)), std::uint64_t{1}, 20'000);
    else
        QCOMPARE(rowsOf(*capturer, sink, *now.table(2)), std::uint64_t{1});
}

BUSHENG_TEST(TstMyCaptureTables)
#include "tst_my_capture_tables.moc"
