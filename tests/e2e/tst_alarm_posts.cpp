// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hmac_sm3.h"
#include "engine/crypto/secret_file.h"
#include "engine/model/events.h"
#include "tests/e2e/business_system.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QProcess>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kPatienceMs = 30'000;
const QByteArray kSecret = "a secret of both sides";

/// `notify alarms` of the ministry.
class Notifier {
public:
    Notifier(TwoNodes& nodes, const BusinessSystem& system, int count) : m_position(nodes.path(QStringLiteral("told")))
    {
        const QString secret = nodes.path(QStringLiteral("secret"));
        if (QFile::exists(secret) || writeSecretFile(systemFileSystem(), secret, view(kSecret)))
            m_process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                            {QStringLiteral("--data"), nodes.ministry().dataDirectory(), QStringLiteral("--lang"),
                             QStringLiteral("zh_CN"), QStringLiteral("notify"), QStringLiteral("alarms"),
                             QStringLiteral("--url"), system.url(), QStringLiteral("--secret-file"), secret,
                             QStringLiteral("--position"), m_position, QStringLiteral("--count"),
                             QString::number(count)});
    }
    /// -1: it goes on.
    int waitForExitCode()
    {
        const auto hasEnded = [&] { return m_process.state() == QProcess::NotRunning; };
        return QTest::qWaitFor(hasEnded, kPatienceMs) ? m_process.exitCode() : -1;
    }
    QByteArray said() { return m_process.readAllStandardError() + m_process.readAllStandardOutput(); }

private:
    QString m_position;
    QProcess m_process;
};

bool isDown(const NodeSnapshot& node)
{
    return std::ranges::any_of(node.alarms, [](const AlarmSnapshot& alarm) { return alarm.event == events::LNK_DOWN; });
}

} // namespace

/// Others are told of alarms, when they are raised and when they are over (§8.1.5).
class TstAlarmPosts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsThatALinkIsDownAndThatItIsOver()
    {
        TwoNodes nodes(3);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        BusinessSystem system; // does not take the first post
        {
            Notifier notifier(nodes, system, 1);
            nodes.province().kill();
            QVERIFY2(notifier.waitForExitCode() == 0, notifier.said().constData());
        }
        const QString kAlarms = QStringLiteral("alarms");
        const QString kEvent = QStringLiteral("event");
        QCOMPARE(system.taken(kAlarms, kEvent), QStringList{events::LNK_DOWN});
        QVERIFY(system.posts.size() >= 2);
        for (const BusinessSystem::Post& post : system.posts)
            QCOMPARE(post.signature, "hmac-sm3=" + toHex(view(*hmacSm3(view(kSecret), view(post.body)))).toLatin1());
        QVERIFY(!system.taken(kAlarms, QStringLiteral("title")).value(0).isEmpty());
        QVERIFY(!system.taken(kAlarms, QStringLiteral("remedy")).value(0).isEmpty());
        // It is over while nobody looks: told with the next start, once.
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("up"), kPatienceMs,
                                            [](const NodeSnapshot& node) { return !isDown(node); }));
        {
            Notifier notifier(nodes, system, 1);
            QVERIFY2(notifier.waitForExitCode() == 0, notifier.said().constData());
        }
        QCOMPARE(system.taken(kAlarms, kEvent), (QStringList{events::LNK_DOWN, events::LNK_DOWN}));
        const QJsonObject last = QJsonDocument::fromJson(system.posts.back().body).object();
        QVERIFY(last.value(kAlarms).toArray().at(0).toObject().value(QLatin1String("clearedUtcMs")).toInteger() > 0);
        QCOMPARE(last.value(QLatin1String("node")).toString(), QStringLiteral("100000"));
    }

    void saysWhatIsWrongWithASecret_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("isClosed");
        QTest::addColumn<QString>("words");
        QTest::newRow("not there") << QStringLiteral("--secret-file") << QByteArray() << true
                                   << QStringLiteral("没有这个文件");
        QTest::newRow("open to others") << QStringLiteral("--secret-file") << QByteArray("s") << false
                                        << QStringLiteral("chmod 600");
        QTest::newRow("no key") << QStringLiteral("--sign-key") << QByteArray("s") << true << QStringLiteral("SM2");
    }

    void saysWhatIsWrongWithASecret()
    {
        QFETCH(const QString, option);
        QFETCH(const QByteArray, content);
        QFETCH(const bool, isClosed);
        QFETCH(const QString, words);
        TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        const QString path = nodes.path(QStringLiteral("given"));
        if (!content.isEmpty()) {
            QVERIFY_OK(writeSecretFile(systemFileSystem(), path, view(content)));
            QVERIFY(isClosed || QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadOther));
        }
        QProcess process;
        process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                      {QStringLiteral("--data"), nodes.ministry().dataDirectory(), QStringLiteral("--lang"),
                       QStringLiteral("zh_CN"), QStringLiteral("notify"), QStringLiteral("alarms"),
                       QStringLiteral("--url"), QStringLiteral("https://127.0.0.1:1/"), option, path,
                       QStringLiteral("--position"), nodes.path(QStringLiteral("told"))});
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitCode(), 2);
        const QString said = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(said.contains(path) && said.contains(words), qPrintable(said));
        QVERIFY2(!said.contains(QStringLiteral("证书")), qPrintable(said)); // it is none
    }

    void refusesAFileThatItDidNotWrite()
    {
        TwoNodes nodes(1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QFile file(nodes.path(QStringLiteral("told")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("17\n") == 3);
        file.close();
        BusinessSystem system;
        Notifier notifier(nodes, system, 1);
        QVERIFY(notifier.waitForExitCode() > 0);
        const QByteArray said = notifier.said();
        QVERIFY2(said.contains("/told"), said.constData());
        QVERIFY(system.posts.empty());
    }
};

BUSHENG_TEST(TstAlarmPosts)
#include "tst_alarm_posts.moc"
