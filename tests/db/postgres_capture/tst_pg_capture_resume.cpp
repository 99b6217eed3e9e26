// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"

#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>

#include <csignal>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables =
    QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, note text); CREATE TABLE entry(what int); "
                   "ALTER TABLE entry REPLICA IDENTITY FULL");
const QStringList kNames{QStringLiteral("person"), QStringLiteral("entry")};

/// Small transactions, streamed ones, savepoints, keyless rows; the same each time.
void writeWorkload(const PgSource& source)
{
    const auto second = source.open();
    must(second->execute(
        QStringLiteral("BEGIN; INSERT INTO person SELECT i, repeat('z', 200) FROM generate_series(50000, "
                       "51500) i")));
    for (int i = 0; i < 12; ++i) {
        source.run(QStringLiteral("INSERT INTO person VALUES (%1, 'small')").arg(i));
        source.run(
            QStringLiteral("BEGIN; INSERT INTO person SELECT i, repeat('x', 200) FROM generate_series(%1, %2) i; "
                           "SAVEPOINT a; DELETE FROM person WHERE id BETWEEN %1 AND %2 AND id % 2 = 0; ROLLBACK "
                           "TO a; UPDATE person SET note = 'u' WHERE id BETWEEN %1 AND %2 AND id % 3 = 0; COMMIT")
                .arg(1000 * (i + 1))
                .arg(1000 * (i + 1) + 400));
        source.run(
            QStringLiteral("INSERT INTO entry VALUES (7), (7); DELETE FROM entry WHERE ctid = (SELECT min(ctid) FROM "
                           "entry)"));
        if (i == 6)
            must(second->execute(QStringLiteral("UPDATE person SET note = 'w' WHERE id >= 50000; COMMIT")));
    }
}

/// The same transactions whatever their numbers and places in the log are.
std::vector<Bytes> operationsOf(const StreamSink& sink)
{
    std::vector<Bytes> all;
    for (const StreamSink::Transaction& transaction : sink.transactions())
        all.push_back(transaction.operations);
    return all;
}

} // namespace

/// Interrupted anywhere, capture gives exactly what it would have given.
class TstPgCaptureResume : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { must(failpoint::configure(QString())); }
    void goesOnAfterBeingDroppedAtAnyFlush();
    void goesOnAfterTheServerWasKilled();
    void goesOnAfterItsConnectionWasCut();
    void survivesASinkThatFailsAtAnyCall();
    void survivesAnErrorAtEachFailpoint_data();
    void survivesAnErrorAtEachFailpoint();
    void letsTheServerShutDownAtOnce();
    void waitsForNobodyElsesSlot();
    void givesNothingWhenNothingIsNew();

private:
    std::vector<Bytes> undisturbed();
    MiniPostgres m_server;
    std::vector<Bytes> m_undisturbed;
};

void TstPgCaptureResume::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("logical_decoding_work_mem = 64kB")}));
}

std::vector<Bytes> TstPgCaptureResume::undisturbed()
{
    if (m_undisturbed.empty()) {
        const PgSource source(m_server, kTables, kNames);
        StreamSink sink;
        const auto capturer = source.opened({});
        writeWorkload(source);
        catchUp(source, *capturer, sink);
        if (playedFrom(sink, source.schema()).difference(contentNow(source)).isEmpty())
            m_undisturbed = operationsOf(sink);
    }
    return m_undisturbed;
}

void TstPgCaptureResume::goesOnAfterBeingDroppedAtAnyFlush()
{
    const auto wanted = undisturbed();
    QCOMPARE(wanted.size(), std::size_t{37});
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    auto capturer = source.opened({});
    must(capturer->poll(sink));
    writeWorkload(source);
    // A sink that is full after some calls ends a poll in the middle; the flush before it stays.
    for (int drop = 0; drop < 25; ++drop) {
        sink.calls = 0;
        sink.failAtCall = 1 + static_cast<int>(random.bounded(60));
        const auto polled = capturer->poll(sink);
        if (polled && random.bounded(2) == 0)
            must(capturer->release(sink.position()));
        sink.failAtCall = 0;
        capturer.reset();
        sink.abandonOpen();
        capturer = source.opened(sink.position());
    }
    catchUp(source, *capturer, sink);
    QVERIFY(operationsOf(sink) == wanted);
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureResume::goesOnAfterTheServerWasKilled()
{
    const auto wanted = undisturbed();
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    auto capturer = source.opened({});
    must(capturer->poll(sink));
    writeWorkload(source);
    sink.calls = 0;
    sink.failAtCall = 30;
    while (capturer->poll(sink))
        capturer->waitForChange(100);
    sink.failAtCall = 0;
    must(capturer->poll(sink));
    must(capturer->release(sink.position()));
    m_server.kill();
    Result<PollResult> polled = capturer->poll(sink);
    while (polled)
        polled = capturer->poll(sink);
    QCOMPARE(polled.error().event, events::SRC_UNAVAILABLE);
    QCOMPARE(polled.error().args.value(0), QStringLiteral("hr"));
    QVERIFY(polled.error().transient);
    QVERIFY(!capturer->poll(sink));
    QVERIFY_OK(m_server.startAgain());
    source.writer = source.open();
    catchUp(source, *capturer, sink);
    QVERIFY(operationsOf(sink) == wanted);
    QCOMPARE(sink.violations, QStringList());
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureResume::goesOnAfterItsConnectionWasCut()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    must(capturer->poll(sink));
    source.run(QStringLiteral("BEGIN; INSERT INTO person SELECT i, repeat('x', 200) FROM generate_series(1, 2000) i"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.open(), std::size_t{1});
    const auto other = source.open();
    must(other->execute(QStringLiteral("INSERT INTO person VALUES (9000, 'a')")));
    must(other->execute(QStringLiteral("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
                                       "application_name LIKE 'busheng capture%'")));
    Result<PollResult> polled = capturer->poll(sink);
    while (polled)
        polled = capturer->poll(sink);
    QCOMPARE(polled.error().event, events::SRC_UNAVAILABLE);
    QCOMPARE(sink.open(), std::size_t{0});
    source.run(QStringLiteral("COMMIT"));
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{2001});
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureResume::survivesASinkThatFailsAtAnyCall()
{
    const auto wanted = undisturbed();
    for (const int call : {1, 2, 3, 4, 7, 12, 20, 35, 60, 100}) {
        const PgSource source(m_server, kTables, kNames);
        StreamSink sink;
        const auto capturer = source.opened({});
        sink.failAtCall = call;
        writeWorkload(source);
        int failures = 0;
        Result<> caughtUp = tryCatchUp(source, *capturer, sink);
        for (; !caughtUp; caughtUp = tryCatchUp(source, *capturer, sink)) {
            QVERIFY2(caughtUp.error().event == events::DSK_FULL, qPrintable(caughtUp.error().toString()));
            QVERIFY(caughtUp.error().transient);
            ++failures;
        }
        QCOMPARE(failures, 1);
        QVERIFY(operationsOf(sink) == wanted);
        QCOMPARE(sink.violations, QStringList());
    }
}

void TstPgCaptureResume::survivesAnErrorAtEachFailpoint_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"capture.pg.published", "capture.pg.slot_created", "capture.connected",
                             "capture.poll.before_flush", "capture.poll.after_flush", "capture.release.before",
                             "capture.release.after", "capture.snapshot.opened", "capture.snapshot.fenced"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstPgCaptureResume::survivesAnErrorAtEachFailpoint()
{
    QFETCH(QString, name);
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    must(failpoint::configure(name + QStringLiteral("=err*1")));
    int errors = 0;
    std::unique_ptr<Capturer> capturer;
    const auto attempt = [&](auto step) {
        while (!step()) {
            if (++errors > 1)
                qFatal("a failpoint that was hit once came back");
        }
    };
    attempt([&] {
        auto opened = openPgLogCapturer(source.source, sink.position());
        if (opened)
            capturer = std::move(*opened);
        return opened.has_value();
    });
    attempt([&] { return capturer->poll(sink).has_value(); });
    source.run(
        QStringLiteral("INSERT INTO person SELECT i, repeat('x', 200) FROM generate_series(1, 2000) i; INSERT INTO "
                       "entry VALUES (1), (1)"));
    attempt([&] { return capturer->openSnapshot(sink).has_value(); });
    attempt([&] { return capturer->release(sink.position()).has_value(); });
    QCOMPARE(errors, 1);
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.changes(), std::uint64_t{2002});
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureResume::letsTheServerShutDownAtOnce()
{
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO entry VALUES (1)"));
    must(capturer->poll(sink));
    // Stops only once it knows that its readers have everything.
    QElapsedTimer timer;
    timer.start();
    QFile pidFile(m_server.directory() + QStringLiteral("/data/postmaster.pid"));
    QVERIFY(pidFile.open(QIODevice::ReadOnly));
    QCOMPARE(::kill(pidFile.readLine().trimmed().toInt(), SIGINT), 0);
    while (capturer->poll(sink) && capturer->release(sink.position()))
        capturer->waitForChange(50);
    QVERIFY_OK(m_server.stop());
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY_OK(m_server.startAgain());
    source.writer = source.open();
    source.run(QStringLiteral("INSERT INTO entry VALUES (2)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureResume::waitsForNobodyElsesSlot()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    auto capturer = source.opened({});
    must(capturer->poll(sink));
    // Another one of ours takes it over; somebody else's reader is left alone.
    auto second = source.opened(sink.position());
    QVERIFY(second != nullptr);
    second.reset();
    PgConnection::Options options;
    options.conninfo = source.source.source.location;
    options.name = QStringLiteral("stranger");
    options.purpose = QStringLiteral("stranger");
    options.replication = true;
    const auto stranger = must(PgConnection::open(options));
    capturer.reset();
    Result<> taken = fail(ErrorCode::Sql, QString());
    for (const QDeadlineTimer deadline(10'000); !taken && !deadline.hasExpired();)
        taken = stranger->execute(QStringLiteral("START_REPLICATION SLOT %1 LOGICAL 0/0 (proto_version '2', "
                                                 "publication_names '%1')")
                                      .arg(source.slot()));
    QVERIFY_OK(taken);
    const auto refused = openPgLogCapturer(source.source, sink.position());
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::SRC_UNAVAILABLE);
    QVERIFY(refused.error().args.value(1).contains(QStringLiteral("busheng stranger")));
}

void TstPgCaptureResume::givesNothingWhenNothingIsNew()
{
    const PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    auto capturer = source.opened({});
    writeWorkload(source);
    catchUp(source, *capturer, sink);
    const auto before = sink.transactions().size();
    capturer = source.opened(sink.position());
    const PollResult polled = must(capturer->poll(sink));
    QCOMPARE(polled.changes, std::uint64_t{0});
    QCOMPARE(polled.upTo, sink.position());
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.transactions().size(), before);
}

BUSHENG_TEST(TstPgCaptureResume)
#include "tst_pg_capture_resume.moc"
