// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_exchange.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/gate_dialog.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QFile>
#include <QMessageBox>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Publishing and subscribing as an operator does it.
class TstFlowForms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        NodeConfiguration configuration = test::ministryConfiguration();
        for (const LinkSnapshot& link : test::ministryNode().links)
            configuration.links.push_back(link.config);
        for (const SubscriptionSnapshot& subscription : test::ministryNode().subscriptions)
            configuration.subscriptions.push_back(subscription.config);
        m_console->engine.setConfiguration(configuration);
        m_window = &m_console->open(test::ministryNode());
        QTRY_COMPARE(card().table()->model()->rowCount(), 4);
    }
    void cleanup() { m_console.reset(); }

    void subscribes()
    {
        card().subscribeButton()->click();
        auto* form = dialog<SubscriptionForm>();
        QTRY_COMPARE(form->target()->count(), 2);
        QVERIFY(!form->saveButton()->isEnabled());
        form->name()->setText(QStringLiteral("安徽_参保"));
        form->dataset()->setText(QStringLiteral("参保人员"));
        form->peer()->setCurrentIndex(form->peer()->findData(QStringLiteral("340000")));
        form->target()->setCurrentIndex(1);
        QVERIFY(form->saveButton()->isEnabled());
        QVERIFY(!form->newerColumn()->isVisible());
        form->conflicts()->setCurrentIndex(form->conflicts()->findData(QStringLiteral("newer")));
        QVERIFY(form->newerColumn()->isVisible() && !form->saveButton()->isEnabled()); // by which column?
        form->newerColumn()->setText(QStringLiteral("AAE036"));
        form->verifyTimes()->setText(QStringLiteral("when I like"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->verifyTimes()->setText(QStringLiteral("daily 02:30"));
        form->saveButton()->click();
        QTRY_COMPARE(card().table()->model()->rowCount(), 5);
        const SubscriptionConfig added = m_console->engine.configuration().subscriptions.back();
        QCOMPARE(added.peerCode, QStringLiteral("340000"));
        QCOMPARE(added.target, QStringLiteral("镜像库"));
        QCOMPARE(added.onConflict, QStringLiteral("newer:AAE036"));
        QCOMPARE(added.onStructure, QStringLiteral("park"));
        QCOMPARE(added.verifyTimes, QStringLiteral("daily 02:30"));
    }

    void refusesANameThatIsTakenAndKeepsWhatIsRefused()
    {
        card().subscribeButton()->click();
        auto* form = dialog<SubscriptionForm>();
        QTRY_COMPARE(form->target()->count(), 2);
        form->dataset()->setText(QStringLiteral("d"));
        form->name()->setText(QStringLiteral("安徽_行政区划"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->name()->setText(QStringLiteral("another"));
        m_console->engine.failNext(QStringLiteral("addSubscription"),
                                   makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                             {QStringLiteral("subscription"), QStringLiteral("name"),
                                              QStringLiteral("another"), QStringLiteral("a name")},
                                             QStringLiteral("refused")));
        form->saveButton()->click();
        QTRY_VERIFY(form->notice().isVisible());
        QCOMPARE(form->config().dataset, QStringLiteral("d"));
        form->reject();
    }

    void changesPoliciesAndLeavesTheRest()
    {
        card().select(QStringLiteral("in/安徽_行政区划"));
        action(QStringLiteral("修改…"))->trigger();
        auto* form = dialog<SubscriptionForm>();
        SubscriptionConfig expected = test::ministryNode().subscriptions.front().config;
        QVERIFY(form->config() == expected);
        form->conflicts()->setCurrentIndex(form->conflicts()->findData(QStringLiteral("sourceWins")));
        form->saveButton()->click();
        expected.onConflict = QStringLiteral("sourceWins");
        QTRY_VERIFY(m_console->engine.configuration().subscriptions.front() == expected);
    }

    void picksTablesOfThousands()
    {
        QStringList tables;
        for (int i = 0; i < 5'000; ++i)
            tables.append(QStringLiteral("public.t%1").arg(i, 4, 10, QChar(u'0')));
        m_console->engine.setTables(tables);
        card().publishButton()->click();
        auto* form = dialog<DatasetForm>();
        TablePicker& picker = *form->tables();
        QAbstractItemModel& list = *picker.list()->model();
        QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(list.rowCount(), 5'000);
        picker.typed()->setText(QStringLiteral("public.t0001, not_there_yet"));
        QCOMPARE(list.index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QTest::keyClicks(picker.search(), QStringLiteral("T49"));
        QCOMPARE(list.rowCount(), 100);
        QVERIFY(list.setData(list.index(2, 0), Qt::Checked, Qt::CheckStateRole));
        // What was typed and is no table yet stays; what is not shown stays ticked.
        QCOMPARE(picker.tables(), QStringList({QStringLiteral("public.t0001"), QStringLiteral("public.t4902"),
                                               QStringLiteral("not_there_yet")}));
        picker.allButton()->click();
        QCOMPARE(picker.tables().size(), 102);
        picker.noneButton()->click();
        QCOMPARE(picker.tables(), QStringList({QStringLiteral("public.t0001"), QStringLiteral("not_there_yet")}));
        picker.search()->clear();
        picker.allButton()->click(); // all of them, within what a click may take
        QCOMPARE(picker.tables().size(), 5'001);
        QVERIFY(picker.typed()->isReadOnly()); // too many to be written out
        QVERIFY(picker.tables().contains(QStringLiteral("not_there_yet")));
        QVERIFY(list.setData(list.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(picker.tables().size(), 5'000);
        picker.noneButton()->click();
        QCOMPARE(picker.tables(), QStringList(QStringLiteral("not_there_yet")));
        QVERIFY(!picker.typed()->isReadOnly());
        form->reject();
    }

    void aSourceThatDoesNotAnswerLeavesTheTypedNames()
    {
        m_console->engine.failNext(QStringLiteral("listTables"),
                                   makeEvent(ErrorCode::Sql, events::SRC_UNAVAILABLE,
                                             {QStringLiteral("参保库"), QStringLiteral("refused")}, QString()));
        card().publishButton()->click();
        auto* form = dialog<DatasetForm>();
        form->tables()->typed()->setText(QStringLiteral("public.ac01"));
        form->name()->setText(QStringLiteral("参保"));
        QTRY_VERIFY2(form->tables()->note().contains(QStringLiteral("参保库")), qPrintable(form->tables()->note()));
        QCOMPARE(form->config().tables, QStringList{QStringLiteral("public.ac01")});
        QVERIFY(form->saveButton()->isEnabled());
        form->reject();
    }

    void badInputSaysWhatAndWhyAndLosesNothingTyped_data()
    {
        QTest::addColumn<Error>("error");
        const auto row = [](const char* name, ErrorCode code, const QString& event, const QStringList& args) {
            QTest::newRow(name) << makeEvent(code, event, args, QStringLiteral("in detail"));
        };
        const QString source = QStringLiteral("参保库");
        row("wrong password", ErrorCode::Auth, events::SRC_UNAVAILABLE,
            {source, QStringLiteral("password authentication failed for user \"reader\"")});
        row("unreachable peer", ErrorCode::Network, events::LNK_DOWN,
            {QStringLiteral("340000"), QStringLiteral("refused")});
        row("expired certificate", ErrorCode::Tls, events::CRT_EXPIRED,
            {QStringLiteral("340000"), QStringLiteral("2026-01-01")});
        row("the source has vanished", ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("source"), source});
        row("disk full under the journal", ErrorCode::Storage, events::DSK_FULL,
            {QStringLiteral("/var/lib/busheng/journal.sqlite"), QStringLiteral("No space left on device")});
        row("a thread of the engine died", ErrorCode::Internal, events::AGT_WORKER_DIED, {QStringLiteral("cap.d")});
    }
    void badInputSaysWhatAndWhyAndLosesNothingTyped()
    {
        QFETCH(const Error, error);
        card().publishButton()->click();
        auto* form = dialog<DatasetForm>();
        QTRY_COMPARE(form->source()->count(), 1);
        form->name()->setText(QStringLiteral("标准代码"));
        form->description()->setText(QStringLiteral("指标与代码"));
        form->refresh()->setText(QStringLiteral("每夜"));
        form->tables()->typed()->setText(QStringLiteral("public.aa10"));
        m_console->engine.failNext(QStringLiteral("addDataset"), error);
        form->saveButton()->click();
        QTRY_VERIFY(form->notice().isVisible());
        const EventText said = errorText(error);
        QCOMPARE(form->notice().title(), said.title);
        QVERIFY(!said.cause.isEmpty() && !said.remedy.isEmpty());
        QVERIFY2(form->notice().body().contains(said.remedy), qPrintable(form->notice().body()));
        QCOMPARE(form->tables()->typed()->text(), QStringLiteral("public.aa10"));
        form->saveButton()->click(); // mended: what was typed is what is taken
        QTRY_COMPARE(m_console->engine.configuration().datasets.size(), std::size_t{1});
        const DatasetConfig added = m_console->engine.configuration().datasets.back();
        QCOMPARE(added.name, QStringLiteral("标准代码"));
        QCOMPARE(added.description, QStringLiteral("指标与代码"));
        QCOMPARE(added.refresh, QStringLiteral("每夜"));
    }

    void publishes()
    {
        card().publishButton()->click();
        auto* form = dialog<DatasetForm>();
        QTRY_COMPARE(form->source()->count(), 1);
        form->name()->setText(QStringLiteral("标准代码"));
        form->tables()->typed()->setText(QStringLiteral("public.aa10，public.aa26"));
        QVERIFY(form->saveButton()->isEnabled());
        form->grants()->item(0)->setCheckState(Qt::Checked);
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.configuration().datasets.size(), std::size_t{1});
        const DatasetConfig added = m_console->engine.configuration().datasets.back();
        QCOMPARE(added.tables, QStringList({QStringLiteral("public.aa10"), QStringLiteral("public.aa26")}));
        QVERIFY(added.route == Route::Log);
        QCOMPARE(added.grantedTo, QStringList{QStringLiteral("340000")});
        // It appears although nobody subscribed yet, and is changed from there.
        QTRY_COMPARE(card().table()->model()->rowCount(), 5);
        card().select(QStringLiteral("out/标准代码/"));
        action(QStringLiteral("修改…"))->trigger();
        auto* change = dialog<DatasetForm>();
        QCOMPARE(change->config().tables, added.tables);
        QCOMPARE(change->config().grantedTo, added.grantedTo);
        change->reject();
    }

    void publishesByAnotherRoute()
    {
        card().publishButton()->click();
        auto* form = dialog<DatasetForm>();
        QTRY_COMPARE(form->source()->count(), 1);
        form->name()->setText(QStringLiteral("按时间戳"));
        form->tables()->setTables({QStringLiteral("public.aa10")});
        RouteChoice& route = *form->route();
        const QString log = route.explanation()->text();
        route.routes()->setCurrentIndex(route.routes()->findData(static_cast<int>(Route::Timestamp)));
        QVERIFY(!route.explanation()->text().isEmpty());
        QVERIFY(route.explanation()->text() != log);
        QVERIFY(!form->saveButton()->isEnabled()); // by which column?
        route.routeColumn()->setText(QStringLiteral("aae036"));
        QVERIFY(form->saveButton()->isEnabled());
        route.routes()->setCurrentIndex(route.routes()->findData(static_cast<int>(Route::FullCopy)));
        QVERIFY(!form->saveButton()->isEnabled()); // when?
        route.copyTimes()->setText(QStringLiteral("often"));
        QVERIFY(!form->saveButton()->isEnabled());
        route.copyTimes()->setText(QStringLiteral("daily 02:30"));
        QVERIFY(form->saveButton()->isEnabled());
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.configuration().datasets.size(), std::size_t{1});
        const DatasetConfig added = m_console->engine.configuration().datasets.back();
        QVERIFY(added.route == Route::FullCopy);
        QCOMPARE(added.copyTimes, QStringLiteral("daily 02:30"));
        QCOMPARE(added.routeColumn, QString()); // of no meaning to this route
    }

    void loadsAnewAndRemovesAfterAQuestion()
    {
        card().select(QStringLiteral("in/安徽_行政区划"));
        const auto answer = [&](const QString& what, const QString& text) {
            action(what)->trigger();
            auto* question = m_window->findChild<QMessageBox*>();
            QVERIFY(question != nullptr);
            for (QAbstractButton* choice : question->buttons()) {
                if (choice->text() == text)
                    choice->click();
            }
            QTRY_VERIFY(m_window->findChild<QMessageBox*>() == nullptr);
        };
        answer(QStringLiteral("重新装载…"), QStringLiteral("取消"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("reload")), 0);
        answer(QStringLiteral("重新装载…"), QStringLiteral("重新装载"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("reload")), 1);
        answer(QStringLiteral("移除…"), QStringLiteral("移除"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("remove")), 1);
        QTRY_COMPARE(card().table()->model()->rowCount(), 3);
    }

    void signsWhatTheGateFoundNotWithoutAReason()
    {
        m_console->engine.setGateReport(test::someGateReport());
        EngineClient client(m_console->engine);
        QPointer<GateDialog> gate = new GateDialog(client, QStringLiteral("安徽_行政区划"), m_window);
        gate->open();
        QTRY_COMPARE(gate->rules()->topLevelItemCount(), 4);
        QVERIFY(!gate->rules()->topLevelItem(0)->isExpanded());
        QVERIFY(gate->rules()->topLevelItem(2)->isExpanded()); // what is bad is seen at once
        QVERIFY(!gate->signButton()->isEnabled() && !gate->rejectButton()->isEnabled());
        const QString path = m_console->directory.filePath(QStringLiteral("gate.csv"));
        gate->writeTo(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("34010001"));
        gate->writeTo(m_console->directory.filePath(QStringLiteral("not/there.csv")));
        QVERIFY(gate->notice().isVisible());
        gate->reason()->setText(QStringLiteral("已在源端更正"));
        gate->signButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("decideGate")), 1);
        QTRY_VERIFY(gate.isNull());
    }

private:
    SubscriptionsCard& card() { return m_window->overview().subscriptions(); }
    QAction* action(const QString& text)
    {
        for (QAction* one : card().table()->actions()) {
            if (one->text() == text)
                return one;
        }
        qFatal("no action %s", qPrintable(text));
    }
    template <typename Dialog>
    Dialog* dialog()
    {
        for (Dialog* found : m_window->findChildren<Dialog*>()) {
            if (found->isVisible())
                return found;
        }
        qFatal("the dialog is not open");
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstFlowForms)
#include "tst_flow_forms.moc"
