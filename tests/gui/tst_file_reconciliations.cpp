// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_comparisons.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/pages/file_differences_card.h"
#include "ui/pages/file_reconciliations_panel.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Reconciliations of file tasks as an operator makes and reads them.
class TstFileReconciliations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = &m_console->open(test::filesNode());
        m_window->showPage(ConsolePage::Reconciliation);
        m_window->reconciliation().showFiles();
        QTRY_COMPARE(panel().tasks()->count(), 4);
    }
    void cleanup() { m_console.reset(); }

    void saysThatNothingWasReconciledYet()
    {
        QVERIFY(!panel().result().isVisible());
        const auto empties = panel().findChildren<EmptyState*>();
        QTRY_VERIFY(std::ranges::any_of(empties, [](const EmptyState* empty) {
            return empty->isVisible() && empty->title() == QStringLiteral("尚未对账文件");
        }));
    }

    void beginsOneFollowsItAndStopsIt()
    {
        panel().tasks()->setCurrentIndex(1);
        panel().periods()->setCurrentIndex(4);
        panel().lateAfter()->setValue(90);
        panel().reconcileButton()->click();
        panel().reconcileButton()->click(); // a double click begins one
        QTRY_COMPARE(panel().table()->model()->rowCount(), 1);
        QCOMPARE(m_console->engine.callCount(QStringLiteral("beginFiles")), 1);
        const QJsonObject asked = lastCall(QStringLiteral("beginFiles"));
        QCOMPARE(asked.value(QStringLiteral("task")).toString(), panel().tasks()->currentData());
        QCOMPARE(asked.value(QStringLiteral("fromUtcMs")).toInteger(), qint64{0}); // everything
        QCOMPARE(asked.value(QStringLiteral("lateAfterMs")).toInteger(), qint64{90} * 60'000);
        QTRY_VERIFY(panel().stopButton()->isVisible());
        QVERIFY(!panel().result().csvAction()->isEnabled()); // not before its end
        panel().stopButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("stopFiles")), 1);
        QTRY_VERIFY(!panel().stopButton()->isVisible());
    }

    void explainsWhyOneCannotBegin()
    {
        m_console->engine.failNext(QStringLiteral("beginFiles"),
                                   makeEvent(ErrorCode::Network, events::LNK_DOWN,
                                             {QStringLiteral("100000"), QStringLiteral("closed")},
                                             QStringLiteral("no session")));
        panel().reconcileButton()->click();
        QTRY_VERIFY(panel().notice().isVisible());
        QCOMPARE(panel().notice().title(), QStringLiteral("链路中断"));
        QTRY_VERIFY(panel().reconcileButton()->isEnabled());
    }

    void showsWhatTheNewestFoundKindByKind()
    {
        show();
        FileDifferencesCard& result = panel().result();
        QCOMPARE(result.kindButton(FileDifferenceModel::Kinds::Missing)->text(), QStringLiteral("对方缺少 1"));
        QVERIFY(result.kindButton(FileDifferenceModel::Kinds::Late)->isVisible());
        const auto count = [&] { return result.files()->model()->rowCount(); };
        result.kindButton(FileDifferenceModel::Kinds::Extra)->click();
        QTRY_COMPARE(count(), 3);
        result.search()->setText(QStringLiteral("就业"));
        QTRY_COMPARE(count(), 1);
        result.search()->clear();
        QTRY_COMPARE(count(), 3);
        result.kindButton(FileDifferenceModel::Kinds::Extra)->click();
        QTRY_COMPARE(count(), 4);
    }

    void showsBothSidesOfAFile()
    {
        show();
        FileDifferencesCard& result = panel().result();
        result.files()->setCurrentIndex(result.files()->model()->index(2, 0));
        const QAbstractItemModel& sides = *result.sides()->model();
        QTRY_COMPARE(sides.rowCount(), 5);
        QCOMPARE(sides.index(0, DifferenceCellModel::SourceValue).data().toString(), QStringLiteral("9120 字节"));
        QCOMPARE(sides.index(0, DifferenceCellModel::TargetValue).data().toString(), QStringLiteral("9121 字节"));
        QCOMPARE(sides.index(1, DifferenceCellModel::Mark).data().toString(), QStringLiteral("≠"));
        QCOMPARE(sides.index(1, DifferenceCellModel::TargetValue).data(DifferenceCellModel::ChangedFromRole).toInt(),
                 30);
        QCOMPARE(sides.headerData(DifferenceCellModel::SourceValue, Qt::Horizontal).toString(),
                 QStringLiteral("发送方"));
        result.copyAction()->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("9121 字节")));
    }

    void sendsWhatIsMissingAgainAfterALook()
    {
        show();
        FileDifferencesCard& result = panel().result();
        result.files()->setCurrentIndex(result.files()->model()->index(1, 0)); // only there: nothing to send
        QVERIFY(!result.resendAction()->isEnabled());
        result.files()->setCurrentIndex(result.files()->model()->index(0, 0));
        QVERIFY(result.resendAction()->isEnabled());
        result.resendAllAction()->trigger();
        result.resendAllAction()->trigger(); // a double click asks once
        QTRY_VERIFY(m_window->findChild<ResendDialog*>() != nullptr);
        auto* dialog = test::openDialog<ResendDialog>(*m_window);
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("resendFiles")), 1);
        const QJsonArray paths = lastCall(QStringLiteral("resendFiles")).value(QStringLiteral("paths")).toArray();
        QCOMPARE(paths.size(), 2); // the missing one and the different one
        QVERIFY(lastCall(QStringLiteral("resendFiles")).value(QStringLiteral("preview")).toBool());
        QTRY_VERIFY(dialog->sendButton()->isEnabled());
        dialog->sendButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("resendFiles")), 2);
        QVERIFY(!lastCall(QStringLiteral("resendFiles")).value(QStringLiteral("preview")).toBool());
    }

    void explainsOneThatWasCutShort()
    {
        show();
        panel().table()->setCurrentIndex(panel().table()->model()->index(2, 0));
        QTRY_VERIFY(panel().result().notice().isVisible());
        QCOMPARE(panel().result().notice().title(), QStringLiteral("文件对账中断"));
        QVERIFY(panel().result().notice().body().contains(QStringLiteral("其间节点已停止")));
    }

    void exportsForASpreadsheetAndOnPaper()
    {
        show();
        FileDifferencesCard& result = panel().result();
        const QString csvPath = m_console->directory.filePath(QStringLiteral("files.csv"));
        result.saveCsv(csvPath);
        QTRY_VERIFY(QFile::exists(csvPath));
        QFile csv(csvPath);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QByteArray text = csv.readAll();
        QVERIFY(text.contains("'=cmd|calc.doc"));
        QVERIFY(text.contains(",9120,9121,"));
        QTRY_VERIFY(result.pdfAction()->isEnabled());
        const QString pdfPath = m_console->directory.filePath(QStringLiteral("files.pdf"));
        result.savePdf(pdfPath);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(pdfPath), 20'000);
        QTRY_VERIFY(result.csvAction()->isEnabled());
        result.savePdf(QStringLiteral("/no/such/folder/files.pdf"));
        QTRY_VERIFY_WITH_TIMEOUT(result.notice().isVisible(), 20'000);
        QTRY_VERIFY(result.pdfAction()->isEnabled());
    }

    void theModelsKeepTheirPromises()
    {
        show();
        const QAbstractItemModelTester list(panel().table()->model());
        const QAbstractItemModelTester files(panel().result().files()->model());
        m_window->setLanguage(QStringLiteral("en"));
        QTRY_COMPARE(panel().result().kindButton(FileDifferenceModel::Kinds::Missing)->text(),
                     QStringLiteral("missing there 1"));
        m_window->setLanguage(QStringLiteral("zh_CN"));
    }

private:
    FileReconciliationsPanel& panel() { return m_window->reconciliation().files(); }
    QJsonObject lastCall(const QString& method)
    {
        QJsonObject params;
        for (const auto& call : m_console->engine.calls()) {
            if (call.method == method)
                params = call.params;
        }
        return params;
    }
    void show()
    {
        m_window->showPage(ConsolePage::Overview);
        test::showFileReconciliations(*m_console);
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstFileReconciliations)
#include "tst_file_reconciliations.moc"
