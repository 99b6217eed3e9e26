// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/net/hello.h"
#include "engine/net/session_impl.h"

#include <QPointer>

#include <limits>

namespace busheng {
namespace {

constexpr qint64 kReadBytes = 64 << 10;    ///< taken from the stream at once
constexpr qint64 kReceiveBudget = 1 << 20; ///< read before other sessions of the thread get their turn
constexpr qint64 kPongLimit = 64 << 10;    ///< with more waiting, a Ping is not answered: the peer hears us anyway

} // namespace

void Session::Impl::receive()
{
    receiveUpTo(kReceiveBudget);
}

void Session::Impl::receiveUpTo(qint64 budget)
{
    const QPointer<Session> alive(q); // a slot of messageReceived() may have destroyed us: look here first
    while (alive && state != State::Closed && channel && !(paused && state == State::Open)) {
        if (budget <= 0) {
            schedule(&Impl::receive, receiveScheduled);
            return;
        }
        if (!step(budget))
            return;
    }
    if (alive && peerMustFinish && !ended)
        drain();
}

/// Throws away what still comes after our Bye, until the peer has nothing more to say either.
void Session::Impl::drain()
{
    for (;;) {
        const auto read = channel->read(plain);
        if (!read || *read == TlsChannel::ReadState::PeerFinished) {
            finishEnd();
            return;
        }
        if (*read == TlsChannel::ReadState::Data)
            continue;
        const Bytes bytes = stream->read(kReadBytes);
        if (bytes.empty())
            return;
        channel->feed(bytes);
    }
}

/// Goes one step on. False when nothing can be done before more comes from the network.
bool Session::Impl::step(qint64& budget)
{
    if (plainAt < plain.size()) {
        readMessage();
        return true;
    }
    if (state == State::Handshaking) {
        const auto done = channel->handshake();
        flushChannel();
        if (!done)
            end(done.error());
        else if (*done)
            greet();
        if (!done || *done)
            return true;
    } else {
        plainAt = 0;
        const auto read = channel->read(plain);
        flushChannel(); // an alert, or an answer of TLS itself
        if (!read) {
            accepted = false; // nothing can be sent through a broken channel
            end(withContext(read.error(), who()));
        } else if (*read == TlsChannel::ReadState::PeerFinished) {
            if (state == State::Open)
                end(down(ErrorCode::Network, QStringLiteral("the peer ended the connection")));
            else
                refuse(ErrorCode::Auth, events::LNK_REFUSED,
                       {who(), QStringLiteral("it ended the connection before its greeting")},
                       QStringLiteral("the peer ended the session before its Hello: it may not know this node"));
        }
        if (!read || *read != TlsChannel::ReadState::NeedMore)
            return true;
    }
    const Bytes bytes = stream->read(kReadBytes);
    if (bytes.empty())
        return false;
    heardNs = now();
    budget -= static_cast<qint64>(bytes.size());
    channel->feed(bytes);
    return true;
}

/// The certificates are good; is this somebody we talk to?
void Session::Impl::greet()
{
    const auto code = channel->peerCode();
    if (!code) {
        end(code.error());
        return;
    }
    peer.code = *code;
    peer.certificateSubject = channel->peerSubject();
    peer.certificateSha256 = channel->peerSha256();
    peer.suite = channel->suite();
    peer.tlsVersion = channel->version();
    if (peer.code == options.ownCode) {
        refuse(ErrorCode::Auth, events::LNK_REFUSED,
               {peer.address, QStringLiteral("it shows this node's own code, ") + peer.code},
               QStringLiteral("the peer's certificate carries our own node code"));
        return;
    }
    if (!isRegistered(peer.code)) {
        refuse(ErrorCode::Auth, events::LNK_UNKNOWN_PEER, {peer.address, peer.code},
               QStringLiteral("node %1 is not registered for this link").arg(peer.code));
        return;
    }
    accepted = true;
    state = State::Greeting;
    queue.append({MessageType::Hello, 0,
                  encodeHello({kProtocolVersion, options.ownCode, options.bootId, QStringLiteral(BUSHENG_VERSION)})});
    pump();
}

/// After this returns, the session may be closed or gone.
void Session::Impl::readMessage()
{
    BytesView rest = BytesView(plain).substr(plainAt);
    const auto message = reader.take(rest);
    plainAt = plain.size() - rest.size();
    if (!message)
        refuse(ErrorCode::Protocol, events::LNK_REFUSED, {who(), message.error().detail}, message.error().detail);
    else if (*message)
        handle(**message);
}

void Session::Impl::handle(const Message& message)
{
    switch (message.type) {
    case MessageType::Hello:
        handleHello(message);
        break;
    case MessageType::Ping:
        if (queue.bytes() + stream->bytesToWrite() < kPongLimit) {
            queue.append({MessageType::Pong, 0, {}});
            schedule(&Impl::pump, pumpScheduled);
        }
        break;
    case MessageType::Pong:
        break;
    case MessageType::Bye: {
        const QString event = decodeBye(message.payload);
        Error why = down(ErrorCode::Network, QStringLiteral("the peer said goodbye") +
                                                 (event.isEmpty() ? event : QStringLiteral(": ") + event));
        why.native = event;
        accepted = false; // it needs no answer
        end(why);
        break;
    }
    default:
        Q_EMIT q->messageReceived(message);
    }
}

void Session::Impl::handleHello(const Message& message)
{
    const auto hello = decodeHello(message.payload);
    if (!hello) {
        refuse(ErrorCode::Protocol, events::LNK_REFUSED, {who(), hello.error().detail}, hello.error().detail);
        return;
    }
    if (hello->code != peer.code) {
        refuse(ErrorCode::Auth, events::LNK_REFUSED, {who(), QStringLiteral("it calls itself ") + hello->code},
               QStringLiteral("certificate says %1, Hello says %2").arg(peer.code, hello->code));
        return;
    }
    peer.bootId = hello->bootId;
    peer.productVersion = hello->productVersion;
    reader.open();
    state = State::Open;
    stream->setReadingPaused(paused);
    qCInfo(logNet).noquote() << "session with" << peer.code << "at" << peer.address << "open:" << peer.tlsVersion
                             << peer.suite;
    Q_EMIT q->opened();
}

void Session::Impl::onDisconnected(const QString& why)
{
    // What came before the end still counts: a Bye, or the alert that says why we are refused.
    const QPointer<Session> alive(q);
    receiveUpTo(std::numeric_limits<qint64>::max());
    if (!alive || ended)
        return;
    if (state == State::Closed)
        finishEnd();
    else
        abandon(down(ErrorCode::Network, why));
}

} // namespace busheng
