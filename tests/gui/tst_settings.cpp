// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "engine/model/upgrade_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_comparisons.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/backup_form.h"
#include "ui/dialogs/backup_plan_form.h"
#include "ui/dialogs/patrol_dialog.h"
#include "ui/dialogs/restore_dialog.h"
#include "ui/pages/backup_card.h"
#include "ui/pages/patrol_card.h"
#include "ui/pages/retention_card.h"
#include "ui/pages/settings_page.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// What an operator sets for himself, and the configuration as a file.
class TstSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        NodeConfiguration configuration = test::ministryConfiguration();
        for (const LinkSnapshot& link : test::ministryNode().links)
            configuration.links.push_back(link.config);
        m_console->engine.setConfiguration(configuration);
        m_window = &m_console->open(test::ministryNode());
        m_window->showPage(ConsolePage::Settings);
        QTRY_VERIFY(page().exportButton()->isEnabled());
    }
    void cleanup()
    {
        m_window->setLanguage(QStringLiteral("zh_CN"));
        m_window->setTheme(QStringLiteral("light"));
        m_console.reset();
    }

    void speaksAnotherLanguageAndTurnsDark()
    {
        choose(page().languages(), QStringLiteral("en"));
        QTRY_COMPARE(page().exportButton()->text(), QStringLiteral("Export…"));
        choose(page().themes(), QStringLiteral("dark"));
        QCOMPARE(m_console->settings.value(settings_keys::kTheme).toString(), QStringLiteral("dark"));
        m_window->setTheme(QStringLiteral("light")); // chosen in the menu: the page follows
        QCOMPARE(page().themes()->currentData().toString(), QStringLiteral("light"));
    }

    void whatIsExportedIsImportedWithoutAChange()
    {
        const QString path = m_directory.filePath(QStringLiteral("node.json"));
        page().exportTo(path);
        QTRY_VERIFY(page().outcome().contains(path));
        page().importFrom(path);
        QTRY_VERIFY(page().outcome().contains(QStringLiteral("不改变")));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("importConfiguration")), 0);
    }

    void keepsRecordsAsLongAsSomebodySays()
    {
        m_console->engine.fakeComparisons().setRetention(test::someRetention());
        RetentionCard& card = page().retention();
        card.refresh();
        const QString runs = QStringLiteral("runs");
        QTRY_VERIFY(card.field(runs) != nullptr);
        QCOMPARE(card.field(runs)->text(), QStringLiteral("永久"));
        QVERIFY(card.about(runs).contains(QStringLiteral("18,240")));
        QCOMPARE(card.field(QStringLiteral("agreements"))->value(), 1095);
        QVERIFY(!card.changeButton()->isEnabled()); // nothing is other than it was
        card.field(runs)->setValue(90);
        card.refresh(); // what was typed stays
        card.changeButton()->click();
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        QVERIFY(m_window->findChild<QMessageBox*>()->informativeText().contains(
            QStringLiteral("9,120"))); // what goes at once, before it goes
        QCOMPARE(m_console->engine.callCount(QStringLiteral("setRetention")), 0);
        test::answerQuestion(*m_window, QStringLiteral("应用"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setRetention")), 1);
        QTRY_VERIFY(!card.changeButton()->isEnabled());
        QCOMPARE(card.field(runs)->value(), 90);
        // What is typed while the effect is asked for is not what the question is about.
        card.field(runs)->setValue(60);
        QTRY_VERIFY(card.changeButton()->isEnabled()); // once the first change is through
        m_console->engine.holdReplies();
        card.changeButton()->click();
        card.field(runs)->setValue(30);
        m_console->engine.releaseReplies();
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        test::answerQuestion(*m_window, QStringLiteral("应用"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setRetention")), 2);
        const auto& calls = m_console->engine.calls();
        const auto last = std::ranges::find(calls.rbegin(), calls.rend(), QStringLiteral("setRetention"),
                                            [](const auto& call) { return call.method; });
        QCOMPARE(last->params.value(QStringLiteral("rules"))[0][QStringLiteral("days")].toInt(), 60);
    }

    void explainsWhyARuleIsRefused()
    {
        m_console->engine.fakeComparisons().setRetention(test::someRetention());
        RetentionCard& card = page().retention();
        card.refresh();
        const QString alarms = QStringLiteral("alarms");
        QTRY_VERIFY(card.field(alarms) != nullptr);
        m_console->engine.failNext(
            QStringLiteral("retention"),
            makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                      {alarms, QStringLiteral("3"), QStringLiteral("0, or a whole number of days from 30")}, alarms));
        card.field(alarms)->setValue(3);
        card.changeButton()->click();
        QTRY_VERIFY(card.notice().isVisible());
        QVERIFY(card.notice().body().contains(QStringLiteral("30")));
        QCOMPARE(card.field(alarms)->value(), 3); // nothing typed is lost
        QVERIFY(card.changeButton()->isEnabled());
    }

    void showsWhatWouldChangeAndTakesItOver()
    {
        const QString path = m_directory.filePath(QStringLiteral("node.json"));
        page().exportTo(path);
        QTRY_VERIFY(page().outcome().contains(path));
        NodeConfiguration other = m_console->engine.configuration();
        other.links.back().enabled = false;
        other.targets.pop_back();
        const NodeConfiguration kept = m_console->engine.configuration();
        m_console->engine.setConfiguration(other);
        page().importFrom(path);
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        const QString changes = test::openDialog<QMessageBox>(*m_window)->informativeText();
        QVERIFY2(changes.contains(QStringLiteral("修改：链路 510000")), qPrintable(changes));
        QVERIFY2(changes.contains(QStringLiteral("新增：目标数据库 镜像库")), qPrintable(changes));
        test::answerQuestion(*m_window, QStringLiteral("取消"));
        QVERIFY(m_console->engine.configuration() == other);
        page().importFrom(path);
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        test::answerQuestion(*m_window, QStringLiteral("导入"));
        QTRY_VERIFY(m_console->engine.configuration() == kept);
    }

    void saysWhatIsWrongWithAFile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("{\"format\": ");
        QTest::newRow("something else") << QByteArray("{\"format\": \"something else\", \"version\": 1}");
        QTest::newRow("an unknown key") << QByteArray(
            "{\"format\": \"busheng-configuration\", \"version\": 1, \"sauces\": []}");
    }
    void saysWhatIsWrongWithAFile()
    {
        QFETCH(const QByteArray, text);
        const QString path = m_directory.filePath(QStringLiteral("wrong.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        page().importFrom(path);
        QTRY_VERIFY(page().notice().isVisible());
        page().importFrom(m_directory.filePath(QStringLiteral("no such file")));
        QTRY_VERIFY(page().notice().isVisible());
        QCOMPARE(m_console->engine.callCount(QStringLiteral("importConfiguration")), 0);
    }

    void saysWhyAFileWasNotWritten()
    {
        page().exportTo(m_directory.filePath(QStringLiteral("no/such/directory/x.json")));
        QTRY_VERIFY(page().notice().isVisible());
    }

    void patrolsNowAndOnPaper()
    {
        m_console->engine.setLedger(test::someLedger(20));
        page().patrol().nowButton()->click();
        auto* dialog = test::openDialog<PatrolDialog>(*m_window);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->pdfButton()->isEnabled(), 30'000);
        QVERIFY(dialog->table()->model()->rowCount() > 10);
        // The sample's node has a link that is down: that comes first, with what to do.
        QCOMPARE(dialog->table()->model()->index(0, PatrolModel::State).data().toString(), QStringLiteral("不正常"));
        QVERIFY(!dialog->remedy().isEmpty());
        dialog->writeTo(m_directory.filePath(QStringLiteral("no/such/folder.pdf")));
        QTRY_VERIFY(dialog->notice().isVisible());
        const QString path = m_directory.filePath(QStringLiteral("patrol.pdf"));
        dialog->writeTo(path);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->conclusion().contains(path), 30'000);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().startsWith("%PDF"));
        dialog->reject();
    }

    void patrolsByATimetable()
    {
        QTRY_COMPARE(m_window->connectionText(), QStringLiteral("引擎运行中")); // an engine that is away is waited for
        PatrolCard& card = page().patrol();
        QVERIFY(!card.schedule().due());
        choose(card.times(), QStringLiteral("daily 07:30"));
        QVERIFY(!card.schedule().due()); // where to?
        card.folder()->setText(m_directory.path());
        Q_EMIT card.folder()->editingFinished();
        const auto due = card.schedule().due();
        QVERIFY(due.has_value());
        card.schedule().check(*due - 1); // nothing yet
        QCOMPARE(card.schedule().due(), due);
        card.schedule().check(*due);
        QTRY_VERIFY_WITH_TIMEOUT(!card.outcome().isEmpty(), 10'000);
        QVERIFY2(card.outcome().contains(QStringLiteral("/patrol-")), qPrintable(card.outcome()));
        QVERIFY(*card.schedule().due() > *due);
        choose(card.times(), QString());
        QVERIFY(!card.schedule().due());
    }

    void backsTheNodeUpAndLooksThroughIt()
    {
        BackupCard& card = page().backups();
        QTRY_VERIFY(card.makeAction()->isEnabled());
        card.makeAction()->trigger();
        auto* form = test::openDialog<BackupForm>(*m_window);
        const QString path = QDir::toNativeSeparators(m_directory.filePath(QStringLiteral("a.bsbk")));
        form->file()->setText(QStringLiteral("a.bsbk"));
        form->passphrase()->edit()->setText(QStringLiteral("long enough"));
        form->repeated()->edit()->setText(QStringLiteral("long enough"));
        QVERIFY(!form->startButton()->isEnabled()); // half a path is of no machine
        form->file()->setText(path);
        form->repeated()->edit()->setText(QStringLiteral("something else"));
        QVERIFY(!form->startButton()->isEnabled() && !form->hint().isEmpty());
        form->repeated()->edit()->setText(QStringLiteral("long enough"));
        m_console->engine.failNext(
            QStringLiteral("makeBackup"),
            makeEvent(ErrorCode::Storage, events::BCK_NO_ROOM, {path, QStringLiteral("90"), QStringLiteral("3")}, {}));
        form->startButton()->click();
        QTRY_VERIFY(form->notice().isVisible());
        QCOMPARE(form->passphrase()->text(), QStringLiteral("long enough")); // nothing typed is lost
        m_console->engine.holdReplies();
        form->startButton()->click();
        QTRY_VERIFY(form->stopButton()->isVisible());
        NodeSnapshot node = m_console->engine.node();
        node.backup = {QStringLiteral("backup"), path, 30, 120, node.backup.changes};
        m_console->engine.setNode(node);
        QTRY_COMPARE(form->progress()->value(), form->progress()->maximum() / 4);
        QTRY_VERIFY(card.progress()->isVisible() && !card.makeAction()->isEnabled());
        node.backup.work.clear();
        m_console->engine.setNode(node);
        m_console->engine.releaseReplies();
        QTRY_COMPARE(card.table()->model()->rowCount(), 1);
        const QAbstractItemModelTester tester(card.table()->model());
        QTRY_VERIFY(m_window->findChild<BackupForm*>() == nullptr);

        QTRY_VERIFY(card.verifyAction()->isEnabled());
        card.verifyAction()->trigger();
        form = test::openDialog<BackupForm>(*m_window);
        QCOMPARE(form->file()->text(), path);
        QVERIFY(!form->startButton()->isEnabled());
        form->passphrase()->edit()->setText(QStringLiteral("long enough"));
        form->startButton()->click();
        QTRY_COMPARE(card.table()->model()->index(0, BackupModel::State).data().toString(), QStringLiteral("完好"));
    }

    void saysWhatFailedInTheBackground()
    {
        BackupCard& card = page().backups();
        QTRY_VERIFY(card.makeAction()->isEnabled());
        card.makeAction()->trigger();
        auto* form = test::openDialog<BackupForm>(*m_window);
        const QString path = QDir::toNativeSeparators(m_directory.filePath(QStringLiteral("b.bsbk")));
        form->file()->setText(path);
        for (PasswordField* field : {form->passphrase(), form->repeated()})
            field->edit()->setText(QStringLiteral("long enough"));
        m_console->engine.failNext(
            QStringLiteral("makeBackup"),
            makeEvent(ErrorCode::Storage, events::BCK_NO_ROOM, {path, QStringLiteral("90"), QStringLiteral("3")}, {}));
        m_console->engine.holdReplies();
        form->startButton()->click();
        QTRY_VERIFY(form->stopButton()->isVisible());
        form->close(); // as by the window's own button
        QVERIFY(!form->isVisible() && form->passphrase()->text().isEmpty());
        QVERIFY(!page().notice().isVisible());
        m_console->engine.releaseReplies();
        QTRY_VERIFY(page().notice().isVisible());
        QTRY_VERIFY(m_window->findChild<BackupForm*>() == nullptr);
    }

    void changesTheTimesWhileAnotherPassphraseWaits()
    {
        BackupCard& card = page().backups();
        BackupShelf shelf;
        shelf.plan = {QStringLiteral("daily 02:00"), m_directory.path(), 3};
        shelf.hasPassphrase = true;
        m_console->engine.fakeBackup().setShelf(shelf);
        card.refresh();
        QTRY_VERIFY(card.planText().contains(QStringLiteral("02:00")));
        card.planAction()->trigger();
        auto* form = test::openDialog<BackupPlanForm>(*m_window);
        form->times()->setLine(QStringLiteral("weekly sat 03:30"));
        for (PasswordField* field : {form->passphrase(), form->repeated()})
            field->edit()->setText(QStringLiteral("another in the vault"));
        m_console->engine.failNext(QStringLiteral("setSecret"),
                                   makeEvent(ErrorCode::Auth, events::REV_WAITING, {QStringLiteral("7")}, {}));
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setBackupPlan")), 1);
        QCOMPARE(m_console->engine.fakeBackup().shelf().plan.times, QStringLiteral("weekly sat 03:30"));
    }

    void setsTheTimetableOfBackupsAndSaysHowToRestore()
    {
        BackupCard& card = page().backups();
        QTRY_VERIFY(card.planAction()->isEnabled());
        card.planAction()->trigger();
        auto* form = test::openDialog<BackupPlanForm>(*m_window);
        form->times()->setLine(QStringLiteral("weekly sat 03:30"));
        form->directory()->setText(QDir::toNativeSeparators(m_directory.path()));
        QVERIFY(!form->saveButton()->isEnabled()); // without a passphrase there would be alarms only
        form->times()->times()->setText(QStringLiteral("at night"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->times()->setLine(QStringLiteral("weekly sat 03:30"));
        form->passphrase()->edit()->setText(QStringLiteral("kept in the vault"));
        form->repeated()->edit()->setText(QStringLiteral("kept in the vault"));
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setBackupPlan")), 1);
        QCOMPARE(m_console->engine.callCount(QStringLiteral("setSecret")), 1);
        QTRY_VERIFY(card.planText().contains(QStringLiteral("03:30")));
        card.restoreAction()->trigger();
        auto* restore = test::openDialog<RestoreDialog>(*m_window);
        QVERIFY(restore->commands().contains(QStringLiteral("busheng-node restore --from ")));
        QVERIFY(restore->commands().contains(m_console->engine.node().code));
        restore->reject();
    }

private:
    SettingsPage& page() { return m_window->settings(); }
    static void choose(QComboBox* box, const QString& value)
    {
        box->setCurrentIndex(box->findData(value));
        Q_EMIT box->activated(box->currentIndex());
    }

    QTemporaryDir m_directory;
    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstSettings)
#include "tst_settings.moc"
