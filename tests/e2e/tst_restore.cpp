// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/own_port.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

struct Ran {
    int exitCode = -1;
    QString said;
};

Ran run(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(TwoNodes::binary(QStringLiteral("busheng-node")),
                  arguments + QStringList{QStringLiteral("--lang"), QStringLiteral("en")});
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

bool hasAlarm(const NodeSnapshot& node, const QString& event)
{
    return std::ranges::any_of(node.alarms, [&](const AlarmSnapshot& alarm) { return alarm.event == event; });
}

} // namespace

/// A node is backed up while it runs and restored onto a second data directory while the first still runs.
class TstRestore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_nodes = std::make_unique<TwoNodes>();
        QVERIFY2(m_nodes->isValid(), qPrintable(m_nodes->failure()));
        QVERIFY_OK(m_nodes->startBoth());
        QVERIFY_OK(m_nodes->configure());
        QVERIFY_OK(m_nodes->waitForState(SubscriptionState::Live));
        m_passphrase = m_nodes->path(QStringLiteral("passphrase"));
        QFile file(m_passphrase);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("correct horse\n") > 0);
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        m_backup = m_nodes->path(QStringLiteral("node.backup"));
    }
    void cleanup()
    {
        m_copy.reset();
        m_nodes.reset();
    }

    /// The receiver: what waits at the sender comes to the restored one, once; the former can write no more.
    void theRestoredReceiverTakesOver()
    {
        QVERIFY_OK(m_nodes->work(1, 50));
        QVERIFY_OK(backUp(m_nodes->ministry().dataDirectory()));
        QVERIFY_OK(m_nodes->work(51, 50));
        QVERIFY_OK(m_nodes->waitUntilInStep()); // the former goes on behind the backup
        QVERIFY_OK(restore(QStringLiteral("100000"), QStringLiteral("restored")));
        const QString address = QStringLiteral("127.0.0.1:%1").arg(ownPort());
        QVERIFY_OK(listenAt(address));
        QVERIFY_OK(m_copy->start());
        QVERIFY_OK(leadTo(address));
        QVERIFY_OK(m_copy->waitFor(QStringLiteral("the copy applies"), 60'000, [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().state == SubscriptionState::Live;
        }));
        QVERIFY_OK(m_nodes->work(101, 50));
        QVERIFY_OK(waitForEqual());
        // The former still runs, and has nothing to do any more.
        QVERIFY(m_nodes->ministry().isRunning());
        // Started again it finds out at the target itself.
        m_nodes->ministry().kill();
        QVERIFY_OK(m_nodes->ministry().start());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("it is fenced"), 60'000, [](const NodeSnapshot& node) {
            return hasAlarm(node, events::NOD_FENCED);
        }));
        QVERIFY_OK(m_nodes->work(151, 20));
        QVERIFY_OK(waitForEqual());
    }

    /// The sender: its receivers take the restored one only, and are told to load anew.
    void theRestoredSenderTakesOver()
    {
        QVERIFY_OK(backUp(m_nodes->province().dataDirectory()));
        QVERIFY_OK(m_nodes->work(1, 20));
        QVERIFY_OK(m_nodes->waitUntilInStep());
        QVERIFY_OK(restore(QStringLiteral("340000"), QStringLiteral("restored")));
        QVERIFY_OK(m_nodes->province().stop());
        QVERIFY_OK(m_copy->start());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("it is told"), 60'000, [](const NodeSnapshot& node) {
            return hasAlarm(node, events::LNK_FORK);
        }));
        QVERIFY_OK(cli::await<>([&](auto reply) {
            m_nodes->ministry().engine().flow().reload(QStringLiteral("register"), QString(), reply);
        }));
        QVERIFY_OK(m_nodes->waitForState(SubscriptionState::Live));
        QVERIFY_OK(m_nodes->work(21, 20));
        QVERIFY_OK(waitForEqual());
        // The former comes back: the ministry does not let it in, and the link to the right one stays.
        QVERIFY_OK(m_nodes->province().start());
        QVERIFY_OK(m_nodes->province().waitFor(QStringLiteral("it is refused"), 60'000, [](const NodeSnapshot& node) {
            return hasAlarm(node, events::NOD_FENCED);
        }));
        QVERIFY_OK(m_nodes->work(41, 20));
        QVERIFY_OK(waitForEqual());
    }

    void refusalsSayWhatIsWrong()
    {
        const QString data = m_nodes->ministry().dataDirectory();
        QVERIFY_OK(backUp(data));
        const Ran running = run({QStringLiteral("rollback"), QStringLiteral("--data"), data});
        QCOMPARE(running.exitCode, 2);
        QVERIFY2(running.said.contains(data), qPrintable(running.said));
        const auto tryRestore = [&](const QString& code, const QString& directory) {
            return run({QStringLiteral("restore"), QStringLiteral("--from"), m_backup, QStringLiteral("--code"), code,
                        QStringLiteral("--data"), directory, QStringLiteral("--passphrase-file"), m_passphrase});
        };
        const Ran wrong = tryRestore(QStringLiteral("340000"), m_nodes->path(QStringLiteral("x")));
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY2(wrong.said.contains(QStringLiteral("100000")), qPrintable(wrong.said));
        QVERIFY(!QFileInfo::exists(m_nodes->path(QStringLiteral("x"))));
        const Ran taken = tryRestore(QStringLiteral("100000"), data);
        QCOMPARE(taken.exitCode, 2);
        QVERIFY2(taken.said.contains(data), qPrintable(taken.said));
        const Ran missing = run({QStringLiteral("backup"), QStringLiteral("--data"), data});
        QCOMPARE(missing.exitCode, 2);
        QVERIFY2(missing.said.contains(QStringLiteral("--to")), qPrintable(missing.said));
        QVERIFY(m_nodes->ministry().isRunning());
        QVERIFY_OK(m_nodes->work(1, 10));
        QVERIFY_OK(m_nodes->waitUntilInStep());
    }

private:
    Result<> backUp(const QString& data)
    {
        const Ran ran = run({QStringLiteral("backup"), QStringLiteral("--data"), data, QStringLiteral("--to"), m_backup,
                             QStringLiteral("--passphrase-file"), m_passphrase});
        return ran.exitCode == 0 ? Result<>() : fail(ErrorCode::Internal, ran.said);
    }
    Result<> restore(const QString& code, const QString& name)
    {
        const QString directory = m_nodes->path(name);
        const Ran ran =
            run({QStringLiteral("restore"), QStringLiteral("--from"), m_backup, QStringLiteral("--code"), code,
                 QStringLiteral("--data"), directory, QStringLiteral("--passphrase-file"), m_passphrase});
        if (ran.exitCode != 0)
            return fail(ErrorCode::Internal, ran.said);
        m_copy = std::make_unique<cli::NodeProcess>(TwoNodes::binary(QStringLiteral("busheng-node")), directory);
        return {};
    }
    /// The former keeps its port: the restored one takes another.
    Result<> listenAt(const QString& address)
    {
        QFile file(m_copy->dataDirectory() + QStringLiteral("/node.json"));
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Storage, file.errorString());
        QByteArray json = file.readAll();
        file.close();
        json.replace(m_nodes->ministryAddress().toUtf8(), address.toUtf8());
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(json) < 0)
            return fail(ErrorCode::Storage, file.errorString());
        return {};
    }
    /// The province learns where the ministry is now; the former address stays as the standby line.
    Result<> leadTo(const QString& address)
    {
        return cli::await<>([&](auto reply) {
            m_nodes->province().engine().settings().addLink(
                {QStringLiteral("100000"), QStringLiteral("部"), address + u',' + m_nodes->ministryAddress(), true},
                reply);
        });
    }
    Result<> waitForEqual()
    {
        QElapsedTimer clock;
        clock.start();
        for (;;) {
            const auto different = m_nodes->countDifferentRows();
            if (different && *different == 0)
                return {};
            if (clock.elapsed() > 60'000)
                return different ? fail(ErrorCode::Timeout, QStringLiteral("%1 rows differ").arg(*different))
                                 : Result<>(fail(different.error()));
            cli::runEventsFor(100);
        }
    }

    std::unique_ptr<TwoNodes> m_nodes;
    std::unique_ptr<cli::NodeProcess> m_copy;
    QString m_passphrase;
    QString m_backup;
};

BUSHENG_TEST(TstRestore)
#include "tst_restore.moc"
