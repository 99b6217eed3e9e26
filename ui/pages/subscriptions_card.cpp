// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/subscriptions_card.h"

#include "ui/client/engine_client.h"
#include "ui/pages/table_setup.h"
#include "ui/text/display_text.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/state_look.h"

#include <QHeaderView>

namespace busheng {
namespace {

constexpr int kRowsAlwaysShown = 4;

} // namespace

SubscriptionsCard::SubscriptionsCard(EngineClient& client, SubscriptionModel& model, QWidget* parent)
    : Card(parent), m_client(client), m_model(model), m_stack(new QStackedWidget(this)), m_table(new QTableView(this)),
      m_empty(new EmptyState(QStringLiteral("incoming"), this)), m_button(new QPushButton(this))
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(SubscriptionModel::SortRole);
    buildTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    setContent(m_stack);
    addHeadWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &SubscriptionsCard::pauseOrResume);
    refresh();
}

void SubscriptionsCard::buildTable()
{
    setUpTable(*m_table, m_sorted);
    m_table->setItemDelegate(new RowDelegate(SubscriptionModel::IconRole, m_table));
    m_table->setItemDelegateForColumn(SubscriptionModel::State, new BadgeDelegate(
                                                                    SubscriptionModel::StateRole,
                                                                    [](int state) -> BadgeDelegate::Look {
                                                                        const StateLook look =
                                                                            stateLook(SubscriptionState(state));
                                                                        return {look.icon, look.tone};
                                                                    },
                                                                    m_table));
    m_table->setItemDelegateForColumn(SubscriptionModel::Progress,
                                      new ProgressDelegate(SubscriptionModel::FractionRole, m_table));
    setColumnWidths(*m_table, {{SubscriptionModel::Peer, 16},
                               {SubscriptionModel::State, 19},
                               {SubscriptionModel::Progress, 19},
                               {SubscriptionModel::Lag, 12},
                               {SubscriptionModel::Waiting, 14},
                               {SubscriptionModel::Rate, 15}});
    m_table->horizontalHeader()->setSectionResizeMode(SubscriptionModel::Name, QHeaderView::Stretch);
    const int rows = kRowsAlwaysShown * m_table->verticalHeader()->defaultSectionSize();
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() + rows + 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { onCurrentChanged(current); });
}

void SubscriptionsCard::onCurrentChanged(const QModelIndex& current)
{
    const QModelIndex source = m_sorted.mapToSource(current);
    m_selectedKey = source.isValid() ? m_model.row(source.row()).key : QString();
    updateButton();
    Q_EMIT selectionChanged();
}

void SubscriptionsCard::select(const QString& key)
{
    const int row = m_model.indexOf(key);
    if (row >= 0)
        m_table->setCurrentIndex(m_sorted.mapFromSource(m_model.index(row, 0)));
}

void SubscriptionsCard::refresh()
{
    const int rows = m_model.rowCount();
    m_stack->setCurrentWidget(rows == 0 ? static_cast<QWidget*>(m_empty) : m_table);
    if (rows > 0 && m_model.indexOf(m_selectedKey) < 0)
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    updateButton();
}

void SubscriptionsCard::updateButton()
{
    const int index = m_model.indexOf(m_selectedKey);
    const bool isOurs = index >= 0 && m_model.row(index).direction == SubscriptionRow::Direction::Incoming;
    m_button->setVisible(isOurs);
    if (!isOurs)
        return;
    const SubscriptionRow& row = m_model.row(index);
    const bool mayResume = row.state == SubscriptionState::Paused || row.state == SubscriptionState::Stopped;
    m_button->setText(mayResume ? tr("Resume") : tr("Pause"));
    m_button->setIcon(themedIcon(mayResume ? QStringLiteral("resume") : QStringLiteral("pause")));
    m_button->setEnabled(!m_isAsking && !m_client.isLost());
    m_button->setToolTip(plainToolTip((mayResume ? tr("Continue \"%1\" from its checkpoint")
                                                 : tr("Stop applying \"%1\" until it is resumed; nothing is lost"))
                                          .arg(displayText(row.name))));
}

void SubscriptionsCard::pauseOrResume()
{
    const int index = m_model.indexOf(m_selectedKey);
    if (index < 0 || m_isAsking)
        return;
    const SubscriptionRow& row = m_model.row(index);
    const bool mayResume = row.state == SubscriptionState::Paused || row.state == SubscriptionState::Stopped;
    m_isAsking = true;
    updateButton();
    m_client.request<void>(
        this,
        [name = row.name, mayResume](EngineApi& engine, Reply<> reply) {
            if (mayResume)
                engine.flow().resume(name, std::move(reply));
            else
                engine.flow().pause(name, std::move(reply));
        },
        [this](const Result<>& result) {
            m_isAsking = false;
            updateButton();
            if (!result)
                Q_EMIT requestFailed(result.error());
        });
}

void SubscriptionsCard::retranslate()
{
    setTitle(tr("Subscriptions"));
    m_empty->setTexts(tr("No subscriptions yet"),
                      tr("Subscribe to a dataset of a connected node, or publish one of your own. Both appear here."));
    m_table->setAccessibleName(tr("Subscriptions"));
    m_model.retranslate();
    updateButton();
}

} // namespace busheng
