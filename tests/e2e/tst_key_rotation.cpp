// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "engine/pipeline/transport/outbox.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

/// Link keys take each other's place under load, by a person's wish and by their limits, and nothing is lost: the row
/// counts agree, packets under the old key are opened, and afterwards the old key's files are gone at both ends.
class TstKeyRotation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPersonRotatesWhileRowsFlow()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        int done = 0;
        for (int round = 0; round < 3; ++round) {
            QVERIFY_OK(nodes.work(done, 10));
            QCOMPARE(client(nodes.province(), {QStringLiteral("keys"), QStringLiteral("rotate")}).exitCode, 0);
            QVERIFY_OK(nodes.work(done + 10, 10));
            done += 20;
            QTRY_COMPARE_WITH_TIMEOUT(activeEpoch(nodes.province(), QStringLiteral("out")), round + 2, 20'000);
        }
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        // The source is quiet: its heartbeats are sealed with the new key, and nobody needs the old ones.
        QTRY_COMPARE_WITH_TIMEOUT(keyFiles(nodes.province()), QStringList{QStringLiteral("100000-out-4.wrapped")},
                                  20'000);
        QTRY_COMPARE_WITH_TIMEOUT(keyFiles(nodes.ministry()), QStringList{QStringLiteral("340000-in-4.wrapped")},
                                  20'000);
        const QJsonArray keys = listed(nodes.ministry());
        QCOMPARE(keys.size(), 4);
        QCOMPARE(keys.at(0).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("wiped"));
        QCOMPARE(keys.at(3).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("active"));
        const QJsonObject second = listed(nodes.province()).at(1).toObject();
        QCOMPARE(second.value(QStringLiteral("why")).toString(), QStringLiteral("asked"));
        QVERIFY(!second.value(QStringLiteral("by")).toString().isEmpty());
        QVERIFY(second.value(QStringLiteral("packets")).toInteger() > 0);
        QCOMPARE(second.value(QStringLiteral("fingerprint")),
                 keys.at(1).toObject().value(QStringLiteral("fingerprint")));
        QVERIFY(nodes.province().latest().alarms.empty());
        QVERIFY(nodes.ministry().latest().alarms.empty());
    }

    void packetsOfTheOldKeyThatWaitInTheOutboxStillOpen()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.ministry().stop());
        QVERIFY_OK(nodes.work(0, 15));
        const quint64 waiting = lastSequence(nodes.province());
        QTRY_VERIFY_WITH_TIMEOUT(lastSequence(nodes.province()) > waiting + 1, 20'000);
        QCOMPARE(client(nodes.province(), {QStringLiteral("keys"), QStringLiteral("rotate"), QStringLiteral("--peer"),
                                           QStringLiteral("100000")})
                     .exitCode,
                 0);
        QVERIFY_OK(nodes.work(15, 5));
        QCOMPARE(activeEpoch(nodes.province(), QStringLiteral("out")), 1); // the peer has not got the next
        QVERIFY_OK(nodes.province().stop());
        QVERIFY_OK(nodes.startBoth()); // and a restart of both in between
        QTRY_COMPARE_WITH_TIMEOUT(activeEpoch(nodes.province(), QStringLiteral("out")), 2, 30'000);
        QVERIFY_OK(nodes.work(20, 5));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        QTRY_COMPARE_WITH_TIMEOUT(keyFiles(nodes.ministry()), QStringList{QStringLiteral("340000-in-2.wrapped")},
                                  20'000);
        QCOMPARE(keyFiles(nodes.province()), QStringList{QStringLiteral("100000-out-2.wrapped")});
    }

    void aKeyThatHasSealedItsShareIsReplacedByItself()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        for (cli::NodeProcess* node : {&nodes.province(), &nodes.ministry()})
            TwoNodes::setCrypto(*node, {{QStringLiteral("keys"), QJsonObject{{QStringLiteral("packets"), 5}}}});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        for (int i = 0; i < 40; ++i)
            QVERIFY_OK(nodes.work(i, 1));
        QTRY_VERIFY_WITH_TIMEOUT(activeEpoch(nodes.province(), QStringLiteral("out")) >= 3, 40'000);
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        QCOMPARE(listed(nodes.province()).at(1).toObject().value(QStringLiteral("why")).toString(),
                 QStringLiteral("packets"));
    }

    void theOtherSuiteWorksEndToEndAndCanBeLeftAgain()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        const QJsonArray aes{QStringLiteral("AES-256-GCM+SHA-256+P-256")};
        for (cli::NodeProcess* node : {&nodes.province(), &nodes.ministry()})
            TwoNodes::setCrypto(*node, {{QStringLiteral("suites"), aes}});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.work(0, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(keyFiles(nodes.ministry()), QStringList{QStringLiteral("340000-in-1.p256")});
        QVERIFY_OK(nodes.province().stop());
        QVERIFY_OK(nodes.ministry().stop());
        // The policy of one end alone: refused, said at both ends, and nothing is applied.
        TwoNodes::setCrypto(nodes.ministry(), {});
        QVERIFY_OK(nodes.startBoth());
        QTRY_VERIFY_WITH_TIMEOUT(hasAlarm(nodes.province(), QStringLiteral("KEY_SUITE")), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(hasAlarm(nodes.ministry(), QStringLiteral("KEY_SUITE")), 20'000);
        // Of both: the chain of packets goes on under the other suite.
        QVERIFY_OK(nodes.province().stop());
        TwoNodes::setCrypto(nodes.province(), {});
        QVERIFY_OK(nodes.province().start());
        QVERIFY_OK(nodes.work(10, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
        QTRY_COMPARE_WITH_TIMEOUT(keyFiles(nodes.ministry()), QStringList{QStringLiteral("340000-in-2.wrapped")},
                                  20'000);
    }

private:
    struct Said {
        int exitCode = -1;
        QByteArray out;
    };

    static Said client(const cli::NodeProcess& node, const QStringList& words)
    {
        QProcess process;
        process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                      QStringList{QStringLiteral("--data"), node.dataDirectory(), QStringLiteral("--json")} + words);
        process.waitForFinished();
        return {process.exitCode(), process.readAllStandardOutput()};
    }

    static QJsonArray listed(const cli::NodeProcess& node)
    {
        return QJsonDocument::fromJson(client(node, {QStringLiteral("keys"), QStringLiteral("list")}).out).array();
    }

    static int activeEpoch(const cli::NodeProcess& node, const QString& direction)
    {
        for (const QJsonValue key : listed(node)) {
            if (key[QStringLiteral("direction")].toString() == direction &&
                key[QStringLiteral("state")].toString() == QStringLiteral("active"))
                return key[QStringLiteral("epoch")].toInt();
        }
        return 0;
    }

    static QStringList keyFiles(const cli::NodeProcess& node)
    {
        return QDir(node.dataDirectory() + QStringLiteral("/keys")).entryList(QDir::Files, QDir::Name);
    }

    static quint64 lastSequence(cli::NodeProcess& node)
    {
        const auto snapshot = cli::await<NodeSnapshot>([&](auto reply) { node.engine().snapshot(reply); });
        return snapshot ? snapshot->publications.at(0).subscribers.at(0).lastSequence : 0;
    }

    static bool hasAlarm(cli::NodeProcess& node, const QString& event)
    {
        const auto snapshot = cli::await<NodeSnapshot>([&](auto reply) { node.engine().snapshot(reply); });
        return snapshot && std::ranges::any_of(snapshot->alarms, [&](const auto& one) { return one.event == event; });
    }
};

BUSHENG_TEST(TstKeyRotation)
#include "tst_key_rotation.moc"
