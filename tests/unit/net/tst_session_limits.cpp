// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a session may be, and who waits for whom in it.
#include "engine/net/session_dialer.h"
#include "engine/net/session_listener.h"
#include "engine/net/token_bucket.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr auto kFile = static_cast<MessageType>(48);

Message packet(std::uint32_t stream, std::size_t size)
{
    return {MessageType::Packet, stream, Bytes(size, 'p')};
}

} // namespace

class TstSessionLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsToItsLimit_data()
    {
        QTest::addColumn<bool>("atTheSender");
        QTest::newRow("that of the sender") << true;
        QTest::newRow("that of the receiver") << false;
    }
    void keepsToItsLimit()
    {
        QFETCH(bool, atTheSender);
        constexpr qint64 kRate = 4 << 20;
        constexpr qint64 kMs = 2'000;
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        pair.listener->keepMessages = false;
        if (atTheSender)
            (*pair.dialer)->setLimits(kRate, TokenBucket::kUnlimited);
        else
            (*pair.listener)->setLimits(TokenBucket::kUnlimited, kRate);
        for (int i = 0; i < 40; ++i)
            QVERIFY((*pair.dialer)->send(packet(1, 1 << 20)));
        const SessionTraffic& traffic = *(*pair.listener)->peer().traffic;
        const qint64 before = traffic.received;
        QElapsedTimer clock;
        clock.start();
        QTest::qWait(kMs);
        const double allowed = static_cast<double>(kRate) * static_cast<double>(clock.elapsed()) / 1000;
        const double share = static_cast<double>(traffic.received - before) / allowed;
        // What a machine that is busy may be late is not the limit's: the virtual clock of TstTokenBucket judges that.
        QVERIFY2(share < 1.05 && share > 0.7, qPrintable(QString::number(share)));
        QVERIFY(pair.dialer->isOpen());
    }

    void pausedItStaysOpenAndGoesOnAfterwards()
    {
        SessionPair::Setup setup;
        for (Session::Options* options : {&setup.dialerOptions, &setup.listenerOptions}) {
            options->pingMs = 50;
            options->silenceMs = 400;
        }
        SessionPair pair(setup);
        QVERIFY(pair.waitOpen());
        (*pair.dialer)->setLimits(0, TokenBucket::kUnlimited);
        QVERIFY((*pair.dialer)->send(packet(1, 1 << 20)));
        QVERIFY((*pair.dialer)->send({kFile, 1, Bytes(1000, 'f')}));
        QVERIFY((*pair.dialer)->send({MessageType::Applied, 2, "a"}));
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1}); // an acknowledgement passes
        QTest::qWait(1'500);                                          // nearly four times the silence
        QCOMPARE(pair.listener->messages.size(), std::size_t{1});
        QVERIFY(pair.dialer->isOpen() && pair.listener->isOpen());
        (*pair.dialer)->setLimits(TokenBucket::kUnlimited, TokenBucket::kUnlimited);
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{3});
    }

    void readingPausedByLimitGoesOnAfterwards()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        (*pair.listener)->setLimits(TokenBucket::kUnlimited, 0);
        QVERIFY((*pair.dialer)->send(packet(1, 3 << 20)));
        QTest::qWait(300);
        QCOMPARE(pair.listener->messages.size(), std::size_t{0});
        (*pair.listener)->setLimits(TokenBucket::kUnlimited, TokenBucket::kUnlimited);
        QTRY_COMPARE(pair.listener->messages.size(), std::size_t{1});
    }

    void streamsShareALimitFairly()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        (*pair.dialer)->setLimits(4 << 20, TokenBucket::kUnlimited);
        std::map<std::uint32_t, qint64> got;
        pair.listener->keepMessages = false;
        pair.listener->onMessage = [&got](const Message& message) {
            got[message.stream] += static_cast<qint64>(message.payload.size());
        };
        for (int i = 0; i < 20; ++i)
            (*pair.dialer)->send(packet(1, 1 << 20)); // one that sends large packets
        for (int i = 0; i < 20'000; ++i)
            (*pair.dialer)->send(packet(2, 1'000)); // one that sends small ones
        QTRY_VERIFY_WITH_TIMEOUT(got[1] + got[2] > 4 << 20, 10'000);
        const double share = static_cast<double>(got[2]) / static_cast<double>(got[1] + got[2]);
        QVERIFY2(share > 0.35 && share < 0.75,
                 qPrintable(QString::number(share))); // a large one counts when it is whole
    }

    /// 512 MiB of files, as fast as the machine can: no change waits long.
    void filesDoNotDelayChanges()
    {
        constexpr qint64 kFiles = 512LL << 20;
        constexpr std::size_t kBlock = 1 << 20;
        std::unique_ptr<SessionProbe> ministry;
        std::unique_ptr<SessionProbe> province;
        const auto ministryTls = sharedIdentities().context(kMinistry);
        const auto provinceTls = sharedIdentities().context(kProvince);
        const auto known = [](const QString&) { return true; };
        SessionListener listener(
            {SessionPair::defaults(kMinistry)}, *ministryTls, systemClock(), known,
            [&](std::unique_ptr<Session> open) { ministry = std::make_unique<SessionProbe>(std::move(open)); },
            [](const QString&, const Error&) {});
        QVERIFY_OK(listener.listen({QStringLiteral("127.0.0.1"), 0}));
        SessionDialer dialer(
            {{listener.address()}, kMinistry, SessionPair::defaults(kProvince), 5'000}, *provinceTls, systemClock(),
            systemRandom(), known,
            [&](std::unique_ptr<Session> open) { province = std::make_unique<SessionProbe>(std::move(open)); },
            [](const QString&, const Error&) {});
        dialer.start();
        QTRY_VERIFY_WITH_TIMEOUT(ministry && province, 10'000);

        QElapsedTimer clock;
        clock.start();
        std::vector<qint64> delays; // microseconds
        qint64 filesGot = 0;
        qint64 filesSent = 0;
        ministry->keepMessages = false;
        ministry->onMessage = [&](const Message& message) {
            if (isBulk(message.type)) {
                filesGot += static_cast<qint64>(message.payload.size());
                (*ministry)->grantBulk(message.payload.size());
                return;
            }
            delays.push_back(clock.nsecsElapsed() / 1000 -
                             QByteArray(message.payload.data(), static_cast<int>(message.payload.size())).toLongLong());
        };
        const auto feed = [&] {
            while (filesSent < kFiles && (*province)->bytesWaiting() < 8 << 20) {
                (*province)->send({kFile, 7, Bytes(kBlock, 'f')});
                filesSent += kBlock;
            }
        };
        connect(province->operator->(), &Session::bytesWaitingChanged, this, feed);
        QTimer changes;
        connect(&changes, &QTimer::timeout, this, [&] {
            (*province)->send({MessageType::Packet, 1, Bytes(view(QByteArray::number(clock.nsecsElapsed() / 1000)))});
        });
        changes.start(5);
        feed();
        QTRY_VERIFY_WITH_TIMEOUT(filesGot == kFiles, 50'000);
        changes.stop();
        QVERIFY(delays.size() > 20);
        std::ranges::sort(delays);
        const qint64 worst = delays.back();
        qInfo("%lld MiB of files in %lld ms; %zu changes: median %lld us, worst %lld us", kFiles >> 20, clock.elapsed(),
              delays.size(), delays[delays.size() / 2], worst);
        QVERIFY2(worst < 50'000, qPrintable(QString::number(worst)));
    }

    void filesWaitForCredit()
    {
        SessionPair pair;
        QVERIFY(pair.waitOpen());
        pair.listener->keepMessages = false;
        for (int i = 0; i < 20; ++i)
            QVERIFY((*pair.dialer)->send({kFile, 1, Bytes(1 << 20, 'f')}));
        QTRY_COMPARE(pair.listener->messageCount, std::size_t{kBulkCredit >> 20}); // ours waits for credit
        QTest::qWait(100);
        QCOMPARE(pair.listener->messageCount, std::size_t{kBulkCredit >> 20});
        QVERIFY((*pair.dialer)->send(packet(1, 10))); // others do not wait
        QTRY_COMPARE(pair.listener->messageCount, std::size_t{kBulkCredit >> 20} + 1);
        (*pair.listener)->grantBulk(4 << 20);
        QTRY_COMPARE(pair.listener->messageCount, std::size_t{21});
        QVERIFY(pair.dialer->isOpen());
    }
};

BUSHENG_TEST(TstSessionLimits)
#include "tst_session_limits.moc"
