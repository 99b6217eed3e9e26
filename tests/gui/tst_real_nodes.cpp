// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/dialogs.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"
#include "ui/application_style.h"
#include "ui/dialogs/ledger_check_dialog.h"
#include "ui/dialogs/link_form.h"
#include "ui/dialogs/task_form.h"
#include "ui/main_window.h"
#include "ui/pages/ledger_page.h"
#include "ui/pages/links_page.h"
#include "ui/pages/security_page.h"
#include "ui/pages/task_runs_card.h"
#include "ui/pages/tasks_page.h"
#include "ui/text/translator.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/name_field.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSettings>

using namespace busheng;

/// Two consoles at two real nodes, and nothing but what an operator can press and type.
class TstRealNodes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFileGoesFromOneConsoleToTheOther()
    {
        installTranslator(*qApp, QStringLiteral("zh_CN"));
        test::TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QSettings settings(nodes.path(QStringLiteral("settings.ini")), QSettings::IniFormat);
        MainWindow province(nodes.province().engine(), settings);
        MainWindow ministry(nodes.ministry().engine(), settings);
        province.show();
        ministry.show();
        const auto wait = [](const auto& condition) { return QTest::qWaitFor(condition, 60'000); };

        registerPeer(ministry, QStringLiteral("340000"), QString());
        registerPeer(province, QStringLiteral("100000"), nodes.ministryAddress());
        const auto isConnected = [](MainWindow& window) {
            const QAbstractItemModel* links = window.links().table()->model();
            return links->rowCount() == 1 && links->index(0, LinkModel::State).data(LinkModel::LinkStateRole).toInt() ==
                                                 int(LinkModel::LinkState::Connected);
        };
        QVERIFY(wait([&] { return isConnected(province) && isConnected(ministry); }));

        const QString source = nodes.path(QStringLiteral("province/lwjc/send/test"));
        QVERIFY(QDir().mkpath(source));
        QFile file(source + QStringLiteral("/a.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("社保卡") > 0);
        file.close();
        province.showPage(ConsolePage::Tasks);
        TasksPage& tasks = province.tasks();
        tasks.addButton()->click();
        auto* form = test::openDialog<TaskForm>(province);
        form->name()->setName(QStringLiteral("安徽_测试数据上报"));
        form->sourceDirectory()->setText(QStringLiteral("test"));
        form->targetDirectory()->setText(QStringLiteral("reports"));
        QVERIFY(form->saveButton()->isEnabled());
        form->saveButton()->click();
        QVERIFY(wait([&] { return tasks.startAction()->isEnabled(); }));
        tasks.startAction()->trigger();
        const QString arrived = nodes.path(QStringLiteral("ministry/lwjc/recv/340000/reports/a.txt"));
        QVERIFY(wait([&] { return QFile::exists(arrived); }));
        const auto stateOf = [](MainWindow& window) {
            return window.tasks().runs().files()->model()->index(0, FileRowModel::State).data().toString();
        };
        QVERIFY(wait([&] { return stateOf(province) == QStringLiteral("已送达"); }));
        ministry.showPage(ConsolePage::Tasks); // has no task of its own: what it received
        QVERIFY(wait([&] { return stateOf(ministry) == QStringLiteral("已送达"); }));

        province.showPage(ConsolePage::Security);
        QVERIFY(wait([&] { return province.security().credentials()->model()->rowCount() >= 2; }));
        QVERIFY(!province.security().policy().value(QStringLiteral("通道套件")).isEmpty());

        province.showPage(ConsolePage::Ledger);
        province.ledger().checkButton()->click();
        auto* check = test::openDialog<LedgerCheckDialog>(province);
        QVERIFY(wait([&] { return !check->result().isEmpty(); }));
        QVERIFY2(check->result().contains(QStringLiteral("没有改动、缺失或移位")), qPrintable(check->result()));
        check->reject();

        const QString paper = nodes.path(QStringLiteral("patrol.pdf"));
        QProcess report;
        report.start(test::TwoNodes::binary(QStringLiteral("busheng-report")),
                     {QStringLiteral("patrol"), QStringLiteral("--data"), nodes.province().dataDirectory(),
                      QStringLiteral("--pdf"), paper, QStringLiteral("--lang"), QStringLiteral("zh_CN")});
        QVERIFY(wait([&] { return report.state() == QProcess::NotRunning; }));
        QVERIFY2(report.exitCode() <= 1, report.readAllStandardError().constData()); // 1: this machine's clock or disk
        QVERIFY(QString::fromUtf8(report.readAllStandardOutput()).contains(QStringLiteral("项")));
        QVERIFY(QFile(paper).size() > 0);
    }

private:
    static void registerPeer(MainWindow& window, const QString& code, const QString& address)
    {
        window.showPage(ConsolePage::Links);
        QVERIFY(QTest::qWaitFor([&] { return window.links().addButton()->isEnabled(); }, 30'000));
        window.links().addButton()->click();
        auto* form = test::openDialog<LinkForm>(window);
        form->code()->setText(code);
        form->address()->setText(address);
        QVERIFY2(form->saveButton()->isEnabled(), qPrintable(form->hint()));
        form->saveButton()->click();
        QVERIFY(QTest::qWaitFor([&] { return window.links().table()->model()->rowCount() == 1; }, 30'000));
    }
};

BUSHENG_TEST(TstRealNodes)
#include "tst_real_nodes.moc"
