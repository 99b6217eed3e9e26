// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/application_style.h"
#include "ui/dialogs/reason_form.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/sign_in_dialog.h"
#include "ui/models/alarm_model.h"
#include "ui/pages/alarms_page.h"
#include "ui/pages/databases_page.h"
#include "ui/pages/exchange_page.h"
#include "ui/pages/failures_page.h"
#include "ui/pages/ledger_page.h"
#include "ui/pages/links_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/review_page.h"
#include "ui/pages/security_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/tasks_page.h"
#include "ui/session_guard.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"
#include "ui/tray_icon.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/node_header.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/state_badge.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QLabel>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr QSize kDefaultSize(1366, 768);
constexpr QSize kMinimumSize(900, 560);

/// A page may be taller than a small screen: then it scrolls instead of being crushed.
QScrollArea* scrolling(QWidget* page)
{
    auto* area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

} // namespace

MainWindow::MainWindow(EngineApi& engine, QSettings& settings)
    : m_settings(settings), m_client(engine), m_navigation(new NavigationBar), m_header(new NodeHeader),
      m_notice(new NoticeBar), m_pages(new QStackedWidget), m_locked(new EmptyState(QStringLiteral("key"))),
      m_overview(new OverviewPage(m_client)), m_links(new LinksPage(m_client)),
      m_databases(new DatabasesPage(m_client)), m_exchange(new ExchangePage(m_client)),
      m_reconciliation(new ReconciliationPage(m_client)), m_failures(new FailuresPage(m_client)),
      m_tasks(new TasksPage(m_client)), m_ledger(new LedgerPage(m_client)), m_alarms(new AlarmsPage(m_client)),
      m_review(new ReviewPage(m_client)), m_security(new SecurityPage(m_client)),
      m_settingsPage(new SettingsPage(m_client, settings)), m_tray(new TrayIcon(this)), m_connection(new StateBadge),
      m_listening(new QLabel), m_version(new QLabel), m_guard(new SessionGuard(m_client, *m_header, *this)),
      m_hidesOnClose(TrayIcon::isAvailable())
{
    QApplication::setQuitOnLastWindowClosed(false);
    setMinimumSize(kMinimumSize);
    buildPages();
    buildMenus();
    guardPages();
    buildStatusBar();
    connect(&m_client, &EngineClient::snapshotChanged, this, &MainWindow::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &MainWindow::onLost);
    connect(m_guard, &SessionGuard::shutChanged, this, &MainWindow::onShut);
    connect(&m_client, &EngineClient::sessionChanged, this, &MainWindow::onSession);
    connect(&m_client, &EngineClient::waitsForReview, this,
            [this](qint64 change) { askForReason(m_client, change, this); });
    connect(&m_alarmSignal, &AlarmSignal::raised, this, &MainWindow::onAlarm);
    connect(m_tray, &TrayIcon::openRequested, this, &MainWindow::bringToFront);
    connect(m_tray, &TrayIcon::quitRequested, this, &MainWindow::requestQuit);
    if (m_hidesOnClose)
        m_tray->show();
    retranslate();
    restore();
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(const QString& icon, QWidget* page)
{
    m_navigation->addPage(icon);
    // The window hands the focus on. A proxy that is hidden, as a table is where there is nothing yet, would be the end
    // of the way for the Tab key.
    m_firsts.append(page->focusProxy());
    page->setFocusProxy(nullptr);
    m_pages->addWidget(scrolling(page));
    m_pageIcons.append(icon);
}

/// A page that shows what a role may not see is not opened in vain.
void MainWindow::guardPages()
{
    const std::pair<ConsolePage, const char*> pages[] = {{ConsolePage::Reconciliation, "verifications"},
                                                         {ConsolePage::Failures, "exceptions"},
                                                         {ConsolePage::Tasks, "fileRuns"}};
    for (const auto& [page, method] : pages)
        needRights(m_client, {{m_navigation->button(int(page)), method}, {m_pageActions.at(int(page)), method}});
}

/// In the order of addPage(), which is that of ConsolePage.
QStringList MainWindow::pageTitles() const
{
    return {tr("Overview"), tr("Links"),  tr("Databases"), tr("Exchange"), tr("File tasks"), tr("Reconciliation"),
            tr("Failures"), tr("Ledger"), tr("Alarms"),    tr("Review"),   tr("Security"),   tr("Settings")};
}

void MainWindow::buildPages()
{
    addPage(QStringLiteral("overview"), m_overview);
    addPage(QStringLiteral("links"), m_links);
    addPage(QStringLiteral("source"), m_databases);
    addPage(QStringLiteral("exchange"), m_exchange);
    addPage(QStringLiteral("files"), m_tasks);
    addPage(QStringLiteral("checking"), m_reconciliation);
    addPage(QStringLiteral("stopped"), m_failures);
    addPage(QStringLiteral("ledger"), m_ledger);
    addPage(QStringLiteral("alarm"), m_alarms);
    addPage(QStringLiteral("catchingup"), m_review);
    addPage(QStringLiteral("security"), m_security);
    addPage(QStringLiteral("settings"), m_settingsPage);
    connect(m_settingsPage, &SettingsPage::languageChosen, this, &MainWindow::setLanguage);
    connect(m_settingsPage, &SettingsPage::themeChosen, this, &MainWindow::setTheme);
    m_settingsPage->setLanguage(m_settings.value(settings_keys::kLanguage).toString());
    m_settingsPage->setTheme(themeModeName(themeModeFromName(m_settings.value(settings_keys::kTheme).toString())));
    connect(m_navigation, &NavigationBar::currentChanged, this, &MainWindow::onPageChosen);
    connect(m_alarms, &AlarmsPage::pageWanted, this, [this](ConsolePage page) { showPage(page); });
    m_overview->setShowsMap(m_settings.value(settings_keys::kOverviewMap, false).toBool());
    connect(m_overview, &OverviewPage::showsMapChanged, this,
            [this](bool shows) { m_settings.setValue(settings_keys::kOverviewMap, shows); });
    connect(m_overview, &OverviewPage::linkWanted, this, [this](const QString& code) {
        showPage(ConsolePage::Links);
        m_links->select(code);
    });

    auto* noticeFrame = new QWidget;
    auto* noticeLayout = new QVBoxLayout(noticeFrame);
    noticeLayout->setContentsMargins(16, 0, 16, 0);
    noticeLayout->addWidget(m_notice);
    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_header);
    right->addWidget(noticeFrame);
    right->addWidget(m_pages, 1);
    right->addWidget(m_locked, 1);
    m_locked->hide();
    auto* central = new QWidget;
    auto* layout = new QHBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_navigation);
    layout->addLayout(right, 1);
    setCentralWidget(central);
}

void MainWindow::buildStatusBar()
{
    for (QLabel* label : {m_listening, m_version}) {
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(10, 0, 4, 0);
    }
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(10, 0, 10, 0);
    statusBar()->addWidget(m_connection);
    statusBar()->addPermanentWidget(m_listening);
    statusBar()->addPermanentWidget(m_version);
}

void MainWindow::restore()
{
    if (!restoreGeometry(m_settings.value(settings_keys::kGeometry).toByteArray()))
        resize(kDefaultSize);
    const int page = m_settings.value(settings_keys::kPage, 0).toInt();
    m_navigation->setCurrent(page >= 0 && page < m_pages->count() ? page : 0);
    focusPage();
}

void MainWindow::showPage(ConsolePage page)
{
    m_navigation->setCurrent(int(page));
    focusPage();
}

/// To what comes first on the page, or to whatever can take it.
void MainWindow::focusPage()
{
    QWidget* const page = m_pages->currentWidget();
    QWidget* first = m_firsts.at(m_pages->currentIndex());
    const auto mayTake = [page](const QWidget& widget) {
        return widget.isVisibleTo(page) && widget.isEnabledTo(page) && (widget.focusPolicy() & Qt::TabFocus) != 0;
    };
    if (first == nullptr || !mayTake(*first)) {
        first = nullptr;
        for (QWidget* at = page->nextInFocusChain(); at != page && first == nullptr; at = at->nextInFocusChain()) {
            if (page->isAncestorOf(at) && mayTake(*at))
                first = at;
        }
    }
    if (first != nullptr)
        first->setFocus();
}

void MainWindow::onPageChosen(int index)
{
    m_pages->setCurrentIndex(index);
    m_settings.setValue(settings_keys::kPage, index);
    m_header->setTitle(pageTitles().at(index));
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::onSnapshot(const NodeSnapshot& node)
{
    m_notice->hide();
    const int alarms = AlarmModel::waiting(node, QDateTime::currentMSecsSinceEpoch());
    m_navigation->setPageBadge(int(ConsolePage::Alarms), std::min(alarms, 1000));
    m_alarmSignal.look(node, QDateTime::currentMSecsSinceEpoch());
    quint64 failures = 0;
    for (const SubscriptionSnapshot& subscription : node.subscriptions)
        failures += subscription.openExceptions + subscription.openConflicts + subscription.parkedTables.size();
    for (const FileTaskSnapshot& task : node.fileTasks)
        failures += task.outcome == QStringLiteral("failed") ? task.failed : 0;
    m_navigation->setPageBadge(int(ConsolePage::Review), int(std::min<qint64>(node.waitingChanges, 1000)));
    m_navigation->setPageBadge(int(ConsolePage::Failures), int(std::min<quint64>(failures, 1000)));
    showNode();
    showConnection();
}

void MainWindow::onLost(const Error& reason)
{
    m_lostReason = reason;
    showLost();
    showConnection();
}

/// That nobody has signed in is no fault: it stands where the page would.
void MainWindow::showLost()
{
    if (!m_client.isLost() || m_isQuitting)
        return;
    const EventText text = errorText(m_lostReason);
    if (m_guard->isShut()) {
        m_locked->setTexts(text.title, text.cause);
        m_notice->hide();
    } else {
        m_notice->showText(text, errorReport(m_lostReason), Tone::Bad);
    }
}

void MainWindow::onShut(bool isShut)
{
    // What is on the screen is nobody's until somebody has signed in: not the node's name, not a number.
    m_pages->setVisible(!isShut);
    m_locked->setVisible(isShut);
    m_navigation->setEnabled(!isShut);
    for (QAction* page : std::as_const(m_pageActions))
        page->setEnabled(!isShut);
    if (isShut) {
        for (int page = 0; page < m_pages->count(); ++page)
            m_navigation->setPageBadge(page, 0);
        hideDialogs();
    }
    showNode();
}

/// What was typed waits for who typed it.
void MainWindow::hideDialogs()
{
    m_hiddenFor = m_guard->lastName();
    for (QDialog* dialog : findChildren<QDialog*>()) {
        if (!dialog->isVisible() || qobject_cast<SignInDialog*>(dialog) != nullptr)
            continue;
        dialog->hide();
        m_hiddenDialogs.append(dialog);
    }
}

void MainWindow::onSession()
{
    const SessionSnapshot& session = m_client.session();
    if (session.hasOperators && session.name.isEmpty())
        return;
    if (!m_navigation->button(m_navigation->current())->isEnabledTo(m_navigation)) // another's, who may see less
        m_navigation->setCurrent(int(ConsolePage::Overview));
    const bool isSamePerson = session.name == m_hiddenFor || !session.hasOperators;
    for (const QPointer<QDialog>& dialog : std::exchange(m_hiddenDialogs, {})) {
        if (dialog && isSamePerson)
            dialog->open();
        else if (dialog)
            dialog->close();
    }
}

void MainWindow::onAlarm(const QString& event, int count)
{
    const QString signal = m_settings.value(settings_keys::kAlarmSignal, QStringLiteral("sound")).toString();
    if (signal == QStringLiteral("none"))
        return;
    m_alarmsTold += count;
    m_tray->tellAlarm(eventText(event, {}).title, count);
    if (signal == QStringLiteral("sound"))
        QApplication::beep();
}

void MainWindow::showNode()
{
    const NodeSnapshot nobodys;
    const NodeSnapshot& node = m_guard->isShut() ? nobodys : m_client.latest();
    QStringList certificate;
    if (!node.certificateSubject.isEmpty())
        certificate.append(displayText(node.certificateSubject));
    if (node.certificateExpiresUtcMs > 0)
        certificate.append(tr("valid until %1").arg(Words::date(node.certificateExpiresUtcMs)));
    m_header->setNode(displayText(node.name), displayText(node.code), certificate.join(QStringLiteral(" · ")));
    const QString name = node.name.isEmpty() ? QString() : QString(displayText(node.name) + QStringLiteral(" – "));
    setWindowTitle(name + tr("Busheng"));
    if (!m_client.hasSnapshot() || m_guard->isShut()) {
        m_listening->clear();
        m_version->clear();
        return;
    }
    m_listening->setText(node.listenAddress.isEmpty() ? tr("Does not listen")
                                                      : tr("Listens on %1").arg(displayText(node.listenAddress)));
    m_version->setText(tr("Version %1").arg(displayText(node.version)));
}

void MainWindow::showConnection()
{
    if (m_isQuitting)
        m_connection->setState(QStringLiteral("waiting"), tr("Stopping…"), Tone::Neutral);
    else if (m_guard->isShut())
        m_connection->setState(QStringLiteral("key"), tr("Nobody has signed in"), Tone::Warning);
    else if (m_client.isLost())
        m_connection->setState(QStringLiteral("stopped"), tr("Engine not reachable"), Tone::Bad);
    else if (!m_client.hasSnapshot())
        m_connection->setState(QStringLiteral("waiting"), tr("Connecting…"), Tone::Neutral);
    else
        m_connection->setState(QStringLiteral("ok"), tr("Engine running"), Tone::Good);
    m_tray->setState(m_connection->text());
}

QString MainWindow::connectionText() const
{
    return m_connection->text();
}

void MainWindow::retranslate()
{
    m_navigation->setProduct(tr("Busheng"), tr("Data synchronization"));
    const QStringList titles = pageTitles();
    for (int i = 0; i < titles.size(); ++i)
        m_navigation->setPageText(i, titles.at(i));
    m_header->setTitle(titles.at(m_pages->currentIndex()));
    retranslateMenus();
    m_guard->retranslate();
    m_tray->retranslate();
    showLost();
    showNode();
    showConnection();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

} // namespace busheng
