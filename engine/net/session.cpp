// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/session.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/net/hello.h"
#include "engine/net/message_codec.h"
#include "engine/net/send_queue.h"
#include "engine/net/tls_channel.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

constexpr qint64 kNsPerMs = 1'000'000;
constexpr int kLingerMs = 1'000;           ///< that an ending session may take to send what it still has to say
constexpr qint64 kReadBytes = 64 << 10;    ///< taken from the stream at once
constexpr qint64 kReceiveBudget = 1 << 20; ///< read before other sessions of the thread get their turn
constexpr qint64 kWriteWindow = 512 << 10; ///< encrypted bytes that may wait in the stream
constexpr qint64 kPongLimit = 64 << 10;    ///< with more waiting, a Ping is not answered: the peer hears us anyway

} // namespace

struct Session::Impl {
    Impl(Session* session, std::unique_ptr<ByteStream> byteStream, Side ownSide, Options wanted, Clock& theClock,
         IsRegistered registered)
        : q(session), stream(std::move(byteStream)), side(ownSide), options(std::move(wanted)), clock(theClock),
          isRegistered(std::move(registered)), startedNs(theClock.monotonicNs()), heardNs(startedNs), sentNs(startedNs)
    {
    }

    void start(Result<std::unique_ptr<TlsChannel>> created);
    void schedule(void (Impl::*what)(), bool& flag);
    void receive() { receiveUpTo(kReceiveBudget); }
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

Session::Session(std::unique_ptr<ByteStream> stream, TlsContext& tls, Side side, Options options, Clock& clock,
                 IsRegistered isRegistered, QObject* parent)
    : QObject(parent),
      m_impl(std::make_unique<Impl>(this, std::move(stream), side, std::move(options), clock, std::move(isRegistered)))
{
    Impl* const impl = m_impl.get();
    impl->peer.address = impl->stream->peerAddress();
    connect(impl->stream.get(), &ByteStream::readyRead, this, [impl] { impl->receive(); });
    connect(impl->stream.get(), &ByteStream::disconnected, this,
            [impl](const QString& why) { impl->onDisconnected(why); });
    connect(impl->stream.get(), &ByteStream::bytesWritten, this, [this, impl] {
        impl->pump();
        Q_EMIT bytesWaitingChanged();
    });
    connect(&impl->ticker, &QTimer::timeout, this, [impl] { impl->tick(); });
    impl->linger.setSingleShot(true);
    connect(&impl->linger, &QTimer::timeout, this, [impl] { impl->finishEnd(); });

    const Options& wanted = impl->options;
    impl->ticker.start(std::clamp(std::min({wanted.pingMs, wanted.silenceMs, wanted.handshakeMs}) / 4, 10, 1000));
    auto channel = TlsChannel::create(tls, side == Side::Dialer ? TlsChannel::Side::Client : TlsChannel::Side::Server,
                                      impl->peer.address, clock.utcMs());
    auto shared = std::make_shared<decltype(channel)>(std::move(channel)); // a queued call must be copyable
    // Not at once: whoever made us has not connected our signals yet.
    QMetaObject::invokeMethod(
        this, [impl, shared] { impl->start(std::move(*shared)); }, Qt::QueuedConnection);
}

Session::~Session()
{
    // The stream may have a last word while it is destroyed; there is nobody left to hear it.
    m_impl->stream->disconnect(this);
}

Session::State Session::state() const
{
    return m_impl->state;
}

Session::Side Session::side() const
{
    return m_impl->side;
}

const PeerInfo& Session::peer() const
{
    return m_impl->peer;
}

bool Session::send(const Message& message)
{
    const bool isOurs = message.type >= MessageType::Packet && message.payload.size() <= kLargestMessage;
    Q_ASSERT(isOurs);
    if (m_impl->state != State::Open || !isOurs)
        return false;
    m_impl->queue.append(message);
    m_impl->schedule(&Impl::pump, m_impl->pumpScheduled);
    return true;
}

qint64 Session::bytesWaiting() const
{
    return m_impl->queue.bytes() + m_impl->stream->bytesToWrite();
}

void Session::setReadingPaused(bool paused)
{
    if (m_impl->paused == paused)
        return;
    m_impl->paused = paused;
    m_impl->stream->setReadingPaused(paused);
    m_impl->heardNs = m_impl->now();
    if (!paused)
        m_impl->schedule(&Impl::receive, m_impl->receiveScheduled);
}

void Session::close(const Error& reason)
{
    m_impl->end(reason);
}

void Session::Impl::start(Result<std::unique_ptr<TlsChannel>> created)
{
    if (state == State::Closed)
        return;
    if (!created) {
        abandon(created.error());
        return;
    }
    channel = std::move(*created);
    receive();
}

/// Has `call` made from the event loop, once however often this is asked before.
void Session::Impl::schedule(void (Impl::*call)(), bool& flag)
{
    if (std::exchange(flag, true))
        return;
    QMetaObject::invokeMethod(
        q,
        [this, call, &flag] {
            flag = false;
            (this->*call)();
        },
        Qt::QueuedConnection);
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
    qCInfo(logNet).noquote() << "session with" << peer.code << "at" << peer.address << "open:" << peer.tlsVersion
                             << peer.suite;
    Q_EMIT q->opened();
}

/// Encrypts as much as the stream has room for; of an ending session, also what ends it.
void Session::Impl::pump()
{
    if (ended || pumping || !channel)
        return;
    pumping = true;
    while (!ended && !queue.isEmpty() && stream->bytesToWrite() < kWriteWindow) {
        const BytesView next = queue.front();
        if (const auto written = channel->write(next); !written) {
            pumping = false;
            abandon(written.error());
            return;
        }
        queue.pop(next.size());
        sentNs = now();
        flushChannel();
    }
    if (state == State::Closed && queue.isEmpty() && !std::exchange(finishSent, true)) {
        channel->finish();
        flushChannel();
    }
    pumping = false;
    if (finishSent && stream->bytesToWrite() == 0 && !peerMustFinish)
        finishEnd();
}

void Session::Impl::flushChannel()
{
    const Bytes output = channel->takeOutput();
    if (!output.empty())
        stream->write(output);
}

void Session::Impl::tick()
{
    const qint64 time = now();
    if (state != State::Open) {
        if (time - startedNs > options.handshakeMs * kNsPerMs)
            abandon(down(ErrorCode::Timeout, QStringLiteral("not ready to talk after %1 ms").arg(options.handshakeMs)));
        return;
    }
    if (!paused && time - heardNs > options.silenceMs * kNsPerMs) {
        abandon(down(ErrorCode::Timeout, QStringLiteral("nothing was heard for %1 ms").arg(options.silenceMs)));
        return;
    }
    // While something is on its way, that is our sign of life.
    if (time - sentNs >= options.pingMs * kNsPerMs && queue.isEmpty() && stream->bytesToWrite() == 0) {
        queue.append({MessageType::Ping, 0, {}});
        pump();
    }
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

void Session::Impl::refuse(ErrorCode code, const QString& event, const QStringList& args, const QString& detail)
{
    end(makeEvent(code, event, args, withContext(makeError(code, detail), peer.address).detail));
}

/// Orderly: Bye where the peer may hear it, close_notify, and time for both to leave.
void Session::Impl::end(const Error& why)
{
    if (state == State::Closed)
        return;
    state = State::Closed;
    reason = why;
    ticker.stop();
    if (accepted) {
        queue.dropUnstarted();
        queue.append({MessageType::Bye, 0, encodeBye(why.event)});
        peerMustFinish = true;
        stream->setReadingPaused(false);
        schedule(&Impl::receive, receiveScheduled);
    } else {
        queue = SendQueue();
    }
    if (!channel) {
        finishEnd();
        return;
    }
    linger.start(kLingerMs);
    pump();
}

/// At once: there is nobody who would hear us.
void Session::Impl::abandon(const Error& why)
{
    if (state != State::Closed)
        reason = why;
    state = State::Closed;
    finishEnd();
}

void Session::Impl::finishEnd()
{
    if (std::exchange(ended, true))
        return;
    ticker.stop();
    linger.stop();
    stream->close();
    qCInfo(logNet).noquote() << "session with" << who() << "at" << peer.address << "closed:" << reason.toString();
    QMetaObject::invokeMethod(
        q, [this] { Q_EMIT q->closed(reason); }, Qt::QueuedConnection);
}

/// The error of a connection that is gone and may come back.
Error Session::Impl::down(ErrorCode code, const QString& why) const
{
    Error error =
        makeEvent(code, events::LNK_DOWN, {who(), why}, QStringLiteral("session with %1: %2").arg(who(), why));
    error.transient = true;
    return error;
}

} // namespace busheng
