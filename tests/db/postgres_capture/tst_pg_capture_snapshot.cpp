// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"

#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>

#include <atomic>
#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables =
    QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, n int, note text); CREATE TABLE entry(who "
                   "int, what int); ALTER TABLE entry REPLICA IDENTITY FULL");
const QStringList kNames{QStringLiteral("person"), QStringLiteral("entry")};

/// A business system: short and long transactions, rolled back ones, savepoints, large ones that are streamed.
class Writer {
public:
    Writer(const PgSource& source, quint32 seed)
        : m_connection(source.open()), m_random(seed), m_base(static_cast<int>(seed % 1000) * 100'000)
    {
    }

    void step()
    {
        const auto kind = m_random.bounded(20);
        must(m_connection->execute(QStringLiteral("BEGIN")));
        const int statements = kind == 0 ? 150 : 1 + static_cast<int>(m_random.bounded(4));
        for (int i = 0; i < statements; ++i)
            must(m_connection->execute(statement()));
        if (kind <= 1) {
            must(m_connection->execute(QStringLiteral("SAVEPOINT a; ") + statement() +
                                       QStringLiteral("; ROLLBACK TO a; ") + statement()));
        }
        must(m_connection->execute(kind == 2 ? QStringLiteral("ROLLBACK") : QStringLiteral("COMMIT")));
    }

private:
    QString statement()
    {
        const int id = m_base + static_cast<int>(m_random.bounded(200));
        switch (m_random.bounded(5)) {
        case 0:
            return QStringLiteral("DELETE FROM person WHERE id = %1").arg(id);
        case 1:
            return QStringLiteral("INSERT INTO entry VALUES (%1, %2)").arg(m_base).arg(m_random.bounded(5));
        case 2:
            return QStringLiteral(
                       "DELETE FROM entry WHERE ctid = (SELECT ctid FROM entry WHERE who = %1 AND what = %2 LIMIT 1)")
                .arg(m_base)
                .arg(m_random.bounded(5));
        default:
            return QStringLiteral(
                       "INSERT INTO person VALUES (%1, %2, repeat('x', %3)) ON CONFLICT (id) DO UPDATE SET n = "
                       "excluded.n")
                .arg(id)
                .arg(m_random.bounded(1000))
                .arg(m_random.bounded(3000));
        }
    }

    std::unique_ptr<PgConnection> m_connection;
    QRandomGenerator m_random;
    int m_base;
};

/// Without writing to the source: a heartbeat that nothing makes the server write comes a moment later.
void catchUpTo(Capturer& capturer, StreamSink& sink, std::uint64_t lsn)
{
    must(capturer.beat());
    while (sink.position().order < lsn) {
        must(capturer.poll(sink));
        capturer.waitForChange(100);
    }
}

} // namespace

/// A snapshot is exactly what the stream holds up to its position, whatever happens around it.
class TstPgCaptureSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void standsAtAFreshPositionWhenNothingHappens();
    void isExactBesideALongOpenTransaction();
    void isExactWithARowThatAnOpenTransactionUpdates();
    void isExactUnderConcurrentWriters();
    void waitsForWhatIsLoggedButNotYetShown();
    void isTheFirstThingAsked();
    void refusesAChangedStructure();
    void failsWithTheSinkAndGoesOn();

private:
    MiniPostgres m_server;
};

void TstPgCaptureSnapshot::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("logical_decoding_work_mem = 64kB")}));
}

void TstPgCaptureSnapshot::standsAtAFreshPositionWhenNothingHappens()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 1)"));
    const std::uint64_t before = source.lsn(QStringLiteral("SELECT pg_current_wal_insert_lsn() - '0/0'"));
    const PositionedSnapshot first = must(capturer->openSnapshot(sink));
    QVERIFY(first.position.order > before);
    QCOMPARE(sink.position(), first.position);
    QCOMPARE(contentOf(*first.snapshot, source.schema()).difference(playedFrom(sink, source.schema())), QString());
    QCOMPARE(must(capturer->poll(sink)).upTo, first.position);
    const PositionedSnapshot second = must(capturer->openSnapshot(sink));
    QVERIFY(second.position > first.position);
}

void TstPgCaptureSnapshot::isExactBesideALongOpenTransaction()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(
        QStringLiteral("BEGIN; INSERT INTO person SELECT i, 0, repeat('y', 1000) FROM generate_series(1, 500) i"));
    const auto other = source.open();
    must(other->execute(QStringLiteral("INSERT INTO person VALUES (1000, 1)")));
    const PositionedSnapshot positioned = must(capturer->openSnapshot(sink));
    QCOMPARE(must(positioned.snapshot->countRows(*source.schema().table(QStringLiteral("public.person")))),
             std::uint64_t{1});
    must(other->execute(QStringLiteral("INSERT INTO person VALUES (1001, 1)")));
    source.run(QStringLiteral("COMMIT"));
    catchUp(source, *capturer, sink);
    const DatasetSchema schema = source.schema();
    const PgContent content = contentOf(*positioned.snapshot, schema);
    QCOMPARE(content.difference(playedFrom(sink, schema, positioned.position)), QString());
    QCOMPARE(playedFrom(sink, schema).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureSnapshot::isExactWithARowThatAnOpenTransactionUpdates()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 1)"));
    source.run(QStringLiteral("BEGIN; UPDATE person SET n = 2"));
    const PositionedSnapshot positioned = must(capturer->openSnapshot(sink));
    source.run(QStringLiteral("COMMIT"));
    catchUp(source, *capturer, sink);
    const DatasetSchema schema = source.schema();
    QCOMPARE(contentOf(*positioned.snapshot, schema).difference(playedFrom(sink, schema, positioned.position)),
             QString());
    QCOMPARE(playedFrom(sink, schema).difference(contentNow(source)), QString());
}

void TstPgCaptureSnapshot::isExactUnderConcurrentWriters()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    std::atomic<bool> stop = false;
    std::vector<std::thread> writers;
    for (quint32 i = 0; i < 4; ++i) {
        writers.emplace_back([&, i] {
            Writer writer(source, (seed / 1000) * 1000 + i);
            while (!stop)
                writer.step();
        });
    }
    const DatasetSchema schema = source.schema();
    const auto longOpen = source.open();
    QStringList differences;
    std::vector<PositionedSnapshot> snapshots;
    for (int round = 0; round < 25; ++round) {
        if (round % 5 == 0)
            must(longOpen->execute(
                QStringLiteral("BEGIN; INSERT INTO entry SELECT -%1, i FROM generate_series(1, 200) i").arg(round)));
        auto positioned = capturer->openSnapshot(sink);
        if (!positioned) {
            differences.append(positioned.error().toString());
            break;
        }
        if (positioned->position != sink.position())
            differences.append(QStringLiteral("round %1: the sink is elsewhere").arg(round));
        differences.append(
            contentOf(*positioned->snapshot, schema).difference(playedFrom(sink, schema, positioned->position)));
        if (round % 5 == 4)
            must(longOpen->execute(QStringLiteral("COMMIT")));
        snapshots.push_back(std::move(*positioned));
        must(capturer->poll(sink));
    }
    stop = true;
    for (std::thread& writer : writers)
        writer.join();
    differences.removeAll(QString());
    QCOMPARE(differences, QStringList());
    catchUp(source, *capturer, sink);
    // And still, with everything that came later in the sink.
    for (const PositionedSnapshot& positioned : snapshots)
        QCOMPARE(contentOf(*positioned.snapshot, schema).difference(playedFrom(sink, schema, positioned.position)),
                 QString());
    QCOMPARE(playedFrom(sink, schema).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
    qInfo("%zu transactions, %d streamed savepoints dropped", sink.transactions().size(), sink.subAborts);
}

/// With a synchronous standby that does not answer, a commit is in the log and in our sink long before anybody at the
/// source sees it.
void TstPgCaptureSnapshot::waitsForWhatIsLoggedButNotYetShown()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("ALTER SYSTEM SET synchronous_standby_names = 'nobody'"));
    source.run(QStringLiteral("SELECT pg_reload_conf()"));
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        const auto connection = source.open();
        for (int i = 0; !stop; ++i)
            must(connection->execute(QStringLiteral("INSERT INTO person VALUES (%1)").arg(i)));
    });
    while (source.text(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")) != u"1")
        std::this_thread::yield();
    catchUpTo(*capturer, sink, source.lsn(QStringLiteral("SELECT pg_current_wal_flush_lsn() - '0/0'")));
    const auto tooEarly = capturer->openSnapshot(sink);
    stop = true;
    source.run(QStringLiteral("ALTER SYSTEM RESET synchronous_standby_names"));
    source.run(QStringLiteral("SELECT pg_reload_conf()"));
    writer.join();
    QVERIFY(!tooEarly);
    QVERIFY(tooEarly.error().transient);
    QCOMPARE(tooEarly.error().event, events::SRC_UNAVAILABLE);
    const PositionedSnapshot positioned = must(capturer->openSnapshot(sink));
    QCOMPARE(contentOf(*positioned.snapshot, source.schema()).difference(playedFrom(sink, source.schema())), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureSnapshot::isTheFirstThingAsked()
{
    const PgSource source(m_server, kTables + QStringLiteral("; INSERT INTO person VALUES (1, 1)"), kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("BEGIN; UPDATE person SET n = 2"));
    const PositionedSnapshot positioned = must(capturer->openSnapshot(sink));
    QVERIFY(positioned.position.order > 0);
    QCOMPARE(sink.position(), positioned.position);
    source.run(QStringLiteral("COMMIT"));
    catchUp(source, *capturer, sink);
    const DatasetSchema schema = source.schema();
    const PgContent start = contentOf(*positioned.snapshot, schema);
    QCOMPARE(start.keyed.size(), std::size_t{1});
    QCOMPARE(playedFrom(sink, schema, {UINT64_MAX}, start).difference(contentNow(source)), QString());
}

void TstPgCaptureSnapshot::refusesAChangedStructure()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    must(capturer->openSnapshot(sink));
    source.run(QStringLiteral("ALTER TABLE person ADD COLUMN more int"));
    const auto refused = capturer->openSnapshot(sink);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::CAP_DRIFT);
    QCOMPARE(refused.error().args.value(1), QStringLiteral("public.person"));
}

void TstPgCaptureSnapshot::failsWithTheSinkAndGoesOn()
{
    for (int call = 1;; ++call) {
        const PgSource source(m_server, kTables, kNames);
        StreamSink sink;
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO person VALUES (1, 1); DELETE FROM person"));
        sink.failAtCall = call;
        auto positioned = capturer->openSnapshot(sink);
        const bool failed = !positioned;
        if (failed) {
            QCOMPARE(positioned.error().event, events::DSK_FULL);
            positioned = capturer->openSnapshot(sink);
        }
        QVERIFY_OK(positioned);
        QCOMPARE(sink.position(), positioned->position);
        QCOMPARE(contentOf(*positioned->snapshot, source.schema()).difference(playedFrom(sink, source.schema())),
                 QString());
        QCOMPARE(sink.violations, QStringList());
        if (!failed)
            break;
    }
}

BUSHENG_TEST(TstPgCaptureSnapshot)
#include "tst_pg_capture_snapshot.moc"
