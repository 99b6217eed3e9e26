// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <memory>

namespace busheng {

class TlsContext;

/// TLS between two buffers: bytes of the network go in and come out, nothing here touches a socket. Inside Session
/// only.
///
/// Whatever call fails, output() may still hold an alert for the peer. After a failure only output() is asked.
/// Thread: the net thread.
class TlsChannel {
public:
    enum class Side { Client, Server };
    enum class ReadState {
        Data,        ///< there is some
        NeedMore,    ///< feed() first
        PeerFinished ///< the peer said that nothing follows (close_notify)
    };

    /// `peer` is how errors name the other end. Certificates are judged at `utcMs`. Fails: Crypto.
    static Result<std::unique_ptr<TlsChannel>> create(const TlsContext& context, Side side, const QString& peer,
                                                      qint64 utcMs);
    ~TlsChannel();

    /// What came from the network. Give at most some 64 KiB at a time and use it up before the next.
    void feed(BytesView encrypted);
    /// True when both sides are authenticated. Fails: see tlsFailure(); LNK_REFUSED when ALPN is not ours.
    Result<bool> handshake();
    /// Replaces `out` by what at most one record holds.
    Result<ReadState> read(Bytes& out);
    Result<> write(BytesView plain);
    /// Queues close_notify.
    void finish();
    /// What has to go to the network; valid until the next call. dropOutput() when it went.
    BytesView output() const;
    void dropOutput();

    /// After the handshake: would the peer's certificate still be let in, by what `context` now trusts? Fails: as
    /// handshake() by the certificate.
    Result<> judgeAgain(const TlsContext& context, qint64 utcMs);
    /// After the handshake: 32 bytes that only the two ends of this very TLS session have (RFC 8446, 7.5).
    Result<Bytes> bindingSecret() const;
    /// After the handshake. Fails: Tls CRT_INVALID when its subject is no node's.
    Result<QString> peerCode() const;
    QString peerSubject() const;
    QString peerSha256() const;
    QString suite() const;
    QString version() const;

private:
    struct Impl;
    explicit TlsChannel(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
