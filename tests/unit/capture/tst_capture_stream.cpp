// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process_info.h"
#include "engine/model/events.h"

#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

#include <thread>

using namespace busheng;
using namespace busheng::test;

/// What happens in the source arrives in the sink: in order, whole, once, and nothing else.
class TstCaptureStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesInsertsUpdatesAndDeletesInOrder();
    void givesNothingWhenNothingHappened();
    void seesNoRolledBackTransactionOrSavepoint();
    void seesNothingOfAnOpenTransaction();
    void givesTheRowThatReplaceLeaves();
    void givesKeyChangesUnderTheOldKey();
    void givesWhatForeignKeysCascade();
    void capturesBeforeTheTablesOwnTriggers_data();
    void capturesBeforeTheTablesOwnTriggers();
    void bringsHeartbeatsBack();
    void streamsALargeTransactionInSmallBlocks();
    void wakesWhenAnotherConnectionCommits();
    void followsARandomWorkload();
};

void TstCaptureStream::givesInsertsUpdatesAndDeletesInOrder()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("BEGIN; INSERT INTO person VALUES(1, 'a', 1.5); INSERT INTO person VALUES(2, 'b', NULL);"
                              "UPDATE person SET name = 'c' WHERE id = 2; DELETE FROM person WHERE id = 1; COMMIT"));
    const PollResult polled = must(capturer->poll(sink));
    QCOMPARE(polled.changes, std::uint64_t{4});
    QVERIFY(!polled.more);
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("upsert 1 (1, 'a', 1.5)"), QStringLiteral("upsert 1 (2, 'b', NULL)"),
                          QStringLiteral("update 1 [2] (2, 'c', NULL)"), QStringLiteral("delete 1 [1]")}));
    QCOMPARE(sink.transactions.size(), std::size_t{1});
    QCOMPARE(sink.transactions[0].commit, polled.upTo);
    QCOMPARE(sink.position(), polled.upTo);
    source.run(QStringLiteral("DELETE FROM person"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
    QVERIFY(sink.transactions[1].commit > sink.transactions[0].commit);
    QVERIFY(sink.transactions[1].id > sink.transactions[0].id);
    QCOMPARE(sink.violations, QStringList());
}

void TstCaptureStream::givesNothingWhenNothingHappened()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)"));
    const Position at = must(capturer->poll(sink)).upTo;
    sink.calls = 0;
    for (int i = 0; i < 200; ++i) {
        const PollResult again = must(capturer->poll(sink));
        QCOMPARE(again.upTo, at);
        QCOMPARE(again.changes, std::uint64_t{0});
    }
    QCOMPARE(sink.calls, 0);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!capturer->waitForChange(60));
    QVERIFY(timer.elapsed() >= 60);
}

void TstCaptureStream::seesNoRolledBackTransactionOrSavepoint()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("BEGIN; INSERT INTO person VALUES(1, 'gone', 0); ROLLBACK"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
    source.run(QStringLiteral(
        "BEGIN; INSERT INTO person VALUES(1, 'a', 0); SAVEPOINT s; INSERT INTO person VALUES(2, 'gone', 0);"
        "DELETE FROM person; SAVEPOINT t; INSERT INTO person VALUES(3, 'gone', 0); RELEASE t; ROLLBACK TO s;"
        "INSERT INTO person VALUES(4, 'b', 0); COMMIT"));
    // Statements that fail, fail in part, or leave out rows.
    QVERIFY(!source.writer->execute(QStringLiteral("INSERT INTO person VALUES(10, 'gone', 0), (1, 'gone', 0)")));
    QVERIFY(
        !source.writer->execute(QStringLiteral("INSERT OR FAIL INTO person VALUES(11, 'kept', 0), (1, 'gone', 0)")));
    source.run(QStringLiteral("INSERT OR IGNORE INTO person VALUES(1, 'gone', 0), (12, 'kept', 0)"));
    must(capturer->poll(sink));
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("upsert 1 (1, 'a', 0)"), QStringLiteral("upsert 1 (4, 'b', 0)"),
                          QStringLiteral("upsert 1 (11, 'kept', 0)"), QStringLiteral("upsert 1 (12, 'kept', 0)")}));
}

void TstCaptureStream::seesNothingOfAnOpenTransaction()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("BEGIN; INSERT INTO person VALUES(1, 'a', 0)"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'b', 0)"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
    source.run(QStringLiteral("COMMIT"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{2});
    QCOMPARE(sink.transactions.size(), std::size_t{1});
}

void TstCaptureStream::givesTheRowThatReplaceLeaves()
{
    const Source source(QStringLiteral(
        "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, pay REAL); INSERT INTO person VALUES(1, 'old', 1)"));
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("REPLACE INTO person VALUES(1, 'new', 2); INSERT INTO person VALUES(1, 'x', 3) ON "
                              "CONFLICT DO UPDATE SET name = 'upserted';"
                              "PRAGMA recursive_triggers = 1; REPLACE INTO person VALUES(1, 'newest', 4)"));
    must(capturer->poll(sink));
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("upsert 1 (1, 'new', 2)"), QStringLiteral("update 1 [1] (1, 'upserted', 2)"),
                          QStringLiteral("delete 1 [1]"), QStringLiteral("upsert 1 (1, 'newest', 4)")}));
}

void TstCaptureStream::givesKeyChangesUnderTheOldKey()
{
    const Source source(
        QStringLiteral("CREATE TABLE place(part INT, code TEXT, name, PRIMARY KEY(code, part)) WITHOUT ROWID;"
                       "INSERT INTO place VALUES(1, 'a', 'A'), (2, 'b', 'B')"));
    RecordingSink sink;
    const DatasetConfig dataset = source.dataset({QStringLiteral("place")});
    const auto capturer = source.capturer(sink, dataset);
    const DatasetSchema schema = must(capturer->readSchema());
    Content content = contentNow(source, schema);
    source.run(QStringLiteral(
        "BEGIN; UPDATE place SET code = 'A' WHERE code = 'a'; UPDATE place SET part = part + 10;"
        "UPDATE place SET code = 'x' WHERE code = 'A'; UPDATE place SET code = 'A', part = 11 WHERE code = 'b';"
        "UPDATE place SET code = 'b', part = 12 WHERE code = 'x'; COMMIT"));
    must(capturer->poll(sink));
    QCOMPARE(described(sink).at(0), QStringLiteral("update 1 ['a', 1] (1, 'A', 'A')"));
    QStringList faults;
    play(sink.transactions.at(0).operations, schema, content, faults);
    QCOMPARE(faults, QStringList());
    QVERIFY(content == contentNow(source, schema));
}

void TstCaptureStream::givesWhatForeignKeysCascade()
{
    const Source source(QStringLiteral(
        "PRAGMA foreign_keys = 1; CREATE TABLE parent(id INTEGER PRIMARY KEY);"
        "CREATE TABLE child(id INTEGER PRIMARY KEY, p REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE);"
        "CREATE TABLE ward(id INTEGER PRIMARY KEY, c REFERENCES child ON DELETE SET NULL);"
        "INSERT INTO parent VALUES(1), (2); INSERT INTO child VALUES(10, 1), (20, 2); INSERT INTO ward VALUES(100, "
        "10)"));
    RecordingSink sink;
    const DatasetConfig dataset =
        source.dataset({QStringLiteral("child"), QStringLiteral("parent"), QStringLiteral("ward")});
    const auto capturer = source.capturer(sink, dataset);
    source.run(QStringLiteral("DELETE FROM parent WHERE id = 1; UPDATE parent SET id = 3 WHERE id = 2"));
    must(capturer->poll(sink));
    QStringList lines = described(sink);
    lines.sort();
    QCOMPARE(lines, QStringList({QStringLiteral("delete 1 [10]"), QStringLiteral("delete 2 [1]"),
                                 QStringLiteral("update 1 [20] (20, 3)"), QStringLiteral("update 2 [2] (3)"),
                                 QStringLiteral("update 3 [100] (100, NULL)")}));
}

void TstCaptureStream::capturesBeforeTheTablesOwnTriggers_data()
{
    QTest::addColumn<bool>("madeLater");
    QTest::newRow("made before capture was installed") << false;
    QTest::newRow("made afterwards") << true;
}

/// A trigger that writes to its own row again: its change must come after the one that caused it.
void TstCaptureStream::capturesBeforeTheTablesOwnTriggers()
{
    QFETCH(bool, madeLater);
    const QString trigger = QStringLiteral(
        "CREATE TRIGGER stamp AFTER INSERT ON person BEGIN UPDATE person SET pay = 99 WHERE id = NEW.id; END");
    const Source source;
    if (!madeLater)
        source.run(trigger);
    RecordingSink sink;
    auto capturer = source.capturer(sink);
    if (madeLater) {
        source.run(trigger);
        must(capturer->poll(sink)); // sees that it was overtaken, and makes its own triggers anew
    }
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)"));
    must(capturer->poll(sink));
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("upsert 1 (1, 'a', 1)"), QStringLiteral("update 1 [1] (1, 'a', 99)")}));
    must(capturer->poll(sink));
    QCOMPARE(sink.violations, QStringList());
}

void TstCaptureStream::bringsHeartbeatsBack()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    const Position before = sink.position();
    const std::size_t beats = sink.beats.size();
    const qint64 start = QDateTime::currentMSecsSinceEpoch();
    must(capturer->beat());
    QVERIFY(capturer->waitForChange(0));
    const PollResult polled = must(capturer->poll(sink));
    QCOMPARE(polled.changes, std::uint64_t{0});
    QVERIFY(polled.upTo > before);
    QCOMPARE(sink.beats.size(), beats + 1);
    QCOMPARE(sink.beats.back().at, polled.upTo);
    QVERIFY(sink.beats.back().utcMs >= start && sink.beats.back().utcMs <= QDateTime::currentMSecsSinceEpoch());
    // Beside changes a heartbeat is part of their transaction.
    must(capturer->beat());
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)"));
    must(capturer->beat());
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
    QCOMPARE(sink.beats.size(), beats + 1);
    QCOMPARE(sink.transactions.back().commit, sink.position());
    QVERIFY(!capturer->waitForChange(0));
}

void TstCaptureStream::streamsALargeTransactionInSmallBlocks()
{
    const Source source;
    RecordingSink sink;
    sink.keepsOperations = false;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
                              "INSERT INTO person SELECT i, 'somebody called ' || i, i / 2.0 FROM n"));
    const PollResult polled = must(capturer->poll(sink));
    QCOMPARE(polled.changes, std::uint64_t{300'000});
    QCOMPARE(sink.transactions.size(), std::size_t{1});
    QCOMPARE(sink.transactions[0].count, 300'000U);
    QVERIFY2(sink.largestBlock < (256U << 10) + 1000, qPrintable(QString::number(sink.largestBlock)));
    QVERIFY(sink.blocks > 20);
    must(capturer->release(polled.upTo));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{0});
}

void TstCaptureStream::wakesWhenAnotherConnectionCommits()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    QElapsedTimer timer;
    timer.start();
    std::thread writer([&source] { source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)")); });
    const bool woken = capturer->waitForChange(20'000);
    writer.join();
    QVERIFY(woken);
    QVERIFY(timer.elapsed() < 10'000);
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
}

void TstCaptureStream::followsARandomWorkload()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const Source source(QStringLiteral("CREATE TABLE a(id INTEGER PRIMARY KEY, v); CREATE TABLE b(x TEXT, y INT, v, "
                                       "PRIMARY KEY(x, y)) WITHOUT ROWID"));
    RecordingSink sink;
    const DatasetConfig dataset = source.dataset({QStringLiteral("a"), QStringLiteral("b")});
    auto capturer = source.capturer(sink, dataset);
    const DatasetSchema schema = must(capturer->readSchema());
    const QStringList statements{QStringLiteral("INSERT OR IGNORE INTO a VALUES(%1, %2)"),
                                 QStringLiteral("REPLACE INTO a VALUES(%1, 'r%2')"),
                                 QStringLiteral("UPDATE OR IGNORE a SET id = %2 WHERE id = %1"),
                                 QStringLiteral("UPDATE a SET v = %2 WHERE id < %1"),
                                 QStringLiteral("DELETE FROM a WHERE id = %1"),
                                 QStringLiteral("INSERT OR IGNORE INTO b VALUES('k%1', %2 % 3, %2)"),
                                 QStringLiteral("UPDATE OR IGNORE b SET y = y + 1 WHERE x = 'k%1'"),
                                 QStringLiteral("DELETE FROM b WHERE y > 3 AND v > %2"),
                                 QStringLiteral("UPDATE b SET v = NULL WHERE x = 'k%1'"),
                                 QStringLiteral("SAVEPOINT s"),
                                 QStringLiteral("ROLLBACK TO s")};
    for (int transaction = 0; transaction < 300; ++transaction) {
        source.run(QStringLiteral("BEGIN; SAVEPOINT s"));
        for (int i = random.bounded(8); i >= 0; --i)
            source.run(statements.at(static_cast<qsizetype>(random.bounded(quint32(statements.size()))))
                           .arg(random.bounded(30))
                           .arg(random.bounded(30)));
        source.run(random.bounded(4) == 0 ? QStringLiteral("ROLLBACK") : QStringLiteral("COMMIT"));
        if (random.bounded(3) == 0)
            must(capturer->poll(sink));
        if (random.bounded(10) == 0)
            must(capturer->release(sink.position()));
        if (random.bounded(20) == 0)
            capturer = source.opened(dataset, sink.position());
    }
    must(capturer->poll(sink));
    Content content;
    QStringList faults;
    for (const RecordingSink::Transaction& transaction : sink.transactions)
        play(transaction.operations, schema, content, faults);
    QCOMPARE(faults, QStringList());
    QVERIFY(content == contentNow(source, schema));
    QCOMPARE(sink.violations, QStringList());
}

BUSHENG_TEST(TstCaptureStream)
#include "tst_capture_stream.moc"
