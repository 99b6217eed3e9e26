// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_exchange.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/application_form.h"
#include "ui/dialogs/column_picker.h"
#include "ui/dialogs/decision_form.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/pages/exchange_page.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QFile>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Catalogue, application, decision and end, as operators of both sides do it.
class TstExchangePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->engine.fakeExchange().setOffers(test::someOffers());
        m_console->engine.fakeExchange().setAgreements(test::someAgreements());
        m_console->engine.fakeExchange().setHistory(test::someExchangeEvents());
        m_window = &m_console->open(test::provinceNode());
        m_window->showPage(ConsolePage::Exchange);
        QTRY_COMPARE(page().agreements()->model()->rowCount(), int(test::someAgreements().size()));
        QTRY_COMPARE(page().offers()->model()->rowCount(), int(test::someOffers().size()));
    }
    void cleanup() { m_console.reset(); }

    void findsAndShows()
    {
        const QAbstractItemModelTester offers(page().offers()->model());
        const QAbstractItemModelTester agreements(page().agreements()->model());
        page().search()->setText(QStringLiteral("养老"));
        QCOMPARE(page().offers()->model()->rowCount(), 1);
        page().search()->setText(QStringLiteral("没有这个"));
        QCOMPARE(page().offers()->model()->rowCount(), 0);
        page().search()->clear();
        page().states()->setCurrentIndex(1); // what waits for me
        QCOMPARE(page().agreements()->model()->rowCount(), 2);
        page().states()->setCurrentIndex(2); // in force
        QCOMPARE(page().agreements()->model()->rowCount(), 1);
        QTRY_COMPARE(page().history()->model()->rowCount(), int(test::someExchangeEvents().size()));
    }

    /// Each step is an event of its own, and the application watches how long each takes.
    void columnsOfThousandsOfTablesStayFluent()
    {
        DatasetOffer offer;
        for (int table = 0; table < 5000; ++table) {
            OfferedTable one;
            one.table = QStringLiteral("table_%1").arg(table);
            for (int column = 0; column < 30; ++column)
                one.columns.push_back(
                    {QStringLiteral("column_%1").arg(column), QStringLiteral("text"), column == 0, false});
            offer.tables.push_back(std::move(one));
        }
        ColumnPicker picker;
        int steps = 0;
        const auto later = [&](std::function<void()> step) {
            QMetaObject::invokeMethod(
                &picker,
                [step = std::move(step), &steps] {
                    step();
                    ++steps;
                },
                Qt::QueuedConnection);
        };
        later([&] { picker.setChoice(offer, {}, {}); });
        later([&] { picker.show(); });
        later([&] { picker.search()->setText(QStringLiteral("column_2")); });
        later([&] { picker.tree()->scrollToBottom(); });
        later([&] { picker.tree()->expand(picker.tree()->model()->index(4999, 0)); });
        later([&] { picker.tick(QStringLiteral("table_4999"), {}, true); });
        QTRY_COMPARE(steps, 6);
        QCOMPARE(picker.tables().front().columns.size(), 30);
    }

    void appliesForWhatIsNeeded()
    {
        selectOffer(QStringLiteral("000000"));
        QVERIFY(page().applyAction()->isEnabled());
        page().applyAction()->trigger();
        auto* form = test::openDialog<ApplicationForm>(*m_window);
        QVERIFY(!form->sendButton()->isEnabled());
        form->columns()->tick(QStringLiteral("person"), {}, true);
        QCOMPARE(form->columns()->tables().front().columns,
                 QStringList({QStringLiteral("id"), QStringLiteral("name")})); // nothing sensitive by the way
        form->columns()->tick(QStringLiteral("person"), QStringLiteral("id"), false);
        QVERIFY(form->columns()->tables().front().columns.contains(QStringLiteral("id"))); // its key
        form->columns()->tick(QStringLiteral("person"), QStringLiteral("card"), true);
        QVERIFY(form->columns()->hasSensitive());
        form->purpose()->setText(QStringLiteral("核查"));
        QVERIFY(!form->sendButton()->isEnabled());
        form->legalBasis()->setText(QStringLiteral("第五条"));
        QVERIFY(form->sendButton()->isEnabled());
        m_console->engine.failNext(
            QStringLiteral("apply"),
            makeEvent(ErrorCode::Config, events::EXC_OVER, {QStringLiteral("1"), QString()}, QStringLiteral("over")));
        form->sendButton()->click();
        QTRY_VERIFY(form->notice().isVisible()); // and what was typed stays
        QCOMPARE(form->purpose()->text(), QStringLiteral("核查"));
        form->sendButton()->click();
        const int before = int(test::someAgreements().size());
        QTRY_COMPARE(page().agreements()->model()->rowCount(), before + 1);
        const ExchangeAgreement made = m_console->engine.fakeExchange().agreementsNow().front();
        QCOMPARE(made.state, AgreementState::Applied);
        QCOMPARE(made.asked.front().columns.size(), 3);
        QVERIFY(!made.by.isEmpty());
    }

    void keepsADraftAndGoesOn()
    {
        selectOffer(QStringLiteral("000000"));
        page().applyAction()->trigger();
        test::openDialog<ApplicationForm>(*m_window)->draftButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("saveDraft")), 1);
        QTRY_VERIFY(page().discardAction()->isEnabled()); // it is selected
        page().decideAction()->trigger();
        auto* form = test::openDialog<ApplicationForm>(*m_window);
        form->columns()->tick(QStringLiteral("person"), {}, true);
        form->purpose()->setText(QStringLiteral("核查"));
        form->legalBasis()->setText(QStringLiteral("第五条"));
        form->sendButton()->click();
        QTRY_COMPARE(m_console->engine.fakeExchange().agreementsNow().front().state, AgreementState::Applied);
    }

    void decidesPerTableAndColumn()
    {
        selectAgreement(AgreementState::Applied);
        page().decideAction()->trigger();
        auto* form = test::openDialog<DecisionForm>(*m_window);
        QVERIFY(!form->columns()->hasSensitive());   // it was asked for and is not ticked by itself
        QVERIFY(!form->refuseButton()->isEnabled()); // without a reason
        QVERIFY(form->approveButton()->isEnabled());
        form->approveButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("decide")), 1);
        const auto asked =
            std::ranges::find(m_console->engine.calls(), QStringLiteral("decide"), &test::FakeEngine::Call::method);
        QVERIFY(asked->params.value(QStringLiteral("approves")).toBool());
        QVERIFY(!asked->params.value(QStringLiteral("withSensitive")).toBool());
    }

    void refusesAndRevokesWithAReason()
    {
        selectAgreement(AgreementState::Applied);
        page().decideAction()->trigger();
        auto* decision = test::openDialog<DecisionForm>(*m_window);
        decision->reason()->setText(QStringLiteral("范围过大"));
        decision->refuseButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("decide")), 1);
        selectAgreement(AgreementState::Approved);
        QVERIFY(page().endAction()->isEnabled());
        page().endAction()->trigger();
        auto* end = test::openDialog<EndAgreementForm>(*m_window);
        QVERIFY(!end->endButton()->isEnabled());
        end->reason()->setText(QStringLiteral("审计"));
        end->endButton()->click();
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("end")), 1);
    }

    void takesAFileAndSaysWhatIsWrongWithOne()
    {
        const QString path = m_console->directory.filePath(QStringLiteral("request.json"));
        page().importFile(path);
        QTRY_VERIFY(page().notice().isVisible()); // it is not there
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
        file.close();
        page().importFile(path);
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("importPaper")), 1);
        QTRY_VERIFY(!page().notice().isVisible());
        m_console->engine.failNext(QStringLiteral("importPaper"),
                                   makeEvent(ErrorCode::Auth, events::EXC_SIGNATURE,
                                             {QStringLiteral("1"), QStringLiteral("100000"),
                                              QStringLiteral("it was changed after it was signed")},
                                             QStringLiteral("changed")));
        page().importFile(path);
        QTRY_VERIFY(page().notice().body().contains(QStringLiteral("签名后")));
        const QString out = m_console->directory.filePath(QStringLiteral("out.json"));
        selectAgreement(AgreementState::Approved);
        page().exportFile(out);
        QTRY_VERIFY(QFile::exists(out));
    }

private:
    ExchangePage& page() { return m_window->exchange(); }
    void selectOffer(const QString& provider)
    {
        const QAbstractItemModel* model = page().offers()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, OfferModel::Provider).data().toString() == provider)
                page().offers()->selectRow(row);
        }
    }
    /// The one in which this node decides.
    void selectAgreement(AgreementState state)
    {
        const QAbstractItemModel* model = page().agreements()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, AgreementModel::State).data(AgreementModel::StateRole).toInt() == int(state))
                page().agreements()->selectRow(row);
        }
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstExchangePage)
#include "tst_exchange_page.moc"
