// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/fake_engine.h"
#include "tests/support/test_main.h"
#include "ui/client/engine_client.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSignalSpy>
#include <QThread>

using namespace busheng;
using busheng::test::FakeEngine;

static NodeSnapshot nodeNamed(const QString& name)
{
    NodeSnapshot node;
    node.code = QStringLiteral("000000");
    node.name = name;
    return node;
}

class TstEngineClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksForOneSnapshotAtTheStart();
    void coalescesSnapshotsToFiveASecond();
    void answersComeBackInThisThread();
    void answersForAGoneGuardAreDropped();
    void answersAfterTheClientAreDropped();
    void failuresComeBackAsErrors();
    void tellsLostAndFound();
};

void TstEngineClient::asksForOneSnapshotAtTheStart()
{
    FakeEngine engine;
    engine.setNode(nodeNamed(QStringLiteral("first")));
    EngineClient client(engine);
    QSignalSpy snapshots(&client, &EngineClient::snapshotChanged);
    QVERIFY(!client.hasSnapshot());
    QVERIFY(snapshots.wait());
    QCOMPARE(client.latest().name, QStringLiteral("first"));
    QCOMPARE(engine.callCount(QStringLiteral("snapshot")), 1);
}

void TstEngineClient::coalescesSnapshotsToFiveASecond()
{
    FakeEngine engine;
    EngineClient client(engine);
    QSignalSpy snapshots(&client, &EngineClient::snapshotChanged);
    QVERIFY(snapshots.wait());
    QElapsedTimer clock;
    clock.start();
    int pushed = 0;
    QTimer pusher;
    connect(&pusher, &QTimer::timeout, this, [&] { engine.setNode(nodeNamed(QString::number(++pushed))); });
    pusher.start(2);
    QTRY_VERIFY_WITH_TIMEOUT(clock.elapsed() > 1000, 5000);
    pusher.stop();
    const qint64 elapsed = clock.elapsed();
    QVERIFY(pushed > 50);
    QVERIFY2(snapshots.size() <= 1 + 1 + elapsed / 200, qPrintable(QString::number(snapshots.size())));
    QTRY_COMPARE(client.latest().name, QString::number(pushed)); // the last one is never lost
}

void TstEngineClient::answersComeBackInThisThread()
{
    QThread thread;
    auto* engine = new FakeEngine;
    engine->setNode(nodeNamed(QStringLiteral("far")));
    engine->moveToThread(&thread);
    connect(&thread, &QThread::finished, engine, &QObject::deleteLater);
    thread.start();
    {
        EngineClient client(*engine);
        QThread* answeredIn = nullptr;
        QThread* calledIn = nullptr;
        QString name;
        client.request<NodeSnapshot>(
            this,
            [&calledIn](EngineApi& api, Reply<NodeSnapshot> reply) {
                calledIn = QThread::currentThread();
                api.snapshot(std::move(reply));
            },
            [&](const Result<NodeSnapshot>& node) {
                answeredIn = QThread::currentThread();
                name = node ? node->name : QString();
            });
        QTRY_COMPARE(answeredIn, QThread::currentThread());
        QCOMPARE(calledIn, &thread);
        QCOMPARE(name, QStringLiteral("far"));
        QTRY_COMPARE(client.latest().name, QStringLiteral("far"));
    }
    thread.quit();
    QVERIFY(thread.wait());
}

void TstEngineClient::answersForAGoneGuardAreDropped()
{
    FakeEngine engine;
    EngineClient client(engine);
    auto guard = std::make_unique<QObject>();
    bool wasAnswered = false;
    bool laterAnswered = false;
    const auto ask = [&](QObject* context, bool* flag) {
        client.request<NodeSnapshot>(
            context, [](EngineApi& api, Reply<NodeSnapshot> reply) { api.snapshot(std::move(reply)); },
            [flag](const Result<NodeSnapshot>&) { *flag = true; });
    };
    ask(guard.get(), &wasAnswered);
    guard.reset();
    ask(this, &laterAnswered);
    QTRY_VERIFY(laterAnswered); // answers come in order
    QVERIFY(!wasAnswered);
}

void TstEngineClient::answersAfterTheClientAreDropped()
{
    FakeEngine engine;
    engine.holdReplies();
    bool wasAnswered = false;
    {
        EngineClient client(engine);
        client.request<NodeSnapshot>(
            this, [](EngineApi& api, Reply<NodeSnapshot> reply) { api.snapshot(std::move(reply)); },
            [&](const Result<NodeSnapshot>&) { wasAnswered = true; });
        QTRY_COMPARE(engine.callCount(QStringLiteral("snapshot")), 2);
    }
    engine.releaseReplies();
    bool drained = false;
    QMetaObject::invokeMethod(
        this, [&] { drained = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(drained);
    QVERIFY(!wasAnswered);
}

void TstEngineClient::failuresComeBackAsErrors()
{
    FakeEngine engine;
    engine.failNext(QStringLiteral("pause"),
                    makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {}, QStringLiteral("no such")));
    EngineClient client(engine);
    QString event;
    client.request<void>(
        this, [](EngineApi& api, Reply<> reply) { api.flow().pause(QStringLiteral("x"), std::move(reply)); },
        [&](const Result<>& result) { event = result ? QString() : result.error().event; });
    QTRY_COMPARE(event, events::CFG_NOT_FOUND);
}

void TstEngineClient::tellsLostAndFound()
{
    FakeEngine engine;
    EngineClient client(engine);
    QTRY_VERIFY(client.hasSnapshot());
    QSignalSpy lost(&client, &EngineClient::lost);
    QSignalSpy found(&client, &EngineClient::found);
    engine.lose();
    QTRY_COMPARE(lost.size(), 1);
    QVERIFY(client.isLost());
    engine.comeBack();
    QTRY_COMPARE(found.size(), 1);
    QVERIFY(!client.isLost());
}

BUSHENG_TEST(TstEngineClient)
#include "tst_engine_client.moc"
