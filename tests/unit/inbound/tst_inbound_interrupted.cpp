// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "tests/support/test_main.h"
#include "tests/unit/inbound/inbound_fixture.h"

using namespace busheng;
using test::Accepted;

namespace {

/// What a peer does: sends from what the queue asks for, syncs after every third packet.
Result<> receive(InboundQueue& queue, const std::vector<Bytes>& packets)
{
    for (std::uint64_t sequence = queue.endSequence(); sequence <= packets.size(); ++sequence) {
        ENGINE_TRY(queue.accept(packets[sequence - 1]));
        if (sequence % 3 == 0)
            ENGINE_TRY(queue.sync());
    }
    return queue.sync();
}

bool holdsAll(InboundQueue& queue, const std::vector<Bytes>& packets, std::uint64_t from)
{
    if (queue.endSequence() != packets.size() + 1)
        return false;
    for (std::uint64_t sequence = from; sequence <= packets.size(); ++sequence) {
        const auto read = queue.read(sequence);
        if (!read || *read != packets[sequence - 1])
            return false;
    }
    return true;
}

} // namespace

class TstInboundInterrupted : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

#ifdef BUSHENG_FAILPOINTS // a release has none
    void goesOnAfterAFailureAtEachStep_data();
    void goesOnAfterAFailureAtEachStep();
    void goesOnInTheSameProcessAfterAPassingFailure();
#endif
    void losesNothingWhenThePowerFails();
    void finishesThrowingAwayAfterACrash();
#ifdef BUSHENG_FAILPOINTS // a release has none
    void finishesThrowingAwayAfterAFailureAtEachStep();
#endif
    void mustBeOpenedAgainAfterAFailedSync();
    void waitsForRoomOnAFullDisk();
    void waitsForRoomWithinItsQuota();
};

#ifdef BUSHENG_FAILPOINTS // a release has none
void TstInboundInterrupted::goesOnAfterAFailureAtEachStep_data()
{
    QTest::addColumn<QString>("name");
    for (const char* step : {"check.after", "append.before", "append.after", "sync.before", "sync.after", "rotate"})
        QTest::newRow(step) << QStringLiteral("inbound.") + QString::fromLatin1(step);
}

/// The worker gives up at the failure; the queue is opened again and the peer asked for what is not durable.
void TstInboundInterrupted::goesOnAfterAFailureAtEachStep()
{
    QFETCH(QString, name);
    const auto packets = test::chain(40);
    test::CrashFileSystem fileSystem;
    int failed = 0;
    for (bool done = false; !done;) {
        const auto queue = test::openQueue(fileSystem);
        QVERIFY_OK(queue);
        // Somewhere behind the beginning, else it never comes further.
        const std::uint64_t before = (*queue)->endSequence();
        if (failed < 20 && before + 6 < packets.size()) {
            QVERIFY_OK((*queue)->accept(packets[before - 1]));
            QVERIFY_OK((*queue)->sync());
            QVERIFY_OK(failpoint::configure(name + QStringLiteral("=err*1")));
        }
        done = receive(**queue, packets).has_value();
        failed += done ? 0 : 1;
        QVERIFY_OK(failpoint::configure(QString()));
    }
    QVERIFY(failed > 0);
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    QVERIFY(holdsAll(**queue, packets, 1));
}

void TstInboundInterrupted::goesOnInTheSameProcessAfterAPassingFailure()
{
    const auto packets = test::chain(3);
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    const auto before = test::stateOf(**queue);
    for (const char* step : {"check.after", "append.before", "append.after"}) {
        QVERIFY_OK(failpoint::configure(QStringLiteral("inbound.%1=err*1").arg(QString::fromLatin1(step))));
        QVERIFY(!(*queue)->accept(packets[0]));
        QVERIFY(test::stateOf(**queue) == before);
    }
    QCOMPARE(*(*queue)->accept(packets[0]), Accepted::Queued);
    QVERIFY_OK(failpoint::configure(QStringLiteral("inbound.sync.before=err*1")));
    QVERIFY(!(*queue)->sync());
    QCOMPARE((*queue)->endSequence(), std::uint64_t{1});
    QCOMPARE(*(*queue)->accept(packets[0]), Accepted::Repeated);
    QCOMPARE(*(*queue)->accept(packets[1]), Accepted::Queued);
    QVERIFY_OK((*queue)->sync());
    QCOMPARE((*queue)->endSequence(), std::uint64_t{3});
    QCOMPARE(*(*queue)->read(2), packets[1]);
}
#endif

void TstInboundInterrupted::losesNothingWhenThePowerFails()
{
    const auto packets = test::chain(40);
    int crashes = 0;
    for (int at = 1;; ++at) {
        test::CrashFileSystem fileSystem(static_cast<std::uint64_t>(at));
        fileSystem.crashAtOperation(at);
        std::uint64_t promised = 1;
        std::uint64_t released = 0;
        if (const auto queue = test::openQueue(fileSystem)) {
            for (const Bytes& packet : packets) {
                if (!(*queue)->accept(packet) || !(*queue)->sync())
                    break;
                promised = (*queue)->endSequence();
                if (promised % 10 == 1) {
                    released = promised - 5;
                    static_cast<void>((*queue)->release(released));
                }
            }
        }
        const bool crashed = fileSystem.isDown();
        if (crashed)
            fileSystem.restart();
        fileSystem.crashAtOperation(0);
        const Digest digest = released == 0 ? Digest{} : packetDigest(packets[released - 1]);
        const auto queue = test::openQueue(fileSystem, {released, digest});
        QVERIFY_OK(queue);
        const QString where = QStringLiteral("operation %1").arg(at);
        QVERIFY2((*queue)->endSequence() >= promised, qPrintable(where));
        QVERIFY2((*queue)->endSequence() <= promised + 1, qPrintable(where));
        QVERIFY_OK(receive(**queue, packets));
        QVERIFY2(holdsAll(**queue, packets, released + 1), qPrintable(where));
        if (!crashed)
            break;
        ++crashes;
    }
    QVERIFY(crashes > 80);
}

void TstInboundInterrupted::finishesThrowingAwayAfterACrash()
{
    const auto packets = test::chain(100);
    const InboundQueue::Applied applied{90, packetDigest(packets[89])};
    int crashes = 0;
    for (int at = 1;; ++at) {
        test::CrashFileSystem fileSystem(static_cast<std::uint64_t>(at));
        {
            const auto queue = test::openQueue(fileSystem);
            QVERIFY_OK(queue);
            QVERIFY_OK(receive(**queue, {packets.begin(), packets.begin() + 60}));
        }
        fileSystem.crashAtOperation(fileSystem.operations() + at);
        static_cast<void>(test::openQueue(fileSystem, applied));
        const bool crashed = fileSystem.isDown();
        if (crashed)
            fileSystem.restart();
        fileSystem.crashAtOperation(0);
        const auto queue = test::openQueue(fileSystem, applied);
        QVERIFY_OK(queue);
        QCOMPARE((*queue)->endSequence(), std::uint64_t{91});
        QCOMPARE((*queue)->lastDigest(), applied.digest);
        QVERIFY_OK(receive(**queue, packets));
        QVERIFY2(holdsAll(**queue, packets, 91), qPrintable(QStringLiteral("operation %1").arg(at)));
        if (!crashed)
            break;
        ++crashes;
    }
    QVERIFY(crashes > 8);
}

#ifdef BUSHENG_FAILPOINTS // a release has none
void TstInboundInterrupted::finishesThrowingAwayAfterAFailureAtEachStep()
{
    const auto packets = test::chain(100);
    const InboundQueue::Applied applied{90, packetDigest(packets[89])};
    for (const char* step : {"before", "after"}) {
        test::CrashFileSystem fileSystem;
        {
            const auto queue = test::openQueue(fileSystem);
            QVERIFY_OK(queue);
            QVERIFY_OK(receive(**queue, {packets.begin(), packets.begin() + 60}));
        }
        QVERIFY_OK(failpoint::configure(QStringLiteral("inbound.discard.%1=err*1").arg(QString::fromLatin1(step))));
        QVERIFY(!test::openQueue(fileSystem, applied));
        const auto queue = test::openQueue(fileSystem, applied);
        QVERIFY_OK(queue);
        QCOMPARE((*queue)->endSequence(), std::uint64_t{91});
    }
}
#endif

void TstInboundInterrupted::mustBeOpenedAgainAfterAFailedSync()
{
    const auto packets = test::chain(5);
    test::CrashFileSystem fileSystem;
    {
        const auto queue = test::openQueue(fileSystem);
        QVERIFY_OK(queue);
        QVERIFY_OK((*queue)->accept(packets[0]));
        QVERIFY_OK((*queue)->sync());
        QVERIFY_OK((*queue)->accept(packets[1]));
        fileSystem.failNextSync();
        const auto failed = (*queue)->sync();
        QVERIFY(!failed);
        QVERIFY(!failed.error().transient);
        QVERIFY(!(*queue)->sync());
        QVERIFY(!(*queue)->accept(packets[2]));
        QCOMPARE((*queue)->endSequence(), std::uint64_t{2});
    }
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    QVERIFY_OK(receive(**queue, packets));
    QVERIFY(holdsAll(**queue, packets, 1));
}

void TstInboundInterrupted::waitsForRoomOnAFullDisk()
{
    const auto packets = test::chain(5);
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem);
    QVERIFY_OK(queue);
    QVERIFY_OK((*queue)->accept(packets[0]));
    QVERIFY_OK((*queue)->sync());
    const auto before = test::stateOf(**queue);
    fileSystem.setFreeBytes(50);
    for (int i = 0; i < 3; ++i) {
        const auto full = (*queue)->accept(packets[1]);
        QVERIFY(!full);
        QVERIFY(full.error().transient);
        QCOMPARE(full.error().event, QStringLiteral("DSK_FULL"));
        QVERIFY(test::stateOf(**queue) == before);
    }
    fileSystem.setFreeBytes(std::nullopt);
    QVERIFY_OK(receive(**queue, packets));
    QVERIFY(holdsAll(**queue, packets, 1));
}

void TstInboundInterrupted::waitsForRoomWithinItsQuota()
{
    const auto packets = test::chain(200);
    test::CrashFileSystem fileSystem;
    const auto queue = test::openQueue(fileSystem, {}, 12'000);
    QVERIFY_OK(queue);
    int waited = 0;
    for (std::uint64_t sequence = 1; sequence <= packets.size(); ++sequence) {
        auto accepted = (*queue)->accept(packets[sequence - 1]);
        if (!accepted) {
            ++waited;
            QVERIFY(accepted.error().transient);
            QCOMPARE(accepted.error().event, QStringLiteral("DSK_QUOTA"));
            QVERIFY_OK((*queue)->release(sequence - 1)); // the loader made progress
            accepted = (*queue)->accept(packets[sequence - 1]);
        }
        QVERIFY_OK(accepted);
        QVERIFY_OK((*queue)->sync());
        QVERIFY((*queue)->bytesUsed() <= 12'000);
    }
    QVERIFY(waited > 3);
    QCOMPARE((*queue)->endSequence(), std::uint64_t{201});
}

BUSHENG_TEST(TstInboundInterrupted)
#include "tst_inbound_interrupted.moc"
