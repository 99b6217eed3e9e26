// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/link_form.h"
#include "ui/pages/links_page.h"
#include "ui/pages/security_page.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Certificates, keys and peers.
class TstSecurity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        NodeSnapshot node = test::provinceNode();
        node.credentials = test::someCredentials();
        NodeConfiguration configuration;
        for (const LinkSnapshot& link : node.links)
            configuration.links.push_back(link.config);
        m_console->engine.setConfiguration(configuration);
        m_console->engine.setLinkKeys(test::someLinkKeys());
        m_window = &m_console->open(node);
        m_window->showPage(ConsolePage::Security);
        QTRY_COMPARE(page().keys()->model()->rowCount(), 5); // without those that were wiped
    }
    void cleanup() { m_console.reset(); }

    void saysWhatEndsAndWhen()
    {
        const QAbstractItemModelTester tester(page().credentials()->model());
        QCOMPARE(page().credentials()->model()->rowCount(), 4);
        const auto state = [&](int row) {
            return page().credentials()->model()->index(row, CredentialModel::State).data().toString();
        };
        QCOMPARE(state(0), QStringLiteral("已过期")); // what ends first stands first
        QCOMPARE(state(1), QStringLiteral("剩余 12 天"));
    }

    void showsTheLifeOfKeys()
    {
        const QAbstractItemModelTester tester(page().keys()->model());
        page().keyStates()->setCurrentIndex(1);
        QCOMPARE(page().keys()->model()->rowCount(), 9);
        page().search()->setText(QStringLiteral("320000"));
        QCOMPARE(page().keys()->model()->rowCount(), 5);
    }

    void rotatesAfterAQuestionAndOnce()
    {
        page().keys()->selectRow(0);
        QVERIFY(page().rotateAction()->isEnabled());
        page().rotateAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("取消"));
        QCOMPARE(m_console->engine.callCount(QStringLiteral("rotateKeys")), 0);
        page().rotateAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("更换密钥"));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("rotateKeys")), 1);
        const auto asked =
            std::ranges::find(m_console->engine.calls(), QStringLiteral("rotateKeys"), &test::FakeEngine::Call::method);
        QCOMPARE(asked->params.value(QStringLiteral("peer")).toString(), QStringLiteral("000000"));
        QVERIFY(!asked->params.value(QStringLiteral("by")).toString().isEmpty());
    }

    void saysWhyAKeyWasNotMade()
    {
        m_console->engine.failNext(QStringLiteral("rotateKeys"),
                                   makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                                             {QStringLiteral("link"), QStringLiteral("000000")},
                                             QStringLiteral("no such link")));
        page().rotateAllAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("更换密钥"));
        QTRY_VERIFY(page().notice().isVisible());
    }

    void registersAPeer()
    {
        m_window->showPage(ConsolePage::Links);
        links().addButton()->click();
        auto* form = test::openDialog<LinkForm>(*m_window);
        QVERIFY(!form->saveButton()->isEnabled());
        form->code()->setText(QStringLiteral("34"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->code()->setText(QStringLiteral("340000")); // itself
        QVERIFY(!form->saveButton()->isEnabled());
        form->code()->setText(QStringLiteral("320000")); // registered
        QVERIFY(!form->saveButton()->isEnabled());
        form->code()->setText(QStringLiteral("370000"));
        QVERIFY(form->saveButton()->isEnabled());
        form->address()->setText(QStringLiteral("10.37.0.8"));
        QVERIFY(!form->saveButton()->isEnabled() && form->hint().contains(QStringLiteral("10.37.0.8")));
        form->address()->setText(QStringLiteral("10.37.0.8:7400， [fd00::8]:7400"));
        form->sendLimit()->setCurrentText(QStringLiteral("as fast as it can"));
        QVERIFY(!form->saveButton()->isEnabled());
        form->sendLimit()->setCurrentText(QStringLiteral("8MiB/s, mon-fri 08:30-18:00 2MiB/s"));
        for (const LinkRight right : {LinkRight::GiveTables, LinkRight::TakeTables, LinkRight::SendFiles})
            QVERIFY(form->right(right)->isChecked()); // a new link has all
        form->right(LinkRight::TakeFiles)->setChecked(false);
        form->saveButton()->click();
        QTRY_COMPARE(links().table()->model()->rowCount(), 3);
        const LinkConfig added = m_console->engine.configuration().links.back();
        QCOMPARE(added.address, QStringLiteral("10.37.0.8:7400,[fd00::8]:7400"));
        QVERIFY(added.may(LinkRight::SendFiles) && !added.may(LinkRight::TakeFiles));
        QCOMPARE(added.sendLimit, QStringLiteral("8MiB/s, mon-fri 08:30-18:00 2MiB/s"));
    }

    void switchesALinkOffAfterAQuestionAndRemovesOne()
    {
        m_window->showPage(ConsolePage::Links);
        links().table()->selectRow(1);
        links().enableAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("停用"));
        QTRY_VERIFY(!m_console->engine.configuration().links.back().enabled);
        QTRY_COMPARE(links().enableAction()->text(), QStringLiteral("启用"));
        links().enableAction()->trigger(); // nothing is lost by it: no question
        QTRY_VERIFY(m_console->engine.configuration().links.back().enabled);
        links().removeAction()->trigger();
        test::answerQuestion(*m_window, QStringLiteral("移除"));
        QTRY_COMPARE(links().table()->model()->rowCount(), 1);
    }

private:
    SecurityPage& page() { return m_window->security(); }
    LinksPage& links() { return m_window->links(); }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstSecurity)
#include "tst_security.moc"
