// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/text/words.h"

#include <array>
#include <vector>

namespace busheng {

/// One of the five stages as it is shown: how far it is, and how much lies between the stage before and this one.
struct StageView {
    quint64 position = 0;
    bool isKnown = false;
    bool countsPackets = false; ///< position and waiting count packets; else changes
    qint64 waiting = -1;        ///< arrived at the stage before and not here; -1: not known

    bool operator==(const StageView&) const = default;
};

/// One flow of data as the overview shows it, whichever end this node is: a subscription of ours (Incoming), or a
/// subscriber of a dataset that we publish (Outgoing). Texts are as the engine gave them: not yet safe for display.
struct SubscriptionRow {
    enum class Direction { Incoming, Outgoing };

    QString key;  ///< stable while the flow exists
    QString flow; ///< as in FiguresApi; empty: nobody takes it
    Direction direction = Direction::Incoming;
    QString name; ///< of the subscription, or of the dataset
    QString peerCode;
    QString peerName;
    QString dataset;
    QString database; ///< target or source here
    QString stream;
    SubscriptionState state = SubscriptionState::Waiting;
    qint64 lagMs = -1;
    qint64 waiting = -1;
    bool waitingCountsPackets = false;
    double rowsPerSecond = -1;
    double loadFraction = -1; ///< 0 to 1 during the initial load, else -1
    quint64 rowsLoaded = 0;
    quint64 changes = 0; ///< applied, or captured
    qint64 packets = -1; ///< applied; -1: not known
    qint64 plainBytes = -1;
    qint64 sealedBytes = -1;
    qint64 logMinutesLeft = -1; ///< until the source's log runs out, by its present rate; -1: not known, or it does not
    qint64 logKeptBytes = -1;   ///< that the source keeps for us; -1: it has no log
    QString error;
    QStringList errorArgs;
    QString errorDetail;
    QStringList qualityFindings;
    OfflineSnapshot offline;
    GateSnapshot gate;
    std::array<StageView, 5> stages; ///< in the order of Stage

    bool operator==(const SubscriptionRow&) const = default;
};

/// Our subscriptions first, then the subscribers of each dataset of ours.
std::vector<SubscriptionRow> subscriptionRows(const NodeSnapshot& node);

} // namespace busheng
