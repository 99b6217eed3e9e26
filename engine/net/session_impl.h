// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/message_codec.h"
#include "engine/net/send_queue.h"
#include "engine/net/session.h"
#include "engine/net/tls_channel.h"

#include <QTimer>

namespace busheng {

/// The works of a Session. What comes is handled in session_receive.cpp, what goes and how it ends in session.cpp.
struct Session::Impl {
    Impl(Session* session, std::unique_ptr<ByteStream> byteStream, Side ownSide, Options wanted, Clock& theClock,
         IsRegistered registered)
        : q(session), stream(std::move(byteStream)), side(ownSide), options(std::move(wanted)), clock(theClock),
          isRegistered(std::move(registered)), startedNs(theClock.monotonicNs()), heardNs(startedNs), sentNs(startedNs)
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
    void pump();
    void flushChannel();
    void tick();
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
    const Side side;
    const Options options;
    Clock& clock;
    const IsRegistered isRegistered;
    std::unique_ptr<TlsChannel> channel;

    State state = State::Handshaking;
    PeerInfo peer;
    Error reason;          ///< why it is Closed
    bool accepted = false; ///< the peer's certificate is one of a registered node
    bool ended = false;    ///< nothing goes out any more and closed() is under way

    MessageReader reader;
    Bytes plain;             ///< of one record
    std::size_t plainAt = 0; ///< consumed of it
    bool paused = false;
    bool receiveScheduled = false;

    SendQueue queue;
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
