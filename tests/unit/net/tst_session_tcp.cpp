// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/session_dialer.h"
#include "engine/net/session_listener.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

/// The ministry, listening on a real socket.
struct Ministry {
    explicit Ministry(SessionListener::Options options = {})
        : listener(
              withSession(std::move(options)), *tls, systemClock(),
              [](const QString& code) { return code == kProvince; },
              [this](std::unique_ptr<Session> session) {
                  open.push_back(std::make_unique<SessionProbe>(std::move(session)));
              },
              [this](const QString&, const Error& why) { failures.push_back(why); })
    {
    }
    static SessionListener::Options withSession(SessionListener::Options options)
    {
        const int handshakeMs = options.session.handshakeMs;
        options.session = SessionPair::defaults(kMinistry);
        options.session.handshakeMs = handshakeMs;
        return options;
    }
    bool listen(const char* address = "127.0.0.1:0")
    {
        const auto parsed = parseAddress(QString::fromLatin1(address), AddressUse::Listen);
        return parsed && listener.listen(*parsed);
    }

    std::unique_ptr<TlsContext> tls = sharedIdentities().context(kMinistry);
    std::vector<std::unique_ptr<SessionProbe>> open;
    std::vector<Error> failures;
    SessionListener listener;
};

/// A province that dials it.
struct Province {
    explicit Province(const PeerAddress& address, const QString& peerCode = kMinistry)
        : dialer(
              {{address}, peerCode, SessionPair::defaults(kProvince), 5'000}, *tls, systemClock(), systemRandom(),
              [](const QString&) { return true; },
              [this](std::unique_ptr<Session> session) { probe = std::make_unique<SessionProbe>(std::move(session)); },
              [this](const QString&, const Error& why) { failures.push_back(why); })
    {
        dialer.start();
    }

    std::unique_ptr<TlsContext> tls = sharedIdentities().context(kProvince);
    std::unique_ptr<SessionProbe> probe;
    std::vector<Error> failures;
    SessionDialer dialer;
};

std::vector<std::unique_ptr<QTcpSocket>> connectMany(const PeerAddress& address, int count)
{
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < count; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QHostAddress(address.host), address.port);
    }
    return sockets;
}

} // namespace

class TstSessionTcp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opensAndCarriesMessages_data()
    {
        QTest::addColumn<QByteArray>("listen");
        QTest::addColumn<QString>("dial");
        QTest::newRow("IPv4") << QByteArray("127.0.0.1:0") << QStringLiteral("127.0.0.1");
        QTest::newRow("IPv6") << QByteArray("[::1]:0") << QStringLiteral("::1");
        QTest::newRow("all addresses, by IPv4") << QByteArray("*:0") << QStringLiteral("127.0.0.1");
        QTest::newRow("all addresses, by name") << QByteArray("*:0") << QStringLiteral("localhost");
    }
    void opensAndCarriesMessages()
    {
        QFETCH(QByteArray, listen);
        QFETCH(QString, dial);
        Ministry ministry;
        QVERIFY(ministry.listen(listen.constData()));
        QVERIFY(ministry.listener.address().port > 0);
        Province province({dial, ministry.listener.address().port});
        QTRY_VERIFY_WITH_TIMEOUT(province.probe && ministry.open.size() == 1, 10'000);
        SessionProbe& far = *ministry.open[0];
        QCOMPARE(far->peer().code, kProvince);
        if (listen == "*:0" && dial == QStringLiteral("127.0.0.1"))
            QVERIFY2(far->peer().address.startsWith(QStringLiteral("127.0.0.1:")), qPrintable(far->peer().address));
        if (dial == QStringLiteral("::1"))
            QVERIFY(far->peer().address.startsWith(QStringLiteral("[::1]:")));
        QVERIFY((*province.probe)->send({MessageType::Packet, 5, Bytes(9 << 20, 'x')}));
        QVERIFY(far->send({MessageType::Applied, 5, "thanks"}));
        QTRY_COMPARE_WITH_TIMEOUT(far.messages.size(), std::size_t{1}, 30'000);
        QCOMPARE(far.messages[0].payload.size(), std::size_t{9 << 20});
        QTRY_COMPARE((*province.probe).messages.size(), std::size_t{1});
        QCOMPARE(ministry.listener.handshakes(), 0);
        QCOMPARE(ministry.listener.sessions(), 1);
        ministry.open.clear();
        QCOMPARE(ministry.listener.sessions(), 0);
    }

    void pausedReceiverHoldsTheSenderBack()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        Province province(ministry.listener.address());
        QTRY_VERIFY_WITH_TIMEOUT(province.probe && ministry.open.size() == 1, 10'000);
        SessionProbe& far = *ministry.open[0];
        far.keepMessages = false;
        far->setReadingPaused(true);
        for (int i = 0; i < 40; ++i)
            QVERIFY((*province.probe)->send({MessageType::Packet, 5, Bytes(1 << 20, 'x')}));
        QTest::qWait(300);
        // What the system's socket buffers take is gone from here; the rest waits.
        QVERIFY((*province.probe)->bytesWaiting() > 20 << 20);
        QCOMPARE(far.messageCount, std::size_t{0});
        far->setReadingPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(far.messageCount, std::size_t{40}, 60'000);
        QTRY_COMPARE((*province.probe)->bytesWaiting(), 0);
    }

    void byeArrivesWhileThePeerSendsBulk()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        Province province(ministry.listener.address());
        QTRY_VERIFY_WITH_TIMEOUT(province.probe && ministry.open.size() == 1, 10'000);
        for (int i = 0; i < 8; ++i)
            (*province.probe)->send({MessageType::Packet, 5, Bytes(1 << 20, 'x')});
        QTRY_VERIFY(ministry.open[0]->messageCount > 0);
        (*ministry.open[0])->close(makeEvent(ErrorCode::Cancelled, QStringLiteral("LNK_FORK"), {}, QString()));
        QTRY_VERIFY_WITH_TIMEOUT(province.probe->isOver() && ministry.open[0]->isOver(), 5'000);
        QCOMPARE(province.probe->reason.native, QStringLiteral("LNK_FORK"));
    }

    void vanishedPeerIsNoticedAtOnceWhenItsSocketCloses()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        Province province(ministry.listener.address());
        QTRY_VERIFY_WITH_TIMEOUT(province.probe && ministry.open.size() == 1, 10'000);
        province.probe.reset();
        QTRY_VERIFY(ministry.open[0]->isOver());
        QCOMPARE(nameOf(ministry.open[0]->reason), QStringLiteral("Network/LNK_DOWN"));
    }

    void takenPortIsNamed()
    {
        Ministry first;
        QVERIFY(first.listen());
        Ministry second;
        const auto result = second.listener.listen(first.listener.address());
        QVERIFY(!result);
        QCOMPARE(nameOf(result.error()), QStringLiteral("Config/CFG_PORT_TAKEN"));
        QCOMPARE(result.error().args, QStringList{first.listener.address().toString()});
    }

    void addressOfAnotherMachineIsNamed()
    {
        Ministry ministry;
        const auto result = ministry.listener.listen({QStringLiteral("192.0.2.1"), 7443});
        QVERIFY(!result);
        QCOMPARE(nameOf(result.error()), QStringLiteral("Config/CFG_BAD_VALUE"));
        const auto nonsense = ministry.listener.listen({QStringLiteral("nonsense"), 7443});
        QVERIFY(!nonsense);
        QCOMPARE(nameOf(nonsense.error()), QStringLiteral("Config/CFG_BAD_VALUE"));
    }

    void unregisteredNodeIsReportedAndGone()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        const auto tls = sharedIdentities().context(QStringLiteral("330000"));
        std::vector<Error> failures;
        SessionDialer dialer(
            {{ministry.listener.address()}, kMinistry, SessionPair::defaults(QStringLiteral("330000")), 5'000}, *tls,
            systemClock(), systemRandom(), [](const QString&) { return true; },
            [](std::unique_ptr<Session>) { QFAIL("must not open"); },
            [&failures](const QString&, const Error& why) { failures.push_back(why); });
        dialer.start();
        QTRY_COMPARE_WITH_TIMEOUT(ministry.failures.size(), std::size_t{1}, 10'000);
        QCOMPARE(nameOf(ministry.failures[0]), QStringLiteral("Auth/LNK_UNKNOWN_PEER"));
        QTRY_COMPARE(failures.size(), std::size_t{1});
        QVERIFY(ministry.open.empty());
        QCOMPARE(ministry.listener.handshakes(), 0);
    }

    void refusalByCertificateReachesTheRefused()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        Identities others(QStringLiteral("Other Authority"));
        TlsContext::Files files = others.issue(kProvince);
        files.authority = sharedIdentities().path(QStringLiteral("authority.pem"));
        files.revocationLists = sharedIdentities().path(QStringLiteral("crl"));
        const auto tls = others.context(files);
        std::vector<Error> failures;
        SessionDialer dialer(
            {{ministry.listener.address()}, kMinistry, SessionPair::defaults(kProvince), 5'000}, *tls, systemClock(),
            systemRandom(), [](const QString&) { return true; }, [](std::unique_ptr<Session>) {},
            [&failures](const QString&, const Error& why) { failures.push_back(why); });
        for (std::size_t round = 1; round <= 20; ++round) {
            dialer.start();
            QTRY_COMPARE_WITH_TIMEOUT(failures.size(), round, 10'000);
            QCOMPARE(nameOf(failures.back()), QStringLiteral("Tls/LNK_REFUSED"));
        }
    }

    void twoHundredPeersMayComeAtOnce()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        std::vector<std::unique_ptr<Province>> provinces;
        for (int i = 0; i < 200; ++i)
            provinces.push_back(std::make_unique<Province>(ministry.listener.address()));
        const auto allOpen = [&provinces] {
            return std::all_of(provinces.begin(), provinces.end(), [](const auto& province) {
                if (province->dialer.state() == SessionDialer::State::Waiting)
                    province->dialer.start(); // the test does not wait for the pause of those who were refused
                return province->probe != nullptr;
            });
        };
        QVERIFY(QTest::qWaitFor(allOpen, 60'000));
        QTRY_COMPARE(ministry.open.size(), std::size_t{200});
    }

    void floodOfSilentConnectionsIsBounded()
    {
        SessionListener::Options options;
        options.maxHandshakes = 8;
        options.maxHandshakesPerAddress = 100;
        options.session.handshakeMs = 300;
        Ministry ministry(options);
        QVERIFY(ministry.listen());
        const auto sockets = connectMany(ministry.listener.address(), 30);
        int most = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                most = std::max(most, ministry.listener.handshakes());
                return ministry.failures.size() == 30; // all get their turn and their deadline
            },
            20'000));
        QCOMPARE(most, 8);
        Province province(ministry.listener.address());
        QTRY_VERIFY_WITH_TIMEOUT(province.probe, 10'000);
    }

    void oneAddressCannotTakeAllPlaces()
    {
        SessionListener::Options options;
        options.maxHandshakesPerAddress = 4;
        Ministry ministry(options);
        QVERIFY(ministry.listen());
        const auto sockets = connectMany(ministry.listener.address(), 20);
        QTRY_COMPARE(
            std::count_if(sockets.begin(), sockets.end(),
                          [](const auto& socket) { return socket->state() == QAbstractSocket::UnconnectedState; }),
            16);
        QCOMPARE(ministry.listener.handshakes(), 4);
        QCOMPARE(ministry.failures.size(), std::size_t{1}); // one report, not sixteen
        QCOMPARE(nameOf(ministry.failures[0]), QStringLiteral("Network/LNK_REFUSED"));
    }

    void openSessionsAreBounded()
    {
        SessionListener::Options options;
        options.maxSessions = 1;
        Ministry ministry(options);
        QVERIFY(ministry.listen());
        Province first(ministry.listener.address());
        QTRY_VERIFY_WITH_TIMEOUT(first.probe && ministry.open.size() == 1, 10'000);
        Province second(ministry.listener.address());
        QTRY_COMPARE_WITH_TIMEOUT(second.failures.size(), std::size_t{1}, 10'000);
        QCOMPARE(ministry.open.size(), std::size_t{1});
        ministry.open.clear();
        second.dialer.start();
        QTRY_VERIFY_WITH_TIMEOUT(second.probe, 10'000);
    }

    void closedListenerLetsOpenSessionsGoOn()
    {
        Ministry ministry;
        QVERIFY(ministry.listen());
        Province province(ministry.listener.address());
        QTRY_VERIFY_WITH_TIMEOUT(province.probe && ministry.open.size() == 1, 10'000);
        const auto silent = connectMany(ministry.listener.address(), 1);
        QTRY_COMPARE(ministry.listener.handshakes(), 1);
        ministry.listener.close();
        QCOMPARE(ministry.listener.handshakes(), 0);
        QTRY_COMPARE(silent[0]->state(), QAbstractSocket::UnconnectedState);
        QVERIFY((*province.probe)->send({MessageType::Packet, 1, "still"}));
        QTRY_COMPARE(ministry.open[0]->messages.size(), std::size_t{1});
    }
};

BUSHENG_TEST(TstSessionTcp)
#include "tst_session_tcp.moc"
