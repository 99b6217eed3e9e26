// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_proxy.h"

#include "tests/support/reset_on_close.h"

#include <QHostAddress>
#include <QNetworkProxy>

namespace busheng::test {

TcpProxy::TcpProxy(quint16 listenerPort, const QHostAddress& host) : m_listenerPort(listenerPort), m_host(host)
{
    m_server.setProxy(QNetworkProxy::NoProxy);
    if (!m_server.listen(host))
        qFatal("tcp proxy: %s", qPrintable(m_server.errorString()));
    connect(&m_server, &QTcpServer::newConnection, this, &TcpProxy::accept);
    connect(&m_trickle, &QTimer::timeout, this, &TcpProxy::passAll);
}

TcpProxy::~TcpProxy()
{
    for (const auto& pair : m_pairs) { // a socket has a last word when it is destroyed
        pair->dialer->disconnect(this);
        pair->listener->disconnect(this);
    }
}

void TcpProxy::setCutAfter(Direction direction, qint64 bytes, bool reset)
{
    Way& way = m_ways[index(direction)];
    way.cutAfter = bytes;
    way.reset = reset;
    way.passed = 0;
}

void TcpProxy::setStalled(Direction direction, bool stalled)
{
    m_ways[index(direction)].stalled = stalled;
    passAll();
}

void TcpProxy::setTrickle(int everyMs)
{
    m_trickleMs = everyMs;
    if (everyMs > 0)
        m_trickle.start(everyMs);
    else
        m_trickle.stop();
    passAll();
}

void TcpProxy::cutAll(bool reset)
{
    for (const auto& pair : m_pairs)
        cut(*pair, reset);
}

void TcpProxy::accept()
{
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        socket->setParent(nullptr);
        m_pairs.push_back(std::make_unique<Pair>());
        Pair& pair = *m_pairs.back();
        pair.dialer.reset(socket);
        pair.listener = std::make_unique<QTcpSocket>();
        pair.listener->setProxy(QNetworkProxy::NoProxy);
        for (QTcpSocket* end : {pair.dialer.get(), pair.listener.get()}) {
            end->setReadBufferSize(64 << 10);
            end->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            connect(end, &QTcpSocket::readyRead, this, [this] {
                if (m_trickleMs == 0)
                    passAll();
            });
            connect(end, &QTcpSocket::bytesWritten, this, [this] {
                if (m_trickleMs == 0)
                    passAll();
            });
            connect(end, &QTcpSocket::disconnected, this, [this, &pair] {
                // What has come goes on first, unless nothing may pass.
                passAll();
                for (QTcpSocket* other : {pair.dialer.get(), pair.listener.get()}) {
                    if (!m_ways[0].stalled && !m_ways[1].stalled)
                        other->disconnectFromHost();
                }
            });
        }
        connect(pair.listener.get(), &QTcpSocket::connected, this, [this, &pair] {
            pair.listener->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            passAll();
        });
        pair.listener->connectToHost(m_host, m_listenerPort);
    }
}

void TcpProxy::passAll()
{
    for (const auto& pair : m_pairs) {
        pass(*pair, Direction::ToListener);
        pass(*pair, Direction::ToDialer);
    }
}

void TcpProxy::pass(Pair& pair, Direction direction)
{
    constexpr qint64 kAhead = 64 << 10;
    Way& way = m_ways[index(direction)];
    QTcpSocket& from = direction == Direction::ToListener ? *pair.dialer : *pair.listener;
    QTcpSocket& to = direction == Direction::ToListener ? *pair.listener : *pair.dialer;
    if (way.stalled || to.state() != QAbstractSocket::ConnectedState)
        return;
    while (from.bytesAvailable() > 0 && to.bytesToWrite() < kAhead) {
        qint64 size = m_trickleMs > 0 ? 1 : from.bytesAvailable();
        if (way.cutAfter)
            size = std::min(size, *way.cutAfter - way.passed);
        if (size > 0)
            to.write(from.read(size));
        way.passed += size;
        if (way.cutAfter && way.passed >= *way.cutAfter) {
            to.flush();
            cut(pair, way.reset);
            return;
        }
        if (m_trickleMs > 0)
            return;
    }
}

void TcpProxy::cut(Pair& pair, bool reset)
{
    for (QTcpSocket* socket : {pair.dialer.get(), pair.listener.get()}) {
        if (socket->state() != QAbstractSocket::ConnectedState)
            continue;
        if (reset)
            resetOnClose(socket->socketDescriptor());
        socket->abort();
    }
}

} // namespace busheng::test
