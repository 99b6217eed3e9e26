// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/model/dataset.h"
#include "engine/net/session.h"

#include <QObject>

#include <map>
#include <memory>
#include <vector>

class QThread;

namespace busheng {

class PeerLinksWorker;

/// A message and the peer it came from. While `hold` lives, its bytes count as not taken in; a session with too many of
/// them is not read from.
struct Delivery {
    QString peer;
    Message message; ///< of a file's message type and stream only: see `bulk`
    std::shared_ptr<void> hold;
    std::shared_ptr<const Message> bulk = {}; ///< of files: megabytes that are not copied from thread to thread
};

/// All sessions of this node: one for each registered peer, dialed by either side. Owns the thread `net`, in which
/// listener, dialers and sessions live. Thread: the engine's, but send(), which may come from any.
class PeerLinks : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString ownCode;
        BootId bootId{};
        QString listen; ///< empty: dials only
        Clock& clock;
        RandomSource& random;
        QStringList suites = Session::Options().suites; ///< for sealing packets, the best first
        Fence fence = {};                               ///< which copy of this node this is
        std::map<QString, Fence> peerFences = {};       ///< of each peer, as seen last: no other copy is let in
        /// How long a session over a standby line lasts before the main line is dialed beside it; when that answers,
        /// the link moves back.
        qint64 mainLineAfterMs = 60'000;
    };

    PeerLinks(Options options, std::unique_ptr<TlsContext> tls, QObject* parent = nullptr);
    /// Says Bye to every peer, and gives it a second to hear it.
    ~PeerLinks() override;

    /// Begins to listen. Fails: Config (CFG_PORT_TAKEN, CFG_BAD_VALUE).
    Result<> start();
    /// Replaces the registry: new links are dialed, removed ones are closed.
    void setLinks(const std::vector<LinkConfig>& links);
    /// Any copy of this peer may come now.
    void forgetFence(const QString& peer);
    /// Dropped when there is no session with `peer`.
    void send(const QString& peer, Message message);
    /// Where we really listen; differs from the option when its port is 0.
    QString listenAddress() const { return m_listenAddress; }

Q_SIGNALS:
    void opened(const busheng::PeerInfo& peer);
    void closed(const QString& peer, const busheng::Error& why);
    /// Somebody was not let in (`whom`: the host it came from), or a peer cannot be reached (its code).
    void refused(const QString& whom, const busheng::Error& why);
    void delivered(const busheng::Delivery& delivery);
    /// What this node shows and trusts, at start and whenever its files have changed.
    void credentialsChanged(const std::vector<busheng::Credential>& credentials);
    /// The files have changed and cannot be used; the former content stays in use.
    void credentialsRefused(const busheng::Error& why);

private:
    std::unique_ptr<QThread> m_thread;
    PeerLinksWorker* m_worker = nullptr; ///< lives and dies in m_thread
    QString m_listenAddress;
};

} // namespace busheng
