// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

using namespace busheng;
using namespace busheng::test;

namespace {

const QStringList kFailpoints{QStringLiteral("apply.packet.before"), QStringLiteral("apply.commit.before"),
                              QStringLiteral("apply.commit.after"),  QStringLiteral("apply.load.empty"),
                              QStringLiteral("apply.structure"),     QStringLiteral("apply.check.before")};

/// All that a stream may hold: a load that is resumed, transactions alone, together, across packets and dropped, a new
/// structure, a mark, a repair, a heartbeat.
PacketFeed wholeStory()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(1, 10);
    feed.loadRows(Block().upsert(account(1, "a", 100)).upsert(account(2, "b", 100))).seal();
    feed.loadBegin(1, 12, true);
    feed.loadRows(Block().upsert(account(3, "c", 100))).loadRows(Block(2).upsert(note("x", "y", "body", "1"))).seal();
    feed.loadEnd(12).seal();
    feed.transaction(11, Block().insert(account(3, "c", 90)).update(row({number(1)}), account(1, "a", 110)));
    feed.transaction(12, Block().update(row({number(3)}), account(3, "c", 100))).seal();
    feed.transaction(13, Block().insert(account(4, "d", 0)).erase(row({number(2)}))).seal();
    feed.begin(14).operations(Block().update(row({number(4)}), account(4, "never", 1))).seal();
    feed.operations(Block().erase(row({number(1)}))).seal();
    feed.dropped().seal();
    feed.begin(14).operations(Block().update(row({number(4)}), account(4, "d", 50))).seal();
    feed.operations(Block(2).update(row({text("y"), text("x")}), note("x", "z", "moved", "1"))).seal();
    feed.operations(Block().update(row({number(1)}), account(1, "a", 60))).end().seal();
    DatasetSchema wider = bankSchema();
    wider.version = 2;
    wider.tables.push_back(wider.tables[0]);
    wider.tables.back().id = 4;
    wider.tables.back().name = QStringLiteral("extra");
    feed.structure(wider).transaction(15, Block(4).insert(account(1, "e", 1))).seal();
    feed.transaction(16, Block(4).insert(account(2, "e", 1))).mark(5, 16).seal();
    feed.transaction(16, Block().upsert(account(3, "repaired", 100)).remove(row({number(77)}))).heartbeat(18).seal();
    return feed;
}

DatasetSchema storySchema()
{
    DatasetSchema schema = bankSchema();
    schema.tables.push_back(schema.tables[0]);
    schema.tables.back().name = QStringLiteral("extra");
    return schema;
}

/// Gives all packets, with a failure armed for the one at `failAt`. Returns whether it struck.
bool playWithFailure(TargetFixture& target, const std::vector<FedPacket>& packets, const QString& failpoint,
                     std::uint64_t failAt, bool reopen)
{
    bool struck = false;
    std::uint64_t next = target.applier->checkpoint().sequence + 1;
    while (next <= packets.size() + 1) {
        if (next == failAt && !struck)
            (void)failpoint::configure(failpoint + QStringLiteral("=err*1"));
        const Result<> done = next <= packets.size() ? target.give(packets[next - 1]) : target.applier->commit();
        (void)failpoint::configure({});
        if (done) {
            ++next;
            continue;
        }
        if (struck)
            qFatal("an error of its own: %s", qPrintable(done.error().toString()));
        struck = true;
        const Result<> again = reopen ? target.open() : target.applier->reset();
        if (!again)
            qFatal("%s", qPrintable(again.error().toString()));
        next = target.applier->checkpoint().sequence + 1;
    }
    return struck;
}

/// Plays in a process of its own that kills itself at the failpoint. False: it came to the end.
bool dieAt(TargetFixture& target, const std::vector<FedPacket>& packets, const QString& failpoint)
{
    const pid_t child = fork();
    if (child == 0) {
        const bool good = failpoint::configure(failpoint) && target.open() && target.play(packets);
        _exit(good ? 0 : 1);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || (WIFEXITED(status) && WEXITSTATUS(status) != 0))
        qFatal("the process that was to be killed failed");
    return WIFSIGNALED(status);
}

} // namespace

class TstApplierInterrupted : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsTheSameWhereverItIsInterrupted_data();
    void endsTheSameWhereverItIsInterrupted();
    void survivesBeingKilledAnywhere_data();
    void survivesBeingKilledAnywhere();
    void refusesWorkAfterAFailureUntilReset();
    void commitsTheGoodPacketsBeforeABadOne();
    void rollsBackWhenItIsClosed();
};

void TstApplierInterrupted::endsTheSameWhereverItIsInterrupted_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("reopen");
    for (const QString& name : kFailpoints) {
        QTest::newRow(qPrintable(name + QStringLiteral(" reset"))) << name << false;
        QTest::newRow(qPrintable(name + QStringLiteral(" reopened"))) << name << true;
    }
}

void TstApplierInterrupted::endsTheSameWhereverItIsInterrupted()
{
    QFETCH(const QString, name);
    QFETCH(const bool, reopen);
    const PacketFeed feed = wholeStory();
    TargetFixture calm;
    QVERIFY_OK(calm.open());
    QVERIFY_OK(calm.play(feed.packets()));
    const auto expected = calm.contents(storySchema());
    int strikes = 0;
    for (std::uint64_t failAt = 1; failAt <= feed.packets().size() + 1; ++failAt) {
        TargetFixture target;
        QVERIFY_OK(target.open());
        strikes += playWithFailure(target, feed.packets(), name, failAt, reopen) ? 1 : 0;
        QVERIFY2(target.contents(storySchema()) == expected, qPrintable(QStringLiteral("packet %1").arg(failAt)));
        const Checkpoint& checkpoint = target.applier->checkpoint();
        QCOMPARE(checkpoint.sequence, feed.packets().size());
        QCOMPARE(checkpoint.position.order, 18U);
        QCOMPARE(checkpoint.rowsLoaded, calm.applier->checkpoint().rowsLoaded);
        QCOMPARE(checkpoint.changesApplied, calm.applier->checkpoint().changesApplied);
        QCOMPARE(target.states.last(), QStringLiteral("catching-up"));
    }
    QVERIFY2(strikes > 0, "the failpoint is on nobody's way");
}

void TstApplierInterrupted::survivesBeingKilledAnywhere_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : kFailpoints)
        QTest::newRow(qPrintable(name)) << name;
}

void TstApplierInterrupted::survivesBeingKilledAnywhere()
{
    QFETCH(const QString, name);
    const PacketFeed feed = wholeStory();
    TargetFixture calm;
    QVERIFY_OK(calm.open());
    QVERIFY_OK(calm.play(feed.packets()));
    const auto expected = calm.contents(storySchema());
    const std::uint64_t changes = calm.applier->checkpoint().changesApplied;
    calm.close(); // a process that forks must hold no SQLite connection
    int kills = 0;
    for (bool killed = true; killed; ++kills) {
        TargetFixture target;
        killed = dieAt(target, feed.packets(), QStringLiteral("%1=kill@%2").arg(name).arg(kills + 1));
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(feed.packets()));
        QVERIFY2(target.contents(storySchema()) == expected, qPrintable(QStringLiteral("kill %1").arg(kills + 1)));
        QCOMPARE(target.applier->checkpoint().changesApplied, changes);
        QCOMPARE(target.applier->checkpoint().state, SubscriptionState::CatchingUp);
    }
    QVERIFY2(kills > 1, "the failpoint is on nobody's way");
}

void TstApplierInterrupted::refusesWorkAfterAFailureUntilReset()
{
    const PacketFeed feed = wholeStory();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(failpoint::configure(QStringLiteral("apply.commit.before=err*1")));
    QVERIFY(!target.give(feed.packets()[0]));
    QVERIFY_OK(failpoint::configure({}));
    const auto refused = target.give(feed.packets()[0]);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Internal);
    QVERIFY(!target.applier->commit());
    QVERIFY_OK(target.applier->reset());
    QVERIFY_OK(target.play(feed.packets()));
}

void TstApplierInterrupted::commitsTheGoodPacketsBeforeABadOne()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(1, 10).loadEnd(10).seal();
    feed.transaction(11, Block().insert(account(1, "good", 1))).seal();
    feed.transaction(12, Block().insert(account(2, "good", 1))).seal();
    feed.transaction(13, Block().insert(account(3, "half", 1)).erase(row({number(99)}))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY(!target.play(feed.packets()));
    QVERIFY_OK(target.applier->reset());
    QCOMPARE(target.applier->checkpoint().sequence, 1U);
    QVERIFY(!target.play(feed.packets()));
    QVERIFY_OK(target.applier->reset());
    QCOMPARE(target.applier->checkpoint().sequence, 3U);
    QCOMPARE(target.rows(bankSchema().tables[0]).size(), 2U);
}

void TstApplierInterrupted::rollsBackWhenItIsClosed()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(1, 10).loadEnd(10).seal();
    feed.transaction(11, Block().insert(account(1, "x", 1))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    for (const FedPacket& packet : feed.packets())
        QVERIFY_OK(target.give(packet));
    QVERIFY_OK(target.open());
    QCOMPARE(target.rows(bankSchema().tables[0]).size(), 0U);
    QCOMPARE(target.applier->checkpoint().sequence, 1U);
}

BUSHENG_TEST(TstApplierInterrupted)
#include "tst_applier_interrupted.moc"
