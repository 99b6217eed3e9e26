// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/mapping_dialog.h"

#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/structure_look.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"

#include <QCompleter>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QSplitter>
#include <QUndoCommand>

#include <algorithm>

namespace busheng {
namespace {

constexpr QSize kSize(1320, 660);
constexpr int kPauseMs = 400;
constexpr int kFindingLines = 6;

/// One thing that a person has done, to be undone and done again.
class Step : public QUndoCommand {
public:
    Step(std::function<void()> forward, std::function<void()> back)
        : m_forward(std::move(forward)), m_back(std::move(back))
    {
    }
    void redo() override { m_forward(); }
    void undo() override { m_back(); }

private:
    std::function<void()> m_forward;
    std::function<void()> m_back;
};

/// Offers the columns of the target that nothing goes to yet; any other name may be typed.
class TargetColumnDelegate : public QStyledItemDelegate {
public:
    TargetColumnDelegate(const MappingColumnModel& model, QObject* parent) : QStyledItemDelegate(parent), m_model(model)
    {
    }
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        auto* edit = new QLineEdit(parent);
        auto* offered = new QCompleter(m_model.freeColumns(), edit);
        offered->setCaseSensitivity(Qt::CaseInsensitive);
        offered->setFilterMode(Qt::MatchContains);
        edit->setCompleter(offered);
        return edit;
    }

private:
    const MappingColumnModel& m_model;
};

void setUpTree(QTreeView& tree, QAbstractItemModel& model)
{
    tree.setModel(&model);
    tree.setRootIsDecorated(false);
    tree.setUniformRowHeights(true); // thousands of them
    tree.setAllColumnsShowFocus(false);
    tree.setSelectionBehavior(QAbstractItemView::SelectRows);
    tree.setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                         QAbstractItemView::SelectedClicked);
    tree.header()->setSectionsMovable(false);
}

void setWidths(QTreeView& tree, std::initializer_list<std::pair<int, int>> characters)
{
    const int unit = tree.fontMetrics().horizontalAdvance(u'0');
    for (const auto& [column, width] : characters)
        tree.setColumnWidth(column, width * unit);
}

} // namespace

MappingDialog::MappingDialog(EngineClient& client, const SubscriptionConfig& subscription,
                             const std::optional<SubscriptionConfig>& existing, QWidget* parent)
    : EngineDialog(client, parent), m_subscription(subscription), m_existing(existing), m_tableModel(m_draft),
      m_columnModel(m_draft), m_search(new QLineEdit), m_targetSchema(new QLineEdit), m_tables(new QTreeView),
      m_columns(new QTreeView), m_laterTables(new QCheckBox), m_laterColumns(new QCheckBox),
      m_findings(new QPlainTextEdit), m_summary(new QLabel), m_undo(nullptr), m_redo(nullptr), m_check(nullptr),
      m_save(nullptr)
{
    build();
    resize(kSize);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] { tryNow(false); });
    showState();
    ask();
}

QWidget* MappingDialog::buildTables()
{
    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    m_search->setPlaceholderText(tr("Search tables and columns"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    setUpTree(*m_tables, m_tableModel);
    m_tables->setItemDelegateForColumn(MappingTableModel::State,
                                       new BadgeDelegate(MappingTableModel::StateRole, &structureStateLook, m_tables));
    setWidths(*m_tables, {{MappingTableModel::Name, 17},
                          {MappingTableModel::Target, 16},
                          {MappingTableModel::Rows, 10},
                          {MappingTableModel::Summary, 15}});
    m_tables->setAccessibleName(tr("Tables"));
    m_laterTables->setText(tr("Tables that the dataset gets later come too"));
    layout->addWidget(m_search);
    layout->addWidget(m_tables, 1);
    layout->addWidget(m_laterTables);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        const int table = selected();
        m_tableModel.setSearch(text);
        const int row = std::max(0, m_tableModel.rowOf(table));
        m_tables->setCurrentIndex(m_tableModel.index(row, MappingTableModel::Name));
        showTable();
    });
    connect(m_tables->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MappingDialog::showTable);
    connect(&m_tableModel, &MappingTableModel::wanted, this, &MappingDialog::onWanted);
    connect(m_laterTables, &QCheckBox::clicked, this, [this](bool on) {
        const auto set = [this](bool later) {
            m_draft.setTakesLaterTables(later);
            showState();
        };
        m_steps.push(new Step([set, on] { set(on); }, [set, on] { set(!on); }));
    });
    return left;
}

QWidget* MappingDialog::buildColumns()
{
    auto* right = new QWidget;
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    setUpTree(*m_columns, m_columnModel);
    m_columns->setItemDelegateForColumn(MappingColumnModel::Target, new TargetColumnDelegate(m_columnModel, m_columns));
    m_columns->setItemDelegateForColumn(
        MappingColumnModel::State, new BadgeDelegate(MappingColumnModel::StateRole, &structureStateLook, m_columns));
    setWidths(*m_columns, {{MappingColumnModel::Name, 16},
                           {MappingColumnModel::Type, 22},
                           {MappingColumnModel::Target, 15},
                           {MappingColumnModel::TargetType, 19}});
    m_columns->setAccessibleName(tr("Columns of the table"));
    m_laterColumns->setText(tr("Columns that the table gets later come too"));
    m_findings->setReadOnly(true);
    m_findings->setTabChangesFocus(true);
    m_findings->setFixedHeight(kFindingLines * fontMetrics().lineSpacing() + 8);
    m_findings->setAccessibleName(tr("What the target says of it"));
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_laterColumns);
    layout->addWidget(m_findings);
    connect(&m_columnModel, &MappingColumnModel::wanted, this, &MappingDialog::onWanted);
    connect(m_laterColumns, &QCheckBox::clicked, this, [this](bool on) {
        if (const int table = selected(); table >= 0) {
            TableChoice choice = m_draft.choice(table);
            choice.takesLater = on;
            onWanted(table, choice);
        }
    });
    return right;
}

void MappingDialog::build()
{
    setWindowTitle(m_existing ? tr("Mapping of %1").arg(displayText(m_subscription.name))
                              : tr("Tables and columns of %1").arg(displayText(m_subscription.dataset)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* split = new QSplitter;
    split->addWidget(buildTables());
    split->addWidget(buildColumns());
    split->setChildrenCollapsible(false);
    split->setSizes({6, 8}); // as parts of the whole
    split->setStretchFactor(0, 6);
    split->setStretchFactor(1, 8);
    m_summary->setTextFormat(Qt::PlainText);
    m_targetSchema->setText(m_subscription.targetSchema);
    m_targetSchema->setPlaceholderText(tr("as at the source"));
    m_targetSchema->setToolTip(tr("For tables whose own name says none"));
    auto* schema = new QLabel(tr("Schema at the target"));
    schema->setBuddy(m_targetSchema);
    auto* head = new QHBoxLayout;
    head->addWidget(m_summary, 1);
    head->addWidget(schema);
    head->addWidget(m_targetSchema);
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(m_existing ? tr("Save and load anew…") : tr("Take over"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_undo = buttons->addButton(tr("Undo"), QDialogButtonBox::ActionRole);
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo = buttons->addButton(tr("Redo"), QDialogButtonBox::ActionRole);
    m_redo->setShortcut(QKeySequence::Redo);
    m_check = buttons->addButton(tr("Check all tables"), QDialogButtonBox::ActionRole);
    for (QPushButton* button : {m_save, m_undo, m_redo, m_check})
        button->setAutoDefault(false); // Return ends the editing of a name
    layout->addLayout(head);
    layout->addWidget(split, 1);
    layout->addWidget(buttons);
    setBody(body);
    if (m_existing)
        needRight(client(), *m_save, QStringLiteral("reloadAs"));
    connect(m_targetSchema, &QLineEdit::textChanged, this, [this] {
        m_tableModel.forgetStates();
        ++m_try; // an answer on its way is about what was
        m_pause.start();
        showState();
    });
    connect(m_undo, &QPushButton::clicked, &m_steps, &QUndoStack::undo);
    connect(m_redo, &QPushButton::clicked, &m_steps, &QUndoStack::redo);
    connect(&m_steps, &QUndoStack::indexChanged, this, &MappingDialog::showState);
    connect(m_check, &QPushButton::clicked, this, [this] { tryNow(true); });
    connect(buttons, &QDialogButtonBox::accepted, this, &MappingDialog::askToSave);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void MappingDialog::ask()
{
    beginWaiting();
    m_summary->setText(tr("Asking the source for its tables…"));
    client().request<DatasetStructure>(
        this,
        [subscription = m_subscription](EngineApi& engine, Reply<DatasetStructure> reply) {
            engine.structures().datasetStructure(subscription, std::move(reply));
        },
        [this](const Result<DatasetStructure>& structure) {
            endWaiting(structure ? std::optional<Error>() : structure.error());
            if (structure)
                take(*structure);
            else
                m_summary->setText(tr("The tables are not known"));
        });
}

void MappingDialog::take(const DatasetStructure& structure)
{
    m_draft.set(structure.tables, m_subscription.mappings);
    m_before = m_draft.mappings();
    for (int table = 0; table < m_draft.tableCount(); ++table)
        noteTwice(table);
    m_tableModel.reload();
    if (m_tableModel.rowCount() > 0)
        m_tables->setCurrentIndex(m_tableModel.index(0, MappingTableModel::Name));
    m_tables->setFocus();
    showTable();
    showState();
}

int MappingDialog::selected() const
{
    const QModelIndex index = m_tables->currentIndex();
    return index.isValid() ? m_tableModel.tableAt(index.row()) : -1;
}

void MappingDialog::showTable()
{
    if (const int table = selected(); table != m_columnModel.table()) {
        m_columnModel.setTable(table);
        m_findings->clear();
        m_pause.start();
    }
    showState();
}

void MappingDialog::onWanted(int table, const TableChoice& choice)
{
    m_steps.push(new Step([this, table, choice] { apply(table, choice); },
                          [this, table, before = m_draft.choice(table)] { apply(table, before); }));
}

void MappingDialog::apply(int table, const TableChoice& choice)
{
    m_draft.setChoice(table, choice);
    noteTwice(table);
    m_tableModel.refresh(table);
    if (table == m_columnModel.table())
        m_columnModel.refresh();
    else if (const int row = m_tableModel.rowOf(table); row >= 0) // undone elsewhere: show where
        m_tables->setCurrentIndex(m_tableModel.index(row, MappingTableModel::Name));
    ++m_try; // an answer on its way is about what was
    m_pause.start();
}

void MappingDialog::noteTwice(int table)
{
    if (m_draft.choice(table).isTaken && !m_draft.namesTwice(table).isEmpty())
        m_twice.insert(table);
    else
        m_twice.erase(table);
}

QString MappingDialog::problem() const
{
    if (m_draft.tableCount() > 0 && m_draft.takenTables() == 0)
        return tr("at least one table is needed");
    if (m_twice.empty())
        return {};
    const int table = *m_twice.begin();
    return tr("%1: two columns would be called %2")
        .arg(displayText(m_draft.table(table).table),
             displayText(m_draft.namesTwice(table).join(QStringLiteral(", "))));
}

SubscriptionConfig MappingDialog::config() const
{
    SubscriptionConfig config = m_subscription;
    config.mappings = m_draft.mappings();
    config.targetSchema = m_targetSchema->text().trimmed();
    return config;
}

/// Holds the selected table, or all, against the target; an answer that something newer has overtaken is dropped.
void MappingDialog::tryNow(bool all)
{
    const int table = selected();
    if (isWaiting() || table < 0 || (!all && !m_draft.choice(table).isTaken))
        return;
    const quint64 id = ++m_try;
    if (all)
        beginWaiting();
    client().request<StructureSnapshot>(
        this,
        [config = config(), name = all ? QString() : m_draft.table(table).table](EngineApi& engine,
                                                                                 Reply<StructureSnapshot> reply) {
            engine.structures().tryMapping(config, name, std::move(reply));
        },
        [this, id, table, all](const Result<StructureSnapshot>& tried) {
            if (all)
                endWaiting(tried ? std::optional<Error>() : tried.error());
            if (id != m_try)
                return;
            if (all && tried)
                showAllTried(*tried);
            showTried(table, tried);
        });
}

void MappingDialog::showAllTried(const StructureSnapshot& tried)
{
    QHash<QString, QString> states;
    for (const StructureTable& table : tried.tables)
        states.insert(table.table, table.state);
    for (int i = 0; i < m_draft.tableCount(); ++i) {
        if (const auto state = states.constFind(m_draft.table(i).table); state != states.constEnd())
            m_tableModel.setState(i, *state);
    }
}

void MappingDialog::showTried(int table, const Result<StructureSnapshot>& tried)
{
    if (table != selected())
        return;
    QStringList lines;
    if (!tried) {
        m_columnModel.setFound({});
        lines = {errorText(tried.error()).cause, errorText(tried.error()).remedy};
        // Where the target was not reached nothing is known of it.
        const bool isRefused = tried.error().code == ErrorCode::Config || tried.error().code == ErrorCode::Schema;
        m_tableModel.setState(table, isRefused ? QStringLiteral("differs") : QString());
    }
    const auto found = tried ? std::ranges::find(tried->tables, m_draft.table(table).table, &StructureTable::table)
                             : std::vector<StructureTable>::const_iterator();
    if (tried && found != tried->tables.end()) {
        m_columnModel.setFound(found->columns);
        m_tableModel.setState(table, found->state);
        for (const QString& difference : found->differences)
            lines.append(reasonText(difference));
        if (found->state == u"same" && found->differences.isEmpty())
            lines.append(tr("It fits the target's table."));
    }
    if (tried && !tried->sql.isEmpty()) {
        lines.append(tr("This would be run at the target:"));
        for (const QString& statement : tried->sql) {
            for (const QString& line : statement.split(u'\n'))
                lines.append(displayText(line));
        }
    }
    lines.removeAll(QString());
    m_findings->setPlainText(lines.join(u'\n'));
}

void MappingDialog::showState()
{
    const int table = selected();
    const int taken = m_draft.takenTables();
    QString state =
        tr("Tables: %1 of %2").arg(Words::count(quint64(taken)), Words::count(quint64(m_draft.tableCount())));
    if (!m_draft.lost().isEmpty())
        state += QStringLiteral(" · ") + tr("no longer at the source, and dropped: %1")
                                             .arg(displayText(m_draft.lost().join(QStringLiteral(", ")), 60));
    const QString problem = this->problem();
    m_summary->setText(problem.isEmpty() ? state : QString(state + QStringLiteral(" · ") + problem));
    m_laterTables->setEnabled(m_draft.tableCount() > 0 && taken == m_draft.tableCount());
    m_laterTables->setChecked(m_draft.takesLaterTables());
    const bool takesAll = table >= 0 && std::ranges::all_of(m_draft.choice(table).columns, &ColumnChoice::isTaken);
    m_laterColumns->setEnabled(takesAll && m_draft.choice(table).isTaken);
    m_laterColumns->setChecked(takesAll && m_draft.choice(table).takesLater);
    m_undo->setEnabled(m_steps.canUndo());
    m_redo->setEnabled(m_steps.canRedo());
    m_check->setEnabled(taken > 0);
    const bool isOther = m_draft.mappings() != m_before ||
                         m_targetSchema->text().trimmed() != m_subscription.targetSchema || !m_draft.lost().isEmpty();
    m_save->setEnabled(taken > 0 && problem.isEmpty() && (isOther || !m_existing));
}

void MappingDialog::reject()
{
    if (m_steps.index() == 0 && m_targetSchema->text().trimmed() == m_subscription.targetSchema)
        return EngineDialog::reject();
    confirm(this,
            {windowTitle(), tr("Leave without saving?"),
             tr("What was changed in this mapping is lost. The subscription stays as it is."),
             tr("Leave without saving")},
            [this] { EngineDialog::reject(); });
}

void MappingDialog::askToSave()
{
    if (!m_existing) {
        Q_EMIT taken(config().mappings, config().targetSchema);
        return accept();
    }
    confirm(
        this,
        {windowTitle(), tr("Save, and load \"%1\" anew?").arg(displayText(m_subscription.name)),
         tr("The rows in the target are replaced by those of the source, as another stream; until that is done the "
            "target is not whole. Tables under former names stay there as they are."),
         tr("Save and load anew")},
        [this] { saveSeen(QStringLiteral("reloadAs"), QStringLiteral("subscription"), m_existing, config(), [] {}); });
}

} // namespace busheng
