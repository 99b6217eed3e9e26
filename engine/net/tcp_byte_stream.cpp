// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tcp_byte_stream.h"

#include "engine/base/log.h"
#include "engine/net/kernel_queue.h"
#include "engine/net/peer_address.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kReadBuffer = 256 << 10;
constexpr int kUnsentInKernel = 256 << 10;

/// A socket that listens on all addresses sees IPv4 peers as ::ffff:a.b.c.d; people know them as a.b.c.d.
QString addressText(const QTcpSocket& socket)
{
    bool isIpv4 = false;
    const quint32 ipv4 = socket.peerAddress().toIPv4Address(&isIpv4);
    const QHostAddress address = isIpv4 ? QHostAddress(ipv4) : socket.peerAddress();
    return PeerAddress{address.toString(), socket.peerPort()}.toString();
}

} // namespace

TcpByteStream::TcpByteStream(std::unique_ptr<QTcpSocket> socket, QObject* parent)
    : ByteStream(parent), m_socket(std::move(socket)), m_peerAddress(addressText(*m_socket))
{
    m_socket->setParent(nullptr);
    m_socket->setReadBufferSize(kReadBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    if (!keepKernelQueueShort(m_socket->socketDescriptor(), kUnsentInKernel))
        qCDebug(logNet) << "the system's queue of a socket cannot be bounded";
    connect(m_socket.get(), &QTcpSocket::readyRead, this, [this] {
        if (!m_paused)
            Q_EMIT readyRead();
    });
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &ByteStream::bytesWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { Q_EMIT disconnected(m_socket->errorString()); });
}

TcpByteStream::~TcpByteStream()
{
    m_socket->disconnect(this); // destroying a connected socket emits disconnected()
}

Bytes TcpByteStream::read(qint64 limit)
{
    Bytes bytes(static_cast<std::size_t>(std::min(limit, m_socket->bytesAvailable())), '\0');
    const qint64 size = m_socket->read(bytes.data(), static_cast<qint64>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<qint64>(size, 0)));
    return bytes;
}

void TcpByteStream::write(BytesView bytes)
{
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

qint64 TcpByteStream::bytesToWrite() const
{
    return m_socket->bytesToWrite();
}

void TcpByteStream::setReadingPaused(bool paused)
{
    m_paused = paused;
    // What came meanwhile was not announced.
    if (!paused && m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &ByteStream::readyRead, Qt::QueuedConnection);
}

void TcpByteStream::close()
{
    if (m_socket->bytesToWrite() > 0)
        m_socket->abort();
    else
        m_socket->disconnectFromHost();
}

QString TcpByteStream::peerAddress() const
{
    return m_peerAddress;
}

} // namespace busheng
