// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QJsonArray>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

class TstTwoNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadsThenFollowsThenVerifies()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QCOMPARE(nodes.subscription()->rowsLoaded, quint64{520});
        QVERIFY_OK(nodes.work(0, 20));
        QVERIFY_OK(nodes.change(QStringLiteral("BEGIN; DELETE FROM person; ROLLBACK;")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});

        const auto table = nodes.verify(QStringLiteral("table"));
        QVERIFY_OK(table);
        QCOMPARE(table->state, QStringLiteral("equal"));
        const auto field = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(field);
        QCOMPARE(field->state, QStringLiteral("equal"));
        QCOMPARE(field->rowsCompared, quint64{520});
    }

    void findsAndRepairsEachKindOfDifference()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        {
            auto target =
                SqliteDatabase::open(nodes.targetPath(), SqliteDatabase::OpenMode::ReadWrite, nodes.targetPath());
            QVERIFY_OK(target);
            QVERIFY_OK((*target)->execute(
                QStringLiteral("UPDATE person SET name = name || ' ' WHERE id = 7;"
                               "DELETE FROM person WHERE id = 9;"
                               "INSERT INTO person VALUES (77777, '多出来的', NULL, NULL, NULL, NULL)")));
        }
        const auto found = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{3});
        QStringList kinds;
        for (const Difference& difference : found->differences)
            kinds.append(difference.kind);
        kinds.sort();
        QCOMPARE(kinds, QStringList({QStringLiteral("different"), QStringLiteral("extra"), QStringLiteral("missing")}));
        // The same, page by page.
        DifferenceQuery query;
        query.of = found->id;
        query.kinds = {QStringLiteral("extra")};
        query.limit = 10;
        const auto extra = cli::await<RowDifferences>(
            [&](auto reply) { nodes.ministry().engine().comparisons().rowDifferences(query, reply); });
        QVERIFY_OK(extra);
        QCOMPARE(extra->total, qint64{1});
        QCOMPARE(extra->rows.at(0).key, QStringLiteral("77777"));
        QCOMPARE(found->listed, quint64{3});

        const auto repaired =
            cli::await<>([&](Reply<> reply) { nodes.ministry().engine().flow().repair(found->id, reply); });
        QVERIFY_OK(repaired);
        QTRY_COMPARE_WITH_TIMEOUT(nodes.countDifferentRows().value_or(999), quint64{0}, 30'000);
        const auto again = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(again);
        QCOMPARE(again->state, QStringLiteral("equal"));
    }

    void loadsAgainWhenAPersonAsksForIt()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        {
            auto target =
                SqliteDatabase::open(nodes.targetPath(), SqliteDatabase::OpenMode::ReadWrite, nodes.targetPath());
            QVERIFY_OK(target);
            QVERIFY_OK((*target)->execute(QStringLiteral("DELETE FROM person WHERE id % 3 = 0")));
        }
        const QString before = nodes.subscription()->stream;
        QProcess client;
        const QStringList words{QStringLiteral("--data"), nodes.ministry().dataDirectory(),
                                QStringLiteral("subscription"), QStringLiteral("reload"), QStringLiteral("register")};
        client.start(TwoNodes::binary(QStringLiteral("busheng-client")), words);
        QVERIFY(client.waitForFinished());
        QCOMPARE(client.exitCode(), 2); // not without --yes
        client.start(TwoNodes::binary(QStringLiteral("busheng-client")), words + QStringList{QStringLiteral("--yes")});
        QVERIFY(client.waitForFinished());
        QCOMPARE(client.exitCode(), 0);
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("another stream"), 30'000, [&](const NodeSnapshot&) {
            return nodes.subscription() != nullptr && nodes.subscription()->stream != before &&
                   nodes.subscription()->state == SubscriptionState::Live;
        }));
        QVERIFY_OK(nodes.work(0, 3));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.countDifferentRows().value_or(999), quint64{0});
        // There is nothing to accept in a subscription that is well.
        client.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                     {QStringLiteral("--data"), nodes.ministry().dataDirectory(), QStringLiteral("subscription"),
                      QStringLiteral("accept"), QStringLiteral("register"), QStringLiteral("--yes")});
        QVERIFY(client.waitForFinished());
        QCOMPARE(client.exitCode(), 2);
    }

    void pausesAndResumes()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        FlowApi& flow = nodes.ministry().engine().flow();
        QVERIFY_OK(cli::await<>([&](Reply<> reply) { flow.pause(QStringLiteral("register"), reply); }));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Paused));
        const quint64 before = nodes.subscription()->positions.applied;
        QVERIFY_OK(nodes.work(0, 5));
        const auto isReceived = [&](const NodeSnapshot&) { return nodes.subscription()->positions.received > before; };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("received while paused"), 30'000, isReceived));
        QVERIFY(nodes.countDifferentRows().value_or(0) > 0);
        QVERIFY_OK(cli::await<>([&](Reply<> reply) { flow.resume(QStringLiteral("register"), reply); }));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
    }

    void refusesADatasetThatIsNotGranted()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const SubscriptionConfig other{QStringLiteral("other"),
                                       QStringLiteral("340000"),
                                       QStringLiteral("secrets"),
                                       QStringLiteral("ministry"),
                                       false,
                                       true};
        QVERIFY_OK(
            cli::await<>([&](Reply<> reply) { nodes.ministry().engine().settings().addSubscription(other, reply); }));
        const auto isRefused = [](const NodeSnapshot& node) {
            return std::ranges::any_of(
                node.alarms, [](const AlarmSnapshot& alarm) { return alarm.event == QStringLiteral("LNK_REFUSED"); });
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("refusal"), 30'000, isRefused));
    }

    void configurationRoundTripsThroughAFile()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        const auto first = cli::await<QJsonObject>(
            [&](auto reply) { nodes.ministry().engine().settings().exportConfiguration(reply); });
        QVERIFY_OK(first);
        QCOMPARE(first->value(QStringLiteral("subscriptions")).toArray().size(), 1);
        QVERIFY_OK(cli::await<>(
            [&](Reply<> reply) { nodes.ministry().engine().settings().importConfiguration(*first, reply); }));
        const auto second = cli::await<QJsonObject>(
            [&](auto reply) { nodes.ministry().engine().settings().exportConfiguration(reply); });
        QVERIFY_OK(second);
        QCOMPARE(*second, *first);
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
    }

    void aRemovedSubscriptionIsForgottenByTheSource()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const auto removed = cli::await<>([&](Reply<> reply) {
            nodes.ministry().engine().settings().remove(QStringLiteral("subscription"), QStringLiteral("register"),
                                                        reply);
        });
        QVERIFY_OK(removed);
        const auto isForgotten = [](const NodeSnapshot& node) {
            return !node.publications.empty() && node.publications.front().subscribers.empty();
        };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("forgotten"), 30'000, isForgotten));
        auto source = SqliteDatabase::open(nodes.sourcePath(), SqliteDatabase::OpenMode::ReadOnly, nodes.sourcePath());
        QVERIFY_OK(source);
        const auto triggers =
            (*source)->queryInteger(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"));
        QVERIFY_OK(triggers);
        QCOMPARE(*triggers, std::int64_t{0});
    }
};

BUSHENG_TEST(TstTwoNodes)
#include "tst_two_nodes.moc"
