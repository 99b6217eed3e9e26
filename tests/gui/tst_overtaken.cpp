// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/link_form.h"
#include "ui/dialogs/overtaken_dialog.h"
#include "ui/pages/links_page.h"
#include "ui/pages/retention_card.h"
#include "ui/pages/settings_page.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QMessageBox>

using namespace busheng;
using busheng::test::ConsoleFixture;

namespace {

const QString kTheirs = QStringLiteral("10.9.9.9:7443");
const QString kMine = QStringLiteral("10.1.1.1:7443");

} // namespace

/// Two consoles that edit one thing: the second one is asked, and nothing that was typed is lost.
class TstOvertaken : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        NodeConfiguration configuration;
        for (const LinkSnapshot& link : test::ministryNode().links)
            configuration.links.push_back(link.config);
        m_console->engine.setConfiguration(configuration);
        m_window = &m_console->open(test::ministryNode());
        m_window->showPage(ConsolePage::Links);
        QTRY_COMPARE(m_window->links().table()->model()->rowCount(), 3);
    }
    void cleanup() { m_console.reset(); }

    void savesWhenNobodyElseDid()
    {
        LinkForm* form = editing();
        form->saveButton()->click();
        QTRY_COMPARE(address(), kMine);
        QVERIFY(m_window->findChild<OvertakenDialog*>() == nullptr);
    }

    void showsWhatIsDifferentAndGoesOnEditing()
    {
        LinkForm* form = overtakenForm();
        auto* dialog = test::openDialog<OvertakenDialog>(*m_window);
        QTableWidget& table = *dialog->table();
        QCOMPARE(table.rowCount(), 1);
        QVERIFY(table.item(0, 1)->text().contains(kTheirs));
        QVERIFY(table.item(0, 2)->text().contains(kMine));
        dialog->reject();
        QTRY_VERIFY(m_window->findChild<OvertakenDialog*>() == nullptr);
        QVERIFY(form->isVisible() && form->saveButton()->isEnabled());
        QCOMPARE(form->address()->text(), kMine);
        QCOMPARE(address(), kTheirs);
    }

    void takesTheirsInANewForm()
    {
        overtakenForm();
        test::openDialog<OvertakenDialog>(*m_window)->theirsButton()->click();
        QTRY_COMPARE(m_window->findChildren<LinkForm*>().size(), 1);
        QCOMPARE(test::openDialog<LinkForm>(*m_window)->address()->text(), kTheirs);
        QCOMPARE(address(), kTheirs);
    }

    void savesMineInThePlaceOfTheirsAndNotOfAThirdOnes()
    {
        overtakenForm();
        auto* first = test::openDialog<OvertakenDialog>(*m_window);
        const QString third = QStringLiteral("10.3.3.3:7443");
        saveElsewhere(third);
        first->mineButton()->click();
        QTRY_VERIFY(isAsked(third)); // asked once more: what stands there is another one's again
        test::openDialog<OvertakenDialog>(*m_window)->mineButton()->click();
        QTRY_COMPARE(address(), kMine);
        QTRY_VERIFY(m_window->findChild<LinkForm*>() == nullptr);
    }

    void sayTheSameWhenBothDid()
    {
        LinkForm* form = editing();
        saveElsewhere(kMine);
        form->saveButton()->click();
        QTRY_VERIFY(m_window->findChild<OvertakenDialog*>() != nullptr);
        auto* dialog = test::openDialog<OvertakenDialog>(*m_window);
        QVERIFY(!dialog->table()->isVisible()); // there is nothing to compare, and no empty table
        QVERIFY(dialog->words().contains(QStringLiteral("相同")));
        dialog->reject();
        QTRY_VERIFY(m_window->findChild<OvertakenDialog*>() == nullptr);
        form->reject();
    }

    void theDaysOfRecordsAreAskedToo()
    {
        m_console->engine.fakeComparisons().setRetention({{{QStringLiteral("runs"), 90}, 10, 1, 0, 30}});
        m_window->showPage(ConsolePage::Settings);
        RetentionCard& card = m_window->settings().retention();
        card.refresh();
        QTRY_VERIFY(card.field(QStringLiteral("runs")) != nullptr);
        card.field(QStringLiteral("runs"))->setValue(60);
        m_console->engine.failNext(QStringLiteral("setRetention"), overtaken(R"({"runs":{"days":45}})"));
        card.changeButton()->click();
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        test::answerQuestion(*m_window, QStringLiteral("应用"));
        QTRY_VERIFY(m_window->findChild<OvertakenDialog*>() != nullptr);
        test::openDialog<OvertakenDialog>(*m_window)->mineButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("setRetention")), 2);
        QTRY_VERIFY(!card.changeButton()->isEnabled()); // taken over
    }

    void whatWaitsForASecondPersonIsNoError()
    {
        m_console->engine.fakeComparisons().setRetention({{{QStringLiteral("runs"), 90}, 10, 1, 0, 30}});
        m_window->showPage(ConsolePage::Settings);
        RetentionCard& card = m_window->settings().retention();
        card.refresh();
        QTRY_VERIFY(card.field(QStringLiteral("runs")) != nullptr);
        card.field(QStringLiteral("runs"))->setValue(60);
        m_console->engine.failNext(QStringLiteral("setRetention"),
                                   makeEvent(ErrorCode::Auth, events::REV_WAITING, {QStringLiteral("7")}, {}));
        card.changeButton()->click();
        QTRY_VERIFY(m_window->findChild<QMessageBox*>() != nullptr);
        test::answerQuestion(*m_window, QStringLiteral("应用"));
        QTRY_VERIFY(card.notice().isVisible());
        QCOMPARE(card.notice().tone(), Tone::Busy);
    }

private:
    static Error overtaken(const char* present)
    {
        return makeEvent(ErrorCode::Config, events::REV_OVERTAKEN, {QStringLiteral("it"), QString::fromUtf8(present)},
                         {});
    }
    /// Of the first link, with another address.
    LinkForm* editing()
    {
        m_window->links().table()->selectRow(0);
        m_window->links().editAction()->trigger();
        auto* form = test::openDialog<LinkForm>(*m_window);
        form->address()->setText(kMine);
        return form;
    }
    LinkForm* overtakenForm()
    {
        LinkForm* form = editing();
        saveElsewhere(kTheirs);
        form->saveButton()->click();
        if (!QTest::qWaitFor([this] { return m_window->findChild<OvertakenDialog*>() != nullptr; }))
            qFatal("nobody was asked");
        return form;
    }
    void saveElsewhere(const QString& address)
    {
        NodeConfiguration configuration = m_console->engine.configuration();
        configuration.links.front().address = address;
        m_console->engine.setConfiguration(configuration);
    }
    QString address() const { return m_console->engine.configuration().links.front().address; }
    bool isAsked(const QString& about) const
    {
        for (const OvertakenDialog* dialog : m_window->findChildren<OvertakenDialog*>()) {
            if (dialog->isVisible() && dialog->table()->item(0, 1)->text().contains(about))
                return true;
        }
        return false;
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstOvertaken)
#include "tst_overtaken.moc"
