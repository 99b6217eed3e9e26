// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/alarm_board.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

class TstAlarmBoard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatLastsOutlivesWhatRunsBesideIt()
    {
        QTemporaryDir directory;
        FakeClock clock;
        const auto journal = Journal::open(directory.filePath(QStringLiteral("journal.sqlite")));
        QVERIFY_OK(journal);
        AlarmBoard board(
            clock, **journal, [](const std::function<void()>& call) { call(); }, [] {});
        const QString subject = QStringLiteral("people");
        const QString other = QStringLiteral("houses");
        for (const QString& event : {events::TGT_UNAVAILABLE, events::VRF_DIFFERENT, events::TGT_SET_ASIDE})
            board.raise(makeEvent(ErrorCode::Conflict, event, {subject, QStringLiteral("1")}, event), subject);
        board.raise(makeEvent(ErrorCode::Sql, events::TGT_UNAVAILABLE, {other}, QString()), other);
        QCOMPARE(board.standing().size(), std::size_t{4});

        board.clearAll(subject); // the target is back
        QCOMPARE(eventsOf(board, subject), (QStringList{events::TGT_SET_ASIDE, events::VRF_DIFFERENT}));
        board.clear(events::VRF_DIFFERENT, subject);
        QCOMPARE(eventsOf(board, subject), QStringList{events::TGT_SET_ASIDE});
        board.forget(subject);
        QCOMPARE(eventsOf(board, subject), QStringList());
        QCOMPARE(eventsOf(board, other), QStringList{events::TGT_UNAVAILABLE});
    }

    void keepsWhatAPersonAnswers()
    {
        QTemporaryDir directory;
        FakeClock clock;
        const auto journal = Journal::open(directory.filePath(QStringLiteral("journal.sqlite")));
        QVERIFY_OK(journal);
        int changes = 0;
        AlarmBoard board(
            clock, **journal, [](const std::function<void()>& call) { call(); }, [&] { ++changes; });
        const QString subject = QStringLiteral("340000");
        const QString who = QStringLiteral("wang");
        board.raise(makeEvent(ErrorCode::Network, events::LNK_DOWN, {subject}, QString()), subject);
        const int before = changes;
        QVERIFY_OK(board.acknowledge(events::LNK_DOWN, subject, who));
        QVERIFY_OK(board.silence(events::LNK_DOWN, subject, 5'000, who, QStringLiteral("repair")));
        QCOMPARE(changes, before + 2); // the outside is told
        const AlarmSnapshot shown = alarmSnapshot(board.standing().front());
        QCOMPARE(shown.acknowledgedBy, who);
        QCOMPARE(shown.silencedUntilUtcMs, 5'000);
        QCOMPARE(shown.silenceReason, QStringLiteral("repair"));
        const auto unreasoned = board.silence(events::LNK_DOWN, subject, 5'000, who, QStringLiteral("  "));
        QVERIFY(!unreasoned);
        QCOMPARE(unreasoned.error().event, events::CFG_BAD_VALUE);
        QVERIFY_OK(board.silence(events::LNK_DOWN, subject, 0, who, QString())); // loud again: needs none
        board.clear(events::LNK_DOWN, subject);
        const auto over = board.acknowledge(events::LNK_DOWN, subject, who);
        QVERIFY(!over);
        QCOMPARE(over.error().event, events::CFG_NOT_FOUND);
    }

private:
    static QStringList eventsOf(const AlarmBoard& board, const QString& subject)
    {
        QStringList found;
        for (const Alarm& alarm : board.standing()) {
            if (alarm.subject == subject)
                found.append(alarm.event);
        }
        found.sort();
        return found;
    }
};

BUSHENG_TEST(TstAlarmBoard)
#include "tst_alarm_board.moc"
