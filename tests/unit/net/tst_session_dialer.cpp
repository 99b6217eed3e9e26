// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/session_dialer.h"
#include "engine/net/session_listener.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace busheng;
using namespace busheng::test;

namespace {

PeerAddress localPort(quint16 port)
{
    return {QStringLiteral("127.0.0.1"), port};
}

/// A port of this machine where nobody listens.
PeerAddress deadAddress()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return localPort(server.serverPort());
}

class BrokenRandom final : public RandomSource {
public:
    Result<> fill(std::span<char>) override { return fail(ErrorCode::Crypto, QStringLiteral("broken")); }
};

/// A dialer of the province with a clock of its own.
struct Dialing {
    explicit Dialing(QList<PeerAddress> addresses, const QString& peerCode = kMinistry,
                     RandomSource& random = systemRandom())
        : dialer(
              {std::move(addresses), peerCode, SessionPair::defaults(kProvince), 5'000}, *tls, clock, random,
              [](const QString&) { return true; },
              [this](std::unique_ptr<Session> session) {
                  ++openCount;
                  probe = std::make_unique<SessionProbe>(std::move(session));
              },
              [this](const QString& address, const Error& why) {
                  dialed.append(address);
                  failures.push_back(why);
                  if (onFailed)
                      onFailed();
              })
    {
    }
    bool waitState(SessionDialer::State state)
    {
        return QTest::qWaitFor([this, state] { return dialer.state() == state; }, 10'000);
    }

    FakeClock clock;
    std::unique_ptr<TlsContext> tls = sharedIdentities().context(kProvince);
    std::unique_ptr<SessionProbe> probe;
    int openCount = 0;
    QStringList dialed;
    std::vector<Error> failures;
    std::function<void()> onFailed;
    SessionDialer dialer;
};

struct Answering {
    Answering()
    {
        if (!listener.listen(localPort(0)))
            qFatal("cannot listen");
    }
    std::unique_ptr<TlsContext> tls = sharedIdentities().context(kMinistry);
    std::vector<std::unique_ptr<Session>> open;
    SessionListener listener{SessionListener::Options{SessionPair::defaults(kMinistry)},
                             *tls,
                             systemClock(),
                             [](const QString&) { return true; },
                             [this](std::unique_ptr<Session> session) { open.push_back(std::move(session)); },
                             [](const QString&, const Error&) {}};
};

} // namespace

class TstSessionDialer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pausesGrowAndStayInTheirRange()
    {
        const QList<QPair<qint64, qint64>> ranges = {{1'000, 2'000},  {2'000, 4'000},   {4'000, 8'000},
                                                     {8'000, 16'000}, {15'000, 30'000}, {15'000, 30'000}};
        for (int failures = 0; failures < ranges.size(); ++failures) {
            const auto [shortest, longest] = ranges.at(failures);
            QCOMPARE(SessionDialer::pauseMs(failures, 0), shortest);
            qint64 seenMost = 0;
            for (std::uint32_t random = 0; random < 100'000; random += 7) {
                const qint64 pause = SessionDialer::pauseMs(failures, random);
                QVERIFY(pause >= shortest && pause <= longest);
                seenMost = std::max(seenMost, pause);
            }
            QVERIFY(seenMost > longest - 10);
        }
        QVERIFY(SessionDialer::pauseMs(1'000'000, 0xffffffffU) <= 30'000);
        QVERIFY(SessionDialer::pauseMs(-1, 0xffffffffU) >= 1'000);
    }

    void goesToTheStandbyLineWhenThePrimaryIsDead()
    {
        Answering ministry;
        const PeerAddress dead = deadAddress();
        Dialing province({dead, ministry.listener.address()});
        province.dialer.start();
        QTRY_COMPARE_WITH_TIMEOUT(province.openCount, 1, 10'000);
        QCOMPARE(province.dialed, QStringList{dead.toString()});
        QCOMPARE(nameOf(province.failures[0]), QStringLiteral("Network/LNK_DOWN"));
        QVERIFY(province.failures[0].transient);
        QCOMPARE(province.dialer.state(), SessionDialer::State::Idle);
    }

    void waitsLongerEachRoundAndOpensWhenThePeerIsBack()
    {
        const PeerAddress address = deadAddress();
        Dialing province({address});
        province.dialer.start();
        for (std::size_t round = 1; round <= 4; ++round) {
            QVERIFY(province.waitState(SessionDialer::State::Waiting));
            QCOMPARE(province.failures.size(), round);
            const qint64 shortest = SessionDialer::pauseMs(static_cast<int>(round) - 1, 0);
            province.clock.advanceMs(shortest - 1);
            QTest::qWait(300); // longer than it sleeps between two looks at the clock
            QCOMPARE(province.failures.size(), round);
            province.clock.advanceMs(shortest + 2);
            QTRY_COMPARE_WITH_TIMEOUT(province.failures.size(), round + 1, 10'000);
        }
        QVERIFY(province.waitState(SessionDialer::State::Waiting));
        Answering ministry;
        ministry.listener.close();
        QVERIFY_OK(ministry.listener.listen(address));
        province.clock.advanceMs(30'000);
        QTRY_COMPARE_WITH_TIMEOUT(province.openCount, 1, 10'000);
    }

    void startCutsTheWaitShort()
    {
        Dialing province({deadAddress()});
        province.dialer.start();
        QVERIFY(province.waitState(SessionDialer::State::Waiting));
        province.dialer.start();
        QTRY_COMPARE_WITH_TIMEOUT(province.failures.size(), std::size_t{2}, 10'000);
    }

    void redialsWhenToldAndHurriesOnlyAfterAStableSession()
    {
        Answering ministry;
        Dialing province({ministry.listener.address()});
        province.dialer.start();
        for (int round = 1; round <= 3; ++round) { // flapping: each pause longer than the one before
            QTRY_COMPARE_WITH_TIMEOUT(province.openCount, round, 10'000);
            province.probe.reset();
            QTest::qWait(20);
            QCOMPARE(province.dialer.state(), SessionDialer::State::Idle);
            province.dialer.redial();
            QCOMPARE(province.dialer.state(), SessionDialer::State::Waiting);
            province.clock.advanceMs(SessionDialer::pauseMs(round - 1, 0) - 1);
            QTest::qWait(300);
            QCOMPARE(province.openCount, round);
            province.clock.advanceMs(16'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(province.openCount, 4, 10'000);
        province.clock.advanceMs(30'000);
        province.probe.reset();
        province.dialer.redial();
        province.clock.advanceMs(2'001);
        QTRY_COMPARE_WITH_TIMEOUT(province.openCount, 5, 10'000);
    }

    void anotherNodeMayNotAnswer()
    {
        Answering ministry;
        Dialing province({ministry.listener.address()}, QStringLiteral("110000"));
        province.dialer.start();
        QTRY_COMPARE_WITH_TIMEOUT(province.failures.size(), std::size_t{1}, 10'000);
        QCOMPARE(nameOf(province.failures[0]), QStringLiteral("Auth/LNK_WRONG_NODE"));
        QCOMPARE(province.failures[0].args.mid(1), QStringList({QStringLiteral("110000"), kMinistry}));
        QCOMPARE(province.openCount, 0);
        QVERIFY(ministry.open.empty() || ministry.open[0]->state() == Session::State::Closed);
    }

    void addressesOfOneNameTakeTurns()
    {
        const auto list = [](const QStringList& texts) {
            QList<QHostAddress> addresses;
            for (const QString& text : texts)
                addresses.append(QHostAddress(text));
            return addresses;
        };
        const QString four = QStringLiteral("10.0.0.1");
        const QString otherFour = QStringLiteral("10.0.0.2");
        const QString six = QStringLiteral("2001:db8::1");
        const QString otherSix = QStringLiteral("2001:db8::2");
        QCOMPARE(SessionDialer::takingTurns(list({four, otherFour, six, otherSix})),
                 list({six, four, otherSix, otherFour}));
        QCOMPARE(SessionDialer::takingTurns(list({six, otherSix, four})), list({six, four, otherSix}));
        QCOMPARE(SessionDialer::takingTurns(list({otherFour, four})), list({otherFour, four}));
        QCOMPARE(SessionDialer::takingTurns({}), QList<QHostAddress>());
    }

    /// A node that listens at ::1 alone is found by a name that also leads to 127.0.0.1, and by a literal with a zone.
    void ipv6AloneAndWithAZone()
    {
        const auto tls = sharedIdentities().context(kMinistry);
        std::unique_ptr<Session> open;
        SessionListener listener(
            {SessionPair::defaults(kMinistry)}, *tls, systemClock(), [](const QString&) { return true; },
            [&open](std::unique_ptr<Session> session) { open = std::move(session); },
            [](const QString&, const Error&) {});
        QVERIFY_OK(listener.listen({QStringLiteral("::1"), 0}));
        for (const QString& host : {QStringLiteral("::1"), QStringLiteral("::1%lo")}) {
            Dialing province({{host, listener.address().port}});
            province.dialer.start();
            QTRY_COMPARE_WITH_TIMEOUT(province.openCount, 1, 10'000);
            QVERIFY(province.failures.empty());
            QVERIFY((*province.probe)->peer().address.startsWith(QStringLiteral("[::1")));
        }
    }

    void unresolvableNameIsAFailureLikeAnother()
    {
        Answering ministry;
        Dialing province({{QStringLiteral("no-such-host.invalid"), 7443}, ministry.listener.address()});
        province.dialer.start();
        const auto resolved = [&province] {
            if (province.dialer.state() == SessionDialer::State::Resolving)
                province.clock.advanceMs(10); // a resolver that never answers is given up by the clock
            return province.openCount == 1;
        };
        QVERIFY(QTest::qWaitFor(resolved, 20'000));
        QCOMPARE(province.dialed, QStringList{QStringLiteral("no-such-host.invalid:7443")});
    }

    void silentPeerIsLeftAfterTheHandshakeDeadline()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Answering ministry;
        Dialing province({localPort(silent.serverPort()), ministry.listener.address()});
        province.dialer.start();
        QVERIFY(province.waitState(SessionDialer::State::Greeting));
        QTest::qWait(50);
        province.clock.advanceMs(10'001);
        QTRY_COMPARE_WITH_TIMEOUT(province.openCount, 1, 10'000);
        QCOMPARE(nameOf(province.failures[0]), QStringLiteral("Timeout/LNK_DOWN"));
    }

    void stopEndsWhateverIsUnderWay()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Dialing province({localPort(silent.serverPort())});
        province.dialer.start();
        QVERIFY(province.waitState(SessionDialer::State::Greeting));
        province.dialer.stop();
        QCOMPARE(province.dialer.state(), SessionDialer::State::Idle);
        province.clock.advanceMs(60'000);
        QTest::qWait(50);
        QVERIFY(province.failures.empty());

        province.dialer.start();
        QVERIFY(province.waitState(SessionDialer::State::Greeting));
        province.onFailed = [&province] { province.dialer.stop(); }; // from within its own report
        province.clock.advanceMs(10'001);
        QTRY_COMPARE_WITH_TIMEOUT(province.failures.size(), std::size_t{1}, 5'000);
        QTest::qWait(50);
        QCOMPARE(province.dialer.state(), SessionDialer::State::Idle);
    }

    void brokenRandomnessDoesNotKeepItAway()
    {
        BrokenRandom random;
        Dialing province({deadAddress()}, kMinistry, random);
        province.dialer.start();
        QVERIFY(province.waitState(SessionDialer::State::Waiting));
        province.clock.advanceMs(1'001);
        QTRY_COMPARE_WITH_TIMEOUT(province.failures.size(), std::size_t{2}, 10'000);
    }
};

BUSHENG_TEST(TstSessionDialer)
#include "tst_session_dialer.moc"
