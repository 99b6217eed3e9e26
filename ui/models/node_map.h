// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/link_model.h"
#include "ui/models/subscription_row.h"

#include <QCoreApplication>
#include <QRectF>
#include <QSizeF>

#include <functional>
#include <vector>

namespace busheng {

/// A peer as the map of nodes shows it.
struct MapNode {
    QString code;
    QString name; ///< what people call it, or the name of its code in GB/T 2260, or the code; as it was given
    LinkModel::LinkState state = LinkModel::LinkState::Down;
    double rowsPerSecond = -1; ///< of all flows with it, in both directions; -1: not known
    qint64 lagMs = -1;         ///< the largest of them; -1: not known
    int alarms = 0;            ///< that stand, about the peer or a flow with it

    bool operator==(const MapNode&) const = default;
};

/// What stands on the map of nodes, in words. Safe for display.
class NodeMapText {
    Q_DECLARE_TR_FUNCTIONS(NodeMap)
public:
    /// Throughput and lag, as far as they are known: "1,200 rows/s · 0.4 s"; empty: neither.
    static QString figures(const MapNode& node);
    /// Everything, for those who do not see the map.
    static QString whole(const MapNode& node);
};

/// The peers in the order of their codes, which is that of GB/T 2260. `rateOf` knows what a row does not say itself;
/// -1: neither.
std::vector<MapNode> mapNodes(const NodeSnapshot& node, const std::vector<SubscriptionRow>& rows,
                              const std::function<double(const SubscriptionRow&)>& rateOf);

/// Where the nodes of a map stand. By their number and the room alone: nothing moves because something happened.
struct NodeMapLayout {
    /// Few: on both sides of this node, with room on the lines. Some: around it. Many: in rows below it, with no lines.
    enum class Shape { Sides, Ring, Rows };

    Shape shape = Shape::Rows;
    QRectF own;
    std::vector<QRectF> nodes; ///< in their order: down the left side and then the right one; clockwise; row by row
    double height = 0;         ///< that this takes; more than there is only with Rows
};

/// `tile`: as a node is drawn; one may be narrower, down to `narrowest`, where more fit in then.
NodeMapLayout layOutNodeMap(int count, QSizeF room, QSizeF tile, double narrowest);

} // namespace busheng
