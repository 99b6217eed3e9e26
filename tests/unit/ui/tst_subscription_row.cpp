// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/subscription_row.h"

#include <QObject>

using namespace busheng;

class TstSubscriptionRow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWhatWaitsBetweenTheStages();
    void doesNotInventPositionsThatAreNotKnown();
    void showsThePeersName();
    void showsTheSubscribersOfADataset();
    void whatASubscriberHasIsUnknownUntilItSaysSo();
    void datasetWithoutSubscribersIsARow();
    void errorOfAPublicationStopsIt();
    void loadFractionOnlyDuringTheInitialLoad();
    void contradictingNumbersGiveNoNegativeCounts();
};

static SubscriptionSnapshot subscription(const StagePositions& positions)
{
    SubscriptionSnapshot snapshot;
    snapshot.config.name = QStringLiteral("s");
    snapshot.config.peerCode = QStringLiteral("340000");
    snapshot.positions = positions;
    return snapshot;
}

static std::vector<qint64> waitingOf(const SubscriptionRow& row)
{
    std::vector<qint64> waiting;
    for (const StageView& stage : row.stages)
        waiting.push_back(stage.waiting);
    return waiting;
}

void TstSubscriptionRow::countsWhatWaitsBetweenTheStages()
{
    NodeSnapshot node;
    node.subscriptions.push_back(subscription({100, 90, 90, 70, 65}));
    const auto rows = subscriptionRows(node);
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(waitingOf(rows[0]), (std::vector<qint64>{-1, 10, 0, 20, 5}));
    QCOMPARE(rows[0].stages[4].position, quint64(65));
}

void TstSubscriptionRow::doesNotInventPositionsThatAreNotKnown()
{
    NodeSnapshot node;
    node.subscriptions.push_back(subscription({0, 0, 0, 70, 65}));
    const SubscriptionRow row = subscriptionRows(node).at(0);
    QVERIFY(!row.stages[0].isKnown && !row.stages[2].isKnown && row.stages[3].isKnown);
    QCOMPARE(waitingOf(row), (std::vector<qint64>{-1, -1, -1, -1, 5}));
}

void TstSubscriptionRow::showsThePeersName()
{
    NodeSnapshot node;
    LinkSnapshot link;
    link.config.peerCode = QStringLiteral("340000");
    link.config.peerName = QStringLiteral("安徽");
    node.links.push_back(link);
    node.subscriptions.push_back(subscription({}));
    QCOMPARE(subscriptionRows(node).at(0).peerName, QStringLiteral("安徽"));
}

static PublicationSnapshot publication()
{
    PublicationSnapshot snapshot;
    snapshot.config.name = QStringLiteral("d");
    snapshot.config.source = QStringLiteral("db");
    snapshot.capturing = true;
    snapshot.sourcePosition = 100;
    snapshot.cachedPosition = 100;
    return snapshot;
}

void TstSubscriptionRow::showsTheSubscribersOfADataset()
{
    NodeSnapshot node;
    PublicationSnapshot published = publication();
    PublicationSnapshot::Subscriber first;
    first.peerCode = QStringLiteral("000000");
    first.stream = QStringLiteral("340000/1");
    first.packedPosition = 95;
    first.lastSequence = 20;
    first.receivedSequence = 18;
    first.appliedSequence = 15;
    PublicationSnapshot::Subscriber second = first;
    second.peerCode = QStringLiteral("110000");
    second.loading = true;
    published.subscribers = {first, second};
    node.publications.push_back(published);
    const auto rows = subscriptionRows(node);
    QCOMPARE(rows.size(), std::size_t(2));
    QVERIFY(rows[0].key != rows[1].key);
    QCOMPARE(waitingOf(rows[0]), (std::vector<qint64>{-1, 0, 5, 2, 3}));
    QVERIFY(rows[0].stages[3].countsPackets && !rows[0].stages[2].countsPackets);
    QCOMPARE(rows[0].waiting, 5);
    QCOMPARE(int(rows[0].state), int(SubscriptionState::CatchingUp));
    QCOMPARE(int(rows[1].state), int(SubscriptionState::Initializing));
}

/// After a restart while the other node is down: nothing "waits" that may long be there.
void TstSubscriptionRow::whatASubscriberHasIsUnknownUntilItSaysSo()
{
    NodeSnapshot node;
    PublicationSnapshot published = publication();
    PublicationSnapshot::Subscriber silent;
    silent.peerCode = QStringLiteral("000000");
    silent.packedPosition = 95;
    silent.lastSequence = 20;
    published.subscribers = {silent};
    node.publications.push_back(published);
    const SubscriptionRow row = subscriptionRows(node).at(0);
    QCOMPARE(waitingOf(row), (std::vector<qint64>{-1, 0, 5, -1, -1}));
    QVERIFY(!row.stages[3].isKnown && !row.stages[4].isKnown);
    QCOMPARE(row.waiting, -1);
    QCOMPARE(row.packets, -1);
    QCOMPARE(int(row.state), int(SubscriptionState::Waiting));
}

void TstSubscriptionRow::datasetWithoutSubscribersIsARow()
{
    NodeSnapshot node;
    node.publications.push_back(publication());
    const auto rows = subscriptionRows(node);
    QCOMPARE(rows.size(), std::size_t(1));
    QVERIFY(rows[0].peerCode.isEmpty());
    QCOMPARE(int(rows[0].state), int(SubscriptionState::Waiting));
}

void TstSubscriptionRow::errorOfAPublicationStopsIt()
{
    NodeSnapshot node;
    PublicationSnapshot published = publication();
    published.error = QStringLiteral("SRC_UNAVAILABLE");
    published.subscribers.emplace_back();
    node.publications.push_back(published);
    QCOMPARE(int(subscriptionRows(node).at(0).state), int(SubscriptionState::Stopped));
}

void TstSubscriptionRow::loadFractionOnlyDuringTheInitialLoad()
{
    NodeSnapshot node;
    SubscriptionSnapshot loading = subscription({});
    loading.state = SubscriptionState::Initializing;
    loading.rowsExpected = 200;
    loading.rowsLoaded = 50;
    node.subscriptions = {loading};
    QCOMPARE(subscriptionRows(node).at(0).loadFraction, 0.25);
    node.subscriptions[0].rowsLoaded = 300;
    QCOMPARE(subscriptionRows(node).at(0).loadFraction, 1.0);
    node.subscriptions[0].state = SubscriptionState::Live;
    QCOMPARE(subscriptionRows(node).at(0).loadFraction, -1.0);
    node.subscriptions[0].state = SubscriptionState::Initializing;
    node.subscriptions[0].rowsExpected = 0;
    QCOMPARE(subscriptionRows(node).at(0).loadFraction, -1.0);
}

void TstSubscriptionRow::contradictingNumbersGiveNoNegativeCounts()
{
    NodeSnapshot node;
    node.subscriptions.push_back(subscription({10, 20, 5, 40, 40}));
    PublicationSnapshot published = publication();
    PublicationSnapshot::Subscriber ahead;
    ahead.receivedSequence = 50;
    ahead.appliedSequence = 60;
    ahead.lastSequence = 10;
    published.subscribers.push_back(ahead);
    node.publications.push_back(published);
    const auto rows = subscriptionRows(node);
    QCOMPARE(waitingOf(rows[0]), (std::vector<qint64>{-1, -1, 15, -1, 0}));
    for (const qint64 waiting : waitingOf(rows[1]))
        QVERIFY(waiting >= -1);
    QCOMPARE(rows[1].waiting, 0);
}

BUSHENG_TEST(TstSubscriptionRow)
#include "tst_subscription_row.moc"
