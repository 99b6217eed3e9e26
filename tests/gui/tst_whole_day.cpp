// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console_setup.h"
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/localapi/remote_engine.h"
#include "tests/gui/hand.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"
#include "ui/application_style.h"
#include "ui/client/setup_client.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/dialogs/task_form.h"
#include "ui/main_window.h"
#include "ui/models/verification_model.h"
#include "ui/pages/failed_files_card.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/pages/tasks_page.h"
#include "ui/pages/verification_card.h"
#include "ui/text/translator.h"
#include "ui/text/words.h"
#include "ui/widgets/timetable_field.h"
#include "ui/wizard/first_start_wizard.h"
#include "ui/wizard/summary_step.h"
#include "ui/wizard/welcome_step.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTableView>

#include <algorithm>

using namespace busheng;
using busheng::test::Hand;

/// From an empty machine to the evening of the first day, with a real engine and a second node: the guide, a running
/// subscription, a nightly file task with a file that fails and is sent again, a difference that is found and repaired.
class TstWholeDay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromAnEmptyMachineToTheEvening_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<QString>("language");
        QTest::newRow("by keyboard, in Chinese") << int(Hand::Way::Keyboard) << QStringLiteral("zh_CN");
        QTest::newRow("by mouse, in English") << int(Hand::Way::Mouse) << QStringLiteral("en");
    }
    void fromAnEmptyMachineToTheEvening()
    {
        QFETCH(const int, way);
        QFETCH(const QString, language);
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        settings.setValue(settings_keys::kLanguage, language);
        installTranslator(*qApp, language);
        ConsoleSetup setup({folder.filePath(QStringLiteral("node")), folder.filePath(QStringLiteral("practice")),
                            test::TwoNodes::binary(QStringLiteral("busheng-node")), [] {}});
        const auto state = setup.look();
        QVERIFY_OK(state);
        SetupClient client(setup); // ends the engine and the second node, last
        Hand hand{Hand::Way(way)};
        bool hasEngine = false;
        {
            FirstStartWizard wizard(client, *state, settings);
            connect(&wizard, &FirstStartWizard::ended, &wizard,
                    [&](EngineApi* engine) { hasEngine = engine != nullptr; });
            wizard.show();
            wizard.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&wizard));
            QVERIFY(hand.pick(WelcomeStep::tr("&Practise first")));
            QVERIFY(hand.press(WizardStep::tr("&Next")));
            QVERIFY(hand.press(SummaryStep::tr("&Open the console")));
            QVERIFY(Hand::waitFor([&] { return hasEngine; }));
        }
        auto engine = RemoteEngine::attach(setup.dataDirectory());
        QVERIFY_OK(engine);
        connect(engine->get(), &EngineApi::changed, this, [this](const NodeSnapshot& node) { m_node = node; });
        MainWindow window(**engine, settings);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(Hand::waitFor([&] { return !m_node.links.empty() && m_node.links.front().connected; }));

        QVERIFY(subscribe(hand));
        const QString blocked = folder.filePath(QStringLiteral("practice/ministry/lwjc/recv/340000/reports/a.txt"));
        QVERIFY(QDir().mkpath(blocked)); // a directory stands where the file must go
        QVERIFY(sendAtNight(hand, window));
        QVERIFY(findAndRepair(hand, window, folder.filePath(QStringLiteral("practice/practice.sqlite"))));
        QVERIFY(Hand::waitFor([&] { return !m_node.fileTasks.empty() && m_node.fileTasks.front().failed == 1; }));
        QVERIFY(QDir().rmdir(blocked));
        QVERIFY(hand.goTo(window, MainWindow::tr("Failures"), Qt::Key_7));
        QVERIFY(hand.press(FailedFilesCard::tr("All of the task…")));
        QVERIFY(hand.press(ResendDialog::tr("Send again")));
        QVERIFY(Hand::waitFor([&] { return QFile(blocked).size() > 0; }));
        installTranslator(*qApp, QStringLiteral("zh_CN"));
    }

private:
    struct Step {
        const char* what;
        std::function<bool()> done;
    };
    static bool go(const std::vector<Step>& steps)
    {
        return std::ranges::all_of(steps, [](const Step& step) {
            const bool isDone = step.done();
            if (!isDone)
                qWarning("not done: %s", step.what);
            return isDone;
        });
    }

    bool subscribe(Hand& hand)
    {
        const QString divisions = Practice::tr("divisions");
        return go({
            {"subscribe", [&] { return hand.press(SubscriptionsCard::tr("Subscribe…")); }},
            {"name", [&] { return hand.type(SubscriptionForm::tr("Name"), QStringLiteral("divisions")); }},
            {"dataset", [&] { return hand.type(SubscriptionForm::tr("Dataset"), divisions); }},
            {"save", [&] { return hand.press(SubscriptionForm::tr("Subscribe")); }},
            {"live",
             [&] {
                 return Hand::waitFor([this] {
                     return !m_node.subscriptions.empty() &&
                            m_node.subscriptions.front().state == SubscriptionState::Live;
                 });
             }},
        });
    }

    bool sendAtNight(Hand& hand, MainWindow& window)
    {
        if (!Hand::waitFor([this] { return !m_node.filesDirectory.isEmpty(); }))
            return false;
        const QString source = m_node.filesDirectory + QStringLiteral("/send/day");
        QFile file(source + QStringLiteral("/a.txt"));
        if (!QDir().mkpath(source) || !file.open(QIODevice::WriteOnly) || file.write("社保卡") <= 0)
            return false;
        file.close();
        return go({
            {"page", [&] { return hand.goTo(window, MainWindow::tr("File tasks"), Qt::Key_5); }},
            {"new task", [&] { return hand.press(TasksPage::tr("New task…")); }},
            {"name", [&] { return hand.type(TaskForm::tr("Name"), QStringLiteral("安徽_测试数据上报")); }},
            {"from", [&] { return hand.type(TaskForm::tr("Send directory"), QStringLiteral("day")); }},
            {"to", [&] { return hand.type(TaskForm::tr("Receive directory"), QStringLiteral("reports")); }},
            {"starts", [&] { return hand.choose(TimetableField::tr("Starts"), TimetableField::tr("every day")); }},
            {"times", [&] { return hand.type(TimetableField::tr("Times"), QStringLiteral("23:00")); }},
            {"tab", [&] { return hand.openTab(2); }},
            {"pause", [&] { return hand.type(TaskForm::tr("First pause"), QStringLiteral("1")); }},
            {"save", [&] { return hand.press(TaskForm::tr("Make task")); }},
            {"is there", [&] { return Hand::waitFor([this] { return !m_node.fileTasks.empty(); }); }},
            {"nightly", [&] { return m_node.fileTasks.front().config.starts == QStringLiteral("daily 23:00"); }},
            {"soon again", [&] { return m_node.fileTasks.front().config.firstPauseSeconds == 1; }},
            {"start", [&] { return hand.press(TasksPage::tr("Start")); }},
        });
    }

    /// While the file is tried again.
    bool findAndRepair(Hand& hand, MainWindow& window, const QString& target)
    {
        const auto database = SqliteDatabase::open(target, SqliteDatabase::OpenMode::ReadWrite, target);
        if (!database || !(*database)->execute(QStringLiteral("UPDATE province SET name = 'wrong' WHERE rowid = 1")))
            return false;
        const auto outcome = [&window](const char* wanted) {
            const QAbstractItemModel* const model = window.reconciliation().table()->model();
            return model->rowCount() > 0 &&
                   model->index(0, VerificationModel::State).data().toString() == Words::term(QLatin1String(wanted));
        };
        return go({
            {"page", [&] { return hand.goTo(window, MainWindow::tr("Reconciliation"), Qt::Key_6); }},
            {"reconcile", [&] { return hand.press(ReconciliationPage::tr("Reconcile")); }},
            {"different", [&] { return Hand::waitFor([&] { return outcome("different"); }); }},
            {"repair", [&] { return hand.press(VerificationCard::tr("Repair…")); }},
            {"yes", [&] { return hand.press(VerificationCard::tr("Repair")); }},
            {"again", [&] { return hand.press(ReconciliationPage::tr("Reconcile")); }},
            {"equal", [&] { return Hand::waitFor([&] { return outcome("equal"); }); }},
        });
    }

    NodeSnapshot m_node;
};

BUSHENG_TEST(TstWholeDay)
#include "tst_whole_day.moc"
