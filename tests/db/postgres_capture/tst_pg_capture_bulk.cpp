// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"

#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables =
    QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, note text); CREATE TABLE entry(what int); "
                   "ALTER TABLE entry REPLICA IDENTITY FULL");
const QStringList kNames{QStringLiteral("person"), QStringLiteral("entry")};
constexpr std::size_t kTransactions = 42;

/// Everything that a stream can hold, a few hundred messages at a time.
void writeBacklog(const PgSource& source)
{
    const auto open = source.open();
    must(
        open->execute(QStringLiteral("BEGIN; INSERT INTO person SELECT i, repeat('z', 200) FROM generate_series(70000, "
                                     "71500) i")));
    for (int i = 0; i < 20; ++i) {
        source.run(
            QStringLiteral("INSERT INTO person SELECT i, repeat('x', 200) FROM generate_series(%1, %2) i; UPDATE "
                           "person SET note = 'u' WHERE id BETWEEN %1 AND %2 AND id % 7 = 0")
                .arg(1000 * (i + 1))
                .arg(1000 * (i + 1) + 150));
        source.run(
            QStringLiteral("BEGIN; INSERT INTO entry VALUES (7), (7); SAVEPOINT a; DELETE FROM entry; ROLLBACK TO a; "
                           "DELETE FROM entry WHERE ctid = (SELECT min(ctid) FROM entry); COMMIT"));
        source.run(QStringLiteral(
                       "BEGIN; SELECT pg_logical_emit_message(true, 'busheng.applied', 'x'); INSERT INTO person "
                       "VALUES (%1); ROLLBACK; SELECT pg_logical_emit_message(false, 'busheng.beat', '1700000000000')")
                       .arg(500 + i));
        if (i == 12)
            must(open->execute(QStringLiteral("UPDATE person SET note = 'w' WHERE id >= 70000; COMMIT")));
        if (i == 15)
            source.run(QStringLiteral("TRUNCATE entry"));
    }
}

std::vector<StreamSink::Transaction> committed(const StreamSink& sink)
{
    return sink.transactions();
}

} // namespace

/// A backlog that is read in bulk gives exactly what the stream would have given.
class TstPgCaptureBulk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { must(failpoint::configure(QString())); }
    void givesWhatTheStreamGives();
    void advancesTheSlotWindowByWindow();
    void givesEverythingWhenNothingIsReleased();
    void goesOnAfterBeingDroppedAnywhere();
    void survivesAnErrorAtEachFailpoint_data();
    void survivesAnErrorAtEachFailpoint();
    void makesWayForASnapshot();
    void takesOverFromAStreamThatFallsBehind();

private:
    /// The same source under another dataset's name, with a slot of its own that was made at the same time.
    static PgLogSource streamed(const PgSource& source);
    MiniPostgres m_server;
};

void TstPgCaptureBulk::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("logical_decoding_work_mem = 64kB")}));
}

PgLogSource TstPgCaptureBulk::streamed(const PgSource& source)
{
    PgLogSource other = source.source;
    other.dataset.name += QStringLiteral("-streamed");
    other.bulkLagBytes = UINT64_MAX / 4;
    return other;
}

void TstPgCaptureBulk::givesWhatTheStreamGives()
{
    PgSource source(m_server, kTables, kNames);
    StreamSink wanted;
    StreamSink sink;
    must(must(openPgLogCapturer(streamed(source), {}))->poll(wanted));
    must(source.opened({})->poll(sink));
    writeBacklog(source);
    source.source.bulkLagBytes = 1;
    for (const std::uint64_t window : {1U, 300U, 1'000'000U}) {
        StreamSink one = sink;
        source.source.bulkWindow = window;
        const auto capturer = source.opened(one.position());
        while (one.transactions().size() < kTransactions)
            must(capturer->poll(one)); // and nothing is released: the next round reads the same
        QCOMPARE(one.violations, QStringList());
        if (wanted.transactions().empty()) {
            const auto reference = must(openPgLogCapturer(streamed(source), wanted.position()));
            catchUp(source, *reference, wanted);
        }
        QVERIFY(committed(one) == committed(wanted));
    }
    QCOMPARE(playedFrom(wanted, source.schema()).difference(contentNow(source)), QString());
    must(uninstallPgCapture(streamed(source)));
}

void TstPgCaptureBulk::advancesTheSlotWindowByWindow()
{
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    must(source.opened({})->poll(sink));
    writeBacklog(source);
    source.source.bulkLagBytes = 1;
    source.source.bulkWindow = 300;
    const auto capturer = source.opened(sink.position());
    const QString confirmed =
        QStringLiteral("SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '%1'")
            .arg(source.slot());
    const std::uint64_t before = source.lsn(confirmed);
    int moves = 0;
    for (std::uint64_t last = before; sink.transactions().size() < kTransactions;) {
        must(capturer->poll(sink));
        const std::uint64_t now = source.lsn(confirmed);
        QVERIFY(now <= sink.position().order);
        moves += now > last ? 1 : 0;
        last = now;
        must(capturer->release(sink.position()));
    }
    QVERIFY2(moves >= 5, qPrintable(QString::number(moves)));
    catchUp(source, *capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureBulk::givesEverythingWhenNothingIsReleased()
{
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    must(source.opened({})->poll(sink));
    writeBacklog(source);
    source.source.bulkLagBytes = 1;
    source.source.bulkWindow = 100;
    const auto capturer = source.opened(sink.position());
    while (sink.transactions().size() < kTransactions) {
        if (!must(capturer->poll(sink)).more)
            capturer->waitForChange(100);
    }
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureBulk::goesOnAfterBeingDroppedAnywhere()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    must(source.opened({})->poll(sink));
    writeBacklog(source);
    source.source.bulkLagBytes = 1;
    for (int drop = 0; drop < 20; ++drop) {
        source.source.bulkWindow = 1 + random.bounded(700);
        auto capturer = source.opened(sink.position());
        sink.calls = 0;
        sink.failAtCall = 1 + static_cast<int>(random.bounded(60));
        for (quint32 polls = random.bounded(4); polls > 0; --polls) {
            const auto polled = capturer->poll(sink);
            if (!polled) {
                QCOMPARE(polled.error().event, events::DSK_FULL);
                break;
            }
            if (random.bounded(2) == 0)
                must(capturer->release(sink.position()));
        }
        sink.failAtCall = 0;
        capturer.reset();
        sink.abandonOpen();
    }
    const auto capturer = source.opened(sink.position());
    catchUp(source, *capturer, sink);
    QCOMPARE(sink.transactions().size(), kTransactions);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureBulk::survivesAnErrorAtEachFailpoint_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"capture.connected", "capture.poll.before_flush", "capture.poll.after_flush",
                             "capture.bulk.before_advance", "capture.bulk.after_advance"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstPgCaptureBulk::survivesAnErrorAtEachFailpoint()
{
    QFETCH(QString, name);
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    must(source.opened({})->poll(sink));
    writeBacklog(source);
    source.source.bulkLagBytes = 1;
    source.source.bulkWindow = 300;
    must(failpoint::configure(name + QStringLiteral("=err*1")));
    int errors = 0;
    auto capturer = openPgLogCapturer(source.source, sink.position());
    if (!capturer) {
        ++errors;
        capturer = openPgLogCapturer(source.source, sink.position());
    }
    QVERIFY_OK(capturer);
    while (sink.transactions().size() < kTransactions) {
        if (!(*capturer)->poll(sink))
            ++errors;
        must((*capturer)->release(sink.position()));
    }
    QCOMPARE(errors, 1);
    catchUp(source, **capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureBulk::makesWayForASnapshot()
{
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    must(source.opened({})->poll(sink));
    writeBacklog(source);
    source.source.bulkLagBytes = 1;
    source.source.bulkWindow = 300;
    const auto capturer = source.opened(sink.position());
    must(capturer->poll(sink));
    const PositionedSnapshot positioned = must(capturer->openSnapshot(sink));
    QCOMPARE(sink.position(), positioned.position);
    QCOMPARE(contentOf(*positioned.snapshot, source.schema()).difference(playedFrom(sink, source.schema())), QString());
    source.run(QStringLiteral("INSERT INTO entry VALUES (1)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureBulk::takesOverFromAStreamThatFallsBehind()
{
    PgSource source(m_server, kTables, kNames);
    StreamSink sink;
    source.source.bulkLagBytes = 4U << 20;
    const auto capturer = source.opened({});
    must(capturer->poll(sink));
    // Small transactions, so that none is being streamed when it looks.
    source.run(QStringLiteral("DO $$ BEGIN FOR i IN 0..999 LOOP INSERT INTO person SELECT g, repeat('x', 1000) FROM "
                              "generate_series(i * 40, i * 40 + 39) g; COMMIT; END LOOP; END $$"));
    const QString readers = QStringLiteral("SELECT count(*) FROM pg_stat_replication");
    QCOMPARE(source.text(readers), QStringLiteral("1"));
    bool wasInBulk = false;
    while (sink.changes() < 40'000) {
        const PollResult polled = must(capturer->poll(sink));
        must(capturer->release(sink.position()));
        wasInBulk = wasInBulk || source.text(readers) == u"0";
        if (!polled.more)
            capturer->waitForChange(100);
    }
    QVERIFY(wasInBulk);
    catchUp(source, *capturer, sink);
    QCOMPARE(source.text(readers), QStringLiteral("1"));
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QCOMPARE(sink.violations, QStringList());
}

BUSHENG_TEST(TstPgCaptureBulk)
#include "tst_pg_capture_bulk.moc"
