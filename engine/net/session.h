// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/model/packet.h"
#include "engine/net/byte_stream.h"
#include "engine/net/message.h"
#include "engine/net/tls_context.h"

#include <QObject>

#include <functional>
#include <memory>

namespace busheng {

/// Who is at the other end of an open session.
struct PeerInfo {
    QString code;               ///< from the certificate, equal to what Hello says
    QString certificateSubject; ///< for people
    QString certificateSha256;
    QString suite;      ///< "TLS_AES_128_GCM_SHA256"
    QString tlsVersion; ///< "TLSv1.3"
    QString address;    ///< "[::1]:7443"
    BootId bootId{};
    QString productVersion; ///< as its Hello says; for people
};

/// One TLS 1.3 session with one peer, both certificates checked, carrying messages both ways.
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
        BootId bootId{};
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
    /// Stops or resumes reading from the network: back-pressure when a receiver cannot take more.
    void setReadingPaused(bool paused);
    /// Tells the peer the event id of `reason` (Bye), and ends. Messages of which nothing was sent yet are dropped;
    /// what is under way gets one second. state() is Closed at once, closed() comes when the connection is.
    void close(const Error& reason);

Q_SIGNALS:
    void opened();
    void messageReceived(const busheng::Message& message);
    void bytesWaitingChanged();
    /// Emitted exactly once, never from within a call. `reason` codes: Network (transient; when the peer said Bye,
    /// `native` is the event id it gave), Tls (CRT_EXPIRED, CRT_INVALID; LNK_REFUSED when the peer refused us), Auth
    /// (LNK_UNKNOWN_PEER, LNK_REFUSED), Protocol, Timeout, or what close() was given.
    void closed(const busheng::Error& reason);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
