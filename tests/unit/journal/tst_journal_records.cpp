// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/journal/forked.h"

#include <QTemporaryDir>

namespace busheng {

using namespace test;

namespace {

LedgerEntry entry(const QString& stream, quint64 sequence, const QString& outcome = QStringLiteral("sealed"))
{
    LedgerEntry made;
    made.stream = stream;
    made.direction = outcome == QStringLiteral("sealed") ? QStringLiteral("out") : QStringLiteral("in");
    made.sequence = sequence;
    made.digest = QStringLiteral("ab%1").arg(sequence);
    made.outcome = outcome;
    made.transactions = 2;
    made.changes = 10;
    made.plainBytes = 1000;
    made.sealedBytes = 300;
    made.utcMs = 1'700'000'000'000 + static_cast<qint64>(sequence);
    return made;
}

Alarm alarm(const QString& event, const QString& subject, qint64 utcMs)
{
    Alarm made;
    made.event = event;
    made.subject = subject;
    made.args = {subject, QStringLiteral("原因 \"x\"")};
    made.detail = QStringLiteral("detail");
    made.raisedUtcMs = utcMs;
    return made;
}

} // namespace

class TstJournalRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("journal.db"));
        reopen();
        QVERIFY(m_journal);
    }

    /// Of each target the newest thousand: what is shown again is the newest again.
    void keepsWhatSurveysHaveShown()
    {
        const QString target = QStringLiteral("汇聚库");
        QStringList statements;
        for (int i = 0; i < 1000; ++i)
            statements.append(QStringLiteral("ALTER %1").arg(i));
        QVERIFY_OK(m_journal->saveWideningStatements(target, statements));
        QVERIFY_OK(m_journal->saveWideningStatements(QStringLiteral("another"), {QStringLiteral("ALTER other")}));
        QVERIFY_OK(m_journal->saveWideningStatements(target, {statements.front(), QStringLiteral("ALTER newest")}));
        reopen();
        const auto shown = m_journal->wideningStatements(target);
        QVERIFY_OK(shown);
        QCOMPARE(shown->size(), 1000);
        QVERIFY(shown->contains(statements.front()) && shown->contains(QStringLiteral("ALTER newest")));
        QVERIFY(!shown->contains(statements[1]) && !shown->contains(QStringLiteral("ALTER other")));
    }

    void keepsHowFarTablesAreLoaded()
    {
        const QString dataset = QStringLiteral("区划");
        const TableLoadRecord first{3, true, {}, 0};
        const TableLoadRecord other{5, false, QByteArray("k\0y", 3), 70'000};
        QVERIFY_OK(m_journal->saveTableLoad(dataset, first));
        QVERIFY_OK(m_journal->saveTableLoad(dataset, other));
        QVERIFY_OK(m_journal->saveTableLoad(QStringLiteral("else"), first));
        const TableLoadRecord further{3, false, QByteArray("next"), 12};
        QVERIFY_OK(m_journal->saveTableLoad(dataset, further));
        reopen();
        const auto loads = m_journal->tableLoads(dataset);
        QVERIFY_OK(loads);
        QVERIFY((*loads == std::vector<TableLoadRecord>{further, other}));
        QVERIFY_OK(m_journal->removeTableLoad(dataset, 3));
        QVERIFY_OK(m_journal->removeTableLoad(dataset, 3)); // again: nothing
        QVERIFY((m_journal->tableLoads(dataset).value() == std::vector<TableLoadRecord>{other}));
        QVERIFY((m_journal->tableLoads(QStringLiteral("else")).value() == std::vector<TableLoadRecord>{first}));
    }

    void keepsWhereADatasetIsCapturedFrom()
    {
        const QString dataset = QStringLiteral("区划");
        QCOMPARE(m_journal->sourceOrigin(dataset).value(), QString());
        QVERIFY_OK(m_journal->saveSourceOrigin(dataset, QStringLiteral("7/1")));
        QVERIFY_OK(m_journal->saveSourceOrigin(dataset, QStringLiteral("7/2")));
        reopen();
        QCOMPARE(m_journal->sourceOrigin(dataset).value(), QStringLiteral("7/2"));
        QCOMPARE(m_journal->sourceOrigin(QStringLiteral("else")).value(), QString());
    }

    void cleanup()
    {
        m_journal.reset();
        m_directory.reset();
    }

    void pagesTheLedgerNewestFirst()
    {
        std::vector<LedgerEntry> entries;
        for (quint64 i = 1; i <= 25; ++i)
            entries.push_back(entry(i % 2 == 0 ? QStringLiteral("340000/1") : QStringLiteral("340000/2"), i));
        QVERIFY_OK(m_journal->appendLedger(entries));
        reopen();
        std::vector<quint64> seen;
        qint64 before = 0;
        for (;;) {
            const auto page = m_journal->ledgerPage(QStringLiteral("340000/2"), before, 5);
            QVERIFY_OK(page);
            if (page->empty())
                break;
            QVERIFY(page->size() <= 5);
            for (const LedgerEntry& row : *page)
                seen.push_back(row.sequence);
            before = page->back().id;
        }
        QCOMPARE(seen, (std::vector<quint64>{25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1}));
        QCOMPARE(m_journal->ledgerPage(QString(), 0, 100).value().size(), std::size_t{25});
        QVERIFY(m_journal->ledgerPage(QStringLiteral("nobody/1"), 0, 100).value().empty());
        QVERIFY(m_journal->ledgerPage(QString(), 0, 0).value().empty());
        QVERIFY(m_journal->ledgerPage(QString(), 0, -1).value().empty());
    }

    void keepsEveryFieldOfAnEntry()
    {
        LedgerEntry written = entry(QStringLiteral("340000/1"), 9'007'199'254'740'993ULL, QStringLiteral("refused"));
        written.event = events::PKT_TAMPERED;
        QVERIFY_OK(m_journal->appendLedger({written}));
        const LedgerEntry read = m_journal->ledgerPage(QString(), 0, 1).value().at(0);
        QVERIFY(read.id > 0);
        QCOMPARE(read.stream, written.stream);
        QCOMPARE(read.direction, written.direction);
        QCOMPARE(read.sequence, written.sequence);
        QCOMPARE(read.digest, written.digest);
        QCOMPARE(read.outcome, written.outcome);
        QCOMPARE(read.event, written.event);
        QCOMPARE(read.transactions, written.transactions);
        QCOMPARE(read.changes, written.changes);
        QCOMPARE(read.plainBytes, written.plainBytes);
        QCOMPARE(read.sealedBytes, written.sealedBytes);
        QCOMPARE(read.utcMs, written.utcMs);
    }

    void addsUpByStreamDirectionAndOutcome()
    {
        const QString one = QStringLiteral("340000/1");
        const QString two = QStringLiteral("340000/2");
        QVERIFY_OK(m_journal->appendLedger({entry(one, 1), entry(one, 2), entry(two, 1)}));
        QVERIFY_OK(m_journal->appendLedger({entry(one, 1, QStringLiteral("applied"))}));
        QVERIFY_OK(m_journal->appendLedger({}));
        const LedgerTotals sealed =
            m_journal->ledgerTotals(one, QStringLiteral("out"), QStringLiteral("sealed")).value();
        QCOMPARE(sealed.packets, 2U);
        QCOMPARE(sealed.changes, 20U);
        QCOMPARE(sealed.plainBytes, 2000);
        QCOMPARE(sealed.sealedBytes, 600);
        QCOMPARE(m_journal->ledgerTotals(QString(), QString(), QString()).value().packets, 4U);
        QCOMPARE(m_journal->ledgerTotals(one, QString(), QString()).value().packets, 3U);
        QCOMPARE(m_journal->ledgerTotals(QString(), QStringLiteral("in"), QString()).value().packets, 1U);
        QCOMPARE(m_journal->ledgerTotals(QStringLiteral("x"), QString(), QString()).value().packets, 0U);
    }

    void knowsTheNewestSequenceThatCounts()
    {
        const QString stream = QStringLiteral("340000/1");
        const QString in = QStringLiteral("in");
        QCOMPARE(m_journal->ledgerNewest(stream, in).value(), 0U);
        QVERIFY_OK(m_journal->appendLedger({entry(stream, 5, QStringLiteral("applied")), entry(stream, 4)}));
        QVERIFY_OK(m_journal->appendLedger({entry(stream, 3, QStringLiteral("applied"))}));
        QVERIFY_OK(m_journal->appendLedger({entry(stream, 9, QStringLiteral("refused"))}));
        reopen();
        QCOMPARE(m_journal->ledgerNewest(stream, in).value(), 5U);
        QCOMPARE(m_journal->ledgerNewest(stream, QStringLiteral("out")).value(), 4U);
        QCOMPARE(m_journal->ledgerNewest(QStringLiteral("340000/2"), in).value(), 0U);
    }

    void aFailedCommitLeavesTheLedgerAndItsSumsAlone()
    {
        const QString stream = QStringLiteral("340000/1");
        QVERIFY_OK(m_journal->appendLedger({entry(stream, 1)}));
        {
            const ActiveFailpoints active(QStringLiteral("journal.ledger.before_commit=err*1"));
            QVERIFY(active.valid());
            QVERIFY(!m_journal->appendLedger({entry(stream, 2), entry(stream, 3)}));
        }
        QCOMPARE(m_journal->ledgerPage(stream, 0, 10).value().size(), std::size_t{1});
        QCOMPARE(m_journal->ledgerTotals(stream, QString(), QString()).value().packets, 1U);
        QVERIFY_OK(m_journal->appendLedger({entry(stream, 2), entry(stream, 3)}));
        QCOMPARE(m_journal->ledgerTotals(stream, QString(), QString()).value().packets, 3U);
    }

    void aKillLeavesLedgerAndSumsInStep_data()
    {
        QTest::addColumn<QString>("failpoint");
        QTest::addColumn<quint64>("packets");
        QTest::newRow("before") << QStringLiteral("journal.ledger.before_commit=kill") << quint64{1};
        QTest::newRow("after") << QStringLiteral("journal.ledger.after_commit=kill") << quint64{3};
    }

    void aKillLeavesLedgerAndSumsInStep()
    {
        QFETCH(QString, failpoint);
        QFETCH(quint64, packets);
        const QString stream = QStringLiteral("340000/1");
        QVERIFY_OK(m_journal->appendLedger({entry(stream, 1)}));
        m_journal.reset();
        QVERIFY(diesByKill(failpoint, [&] {
            if (const auto journal = Journal::open(m_path))
                static_cast<void>((*journal)->appendLedger({entry(stream, 2), entry(stream, 3)}));
        }));
        reopen();
        QCOMPARE(quint64{m_journal->ledgerPage(stream, 0, 10).value().size()}, packets);
        QCOMPARE(m_journal->ledgerTotals(stream, QString(), QString()).value().packets, packets);
    }

    void countsAnAlarmWhileItStands()
    {
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, QStringLiteral("340000"), 100)));
        Alarm again = alarm(events::LNK_DOWN, QStringLiteral("340000"), 200);
        again.detail = QStringLiteral("newer");
        QVERIFY_OK(m_journal->raiseAlarm(again));
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, QStringLiteral("330000"), 300)));
        reopen();
        const auto standing = m_journal->alarms(true, 10).value();
        QCOMPARE(standing.size(), std::size_t{2});
        QCOMPARE(standing[0].subject, QStringLiteral("330000")); // newest first
        QCOMPARE(standing[1].count, 2U);
        QCOMPARE(standing[1].raisedUtcMs, 100);
        QCOMPARE(standing[1].detail, QStringLiteral("newer"));
        QCOMPARE(standing[1].args, again.args);
        QCOMPARE(m_journal->alarms(true, 1).value().size(), std::size_t{1});
    }

    void clearsAnAlarmAndLetsItRiseAgain()
    {
        const QString subject = QStringLiteral("340000");
        QVERIFY_OK(m_journal->clearAlarm(events::LNK_DOWN, subject, 50)); // nothing stands: no-op
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, subject, 100)));
        QVERIFY_OK(m_journal->clearAlarm(events::LNK_DOWN, subject, 0)); // a clock that says 1970
        QVERIFY_OK(m_journal->clearAlarm(events::LNK_DOWN, subject, 400));
        QVERIFY(m_journal->alarms(true, 10).value().empty());
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, subject, 500)));
        const auto all = m_journal->alarms(false, 10).value();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0].clearedUtcMs, 0);
        QCOMPARE(all[0].count, 1U);
        QCOMPARE(all[1].clearedUtcMs, 1);
    }

    void keepsWhatAPersonAnsweredToAnAlarm()
    {
        const QString subject = QStringLiteral("340000");
        const QString who = QStringLiteral("王");
        QVERIFY(!m_journal->acknowledgeAlarm(events::LNK_DOWN, subject, who, 50).value()); // none stands
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, subject, 100)));
        QVERIFY(m_journal->acknowledgeAlarm(events::LNK_DOWN, subject, who, 200).value());
        QVERIFY(m_journal->silenceAlarm(events::LNK_DOWN, subject, 9000, who, QStringLiteral("检修")).value());
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, subject, 300))); // again: the answers stay
        reopen();
        const Alarm kept = m_journal->alarms(true, 1).value().at(0);
        QCOMPARE(kept.acknowledgedBy, who);
        QCOMPARE(kept.acknowledgedUtcMs, 200);
        QCOMPARE(kept.silencedUntilUtcMs, 9000);
        QCOMPARE(kept.silenceReason, QStringLiteral("检修"));
        QVERIFY_OK(m_journal->clearAlarm(events::LNK_DOWN, subject, 400));
        QVERIFY(!m_journal->silenceAlarm(events::LNK_DOWN, subject, 9000, who, QStringLiteral("检修")).value());
        QVERIFY_OK(m_journal->raiseAlarm(alarm(events::LNK_DOWN, subject, 500))); // another one: nobody has seen it
        QVERIFY(m_journal->alarms(true, 1).value().at(0).acknowledgedBy.isEmpty());
    }

    void searchesTheLedgerPieceByPiece()
    {
        constexpr quint64 kLines = 45'000;
        std::vector<LedgerEntry> entries;
        for (quint64 i = 1; i <= kLines; ++i)
            entries.push_back(entry(QStringLiteral("340000/1"), i));
        entries.front().kind = QStringLiteral("file");
        entries.front().name = QStringLiteral("340000LWJC20260621000501.zip");
        QVERIFY_OK(m_journal->appendLedger(entries));
        LedgerFilter filter;
        filter.text = QStringLiteral("LWJC2026");
        std::vector<LedgerEntry> found;
        int pieces = 0;
        for (qint64 before = 0; before != 1; ++pieces) {
            const auto piece = m_journal->searchLedger(filter, before, 100);
            QVERIFY_OK(piece);
            found.insert(found.end(), piece->rows.begin(), piece->rows.end());
            before = piece->searchedTo;
        }
        QCOMPARE(pieces, 3); // 20,000 lines at a time
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().id, qint64{1});
        filter.text = QStringLiteral("44000"); // a sequence
        QCOMPARE(m_journal->searchLedger(filter, 0, 100).value().rows.size(), std::size_t{1});
        filter.text = QStringLiteral("AB4499"); // the beginning of digests: ab4499 and ab44990 to ab44999
        QCOMPARE(m_journal->searchLedger(filter, 0, 100).value().rows.size(), std::size_t{10});
        filter = {};
        filter.stream = QStringLiteral("340000/1");
        filter.kind = QStringLiteral("packet");
        const auto full = m_journal->searchLedger(filter, 0, 100);
        QCOMPARE(full->rows.size(), std::size_t{100});
        QCOMPARE(full->searchedTo, full->rows.back().id); // the next page begins there
        filter.toUtcMs = entries.at(9).utcMs;
        QCOMPARE(m_journal->searchLedger(filter, 20, 100).value().rows.size(), std::size_t{8}); // 2 to 9
        filter = {};
        filter.text = QStringLiteral("%' OR 1=1 --");
        QVERIFY(m_journal->searchLedger(filter, 0, 100).value().rows.empty());
    }

    void keepsVerificationsAndReplacesById()
    {
        VerificationRecord record;
        record.subscription = QStringLiteral("sub");
        record.startedUtcMs = 1;
        record.outcome = QStringLiteral("failed");
        const auto first = m_journal->saveVerification(record);
        QVERIFY_OK(first);
        record.id = *first;
        record.finishedUtcMs = 2;
        record.outcome = QStringLiteral("different");
        record.position = 42;
        record.rowsCompared = 665'276;
        record.differences = 1;
        record.report = QByteArray("{\"a\":\"\0\"}", 9);
        QCOMPARE(m_journal->saveVerification(record).value(), *first);
        VerificationRecord other = record;
        other.id = 0;
        other.subscription = QStringLiteral("other");
        QVERIFY(m_journal->saveVerification(other).value() > *first);
        reopen();
        const auto of = m_journal->verifications(QStringLiteral("sub"), 10).value();
        QCOMPARE(of.size(), std::size_t{1});
        QCOMPARE(of[0].outcome, record.outcome);
        QCOMPARE(of[0].position, record.position);
        QCOMPARE(of[0].rowsCompared, record.rowsCompared);
        QCOMPARE(of[0].differences, record.differences);
        QCOMPARE(of[0].report, record.report);
        QCOMPARE(m_journal->verifications(QString(), 10).value().size(), std::size_t{2});
        QCOMPARE(m_journal->verifications(QString(), 1).value().at(0).subscription, QStringLiteral("other"));
    }

private:
    void reopen()
    {
        m_journal.reset();
        auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        m_journal = std::move(*journal);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    std::unique_ptr<Journal> m_journal;
};

} // namespace busheng

using busheng::TstJournalRecords;
BUSHENG_TEST(TstJournalRecords)
#include "tst_journal_records.moc"
