// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDir>
#include <QFile>

using namespace busheng;
using namespace busheng::test;

/// The receiver's queue was damaged on its disk while the node was down: the node puts it aside and has the packets
/// sent again, by itself.
class TstDamagedQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isPutAsideAndFilledAgain()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const QString name = QStringLiteral("register");
        QVERIFY_OK(cli::await<>([&](auto reply) { nodes.ministry().engine().flow().pause(name, reply); }));
        const std::uint64_t applied = nodes.subscription()->positions.applied;
        QVERIFY_OK(nodes.work(0, 10));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("queued"), 30'000, [&](const NodeSnapshot&) {
            return nodes.subscription()->positions.received > applied;
        }));
        QVERIFY_OK(nodes.ministry().stop());
        const QString queue = nodes.ministry().dataDirectory() + QStringLiteral("/streams/in/340000-1");
        flipAByteIn(queue);
        QVERIFY_OK(nodes.work(10, 5));

        QVERIFY_OK(nodes.ministry().start());
        QVERIFY_OK(cli::await<>([&](auto reply) { nodes.ministry().engine().flow().resume(name, reply); }));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        QVERIFY(!QDir(queue).entryList({QStringLiteral("damaged-*")}).isEmpty());
        const auto alarms = cli::await<std::vector<AlarmSnapshot>>(
            [&](auto reply) { nodes.ministry().engine().flow().alarmHistory(100, reply); });
        QVERIFY_OK(alarms);
        QVERIFY(std::ranges::any_of(*alarms, [&](const AlarmSnapshot& alarm) {
            return alarm.event == events::SPL_CORRUPT && alarm.subject == name;
        }));
    }

private:
    static void flipAByteIn(const QString& directory)
    {
        const QStringList segments = QDir(directory).entryList({QStringLiteral("*.log")}, QDir::Files, QDir::Name);
        QVERIFY(!segments.isEmpty());
        QFile file(directory + u'/' + segments.last());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype middle = bytes.size() / 2;
        bytes[middle] = static_cast<char>(bytes.at(middle) ^ 4);
        QVERIFY(file.seek(0));
        QCOMPARE(file.write(bytes), bytes.size());
    }
};

BUSHENG_TEST(TstDamagedQueue)
#include "tst_damaged_queue.moc"
