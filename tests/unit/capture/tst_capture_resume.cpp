// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"

#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

namespace {

/// Enough for several blocks.
void writeWorkload(const Source& source)
{
    source.run(QStringLiteral("BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                              "INSERT INTO person SELECT i, "
                              "hex(zeroblob(150)), i FROM n; UPDATE person SET pay = 0 WHERE id % 7 = 0; DELETE FROM "
                              "person WHERE id % 5 = 0; COMMIT"));
}

/// What an undisturbed capture gives.
std::vector<RecordingSink::Transaction> undisturbed()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    writeWorkload(source);
    pollAll(*capturer, sink);
    return sink.transactions;
}

} // namespace

/// Interrupted anywhere, capture gives exactly what it would have given.
class TstCaptureResume : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { must(failpoint::configure(QString())); }
    void givesTheSameAgainFromTheSamePosition();
    void goesOnFromWhereTheSinkStands();
    void survivesASinkThatFailsAtAnyCall();
    void survivesAnErrorAtEachFailpoint_data();
    void survivesAnErrorAtEachFailpoint();
    void survivesAKillAtEachFailpoint_data();
    void survivesAKillAtEachFailpoint();
    void releasesInSmallStepsAndOnlyOnce();
    void neverReleasesWhatWasNotCaptured();
    void readsOnWhileTheSourceIsLocked();
    void findsTheSourceAgainWhenItComesBack();
    void installingAgainChangesNothing();
    void clearsUpBehindATableThatHasLeft();
};

void TstCaptureResume::givesTheSameAgainFromTheSamePosition()
{
    const Source source;
    RecordingSink first;
    auto capturer = source.capturer(first);
    const Position start = first.position();
    writeWorkload(source);
    must(capturer->poll(first));
    capturer.reset(); // dies between the flush and the release
    RecordingSink second;
    capturer = source.opened(source.dataset(), start);
    must(capturer->poll(second));
    QVERIFY(second.transactions == first.transactions);
    QCOMPARE(second.changes(), std::uint64_t{3000 + 428 + 600});
}

void TstCaptureResume::goesOnFromWhereTheSinkStands()
{
    const Source source;
    RecordingSink sink;
    auto capturer = source.capturer(sink);
    writeWorkload(source);
    must(capturer->poll(sink));
    must(capturer->release(sink.position()));
    capturer = source.opened(source.dataset(), sink.position());
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
    source.run(QStringLiteral("INSERT INTO person VALUES(9999, 'next', 1)"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
    QCOMPARE(sink.violations, QStringList());
}

void TstCaptureResume::survivesASinkThatFailsAtAnyCall()
{
    const auto wanted = undisturbed();
    int failures = 0;
    for (int call = 1;; ++call) {
        const Source source;
        RecordingSink sink;
        const auto capturer = source.capturer(sink);
        writeWorkload(source);
        const Position before = sink.position();
        sink.failAtCall = call;
        const auto failed = capturer->poll(sink);
        if (failed)
            break;
        ++failures;
        QCOMPARE(failed.error().code, ErrorCode::Storage);
        QCOMPARE(failed.error().event, events::DSK_FULL);
        QVERIFY(failed.error().transient);
        QCOMPARE(sink.position(), before);
        const PollResult again = must(capturer->poll(sink));
        QCOMPARE(again.upTo, sink.position());
        QVERIFY(sink.transactions == wanted);
        QCOMPARE(sink.violations, QStringList());
        QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
    }
    QVERIFY2(failures >= 6, qPrintable(QString::number(failures))); // begin, some blocks, commit, flush
}

void TstCaptureResume::survivesAnErrorAtEachFailpoint_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"capture.install", "capture.installed", "capture.poll.before_flush",
                             "capture.poll.after_flush", "capture.release.before", "capture.release.after"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstCaptureResume::survivesAnErrorAtEachFailpoint()
{
    QFETCH(QString, name);
    const auto wanted = undisturbed();
    const Source source;
    RecordingSink sink;
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
        auto opened = openSqliteTriggerCapturer(source.config, source.dataset(), sink.position());
        if (opened)
            capturer = std::move(*opened);
        return opened.has_value();
    });
    attempt([&] { return capturer->poll(sink).has_value(); });
    writeWorkload(source);
    attempt([&] { return capturer->poll(sink).has_value(); });
    attempt([&] { return capturer->release(sink.position()).has_value(); });
    QCOMPARE(errors, 1);
    must(capturer->poll(sink));
    QVERIFY(sink.transactions == wanted);
    QCOMPARE(sink.violations, QStringList());
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{0});
}

void TstCaptureResume::survivesAKillAtEachFailpoint_data()
{
    QTest::addColumn<QString>("failpoint");
    QTest::addColumn<bool>("installedBefore");
    QTest::newRow("in the installation") << QStringLiteral("capture.install") << false;
    QTest::newRow("after the installation") << QStringLiteral("capture.installed") << false;
    QTest::newRow("before the flush") << QStringLiteral("capture.poll.before_flush") << true;
    QTest::newRow("after the flush") << QStringLiteral("capture.poll.after_flush") << true;
    QTest::newRow("before the release") << QStringLiteral("capture.release.before") << true;
    QTest::newRow("after the release") << QStringLiteral("capture.release.after") << true;
}

/// The killed process takes its sink with it: what it had not made durable elsewhere is captured again.
void TstCaptureResume::survivesAKillAtEachFailpoint()
{
    QFETCH(QString, failpoint);
    QFETCH(bool, installedBefore);
    const auto wanted = undisturbed();
    Source source;
    RecordingSink sink;
    if (installedBefore) {
        static_cast<void>(source.capturer(sink));
        writeWorkload(source);
    }
    source.writer.reset(); // SQLite's connections do not survive a fork
    const bool keepsItsSink = failpoint.startsWith(QStringLiteral("capture.release"));
    const QString log = source.directory.filePath(QStringLiteral("position"));
    const bool killed = diesByKill([&] {
        must(failpoint::configure(failpoint + QStringLiteral("=kill")));
        auto capturer = must(openSqliteTriggerCapturer(source.config, source.dataset(), sink.position()));
        must(capturer->poll(sink));
        QFile file(log);
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray::number(static_cast<qulonglong>(sink.position().order)));
        file.close();
        must(capturer->release(sink.position()));
    });
    QVERIFY(killed);
    source.writer = source.open();
    if (keepsItsSink) {
        QFile file(log);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto capturer = source.opened(source.dataset(), Position{file.readAll().toULongLong()});
        QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
        source.run(QStringLiteral("DELETE FROM person WHERE id = 1"));
        QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
        return;
    }
    const auto capturer = source.opened(source.dataset(), sink.position());
    if (!installedBefore) {
        must(capturer->poll(sink));
        writeWorkload(source);
    }
    must(capturer->poll(sink));
    QVERIFY(sink.transactions == wanted);
    QCOMPARE(sink.violations, QStringList());
}

void TstCaptureResume::releasesInSmallStepsAndOnlyOnce()
{
    const Source source;
    RecordingSink sink;
    sink.keepsOperations = false;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT "
                              "INTO person(id) SELECT i FROM n"));
    const Position first = must(capturer->poll(sink)).upTo;
    source.run(QStringLiteral("DELETE FROM person WHERE id <= 10"));
    must(capturer->poll(sink));
    must(capturer->release(first));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{10});
    must(capturer->release(first));
    must(capturer->release(Position{1}));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{10});
    QCOMPARE(source.number(QStringLiteral("SELECT released FROM busheng_reader")),
             static_cast<std::int64_t>(first.order));
    must(capturer->release(sink.position()));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{0});
}

void TstCaptureResume::neverReleasesWhatWasNotCaptured()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)"));
    must(capturer->release(Position{1'000'000}));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
}

void TstCaptureResume::readsOnWhileTheSourceIsLocked()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(
        QStringLiteral("INSERT INTO person VALUES(1, 'a', 1); BEGIN IMMEDIATE; INSERT INTO person VALUES(2, 'b', 1)"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
    must(capturer->release(sink.position()));
    must(capturer->beat());
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{0});
    source.run(QStringLiteral("COMMIT"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
    must(capturer->release(sink.position()));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{0});
}

void TstCaptureResume::findsTheSourceAgainWhenItComesBack()
{
    Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.writer.reset();
    const QString away = source.path + QStringLiteral(".away");
    QVERIFY(QFile::rename(source.path, away));
    for (int i = 0; i < 2; ++i) {
        QVERIFY(capturer->waitForChange(0) || i > 0);
        const auto failed = capturer->poll(sink);
        QVERIFY(!failed);
        QCOMPARE(failed.error().event, events::SRC_UNAVAILABLE);
        QCOMPARE(failed.error().args.value(0), QStringLiteral("hr"));
        QVERIFY(failed.error().transient);
    }
    QVERIFY(QFile::rename(away, source.path));
    source.writer = source.open();
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a', 1)"));
    QCOMPARE(must(capturer->poll(sink)).changes, std::uint64_t{1});
}

void TstCaptureResume::installingAgainChangesNothing()
{
    const Source source;
    RecordingSink sink;
    static_cast<void>(source.capturer(sink));
    const auto all = [&]() -> QString {
        return must(source.writer->queryText(
                   QStringLiteral("SELECT group_concat(rowid || sql, ';') FROM sqlite_master"))) +
               must(source.writer->queryText(QStringLiteral(
                   "SELECT group_concat(number || name || hex(structure) || retired) FROM busheng_table")));
    };
    const QString before = all();
    const std::int64_t version = source.number(QStringLiteral("PRAGMA schema_version"));
    for (int i = 0; i < 3; ++i)
        static_cast<void>(source.capturer(sink));
    QCOMPARE(all(), before);
    QCOMPARE(source.number(QStringLiteral("PRAGMA schema_version")), version);
}

/// Killed when readers were told that a table has left the dataset, and before its triggers were taken away.
void TstCaptureResume::clearsUpBehindATableThatHasLeft()
{
    Source source;
    source.run(QStringLiteral("CREATE TABLE other(id INTEGER PRIMARY KEY, v TEXT)"));
    const DatasetConfig both = source.dataset({QStringLiteral("other"), QStringLiteral("person")});
    RecordingSink sink;
    DatasetSchema known = must(source.capturer(sink, both)->readSchema());
    source.writer.reset(); // SQLite's connections do not survive a fork
    QVERIFY(diesByKill([&] {
        must(failpoint::configure(QStringLiteral("capture.tables.told=kill")));
        auto capturer = must(openSqliteTriggerCapturer(source.config, both, sink.position(), known));
        must(capturer->setTables({QStringLiteral("person")}, sink));
    }));
    source.writer = source.open();
    const QString left =
        QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'other'");
    QCOMPARE(source.number(left), std::int64_t{3});
    std::erase_if(known.tables, [](const TableSchema& table) { return table.name == u"other"; });
    must(openSqliteTriggerCapturer(source.config, source.dataset(), sink.position(), known));
    QCOMPARE(source.number(left), std::int64_t{0});
}

BUSHENG_TEST(TstCaptureResume)
#include "tst_capture_resume.moc"
