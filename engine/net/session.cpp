// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/session.h"

#include "engine/base/byte_writer.h"
#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/net/session_impl.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kNsPerMs = 1'000'000;
constexpr int kLingerMs = 1'000;              ///< that an ending session may take to send what it still has to say
constexpr qint64 kWriteWindow = 256 << 10;    ///< encrypted bytes that may wait in the stream
constexpr std::size_t kWriteBytes = 64 << 10; ///< encrypted at once

} // namespace

Session::Session(std::unique_ptr<ByteStream> stream, TlsContext& tls, Side side, Options options, Clock& clock,
                 IsRegistered isRegistered, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(this, std::move(stream), tls, side, std::move(options), clock,
                                                     std::move(isRegistered)))
{
    Impl* const impl = m_impl.get();
    impl->peer.address = impl->stream->peerAddress();
    impl->peer.traffic = impl->traffic;
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
    if (m_impl->state == State::Open) // the handshake is not held up; handleHello() makes up for it
        m_impl->stream->setReadingPaused(paused);
    m_impl->heardNs = m_impl->now();
    if (!paused)
        m_impl->schedule(&Impl::receive, m_impl->receiveScheduled);
}

void Session::setLimits(qint64 send, qint64 receive)
{
    m_impl->setLimits(send, receive);
}

void Session::grantBulk(std::uint64_t bytes)
{
    m_impl->grantBulk(bytes);
}

void Session::judgeAgain()
{
    if (m_impl->state == State::Open)
        m_impl->judgeAgain();
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

/// Encrypts as much as the stream has room for; of an ending session, also what ends it.
void Session::Impl::pump()
{
    if (ended || pumping || !channel)
        return;
    pumping = true;
    while (!ended && stream->bytesToWrite() < kWriteWindow) {
        const auto piece = std::min<qint64>(kWriteBytes, sendBucket.pieceBytes());
        const Bytes next = queue.take(static_cast<std::size_t>(piece), allowedNow());
        if (next.empty())
            break;
        if (const auto written = channel->write(next); !written) {
            pumping = false;
            abandon(written.error());
            return;
        }
        sentNs = now();
        flushChannel();
    }
    if (!ended && sendBucket.rate() > 0 && queue.hasAny(SendQueue::Allowed::Everything) && !sendBucket.isOpen())
        sendTimer.start(sendBucket.waitMs());
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
    const BytesView output = channel->output();
    if (output.empty())
        return;
    const auto size = static_cast<qint64>(output.size());
    stream->write(output);
    channel->dropOutput();
    traffic->sent += size;
    sendBucket.take(size);
}

SendQueue::Allowed Session::Impl::allowedNow()
{
    if (sendBucket.isOpen())
        return SendQueue::Allowed::Everything;
    return sendBucket.rate() == 0 ? SendQueue::Allowed::NoData : SendQueue::Allowed::OwnOnly;
}

void Session::Impl::setLimits(qint64 send, qint64 receive)
{
    const bool changed = send != sendBucket.rate() || receive != receiveBucket.rate();
    sendBucket.setRate(send);
    receiveBucket.setRate(receive);
    if (!changed || state != State::Open)
        return;
    schedule(&Impl::pump, pumpScheduled);
    schedule(&Impl::receive, receiveScheduled);
}

/// The peer is told now and then, not of every piece.
void Session::Impl::grantBulk(std::uint64_t bytes)
{
    bulkGranted += bytes;
    if (state != State::Open || bulkGranted - bulkSaid < kBulkCredit / 8)
        return;
    Bytes payload;
    ByteWriter(payload).fixed(bulkGranted - kBulkCredit);
    bulkSaid = bulkGranted;
    queue.append({MessageType::Credit, 0, payload});
    schedule(&Impl::pump, pumpScheduled);
}

void Session::Impl::tick()
{
    const qint64 time = now();
    if (state != State::Open) {
        if (time - startedNs > options.handshakeMs * kNsPerMs)
            abandon(down(ErrorCode::Timeout, QStringLiteral("not ready to talk after %1 ms").arg(options.handshakeMs)));
        return;
    }
    if (!paused && !readingHeld && time - heardNs > options.silenceMs * kNsPerMs) {
        abandon(down(ErrorCode::Timeout, QStringLiteral("nothing was heard for %1 ms").arg(options.silenceMs)));
        return;
    }
    // While something is on its way, that is our sign of life.
    if (time - sentNs >= options.pingMs * kNsPerMs && !queue.hasAny(allowedNow()) && stream->bytesToWrite() == 0) {
        queue.append({MessageType::Ping, 0, {}});
        pump();
    }
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
        queue.clear();
        queue.append({MessageType::Bye, 0, encodeBye(why.event)});
        peerMustFinish = true;
        receiveBucket.setRate(TokenBucket::kUnlimited);
        sendBucket.setRate(TokenBucket::kUnlimited);
        stream->setReadingPaused(false);
        schedule(&Impl::receive, receiveScheduled);
    } else {
        queue.clear();
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
        q, [this, why = reason] { Q_EMIT q->closed(why); }, Qt::QueuedConnection); // a slot may destroy us
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
