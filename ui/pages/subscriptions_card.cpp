// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/subscriptions_card.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/mapping_dialog.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/structure_dialog.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/text/display_text.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/state_look.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QToolButton>

namespace busheng {
namespace {

constexpr int kRowsAlwaysShown = 4;

} // namespace

SubscriptionsCard::SubscriptionsCard(EngineClient& client, SubscriptionModel& model, QWidget* parent)
    : Card(parent), m_client(client), m_model(model), m_stack(new QStackedWidget(this)), m_table(new QTableView(this)),
      m_empty(new EmptyState(QStringLiteral("incoming"), this)), m_button(new QPushButton(this)),
      m_subscribe(new QPushButton(this)), m_publish(new QPushButton(this)), m_more(new QToolButton(this)),
      m_edit(new QAction(this)), m_structure(new QAction(this)), m_mapping(new QAction(this)),
      m_look(new QAction(this)), m_reload(new QAction(this)), m_remove(new QAction(this))
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(SubscriptionModel::SortRole);
    buildTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    setContent(m_stack);
    addHeadWidget(m_more);
    addHeadWidget(m_button);
    addHeadWidget(m_subscribe);
    addHeadWidget(m_publish);
    buildActions();
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

void SubscriptionsCard::buildActions()
{
    connect(m_subscribe, &QPushButton::clicked, this, [this] { openSubscriptionForm(std::nullopt); });
    connect(m_publish, &QPushButton::clicked, this, [this] { openDatasetForm(std::nullopt); });
    m_edit->setShortcut(Qt::Key_Return);
    m_remove->setShortcut(QKeySequence::Delete);
    connect(m_edit, &QAction::triggered, this, &SubscriptionsCard::edit);
    connect(m_structure, &QAction::triggered, this, &SubscriptionsCard::showStructure);
    connect(m_mapping, &QAction::triggered, this, &SubscriptionsCard::editMapping);
    connect(m_look, &QAction::triggered, this, &SubscriptionsCard::lookNow);
    connect(m_reload, &QAction::triggered, this, &SubscriptionsCard::askToReload);
    connect(m_remove, &QAction::triggered, this, &SubscriptionsCard::askToRemove);
    connect(m_table, &QTableView::doubleClicked, this, &SubscriptionsCard::edit);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* menu = new QMenu(m_more);
    for (QAction* action : {m_edit, m_structure, m_mapping, m_look, m_reload, m_remove}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
        menu->addAction(action);
    }
    m_more->setMenu(menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setAutoRaise(true);
    needRights(m_client, {{m_button, "pause"},
                          {m_subscribe, "addSubscription"},
                          {m_publish, "addDataset"},
                          {m_edit, "addSubscription"},
                          {m_structure, "structure"},
                          {m_mapping, "reloadAs"},
                          {m_look, "look"},
                          {m_reload, "reload"},
                          {m_remove, "remove"}});
}

const SubscriptionRow* SubscriptionsCard::selected() const
{
    const int index = m_model.indexOf(m_selectedKey);
    return index < 0 ? nullptr : &m_model.row(index);
}

void SubscriptionsCard::openSubscriptionForm(const std::optional<SubscriptionConfig>& existing)
{
    auto* form = new SubscriptionForm(m_client, existing, window());
    reopenWithTheirs<SubscriptionConfig>(*form, this, subscriptionFromJson,
                                         [this](const SubscriptionConfig& theirs) { openSubscriptionForm(theirs); });
    form->open();
}

void SubscriptionsCard::openDatasetForm(const std::optional<DatasetConfig>& existing)
{
    auto* form = new DatasetForm(m_client, existing, window());
    reopenWithTheirs<DatasetConfig>(*form, this, datasetFromJson,
                                    [this](const DatasetConfig& theirs) { openDatasetForm(theirs); });
    form->open();
}

const SubscriptionSnapshot* SubscriptionsCard::selectedSubscription() const
{
    const SubscriptionRow* const row = selected();
    for (const SubscriptionSnapshot& subscription : m_client.latest().subscriptions) {
        if (row != nullptr && row->direction == SubscriptionRow::Direction::Incoming &&
            subscription.config.name == row->name)
            return &subscription;
    }
    return nullptr;
}

const PublicationSnapshot* SubscriptionsCard::selectedPublication() const
{
    const SubscriptionRow* const row = selected();
    for (const PublicationSnapshot& publication : m_client.latest().publications) {
        if (row != nullptr && row->direction == SubscriptionRow::Direction::Outgoing &&
            publication.config.name == row->name)
            return &publication;
    }
    return nullptr;
}

void SubscriptionsCard::edit()
{
    if (!m_edit->isEnabled())
        return;
    if (const SubscriptionSnapshot* const subscription = selectedSubscription())
        openSubscriptionForm(subscription->config);
    else if (const PublicationSnapshot* const publication = selectedPublication())
        openDatasetForm(publication->config);
}

void SubscriptionsCard::showStructure()
{
    if (const SubscriptionSnapshot* const subscription = selectedSubscription())
        (new StructureDialog(m_client, subscription->config.name, window()))->open();
}

void SubscriptionsCard::editMapping()
{
    if (const SubscriptionSnapshot* const subscription = selectedSubscription())
        openMapping(subscription->config);
}

void SubscriptionsCard::openMapping(const SubscriptionConfig& existing)
{
    auto* dialog = new MappingDialog(m_client, existing, existing, window());
    reopenWithTheirs<SubscriptionConfig>(*dialog, this, subscriptionFromJson,
                                         [this](const SubscriptionConfig& theirs) { openMapping(theirs); });
    dialog->open();
}

/// A dataset whose route looks at its tables at times looks now.
void SubscriptionsCard::lookNow()
{
    const PublicationSnapshot* const publication = selectedPublication();
    if (publication == nullptr)
        return;
    m_client.request<void>(
        this,
        [name = publication->config.name](EngineApi& engine, Reply<> reply) {
            engine.flow().look(name, std::move(reply));
        },
        [this](const Result<>& result) {
            if (!result)
                Q_EMIT requestFailed(result.error());
        });
}

void SubscriptionsCard::ask(const QString& title, const QString& question, const QString& consequence,
                            const QString& yes, std::function<void(EngineApi&, Reply<>)> call)
{
    auto* box = new QMessageBox(window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(title);
    box->setText(question);
    box->setInformativeText(consequence);
    QPushButton* accept = box->addButton(yes, QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(accept, &QPushButton::clicked, this, [this, call = std::move(call)] {
        m_client.request<void>(this, call, [this](const Result<>& result) {
            if (!result)
                Q_EMIT requestFailed(result.error());
        });
    });
    box->open();
}

void SubscriptionsCard::askToReload()
{
    const SubscriptionRow* row = selected();
    if (row == nullptr)
        return;
    ask(m_reload->text(), tr("Load \"%1\" anew?").arg(displayText(row->name)),
        tr("The rows in the target are replaced by those of the source. Until that is done the target is not whole."),
        tr("Load anew"), [name = row->name](EngineApi& engine, Reply<> reply) {
            engine.flow().reload(name, QString(), std::move(reply));
        });
}

void SubscriptionsCard::askToRemove()
{
    const SubscriptionRow* row = selected();
    if (row == nullptr)
        return;
    const bool isOurs = row->direction == SubscriptionRow::Direction::Incoming;
    ask(m_remove->text(), tr("Remove \"%1\"?").arg(displayText(row->name)),
        isOurs ? tr("Its rows stay in the target. To go on later it has to be loaded anew.")
               : tr("Nobody can subscribe to the dataset any more. The source's tables stay as they are."),
        tr("Remove"), [name = row->name, isOurs](EngineApi& engine, Reply<> reply) {
            engine.settings().remove(isOurs ? QStringLiteral("subscription") : QStringLiteral("dataset"), name,
                                     std::move(reply));
        });
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
    const bool works = index >= 0 && !m_client.isLost();
    m_edit->setEnabled(works);
    m_remove->setEnabled(works);
    for (QAction* action : {m_structure, m_mapping, m_reload})
        action->setEnabled(works && isOurs);
    const PublicationSnapshot* const publication = selectedPublication();
    m_look->setEnabled(works && publication != nullptr && publication->config.route != Route::Log &&
                       publication->config.route != Route::Trigger);
    m_more->setEnabled(works);
    // Before the first state nothing is known to choose from.
    const bool isKnown = m_client.hasSnapshot() && !m_client.isLost();
    m_subscribe->setEnabled(isKnown);
    m_publish->setEnabled(isKnown);
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
    m_subscribe->setText(tr("Subscribe…"));
    m_publish->setText(tr("Publish…"));
    m_edit->setText(tr("Change…"));
    m_more->setText(tr("More"));
    m_more->setToolTip(tr("What can be done with the selected flow"));
    m_structure->setText(tr("Structure and tables…"));
    m_mapping->setText(tr("Mapping…"));
    m_look->setText(tr("Look at the source now"));
    m_reload->setText(tr("Load anew…"));
    m_remove->setText(tr("Remove…"));
    m_model.retranslate();
    updateButton();
}

} // namespace busheng
