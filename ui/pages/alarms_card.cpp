// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/alarms_card.h"

#include "ui/text/words.h"
#include "ui/widgets/alarm_delegate.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

namespace busheng {

AlarmsCard::AlarmsCard(AlarmModel& model, QWidget* parent)
    : Card(parent), m_model(model), m_stack(new QStackedWidget(this)), m_list(new QListView(this)),
      m_empty(new EmptyState(QStringLiteral("ok"), this)), m_copy(new QAction(this))
{
    m_list->setModel(&m_model);
    m_list->setItemDelegate(
        new AlarmDelegate({AlarmModel::MetaRole, AlarmModel::CauseRole, AlarmModel::RemedyRole}, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setResizeMode(QListView::Adjust); // heights follow the width
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_list->addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, &AlarmsCard::copyCurrent);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    setContent(m_stack);
    refresh();
}

void AlarmsCard::refresh()
{
    const int rows = m_model.rowCount();
    m_stack->setCurrentWidget(rows == 0 ? static_cast<QWidget*>(m_empty) : m_list);
    setNote(rows == 0 ? QString() : Words::count(quint64(rows)));
}

void AlarmsCard::copyCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (current.isValid())
        QGuiApplication::clipboard()->setText(current.data(AlarmModel::ReportRole).toString());
}

void AlarmsCard::retranslate()
{
    setTitle(tr("Alarms"));
    m_empty->setTexts(tr("No alarms"), tr("Everything this node watches is in order."));
    m_copy->setText(tr("Copy alarm"));
    m_list->setAccessibleName(tr("Alarms"));
    m_model.retranslate();
}

} // namespace busheng
