// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/node_map.h"
#include "ui/widgets/card.h"
#include "ui/widgets/theme_colors.h"

#include <QPainterPath>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace busheng {

class EmptyState;
class NodeTile;

/// The drawing: this node in the middle, its peers around it in the order of GB/T 2260, a line to each. Where a node
/// stands follows from their number and the room alone. One of them can be reached by Tab, the others from there by
/// the arrow keys.
class NodeMapView : public QWidget {
    Q_OBJECT
public:
    explicit NodeMapView(QWidget* parent = nullptr);

    void setNodes(const QString& ownName, const QString& ownCode, const std::vector<MapNode>& nodes);
    /// The room there is without scrolling.
    void setRoom(QSize room);
    NodeTile* tile(const QString& code) const; ///< null: there is none
    NodeMapLayout::Shape shape() const { return m_layout.shape; }
    NodeTile* current() const; ///< that Tab comes to

Q_SIGNALS:
    void nodeWanted(const QString& code);
    void focused(QWidget* tile);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeTiles();
    void describeTiles();
    void layOut();
    void step(const NodeTile& from, Qt::Key arrow);
    void setCurrent(std::size_t index);
    void paintLine(QPainter& painter, std::size_t index, const ThemeColors& colors) const;
    void paintFigures(QPainter& painter, std::size_t index, const ThemeColors& colors) const;
    QPainterPath lineTo(const QRectF& node) const;

    NodeTile* m_own;
    std::vector<NodeTile*> m_tiles; ///< in the order of m_nodes
    std::vector<MapNode> m_nodes;
    NodeMapLayout m_layout;
    QSize m_room;
    std::size_t m_current = 0;
};

/// The map of nodes on the overview.
class NodeMapCard : public Card {
    Q_OBJECT
public:
    explicit NodeMapCard(QWidget* parent = nullptr);

    void showNodes(const QString& ownName, const QString& ownCode, const std::vector<MapNode>& nodes);
    void retranslate();
    NodeMapView& view() const { return *m_view; }
    bool showsEmptyState() const;
    QPushButton* flowsButton() const { return m_flows; }
    /// Of what comes first here.
    void takeFocus();

Q_SIGNALS:
    void linkWanted(const QString& code);
    void flowsWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QStackedWidget* m_stack;
    QScrollArea* m_scroll;
    NodeMapView* m_view;
    EmptyState* m_empty;
    QPushButton* m_flows;
};

} // namespace busheng
