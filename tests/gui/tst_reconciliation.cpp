// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evidence/certificate.h"
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_comparisons.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/pages/certificate_actions.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/verification_card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// The page of reconciliations as an operator uses it.
class TstReconciliation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = &m_console->open(test::ministryNode());
        m_window->showPage(ConsolePage::Reconciliation);
        QTRY_COMPARE(page().subscriptions()->count(), 4);
    }
    void cleanup() { m_console.reset(); }

    void saysThatNothingWasReconciledYet()
    {
        QVERIFY(!page().result().isVisible());
        const auto empties = page().findChildren<EmptyState*>();
        QTRY_VERIFY(std::ranges::any_of(empties, [](const EmptyState* empty) {
            return empty->isVisible() && empty->title() == QStringLiteral("尚未对账");
        }));
    }

    void beginsOneAndFollowsItToItsEnd()
    {
        page().subscriptions()->setCurrentIndex(1);
        page().verifyButton()->click();
        page().verifyButton()->click(); // a double click begins one
        QTRY_COMPARE(model().rowCount(), 1);
        QCOMPARE(m_console->engine.callCount(QStringLiteral("verify")), 1);
        const QJsonObject asked = lastCall(QStringLiteral("verify"));
        QCOMPARE(asked.value(QStringLiteral("subscription")).toString(), page().subscriptions()->currentData());
        QCOMPARE(asked.value(QStringLiteral("level")).toString(), QStringLiteral("field"));
        QTRY_VERIFY(page().result().stopButton()->isVisible());
        VerificationSnapshot found = test::foundDifferences();
        found.id = 1;
        m_console->engine.setVerification(found);
        QTRY_COMPARE_WITH_TIMEOUT(page().result().differences()->model()->rowCount(), 3, 10'000); // by itself
        QTRY_VERIFY(!page().result().stopButton()->isVisible());
        QVERIFY(page().result().repairButton()->isVisible());
    }

    void showsADifferenceFieldByField()
    {
        show();
        VerificationCard& result = page().result();
        QCOMPARE(result.tables()->model()->rowCount(), 3); // and their sum above them
        result.differences()->setCurrentIndex(result.differences()->model()->index(2, 0));
        const QAbstractItemModel& cells = *result.cells()->model();
        QCOMPARE(cells.rowCount(), 3);
        const auto value = [&](int column) { return cells.index(1, column); };
        QCOMPARE(value(DifferenceCellModel::Mark).data().toString(), QStringLiteral("≠"));
        QCOMPARE(value(DifferenceCellModel::SourceValue).data().toString(), QStringLiteral("合肥市庐阳区"));
        QCOMPARE(value(DifferenceCellModel::SourceValue).data(DifferenceCellModel::ChangedFromRole).toInt(), 3);
        QCOMPARE(value(DifferenceCellModel::SourceValue).data(DifferenceCellModel::ChangedLengthRole).toInt(), 2);
        QCOMPARE(cells.index(0, DifferenceCellModel::Mark).data().toString(), QString());
    }

    void certifiesWhatWasFoundAndChecksWhatSomebodyBrings()
    {
        const Certificate real = test::signedCertificate();
        m_console->engine.fakeComparisons().setCertificate(toJson(real));
        show();
        CertificateActions& certificates = page().result().certificates();
        QVERIFY(certificates.saveButton()->isVisible());
        const QString file = m_console->directory.filePath(QStringLiteral("a.json"));
        certificates.save(file);
        QTRY_VERIFY(certificates.saveButton()->isEnabled() && QFile::exists(file));
        QVERIFY_OK(checkCertificateFile(file));
        QVERIFY(!lastCall(QStringLiteral("certify")).value(QStringLiteral("by")).toString().isEmpty());
        const QString paper = m_console->directory.filePath(QStringLiteral("a.pdf"));
        certificates.save(paper);
        QTRY_VERIFY_WITH_TIMEOUT(certificates.saveButton()->isEnabled() && QFile::exists(paper), 20'000);
        QFile read(paper);
        QVERIFY(read.open(QIODevice::ReadOnly) && read.read(5) == "%PDF-");
        certificates.check(file);
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        QVERIFY(m_window->findChild<QMessageBox*>()->informativeText().contains(real.key.fingerprint));
        m_window->findChild<QMessageBox*>()->close();
        // One that was changed is told apart, and so is a place that cannot be written.
        QFile changed(file);
        QVERIFY(changed.open(QIODevice::ReadWrite));
        const QByteArray text = changed.readAll().replace("\"missing\": 1", "\"missing\": 0");
        QVERIFY(changed.seek(0) && changed.write(text) == text.size());
        changed.close();
        certificates.check(file);
        QTRY_VERIFY(hasNotice(QStringLiteral("证书不成立")));
        certificates.save(m_console->directory.filePath(QStringLiteral("none/a.json")));
        QTRY_VERIFY(!hasNotice(QStringLiteral("证书不成立")));
    }

    void filtersByKindAndText()
    {
        show();
        VerificationCard& result = page().result();
        const auto count = [&] { return result.differences()->model()->rowCount(); };
        QCOMPARE(result.kindButton(DifferenceModel::Kinds::Missing)->text(), QStringLiteral("缺少 1"));
        result.kindButton(DifferenceModel::Kinds::Missing)->click();
        QTRY_COMPARE(count(), 2);
        result.kindButton(DifferenceModel::Kinds::Missing)->click();
        QTRY_COMPARE(count(), 3);
        result.search()->setText(QStringLiteral("AC02"));
        QTRY_COMPARE(count(), 1);
        result.search()->setText(QStringLiteral("no such thing"));
        QTRY_COMPARE(count(), 0);
        const auto empties = result.findChildren<EmptyState*>();
        QVERIFY(std::ranges::any_of(empties, [](const EmptyState* empty) {
            return empty->isVisible() && empty->title() == QStringLiteral("没有符合条件的");
        }));
        result.search()->clear();
        QTRY_COMPARE(count(), 3);
    }

    void drillsFromATableToARangeToARow()
    {
        VerificationSnapshot found = test::foundDifferences();
        for (std::size_t i = 0; i < found.differences.size(); ++i)
            found.differences[i].range = qint64(i) + 1;
        m_console->engine.setVerification(found);
        VerificationCard& result = page().result();
        const auto count = [&] { return result.differences()->model()->rowCount(); };
        QTRY_COMPARE_WITH_TIMEOUT(count(), 3, 10'000);
        result.tables()->setCurrentIndex(result.tables()->model()->index(1, 0));
        QTRY_COMPARE(count(), 2);
        QCOMPARE(result.kindButton(DifferenceModel::Kinds::Extra)->text(), QStringLiteral("多余 0"));
        result.differences()->setCurrentIndex(result.differences()->model()->index(1, 0));
        result.rangeAction()->trigger();
        QTRY_COMPARE(count(), 1);
        QVERIFY(result.rangeButton()->isVisible());
        QTRY_COMPARE(result.cells()->model()->rowCount(), 3);
        result.copyAction()->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("合肥市蜀山区")));
        result.rangeButton()->click();
        QTRY_COMPARE(count(), 2);
        result.tables()->setCurrentIndex(result.tables()->model()->index(0, 0));
        QTRY_COMPARE(count(), 3);
    }

    void saysWhyRowsCannotBeShownAndAsksAgain()
    {
        m_console->engine.failNext(QStringLiteral("rowDifferences"),
                                   makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                                             {QStringLiteral("/j"), QStringLiteral("input/output")},
                                             QStringLiteral("EIO")));
        m_console->engine.setVerification(test::foundDifferences());
        QTRY_VERIFY_WITH_TIMEOUT(page().result().notice().isVisible(), 10'000);
        page().result().kindButton(DifferenceModel::Kinds::Extra)->click();
        QTRY_COMPARE(page().result().differences()->model()->rowCount(), 2);
    }

    void repairsOnceAfterAQuestion()
    {
        show();
        QPushButton* repair = page().result().repairButton();
        const auto answer = [&](const QString& text) {
            repair->click();
            auto* question = m_window->findChild<QMessageBox*>();
            QVERIFY(question != nullptr && question->informativeText().contains(QStringLiteral("多余：1")));
            for (QAbstractButton* choice : question->buttons()) {
                if (choice->text() == text)
                    choice->click();
            }
            QTRY_VERIFY(m_window->findChild<QMessageBox*>() == nullptr);
        };
        answer(QStringLiteral("取消"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("repair")), 0);
        answer(QStringLiteral("修复"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("repair")), 1);
        QVERIFY(!repair->isEnabled()); // nothing is sent twice
    }

    void explainsARepairThatWasRefusedAndOffersItAgain()
    {
        show();
        m_console->engine.failNext(QStringLiteral("repair"),
                                   makeEvent(ErrorCode::Network, events::LNK_DOWN,
                                             {QStringLiteral("340000"), QStringLiteral("closed")},
                                             QStringLiteral("no session")));
        page().result().repairButton()->click();
        auto* question = m_window->findChild<QMessageBox*>();
        QVERIFY(question != nullptr);
        for (QAbstractButton* choice : question->buttons()) {
            if (choice->text() == QStringLiteral("修复"))
                choice->click();
        }
        QTRY_VERIFY(page().result().notice().isVisible());
        QCOMPARE(page().result().notice().title(), QStringLiteral("链路中断"));
        QTRY_VERIFY(page().result().repairButton()->isEnabled());
    }

    void exportsForASpreadsheet()
    {
        show();
        const QString path = m_console->directory.filePath(QStringLiteral("found.csv"));
        page().result().saveCsv(path);
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        QVERIFY(csv.startsWith("\xEF\xBB\xBF"));
        QVERIFY(csv.contains("'=cmd|calc"));
        QTRY_VERIFY(page().result().exportButton()->isEnabled());
        page().result().saveCsv(QStringLiteral("/no/such/folder/found.csv"));
        QTRY_VERIFY(page().result().notice().isVisible());
        QVERIFY(page().result().exportButton()->isEnabled());
        // The engine fails in the middle: it is said, and there is no half of a file.
        m_console->engine.failNext(QStringLiteral("rowDifferences"),
                                   makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, QStringLiteral("x")}, path));
        const QString other = m_console->directory.filePath(QStringLiteral("other.csv"));
        page().result().saveCsv(other);
        QTRY_VERIFY(page().result().exportButton()->isEnabled());
        QVERIFY(!QFile::exists(other));
    }

    void stopsOne()
    {
        page().verifyButton()->click();
        QTRY_VERIFY(page().result().stopButton()->isVisible());
        page().result().stopButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("stopVerification")), 1);
        QTRY_VERIFY(!page().result().stopButton()->isVisible());
    }

    void explainsOneThatFailed()
    {
        VerificationSnapshot failed = test::foundDifferences();
        failed.id = 7;
        failed.state = QStringLiteral("failed");
        failed.error = events::TGT_UNAVAILABLE;
        failed.errorArgs = {QStringLiteral("t"), QStringLiteral("connection refused")};
        failed.differences.clear();
        m_console->engine.setVerification(failed);
        QTRY_VERIFY_WITH_TIMEOUT(page().result().notice().isVisible(), 10'000);
        QVERIFY(page().result().notice().body().contains(QStringLiteral("connection refused")));
    }

private:
    bool hasNotice(const QString& title)
    {
        const auto notices = page().findChildren<NoticeBar*>();
        return std::ranges::any_of(
            notices, [&title](const NoticeBar* bar) { return bar->isVisible() && bar->title() == title; });
    }
    ReconciliationPage& page() { return m_window->reconciliation(); }
    const QAbstractItemModel& model() { return *page().table()->model(); }
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
        m_console->engine.setVerification(test::foundDifferences());
        QTRY_COMPARE_WITH_TIMEOUT(page().result().differences()->model()->rowCount(), 3, 10'000);
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstReconciliation)
#include "tst_reconciliation.moc"
