// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/summary_step.h"

#include "ui/client/engine_client.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/key_value_list.h"
#include "ui/wizard/peers_step.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kCardMargin = 14;
constexpr int kSpacing = 10;

} // namespace

SummaryStep::SummaryStep(FirstStart& shared, const PeersStep& peers)
    : WizardStep(shared), m_peers(peers), m_nodeCard(new Card), m_node(new KeyValueList), m_nextCard(new Card),
      m_next(textLabel())
{
    m_nodeCard->setContent(m_node, kCardMargin);
    m_nextCard->setContent(m_next, kCardMargin);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_nodeCard);
    layout->addWidget(m_nextCard);
    layout->addStretch(1);
    connect(&peers, &WizardStep::changed, this, &SummaryStep::showNode);
    retranslate();
}

QString SummaryStep::title() const
{
    return tr("Ready");
}

QString SummaryStep::headline() const
{
    return shared().state.isPractice ? tr("The practice runs") : tr("The node runs");
}

QString SummaryStep::explanation() const
{
    return tr("It works as long as the console does, also when its window is closed. Where it shall work with nobody "
              "logged in, the node service of the package does it, and the console attaches to it.");
}

QString SummaryStep::nextText() const
{
    return tr("&Open the console");
}

void SummaryStep::showNode()
{
    if (m_peers.client() == nullptr)
        return;
    const NodeSnapshot& node = m_peers.client()->latest();
    const auto connected = std::ranges::count_if(node.links, &LinkSnapshot::connected);
    m_node->setRows(
        {{tr("Name"), displayText(node.name)},
         {tr("Node code"), displayText(node.code)},
         {tr("Data directory"), displayText(node.dataDirectory)},
         {tr("Listens on"), node.listenAddress.isEmpty() ? tr("nothing: it dials") : displayText(node.listenAddress)},
         {tr("Certificate until"), Words::date(node.certificateExpiresUtcMs)},
         {tr("Links"), tr("%1 of %2 connected").arg(connected).arg(node.links.size())}});
}

QString SummaryStep::next() const
{
    return m_next->text();
}

void SummaryStep::retranslate()
{
    m_nodeCard->setTitle(tr("This node"));
    m_nextCard->setTitle(tr("What comes next"));
    const QStringList steps =
        shared().state.isPractice
            ? QStringList{tr("Overview → Subscribe…: the dataset of the peer 100000 into the target that is registered "
                             "already. Watch it load, then change a row and see it arrive."),
                          tr("Reconciliation: compare both ends, and repair what you have changed in the target."),
                          tr("File tasks → New task…: a file from the send directory to the ministry.")}
            : QStringList{tr("Databases: register a source to publish from, or a target to load into. The check says "
                             "what is in the way, and gives the SQL for the least rights."),
                          tr("Overview: publish tables, or subscribe to what a peer has granted."),
                          tr("File tasks: what goes as files, when, and to whom.")};
    QString text;
    for (const QString& step : steps)
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + QStringLiteral("• ") + step;
    m_next->setText(text);
    showNode();
}

} // namespace busheng
