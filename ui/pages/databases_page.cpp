// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/databases_page.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/database_form.h"
#include "ui/dialogs/findings_dialog.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/rights_dialog.h"
#include "ui/dialogs/secret_form.h"
#include "ui/dialogs/tables_dialog.h"
#include "ui/text/display_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QMessageBox>
#include <QToolButton>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kMargin = 16;
constexpr int kSearchCharacters = 24;

} // namespace

DatabasesPage::DatabasesPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_card(new Card(this)),
      m_search(new QLineEdit(m_card)), m_addSource(new QPushButton(m_card)), m_addTarget(new QPushButton(m_card)),
      m_stack(new QStackedWidget(m_card)), m_table(new QTableView(m_stack)),
      m_empty(new EmptyState(QStringLiteral("source"), m_stack)),
      m_nothingFound(new EmptyState(QStringLiteral("info"), m_stack)), m_edit(new QAction(this)),
      m_check(new QAction(this)), m_rights(new QAction(this)), m_tables(new QAction(this)),
      m_password(new QAction(this)), m_remove(new QAction(this))
{
    build();
    buildActions();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &DatabasesPage::showKnown);
    connect(&m_client, &EngineClient::found, this, &DatabasesPage::refresh);
    showKnown();
}

void DatabasesPage::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(DatabaseModel::SortRole);
    m_sorted.setFilterKeyColumn(-1);
    m_sorted.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(*m_table, m_sorted);
    m_table->setItemDelegate(new RowDelegate(DatabaseModel::IconRole, m_table));
    setColumnWidths(*m_table, {{DatabaseModel::Side, 13},
                               {DatabaseModel::Name, 22},
                               {DatabaseModel::Driver, 25},
                               {DatabaseModel::UsedBy, 26}});
    m_table->horizontalHeader()->setSectionResizeMode(DatabaseModel::Location, QHeaderView::Stretch);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DatabasesPage::updateActions);
    connect(m_table, &QTableView::doubleClicked, this, &DatabasesPage::edit);
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(fontMetrics().horizontalAdvance(u'0') * kSearchCharacters);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sorted.setFilterFixedString(text);
        showKnown();
    });
    for (QWidget* page :
         {static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_nothingFound)})
        m_stack->addWidget(page);
    m_card->setContent(m_stack);
    setFocusProxy(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 12, kMargin, 12);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_notice);
    layout->addWidget(m_card, 1);
    m_notice->hide();
}

void DatabasesPage::buildActions()
{
    m_card->addHeadWidget(m_search);
    m_edit->setShortcut(Qt::Key_Return);
    m_remove->setShortcut(QKeySequence::Delete);
    connect(m_edit, &QAction::triggered, this, &DatabasesPage::edit);
    connect(m_check, &QAction::triggered, this, &DatabasesPage::check);
    connect(m_rights, &QAction::triggered, this, &DatabasesPage::giveRights);
    connect(m_tables, &QAction::triggered, this, &DatabasesPage::showTables);
    connect(m_password, &QAction::triggered, this, &DatabasesPage::changePassword);
    connect(m_remove, &QAction::triggered, this, &DatabasesPage::askToRemove);
    for (QAction* action : {m_tables, m_check, m_rights, m_password, m_edit, m_remove}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
        auto* button = new QToolButton(m_card);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
        m_card->addHeadWidget(button);
    }
    connect(m_addSource, &QPushButton::clicked, this, [this] { openForm(DatabaseSide::Source); });
    connect(m_addTarget, &QPushButton::clicked, this, [this] { openForm(DatabaseSide::Target); });
    m_card->addHeadWidget(m_addSource);
    m_card->addHeadWidget(m_addTarget);
    needRights(m_client, {{m_addSource, "addSource"},
                          {m_addTarget, "addTarget"},
                          {m_edit, "addSource"},
                          {m_check, "preflight"},
                          {m_rights, "sourceRights"},
                          {m_tables, "describeTable"},
                          {m_password, "setSecret"},
                          {m_remove, "remove"}});
}

void DatabasesPage::showEvent(QShowEvent* event)
{
    refresh();
    QWidget::showEvent(event);
}

void DatabasesPage::refresh()
{
    using Configs = std::vector<DatabaseConfig>;
    const auto take = [this](Configs& into) {
        return [this, &into](const Result<Configs>& result) {
            if (!result)
                return onFailed(result.error());
            into = *result;
            showKnown();
        };
    };
    m_client.request<Configs>(
        this, [](EngineApi& engine, Reply<Configs> reply) { engine.settings().listSources(std::move(reply)); },
        take(m_sources));
    m_client.request<Configs>(
        this, [](EngineApi& engine, Reply<Configs> reply) { engine.settings().listTargets(std::move(reply)); },
        take(m_targets));
}

void DatabasesPage::showKnown()
{
    m_model.update(m_sources, m_targets, m_client.latest());
    QWidget* shown = m_table;
    if (m_model.rowCount() == 0)
        shown = m_empty;
    else if (m_sorted.rowCount() == 0)
        shown = m_nothingFound;
    m_stack->setCurrentWidget(shown);
    if (m_model.indexOf(m_wanted) >= 0) {
        select(m_wanted);
        m_wanted.clear();
    } else if (m_sorted.rowCount() > 0 && !m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    }
    updateActions();
}

void DatabasesPage::select(const QString& key)
{
    m_table->setCurrentIndex(m_sorted.mapFromSource(m_model.index(m_model.indexOf(key), 0)));
}

const DatabaseRow* DatabasesPage::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void DatabasesPage::updateActions()
{
    const DatabaseRow* row = selected();
    const bool works = row != nullptr && !m_client.isLost();
    for (QAction* action : {m_edit, m_check, m_tables, m_remove})
        action->setEnabled(works);
    m_password->setEnabled(works && row->config.driver != QStringLiteral("sqlite"));
    m_rights->setEnabled(works && row->config.driver != QStringLiteral("sqlite"));
    m_rights->setToolTip(m_rights->isEnabled() || row == nullptr
                             ? tr("The least rights that the database user needs, as SQL to copy or to run")
                             : tr("%1 has no users").arg(DatabaseModel::driverText(row->config.driver)));
}

void DatabasesPage::openForm(DatabaseSide side, const std::optional<DatabaseConfig>& existing)
{
    QStringList taken;
    for (const DatabaseConfig& config : side == DatabaseSide::Source ? m_sources : m_targets)
        taken.append(config.name);
    auto* form = new DatabaseForm(m_client, side, existing, taken, window());
    reopenWithTheirs<DatabaseConfig>(*form, this, databaseFromJson,
                                     [this, side](const DatabaseConfig& theirs) { openForm(side, theirs); });
    connect(form, &DatabaseForm::saved, this, [this, side](const QString& name) {
        m_notice->hide();
        m_wanted = DatabaseModel::keyOf(side, name);
        m_search->clear();
        refresh();
    });
    form->open();
}

void DatabasesPage::edit()
{
    if (const DatabaseRow* row = selected(); row != nullptr && m_edit->isEnabled())
        openForm(row->side, row->config);
}

void DatabasesPage::check()
{
    if (const DatabaseRow* row = selected())
        (new FindingsDialog(m_client, *row, window()))->open();
}

void DatabasesPage::giveRights()
{
    if (const DatabaseRow* row = selected())
        (new RightsDialog(m_client, *row, window()))->open();
}

void DatabasesPage::showTables()
{
    if (const DatabaseRow* row = selected())
        (new TablesDialog(m_client, *row, window()))->open();
}

void DatabasesPage::changePassword()
{
    if (const DatabaseRow* row = selected())
        (new SecretForm(m_client, row->config, window()))->open();
}

void DatabasesPage::askToRemove()
{
    const DatabaseRow* row = selected();
    if (row == nullptr)
        return;
    auto* question = new QMessageBox(window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Question);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(m_remove->text());
    question->setText(tr("Remove \"%1\" from the register?").arg(displayText(row->config.name)));
    question->setInformativeText(tr("The database itself stays as it is. What is still used is not removed."));
    QPushButton* yes = question->addButton(tr("Remove"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, [this, row = *row] { remove(row); });
    question->open();
}

void DatabasesPage::remove(const DatabaseRow& row)
{
    m_client.request<void>(
        this,
        [kind = row.side == DatabaseSide::Source ? QStringLiteral("source") : QStringLiteral("target"),
         name = row.config.name](EngineApi& engine, Reply<> reply) {
            engine.settings().remove(kind, name, std::move(reply));
        },
        [this](const Result<>& result) {
            if (!result)
                return onFailed(result.error());
            m_notice->hide();
            refresh();
        });
}

void DatabasesPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void DatabasesPage::retranslate()
{
    m_card->setTitle(tr("Sources and targets"));
    m_table->setAccessibleName(tr("Sources and targets"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_addSource->setText(tr("Register source…"));
    m_addTarget->setText(tr("Register target…"));
    m_edit->setText(tr("Change…"));
    m_check->setText(tr("Check…"));
    m_check->setToolTip(tr("What stands in the way of publishing or loading tables; changes nothing"));
    m_rights->setText(tr("Rights…"));
    m_tables->setText(tr("Tables…"));
    m_tables->setToolTip(tr("What tables it has, and their columns"));
    m_password->setText(tr("Password…"));
    m_password->setToolTip(tr("Kept in the node's vault: set another one, try it, or take it out"));
    m_remove->setText(tr("Remove"));
    m_empty->setTexts(tr("No databases yet"),
                      tr("Register the database whose tables this node publishes as a source, and the one that "
                         "receives rows as a target."));
    m_nothingFound->setTexts(tr("Nothing found"), tr("No database has this text in its name, kind or location."));
    m_model.retranslate();
    updateActions();
}

void DatabasesPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
