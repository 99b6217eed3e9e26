// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray_icon.h"

#include "ui/widgets/icons.h"

namespace busheng {
namespace {

constexpr int kMessageMs = 8000;

} // namespace

TrayIcon::TrayIcon(QObject* parent) : QObject(parent), m_open(m_menu.addAction(QString())), m_quit(nullptr)
{
    m_menu.addSeparator();
    m_quit = m_menu.addAction(themedIcon(QStringLiteral("quit")), QString());
    m_icon.setIcon(applicationIcon());
    m_icon.setContextMenu(&m_menu);
    connect(m_open, &QAction::triggered, this, &TrayIcon::openRequested);
    connect(m_quit, &QAction::triggered, this, &TrayIcon::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::openRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openRequested();
    });
    retranslate();
}

void TrayIcon::setState(const QString& state)
{
    m_icon.setToolTip(tr("Busheng") + QStringLiteral(" · ") + state);
}

void TrayIcon::tellStillRunning()
{
    m_icon.showMessage(tr("Busheng is still running"),
                       tr("Synchronization continues in the background. Open or quit it from this icon."),
                       QSystemTrayIcon::Information, kMessageMs);
}

void TrayIcon::tellAlarm(const QString& title, int count)
{
    m_icon.showMessage(tr("Busheng: %n new alarm(s)", nullptr, count), title, QSystemTrayIcon::Warning, kMessageMs);
}

void TrayIcon::retranslate()
{
    m_open->setText(tr("Open the console"));
    m_quit->setText(tr("Quit and stop synchronization"));
}

} // namespace busheng
