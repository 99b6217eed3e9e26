// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/comparison_records.h"
#include "engine/journal/exchange_records.h"
#include "engine/journal/file_records.h"
#include "engine/journal/retention_records.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr qint64 kOld = 1'000;
constexpr qint64 kCut = 2'000; ///< what is older goes
constexpr qint64 kYoung = 3'000;
const QString kRuns = QStringLiteral("runs");

} // namespace

/// What a rule deletes, and what it never does.
class TstRetentionRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_journal = std::move(*Journal::open(m_directory->filePath(QStringLiteral("journal.sqlite"))));
        m_records = std::make_unique<RetentionRecords>(*m_journal);
    }
    void cleanup()
    {
        m_records.reset();
        m_journal.reset();
    }

    void keepsRulesWithTheirLineOfTheLedger()
    {
        QCOMPARE(m_records->rules().value().at(kRuns), qint64{0});
        QCOMPARE(m_records->rules().value().at(QStringLiteral("agreements")), qint64{1095});
        LedgerEntry line;
        line.kind = QStringLiteral("retention");
        QVERIFY_OK(m_records->setRules({{kRuns, 90}}, {line}));
        QCOMPARE(m_records->rules().value().at(kRuns), qint64{90});
        QCOMPARE(m_journal->ledgerLines(0, 10).value().size(), std::size_t{1});
        // A kind that there is not: nothing of it is done.
        const auto refused = m_records->setRules({{kRuns, 30}, {QStringLiteral("ledger"), 30}}, {line});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(m_records->rules().value().at(kRuns), qint64{90});
        QCOMPARE(m_journal->ledgerLines(0, 10).value().size(), std::size_t{1});
    }

    void deletesOldRunsWithTheirFiles()
    {
        FileRecords files(*m_journal);
        const qint64 old = makeRun(files, 'a', QStringLiteral("out"), kOld, false);
        const qint64 young = makeRun(files, 'b', QStringLiteral("out"), kYoung, false);
        const qint64 newest = makeRun(files, 'c', QStringLiteral("out"), kOld, false);
        QCOMPARE(m_records->count(kRuns, kCut).value().records, qint64{3});
        QCOMPARE(m_records->count(kRuns, kCut).value().oldestUtcMs, kOld);
        QCOMPARE(m_records->count(kRuns, kCut).value().deletable, qint64{1});
        QCOMPARE(deleteAll(kRuns), qint64{1});
        QVERIFY(!files.run(old).value());
        QVERIFY(files.transfers(old, {}, 0, 10).value().empty());
        QVERIFY(files.run(young).value());
        QVERIFY2(files.run(newest).value(), "the newest of a task says when it ran last");
        QCOMPARE(files.transfers(newest, {}, 0, 10).value().size(), std::size_t{1});
    }

    void keepsRunsThatReceivedWhatStillLiesThere()
    {
        FileRecords files(*m_journal);
        const qint64 lies = makeRun(files, 'a', QStringLiteral("in"), kOld, true);
        makeRun(files, 'b', QStringLiteral("in"), kYoung, false);
        QCOMPARE(deleteAll(kRuns), qint64{0});
        QVERIFY(files.run(lies).value());
        // Once it was taken away, its record may go.
        const auto transfers = files.transfers(lies, {}, 0, 10);
        QVERIFY_OK(files.setCleaned(*transfers, QStringLiteral("deleted"), kOld, {}));
        QCOMPARE(deleteAll(kRuns), qint64{1});
    }

    void keepsRunsThatAreUnderWay()
    {
        FileRecords files(*m_journal);
        const qint64 open = makeRun(files, 'a', QStringLiteral("out"), 0, false);
        makeRun(files, 'b', QStringLiteral("out"), kYoung, false);
        QCOMPARE(deleteAll(kRuns), qint64{0});
        QVERIFY(files.run(open).value());
    }

    void keepsAlarmsThatStand()
    {
        const auto raise = [this](const QString& subject, qint64 cleared) {
            Alarm alarm;
            alarm.event = events::LNK_DOWN;
            alarm.subject = subject;
            alarm.raisedUtcMs = kOld;
            QVERIFY_OK(m_journal->raiseAlarm(alarm));
            if (cleared != 0)
                QVERIFY_OK(m_journal->clearAlarm(alarm.event, subject, cleared));
        };
        raise(QStringLiteral("stands"), 0);
        raise(QStringLiteral("over"), kOld);
        raise(QStringLiteral("lately"), kYoung);
        QCOMPARE(deleteAll(QStringLiteral("alarms")), qint64{1});
        QCOMPARE(m_journal->alarms(false, 10).value().size(), std::size_t{2});
    }

    void keepsTheNewestVerificationOfASubscription()
    {
        ComparisonRecords rows(*m_journal);
        for (qint64 id = 1; id <= 3; ++id) {
            VerificationRecord record;
            record.id = id;
            record.subscription = id == 3 ? QStringLiteral("other") : QStringLiteral("flow");
            record.startedUtcMs = kOld + id;
            record.finishedUtcMs = kOld + id;
            record.outcome = QStringLiteral("different");
            QVERIFY_OK(m_journal->saveVerification(record));
            QVERIFY_OK(
                rows.keepRows(id, 1, {{QStringLiteral("extra"), QStringLiteral("t"), QStringLiteral("k"), 1, {}}}));
        }
        QCOMPARE(deleteAll(QStringLiteral("verifications")), qint64{1});
        QVERIFY(!m_journal->verification(1).value());
        QCOMPARE(rows.countRows({1, {}, {}, 0, {}}).value(), qint64{0});
        QCOMPARE(rows.countRows({2, {}, {}, 0, {}}).value(), qint64{1});
    }

    void deletesReconciliationsOfFilesThatAreOver()
    {
        ComparisonRecords kept(*m_journal);
        const QString task = QStringLiteral("上报");
        const auto over = kept.saveReconciliation({0, task, QStringLiteral("equal"), kOld, kOld, QStringLiteral("{}")});
        QVERIFY_OK(kept.saveReconciliation({0, task, QStringLiteral("running"), kOld, 0, QStringLiteral("{}")}));
        QVERIFY_OK(kept.keepFiles(*over, 1, {{QStringLiteral("late"), QStringLiteral("a"), {}, {}, 0, 0, 0, 0, 0}}));
        QCOMPARE(deleteAll(QStringLiteral("fileReconciliations")), qint64{1});
        QCOMPARE(kept.countFiles({*over, {}, {}, 0, {}}).value(), qint64{0});
        QCOMPARE(kept.reconciliations({}, 0, 10).value().size(), std::size_t{1});
    }

    void keepsAgreementsThatAreInForceOrOnTheirWay()
    {
        ExchangeRecords exchange(*m_journal);
        const auto make = [&exchange](const QString& id, AgreementState state, qint64 validUntil,
                                      const QString& delivery) {
            ExchangeAgreement agreement;
            agreement.id = id;
            agreement.peerCode = QStringLiteral("340000");
            agreement.dataset = QStringLiteral("person");
            agreement.state = state;
            agreement.validUntilUtcMs = validUntil;
            agreement.changedUtcMs = kOld;
            ExchangeEvent event;
            event.agreement = id;
            event.digest = id;
            event.delivery = delivery;
            QVERIFY_OK(exchange.saveStep(agreement, event, QByteArray("{}")));
        };
        const QString taken = QStringLiteral("taken");
        make(QStringLiteral("refused"), AgreementState::Refused, 0, taken);
        make(QStringLiteral("waiting"), AgreementState::Refused, 0, QStringLiteral("waiting"));
        make(QStringLiteral("inForce"), AgreementState::Approved, 0, taken);
        make(QStringLiteral("later"), AgreementState::Approved, kYoung, taken);
        make(QStringLiteral("ended"), AgreementState::PartlyApproved, kOld, taken);
        make(QStringLiteral("applied"), AgreementState::Applied, 0, taken);
        QCOMPARE(deleteAll(QStringLiteral("agreements")), qint64{2});
        for (const char* gone : {"refused", "ended"}) {
            QVERIFY(!exchange.agreement(QString::fromLatin1(gone)).value());
            QVERIFY(exchange.history(QString::fromLatin1(gone)).value().empty());
        }
        QCOMPARE(exchange.agreements().value().size(), std::size_t{4});
    }

private:
    /// With one file; `lies`: it is known to lie at the receiver.
    static qint64 makeRun(FileRecords& files, char key, const QString& direction, qint64 finishedUtcMs, bool lies)
    {
        FileRunRecord run;
        run.key = QByteArray(16, key);
        run.direction = direction;
        run.task = QStringLiteral("上报");
        run.peerCode = QStringLiteral("100000");
        run.kind = QStringLiteral("full");
        run.state = finishedUtcMs == 0 ? QStringLiteral("running") : QStringLiteral("done");
        run.startedUtcMs = kOld;
        run.finishedUtcMs = finishedUtcMs;
        const qint64 id = files.saveRun(run).value();
        FileOutcome outcome;
        outcome.transfer.run = id;
        outcome.transfer.directoryId =
            files.directory(files.flow(direction, run.peerCode, run.task).value(), "reports").value();
        outcome.transfer.name = Bytes(1, key);
        outcome.transfer.digest = QByteArray(32, key);
        outcome.transfer.state = QStringLiteral("arrived");
        if (lies) {
            outcome.known.emplace();
            outcome.known->name = outcome.transfer.name;
            outcome.known->digest = outcome.transfer.digest;
            outcome.known->run = id;
        }
        if (!files.keep({outcome}))
            qFatal("the file cannot be kept");
        return id;
    }
    qint64 deleteAll(const QString& kind)
    {
        qint64 all = 0;
        for (qint64 some = 1; some > 0; all += some)
            some = m_records->deleteSome(kind, kCut).value();
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<RetentionRecords> m_records;
};

BUSHENG_TEST(TstRetentionRecords)
#include "tst_retention_records.moc"
