// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/link_form.h"

#include "engine/files/names/divisions.h"
#include "engine/model/identifier.h"
#include "engine/model/rate_plan.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFormLayout>

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

constexpr int kRowSpacing = 9;
constexpr int kRightSpacing = 3;
constexpr int kFieldCharacters = 46;
constexpr int kHoursAhead = 24;
constexpr qint64 kHourMs = 3'600'000;

QString rateText(qint64 rate)
{
    if (rate == RatePlan::kUnlimited)
        return LinkForm::tr("without limit");
    return rate == 0 ? LinkForm::tr("nothing") : LinkForm::tr("%1/s").arg(Words::bytes(rate));
}

/// What a plan means now and in the day to come.
QString planText(const QString& line)
{
    const auto plan = RatePlan::parse(line);
    if (!plan)
        return LinkForm::tr("Not understood. For example: 8MiB/s, mon-fri 08:30-18:00 2MiB/s, 22:00-06:00 unlimited");
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto comparable = [](qint64 rate) {
        return rate == RatePlan::kUnlimited ? std::numeric_limits<qint64>::max() : rate;
    };
    qint64 least = plan->at(now);
    qint64 most = least;
    for (int hour = 1; hour < kHoursAhead; ++hour) {
        const qint64 rate = plan->at(now + hour * kHourMs);
        if (comparable(rate) < comparable(least))
            least = rate;
        if (comparable(rate) > comparable(most))
            most = rate;
    }
    if (least == most)
        return LinkForm::tr("Always %1").arg(rateText(least));
    return LinkForm::tr("Now %1; in the next 24 hours from %2 to %3")
        .arg(rateText(plan->at(now)), rateText(least), rateText(most));
}

QComboBox* planBox(const QString& name)
{
    auto* box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setAccessibleName(name);
    box->addItems({QString(), QStringLiteral("2MiB/s"), QStringLiteral("8MiB/s, mon-fri 08:30-18:00 2MiB/s"),
                   QStringLiteral("2MiB/s, 22:00-06:00 unlimited"), QStringLiteral("pause, 22:00-06:00 unlimited")});
    box->lineEdit()->setPlaceholderText(LinkForm::tr("without limit"));
    return box;
}

QLabel* plainLabel()
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

LinkForm::LinkForm(EngineClient& client, const std::optional<LinkConfig>& existing, QWidget* parent)
    : EngineDialog(client, parent), m_existing(existing), m_code(new QLineEdit), m_place(new WrappedLabel),
      m_name(new QLineEdit), m_address(new QLineEdit), m_enabled(new QCheckBox),
      m_send(planBox(tr("Sending, at most"))), m_sendNow(new WrappedLabel),
      m_receive(planBox(tr("Receiving, at most"))), m_receiveNow(new WrappedLabel), m_hint(plainLabel()),
      m_save(nullptr)
{
    setWindowTitle(existing ? tr("Change a link") : tr("Register a peer"));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(kRowSpacing);
    m_code->setPlaceholderText(tr("GB/T 2260, for example 340000 or 340000-LWJC"));
    form->addRow(tr("Node code"), m_code);
    form->addRow(QString(), m_place);
    m_name->setPlaceholderText(tr("for people, for example Anhui"));
    form->addRow(tr("Name"), m_name);
    m_address->setPlaceholderText(tr("host:port, several with commas; empty: it dials us"));
    m_address->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    form->addRow(tr("Addresses"), m_address);
    m_enabled->setText(tr("The link is used"));
    form->addRow(QString(), m_enabled);
    auto* rights = new QVBoxLayout;
    rights->setSpacing(kRightSpacing);
    const QString texts[] = {tr("The peer may subscribe to datasets of this node that are granted to it"),
                             tr("This node may subscribe to the peer's datasets"),
                             tr("File tasks of this node may send to the peer"),
                             tr("File tasks of the peer may send to this node")};
    const QStringList names = linkRightNames();
    for (qsizetype at = 0; at < names.size(); ++at) {
        auto* box = new QCheckBox(texts[at]);
        box->setObjectName(names.at(at));
        rights->addWidget(box);
        m_rights.push_back(box);
    }
    form->addRow(tr("May cross it"), rights);
    form->addRow(tr("Sending, at most"), m_send);
    form->addRow(QString(), m_sendNow);
    form->addRow(tr("Receiving, at most"), m_receive);
    form->addRow(QString(), m_receiveNow);
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(existing ? tr("Save") : tr("Register"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addLayout(form);
    layout->addWidget(m_hint);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setBody(body);
    const LinkConfig shown = existing.value_or(LinkConfig());
    m_code->setText(shown.peerCode);
    m_code->setReadOnly(existing.has_value());
    m_name->setText(shown.peerName);
    m_address->setText(shown.address);
    m_enabled->setChecked(shown.enabled);
    for (QCheckBox* box : m_rights)
        box->setChecked(shown.rights.contains(box->objectName()));
    m_send->setCurrentText(shown.sendLimit);
    m_receive->setCurrentText(shown.receiveLimit);
    for (QLineEdit* field : {m_code, m_name, m_address})
        connect(field, &QLineEdit::textChanged, this, &LinkForm::updateButton);
    for (QComboBox* box : {m_send, m_receive})
        connect(box, &QComboBox::currentTextChanged, this, &LinkForm::updateButton);
    connect(buttons, &QDialogButtonBox::accepted, this, &LinkForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateButton();
    (existing ? m_address : m_code)->setFocus();
}

LinkConfig LinkForm::config() const
{
    LinkConfig config = m_existing.value_or(LinkConfig());
    config.peerCode = m_code->text().trimmed();
    config.peerName = m_name->text().trimmed();
    config.address = namesIn(*m_address).join(u',');
    config.enabled = m_enabled->isChecked();
    config.sendLimit = m_send->currentText().simplified();
    config.receiveLimit = m_receive->currentText().simplified();
    config.rights.clear();
    for (const QCheckBox* box : m_rights) {
        if (box->isChecked())
            config.rights.append(box->objectName());
    }
    return config;
}

QString LinkForm::missing(const LinkConfig& now) const
{
    if (now.peerCode.isEmpty())
        return tr("Whose node is it?");
    if (!isValidNodeCode(now.peerCode))
        return tr("The code is six digits of GB/T 2260; behind a '-' may follow a system's initials.");
    if (now.peerCode == client().latest().code)
        return tr("That is this node itself.");
    const auto& links = client().latest().links;
    if (!m_existing &&
        std::ranges::any_of(links, [&](const auto& other) { return other.config.peerCode == now.peerCode; }))
        return tr("That node is registered already.");
    for (const QString& address : now.address.split(u',', Qt::SkipEmptyParts)) {
        if (!isValidAddressList(address))
            return tr("\"%1\" is no address like 10.34.0.8:7400 or [::1]:7400.").arg(displayText(address));
    }
    if (!RatePlan::parse(now.sendLimit) || !RatePlan::parse(now.receiveLimit))
        return tr("A limit is not understood.");
    return {};
}

void LinkForm::updateButton()
{
    const LinkConfig now = config();
    const QString place = divisionName(now.peerCode.left(6));
    m_place->setWords(place.isEmpty() ? tr("a code that GB/T 2260 does not know") : place);
    m_place->setVisible(now.peerCode.size() >= 6);
    m_sendNow->setWords(planText(now.sendLimit));
    m_receiveNow->setWords(planText(now.receiveLimit));
    const QString hint = missing(now);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_save->setEnabled(hint.isEmpty());
}

void LinkForm::save()
{
    saveSeen(QStringLiteral("addLink"), QStringLiteral("link"), m_existing, config(),
             [this, code = config().peerCode] { Q_EMIT saved(code); });
}

} // namespace busheng
