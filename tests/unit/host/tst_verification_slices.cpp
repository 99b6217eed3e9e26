// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/difference_pages.h"
#include "engine/host/source_verification.h"
#include "engine/host/target_verification.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"
#include "tests/unit/host/host_fixture.h"
#include "tests/unit/verify/comparison_fixture.h"

#include <QDir>
#include <QSet>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr quint64 kRows = 5 * kChunkRows;

/// Both halves over two SQLite files that stand still, so that any moment is the same position. The messages go from
/// hand to hand.
class TwoHalves {
public:
    TwoHalves() : m_both(QStringLiteral("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)"))
    {
        m_both.inBoth(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
                                     " INSERT INTO t SELECT i, 'name ' || i FROM n")
                          .arg(kRows));
        m_schema.tables = {m_both.table()};
    }
    ~TwoHalves() { m_target.reset(); } // before what it sends to

    ComparisonFixture& both() { return m_both; }
    const DatasetSchema& schema() const { return m_schema; }

    void begin(VerificationProgress progress)
    {
        finished = 0;
        TargetVerification::Context context{m_clock,
                                            [this](const control::Body& body) { toSource(body); },
                                            [this] { return busy.load(); },
                                            [this] {
                                                const std::lock_guard lock(m_mutex);
                                                m_kept = m_target->progress();
                                                ++slices;
                                            },
                                            [this] { ++finished; },
                                            1,
                                            std::make_unique<DifferenceList>(journalPath(), progress.shown.id)};
        m_target = std::make_unique<TargetVerification>(std::move(context), std::move(progress));
        m_target->resume();
    }
    /// As if the node died: all that is left is what was kept at the last slice's end.
    VerificationProgress die()
    {
        m_target.reset();
        const std::lock_guard lock(m_mutex);
        m_source.reset();
        return m_kept;
    }
    TargetVerification& target() { return *m_target; }
    QString journalPath() const { return m_directory.filePath(QStringLiteral("journal.sqlite")); }

    std::atomic<int> finished{0};
    std::atomic<int> slices{0};
    std::atomic<int> requests{0};
    std::atomic<bool> busy{false};
    std::atomic<int> muteAfter{1'000'000}; ///< requests that the source still answers

private:
    void toSource(const control::Body& body)
    {
        const std::lock_guard lock(m_mutex);
        if (const auto* request = std::get_if<control::VerifyRequest>(&body)) {
            if (++requests > muteAfter)
                return;
            m_source = std::make_unique<SourceVerification>(
                *request, m_schema, PositionedSnapshot{m_both.sourceSnapshot(), Position{7}},
                [this](const control::Body& answer) { toTarget(answer); }, [] { return false; });
            m_target->onSnapshot(request->id, Position{7}, m_both.targetSnapshot(), m_schema, {});
        } else if (const auto* rows = std::get_if<control::RowsRequest>(&body)) {
            m_source->onRowsRequest(*rows);
        } else if (std::holds_alternative<control::VerifyEnd>(body) && m_source) {
            m_source->end();
        }
    }
    void toTarget(const control::Body& body)
    {
        if (const auto* counts = std::get_if<control::TableCounts>(&body))
            m_target->onCounts(*counts);
        else if (const auto* digests = std::get_if<control::ChunkDigests>(&body))
            m_target->onDigests(*digests);
        else if (const auto* rows = std::get_if<control::Rows>(&body))
            m_target->onRows(*rows);
        else if (const auto* end = std::get_if<control::VerifyEnd>(&body))
            m_target->fail(makeEvent(ErrorCode::Protocol, end->event, end->args, end->args.join(u' ')));
    }

    QTemporaryDir m_directory;
    ComparisonFixture m_both;
    DatasetSchema m_schema;
    FakeClock m_clock;
    std::mutex m_mutex;
    VerificationProgress m_kept;
    std::unique_ptr<TargetVerification> m_target;
    std::unique_ptr<SourceVerification> m_source; ///< ends before the target does
};

/// Gentle and with a millisecond for a slice: each chunk is one.
VerificationProgress fresh()
{
    VerificationProgress progress;
    progress.shown.id = 4711;
    progress.shown.subscription = QStringLiteral("people");
    progress.shown.level = QStringLiteral("field");
    progress.shown.gentle = true;
    return progress;
}

} // namespace

class TstVerificationSlices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTableIsComparedSliceBySlice()
    {
        TwoHalves halves;
        halves.begin(fresh());
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        const VerificationSnapshot found = halves.target().state();
        QCOMPARE(found.state, QStringLiteral("equal"));
        QCOMPARE(found.rowsCompared, kRows);
        QCOMPARE(found.rowsExpected, kRows);
        QCOMPARE(found.slices, quint64{5});
        QCOMPARE(found.tables.at(0).sourceRows, kRows);
        QCOMPARE(found.tables.at(0).targetRows, kRows);
        QCOMPARE(found.position, quint64{7});
    }

    void whatDiffersIsFoundOnceAlsoWhenTheLinkBreaksBetween()
    {
        TwoHalves halves;
        makeDifferent(halves);
        halves.muteAfter = 3;
        halves.begin(fresh());
        QTRY_COMPARE_WITH_TIMEOUT(halves.requests.load(), 4, kPatienceMs); // the fourth is lost with the link
        halves.target().suspend();
        halves.muteAfter = 1'000'000;
        halves.target().resume();
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        checkDifferent(halves.target());
        checkListed(halves);
    }

    void whatDiffersIsFoundOnceAlsoWhenTheNodeDiesBetween()
    {
        TwoHalves halves;
        makeDifferent(halves);
        halves.muteAfter = 3;
        halves.begin(fresh());
        QTRY_COMPARE_WITH_TIMEOUT(halves.requests.load(), 4, kPatienceMs);
        const VerificationProgress kept = halves.die();
        QVERIFY(kept.nextTable != 0);
        QVERIFY(!kept.nextKey.empty());
        VerificationProgress read{kept.shown, 0, {}, {}};
        QVERIFY_OK(read.readResumeBlob(kept.resumeBlob()));
        halves.muteAfter = 1'000'000;
        halves.begin(read);
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        checkDifferent(halves.target());
        checkListed(halves);
    }

    void listsAllThatDiffersHoweverMuchThereIs()
    {
        TwoHalves halves;
        halves.both().inTarget(QStringLiteral("UPDATE t SET name = 'other' WHERE id > 300"));
        halves.begin(fresh());
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        const VerificationSnapshot found = halves.target().state();
        const quint64 wanted = kRows - 300;
        QCOMPARE(found.differenceCount, wanted);
        QCOMPARE(found.listed, wanted);
        QCOMPARE(found.tables.at(0).different, wanted);
        QCOMPARE(found.differences.size(), std::size_t{1000});
        const auto journal = Journal::open(halves.journalPath());
        DifferenceQuery query;
        query.of = found.id;
        query.limit = 1000;
        QCOMPARE(readRowDifferences(**journal, query, {})->total, static_cast<qint64>(wanted));
        query.from = static_cast<qint64>(wanted) - 1;
        const auto last = readRowDifferences(**journal, query, {});
        QCOMPARE(last->rows.size(), std::size_t{1});
        QCOMPARE(last->rows.at(0).range, qint64{5}); // each chunk differs
        QCOMPARE(last->rows.at(0).cells.at(1).targetValue, QStringLiteral("other"));
        query.limit = 1001;
        QCOMPARE(readRowDifferences(**journal, query, {}).error().event, events::CFG_BAD_VALUE);
    }

    void aListThatCannotBeWrittenEndsItAsFailed()
    {
        TwoHalves halves;
        makeDifferent(halves);
        QVERIFY(QDir().mkpath(halves.journalPath())); // a directory where the journal should be
        halves.begin(fresh());
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        QCOMPARE(halves.target().state().state, QStringLiteral("failed"));
        QVERIFY(!halves.target().state().error.isEmpty());
    }

    void aGentleOneWaitsWhileThereIsOtherWork()
    {
        TwoHalves halves;
        halves.busy = true;
        halves.begin(fresh());
        QTRY_VERIFY_WITH_TIMEOUT(halves.target().state().waiting, kPatienceMs);
        QCOMPARE(halves.requests.load(), 0);
        halves.busy = false;
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        QCOMPARE(halves.target().state().state, QStringLiteral("equal"));
    }

    void aPersonStopsIt()
    {
        TwoHalves halves;
        halves.muteAfter = 2;
        halves.begin(fresh());
        QTRY_COMPARE_WITH_TIMEOUT(halves.requests.load(), 3, kPatienceMs);
        halves.target().stop();
        QTRY_COMPARE_WITH_TIMEOUT(halves.finished.load(), 1, kPatienceMs);
        QCOMPARE(halves.target().state().state, QStringLiteral("stopped"));
        QCOMPARE(halves.target().state().slices, quint64{2});
    }

    void whatTheJournalSaysIsReadWholeOrNotAtAll()
    {
        VerificationProgress progress = fresh();
        progress.nextTable = 3;
        progress.nextKey = Bytes("key");
        progress.different = {{1, Bytes("a")}, {2, Bytes()}};
        const QByteArray blob = progress.resumeBlob();
        VerificationProgress read = fresh();
        QVERIFY_OK(read.readResumeBlob(blob));
        QCOMPARE(read.resumeBlob(), blob);
        for (qsizetype size = 0; size < blob.size(); ++size)
            QVERIFY(!fresh().readResumeBlob(blob.left(size)));
    }

private:
    static void makeDifferent(TwoHalves& halves)
    {
        halves.both().inTarget(QStringLiteral("UPDATE t SET name = 'other' WHERE id IN (10, 2500, 4500, 9999);"
                                              "DELETE FROM t WHERE id = 6500; INSERT INTO t VALUES (20000, 'extra')"));
    }
    /// Each once, in the order of their keys.
    static void checkListed(TwoHalves& halves)
    {
        const auto journal = Journal::open(halves.journalPath());
        QVERIFY_OK(journal);
        DifferenceQuery query;
        query.of = halves.target().state().id;
        query.limit = 100;
        const auto page = readRowDifferences(**journal, query, {});
        QVERIFY_OK(page);
        QCOMPARE(page->total, qint64{6});
        QStringList keys;
        for (const Difference& row : page->rows)
            keys.append(row.key);
        QCOMPARE(keys.size(), QSet<QString>(keys.begin(), keys.end()).size());
        QVERIFY(keys.contains(QStringLiteral("6500")));
    }
    static void checkDifferent(TargetVerification& verification)
    {
        const VerificationSnapshot found = verification.state();
        QCOMPARE(found.state, QStringLiteral("different"));
        QCOMPARE(found.differenceCount, quint64{6});
        QCOMPARE(found.differences.size(), std::size_t{6});
        QCOMPARE(verification.progress().different.size(), std::size_t{6});
        QCOMPARE(found.rowsCompared, kRows);
        QCOMPARE(found.slices, quint64{5});
    }
};

BUSHENG_TEST(TstVerificationSlices)
#include "tst_verification_slices.moc"
