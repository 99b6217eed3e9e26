// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/node_map.h"

#include "engine/files/names/divisions.h"
#include "ui/text/display_text.h"

#include <algorithm>
#include <cmath>

namespace busheng {
namespace {

constexpr double kGap = 8;
constexpr double kRowGap = 6;
constexpr double kLeastLine = 120; ///< of a line with its figures on it
constexpr int kLeastRingRows = 4;  ///< above, below, and two for this node in the middle
constexpr int kLeastRingColumns = 4;

QString nameOf(const LinkConfig& link)
{
    if (!link.peerName.isEmpty())
        return link.peerName;
    const QString place = divisionName(link.peerCode.left(6));
    return place.isEmpty() ? link.peerCode : place;
}

int fitting(double room, double size, double gap)
{
    return std::max(0, int(std::floor((room + gap) / (size + gap))));
}

/// `count` of them one below the other, in the middle of the height.
void addColumn(std::vector<QRectF>& into, int count, double x, QSizeF tile, double height)
{
    const double step = std::min((height - tile.height()) / std::max(1, count - 1), tile.height() * 2);
    double y = (height - tile.height() - step * (count - 1)) / 2;
    for (int i = 0; i < count; ++i, y += step)
        into.push_back(QRectF(QPointF(x, y), tile));
}

NodeMapLayout onSides(int count, QSizeF room, QSizeF tile)
{
    NodeMapLayout layout;
    layout.shape = NodeMapLayout::Shape::Sides;
    layout.height = room.height();
    layout.own = QRectF(QPointF((room.width() - tile.width()) / 2, (room.height() - tile.height()) / 2), tile);
    const int left = count / 2;
    addColumn(layout.nodes, left, 0, tile, room.height());
    addColumn(layout.nodes, count - left, room.width() - tile.width(), tile, room.height());
    return layout;
}

/// The places along the edges, clockwise from the left upper corner.
std::vector<QRectF> ringPlaces(int columns, int rows, QSizeF room, QSizeF tile)
{
    std::vector<QRectF> places;
    const double right = room.width() - tile.width();
    const double bottom = room.height() - tile.height();
    const double stepX = right / (columns - 1);
    const double stepY = bottom / (rows - 1);
    for (int i = 0; i < columns; ++i)
        places.push_back(QRectF(QPointF(stepX * i, 0), tile));
    for (int i = 1; i < rows - 1; ++i)
        places.push_back(QRectF(QPointF(right, stepY * i), tile));
    for (int i = columns - 1; i >= 0; --i)
        places.push_back(QRectF(QPointF(stepX * i, bottom), tile));
    for (int i = rows - 2; i > 0; --i)
        places.push_back(QRectF(QPointF(0, stepY * i), tile));
    return places;
}

NodeMapLayout onRing(int count, QSizeF room, const std::vector<QRectF>& places, QSizeF tile)
{
    NodeMapLayout layout;
    layout.shape = NodeMapLayout::Shape::Ring;
    layout.height = room.height();
    layout.own = QRectF(QPointF((room.width() - tile.width()) / 2, (room.height() - tile.height()) / 2), tile);
    for (int i = 0; i < count; ++i)
        layout.nodes.push_back(places[std::size_t(i) * places.size() / std::size_t(count)]);
    return layout;
}

NodeMapLayout inRows(int count, QSizeF room, QSizeF tile)
{
    NodeMapLayout layout;
    const int columns = std::max(1, fitting(room.width(), tile.width(), kGap));
    const double width = std::min(room.width(), (room.width() + kGap) / columns - kGap);
    const double step = tile.height() + kRowGap;
    layout.own = QRectF(QPointF((room.width() - tile.width()) / 2, 0), tile);
    for (int i = 0; i < count; ++i)
        layout.nodes.push_back(
            {(width + kGap) * (i % columns), step * (1 + i / columns) + kRowGap, width, tile.height()});
    layout.height = (layout.nodes.empty() ? layout.own : layout.nodes.back()).bottom();
    return layout;
}

} // namespace

QString NodeMapText::figures(const MapNode& node)
{
    QStringList parts;
    if (node.rowsPerSecond >= 0)
        parts.append(Words::rowsPerSecond(node.rowsPerSecond));
    if (node.lagMs >= 0)
        parts.append(tr("%1 behind").arg(Words::duration(node.lagMs)));
    return parts.join(QStringLiteral(" · "));
}

QString NodeMapText::whole(const MapNode& node)
{
    QStringList parts{displayText(node.name), displayText(node.code), LinkModel::stateText(node.state)};
    if (const QString known = figures(node); !known.isEmpty())
        parts.append(known);
    if (node.alarms > 0)
        parts.append(tr("alarms: %1").arg(node.alarms));
    return parts.join(QStringLiteral(", "));
}

std::vector<MapNode> mapNodes(const NodeSnapshot& node, const std::vector<SubscriptionRow>& rows,
                              const std::function<double(const SubscriptionRow&)>& rateOf)
{
    std::vector<MapNode> nodes;
    QHash<QString, std::size_t> places; ///< by code, and by whatever alarms about a flow with it are about
    for (std::size_t i = 0; i < node.links.size(); ++i) {
        const LinkConfig& config = node.links[i].config;
        nodes.push_back({config.peerCode, nameOf(config), LinkModel::stateOf(LinkModel::rowOf(node.links[i]))});
        places.insert(config.peerCode, i);
    }
    for (const SubscriptionRow& row : rows) {
        const auto place = places.constFind(row.peerCode);
        if (row.peerCode.isEmpty() || place == places.constEnd())
            continue;
        const std::size_t at = *place;
        MapNode& peer = nodes[at];
        const double rate = row.rowsPerSecond >= 0 ? row.rowsPerSecond : rateOf(row);
        if (rate >= 0)
            peer.rowsPerSecond = std::max(peer.rowsPerSecond, 0.0) + rate;
        peer.lagMs = std::max(peer.lagMs, row.lagMs);
        places.insert(row.stream, at);
        if (row.direction == SubscriptionRow::Direction::Incoming)
            places.insert(row.name, at);
    }
    for (const AlarmSnapshot& alarm : node.alarms) {
        if (const auto place = places.constFind(alarm.subject); !alarm.subject.isEmpty() && place != places.constEnd())
            ++nodes[*place].alarms;
    }
    std::ranges::sort(nodes, {}, &MapNode::code);
    return nodes;
}

NodeMapLayout layOutNodeMap(int count, QSizeF room, QSizeF tile, double narrowest)
{
    const int rows = fitting(room.height(), tile.height(), kRowGap);
    if (count <= 2 * rows && room.width() >= 3 * tile.width() + 2 * kLeastLine)
        return onSides(count, room, tile);
    for (QSizeF narrower = tile; narrower.width() >= narrowest; narrower.rwidth() -= 1) {
        const int columns = fitting(room.width(), narrower.width(), kGap);
        if (rows < kLeastRingRows || columns < kLeastRingColumns)
            continue;
        const std::vector<QRectF> places = ringPlaces(columns, rows, room, narrower);
        if (std::size_t(count) <= places.size())
            return onRing(count, room, places, narrower);
    }
    return inRows(count, room, tile);
}

} // namespace busheng
