// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/peer_links_worker.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QTimer>

namespace busheng {
namespace {

/// Ends a session that is ours alone now: it lives until its Bye has left.
void retire(std::unique_ptr<Session> session, const Error& why)
{
    Session* const last = session.release();
    QObject::connect(last, &Session::closed, last, &QObject::deleteLater);
    last->close(why);
}

/// What one peer may have sent that the engine has not taken in yet: several windows of packets.
constexpr qint64 kNotTakenInLimit = 64LL << 20;

/// A link that only has other limits keeps its session.
bool isSameLine(const LinkConfig& one, const LinkConfig& other)
{
    return one.address == other.address && one.peerName == other.peerName && one.enabled == other.enabled;
}

/// The journal has checked it.
RatePlan planOf(const QString& line)
{
    return RatePlan::parse(line).value_or(RatePlan());
}

constexpr qint64 kLimitsEveryMs = 1'000;
constexpr int kLookAgainMs = 20;                 ///< holds are given back in other threads
constexpr qint64 kCredentialsEveryMs = 2'000;    ///< the identity's files are looked at
constexpr qint64 kJudgeEveryNs = 60'000'000'000; ///< open sessions are judged again, for what ends with time
constexpr int kJudgedAtOnce = 8;
constexpr int kReloadsUntilAlarm = 2; ///< files that belong together are not replaced all at once

} // namespace

PeerLinksWorker::PeerLinksWorker(PeerLinks::Options options, std::unique_ptr<TlsContext> tls)
    : m_options(std::move(options)), m_tls(std::move(tls)), m_fences(m_options.peerFences)
{
}

PeerLinksWorker::~PeerLinksWorker()
{
    for (auto& [peer, open] : m_open)
        open.session->disconnect(this);
}

Session::Options PeerLinksWorker::sessionOptions() const
{
    Session::Options options;
    options.ownCode = m_options.ownCode;
    options.bootId = m_options.bootId;
    options.suites = m_options.suites;
    options.fence = m_options.fence;
    return options;
}

void PeerLinksWorker::lookAtCredentials()
{
    const auto reloaded = m_tls->reload();
    if (!reloaded) {
        if (++m_failedReloads == kReloadsUntilAlarm)
            Q_EMIT credentialsRefused(reloaded.error());
    } else if (*reloaded || m_failedReloads >= kReloadsUntilAlarm) {
        Q_EMIT credentialsChanged(m_tls->credentials());
    }
    if (reloaded)
        m_failedReloads = 0;
    const qint64 now = m_options.clock.monotonicNs();
    if ((reloaded && *reloaded) || now - m_judgedNs >= kJudgeEveryNs) {
        m_judgedNs = now;
        m_toJudge.clear();
        for (const auto& [peer, open] : m_open)
            m_toJudge.push_back(peer);
        judgeSome();
    }
    m_credentialTimer->start(kCredentialsEveryMs);
}

/// A few at a time: each takes a millisecond or two, in which nothing else goes or comes.
void PeerLinksWorker::judgeSome()
{
    for (int i = 0; i < kJudgedAtOnce && !m_toJudge.empty(); ++i) {
        if (const auto found = m_open.find(m_toJudge.front()); found != m_open.end())
            found->second.session->judgeAgain();
        m_toJudge.pop_front();
    }
    if (!m_toJudge.empty())
        QTimer::singleShot(kLookAgainMs, this, [this] { judgeSome(); });
}

Result<QString> PeerLinksWorker::start()
{
    m_judgedNs = m_options.clock.monotonicNs();
    m_credentialTimer = std::make_unique<ClockTimer>(m_options.clock, [this] { lookAtCredentials(); });
    m_credentialTimer->start(kCredentialsEveryMs);
    m_limitTimer = std::make_unique<ClockTimer>(m_options.clock, [this] { applyLimits(); });
    m_limitTimer->start(kLimitsEveryMs);
    Q_EMIT credentialsChanged(m_tls->credentials());
    if (m_options.listen.isEmpty())
        return QString();
    ENGINE_TRY_AS(const PeerAddress address, parseAddress(m_options.listen, AddressUse::Listen));
    SessionListener::Options options;
    options.session = sessionOptions();
    m_listener = std::make_unique<SessionListener>(
        options, *m_tls, m_options.clock, [this](const QString& code) { return m_registered.contains(code); },
        [this](std::unique_ptr<Session> session) { handOver(std::move(session), -1); },
        // One alarm for each machine, not for each of its attempts.
        [this](const QString& whence, const Error& why) { Q_EMIT refused(hostPart(whence), why); });
    ENGINE_TRY(m_listener->listen(address));
    return m_listener->address().toString();
}

void PeerLinksWorker::stop()
{
    m_credentialTimer.reset();
    m_limitTimer.reset();
    m_registered.clear();
    m_dialers.clear();
    m_mainDialers.clear();
    m_listener.reset();
    std::map<QString, Open> ending = std::exchange(m_open, {});
    m_ending = ending.size();
    for (auto& [peer, open] : ending) {
        Session* const session = open.session.release();
        session->setParent(this);
        session->disconnect(this);
        connect(session, &Session::closed, this, [this] {
            if (--m_ending == 0)
                Q_EMIT stopped();
        });
        session->close(makeError(ErrorCode::Cancelled, QStringLiteral("this node stops")));
    }
    if (m_ending == 0)
        Q_EMIT stopped();
}

void PeerLinksWorker::setLinks(const std::vector<LinkConfig>& links)
{
    std::map<QString, LinkConfig> wanted;
    m_registered.clear();
    for (const LinkConfig& link : links) {
        if (!link.enabled)
            continue;
        wanted[link.peerCode] = link;
        m_registered.insert(link.peerCode);
    }
    for (const auto& [peer, link] : m_links) {
        const auto found = wanted.find(peer);
        if (found != wanted.end() && isSameLine(found->second, link))
            continue;
        m_dialers.erase(peer);
        m_mainDialers.erase(peer);
        if (found == wanted.end() && m_open.contains(peer))
            m_open.at(peer).session->close(makeEvent(ErrorCode::Auth, events::LNK_REFUSED,
                                                     {peer, QStringLiteral("the link was removed")},
                                                     QStringLiteral("the link was removed")));
    }
    const std::map<QString, LinkConfig> before = std::exchange(m_links, wanted);
    for (const auto& [peer, link] : m_links) {
        if (!link.address.isEmpty() && !m_dialers.contains(peer))
            dial(link);
    }
    m_plans.clear();
    for (const auto& [peer, link] : m_links)
        m_plans[peer] = {planOf(link.sendLimit), planOf(link.receiveLimit)};
    applyLimits();
}

void PeerLinksWorker::applyLimits()
{
    const qint64 utcMs = m_options.clock.utcMs();
    for (auto& [peer, open] : m_open) {
        if (const auto plan = m_plans.find(peer); plan != m_plans.end())
            open.session->setLimits(plan->second.first.at(utcMs), plan->second.second.at(utcMs));
    }
    lookAtLines();
    if (m_limitTimer)
        m_limitTimer->start(kLimitsEveryMs);
}

Result<QList<PeerAddress>> PeerLinksWorker::linesOf(const LinkConfig& link)
{
    QList<PeerAddress> lines;
    for (const QString& text : link.address.split(u',', Qt::SkipEmptyParts)) {
        ENGINE_TRY_AS(const PeerAddress address, parseAddress(text.trimmed()));
        lines.append(address);
    }
    return lines;
}

std::unique_ptr<SessionDialer> PeerLinksWorker::dialer(const QString& peer, const QList<PeerAddress>& lines,
                                                       SessionDialer::OnOpen onOpen, SessionDialer::OnFailed onFailed)
{
    SessionDialer::Options options;
    options.peerCode = peer;
    options.session = sessionOptions();
    options.addresses = lines;
    return std::make_unique<SessionDialer>(
        options, *m_tls, m_options.clock, m_options.random, [peer](const QString& claimed) { return claimed == peer; },
        std::move(onOpen), std::move(onFailed));
}

void PeerLinksWorker::dial(const LinkConfig& link)
{
    const QString peer = link.peerCode;
    const auto lines = linesOf(link);
    if (!lines) {
        Q_EMIT refused(peer, lines.error());
        return;
    }
    auto made = dialer(
        peer, *lines,
        [this, peer](std::unique_ptr<Session> session) {
            handOver(std::move(session), static_cast<int>(m_dialers.at(peer)->dialedPlace()));
        },
        [this, peer](const QString&, const Error& why) {
            if (!m_open.contains(peer))
                Q_EMIT refused(peer, why);
        });
    made->start();
    m_dialers[peer] = std::move(made);
}

/// A link that has been over a standby line for a while goes back as soon as the main line answers: the new session
/// takes the place of the old one, as if that had broken.
void PeerLinksWorker::lookAtLines()
{
    const qint64 now = m_options.clock.monotonicNs();
    for (const auto& [peer, open] : m_open) {
        constexpr qint64 kNsPerMs = 1'000'000;
        const bool isDue = open.line > 0 && now - open.sinceNs >= m_options.mainLineAfterMs * kNsPerMs;
        const auto link = m_links.find(peer);
        if (!isDue || m_mainDialers.contains(peer) || link == m_links.end())
            continue;
        const auto lines = linesOf(link->second);
        if (!lines || lines->isEmpty())
            continue;
        auto made = dialer(
            peer, {lines->front()},
            [this, code = peer](std::unique_ptr<Session> session) {
                qCInfo(logHost).noquote() << "the main line to" << code << "answers again";
                handOver(std::move(session), 0);
            },
            [](const QString&, const Error&) {}); // it is down: that is known, and it tries again by itself
        made->start();
        m_mainDialers[peer] = std::move(made);
    }
}

/// Perhaps from within its own callback.
void PeerLinksWorker::dropMainDialer(const QString& peer)
{
    const auto found = m_mainDialers.find(peer);
    if (found == m_mainDialers.end())
        return;
    found->second->stop();
    found->second.release()->deleteLater();
    m_mainDialers.erase(found);
}

bool PeerLinksWorker::isDialedBySmaller(const Session& session) const
{
    const bool weDialed = session.side() == Session::Side::Dialer;
    const bool weAreSmaller = m_options.ownCode < session.peer().code;
    return weDialed == weAreSmaller;
}

/// The first copy of a number keeps its place; who was copied from it, or before it, is out.
bool PeerLinksWorker::letsIn(const PeerInfo& peer)
{
    const auto known = m_fences.find(peer.code);
    if (known != m_fences.end() && !passesFence(known->second, peer.fence))
        return false;
    m_fences[peer.code] = peer.fence;
    return true;
}

void PeerLinksWorker::handOver(std::unique_ptr<Session> session, int line)
{
    PeerInfo peer = session->peer();
    peer.line = line;
    if (const auto link = m_links.find(peer.code); line >= 0 && link != m_links.end()) {
        const QStringList lines = link->second.address.split(u',', Qt::SkipEmptyParts);
        peer.dialed = lines.value(line).trimmed();
        peer.mainLine = lines.value(0).trimmed();
    }
    if (!m_registered.contains(peer.code)) { // removed while it was shaking hands
        retire(std::move(session), makeEvent(ErrorCode::Auth, events::LNK_UNKNOWN_PEER, {peer.address, peer.code},
                                             QStringLiteral("not registered")));
        return;
    }
    if (!letsIn(peer)) {
        const Error fenced = makeEvent(ErrorCode::Auth, events::NOD_FENCED, {peer.code, m_options.ownCode},
                                       QStringLiteral("%1 at %2 is an earlier copy").arg(peer.code, peer.address));
        retire(std::move(session), fenced);
        Q_EMIT refused(hostPart(peer.address), fenced);
        if (const auto own = m_dialers.find(peer.code); own != m_dialers.end() && !m_open.contains(peer.code))
            own->second->redial();
        return;
    }
    const auto existing = m_open.find(peer.code);
    if (existing != m_open.end()) {
        Session& old = *existing->second.session;
        const bool sameSide = old.side() == session->side();
        // The same side dialed again: it knows that the old one is dead. Else both dialed at once.
        const bool keepOld = !sameSide && isDialedBySmaller(old) && old.peer().bootId == peer.bootId;
        const Error doubled =
            makeTransient(ErrorCode::Network, QString(), QStringLiteral("a second session of the same link"));
        if (keepOld) {
            retire(std::move(session), doubled);
            return;
        }
        old.disconnect(this);
        retire(std::move(existing->second.session), doubled);
        m_open.erase(existing);
        Q_EMIT closed(peer.code, doubled);
    }
    connect(session.get(), &Session::messageReceived, this,
            [this, code = peer.code](const Message& message) { onMessage(code, message); });
    connect(session.get(), &Session::closed, this, [this, code = peer.code](const Error& why) { onClosed(code, why); });
    Open& open = m_open[peer.code];
    open = {std::move(session), std::make_shared<std::atomic<qint64>>(0)};
    open.line = line;
    open.sinceNs = m_options.clock.monotonicNs();
    if (line <= 0)
        dropMainDialer(peer.code);
    applyLimits();
    Q_EMIT opened(peer);
}

void PeerLinksWorker::onMessage(const QString& peer, const Message& message)
{
    const auto found = m_open.find(peer);
    if (found == m_open.end())
        return;
    const qint64 size = static_cast<qint64>(message.payload.size());
    if (isBulk(message.type)) {
        const auto taken = found->second.bulkTakenIn;
        const std::shared_ptr<void> hold(nullptr, [taken, size](void*) { taken->fetch_add(size); });
        if (!std::exchange(found->second.bulkWatched, true))
            watchBulk(peer);
        Q_EMIT delivered({peer, {message.type, message.stream, {}}, hold, std::make_shared<const Message>(message)});
        return;
    }
    const auto counter = found->second.notTakenIn;
    if (counter->fetch_add(size) + size > kNotTakenInLimit) {
        found->second.session->setReadingPaused(true);
        watch(peer);
    }
    const std::shared_ptr<void> hold(nullptr, [counter, size](void*) { counter->fetch_sub(size); });
    Q_EMIT delivered({peer, message, hold});
}

void PeerLinksWorker::watch(const QString& peer)
{
    QTimer::singleShot(kLookAgainMs, this, [this, peer] {
        const auto found = m_open.find(peer);
        if (found == m_open.end())
            return;
        if (*found->second.notTakenIn > kNotTakenInLimit / 2)
            watch(peer);
        else
            found->second.session->setReadingPaused(false);
    });
}

/// Gives the peer credit for what was taken in, as long as the session lasts once there was bulk in it.
void PeerLinksWorker::watchBulk(const QString& peer)
{
    Session* const session = m_open.at(peer).session.get();
    QTimer::singleShot(kLookAgainMs, session, [this, peer, session] {
        const auto found = m_open.find(peer);
        if (found == m_open.end() || found->second.session.get() != session)
            return;
        if (const qint64 taken = found->second.bulkTakenIn->exchange(0); taken > 0)
            session->grantBulk(static_cast<std::uint64_t>(taken));
        watchBulk(peer);
    });
}

void PeerLinksWorker::onClosed(const QString& peer, const Error& why)
{
    const auto found = m_open.find(peer);
    if (found == m_open.end())
        return;
    found->second.session.release()->deleteLater();
    m_open.erase(found);
    dropMainDialer(peer);
    Q_EMIT closed(peer, why);
    if (const auto own = m_dialers.find(peer); own != m_dialers.end())
        own->second->redial();
}

void PeerLinksWorker::send(const QString& peer, const Message& message)
{
    const auto found = m_open.find(peer);
    if (found != m_open.end() && !found->second.session->send(message))
        qCDebug(logHost) << "a message for" << peer << "came after its session had closed";
}

} // namespace busheng
