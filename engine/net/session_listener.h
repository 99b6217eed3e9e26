// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/peer_address.h"
#include "engine/net/session.h"

#include <QTcpServer>

#include <functional>
#include <vector>

class QHostAddress;

namespace busheng {

/// Accepts connections, and hands over the sessions that became Open. Nobody else sees the others: they are bounded in
/// number and in time, and a peer that opens many at once is refused before it costs a handshake.
/// Thread: the net thread. The callbacks may not destroy the listener.
class SessionListener : public QObject {
    Q_OBJECT
public:
    struct Options {
        Session::Options session;
        int maxHandshakes = 64;           ///< under way at once; more wait in the system's queue
        int maxHandshakesPerAddress = 32; ///< of one IPv4 address or IPv6 /64; more are refused
        int maxSessions = 2'000;          ///< handed over and not yet destroyed; more are refused
    };
    using OnOpen = std::function<void(std::unique_ptr<Session>)>;
    /// A connection that came to nothing, and why. `address` is the peer's. Refusals for number come at most once in 10
    /// s.
    using OnFailed = std::function<void(const QString& address, const Error& why)>;

    /// `tls` and `clock` must outlive this.
    SessionListener(Options options, TlsContext& tls, Clock& clock, Session::IsRegistered isRegistered, OnOpen onOpen,
                    OnFailed onFailed, QObject* parent = nullptr);
    ~SessionListener() override;

    /// Fails: Config CFG_PORT_TAKEN; CFG_BAD_VALUE (file and key left empty) for an address this machine does not have
    /// or a port this user may not open.
    Result<> listen(const PeerAddress& address);
    /// Where it listens, with the real port.
    PeerAddress address() const;
    /// No more connections; handshakes under way end. Sessions that were handed over go on.
    void close();
    int handshakes() const { return static_cast<int>(m_handshaking.size()); }
    int sessions() const { return m_sessions; }

private:
    void acceptPending();
    void accept(std::unique_ptr<QTcpSocket> socket);
    bool isAllowed(const QTcpSocket& socket, const QString& group);
    void handOver(Session* session);
    void drop(Session* session, const Error& why);
    std::unique_ptr<Session> take(Session* session);

    struct Handshake {
        QString group; ///< that counts as one peer
        std::unique_ptr<Session> session;
    };
    const Options m_options;
    TlsContext& m_tls;
    Clock& m_clock;
    const Session::IsRegistered m_isRegistered;
    const OnOpen m_onOpen;
    const OnFailed m_onFailed;
    QTcpServer m_server;
    std::vector<Handshake> m_handshaking;
    int m_sessions = 0;
    qint64 m_nextLimitReportNs = 0;
};

} // namespace busheng
