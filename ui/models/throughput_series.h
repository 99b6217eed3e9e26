// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QPointF>
#include <QString>

#include <vector>

namespace busheng {

/// Throughput and lag of each flow over the last ten minutes, in 600 samples, for the charts.
/// Bounded: flows that are no longer sampled fall out. The clock is the caller's, monotonic. Thread: any one.
class ThroughputSeries {
public:
    static constexpr qint64 kWindowMs = 10 * 60 * 1000;
    static constexpr qint64 kSampleMs = 1000;

    struct Sample {
        qint64 atMs = 0;
        double rowsPerSecond = -1; ///< negative: not known
        qint64 lagMs = -1;
    };

    void add(const QString& key, const Sample& sample);
    /// Adds a sample whose rate follows from a counter that only grows; a counter that shrank gives "not known".
    void addCounter(const QString& key, qint64 atMs, quint64 counter, qint64 lagMs);
    /// Forgets the flows that have no sample within the window.
    void prune(qint64 nowMs);

    /// x: seconds before `nowMs` (-600 to 0 of ten minutes), y: rows/s. Samples that are not known are left out.
    QList<QPointF> throughput(const QString& key, qint64 nowMs) const;
    QList<QPointF> lag(const QString& key, qint64 nowMs) const; ///< y: seconds
    double newestRate(const QString& key) const;                ///< rows/s; -1: not known
    qsizetype flows() const { return m_rings.size(); }

private:
    struct Ring {
        std::vector<Sample> samples; ///< up to capacity, then overwritten from `next`
        std::size_t next = 0;
        quint64 counter = 0;
        qint64 counterAtMs = 0;
        bool hasCounter = false;
    };

    const Sample& newest(const Ring& ring) const;
    template <typename Value>
    QList<QPointF> points(const QString& key, qint64 nowMs, Value value) const;

    QHash<QString, Ring> m_rings;
};

} // namespace busheng
