// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/patrol_dialog.h"

#include "ui/text/display_text.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/table_setup.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHeaderView>

namespace busheng {
namespace {

constexpr QSize kSize(880, 560);

BadgeDelegate::Look lookOf(int state)
{
    switch (PatrolState(state)) {
    case PatrolState::Good:
        return {QStringLiteral("ok"), Tone::Good};
    case PatrolState::Notice:
        return {QStringLiteral("alarm"), Tone::Warning};
    case PatrolState::Bad:
        return {QStringLiteral("stopped"), Tone::Bad};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

QLabel* plainLabel()
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

PatrolDialog::PatrolDialog(EngineClient& client, QWidget* parent)
    : EngineDialog(client, parent), m_conclusion(plainLabel()), m_bar(new QProgressBar), m_table(new QTableView),
      m_remedy(plainLabel()), m_pdf(nullptr), m_patrol(client)
{
    setWindowTitle(tr("Patrol"));
    resize(kSize);
    build();
    connect(&m_patrol, &Patrol::finished, this, &PatrolDialog::take);
    connect(&m_paper, &PatrolPaper::failed, this, &PatrolDialog::showFailure);
    connect(&m_paper, &PatrolPaper::written, this, [this](const QString& path) {
        m_conclusion->setText(PatrolReport::conclusion(m_model.rows()) + u'\n' +
                              tr("The report stands in %1.").arg(displayText(path)));
    });
    m_patrol.start();
}

void PatrolDialog::build()
{
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_conclusion->setText(tr("Looking at disk, clock, certificates, databases, links, backlog and ledger…"));
    m_bar->setRange(0, 0);
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false); // what is bad comes first
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(PatrolModel::State, new BadgeDelegate(PatrolModel::StateRole, &lookOf, m_table));
    setColumnWidths(*m_table, {{PatrolModel::State, 17}, {PatrolModel::Area, 16}, {PatrolModel::Subject, 28}});
    m_table->horizontalHeader()->setSectionResizeMode(PatrolModel::Found, QHeaderView::Stretch);
    m_table->setAccessibleName(tr("Patrol"));
    auto* buttons = new QDialogButtonBox;
    m_pdf = buttons->addButton(tr("As PDF…"), QDialogButtonBox::ActionRole);
    m_pdf->setEnabled(false);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    layout->addWidget(m_conclusion);
    layout->addWidget(m_bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_remedy);
    layout->addWidget(buttons);
    setBody(body);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PatrolDialog::showRemedy);
    connect(m_pdf, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("The report as PDF"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("pdf"));
        dialog->selectFile(patrolFileName(m_facts));
        connect(dialog, &QFileDialog::fileSelected, this, &PatrolDialog::writeTo);
        dialog->open();
    });
}

void PatrolDialog::take(const Result<PatrolFacts>& facts)
{
    m_bar->hide();
    if (!facts) {
        m_conclusion->setText(tr("The node could not be looked at."));
        return showFailure(facts.error());
    }
    m_facts = *facts;
    m_model.setRows(PatrolReport::of(m_facts));
    m_conclusion->setText(PatrolReport::conclusion(m_model.rows()));
    m_pdf->setEnabled(true);
    m_table->setCurrentIndex(m_model.index(0, 0));
    m_table->setFocus();
}

void PatrolDialog::showRemedy()
{
    const int row = m_table->currentIndex().row();
    if (row < 0)
        return m_remedy->clear();
    const PatrolItem& item = m_model.row(row);
    m_remedy->setText(item.remedy.isEmpty() ? item.text : QString(item.text + u'\n' + item.remedy));
}

void PatrolDialog::writeTo(const QString& path)
{
    m_paper.write(path, m_facts);
}

} // namespace busheng
