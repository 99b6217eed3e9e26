// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/clock_timer.h"
#include "engine/net/hello.h"
#include "engine/net/message_codec.h"
#include "engine/net/send_queue.h"
#include "engine/net/session.h"
#include "engine/net/tls_channel.h"
#include "engine/net/token_bucket.h"

#include <QTimer>

namespace busheng {

/// The works of a Session. What comes is handled in session_receive.cpp, what goes and how it ends in session.cpp.
struct Session::Impl {
    Impl(Session* session, std::unique_ptr<ByteStream> byteStream, TlsContext& context, Side ownSide, Options wanted,
         Clock& theClock, IsRegistered registered)
        : q(session), stream(std::move(byteStream)), tls(context), side(ownSide), options(std::move(wanted)),
          clock(theClock), isRegistered(std::move(registered)), startedNs(theClock.monotonicNs()), heardNs(startedNs),
          sentNs(startedNs)
    {
    }

    void start(Result<std::unique_ptr<TlsChannel>> created);
    void schedule(void (Impl::*call)(), bool& flag);
    void receive();
    void receiveUpTo(qint64 budget);
    bool step(qint64& budget);
    void drain();
    void greet();
    void readMessage();
    void handle(const Message& message);
    void handleHello(const Message& message);
    Result<> judgeSm2();
    Result<Sm2Peer> judgeChain(const std::vector<Bytes>& chain, CertificateUse use) const;
    Result<> prove();
    void handleAuth(const Message& message);
    void judgeAgain();
    AuthTerms authTerms() const;
    void pump();
    void flushChannel();
    void tick();
    void setLimits(qint64 send, qint64 receive);
    void grantBulk(std::uint64_t bytes);
    void handleCredit(const Message& message);
    bool noteBulk(const Message& message);
    SendQueue::Allowed allowedNow();
    bool isReadingHeld();
    void onDisconnected(const QString& why);

    void refuse(ErrorCode code, const QString& event, const QStringList& args, const QString& detail);
    void end(const Error& why);
    void abandon(const Error& why);
    void finishEnd();
    Error down(ErrorCode code, const QString& why) const;
    QString who() const { return peer.code.isEmpty() ? peer.address : peer.code; }
    qint64 now() const { return clock.monotonicNs(); }

    Session* const q;
    const std::unique_ptr<ByteStream> stream;
    TlsContext& tls;
    const Side side;
    const Options options;
    Clock& clock;
    const IsRegistered isRegistered;
    std::unique_ptr<TlsChannel> channel;

    State state = State::Handshaking;
    PeerInfo peer;
    Bytes ownHello; ///< as it went over the wire; both until the session is open
    Bytes peerHello;
    Bytes binding;
    std::vector<Bytes> peerChain; ///< of SM2
    std::vector<Bytes> peerEncryptionChain;
    std::optional<Sm2Peer> sm2Peer;
    Error reason;          ///< why it is Closed
    bool accepted = false; ///< the peer's certificate is one of a registered node
    bool ended = false;    ///< nothing goes out any more and closed() is under way

    MessageReader reader;
    Bytes plain;             ///< of one record
    std::size_t plainAt = 0; ///< consumed of it
    bool paused = false;
    bool receiveScheduled = false;

    SendQueue queue;
    const std::shared_ptr<SessionTraffic> traffic = std::make_shared<SessionTraffic>();
    TokenBucket sendBucket{clock};
    TokenBucket receiveBucket{clock};
    ClockTimer sendTimer{clock, [this] { pump(); }};
    ClockTimer receiveTimer{clock, [this] { receive(); }};
    bool readingHeld = false;       ///< by the limit
    std::uint64_t bulkReceived = 0; ///< bytes of payload
    std::uint64_t bulkGranted = kBulkCredit;
    std::uint64_t bulkSaid = kBulkCredit; ///< of what was granted, what the peer was told
    std::uint64_t bulkCredited = 0;       ///< by the peer, in all
    bool pumping = false;
    bool pumpScheduled = false;
    bool finishSent = false;
    bool peerMustFinish = false; ///< closing at once would reset the connection and could cost the peer our Bye

    QTimer ticker;
    QTimer linger;
    qint64 startedNs;
    qint64 heardNs; ///< when something last came, or reading was resumed
    qint64 sentNs;
};

} // namespace busheng
