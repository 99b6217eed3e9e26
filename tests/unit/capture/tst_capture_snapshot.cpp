// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"

#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

#include <atomic>
#include <thread>

using namespace busheng;
using namespace busheng::test;

/// A snapshot and the change stream meet at one position.
class TstCaptureSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neverStandsAtPositionZero();
    void endsATransactionExactlyThere();
    void standsAtEachOfSeveralSnapshots();
    void givesNoSnapshotThatTheSinkDidNotReach();
    void holdsWhatTheStreamHoldsUpToThere();
    void refusesWhenTheStructureHasChanged();
    void doesNotKeepWritersWaiting();
};

void TstCaptureSnapshot::neverStandsAtPositionZero()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.opened(source.dataset(), {});
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    QVERIFY(snapshot.position.order > 0);
    pollAll(*capturer, sink);
    QCOMPARE(sink.position(), snapshot.position);
}

void TstCaptureSnapshot::endsATransactionExactlyThere()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'before', 1)"));
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'after', 1)"));
    QCOMPARE(sink.position(), snapshot.position);
    QCOMPARE(sink.transactions.size(), std::size_t{1});
    QCOMPARE(sink.transactions[0].commit, snapshot.position);
    QVERIFY(capturer->waitForChange(0));
    const PollResult second = must(capturer->poll(sink));
    QVERIFY(!second.more);
    QCOMPARE(described(sink.transactions[1].operations), QStringList(QStringLiteral("upsert 1 (2, 'after', 1)")));
    // One more where the stream already stands: nothing to wait for.
    const PositionedSnapshot here = must(capturer->openSnapshot(sink));
    QCOMPARE(here.position, sink.position());
    QVERIFY(!must(capturer->poll(sink)).more);
}

void TstCaptureSnapshot::standsAtEachOfSeveralSnapshots()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    const DatasetSchema schema = must(capturer->readSchema());
    std::vector<std::pair<PositionedSnapshot, Content>> snapshots;
    Content content;
    QStringList faults;
    std::size_t played = 0;
    for (int i = 1; i <= 5; ++i) {
        if (i != 3) // the same place twice
            source.run(
                QStringLiteral("INSERT INTO person VALUES(%1, 'x', 1); DELETE FROM person WHERE id = %1 - 2").arg(i));
        PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
        QCOMPARE(sink.position(), snapshot.position);
        for (; played < sink.transactions.size(); ++played)
            play(sink.transactions[played].operations, schema, content, faults);
        snapshots.emplace_back(std::move(snapshot), content);
    }
    for (const auto& [snapshot, then] : snapshots)
        QVERIFY(then == contentOf(*snapshot.snapshot, schema));
    QCOMPARE(faults, QStringList());
    QCOMPARE(sink.transactions.size(), std::size_t{4});
}

void TstCaptureSnapshot::givesNoSnapshotThatTheSinkDidNotReach()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'before', 1)"));
    for (const int call : {1, 4}) { // the beginning, the flush
        sink.calls = 0;
        sink.failAtCall = call;
        QVERIFY(!capturer->openSnapshot(sink));
    }
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'after', 1)"));
    sink.failAtCall = 0;
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    QCOMPARE(sink.position(), snapshot.position);
    QCOMPARE(sink.changes(), std::uint64_t{2});
    QCOMPARE(sink.violations, QStringList());
}

void TstCaptureSnapshot::holdsWhatTheStreamHoldsUpToThere()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    const DatasetSchema schema = must(capturer->readSchema());
    std::atomic<bool> stop{false};
    std::atomic<int> written{0};
    std::thread writer([&] {
        const auto connection = source.open();
        for (int i = 0; !stop; ++i) {
            must(connection->execute(QStringLiteral("BEGIN IMMEDIATE; REPLACE INTO person VALUES(%1, 'r%2', %2); "
                                                    "UPDATE person SET pay = pay + 1 WHERE id = %3;"
                                                    "DELETE FROM person WHERE id = %4; COMMIT")
                                         .arg(i % 50)
                                         .arg(i)
                                         .arg(i % 7)
                                         .arg(i % 11)));
            ++written;
        }
    });
    Content content;
    QStringList faults;
    std::size_t played = 0;
    for (int round = 0; round < 25; ++round) {
        while (written < round * 5) // the writer is ahead in each round
            std::this_thread::yield();
        PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
        while (sink.position() < snapshot.position)
            must(capturer->poll(sink));
        if (sink.position() != snapshot.position)
            faults.append(QStringLiteral("the stream did not stop at the snapshot"));
        for (; played < sink.transactions.size(); ++played)
            play(sink.transactions[played].operations, schema, content, faults);
        if (content != contentOf(*snapshot.snapshot, schema))
            faults.append(QStringLiteral("round %1: snapshot and stream differ").arg(round));
        must(capturer->release(sink.position()));
    }
    stop = true;
    writer.join();
    QCOMPARE(faults, QStringList());
    QCOMPARE(sink.violations, QStringList());
}

void TstCaptureSnapshot::refusesWhenTheStructureHasChanged()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("ALTER TABLE person ADD COLUMN more"));
    const auto snapshot = capturer->openSnapshot(sink);
    QVERIFY(!snapshot);
    QCOMPARE(snapshot.error().event, events::CAP_DRIFT);
}

void TstCaptureSnapshot::doesNotKeepWritersWaiting()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM person")), std::int64_t{0}); // looks at the file again
    QCOMPARE(must(source.writer->queryText(QStringLiteral("PRAGMA journal_mode"))), QStringLiteral("wal"));
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    const auto impatient =
        must(SqliteDatabase::open(source.path, SqliteDatabase::OpenMode::ReadWrite, QStringLiteral("business"), 0));
    must(impatient->execute(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)")));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
}

BUSHENG_TEST(TstCaptureSnapshot)
#include "tst_capture_snapshot.moc"
