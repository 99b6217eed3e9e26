// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

using namespace busheng;
using namespace busheng::test;

namespace {

/// Short pauses between looks at the clock, so that a test that moves a fake clock need not wait for them.
SessionPair::Setup withClock(Clock& clock)
{
    SessionPair::Setup setup;
    setup.clock = &clock;
    setup.dialerOptions.pingMs = setup.listenerOptions.pingMs = 40;
    return setup;
}

/// The listener never loses patience, so that it is the dialer who does.
SessionPair::Setup withPatientListener(Clock& clock)
{
    SessionPair::Setup setup = withClock(clock);
    setup.listenerOptions.silenceMs = setup.listenerOptions.handshakeMs = 600'000;
    return setup;
}

Message packet(std::uint32_t stream, Bytes payload)
{
    return {MessageType::Packet, stream, std::move(payload)};
}

} // namespace

class TstSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothSidesOpenAndKnowEachOther()
    {
        SessionPair pair;
        QCOMPARE(pair.dialer->openedCount, 0);
        QVERIFY(pair.waitOpen());
        const PeerInfo& ministry = (*pair.dialer)->peer();
        QCOMPARE(ministry.code, kMinistry);
        QVERIFY(ministry.certificateSubject.contains(QStringLiteral("CN=100000")));
        QCOMPARE(ministry.certificateSha256.size(), 64);
        QCOMPARE(ministry.tlsVersion, QStringLiteral("TLSv1.3"));
        QCOMPARE(ministry.suite, QStringLiteral("TLS_AES_128_GCM_SHA256"));
        QCOMPARE(ministry.address, QStringLiteral("loopback:1"));
        QCOMPARE(ministry.bootId, SessionPair::defaults(kMinistry).bootId);
        QCOMPARE(ministry.productVersion, QStringLiteral(BUSHENG_VERSION));
        QCOMPARE((*pair.listener)->peer().code, kProvince);
        QCOMPARE((*pair.dialer)->side(), Session::Side::Dialer);
        QCOMPARE((*pair.listener)->side(), Session::Side::Listener);
        QCOMPARE(pair.dialer->openedCount + pair.listener->openedCount, 2);
    }

    void nothingIsSentBeforeOpen()
    {
        SessionPair pair;
        QVERIFY(!(*pair.dialer)->send(packet(1, "early")));
        QVERIFY(pair.waitOpen());
        QVERIFY((*pair.dialer)->send(packet(1, "now")));
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1});
        QCOMPARE(pair.listener->messages[0].payload, Bytes("now"));
    }

    void messagesOfAllSizesArriveWhole_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 9, 16'383, 16'384, 16'385, 65'527, 65'528, 1 << 20, 9 << 20})
            QTest::addRow("%d bytes", size) << size;
    }
    void messagesOfAllSizesArriveWhole()
    {
        QFETCH(int, size);
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        Bytes payload(static_cast<std::size_t>(size), '\0');
        for (std::size_t i = 0; i < payload.size(); ++i)
            payload[i] = static_cast<char>(i * 7 + i / 251);
        QVERIFY((*pair.dialer)->send(packet(3, payload)));
        QVERIFY((*pair.dialer)->send(packet(3, "behind")));
        QTRY_COMPARE_WITH_TIMEOUT(pair.listener->messages.size(), std::size_t{2}, 30'000);
        QVERIFY(pair.listener->messages[0].payload == payload);
        QCOMPARE(pair.listener->messages[0].stream, 3U);
        QCOMPARE(pair.listener->messages[1].payload, Bytes("behind"));
        QTRY_COMPARE((*pair.dialer)->bytesWaiting(), 0);
    }

    void thousandsOfMessagesKeepTheirOrderBothWays()
    {
        constexpr std::uint32_t kCount = 5000;
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        for (std::uint32_t i = 0; i < kCount; ++i) {
            QVERIFY((*pair.dialer)->send(packet(i, Bytes(i % 300, 'd'))));
            QVERIFY((*pair.listener)->send(packet(i, Bytes(i % 200, 'l'))));
        }
        QTRY_COMPARE_WITH_TIMEOUT(pair.listener->messages.size(), std::size_t{kCount}, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(pair.dialer->messages.size(), std::size_t{kCount}, 30'000);
        for (std::uint32_t i = 0; i < kCount; ++i) {
            QCOMPARE(pair.listener->messages[i].stream, i);
            QCOMPARE(pair.listener->messages[i].payload.size(), std::size_t{i % 300});
            QCOMPARE(pair.dialer->messages[i].stream, i);
        }
    }

    void smallMessagesShareTlsRecords()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        QTRY_COMPARE((*pair.dialer)->bytesWaiting(), 0);
        const qint64 before = pair.dialerPipe->bytesWrittenInAll();
        for (int i = 0; i < 1000; ++i)
            (*pair.dialer)->send({MessageType::Applied, 1, "12345678"});
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1000});
        const qint64 overhead = pair.dialerPipe->bytesWrittenInAll() - before - 17'000;
        QVERIFY2(overhead < 200, qPrintable(QString::number(overhead)));
    }

    void worksThroughOneByteAtATime()
    {
        SessionPair pair;
        pair.dialerPipe->setChunk(1);
        pair.listenerPipe->setChunk(1);
        QVERIFY(pair.waitOpen());
        QVERIFY((*pair.dialer)->send(packet(1, Bytes(20'000, 'x'))));
        QTRY_COMPARE_WITH_TIMEOUT(pair.listener->messages.size(), std::size_t{1}, 30'000);
        QVERIFY(pair.listener->messages[0].payload == Bytes(20'000, 'x'));
    }

    void bulkWaitsHereWhenTheNetworkIsSlow()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        QTRY_COMPARE((*pair.dialer)->bytesWaiting(), 0);
        pair.dialerPipe->setStalled(true);
        for (int i = 0; i < 8; ++i)
            QVERIFY((*pair.dialer)->send(packet(1, Bytes(1 << 20, 'b'))));
        QTest::qWait(50);
        QVERIFY((*pair.dialer)->bytesWaiting() >= 8 << 20);
        QVERIFY2(pair.dialerPipe->bytesToWrite() <= 640 << 10, "only a window may be encrypted ahead");
        int changes = 0;
        connect(pair.dialer->operator->(), &Session::bytesWaitingChanged, this, [&changes] { ++changes; });
        pair.dialerPipe->setStalled(false);
        QTRY_COMPARE_WITH_TIMEOUT((*pair.dialer)->bytesWaiting(), 0, 30'000);
        QVERIFY(changes > 8);
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{8});
    }

    void pausedReadingHoldsMessagesBackAndResumes()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        Session& listener = **pair.listener;
        // Pauses from within the slot, with the second message in the same record.
        pair.listener->onMessage = [&listener](const Message&) { listener.setReadingPaused(true); };
        for (int i = 0; i < 3; ++i)
            QVERIFY((*pair.dialer)->send(packet(static_cast<std::uint32_t>(i), "x")));
        QVERIFY((*pair.dialer)->send(packet(3, Bytes(4 << 20, 'x'))));
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1});
        QTest::qWait(50);
        QCOMPARE(pair.listener->messages.size(), std::size_t{1});
        QVERIFY((*pair.dialer)->bytesWaiting() > 2 << 20);
        for (std::size_t count = 2; count <= 4; ++count) {
            listener.setReadingPaused(false);
            QTRY_COMPARE_WITH_TIMEOUT(pair.listener->messages.size(), count, 20'000);
        }
        QCOMPARE(pair.listener->messages[3].stream, 3U);
    }

    void pauseBeforeOpenHoldsMessagesButNotTheHandshake()
    {
        SessionPair pair;
        (*pair.listener)->setReadingPaused(true);
        QVERIFY(pair.waitOpen());
        QVERIFY((*pair.dialer)->send(packet(1, "x")));
        QTest::qWait(50);
        QVERIFY(pair.listener->messages.empty());
        (*pair.listener)->setReadingPaused(false);
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1});
    }

    void idleSessionStaysAliveByPings()
    {
        FakeClock clock;
        SessionPair pair(withClock(clock));
        QVERIFY(pair.waitOpen());
        const qint64 before = pair.dialerPipe->bytesWrittenInAll();
        for (int i = 0; i < 20; ++i) { // ten times the silence that is allowed
            clock.advanceMs(4'000);
            QTest::qWait(40);
        }
        QVERIFY(pair.dialer->isOpen() && pair.listener->isOpen());
        QVERIFY(pair.dialerPipe->bytesWrittenInAll() > before);
        QCOMPARE(pair.dialer->messageCount, std::size_t{0});
    }

    void silenceEndsTheSession()
    {
        FakeClock clock;
        SessionPair pair(withPatientListener(clock));
        QVERIFY(pair.waitOpen());
        pair.dialerPipe->setStalled(true);
        pair.listenerPipe->setStalled(true);
        clock.advanceMs(7'900);
        QTest::qWait(60);
        QVERIFY(pair.dialer->isOpen());
        clock.advanceMs(200);
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.dialer->reason), QStringLiteral("Timeout/LNK_DOWN"));
        QVERIFY(pair.dialer->reason.transient);
        QCOMPARE(pair.dialer->reason.args.at(0), kMinistry);
        QCOMPARE(pair.listener->closedCount, 1);
    }

    void ownPauseIsNoSilence()
    {
        FakeClock clock;
        SessionPair pair(withClock(clock));
        QVERIFY(pair.waitOpen());
        (*pair.listener)->setReadingPaused(true);
        for (int i = 0; i < 10; ++i) {
            clock.advanceMs(5'000);
            QTest::qWait(40);
        }
        QVERIFY(pair.listener->isOpen());
        QVERIFY2(pair.dialer->isOpen(), "the paused side must still say that it lives");
        (*pair.listener)->setReadingPaused(false);
        QVERIFY((*pair.dialer)->send(packet(1, "after")));
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1});
    }

    void handshakeHasADeadline()
    {
        FakeClock clock;
        SessionPair pair(withPatientListener(clock));
        pair.listenerPipe->setStalled(true);
        QTest::qWait(50);
        clock.advanceMs(10'001);
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.dialer->reason), QStringLiteral("Timeout/LNK_DOWN"));
        QCOMPARE(pair.dialer->openedCount, 0);
    }

    void byeTellsThePeerWhy()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        (*pair.listener)
            ->close(makeEvent(ErrorCode::Storage, events::DSK_FULL, {QStringLiteral("/secret/path")},
                              QStringLiteral("a detail that stays here")));
        QCOMPARE((*pair.listener)->state(), Session::State::Closed);
        QCOMPARE(pair.listener->closedCount, 0); // never from within the call
        QVERIFY(!(*pair.listener)->send(packet(1, "late")));
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.listener->reason), QStringLiteral("Storage/DSK_FULL"));
        QCOMPARE(nameOf(pair.dialer->reason), QStringLiteral("Network/LNK_DOWN"));
        QCOMPARE(pair.dialer->reason.native, events::DSK_FULL);
        QVERIFY(!pair.dialer->reason.toString().contains(QStringLiteral("secret")));
        QVERIFY(pair.dialer->reason.transient);
    }

    void byeWaitsForNoMessageUnderWay()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        pair.dialerPipe->setStalled(true);
        QVERIFY((*pair.dialer)->send(packet(1, Bytes(1 << 20, 'x'))));
        QVERIFY((*pair.dialer)->send(packet(2, Bytes(1 << 20, 'y'))));
        QTest::qWait(30);
        pair.dialerPipe->setStalled(false);
        (*pair.dialer)->close(makeError(ErrorCode::Cancelled, QStringLiteral("the node stops")));
        QVERIFY(pair.waitOver());
        QVERIFY(pair.listener->messages.empty()); // half a message is none
        QCOMPARE(pair.listener->reason.code, ErrorCode::Network);
        QVERIFY(pair.listener->reason.detail.contains(QStringLiteral("goodbye")));
    }

    void byeArrivesThroughBulkFromTheOtherSide()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        for (int i = 0; i < 6; ++i)
            (*pair.dialer)->send(packet(1, Bytes(1 << 20, 'x')));
        QTRY_VERIFY(pair.listener->messageCount > 0);
        (*pair.listener)->close(makeEvent(ErrorCode::Cancelled, events::PKT_FORK, {}, QStringLiteral("test")));
        QVERIFY(pair.waitOver());
        QCOMPARE(pair.dialer->reason.native, events::PKT_FORK);
    }

    void closingBothEndsAtOnceEndsPromptly()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        QElapsedTimer timer;
        timer.start();
        (*pair.dialer)->close(makeError(ErrorCode::Cancelled, QStringLiteral("a")));
        (*pair.listener)->close(makeError(ErrorCode::Cancelled, QStringLiteral("b")));
        QVERIFY(pair.waitOver());
        QVERIFY2(timer.elapsed() < 950, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(pair.dialer->reason.detail, QStringLiteral("a"));
        QCOMPARE(pair.dialer->closedCount, 1);
    }

    void closingTowardsAStalledPeerIsBounded()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        pair.dialerPipe->setStalled(true);
        QElapsedTimer timer;
        timer.start();
        (*pair.dialer)->close(makeError(ErrorCode::Cancelled, QStringLiteral("the node stops")));
        (*pair.dialer)->close(makeError(ErrorCode::Internal, QStringLiteral("a second reason does not count")));
        QTRY_VERIFY_WITH_TIMEOUT(pair.dialer->isOver(), 3'000);
        QVERIFY(timer.elapsed() < 2'000);
        QCOMPARE(pair.dialer->reason.code, ErrorCode::Cancelled);
        QCOMPARE(pair.dialer->closedCount, 1);
        QVERIFY(pair.dialerPipe->isClosed());
    }

    void closingBeforeOpenSaysNothing()
    {
        SessionPair pair;
        (*pair.dialer)->close(makeError(ErrorCode::Cancelled, QStringLiteral("never mind")));
        QVERIFY(pair.waitOver());
        QCOMPARE(pair.dialerPipe->bytesWrittenInAll(), 0);
        QCOMPARE(pair.dialer->openedCount + pair.listener->openedCount, 0);
    }

    void mayBeDestroyedInASlot()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        pair.listener->onMessage = [&pair](const Message&) { pair.listener->destroySession(); };
        for (int i = 0; i < 10; ++i)
            (*pair.dialer)->send(packet(1, "x"));
        QTRY_VERIFY(pair.dialer->isOver());
        QCOMPARE(pair.listener->messageCount, std::size_t{1});
        QCOMPARE(pair.dialer->reason.code, ErrorCode::Network);
    }
};

BUSHENG_TEST(TstSession)
#include "tst_session.moc"
