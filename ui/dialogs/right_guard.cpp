// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/right_guard.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <QAction>
#include <QEvent>
#include <QScopedValueRollback>
#include <QWidget>

namespace busheng {

RightGuard::RightGuard(EngineClient& client, QObject& control, const QString& method)
    : QObject(&control), m_client(client), m_action(qobject_cast<QAction*>(&control)),
      m_widget(qobject_cast<QWidget*>(&control)), m_method(method)
{
    connect(&m_client, &EngineClient::sessionChanged, this, &RightGuard::look);
    if (m_action != nullptr)
        connect(m_action, &QAction::changed, this, &RightGuard::look);
    else
        m_widget->installEventFilter(this);
    look();
}

void RightGuard::setMethod(const QString& method)
{
    m_method = method;
    look();
}

bool RightGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::EnabledChange || event->type() == QEvent::ToolTipChange ||
        event->type() == QEvent::LanguageChange)
        look();
    return QObject::eventFilter(watched, event);
}

void RightGuard::look()
{
    if (m_isLooking) // what is done here is heard here
        return;
    const QScopedValueRollback<bool> looking(m_isLooking, true);
    const RefusedMethod* const refused = m_client.refusalOf(m_method);
    if (refused == nullptr) {
        if (m_reason.isEmpty())
            return;
        if (toolTip() == m_reason)
            setToolTip(m_keptToolTip);
        m_reason.clear();
        if (std::exchange(m_wasEnabled, false))
            setEnabled(true); // the page, which hears of the session as well, knows whether that is still right
        return;
    }
    if (isEnabled()) {
        m_wasEnabled = true;
        setEnabled(false);
    }
    if (m_reason.isEmpty() || toolTip() != m_reason)
        m_keptToolTip = ownToolTip();
    QStringList roles;
    for (const QString& role : refused->roles)
        roles.append(Words::operatorRole(role));
    m_reason = plainToolTip(tr("Only for: %1. You have signed in as: %2.")
                                .arg(roles.join(QStringLiteral(", ")), Words::operatorRole(m_client.session().role)));
    setToolTip(m_reason);
}

bool RightGuard::isEnabled() const
{
    // A widget may also rest because what it stands in does: that is not its own.
    return m_action != nullptr ? m_action->isEnabled() : !m_widget->testAttribute(Qt::WA_ForceDisabled);
}

void RightGuard::setEnabled(bool on)
{
    if (m_action != nullptr)
        m_action->setEnabled(on);
    else
        m_widget->setEnabled(on);
}

QString RightGuard::toolTip() const
{
    return m_action != nullptr ? m_action->toolTip() : m_widget->toolTip();
}

void RightGuard::setToolTip(const QString& text)
{
    if (m_action != nullptr)
        m_action->setToolTip(text);
    else
        m_widget->setToolTip(text);
}

/// Empty for an action that has none: it shows its text then, whatever the language.
QString RightGuard::ownToolTip()
{
    const QString shown = toolTip();
    if (m_action == nullptr)
        return shown;
    m_action->setToolTip(QString());
    return m_action->toolTip() == shown ? QString() : shown;
}

void needRight(EngineClient& client, QObject& control, const QString& method)
{
    if (auto* const known = control.findChild<RightGuard*>(QString(), Qt::FindDirectChildrenOnly))
        known->setMethod(method);
    else
        new RightGuard(client, control, method);
}

void needRights(EngineClient& client, std::initializer_list<std::pair<QObject*, const char*>> controls)
{
    for (const auto& [control, method] : controls)
        needRight(client, *control, QLatin1String(method));
}

} // namespace busheng
