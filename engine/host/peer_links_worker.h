// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/peer_links.h"
#include "engine/model/rate_plan.h"
#include "engine/net/session_dialer.h"
#include "engine/net/session_listener.h"

#include <QSet>

#include <atomic>
#include <deque>
#include <map>

namespace busheng {

/// The half of PeerLinks that lives in the net thread: listener, one dialer for each link with an address, and the one
/// open session of each peer. Where both sides dialed, the session stays that the node with the smaller code dialed.
class PeerLinksWorker : public QObject {
    Q_OBJECT
public:
    PeerLinksWorker(PeerLinks::Options options, std::unique_ptr<TlsContext> tls);
    ~PeerLinksWorker() override;

    Result<QString> start();
    void setLinks(const std::vector<LinkConfig>& links);
    void forgetFence(const QString& peer) { m_fences.erase(peer); }
    void send(const QString& peer, const Message& message);
    /// Lets nobody in any more and says Bye to every peer; stopped() comes when the last of them is gone.
    void stop();

Q_SIGNALS:
    void stopped();
    void opened(const busheng::PeerInfo& peer);
    void closed(const QString& peer, const busheng::Error& why);
    void refused(const QString& whom, const busheng::Error& why);
    void delivered(const busheng::Delivery& delivery);
    void credentialsChanged(const std::vector<busheng::Credential>& credentials);
    void credentialsRefused(const busheng::Error& why);

private:
    struct Open {
        std::unique_ptr<Session> session;
        std::shared_ptr<std::atomic<qint64>> notTakenIn; ///< bytes delivered whose hold still lives
        std::shared_ptr<std::atomic<qint64>> bulkTakenIn = std::make_shared<std::atomic<qint64>>(0);
        bool bulkWatched = false;
        int line = -1; ///< PeerInfo::line
        qint64 sinceNs = 0;
    };

    Session::Options sessionOptions() const;
    void dial(const LinkConfig& link);
    /// The configured addresses in their order. Fails as parseAddress().
    static Result<QList<PeerAddress>> linesOf(const LinkConfig& link);
    std::unique_ptr<SessionDialer> dialer(const QString& peer, const QList<PeerAddress>& lines,
                                          SessionDialer::OnOpen onOpen, SessionDialer::OnFailed onFailed);
    void lookAtLines();
    void dropMainDialer(const QString& peer);
    /// `line`: -1, the peer dialed.
    void handOver(std::unique_ptr<Session> session, int line);
    void onMessage(const QString& peer, const Message& message);
    void onClosed(const QString& peer, const Error& why);
    void watch(const QString& peer);
    void watchBulk(const QString& peer);
    void applyLimits();
    void lookAtCredentials();
    void judgeSome();
    bool isDialedBySmaller(const Session& session) const;
    bool letsIn(const PeerInfo& peer);

    const PeerLinks::Options m_options;
    const std::unique_ptr<TlsContext> m_tls;
    QSet<QString> m_registered;
    std::map<QString, Fence> m_fences; ///< by peer: which copy of it was seen last
    std::map<QString, LinkConfig> m_links;
    std::map<QString, std::pair<RatePlan, RatePlan>> m_plans; ///< by peer: to send, to receive
    std::unique_ptr<ClockTimer> m_limitTimer;
    std::map<QString, std::unique_ptr<SessionDialer>> m_dialers;
    std::map<QString, std::unique_ptr<SessionDialer>> m_mainDialers; ///< of links that are over a standby line
    std::map<QString, Open> m_open;
    std::unique_ptr<SessionListener> m_listener;
    std::size_t m_ending = 0; ///< sessions that are saying Bye
    std::unique_ptr<ClockTimer> m_credentialTimer;
    qint64 m_judgedNs = 0;         ///< when the open sessions were last judged
    std::deque<QString> m_toJudge; ///< peers whose sessions are judged again
    int m_failedReloads = 0;       ///< one behind the other
};

} // namespace busheng
