// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPerson = QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, name text)");

std::unique_ptr<PgSource> followed(MiniPostgres& server)
{
    auto source = std::make_unique<PgSource>(server, kPerson, QStringList{QStringLiteral("person")});
    source->source.followsStructure = true;
    return source;
}

QStringList columnsOf(const DatasetSchema& schema)
{
    QStringList names;
    for (const ColumnSchema& column : schema.tables.front().columns)
        names.append(column.name);
    return names;
}

} // namespace

/// A changed structure is passed on in its place: behind the last transaction of the old one, before the first of the
/// new one.
class TstPgCaptureStructure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }
    void passesAChangeOnInItsPlace_data();
    void passesAChangeOnInItsPlace();
    void leavesNoTraceOfARolledBackChange();
    void passesItOnOnceWhenInterrupted();
    void readsOldRowsAsTheyWereAfterARestart();
    void stopsAtATransactionThatFitsNeitherWay();
    void placesASnapshotBehindAChange();
    void passesANewLabelOnInItsPlace();
    void placesASnapshotBehindANewLabel();

private:
    MiniPostgres m_server;
};

void TstPgCaptureStructure::passesAChangeOnInItsPlace_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QString>("row");
    QTest::newRow("added") << QStringLiteral("ALTER TABLE person ADD COLUMN age int DEFAULT 7")
                           << QStringList{QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("age")}
                           << QStringLiteral("insert 1 (00000003, 43, 00000007)");
    QTest::newRow("dropped") << QStringLiteral("ALTER TABLE person DROP COLUMN name, ADD COLUMN n text DEFAULT 'C'")
                             << QStringList{QStringLiteral("id"), QStringLiteral("n")}
                             << QStringLiteral("insert 1 (00000003, 43)");
    QTest::newRow("retyped") << QStringLiteral("ALTER TABLE person ALTER id TYPE bigint, ALTER name SET DEFAULT 'C'")
                             << QStringList{QStringLiteral("id"), QStringLiteral("name")}
                             << QStringLiteral("insert 1 (0000000000000003, 43)");
}

void TstPgCaptureStructure::passesAChangeOnInItsPlace()
{
    QFETCH(const QString, change);
    QFETCH(const QStringList, columns);
    QFETCH(const QString, row);
    const auto source = followed(m_server);
    StreamSink sink;
    const auto capturer = source->opened({});
    QCOMPARE(must(capturer->readSchema()).version, 1U);
    source->run(QStringLiteral("INSERT INTO person VALUES (1, 'A')"));
    catchUp(*source, *capturer, sink);
    QVERIFY(sink.structures.empty());
    source->run(QStringLiteral("INSERT INTO person VALUES (2, 'B')"));
    source->run(change);
    source->run(change.contains(QStringLiteral("age")) ? QStringLiteral("INSERT INTO person VALUES (3, 'C')")
                                                       : QStringLiteral("INSERT INTO person(id) VALUES (3)"));
    catchUp(*source, *capturer, sink);
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(sink.structures.front().version, 2U);
    QCOMPARE(columnsOf(sink.structures.front()), columns);
    QCOMPARE(must(capturer->readSchema()), sink.structures.front());
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("insert 1 (00000001, 41)"), QStringLiteral("insert 1 (00000002, 42)"), row}));
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStructure::leavesNoTraceOfARolledBackChange()
{
    const auto source = followed(m_server);
    StreamSink sink;
    const auto capturer = source->opened({});
    source->run(QStringLiteral("BEGIN; ALTER TABLE person ADD COLUMN age int; INSERT INTO person VALUES (1, 'A', 7); "
                               "ROLLBACK; INSERT INTO person VALUES (2, 'B')"));
    catchUp(*source, *capturer, sink);
    QVERIFY(sink.structures.empty());
    QCOMPARE(described(sink), QStringList{QStringLiteral("insert 1 (00000002, 42)")});
}

void TstPgCaptureStructure::passesItOnOnceWhenInterrupted()
{
    const auto source = followed(m_server);
    StreamSink sink;
    {
        const auto capturer = source->opened({});
        source->source.known = must(capturer->readSchema());
        source->run(QStringLiteral("INSERT INTO person VALUES (1, 'A')"));
        catchUp(*source, *capturer, sink);
        source->run(QStringLiteral("ALTER TABLE person ADD COLUMN age int; INSERT INTO person VALUES (2, 'B', 7)"));
        QVERIFY_OK(failpoint::configure(QStringLiteral("capture.structure.told=err*1")));
        QVERIFY(!tryCatchUp(*source, *capturer, sink));
    }
    QCOMPARE(sink.structures.size(), std::size_t{1});
    sink.abandonOpen();
    // As the host does: what the sink knows is given to the next one.
    source->source.known = sink.structures.front();
    const auto capturer = source->opened(sink.position());
    catchUp(*source, *capturer, sink);
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(described(sink), QStringList({QStringLiteral("insert 1 (00000001, 41)"),
                                           QStringLiteral("insert 1 (00000002, 42, 00000007)")}));
}

void TstPgCaptureStructure::readsOldRowsAsTheyWereAfterARestart()
{
    const auto source = followed(m_server);
    StreamSink sink;
    {
        const auto capturer = source->opened({});
        source->source.known = must(capturer->readSchema());
        must(capturer->poll(sink));
    }
    source->run(QStringLiteral("INSERT INTO person VALUES (1, 'A')"));
    source->run(QStringLiteral("ALTER TABLE person DROP COLUMN name; INSERT INTO person VALUES (2)"));
    const auto capturer = source->opened(sink.position());
    QCOMPARE(columnsOf(must(capturer->readSchema())).size(), 2);
    catchUp(*source, *capturer, sink);
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("insert 1 (00000001, 41)"), QStringLiteral("insert 1 (00000002)")}));
}

void TstPgCaptureStructure::stopsAtATransactionThatFitsNeitherWay()
{
    const auto source = followed(m_server);
    StreamSink sink;
    const auto capturer = source->opened({});
    source->run(QStringLiteral("BEGIN; INSERT INTO person VALUES (1, 'A'); ALTER TABLE person ADD COLUMN age int; "
                               "INSERT INTO person VALUES (2, 'B', 7); COMMIT"));
    for (int again = 0; again < 2; ++again) {
        const auto stopped = tryCatchUp(*source, *capturer, sink);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().event, events::CAP_DRIFT);
        QVERIFY(!stopped.error().transient);
        QCOMPARE(sink.changes(), std::uint64_t{0});
    }
}

void TstPgCaptureStructure::placesASnapshotBehindAChange()
{
    const auto source = followed(m_server);
    StreamSink sink;
    const auto capturer = source->opened({});
    source->run(QStringLiteral("INSERT INTO person VALUES (1, 'A')"));
    source->run(QStringLiteral("ALTER TABLE person ADD COLUMN age int DEFAULT 7"));
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    QCOMPARE(snapshot.position, sink.position());
    QCOMPARE(sink.structures.size(), std::size_t{1});
    std::vector<Cell> cells;
    must(snapshot.snapshot->scan(sink.structures.front().tables.front(), {}, 0,
                                 [&](BytesView row) { return decodeRow(row, cells); }));
    QCOMPARE(cells.size(), std::size_t{3});
}

/// The stream says nothing of a label that an enum got: the first row that has it does.
void TstPgCaptureStructure::passesANewLabelOnInItsPlace()
{
    PgSource source(m_server,
                    QStringLiteral("CREATE TYPE mood AS ENUM ('a', 'b'); CREATE DOMAIN feeling AS mood;"
                                   "CREATE TABLE felt(id int PRIMARY KEY, m feeling)"),
                    {QStringLiteral("felt")});
    source.source.followsStructure = true;
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO felt VALUES (1, 'a')"));
    source.run(QStringLiteral("ALTER TYPE mood ADD VALUE 'new' BEFORE 'b'"));
    source.run(QStringLiteral("INSERT INTO felt VALUES (2, 'b')"));
    catchUp(source, *capturer, sink);
    QVERIFY(sink.structures.empty()); // nobody needs it yet
    source.run(QStringLiteral("INSERT INTO felt VALUES (3, 'new')"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(sink.structures.back().version, 2U);
    QCOMPARE(sink.structures.back().types.front().labels,
             (QStringList{QStringLiteral("a"), QStringLiteral("new"), QStringLiteral("b")}));
    QCOMPARE(sink.changes(), std::uint64_t{3});
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureStructure::placesASnapshotBehindANewLabel()
{
    PgSource source(m_server,
                    QStringLiteral("CREATE TYPE mood AS ENUM ('a'); CREATE TABLE felt(id int PRIMARY KEY, m mood)"),
                    {QStringLiteral("felt")});
    source.source.followsStructure = true;
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("ALTER TYPE mood ADD VALUE 'b'"));
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    QCOMPARE(sink.structures.size(), std::size_t{1});
    QCOMPARE(must(capturer->readSchema()).types.front().labels,
             (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

BUSHENG_TEST(TstPgCaptureStructure)
#include "tst_pg_capture_structure.moc"
