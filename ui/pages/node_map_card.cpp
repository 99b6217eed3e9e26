// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/node_map_card.h"

#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/node_tile.h"

#include <QEvent>

namespace busheng {
namespace {

constexpr int kMargin = 12;

} // namespace

NodeMapCard::NodeMapCard(QWidget* parent)
    : Card(parent), m_stack(new QStackedWidget(this)), m_scroll(new QScrollArea(this)), m_view(new NodeMapView),
      m_empty(new EmptyState(QStringLiteral("links"), this)), m_flows(new QPushButton(this))
{
    m_scroll->setWidget(m_view);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_view->setAutoFillBackground(false);
    m_scroll->viewport()->installEventFilter(this);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_empty);
    setContent(m_stack, kMargin);
    m_flows->setIcon(themedIcon(QStringLiteral("incoming")));
    addHeadWidget(m_flows);
    connect(m_flows, &QPushButton::clicked, this, &NodeMapCard::flowsWanted);
    connect(m_view, &NodeMapView::nodeWanted, this, &NodeMapCard::linkWanted);
    connect(m_view, &NodeMapView::focused, this, [this](QWidget* tile) { m_scroll->ensureWidgetVisible(tile, 0, 8); });
}

void NodeMapCard::showNodes(const QString& ownName, const QString& ownCode, const std::vector<MapNode>& nodes)
{
    m_view->setNodes(ownName, ownCode, nodes);
    m_stack->setCurrentWidget(nodes.empty() ? static_cast<QWidget*>(m_empty) : m_scroll);
}

bool NodeMapCard::showsEmptyState() const
{
    return m_stack->currentWidget() == m_empty;
}

void NodeMapCard::takeFocus()
{
    if (NodeTile* const first = m_view->current(); first != nullptr)
        first->setFocus(Qt::TabFocusReason);
    else
        m_flows->setFocus(Qt::TabFocusReason);
}

bool NodeMapCard::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize)
        m_view->setRoom(m_scroll->viewport()->size());
    return Card::eventFilter(watched, event);
}

void NodeMapCard::retranslate()
{
    setTitle(tr("Map of nodes"));
    m_flows->setText(tr("Flows"));
    m_flows->setToolTip(tr("The flows of rows as a list, with stages and charts"));
    m_view->setAccessibleName(tr("Map of nodes"));
    m_empty->setTexts(tr("No peers yet"), tr("As soon as a link is registered, its node stands here beside this one."));
}

} // namespace busheng
