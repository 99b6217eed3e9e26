// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/byte_stream.h"

#include <QPointer>

#include <memory>
#include <optional>
#include <utility>

namespace busheng::test {

/// One end of a pipe in memory, with the faults of a network. What is written here is read at the other end, always by
/// way of the event loop. The settings are about the direction from here to there. Thread: one for both ends.
class LoopbackStream final : public ByteStream {
    Q_OBJECT
public:
    using Pair = std::pair<std::unique_ptr<LoopbackStream>, std::unique_ptr<LoopbackStream>>;
    static Pair makePair();
    ~LoopbackStream() override;

    /// The other end reads at most so many bytes at a time.
    void setChunk(qint64 bytes) { m_chunk = bytes; }
    /// After so many bytes from the beginning the connection breaks, for both ends.
    void setCutAfter(qint64 bytes) { m_cutAfter = bytes; }
    /// While stalled nothing arrives and nothing gets lost: bytesToWrite() grows.
    void setStalled(bool stalled);
    /// The most that the other end may have waiting unread before bytesToWrite() grows; default 256 KiB.
    void setWindow(qint64 bytes) { m_window = bytes; }
    /// Every byte written here so far, when asked for before.
    void setCapture(bool capture) { m_capture = capture; }
    const Bytes& captured() const { return m_captured; }
    qint64 bytesWrittenInAll() const { return m_written; }
    bool isClosed() const { return m_closed; }

    Bytes read(qint64 limit) override;
    void write(BytesView bytes) override;
    qint64 bytesToWrite() const override { return static_cast<qint64>(m_outgoing.size()); }
    void setReadingPaused(bool paused) override;
    void close() override;
    QString peerAddress() const override { return QStringLiteral("loopback:1"); }

private:
    void schedule();
    void deliver();
    void hangUp(const QString& why);

    QPointer<LoopbackStream> m_peer;
    Bytes m_incoming; ///< arrived, not read
    std::size_t m_incomingAt = 0;
    Bytes m_outgoing;       ///< written, not arrived
    qint64 m_chunk = 0;     ///< 0: as much as there is
    qint64 m_readChunk = 0; ///< the other end's m_chunk
    std::optional<qint64> m_cutAfter;
    qint64 m_window = 256 << 10;
    qint64 m_written = 0;
    qint64 m_delivered = 0;
    bool m_stalled = false;
    bool m_capture = false;
    Bytes m_captured;
    bool m_paused = false;
    bool m_scheduled = false;
    bool m_closed = false;
};

} // namespace busheng::test
