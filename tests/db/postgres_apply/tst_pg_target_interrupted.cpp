// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_stream_fixture.h"
#include "tests/support/test_main.h"

#include <signal.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace busheng;
using namespace busheng::test;

namespace {

const QStringList kFailpoints{QStringLiteral("apply.packet.before"),    QStringLiteral("apply.commit.before"),
                              QStringLiteral("apply.pg.commit.before"), QStringLiteral("apply.pg.commit.after"),
                              QStringLiteral("apply.commit.after"),     QStringLiteral("apply.load.empty"),
                              QStringLiteral("apply.structure"),        QStringLiteral("apply.check.before")};

const QString kTables = QStringLiteral("CREATE TABLE account(id int PRIMARY KEY, owner text, balance int); "
                                       "CREATE TABLE bag(a int, b text)");

} // namespace

/// Whatever dies, and whenever: rows and checkpoint are both there or both not, and going on from the checkpoint ends
/// as if nothing had happened.
class TstPgTargetInterrupted : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void cleanup() { QVERIFY_OK(failpoint::configure({})); }
    void endsTheSameWhereverItFails_data();
    void endsTheSameWhereverItFails();
    void survivesBeingKilledAnywhere_data();
    void survivesBeingKilledAnywhere();
    void goesOnWhenItsBackendWasEnded_data();
    void goesOnWhenItsBackendWasEnded();
    void goesOnWhenTheServerWasKilled();
    void knowsACommitWhoseAnswerWasLost();
    void waitsForACommitThatIsStillUnderWay();
    void isCancelledByAStop();
    void triesAgainWhenAPersonCancelsItsStatement_data();
    void triesAgainWhenAPersonCancelsItsStatement();

private:
    /// A load, and transactions of both kinds of table, one or two in a packet.
    static std::vector<FedPacket> story(PgStreamFixture& f, bool inPairs = false)
    {
        PgApplyFixture& d = f.data;
        d.onSource(kTables);
        d.onSource(QStringLiteral("INSERT INTO account SELECT i, 'o', i FROM generate_series(1, 200) i; "
                                  "INSERT INTO bag SELECT i % 5, 'b' FROM generate_series(1, 60) i"));
        const DatasetSchema schema = d.schema({QStringLiteral("account"), QStringLiteral("bag")});
        PacketFeed feed;
        f.load(feed, schema);
        for (std::uint64_t position = 11; position < 17; ++position) {
            d.insert(schema.tables[0], QStringLiteral("%1, 'new', 0").arg(1000 + position));
            d.update(schema.tables[0], QStringLiteral("balance = balance + 1"),
                     QStringLiteral("id <= %1").arg(position % 2 == 0 ? 100 : 3));
            d.erase(schema.tables[0], QStringLiteral("id = %1").arg(150 + position));
            // Applied twice, each of these would show.
            d.insert(schema.tables[1], QStringLiteral("1, 'b'"));
            d.update(schema.tables[1], QStringLiteral("b = b || 'x'"),
                     QStringLiteral("ctid IN (SELECT ctid FROM bag WHERE a = 2 LIMIT 2)"));
            d.erase(schema.tables[1], QStringLiteral("ctid IN (SELECT ctid FROM bag WHERE a = 3 LIMIT 1)"));
            f.transaction(feed, position, !inPairs || position % 2 == 0);
        }
        feed.mark(1, 17).seal();
        return feed.packets();
    }
    static bool isSame(PgStreamFixture& f)
    {
        return f.data.isSame(f.data.schema({QStringLiteral("account"), QStringLiteral("bag")}));
    }

    MiniPostgres m_server;
};

void TstPgTargetInterrupted::endsTheSameWhereverItFails_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("reopen");
    QTest::addColumn<bool>("strict");
    for (const QString& name : kFailpoints) {
        QTest::newRow(qPrintable(name + QStringLiteral(" reset"))) << name << false << false;
        QTest::newRow(qPrintable(name + QStringLiteral(" reopened"))) << name << true << false;
        QTest::newRow(qPrintable(name + QStringLiteral(" strict"))) << name << true << true;
    }
}

void TstPgTargetInterrupted::endsTheSameWhereverItFails()
{
    QFETCH(const QString, name);
    QFETCH(const bool, reopen);
    QFETCH(const bool, strict);
    PgStreamFixture f(m_server);
    if (strict)
        f.beStrict();
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f, strict);
    QVERIFY_OK(f.open());
    int struck = 0;
    for (std::size_t failAt = 1; failAt <= packets.size(); ++failAt) {
        bool armed = true;
        for (;;) {
            const std::uint64_t next = f.applier->checkpoint().sequence + 1;
            if (next > failAt)
                break;
            if (armed && next == failAt)
                QVERIFY_OK(failpoint::configure(name + QStringLiteral("=err*1")));
            Result<> done = f.give(packets[next - 1]);
            if (done)
                done = f.applier->commit();
            QVERIFY_OK(failpoint::configure({}));
            if (done)
                continue;
            QVERIFY(armed && next == failAt);
            armed = false;
            ++struck;
            QVERIFY_OK(reopen ? f.open() : f.applier->reset());
        }
    }
    QVERIFY(struck > 0);
    QVERIFY(isSame(f));
    QCOMPARE(f.applier->checkpoint().sequence, packets.size());
}

void TstPgTargetInterrupted::survivesBeingKilledAnywhere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("strict");
    for (const QString& name : kFailpoints) {
        QTest::newRow(qPrintable(name)) << name << false;
        QTest::newRow(qPrintable(name + QStringLiteral(" strict"))) << name << true;
    }
}

void TstPgTargetInterrupted::survivesBeingKilledAnywhere()
{
    QFETCH(const QString, name);
    QFETCH(const bool, strict);
    PgStreamFixture f(m_server);
    if (strict)
        f.beStrict();
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f, strict);
    int deaths = 0;
    for (;; ++deaths) {
        const pid_t child = fork();
        if (child == 0) {
            // Later and later, so that it comes to an end.
            const QString spec = QStringLiteral("%1=kill@%2").arg(name).arg(1 + deaths / 3);
            const bool good = failpoint::configure(spec) && f.open() && f.play(packets);
            _exit(good ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(!WIFEXITED(status) || WEXITSTATUS(status) == 0);
        if (!WIFSIGNALED(status))
            break;
    }
    QVERIFY(deaths > 0);
    QVERIFY(isSame(f));
    QVERIFY_OK(f.open());
    QCOMPARE(f.applier->checkpoint().sequence, packets.size());
    QVERIFY_OK(f.play(packets));
    QVERIFY(isSame(f));
}

void TstPgTargetInterrupted::goesOnWhenItsBackendWasEnded_data()
{
    QTest::addColumn<bool>("reopen");
    QTest::newRow("reset") << false;
    QTest::newRow("reopened") << true;
}

void TstPgTargetInterrupted::goesOnWhenItsBackendWasEnded()
{
    QFETCH(const bool, reopen);
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({packets.begin(), packets.begin() + 2}));
    for (std::size_t i = 2; i < packets.size(); ++i) {
        QVERIFY_OK(f.data.writer->begin());
        f.data.writer->rollback();
        f.data.onTarget(QStringLiteral("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                       "WHERE application_name = 'busheng apply'"));
        Result<> cut = f.give(packets[i]);
        if (cut)
            cut = f.applier->commit();
        QVERIFY(!cut);
        QVERIFY2(cut.error().transient, qPrintable(cut.error().toString()));
        QCOMPARE(cut.error().event, events::TGT_UNAVAILABLE);
        QVERIFY_OK(reopen ? f.open() : f.applier->reset());
        QCOMPARE(f.applier->checkpoint().sequence, i);
        QVERIFY_OK(f.give(packets[i]));
        QVERIFY_OK(f.applier->commit());
    }
    QVERIFY(isSame(f));
}

void TstPgTargetInterrupted::goesOnWhenTheServerWasKilled()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({packets.begin(), packets.begin() + 3}));
    QVERIFY_OK(f.data.writer->begin());
    const pid_t backend = f.data
                              .askTarget(QStringLiteral("SELECT pid FROM pg_stat_activity "
                                                        "WHERE application_name = 'busheng apply'"))
                              .toInt();
    m_server.kill();
    while (::kill(backend, 0) == 0) // it notices by itself, and would take a COMMIT until then
        std::this_thread::yield();
    const Result<> cut = f.data.writer->commit();
    QVERIFY(!cut);
    QVERIFY(cut.error().transient);
    const Result<> stillGone = f.applier->reset();
    QVERIFY(!stillGone);
    QVERIFY(stillGone.error().transient);
    QCOMPARE(stillGone.error().event, events::TGT_UNAVAILABLE);
    QVERIFY_OK(m_server.startAgain());
    QVERIFY_OK(f.applier->reset());
    QCOMPARE(f.applier->checkpoint().sequence, std::uint64_t{3});
    QVERIFY_OK(f.play(packets));
    f.data.connect();
    QVERIFY(isSame(f));
}

void TstPgTargetInterrupted::knowsACommitWhoseAnswerWasLost()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({packets.begin(), packets.begin() + 3}));
    QVERIFY_OK(failpoint::configure(QStringLiteral("apply.pg.commit.after=err*1")));
    Result<> lost = f.give(packets[3]);
    if (lost)
        lost = f.applier->commit();
    QVERIFY(!lost);
    QVERIFY_OK(f.open());
    QCOMPARE(f.applier->checkpoint().sequence, std::uint64_t{4}); // it was committed
    QVERIFY_OK(f.give(packets[3]));                               // and is not applied again
    QVERIFY_OK(f.play(packets));
    QVERIFY(isSame(f));
}

/// The connection is cut, but the server has not noticed and is still committing: the new one must not read the
/// checkpoint too early, nor take the old one for another process.
void TstPgTargetInterrupted::waitsForACommitThatIsStillUnderWay()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({packets.begin(), packets.begin() + 2}));
    TargetWriter& old = *f.data.writer;
    Checkpoint later = f.applier->checkpoint();
    later.sequence = 77;
    QVERIFY_OK(old.begin());
    QVERIFY_OK(old.writeCheckpoint(f.options.stream, later));
    std::uint64_t seen = 0;
    Result<> readAgain;
    std::thread other([&] {
        auto writer = openPgTarget(f.data.config);
        if (!writer) {
            readAgain = fail(writer.error());
            return;
        }
        auto checkpoint = (*writer)->readCheckpoint(f.options.stream);
        if (!checkpoint)
            readAgain = fail(checkpoint.error());
        else
            seen = checkpoint->sequence;
    });
    while (f.data.askTarget(
               QStringLiteral("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) != u"1")
        std::this_thread::yield();
    const Result<> committed = old.commit();
    other.join();
    QVERIFY_OK(committed);
    QVERIFY_OK(readAgain);
    QCOMPARE(seen, std::uint64_t{77});
}

void TstPgTargetInterrupted::isCancelledByAStop()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f);
    std::stop_source stop;
    f.data.config.stop = stop.get_token();
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({packets.begin(), packets.begin() + 1}));
    f.data.onTarget(QStringLiteral("BEGIN; LOCK TABLE account"));
    std::thread stopper([&] {
        while (m_server.run(QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted")).value_or(QString()) !=
               u"1")
            std::this_thread::yield();
        stop.request_stop();
    });
    Result<> stopped = f.give(packets[1]);
    if (stopped)
        stopped = f.applier->commit();
    stopper.join();
    f.data.onTarget(QStringLiteral("ROLLBACK"));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    f.data.config.stop = {};
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play(packets));
    QVERIFY(isSame(f));
}

void TstPgTargetInterrupted::triesAgainWhenAPersonCancelsItsStatement_data()
{
    QTest::addColumn<int>("packet"); ///< the second is few operations, the third a set
    QTest::newRow("one by one") << 1;
    QTest::newRow("set") << 2;
}

void TstPgTargetInterrupted::triesAgainWhenAPersonCancelsItsStatement()
{
    QFETCH(const int, packet);
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    const std::vector<FedPacket> packets = story(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({packets.begin(), packets.begin() + packet}));
    f.data.onTarget(QStringLiteral("BEGIN; LOCK TABLE account"));
    std::thread person([&] {
        while (m_server
                   .run(QStringLiteral("SELECT count(pg_cancel_backend(pid)) FROM pg_locks "
                                       "WHERE NOT granted AND relation IS NOT NULL"))
                   .value_or(QString()) != u"1")
            std::this_thread::yield();
    });
    Result<> cancelled = f.give(packets[static_cast<std::size_t>(packet)]);
    if (cancelled)
        cancelled = f.applier->commit();
    person.join();
    f.data.onTarget(QStringLiteral("ROLLBACK"));
    QVERIFY(!cancelled);
    QVERIFY2(cancelled.error().transient, qPrintable(cancelled.error().toString()));
    QCOMPARE(cancelled.error().event, events::TGT_UNAVAILABLE);
    QVERIFY_OK(f.applier->reset());
    QVERIFY_OK(f.play(packets));
    QVERIFY(isSame(f));
}

BUSHENG_TEST(TstPgTargetInterrupted)
#include "tst_pg_target_interrupted.moc"
