// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/validate_frames.h"
#include "tests/support/test_main.h"
#include "tests/unit/inbound/inbound_fixture.h"

#include <functional>
#include <random>

using namespace busheng;
using test::Accepted;

namespace {

using Change = std::function<void(PacketHeader&)>;

/// A queue that has packets 1 to 4 of a chain, the last two of them not yet durable.
struct Scene {
    test::CrashFileSystem fileSystem;
    std::vector<Bytes> packets = test::chain(6);
    std::unique_ptr<InboundQueue> queue;
    test::QueueState before;

    Scene()
    {
        auto opened = test::openQueue(fileSystem);
        if (!opened)
            qFatal("no queue");
        queue = std::move(*opened);
        for (std::size_t i = 0; i < 4; ++i) {
            if (!queue->accept(packets[i]) || (i == 1 && !queue->sync()))
                qFatal("no packet");
        }
        before = test::stateOf(*queue);
    }

    /// The event of the refusal; says so when there was none, or when it left a trace.
    QString refusal(BytesView packet)
    {
        const auto accepted = queue->accept(packet);
        if (accepted)
            return QStringLiteral("accepted");
        if (!(test::stateOf(*queue) == before))
            return QStringLiteral("changed");
        return accepted.error().event;
    }

    /// Nothing of what came before is in the way.
    bool goesOn()
    {
        const auto accepted = queue->accept(packets[4]);
        return accepted && *accepted == Accepted::Queued && queue->sync() && queue->endSequence() == 6 &&
               *queue->read(5) == packets[4] && *queue->read(4) == packets[3];
    }

    /// An authentic packet that is due, with a body as it likes.
    Bytes due(const Bytes& body, const Change& change = {}) const
    {
        PacketHeader header = test::nextHeader(5, before.last, body.size());
        if (change)
            change(header);
        return test::forge(header, body);
    }
};

Bytes flip(Bytes bytes, std::size_t bit)
{
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
}

} // namespace

class TstInboundHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rejectsPacketWithOneFlippedBit();
    void rejectsARepeatedPacketWithOneFlippedBit();
    void rejectsEveryTruncationAndTrailingBytes();
    void rejectsPacketsOutOfOrder();
    void rejectsAForkedPacket();
    void rejectsAPacketThatDoesNotContinueTheChain();
    void rejectsAnAppliedPacketWithOneFlippedBit();
    void rejectsAForkOfWhatIsApplied();
    void rejectsWhatIsNotForThisStream();
    void rejectsLengthsBeforeAnythingElse();
    void rejectsAHeaderThatDoesNotSayWhatTheBodyHolds_data();
    void rejectsAHeaderThatDoesNotSayWhatTheBodyHolds();
    void rejectsBadFramesUnderAGoodSeal();
    void judgesRandomBodiesTheSameEveryTime();
};

void TstInboundHostile::rejectsPacketWithOneFlippedBit()
{
    Scene scene;
    const Bytes& good = scene.packets[4];
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        const QString event = scene.refusal(flip(good, bit));
        QVERIFY2(event.startsWith(QStringLiteral("PKT_")) || event == QStringLiteral("KEY_EPOCH"),
                 qPrintable(QStringLiteral("bit %1 of byte %2: %3").arg(bit % 8).arg(bit / 8).arg(event)));
        QVERIFY2(event != QStringLiteral("PKT_FORK"), "only the peer can fork");
    }
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsARepeatedPacketWithOneFlippedBit()
{
    Scene scene;
    // One that is durable, and one that is not yet.
    for (const std::size_t which : {1U, 3U}) {
        const Bytes& had = scene.packets[which];
        for (std::size_t bit = 0; bit < had.size() * 8; ++bit) {
            const QString event = scene.refusal(flip(had, bit));
            QVERIFY2(event.startsWith(QStringLiteral("PKT_")) || event == QStringLiteral("KEY_EPOCH"),
                     qPrintable(event));
            QVERIFY2(event != QStringLiteral("PKT_FORK"), "only the peer can fork");
        }
        QCOMPARE(*scene.queue->accept(had), Accepted::Repeated);
    }
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsEveryTruncationAndTrailingBytes()
{
    Scene scene;
    const Bytes& good = scene.packets[4];
    for (std::size_t size = 0; size < good.size(); ++size)
        QCOMPARE(scene.refusal(BytesView(good).substr(0, size)), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(scene.refusal(good + '\0'), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(scene.refusal(good + good), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(scene.refusal(Bytes(kLargestPacket + 1, '\0')), QStringLiteral("PKT_MALFORMED"));
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsPacketsOutOfOrder()
{
    Scene scene;
    const auto early = scene.queue->accept(scene.packets[5]);
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::Corrupt);
    QCOMPARE(early.error().event, QStringLiteral("PKT_ORDER"));
    QCOMPARE(early.error().args, (QStringList{QStringLiteral("340000/7"), QStringLiteral("5"), QStringLiteral("6")}));
    QVERIFY(test::stateOf(*scene.queue) == scene.before);
    PacketHeader header = test::nextHeader(~std::uint64_t{0}, scene.before.last, test::smallBody().size());
    QCOMPARE(scene.refusal(test::forge(header, test::smallBody())), QStringLiteral("PKT_ORDER"));
    QVERIFY(scene.goesOn());
    QCOMPARE(*scene.queue->accept(scene.packets[5]), Accepted::Queued);
}

void TstInboundHostile::rejectsAForkedPacket()
{
    Scene scene;
    // The same peer sealed something else under a sequence that is taken: it lost its outbox.
    const auto other = test::chain(5, 'Z');
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(scene.refusal(other[i]), QStringLiteral("PKT_FORK"));
    QCOMPARE(scene.refusal(other[4]), QStringLiteral("PKT_FORK"));
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsAPacketThatDoesNotContinueTheChain()
{
    Scene scene;
    const Bytes body = test::smallBody(50);
    QCOMPARE(scene.refusal(scene.due(body, [](PacketHeader& h) { h.previous.fill(0); })), QStringLiteral("PKT_FORK"));
    const Digest older = packetDigest(scene.packets[2]);
    QCOMPARE(scene.refusal(scene.due(body, [&older](PacketHeader& h) { h.previous = older; })),
             QStringLiteral("PKT_FORK"));
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsAnAppliedPacketWithOneFlippedBit()
{
    const auto packets = test::chain(3);
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem, {3, packetDigest(packets[2])});
    QVERIFY_OK(queue);
    // The last applied one is compared by its digest, the one before must at least be the peer's.
    for (const std::size_t which : {1U, 2U}) {
        for (std::size_t bit = 0; bit < packets[which].size() * 8; ++bit) {
            const auto accepted = (*queue)->accept(flip(packets[which], bit));
            QVERIFY(!accepted);
            QVERIFY(accepted.error().event != QStringLiteral("PKT_FORK"));
        }
        QCOMPARE(*(*queue)->accept(packets[which]), Accepted::Repeated);
    }
}

void TstInboundHostile::rejectsAForkOfWhatIsApplied()
{
    const auto packets = test::chain(3);
    const auto other = test::chain(3, 'Z');
    test::CrashFileSystem fileSystem;
    {
        const auto queue = test::openQueue(fileSystem, {3, packetDigest(packets[2])});
        QVERIFY_OK(queue);
        const auto fork = (*queue)->accept(other[2]);
        QVERIFY(!fork);
        QCOMPARE(fork.error().event, QStringLiteral("PKT_FORK"));
    }
    // A queue that holds another packet than the one the target says it applied.
    test::CrashFileSystem held;
    {
        const auto queue = test::openQueue(held);
        QVERIFY_OK(queue);
        for (const Bytes& packet : packets)
            QVERIFY_OK((*queue)->accept(packet));
        QVERIFY_OK((*queue)->sync());
    }
    const auto opened = test::openQueue(held, {2, packetDigest(other[1])});
    QVERIFY(!opened);
    QCOMPARE(opened.error().event, QStringLiteral("PKT_FORK"));
    QVERIFY_OK(test::openQueue(held, {2, packetDigest(packets[1])}));
}

void TstInboundHostile::rejectsWhatIsNotForThisStream()
{
    Scene scene;
    const Bytes body = test::smallBody(50);
    const auto refusal = [&](const Change& change) { return scene.refusal(scene.due(body, change)); };
    QCOMPARE(refusal([](PacketHeader& h) { h.stream.from = QStringLiteral("330000"); }),
             QStringLiteral("PKT_UNKNOWN_SENDER"));
    QCOMPARE(refusal([](PacketHeader& h) { std::swap(h.stream.from, h.stream.to); }),
             QStringLiteral("PKT_UNKNOWN_SENDER"));
    QCOMPARE(refusal([](PacketHeader& h) { h.stream.number = 6; }), QStringLiteral("PKT_UNKNOWN_STREAM"));
    QCOMPARE(refusal([](PacketHeader& h) { h.stream.to = QStringLiteral("330000"); }),
             QStringLiteral("PKT_UNKNOWN_STREAM"));
    QCOMPARE(refusal([](PacketHeader& h) { h.epoch = 2; }), QStringLiteral("KEY_EPOCH"));
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsLengthsBeforeAnythingElse()
{
    Scene scene;
    const Bytes good = scene.packets[4];
    for (const std::size_t offset : {188U, 192U}) {
        for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{15},
                                           std::uint64_t{1} << 31, (std::uint64_t{1} << 32) - 1}) {
            Bytes bad = good;
            for (std::size_t i = 0; i < 4; ++i)
                bad[offset + i] = static_cast<char>(length >> (8 * i) & 0xffU);
            QCOMPARE(scene.refusal(bad), QStringLiteral("PKT_MALFORMED"));
        }
    }
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsAHeaderThatDoesNotSayWhatTheBodyHolds_data()
{
    QTest::addColumn<Change>("change");
    QTest::newRow("more transactions") << Change([](PacketHeader& h) { h.transactions = 2; });
    QTest::newRow("no transactions") << Change([](PacketHeader& h) { h.transactions = 0; });
    QTest::newRow("more changes") << Change([](PacketHeader& h) { h.changes = 1000; });
    QTest::newRow("a load") << Change([](PacketHeader& h) { h.set(PacketFlag::Load); });
    QTest::newRow("an open transaction") << Change([](PacketHeader& h) { h.set(PacketFlag::TransactionOpen); });
}

void TstInboundHostile::rejectsAHeaderThatDoesNotSayWhatTheBodyHolds()
{
    QFETCH(Change, change);
    Scene scene;
    QCOMPARE(scene.refusal(scene.due(test::smallBody(50), change)), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(scene.refusal(scene.due({})), QStringLiteral("PKT_MALFORMED"));
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::rejectsBadFramesUnderAGoodSeal()
{
    Scene scene;
    const Bytes good = test::smallBody(50);
    for (std::size_t size = 1; size < good.size(); ++size)
        QCOMPARE(scene.refusal(scene.due(good.substr(0, size))), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(scene.refusal(scene.due(good + '\0')), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(scene.refusal(scene.due(Bytes(100, 'x'))), QStringLiteral("PKT_MALFORMED"));
    // Authentic, whole, and its zstd frame is a bomb.
    QCOMPARE(scene.refusal(scene.due(Bytes(40, 'z'),
                                     [](PacketHeader& h) {
                                         h.compression = 1;
                                         h.plainLength = kLargestBody;
                                     })),
             QStringLiteral("PKT_MALFORMED"));
    QVERIFY(scene.goesOn());
}

void TstInboundHostile::judgesRandomBodiesTheSameEveryTime()
{
    constexpr std::uint32_t kSeed = 77;
    constexpr int kRounds = 2000;
    std::mt19937 random(kSeed);
    Scene scene;
    const Bytes good = test::smallBody(50);
    int wouldBeTaken = 0;
    for (int round = 0; round < kRounds; ++round) {
        Bytes body = good;
        for (unsigned damages = 1 + random() % 3; damages > 0; --damages) {
            const std::size_t at = random() % body.size();
            if (random() % 3 == 0)
                body.insert(at, 1, static_cast<char>(random()));
            else
                body[at] = static_cast<char>(random());
        }
        const QString where = QStringLiteral("seed %1, round %2").arg(kSeed).arg(round);
        const auto summary = validateFrames(body);
        if (summary && summary->transactions == 1 && summary->changes == 1 && !summary->load &&
            !summary->transactionOpen) {
            // A body of its own right: only a value changed. Taken by a queue that is at that place.
            Scene taking;
            const auto accepted = taking.queue->accept(taking.due(body));
            QVERIFY2(accepted && *accepted == Accepted::Queued, qPrintable(where));
            ++wouldBeTaken;
        } else {
            QVERIFY2(scene.refusal(scene.due(body)) == QStringLiteral("PKT_MALFORMED"), qPrintable(where));
        }
    }
    QVERIFY(wouldBeTaken > 10 && wouldBeTaken < kRounds);
    QVERIFY(scene.goesOn());
}

BUSHENG_TEST(TstInboundHostile)
#include "tst_inbound_hostile.moc"
