// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/events.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QProcess>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

bool hasAlarm(const NodeSnapshot& node)
{
    return std::ranges::any_of(node.alarms,
                               [](const AlarmSnapshot& alarm) { return alarm.event == events::LNK_NO_RIGHT; });
}

/// As an operator says it; its exit code.
int allow(const cli::NodeProcess& node, const QString& peer, const QString& rights)
{
    return QProcess::execute(TwoNodes::binary(QStringLiteral("busheng-client")),
                             {QStringLiteral("--data"), node.dataDirectory(), QStringLiteral("link"),
                              QStringLiteral("rights"), peer, QStringLiteral("--rights"), rights});
}

} // namespace

/// A registered peer with a good certificate may do what its link allows, and nothing else.
class TstLinkRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreTakenFromWhoMaySendThem()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("file"), 10, 1);
        const cli::NodeProcess& ministry = scene.nodes().ministry();
        QCOMPARE(allow(ministry, QStringLiteral("340000"), QStringLiteral("giveTables,takeTables")), 0);
        const auto run = scene.start();
        QVERIFY_OK(run);
        QVERIFY_OK(scene.nodes().province().waitFor(QStringLiteral("refused"), 20'000, hasAlarm));
        QVERIFY_OK(scene.nodes().ministry().waitFor(QStringLiteral("refused"), 20'000, hasAlarm));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/file")));
        QVERIFY(allow(ministry, QStringLiteral("340000"), QStringLiteral("everything")) != 0);
        QCOMPARE(allow(ministry, QStringLiteral("340000"), QStringLiteral("takeFiles")), 0);
        const auto ended = scene.waitForEnd(*run); // it tries again by itself
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        QCOMPARE(scene.differences(), QStringList());
    }

    void tablesAreGivenToWhoMayTakeThem()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        // A right that a running subscription needs is not taken away under it.
        QVERIFY(allow(nodes.ministry(), QStringLiteral("340000"), QStringLiteral("none")) != 0);
        QCOMPARE(allow(nodes.province(), QStringLiteral("100000"), QStringLiteral("takeFiles")), 0);
        QVERIFY_OK(nodes.change(QStringLiteral("DELETE FROM person WHERE id = 1")));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("held"), 30'000, hasAlarm)); // it is told at once
        QVERIFY(nodes.countDifferentRows().value_or(0) > 0);
        nodes.ministry().kill(); // it asks again
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("refused"), 30'000, hasAlarm));
        QCOMPARE(allow(nodes.province(), QStringLiteral("100000"), QStringLiteral("giveTables")), 0);
        QVERIFY_OK(nodes.waitUntilInStep()); // nothing was lost, and nothing is loaded anew
        QCOMPARE(nodes.countDifferentRows().value_or(1), quint64{0});
        const auto isOver = [](const NodeSnapshot& node) { return !hasAlarm(node); };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm gone"), 30'000, isOver));
    }
};

BUSHENG_TEST(TstLinkRights)
#include "tst_link_rights.moc"
