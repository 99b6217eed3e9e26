// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/operators_card.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/operator_form.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>

namespace busheng {
namespace {

constexpr int kRows = 5;

BadgeDelegate::Look operatorLook(int state)
{
    using States = OperatorModel::States;
    switch (States(state)) {
    case States::Active:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Blocked:
        return {QStringLiteral("stopped"), Tone::Bad};
    case States::Disabled:
        return {QStringLiteral("paused"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

OperatorsCard::OperatorsCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client),
      m_asked(client, this, [this](const Result<std::vector<OperatorSnapshot>>& all) { take(all); }),
      m_fourEyes(new QCheckBox(this)), m_stack(new QStackedWidget(this)), m_table(new QTableView(m_stack)),
      m_none(new EmptyState(QStringLiteral("security"), m_stack)), m_add(new QAction(this)), m_role(new QAction(this)),
      m_enable(new QAction(this)), m_password(new QAction(this)), m_unlock(new QAction(this))
{
    build();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &OperatorsCard::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &OperatorsCard::updateActions);
    onSnapshot();
}

void OperatorsCard::build()
{
    setUpTable(*m_table, m_model);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(OperatorModel::State,
                                      new BadgeDelegate(OperatorModel::StateRole, &operatorLook, m_table));
    setColumnWidths(*m_table, {{OperatorModel::Name, 16},
                               {OperatorModel::Role, 24},
                               {OperatorModel::State, 16},
                               {OperatorModel::SignedIn, 21},
                               {OperatorModel::Password, 21},
                               {OperatorModel::MadeBy, 16}});
    m_table->horizontalHeader()->setSectionResizeMode(OperatorModel::Person, QHeaderView::Stretch);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                              kRows * m_table->verticalHeader()->defaultSectionSize() + 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &OperatorsCard::updateActions);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_none);
    setContent(m_stack);
    addHeadWidget(m_fourEyes);
    for (QAction* action : {m_add, m_role, m_enable, m_password, m_unlock})
        offerAction(*this, *m_table, *action);
    needRights(m_client, {{m_fourEyes, "setFourEyes"},
                          {m_add, "addOperator"},
                          {m_role, "setOperator"},
                          {m_enable, "setOperator"},
                          {m_password, "resetPassword"},
                          {m_unlock, "unlockOperator"}});
    connect(m_fourEyes, &QCheckBox::clicked, this, &OperatorsCard::askForFourEyes);
    connect(m_add, &QAction::triggered, this,
            [this] { openForm(int(m_hasOperators ? OperatorForm::Purpose::Add : OperatorForm::Purpose::First)); });
    connect(m_role, &QAction::triggered, this, [this] { openForm(int(OperatorForm::Purpose::Role)); });
    connect(m_password, &QAction::triggered, this, [this] { openForm(int(OperatorForm::Purpose::Password)); });
    connect(m_enable, &QAction::triggered, this, &OperatorsCard::enableOrDisable);
    connect(m_unlock, &QAction::triggered, this, [this] {
        if (const OperatorSnapshot* const one = selected())
            send([name = one->name](EngineApi& engine, Reply<> reply) {
                engine.operators().unlockOperator(name, std::move(reply));
            });
    });
}

bool OperatorsCard::saysThatThereAreNone() const
{
    return m_stack->currentWidget() == m_none;
}

void OperatorsCard::onSnapshot()
{
    const NodeSnapshot& node = m_client.latest();
    const bool isNew = std::exchange(m_hasOperators, node.hasOperators) != node.hasOperators;
    m_fourEyes->setChecked(node.fourEyes);
    m_stack->setCurrentWidget(m_hasOperators ? static_cast<QWidget*>(m_table) : m_none);
    if (isNew && isVisible())
        refresh();
    updateActions();
}

void OperatorsCard::refresh()
{
    if (!m_hasOperators)
        return;
    m_asked.ask([](EngineApi& engine, Reply<std::vector<OperatorSnapshot>> reply) {
        engine.operators().listOperators(std::move(reply));
    });
}

void OperatorsCard::take(const Result<std::vector<OperatorSnapshot>>& operators)
{
    if (!operators) {
        Q_EMIT failed(operators.error());
        return;
    }
    const int row = m_table->currentIndex().row();
    if (*operators != m_model.rows())
        m_model.setRows(*operators);
    if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model.index(std::clamp(row, 0, m_model.rowCount() - 1), 0));
    updateActions();
}

const OperatorSnapshot* OperatorsCard::selected() const
{
    const QModelIndex index = m_table->currentIndex();
    return m_hasOperators && index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void OperatorsCard::updateActions()
{
    const bool works = !m_isSending && m_client.hasSnapshot() && !m_client.isLost();
    const OperatorSnapshot* const one = selected();
    m_add->setEnabled(works);
    m_add->setText(m_hasOperators ? tr("Add…") : tr("Switch on…"));
    m_fourEyes->setVisible(m_hasOperators);
    m_fourEyes->setEnabled(works);
    m_unlock->setEnabled(works && one != nullptr && one->state == QStringLiteral("blocked"));
    for (QAction* action : {m_role, m_enable, m_password}) {
        action->setEnabled(works && one != nullptr);
        action->setVisible(m_hasOperators);
    }
    m_unlock->setVisible(m_hasOperators);
    m_enable->setText(one != nullptr && one->state == QStringLiteral("disabled") ? tr("Enable") : tr("Disable…"));
}

void OperatorsCard::openForm(int purpose)
{
    const auto what = OperatorForm::Purpose(purpose);
    const bool isNew = what == OperatorForm::Purpose::First || what == OperatorForm::Purpose::Add;
    const OperatorSnapshot* const one = selected();
    if (!isNew && one == nullptr)
        return;
    auto* form = new OperatorForm(m_client, what, isNew ? OperatorSnapshot() : *one, window());
    connect(form, &OperatorForm::saved, this, &OperatorsCard::refresh);
    connect(form, &EngineDialog::theirsWanted, this, &OperatorsCard::refresh);
    form->open();
}

void OperatorsCard::enableOrDisable()
{
    const OperatorSnapshot* const one = selected();
    if (one == nullptr)
        return;
    const bool enables = one->state == QStringLiteral("disabled");
    SeenChange change = seenOperator(*one).change;
    change.params.insert(QStringLiteral("enabled"), enables);
    const auto call = [change](EngineApi& engine, Reply<> reply) { engine.changeSeen(change, std::move(reply)); };
    if (enables)
        return send(call);
    confirm(window(),
            {tr("Disable an operator"), tr("Disable %1?").arg(displayText(one->name)),
             tr("The session ends at once, and nobody can sign in with this name until it is enabled again. What was "
                "done stays in the ledger. What was proposed and waits can no longer be confirmed."),
             tr("Disable")},
            [this, call] { send(call); });
}

void OperatorsCard::askForFourEyes(bool on)
{
    m_fourEyes->setChecked(m_client.latest().fourEyes); // shown when it is so
    confirm(window(),
            {tr("A second person confirms"),
             on ? tr("Shall a reviewer confirm every change of consequence?")
                : tr("Shall changes of consequence be made by one person alone?"),
             on ? tr("Sources, targets, datasets, links, subscriptions, tasks, reloads, repairs, operators: each waits "
                     "until a reviewer has seen what was and what will be. The daily work goes on as before.")
                : tr("A reviewer has to confirm this, too."),
             on ? tr("Switch on") : tr("Switch off")},
            [this, on] {
                send([on](EngineApi& engine, Reply<> reply) { engine.operators().setFourEyes(on, std::move(reply)); });
            });
}

void OperatorsCard::send(std::function<void(EngineApi&, Reply<>)> call)
{
    if (std::exchange(m_isSending, true))
        return;
    updateActions();
    m_client.request<void>(this, std::move(call), [this](const Result<>& result) {
        m_isSending = false;
        updateActions();
        if (!result)
            Q_EMIT failed(result.error());
        refresh();
    });
}

void OperatorsCard::retranslate()
{
    setTitle(tr("Operators"));
    m_table->setAccessibleName(tr("Operators"));
    m_fourEyes->setText(tr("A second person confirms"));
    m_fourEyes->setToolTip(tr("Changes of consequence wait until a reviewer confirms them"));
    m_role->setText(tr("Role…"));
    m_password->setText(tr("Another password…"));
    m_unlock->setText(tr("Unblock"));
    m_none->setTexts(tr("This node has no operators"),
                     tr("Everybody who reaches it may do everything. Switch operators on, and who works here signs in, "
                        "with a role of their own."));
    m_model.retranslate();
    updateActions();
}

void OperatorsCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Card::changeEvent(event);
}

} // namespace busheng
