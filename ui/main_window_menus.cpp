// SPDX-License-Identifier: GPL-3.0-or-later
// MainWindow's menus, and what closing and quitting mean.
#include "ui/application_style.h"
#include "ui/main_window.h"
#include "ui/pages/settings_page.h"
#include "ui/text/display_text.h"
#include "ui/text/translator.h"
#include "ui/tray_icon.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/node_header.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>

namespace busheng {

void MainWindow::buildChoices(QMenu& menu, QActionGroup& group, const QStringList& values, const QString& current)
{
    for (const QString& value : values) {
        QAction* action = menu.addAction(QString());
        action->setData(value);
        action->setCheckable(true);
        action->setChecked(value == current);
        group.addAction(action);
    }
}

void MainWindow::buildMenus()
{
    m_fileMenu = menuBar()->addMenu(QString());
    m_close = m_fileMenu->addAction(QString(), this, &QWidget::close);
    m_close->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_W));
    m_quit = m_fileMenu->addAction(themedIcon(QStringLiteral("quit")), QString(), this, &MainWindow::requestQuit);
    m_quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));

    m_viewMenu = menuBar()->addMenu(QString());
    for (int i = 0; i < m_pageIcons.size(); ++i) {
        QAction* page = m_viewMenu->addAction(themedIcon(m_pageIcons.at(i)), QString(), this,
                                              [this, i] { m_navigation->setCurrent(i); });
        const int key = i == int(ConsolePage::Settings)   ? Qt::Key_Comma
                        : i == int(ConsolePage::Security) ? Qt::Key_Period
                        : i < 9                           ? Qt::Key_1 + i
                                                          : Qt::Key_0;
        page->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(key)));
        m_pageActions.append(page);
    }
    m_viewMenu->addSeparator();
    m_languageMenu = m_viewMenu->addMenu(themedIcon(QStringLiteral("language")), QString());
    m_themeMenu = m_viewMenu->addMenu(themedIcon(QStringLiteral("theme")), QString());
    m_languages = new QActionGroup(this);
    buildChoices(*m_languageMenu, *m_languages, {QString(), QStringLiteral("zh_CN"), QStringLiteral("en")},
                 m_settings.value(settings_keys::kLanguage).toString());
    connect(m_languages, &QActionGroup::triggered, this,
            [this](const QAction* action) { setLanguage(action->data().toString()); });
    m_themes = new QActionGroup(this);
    buildChoices(*m_themeMenu, *m_themes,
                 {themeModeName(ThemeMode::System), themeModeName(ThemeMode::Light), themeModeName(ThemeMode::Dark)},
                 themeModeName(themeModeFromName(m_settings.value(settings_keys::kTheme).toString())));
    connect(m_themes, &QActionGroup::triggered, this,
            [this](const QAction* action) { setTheme(action->data().toString()); });

    m_helpMenu = menuBar()->addMenu(QString());
    m_about = m_helpMenu->addAction(themedIcon(QStringLiteral("info")), QString(), this, &MainWindow::showAbout);

    m_languageButton = new QToolButton;
    m_languageButton->setMenu(m_languageMenu);
    m_languageButton->setIcon(themedIcon(QStringLiteral("language")));
    m_themeButton = new QToolButton;
    m_themeButton->setMenu(m_themeMenu);
    m_themeButton->setIcon(themedIcon(QStringLiteral("theme")));
    for (QToolButton* button : {m_languageButton, m_themeButton}) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setAutoRaise(true);
        button->setIconSize(QSize(20, 20));
        m_header->addTool(button);
    }
}

void MainWindow::retranslateMenus()
{
    m_fileMenu->setTitle(tr("&File"));
    m_close->setText(tr("&Close window"));
    m_quit->setText(tr("&Quit and stop synchronization"));
    m_viewMenu->setTitle(tr("&View"));
    const QStringList titles = pageTitles();
    for (int i = 0; i < titles.size(); ++i)
        m_pageActions.at(i)->setText(titles.at(i));
    m_languageMenu->setTitle(tr("&Language"));
    m_themeMenu->setTitle(tr("&Theme"));
    m_languages->actions().at(0)->setText(tr("Language of the system"));
    // A language is named in itself, so that it is found by who needs it.
    m_languages->actions().at(1)->setText(QStringLiteral("中文"));
    m_languages->actions().at(2)->setText(QStringLiteral("English"));
    m_themes->actions().at(0)->setText(tr("Theme of the system"));
    m_themes->actions().at(1)->setText(tr("Light"));
    m_themes->actions().at(2)->setText(tr("Dark"));
    m_helpMenu->setTitle(tr("&Help"));
    m_about->setText(tr("&About Busheng"));
    m_languageButton->setToolTip(tr("Language"));
    m_languageButton->setAccessibleName(tr("Language"));
    m_themeButton->setToolTip(tr("Theme"));
    m_themeButton->setAccessibleName(tr("Theme"));
}

void MainWindow::setLanguage(const QString& language)
{
    m_settings.setValue(settings_keys::kLanguage, language);
    for (QAction* action : m_languages->actions())
        action->setChecked(action->data().toString() == language);
    m_settingsPage->setLanguage(language);
    installTranslator(*QCoreApplication::instance(), language);
}

void MainWindow::setTheme(const QString& theme)
{
    const ThemeMode mode = themeModeFromName(theme);
    m_settings.setValue(settings_keys::kTheme, themeModeName(mode));
    for (QAction* action : m_themes->actions())
        action->setChecked(action->data().toString() == themeModeName(mode));
    m_settingsPage->setTheme(themeModeName(mode));
    applyTheme(*qApp, mode);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setValue(settings_keys::kGeometry, saveGeometry());
    if (m_isQuitting) {
        event->accept();
        return;
    }
    event->ignore();
    if (!m_hidesOnClose) {
        askToQuit();
        return;
    }
    hide();
    if (!m_settings.value(settings_keys::kTrayNoticeShown).toBool()) {
        m_settings.setValue(settings_keys::kTrayNoticeShown, true);
        m_tray->tellStillRunning();
    }
}

void MainWindow::requestQuit()
{
    if (m_isQuitting)
        return;
    m_isQuitting = true;
    m_settings.setValue(settings_keys::kGeometry, saveGeometry());
    centralWidget()->setEnabled(false);
    showConnection();
    Q_EMIT quitRequested();
}

void MainWindow::askToQuit()
{
    auto* question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setObjectName(QStringLiteral("quitQuestion"));
    question->setIcon(QMessageBox::Question);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(tr("Busheng"));
    question->setText(tr("Quit and stop synchronization?"));
    question->setInformativeText(tr("This desktop has no tray where the console could stay while its window is closed. "
                                    "After quitting, work continues from the last checkpoint at the next start."));
    QPushButton* quit = question->addButton(tr("Quit"), QMessageBox::AcceptRole);
    QPushButton* minimize = question->addButton(tr("Minimize"), QMessageBox::ActionRole);
    QPushButton* stay = question->addButton(tr("Cancel"), QMessageBox::RejectRole);
    question->setDefaultButton(stay);
    question->setEscapeButton(stay);
    connect(quit, &QPushButton::clicked, this, &MainWindow::requestQuit);
    connect(minimize, &QPushButton::clicked, this, &QWidget::showMinimized);
    question->open();
}

void MainWindow::showAbout()
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("About Busheng"));
    box->setIconPixmap(iconPixmap(QStringLiteral("busheng"), Qt::black, 56, devicePixelRatioF()));
    box->setText(tr("Busheng %1").arg(QStringLiteral(BUSHENG_VERSION)));
    box->setInformativeText(
        tr("Synchronizes data between the Ministry of Human Resources and Social Security and the "
           "provinces.\n\nFree software under the GNU General Public License, version 3 or later."));
    box->addButton(tr("Close"), QMessageBox::AcceptRole);
    box->open();
}

} // namespace busheng
