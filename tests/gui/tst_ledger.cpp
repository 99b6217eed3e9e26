// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/dialogs.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/ledger_check_dialog.h"
#include "ui/pages/ledger_page.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTemporaryDir>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// The ledger as somebody reads, searches and checks it.
class TstLedger : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->engine.setLedger(test::someLedger(1000));
        m_window = &m_console->open(test::provinceNode());
        m_window->showPage(ConsolePage::Ledger);
        QTRY_COMPARE(page().model().rowCount(), 1000);
        QTRY_VERIFY(page().model().line(0) != nullptr);
    }
    void cleanup() { m_console.reset(); }

    void asksOnlyForWhatIsLookedAt()
    {
        m_console->engine.clearCalls();
        page().table()->scrollToBottom();
        QTRY_VERIFY(page().model().line(999) != nullptr);
        QVERIFY(m_console->engine.callCount(QStringLiteral("searchLedger")) <= 3);
        QCOMPARE(page().model().line(999)->id, qint64{1});
    }

    void growsAtTheTopWhileSomebodyReads()
    {
        const QAbstractItemModelTester tester(&page().model());
        page().select(990);
        const QPersistentModelIndex read = page().table()->currentIndex();
        m_console->engine.setLedger(test::someLedger(1003));
        QTRY_COMPARE_WITH_TIMEOUT(page().model().rowCount(), 1003, 10'000);
        QTRY_VERIFY(page().model().line(13) != nullptr);
        QCOMPARE(page().model().line(read.row())->id, qint64{990}); // the same line
        QTRY_COMPARE(page().model().line(0)->id, qint64{1003});
    }

    void aMillionLinesScrollFluently()
    {
        LedgerModel model;
        QList<qint64> wanted;
        connect(&model, &LedgerModel::blockWanted, this, [&](qint64 block) { wanted.append(block); });
        model.showAll(1'000'000);
        QElapsedTimer timer;
        timer.start();
        for (int row = 0; row < 1'000'000; row += 997) { // as a scroll bar that is dragged does
            model.index(row, LedgerModel::Outcome).data();
            for (const qint64 block : std::exchange(wanted, {})) {
                std::vector<LedgerRow> lines;
                for (qint64 id = (block + 1) * LedgerModel::kBlock; id > block * LedgerModel::kBlock; --id) {
                    LedgerRow line;
                    line.id = id;
                    lines.push_back(line);
                }
                model.takeBlock(block, lines);
            }
            QCOMPARE(model.line(row)->id, qint64{1'000'000 - row});
        }
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(model.line(0) == nullptr); // what is far away was forgotten
    }

    void findsByNumberFileKindAndOutcome()
    {
        page().search()->setText(QStringLiteral("340000LWJC00000700"));
        QTRY_COMPARE(page().model().rowCount(), 1);
        QCOMPARE(page().model().line(0)->id, qint64{700});
        page().search()->setText(QStringLiteral("951"));
        QTRY_COMPARE(page().model().line(0)->id, qint64{951});
        page().search()->clear();
        QTRY_COMPARE(page().model().rowCount(), 1000);
        page().outcomes()->setCurrentIndex(page().outcomes()->findData(QStringLiteral("refused")));
        QTRY_COMPARE(page().model().rowCount(), 18); // each 50th, but files
        QCOMPARE(page().model().line(0)->id, qint64{1000});
        page().kinds()->setCurrentIndex(page().kinds()->findData(QStringLiteral("seal")));
        QTRY_COMPARE(page().model().rowCount(), 0);
        QTRY_VERIFY(page().progress().startsWith(QStringLiteral("找到 0 行")));
    }

    void tellsTheLifeOfAPacket()
    {
        page().select(951);
        QTRY_VERIFY(page().lifeAction()->isEnabled());
        page().lifeAction()->trigger();
        QTRY_COMPARE(page().model().rowCount(), 1);
        const QJsonObject asked = m_console->engine.calls().last().params.value(QStringLiteral("filter")).toObject();
        QCOMPARE(asked.value(QStringLiteral("stream")).toString(), QStringLiteral("340000>000000/1"));
        QCOMPARE(asked.value(QStringLiteral("text")).toString(), QStringLiteral("951"));
        QVERIFY(page().details().value(QStringLiteral("密封套件")).contains(QStringLiteral("SM4-GCM")));
    }

    void saysWhyTheLedgerCannotBeRead()
    {
        m_console->engine.failNext(QStringLiteral("searchLedger"),
                                   makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                                             {QStringLiteral("journal"), QStringLiteral("disk I/O error")},
                                             QStringLiteral("disk I/O error")),
                                   -1);
        page().search()->setText(QStringLiteral("x"));
        QTRY_VERIFY(page().notice().isVisible());
    }

    void checksOnTheScreen()
    {
        page().checkButton()->click();
        auto* dialog = test::openDialog<LedgerCheckDialog>(*m_window);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->result().isEmpty(), 60'000);
        // The sample's chain is made up: the check must say so.
        QVERIFY(dialog->result().contains(QStringLiteral("发现问题")));
        QVERIFY(dialog->summary().contains(QStringLiteral("不符")));
        dialog->reject();
    }

    void exportsAndSaysWhyNot()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("ledger.jsonl"));
        page().exportTo(path);
        auto* dialog = test::openDialog<LedgerCheckDialog>(*m_window);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->result().isEmpty(), 60'000);
        QVERIFY(QFile::exists(path));
        dialog->reject();
        QTRY_VERIFY(m_window->findChild<LedgerCheckDialog*>() == nullptr);
        page().exportTo(directory.filePath(QStringLiteral("no/such/directory.jsonl")));
        auto* refused = test::openDialog<LedgerCheckDialog>(*m_window);
        QTRY_VERIFY_WITH_TIMEOUT(refused->notice().isVisible(), 60'000);
        refused->reject();
    }

    void closingTheDialogStopsTheExport()
    {
        m_console->engine.holdReplies();
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("ledger.jsonl"));
        page().exportTo(path);
        test::openDialog<LedgerCheckDialog>(*m_window)->reject();
        QTRY_VERIFY(m_window->findChild<LedgerCheckDialog*>() == nullptr);
        m_console->engine.releaseReplies();
        QVERIFY(!QFile::exists(path));
    }

private:
    LedgerPage& page() { return m_window->ledger(); }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstLedger)
#include "tst_ledger.moc"
