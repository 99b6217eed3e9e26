// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator does with a link between two running nodes: other limits, other lines.
#include "engine/model/standby_events.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QProcess>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

struct Said {
    int exitCode = -1;
    QString out;
    QString error;
};

/// Runs busheng-client as a person does. Events go on meanwhile: a proxy may live in this thread.
Said client(const cli::NodeProcess& node, const QStringList& words)
{
    QProcess process;
    process.start(
        TwoNodes::binary(QStringLiteral("busheng-client")),
        QStringList{QStringLiteral("--data"), node.dataDirectory(), QStringLiteral("--lang"), QStringLiteral("en")} +
            words);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

/// The one link; one that says nothing before the first snapshot has it.
LinkSnapshot linkOf(const NodeSnapshot& node)
{
    return node.links.empty() ? LinkSnapshot() : node.links.front();
}

quint16 portOf(const QString& address)
{
    return static_cast<quint16>(address.mid(address.lastIndexOf(u':') + 1).toUInt());
}

} // namespace

class TstLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLimitIsChangedWhileRowsFlow()
    {
        TwoNodes nodes(40'000);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        const auto connected = [](const NodeSnapshot& node) { return linkOf(node).connected; };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("link"), 20'000, connected));
        const QString code = QStringLiteral("100000");
        const Said paused = client(nodes.province(), {QStringLiteral("link"), QStringLiteral("limit"), code,
                                                      QStringLiteral("--send-limit"), QStringLiteral("pause")});
        QVERIFY2(paused.exitCode == 0, qPrintable(paused.error));
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("pause"), 20'000,
                                            [](const NodeSnapshot& node) { return linkOf(node).sendLimitNow == 0; }));
        const Said status = client(nodes.province(), {QStringLiteral("link"), QStringLiteral("list")});
        QVERIFY2(status.out.contains(QStringLiteral("limit now to send paused, to receive unlimited")),
                 qPrintable(status.out));
        const qint64 since = linkOf(nodes.province().latest()).connectedSinceUtcMs;
        const QString plan = QStringLiteral("4MiB/s, mon-sun 00:00-24:00 8MiB/s");
        const Said limited = client(nodes.province(), {QStringLiteral("link"), QStringLiteral("limit"), code,
                                                       QStringLiteral("--send-limit"), plan});
        QVERIFY2(limited.exitCode == 0, qPrintable(limited.error));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("limit"), 20'000, [](const NodeSnapshot& node) {
            return linkOf(node).sendLimitNow == qint64{8 << 20};
        }));
        QCOMPARE(linkOf(nodes.province().latest()).config.sendLimit, plan);
        QVERIFY(linkOf(nodes.province().latest()).connected);
        QCOMPARE(linkOf(nodes.province().latest()).connectedSinceUtcMs, since); // no limit costs a session
        QVERIFY(linkOf(nodes.province().latest()).bytesSent > 0);
        QVERIFY_OK(nodes.work(1, 3));
        QVERIFY_OK(nodes.waitUntilInStep());
    }

    void aWrongLimitIsRefusedAndNamed()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        const auto limit = [&](const QString& code, const QStringList& options) {
            return client(nodes.province(),
                          QStringList{QStringLiteral("link"), QStringLiteral("limit"), code} + options);
        };
        const QString ministry = QStringLiteral("100000");
        const QString send = QStringLiteral("--send-limit");
        const Said wrong = limit(ministry, {send, QStringLiteral("2MB/s")});
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY2(wrong.error.contains(QStringLiteral("2MB/s")), qPrintable(wrong.error));
        QCOMPARE(limit(QStringLiteral("330000"), {send, QStringLiteral("2MiB/s")}).exitCode, 2);
        QCOMPARE(limit(ministry, {}).exitCode, 2);
        QVERIFY(linkOf(nodes.province().latest()).config.sendLimit.isEmpty());
    }

    /// The primary line breaks, the standby line carries on, and so on the way back.
    void theStandbyLineCarriesOn()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        auto primary = std::make_unique<TcpProxy>(portOf(nodes.ministryAddress()));
        TcpProxy standby(portOf(nodes.ministryAddress()));
        const QString lines = QStringLiteral("127.0.0.1:%1,127.0.0.1:%2").arg(primary->port()).arg(standby.port());
        const Said changed = client(nodes.province(), {QStringLiteral("link"), QStringLiteral("add"),
                                                       QStringLiteral("100000"), QStringLiteral("--address"), lines});
        QVERIFY2(changed.exitCode == 0, qPrintable(changed.error));
        QTRY_VERIFY_WITH_TIMEOUT(primary->connections() > 0, 20'000);
        QVERIFY_OK(nodes.work(1, 3));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(standby.connections(), 0);
        primary->cutAll(true);
        primary.reset(); // nobody listens there any more
        QTRY_VERIFY_WITH_TIMEOUT(standby.connections() > 0, 30'000);
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("it is shown"), 30'000, [&](const NodeSnapshot& node) {
            const LinkSnapshot& link = linkOf(node);
            return link.connected && link.mainLine == lines.section(u',', 0, 0) &&
                   link.line == lines.section(u',', 1, 1) &&
                   std::ranges::any_of(
                       node.alarms, [](const AlarmSnapshot& alarm) { return alarm.event == events::LNK_STANDBY_LINE; });
        }));
        QVERIFY_OK(nodes.work(4, 3));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.countDifferentRows().value_or(1), quint64{0});
    }
};

BUSHENG_TEST(TstLink)
#include "tst_link.moc"
