// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/flow_details_card.h"

#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"

namespace busheng {

FlowDetailsCard::FlowDetailsCard(QWidget* parent)
    : Card(parent), m_values(new KeyValueList(this)), m_notice(new NoticeBar(this))
{
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_notice);
    layout->addWidget(m_values);
    layout->addStretch(1);
    setContent(content, 14);
}

void FlowDetailsCard::clear()
{
    setNote({});
    m_values->setRows({});
    m_notice->hide();
}

void FlowDetailsCard::showRow(const SubscriptionRow& row)
{
    const bool isIncoming = row.direction == SubscriptionRow::Direction::Incoming;
    setNote(displayText(row.name));
    QString sealed;
    if (row.sealedBytes > 0) {
        sealed =
            tr("%1 sealed from %2", "sizes in bytes").arg(Words::bytes(row.sealedBytes), Words::bytes(row.plainBytes));
    }
    m_values->setRows(
        {{tr("Direction"), SubscriptionModel::directionText(row.direction)},
         {isIncoming ? tr("Provider") : tr("Subscriber"), SubscriptionModel::peerText(row.peerCode, row.peerName)},
         {tr("Dataset"), displayText(row.dataset)},
         {isIncoming ? tr("Target") : tr("Source"), displayText(row.database)},
         {tr("Stream"), displayText(row.stream)},
         {tr("Rows loaded"), isIncoming ? Words::count(row.rowsLoaded) : QString()},
         {isIncoming ? tr("Changes applied") : tr("Changes captured"), Words::count(row.changes)},
         {tr("Packets applied"), row.stream.isEmpty() ? QString() : Words::count(row.packets)},
         {tr("Traffic"), sealed}});
    showError(row);
}

void FlowDetailsCard::showError(const SubscriptionRow& row)
{
    if (row.error.isEmpty() && row.qualityFindings.isEmpty()) {
        m_notice->hide();
        return;
    }
    Error error;
    error.event = row.error;
    error.args = row.errorArgs;
    error.detail = row.errorDetail;
    EventText text;
    if (row.error.isEmpty()) {
        text.title = tr("Findings of the quality check");
        text.remedy = tr("Look at these findings before you rely on the data.");
    } else {
        text = errorText(error);
    }
    QStringList findings;
    for (const QString& finding : row.qualityFindings)
        findings.append(displayText(finding, 120));
    if (!findings.isEmpty())
        text.cause += (text.cause.isEmpty() ? QString() : QStringLiteral("\n")) + findings.join(u'\n');
    QString report = text.title + u'\n' + text.cause + u'\n' + text.remedy;
    if (!row.error.isEmpty())
        report += QStringLiteral("\n[") + displayText(row.error) + QStringLiteral("] ") + displayText(row.errorDetail);
    m_notice->showText(text, report, row.state == SubscriptionState::Stopped ? Tone::Bad : Tone::Warning);
}

void FlowDetailsCard::retranslate()
{
    setTitle(tr("Details"));
}

} // namespace busheng
