// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/silence_form.h"
#include "ui/pages/alarms_page.h"
#include "ui/pages/settings_page.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QDateTime>

#include <limits>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Alarms: what they say, who has seen them, which are quiet.
class TstAlarms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = &m_console->open(test::ministryNode());
        m_window->showPage(ConsolePage::Alarms);
        QTRY_COMPARE(rows(), 2);
    }
    void cleanup() { m_console.reset(); }

    void saysCauseRemedyAndClass()
    {
        const QAbstractItemModelTester tester(page().table()->model());
        select(events::LNK_DOWN);
        QVERIFY(!page().explanation().isEmpty());
        QCOMPARE(text(AlarmModel::Class), QStringLiteral("网络"));
        QCOMPARE(text(AlarmModel::State), QStringLiteral("未处理"));
        page().classes()->setCurrentIndex(page().classes()->findData(int(AlarmModel::Classes::Target)));
        QCOMPARE(rows(), 1);
        page().search()->setText(QStringLiteral("no such text"));
        QCOMPARE(rows(), 0);
    }

    void tellsOfNewOnesUnlessTheyAreToBeQuiet()
    {
        const auto raise = [this](const QString& subject, qint64 silencedUntilUtcMs) {
            NodeSnapshot node = m_console->engine.node();
            AlarmSnapshot alarm;
            alarm.event = events::DSK_FULL;
            alarm.subject = subject;
            alarm.raisedUtcMs = QDateTime::currentMSecsSinceEpoch();
            alarm.silencedUntilUtcMs = silencedUntilUtcMs;
            node.alarms.push_back(alarm);
            const int before = rows();
            m_console->engine.setNode(node);
            QTRY_COMPARE(rows(), before + 1);
        };
        QCOMPARE(m_window->alarmsTold(), 0); // those that stood already
        raise(QStringLiteral("/a"), 0);
        QTRY_COMPARE(m_window->alarmsTold(), 1);
        raise(QStringLiteral("/b"), std::numeric_limits<qint64>::max());
        QCOMPARE(m_window->alarmsTold(), 1);
        QComboBox* box = m_window->settings().alarmSignals();
        box->setCurrentIndex(box->findData(QStringLiteral("none")));
        Q_EMIT box->activated(box->currentIndex());
        raise(QStringLiteral("/c"), 0);
        QCOMPARE(m_window->alarmsTold(), 1);
    }

    void leadsToWhereItIsDealtWith()
    {
        select(events::LNK_DOWN);
        QVERIFY(page().nextButton()->isVisible());
        page().nextButton()->click();
        QCOMPARE(m_window->navigation().current(), int(ConsolePage::Links));
        QVERIFY(pageFor(events::TGT_SET_ASIDE) == ConsolePage::Failures);
        QVERIFY(pageFor(events::FIL_REFUSED) == ConsolePage::Tasks);
        QVERIFY(pageFor(events::PKT_TAMPERED) == ConsolePage::Ledger);
        QVERIFY(pageFor(events::VRF_DIFFERENT) == ConsolePage::Reconciliation);
        QVERIFY(pageFor(events::CRT_EXPIRED) == ConsolePage::Security);
    }

    void remembersWhoHasSeenIt()
    {
        QCOMPARE(AlarmModel::waiting(m_console->engine.node(), 0), 2);
        select(events::LNK_DOWN);
        page().acknowledgeAction()->trigger();
        QTRY_COMPARE(text(AlarmModel::State), QStringLiteral("已确认"));
        QVERIFY(!page().acknowledgeAction()->isEnabled());
        QVERIFY(page().explanation().contains(QStringLiteral("确认")));
        QCOMPARE(AlarmModel::waiting(m_console->engine.node(), 0), 1);
    }

    void isSilencedOnlyWithAReasonAndMadeLoudAgain()
    {
        select(events::LNK_DOWN);
        page().silenceAction()->trigger();
        auto* form = test::openDialog<SilenceForm>(*m_window);
        QVERIFY(!form->saveButton()->isEnabled());
        form->reason()->setText(QStringLiteral("   "));
        QVERIFY(!form->saveButton()->isEnabled());
        form->reason()->setText(QStringLiteral("线路检修"));
        form->saveButton()->click();
        QTRY_COMPARE(text(AlarmModel::State), QStringLiteral("已静默"));
        QVERIFY(page().explanation().contains(QStringLiteral("线路检修")));
        QTRY_COMPARE(page().silenceAction()->text(), QStringLiteral("取消静默"));
        page().silenceAction()->trigger();
        QTRY_COMPARE(text(AlarmModel::State), QStringLiteral("未处理"));
    }

    void saysWhenItStandsNoMore()
    {
        select(events::LNK_DOWN);
        m_console->engine.failNext(QStringLiteral("acknowledgeAlarm"),
                                   makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                                             {QStringLiteral("alarm"), events::LNK_DOWN}, QStringLiteral("gone")));
        page().acknowledgeAction()->trigger();
        QTRY_VERIFY(page().notice().isVisible());
    }

    void showsThoseThatAreOverOnWish()
    {
        AlarmSnapshot over;
        over.event = events::DSK_FULL;
        over.subject = QStringLiteral("/var");
        over.args = {QStringLiteral("/var"), QStringLiteral("No space left on device")};
        over.raisedUtcMs = 1'782'000'000'000;
        over.clearedUtcMs = over.raisedUtcMs + 60'000;
        over.count = 3;
        m_console->engine.setAlarmHistory({over});
        page().history()->setChecked(true);
        QTRY_COMPARE(rows(), 3);
        select(events::DSK_FULL);
        QCOMPARE(text(AlarmModel::State), QStringLiteral("已恢复"));
        QVERIFY(!page().silenceAction()->isEnabled());
        page().history()->setChecked(false);
        QTRY_COMPARE(rows(), 2);
    }

private:
    AlarmsPage& page() { return m_window->alarms(); }
    int rows() { return page().table()->model()->rowCount(); }
    void select(const QString& event)
    {
        for (int row = 0; row < rows(); ++row) {
            const QModelIndex index = page().table()->model()->index(row, 0);
            if (index.data(AlarmModel::ReportRole).toString().contains(u'[' + event + u']'))
                page().table()->setCurrentIndex(index);
        }
    }
    QString text(int column) { return page().table()->currentIndex().siblingAtColumn(column).data().toString(); }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstAlarms)
#include "tst_alarms.moc"
