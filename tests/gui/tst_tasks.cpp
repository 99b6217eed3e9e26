// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/export_fields.h"
#include "ui/dialogs/overtaken_dialog.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/dialogs/task_form.h"
#include "ui/pages/failed_files_card.h"
#include "ui/pages/failures_page.h"
#include "ui/pages/task_runs_card.h"
#include "ui/pages/tasks_page.h"
#include "ui/widgets/name_field.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/timetable_field.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// File tasks as an operator makes, watches and mends them.
class TstTasks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        const NodeSnapshot node = test::filesNode();
        NodeConfiguration configuration;
        for (const LinkSnapshot& link : node.links)
            configuration.links.push_back(link.config);
        for (const FileTaskSnapshot& task : node.fileTasks)
            configuration.fileTasks.push_back(task.config);
        m_console->engine.setConfiguration(configuration);
        m_console->engine.setFileRuns(test::someRuns());
        m_console->engine.setFileRows(test::someFiles());
        m_window = &m_console->open(node);
        m_window->showPage(ConsolePage::Tasks);
        QTRY_COMPARE(page().table()->model()->rowCount(), 4);
    }
    void cleanup() { m_console.reset(); }

    void showsTasksInWords()
    {
        const QAbstractItemModelTester tester(page().table()->model());
        QCOMPARE(cell(QStringLiteral("安徽_联网监测数据上报"), FileTaskModel::Starts), QStringLiteral("每天 23:00"));
        QCOMPARE(cell(QStringLiteral("安徽_联网监测数据上报"), FileTaskModel::State), QStringLiteral("有文件失败"));
        QCOMPARE(cell(QStringLiteral("安徽_参保数据上报"), FileTaskModel::State), QStringLiteral("等待"));
        QVERIFY(cell(QStringLiteral("安徽_参保数据上报"), FileTaskModel::Starts).startsWith(QStringLiteral("每周一")));
        QCOMPARE(cell(QStringLiteral("安徽_档案数据上报"), FileTaskModel::State), QStringLiteral("已停用"));
        QCOMPARE(cell(QStringLiteral("安徽_档案数据上报"), FileTaskModel::Starts),
                 QStringLiteral("每月 1 日、15 日和最后一日 02:30"));
        page().select(QStringLiteral("安徽_参保数据上报"));
        QVERIFY(page().heldUp().isVisible()); // why it waits, and what to do
        page().search()->setText(QStringLiteral("参保"));
        QCOMPARE(page().table()->model()->rowCount(), 1);
    }

    void makesATask()
    {
        page().addButton()->click();
        auto* form = test::openDialog<TaskForm>(*m_window);
        QVERIFY(!form->saveButton()->isEnabled());
        form->name()->setName(QStringLiteral("安徽_联网监测数据上报"));
        QVERIFY(form->hint().contains(QStringLiteral("同名")));
        form->name()->setName(QStringLiteral("安徽-联网"));
        QVERIFY(!form->saveButton()->isEnabled()); // §8.2.4: no '-' in a name
        form->name()->setName(QStringLiteral("安徽_社保卡数据上报"));
        QVERIFY(form->saveButton()->isEnabled());
        form->sourceDirectory()->setText(QStringLiteral("/etc"));
        QVERIFY(!form->saveButton()->isEnabled() && form->hint().contains(QStringLiteral("/etc")));
        form->sourceDirectory()->setText(QStringLiteral("../secret"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->sourceDirectory()->setText(QStringLiteral("card/"));
        form->patterns()->setText(QStringLiteral("*.zip， *.xlsx"));
        form->starts()->kind()->setCurrentIndex(form->starts()->kind()->findData(QStringLiteral("daily")));
        form->starts()->times()->setText(QStringLiteral("25:00"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->starts()->times()->setText(QStringLiteral("23：00"));
        QVERIFY(form->starts()->preview().startsWith(QStringLiteral("每天 23:00")));
        form->saveButton()->click();
        QTRY_COMPARE(page().table()->model()->rowCount(), 5);
        const FileTaskConfig added = m_console->engine.configuration().fileTasks.back();
        QCOMPARE(added.name, QStringLiteral("安徽_社保卡数据上报"));
        QCOMPARE(added.peerCode, QStringLiteral("000000"));
        QCOMPARE(added.sourceDirectory, QStringLiteral("card"));
        QCOMPARE(added.patterns, QStringList({QStringLiteral("*.zip"), QStringLiteral("*.xlsx")}));
        QCOMPARE(added.starts, QStringLiteral("daily 23:00"));
        QCOMPARE(page().table()->currentIndex().siblingAtColumn(FileTaskModel::Name).data().toString(), added.name);
    }

    void makesATaskThatSendsRows()
    {
        NodeConfiguration configuration = m_console->engine.configuration();
        configuration.sources = {{QStringLiteral("社保库"), QStringLiteral("postgres"), QStringLiteral("host=/x")},
                                 {QStringLiteral("档案库"), QStringLiteral("sqlite"), QStringLiteral("/x")}};
        m_console->engine.setConfiguration(configuration);
        page().addButton()->click();
        auto* form = test::openDialog<TaskForm>(*m_window);
        QTRY_COMPARE(form->rows()->source()->count(), 2);
        form->name()->setName(QStringLiteral("安徽_参保库数据上报"));
        QVERIFY(!form->rows()->isVisible() && form->patterns()->isVisible());
        form->kind()->setCurrentIndex(1);
        QVERIFY(form->rows()->isVisible() && !form->patterns()->isVisible());
        QVERIFY(!form->saveButton()->isEnabled()); // which table
        form->rows()->table()->setText(QStringLiteral("public.person"));
        QVERIFY(!form->saveButton()->isEnabled()); // which directory
        form->sourceDirectory()->setText(QStringLiteral("exports/person"));
        QVERIFY2(form->saveButton()->isEnabled(), qPrintable(form->hint()));
        form->rows()->what()->setCurrentIndex(1);
        QVERIFY(!form->saveButton()->isEnabled()); // which query
        form->rows()->query()->setPlainText(QStringLiteral("SELECT id FROM person"));
        form->rows()->source()->setCurrentIndex(1);
        form->rows()->format()->setCurrentIndex(1);
        form->saveButton()->click();
        QTRY_COMPARE(page().table()->model()->rowCount(), 5);
        const FileTaskConfig added = m_console->engine.configuration().fileTasks.back();
        QCOMPARE(added.exportSource, QStringLiteral("档案库"));
        QCOMPARE(added.exportTable, QString());
        QCOMPARE(added.exportQuery, QStringLiteral("SELECT id FROM person"));
        QCOMPARE(added.exportFormat, QStringLiteral("jsonl"));
        QCOMPARE(added.sourceDirectory, QStringLiteral("exports/person"));
        // It is shown as it is, and looking at it changes nothing.
        page().select(added.name);
        page().editAction()->trigger();
        auto* again = test::openDialog<TaskForm>(*m_window);
        QVERIFY(again->config() == added);
        QTRY_COMPARE(again->rows()->source()->count(), 2);
        QVERIFY(again->config() == added);
        again->reject();
    }

    void saysWhatBecomesOfFilesAfterwards()
    {
        page().addButton()->click();
        auto* form = test::openDialog<TaskForm>(*m_window);
        form->name()->setName(QStringLiteral("安徽_清理任务"));
        QVERIFY(!form->cleanFetched()->isEnabled() && !form->cleanFreeMiB()->isEnabled());
        form->cleaning()->setCurrentIndex(form->cleaning()->findData(QStringLiteral("archive")));
        QVERIFY(form->cleanAboveMiB()->isEnabled() && !form->cleanFreeMiB()->isEnabled()); // it makes no room
        form->cleaning()->setCurrentIndex(form->cleaning()->findData(QStringLiteral("delete")));
        form->cleanFetched()->setChecked(true);
        form->cleanAboveMiB()->setValue(2048);
        form->cleanFreeMiB()->setValue(512);
        form->atRest()->setCurrentIndex(form->atRest()->findData(QStringLiteral("sealed")));
        QVERIFY2(form->saveButton()->isEnabled(), qPrintable(form->hint()));
        form->split()->setChecked(true);
        QVERIFY(!form->saveButton()->isEnabled() && !form->hint().isEmpty());
        form->split()->setChecked(false);
        form->saveButton()->click();
        QTRY_COMPARE(page().table()->model()->rowCount(), 5);
        const FileTaskConfig added = m_console->engine.configuration().fileTasks.back();
        QVERIFY(added.cleanFetched && added.isSealedAtRest());
        QCOMPARE(added.cleanAboveBytes, qint64(2048) << 20);
        QCOMPARE(added.cleanFreeBytes, qint64(512) << 20);
        page().select(added.name);
        page().editAction()->trigger();
        auto* again = test::openDialog<TaskForm>(*m_window);
        QVERIFY(again->config() == added); // looking at it changes nothing
        again->reject();
    }

    void keepsWhatIsTypedWhenTheEngineRefuses()
    {
        page().addButton()->click();
        auto* form = test::openDialog<TaskForm>(*m_window);
        form->name()->setName(QStringLiteral("安徽_新任务"));
        m_console->engine.failNext(
            QStringLiteral("addTask"),
            makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                      {QStringLiteral("task"), QStringLiteral("name"), QStringLiteral("x"), QStringLiteral("another")},
                      QStringLiteral("refused")));
        form->saveButton()->click();
        QTRY_VERIFY(form->notice().isVisible());
        QCOMPARE(form->config().name, QStringLiteral("安徽_新任务"));
        form->reject();
    }

    void changesATaskAndLeavesTheRest()
    {
        page().select(QStringLiteral("安徽_档案数据上报"));
        page().editAction()->trigger();
        auto* form = test::openDialog<TaskForm>(*m_window);
        FileTaskConfig expected = test::filesNode().fileTasks.back().config;
        QVERIFY(form->config() == expected); // looking at it changes nothing
        form->resends()->setValue(9);
        expected.resends = 9;
        form->saveButton()->click();
        QTRY_VERIFY(m_console->engine.configuration().fileTasks.back() == expected);
    }

    /// Another console saves the same task while a form for it is open: it is said what that changed, before anything
    /// is lost.
    void twoConsolesEditOneTask()
    {
        const QString name = m_console->engine.configuration().fileTasks.front().name;
        page().select(name);
        page().editAction()->trigger();
        auto* form = test::openDialog<TaskForm>(*m_window);
        form->targetDirectory()->setText(QStringLiteral("mine"));
        NodeConfiguration theirs = m_console->engine.configuration();
        theirs.fileTasks.front().priority = 9;
        theirs.fileTasks.front().starts = QStringLiteral("daily 05:00");
        m_console->engine.setConfiguration(theirs); // not even known here yet
        form->saveButton()->click();
        QTRY_VERIFY(form->findChild<OvertakenDialog*>() != nullptr);
        QStringList said;
        const QTableWidget& table = *form->findChild<OvertakenDialog*>()->table();
        for (int row = 0; row < table.rowCount(); ++row)
            said.append(table.item(row, 0)->text() + table.item(row, 1)->text());
        QVERIFY2(said.join(u' ').contains(QStringLiteral("优先级")) && said.join(u' ').contains(u'9'),
                 qPrintable(said.join(u' ')));
        form->findChild<OvertakenDialog*>()->reject();
        QTRY_VERIFY(form->findChild<OvertakenDialog*>() == nullptr);
        QCOMPARE(m_console->engine.callCount(QStringLiteral("addTask")), 0);
        QCOMPARE(form->targetDirectory()->text(), QStringLiteral("mine"));
        form->saveButton()->click();
        QTRY_VERIFY(form->findChild<OvertakenDialog*>() != nullptr);
        form->findChild<OvertakenDialog*>()->mineButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("addTask")), 1);
        QTRY_COMPARE(m_console->engine.configuration().fileTasks.back().name, name); // saved last
        QCOMPARE(m_console->engine.configuration().fileTasks.back().targetDirectory, QStringLiteral("mine"));
    }

    void startsPausesResumesAndStops()
    {
        page().select(QStringLiteral("安徽_联网监测数据上报"));
        QVERIFY(!page().stopAction()->isEnabled());
        page().startAction()->trigger();
        page().startAction()->trigger(); // twice is once
        QTRY_COMPARE(state(), QStringLiteral("running"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("startTask")), 1);
        QTRY_VERIFY(page().pauseAction()->isEnabled());
        page().pauseAction()->trigger();
        QTRY_COMPARE(state(), QStringLiteral("paused"));
        QTRY_VERIFY(page().pauseAction()->isEnabled() && page().pauseAction()->text() == QStringLiteral("恢复"));
        page().pauseAction()->trigger();
        QTRY_COMPARE(state(), QStringLiteral("running"));
        QTRY_VERIFY(page().stopAction()->isEnabled());
        page().stopAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("取消"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("stopTask")), 0);
        page().stopAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("停止"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("stopTask")), 1);
    }

    void removesAfterAQuestion()
    {
        page().select(QStringLiteral("安徽_档案数据上报"));
        page().removeAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("移除"));
        QTRY_COMPARE(page().table()->model()->rowCount(), 3);
    }

    void showsRunsBeyondOnePage()
    {
        std::vector<FileRunRow> many;
        for (qint64 id = 1'200; id > 0; --id) {
            many.push_back(test::someRuns().front());
            many.back().id = id;
        }
        m_console->engine.setFileRuns(many);
        runs().refresh();
        QTableView& table = *runs().runs();
        for (int before = 0; before < 1'200; before = table.model()->rowCount()) {
            QTRY_VERIFY(table.model()->rowCount() > before);
            QTest::keyClick(&table, Qt::Key_End, Qt::ControlModifier);
        }
        QCOMPARE(table.model()->rowCount(), 1'200);
        table.setCurrentIndex(table.model()->index(1'199, 0));
        QCOMPARE(runs().selectedRun()->id, qint64{1});
        // One that cannot be had is asked for again.
        runs().scope()->setCurrentIndex(1);
        QTRY_COMPARE(table.model()->rowCount(), 200);
        m_console->engine.failNext(QStringLiteral("fileRuns"),
                                   makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                                             {QStringLiteral("/j"), QStringLiteral("x")}, QStringLiteral("x")));
        QTest::keyClick(&table, Qt::Key_End, Qt::ControlModifier);
        QTRY_VERIFY(page().notice().isVisible());
        QTest::keyClick(&table, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(&table, Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(table.model()->rowCount(), 400);
        QTest::keyClick(&table, Qt::Key_Up); // Ctrl is up again: whoever selects next, selects and does not toggle
    }

    void showsRunsAndWhatBecameOfEachFile()
    {
        QTRY_COMPARE(runs().runs()->model()->rowCount(), 5);
        const QAbstractItemModelTester runTester(runs().runs()->model());
        QTRY_COMPARE(runs().files()->model()->rowCount(), 6);
        const QAbstractItemModelTester fileTester(runs().files()->model());
        const auto why = [&](int row) { return fileCell(row, FileRowModel::Why); };
        QVERIFY(why(0).isEmpty());
        QVERIFY(!why(2).isEmpty());
        QVERIFY(!fileCell(5, FileRowModel::Path).contains(QChar(0x202E))); // names of others stay text
        runs().files()->selectRow(2);
        for (QAction* action : runs().files()->actions()) {
            if (action->text() == QStringLiteral("复制"))
                action->trigger();
        }
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("FIL_CHANGED")));
    }

    void sendsChosenFilesAgainAfterAPreview()
    {
        QTRY_COMPARE(runs().files()->model()->rowCount(), 6);
        runs().files()->selectRow(2);
        m_console->engine.clearCalls();
        runs().resendAction()->trigger();
        auto* dialog = test::openDialog<ResendDialog>(*m_window);
        QTRY_VERIFY(dialog->sendButton()->isEnabled());
        QCOMPARE(dialog->table()->model()->rowCount(), 1);
        QCOMPARE(resends(false), 0); // only looked at
        m_console->engine.holdReplies();
        dialog->sendButton()->click();
        dialog->sendButton()->click(); // a double click
        QTRY_COMPARE(resends(false), 1);
        m_console->engine.releaseReplies();
        QTRY_VERIFY(m_window->findChild<ResendDialog*>() == nullptr);
        QCOMPARE(resends(false), 1);
    }

    void saysWhenThereIsNothingToSendAgain()
    {
        page().openResend(QStringLiteral("安徽_档案数据上报"), {});
        auto* dialog = test::openDialog<ResendDialog>(*m_window);
        QTRY_VERIFY(dialog->summary().contains(QStringLiteral("没有需要重传的文件")));
        QVERIFY(!dialog->sendButton()->isEnabled());
        dialog->reject();
    }

    void failedFilesStandAmongTheFailures()
    {
        FileResend lies;
        lies.toSend = 2;
        lies.items = {{test::someFiles().at(2).path, QStringLiteral("send"), 3'145'728},
                      {QStringLiteral("unknown.zip"), QStringLiteral("send"), 1}};
        m_console->engine.setFailedFiles(QStringLiteral("安徽_联网监测数据上报"), lies);
        m_window->showPage(ConsolePage::Failures);
        FailedFilesCard& card = m_window->failures().files();
        QTRY_COMPARE(card.table()->model()->rowCount(), 2);
        const QAbstractItemModelTester tester(card.table()->model());
        QVERIFY(!card.table()->model()->index(0, FileRowModel::Why).data().toString().isEmpty());
        card.table()->selectRow(0);
        card.resendAction()->trigger();
        auto* dialog = test::openDialog<ResendDialog>(*m_window);
        QTRY_COMPARE(dialog->table()->model()->rowCount(), 1);
        dialog->reject();
    }

    void aNodeWithoutTasksSaysHowTheyComeToBe()
    {
        m_console->engine.setFileRuns({});
        NodeSnapshot node = test::filesNode();
        node.fileTasks.clear();
        m_console->engine.setNode(node);
        QTRY_COMPARE(page().table()->model()->rowCount(), 0);
        QVERIFY(!page().startAction()->isEnabled());
        QVERIFY(page().addButton()->isEnabled());
    }

private:
    TasksPage& page() { return m_window->tasks(); }
    TaskRunsCard& runs() { return page().runs(); }
    QString cell(const QString& task, int column)
    {
        page().select(task);
        return page().table()->currentIndex().siblingAtColumn(column).data().toString();
    }
    QString fileCell(int row, int column) { return runs().files()->model()->index(row, column).data().toString(); }
    QString state() { return m_console->engine.node().fileTasks.at(1).state; }
    int resends(bool preview)
    {
        return int(std::ranges::count_if(m_console->engine.calls(), [&](const test::FakeEngine::Call& call) {
            return call.method == QStringLiteral("resendFiles") &&
                   call.params.value(QStringLiteral("preview")).toBool() == preview;
        }));
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstTasks)
#include "tst_tasks.moc"
