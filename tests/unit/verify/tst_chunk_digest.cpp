// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/digest_comparison.h"
#include "tests/support/test_main.h"
#include "tests/unit/verify/comparison_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTable = QStringLiteral("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");

QString fill(std::uint64_t rows)
{
    return QStringLiteral("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                          "SELECT i, 'row ' || i FROM n LIMIT %1")
        .arg(rows);
}

std::vector<ChunkDigest> digestsOf(TableSnapshot& snapshot, const TableSchema& table)
{
    std::vector<ChunkDigest> digests;
    const auto done = digestTable(snapshot, table, {}, [&digests](ChunkDigest&& digest) {
        digests.push_back(std::move(digest));
        return true;
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().toString()));
    return digests;
}

} // namespace

class TstChunkDigest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsAtWholeChunks_data();
    void cutsAtWholeChunks();
    void rangesAreOpenAtBothEndsAndMeet();
    void rangesOfCompositeKeysMeet();
    void digestOfARangeIsThatOfItsChunk();
    void isBlindToOrderButNotToDuplicates();
    void lengthsAndNullsCount();
    void sumsCarry();
    void stopsWhenAsked();
    void keepsReadingTheSameMoment();
    void refusesADigestOfAnotherTable();
    void goldenDigest();
};

void TstChunkDigest::cutsAtWholeChunks_data()
{
    QTest::addColumn<quint64>("rows");
    QTest::addColumn<quint64>("chunks");
    for (const quint64 rows : {0ULL, 1ULL, kChunkRows - 1ULL, kChunkRows + 0ULL, kChunkRows + 1ULL, 2ULL * kChunkRows,
                               2ULL * kChunkRows + 1ULL})
        QTest::addRow("%llu", rows) << rows << std::max(1ULL, (rows + kChunkRows - 1) / kChunkRows);
}

void TstChunkDigest::cutsAtWholeChunks()
{
    QFETCH(const quint64, rows);
    QFETCH(const quint64, chunks);
    ComparisonFixture both(kTable);
    if (rows > 0)
        both.inSource(fill(rows));
    const auto snapshot = both.sourceSnapshot();
    const std::vector<ChunkDigest> digests = digestsOf(*snapshot, both.table());
    QCOMPARE(digests.size(), chunks);
    quint64 sum = 0;
    for (const ChunkDigest& digest : digests) {
        QCOMPARE(digest.tableId, both.table().id);
        QVERIFY(digest.rows <= kChunkRows);
        QVERIFY(digest.rows > 0 || rows == 0);
        sum += digest.rows;
    }
    QCOMPARE(sum, rows);
}

void TstChunkDigest::rangesAreOpenAtBothEndsAndMeet()
{
    ComparisonFixture both(kTable);
    both.inSource(fill(3 * kChunkRows + 7));
    const auto snapshot = both.sourceSnapshot();
    const std::vector<ChunkDigest> digests = digestsOf(*snapshot, both.table());
    QVERIFY(digests.front().range.after.empty());
    QVERIFY(digests.back().range.upTo.empty());
    for (std::size_t i = 1; i < digests.size(); ++i) {
        QVERIFY(!digests[i].range.after.empty());
        QVERIFY(digests[i].range.after == digests[i - 1].range.upTo);
    }
}

void TstChunkDigest::rangesOfCompositeKeysMeet()
{
    ComparisonFixture both(
        QStringLiteral("CREATE TABLE t(v TEXT, a TEXT, b INTEGER, PRIMARY KEY(b, a)) WITHOUT ROWID"));
    both.inBoth(
        QStringLiteral("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999) "
                       "SELECT 'v' || i, 'a' || (i %% 1000), i / 1000 FROM n")
            .replace(QStringLiteral("%%"), QStringLiteral("%")));
    const auto source = both.sourceSnapshot();
    const auto target = both.targetSnapshot();
    std::uint64_t rows = 0;
    for (const ChunkDigest& digest : digestsOf(*source, both.table())) {
        const auto comparison = DigestComparer(*target).compare(both.table(), digest);
        QVERIFY_OK(comparison);
        QVERIFY(comparison->equal);
        rows += comparison->target.rows;
    }
    QCOMPARE(rows, 5000U);
}

void TstChunkDigest::digestOfARangeIsThatOfItsChunk()
{
    ComparisonFixture both(kTable);
    both.inBoth(fill(2 * kChunkRows + 100));
    const auto source = both.sourceSnapshot();
    const auto target = both.targetSnapshot();
    for (const ChunkDigest& digest : digestsOf(*source, both.table())) {
        const auto range = digestRange(*target, both.table(), digest.range);
        QVERIFY_OK(range);
        QVERIFY(range->sameContent(digest));
        QVERIFY(range->rows > 0);
    }
}

void TstChunkDigest::isBlindToOrderButNotToDuplicates()
{
    // Two equal rows cancel each other out in a XOR; in a sum they do not.
    ComparisonFixture both(QStringLiteral("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)"));
    both.inSource(QStringLiteral("INSERT INTO t VALUES (2, 'b'), (1, 'a')"));
    both.inTarget(QStringLiteral("INSERT INTO t VALUES (1, 'a'), (2, 'b')"));
    auto source = both.sourceSnapshot();
    const ChunkDigest once = digestsOf(*source, both.table())[0];
    QVERIFY(DigestComparer(*both.targetSnapshot()).compare(both.table(), once)->equal);
    ChunkDigest twice = once;
    twice.rows = 4;
    QVERIFY(!twice.sameContent(once));
    QVERIFY(once.sumLow != 0 && once.sumHigh != 0);
}

void TstChunkDigest::lengthsAndNullsCount()
{
    const QString table = QStringLiteral("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)");
    const std::vector<std::pair<const char*, const char*>> unequal{
        {"'a,b', 'c'", "'a', 'b,c'"}, {"'', NULL", "NULL, ''"}, {"'', ''", "NULL, NULL"}, {"'ab', ''", "'a', 'b'"},
        {"1, ''", "'1', ''"},         {"1, ''", "1.0, ''"},     {"x'31', ''", "'1', ''"}, {"'a', ''", "'a ', ''"},
        {"'NULL', ''", "NULL, ''"},   {"0.0, ''", "0, ''"},     {"x'', ''", "'', ''"},    {"'A', ''", "'a', ''"}};
    for (const auto& [left, right] : unequal) {
        ComparisonFixture both(table);
        both.inSource(QStringLiteral("INSERT INTO t VALUES (1, %1)").arg(QString::fromLatin1(left)));
        both.inTarget(QStringLiteral("INSERT INTO t VALUES (1, %1)").arg(QString::fromLatin1(right)));
        const ChunkDigest digest = digestsOf(*both.sourceSnapshot(), both.table())[0];
        QVERIFY2(!DigestComparer(*both.targetSnapshot()).compare(both.table(), digest)->equal, left);
    }
}

void TstChunkDigest::sumsCarry()
{
    // The digest of a whole is the 128-bit sum of its parts, so low halves must carry into high ones.
    ComparisonFixture both(kTable);
    both.inSource(fill(200));
    const auto snapshot = both.sourceSnapshot();
    const ChunkDigest whole = digestsOf(*snapshot, both.table())[0];
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::uint64_t carries = 0;
    Bytes after;
    for (std::int64_t id = 1; id <= 200; ++id) {
        Bytes key;
        encodeRow({Cell::ofInteger(id)}, key);
        const auto part = digestRange(*snapshot, both.table(), {after, key});
        QVERIFY_OK(part);
        low += part->sumLow;
        high += part->sumHigh;
        carries += low < part->sumLow ? 1 : 0;
        after = key;
    }
    QVERIFY(carries > 50);
    QCOMPARE(whole.sumLow, low);
    QCOMPARE(whole.sumHigh, high + carries);
}

void TstChunkDigest::stopsWhenAsked()
{
    ComparisonFixture both(kTable);
    both.inSource(fill(3 * kChunkRows));
    const auto snapshot = both.sourceSnapshot();
    for (const int stopAt : {1, 2, 3}) {
        int seen = 0;
        const auto stopped = digestTable(*snapshot, both.table(), {}, [&](ChunkDigest&&) { return ++seen < stopAt; });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(seen, stopAt);
    }
}

void TstChunkDigest::keepsReadingTheSameMoment()
{
    ComparisonFixture both(kTable);
    both.inBoth(fill(100));
    const auto source = both.sourceSnapshot();
    const auto target = both.targetSnapshot();
    both.inSource(QStringLiteral("DELETE FROM t WHERE id > 50"));
    both.inTarget(QStringLiteral("UPDATE t SET v = 'later'"));
    const ChunkDigest digest = digestsOf(*source, both.table())[0];
    QCOMPARE(digest.rows, 100U);
    QVERIFY(DigestComparer(*target).compare(both.table(), digest)->equal);
}

void TstChunkDigest::refusesADigestOfAnotherTable()
{
    ComparisonFixture both(kTable);
    ChunkDigest digest;
    digest.tableId = both.table().id + 1;
    const auto refused = DigestComparer(*both.targetSnapshot()).compare(both.table(), digest);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Protocol);
}

void TstChunkDigest::goldenDigest()
{
    // Two nodes of different versions compare digests: what is digested must not change unnoticed.
    ComparisonFixture both(QStringLiteral("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b REAL, c BLOB, d)"));
    both.inSource(QStringLiteral("INSERT INTO t VALUES (1, '部省', 0.5, x'00ff', NULL), (-300, '', -2.0, x'', 'x')"));
    const ChunkDigest digest = digestsOf(*both.sourceSnapshot(), both.table())[0];
    QCOMPARE(digest.rows, 2U);
    QCOMPARE(QString::number(digest.sumHigh, 16) + u':' + QString::number(digest.sumLow, 16),
             QStringLiteral("501996757803b5ef:dfc527ccec48fbbc"));
}

BUSHENG_TEST(TstChunkDigest)
#include "tst_chunk_digest.moc"
