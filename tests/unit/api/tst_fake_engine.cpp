// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/model/events.h"
#include "tests/support/fake_engine.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>

namespace busheng {

using namespace test;

/// The fake must keep the contract too, or the tests that lean on it prove nothing.
class TstFakeEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersThroughTheEventLoopAndInOrder()
    {
        FakeEngine engine;
        QStringList order;
        engine.settings().addSource(m_source,
                                    [&](const Result<>& r) { order.append(r ? QStringLiteral("1") : QString()); });
        engine.settings().remove(QStringLiteral("target"), QStringLiteral("nothing"),
                                 [&](const Result<>& r) { order.append(r ? QString() : r.error().event); });
        engine.settings().addSource(m_source, // replaced by name
                                    [&](const Result<>& r) { order.append(r ? QStringLiteral("3") : QString()); });
        QVERIFY(order.isEmpty());
        QTRY_COMPARE(order, (QStringList{QStringLiteral("1"), events::CFG_NOT_FOUND, QStringLiteral("3")}));
        QCOMPARE(engine.callCount(QStringLiteral("addSource")), 2);
        QCOMPARE(engine.configuration().sources.size(), std::size_t{1});
        QCOMPARE(engine.calls().at(0).params.value(QStringLiteral("source")).toObject(), toJson(m_source));
    }

    void mirrorsTheConfigurationInTheSnapshot()
    {
        FakeEngine engine;
        QSignalSpy changed(&engine, &EngineApi::changed);
        int replies = 0;
        const auto count = [&replies](const Result<>& result) { replies += result ? 1 : 100; };
        const LinkConfig link{QStringLiteral("340000"), QString(), QString(), true};
        const SubscriptionConfig subscription{QStringLiteral("u"), link.peerCode, QStringLiteral("d"),
                                              QStringLiteral("t"), false,         true};
        engine.settings().addLink(link, count);
        engine.settings().addSubscription(subscription, count);
        engine.flow().pause(subscription.name, count);
        QTRY_COMPARE(replies, 3);
        QCOMPARE(changed.count(), 3);
        QCOMPARE(engine.node().links.at(0).config, link);
        QCOMPARE(engine.node().subscriptions.at(0).state, SubscriptionState::Paused);
        QString inUse;
        engine.settings().remove(QStringLiteral("link"), link.peerCode,
                                 [&](const Result<>& result) { inUse = result ? QString() : result.error().event; });
        QTRY_COMPARE(inUse, events::CFG_IN_USE);
        engine.settings().remove(QStringLiteral("subscription"), subscription.name, count);
        QTRY_COMPARE(replies, 4);
        QVERIFY(engine.node().subscriptions.empty());
    }

    void failsAsOftenAsItWasTold()
    {
        FakeEngine engine;
        engine.failNext(QStringLiteral("snapshot"), makeError(ErrorCode::Timeout, QStringLiteral("x")), 2);
        QString outcome;
        const auto note = [&outcome](const Result<NodeSnapshot>& result) { outcome += result ? u'+' : u'-'; };
        for (int i = 0; i < 3; ++i)
            engine.snapshot(note);
        QTRY_COMPARE(outcome, QStringLiteral("--+"));
    }

    void holdsRepliesUntilReleased()
    {
        FakeEngine engine;
        engine.holdReplies();
        int replies = 0;
        engine.snapshot([&replies](const Result<NodeSnapshot>&) { ++replies; });
        QCoreApplication::processEvents();
        QCOMPARE(replies, 0);
        engine.releaseReplies();
        QTRY_COMPARE(replies, 1);
    }

    void losesAndComesBack()
    {
        FakeEngine engine;
        QSignalSpy lost(&engine, &EngineApi::lost);
        QSignalSpy changed(&engine, &EngineApi::changed);
        engine.lose();
        QCOMPARE(lost.count(), 1);
        engine.setNode(NodeSnapshot());
        QCOMPARE(changed.count(), 0);
        QString event;
        engine.snapshot(
            [&event](const Result<NodeSnapshot>& result) { event = result ? QString() : result.error().event; });
        QTRY_COMPARE(event, events::AGT_NOT_RUNNING);
        engine.comeBack();
        QCOMPARE(changed.count(), 1);
    }

private:
    const DatabaseConfig m_source{QStringLiteral("s"), QStringLiteral("sqlite"), QStringLiteral("/s")};
};

} // namespace busheng

using busheng::TstFakeEngine;
BUSHENG_TEST(TstFakeEngine)
#include "tst_fake_engine.moc"
