// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process_info.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "tests/gui/watched_application.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/table_picker.h"
#include "ui/pages/ledger_page.h"
#include "ui/pages/links_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/pages/verification_card.h"

#include <QElapsedTimer>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>

using namespace busheng;
using busheng::test::ConsoleFixture;

namespace {

constexpr qint64 kDifferences = 9'999'999; // three kinds take turns
constexpr qint64 kLedgerRows = 1'000'000;
constexpr int kTables = 5'000;
constexpr int kLinks = 500;
constexpr qint64 kMostBytes = qint64{400} << 20;

Difference differenceOf(qint64 number)
{
    static const QStringList kinds{QStringLiteral("missing"), QStringLiteral("extra"), QStringLiteral("different")};
    return {kinds.at((number - 1) % 3),
            QStringLiteral("public.ac01"),
            QStringLiteral("AAC001=%1").arg(number),
            {{QStringLiteral("AAC003"), QStringLiteral("王秀英"), QStringLiteral("王秀瑛"), true},
             {QStringLiteral("AAE036"), QStringLiteral("2026-06-20"), QStringLiteral("2026-06-20"), false}},
            (number - 1) / 2'000 + 1};
}

} // namespace

/// Lists of the greatest length that the console is made for: they scroll, and stay small in memory. That no event
/// takes the GUI thread longer than WatchedApplication::kLimitUs is measured by the test program itself.
class TstLongTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_console = std::make_unique<ConsoleFixture>(); }
    void cleanup()
    {
        m_console.reset();
        const qint64 now = peakResidentBytes();
        QVERIFY2(now < kMostBytes, qPrintable(QStringLiteral("%1 MiB").arg(now >> 20)));
    }
    void cleanupTestCase() { qInfo("at most resident: %lld MiB", peakResidentBytes() >> 20); }

    void tenMillionDifferences()
    {
        m_console->engine.fakeComparisons().setRows(kDifferences, &differenceOf);
        VerificationSnapshot found = test::foundDifferences();
        const auto each = quint64(kDifferences / 3);
        found.tables = {
            {QStringLiteral("public.ac01"), 20'000'000, 20'000'000, quint64(kDifferences), false, each, each, each}};
        found.differenceCount = found.listed = quint64(kDifferences);
        m_console->engine.setVerification(found);
        MainWindow& window = m_console->open(test::ministryNode());
        window.showPage(ConsolePage::Reconciliation);
        VerificationCard& result = window.reconciliation().result();
        QTableView& table = *result.differences();
        QTRY_COMPARE_WITH_TIMEOUT(table.model()->rowCount(), DifferenceModel::kGrow, 10'000);
        // To the end: as often as it takes.
        QElapsedTimer clock;
        clock.start();
        while (table.model()->rowCount() < kDifferences) {
            QTest::keyClick(&table, Qt::Key_End, Qt::ControlModifier);
            QCoreApplication::sendPostedEvents();
        }
        qInfo("to the end of %lld rows in %lld ms", kDifferences, clock.elapsed());
        QTest::keyClick(&table, Qt::Key_End, Qt::ControlModifier);
        const auto keyAt = [&table](qint64 row) {
            return table.model()->index(int(row), DifferenceModel::Key).data().toString();
        };
        QTRY_COMPARE(keyAt(kDifferences - 1), QStringLiteral("AAC001=%1").arg(kDifferences));
        QTRY_COMPARE(result.cells()->model()->rowCount(), 2); // of the last row
        // Anywhere, by the bar.
        for (const int percent : {50, 10, 90, 33}) {
            QScrollBar& bar = *table.verticalScrollBar();
            bar.setValue(int(qint64(bar.maximum()) * percent / 100));
            const int top = table.rowAt(1);
            QTRY_COMPARE(keyAt(top), QStringLiteral("AAC001=%1").arg(top + 1));
        }
        // One kind alone, as long as it is.
        result.kindButton(DifferenceModel::Kinds::Missing)->click();
        result.kindButton(DifferenceModel::Kinds::Extra)->click();
        QTRY_COMPARE(keyAt(0), QStringLiteral("AAC001=3"));
        QVERIFY(result.model().rowsInMemory() <= DifferenceModel::kPagesKept * DifferenceModel::kPage);
        QVERIFY(m_console->engine.fakeComparisons().rowsGiven() < 100'000);
    }

    void aMillionLinesOfTheLedger()
    {
        m_console->engine.setLedgerSource(kLedgerRows, [](qint64 id) {
            LedgerRow row;
            row.id = id;
            row.stream = QStringLiteral("340000/1");
            row.sequence = quint64(id);
            row.outcome = QStringLiteral("applied");
            row.utcMs = 1'795'741'200'000 + id;
            return row;
        });
        MainWindow& window = m_console->open(test::ministryNode());
        window.showPage(ConsolePage::Ledger);
        QTableView& table = *window.ledger().table();
        QTRY_COMPARE(table.model()->rowCount(), int(kLedgerRows));
        const auto isThere = [&table](int row) {
            const QString text = table.model()->index(row, 0).data().toString();
            return !text.isEmpty() && text != QStringLiteral("…");
        };
        QTest::keyClick(&table, Qt::Key_End, Qt::ControlModifier);
        QTRY_VERIFY(isThere(int(kLedgerRows) - 1));
        QScrollBar& bar = *table.verticalScrollBar();
        for (const int percent : {50, 10, 90}) {
            bar.setValue(int(qint64(bar.maximum()) * percent / 100));
            QTRY_VERIFY(isThere(table.rowAt(1)));
        }
    }

    void fiveThousandTablesToChooseFrom()
    {
        QStringList tables;
        for (int i = 0; i < kTables; ++i)
            tables.append(QStringLiteral("public.t%1").arg(i, 4, 10, QLatin1Char('0')));
        m_console->engine.setTables(tables);
        m_console->engine.setConfiguration(test::ministryConfiguration());
        MainWindow& window = m_console->open(test::ministryNode());
        QTRY_VERIFY(window.overview().subscriptions().publishButton()->isEnabled());
        window.overview().subscriptions().publishButton()->click();
        auto* form = window.findChild<DatasetForm*>();
        TablePicker& picker = *form->tables();
        QTRY_COMPARE(picker.list()->model()->rowCount(), kTables);
        QTest::keyClick(picker.list(), Qt::Key_End);
        picker.allButton()->click();
        QCOMPARE(picker.tables().size(), qsizetype{kTables});
        QTest::keyClicks(picker.search(), QStringLiteral("4999"));
        QTRY_COMPARE(picker.list()->model()->rowCount(), 1);
        delete form;
    }

    void fiveHundredLinks()
    {
        NodeSnapshot node = test::ministryNode();
        const LinkSnapshot sample = node.links.front();
        node.links.clear();
        for (int i = 0; i < kLinks; ++i) {
            LinkSnapshot link = sample;
            link.config.peerCode = QString::number(100'000 + i);
            link.config.peerName = QStringLiteral("节点 %1").arg(i);
            node.links.push_back(link);
        }
        MainWindow& window = m_console->open(node);
        window.showPage(ConsolePage::Links);
        QTableView& table = *window.links().table();
        QTRY_COMPARE(table.model()->rowCount(), kLinks);
        for (int push = 1; push <= 10; ++push) { // the engine works: every link moves
            for (LinkSnapshot& link : node.links)
                link.bytesSent += push;
            m_console->engine.setNode(node);
            QTest::keyClick(&table, push % 2 == 0 ? Qt::Key_Home : Qt::Key_End, Qt::ControlModifier);
            QTRY_COMPARE(table.model()->rowCount(), kLinks);
        }
    }

    /// By the processor time of this thread, for the machine may be busy with others.
    void theFirstWindowIsThereWithinASecond()
    {
        const qint64 before = test::WatchedApplication::threadTimeUs();
        QElapsedTimer clock;
        clock.start();
        MainWindow& window = m_console->open(test::ministryNode());
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTRY_VERIFY(window.overview().subscriptions().table()->model()->rowCount() > 0);
        const qint64 tookMs = (test::WatchedApplication::threadTimeUs() - before) / 1'000;
        qInfo("first window: %lld ms of processor time, %lld ms by the clock", tookMs, clock.elapsed());
        QVERIFY2(tookMs < 1'000, qPrintable(QString::number(tookMs)));
    }

private:
    std::unique_ptr<ConsoleFixture> m_console;
};

BUSHENG_TEST(TstLongTables)
#include "tst_long_tables.moc"
