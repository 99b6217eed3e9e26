// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_metrics.h"

#include "ui/text/words.h"
#include "ui/widgets/metric_tile.h"

#include <QHBoxLayout>

namespace busheng {
namespace {

constexpr qint64 kCalmLagMs = 60 * 1000;

} // namespace

OverviewMetrics::OverviewMetrics(QWidget* parent)
    : QWidget(parent), m_throughput(new MetricTile(QStringLiteral("speed"), this)),
      m_lag(new MetricTile(QStringLiteral("lag"), this)), m_waiting(new MetricTile(QStringLiteral("queue"), this)),
      m_links(new MetricTile(QStringLiteral("links"), this)), m_alarms(new MetricTile(QStringLiteral("alarm"), this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    for (MetricTile* tile : {m_throughput, m_lag, m_waiting, m_links, m_alarms})
        layout->addWidget(tile);
}

void OverviewMetrics::retranslate()
{
    m_throughput->setCaption(tr("Throughput"));
    m_lag->setCaption(tr("Largest lag"));
    m_waiting->setCaption(tr("Changes waiting"));
    m_links->setCaption(tr("Links connected"));
    m_alarms->setCaption(tr("Standing alarms"));
}

void OverviewMetrics::updateFlows(const std::vector<SubscriptionRow>& rows)
{
    double rate = -1;
    qint64 lag = -1;
    qint64 waiting = -1;
    for (const SubscriptionRow& row : rows) {
        if (row.rowsPerSecond >= 0)
            rate = std::max(rate, 0.0) + row.rowsPerSecond;
        lag = std::max(lag, row.lagMs);
        if (row.waiting >= 0 && !row.waitingCountsPackets)
            waiting = std::max<qint64>(waiting, 0) + row.waiting;
    }
    const QString dash = QStringLiteral("–");
    m_throughput->setValue(rate < 0 ? dash : Words::rowsPerSecond(rate), Tone::Busy);
    m_lag->setValue(lag < 0 ? dash : Words::duration(lag),
                    lag < 0 ? Tone::Neutral : (lag < kCalmLagMs ? Tone::Good : Tone::Warning));
    m_waiting->setValue(waiting < 0 ? dash : Words::count(quint64(waiting)),
                        waiting < 0 ? Tone::Neutral : (waiting == 0 ? Tone::Good : Tone::Busy));
}

void OverviewMetrics::update(const NodeSnapshot& node, const std::vector<SubscriptionRow>& rows)
{
    updateFlows(rows);
    quint64 connected = 0;
    quint64 enabled = 0;
    for (const LinkSnapshot& link : node.links) {
        connected += link.connected ? 1 : 0;
        enabled += link.config.enabled ? 1 : 0;
    }
    m_links->setValue(tr("%1 of %2", "links connected").arg(connected).arg(enabled),
                      enabled == 0 ? Tone::Neutral : (connected >= enabled ? Tone::Good : Tone::Warning));
    m_alarms->setIcon(node.alarms.empty() ? QStringLiteral("ok") : QStringLiteral("alarm"));
    m_alarms->setValue(node.alarms.empty() ? tr("None", "alarms") : Words::count(node.alarms.size()),
                       node.alarms.empty() ? Tone::Good : Tone::Bad);
}

} // namespace busheng
