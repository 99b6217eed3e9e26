// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/database_form.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/secret_form.h"
#include "ui/dialogs/tables_dialog.h"
#include "ui/pages/databases_page.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QSpinBox>

using namespace busheng;
using busheng::test::ConsoleFixture;
using busheng::test::FakeEngine;

/// Passwords of databases, and what tables they have, on the page of sources and targets.
class TstPasswords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void registersWithAPasswordThatWasTried_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::newRow("zh-light") << QStringLiteral("zh_CN") << QStringLiteral("light");
        QTest::newRow("en-dark") << QStringLiteral("en") << QStringLiteral("dark");
    }
    void registersWithAPasswordThatWasTried()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, theme);
        open(language, theme);
        page().addSourceButton()->click();
        auto* form = test::openDialog<DatabaseForm>(*m_window);
        const QList<QLineEdit*> fields = visibleFields(*form);
        fields.at(0)->setText(QStringLiteral("社保业务库"));
        fields.at(2)->setText(QStringLiteral("rsxt"));
        fields.at(3)->setText(QStringLiteral("busheng"));
        QTRY_VERIFY(form->saveButton()->isEnabled());
        form->secret()->field()->edit()->setText(QStringLiteral("opens it"));
        QCOMPARE(form->secret()->field()->edit()->echoMode(), QLineEdit::Password);
        QVERIFY(!form->saveButton()->isEnabled() && !form->testButton()->isEnabled()); // typed once
        form->secret()->repeated()->edit()->setText(QStringLiteral("opens it"));
        QVERIFY(form->saveButton()->isEnabled());
        form->testButton()->click();
        QTRY_VERIFY(!form->outcome().isEmpty());
        QCOMPARE(callOf("testDatabase").params.value(QStringLiteral("hasSecret")).toBool(), true);
        QVERIFY(!form->config().location.contains(QStringLiteral("opens it")));
        save(*form, "password-of-a-new-one");
        form->saveButton()->click();
        QTRY_VERIFY(m_window->findChild<DatabaseForm*>() == nullptr);
        const QStringList order = methods();
        QVERIFY(order.indexOf(QStringLiteral("setSecret")) < order.indexOf(QStringLiteral("addSource")));
        QCOMPARE(callOf("setSecret").params.value(QStringLiteral("name")).toString(), QStringLiteral("社保业务库"));
    }

    /// What one kind of database asks for does not hold up another, and nothing that was tried is said of other words.
    void whatIsNotShownDoesNotCount()
    {
        open();
        m_console->engine.fakeStructures().setSecretNames({QStringLiteral("镜像库")});
        page().addSourceButton()->click();
        auto* form = test::openDialog<DatabaseForm>(*m_window);
        const QString before = form->secret()->state();
        const auto field = [form](const char* label) -> QWidget* {
            for (QFormLayout* layout : form->findChildren<QFormLayout*>()) {
                for (int row = 0; row < layout->rowCount(); ++row) {
                    const QLayoutItem* const at = layout->itemAt(row, QFormLayout::LabelRole);
                    const auto* said = at == nullptr ? nullptr : qobject_cast<QLabel*>(at->widget());
                    if (said != nullptr && said->text() == QString::fromUtf8(label))
                        return layout->itemAt(row, QFormLayout::FieldRole)->widget();
                }
            }
            qFatal("there is no such field");
        };
        qobject_cast<QLineEdit*>(field("名称"))->setText(QStringLiteral("新库"));
        QTRY_VERIFY(!form->secret()->isKept() && form->secret()->state() != before);
        qobject_cast<QLineEdit*>(field("名称"))->setText(QStringLiteral("镜像库"));
        QVERIFY(form->secret()->isKept()); // the target's of this name, which a new one would replace
        qobject_cast<QLineEdit*>(field("库名"))->setText(QStringLiteral("rsxt"));
        qobject_cast<QLineEdit*>(field("用户"))->setText(QStringLiteral("busheng"));
        form->testButton()->click();
        QTRY_VERIFY(!form->isWaiting() && !form->outcome().isEmpty());
        QCOMPARE(callOf("testDatabase").params.value(QStringLiteral("hasSecret")).toBool(), false);
        qobject_cast<QSpinBox*>(field("端口"))->setValue(5433);
        QVERIFY(form->outcome().isEmpty());
        form->secret()->field()->edit()->setText(QStringLiteral("typed once"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->driver()->setCurrentIndex(form->driver()->findData(QStringLiteral("sqlite")));
        field("文件")->findChild<QLineEdit*>()->setText(QStringLiteral("/srv/rsxt.sqlite"));
        QVERIFY(!form->secret()->isVisible() && form->saveButton()->isEnabled());
        form->reject();
    }

    void aTestThatFailsSaysWhyAndKeepsWhatWasTyped()
    {
        open();
        action(QStringLiteral("修改…"), QStringLiteral("业务库"))->trigger();
        auto* form = test::openDialog<DatabaseForm>(*m_window);
        m_console->engine.failNext(
            QStringLiteral("testDatabase"),
            makeEvent(ErrorCode::Sql, events::SRC_UNAVAILABLE,
                      {QStringLiteral("业务库"), QStringLiteral("password authentication failed")},
                      QStringLiteral("no")));
        form->secret()->field()->edit()->setText(QStringLiteral("wrong"));
        form->secret()->repeated()->edit()->setText(QStringLiteral("wrong"));
        form->testButton()->click();
        QTRY_VERIFY(form->notice().isVisible());
        QCOMPARE(form->secret()->secret(), QStringLiteral("wrong"));
        // Four eyes: the password waits for a second person, and the rest goes its own way.
        m_console->engine.failNext(
            QStringLiteral("setSecret"),
            makeEvent(ErrorCode::Auth, events::REV_WAITING, {QStringLiteral("7")}, QStringLiteral("waits")));
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("addSource")), 1);
        QTRY_VERIFY(m_window->findChild<DatabaseForm*>() == nullptr);
    }

    /// The node tries the password that it keeps at the registered location only, to the letter.
    void whatNobodyChangedIsTriedAsItIsRegistered()
    {
        open();
        const QString registered = QStringLiteral("user=busheng dbname=rsxt host=10.9.8.7");
        EngineClient client(m_console->engine);
        DatabaseForm form(client, DatabaseSide::Source,
                          DatabaseConfig{QStringLiteral("业务库"), QStringLiteral("postgres"), registered}, {},
                          m_window);
        form.show();
        QVERIFY(form.config().location != registered); // the fields say it in their own order
        const auto location = [this] {
            return callOf("testDatabase").params.value(QStringLiteral("location")).toString();
        };
        form.testButton()->click();
        QTRY_VERIFY(!form.outcome().isEmpty());
        QCOMPARE(location(), registered);
        form.findChildren<QLineEdit*>().at(1)->setText(QStringLiteral("10.9.8.6"));
        form.testButton()->click();
        QTRY_COMPARE(location(), form.config().location);
    }

    void setsAnotherPasswordAndTakesItOut()
    {
        open();
        m_console->engine.fakeStructures().setSecretNames({QStringLiteral("业务库")});
        action(QStringLiteral("口令…"), QStringLiteral("业务库"))->trigger();
        auto* form = test::openDialog<SecretForm>(*m_window);
        QTRY_VERIFY(form->removeButton()->isEnabled()); // one is kept
        QVERIFY(!form->saveButton()->isEnabled());
        form->testButton()->click(); // with the one that is kept
        QTRY_VERIFY(!form->outcome().isEmpty());
        QCOMPARE(callOf("testDatabase").params.value(QStringLiteral("hasSecret")).toBool(), false);
        form->fields()->field()->edit()->setText(QStringLiteral("another"));
        form->fields()->repeated()->edit()->setText(QStringLiteral("anothre"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->fields()->repeated()->edit()->setText(QStringLiteral("another"));
        form->saveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setSecret")), 1);
        QTRY_VERIFY(m_window->findChild<SecretForm*>() == nullptr);
        action(QStringLiteral("口令…"), QStringLiteral("业务库"))->trigger();
        form = test::openDialog<SecretForm>(*m_window);
        QTRY_VERIFY(form->removeButton()->isEnabled());
        form->removeButton()->click();
        test::answerQuestion(*m_window, QStringLiteral("取出"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("removeSecret")), 1);
    }

    void aNodeWithoutAVaultSaysWhatToDo()
    {
        open();
        m_console->engine.failNext(QStringLiteral("secretNames"),
                                   makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY,
                                             {QStringLiteral("node.json"), QStringLiteral("crypto.passphraseFile")},
                                             QStringLiteral("no vault")),
                                   -1);
        page().addSourceButton()->click();
        auto* form = test::openDialog<DatabaseForm>(*m_window);
        QTRY_VERIFY(form->secret()->state().contains(QStringLiteral("crypto.passphraseFile")));
        QVERIFY(!form->secret()->field()->isEnabled());
        form->reject();
    }

    /// Who may register a database and who keeps its password are two persons.
    void whoMayNotSetItIsTold()
    {
        open();
        SessionSnapshot session;
        session.hasOperators = true;
        session.name = QStringLiteral("zhang");
        session.role = QStringLiteral("operator");
        session.refused = {{QStringLiteral("setSecret"), {QStringLiteral("security")}}};
        EngineClient client(m_console->engine);
        client.setSession(session);
        auto* form = new SecretForm(client, m_console->engine.configuration().sources.front(), m_window);
        form->open();
        QTRY_VERIFY(form->fields()->state().contains(QStringLiteral("安全管理员")));
        QVERIFY(!form->fields()->isUsable() && !form->saveButton()->isEnabled());
        QVERIFY(form->testButton()->isEnabled());
        delete form;
    }

    void showsTablesAndTheirColumns()
    {
        open();
        QStringList tables;
        for (int i = 0; i < 5'000; ++i)
            tables.append(QStringLiteral("public.t%1").arg(i, 4, 10, QChar(u'0')));
        m_console->engine.setTables(tables);
        m_console->engine.fakeStructures().setTable(
            {QStringLiteral("public.t4902"),
             {{QStringLiteral("id"), QStringLiteral("bigint"), true, true, {}},
              {QStringLiteral("name\u202e"), QStringLiteral("text"), false, false, QStringLiteral("'-'")}}});
        action(QStringLiteral("表…"), QStringLiteral("业务库"))->trigger();
        auto* shown = test::openDialog<TablesDialog>(*m_window);
        QTRY_COMPARE(shown->tables()->model()->rowCount(), 5'000);
        QTest::keyClicks(shown->search(), QStringLiteral("T490"));
        QCOMPARE(shown->tables()->model()->rowCount(), 10);
        shown->tables()->setCurrentIndex(shown->tables()->model()->index(2, 0));
        QTRY_COMPARE(shown->columns()->model()->rowCount(), 2);
        QVERIFY(!shown->columns()->model()->index(1, 0).data().toString().contains(QChar(0x202e)));
        shown->copyButton()->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("public.t4902"));
        m_console->engine.failNext(QStringLiteral("describeTable"),
                                   makeEvent(ErrorCode::Sql, events::SRC_UNAVAILABLE,
                                             {QStringLiteral("业务库"), QStringLiteral("gone")}, QStringLiteral("no")));
        shown->tables()->setCurrentIndex(shown->tables()->model()->index(3, 0));
        QTRY_VERIFY(shown->notice().isVisible());
        QCOMPARE(shown->columns()->model()->rowCount(), 0);
        shown->tables()->setCurrentIndex(shown->tables()->model()->index(2, 0));
        QVERIFY(!shown->notice().isVisible()); // it was about the other one
        shown->reject();
    }

    /// What columns really are in is said of a dataset that is published already, too.
    void saysWhatTextsAreInOfADatasetThatIsThere()
    {
        open();
        NodeConfiguration configuration = m_console->engine.configuration();
        configuration.sources = {
            {QStringLiteral("旧库"), QStringLiteral("mariadb"), QStringLiteral("dbname=hr user=b")}};
        m_console->engine.setConfiguration(configuration);
        DatasetConfig dataset;
        dataset.name = QStringLiteral("人员");
        dataset.source = QStringLiteral("旧库");
        dataset.tables = {QStringLiteral("hr.person")};
        EngineClient client(m_console->engine);
        DatasetForm form(client, dataset, m_window);
        form.show();
        QTRY_VERIFY(form.readAs()->isVisible());
        form.readAs()->setText(QStringLiteral("hr.person.name=gb18030"));
        QCOMPARE(form.config().readAs, QStringList(QStringLiteral("hr.person.name=gb18030")));
    }

private:
    void open(const QString& language = QStringLiteral("zh_CN"), const QString& theme = QStringLiteral("light"))
    {
        m_console = std::make_unique<ConsoleFixture>(language, theme);
        m_console->engine.setConfiguration(test::ministryConfiguration());
        m_window = &m_console->open(test::ministryNode());
        m_window->showPage(ConsolePage::Databases);
        QTRY_COMPARE(page().table()->model()->rowCount(), 3);
    }
    DatabasesPage& page() const { return *m_window->findChild<DatabasesPage*>(); }
    /// Of the database with this name.
    QAction* action(const QString& text, const QString& database) const
    {
        QAbstractItemModel& model = *page().table()->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, DatabaseModel::Name).data().toString() == database)
                page().table()->setCurrentIndex(model.index(row, 0));
        }
        for (QAction* one : page().table()->actions()) {
            if (one->text() == text)
                return one;
        }
        qFatal("there is no such action");
    }
    /// Name, server, database, user, ...: as the Tab key goes.
    static QList<QLineEdit*> visibleFields(QWidget& in)
    {
        QList<QLineEdit*> fields;
        for (QWidget* at = in.nextInFocusChain(); at != &in; at = at->nextInFocusChain()) {
            auto* edit = qobject_cast<QLineEdit*>(at);
            if (edit != nullptr && edit->isVisible() && qobject_cast<QSpinBox*>(edit->parentWidget()) == nullptr)
                fields.append(edit);
        }
        return fields;
    }
    QStringList methods() const
    {
        QStringList names;
        for (const FakeEngine::Call& call : m_console->engine.calls())
            names.append(call.method);
        return names;
    }
    FakeEngine::Call callOf(const char* method) const
    {
        const auto& calls = m_console->engine.calls();
        const auto found = std::find_if(calls.rbegin(), calls.rend(), [method](const FakeEngine::Call& call) {
            return call.method == QLatin1String(method);
        });
        return found == calls.rend() ? FakeEngine::Call() : *found;
    }
    static void save(QWidget& dialog, const char* name)
    {
        const QString pictures = QStringLiteral(BUSHENG_SCREENSHOT_DIR);
        QVERIFY(QDir().mkpath(pictures) &&
                dialog.grab().save(QString(pictures + u'/' + QLatin1String(name) + u'-' +
                                           QLatin1String(QTest::currentDataTag()) + QStringLiteral(".png"))));
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstPasswords)
#include "tst_passwords.moc"
