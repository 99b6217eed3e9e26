// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng {

/// Time as the engine sees it: a seam, so that tests can jump. Thread: any.
class Clock {
public:
    virtual ~Clock() = default;
    /// Never goes back; nanoseconds since an arbitrary start. For lags, deadlines and rates.
    virtual qint64 monotonicNs() = 0;
    /// Milliseconds since 1970-01-01 UTC by the wall clock; may jump. For records that people read.
    virtual qint64 utcMs() = 0;
};

Clock& systemClock();

} // namespace busheng
