// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/pages/failures_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/notice_bar.h"

#include <QInputDialog>
#include <QMessageBox>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// What a target did not take, and what an operator does about it.
class TstFailures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->engine.setExceptions(test::someExceptions());
        m_window = &m_console->open(test::failingNode());
        m_window->showPage(ConsolePage::Failures);
        QTRY_COMPARE(page().table()->model()->rowCount(), 2);
    }
    void cleanup() { m_console.reset(); }

    void saysWhyARowWasRefused()
    {
        QCOMPARE(cell(0, ExceptionModel::Kind), QStringLiteral("拒收的行"));
        QCOMPARE(cell(0, ExceptionModel::State), QStringLiteral("待处理"));
        QVERIFY(page().details().value(QStringLiteral("原因")).contains(QStringLiteral("23502")));
        QVERIFY(page().resendButton()->isVisible() && page().dismissButton()->isVisible());
        QVERIFY(!page().sourceButton()->isVisible());
        page().table()->setCurrentIndex(page().table()->model()->index(1, 0));
        QVERIFY(page().sourceButton()->isVisible() && !page().resendButton()->isVisible());
        QCOMPARE(page().details().value(QStringLiteral("目标端")), QStringLiteral("(17, '李四')"));
    }

    void sendsOneAgainOnce()
    {
        m_console->engine.holdReplies();
        page().resendButton()->click();
        page().resendButton()->click();
        m_console->engine.releaseReplies();
        QTRY_VERIFY(page().resendButton()->isEnabled());
        QCOMPARE(m_console->engine.callCount(QStringLiteral("resendExceptions")), 1);
        QCOMPARE(last(QStringLiteral("resendExceptions")).value(QStringLiteral("id")).toInt(), 9);
    }

    void sendsAllAgainAfterAQuestion()
    {
        page().resendAllButton()->click();
        answer(QStringLiteral("取消"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("resendExceptions")), 0);
        page().resendAllButton()->click();
        answer(QStringLiteral("重新发送"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("resendExceptions")), 1);
        QCOMPARE(last(QStringLiteral("resendExceptions")).value(QStringLiteral("id")).toInt(), 0);
    }

    void dismissesOnlyWithAReason()
    {
        const auto dismiss = [&](const QString& reason) {
            page().dismissButton()->click();
            auto* dialog = m_window->findChild<QInputDialog*>();
            QVERIFY(dialog != nullptr);
            dialog->setTextValue(reason);
            dialog->accept();
            QTRY_VERIFY(m_window->findChild<QInputDialog*>() == nullptr);
        };
        dismiss(QStringLiteral("  "));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("dismissException")), 0);
        dismiss(QStringLiteral("重复登记"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("dismissException")), 1);
        const QJsonObject asked = last(QStringLiteral("dismissException"));
        QCOMPARE(asked.value(QStringLiteral("reason")).toString(), QStringLiteral("重复登记"));
        QVERIFY(!asked.value(QStringLiteral("by")).toString().isEmpty());
    }

    void decidesAConflictAfterShowingBothRows()
    {
        page().table()->setCurrentIndex(page().table()->model()->index(1, 0));
        page().targetButton()->click();
        auto* question = m_window->findChild<QMessageBox*>();
        QVERIFY(question != nullptr && question->informativeText().contains(QStringLiteral("李四")));
        answer(QStringLiteral("保留"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("resolveConflict")), 1);
        QCOMPARE(last(QStringLiteral("resolveConflict")).value(QStringLiteral("take")).toString(),
                 QStringLiteral("target"));
    }

    void letsAParkedTableGoOnAndSaysWhyNot()
    {
        QCOMPARE(page().parkedTable()->model()->rowCount(), 1);
        m_console->engine.failNext(QStringLiteral("unparkTable"),
                                   makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE,
                                             {QStringLiteral("t"), QStringLiteral("public.ac01"),
                                              QStringLiteral("the column HJDZ is missing")},
                                             QStringLiteral("differs")));
        page().unparkButton()->click();
        QTRY_VERIFY(page().notice().isVisible());
        QVERIFY(page().notice().body().contains(QStringLiteral("public.ac01")));
        page().unparkButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("unparkTable")), 2);
        QTRY_VERIFY(!page().notice().isVisible());
    }

    void readsOlderOnesOnDemand()
    {
        std::vector<ExceptionRecord> many;
        for (int i = 500; i > 0; --i) {
            ExceptionRecord one = test::someExceptions().front();
            one.id = i;
            many.push_back(one);
        }
        m_console->engine.setExceptions(many);
        m_window->showPage(ConsolePage::Overview);
        m_window->showPage(ConsolePage::Failures);
        QTRY_COMPARE(page().table()->model()->rowCount(), 200);
        QTRY_VERIFY(page().moreButton()->isVisible());
        page().moreButton()->click();
        QTRY_COMPARE(page().table()->model()->rowCount(), 400);
        page().moreButton()->click();
        QTRY_COMPARE(page().table()->model()->rowCount(), 500);
        QTRY_VERIFY(!page().moreButton()->isVisible());
    }

    void saysThatNothingWaits()
    {
        m_console->engine.setExceptions({});
        NodeSnapshot calm = test::failingNode();
        calm.subscriptions[0].openExceptions = 0;
        calm.subscriptions[0].openConflicts = 0;
        calm.subscriptions[0].parkedTables.clear();
        m_console->engine.setNode(calm);
        QTRY_COMPARE(page().table()->model()->rowCount(), 0); // by itself: the numbers have changed
        QTRY_VERIFY(!page().parkedTable()->isVisible());
        const auto empties = page().findChildren<EmptyState*>();
        QVERIFY(std::ranges::any_of(empties, [](const EmptyState* empty) { return empty->isVisible(); }));
    }

private:
    FailuresPage& page() { return m_window->failures(); }
    QString cell(int row, int column) { return page().table()->model()->index(row, column).data().toString(); }
    QJsonObject last(const QString& method)
    {
        QJsonObject params;
        for (const auto& call : m_console->engine.calls()) {
            if (call.method == method)
                params = call.params;
        }
        return params;
    }
    void answer(const QString& text)
    {
        auto* question = m_window->findChild<QMessageBox*>();
        QVERIFY(question != nullptr);
        for (QAbstractButton* choice : question->buttons()) {
            if (choice->text() == text)
                choice->click();
        }
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() == nullptr);
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstFailures)
#include "tst_failures.moc"
