// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/model/fence.h"
#include "engine/model/packet.h"
#include "engine/net/byte_stream.h"
#include "engine/net/message.h"
#include "engine/net/tls_context.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

namespace busheng {

/// What has crossed a session, in bytes of TLS. Thread: any.
struct SessionTraffic {
    std::atomic<qint64> sent = 0;
    std::atomic<qint64> received = 0;
};

/// Who is at the other end of an open session.
struct PeerInfo {
    QString code;               ///< of both certificates, equal to what Hello says
    QString certificateSubject; ///< for people
    QString certificateSha256;
    QString sm2Subject; ///< of the SM2 certificate by which it proved who it is
    QString sm2Sha256;
    Bytes encryptionKey; ///< PEM, SM2, of its certificate for encryption; empty: it has shown none
    QString packetSuite; ///< that both sides have: "SM4-GCM+SM3+SM2"
    QString suite;       ///< "TLS_AES_128_GCM_SHA256"
    QString tlsVersion;  ///< "TLSv1.3"
    QString address;     ///< "[::1]:7443"
    int line = -1;       ///< place of the dialed address among the configured ones; -1: the peer dialed
    QString dialed;      ///< that address, as configured
    QString mainLine;    ///< the first of them
    BootId bootId{};
    QString productVersion; ///< as its Hello says; for people
    Fence fence;            ///< which copy of the node it is
    std::shared_ptr<const SessionTraffic> traffic;
};

/// One TLS 1.3 session with one peer, both certificates checked, carrying messages both ways. It opens when each side
/// has also proved its SM2 identity, by a signature that is bound to this very TLS session.
///
///   Handshaking -> Greeting -> Open -> Closed     (any state -> Closed; a closed session is thrown away, never reused)
///
/// Sends nothing of ours before the peer's certificate is accepted by `isRegistered`. Pings when idle and closes when
/// nothing was heard for `silenceMs`; a handshake that takes longer than `handshakeMs` is closed. While reading is
/// paused silence does not count, because it is our own. The owner may destroy it at any time, also in a slot of its
/// signals; an orderly end is close() and then closed(). Thread: the net thread, where it is made; all calls and
/// signals.
class Session : public QObject {
    Q_OBJECT
public:
    enum class State { Handshaking, Greeting, Open, Closed };
    enum class Side { Dialer, Listener };
    struct Options {
        QString ownCode;
        QString expectedCode; ///< the one node that may answer; empty: any that is registered
        BootId bootId{};
        Fence fence = {};
        QStringList suites{QStringLiteral("SM4-GCM+SM3+SM2")}; ///< for sealing packets, the best first
        int handshakeMs = 10'000;
        int pingMs = 2'000;
        int silenceMs = 8'000;
    };
    /// True when a peer with this node code may open a session here.
    using IsRegistered = std::function<bool(const QString& code)>;

    Session(std::unique_ptr<ByteStream> stream, TlsContext& tls, Side side, Options options, Clock& clock,
            IsRegistered isRegistered, QObject* parent = nullptr);
    ~Session() override;

    State state() const;
    Side side() const;
    const PeerInfo& peer() const; ///< whole once Open
    /// Queues the message: a type from Packet on, at most kLargestMessage. False when the session is not open.
    bool send(const Message& message);
    /// Bytes queued here and not yet taken by the operating system: a sender of bulk waits while it is large.
    qint64 bytesWaiting() const;
    /// How fast bytes of TLS may go and come, from now on: bytes a second, TokenBucket::kUnlimited, or 0: neither
    /// packets nor bulk are sent (acknowledgements and control messages are), nothing is read.
    void setLimits(qint64 send, qint64 receive);
    /// So many bytes of bulk payload were taken in: the peer may send as many again.
    void grantBulk(std::uint64_t bytes);
    /// Stops or resumes reading from the network: back-pressure when a receiver cannot take more.
    void setReadingPaused(bool paused);
    /// Ends the session when the peer would not be let in now: its certificate has ended or was taken back, or its
    /// authority is no longer trusted. For the owner of `tls`, whenever it was reloaded and now and then.
    void judgeAgain();
    /// Tells the peer the event id of `reason` (Bye), and ends. Messages that are not yet sent whole are dropped; the
    /// Bye gets one second. state() is Closed at once, closed() comes when the connection is.
    void close(const Error& reason);

Q_SIGNALS:
    void opened();
    void messageReceived(const busheng::Message& message);
    void bytesWaitingChanged();
    /// Emitted exactly once, never from within a call. `reason` codes: Network (transient; when the peer said Bye,
    /// `native` is the event id it gave), Tls (CRT_EXPIRED, CRT_INVALID, CRT_REVOKED, CRL_MISSING, CRL_STALE,
    /// CRL_INVALID; LNK_REFUSED when the peer refused us), Auth (LNK_UNKNOWN_PEER, LNK_WRONG_NODE, LNK_AUTH,
    /// LNK_REFUSED), Protocol, Timeout, or what close() was given.
    void closed(const busheng::Error& reason);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
