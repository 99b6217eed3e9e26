// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/structure_dialog.h"

#include "engine/model/operator_events.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/structure_look.h"
#include "ui/text/display_text.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/table_setup.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGroupBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSplitter>

#include <algorithm>

namespace busheng {
namespace {

constexpr QSize kSize(1300, 640);
constexpr int kFoundLines = 3;
constexpr int kSqlLines = 7;
constexpr int kSearchCharacters = 26;

QPlainTextEdit* textField(int lines)
{
    auto* field = new QPlainTextEdit;
    field->setReadOnly(true);
    field->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    field->setTabChangesFocus(true);
    field->setFixedHeight(lines * field->fontMetrics().lineSpacing() + 2 * field->frameWidth() + 8);
    return field;
}

/// As a person runs them: a remark has no semicolon.
QString script(const QStringList& statements)
{
    QStringList lines;
    for (const QString& statement : statements)
        lines.append(statement.startsWith(QStringLiteral("--")) ? statement : QString(statement + u';'));
    return lines.join(u'\n');
}

} // namespace

StructureDialog::StructureDialog(EngineClient& client, const QString& subscription, QWidget* parent)
    : EngineDialog(client, parent), m_subscription(subscription), m_summary(new QLabel), m_search(new QLineEdit),
      m_onlyDifferent(new QCheckBox), m_tables(new QTableView), m_columns(new QTableView),
      m_found(textField(kFoundLines)), m_sql(textField(kSqlLines)), m_look(nullptr), m_copy(new QPushButton),
      m_run(new QPushButton), m_reload(new QPushButton), m_park(new QPushButton)
{
    build();
    resize(kSize);
    connect(&this->client(), &EngineClient::snapshotChanged, this, &StructureDialog::showProgress);
    look();
}

QWidget* StructureDialog::buildTables()
{
    m_sorted.setSourceModel(&m_tableModel);
    setUpTable(*m_tables, m_sorted);
    m_tables->setItemDelegate(new RowDelegate(-1, m_tables));
    m_tables->setItemDelegateForColumn(
        StructureTableModel::State, new BadgeDelegate(StructureTableModel::StateRole, &structureStateLook, m_tables));
    setColumnWidths(*m_tables, {{StructureTableModel::Name, 17},
                                {StructureTableModel::Target, 17},
                                {StructureTableModel::State, 17},
                                {StructureTableModel::Differing, 15}});
    m_tables->horizontalHeader()->setStretchLastSection(true);
    m_tables->setAccessibleName(tr("Tables"));
    connect(m_tables->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &StructureDialog::showSelected);
    setUpTable(*m_columns, m_columnModel);
    m_columns->setSortingEnabled(false); // in the order of the table
    m_columns->setItemDelegate(
        new ChangedTextDelegate(StructureColumnModel::FromRole, StructureColumnModel::LengthRole, m_columns));
    m_columns->setItemDelegateForColumn(StructureColumnModel::State, new BadgeDelegate(StructureColumnModel::StateRole,
                                                                                       &structureStateLook, m_columns));
    setColumnWidths(*m_columns, {{StructureColumnModel::Name, 17},
                                 {StructureColumnModel::Declared, 27},
                                 {StructureColumnModel::State, 17},
                                 {StructureColumnModel::TargetName, 17}});
    m_columns->horizontalHeader()->setStretchLastSection(true);
    m_columns->setAccessibleName(tr("Columns side by side"));
    auto* split = new QSplitter;
    split->addWidget(m_tables);
    split->addWidget(m_columns);
    split->setChildrenCollapsible(false);
    split->setSizes({9, 10}); // as parts of the whole: what a table is doing is seen without scrolling
    split->setStretchFactor(0, 9);
    split->setStretchFactor(1, 10);
    return split;
}

void StructureDialog::build()
{
    setWindowTitle(tr("Structure of %1").arg(displayText(m_subscription)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_summary->setTextFormat(Qt::PlainText);
    m_search->setPlaceholderText(tr("Search tables and columns"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(fontMetrics().horizontalAdvance(u'0') * kSearchCharacters);
    m_onlyDifferent->setText(tr("Only what differs"));
    m_park->setText(tr("Let it wait…"));
    m_park->setToolTip(tr("Its changes wait in the target until it goes on, on the page of failures"));
    m_reload->setText(tr("Load this table anew…"));
    auto* head = new QHBoxLayout;
    head->addWidget(m_summary, 1);
    head->addWidget(m_onlyDifferent);
    head->addWidget(m_search);
    head->addWidget(m_park);
    head->addWidget(m_reload);
    m_found->setPlaceholderText(tr("Nothing keeps rows of this table from being stored."));
    m_found->setAccessibleName(tr("What keeps rows from being stored"));
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sql->setPlaceholderText(tr("Nothing has to be created or altered at the target."));
    m_sql->setAccessibleName(tr("Statements that make the target fit"));
    auto* sqlHead = new QHBoxLayout;
    sqlHead->addWidget(new QLabel(tr("Statements that make the target fit, in this order:")), 1);
    m_copy->setText(tr("Copy the SQL"));
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    sqlHead->addWidget(m_copy);
    m_run->setText(tr("Run them at the target…"));
    sqlHead->addWidget(m_run);
    auto* buttons = new QDialogButtonBox;
    m_look = buttons->addButton(tr("Look again"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    for (QPushButton* button : {m_copy, m_run, m_reload, m_park, m_look})
        button->setAutoDefault(false);
    layout->addLayout(head);
    layout->addWidget(buildTables(), 1);
    layout->addWidget(m_found);
    layout->addLayout(sqlHead);
    layout->addWidget(m_sql);
    layout->addWidget(buttons);
    setBody(body);
    needRights(client(), {{m_run, "alterTarget"}, {m_reload, "reload"}, {m_park, "parkTable"}});
    connect(m_search, &QLineEdit::textChanged, this, &StructureDialog::filter);
    connect(m_onlyDifferent, &QCheckBox::toggled, this, &StructureDialog::filter);
    connect(m_look, &QPushButton::clicked, this, &StructureDialog::look);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(script(m_structure.sql)); });
    connect(m_run, &QPushButton::clicked, this, &StructureDialog::askToRun);
    connect(m_reload, &QPushButton::clicked, this, &StructureDialog::askToReload);
    connect(m_park, &QPushButton::clicked, this, &StructureDialog::askToPark);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

const SubscriptionSnapshot* StructureDialog::subscription() const
{
    const auto& all = client().latest().subscriptions;
    const auto found =
        std::ranges::find(all, m_subscription, [](const SubscriptionSnapshot& one) { return one.config.name; });
    return found == all.end() ? nullptr : &*found;
}

void StructureDialog::look()
{
    if (isWaiting())
        return;
    beginWaiting();
    m_summary->setText(tr("Looking at the target…"));
    SubscriptionConfig wanted;
    wanted.name = m_subscription;
    client().request<StructureSnapshot>(
        this,
        [wanted](EngineApi& engine, Reply<StructureSnapshot> reply) {
            engine.flow().structure(wanted, std::move(reply));
        },
        [this](const Result<StructureSnapshot>& structure) {
            endWaiting(structure ? std::optional<Error>() : structure.error());
            show(structure ? *structure : StructureSnapshot());
            if (!structure)
                m_summary->setText(tr("It could not be looked at"));
        });
}

void StructureDialog::show(const StructureSnapshot& structure)
{
    m_structure = structure;
    QStringList lines;
    for (const QString& line : script(structure.sql).split(u'\n'))
        lines.append(displayText(line));
    m_sql->setPlainText(lines.join(u'\n'));
    m_copy->setEnabled(!structure.sql.isEmpty());
    m_run->setEnabled(!structure.sql.isEmpty());
    m_run->setText(structure.waitsForApproval ? tr("Approve them…") : tr("Run them at the target…"));
    needRight(client(), *m_run,
              structure.waitsForApproval ? QStringLiteral("approveStructure") : QStringLiteral("alterTarget"));
    filter();
}

void StructureDialog::filter()
{
    const StructureTableRow* const before = selected();
    const QString name = before != nullptr ? before->table.table : QString();
    qint64 different = 0;
    std::vector<StructureTableRow> rows;
    for (const StructureTable& table : m_structure.tables) {
        const bool isDifferent = StructureTableModel::isDifferent(table);
        different += isDifferent ? 1 : 0;
        if ((isDifferent || !m_onlyDifferent->isChecked()) && StructureTableModel::holds(table, m_search->text()))
            rows.push_back({table, {}, false});
    }
    m_counted = tr("Tables: %1 · not as at the source: %2")
                    .arg(Words::count(m_structure.tables.size()), Words::count(quint64(different)));
    m_tableModel.setRows(std::move(rows));
    showProgress();
    int at = 0;
    for (int row = 0; row < m_tableModel.rowCount(); ++row)
        at = m_tableModel.row(row).table.table == name ? row : at;
    m_tables->setCurrentIndex(m_sorted.mapFromSource(m_tableModel.index(at, 0)));
    showSelected();
}

/// Which tables are being loaded, and which wait, as the node says it five times a second at most.
void StructureDialog::showProgress()
{
    const SubscriptionSnapshot* const now = subscription();
    std::vector<StructureTableRow> rows = m_tableModel.rows();
    for (StructureTableRow& row : rows) {
        const auto isIt = [&row](const auto& one) {
            return one.table == row.table.table || one.table == row.table.targetTable;
        };
        row.load = {};
        row.isParked = false;
        if (now == nullptr)
            continue;
        row.isParked = std::ranges::any_of(now->parkedTables, isIt);
        if (const auto load = std::ranges::find_if(now->tables, isIt); load != now->tables.end())
            row.load = *load;
    }
    m_tableModel.updateRows(std::move(rows));
    if (!m_ordered.isEmpty() && now != nullptr) {
        const bool isLoading =
            std::ranges::any_of(now->tables, [this](const TableLoad& load) { return load.table == m_ordered; });
        if (m_isLoading && !isLoading) {
            m_word = tr("%1 is loaded").arg(displayText(m_ordered));
            m_ordered.clear();
        }
        m_isLoading = isLoading;
    }
    m_summary->setText(m_word.isEmpty() ? m_counted : QString(m_counted + QStringLiteral(" · ") + m_word));
    updateButtons();
}

const StructureTableRow* StructureDialog::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_tables->currentIndex());
    return index.isValid() ? &m_tableModel.row(index.row()) : nullptr;
}

void StructureDialog::showSelected()
{
    const StructureTableRow* const row = selected();
    m_columnModel.setRows(row != nullptr ? row->table.columns : std::vector<StructureColumn>());
    QStringList lines;
    if (row != nullptr) {
        for (const QString& difference : row->table.differences)
            lines.append(reasonText(difference));
    }
    m_found->setPlainText(lines.join(u'\n'));
    updateButtons();
}

void StructureDialog::updateButtons()
{
    const StructureTableRow* const row = selected();
    m_reload->setEnabled(row != nullptr && row->load.table.isEmpty());
    m_park->setEnabled(row != nullptr && !row->isParked);
}

void StructureDialog::askToRun()
{
    const QString target = displayText(m_structure.target);
    if (m_structure.waitsForApproval) {
        const auto approve = [name = m_subscription](EngineApi& engine, Reply<> reply) {
            engine.flow().approveStructure(name, std::move(reply));
        };
        confirm(
            this,
            {windowTitle(), tr("Approve these statements for \"%1\"?").arg(target),
             tr("The subscription runs just these, and goes on. When others would be needed by then, it asks again."),
             tr("Approve")},
            [this, approve] { order(approve, tr("approved: the subscription goes on")); });
        return;
    }
    confirm(
        this,
        {windowTitle(), tr("Run these statements at \"%1\"?").arg(target),
         tr("They are run one by one as the node's own user there, each committed by itself. Where one fails, those "
            "before it stay. Tables are locked as long as that takes. Afterwards the subscription, or the table "
            "that waits, goes on when you tell it to."),
         tr("Run")},
        [this] { run(); });
}

void StructureDialog::run()
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<QStringList>(
        this,
        [name = m_subscription, sql = m_structure.sql](EngineApi& engine, Reply<QStringList> reply) {
            engine.structures().alterTarget(name, sql, std::move(reply));
        },
        [this](const Result<QStringList>& run) {
            endWaiting(run ? std::optional<Error>() : run.error());
            if (!run)
                return;
            m_word = tr("statements that were run: %1").arg(Words::count(quint64(run->size())));
            look();
        });
}

void StructureDialog::askToReload()
{
    const StructureTableRow* const row = selected();
    if (row == nullptr)
        return;
    const QString table = row->table.table;
    confirm(this,
            {m_reload->text(), tr("Load \"%1\" anew?").arg(displayText(table)),
             tr("The table is emptied at the target and filled with the source's rows, at every subscriber of the "
                "dataset; until that is done it is not whole. The other tables go on meanwhile. Once begun it is "
                "not stopped halfway: it goes on after a lost link or a restart."),
             tr("Load anew")},
            [this, table] {
                m_ordered = table;
                m_isLoading = false;
                order([name = m_subscription, table](
                          EngineApi& engine, Reply<> reply) { engine.flow().reload(name, table, std::move(reply)); },
                      tr("%1 is asked for at the source").arg(displayText(table)));
            });
}

void StructureDialog::askToPark()
{
    const StructureTableRow* const row = selected();
    if (row == nullptr)
        return;
    confirm(this,
            {m_park->text(), tr("Let \"%1\" wait?").arg(displayText(row->table.table)),
             tr("Its changes are kept beside the target's tables until you let it go on, on the page of failures. The "
                "other tables go on."),
             tr("Let it wait")},
            [this, table = row->table.table] {
                order(
                    [name = m_subscription, table](EngineApi& engine, Reply<> reply) {
                        engine.faults().parkTable(name, table, operatorName(), std::move(reply));
                    },
                    tr("%1 waits").arg(displayText(table)));
            });
}

/// What was ordered is shown in the snapshots that follow; the dialog stays.
void StructureDialog::order(std::function<void(EngineApi&, Reply<>)> call, const QString& done)
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<void>(this, std::move(call), [this, done](const Result<>& result) {
        const bool waits = !result && result.error().event == events::REV_WAITING;
        endWaiting(result || waits ? std::optional<Error>() : result.error());
        if (!result && !waits) {
            m_ordered.clear();
            return;
        }
        m_word = waits ? tr("waits until a second person has confirmed it") : done;
        showProgress();
    });
}

} // namespace busheng
