// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/subscription_row.h"

#include "engine/model/flow_figure.h"

namespace busheng {
namespace {

QString peerName(const NodeSnapshot& node, const QString& code)
{
    for (const LinkSnapshot& link : node.links) {
        if (link.config.peerCode == code)
            return link.config.peerName;
    }
    return {};
}

/// A position of 0 means "not heard of" when a later stage is further.
void setPositions(std::array<StageView, 5>& stages, const std::vector<quint64>& positions)
{
    quint64 furthest = 0;
    for (std::size_t i = positions.size(); i-- > 0;) {
        stages[i].position = positions[i];
        stages[i].isKnown = positions[i] > 0 || furthest == 0;
        furthest = std::max(furthest, positions[i]);
    }
    for (std::size_t i = 1; i < positions.size(); ++i) {
        const StageView& before = stages[i - 1];
        if (before.isKnown && stages[i].isKnown && before.position >= stages[i].position)
            stages[i].waiting = qint64(before.position - stages[i].position);
    }
}

SubscriptionRow incoming(const NodeSnapshot& node, const SubscriptionSnapshot& subscription)
{
    SubscriptionRow row;
    row.key = QStringLiteral("in/") + subscription.config.name;
    row.flow = incomingFlow(subscription.config.name);
    row.direction = SubscriptionRow::Direction::Incoming;
    row.name = subscription.config.name;
    row.peerCode = subscription.config.peerCode;
    row.peerName = peerName(node, subscription.config.peerCode);
    row.dataset = subscription.config.dataset;
    row.database = subscription.config.target;
    row.stream = subscription.stream;
    row.state = subscription.state;
    row.lagMs = subscription.lagMs;
    row.waiting = subscription.waitingChanges;
    row.rowsPerSecond = subscription.rowsPerSecond;
    if (subscription.state == SubscriptionState::Initializing && subscription.rowsExpected > 0)
        row.loadFraction = std::min(1.0, double(subscription.rowsLoaded) / double(subscription.rowsExpected));
    row.rowsLoaded = subscription.rowsLoaded;
    row.changes = subscription.changesApplied;
    row.packets = qint64(subscription.lastSequence);
    row.plainBytes = subscription.plainBytes;
    row.sealedBytes = subscription.sealedBytes;
    row.error = subscription.error;
    row.errorArgs = subscription.errorArgs;
    row.errorDetail = subscription.errorDetail;
    row.qualityFindings = subscription.qualityFindings;
    row.offline = subscription.offline;
    row.gate = subscription.gate;
    const StagePositions& at = subscription.positions;
    setPositions(row.stages, {at.source, at.cached, at.packed, at.received, at.applied});
    return row;
}

SubscriptionRow published(const PublicationSnapshot& publication)
{
    SubscriptionRow row;
    row.key = QStringLiteral("out/") + publication.config.name + u'/';
    row.direction = SubscriptionRow::Direction::Outgoing;
    row.name = publication.config.name;
    row.dataset = publication.config.name;
    row.database = publication.config.source;
    row.changes = publication.changesCaptured;
    row.logMinutesLeft = publication.log.minutesLeft;
    row.logKeptBytes = publication.log.retainedBytes;
    row.error = publication.error;
    row.errorArgs = publication.errorArgs;
    row.errorDetail = publication.errorDetail;
    row.state = publication.error.isEmpty() ? SubscriptionState::Waiting : SubscriptionState::Stopped;
    setPositions(row.stages, {publication.sourcePosition, publication.cachedPosition});
    return row;
}

SubscriptionRow outgoing(const NodeSnapshot& node, const PublicationSnapshot& publication,
                         const PublicationSnapshot::Subscriber& subscriber)
{
    SubscriptionRow row = published(publication);
    row.key += subscriber.peerCode + u'/' + subscriber.stream;
    row.flow = outgoingFlow(publication.config.name, subscriber.peerCode);
    row.peerCode = subscriber.peerCode;
    row.peerName = peerName(node, subscriber.peerCode);
    row.stream = subscriber.stream;
    row.offline = subscriber.offline;
    row.lagMs = subscriber.lagMs;
    // 0: it has not said how far it is since this node was started, or has nothing yet.
    const bool hasReported = subscriber.receivedSequence > 0;
    if (hasReported) {
        row.packets = qint64(subscriber.appliedSequence);
        row.waiting =
            qint64(subscriber.lastSequence) - qint64(std::min(subscriber.appliedSequence, subscriber.lastSequence));
    }
    row.waitingCountsPackets = true;
    if (row.error.isEmpty()) {
        if (subscriber.loading)
            row.state = SubscriptionState::Initializing;
        else if (publication.capturing && hasReported)
            row.state = row.waiting > 0 ? SubscriptionState::CatchingUp : SubscriptionState::Live;
    }
    setPositions(row.stages, {publication.sourcePosition, publication.cachedPosition, subscriber.packedPosition});
    if (!hasReported)
        return row;
    // Beyond the link the provider counts packets.
    StageView& received = row.stages[std::size_t(Stage::Received)];
    received = {subscriber.receivedSequence, true, true,
                qint64(subscriber.lastSequence) -
                    qint64(std::min(subscriber.receivedSequence, subscriber.lastSequence))};
    StageView& applied = row.stages[std::size_t(Stage::Applied)];
    applied = {subscriber.appliedSequence, true, true,
               qint64(subscriber.receivedSequence) -
                   qint64(std::min(subscriber.appliedSequence, subscriber.receivedSequence))};
    return row;
}

} // namespace

std::vector<SubscriptionRow> subscriptionRows(const NodeSnapshot& node)
{
    std::vector<SubscriptionRow> rows;
    for (const SubscriptionSnapshot& subscription : node.subscriptions)
        rows.push_back(incoming(node, subscription));
    for (const PublicationSnapshot& publication : node.publications) {
        for (const PublicationSnapshot::Subscriber& subscriber : publication.subscribers)
            rows.push_back(outgoing(node, publication, subscriber));
        if (publication.subscribers.empty())
            rows.push_back(published(publication));
    }
    return rows;
}

} // namespace busheng
