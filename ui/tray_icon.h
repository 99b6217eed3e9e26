// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace busheng {

/// The console while its window is closed: shows that the engine still runs, opens the window, quits.
class TrayIcon : public QObject {
    Q_OBJECT
public:
    explicit TrayIcon(QObject* parent = nullptr);

    static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    void show() { m_icon.show(); }
    /// The state in a few words of our own; never text of others, for some desktops read markup here.
    void setState(const QString& state);
    void tellStillRunning();
    /// `title`: of the catalogue; `count`: of alarms that are new.
    void tellAlarm(const QString& title, int count);
    void retranslate();

Q_SIGNALS:
    void openRequested();
    void quitRequested();

private:
    QSystemTrayIcon m_icon;
    QMenu m_menu;
    QAction* m_open;
    QAction* m_quit;
};

} // namespace busheng
