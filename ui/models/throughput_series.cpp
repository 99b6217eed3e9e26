// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/throughput_series.h"

namespace busheng {
namespace {

constexpr std::size_t kCapacity = std::size_t(ThroughputSeries::kWindowMs / ThroughputSeries::kSampleMs) + 1;

} // namespace

void ThroughputSeries::add(const QString& key, const Sample& sample)
{
    Ring& ring = m_rings[key];
    if (ring.samples.size() < kCapacity) {
        ring.samples.push_back(sample);
        return;
    }
    ring.samples[ring.next] = sample;
    ring.next = (ring.next + 1) % kCapacity;
}

void ThroughputSeries::addCounter(const QString& key, qint64 atMs, quint64 counter, qint64 lagMs)
{
    Ring& ring = m_rings[key];
    double rate = -1;
    if (ring.hasCounter && atMs > ring.counterAtMs && counter >= ring.counter)
        rate = double(counter - ring.counter) * 1000.0 / double(atMs - ring.counterAtMs);
    ring.counter = counter;
    ring.counterAtMs = atMs;
    ring.hasCounter = true;
    add(key, {atMs, rate, lagMs});
}

double ThroughputSeries::newestRate(const QString& key) const
{
    const auto found = m_rings.constFind(key);
    return found == m_rings.constEnd() || found->samples.empty() ? -1 : newest(*found).rowsPerSecond;
}

const ThroughputSeries::Sample& ThroughputSeries::newest(const Ring& ring) const
{
    return ring.samples.size() < kCapacity ? ring.samples.back()
                                           : ring.samples[(ring.next + kCapacity - 1) % kCapacity];
}

void ThroughputSeries::prune(qint64 nowMs)
{
    m_rings.removeIf([&](const QHash<QString, Ring>::iterator& it) {
        return it->samples.empty() || newest(*it).atMs < nowMs - kWindowMs;
    });
}

template <typename Value>
QList<QPointF> ThroughputSeries::points(const QString& key, qint64 nowMs, Value value) const
{
    QList<QPointF> list;
    const auto found = m_rings.constFind(key);
    if (found == m_rings.constEnd())
        return list;
    const std::vector<Sample>& samples = found->samples;
    list.reserve(qsizetype(samples.size()));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& sample = samples[(found->next + i) % samples.size()];
        const double y = value(sample);
        if (y >= 0 && sample.atMs >= nowMs - kWindowMs)
            list.append({double(sample.atMs - nowMs) / 1000.0, y});
    }
    return list;
}

QList<QPointF> ThroughputSeries::throughput(const QString& key, qint64 nowMs) const
{
    return points(key, nowMs, [](const Sample& sample) { return sample.rowsPerSecond; });
}

QList<QPointF> ThroughputSeries::lag(const QString& key, qint64 nowMs) const
{
    return points(key, nowMs,
                  [](const Sample& sample) { return sample.lagMs < 0 ? -1.0 : double(sample.lagMs) / 1000.0; });
}

} // namespace busheng
