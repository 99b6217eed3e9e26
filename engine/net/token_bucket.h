// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

namespace busheng {

/// How many bytes may go by now at a rate. What goes may overdraw it: then nothing may go until that is paid back, so
/// that over time the rate is kept whatever the pieces are. Thread: one.
class TokenBucket {
public:
    static constexpr qint64 kUnlimited = -1;
    static constexpr qint64 kNever = -1;

    explicit TokenBucket(Clock& clock) : m_clock(clock) {}

    /// Bytes a second; 0: nothing may go; kUnlimited. What was overdrawn stays to be paid.
    void setRate(qint64 bytesPerSecond);
    qint64 rate() const { return m_rate; }
    /// Whether something may go now.
    bool isOpen();
    /// The largest piece that should go at once, so that a wait behind it is short.
    qint64 pieceBytes() const;
    void take(qint64 bytes);
    /// Until isOpen() may be true again, at least 1; kNever at rate 0.
    qint64 waitMs();

private:
    void fill();

    Clock& m_clock;
    qint64 m_rate = kUnlimited;
    double m_tokens = 0; ///< bytes; negative: overdrawn
    qint64 m_filledNs = 0;
};

} // namespace busheng
