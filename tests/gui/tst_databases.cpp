// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/database_form.h"
#include "ui/dialogs/findings_dialog.h"
#include "ui/dialogs/rights_dialog.h"
#include "ui/pages/databases_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QClipboard>
#include <QJsonArray>
#include <QLineEdit>
#include <QMessageBox>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// The page of sources and targets as an operator uses it.
class TstDatabases : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->engine.setConfiguration(test::ministryConfiguration());
        m_window = &m_console->open(test::ministryNode());
        m_window->showPage(ConsolePage::Databases);
        QTRY_COMPARE(model().rowCount(), 3);
    }
    void cleanup() { m_console.reset(); }

    void listsWhatIsRegisteredAndWhatUsesIt()
    {
        QCOMPARE(cell(0, DatabaseModel::Side), QStringLiteral("源"));
        QCOMPARE(cell(1, DatabaseModel::Name), QStringLiteral("部级中心库"));
        QVERIFY(cell(1, DatabaseModel::UsedBy).contains(QStringLiteral("安徽_行政区划")));
        QCOMPARE(cell(0, DatabaseModel::UsedBy), QStringLiteral("尚未使用"));
    }

    void registersASource()
    {
        press(QStringLiteral("登记源…"));
        auto* form = dialog<DatabaseForm>();
        QVERIFY(!form->saveButton()->isEnabled()); // nothing is typed yet
        type(*form, 0, QStringLiteral("社保业务库"));
        field(*form, QStringLiteral("127.0.0.1"))->setText(QStringLiteral("10.1.2.3"));
        type(*form, 2, QStringLiteral("rs xt"));
        type(*form, 3, QStringLiteral("busheng"));
        QTRY_VERIFY(form->saveButton()->isEnabled());
        form->saveButton()->click();
        QTRY_COMPARE(model().rowCount(), 4);
        const auto added = m_console->engine.configuration().sources.back();
        QCOMPARE(added.location, QStringLiteral("host=10.1.2.3 port=5432 dbname='rs xt' user=busheng"));
        QTRY_COMPARE(page().table()->currentIndex().siblingAtColumn(DatabaseModel::Name).data().toString(),
                     QStringLiteral("社保业务库"));
        QTRY_VERIFY(m_window->findChild<DatabaseForm*>() == nullptr);
    }

    void refusesANameThatIsTaken()
    {
        press(QStringLiteral("登记源…"));
        auto* form = dialog<DatabaseForm>();
        type(*form, 0, QStringLiteral(" 业务库 "));
        type(*form, 2, QStringLiteral("d"));
        type(*form, 3, QStringLiteral("u"));
        QVERIFY(!form->saveButton()->isEnabled());
        const auto labels = form->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text() == QStringLiteral("已有同名的源数据库。");
        }));
        type(*form, 0, QStringLiteral("业务库 2"));
        QVERIFY(form->saveButton()->isEnabled());
        form->reject();
    }

    void keepsWhatWasTypedWhenItIsRefused()
    {
        press(QStringLiteral("登记目标…"));
        auto* form = dialog<DatabaseForm>();
        type(*form, 0, QStringLiteral("x"));
        type(*form, 2, QStringLiteral("d"));
        type(*form, 3, QStringLiteral("u"));
        m_console->engine.failNext(QStringLiteral("addTarget"),
                                   makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                             {QStringLiteral("target"), QStringLiteral("name"), QStringLiteral("x"),
                                              QStringLiteral("another name")},
                                             QStringLiteral("refused")));
        form->saveButton()->click();
        form->saveButton()->click(); // a double click asks once
        QTRY_VERIFY(form->notice().isVisible());
        QCOMPARE(m_console->engine.callCount(QStringLiteral("addTarget")), 1);
        QCOMPARE(form->config().location, QStringLiteral("host=127.0.0.1 port=5432 dbname=d user=u"));
        QVERIFY(form->saveButton()->isEnabled());
        form->reject();
        QCOMPARE(model().rowCount(), 3);
    }

    void changesALocationAndKeepsWhatItDoesNotShow()
    {
        select(QStringLiteral("业务库"));
        action(QStringLiteral("修改…"))->trigger();
        auto* form = dialog<DatabaseForm>();
        field(*form, QStringLiteral("10.9.8.7"))->setText(QStringLiteral("::1"));
        QCOMPARE(form->config().location,
                 QStringLiteral("host=::1 port=5433 dbname=rsxt user=busheng sslmode=verify-full connect_timeout=5"));
        form->saveButton()->click();
        QTRY_VERIFY(cell(0, DatabaseModel::Location).contains(QStringLiteral("::1")));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("addSource")), 1);
    }

    void leavesALocationInAnotherFormAsItIs()
    {
        select(QStringLiteral("镜像库"));
        action(QStringLiteral("修改…"))->trigger();
        auto* form = dialog<DatabaseForm>();
        QCOMPARE(form->config().location, QStringLiteral("postgresql://busheng@[::1]:5432/rsxt"));
        form->reject();
    }

    void looksBeforeOperation()
    {
        m_console->engine.setFindings({{QStringLiteral("warning"),
                                        events::TGT_UNSAFE_SETTING,
                                        {QStringLiteral("镜像库"), QStringLiteral("fsync")},
                                        {}},
                                       {QStringLiteral("error"),
                                        events::TGT_RIGHTS,
                                        {QStringLiteral("镜像库"), QStringLiteral("clerk"),
                                         QStringLiteral("GRANT USAGE ON SCHEMA \"a\" TO clerk")},
                                        QStringLiteral("a.b")}});
        select(QStringLiteral("镜像库"));
        action(QStringLiteral("检查…"))->trigger();
        auto* report = dialog<FindingsDialog>();
        QTRY_COMPARE(report->list()->model()->rowCount(), 2);
        QCOMPARE(report->summary(), QStringLiteral("错误：1 · 警告：1"));
        const QModelIndex first = report->list()->model()->index(0, 0);
        QVERIFY(first.data(FindingModel::RemedyRole).toString().contains(QStringLiteral("GRANT USAGE")));
        press(QStringLiteral("复制"), report);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("[TGT_RIGHTS]")));
        report->tables()->setText(QStringLiteral(" a.b，c.d , ,"));
        m_console->engine.setFindings({{QStringLiteral("ok"), {}, {}, QStringLiteral("镜像库")}});
        report->checkButton()->click();
        QTRY_COMPARE(report->summary(), QStringLiteral("已就绪：没有障碍"));
        const QJsonObject asked = m_console->engine.calls().back().params;
        QCOMPARE(asked.value(QStringLiteral("tables")).toArray(),
                 QJsonArray({QStringLiteral("a.b"), QStringLiteral("c.d")}));
        report->reject();
    }

    void closesWhileTheEngineIsSlow()
    {
        select(QStringLiteral("镜像库"));
        m_console->engine.holdReplies();
        action(QStringLiteral("检查…"))->trigger();
        auto* report = dialog<FindingsDialog>();
        QVERIFY(report->isWaiting());
        report->reject();
        QTRY_VERIFY(m_window->findChild<FindingsDialog*>() == nullptr);
        m_console->engine.releaseReplies(); // nobody is left to take it
        QCoreApplication::processEvents();
    }

    void givesRightsAfterAQuestion()
    {
        select(QStringLiteral("业务库"));
        action(QStringLiteral("权限…"))->trigger();
        auto* rights = dialog<RightsDialog>();
        QVERIFY(!rights->showButton()->isEnabled());
        rights->tables()->setText(QStringLiteral("public.ac01"));
        rights->user()->setText(QStringLiteral("reader"));
        rights->showButton()->click();
        QTRY_COMPARE(rights->sql(), QStringLiteral("CREATE ROLE reader;"));
        QVERIFY(!rights->runButton()->isEnabled());
        rights->administrator()->setText(QStringLiteral("postgres"));
        const auto answer = [&](const QString& text) {
            rights->runButton()->click();
            auto* question = rights->findChild<QMessageBox*>();
            QVERIFY(question != nullptr);
            press(text, question);
        };
        answer(QStringLiteral("取消"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("sourceRights")), 1);
        QTRY_VERIFY(rights->findChild<QMessageBox*>() == nullptr);
        answer(QStringLiteral("执行"));
        QTRY_VERIFY(rights->sql().startsWith(QStringLiteral("-- 已执行")));
        QCOMPARE(m_console->engine.calls().back().params.value(QStringLiteral("runAs")).toString(),
                 QStringLiteral("postgres"));
        rights->user()->setText(QStringLiteral("other")); // what is shown is what would be run
        QVERIFY(rights->sql().isEmpty() && !rights->runButton()->isEnabled());
        rights->reject();
    }

    void removesAfterAQuestion()
    {
        select(QStringLiteral("镜像库"));
        m_console->engine.failNext(QStringLiteral("remove"),
                                   makeEvent(ErrorCode::Config, events::CFG_IN_USE,
                                             {QStringLiteral("target"), QStringLiteral("镜像库"), QStringLiteral("s")},
                                             QStringLiteral("in use")));
        const auto removeIt = [&] {
            action(QStringLiteral("移除"))->trigger();
            auto* question = m_window->findChild<QMessageBox*>();
            QVERIFY(question != nullptr);
            press(QStringLiteral("移除"), question);
        };
        removeIt();
        QTRY_VERIFY(page().notice().isVisible());
        QCOMPARE(model().rowCount(), 3);
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() == nullptr);
        removeIt();
        QTRY_COMPARE(model().rowCount(), 2);
        QVERIFY(!page().notice().isVisible());
    }

    void findsByAnyText()
    {
        auto* search = page().findChild<QLineEdit*>();
        search->setText(QStringLiteral("POSTGRESQL://"));
        QCOMPARE(model().rowCount(), 1);
        search->setText(QStringLiteral("does not exist"));
        QCOMPARE(model().rowCount(), 0);
        const auto empties = page().findChildren<EmptyState*>();
        QVERIFY(std::ranges::any_of(empties, [](const EmptyState* empty) {
            return empty->isVisible() && empty->title() == QStringLiteral("未找到");
        }));
    }

private:
    DatabasesPage& page() { return m_window->databases(); }
    const QAbstractItemModel& model() { return *page().table()->model(); }
    QString cell(int row, int column) { return model().index(row, column).data().toString(); }
    void select(const QString& name)
    {
        for (int row = 0; row < model().rowCount(); ++row) {
            if (cell(row, DatabaseModel::Name) == name)
                page().table()->setCurrentIndex(model().index(row, 0));
        }
    }
    QAction* action(const QString& text)
    {
        for (QAction* one : page().table()->actions()) {
            if (one->text() == text)
                return one;
        }
        qFatal("no action %s", qPrintable(text));
    }
    void press(const QString& text, QWidget* in = nullptr)
    {
        for (QAbstractButton* button : (in ? in : &page())->findChildren<QAbstractButton*>()) {
            if (button->text() == text)
                return button->click();
        }
        qFatal("no button %s", qPrintable(text));
    }
    template <typename Dialog>
    Dialog* dialog()
    {
        auto* found = m_window->findChild<Dialog*>();
        if (found == nullptr || !found->isVisible())
            qFatal("the dialog is not open");
        return found;
    }
    static QLineEdit* field(QWidget& in, const QString& text)
    {
        for (QLineEdit* edit : in.findChildren<QLineEdit*>()) {
            if (edit->text() == text)
                return edit;
        }
        qFatal("no field with %s", qPrintable(text));
    }
    /// Into the n-th field of the form that a person sees, in the order of the tab key.
    static void type(QWidget& in, int n, const QString& text)
    {
        QList<QLineEdit*> shown;
        QWidget* at = &in;
        while ((at = at->nextInFocusChain()) != &in) {
            auto* edit = qobject_cast<QLineEdit*>(at);
            if (edit != nullptr && edit->isVisible() && qobject_cast<QSpinBox*>(edit->parentWidget()) == nullptr)
                shown.append(edit);
        }
        QVERIFY(n < shown.size());
        shown.at(n)->setText(text);
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstDatabases)
#include "tst_databases.moc"
