// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/charts/time_chart.h"
#include "ui/pages/flow_charts.h"
#include "ui/pages/links_page.h"
#include "ui/pages/node_map_card.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/node_tile.h"

#include <QDateTime>
#include <QScrollBar>

using namespace busheng;
using busheng::test::ConsoleFixture;
using busheng::test::FakeEngine;

namespace {

NodeSnapshot nodeWithLinks(int count)
{
    NodeSnapshot node = test::ministryNode();
    node.subscriptions.clear();
    node.links.clear();
    for (int i = 0; i < count; ++i) {
        LinkSnapshot link;
        link.config.peerCode = QStringLiteral("%1").arg(110000 + i * 7, 6);
        link.connected = i % 2 == 0;
        node.links.push_back(link);
    }
    return node;
}

} // namespace

/// The map of nodes, and the charts that outlive a console, on the overview.
class TstNodeMapCard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_console = std::make_unique<ConsoleFixture>(); }
    void cleanup() { m_console.reset(); }

    void leadsToTheLinkByMouseAndByKeyboard()
    {
        open(test::ministryNode());
        NodeMapView& view = overview().map().view();
        QCOMPARE(view.shape(), NodeMapLayout::Shape::Sides);
        NodeTile* const province = view.tile(QStringLiteral("340000"));
        QVERIFY(province != nullptr);
        // By shape and word, not by colour alone; and in words for those who do not see it.
        QVERIFY(!province->content().icon.isEmpty());
        QCOMPARE(province->content().word, QStringLiteral("已连接"));
        QVERIFY(province->accessibleName().contains(QStringLiteral("340000")));
        QVERIFY(province->accessibleName().contains(province->content().word));
        QTest::mouseClick(province, Qt::LeftButton);
        QCOMPARE(m_window->navigation().current(), int(ConsolePage::Links));
        QVERIFY(m_window->links().table()->currentIndex().siblingAtColumn(0).data().toString().contains(
            QStringLiteral("340000")));

        m_window->showPage(ConsolePage::Overview);
        overview().map().takeFocus();
        QCOMPARE(m_window->focusWidget(), view.current());
        NodeTile* const first = view.current();
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Up, Qt::Key_Left})
            QTest::keyClick(m_window->focusWidget(), key);
        QCOMPARE(view.current(), first); // around and back
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Right);
        const QString code = view.current()->objectName();
        QVERIFY(view.current() != first);
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_window->navigation().current(), int(ConsolePage::Links));
        QVERIFY(m_window->links().table()->currentIndex().siblingAtColumn(0).data().toString().contains(code));
    }

    void nothingMovesWhenStatesChange()
    {
        NodeSnapshot node = nodeWithLinks(24);
        open(node);
        NodeMapView& view = overview().map().view();
        QCOMPARE(view.shape(), NodeMapLayout::Shape::Ring);
        const QRect before = view.tile(QStringLiteral("110007"))->geometry();
        QCOMPARE(view.tile(QStringLiteral("110007"))->content().word, QStringLiteral("未连接"));
        node.links[1].connected = true;
        m_console->engine.setNode(node);
        QTRY_COMPARE(view.tile(QStringLiteral("110007"))->content().word, QStringLiteral("已连接"));
        QCOMPARE(view.tile(QStringLiteral("110007"))->geometry(), before);
    }

    void fiveHundredLinksStandInRowsAndAreReachedByKeys()
    {
        open(nodeWithLinks(500));
        NodeMapView& view = overview().map().view();
        QCOMPARE(view.shape(), NodeMapLayout::Shape::Rows);
        overview().map().takeFocus();
        for (int i = 0; i < 100; ++i)
            QTest::keyClick(m_window->focusWidget(), Qt::Key_Down);
        const QRect tile = view.current()->geometry();
        QVERIFY(tile.top() > m_window->height()); // scrolled far down, and to be seen
        QVERIFY(!view.current()->visibleRegion().isEmpty());
        // Fewer peers: the one that is gone is not stood on.
        m_console->engine.setNode(nodeWithLinks(2));
        QTRY_COMPARE(view.shape(), NodeMapLayout::Shape::Sides);
        QVERIFY(view.current() == view.tile(QStringLiteral("110000")));
    }

    void withoutPeersItSaysSoAndTheChoiceIsKept()
    {
        open(nodeWithLinks(0));
        QVERIFY(overview().map().showsEmptyState());
        m_console->window.reset();
        MainWindow& again = m_console->open(nodeWithLinks(1));
        QTRY_VERIFY(again.overview().showsMap());
        QTRY_VERIFY(!again.overview().map().showsEmptyState());
        again.overview().map().flowsButton()->click();
        QVERIFY(!again.overview().showsMap());
        QVERIFY(again.overview().subscriptions().isVisible());
    }

    /// Half a figure says nothing: what has no room whole is left to the tool tip.
    void aNarrowTileShowsWholeFiguresOnly()
    {
        NodeTile tile;
        NodeTile::Content content;
        content.word = QStringLiteral("connected");
        content.more = QStringLiteral("407 rows/s · 0.4 s behind");
        tile.setContent(content);
        tile.resize(1000, 50);
        QCOMPARE(tile.shownWords(), QStringLiteral("connected · 407 rows/s · 0.4 s behind"));
        QSet<QString> shown;
        for (int width = 1000; width > 40; --width) {
            tile.resize(width, 50);
            shown.insert(tile.shownWords().section(u'…', 0, 0));
            QVERIFY(!tile.shownWords().contains(u'…') || !tile.shownWords().contains(QStringLiteral("·")));
        }
        QVERIFY(shown.contains(QStringLiteral("connected · 407 rows/s")) &&
                shown.contains(QStringLiteral("connected")));
    }

    void theChartsShowWhatTheNodeHasKept()
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        std::vector<FlowFigure> night;
        for (int minute = 60; minute > 0; --minute)
            night.push_back({now - minute * 60'000, minute == 30 ? 37'000.0 : 100.0, 400});
        m_console->engine.fakeComparisons().setFigures(night);
        m_window = &m_console->open(test::ministryNode());
        FlowCharts& charts = overview().charts();
        QTRY_VERIFY(!overview().subscriptions().selectedKey().isEmpty());
        QVERIFY(charts.throughput().showsEmptyState()); // this console has seen nothing yet
        charts.spans()->setCurrentIndex(int(ChartSpan::Hour));
        QTRY_VERIFY(!charts.throughput().showsEmptyState());
        QCOMPARE(charts.throughput().maximum(), 40'000.0);
        QVERIFY(!charts.lag().showsEmptyState());
        const auto asked = [this] { return m_console->engine.callCount(QStringLiteral("flowFigures")); };
        QCOMPARE(asked(), 1); // once a minute, not with each snapshot
        charts.spans()->setCurrentIndex(int(ChartSpan::Week));
        QTRY_COMPARE(asked(), 2);
        qint64 step = 0;
        for (const FakeEngine::Call& call : m_console->engine.calls()) {
            if (call.method == QStringLiteral("flowFigures"))
                step = call.params.value(QStringLiteral("stepSeconds")).toInteger();
        }
        QCOMPARE(step, kQuarterStep);
    }

    /// An answer about the night does not paint over the last ten minutes, which were chosen meanwhile.
    void anAnswerThatComesTooLateIsNotDrawn()
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        m_console->engine.fakeComparisons().setFigures({{now - 120'000, 37'000, 400}, {now - 60'000, 100, 400}});
        m_window = &m_console->open(test::ministryNode());
        FlowCharts& charts = overview().charts();
        QTRY_VERIFY(!overview().subscriptions().selectedKey().isEmpty());
        charts.spans()->setCurrentIndex(int(ChartSpan::Hour));
        charts.spans()->setCurrentIndex(int(ChartSpan::TenMinutes));
        QTRY_COMPARE(m_console->engine.callCount(QStringLiteral("flowFigures")), 1);
        for (int i = 0; i < 10; ++i) {
            QCoreApplication::processEvents();
            QVERIFY(charts.throughput().maximum() < 37'000);
        }
    }

    void chartLabelsStandBesideEachOther_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("points");
        QTest::newRow("usual") << QSize(420, 160) << 9.0;
        QTest::newRow("narrow") << QSize(200, 96) << 9.0;
        QTest::newRow("large letters") << QSize(260, 110) << 18.0;
    }
    void chartLabelsStandBesideEachOther()
    {
        QFETCH(const QSize, size);
        QFETCH(const double, points);
        TimeChart chart(TimeChart::Look::Accent, 10, [](double value) { return QString::number(value, 'f', 0); });
        QFont font = chart.font();
        font.setPointSizeF(points);
        chart.setFont(font);
        chart.setWindow(7 * 86'400);
        chart.resize(size);
        chart.setPoints({{-500'000, 123'456}, {0, 654'321}});
        const std::vector<TimeChart::Label> labels = chart.labels();
        QVERIFY(labels.size() >= 4);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY2(!labels[i].place.intersects(labels[j].place), qPrintable(labels[i].text));
        }
    }

private:
    void open(const NodeSnapshot& node)
    {
        m_window = &m_console->open(node);
        m_window->resize(1366, 768);
        m_window->showPage(ConsolePage::Overview);
        overview().mapButton()->click();
        QTRY_VERIFY(overview().showsMap());
        QTRY_VERIFY(node.links.empty() || overview().map().view().current() != nullptr);
    }
    OverviewPage& overview() const { return m_window->overview(); }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstNodeMapCard)
#include "tst_node_map_card.moc"
