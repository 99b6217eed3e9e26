// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/flow_recorder.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kStart = 30'000'000 * kMinuteMs;

} // namespace

/// What a minute of a flow was, from the states of the node in it.
class TstFlowRecorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_journal = std::move(*Journal::open(m_directory->filePath(QStringLiteral("journal.sqlite"))));
        m_clock = std::make_unique<FakeClock>(kStart);
        restart();
        m_node = {};
        SubscriptionSnapshot subscription;
        subscription.config.name = QStringLiteral("person");
        m_node.subscriptions.push_back(subscription);
        PublicationSnapshot publication;
        publication.config.name = QStringLiteral("codes");
        publication.subscribers.push_back({});
        publication.subscribers.back().peerCode = QStringLiteral("340000");
        m_node.publications.push_back(publication);
    }

    void aMinuteIsTheMeanRateAndTheLargestLag()
    {
        for (int second = 0; second < 60; ++second) {
            m_node.subscriptions[0].rowsPerSecond = second < 30 ? 100 : 300;
            m_node.subscriptions[0].lagMs = second == 40 ? 9'000 : 100;
            m_node.publications[0].changesCaptured += 50;
            look();
        }
        QVERIFY(minutes(incomingFlow(QStringLiteral("person"))).empty()); // it is not over
        look();
        QCOMPARE(minutes(incomingFlow(QStringLiteral("person"))), (std::vector<FlowFigure>{{kStart, 200, 9'000}}));
        const auto outgoing = minutes(outgoingFlow(QStringLiteral("codes"), QStringLiteral("340000")));
        QCOMPARE(outgoing.size(), std::size_t{1});
        QCOMPARE(outgoing[0].rowsPerSecond, 50.0);
        QCOMPARE(outgoing[0].lagMs, qint64{-1});
    }

    void howeverOftenTheStateIsPushedASecondCountsOnce()
    {
        for (int second = 0; second < 60; ++second) {
            m_node.subscriptions[0].rowsPerSecond = second == 0 ? 6'000 : 0;
            for (int push = 0; push < (second == 0 ? 5 : 1); ++push)
                m_recorder->look(m_node);
            m_clock->advanceMs(1000);
        }
        look();
        QCOMPARE(minutes(incomingFlow(QStringLiteral("person")))[0].rowsPerSecond, 100.0);
    }

    /// A burst that keeps the node busy makes the look after it late: its rows are those that came, all the same.
    void aLateLookCountsForItsWholeTime()
    {
        for (const int seconds : {1, 1, 8, 1, 49}) {
            look();
            m_node.publications[0].changesCaptured += seconds == 8 ? 6'000 : 0;
            m_clock->advanceMs((seconds - 1) * 1000);
        }
        look();
        const auto kept = minutes(outgoingFlow(QStringLiteral("codes"), QStringLiteral("340000")));
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept[0].rowsPerSecond, 6'000.0 / 11); // known from the second look to the last of the minute
    }

    void aStopLeavesAGapAndACounterThatBeginsAnewIsNoRate()
    {
        run(60);
        m_clock->advanceMs(10 * kMinuteMs);
        restart();
        m_node.publications[0].changesCaptured = 3; // fewer than before
        run(61);
        const auto kept = minutes(incomingFlow(QStringLiteral("person")));
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept[0].atUtcMs, kStart + 11 * kMinuteMs);
        QCOMPARE(minutes(outgoingFlow(QStringLiteral("codes"), QStringLiteral("340000")))[0].rowsPerSecond, 0.0);
    }

    void anotherStepIsRefusedAndAnUnknownFlowHasNothing()
    {
        std::optional<Result<std::vector<FlowFigure>>> answer;
        m_recorder->flowFigures(QStringLiteral("in/person"), 61, 0, [&](auto result) { answer = std::move(result); });
        QVERIFY(answer && !*answer);
        QCOMPARE(answer->error().event, events::CFG_BAD_VALUE);
        QVERIFY(minutes(QStringLiteral("in/nobody")).empty());
    }

private:
    void restart()
    {
        m_recorder = std::make_unique<FlowRecorder>(
            FlowRecorder::Context{[this]() -> Result<Journal*> { return m_journal.get(); }, *m_clock});
    }
    void look()
    {
        m_recorder->look(m_node);
        m_clock->advanceMs(1000);
    }
    void run(int seconds)
    {
        for (int second = 0; second < seconds; ++second)
            look();
    }
    std::vector<FlowFigure> minutes(const QString& flow)
    {
        std::vector<FlowFigure> found;
        m_recorder->flowFigures(flow, kMinuteStep, 0, [&](const Result<std::vector<FlowFigure>>& result) {
            QVERIFY_OK(result);
            found = *result;
        });
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FlowRecorder> m_recorder;
    NodeSnapshot m_node;
};

BUSHENG_TEST(TstFlowRecorder)
#include "tst_flow_recorder.moc"
