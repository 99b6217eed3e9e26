// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/model/packet.h"
#include "engine/net/byte_stream.h"
#include "engine/net/message.h"
#include "engine/net/tls_context.h"

#include <QObject>

#include <memory>

namespace busheng {

/// Who is at the other end of an open session.
struct PeerInfo {
    QString code;               ///< from the certificate, equal to what Hello says
    QString certificateSubject; ///< for people
    QString certificateSha256;
    QString suite;              ///< "TLS_AES_128_GCM_SHA256"
    QString tlsVersion;         ///< "TLSv1.3"
    QString address;            ///< "[::1]:7443"
    BootId bootId{};
};

/// One TLS 1.3 session with one peer, both certificates checked, carrying messages both ways.
///
///   Handshaking -> Greeting -> Open -> Closed     (any state -> Closed; a closed session is thrown away, never reused)
///
/// Sends nothing of ours before the peer's certificate is accepted by `isRegistered`. Pings when idle and closes when
/// nothing was heard for `silenceMs`; a handshake that takes longer than `handshakeMs` is closed.
/// Thread: the net thread, where it is made; all calls and signals.
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
    const PeerInfo& peer() const; ///< whole once Open
    /// Queues the message. False when the session is not open.
    bool send(const Message& message);
    /// Bytes queued here and not yet taken by the operating system: a sender of bulk waits while it is large.
    qint64 bytesWaiting() const;
    /// Stops or resumes reading from the network: back-pressure when a receiver cannot take more.
    void setReadingPaused(bool paused);
    void close(const Error& reason);

Q_SIGNALS:
    void opened();
    void messageReceived(const busheng::Message& message);
    void bytesWaitingChanged();
    /// Emitted exactly once. `reason` codes: Network (transient), Tls (CRT_*), Auth (LNK_UNKNOWN_PEER), Protocol, Timeout.
    void closed(const busheng::Error& reason);
};

} // namespace busheng
