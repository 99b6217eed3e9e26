// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions over a bad line: real sockets, and between them a proxy that plays the line.
#include "engine/base/platform.h"
#include "engine/net/session_dialer.h"
#include "engine/net/session_listener.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QTimer>

using namespace busheng;
using namespace busheng::test;

namespace {

using Way = TcpProxy::Direction;

/// QTest::qWaitFor() sleeps between looks, which a line of many hops pays for at each of them.
bool spinUntil(const std::function<bool()>& isReached, int withinMs)
{
    QTimer wake;
    wake.start(5);
    const QDeadlineTimer deadline(withinMs);
    while (!isReached() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return isReached();
}

Session::Options quick(const QString& code)
{
    Session::Options options = SessionPair::defaults(code);
    options.handshakeMs = 3'000;
    options.pingMs = 100;
    options.silenceMs = 600;
    return options;
}

/// A ministry that listens, a province that dials it through the proxy.
struct Line {
    Line()
        : listener(
              {quick(kMinistry)}, *ministryTls, systemClock(), [](const QString&) { return true; },
              [this](std::unique_ptr<Session> session) {
                  ministry = std::make_unique<SessionProbe>(std::move(session));
              },
              [this](const QString&, const Error& why) { listenerFailures.push_back(why); })
    {
        const auto listening = listener.listen({QStringLiteral("127.0.0.1"), 0});
        if (!listening)
            qFatal("%s", qPrintable(listening.error().toString()));
        proxy = std::make_unique<TcpProxy>(listener.address().port);
        dialer = std::make_unique<SessionDialer>(
            SessionDialer::Options{{{QStringLiteral("127.0.0.1"), proxy->port()}}, kMinistry, quick(kProvince), 2'000},
            *provinceTls, systemClock(), systemRandom(), [](const QString&) { return true; },
            [this](std::unique_ptr<Session> session) { province = std::make_unique<SessionProbe>(std::move(session)); },
            [this](const QString&, const Error& why) {
                dialerFailures.push_back(why);
                dialer->stop(); // one attempt
            });
    }
    bool open()
    {
        dialer->start();
        return spinUntil([this] { return province && ministry; }, 10'000);
    }
    bool waitOver()
    {
        return spinUntil([this] { return province->isOver() && ministry->isOver(); }, 10'000);
    }

    std::unique_ptr<TlsContext> ministryTls = sharedIdentities().context(kMinistry);
    std::unique_ptr<TlsContext> provinceTls = sharedIdentities().context(kProvince);
    std::vector<Error> listenerFailures;
    std::vector<Error> dialerFailures;
    std::unique_ptr<SessionProbe> ministry;
    std::unique_ptr<SessionProbe> province;
    SessionListener listener;
    std::unique_ptr<TcpProxy> proxy;
    std::unique_ptr<SessionDialer> dialer;
};

} // namespace

class TstSessionLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGoodLinePasses()
    {
        Line line;
        QVERIFY(line.open());
        QVERIFY((*line.province)->send({MessageType::Packet, 1, Bytes(3 << 20, 'x')}));
        QTRY_COMPARE_WITH_TIMEOUT(line.ministry->messages.size(), std::size_t{1}, 10'000);
    }

    /// Every byte of an exchange, each way: whatever was cut, both sides notice, and nothing arrives in part.
    void cutAtEveryByteOfAnExchange_data()
    {
        QTest::addColumn<bool>("toListener");
        QTest::addColumn<bool>("reset");
        QTest::newRow("to the listener, FIN") << true << false;
        QTest::newRow("to the dialer, FIN") << false << false;
        QTest::newRow("to the listener, RST") << true << true;
        QTest::newRow("to the dialer, RST") << false << true;
    }
    void cutAtEveryByteOfAnExchange()
    {
        QFETCH(bool, toListener);
        QFETCH(bool, reset);
        const Way way = toListener ? Way::ToListener : Way::ToDialer;
        Line line;
        QVERIFY(line.open());
        const auto exchange = [&line] {
            (*line.province)->send({MessageType::Packet, 1, Bytes(100, 'p')});
            (*line.ministry)->send({MessageType::Received, 1, Bytes(16, 'r')});
        };
        constexpr qint64 kLongest = 160; // one record of 109 bytes and one of 25, and more than that
        const qint64 step = kIsWindows ? 20 : reset ? 7 : 1; // a silence is long
        for (qint64 bytes = 0; bytes < kLongest; bytes += step) {
            line.proxy->setCutAfter(way, bytes + 1, reset);
            for (int i = 0; i < 5; ++i)
                exchange();
            if (!spinUntil([&] { return line.province->isOver(); }, 5'000))
                QFAIL(qPrintable(QStringLiteral("cut at byte %1 was not noticed").arg(bytes)));
            QVERIFY(line.waitOver());
            for (const SessionProbe* probe : {line.province.get(), line.ministry.get()}) {
                // wine does not always tell a socket that the other side has closed: then it is the silence that tells.
                const bool isSilence = kIsWindows && probe->reason.code == ErrorCode::Timeout;
                QVERIFY2(probe->reason.code == ErrorCode::Network || isSilence, qPrintable(probe->reason.toString()));
                QVERIFY(probe->reason.transient);
                for (const Message& message : probe->messages)
                    QVERIFY(message.payload.size() == 100 || message.payload.size() == 16);
            }
            line.proxy->setCutAfter(way, std::numeric_limits<qint64>::max());
            line.province.reset();
            line.ministry.reset();
            QVERIFY(line.open());
        }
    }

    void aPeerThatVanishedIsNoticed_data()
    {
        QTest::addColumn<bool>("toListener");
        QTest::addColumn<bool>("toDialer");
        QTest::newRow("half-open: nothing passes, nobody is told") << true << true;
        QTest::newRow("one-way: only answers get lost") << false << true;
        QTest::newRow("one-way: only questions get lost") << true << false;
    }
    void aPeerThatVanishedIsNoticed()
    {
        QFETCH(bool, toListener);
        QFETCH(bool, toDialer);
        Line line;
        QVERIFY(line.open());
        line.proxy->setStalled(Way::ToListener, toListener);
        line.proxy->setStalled(Way::ToDialer, toDialer);
        QElapsedTimer clock;
        clock.start();
        const SessionProbe& deaf = toListener ? *line.ministry : *line.province;
        QVERIFY(spinUntil([&] { return deaf.isOver(); }, 5'000));
        QVERIFY2(clock.elapsed() < 3 * 600 + 500, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(deaf.reason.code, ErrorCode::Timeout);
        QVERIFY(deaf.reason.transient);
    }

    void aLineOfSingleBytesStillCarriesASession()
    {
        Line line;
        line.proxy->setTrickle(0);
        QVERIFY(line.open());
        line.proxy->setTrickle(1);
        QVERIFY((*line.province)->send({MessageType::Packet, 1, Bytes(200, 'x')}));
        QTRY_COMPARE_WITH_TIMEOUT(line.ministry->messages.size(), std::size_t{1}, 10'000);
        QVERIFY(line.ministry->messages[0].payload == Bytes(200, 'x'));
        QVERIFY(line.province->isOpen());
    }

    /// A handshake of single bytes would take ten seconds here: it has three.
    void aHandshakeThatTricklesEndsByItsDeadline()
    {
        Line line;
        line.proxy->setTrickle(20);
        line.dialer->start();
        QVERIFY(spinUntil([&] { return !line.dialerFailures.empty() && !line.listenerFailures.empty(); }, 10'000));
        QCOMPARE(line.listener.handshakes(), 0);
        const bool timedOut =
            line.listenerFailures[0].code == ErrorCode::Timeout || line.dialerFailures[0].code == ErrorCode::Timeout;
        QVERIFY(timedOut);
        QVERIFY(!line.province && !line.ministry);
    }

    void aFlappingLineLeaksNothing()
    {
        Line line;
        for (int round = 0; round < 40; ++round) {
            QVERIFY(line.open());
            (*line.province)->send({MessageType::Packet, 1, Bytes(300'000, 'x')});
            line.proxy->cutAll(round % 2 == 0);
            QVERIFY(line.waitOver());
            line.province.reset();
            line.ministry.reset();
        }
        QCOMPARE(line.listener.sessions(), 0);
        QCOMPARE(line.listener.handshakes(), 0);
        QVERIFY(line.open());
    }
};

BUSHENG_TEST(TstSessionLine)
#include "tst_session_line.moc"
