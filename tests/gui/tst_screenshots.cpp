// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/fake_setup.h"
#include "tests/gui/sample_comparisons.h"
#include "tests/gui/sample_exchange.h"
#include "tests/gui/sample_map.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/application_form.h"
#include "ui/dialogs/column_picker.h"
#include "ui/dialogs/database_form.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/decision_form.h"
#include "ui/dialogs/export_fields.h"
#include "ui/dialogs/findings_dialog.h"
#include "ui/dialogs/gate_dialog.h"
#include "ui/dialogs/ledger_check_dialog.h"
#include "ui/dialogs/link_form.h"
#include "ui/dialogs/odbc_fields.h"
#include "ui/dialogs/operator_form.h"
#include "ui/dialogs/patrol_dialog.h"
#include "ui/dialogs/reason_form.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/dialogs/rights_dialog.h"
#include "ui/dialogs/sign_in_dialog.h"
#include "ui/dialogs/silence_form.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/dialogs/task_form.h"
#include "ui/pages/alarms_page.h"
#include "ui/pages/backup_card.h"
#include "ui/pages/databases_page.h"
#include "ui/pages/exchange_page.h"
#include "ui/pages/failed_files_card.h"
#include "ui/pages/failures_page.h"
#include "ui/pages/flow_details_card.h"
#include "ui/pages/ledger_page.h"
#include "ui/pages/links_page.h"
#include "ui/pages/operators_card.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/patrol_card.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/review_page.h"
#include "ui/pages/security_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/pages/task_runs_card.h"
#include "ui/pages/tasks_page.h"
#include "ui/pages/verification_card.h"
#include "ui/session_guard.h"
#include "ui/widgets/name_field.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/password_field.h"
#include "ui/widgets/region_field.h"
#include "ui/widgets/timetable_field.h"
#include "ui/wizard/first_start_wizard.h"
#include "ui/wizard/identity_step.h"
#include "ui/wizard/node_step.h"
#include "ui/wizard/peers_step.h"
#include "ui/wizard/summary_step.h"

#include <QAction>
#include <QDir>
#include <QMessageBox>
#include <QRandomGenerator>
#include <QSet>

#include <cmath>

using namespace busheng;
using busheng::test::ConsoleFixture;

namespace {

constexpr int kScreenHeight = 730; ///< of 768, below a title bar

} // namespace

/// Saves the screens in both languages and themes, for people to look at, and checks what a machine can: that something
/// was drawn, and in the right theme.
class TstScreenshots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void screens_data();
    void screens();
    void filesAndSafety_data() { screens_data(); }
    void filesAndSafety();
    void exchange_data() { screens_data(); }
    void exchange();
    void firstStart_data() { screens_data(); }
    void firstStart();

private:
    static void recordHistory(OverviewPage& page, const NodeSnapshot& node);
    static QString directory();
    static void save(QWidget& window, const QString& name, bool isDark);
    static void saveAndClose(QWidget* dialog, const QString& name, bool isDark);
    static void saveTasks(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
    static void saveLedger(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
    static void saveOperators(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
    static void saveSecurity(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
    static void saveDatabases(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
    static void saveDesk(MainWindow& window, const QString& suffix, bool isDark);
    static void saveGate(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
    static void saveOdbc(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark);
};

void TstScreenshots::screens_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("theme");
    QTest::newRow("zh-light") << QStringLiteral("zh_CN") << QStringLiteral("light");
    QTest::newRow("zh-dark") << QStringLiteral("zh_CN") << QStringLiteral("dark");
    QTest::newRow("en-light") << QStringLiteral("en") << QStringLiteral("light");
    QTest::newRow("en-dark") << QStringLiteral("en") << QStringLiteral("dark");
}

void TstScreenshots::recordHistory(OverviewPage& page, const NodeSnapshot& node)
{
    QRandomGenerator random(20260621);
    std::vector<SubscriptionRow> rows = subscriptionRows(node);
    const std::vector<SubscriptionRow> now = rows;
    constexpr int kSeconds = 600;
    for (int second = kSeconds; second >= 1; --second) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double wave = 0.75 + 0.2 * std::sin(second / 55.0 + double(i)) + 0.05 * random.generateDouble();
            const double burst = second > 300 && second < 360 ? 1.9 : 1.0;
            if (now[i].rowsPerSecond >= 0)
                rows[i].rowsPerSecond = now[i].rowsPerSecond * wave * burst;
            rows[i].changes = now[i].changes > quint64(second) * 200 ? now[i].changes - quint64(second) * 200 : 0;
            if (now[i].lagMs >= 0)
                rows[i].lagMs =
                    qint64(double(now[i].lagMs) * (burst > 1 ? 4.0 : 1.0) * (0.9 + 0.2 * random.generateDouble()));
        }
        page.record(page.monotonicMs() - second * 1000, rows);
    }
}

QString TstScreenshots::directory()
{
    const QString wanted = qEnvironmentVariable("BUSHENG_SCREENSHOTS");
    const QString directory = wanted.isEmpty() ? QStringLiteral(BUSHENG_SCREENSHOT_DIR) : wanted;
    return QDir().mkpath(directory) ? directory : QString();
}

void TstScreenshots::saveAndClose(QWidget* dialog, const QString& name, bool isDark)
{
    save(*dialog, name, isDark);
    delete dialog;
}

void TstScreenshots::save(QWidget& window, const QString& name, bool isDark)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // texts and axes have just changed
    QCoreApplication::sendPostedEvents();
    const QPixmap picture = window.grab();
    const qreal ratio = picture.devicePixelRatio();
    const QString scale = ratio > 1.01 ? QStringLiteral("@%1").arg(ratio) : QString();
    QVERIFY(picture.save(directory() + u'/' + name + scale + QStringLiteral(".png")));

    const QImage image = picture.toImage();
    QCOMPARE(image.size(), (QSizeF(window.size()) * ratio).toSize());
    QSet<QRgb> colors;
    qint64 lightness = 0;
    qint64 looked = 0;
    const int step = image.width() < 1000 ? 2 : 7; // a small dialog has few words
    for (int y = 0; y < image.height(); y += step) {
        for (int x = 0; x < image.width(); x += step) {
            colors.insert(image.pixel(x, y));
            lightness += image.pixelColor(x, y).lightness();
            ++looked;
        }
    }
    QVERIFY(colors.size() > 50);
    const double mean = double(lightness) / double(looked);
    QVERIFY2(isDark ? mean < 80 : mean > 200, qPrintable(QString::number(mean)));
}

void TstScreenshots::saveDatabases(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    console.engine.setConfiguration(test::ministryConfiguration());
    window.showPage(ConsolePage::Databases);
    QTableView& table = *window.databases().table();
    QTRY_COMPARE(table.model()->rowCount(), 3);
    save(window, QStringLiteral("databases-") + suffix, isDark);
    window.databases().openForm(DatabaseSide::Source);
    save(*window.findChild<DatabaseForm*>(), QStringLiteral("databases-form-") + suffix, isDark);
    delete window.findChild<DatabaseForm*>();
    console.engine.setFindings({{QStringLiteral("error"),
                                 events::TGT_RIGHTS,
                                 {QStringLiteral("镜像库"), QStringLiteral("busheng"),
                                  QStringLiteral("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLE "
                                                 "\"public\".\"ac01\" TO busheng")},
                                 QStringLiteral("public.ac01")},
                                {QStringLiteral("warning"),
                                 events::TGT_NOT_EMPTY,
                                 {QStringLiteral("镜像库"), QStringLiteral("public.ac02"), QStringLiteral("217")},
                                 QStringLiteral("public.ac02")},
                                {QStringLiteral("warning"),
                                 events::TGT_UNSAFE_SETTING,
                                 {QStringLiteral("镜像库"), QStringLiteral("full_page_writes")},
                                 QString()}});
    EngineClient client(console.engine);
    const DatabaseConfig mirror = test::ministryConfiguration().targets.back();
    auto* findings = new FindingsDialog(client, {QString(), DatabaseSide::Target, mirror, {}, {}}, &window);
    findings->open();
    QTRY_COMPARE(findings->list()->model()->rowCount(), 3);
    saveAndClose(findings, QStringLiteral("databases-check-") + suffix, isDark);
    auto* rights = new RightsDialog(client, {QString(), DatabaseSide::Target, mirror, {}, {}}, &window);
    rights->open();
    rights->tables()->setText(QStringLiteral("public.ac01, public.ac02"));
    rights->user()->setText(QStringLiteral("busheng"));
    rights->showButton()->click();
    QTRY_VERIFY(!rights->sql().isEmpty());
    saveAndClose(rights, QStringLiteral("databases-rights-") + suffix, isDark);
}

void TstScreenshots::screens()
{
    QFETCH(QString, language);
    QFETCH(QString, theme);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    const bool isDark = theme == QStringLiteral("dark");
    ConsoleFixture console(language, theme);
    const NodeSnapshot node = test::ministryNode();
    MainWindow& window = console.open(node);
    window.resize(1366, 728);
    QTRY_COMPARE(window.overview().subscriptions().table()->model()->rowCount(), 4);
    recordHistory(window.overview(), node);
    SubscriptionsCard& subscriptions = window.overview().subscriptions();
    subscriptions.select(QStringLiteral("in/广东_参保人员"));
    subscriptions.select(QStringLiteral("in/安徽_行政区划"));
    save(window, QStringLiteral("overview-") + suffix, isDark);
    test::eachMapPicture(console, [&](QWidget& one, const QString& name) { save(one, name + suffix, isDark); });
    console.engine.setConfiguration(test::ministryConfiguration());
    subscriptions.subscribeButton()->click();
    auto* subscribe = window.findChild<SubscriptionForm*>();
    QTRY_COMPARE(subscribe->target()->count(), 2);
    subscribe->name()->setText(QStringLiteral("安徽_参保登记"));
    subscribe->dataset()->setText(QStringLiteral("参保登记"));
    subscribe->offlineStart()->setChecked(true);
    subscribe->gate()->setCurrentIndex(1);
    subscribe->verifyTimes()->setText(QStringLiteral("daily 02:30"));
    saveAndClose(subscribe, QStringLiteral("subscribe-") + suffix, isDark);
    console.engine.setTables({QStringLiteral("public.aa10"), QStringLiteral("public.aa26"),
                              QStringLiteral("public.ac01"), QStringLiteral("public.ac02"),
                              QStringLiteral("public.ac20"), QStringLiteral("public.ic10")});
    subscriptions.publishButton()->click();
    auto* publish = window.findChild<DatasetForm*>();
    QTRY_COMPARE(publish->tables()->list()->model()->rowCount(), 6);
    publish->name()->setText(QStringLiteral("标准代码"));
    publish->tables()->typed()->setText(QStringLiteral("public.aa10, public.aa26"));
    save(*publish, QStringLiteral("publish-") + suffix, isDark);
    publish->route()->routes()->setCurrentIndex(publish->route()->routes()->findData(int(Route::Timestamp)));
    publish->route()->routeColumn()->setText(QStringLiteral("AAE036"));
    save(*publish, QStringLiteral("publish-timestamp-") + suffix, isDark);
    QVERIFY2(publish->height() <= kScreenHeight, qPrintable(QString::number(publish->height())));
    delete publish;
    subscriptions.select(QStringLiteral("in/四川_就业登记"));
    save(window, QStringLiteral("overview-stopped-") + suffix, isDark);
    window.showPage(ConsolePage::Links);
    save(window, QStringLiteral("links-") + suffix, isDark);
    saveDatabases(console, window, suffix, isDark);
    console.engine.setVerification(test::foundDifferences());
    window.showPage(ConsolePage::Reconciliation);
    QTRY_COMPARE(window.reconciliation().result().differences()->model()->rowCount(), 3);
    QTableView& differences = *window.reconciliation().result().differences();
    differences.setCurrentIndex(differences.model()->index(2, 0));
    save(window, QStringLiteral("reconciliation-") + suffix, isDark);
    console.engine.setExceptions(test::someExceptions());
    console.engine.setNode(test::failingNode());
    window.showPage(ConsolePage::Failures);
    QTRY_COMPARE(window.failures().table()->model()->rowCount(), 2);
    save(window, QStringLiteral("failures-") + suffix, isDark);

    window.showPage(ConsolePage::Overview);
    console.engine.setNode(test::provinceNode());
    QTRY_COMPARE(subscriptions.table()->model()->rowCount(), 3);
    recordHistory(window.overview(), test::provinceNode());
    subscriptions.select(QStringLiteral("out/行政区划/000000/340000/1"));
    save(window, QStringLiteral("province-") + suffix, isDark);

    console.engine.setNode(test::qualityNode());
    QTRY_COMPARE(subscriptions.table()->model()->rowCount(), 1);
    save(window, QStringLiteral("quality-") + suffix, isDark);
    window.overview().details().acceptButton()->click();
    auto* question = window.findChild<QMessageBox*>();
    QVERIFY(question != nullptr);
    QVERIFY(question->grab().save(directory() + QStringLiteral("/accept-") + suffix + QStringLiteral(".png")));
    question->close();

    NodeSnapshot fresh;
    fresh.code = QStringLiteral("340000");
    fresh.name = QStringLiteral("安徽省人力资源和社会保障厅");
    fresh.version = QStringLiteral("0.1.0");
    console.engine.setNode(fresh);
    QTRY_COMPARE(subscriptions.table()->model()->rowCount(), 0);
    save(window, QStringLiteral("empty-") + suffix, isDark);
}

void TstScreenshots::saveTasks(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    console.engine.setFileRuns(test::someRuns());
    console.engine.setFileRows(test::someFiles());
    console.engine.setConfiguration(test::ministryConfiguration());
    window.showPage(ConsolePage::Tasks);
    TasksPage& page = window.tasks();
    QTRY_COMPARE(page.runs().files()->model()->rowCount(), 6);
    save(window, QStringLiteral("tasks-") + suffix, isDark);
    page.select(QStringLiteral("安徽_参保数据上报"));
    save(window, QStringLiteral("tasks-waiting-") + suffix, isDark);
    page.addButton()->click();
    auto* form = window.findChild<TaskForm*>();
    form->name()->setName(QStringLiteral("安徽_社保卡数据上报"));
    form->starts()->setLine(QStringLiteral("weekly mon,thu 02:30"));
    for (int tab = 0; tab < form->tabs()->count(); ++tab) {
        form->tabs()->setCurrentIndex(tab);
        form->adjustSize();
        save(*form, QStringLiteral("tasks-form-%1-").arg(tab + 1) + suffix, isDark);
    }
    form->tabs()->setCurrentIndex(0);
    form->kind()->setCurrentIndex(1);
    QTRY_COMPARE(form->rows()->source()->count(), 1);
    form->rows()->what()->setCurrentIndex(1);
    form->rows()->query()->setPlainText(QStringLiteral("SELECT aac001, aac003, aae140\nFROM public.ac02"));
    form->sourceDirectory()->setText(QStringLiteral("exports/ac02"));
    form->adjustSize();
    save(*form, QStringLiteral("tasks-form-rows-") + suffix, isDark);
    QVERIFY2(form->height() <= kScreenHeight, qPrintable(QString::number(form->height())));
    delete form;
    FileResend lies;
    lies.toSend = 2;
    lies.repeated = 1;
    lies.items = {{test::someFiles().at(2).path, QStringLiteral("send"), 3'145'728},
                  {test::someFiles().at(3).path, QStringLiteral("send"), 52'428'800},
                  {test::someFiles().at(1).path, QStringLiteral("repeated"), 3'145'728}};
    const QString task = QStringLiteral("安徽_联网监测数据上报");
    console.engine.setFailedFiles(task, lies);
    page.openResend(task, {});
    auto* resend = window.findChild<ResendDialog*>();
    QTRY_VERIFY(resend->sendButton()->isEnabled());
    saveAndClose(resend, QStringLiteral("tasks-resend-") + suffix, isDark);
    window.showPage(ConsolePage::Failures);
    QTRY_COMPARE(window.failures().files().table()->model()->rowCount(), 2);
    save(window, QStringLiteral("failures-files-") + suffix, isDark);
}

void TstScreenshots::saveLedger(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    console.engine.setLedger(test::someLedger(2'480));
    window.showPage(ConsolePage::Ledger);
    LedgerPage& page = window.ledger();
    QTRY_VERIFY(page.model().line(0) != nullptr);
    page.select(2'475);
    save(window, QStringLiteral("ledger-") + suffix, isDark);
    page.outcomes()->setCurrentIndex(page.outcomes()->findData(QStringLiteral("refused")));
    QTRY_COMPARE(page.model().rowCount(), 42); // each 50th, but files
    save(window, QStringLiteral("ledger-search-") + suffix, isDark);
    page.checkButton()->click();
    auto* check = window.findChild<LedgerCheckDialog*>();
    QTRY_VERIFY_WITH_TIMEOUT(!check->result().isEmpty(), 60'000);
    saveAndClose(check, QStringLiteral("ledger-check-") + suffix, isDark);
}

void TstScreenshots::saveOperators(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    console.engine.setOperators(test::someOperators());
    console.engine.setReviewed(test::someReviewedChanges());
    SessionSnapshot session;
    session.hasOperators = true;
    session.fourEyes = true;
    console.engine.setSession(session);
    auto* dialog = window.findChild<SignInDialog*>();
    QTRY_VERIFY((dialog = window.findChild<SignInDialog*>()) != nullptr && dialog->isVisible());
    dialog->name()->setText(QStringLiteral("wang"));
    dialog->password()->edit()->setText(QStringLiteral("Correct-Horse-7"));
    save(window, QStringLiteral("signed-out-") + suffix, isDark);
    save(*dialog, QStringLiteral("sign-in-") + suffix, isDark);
    dialog->signInButton()->click();
    QTRY_VERIFY(!window.guard().isShut());
    QTRY_COMPARE(window.security().operators().table()->model()->rowCount(), 5);
    save(window, QStringLiteral("security-operators-") + suffix, isDark);
    window.security().operators().addAction()->trigger();
    auto* form = window.findChild<OperatorForm*>();
    saveAndClose(form, QStringLiteral("operator-form-") + suffix, isDark);
    window.showPage(ConsolePage::Review);
    QTRY_COMPARE(window.review().table()->model()->rowCount(), 3);
    QTRY_VERIFY(window.review().fields()->model()->rowCount() > 0);
    save(window, QStringLiteral("review-") + suffix, isDark);
    window.review().rejectAction()->trigger();
    auto* reason = window.findChild<ReasonForm*>();
    saveAndClose(reason, QStringLiteral("review-reject-") + suffix, isDark);
}

void TstScreenshots::saveSecurity(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    console.engine.setLinkKeys(test::someLinkKeys());
    window.showPage(ConsolePage::Security);
    window.security().keyStates()->setCurrentIndex(1);
    QTRY_COMPARE(window.security().keys()->model()->rowCount(), 9);
    save(window, QStringLiteral("security-") + suffix, isDark);
    saveOperators(console, window, suffix, isDark);
    window.showPage(ConsolePage::Links);
    window.links().addButton()->click();
    auto* form = window.findChild<LinkForm*>();
    form->code()->setText(QStringLiteral("370000"));
    form->address()->setText(QStringLiteral("10.37.0.8:7400, 10.37.1.8:7400"));
    form->sendLimit()->setCurrentText(QStringLiteral("8MiB/s, mon-fri 08:30-18:00 2MiB/s"));
    form->adjustSize();
    saveAndClose(form, QStringLiteral("links-form-") + suffix, isDark);
}

void TstScreenshots::filesAndSafety()
{
    QFETCH(QString, language);
    QFETCH(QString, theme);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    const bool isDark = theme == QStringLiteral("dark");
    ConsoleFixture console(language, theme);
    NodeSnapshot node = test::filesNode();
    node.credentials = test::someCredentials();
    node.evidenceKey = QStringLiteral("9f86d081884c7d659a2feaa0c55ad015");
    node.alarms = test::ministryNode().alarms;
    MainWindow& window = console.open(node);
    window.resize(1366, 728);
    QTRY_COMPARE(window.tasks().table()->model()->rowCount(), 4);
    saveTasks(console, window, suffix, isDark);
    saveLedger(console, window, suffix, isDark);
    saveSecurity(console, window, suffix, isDark);
    test::showFileReconciliations(console);
    save(window, QStringLiteral("reconciliation-files-") + suffix, isDark);
    console.engine.fakeBackup().setShelf(test::someBackups());
    test::showRetention(console);
    QTRY_COMPARE(window.settings().backups().table()->model()->rowCount(), 4);
    save(window, QStringLiteral("settings-") + suffix, isDark);
    window.settings().patrol().nowButton()->click();
    auto* patrol = window.findChild<PatrolDialog*>();
    QTRY_VERIFY_WITH_TIMEOUT(patrol->pdfButton()->isEnabled(), 60'000);
    saveAndClose(patrol, QStringLiteral("patrol-") + suffix, isDark);
    window.showPage(ConsolePage::Alarms);
    save(window, QStringLiteral("alarms-") + suffix, isDark);
    window.alarms().silenceAction()->trigger();
    auto* silence = window.findChild<SilenceForm*>();
    saveAndClose(silence, QStringLiteral("alarms-silence-") + suffix, isDark);
}

void TstScreenshots::saveDesk(MainWindow& window, const QString& suffix, bool isDark)
{
    window.showPage(ConsolePage::Exchange);
    ExchangePage& page = window.exchange();
    QTRY_COMPARE(page.agreements()->model()->rowCount(), int(test::someAgreements().size()));
    QTRY_COMPARE(page.offers()->model()->rowCount(), int(test::someOffers().size()));
    page.agreements()->selectRow(1);
    QTRY_COMPARE(page.history()->model()->rowCount(), int(test::someExchangeEvents().size()));
    save(window, QStringLiteral("exchange-") + suffix, isDark);
    page.agreements()->selectRow(0);
    QTRY_VERIFY(page.decideAction()->isEnabled());
    page.decideAction()->trigger();
    auto* decision = window.findChild<DecisionForm*>();
    decision->reason()->setText(QStringLiteral("按最小必要原则"));
    saveAndClose(decision, QStringLiteral("exchange-decide-") + suffix, isDark);
    for (int row = 0; row < page.offers()->model()->rowCount(); ++row) {
        page.offers()->selectRow(row);
        if (page.applyAction()->isEnabled())
            break;
    }
    page.applyAction()->trigger();
    auto* application = window.findChild<ApplicationForm*>();
    application->columns()->tick(QStringLiteral("person"), {}, true);
    application->purpose()->setText(QStringLiteral("养老保险关系转移核查"));
    application->legalBasis()->setText(QStringLiteral("《社会保险法》第十九条"));
    saveAndClose(application, QStringLiteral("exchange-apply-") + suffix, isDark);
}

void TstScreenshots::saveGate(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    const GateReport report = test::someGateReport();
    console.engine.setGateReport(report);
    window.showPage(ConsolePage::Overview);
    window.overview().subscriptions().select(QStringLiteral("in/部_标准代码"));
    save(window, QStringLiteral("gate-waits-") + suffix, isDark);
    EngineClient client(console.engine);
    auto* gate = new GateDialog(client, report.subscription, &window);
    gate->open();
    QTRY_COMPARE(gate->rules()->topLevelItemCount(), 4);
    gate->reason()->setText(QStringLiteral("三行已在源端更正"));
    saveAndClose(gate, QStringLiteral("gate-") + suffix, isDark);
}

void TstScreenshots::saveOdbc(ConsoleFixture& console, MainWindow& window, const QString& suffix, bool isDark)
{
    NodeConfiguration configuration;
    configuration.sources = {
        {QStringLiteral("省级区划库"), QStringLiteral("postgres"),
         QStringLiteral("host=10.34.0.5,10.34.0.6 port=5432 dbname=rsxt user=busheng sslmode=verify-full")},
        {QStringLiteral("就业业务库"), QStringLiteral("odbc"),
         QStringLiteral("dialect=dameng;DSN=jyyw;UID=busheng;Server=10.34.0.9")}};
    configuration.targets = {{QStringLiteral("省级交换库"), QStringLiteral("mariadb"),
                              QStringLiteral("host=10.34.0.7 port=3306 dbname=jhk user=busheng")}};
    console.engine.setConfiguration(configuration);
    console.engine.setOdbcOffer({{QStringLiteral("DM8 ODBC DRIVER"), QStringLiteral("PostgreSQL Unicode")},
                                 {QStringLiteral("jyyw")},
                                 {{QStringLiteral("dameng"), QStringLiteral("达梦 DM8"), {}, {}},
                                  {QStringLiteral("postgresql"),
                                   QStringLiteral("PostgreSQL"),
                                   QStringLiteral("PostgreSQL 15, psqlODBC 13"),
                                   {}}}});
    window.showPage(ConsolePage::Databases);
    QTRY_COMPARE(window.databases().table()->model()->rowCount(), 3);
    save(window, QStringLiteral("databases-standby-") + suffix, isDark);
    window.databases().openForm(DatabaseSide::Source);
    auto* form = window.findChild<DatabaseForm*>();
    form->driver()->setCurrentIndex(form->driver()->findData(QStringLiteral("odbc")));
    QTRY_COMPARE(form->odbc()->dialect()->count(), 2);
    form->odbc()->place()->setCurrentIndex(0);
    saveAndClose(form, QStringLiteral("databases-odbc-") + suffix, isDark);
}

void TstScreenshots::exchange()
{
    QFETCH(QString, language);
    QFETCH(QString, theme);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    const bool isDark = theme == QStringLiteral("dark");
    ConsoleFixture console(language, theme);
    console.engine.fakeExchange().setOffers(test::someOffers());
    console.engine.fakeExchange().setAgreements(test::someAgreements());
    console.engine.fakeExchange().setHistory(test::someExchangeEvents());
    NodeSnapshot node = test::provinceNode();
    node.subscriptions.front().state = SubscriptionState::Checking;
    node.subscriptions.front().config.gate = QStringLiteral("onFindings");
    node.subscriptions.front().gate = {QStringLiteral("waiting"), 4, 2, {}, {}, 0};
    node.servers = {{QStringLiteral("source"),
                     QStringLiteral("省级区划库"),
                     {QStringLiteral("10.34.0.5:5432"), QStringLiteral("10.34.0.6:5432")},
                     QStringLiteral("10.34.0.6:5432")}};
    MainWindow& window = console.open(node);
    window.resize(1366, 728);
    QTRY_VERIFY(window.overview().subscriptions().table()->model()->rowCount() > 0);
    saveDesk(window, suffix, isDark);
    saveGate(console, window, suffix, isDark);
    saveOdbc(console, window, suffix, isDark);
}

void TstScreenshots::firstStart()
{
    QFETCH(QString, language);
    QFETCH(QString, theme);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    const bool isDark = theme == QStringLiteral("dark");
    ConsoleFixture console(language, theme);
    NodeSnapshot node = test::ministryNode();
    node.code = QStringLiteral("340000");
    node.name = QStringLiteral("安徽省人力资源和社会保障厅");
    node.links.resize(1);
    node.links.front().config = {QStringLiteral("100000"), QStringLiteral("人力资源社会保障部"),
                                 QStringLiteral("10.0.0.8:7443"), true};
    node.links.front().connected = false;
    node.links.front().lastError = events::LNK_DOWN;
    node.links.front().lastErrorArgs = {QStringLiteral("100000"), QStringLiteral("Connection refused")};
    console.engine.setNode(node);
    test::FakeSetup setup(console.engine);
    SetupClient client(setup);
    NodeSetupState empty;
    empty.directory = QStringLiteral("/var/lib/busheng");
    FirstStartWizard wizard(client, empty, console.settings);
    wizard.show();
    const auto isAt = [&](const WizardStep& step) {
        return QTest::qWaitFor([&] { return !wizard.isWorking() && &wizard.current() == &step; });
    };
    save(wizard, QStringLiteral("first-1-") + suffix, isDark);
    wizard.nextButton()->click();
    QVERIFY(isAt(wizard.node()));
    QTRY_COMPARE(wizard.node().region()->list()->model()->rowCount(), 36);
    wizard.node().region()->search()->setText(QStringLiteral("anhui"));
    QTest::keyClick(wizard.node().region()->search(), Qt::Key_Down);
    save(wizard, QStringLiteral("first-2-") + suffix, isDark);
    wizard.nextButton()->click();
    QVERIFY(isAt(wizard.identity()));
    wizard.identity().requestButton()->click();
    QTRY_VERIFY(!wizard.isWorking() && wizard.identity().copyButton()->isVisible());
    save(wizard, QStringLiteral("first-3-") + suffix, isDark);
    wizard.identity().importFiles({QStringLiteral("answer.crt")});
    QTRY_VERIFY(wizard.nextButton()->isEnabled());
    wizard.nextButton()->click();
    QVERIFY(isAt(wizard.peers()));
    QTRY_VERIFY(wizard.peers().notice().isVisible());
    save(wizard, QStringLiteral("first-4-") + suffix, isDark);
    wizard.nextButton()->click();
    QVERIFY(isAt(wizard.summary()));
    save(wizard, QStringLiteral("first-5-") + suffix, isDark);
}

BUSHENG_TEST(TstScreenshots)
#include "tst_screenshots.moc"
