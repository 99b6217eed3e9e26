// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random_source.h"
#include "engine/net/clock_timer.h"
#include "engine/net/peer_address.h"
#include "engine/net/session.h"

#include <QHostAddress>
#include <QList>

#include <functional>

class QHostInfo;
class QTcpSocket;

namespace busheng {

/// Opens the session of one link: tries the peer's addresses in order (primary line first), each name resolved anew,
/// until one gives an Open session, which is handed over. When none does it waits, longer each time, and begins again.
///
///   Idle -start-> Resolving -> Connecting -> Greeting -(open)-> Idle -redial-> Waiting -> Resolving ...
///                     any of them -(failed)-> next address, or Waiting after the last
///
/// Thread: the net thread. The callbacks may not destroy the dialer.
class SessionDialer : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Resolving, Connecting, Greeting, Waiting };
    struct Options {
        QList<PeerAddress> addresses; ///< parsed for AddressUse::Dial; at least one
        QString peerCode;             ///< the node this link leads to: no other may answer
        Session::Options session;
        qint64 connectMs = 5'000; ///< for resolving, and for connecting to each address
    };
    using OnOpen = std::function<void(std::unique_ptr<Session>)>;
    /// One attempt failed and the next follows by itself. `address` is what was dialed.
    using OnFailed = std::function<void(const QString& address, const Error& why)>;

    /// `tls`, `clock` and `random` must outlive this.
    SessionDialer(Options options, TlsContext& tls, Clock& clock, RandomSource& random,
                  Session::IsRegistered isRegistered, OnOpen onOpen, OnFailed onFailed, QObject* parent = nullptr);
    ~SessionDialer() override;

    /// Dials now. Does nothing while it is already at it; a wait is cut short.
    void start();
    /// The session that was handed over has ended: dials again after a pause. The pause is short again only when the
    /// session lasted for 30 s: a link that flaps is not hammered.
    void redial();
    /// Gives up what is under way. Sessions that were handed over go on.
    void stop();
    State state() const { return m_state; }
    /// Place among the addresses of the one that was dialed last; -1: none yet.
    qsizetype dialedPlace() const { return m_nextAddress - 1; }

    /// How long to wait after `failures` rounds in a row came to nothing: from a range that doubles from 1-2 s up to
    /// 15-30 s, where in the range is up to `random`.
    static qint64 pauseMs(int failures, std::uint32_t random);
    /// The order in which the addresses of one name are tried: IPv6 and IPv4 in turns, IPv6 first, so that a family
    /// that is dead costs one attempt before the other has its turn.
    static QList<QHostAddress> takingTurns(const QList<QHostAddress>& addresses);

private:
    void beginRound();
    void wait();
    void next();
    void resolve(const PeerAddress& address);
    void onResolved(const QHostInfo& info);
    void connectTo(const QHostAddress& host);
    void onConnected();
    void onOpened();
    void onSessionClosed(const Error& why);
    void onTimeout();
    void failed(const QString& why);
    void dropAttempt();
    std::uint32_t randomNumber();

    const Options m_options;
    TlsContext& m_tls;
    Clock& m_clock;
    RandomSource& m_random;
    const Session::IsRegistered m_isRegistered;
    const OnOpen m_onOpen;
    const OnFailed m_onFailed;

    State m_state = State::Idle;
    int m_failures = 0;               ///< rounds in a row that came to nothing
    qint64 m_openedNs = 0;            ///< when a session was last handed over
    qsizetype m_nextAddress = 0;      ///< of the options
    PeerAddress m_dialed;             ///< the address under way
    QList<QHostAddress> m_candidates; ///< what it resolved to and was not tried yet
    int m_lookup = -1;
    std::unique_ptr<QTcpSocket> m_socket;
    std::unique_ptr<Session> m_session; ///< not open yet
    ClockTimer m_timer;
};

} // namespace busheng
