// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/byte_reader.h"
#include "engine/base/log.h"
#include "engine/base/random_source.h"
#include "engine/model/events.h"
#include "engine/net/hello.h"
#include "engine/net/session_impl.h"

#include <QPointer>

#include <algorithm>
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
    if (isReadingHeld())
        return false;
    const Bytes bytes = stream->read(std::min(kReadBytes, receiveBucket.pieceBytes()));
    if (bytes.empty())
        return false;
    heardNs = now();
    traffic->received += static_cast<qint64>(bytes.size());
    receiveBucket.take(static_cast<qint64>(bytes.size()));
    budget -= static_cast<qint64>(bytes.size());
    channel->feed(bytes);
    return true;
}

/// By the limit: then nothing is read, and TCP's window makes the peer wait.
bool Session::Impl::isReadingHeld()
{
    const bool held = state == State::Open && !receiveBucket.isOpen();
    if (held && receiveBucket.rate() > 0)
        receiveTimer.start(receiveBucket.waitMs());
    if (held != readingHeld) {
        readingHeld = held;
        heardNs = now();
        stream->setReadingPaused(held || (paused && state == State::Open));
    }
    return held;
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
    if (!options.expectedCode.isEmpty() && peer.code != options.expectedCode) {
        refuse(ErrorCode::Auth, events::LNK_WRONG_NODE, {peer.address, options.expectedCode, peer.code},
               QStringLiteral("node %1 answers where %2 should").arg(peer.code, options.expectedCode));
        return;
    }
    if (!isRegistered(peer.code)) {
        refuse(ErrorCode::Auth, events::LNK_UNKNOWN_PEER, {peer.address, peer.code},
               QStringLiteral("node %1 is not registered for this link").arg(peer.code));
        return;
    }
    accepted = true;
    state = State::Greeting;
    Hello hello;
    hello.code = options.ownCode;
    hello.bootId = options.bootId;
    hello.productVersion = QStringLiteral(BUSHENG_VERSION);
    hello.suites = options.suites;
    hello.fence = options.fence;
    hello.sm2Chain = tls.sm2().chain();
    hello.encryptionChain = tls.sm2().encryptionChain();
    auto secret = channel->bindingSecret();
    auto nonce = systemRandom().fill(hello.nonce);
    if (!secret || !nonce) {
        end(secret ? nonce.error() : secret.error());
        return;
    }
    binding = std::move(*secret);
    ownHello = encodeHello(hello);
    queue.append({MessageType::Hello, 0, ownHello});
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
    case MessageType::Auth:
        handleAuth(message);
        break;
    case MessageType::Ping:
        if (queue.bytes() + stream->bytesToWrite() < kPongLimit) {
            queue.append({MessageType::Pong, 0, {}});
            schedule(&Impl::pump, pumpScheduled);
        }
        break;
    case MessageType::Pong:
        break;
    case MessageType::Credit:
        handleCredit(message);
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
        if (noteBulk(message))
            Q_EMIT q->messageReceived(message);
    }
}

void Session::Impl::handleCredit(const Message& message)
{
    ByteReader payload(message.payload);
    const auto inAll = payload.fixed<std::uint64_t>();
    if (!payload.atEnd() || inAll < bulkCredited) {
        refuse(ErrorCode::Protocol, events::LNK_REFUSED, {who(), QStringLiteral("its credit for bulk goes back")},
               QStringLiteral("malformed Credit"));
        return;
    }
    queue.addBulkCredit(inAll - bulkCredited);
    bulkCredited = inAll;
    schedule(&Impl::pump, pumpScheduled);
}

/// False when the session is over: a peer may not send more bulk than it was granted.
bool Session::Impl::noteBulk(const Message& message)
{
    if (!isBulk(message.type))
        return true;
    bulkReceived += message.payload.size();
    if (bulkReceived <= bulkGranted)
        return true;
    refuse(ErrorCode::Protocol, events::LNK_REFUSED, {who(), QStringLiteral("it sent more bulk than it was granted")},
           QStringLiteral("bulk beyond its credit"));
    return false;
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
    peer.fence = hello->fence;
    peer.packetSuite =
        side == Side::Dialer ? chooseSuite(options.suites, hello->suites) : chooseSuite(hello->suites, options.suites);
    if (peer.packetSuite.isEmpty()) {
        refuse(ErrorCode::Auth, events::LNK_REFUSED,
               {who(), QStringLiteral("it has no suite in common: %1").arg(hello->suites.join(u' '))},
               QStringLiteral("no common suite among %1").arg(hello->suites.join(u' ')));
        return;
    }
    peerHello = message.payload;
    peerChain = hello->sm2Chain;
    peerEncryptionChain = hello->encryptionChain;
    auto judged = judgeSm2();
    if (judged)
        judged = prove();
    if (!judged) {
        end(judged.error());
        return;
    }
    reader.expectAuth();
    pump();
}

/// Must be good and of the same node as the certificate of the channel.
Result<Sm2Peer> Session::Impl::judgeChain(const std::vector<Bytes>& chain, CertificateUse use) const
{
    ENGINE_TRY_AS(Sm2Peer judged,
                  tls.sm2().judge(chain, {tls.revocationLists(), clock.utcMs(), tls.listGraceMs(), peer.address}, use));
    if (judged.code != peer.code)
        return fail(makeEvent(
            ErrorCode::Auth, events::LNK_AUTH,
            {who(), QStringLiteral("its SM2 certificate is that of %1").arg(judged.code)},
            QStringLiteral("channel certificate says %1, SM2 certificate says %2").arg(peer.code, judged.code)));
    return judged;
}

Result<> Session::Impl::judgeSm2()
{
    ENGINE_TRY_AS(sm2Peer, judgeChain(peerChain, CertificateUse::Sm2Sign));
    peer.sm2Subject = sm2Peer->subject;
    peer.sm2Sha256 = sm2Peer->sha256;
    if (peerEncryptionChain.empty())
        return {};
    ENGINE_TRY_AS(const Sm2Peer encryption, judgeChain(peerEncryptionChain, CertificateUse::Sm2Encrypt));
    ENGINE_TRY_AS(peer.encryptionKey, encryption.key.publicPem());
    return {};
}

AuthTerms Session::Impl::authTerms() const
{
    const bool isDialer = side == Side::Dialer;
    return {isDialer ? ownHello : peerHello, isDialer ? peerHello : ownHello, binding};
}

Result<> Session::Impl::prove()
{
    ENGINE_TRY_AS(const Bytes signature, tls.sm2().sign(authMessage(authTerms(), side == Side::Dialer)));
    queue.append({MessageType::Auth, 0, encodeAuth(signature)});
    return {};
}

void Session::Impl::handleAuth(const Message& message)
{
    const auto signature = decodeAuth(message.payload);
    if (!signature) {
        refuse(ErrorCode::Protocol, events::LNK_REFUSED, {who(), signature.error().detail}, signature.error().detail);
        return;
    }
    const Bytes proved = authMessage(authTerms(), side != Side::Dialer);
    if (const auto good = tls.sm2().verify(*sm2Peer, proved, *signature); !good) {
        refuse(ErrorCode::Auth, events::LNK_AUTH,
               {who(), QStringLiteral("its proof does not fit this session; somebody on the way may read along")},
               QStringLiteral("the SM2 signature over the session is not right"));
        return;
    }
    ownHello = Bytes();
    peerHello = Bytes();
    binding = Bytes();
    reader.open();
    state = State::Open;
    stream->setReadingPaused(paused);
    qCInfo(logNet).noquote() << "session with" << peer.code << "at" << peer.address << "open:" << peer.tlsVersion
                             << peer.suite << peer.packetSuite << peer.sm2Subject;
    Q_EMIT q->opened();
}

void Session::Impl::judgeAgain()
{
    auto good = channel->judgeAgain(tls, clock.utcMs());
    if (good)
        good = judgeSm2();
    if (!good)
        end(good.error());
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
