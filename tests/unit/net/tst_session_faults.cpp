// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/message_codec.h"
#include "tests/support/raw_greeting.h"
#include "tests/support/raw_tls_peer.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

namespace {

/// A session of ours that listens, and a province that breaks the rules.
struct HostilePeer {
    HostilePeer()
    {
        static const auto tls = sharedIdentities().context(kMinistry);
        auto [near, far] = LoopbackStream::makePair();
        session = std::make_unique<SessionProbe>(
            std::make_unique<Session>(std::move(near), *tls, Session::Side::Listener, SessionPair::defaults(kMinistry),
                                      systemClock(), [](const QString& code) { return code == kProvince; }));
        RawTlsPeer::Setup setup;
        setup.files = identity();
        peer = std::make_unique<RawTlsPeer>(std::move(far), setup);
    }
    bool handshake()
    {
        return QTest::qWaitFor([this] { return (*session)->state() == Session::State::Greeting && peer->isReady(); });
    }
    bool waitOver()
    {
        return QTest::qWaitFor([this] { return session->isOver(); });
    }
    void say(const Message& message)
    {
        Bytes wire;
        appendMessage(wire, message);
        peer->sendPlain(wire);
    }
    void sayHello(const QString& code = kProvince)
    {
        RawGreeting greeting(*peer, identity(), code);
        greeting.sendHello();
    }
    void openSession()
    {
        RawGreeting greeting(*peer, identity(), kProvince);
        greeting.sendHello();
        QVERIFY(greeting.sendAuth());
    }
    static const TlsContext::Files& identity()
    {
        static const TlsContext::Files files = sharedIdentities().issue(kProvince);
        return files;
    }

    std::unique_ptr<SessionProbe> session;
    std::unique_ptr<RawTlsPeer> peer;
};

Bytes rawHeader(std::uint8_t type, std::uint32_t length)
{
    Bytes out(1, static_cast<char>(type));
    out.append(4, '\0');
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<char>(length >> shift & 0xffU));
    return out;
}

} // namespace

class TstSessionFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutAtEachByteOfTheHandshakeEndsBothSides_data()
    {
        QTest::addColumn<bool>("dialerSends");
        QTest::newRow("bytes of the dialer") << true;
        QTest::newRow("bytes of the listener") << false;
    }
    void cutAtEachByteOfTheHandshakeEndsBothSides()
    {
        QFETCH(bool, dialerSends);
        qint64 total = 0;
        {
            SessionPair whole;
            QVERIFY(whole.waitOpen());
            total = (dialerSends ? whole.dialerPipe : whole.listenerPipe)->bytesWrittenInAll();
        }
        QVERIFY(total > 500);
        // Many at a time, for speed.
        constexpr qint64 kBatch = 100;
        for (qint64 first = 0; first < total; first += kBatch) {
            std::vector<std::unique_ptr<SessionPair>> pairs;
            for (qint64 cut = first; cut < std::min(first + kBatch, total); ++cut) {
                pairs.push_back(std::make_unique<SessionPair>());
                SessionPair& pair = *pairs.back();
                (dialerSends ? pair.dialerPipe : pair.listenerPipe)->setCutAfter(cut);
                // Signatures vary in length, so the last offsets may lie behind the greeting: go there.
                for (Session* session : {pair.dialer->operator->(), pair.listener->operator->()})
                    connect(session, &Session::opened, session, [session] {
                        session->send({MessageType::Applied, 1, Bytes(100, 'x')});
                    });
            }
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                QVERIFY2(pairs[i]->waitOver(), qPrintable(QStringLiteral("cut at byte %1").arg(first + qint64(i))));
                for (const SessionProbe* probe : {pairs[i]->dialer.get(), pairs[i]->listener.get()}) {
                    QCOMPARE(probe->closedCount, 1);
                    QCOMPARE(nameOf(probe->reason), QStringLiteral("Network/LNK_DOWN"));
                    QVERIFY(probe->reason.transient);
                }
            }
        }
    }

    void cutAfterOpenIsTransient()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        pair.dialerPipe->setCutAfter(pair.dialerPipe->bytesWrittenInAll() + 1000);
        (*pair.dialer)->send({MessageType::Packet, 1, Bytes(5000, 'x')});
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.listener->reason), QStringLiteral("Network/LNK_DOWN"));
        QVERIFY(pair.listener->messages.empty());
    }

    void garbageInsteadOfTlsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("garbage");
        QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QTest::newRow("zeros") << QByteArray(1000, '\0');
        QTest::newRow("ones") << QByteArray(1000, '\xff');
        QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n");
        QTest::newRow("a record of alert type") << QByteArray("\x15\x03\x03\x00\x02\x02\x28", 7);
        QTest::newRow("application data first") << QByteArray("\x17\x03\x03\x00\x10", 5) + QByteArray(16, 'x');
        QTest::newRow("a record too long") << QByteArray("\x16\x03\x01\xff\xff", 5) + QByteArray(100, 'x');
        QTest::newRow("our frames without TLS") << QByteArray("\x01\0\0\0\0\4\0\0\0abcd", 13);
    }
    void garbageInsteadOfTlsIsRefused()
    {
        QFETCH(QByteArray, garbage);
        for (const auto side : {Session::Side::Listener, Session::Side::Dialer}) {
            const auto tls = sharedIdentities().context(kMinistry);
            auto [near, far] = LoopbackStream::makePair();
            SessionProbe probe(std::make_unique<Session>(std::move(near), *tls, side, SessionPair::defaults(kMinistry),
                                                         systemClock(), [](const QString&) { return true; }));
            far->write(view(garbage));
            QTRY_VERIFY(probe.isOver());
            QCOMPARE(probe.reason.code, ErrorCode::Tls);
            QVERIFY(!probe.reason.event.isEmpty());
            QCOMPARE(probe.openedCount, 0);
        }
    }

    void randomDamageNeverOpensAndNeverHangs()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 60; ++round) {
            const auto tls = sharedIdentities().context(kMinistry);
            auto [near, far] = LoopbackStream::makePair();
            SessionProbe probe(std::make_unique<Session>(std::move(near), *tls, Session::Side::Listener,
                                                         SessionPair::defaults(kMinistry), systemClock(),
                                                         [](const QString&) { return true; }));
            Bytes bytes("\x16\x03\x01", 3);
            while (bytes.size() < 3 + random.bounded(2000U))
                bytes.push_back(static_cast<char>(random.bounded(256)));
            far->write(bytes);
            QTest::qWait(1);
            far->close();
            QTRY_VERIFY(probe.isOver());
            QCOMPARE(probe.openedCount, 0);
        }
    }

    void flippedBitInARecordEndsTheSession()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        QTRY_COMPARE((*pair.dialer)->bytesWaiting(), 0);
        // A record that the dialer never sealed, in the middle of its stream.
        pair.dialerPipe->write(Bytes("\x17\x03\x03\x00\x20", 5) + Bytes(32, 'z'));
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.listener->reason), QStringLiteral("Tls/LNK_DOWN"));
        QVERIFY(pair.listener->reason.transient);
    }

    void lawfulRawPeerOpens() // or the tests below would prove nothing
    {
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.openSession();
        QTRY_VERIFY(bed.session->isOpen());
    }

    void helloOfAnotherNodeIsRefused()
    {
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.sayHello(QStringLiteral("330000"));
        QVERIFY(bed.waitOver());
        QCOMPARE(nameOf(bed.session->reason), QStringLiteral("Auth/LNK_REFUSED"));
        QVERIFY(!bed.session->reason.transient);
        QCOMPARE(bed.session->openedCount, 0);
    }

    void brokenRulesBeforeHello_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const Bytes& bytes) { QTest::newRow(name) << toQByteArray(bytes); };
        row("packet first", rawHeader(16, 1));
        row("ping first", rawHeader(2, 0));
        row("unknown type", rawHeader(77, 0));
        row("type 0", rawHeader(0, 0));
        row("hello of 20,481 bytes", rawHeader(1, 20'481));
        row("auth first", rawHeader(5, 1));
        row("hello in fragments", rawHeader(0x81, 10));
        row("hello of 4 GiB", rawHeader(1, 0xffffffffU));
        row("hello of garbage", rawHeader(1, 3) + "abc");
        row("empty hello", rawHeader(1, 0));
    }
    void brokenRulesBeforeHello()
    {
        QFETCH(QByteArray, bytes);
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.peer->sendPlain(view(bytes));
        QVERIFY(bed.waitOver());
        QCOMPARE(nameOf(bed.session->reason), QStringLiteral("Protocol/LNK_REFUSED"));
        QVERIFY(!bed.session->reason.transient);
        QCOMPARE(bed.session->openedCount, 0);
    }

    void brokenRulesAfterHello_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const Bytes& bytes) { QTest::newRow(name) << toQByteArray(bytes); };
        row("second hello", rawHeader(1, 0));
        row("second auth", rawHeader(5, 0));
        row("credit in fragments", rawHeader(0x86, 8));
        row("short credit", rawHeader(6, 1) + "x");
        row("empty fragment", rawHeader(0x90, 0));
        row("unknown type", rawHeader(33, 0));
        row("one byte too long", rawHeader(16, static_cast<std::uint32_t>(kLargestMessage) + 1));
        row("4 GiB", rawHeader(32, 0xffffffffU));
        row("ping with payload", rawHeader(2, 1) + "x");
    }
    void brokenRulesAfterHello()
    {
        QFETCH(QByteArray, bytes);
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.openSession();
        bed.say({MessageType::Packet, 1, "good"});
        bed.peer->sendPlain(view(bytes));
        QVERIFY(bed.waitOver());
        QCOMPARE(nameOf(bed.session->reason), QStringLiteral("Protocol/LNK_REFUSED"));
        QCOMPARE(bed.session->messages.size(), std::size_t{1});
    }

    void peerThatEndsInsteadOfGreetingIsReported()
    {
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.peer->finish();
        QVERIFY(bed.waitOver());
        QCOMPARE(nameOf(bed.session->reason), QStringLiteral("Auth/LNK_REFUSED"));
    }

    void peerThatEndsWithoutByeIsTransient()
    {
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.openSession();
        QTRY_VERIFY(bed.session->isOpen());
        bed.peer->finish();
        QVERIFY(bed.waitOver());
        QCOMPARE(nameOf(bed.session->reason), QStringLiteral("Network/LNK_DOWN"));
    }

    void pingFloodIsNotAnsweredWithoutBound()
    {
        HostilePeer bed;
        QVERIFY(bed.handshake());
        bed.openSession();
        QTRY_VERIFY(bed.session->isOpen());
        bed.peer->stream().setReadingPaused(true);
        Bytes pings;
        for (int i = 0; i < 1000; ++i)
            pings += rawHeader(2, 0);
        for (int i = 0; i < 100; ++i) {
            bed.peer->sendPlain(pings);
            QTest::qWait(1);
        }
        bed.say({MessageType::Applied, 1, "last"});
        QTRY_COMPARE(bed.session->messages.size(), std::size_t{1});
        QVERIFY((*bed.session)->bytesWaiting() <= 80 << 10);
        QVERIFY(bed.session->isOpen());
    }

    void headerAloneTakesNoMemoryBeforeOpen()
    {
        // A Hello that never comes whole is held in at most its 20 KiB and ends by the deadline of the handshake.
        FakeClock clock;
        const auto tls = sharedIdentities().context(kMinistry);
        auto [near, far] = LoopbackStream::makePair();
        Session::Options options = SessionPair::defaults(kMinistry);
        options.pingMs = 40;
        SessionProbe probe(std::make_unique<Session>(std::move(near), *tls, Session::Side::Listener, options, clock,
                                                     [](const QString&) { return true; }));
        RawTlsPeer::Setup setup;
        setup.files = sharedIdentities().issue(kProvince);
        RawTlsPeer peer(std::move(far), setup);
        QTRY_VERIFY(probe->state() == Session::State::Greeting && peer.isReady());
        peer.sendPlain(rawHeader(1, 20'000) + Bytes(100, 'h'));
        QTest::qWait(30);
        QCOMPARE(probe->state(), Session::State::Greeting);
        clock.advanceMs(10'001);
        QTRY_VERIFY(probe.isOver());
        QCOMPARE(probe.reason.code, ErrorCode::Timeout);
    }
};

BUSHENG_TEST(TstSessionFaults)
#include "tst_session_faults.moc"
