// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/unit/inbound/inbound_fixture.h"

#include <QTemporaryDir>

using namespace busheng;
using test::Accepted;

class TstInboundQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void queuesWhatComesInOrder();
    void promisesOnlyWhatIsSynced();
    void recognisesWhatItHasAlready();
    void recognisesWhatIsAppliedAndGone();
    void goesOnAfterARestart();
    void beginsBehindWhatIsAppliedWhenItIsEmpty();
    void throwsAQueueAwayThatEndsBeforeWhatIsApplied();
    void throwsAQueueAwayThatBeginsBehindWhatIsApplied();
    void releasesAgainWithoutEffect();
    void takesLoadsStructuresAndOpenTransactions();
    void opensPacketsOfANewEpoch();
};

void TstInboundQueue::queuesWhatComesInOrder()
{
    QTemporaryDir directory;
    const auto queue = InboundQueue::open(systemFileSystem(), {directory.path(), 0, 4096}, test::stream(), {});
    QVERIFY_OK(queue);
    (*queue)->addKey(test::linkKey());
    QCOMPARE((*queue)->endSequence(), std::uint64_t{1});
    QCOMPARE((*queue)->lastDigest(), Digest{});
    const auto packets = test::chain(50);
    for (const Bytes& packet : packets) {
        const auto accepted = (*queue)->accept(packet);
        QVERIFY_OK(accepted);
        QCOMPARE(*accepted, Accepted::Queued);
        QCOMPARE((*queue)->lastDigest(), packetDigest(packet));
    }
    QVERIFY_OK((*queue)->sync());
    QCOMPARE((*queue)->endSequence(), std::uint64_t{51});
    for (std::size_t i = 0; i < packets.size(); ++i)
        QCOMPARE(*(*queue)->read(i + 1), packets[i]);
    QVERIFY(!(*queue)->read(0));
    QVERIFY(!(*queue)->read(51));
}

void TstInboundQueue::promisesOnlyWhatIsSynced()
{
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    const auto packets = test::chain(2);
    QVERIFY_OK((*queue)->accept(packets[0]));
    QVERIFY_OK((*queue)->accept(packets[1]));
    QCOMPARE((*queue)->endSequence(), std::uint64_t{1});
    QVERIFY(!(*queue)->read(1));
    QVERIFY_OK((*queue)->sync());
    QVERIFY_OK((*queue)->sync());
    QCOMPARE((*queue)->endSequence(), std::uint64_t{3});
}

void TstInboundQueue::recognisesWhatItHasAlready()
{
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    const auto packets = test::chain(20);
    for (const Bytes& packet : packets) {
        QVERIFY_OK((*queue)->accept(packet));
        // At once, before it is durable.
        QCOMPARE(*(*queue)->accept(packet), Accepted::Repeated);
    }
    QVERIFY_OK((*queue)->sync());
    const auto before = test::stateOf(**queue);
    for (const Bytes& packet : packets)
        QCOMPARE(*(*queue)->accept(packet), Accepted::Repeated);
    QVERIFY_OK((*queue)->sync());
    QVERIFY(test::stateOf(**queue) == before);
    QCOMPARE(before.end, std::uint64_t{21});
}

void TstInboundQueue::recognisesWhatIsAppliedAndGone()
{
    const auto packets = test::chain(100);
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    for (const Bytes& packet : packets)
        QVERIFY_OK((*queue)->accept(packet));
    QVERIFY_OK((*queue)->sync());
    QVERIFY_OK((*queue)->release(100));
    QVERIFY(!(*queue)->read(1));
    for (const Bytes& packet : packets)
        QCOMPARE(*(*queue)->accept(packet), Accepted::Repeated);

    test::CrashFileSystem empty;
    const auto fresh = test::openQueue(empty, {100, packetDigest(packets.back())});
    QVERIFY_OK(fresh);
    for (const Bytes& packet : packets)
        QCOMPARE(*(*fresh)->accept(packet), Accepted::Repeated);
    QCOMPARE((*fresh)->endSequence(), std::uint64_t{101});
}

void TstInboundQueue::goesOnAfterARestart()
{
    test::CrashFileSystem fileSystem;
    const auto packets = test::chain(30);
    for (std::size_t i = 0; i < packets.size(); ++i) {
        // Applied up to somewhere before.
        const std::uint64_t applied = i / 2;
        const Digest digest = applied == 0 ? Digest{} : packetDigest(packets[applied - 1]);
        const auto queue = test::openQueue(fileSystem, {applied, digest});
        QVERIFY_OK(queue);
        QCOMPARE((*queue)->endSequence(), static_cast<std::uint64_t>(i + 1));
        QCOMPARE((*queue)->lastDigest(), i == 0 ? Digest{} : packetDigest(packets[i - 1]));
        QCOMPARE(*(*queue)->accept(packets[i]), Accepted::Queued);
        QVERIFY_OK((*queue)->sync());
        QVERIFY_OK((*queue)->release(applied));
    }
}

void TstInboundQueue::beginsBehindWhatIsAppliedWhenItIsEmpty()
{
    const auto packets = test::chain(5);
    test::CrashFileSystem fileSystem;
    QVERIFY_OK(test::openQueue(fileSystem)); // one that never had a packet
    const auto queue = test::openQueue(fileSystem, {3, packetDigest(packets[2])});
    QVERIFY_OK(queue);
    QCOMPARE((*queue)->endSequence(), std::uint64_t{4});
    QCOMPARE((*queue)->lastDigest(), packetDigest(packets[2]));
    QCOMPARE(*(*queue)->accept(packets[3]), Accepted::Queued);
    QCOMPARE(*(*queue)->accept(packets[4]), Accepted::Queued);
    QVERIFY_OK((*queue)->sync());
    QCOMPARE(*(*queue)->read(5), packets[4]);
}

void TstInboundQueue::throwsAQueueAwayThatEndsBeforeWhatIsApplied()
{
    const auto packets = test::chain(40);
    test::CrashFileSystem fileSystem;
    {
        const auto queue = test::openQueue(fileSystem);
        QVERIFY_OK(queue);
        for (std::size_t i = 0; i < 20; ++i)
            QVERIFY_OK((*queue)->accept(packets[i]));
        QVERIFY_OK((*queue)->sync());
    }
    const auto queue = test::openQueue(fileSystem, {30, packetDigest(packets[29])});
    QVERIFY_OK(queue);
    QCOMPARE((*queue)->endSequence(), std::uint64_t{31});
    QCOMPARE((*queue)->lastDigest(), packetDigest(packets[29]));
    QVERIFY(!(*queue)->read(20));
    QCOMPARE(*(*queue)->accept(packets[30]), Accepted::Queued);
    QVERIFY_OK((*queue)->sync());
}

/// The target came back from an old backup: what it lacks is not here any more, so all is asked for again.
void TstInboundQueue::throwsAQueueAwayThatBeginsBehindWhatIsApplied()
{
    const auto packets = test::chain(100);
    test::CrashFileSystem fileSystem;
    {
        const auto queue = test::openQueue(fileSystem);
        QVERIFY_OK(queue);
        for (const Bytes& packet : packets)
            QVERIFY_OK((*queue)->accept(packet));
        QVERIFY_OK((*queue)->sync());
        QVERIFY_OK((*queue)->release(90));
    }
    const auto queue = test::openQueue(fileSystem, {10, packetDigest(packets[9])});
    QVERIFY_OK(queue);
    QCOMPARE((*queue)->endSequence(), std::uint64_t{11});
    QCOMPARE(*(*queue)->accept(packets[10]), Accepted::Queued);
}

void TstInboundQueue::releasesAgainWithoutEffect()
{
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    QVERIFY_OK((*queue)->release(0));
    for (const Bytes& packet : test::chain(100))
        QVERIFY_OK((*queue)->accept(packet));
    QVERIFY_OK((*queue)->sync());
    const qint64 full = (*queue)->bytesUsed();
    QVERIFY_OK((*queue)->release(60));
    const auto after = test::stateOf(**queue);
    QVERIFY(after.bytes < full);
    for (const std::uint64_t sequence : {60, 20, 0}) {
        QVERIFY_OK((*queue)->release(sequence));
        QVERIFY(test::stateOf(**queue) == after);
    }
    QVERIFY(!(*queue)->release(101));
    QVERIFY_OK((*queue)->read(61));
}

void TstInboundQueue::takesLoadsStructuresAndOpenTransactions()
{
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    Digest previous{};
    std::uint64_t sequence = 0;
    const auto send = [&](const Bytes& body, std::uint32_t transactions, std::uint32_t changes, std::uint32_t flags) {
        PacketHeader header = test::nextHeader(++sequence, previous, body.size());
        header.transactions = transactions;
        header.changes = changes;
        header.flags = flags;
        const Bytes packet = test::forge(header, body);
        previous = packetDigest(packet);
        return (*queue)->accept(packet);
    };
    constexpr auto kLoad = static_cast<std::uint32_t>(PacketFlag::Load);
    constexpr auto kOpen = static_cast<std::uint32_t>(PacketFlag::TransactionOpen);
    const Bytes rows = test::block(ChangeKind::Upsert, 1, 1, 5, "x");
    Bytes body;
    test::appendStructure(body);
    QVERIFY_OK(send(body, 0, 0, 0));
    body.clear();
    test::appendLoadRows(body, 1, rows, 5);
    QVERIFY_OK(send(body, 0, 5, kLoad));
    body.clear();
    test::appendBegin(body, 9);
    test::appendOperations(body, rows, 5);
    QVERIFY_OK(send(body, 0, 5, kOpen));
    body.clear();
    test::appendOperations(body, rows, 5);
    test::appendEnd(body, 10);
    QVERIFY_OK(send(body, 1, 5, 0));
    body.clear();
    test::appendMark(body, 3, 9);
    QVERIFY_OK(send(body, 0, 0, 0));
    QVERIFY_OK((*queue)->sync());
    QCOMPARE((*queue)->endSequence(), std::uint64_t{6});
}

void TstInboundQueue::opensPacketsOfANewEpoch()
{
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    PacketHeader header = test::nextHeader(1, {}, test::smallBody(10).size());
    header.epoch = 2;
    const Bytes packet = test::forge(header, test::smallBody(10), test::linkKey(2));
    const auto unknown = (*queue)->accept(packet);
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().event, QStringLiteral("KEY_EPOCH"));
    (*queue)->addKey(test::linkKey(2));
    QCOMPARE(*(*queue)->accept(packet), Accepted::Queued);
}

BUSHENG_TEST(TstInboundQueue)
#include "tst_inbound_queue.moc"
