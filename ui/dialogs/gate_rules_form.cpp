// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/gate_rules_form.h"

#include "engine/api/gate_rules_file.h"
#include "ui/text/gate_words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/table_setup.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr QSize kSize(860, 460);
constexpr int kMargin = 16;
constexpr int kSpacing = 10;

/// The kinds of rules to choose from.
class KindDelegate : public RowDelegate {
public:
    explicit KindDelegate(QObject* parent) : RowDelegate(-1, parent) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/,
                          const QModelIndex& /*index*/) const override
    {
        auto* box = new QComboBox(parent);
        for (const QString& kind : gateRuleKinds())
            box->addItem(GateWords::kind(kind), kind);
        return box;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        auto* box = qobject_cast<QComboBox*>(editor);
        box->setCurrentIndex(box->findData(index.data(Qt::EditRole)));
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        model->setData(index, qobject_cast<QComboBox*>(editor)->currentData());
    }
};

BadgeDelegate::Look completeLook(int isComplete)
{
    if (isComplete != 0)
        return {QStringLiteral("ok"), Tone::Good};
    return {QStringLiteral("alarm"), Tone::Warning};
}

} // namespace

GateRulesForm::GateRulesForm(const std::vector<GateRule>& rules, QWidget* parent)
    : QDialog(parent), m_model(new GateRuleModel(this)), m_notice(new NoticeBar(this)), m_table(new QTableView),
      m_hint(new WrappedLabel)
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_model->setRules(rules);
    build();
    resize(kSize);
    showState();
    if (!rules.empty())
        m_table->setCurrentIndex(m_model->index(0, 0));
}

void GateRulesForm::build()
{
    setWindowTitle(tr("Rules of the quality gate"));
    setUpTable(*m_table, *m_model);
    m_table->setSortingEnabled(false); // they are asked in this order
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(GateRuleModel::Kind, new KindDelegate(m_table));
    m_table->setItemDelegateForColumn(GateRuleModel::State,
                                      new BadgeDelegate(GateRuleModel::CompleteRole, &completeLook, m_table));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked |
                             QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setTabKeyNavigation(true);
    setColumnWidths(*m_table, {{GateRuleModel::Kind, 24},
                               {GateRuleModel::Table, 22},
                               {GateRuleModel::Columns, 18},
                               {GateRuleModel::State, 26}});
    m_table->horizontalHeader()->setSectionResizeMode(GateRuleModel::Argument, QHeaderView::Stretch);
    m_table->setAccessibleName(tr("Rules"));
    auto* buttons = new QDialogButtonBox;
    m_take = buttons->addButton(tr("Take these rules"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_add = new QPushButton(tr("Add a rule"));
    m_remove = new QPushButton(tr("Remove"));
    auto* read = new QPushButton(tr("From a file…"));
    m_write = new QPushButton(tr("Into a file…"));
    auto* tools = new QHBoxLayout;
    for (QPushButton* button : {m_add, m_remove, read, m_write}) {
        button->setAutoDefault(false); // Return belongs to the cell that is edited
        tools->addWidget(button);
    }
    tools->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_notice);
    layout->addWidget(m_table, 1);
    layout->addLayout(tools);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
    m_notice->hide();
    connect(m_add, &QPushButton::clicked, this, &GateRulesForm::add);
    connect(m_remove, &QPushButton::clicked, this, &GateRulesForm::remove);
    connect(read, &QPushButton::clicked, this, [this] { choose(true); });
    connect(m_write, &QPushButton::clicked, this, [this] { choose(false); });
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT taken(m_model->rules());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &GateRulesForm::showState);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &GateRulesForm::showState);
    auto* removal = new QShortcut(QKeySequence::Delete, m_table);
    removal->setContext(Qt::WidgetShortcut);
    connect(removal, &QShortcut::activated, this, &GateRulesForm::remove);
    auto* addition = new QShortcut(QKeySequence(Qt::Key_Insert), this);
    connect(addition, &QShortcut::activated, this, &GateRulesForm::add);
}

void GateRulesForm::add()
{
    const int row = m_model->add();
    m_table->setFocus();
    m_table->setCurrentIndex(m_model->index(row, GateRuleModel::Kind));
    showState();
}

void GateRulesForm::remove()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid())
        m_model->removeRow(current.row());
    showState();
}

void GateRulesForm::choose(bool isReading)
{
    auto* dialog = new QFileDialog(this, isReading ? tr("Rules from a file") : tr("Rules into a file"), QString(),
                                   tr("Rules (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(isReading ? QFileDialog::AcceptOpen : QFileDialog::AcceptSave);
    dialog->setFileMode(isReading ? QFileDialog::ExistingFile : QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, isReading ? &GateRulesForm::readFrom : &GateRulesForm::writeTo);
    dialog->open();
}

void GateRulesForm::readFrom(const QString& path)
{
    auto rules = readGateRules(path);
    if (!rules)
        return m_notice->showError(rules.error());
    m_notice->hide();
    m_model->setRules(std::move(*rules));
    showState();
}

void GateRulesForm::writeTo(const QString& path)
{
    m_notice->hide();
    if (const auto written = writeGateRules(path, m_model->rules()); !written)
        m_notice->showError(written.error());
}

void GateRulesForm::showState()
{
    const QModelIndex current = m_table->currentIndex();
    QString hint = tr("There are no rules yet. Each is asked of the rows that were loaded; Insert adds one, Delete "
                      "removes one.");
    if (current.isValid()) {
        const QString kind = m_model->rules()[std::size_t(current.row())].kind;
        hint = GateWords::argumentHint(kind);
        if (hint.isEmpty())
            hint = tr("Columns are written one after the other with commas between.");
    } else if (m_model->rowCount() > 0) {
        hint = tr("Choose a rule to change it; Insert adds one, Delete removes one.");
    }
    m_hint->setWords(hint);
    m_remove->setEnabled(current.isValid());
    m_write->setEnabled(m_model->rowCount() > 0);
    m_take->setEnabled(!m_model->hasMistakes());
}

} // namespace busheng
