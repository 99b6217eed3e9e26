// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/throughput_series.h"

#include <array>

namespace busheng {

/// Throughput and lag of each flow, over ten minutes, an hour, a day and a week: each as coarse as its chart can show,
/// with the mean rate and the largest lag of a sample's time. As long as the console runs: it begins anew with it.
/// Bounded, as ThroughputSeries. Thread: any one.
class FlowHistory {
public:
    enum class Span { TenMinutes, Hour, Day, Week };
    static constexpr std::array kSpans{Span::TenMinutes, Span::Hour, Span::Day, Span::Week};

    static qint64 windowMs(Span span);

    void add(const QString& key, const ThroughputSeries::Sample& sample);
    /// As ThroughputSeries::addCounter().
    void addCounter(const QString& key, qint64 atMs, quint64 counter, qint64 lagMs);
    void prune(qint64 nowMs);
    const ThroughputSeries& series(Span span) const { return m_series[std::size_t(span)]; }

private:
    /// What has come since the last sample of a coarse series.
    struct Gathered {
        qint64 sinceMs = -1; ///< -1: nothing yet
        double rates = 0;
        int rateCount = 0;
        qint64 lagMs = -1;
    };

    void gather(const QString& key, const ThroughputSeries::Sample& sample);

    std::array<ThroughputSeries, 4> m_series{ThroughputSeries(), ThroughputSeries(windowMs(Span::Hour)),
                                             ThroughputSeries(windowMs(Span::Day)),
                                             ThroughputSeries(windowMs(Span::Week))};
    QHash<QString, std::array<Gathered, 4>> m_gathered;
};

} // namespace busheng
