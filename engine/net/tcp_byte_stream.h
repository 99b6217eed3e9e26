// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/byte_stream.h"

#include <memory>

class QTcpSocket;

namespace busheng {

/// A connected TCP socket. Small writes leave at once (the session has put together what belongs together); at most
/// 256 KiB are taken from the network before they are read. Thread: the net thread.
class TcpByteStream final : public ByteStream {
    Q_OBJECT
public:
    /// Takes a connected socket.
    explicit TcpByteStream(std::unique_ptr<QTcpSocket> socket, QObject* parent = nullptr);
    ~TcpByteStream() override;

    Bytes read(qint64 limit) override;
    void write(BytesView bytes) override;
    qint64 bytesToWrite() const override;
    void setReadingPaused(bool paused) override;
    /// What was not sent yet is lost.
    void close() override;
    QString peerAddress() const override;

private:
    const std::unique_ptr<QTcpSocket> m_socket;
    const QString m_peerAddress; ///< the socket forgets it when it closes
    bool m_paused = false;
};

} // namespace busheng
