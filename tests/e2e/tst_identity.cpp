// SPDX-License-Identifier: GPL-3.0-or-later
// Two real nodes, and what happens to their link when certificates are renewed, taken back, or not to be judged; and
// what a scanner from outside sees.
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kNoticedMs = 20'000; ///< the files are looked at every two seconds

/// Runs busheng-node as its operator does; its output when it fails.
QString run(const QStringList& arguments)
{
    QProcess process;
    process.start(TwoNodes::binary(QStringLiteral("busheng-node")),
                  QStringList{QStringLiteral("--lang"), QStringLiteral("en")} + arguments);
    if (!process.waitForFinished(30'000))
        return QStringLiteral("it does not end");
    return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAllStandardError());
}

QString renew(const TwoNodes& nodes, const cli::NodeProcess& node)
{
    return run({QStringLiteral("authority"), QStringLiteral("renew"), QStringLiteral("--demo-authority"),
                nodes.authorityPath(), QStringLiteral("--data"), node.dataDirectory()});
}

QString giveLists(const TwoNodes& nodes, const cli::NodeProcess& node)
{
    return run({QStringLiteral("trust"), QStringLiteral("--data"), node.dataDirectory(), QStringLiteral("--lists"),
                nodes.authorityPath()});
}

const LinkSnapshot& linkOf(const NodeSnapshot& node)
{
    return node.links.front();
}

bool hasAlarm(const NodeSnapshot& node, const QString& event)
{
    return std::ranges::any_of(node.alarms, [&](const AlarmSnapshot& alarm) { return alarm.event == event; });
}

const auto kConnected = [](const NodeSnapshot& node) { return !node.links.empty() && linkOf(node).connected; };
const auto kCutOff = [](const NodeSnapshot& node) { return !node.links.empty() && !linkOf(node).connected; };

} // namespace

class TstIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_nodes = std::make_unique<TwoNodes>();
        QVERIFY2(m_nodes->isValid(), qPrintable(m_nodes->failure()));
        QVERIFY_OK(m_nodes->startBoth());
        QVERIFY_OK(m_nodes->configure());
        QVERIFY_OK(m_nodes->waitForState(SubscriptionState::Live));
    }

    void cleanup() { m_nodes.reset(); }

    void renewedCertificatesAreTakenUpWithoutAPause()
    {
        const qint64 since = linkOf(m_nodes->ministry().latest()).connectedSinceUtcMs;
        for (cli::NodeProcess* node : {&m_nodes->province(), &m_nodes->ministry()}) {
            const std::vector<CredentialSnapshot> before = node->latest().credentials;
            QCOMPARE(before.at(0).kind, QStringLiteral("certificate"));
            QCOMPARE(before.at(1).kind, QStringLiteral("sm2-certificate"));
            QCOMPARE(renew(*m_nodes, *node), QString());
            QVERIFY_OK(node->waitFor(QStringLiteral("new certificates"), kNoticedMs, [&](const NodeSnapshot& now) {
                return now.credentials.at(0).serial != before.at(0).serial &&
                       now.credentials.at(1).serial != before.at(1).serial;
            }));
        }
        QVERIFY_OK(m_nodes->work(1, 5));
        QVERIFY_OK(m_nodes->waitUntilInStep());
        QCOMPARE(linkOf(m_nodes->ministry().latest()).connectedSinceUtcMs, since); // the old session went on

        const QString subject = linkOf(m_nodes->ministry().latest()).peerSm2Subject;
        m_nodes->province().kill(); // and a new one opens with the new certificates
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link down"), kNoticedMs, kCutOff));
        QVERIFY_OK(m_nodes->reviveDead());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link up"), kNoticedMs, kConnected));
        QCOMPARE(linkOf(m_nodes->ministry().latest()).peerSm2Subject, subject);
        QVERIFY(!hasAlarm(m_nodes->ministry().latest(), events::CFG_BAD_CERT));
    }

    /// As with a real authority: the keys are made here and never leave, only requests and certificates travel.
    void aNodeAsksAnAuthorityAndTakesWhatItAnswers()
    {
        const QString data = m_nodes->province().dataDirectory();
        const std::vector<CredentialSnapshot> before = m_nodes->province().latest().credentials;
        const QStringList request{QStringLiteral("identity"), QStringLiteral("request"), QStringLiteral("--data"),
                                  data};
        QCOMPARE(run(request), QString());
        QVERIFY(run(request).contains(QStringLiteral("--renew again"))); // one is under way
        const QString noRequest =
            run({QStringLiteral("authority"), QStringLiteral("issue"), QStringLiteral("--demo-authority"),
                 m_nodes->authorityPath(), QStringLiteral("--request"), data + QStringLiteral("/node.json"),
                 QStringLiteral("--out"), m_nodes->path(QStringLiteral("none.crt"))});
        QVERIFY2(noRequest.contains(QStringLiteral("node.json")) &&
                     noRequest.contains(QStringLiteral("no certificate request")),
                 qPrintable(noRequest));
        for (const QString& kind : {QStringLiteral("tls"), QStringLiteral("sm2")}) {
            const QString answer = m_nodes->path(kind + QStringLiteral(".crt"));
            QCOMPARE(run({QStringLiteral("authority"), QStringLiteral("issue"), QStringLiteral("--demo-authority"),
                          m_nodes->authorityPath(), QStringLiteral("--request"),
                          data + QStringLiteral("/identity/pending/340000-%1.csr").arg(kind), QStringLiteral("--out"),
                          answer}),
                     QString());
            QVERIFY(!run({QStringLiteral("identity"), QStringLiteral("import"), QStringLiteral("--data"),
                          m_nodes->ministry().dataDirectory(), QStringLiteral("--certificate"), answer})
                         .isEmpty()); // it is not the ministry's
            QCOMPARE(run({QStringLiteral("identity"), QStringLiteral("import"), QStringLiteral("--data"), data,
                          QStringLiteral("--certificate"), answer}),
                     QString());
        }
        // The second SM2 certificate, whose key the authority has made.
        const QString enveloped = m_nodes->path(QStringLiteral("enc.key"));
        const QString encryption = m_nodes->path(QStringLiteral("enc.crt"));
        QCOMPARE(
            run({QStringLiteral("authority"), QStringLiteral("issue-encryption"), QStringLiteral("--demo-authority"),
                 m_nodes->authorityPath(), QStringLiteral("--certificate"), m_nodes->path(QStringLiteral("sm2.crt")),
                 QStringLiteral("--out"), encryption, QStringLiteral("--key"), enveloped}),
            QString());
        const QStringList import{QStringLiteral("identity"),      QStringLiteral("import"),
                                 QStringLiteral("--data"),        data,
                                 QStringLiteral("--certificate"), encryption};
        QVERIFY(run(import).contains(QStringLiteral("--key FILE")));
        QVERIFY(run(import + QStringList{QStringLiteral("--key"), encryption}).contains(QStringLiteral("enveloped")));
        QCOMPARE(run(import + QStringList{QStringLiteral("--key"), enveloped}), QString());
        QVERIFY_OK(
            m_nodes->province().waitFor(QStringLiteral("new certificates"), kNoticedMs, [&](const NodeSnapshot& now) {
                return now.credentials.at(0).serial != before.at(0).serial &&
                       now.credentials.at(1).serial != before.at(1).serial &&
                       now.credentials.at(2).kind == QStringLiteral("sm2-encryption") &&
                       now.credentials.at(2).serial != before.at(2).serial;
            }));
        m_nodes->province().kill();
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link down"), kNoticedMs, kCutOff));
        QVERIFY_OK(m_nodes->reviveDead());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link up"), kNoticedMs, kConnected));
        QVERIFY_OK(m_nodes->work(1, 5));
        QVERIFY_OK(m_nodes->waitUntilInStep());
    }

    void aRevokedNodeIsCutOffAndComesBackWithANewCertificate()
    {
        QCOMPARE(run({QStringLiteral("authority"), QStringLiteral("revoke"), QStringLiteral("--demo-authority"),
                      m_nodes->authorityPath(), QStringLiteral("--code"), QStringLiteral("340000")}),
                 QString());
        QVERIFY(linkOf(m_nodes->ministry().latest()).connected); // nobody has told it yet
        QCOMPARE(giveLists(*m_nodes, m_nodes->ministry()), QString());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link cut"), kNoticedMs, [](const NodeSnapshot& node) {
            return kCutOff(node) && hasAlarm(node, events::CRT_REVOKED);
        }));
        QVERIFY_OK(m_nodes->work(1, 3)); // waits at the source

        QCOMPARE(renew(*m_nodes, m_nodes->province()), QString());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link up"), 60'000, [](const NodeSnapshot& node) {
            return kConnected(node) && !hasAlarm(node, events::CRT_REVOKED);
        }));
        QVERIFY_OK(m_nodes->waitUntilInStep());
        QCOMPARE(m_nodes->countDifferentRows().value_or(1), quint64{0});
    }

    void newListsLeaveHealthyLinksAlone()
    {
        const qint64 since = linkOf(m_nodes->ministry().latest()).connectedSinceUtcMs;
        const auto expiry = [](const NodeSnapshot& node) {
            qint64 latest = 0;
            for (const CredentialSnapshot& one : node.credentials) {
                if (one.kind == QStringLiteral("revocation-list"))
                    latest = std::max(latest, one.expiresUtcMs);
            }
            return latest;
        };
        const qint64 before = expiry(m_nodes->ministry().latest());
        QCOMPARE(run({QStringLiteral("authority"), QStringLiteral("lists"), QStringLiteral("--demo-authority"),
                      m_nodes->authorityPath(), QStringLiteral("--days"), QStringLiteral("400")}),
                 QString());
        QCOMPARE(giveLists(*m_nodes, m_nodes->ministry()), QString());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("new lists"), kNoticedMs,
                                               [&](const NodeSnapshot& node) { return expiry(node) > before; }));
        QCOMPARE(linkOf(m_nodes->ministry().latest()).connectedSinceUtcMs, since);
    }

    void listsThatGoBackAreRefusedAndTheFormerStayInUse()
    {
        const QDir folder(m_nodes->ministry().dataDirectory() + QStringLiteral("/identity/crl"));
        const qint64 since = linkOf(m_nodes->ministry().latest()).connectedSinceUtcMs;
        const QString list = folder.filePath(QStringLiteral("authority.crl"));
        const QString aside = folder.filePath(QStringLiteral("authority.aside"));
        QVERIFY(QFile::rename(list, aside));
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("alarm"), kNoticedMs, [](const NodeSnapshot& node) {
            return hasAlarm(node, events::CRL_MISSING);
        }));
        QVERIFY(linkOf(m_nodes->ministry().latest()).connected);
        QFile garbage(list);
        QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write("garbage") == 7);
        garbage.close();
        QTest::qWait(5'000); // two looks
        QVERIFY(linkOf(m_nodes->ministry().latest()).connected);
        QVERIFY(QFile::remove(list) && QFile::rename(aside, list));
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("no alarm"), kNoticedMs, [](const NodeSnapshot& node) {
            return !hasAlarm(node, events::CRL_MISSING);
        }));
        QCOMPARE(linkOf(m_nodes->ministry().latest()).connectedSinceUtcMs, since);
    }

    void withoutAListNobodyIsLetIn()
    {
        QVERIFY_OK(m_nodes->ministry().stop());
        QDir folder(m_nodes->ministry().dataDirectory() + QStringLiteral("/identity/crl"));
        QVERIFY(folder.removeRecursively());
        QVERIFY_OK(m_nodes->reviveDead());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("alarm"), kNoticedMs, [](const NodeSnapshot& node) {
            return kCutOff(node) && hasAlarm(node, events::CRL_MISSING);
        }));
        QCOMPARE(giveLists(*m_nodes, m_nodes->ministry()), QString());
        QVERIFY_OK(m_nodes->ministry().waitFor(QStringLiteral("link up"), 60'000, kConnected));
        QVERIFY_OK(m_nodes->waitUntilInStep());
    }

    void wrongCommandsSayWhatIsMissing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("mentioned");
        const QString authority = QStringLiteral("authority");
        const QString folder = QStringLiteral("--demo-authority");
        QTest::newRow("no folder") << QStringList{authority, QStringLiteral("lists")}
                                   << QStringLiteral("--demo-authority");
        QTest::newRow("no days") << QStringList{authority,
                                                QStringLiteral("lists"),
                                                folder,
                                                QStringLiteral("/tmp/x"),
                                                QStringLiteral("--days"),
                                                QStringLiteral("0")}
                                 << QStringLiteral("--days");
        QTest::newRow("nothing to revoke") << QStringList{authority,
                                                          QStringLiteral("revoke"),
                                                          folder,
                                                          QStringLiteral("@authority"),
                                                          QStringLiteral("--code"),
                                                          QStringLiteral("330000")}
                                           << QStringLiteral("330000");
        QTest::newRow("no lists") << QStringList{QStringLiteral("trust"), QStringLiteral("--data"),
                                                 QStringLiteral("@data"), QStringLiteral("--lists"),
                                                 QStringLiteral("/tmp")}
                                  << QStringLiteral("/tmp");
        QTest::newRow("no node") << QStringList{authority,
                                                QStringLiteral("renew"),
                                                folder,
                                                QStringLiteral("@authority"),
                                                QStringLiteral("--data"),
                                                QStringLiteral("/nowhere")}
                                 << QStringLiteral("/nowhere");
    }
    void wrongCommandsSayWhatIsMissing()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, mentioned);
        arguments.replaceInStrings(QStringLiteral("@authority"), m_nodes->authorityPath());
        arguments.replaceInStrings(QStringLiteral("@data"), m_nodes->ministry().dataDirectory());
        const QString said = run(arguments);
        QVERIFY2(said.contains(mentioned), qPrintable(said));
        QCOMPARE(said.count(u'\n'), 1);
    }

    /// sslscan, as Debian has it.
    void aScannerSeesTls13AndNothingElse()
    {
        QProcess scan;
        scan.start(QStringLiteral("sslscan"), {QStringLiteral("--no-colour"), m_nodes->ministryAddress()});
        QVERIFY2(scan.waitForFinished(60'000), "sslscan is missing or does not end");
        const QString said = QString::fromUtf8(scan.readAllStandardOutput());
        const auto shows = [&said](const char* pattern) {
            return said.contains(QRegularExpression(QString::fromLatin1(pattern), QRegularExpression::MultilineOption));
        };
        for (const char* old : {"^SSLv2 +disabled", "^SSLv3 +disabled", "^TLSv1\\.0 +disabled", "^TLSv1\\.1 +disabled",
                                "^TLSv1\\.2 +disabled"})
            QVERIFY2(shows(old), qPrintable(said));
        QVERIFY2(shows("^TLSv1\\.3 +enabled"), qPrintable(said));
        QVERIFY2(shows("(Accepted|Preferred) +TLSv1\\.3 "), qPrintable(said));
        QVERIFY2(!shows("(Accepted|Preferred) +(SSL|TLSv1\\.[012])"), qPrintable(said));
        QVERIFY2(!shows("^ *vulnerable to heartbleed|TLSv1\\.\\d vulnerable"), qPrintable(said));
        QVERIFY2(!shows("Compression enabled"), qPrintable(said));
        QVERIFY2(!shows("Signature Algorithm: *(sha1|md5)"), qPrintable(said));
        QVERIFY(linkOf(m_nodes->ministry().latest()).connected); // and the node does not mind
    }

private:
    std::unique_ptr<TwoNodes> m_nodes;
};

BUSHENG_TEST(TstIdentity)
#include "tst_identity.moc"
