// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/application_form.h"

#include "ui/client/operator_name.h"
#include "ui/dialogs/column_picker.h"
#include "ui/text/display_text.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFormLayout>

namespace busheng {
namespace {

constexpr int kSpacing = 9;
constexpr int kTreeCharacters = 86;
constexpr int kTreeLines = 14;

QLabel* plainLabel()
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

QString offerText(const DatasetOffer& offer)
{
    QStringList lines{ApplicationForm::tr("Dataset %1 of node %2")
                          .arg(displayText(offer.title.isEmpty() ? offer.dataset : offer.title), offer.provider)};
    if (!offer.description.isEmpty())
        lines.append(displayText(offer.description));
    if (!offer.contact.isEmpty())
        lines.append(ApplicationForm::tr("Contact: %1").arg(displayText(offer.contact)));
    return lines.join(u'\n');
}

ApplicationForm::ApplicationForm(EngineClient& client, const DatasetOffer& offer,
                                 const std::optional<ExchangeAgreement>& draft, QWidget* parent)
    : EngineDialog(client, parent), m_offer(offer), m_draftId(draft ? draft->id : QString()),
      m_columns(new ColumnPicker), m_summary(plainLabel()), m_purpose(new QLineEdit), m_basis(new QLineEdit),
      m_until(new QDateEdit), m_hint(plainLabel())
{
    setWindowTitle(tr("Apply for a dataset"));
    build();
    m_columns->setChoice(offer, {}, draft ? draft->asked : std::vector<TableMapping>());
    m_until->setDate(QDate::currentDate().addYears(1));
    if (draft) {
        m_purpose->setText(draft->purpose);
        m_basis->setText(draft->legalBasis);
        if (draft->validUntilUtcMs > 0)
            m_until->setDate(QDateTime::fromMSecsSinceEpoch(draft->validUntilUtcMs).date());
    }
    connect(m_columns, &ColumnPicker::changed, this, &ApplicationForm::update);
    for (QLineEdit* field : {m_purpose, m_basis})
        connect(field, &QLineEdit::textChanged, this, &ApplicationForm::update);
    connect(m_until, &QDateEdit::dateChanged, this, &ApplicationForm::update);
    update();
}

void ApplicationForm::build()
{
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    QLabel* head = plainLabel();
    head->setText(offerText(m_offer));
    layout->addWidget(head);
    m_columns->setMinimumSize(fontMetrics().horizontalAdvance(u'0') * kTreeCharacters,
                              fontMetrics().height() * kTreeLines);
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_summary);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(kSpacing);
    m_purpose->setPlaceholderText(tr("what the rows are used for"));
    form->addRow(tr("Purpose"), m_purpose);
    m_basis->setPlaceholderText(tr("law, regulation or agreement that allows it"));
    form->addRow(tr("Legal basis"), m_basis);
    m_until->setCalendarPopup(true);
    m_until->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    form->addRow(tr("Valid until"), m_until);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    auto* buttons = new QDialogButtonBox;
    m_send = buttons->addButton(tr("Sign and send"), QDialogButtonBox::AcceptRole);
    m_draft = buttons->addButton(tr("Keep as draft"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    setBody(body);
    connect(m_send, &QPushButton::clicked, this, [this] { save(false); });
    connect(m_draft, &QPushButton::clicked, this, [this] { save(true); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

ExchangeApplication ApplicationForm::application() const
{
    return {m_draftId,
            m_offer.provider,
            m_offer.dataset,
            m_columns->tables(),
            m_purpose->text().trimmed(),
            m_basis->text().trimmed(),
            m_until->date().endOfDay().toMSecsSinceEpoch()};
}

void ApplicationForm::update()
{
    const ExchangeApplication now = application();
    QString hint;
    if (now.tables.empty())
        hint = tr("Tick the tables and columns that are needed, and no others.");
    else if (now.purpose.isEmpty())
        hint = tr("What are the rows used for?");
    else if (now.legalBasis.isEmpty())
        hint = tr("What allows it?");
    else if (m_until->date() <= QDate::currentDate())
        hint = tr("The validity must end in the future.");
    m_summary->setText(m_columns->summary());
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_send->setEnabled(hint.isEmpty());
}

void ApplicationForm::save(bool asDraft)
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<QString>(
        this,
        [application = application(), asDraft](EngineApi& engine, Reply<QString> reply) {
            if (asDraft)
                engine.exchange().saveDraft(application, operatorName(), std::move(reply));
            else
                engine.exchange().apply(application, operatorName(), std::move(reply));
        },
        [this](const Result<QString>& id) {
            endWaiting(id ? std::optional<Error>() : id.error());
            if (!id)
                return;
            Q_EMIT saved(*id);
            accept();
        });
}

} // namespace busheng
