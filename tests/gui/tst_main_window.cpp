// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/text/words.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/node_header.h"
#include "ui/widgets/notice_bar.h"

#include <QHeaderView>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>

using namespace busheng;
using busheng::test::ConsoleFixture;

class TstMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsWhichNodeThisIs();
    void switchesLanguageAtRunTime();
    void switchesThemeAtRunTime();
    void closingHidesToTheTray();
    void closingWithoutATrayAsksAndQuits();
    void cancellingTheQuestionKeepsTheWindow();
    void quitIsRequestedOnce();
    void saysWhenTheEngineIsLostAndFound();
    void remembersPageLanguageAndTheme();
    void everyPageIsReachedByKeyboard();
    void fitsOnASmallScreen_data();
    void fitsOnASmallScreen();
    void damagedSettingsDoNoHarm();

private:
    static QMessageBox* question(MainWindow& window)
    {
        return window.findChild<QMessageBox*>(QStringLiteral("quitQuestion"));
    }
    static QPushButton* button(QMessageBox& box, QMessageBox::ButtonRole role)
    {
        for (QAbstractButton* candidate : box.buttons()) {
            if (box.buttonRole(candidate) == role)
                return qobject_cast<QPushButton*>(candidate);
        }
        return nullptr;
    }
};

void TstMainWindow::showsWhichNodeThisIs()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QCOMPARE(window.connectionText(), QStringLiteral("正在连接…"));
    QTRY_COMPARE(window.header().nodeName(), QStringLiteral("人力资源和社会保障部"));
    QCOMPARE(window.connectionText(), QStringLiteral("引擎运行中"));
    QVERIFY(window.windowTitle().contains(QStringLiteral("人力资源和社会保障部")));
}

void TstMainWindow::switchesLanguageAtRunTime()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_VERIFY(window.overview().subscriptions().table()->model()->rowCount() > 0);
    const QAbstractItemModel* model = window.overview().subscriptions().table()->model();
    const auto header = [&] { return model->headerData(SubscriptionModel::State, Qt::Horizontal).toString(); };
    QCOMPARE(header(), QStringLiteral("状态"));
    QCOMPARE(window.header().title(), QStringLiteral("总览"));

    window.setLanguage(QStringLiteral("en"));
    QTRY_COMPARE(window.header().title(), QStringLiteral("Overview"));
    QCOMPARE(header(), QStringLiteral("State"));
    QCOMPARE(model->index(0, SubscriptionModel::State).data().toString(), QStringLiteral("Live"));
    QCOMPARE(window.connectionText(), QStringLiteral("Engine running"));
    QCOMPARE(console.settings.value(settings_keys::kLanguage).toString(), QStringLiteral("en"));

    window.setLanguage(QStringLiteral("zh_CN"));
    QTRY_COMPARE(window.header().title(), QStringLiteral("总览"));
    QCOMPARE(model->index(0, SubscriptionModel::State).data().toString(), QStringLiteral("实时"));
}

void TstMainWindow::switchesThemeAtRunTime()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_VERIFY(window.overview().subscriptions().table()->model()->rowCount() > 0);
    const auto lightness = [&] {
        const QImage image = window.grab().toImage();
        return image.pixelColor(image.width() - 5, image.height() / 2).lightness();
    };
    QVERIFY(lightness() > 200);
    window.setTheme(QStringLiteral("dark"));
    QTRY_VERIFY(lightness() < 60);
    QCOMPARE(console.settings.value(settings_keys::kTheme).toString(), QStringLiteral("dark"));
    window.setTheme(QStringLiteral("light"));
    QTRY_VERIFY(lightness() > 200);
}

void TstMainWindow::closingHidesToTheTray()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    window.setHidesOnClose(true);
    const QSignalSpy quit(&window, &MainWindow::quitRequested);
    QVERIFY(!console.settings.value(settings_keys::kTrayNoticeShown).toBool());
    window.close();
    QVERIFY(!window.isVisible());
    QVERIFY(console.settings.value(settings_keys::kTrayNoticeShown).toBool());
    QCOMPARE(quit.size(), 0);
    QVERIFY(!console.engine.wasShutDown());
    window.bringToFront();
    QVERIFY(window.isVisible());
}

void TstMainWindow::closingWithoutATrayAsksAndQuits()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    window.setHidesOnClose(false);
    const QSignalSpy quit(&window, &MainWindow::quitRequested);
    window.close();
    QVERIFY(window.isVisible());
    QCOMPARE(quit.size(), 0);
    QTRY_VERIFY(question(window));
    button(*question(window), QMessageBox::AcceptRole)->click();
    QTRY_COMPARE(quit.size(), 1);
}

void TstMainWindow::cancellingTheQuestionKeepsTheWindow()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    window.setHidesOnClose(false);
    const QSignalSpy quit(&window, &MainWindow::quitRequested);
    window.close();
    QTRY_VERIFY(question(window));
    button(*question(window), QMessageBox::RejectRole)->click();
    QTRY_VERIFY(!question(window));
    QVERIFY(window.isVisible());
    QCOMPARE(quit.size(), 0);
}

void TstMainWindow::quitIsRequestedOnce()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    const QSignalSpy quit(&window, &MainWindow::quitRequested);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_Q, Qt::ControlModifier);
    QTest::keyClick(&window, Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(quit.size(), 1);
    QCOMPARE(window.connectionText(), QStringLiteral("正在停止…"));
    window.close(); // while the engine stops: closes for good
    QVERIFY(!window.isVisible());
    QCOMPARE(quit.size(), 1);
}

void TstMainWindow::saysWhenTheEngineIsLostAndFound()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(window.connectionText(), QStringLiteral("引擎运行中"));
    console.engine.lose();
    QTRY_COMPARE(window.connectionText(), QStringLiteral("引擎无法连接"));
    const auto shownNotice = [&]() -> NoticeBar* {
        for (NoticeBar* notice : window.findChildren<NoticeBar*>()) {
            if (notice->isVisible() && notice->title() == QStringLiteral("节点未运行"))
                return notice;
        }
        return nullptr;
    };
    QVERIFY(shownNotice());
    window.setLanguage(QStringLiteral("en"));
    QTRY_COMPARE(window.connectionText(), QStringLiteral("Engine not reachable"));
    console.engine.comeBack();
    QTRY_COMPARE(window.connectionText(), QStringLiteral("Engine running"));
    QVERIFY(!shownNotice());
}

void TstMainWindow::remembersPageLanguageAndTheme()
{
    ConsoleFixture console;
    {
        MainWindow& window = console.open(test::ministryNode());
        window.setHidesOnClose(true);
        window.showPage(ConsolePage::Links);
        window.resize(1000, 650);
        window.close();
        console.window.reset();
    }
    MainWindow& again = console.open(test::ministryNode());
    QCOMPARE(again.navigation().current(), 1);
    QCOMPARE(again.size(), QSize(1000, 650));
}

void TstMainWindow::everyPageIsReachedByKeyboard()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(window.header().title(), QStringLiteral("链路"));
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(window.header().title(), QStringLiteral("总览"));
}

void TstMainWindow::fitsOnASmallScreen_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("zh_CN") << QStringLiteral("zh_CN");
    QTest::newRow("en") << QStringLiteral("en");
}

void TstMainWindow::fitsOnASmallScreen()
{
    QFETCH(QString, language);
    ConsoleFixture console(language);
    MainWindow& window = console.open(test::ministryNode());
    QTRY_VERIFY(window.overview().subscriptions().table()->model()->rowCount() > 0);
    window.resize(1366, 728); // 768 without a title bar
    QVERIFY(window.minimumSizeHint().width() <= 1366);
    for (const QScrollArea* area : window.findChildren<QScrollArea*>()) {
        if (!area->isVisible())
            continue;
        QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
        QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
    }
}

void TstMainWindow::damagedSettingsDoNoHarm()
{
    ConsoleFixture console;
    console.settings.setValue(settings_keys::kPage, 99);
    console.settings.setValue(settings_keys::kGeometry, QByteArray("nonsense"));
    console.settings.setValue(settings_keys::kTheme, QStringLiteral("pink"));
    console.settings.setValue(settings_keys::kLanguage, QStringLiteral("tlh"));
    const MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(window.connectionText(), QStringLiteral("引擎运行中"));
    QVERIFY(window.width() >= window.minimumWidth());
}

BUSHENG_TEST(TstMainWindow)
#include "tst_main_window.moc"
