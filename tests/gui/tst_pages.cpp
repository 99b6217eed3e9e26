// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/charts/time_chart.h"
#include "ui/pages/alarms_card.h"
#include "ui/pages/flow_charts.h"
#include "ui/pages/flow_details_card.h"
#include "ui/pages/flow_stages_card.h"
#include "ui/pages/links_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/stage_bar.h"

#include <QClipboard>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>

using namespace busheng;
using busheng::test::ConsoleFixture;

class TstPages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatIsMissingOnAnEmptyNode();
    void snapshotsFlowIntoTheTable();
    void selectionStaysWhileRowsChange();
    void stagesShowWhatWaits();
    void publicationsShowTheirSubscribers();
    void alarmsShowCauseAndRemedyAndAreCopied();
    void stoppedSubscriptionShowsErrorAndRemedy();
    void rowsOfAFailedQualityCheckAreAcceptedAfterAQuestion();
    void chartsDrawWhatWasRecorded();
    void pausesAndResumesTheSelectedSubscription();
    void refusedPauseIsExplained();
    void linksShowWhoAuthenticated();
    void brokenLinkIsExplained();
    void hostileNamesStayText();

private:
    static QTableView& table(MainWindow& window) { return *window.overview().subscriptions().table(); }
    static QString cell(MainWindow& window, int row, int column)
    {
        return table(window).model()->index(row, column).data().toString();
    }
    static QPushButton* pauseButton(MainWindow& window) { return window.overview().subscriptions().pauseButton(); }
};

void TstPages::saysWhatIsMissingOnAnEmptyNode()
{
    ConsoleFixture console;
    NodeSnapshot node;
    node.code = QStringLiteral("000000");
    MainWindow& window = console.open(node);
    QTRY_COMPARE(window.connectionText(), QStringLiteral("引擎运行中"));
    QStringList titles;
    for (const EmptyState* empty : window.overview().findChildren<EmptyState*>()) {
        if (empty->isVisible())
            titles.append(empty->title());
    }
    QVERIFY(titles.contains(QStringLiteral("尚无订阅")));
    QVERIFY(titles.contains(QStringLiteral("没有告警")));
    QVERIFY(titles.contains(QStringLiteral("暂无吞吐量")));
    QVERIFY(!window.overview().stagesCard().bar().isVisible());
    QVERIFY(!pauseButton(window)->isVisible());
}

void TstPages::snapshotsFlowIntoTheTable()
{
    ConsoleFixture console;
    NodeSnapshot node = test::ministryNode();
    MainWindow& window = console.open(node);
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    QCOMPARE(cell(window, 0, SubscriptionModel::State), QStringLiteral("实时"));
    QCOMPARE(cell(window, 1, SubscriptionModel::Progress), QStringLiteral("63%"));
    for (int step = 1; step <= 3; ++step) {
        node.subscriptions[0].waitingChanges = step * 1000;
        console.engine.setNode(node);
        QTRY_COMPARE(cell(window, 0, SubscriptionModel::Waiting), QStringLiteral("%1,000").arg(step));
    }
    node.subscriptions.clear();
    console.engine.setNode(node);
    QTRY_COMPARE(table(window).model()->rowCount(), 0);
    QVERIFY(!window.overview().stagesCard().bar().isVisible());
}

void TstPages::selectionStaysWhileRowsChange()
{
    ConsoleFixture console;
    NodeSnapshot node = test::ministryNode();
    MainWindow& window = console.open(node);
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    QCOMPARE(table(window).currentIndex().row(), 0); // something is always selected
    window.overview().subscriptions().select(QStringLiteral("in/广东_单位信息"));
    node.subscriptions.erase(node.subscriptions.begin());
    node.subscriptions[0].rowsLoaded += 1000;
    console.engine.setNode(node);
    QTRY_COMPARE(table(window).model()->rowCount(), 3);
    QCOMPARE(window.overview().subscriptions().selectedKey(), QStringLiteral("in/广东_单位信息"));
    QCOMPARE(table(window).currentIndex().row(), 1);
}

void TstPages::stagesShowWhatWaits()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(window.overview().stagesCard().bar().items().size(), std::size_t(5));
    const auto items = window.overview().stagesCard().bar().items();
    QCOMPARE(items[0].position, QStringLiteral("284,211"));
    QVERIFY(items[1].before == StageBar::Stretch::Even);
    QVERIFY(items[4].before == StageBar::Stretch::Waiting);
    QCOMPARE(items[4].waiting, QStringLiteral("等待 24"));
    window.overview().subscriptions().select(QStringLiteral("in/四川_就业登记"));
    QTRY_COMPARE(window.overview().stagesCard().bar().items()[0].position, QStringLiteral("未知"));
    QVERIFY(window.overview().stagesCard().bar().items()[1].before == StageBar::Stretch::Unknown);
}

void TstPages::publicationsShowTheirSubscribers()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::provinceNode());
    QTRY_COMPARE(table(window).model()->rowCount(), 3);
    window.overview().subscriptions().select(QStringLiteral("out/行政区划/000000/340000/1"));
    QTRY_COMPARE(window.overview().stagesCard().bar().items()[3].position, QStringLiteral("第 7,106 包"));
    QCOMPARE(window.overview().stagesCard().bar().items()[4].waiting, QStringLiteral("等待 2 个数据包"));
    QVERIFY(!pauseButton(window)->isVisible()); // a subscriber is paused at its own node
}

void TstPages::alarmsShowCauseAndRemedyAndAreCopied()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QListView& list = *window.overview().alarms().list();
    QTRY_COMPARE(list.model()->rowCount(), 2);
    const QModelIndex alarm = list.model()->index(0, 0);
    QCOMPARE(alarm.data().toString(), QStringLiteral("链路中断"));
    QVERIFY(alarm.data(AlarmModel::CauseRole).toString().contains(QStringLiteral("四川省人社厅")));
    QVERIFY(alarm.data(AlarmModel::RemedyRole).toString().contains(QStringLiteral("检查网络")));
    list.setCurrentIndex(alarm);
    list.actions().first()->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("LNK_DOWN")));
    NodeSnapshot calm = test::ministryNode();
    calm.alarms.clear();
    console.engine.setNode(calm);
    QTRY_COMPARE(list.model()->rowCount(), 0);
}

void TstPages::stoppedSubscriptionShowsErrorAndRemedy()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    const NoticeBar& notice = window.overview().stagesCard().notice();
    QVERIFY(!notice.isVisible());
    window.overview().subscriptions().select(QStringLiteral("in/四川_就业登记"));
    QVERIFY(notice.isVisible());
    QCOMPARE(notice.title(), QStringLiteral("目标表结构不符"));
    QVERIFY(notice.body().contains(QStringLiteral("employment_record")));
    QVERIFY(notice.body().contains(QStringLiteral("请修改目标表")));
    notice.findChild<QToolButton*>()->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("no such column: HJDZ")));
}

void TstPages::rowsOfAFailedQualityCheckAreAcceptedAfterAQuestion()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::qualityNode());
    QTRY_COMPARE(table(window).model()->rowCount(), 1);
    QPushButton* button = window.overview().details().acceptButton();
    QTRY_VERIFY(button->isVisible());
    const auto answer = [&](const QString& text) {
        button->click();
        auto* question = window.findChild<QMessageBox*>();
        QVERIFY(question != nullptr && question->isVisible());
        QVERIFY(question->informativeText().contains(QStringLiteral("2,975")));
        for (QAbstractButton* choice : question->buttons()) {
            if (choice->text() == text)
                choice->click();
        }
        QTRY_VERIFY(window.findChild<QMessageBox*>() == nullptr);
    };
    answer(QStringLiteral("取消"));
    QCOMPARE(console.engine.callCount(QStringLiteral("acceptFindings")), 0);
    answer(QStringLiteral("接受"));
    QTRY_COMPARE(console.engine.callCount(QStringLiteral("acceptFindings")), 1);
    QTRY_VERIFY(!button->isVisible());
}

void TstPages::chartsDrawWhatWasRecorded()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    OverviewPage& page = window.overview();
    SubscriptionRow row = subscriptionRows(test::ministryNode()).at(0);
    const qint64 now = page.monotonicMs();
    for (int second = 60; second >= 1; --second) {
        row.rowsPerSecond = second == 30 ? 37'000 : 12'000;
        page.record(now - second * 1000, {row});
    }
    page.subscriptions().select(QStringLiteral("in/广东_参保人员"));
    page.subscriptions().select(QStringLiteral("in/安徽_行政区划"));
    QVERIFY(!page.charts().throughput().showsEmptyState());
    QVERIFY(!page.charts().lag().showsEmptyState());
    QCOMPARE(page.charts().throughput().maximum(), 40'000.0);
}

void TstPages::pausesAndResumesTheSelectedSubscription()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    QCOMPARE(pauseButton(window)->text(), QStringLiteral("暂停"));
    pauseButton(window)->click();
    QVERIFY(!pauseButton(window)->isEnabled());
    pauseButton(window)->click(); // a double click asks once
    QTRY_COMPARE(cell(window, 0, SubscriptionModel::State), QStringLiteral("暂停"));
    QCOMPARE(console.engine.callCount(QStringLiteral("pause")), 1);
    QTRY_COMPARE(pauseButton(window)->text(), QStringLiteral("恢复"));
    pauseButton(window)->click();
    QTRY_COMPARE(cell(window, 0, SubscriptionModel::State), QStringLiteral("实时"));
    QCOMPARE(console.engine.callCount(QStringLiteral("resume")), 1);
}

void TstPages::refusedPauseIsExplained()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    console.engine.failNext(QStringLiteral("pause"),
                            makeEvent(ErrorCode::Storage, events::DSK_FULL,
                                      {QStringLiteral("/data"), QStringLiteral("ENOSPC")}, QStringLiteral("journal")));
    pauseButton(window)->click();
    const auto notice = [&] {
        for (const NoticeBar* bar : window.overview().findChildren<NoticeBar*>()) {
            if (bar->isVisible() && bar->title() == QStringLiteral("磁盘已满"))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(notice());
    QVERIFY(pauseButton(window)->isEnabled());
}

void TstPages::linksShowWhoAuthenticated()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    window.showPage(ConsolePage::Links);
    const QAbstractItemModel* model = window.links().table()->model();
    QTRY_COMPARE(model->rowCount(), 3);
    QCOMPARE(model->index(0, LinkModel::State).data().toString(), QStringLiteral("已连接"));
    QVERIFY(model->index(0, LinkModel::Subject).data().toString().contains(QStringLiteral("CN=340000")));
    QVERIFY(model->index(0, LinkModel::Suite).data().toString().contains(QStringLiteral("TLSv1.3")));
}

void TstPages::brokenLinkIsExplained()
{
    ConsoleFixture console;
    MainWindow& window = console.open(test::ministryNode());
    window.showPage(ConsolePage::Links);
    QTableView& links = *window.links().table();
    QTRY_COMPARE(links.model()->rowCount(), 3);
    QVERIFY(!window.links().notice().isVisible());
    links.setCurrentIndex(links.model()->index(2, 0));
    QVERIFY(window.links().notice().isVisible());
    QVERIFY(window.links().notice().body().contains(QStringLiteral("connection timed out")));
}

void TstPages::hostileNamesStayText()
{
    const QString hostile = QStringLiteral("<h1 style='font-size:200px'>x</h1><img src='file:///etc/passwd'>\n") +
                            QChar(0x202E) + QStringLiteral("evil &Quit");
    ConsoleFixture console;
    NodeSnapshot node = test::ministryNode();
    node.name = hostile;
    node.certificateSubject = hostile;
    node.listenAddress = hostile;
    node.subscriptions[0].config = {hostile, hostile, hostile, hostile, false, true};
    node.subscriptions[0].error = events::TGT_CONFLICT;
    node.subscriptions[0].errorArgs = {hostile, hostile, hostile};
    node.subscriptions[0].qualityFindings = {hostile};
    node.links[0].config.peerName = hostile;
    node.links[0].peerSubject = hostile;
    node.alarms[0].args = {hostile, hostile};
    node.alarms[0].subject = hostile;
    MainWindow& window = console.open(node);
    QTRY_COMPARE(table(window).model()->rowCount(), 4);
    window.resize(1366, 728);
    QVERIFY(window.grab().width() > 0);
    QCOMPARE(window.width(), 1366); // a name does not blow the window up
    for (const QLabel* label : window.findChildren<QLabel*>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), qPrintable(label->text()));
        QVERIFY(!label->text().contains(QChar(0x202E)));
    }
    for (const QWidget* widget : window.findChildren<QWidget*>())
        QVERIFY2(!widget->toolTip().contains(QStringLiteral("<img")), qPrintable(widget->toolTip()));
    QVERIFY(!window.windowTitle().contains(QChar(0x202E)));
    QVERIFY(!window.windowTitle().contains(u'\n'));
    for (const QMenu* menu : window.findChildren<QMenu*>())
        for (const QAction* action : menu->actions())
            QVERIFY(!action->text().contains(QStringLiteral("evil")));
}

BUSHENG_TEST(TstPages)
#include "tst_pages.moc"
