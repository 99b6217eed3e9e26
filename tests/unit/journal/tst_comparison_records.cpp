// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/comparison_records.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr qint64 kVerification = 4711;

/// Kinds and tables take turns.
RowDifferenceRecord rowOf(int number)
{
    static const QStringList kinds{QStringLiteral("missing"), QStringLiteral("extra"), QStringLiteral("different")};
    return {kinds.at(number % 3), number % 2 == 0 ? QStringLiteral("AC01") : QStringLiteral("AC02"),
            QStringLiteral("id=%1").arg(number), number / 100 + 1, QStringLiteral("[]")};
}

std::vector<RowDifferenceRecord> rowsFrom(int first, int count)
{
    std::vector<RowDifferenceRecord> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(rowOf(first + i));
    return rows;
}

} // namespace

/// What comparisons found, in the journal.
class TstComparisonRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_journal = std::move(*Journal::open(m_directory->filePath(QStringLiteral("journal.sqlite"))));
        m_records = std::make_unique<ComparisonRecords>(*m_journal);
    }
    void cleanup()
    {
        m_records.reset();
        m_journal.reset();
    }

    void givesRowsPageByPageInTheirOrder()
    {
        QVERIFY_OK(m_records->keepRows(kVerification, 1, rowsFrom(1, 600)));
        QVERIFY_OK(m_records->keepRows(kVerification, 601, rowsFrom(601, 400)));
        QVERIFY_OK(m_records->keepRows(kVerification + 1, 1, rowsFrom(5000, 3))); // of another one
        const DifferenceSelection all{kVerification, {}, {}, 0, {}};
        QCOMPARE(m_records->countRows(all).value(), qint64{1000});
        QCOMPARE(m_records->rows(all, 990, 50).value(), rowsFrom(991, 10));
        QCOMPARE(m_records->rows(all, 1000, 50).value().size(), std::size_t{0});
    }

    void selectsByKindTableRangeAndText()
    {
        QVERIFY_OK(m_records->keepRows(kVerification, 1, rowsFrom(1, 600)));
        DifferenceSelection wanted{kVerification, {QStringLiteral("missing")}, {}, 0, {}};
        QCOMPARE(m_records->countRows(wanted).value(), qint64{200});
        wanted.kinds.append(QStringLiteral("extra"));
        QCOMPARE(m_records->countRows(wanted).value(), qint64{400});
        wanted.table = QStringLiteral("AC01");
        QCOMPARE(m_records->countRows(wanted).value(), qint64{200});
        QCOMPARE(m_records->rows(wanted, 1, 1).value().at(0), rowOf(6)); // behind 4
        wanted = {kVerification, {}, {}, 3, {}};
        QCOMPARE(m_records->countRows(wanted).value(), qint64{100});
        QCOMPARE(m_records->rows(wanted, 0, 1).value().at(0), rowOf(200));
        wanted = {kVerification, {}, {}, 0, QStringLiteral("ID=59")};
        QCOMPARE(m_records->countRows(wanted).value(), qint64{11}); // 59, and 590 to 599
    }

    void takesASearchedTextAsItIs()
    {
        RowDifferenceRecord odd = rowOf(1);
        odd.key = QStringLiteral("100%_\\'x");
        QVERIFY_OK(m_records->keepRows(kVerification, 1, {rowOf(2), odd, rowOf(3)}));
        for (const QString& text :
             {QStringLiteral("%"), QStringLiteral("_"), QStringLiteral("\\"), QStringLiteral("'")})
            QCOMPARE(m_records->countRows({kVerification, {}, {}, 0, text}).value(), qint64{1});
    }

    void aSliceThatIsDoneAgainListsItsRowsOnce()
    {
        QVERIFY_OK(m_records->keepRows(kVerification, 1, rowsFrom(1, 10)));
        QVERIFY_OK(m_records->cutRows(kVerification, 4));
        QVERIFY_OK(m_records->cutRows(kVerification, 4)); // twice is once
        QVERIFY_OK(m_records->keepRows(kVerification, 5, rowsFrom(5, 2)));
        QCOMPARE(m_records->rows({kVerification, {}, {}, 0, {}}, 0, 100).value(), rowsFrom(1, 6));
    }

    void forgetsTheRowsOfOldVerificationsOfASubscription()
    {
        for (qint64 id = 1; id <= 4; ++id) {
            VerificationRecord record;
            record.id = id;
            record.subscription = id == 2 ? QStringLiteral("other") : QStringLiteral("flow");
            record.startedUtcMs = id;
            record.outcome = QStringLiteral("different");
            QVERIFY_OK(m_journal->saveVerification(record));
            QVERIFY_OK(m_records->keepRows(id, 1, rowsFrom(1, 20)));
        }
        QVERIFY_OK(m_records->forgetOlderRows(QStringLiteral("flow"), 1));
        const auto count = [this](qint64 id) { return m_records->countRows({id, {}, {}, 0, {}}).value(); };
        QCOMPARE(count(1), qint64{0});
        QCOMPARE(count(2), qint64{20});
        QCOMPARE(count(3), qint64{0});
        QCOMPARE(count(4), qint64{20});
        QCOMPARE(m_journal->verifications({}, 10).value().size(), std::size_t{4});
    }

    void keepsReconciliationsOfFiles()
    {
        FileReconciliationRecord one{0, QStringLiteral("上报"), QStringLiteral("running"), 100,
                                     0, QStringLiteral("{}")};
        const auto first = m_records->saveReconciliation(one);
        QVERIFY_OK(first);
        one.task = QStringLiteral("下发");
        const auto second = m_records->saveReconciliation(one);
        QVERIFY(second.value() > *first);
        QCOMPARE(m_records->unfinishedReconciliations().value().size(), std::size_t{2});
        one.id = *second;
        one.state = QStringLiteral("equal");
        one.finishedUtcMs = 200;
        QCOMPARE(m_records->saveReconciliation(one).value(), *second);
        QCOMPARE(m_records->unfinishedReconciliations().value().size(), std::size_t{1});
        QCOMPARE(m_records->reconciliations({}, 0, 10).value().at(0).id, *second);
        QCOMPARE(m_records->reconciliations({}, *second, 10).value().at(0).id, *first);
        QCOMPARE(m_records->reconciliations(QStringLiteral("下发"), 0, 10).value().size(), std::size_t{1});
        QCOMPARE(m_records->reconciliation(*second).value()->state, QStringLiteral("equal"));
        QVERIFY(!m_records->reconciliation(99).value());
    }

    void givesFilesByKindAndName()
    {
        const FileDifferenceRecord missing{
            QStringLiteral("missing"), QStringLiteral("目录/a.doc"), QStringLiteral("aa"), {}, 10, 0, 1, 2, 3};
        FileDifferenceRecord late = missing;
        late.kind = QStringLiteral("late");
        late.path = QStringLiteral("b.doc");
        QVERIFY_OK(m_records->keepFiles(7, 1, {missing, late, late}));
        QCOMPARE(m_records->countFiles({7, {}, {}, 0, {}}).value(), qint64{3});
        QCOMPARE(m_records->files({7, {QStringLiteral("missing")}, {}, 0, {}}, 0, 10).value(),
                 std::vector<FileDifferenceRecord>{missing});
        QCOMPARE(m_records->countFiles({7, {}, {}, 0, QStringLiteral("目录")}).value(), qint64{1});
        QCOMPARE(m_records->files({7, {}, {}, 0, {}}, 2, 10).value(), std::vector<FileDifferenceRecord>{late});
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<ComparisonRecords> m_records;
};

BUSHENG_TEST(TstComparisonRecords)
#include "tst_comparison_records.moc"
