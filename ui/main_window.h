// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/alarm_signal.h"
#include "ui/client/engine_client.h"
#include "ui/pages/console_page.h"

#include <QDialog>
#include <QMainWindow>
#include <QPointer>

class QActionGroup;
class QLabel;
class QMenu;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace busheng {

class AlarmsPage;
class DatabasesPage;
class EmptyState;
class ExchangePage;
class FailuresPage;
class LedgerPage;
class LinksPage;
class NavigationBar;
class NodeHeader;
class NoticeBar;
class OverviewPage;
class ReconciliationPage;
class ReviewPage;
class SecurityPage;
class SessionGuard;
class SettingsPage;
class StateBadge;
class TasksPage;
class TrayIcon;

/// The console's window. Closing it leaves the engine at work behind the tray icon; where there is no tray it asks, and
/// quitting is the only way. It never stops the engine itself: whoever made it does so at quitRequested().
///
/// Thread: GUI. `engine` may live in any thread; it and `settings` must outlive the window.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(EngineApi& engine, QSettings& settings);
    ~MainWindow() override;

    OverviewPage& overview() { return *m_overview; }
    LinksPage& links() { return *m_links; }
    DatabasesPage& databases() { return *m_databases; }
    ExchangePage& exchange() { return *m_exchange; }
    TasksPage& tasks() { return *m_tasks; }
    LedgerPage& ledger() { return *m_ledger; }
    AlarmsPage& alarms() { return *m_alarms; }
    ReviewPage& review() { return *m_review; }
    SecurityPage& security() { return *m_security; }
    SessionGuard& guard() { return *m_guard; }
    SettingsPage& settings() { return *m_settingsPage; }
    FailuresPage& failures() { return *m_failures; }
    ReconciliationPage& reconciliation() { return *m_reconciliation; }
    NavigationBar& navigation() { return *m_navigation; }
    NodeHeader& header() { return *m_header; }
    void showPage(ConsolePage page);
    /// Closing hides when true (a tray is there), asks when false. Found out by itself; tests set it.
    void setHidesOnClose(bool hides) { m_hidesOnClose = hides; }
    QString connectionText() const;
    int alarmsTold() const { return m_alarmsTold; } ///< new ones, by a notice

    void setLanguage(const QString& language); ///< "zh_CN", "en", "" for the system's; remembered
    void setTheme(const QString& theme);       ///< "light", "dark", "system"; remembered
    void bringToFront();

Q_SIGNALS:
    /// Emitted once: stop the engine in order, then quit the application.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildPages();
    void buildMenus();
    void buildChoices(QMenu& menu, QActionGroup& group, const QStringList& values, const QString& current);
    void buildStatusBar();
    void restore();
    void retranslate();
    void retranslateMenus();
    void addPage(const QString& icon, QWidget* page);
    void onPageChosen(int index);
    void focusPage();
    QStringList pageTitles() const;
    void onSnapshot(const NodeSnapshot& node);
    void onLost(const Error& reason);
    void showLost();
    void onAlarm(const QString& event, int count);
    void onShut(bool isShut);
    void hideDialogs();
    void onSession();
    void guardPages();
    void showNode();
    void showConnection();
    void requestQuit();
    void askToQuit();
    void showAbout();

    QSettings& m_settings;
    EngineClient m_client;
    AlarmSignal m_alarmSignal;
    int m_alarmsTold = 0;
    NavigationBar* m_navigation;
    NodeHeader* m_header;
    NoticeBar* m_notice;
    QStackedWidget* m_pages;
    EmptyState* m_locked; ///< where the pages are, while nobody has signed in
    OverviewPage* m_overview;
    LinksPage* m_links;
    DatabasesPage* m_databases;
    ExchangePage* m_exchange;
    ReconciliationPage* m_reconciliation;
    FailuresPage* m_failures;
    TasksPage* m_tasks;
    LedgerPage* m_ledger;
    AlarmsPage* m_alarms;
    ReviewPage* m_review;
    SecurityPage* m_security;
    SettingsPage* m_settingsPage;
    QStringList m_pageIcons;
    QList<QWidget*> m_firsts; ///< of each page, what takes the focus; may be null
    TrayIcon* m_tray;
    StateBadge* m_connection;
    QLabel* m_listening;
    QLabel* m_version;
    QMenu* m_fileMenu;
    QMenu* m_viewMenu;
    QMenu* m_languageMenu;
    QMenu* m_themeMenu;
    QMenu* m_helpMenu;
    QActionGroup* m_languages;
    QActionGroup* m_themes;
    QList<QAction*> m_pageActions;
    QAction* m_close;
    QAction* m_quit;
    QAction* m_about;
    QToolButton* m_languageButton;
    QToolButton* m_themeButton;
    Error m_lostReason;
    QList<QPointer<QDialog>> m_hiddenDialogs; ///< while nobody has signed in
    QString m_hiddenFor;                      ///< who had opened them
    SessionGuard* m_guard;
    bool m_hidesOnClose;
    bool m_isQuitting = false;
};

} // namespace busheng
