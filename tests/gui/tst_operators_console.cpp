// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/link_form.h"
#include "ui/dialogs/operator_form.h"
#include "ui/dialogs/reason_form.h"
#include "ui/dialogs/sign_in_dialog.h"
#include "ui/pages/databases_page.h"
#include "ui/pages/file_reconciliations_panel.h"
#include "ui/pages/links_page.h"
#include "ui/pages/operators_card.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/retention_card.h"
#include "ui/pages/review_page.h"
#include "ui/pages/security_page.h"
#include "ui/pages/settings_page.h"
#include "ui/session_guard.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/node_header.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/password_field.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QPointer>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Signing in, the operators, and what waits for a second person.
class TstOperatorsConsole : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->engine.setOperators(test::someOperators());
        m_console->engine.setReviewed(test::someReviewedChanges());
    }
    void cleanup() { m_console.reset(); }

    void nothingIsShownBeforeSomebodySignsIn()
    {
        open(true);
        QTRY_VERIFY(window().guard().isShut());
        QVERIFY(!window().security().isVisible() && !window().navigation().isEnabled());
        QVERIFY(window().header().nodeName().isEmpty()); // not even whose node it is
        QCOMPARE(window().windowTitle(), QStringLiteral("部省"));
        auto* dialog = test::openDialog<SignInDialog>(window());
        QVERIFY(!dialog->signInButton()->isEnabled());
        dialog->name()->setText(QStringLiteral("nobody"));
        QTest::keyClicks(dialog->password()->edit(), QStringLiteral("ABC"), Qt::NoModifier);
        QVERIFY(dialog->password()->showsCapsLock());
        QTest::keyClick(dialog->password()->edit(), Qt::Key_Return);
        QTRY_VERIFY(dialog->notice().isVisible()); // wrong: the name stays, the password does not
        QCOMPARE(dialog->name()->text(), QStringLiteral("nobody"));
        QVERIFY(dialog->password()->text().isEmpty());
        dialog->name()->setText(QStringLiteral("wang"));
        QTest::keyClicks(dialog->password()->edit(), QStringLiteral("aBc"));
        QTest::keyClick(dialog->password()->edit(), Qt::Key_Return);
        QTRY_VERIFY(!window().guard().isShut());
        QVERIFY(window().navigation().isEnabled());
        QTRY_VERIFY(window().guard().button()->text().contains(QStringLiteral("wang")));
        QVERIFY(window().guard().button()->text().contains(QStringLiteral("复核员")));
    }

    void toldHowLongANameIsBlocked()
    {
        open(true);
        QTRY_VERIFY(window().guard().isShut());
        auto* dialog = test::openDialog<SignInDialog>(window());
        m_console->engine.failNext(
            QStringLiteral("signIn"),
            makeEvent(ErrorCode::Auth, events::OPR_BLOCKED, {QStringLiteral("wang"), QStringLiteral("120")}, {}));
        dialog->name()->setText(QStringLiteral("wang"));
        dialog->password()->edit()->setText(QStringLiteral("x"));
        dialog->signInButton()->click();
        QTRY_VERIFY(dialog->notice().isVisible());
        QVERIFY(dialog->notice().body().contains(QStringLiteral("120")));
        dialog->reject(); // and comes back by the button
        window().guard().button()->click();
        QTRY_VERIFY(window().findChild<SignInDialog*>() != nullptr);
    }

    void locksByKeyAndWhenNobodyIsThere()
    {
        open(true);
        signIn(QStringLiteral("li"));
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(window().guard().isShut());
        QCOMPARE(test::openDialog<SignInDialog>(window())->name()->text(), QStringLiteral("li"));
        signIn(QStringLiteral("li"));
        QTRY_COMPARE(window().guard().session().name, QStringLiteral("li"));
        window().guard().setIdle(std::chrono::milliseconds(50));
        QTRY_VERIFY(window().guard().isShut());
        QCOMPARE(m_console->engine.callCount(QStringLiteral("signOut")), 2);
    }

    void aPasswordOfAnotherIsReplacedFirst()
    {
        open(true);
        QTRY_VERIFY(window().guard().isShut());
        auto* dialog = test::openDialog<SignInDialog>(window());
        dialog->name()->setText(QStringLiteral("shen"));
        dialog->password()->edit()->setText(QStringLiteral("given"));
        dialog->signInButton()->click();
        QTRY_VERIFY(dialog->asksForNewPassword());
        QVERIFY(window().guard().isShut());
        dialog->wanted()->edit()->setText(QStringLiteral("Own-Password-1"));
        dialog->repeated()->edit()->setText(QStringLiteral("Own-Password-2"));
        QVERIFY(!dialog->changeButton()->isEnabled());
        dialog->repeated()->edit()->setText(QStringLiteral("Own-Password-1"));
        dialog->changeButton()->click();
        QTRY_VERIFY(!window().guard().isShut());
    }

    void switchesOperatorsOn()
    {
        m_console->engine.setOperators({});
        open(false);
        window().showPage(ConsolePage::Security);
        QVERIFY(card().saysThatThereAreNone());
        QVERIFY(!card().fourEyes()->isVisible());
        QTRY_VERIFY(card().addAction()->isEnabled());
        card().addAction()->trigger();
        auto* form = test::openDialog<OperatorForm>(window());
        QVERIFY(!form->role()->isEnabled() && !form->saveButton()->isEnabled());
        form->name()->setText(QStringLiteral("two words"));
        form->person()->setText(QStringLiteral("张三"));
        form->password()->edit()->setText(QStringLiteral("Correct-Horse-7"));
        form->repeated()->edit()->setText(QStringLiteral("Correct-Horse-7"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->name()->setText(QStringLiteral("root"));
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("addOperator")), 1);
        QCOMPARE(lastCall("addOperator").value(QStringLiteral("role")).toString(), QStringLiteral("security"));
    }

    void looksAfterOperators()
    {
        open(true);
        signIn(QStringLiteral("root"));
        window().showPage(ConsolePage::Security);
        QTRY_COMPARE(card().table()->model()->rowCount(), 5);
        const QAbstractItemModelTester tester(card().table()->model());
        card().table()->selectRow(0);
        QVERIFY(!card().unlockAction()->isEnabled());
        card().enableAction()->trigger();
        test::answerQuestion(window(), QStringLiteral("停用"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setOperator")), 1);
        QVERIFY(!lastCall("setOperator").value(QStringLiteral("enabled")).toBool(true));
        card().table()->selectRow(3);
        QTRY_VERIFY(card().unlockAction()->isEnabled());
        card().unlockAction()->trigger();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("unlockOperator")), 1);
        QTRY_VERIFY(card().fourEyes()->isEnabled());
        card().fourEyes()->click();
        QVERIFY(card().fourEyes()->isChecked()); // as it is, until it is otherwise
        test::answerQuestion(window(), QStringLiteral("停止使用"));
        QTRY_VERIFY(!card().fourEyes()->isChecked());
    }

    void whatWaitsIsShownBeforeAndAfterAndConfirmed()
    {
        open(true);
        signIn(QStringLiteral("wang"));
        NodeSnapshot node = m_console->engine.node();
        node.waitingChanges = 3;
        m_console->engine.setNode(node);
        window().showPage(ConsolePage::Review);
        QTRY_COMPARE(page().table()->model()->rowCount(), 3);
        const QAbstractItemModelTester tester(page().table()->model());
        const QAbstractItemModelTester fieldTester(page().fields()->model());
        QTRY_COMPARE(page().fields()->model()->rowCount(), 2); // address, rights
        QCOMPARE(page().fields()->model()->index(0, ChangedFieldModel::Name).data().toString(), QStringLiteral("地址"));
        QVERIFY(page()
                    .fields()
                    ->model()
                    ->index(0, ChangedFieldModel::After)
                    .data()
                    .toString()
                    .contains(QStringLiteral("10.34.1.8")));
        page().onlyChanges()->setChecked(false);
        QVERIFY(page().fields()->model()->rowCount() > 4);
        QVERIFY(page().story().contains(QStringLiteral("备用线路")));
        page().approveAction()->trigger();
        auto* form = test::openDialog<ReasonForm>(window());
        form->sendButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("approveChange")), 1);
        QTRY_COMPARE(page().table()->model()->rowCount(), 2);
        QTRY_VERIFY(page().rejectAction()->isEnabled()); // the next one is there
        page().rejectAction()->trigger();
        form = test::openDialog<ReasonForm>(window());
        QVERIFY(!form->sendButton()->isEnabled()); // not without a word
        form->words()->setPlainText(QStringLiteral("先不移除"));
        form->sendButton()->click();
        QTRY_COMPARE(page().table()->model()->rowCount(), 1);
        QTRY_VERIFY(page().withdrawAction()->isEnabled());
        page().withdrawAction()->trigger();
        test::answerQuestion(window(), QStringLiteral("撤回"));
        QTRY_COMPARE(page().table()->model()->rowCount(), 0);
        page().states()->setCurrentIndex(1);
        QTRY_COMPARE(page().table()->model()->rowCount(), 4);
        QVERIFY(!page().approveAction()->isEnabled());
    }

    /// One mechanism for all: what the session may not is grey and says whose it is, and comes back with another's.
    void whatOneMayNotIsGreyAndSaysWhy()
    {
        const auto ofOperators = [](const char* method) {
            return RefusedMethod{QString::fromLatin1(method), {QStringLiteral("operator")}};
        };
        m_console->engine.setRefused(QStringLiteral("reviewer"),
                                     {ofOperators("addSource"), ofOperators("remove"), ofOperators("setRetention"),
                                      ofOperators("beginFileReconciliation")});
        m_console->engine.setRefused(QStringLiteral("security"), {ofOperators("exceptions"), ofOperators("addSource")});
        open(true);
        signIn(QStringLiteral("wang"));
        window().showPage(ConsolePage::Databases);
        QTRY_VERIFY(!window().databases().addSourceButton()->isEnabled());
        QVERIFY(window().databases().addTargetButton()->isEnabled());
        const QString why = window().databases().addSourceButton()->toolTip();
        QVERIFY2(why.contains(QStringLiteral("操作员")) && why.contains(QStringLiteral("复核员")), qPrintable(why));
        QCOMPARE(window().settings().retention().changeButton()->toolTip(), why);
        QCOMPARE(window().reconciliation().files().reconcileButton()->toolTip(), why);
        window().setLanguage(QStringLiteral("en"));
        QTRY_VERIFY(window().databases().addSourceButton()->toolTip().contains(QStringLiteral("reviewer")));
        window().setLanguage(QStringLiteral("zh_CN"));
        QVERIFY(window().navigation().button(int(ConsolePage::Failures))->isEnabled());
        window().showPage(ConsolePage::Failures);

        window().guard().signOutAction()->trigger();
        QTRY_VERIFY(window().guard().isShut());
        signIn(QStringLiteral("root")); // sees no rows: the page that is open is left
        QTRY_VERIFY(!window().navigation().button(int(ConsolePage::Failures))->isEnabled());
        QTRY_COMPARE(window().navigation().current(), int(ConsolePage::Overview));
        window().guard().signOutAction()->trigger();
        QTRY_VERIFY(window().guard().isShut());
        signIn(QStringLiteral("li"));
        QTRY_VERIFY(window().databases().addSourceButton()->isEnabled());
        QVERIFY(window().databases().addSourceButton()->toolTip().isEmpty());
        QTRY_VERIFY(window().navigation().button(int(ConsolePage::Failures))->isEnabled());
    }

    /// What was typed is hidden while nobody has signed in, and is there again for who typed it, and for nobody else.
    void whatIsTypedWaitsForWhoTypedIt()
    {
        open(true);
        signIn(QStringLiteral("li"));
        window().showPage(ConsolePage::Links);
        QTRY_VERIFY(window().links().addButton()->isEnabled());
        window().links().addButton()->click();
        QPointer<LinkForm> form = test::openDialog<LinkForm>(window());
        form->code()->setText(QStringLiteral("4401"));
        window().guard().signOutAction()->trigger();
        QTRY_VERIFY(window().guard().isShut() && !form->isVisible());
        signIn(QStringLiteral("li"));
        QTRY_VERIFY(form->isVisible());
        QCOMPARE(form->code()->text(), QStringLiteral("4401"));
        window().guard().signOutAction()->trigger();
        QTRY_VERIFY(window().guard().isShut());
        signIn(QStringLiteral("wang"));
        QTRY_VERIFY(form.isNull());
    }

    void saysWhyAChangeCannotBeConfirmed()
    {
        open(true);
        signIn(QStringLiteral("li"));
        window().showPage(ConsolePage::Review);
        QTRY_VERIFY(page().approveAction()->isEnabled());
        m_console->engine.failNext(QStringLiteral("approveChange"),
                                   makeEvent(ErrorCode::Auth, events::REV_OWN, {QStringLiteral("12")}, {}));
        page().approveAction()->trigger();
        auto* form = test::openDialog<ReasonForm>(window());
        form->words()->setPlainText(QStringLiteral("typed"));
        form->sendButton()->click();
        QTRY_VERIFY(form->notice().isVisible());
        QCOMPARE(form->words()->toPlainText(), QStringLiteral("typed"));
    }

    void whatIsOfConsequenceAsksForTheReason()
    {
        open(true);
        signIn(QStringLiteral("li"));
        m_console->engine.failNext(QStringLiteral("rotateKeys"),
                                   makeEvent(ErrorCode::Auth, events::REV_WAITING, {QStringLiteral("12")}, {}));
        m_console->engine.setLinkKeys(test::someLinkKeys());
        window().showPage(ConsolePage::Security);
        QTRY_VERIFY(window().security().rotateAllAction()->isEnabled());
        window().security().rotateAllAction()->trigger();
        test::answerQuestion(window(), QStringLiteral("更换密钥"));
        ReasonForm* form = nullptr;
        QTRY_VERIFY((form = window().findChild<ReasonForm*>()) != nullptr);
        form->words()->setPlainText(QStringLiteral("certificate changed"));
        form->sendButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("explainChange")), 1);
        QCOMPARE(lastCall("explainChange").value(QStringLiteral("id")).toInteger(), 12);
    }

private:
    void open(bool hasOperators)
    {
        if (hasOperators) {
            SessionSnapshot session;
            session.hasOperators = true;
            session.fourEyes = true;
            session.idleMinutes = 15;
            m_console->engine.setSession(session);
        }
        NodeSnapshot node = test::provinceNode();
        node.hasOperators = hasOperators;
        node.fourEyes = hasOperators;
        m_console->open(node);
    }
    void signIn(const QString& name)
    {
        QTRY_VERIFY(window().guard().isShut());
        SignInDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = window().findChild<SignInDialog*>()) != nullptr && dialog->isVisible());
        dialog->name()->setText(name);
        dialog->password()->edit()->setText(QStringLiteral("x"));
        dialog->signInButton()->click();
        QTRY_VERIFY(!window().guard().isShut());
        QTRY_VERIFY(window().findChild<SignInDialog*>() == nullptr);
    }
    QJsonObject lastCall(const char* method) const
    {
        QJsonObject params;
        for (const test::FakeEngine::Call& call : m_console->engine.calls())
            if (call.method == QLatin1String(method))
                params = call.params;
        return params;
    }
    MainWindow& window() const { return *m_console->window; }
    OperatorsCard& card() const { return window().security().operators(); }
    ReviewPage& page() const { return window().review(); }

    std::unique_ptr<ConsoleFixture> m_console;
};

BUSHENG_TEST(TstOperatorsConsole)
#include "tst_operators_console.moc"
