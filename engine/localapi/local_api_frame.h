// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace busheng {

/// The local socket's frames: four bytes of length, little-endian, then one JSON object of that many bytes.
/// docs/local-api.md.
inline constexpr qsizetype kLocalApiLargestFrame = 16 << 20;
inline constexpr int kLocalApiProtocol = 1;

/// Fails: Protocol when the object is larger than a frame may be.
Result<QByteArray> encodeLocalFrame(const QJsonObject& object, qsizetype largest = kLocalApiLargestFrame);

/// Takes bytes as they come and gives whole objects.
class LocalFrameReader {
public:
    explicit LocalFrameReader(qsizetype largest = kLocalApiLargestFrame) : m_largest(largest) {}

    void append(const QByteArray& bytes) { m_buffer.append(bytes); }
    /// The next object, or nothing when it is not whole yet. Fails for good: Protocol, on a length that may not be or
    /// on anything that is no JSON object.
    Result<std::optional<QJsonObject>> next();
    /// True when a frame has begun and is not whole.
    bool isInFrame() const { return !m_buffer.isEmpty(); }

private:
    qsizetype m_largest;
    QByteArray m_buffer;
};

} // namespace busheng
