// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/gui/sample_structures.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/mapping_dialog.h"
#include "ui/dialogs/overtaken_dialog.h"
#include "ui/dialogs/structure_dialog.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QJsonArray>

using namespace busheng;
using busheng::test::ConsoleFixture;
using busheng::test::FakeEngine;

/// The structure of a subscription beside its target, what is ordered about it, and its mapping.
class TstStructure : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looks_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::newRow("zh-light") << QStringLiteral("zh_CN") << QStringLiteral("light");
        QTest::newRow("en-light") << QStringLiteral("en") << QStringLiteral("light");
        QTest::newRow("en-dark") << QStringLiteral("en") << QStringLiteral("dark");
    }
    void looks()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        open(language, theme);
        auto* shown = openStructure();
        QCOMPARE(shown->tables()->model()->rowCount(), 3);
        shown->tables()->setCurrentIndex(shown->tables()->model()->index(1, 0));
        QCOMPARE(shown->columns()->model()->rowCount(), 4);
        QVERIFY(shown->found().contains(QStringLiteral("full_name")));
        QVERIFY(shown->statements().contains(QStringLiteral("ADD COLUMN \"phone\"")));
        shown->copyButton()->click();
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(QStringLiteral("PRIMARY KEY (\"id\")\n);")));
        save(*shown, "structure");
        shown->onlyDifferent()->setChecked(true);
        QCOMPARE(shown->tables()->model()->rowCount(), 2);
        QTest::keyClicks(shown->search(), QStringLiteral("place"));
        QCOMPARE(shown->tables()->model()->rowCount(), 1);
        QCOMPARE(shown->columns()->model()->rowCount(), 2);
        shown->reject();
        openMapping();
        auto* mapping = test::openDialog<MappingDialog>(*m_window);
        QTRY_COMPARE(mapping->tables()->model()->rowCount(), 3);
        mapping->tables()->setCurrentIndex(mapping->tables()->model()->index(1, 0));
        QTRY_VERIFY(mapping->findings().contains(QStringLiteral("ADD COLUMN")));
        QAbstractItemModel& columns = *mapping->columns()->model();
        QVERIFY(columns.setData(columns.index(3, MappingColumnModel::Name), Qt::Unchecked, Qt::CheckStateRole));
        save(*mapping, "mapping");
        mapping->checkButton()->click();
        const QModelIndex state = mapping->tables()->model()->index(1, MappingTableModel::State);
        QTRY_COMPARE(state.data(MappingTableModel::StateRole).toInt(), int(StructureState::Differs));
        QVERIFY(mapping->laterTables()->isEnabled() && !mapping->laterColumns()->isEnabled()); // one is left out
        mapping->undoButton()->click();
        mapping->reject(); // nothing is changed, nothing is asked
        QTRY_VERIFY(m_window->findChild<MappingDialog*>() == nullptr);
    }

    void runsTheStatementsOnAPersonsOrder()
    {
        open();
        auto* shown = openStructure();
        shown->runButton()->click();
        QCOMPARE(m_console->engine.callCount(QStringLiteral("alterTarget")), 0); // asked first
        test::answerQuestion(*m_window, QStringLiteral("执行"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("structure")), 2); // it looks again
        const auto call = callOf(QStringLiteral("alterTarget"));
        QCOMPARE(call.params.value(QStringLiteral("subscription")).toString(), QStringLiteral("安徽_行政区划"));
        QCOMPARE(call.params.value(QStringLiteral("statements")).toArray().size(), 2);
        QTRY_VERIFY(shown->summary().contains(u'2'));
        // A refusal says why, and the statements stay to be read.
        QTRY_VERIFY(shown->runButton()->isEnabled());
        m_console->engine.failNext(QStringLiteral("alterTarget"),
                                   makeEvent(ErrorCode::Sql, events::TGT_RIGHTS,
                                             {QStringLiteral("部级中心库"), QStringLiteral("clerk"), QString()},
                                             QStringLiteral("permission denied")));
        shown->runButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("执行"));
        QTRY_VERIFY(shown->notice().isVisible());
        QVERIFY(!shown->statements().isEmpty());
        shown->reject();
    }

    void approvesWhatTheSubscriptionWaitsWith()
    {
        open();
        StructureSnapshot waiting = test::someStructure();
        waiting.waitsForApproval = true;
        m_console->engine.fakeStructures().setShown(waiting);
        auto* shown = openStructure();
        QCOMPARE(shown->runButton()->text(), QStringLiteral("批准…"));
        m_console->engine.failNext(
            QStringLiteral("approveStructure"),
            makeEvent(ErrorCode::Auth, events::REV_WAITING, {QStringLiteral("7")}, QStringLiteral("waits")));
        shown->runButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("批准"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("approveStructure")), 1);
        QTRY_VERIFY(shown->summary().contains(QStringLiteral("另一人"))); // four eyes: no failure
        QVERIFY(!shown->notice().isVisible());
        shown->reject();
    }

    void loadsOneTableAnewAndShowsHowFarItIs()
    {
        open();
        auto* shown = openStructure();
        shown->tables()->setCurrentIndex(shown->tables()->model()->index(0, 0));
        shown->reloadButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("重新装载"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("reload")), 1);
        QCOMPARE(callOf(QStringLiteral("reload")).params.value(QStringLiteral("table")).toString(),
                 QStringLiteral("public.region"));
        NodeSnapshot node = test::ministryNode();
        node.subscriptions.front().tables = {{QStringLiteral("public.region"), 1'200, 3'400}};
        m_console->engine.setNode(node);
        const QModelIndex load = shown->tables()->model()->index(0, StructureTableModel::Load);
        QTRY_VERIFY(load.data().toString().contains(QStringLiteral("3,400")));
        QVERIFY(!shown->reloadButton()->isEnabled()); // once is enough
        node.subscriptions.front().tables.clear();
        m_console->engine.setNode(node);
        QTRY_VERIFY(shown->summary().contains(QStringLiteral("装载完毕")));
        shown->parkButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("让其等待"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("parkTable")), 1);
        shown->reject();
    }

    void saysWhyItCouldNotLook()
    {
        open();
        m_console->engine.failNext(QStringLiteral("structure"),
                                   makeEvent(ErrorCode::Sql, events::TGT_UNAVAILABLE,
                                             {QStringLiteral("部级中心库"), QStringLiteral("refused")},
                                             QStringLiteral("no connection")));
        action(QStringLiteral("结构与表…"))->trigger();
        auto* shown = test::openDialog<StructureDialog>(*m_window);
        QTRY_VERIFY(shown->notice().isVisible());
        QVERIFY(!shown->runButton()->isEnabled() && !shown->reloadButton()->isEnabled());
        shown->lookButton()->click();
        QTRY_COMPARE(shown->tables()->model()->rowCount(), 3);
        shown->reject();
    }

    void editsAMappingUndoesAndSavesIt()
    {
        open();
        openMapping();
        auto* form = test::openDialog<MappingDialog>(*m_window);
        QTRY_COMPARE(form->tables()->model()->rowCount(), 3);
        QVERIFY(!form->saveButton()->isEnabled()); // nothing is other yet
        form->tables()->setCurrentIndex(form->tables()->model()->index(1, 0));
        QAbstractItemModel& columns = *form->columns()->model();
        QAbstractItemModel& tables = *form->tables()->model();
        QVERIFY(columns.setData(columns.index(1, MappingColumnModel::Target), QStringLiteral("name"), Qt::EditRole));
        QVERIFY(tables.setData(tables.index(2, MappingTableModel::Name), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!form->laterTables()->isEnabled());
        form->undoButton()->click();
        QVERIFY(form->laterTables()->isEnabled());
        form->redoButton()->click();
        form->tables()->setCurrentIndex(tables.index(1, 0)); // it went where the step was
        QVERIFY(columns.setData(columns.index(2, MappingColumnModel::Target), QStringLiteral("name"), Qt::EditRole));
        QVERIFY(!form->saveButton()->isEnabled()); // two of one name
        QVERIFY(form->summary().contains(QStringLiteral("name")));
        form->tables()->setCurrentIndex(tables.index(0, 0));
        QVERIFY(!form->saveButton()->isEnabled()); // whatever is looked at
        form->undoButton()->click();
        QTRY_VERIFY(m_console->engine.callCount(QStringLiteral("tryMapping")) > 0); // by itself
        form->saveButton()->click();
        QCOMPARE(m_console->engine.callCount(QStringLiteral("reloadAs")), 0); // asked first
        test::answerQuestion(*m_window, QStringLiteral("保存并重新装载"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("reloadAs")), 1);
        QTRY_VERIFY(m_window->findChild<MappingDialog*>() == nullptr);
        const SubscriptionConfig tried = m_console->engine.fakeStructures().triedSubscription();
        QVERIFY(tried.mappings ==
                (std::vector<TableMapping>{
                    {QStringLiteral("public.region")},
                    {QStringLiteral("public.insured"), {}, {}, {{QStringLiteral("full_name"), QStringLiteral("name")}}},
                    {kOtherTables}}));
    }

    void aNewSubscriptionTakesWhatWasChosen()
    {
        open();
        m_window->overview().subscriptions().subscribeButton()->click();
        auto* form = test::openDialog<SubscriptionForm>(*m_window);
        QTRY_COMPARE(form->target()->count(), 2);
        QVERIFY(!form->mappingButton()->isEnabled()); // of which dataset?
        form->name()->setText(QStringLiteral("n"));
        form->dataset()->setText(QStringLiteral("行政区划"));
        form->mappingButton()->click();
        auto* mapping = test::openDialog<MappingDialog>(*m_window);
        QTRY_COMPARE(mapping->tables()->model()->rowCount(), 3);
        mapping->targetSchema()->setText(QStringLiteral("archive"));
        QAbstractItemModel& tables = *mapping->tables()->model();
        QVERIFY(
            tables.setData(tables.index(0, MappingTableModel::Rows), QStringLiteral("code like '34%'"), Qt::EditRole));
        mapping->saveButton()->click();
        QTRY_COMPARE(form->config().targetSchema, QStringLiteral("archive"));
        QCOMPARE(form->config().mappings.size(), std::size_t{1});
        QCOMPARE(m_console->engine.callCount(QStringLiteral("reloadAs")), 0);
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("addSubscription")), 1);
    }

    /// Saving loads anew: what another one has saved meanwhile is not thrown away unseen, and what was chosen is kept.
    void aMappingThatSomebodyElseHasOvertakenIsAskedAbout()
    {
        open();
        openMapping();
        auto* form = test::openDialog<MappingDialog>(*m_window);
        QTRY_COMPARE(form->tables()->model()->rowCount(), 3);
        form->targetSchema()->setText(QStringLiteral("mine"));
        NodeConfiguration configuration = m_console->engine.configuration();
        for (SubscriptionConfig& one : configuration.subscriptions) {
            if (one.name == QStringLiteral("安徽_行政区划"))
                one.targetSchema = QStringLiteral("theirs");
        }
        m_console->engine.setConfiguration(configuration);
        form->saveButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("保存并重新装载"));
        QTRY_VERIFY(m_window->findChild<OvertakenDialog*>() != nullptr);
        QCOMPARE(m_console->engine.callCount(QStringLiteral("reloadAs")), 0);
        QCOMPARE(form->targetSchema()->text(), QStringLiteral("mine"));
        test::openDialog<OvertakenDialog>(*m_window)->theirsButton()->click();
        QTRY_COMPARE(m_window->findChildren<MappingDialog*>().size(), 1);
        form = test::openDialog<MappingDialog>(*m_window);
        QCOMPARE(form->targetSchema()->text(), QStringLiteral("theirs"));
        QTRY_COMPARE(form->tables()->model()->rowCount(), 3);
        form->targetSchema()->setText(QStringLiteral("mine"));
        form->saveButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("保存并重新装载"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("reloadAs")), 1);
    }

    void aTargetThatIsNotReachedIsNotCalledDifferent()
    {
        open();
        m_console->engine.failNext(QStringLiteral("tryMapping"),
                                   makeEvent(ErrorCode::Sql, events::TGT_UNAVAILABLE,
                                             {QStringLiteral("部级中心库"), QStringLiteral("refused")},
                                             QStringLiteral("no connection")),
                                   -1);
        openMapping();
        auto* form = test::openDialog<MappingDialog>(*m_window);
        QTRY_VERIFY(form->findings().contains(QStringLiteral("部级中心库")));
        QCOMPARE(form->tables()->model()->index(0, MappingTableModel::State).data().toString(), QString());
        form->reject();
    }

    void aMappingThatCannotBeSaysWhy()
    {
        open();
        m_console->engine.failNext(QStringLiteral("tryMapping"),
                                   makeEvent(ErrorCode::Config, events::MAP_REFUSED,
                                             {QStringLiteral("s"), QStringLiteral("public.region"),
                                              QStringLiteral("its filter is not understood")},
                                             QStringLiteral("refused")),
                                   -1);
        openMapping();
        auto* form = test::openDialog<MappingDialog>(*m_window);
        QTRY_VERIFY(form->findings().contains(QStringLiteral("public.region")));
        QVERIFY(!form->tables()->model()->index(0, MappingTableModel::State).data().toString().isEmpty());
        form->reject();
        m_console->engine.clearFailures();
        m_console->engine.failNext(QStringLiteral("datasetStructure"),
                                   makeEvent(ErrorCode::Network, events::LNK_DOWN,
                                             {QStringLiteral("340000"), QStringLiteral("no line")},
                                             QStringLiteral("down")));
        openMapping();
        form = test::openDialog<MappingDialog>(*m_window);
        QTRY_VERIFY(form->notice().isVisible());
        QVERIFY(!form->saveButton()->isEnabled()); // what is there stays as it is
        form->reject();
    }

    void fiveThousandTablesStayFluent()
    {
        open();
        DatasetStructure many = test::someDatasetStructure();
        const std::vector<DescribedColumn> columns(20, many.tables.front().columns.front());
        many.tables.clear();
        for (int i = 0; i < 5'000; ++i)
            many.tables.push_back({QStringLiteral("public.t%1").arg(i), columns});
        m_console->engine.fakeStructures().setDatasetStructure(many);
        openMapping();
        auto* form = test::openDialog<MappingDialog>(*m_window);
        QTRY_COMPARE(form->tables()->model()->rowCount(), 5'000);
        QTest::keyClicks(form->search(), QStringLiteral("t49"));
        QCOMPARE(form->tables()->model()->rowCount(), 111);
        QAbstractItemModel& tables = *form->tables()->model();
        QVERIFY(tables.setData(tables.index(5, MappingTableModel::Name), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(form->config().mappings.size(), std::size_t{5'000});
        // The watch on the window's thread has seen no pause. What was changed is not lost by a key.
        QTest::keyClick(form, Qt::Key_Escape);
        QVERIFY(form->isVisible());
        test::answerQuestion(*m_window, QStringLiteral("不保存并离开"));
        QTRY_VERIFY(m_window->findChild<MappingDialog*>() == nullptr);
    }

private:
    void open(const QString& language = QStringLiteral("zh_CN"), const QString& theme = QStringLiteral("light"))
    {
        m_console = std::make_unique<ConsoleFixture>(language, theme);
        NodeConfiguration configuration = test::ministryConfiguration();
        for (const LinkSnapshot& link : test::ministryNode().links)
            configuration.links.push_back(link.config);
        for (const SubscriptionSnapshot& subscription : test::ministryNode().subscriptions)
            configuration.subscriptions.push_back(subscription.config);
        m_console->engine.setConfiguration(configuration);
        m_console->engine.fakeStructures().setShown(test::someStructure());
        m_console->engine.fakeStructures().setDatasetStructure(test::someDatasetStructure());
        m_console->engine.fakeStructures().setTried(test::triedMapping());
        m_window = &m_console->open(test::ministryNode());
        QTRY_COMPARE(m_window->overview().subscriptions().table()->model()->rowCount(), 4);
        m_window->overview().subscriptions().select(QStringLiteral("in/安徽_行政区划"));
    }
    QAction* action(const QString& text) const
    {
        for (QAction* one : m_window->overview().subscriptions().table()->actions()) {
            if (one->text() == text)
                return one;
        }
        qFatal("there is no such action");
    }
    /// The structure view, when it has been looked at.
    StructureDialog* openStructure()
    {
        m_window->overview().subscriptions().table()->actions().at(1)->trigger();
        auto* shown = test::openDialog<StructureDialog>(*m_window);
        if (!QTest::qWaitFor([shown] { return !shown->isWaiting(); }))
            qFatal("it was not looked at");
        return shown;
    }
    void openMapping() { m_window->overview().subscriptions().table()->actions().at(2)->trigger(); }
    FakeEngine::Call callOf(const QString& method) const
    {
        for (const FakeEngine::Call& call : m_console->engine.calls()) {
            if (call.method == method)
                return call;
        }
        return {};
    }
    static void save(QWidget& dialog, const char* name)
    {
        const QString pictures = qEnvironmentVariable("BUSHENG_SCREENSHOTS", QStringLiteral(BUSHENG_SCREENSHOT_DIR));
        QVERIFY(QDir().mkpath(pictures) &&
                dialog.grab().save(QString(pictures + u'/' + QLatin1String(name) + u'-' +
                                           QLatin1String(QTest::currentDataTag()) + QStringLiteral(".png"))));
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstStructure)
#include "tst_structure.moc"
