// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/link_look.h"
#include "ui/pages/node_map_card.h"
#include "ui/text/display_text.h"
#include "ui/widgets/node_tile.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace busheng {
namespace {

constexpr double kLineWidth = 1.8;
constexpr double kFiguresAt = 0.62; ///< of the line, from this node
constexpr int kFiguresPadding = 5;
constexpr int kSideWeight = 3; ///< what lies beside an arrow's direction is that much further away

/// A link that does not carry is drawn with gaps: never by colour alone.
Qt::PenStyle styleOf(LinkModel::LinkState state)
{
    switch (state) {
    case LinkModel::LinkState::Connected:
        return Qt::SolidLine;
    case LinkModel::LinkState::Standby:
        return Qt::DashDotLine;
    case LinkModel::LinkState::Down:
    case LinkModel::LinkState::Failed:
        return Qt::DashLine;
    case LinkModel::LinkState::Disabled:
        return Qt::DotLine;
    }
    return Qt::SolidLine;
}

bool isAlong(QPointF way, Qt::Key arrow)
{
    switch (arrow) {
    case Qt::Key_Left:
        return way.x() < 0;
    case Qt::Key_Right:
        return way.x() > 0;
    case Qt::Key_Up:
        return way.y() < 0;
    default:
        return way.y() > 0;
    }
}

} // namespace

NodeMapView::NodeMapView(QWidget* parent) : QWidget(parent), m_own(new NodeTile(this))
{
    m_own->setFocusPolicy(Qt::NoFocus);
    m_own->setAttribute(Qt::WA_TransparentForMouseEvents);
}

void NodeMapView::setNodes(const QString& ownName, const QString& ownCode, const std::vector<MapNode>& nodes)
{
    const bool isSameSet = std::ranges::equal(nodes, m_nodes, {}, &MapNode::code, &MapNode::code);
    const bool isSame = isSameSet && nodes == m_nodes;
    m_nodes = nodes;
    const QString name = displayText(ownName);
    m_own->setContent(
        {name,
         QStringLiteral("node"),
         displayText(ownCode),
         {},
         QString(tr("This node") + QStringLiteral(", ") + name + QStringLiteral(", ") + displayText(ownCode)),
         Tone::Busy,
         0,
         true});
    if (!isSameSet)
        makeTiles();
    describeTiles(); // also in another language
    if (!isSame)
        update();
}

void NodeMapView::makeTiles()
{
    const QString wanted = m_current < m_tiles.size() ? m_tiles[m_current]->objectName() : QString();
    while (m_tiles.size() > m_nodes.size()) {
        m_tiles.back()->deleteLater();
        m_tiles.back()->hide();
        m_tiles.pop_back();
    }
    while (m_tiles.size() < m_nodes.size()) {
        auto* tile = new NodeTile(this);
        connect(tile, &NodeTile::clicked, this, [this, tile] { Q_EMIT nodeWanted(tile->objectName()); });
        connect(tile, &NodeTile::stepWanted, this, [this, tile](Qt::Key arrow) { step(*tile, arrow); });
        tile->installEventFilter(this);
        tile->show();
        m_tiles.push_back(tile);
    }
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        m_tiles[i]->setObjectName(m_nodes[i].code);
    const auto kept = std::ranges::find(m_nodes, wanted, &MapNode::code);
    setCurrent(kept == m_nodes.end() ? 0 : std::size_t(kept - m_nodes.begin()));
    layOut();
}

void NodeMapView::describeTiles()
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const MapNode& node = m_nodes[i];
        const BadgeDelegate::Look look = linkLook(int(node.state));
        const bool isOnLine = m_layout.shape == NodeMapLayout::Shape::Sides;
        m_tiles[i]->setContent({displayText(node.name), look.icon, LinkModel::stateText(node.state),
                                isOnLine ? QString() : NodeMapText::figures(node), NodeMapText::whole(node), look.tone,
                                node.alarms, false});
    }
}

void NodeMapView::setRoom(QSize room)
{
    if (room == m_room)
        return;
    m_room = room;
    layOut();
}

void NodeMapView::layOut()
{
    const QSize tile = m_own->sizeHint();
    m_layout = layOutNodeMap(int(m_nodes.size()), m_room, tile, m_own->narrowest());
    resize(m_room.width(), std::max(m_room.height(), int(std::ceil(m_layout.height))));
    m_own->setGeometry(m_layout.own.toRect());
    for (std::size_t i = 0; i < m_tiles.size(); ++i)
        m_tiles[i]->setGeometry(m_layout.nodes[i].toRect());
    describeTiles();
    update();
}

NodeTile* NodeMapView::tile(const QString& code) const
{
    const auto found = std::ranges::find(m_nodes, code, &MapNode::code);
    return found == m_nodes.end() ? nullptr : m_tiles[std::size_t(found - m_nodes.begin())];
}

NodeTile* NodeMapView::current() const
{
    return m_current < m_tiles.size() ? m_tiles[m_current] : nullptr;
}

void NodeMapView::setCurrent(std::size_t index)
{
    m_current = index;
    for (std::size_t i = 0; i < m_tiles.size(); ++i)
        m_tiles[i]->setFocusPolicy(i == index ? Qt::StrongFocus : Qt::ClickFocus);
}

/// To the nearest one in that direction; what lies in a straight line is nearer.
void NodeMapView::step(const NodeTile& from, Qt::Key arrow)
{
    const QPointF start = QRectF(from.geometry()).center();
    const bool isLevel = arrow == Qt::Key_Left || arrow == Qt::Key_Right;
    NodeTile* nearest = nullptr;
    double least = std::numeric_limits<double>::max();
    for (NodeTile* tile : m_tiles) {
        const QPointF way = QRectF(tile->geometry()).center() - start;
        if (tile == &from || !isAlong(way, arrow))
            continue;
        const double along = std::abs(isLevel ? way.x() : way.y());
        const double beside = std::abs(isLevel ? way.y() : way.x());
        if (const double distance = along + beside * kSideWeight; distance < least) {
            least = distance;
            nearest = tile;
        }
    }
    if (nearest != nullptr)
        nearest->setFocus(Qt::OtherFocusReason);
}

bool NodeMapView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        const auto found = std::ranges::find(m_tiles, watched);
        if (found != m_tiles.end()) {
            setCurrent(std::size_t(found - m_tiles.begin()));
            Q_EMIT focused(*found);
        }
    }
    return QWidget::eventFilter(watched, event);
}

void NodeMapView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOut();
    QWidget::changeEvent(event);
}

/// From this node's edge: level where the node stands beside it, else straight.
QPainterPath NodeMapView::lineTo(const QRectF& node) const
{
    const QRectF& own = m_layout.own;
    QPainterPath path;
    if (m_layout.shape == NodeMapLayout::Shape::Sides) {
        const bool isLeft = node.center().x() < own.center().x();
        const QPointF from(isLeft ? own.left() : own.right(), own.center().y());
        const QPointF to(isLeft ? node.right() : node.left(), node.center().y());
        const double bend = (to.x() - from.x()) / 2;
        path.moveTo(from);
        path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
        return path;
    }
    path.moveTo(own.center());
    path.lineTo(node.center());
    return path;
}

void NodeMapView::paintLine(QPainter& painter, std::size_t index, const ThemeColors& colors) const
{
    const MapNode& node = m_nodes[index];
    QColor color = colors.tone(linkLook(int(node.state)).tone);
    color.setAlphaF(m_tiles[index]->hasFocus() ? 1.0f : 0.55f);
    painter.setPen(QPen(color, kLineWidth, styleOf(node.state), Qt::RoundCap));
    painter.drawPath(lineTo(m_layout.nodes[index]));
}

void NodeMapView::paintFigures(QPainter& painter, std::size_t index, const ThemeColors& colors) const
{
    QString text = NodeMapText::figures(m_nodes[index]);
    if (text.isEmpty())
        return;
    text.replace(QStringLiteral(" · "), QStringLiteral("\n")); // one below the other: a line is short
    const QPointF at = lineTo(m_layout.nodes[index]).pointAtPercent(kFiguresAt);
    const QFontMetricsF metrics = painter.fontMetrics();
    const QSizeF size = metrics.size(0, text) + QSizeF(2 * kFiguresPadding, 0);
    const QRectF plate(at - QPointF(size.width() / 2, size.height() / 2), size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.card);
    painter.drawRoundedRect(plate, kFiguresPadding, kFiguresPadding);
    painter.setPen(colors.muted);
    painter.drawText(plate, Qt::AlignCenter, text);
}

void NodeMapView::paintEvent(QPaintEvent*)
{
    if (m_layout.shape == NodeMapLayout::Shape::Rows)
        return;
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        paintLine(painter, i, colors);
    if (m_layout.shape != NodeMapLayout::Shape::Sides)
        return;
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    painter.setFont(small);
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        paintFigures(painter, i, colors);
}

} // namespace busheng
