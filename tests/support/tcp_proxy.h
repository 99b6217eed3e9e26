// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace busheng::test {

/// A line of TCP with the faults of one, between a dialer and a listener: what comes in at its port goes on to another.
/// The settings are for both directions of every connection, unless said otherwise, and hold from the next byte on.
/// Thread: the test's.
class TcpProxy : public QObject {
    Q_OBJECT
public:
    enum class Direction { ToListener, ToDialer };

    /// Listens at a free port of 127.0.0.1 (or ::1).
    explicit TcpProxy(quint16 listenerPort, const QHostAddress& host = QHostAddress::LocalHost);
    ~TcpProxy() override;
    quint16 port() const { return m_server.serverPort(); }

    /// After so many bytes in this direction the connection is gone, for both ends, by FIN; `reset`: by RST.
    void setCutAfter(Direction direction, qint64 bytes, bool reset = false);
    /// Nothing passes any more and nobody is told: the sockets stay.
    void setStalled(Direction direction, bool stalled);
    /// One byte at a time, one in so many milliseconds; 0: as it comes.
    void setTrickle(int everyMs);
    /// Ends every connection now.
    void cutAll(bool reset = false);
    int connections() const { return static_cast<int>(m_pairs.size()); } ///< so far
    qint64 passed(Direction direction) const { return m_ways[index(direction)].passed; }

private:
    struct Pair {
        std::unique_ptr<QTcpSocket> dialer;
        std::unique_ptr<QTcpSocket> listener;
    };
    struct Way {
        std::optional<qint64> cutAfter;
        bool reset = false;
        bool stalled = false;
        qint64 passed = 0;
    };
    static std::size_t index(Direction direction) { return static_cast<std::size_t>(direction); }
    void accept();
    void passAll();
    void pass(Pair& pair, Direction direction);
    static void cut(Pair& pair, bool reset);

    QTcpServer m_server;
    const quint16 m_listenerPort;
    const QHostAddress m_host;
    std::vector<std::unique_ptr<Pair>> m_pairs;
    std::array<Way, 2> m_ways;
    int m_trickleMs = 0;
    QTimer m_trickle;
};

} // namespace busheng::test
