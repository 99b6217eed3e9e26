// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session_guard.h"

#include "engine/model/operator_events.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/sign_in_dialog.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/node_header.h"

#include <QApplication>
#include <QMenu>

namespace busheng {

SessionGuard::SessionGuard(EngineClient& client, NodeHeader& header, QWidget& window)
    : QObject(&window), m_client(client), m_window(window), m_button(new QToolButton), m_change(nullptr),
      m_signOut(nullptr)
{
    auto* menu = new QMenu(m_button);
    m_change = menu->addAction(QString(), this, &SessionGuard::changePassword);
    m_signOut = menu->addAction(QString(), this, &SessionGuard::signOut);
    m_signOut->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    m_window.addAction(m_signOut);
    m_button->setMenu(menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setAutoRaise(true);
    m_button->setIcon(themedIcon(QStringLiteral("key")));
    m_button->setIconSize(QSize(20, 20));
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    header.addTool(m_button);
    connect(m_button, &QToolButton::clicked, this, [this] {
        if (m_isShut)
            openSignIn();
    });
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &SessionGuard::signOut);
    connect(&m_client, &EngineClient::lost, this, &SessionGuard::onLost);
    connect(&m_client, &EngineClient::snapshotChanged, this, &SessionGuard::onSnapshot);
    qApp->installEventFilter(this);
    takeSession({});
}

void SessionGuard::setIdle(std::chrono::milliseconds idle)
{
    m_idle.start(idle);
}

void SessionGuard::onLost(const Error& reason)
{
    m_isKnown = false;
    if (reason.event != events::OPR_SIGN_IN && reason.event != events::OPR_MUST_CHANGE)
        return;
    const bool wasShut = std::exchange(m_isShut, true);
    SessionSnapshot none;
    none.hasOperators = true;
    takeSession(none);
    if (!wasShut)
        Q_EMIT shutChanged(true);
    openSignIn();
}

void SessionGuard::onSnapshot()
{
    const bool has = m_client.latest().hasOperators;
    if (std::exchange(m_isShut, false))
        Q_EMIT shutChanged(false);
    if (std::exchange(m_isKnown, true) && has == m_session.hasOperators)
        return;
    if (m_dialog && !m_dialog->isWaiting() && !has) // operators were switched off meanwhile
        m_dialog->close();
    m_client.request<SessionSnapshot>(
        this, [](EngineApi& engine, Reply<SessionSnapshot> reply) { engine.operators().session(std::move(reply)); },
        [this](const Result<SessionSnapshot>& session) {
            if (session && !m_isShut)
                takeSession(*session);
        });
}

void SessionGuard::takeSession(const SessionSnapshot& session)
{
    m_session = session;
    m_client.setSession(session);
    if (!session.name.isEmpty())
        m_lastName = session.name;
    if (session.name.isEmpty() || session.idleMinutes <= 0)
        m_idle.stop();
    else
        m_idle.start(std::chrono::minutes(session.idleMinutes));
    retranslate();
}

void SessionGuard::openSignIn()
{
    if (m_dialog)
        return;
    m_dialog = new SignInDialog(m_client, m_lastName, &m_window);
    connect(m_dialog, &SignInDialog::signedIn, this, [this](const SessionSnapshot& session) {
        takeSession(session);
        m_isKnown = true;
    });
    m_dialog->open();
}

void SessionGuard::changePassword()
{
    auto* dialog = new SignInDialog(m_client, m_session.name, &m_window);
    dialog->askForNewPassword();
    dialog->open();
}

void SessionGuard::signOut()
{
    if (m_session.name.isEmpty() || m_isShut)
        return;
    m_client.request<void>(
        this, [](EngineApi& engine, Reply<> reply) { engine.operators().signOut(std::move(reply)); },
        [](const Result<>&) {}); // whatever became of it, lost() says
}

bool SessionGuard::eventFilter(QObject* watched, QEvent* event)
{
    const bool isPerson = event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress ||
                          event->type() == QEvent::Wheel;
    if (isPerson && m_idle.isActive())
        m_idle.start();
    return QObject::eventFilter(watched, event);
}

void SessionGuard::retranslate()
{
    m_change->setText(tr("Change password…"));
    m_signOut->setText(tr("Lock and sign out"));
    m_button->setVisible(m_session.hasOperators);
    m_change->setEnabled(!m_session.name.isEmpty());
    m_signOut->setEnabled(!m_session.name.isEmpty());
    m_button->setPopupMode(m_session.name.isEmpty() ? QToolButton::DelayedPopup : QToolButton::InstantPopup);
    m_button->setText(m_session.name.isEmpty() ? tr("Sign in…")
                                               : QString(displayText(m_session.name) + QStringLiteral(" · ") +
                                                         Words::operatorRole(m_session.role)));
    m_button->setToolTip(plainToolTip(displayText(m_session.person)));
    m_button->setAccessibleName(tr("Who works here"));
}

} // namespace busheng
