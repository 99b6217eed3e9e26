// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/flow_details_card.h"

#include "engine/model/events.h"
#include "ui/models/subscription_model.h"
#include "ui/pages/offline_actions.h"
#include "ui/text/display_text.h"
#include "ui/widgets/key_value_list.h"

namespace busheng {

FlowDetailsCard::FlowDetailsCard(QWidget* parent)
    : Card(parent), m_values(new KeyValueList(this)), m_accept(new QPushButton(this)), m_offline(new QPushButton(this))
{
    setContent(m_values, 14);
    addHeadWidget(m_accept);
    addHeadWidget(m_offline);
    m_accept->hide();
    m_offline->hide();
    connect(m_offline, &QPushButton::clicked, this, &FlowDetailsCard::offlineRequested);
    connect(m_accept, &QPushButton::clicked, this, &FlowDetailsCard::acceptRequested);
}

void FlowDetailsCard::clear()
{
    setNote({});
    m_accept->hide();
    m_offline->hide();
    m_values->setRows({});
}

QString FlowDetailsCard::logText(const SubscriptionRow& row)
{
    constexpr qint64 kMsPerMinute = 60'000;
    if (row.logKeptBytes < 0)
        return {};
    const QString kept = tr("%1 kept", "size in bytes").arg(Words::bytes(row.logKeptBytes));
    if (row.logMinutesLeft < 0)
        return kept;
    return tr("%1, runs out in about %2").arg(kept, Words::duration(row.logMinutesLeft * kMsPerMinute));
}

void FlowDetailsCard::showRow(const SubscriptionRow& row)
{
    const bool isIncoming = row.direction == SubscriptionRow::Direction::Incoming;
    setNote(displayText(row.name));
    m_accept->setVisible(isIncoming && row.state == SubscriptionState::Stopped && row.error == events::TGT_QUALITY);
    m_offline->setText(OfflineActions::text(row));
    m_offline->setVisible(!m_offline->text().isEmpty());
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
         {tr("Packets applied"), row.stream.isEmpty() ? QString() : Words::knownCount(row.packets)},
         {tr("Traffic"), sealed},
         {tr("Source's log"), logText(row)},
         {tr("Offline start"), OfflineActions::progressText(row)},
         {tr("Quality gate"), Words::gateState(row.gate.state)}});
}

void FlowDetailsCard::retranslate()
{
    setTitle(tr("Details"));
    m_accept->setText(tr("Accept rows…"));
    m_accept->setToolTip(plainToolTip(tr("Go on with the rows as the quality check found them")));
}

} // namespace busheng
