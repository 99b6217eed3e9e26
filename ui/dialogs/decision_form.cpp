// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/decision_form.h"

#include "ui/client/operator_name.h"
#include "ui/dialogs/column_picker.h"
#include "ui/text/display_text.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFormLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSpacing = 9;
constexpr int kTreeCharacters = 86;
constexpr int kTreeLines = 12;
constexpr int kReasonCharacters = 50;

QLabel* plainLabel(const QString& text = QString())
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

/// What is ticked at first: what was approved last, else what was asked for, in any case without what is sensitive.
std::vector<TableMapping> firstChoice(const ExchangeAgreement& agreement, const DatasetOffer& offer)
{
    if (!agreement.approved.empty())
        return agreement.approved;
    const QStringList sensitive = sensitiveColumns(agreement.asked, offer);
    std::vector<TableMapping> chosen = agreement.asked;
    for (TableMapping& table : chosen)
        table.columns.removeIf(
            [&](const QString& column) { return sensitive.contains(QString(table.table + u'.' + column)); });
    return chosen;
}

} // namespace

DecisionForm::DecisionForm(EngineClient& client, const ExchangeAgreement& agreement,
                           const std::optional<DatasetOffer>& offer, QWidget* parent)
    : EngineDialog(client, parent), m_agreement(agreement), m_columns(new ColumnPicker), m_summary(plainLabel()),
      m_reason(new QLineEdit), m_until(new QDateEdit), m_hint(plainLabel())
{
    setWindowTitle(tr("Decide an application"));
    build();
    if (offer)
        m_columns->setChoice(*offer, agreement.asked, firstChoice(agreement, *offer));
    m_until->setDate(QDateTime::fromMSecsSinceEpoch(agreement.validUntilUtcMs).date());
    connect(m_columns, &ColumnPicker::changed, this, &DecisionForm::update);
    connect(m_reason, &QLineEdit::textChanged, this, &DecisionForm::update);
    connect(m_until, &QDateEdit::dateChanged, this, &DecisionForm::update);
    update();
}

void DecisionForm::build()
{
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(plainLabel(
        tr("Node %1 applies for dataset %2").arg(displayText(m_agreement.peerCode), displayText(m_agreement.dataset))));
    auto* said = new QFormLayout;
    said->addRow(tr("Purpose"), plainLabel(displayText(m_agreement.purpose)));
    said->addRow(tr("Legal basis"), plainLabel(displayText(m_agreement.legalBasis)));
    said->addRow(tr("Applied by"), plainLabel(displayText(m_agreement.by)));
    layout->addLayout(said);
    m_columns->setMinimumSize(fontMetrics().horizontalAdvance(u'0') * kTreeCharacters,
                              fontMetrics().height() * kTreeLines);
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_summary);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(kSpacing);
    m_until->setCalendarPopup(true);
    m_until->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    form->addRow(tr("Valid until"), m_until);
    m_reason->setPlaceholderText(tr("needed to refuse; seen by the applicant"));
    form->addRow(tr("Reason"), m_reason);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    auto* buttons = new QDialogButtonBox;
    m_approve = buttons->addButton(tr("Approve"), QDialogButtonBox::AcceptRole);
    m_refuse = buttons->addButton(tr("Refuse"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_approve, &QPushButton::clicked, this, [this] { decide(true); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { decide(false); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

ExchangeDecision DecisionForm::decision(bool approves) const
{
    ExchangeDecision made;
    made.agreement = m_agreement.id;
    made.approves = approves;
    made.reason = m_reason->text().trimmed();
    if (!approves)
        return made;
    made.tables = m_columns->tables();
    made.validUntilUtcMs = m_until->date().endOfDay().toMSecsSinceEpoch();
    made.withSensitive = m_columns->hasSensitive(); // each was ticked by hand
    return made;
}

void DecisionForm::update()
{
    const ExchangeDecision now = decision(true);
    const bool canBeRefused = m_agreement.state == AgreementState::Applied;
    QString hint;
    if (m_columns->isEmpty())
        hint = tr("The columns of the dataset are not known: its source could not be read yet.");
    else if (now.tables.empty())
        hint = tr("Tick what is approved, or refuse.");
    else if (m_until->date() < QDate::currentDate())
        hint = tr("The validity must end in the future.");
    const bool isPart = !now.tables.empty() && !isWholeOf(now.tables, m_agreement.asked);
    m_summary->setText(isPart ? tr("%1 · a part of what was applied for").arg(m_columns->summary())
                              : m_columns->summary());
    m_approve->setText(isPart ? tr("Approve in part") : tr("Approve"));
    m_approve->setEnabled(hint.isEmpty());
    m_refuse->setVisible(canBeRefused);
    m_refuse->setEnabled(!now.reason.isEmpty());
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void DecisionForm::decide(bool approves)
{
    submit(
        [decision = decision(approves)](EngineApi& engine, Reply<> reply) {
            engine.exchange().decide(decision, operatorName(), std::move(reply));
        },
        [this] { Q_EMIT saved(m_agreement.id); });
}

EndAgreementForm::EndAgreementForm(EngineClient& client, const ExchangeAgreement& agreement, QWidget* parent)
    : EngineDialog(client, parent), m_reason(new QLineEdit), m_end(nullptr)
{
    const QString verb = agreement.isProvider ? tr("Revoke") : tr("Withdraw");
    setWindowTitle(agreement.isProvider ? tr("Revoke an approval") : tr("Withdraw an application"));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(plainLabel(
        agreement.isProvider
            ? tr("From now on no rows of dataset %1 go to node %2. They wait; approved again they go on without a "
                 "new load.")
                  .arg(displayText(agreement.dataset), displayText(agreement.peerCode))
            : tr("Dataset %1 of node %2 is needed no more. This is final: to have it again is another application.")
                  .arg(displayText(agreement.dataset), displayText(agreement.peerCode))));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_reason->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kReasonCharacters);
    form->addRow(tr("Reason"), m_reason);
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox;
    m_end = buttons->addButton(verb, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_end->setEnabled(false);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_end->setEnabled(!text.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_end, &QPushButton::clicked, this, [this, id = agreement.id] {
        submit(
            [id, reason = m_reason->text().trimmed()](EngineApi& engine, Reply<> reply) {
                engine.exchange().end(id, reason, operatorName(), std::move(reply));
            },
            [this, id] { Q_EMIT saved(id); });
    });
}

} // namespace busheng
