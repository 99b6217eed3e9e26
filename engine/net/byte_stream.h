// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/error.h"

#include <QObject>

namespace busheng {

/// A connected, reliable, ordered pipe of bytes: the seam between our protocol and the network. TcpByteStream is the
/// real one; tests join two engines by an in-memory pair that can cut, stall and chop. Thread: the thread it lives in.
class ByteStream : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// What has arrived and was not read yet; at most `limit` bytes.
    virtual Bytes read(qint64 limit) = 0;
    virtual void write(BytesView bytes) = 0;
    virtual qint64 bytesToWrite() const = 0;
    /// While paused nothing more is taken from the network than a small buffer.
    virtual void setReadingPaused(bool paused) = 0;
    virtual void close() = 0;
    virtual QString peerAddress() const = 0;

Q_SIGNALS:
    void readyRead();
    void bytesWritten();
    void disconnected(const QString& why);
};

} // namespace busheng
