// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/flow_stages_card.h"

#include "engine/model/events.h"
#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/reason_text.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/stage_bar.h"

namespace busheng {
namespace {

constexpr std::array kStageIcons = {"source", "cached", "packed", "received", "applied"};

} // namespace

FlowStagesCard::FlowStagesCard(QWidget* parent) : Card(parent), m_notice(new NoticeBar(this)), m_bar(new StageBar(this))
{
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_notice);
    layout->addWidget(m_bar);
    setContent(content, 10);
}

void FlowStagesCard::showRow(const SubscriptionRow& row)
{
    setNote(displayText(row.name));
    showStages(row);
    showError(row);
}

void FlowStagesCard::showStages(const SubscriptionRow& row)
{
    std::vector<StageBar::Item> items;
    for (std::size_t i = 0; i < row.stages.size(); ++i) {
        const StageView& view = row.stages[i];
        StageBar::Item item;
        item.icon = QString::fromLatin1(kStageIcons[i]);
        item.name = Words::stage(Stage(i));
        if (!view.isKnown)
            item.position = Words::unknown();
        else if (view.countsPackets)
            item.position = tr("packet %1").arg(Words::count(view.position));
        else
            item.position = Words::count(view.position);
        item.before = view.waiting < 0 ? StageBar::Stretch::Unknown
                                       : (view.waiting == 0 ? StageBar::Stretch::Even : StageBar::Stretch::Waiting);
        item.waiting = view.waiting <= 0
                           ? QString()
                           : tr("%1 waiting").arg(SubscriptionModel::waitingText(view.waiting, view.countsPackets));
        items.push_back(item);
    }
    m_bar->setItems(items);
}

void FlowStagesCard::showError(const SubscriptionRow& row)
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
        findings.append(displayText(reasonText(finding), 120));
    if (!findings.isEmpty() && row.error != events::TGT_QUALITY) // which names them itself
        text.cause += (text.cause.isEmpty() ? QString() : QStringLiteral("\n")) + findings.join(u'\n');
    QString report = text.title + u'\n' + text.cause + u'\n' + text.remedy;
    if (!row.error.isEmpty())
        report += QStringLiteral("\n[") + displayText(row.error) + QStringLiteral("] ") + displayText(row.errorDetail);
    m_notice->showText(text, report, row.state == SubscriptionState::Stopped ? Tone::Bad : Tone::Warning);
}

void FlowStagesCard::retranslate()
{
    setTitle(tr("Stages"));
}

} // namespace busheng
