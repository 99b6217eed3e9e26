// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/token_bucket.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace busheng {
namespace {

constexpr double kNsPerSecond = 1e9;
constexpr double kBurstSeconds = 0.1; ///< what a pause saves up: timers are late by some milliseconds
constexpr qint64 kPiecesPerSecond = 20;
constexpr qint64 kSmallestPiece = 256;

} // namespace

void TokenBucket::setRate(qint64 bytesPerSecond)
{
    if (bytesPerSecond == m_rate)
        return;
    if (m_rate == kUnlimited) {
        m_tokens = 0;
        m_filledNs = m_clock.monotonicNs();
    } else {
        fill();
    }
    m_rate = bytesPerSecond;
}

void TokenBucket::fill()
{
    const qint64 now = m_clock.monotonicNs();
    const auto rate = static_cast<double>(std::max<qint64>(m_rate, 0));
    m_tokens += static_cast<double>(now - m_filledNs) * rate / kNsPerSecond;
    m_tokens = std::min(m_tokens, std::max(rate * kBurstSeconds, 1.0));
    m_filledNs = now;
}

bool TokenBucket::isOpen()
{
    if (m_rate == kUnlimited)
        return true;
    if (m_rate == 0)
        return false;
    fill();
    return m_tokens > 0;
}

qint64 TokenBucket::pieceBytes() const
{
    if (m_rate == kUnlimited)
        return std::numeric_limits<qint64>::max();
    return std::max(m_rate / kPiecesPerSecond, kSmallestPiece);
}

void TokenBucket::take(qint64 bytes)
{
    if (m_rate == kUnlimited)
        return;
    fill();
    m_tokens -= static_cast<double>(bytes);
}

qint64 TokenBucket::waitMs()
{
    if (m_rate <= 0)
        return m_rate == 0 ? kNever : 1;
    fill();
    return std::max<qint64>(1, static_cast<qint64>(std::ceil((1 - m_tokens) * 1000 / static_cast<double>(m_rate))));
}

} // namespace busheng
