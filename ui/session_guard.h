// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/operator_values.h"

#include <QPointer>
#include <QTimer>
#include <QToolButton>

namespace busheng {

class EngineClient;
class NodeHeader;
class SignInDialog;
struct Error;

/// Who works at this window. Where the node has operators, nothing is shown until somebody has signed in, and again
/// when the session ends: by the node, by a person, or because nobody touched keyboard or mouse for a while.
///
/// Thread: GUI. Client and window must outlive it.
class SessionGuard : public QObject {
    Q_OBJECT
public:
    SessionGuard(EngineClient& client, NodeHeader& header, QWidget& window);

    bool isShut() const { return m_isShut; }
    const SessionSnapshot& session() const { return m_session; }
    const QString& lastName() const { return m_lastName; } ///< who works here, or did until it was locked
    QToolButton* button() const { return m_button; }
    QAction* signOutAction() const { return m_signOut; }
    void setIdle(std::chrono::milliseconds idle); ///< instead of what the session says; for tests
    void retranslate();

Q_SIGNALS:
    /// What the window holds may be seen, or may not.
    void shutChanged(bool isShut);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onLost(const Error& reason);
    void onSnapshot();
    void takeSession(const SessionSnapshot& session);
    void openSignIn();
    void changePassword();
    void signOut();

    EngineClient& m_client;
    QWidget& m_window;
    QToolButton* m_button; ///< in the header
    QAction* m_change;
    QAction* m_signOut;
    QTimer m_idle;
    QPointer<SignInDialog> m_dialog;
    SessionSnapshot m_session;
    QString m_lastName;
    bool m_isShut = false;
    bool m_isKnown = false; ///< the session is, for the state that is shown
};

} // namespace busheng
