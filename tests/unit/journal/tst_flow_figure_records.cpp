// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/flow_figure_records.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kQuarterMs = 15 * kMinuteMs;
constexpr qint64 kDayMs = 24 * 60 * kMinuteMs;
constexpr qint64 kStart = 1'000'000 * kQuarterMs; ///< a quarter of an hour begins
const QString kFlow = QStringLiteral("in/person");
const QString kOther = QStringLiteral("out/person/340000");

} // namespace

/// How flows went, minute by minute: kept for a day, and as quarters of an hour for a week.
class TstFlowFigureRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_journal = std::move(*Journal::open(m_directory->filePath(QStringLiteral("journal.sqlite"))));
        m_records = std::make_unique<FlowFigureRecords>(*m_journal);
    }
    void cleanup()
    {
        m_records.reset();
        m_journal.reset();
    }

    void keepsMinutesAndTheQuarterTheyBelongTo()
    {
        keep(kStart, 100, 500);
        keep(kStart + kMinuteMs, 300, 2000);
        const auto minutes = m_records->figures(kFlow, kMinuteStep, 0).value();
        QCOMPARE(minutes, (std::vector<FlowFigure>{{kStart, 100, 500}, {kStart + kMinuteMs, 300, 2000}}));
        const auto quarters = m_records->figures(kFlow, kQuarterStep, 0).value();
        QCOMPARE(quarters, (std::vector<FlowFigure>{{kStart, 200, 2000}}));
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, kStart + 1).value().size(), std::size_t{1});
        QVERIFY(m_records->figures(QStringLiteral("in/another"), kMinuteStep, 0).value().empty());
    }

    void keepingTheSameMinuteAgainIsNoSecondRow()
    {
        keep(kStart, 100, 500);
        keep(kStart, 100, 500);
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, 0).value().size(), std::size_t{1});
        QCOMPARE(m_records->figures(kFlow, kQuarterStep, 0).value(), (std::vector<FlowFigure>{{kStart, 100, 500}}));
    }

    void whatIsNotKnownIsNoZero()
    {
        keep(kStart, -1, -1);
        QCOMPARE(m_records->figures(kFlow, kQuarterStep, 0).value(), (std::vector<FlowFigure>{{kStart, -1, -1}}));
        keep(kStart + kMinuteMs, 60, 10);
        QCOMPARE(m_records->figures(kFlow, kQuarterStep, 0).value(), (std::vector<FlowFigure>{{kStart, 60, 10}}));
    }

    void forgetsMinutesAfterADayAndQuartersAfterAWeek()
    {
        keep(kStart, 1, 1);
        keep(kStart + kDayMs - kMinuteMs, 2, 2);
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, 0).value().size(), std::size_t{2});
        keep(kStart + kDayMs, 3, 3);
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, 0).value().front().atUtcMs, kStart + kDayMs - kMinuteMs);
        QCOMPARE(m_records->figures(kFlow, kQuarterStep, 0).value().front().atUtcMs, kStart);
        keep(kStart + 8 * kDayMs, 4, 4);
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, 0).value().size(), std::size_t{1});
        QCOMPARE(m_records->figures(kFlow, kQuarterStep, 0).value().front().atUtcMs, kStart + 8 * kDayMs);
    }

    void aClockThatWasSetBackLeavesNothingInTheFuture()
    {
        keep(kStart + 2 * kDayMs, 9, 9);
        keep(kStart, 1, 1);
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, 0).value(), (std::vector<FlowFigure>{{kStart, 1, 1}}));
        QCOMPARE(m_records->figures(kFlow, kQuarterStep, 0).value(), (std::vector<FlowFigure>{{kStart, 1, 1}}));
    }

    void flowsAreKeptApart()
    {
        QVERIFY_OK(m_records->keepMinute(kStart, {{kFlow, {0, 5, 6}}, {kOther, {0, 7, 8}}}));
        QCOMPARE(m_records->figures(kOther, kMinuteStep, 0).value(), (std::vector<FlowFigure>{{kStart, 7, 8}}));
        QCOMPARE(m_records->figures(kFlow, kMinuteStep, 0).value(), (std::vector<FlowFigure>{{kStart, 5, 6}}));
    }

private:
    void keep(qint64 minuteUtcMs, double rowsPerSecond, qint64 lagMs)
    {
        QVERIFY_OK(m_records->keepMinute(minuteUtcMs, {{kFlow, {0, rowsPerSecond, lagMs}}}));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<FlowFigureRecords> m_records;
};

BUSHENG_TEST(TstFlowFigureRecords)
#include "tst_flow_figure_records.moc"
