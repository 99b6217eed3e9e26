// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/tables_dialog.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/table_setup.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSplitter>

namespace busheng {
namespace {

constexpr QSize kSize(960, 560);

} // namespace

TablesDialog::TablesDialog(EngineClient& client, const DatabaseRow& database, QWidget* parent)
    : EngineDialog(client, parent), m_database(database), m_search(new QLineEdit), m_tables(new QListView),
      m_columns(new QTableView), m_summary(new QLabel), m_table(new QLabel), m_copy(nullptr)
{
    build();
    resize(kSize);
    m_search->setFocus();
    look();
}

void TablesDialog::build()
{
    setWindowTitle(tr("Tables of %1").arg(displayText(m_database.config.name)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_search->setPlaceholderText(tr("Search tables"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_shown.setSourceModel(&m_model);
    m_shown.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tables->setModel(&m_shown);
    m_tables->setUniformItemSizes(true); // thousands of them
    m_tables->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tables->setAccessibleName(tr("Tables"));
    setUpTable(*m_columns, m_columnModel);
    m_columns->setSortingEnabled(false); // in the order of the table
    m_columns->setItemDelegate(new RowDelegate(-1, m_columns));
    setColumnWidths(*m_columns, {{DescribedColumnModel::Type, 24},
                                 {DescribedColumnModel::Key, 9},
                                 {DescribedColumnModel::NotNull, 14},
                                 {DescribedColumnModel::Default, 14}});
    m_columns->horizontalHeader()->setSectionResizeMode(DescribedColumnModel::Name, QHeaderView::Stretch);
    m_columns->setAccessibleName(tr("Columns"));
    for (QLabel* label : {m_summary, m_table})
        label->setTextFormat(Qt::PlainText);
    auto* left = new QWidget;
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_search);
    leftLayout->addWidget(m_tables, 1);
    leftLayout->addWidget(m_summary);
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->addWidget(m_table);
    rightLayout->addWidget(m_columns, 1);
    auto* split = new QSplitter;
    split->addWidget(left);
    split->addWidget(right);
    split->setChildrenCollapsible(false);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 2);
    auto* buttons = new QDialogButtonBox;
    m_copy = buttons->addButton(tr("Copy the name"), QDialogButtonBox::ActionRole);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("As a dataset names it"));
    m_copy->setEnabled(false);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addWidget(split, 1);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown.setFilterFixedString(text);
        showCount();
    });
    connect(m_tables->selectionModel(), &QItemSelectionModel::currentChanged, this, &TablesDialog::describe);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(selected()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString TablesDialog::side() const
{
    return m_database.side == DatabaseSide::Source ? QStringLiteral("source") : QStringLiteral("target");
}

QString TablesDialog::selected() const
{
    const QModelIndex index = m_shown.mapToSource(m_tables->currentIndex());
    return index.isValid() ? m_names.value(index.row()) : QString();
}

void TablesDialog::look()
{
    beginWaiting();
    m_summary->setText(tr("Looking at the database…"));
    client().request<QStringList>(
        this,
        [kind = side(), name = m_database.config.name](EngineApi& engine, Reply<QStringList> reply) {
            engine.settings().listTables(kind, name, std::move(reply));
        },
        [this](const Result<QStringList>& names) {
            endWaiting(names ? std::optional<Error>() : names.error());
            m_names = names ? *names : QStringList();
            QStringList shown;
            shown.reserve(m_names.size());
            for (const QString& name : std::as_const(m_names))
                shown.append(displayText(name));
            m_model.setStringList(shown);
            if (m_shown.rowCount() > 0)
                m_tables->setCurrentIndex(m_shown.index(0, 0));
            showCount();
            if (!names)
                m_summary->setText(tr("It could not be looked at"));
        });
}

void TablesDialog::showCount()
{
    m_summary->setText(
        m_names.isEmpty() ? tr("No tables that a dataset may name")
                          : tr("%1 of %2 tables")
                                .arg(Words::count(quint64(m_shown.rowCount())), Words::count(quint64(m_names.size()))));
}

/// Columns come while others are looked at already: only the newest wish counts.
void TablesDialog::describe()
{
    m_described = selected();
    m_copy->setEnabled(!m_described.isEmpty());
    m_table->setText(displayText(m_described));
    m_columnModel.setRows({});
    hideFailure();
    if (m_described.isEmpty())
        return;
    client().request<DescribedTable>(
        this,
        [kind = side(), name = m_database.config.name, table = m_described](EngineApi& engine,
                                                                            Reply<DescribedTable> reply) {
            engine.structures().describeTable(kind, name, table, std::move(reply));
        },
        [this, table = m_described](const Result<DescribedTable>& described) {
            if (table != m_described)
                return;
            if (!described)
                return showFailure(described.error());
            m_columnModel.setRows(described->columns);
            m_table->setText(
                tr("%1: %2 columns").arg(displayText(table), Words::count(quint64(described->columns.size()))));
        });
}

} // namespace busheng
