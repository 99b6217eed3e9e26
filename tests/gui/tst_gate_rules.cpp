// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_exchange.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/gate_rules_form.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/reports/gate_pdf.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// The rules of a quality gate, as an operator writes them, and what it found on paper.
class TstGateRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesARuleByKeyboard()
    {
        QWidget window;
        window.show();
        auto* form = new GateRulesForm({}, &window);
        form->show();
        QVERIFY(QTest::qWaitForWindowActive(form)); // shortcuts are of the active window
        QAbstractItemModelTester tester(form->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<GateRule> taken;
        connect(form, &GateRulesForm::taken, this, [&taken](const std::vector<GateRule>& rules) { taken = rules; });
        QVERIFY(!form->removeButton()->isEnabled() && form->takeButton()->isEnabled()); // none is an answer too
        QTest::keyClick(form, Qt::Key_Insert);
        QCOMPARE(form->model()->rowCount(), 1);
        QVERIFY(!form->takeButton()->isEnabled()); // of which table?
        edit(*form, GateRuleModel::Table, QStringLiteral("public.person"));
        edit(*form, GateRuleModel::Columns, QStringLiteral(" id , name,"));
        QVERIFY(form->takeButton()->isEnabled());
        // Of another kind: its columns stay, and what it wants is said.
        choose(*form, QStringLiteral("range"));
        QVERIFY(!form->takeButton()->isEnabled());
        QVERIFY(form->hint().contains(QStringLiteral("1900-01-01..2026-12-31")));
        edit(*form, GateRuleModel::Columns, QStringLiteral("born"));
        edit(*form, GateRuleModel::Argument, QStringLiteral("1900-01-01..2026-12-31"));
        QVERIFY(form->takeButton()->isEnabled());
        QTest::keyClick(form, Qt::Key_Insert); // the table of the one before
        choose(*form, QStringLiteral("rows"));
        QVERIFY(!form->model()->flags(form->model()->index(1, GateRuleModel::Columns)).testFlag(Qt::ItemIsEditable));
        edit(*form, GateRuleModel::Argument, QStringLiteral("10.."));
        form->takeButton()->click();
        const QString person = QStringLiteral("public.person");
        QVERIFY(
            (taken ==
             std::vector<GateRule>{
                 {person, QStringLiteral("range"), {QStringLiteral("born")}, QStringLiteral("1900-01-01..2026-12-31")},
                 {person, QStringLiteral("rows"), {}, QStringLiteral("10..")}}));
    }

    void keepsRulesInAFile()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("rules.json"));
        QWidget window;
        auto* form = new GateRulesForm(someRules(), &window);
        form->show();
        form->writeTo(path);
        form->writeTo(directory.filePath(QStringLiteral("not/there.json")));
        QVERIFY(form->notice().isVisible());
        QVERIFY(QTest::qWaitForWindowActive(form));
        form->table()->setFocus();
        QTest::keyClick(form->table(), Qt::Key_Delete);
        QCOMPARE(form->model()->rowCount(), 1);
        form->readFrom(path);
        QVERIFY(form->model()->rules() == someRules() && !form->notice().isVisible());
    }

    void aFileThatIsNoneLeavesWhatIsThere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("[{");
        QTest::newRow("another word") << QByteArray(R"([{"table": "t", "kind": "unique", "colums": ["id"]}])");
        QTest::newRow("no list") << QByteArray(R"({"kind": "unique"})");
        QTest::newRow("too large") << QByteArray((4 << 20) + 1, ' ');
    }
    void aFileThatIsNoneLeavesWhatIsThere()
    {
        QFETCH(const QByteArray, text);
        const QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("rules.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        QWidget window;
        auto* form = new GateRulesForm(someRules(), &window);
        form->show();
        form->readFrom(file.fileName());
        QVERIFY(form->notice().isVisible());
        QVERIFY(form->model()->rules() == someRules());
        form->readFrom(directory.filePath(QStringLiteral("none.json")));
        QVERIFY(form->notice().isVisible());
    }

    /// A rule that came from a file and is not complete can be mended here, and not be taken before.
    void asksForWhatIsMissing()
    {
        QWidget window;
        auto* form = new GateRulesForm({{{}, QStringLiteral("unheard of"), {}, {}}}, &window);
        QVERIFY(!form->takeButton()->isEnabled());
        const QModelIndex state = form->model()->index(0, GateRuleModel::State);
        QVERIFY(!state.data(GateRuleModel::CompleteRole).toBool());
        QVERIFY(!form->model()->setData(form->model()->index(0, GateRuleModel::Kind), QStringLiteral("other"),
                                        Qt::EditRole));
        QVERIFY(
            form->model()->setData(form->model()->index(0, GateRuleModel::Kind), QStringLiteral("sql"), Qt::EditRole));
        QVERIFY(form->model()->setData(form->model()->index(0, GateRuleModel::Argument), QStringLiteral("SELECT 1"),
                                       Qt::EditRole));
        QVERIFY(state.data(GateRuleModel::CompleteRole).toBool() && form->takeButton()->isEnabled());
    }

    void theyBelongToTheSubscription()
    {
        ConsoleFixture console;
        NodeConfiguration configuration = test::ministryConfiguration();
        for (const SubscriptionSnapshot& subscription : test::ministryNode().subscriptions)
            configuration.subscriptions.push_back(subscription.config);
        console.engine.setConfiguration(configuration);
        QWidget& window = console.open(test::ministryNode());
        EngineClient client(console.engine);
        SubscriptionConfig existing = configuration.subscriptions.front();
        auto* form = new SubscriptionForm(client, existing, &window);
        form->show();
        QVERIFY(!form->rulesButton()->isEnabled()); // there is no gate
        form->gate()->setCurrentIndex(form->gate()->findData(QStringLiteral("signOff")));
        form->rulesButton()->click();
        auto* rules = form->findChild<GateRulesForm*>();
        QVERIFY(rules != nullptr);
        rules->model()->setRules(someRules());
        Q_EMIT rules->taken(someRules());
        rules->reject();
        form->saveButton()->click();
        existing.gate = QStringLiteral("signOff");
        existing.gateRules = someRules();
        QTRY_VERIFY(console.engine.configuration().subscriptions.front() == existing);
    }

    void standsOnPaper()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("gate.pdf"));
        GateReport report = test::someGateReport();
        report.state = QStringLiteral("signed");
        report.by = QStringLiteral("赵六");
        report.reason = QStringLiteral("一行待源端更正");
        QVERIFY_OK(writeGatePdf(path, report));
        QFile paper(path);
        QVERIFY(paper.open(QIODevice::ReadOnly));
        QVERIFY(paper.readAll().startsWith("%PDF-"));
        QVERIFY(!writeGatePdf(directory.filePath(QStringLiteral("not/there.pdf")), report));
    }

private:
    static std::vector<GateRule> someRules()
    {
        return {{QStringLiteral("public.person"), QStringLiteral("idCard"), {QStringLiteral("card")}, {}},
                {QStringLiteral("public.visit"),
                 QStringLiteral("references"),
                 {QStringLiteral("person_id")},
                 QStringLiteral("public.person(id)")}};
    }

    /// Types into a cell of the last line, as a person does who presses F2.
    static void edit(GateRulesForm& form, GateRuleModel::Column column, const QString& text)
    {
        auto* editor = qobject_cast<QLineEdit*>(openEditor(form, column));
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, text);
        close(form, editor);
    }

    static void choose(GateRulesForm& form, const QString& kind)
    {
        auto* editor = qobject_cast<QComboBox*>(openEditor(form, GateRuleModel::Kind));
        QVERIFY(editor != nullptr);
        editor->setCurrentIndex(editor->findData(kind));
        close(form, editor);
    }

    static void close(GateRulesForm& form, QWidget* editor)
    {
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(form.table()->indexWidget(form.table()->currentIndex()) == nullptr);
    }

    static QWidget* openEditor(GateRulesForm& form, GateRuleModel::Column column)
    {
        const QModelIndex cell = form.model()->index(form.model()->rowCount() - 1, column);
        form.table()->setFocus();
        form.table()->setCurrentIndex(cell);
        QTest::keyClick(form.table(), Qt::Key_F2);
        return form.table()->indexWidget(cell);
    }
};

BUSHENG_TEST(TstGateRules)
#include "tst_gate_rules.moc"
