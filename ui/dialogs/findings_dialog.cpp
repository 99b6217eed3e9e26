// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/findings_dialog.h"

#include "ui/dialogs/source_look.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/alarm_delegate.h"
#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>

namespace busheng {
namespace {

constexpr QSize kSize(720, 520);

} // namespace

FindingsDialog::FindingsDialog(EngineClient& client, const DatabaseRow& database, QWidget* parent)
    : EngineDialog(client, parent), m_database(database), m_dataset(new QLineEdit), m_tables(new QLineEdit),
      m_makesTables(new QCheckBox), m_list(new QListView), m_summary(new QLabel), m_check(nullptr), m_copy(nullptr)
{
    build();
    resize(kSize);
    updateButton();
    m_tables->setFocus();
    if (database.side == DatabaseSide::Target)
        check(); // the database as a whole: nothing has to be typed for it
}

void FindingsDialog::build()
{
    const bool isSource = m_database.side == DatabaseSide::Source;
    setWindowTitle(tr("Check %1").arg(displayText(m_database.config.name)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_tables->setPlaceholderText(isSource ? tr("tables to publish, with commas between")
                                          : tr("tables to load, with commas between; empty: the database only"));
    m_dataset->setText(m_database.usedBy.value(0, m_database.config.name));
    if (isSource)
        form->addRow(tr("Dataset"), m_dataset);
    form->addRow(tr("Tables"), m_tables);
    if (isSource) {
        m_route = addSourceLook(*form, client(), m_database.config.driver, *m_dataset, *m_tables);
        connect(m_route, &RouteChoice::changed, this, &FindingsDialog::updateButton);
    }
    m_makesTables->setText(tr("Tables that are missing are made by the initial load"));
    m_makesTables->setChecked(true);
    m_makesTables->setVisible(!isSource);
    if (!isSource)
        form->addRow(QString(), m_makesTables);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new AlarmDelegate(
        {FindingModel::MetaRole, FindingModel::CauseRole, FindingModel::RemedyRole, FindingModel::SeverityRole},
        m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setAccessibleName(tr("Findings"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setText(tr("Not checked yet"));
    auto* buttons = new QDialogButtonBox;
    m_check = buttons->addButton(tr("Check"), QDialogButtonBox::ActionRole);
    m_check->setDefault(true);
    m_copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setEnabled(false);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addLayout(form);
    layout->addWidget(m_summary);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_check, &QPushButton::clicked, this, &FindingsDialog::check);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model.report()); });
    connect(m_tables, &QLineEdit::textChanged, this, &FindingsDialog::updateButton);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void FindingsDialog::updateButton()
{
    const QString hint = m_route != nullptr ? m_route->hint() : QString();
    m_check->setEnabled(m_route == nullptr || (hint.isEmpty() && !namesIn(*m_tables).isEmpty()));
    m_check->setToolTip(plainToolTip(hint));
}

void FindingsDialog::check()
{
    if (isWaiting())
        return;
    beginWaiting();
    m_summary->setText(tr("Looking at the database…"));
    using Findings = std::vector<PreflightFinding>;
    client().request<Findings>(
        this,
        [database = m_database,
         dataset =
             m_route != nullptr ? lookedAt(m_database.config.name, *m_dataset, *m_tables, *m_route) : DatasetConfig(),
         tables = namesIn(*m_tables), makes = m_makesTables->isChecked()](EngineApi& engine, Reply<Findings> reply) {
            if (database.side == DatabaseSide::Target)
                engine.settings().checkTarget(database.config.name, tables, makes, std::move(reply));
            else
                engine.settings().preflight(dataset, std::move(reply));
        },
        [this](const Result<Findings>& found) { showFound(found); });
}

void FindingsDialog::showFound(const Result<std::vector<PreflightFinding>>& found)
{
    endWaiting(found ? std::optional<Error>() : found.error());
    m_model.setFindings(found ? *found : std::vector<PreflightFinding>());
    m_copy->setEnabled(m_model.rowCount() > 0);
    const int errors = m_model.count(QStringLiteral("error"));
    const int warnings = m_model.count(QStringLiteral("warning"));
    if (!found)
        m_summary->setText(tr("It could not be checked"));
    else if (errors + warnings == 0)
        m_summary->setText(tr("Ready: nothing stands in the way"));
    else
        m_summary->setText(
            tr("Errors: %1 · warnings: %2").arg(Words::count(quint64(errors)), Words::count(quint64(warnings))));
}

} // namespace busheng
