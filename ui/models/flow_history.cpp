// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/flow_history.h"

#include <algorithm>

namespace busheng {

qint64 FlowHistory::windowMs(Span span)
{
    constexpr qint64 kMinuteMs = 60'000;
    switch (span) {
    case Span::TenMinutes:
        return ThroughputSeries::kWindowMs;
    case Span::Hour:
        return 60 * kMinuteMs;
    case Span::Day:
        return 24 * 60 * kMinuteMs;
    case Span::Week:
        return 7 * 24 * 60 * kMinuteMs;
    }
    return ThroughputSeries::kWindowMs;
}

void FlowHistory::add(const QString& key, const ThroughputSeries::Sample& sample)
{
    m_series[0].add(key, sample);
    gather(key, sample);
}

void FlowHistory::addCounter(const QString& key, qint64 atMs, quint64 counter, qint64 lagMs)
{
    gather(key, m_series[0].addCounter(key, atMs, counter, lagMs));
}

void FlowHistory::gather(const QString& key, const ThroughputSeries::Sample& sample)
{
    std::array<Gathered, 4>& all = m_gathered[key];
    for (std::size_t i = 1; i < all.size(); ++i) {
        Gathered& gathered = all[i];
        if (gathered.sinceMs < 0)
            gathered.sinceMs = sample.atMs;
        if (sample.rowsPerSecond >= 0) {
            gathered.rates += sample.rowsPerSecond;
            ++gathered.rateCount;
        }
        gathered.lagMs = std::max(gathered.lagMs, sample.lagMs);
        if (sample.atMs - gathered.sinceMs < m_series[i].sampleMs())
            continue;
        const double rate = gathered.rateCount == 0 ? -1 : gathered.rates / gathered.rateCount;
        m_series[i].add(key, {sample.atMs, rate, gathered.lagMs});
        gathered = {};
        gathered.sinceMs = sample.atMs;
    }
}

void FlowHistory::prune(qint64 nowMs)
{
    for (ThroughputSeries& series : m_series)
        series.prune(nowMs);
    m_gathered.removeIf([nowMs](const QHash<QString, std::array<Gathered, 4>>::iterator& it) {
        return it->back().sinceMs < nowMs - windowMs(Span::Week);
    });
}

} // namespace busheng
