// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/base/random_source.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/evidence/certificate.h"
#include "engine/host/evidence.h"
#include "engine/host/verification_progress.h"
#include "engine/host/verifications.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

/// What a verification found, signed by the node and kept in its ledger.
class TstVerificationCertificate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_journal = std::move(*Journal::open(m_directory.filePath(QStringLiteral("journal.sqlite"))));
        m_alarms = std::make_unique<AlarmBoard>(
            m_clock, *m_journal, [](const std::function<void()>& call) { call(); }, [] {});
        const IdentityKeyPtr key = *smSuite().makeIdentity();
        m_evidence = std::make_unique<Evidence>(
            Evidence::Context{*m_journal, m_clock, QStringLiteral("100000"),
                              [key](const QString&) -> Result<std::pair<QString, IdentityKeyPtr>> {
                                  return std::pair(smSuite().name(), key);
                              }});
        SubscriptionConfig subscription;
        subscription.name = QStringLiteral("person");
        subscription.peerCode = QStringLiteral("340000");
        m_subscriptions = {subscription};
        m_verifications = std::make_unique<Verifications>(Verifications::Context{
            m_clock, systemRandom(), *m_journal, *m_alarms, [](const std::function<void()>&) {},
            [](const QString&, std::uint32_t, const control::Body&) {},
            [](const QString&) { return std::optional<Verifications::Stream>(); },
            [this]() -> const std::vector<SubscriptionConfig>& { return m_subscriptions; }, [] {}, m_journal->path(),
            [this](const LedgerEntry& line) { return m_evidence->noteSigned(line); }});
    }
    void cleanupTestCase() { m_verifications.reset(); }

    void oneThatEndedIsSignedAndStandsInTheLedger_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("equal") << QStringLiteral("equal");
        QTest::newRow("different") << QStringLiteral("different");
    }
    void oneThatEndedIsSignedAndStandsInTheLedger()
    {
        QFETCH(const QString, state);
        const qint64 id = keep(state);
        const auto made = m_verifications->certify(id, QStringLiteral("li"));
        QVERIFY_OK(made);
        const auto read = checkCertificate(QStringLiteral("it"), QJsonDocument(*made).toJson());
        QVERIFY_OK(read);
        QCOMPARE(read->verification.value(QLatin1String("state")).toString(), state);
        QCOMPARE(read->verification.value(QLatin1String("peer")).toString(), QStringLiteral("340000"));
        QVERIFY(!read->verification.contains(QLatin1String("differences"))); // rows are for those who may see them
        QCOMPARE(read->verification.value(QLatin1String("namedDifferences")).toInt(), state == u"equal" ? 0 : 1);
        const LedgerEntry line = m_journal->ledgerPage({}, 0, 1).value().front();
        QCOMPARE(line.kind, QStringLiteral("certificate"));
        QCOMPARE(line.digest, read->line.digest);
        QCOMPARE(line.sequence, quint64(id));
        QCOMPARE(line.by, QStringLiteral("li"));
        QCOMPARE(line.outcome, state);
    }

    void oneThatRunsOrFailedProvesNothing_data()
    {
        QTest::addColumn<QString>("state");
        for (const char* state : {"running", "failed", "stopped"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void oneThatRunsOrFailedProvesNothing()
    {
        QFETCH(const QString, state);
        const auto refused = m_verifications->certify(keep(state), QStringLiteral("li"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::VRF_FAILED);
        QCOMPARE(m_verifications->certify(4711, QStringLiteral("li")).error().event, events::CFG_NOT_FOUND);
    }

private:
    qint64 keep(const QString& state)
    {
        VerificationSnapshot found;
        found.subscription = m_subscriptions[0].name;
        found.level = QStringLiteral("field");
        found.state = state;
        found.position = 77;
        found.rowsCompared = 1000;
        found.startedUtcMs = found.finishedUtcMs = m_clock.utcMs();
        if (state == u"different") {
            found.differenceCount = 1;
            found.differences = {{QStringLiteral("extra"), QStringLiteral("t"), QStringLiteral("k=1"), {}, 1}};
        }
        VerificationRecord record;
        record.subscription = found.subscription;
        record.startedUtcMs = found.startedUtcMs;
        record.finishedUtcMs = found.finishedUtcMs;
        record.outcome = state;
        record.report = QJsonDocument(toJson(found)).toJson(QJsonDocument::Compact);
        record.resume = VerificationProgress{found, 0, {}, {}}.resumeBlob();
        const auto id = m_journal->saveVerification(record);
        return id ? *id : 0;
    }

    QTemporaryDir m_directory;
    FakeClock m_clock;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<AlarmBoard> m_alarms;
    std::unique_ptr<Evidence> m_evidence;
    std::vector<SubscriptionConfig> m_subscriptions;
    std::unique_ptr<Verifications> m_verifications; ///< last: ends before what it uses
};

BUSHENG_TEST(TstVerificationCertificate)
#include "tst_verification_certificate.moc"
