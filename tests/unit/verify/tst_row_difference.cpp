// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/row_change.h"
#include "engine/pipeline/verify/chunk_digest.h"
#include "engine/pipeline/verify/shortened_row.h"
#include "tests/support/test_main.h"
#include "tests/unit/verify/comparison_fixture.h"

#include <map>
#include <random>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTable = QStringLiteral("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, amount REAL, extra)");

QString fill(std::uint64_t rows)
{
    return QStringLiteral("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                          "SELECT i * 10, 'name ' || i, i / 4.0, 'e' FROM n")
        .arg(rows);
}

QString describe(const RowDifference& difference)
{
    const QString kinds = QStringLiteral(" -+~");
    std::vector<Cell> key;
    decodeRow(difference.key, key);
    QString line = kinds.at(static_cast<int>(difference.kind));
    for (const Cell& cell : key)
        line += u' ' + cellToText(cell);
    for (const std::uint32_t column : difference.columns)
        line += QStringLiteral(" c%1").arg(column);
    return line;
}

QStringList describeAll(const std::vector<RowDifference>& differences)
{
    QStringList lines;
    for (const RowDifference& difference : differences)
        lines.append(describe(difference));
    lines.sort();
    return lines;
}

} // namespace

class TstRowDifference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsExactlyThePlantedDifference_data();
    void findsExactlyThePlantedDifference();
    void findsDifferencesAtTheBordersOfChunks();
    void findsRowsBeyondTheSourcesEnds();
    void comparesEmptyTables();
    void comparesCompositeKeys();
    void givesBothRows();
    void tellsLargeValuesByTheirDigests();
    void stopsWhenAsked();
    void refusesMalformedRowsOfThePeer();
    void takesRowsThatAreOnlyWrittenOtherwise();
    void repairPlanMakesTheTargetTheSource();
    void findsAllInRandomTables();
};

void TstRowDifference::findsExactlyThePlantedDifference_data()
{
    QTest::addColumn<QString>("sql"); ///< in the target
    QTest::addColumn<QStringList>("found");
    const auto add = [](const char* name, const char* sql, const QStringList& found) {
        QTest::newRow(name) << QString::fromUtf8(sql) << found;
    };
    add("nothing", "SELECT 1", {});
    add("one row lost", "DELETE FROM t WHERE id = 30000", {QStringLiteral("- 30000")});
    add("first row lost", "DELETE FROM t WHERE id = 10", {QStringLiteral("- 10")});
    add("last row lost", "DELETE FROM t WHERE id = 50000", {QStringLiteral("- 50000")});
    add("one row too many", "INSERT INTO t VALUES (15, 'x', 1, 1)", {QStringLiteral("+ 15")});
    add("one field", "UPDATE t SET name = 'other' WHERE id = 20000", {QStringLiteral("~ 20000 c1")});
    add("whitespace only", "UPDATE t SET name = name || ' ' WHERE id = 20010", {QStringLiteral("~ 20010 c1")});
    add("case only", "UPDATE t SET name = upper(name) WHERE id = 20010", {QStringLiteral("~ 20010 c1")});
    add("integer for text", "UPDATE t SET extra = 1 WHERE id = 70", {QStringLiteral("~ 70 c3")});
    add("last bit of a real", "UPDATE t SET amount = amount + 0.00000000000001 WHERE id = 40",
        {QStringLiteral("~ 40 c2")});
    add("NULL", "UPDATE t SET name = NULL, amount = NULL WHERE id = 80", {QStringLiteral("~ 80 c1 c2")});
    add("row moved", "UPDATE t SET id = 81 WHERE id = 80", {QStringLiteral("+ 81"), QStringLiteral("- 80")});
    add("all rows lost of a chunk", "DELETE FROM t WHERE id BETWEEN 20010 AND 20030",
        {QStringLiteral("- 20010"), QStringLiteral("- 20020"), QStringLiteral("- 20030")});
}

void TstRowDifference::findsExactlyThePlantedDifference()
{
    QFETCH(const QString, sql);
    QFETCH(const QStringList, found);
    ComparisonFixture both(kTable);
    both.inBoth(fill(5000));
    both.inTarget(sql);
    const auto differences = both.compare();
    QVERIFY_OK(differences);
    QCOMPARE(describeAll(*differences), found);
    QCOMPARE(both.rangesThatDiffered(), std::size_t{found.isEmpty() ? 0U : 1U});
}

void TstRowDifference::findsDifferencesAtTheBordersOfChunks()
{
    ComparisonFixture both(kTable);
    both.inBoth(fill(3 * kChunkRows));
    QStringList expected;
    for (const std::uint64_t row :
         {std::uint64_t{1}, kChunkRows, kChunkRows + 1, 2 * kChunkRows, 2 * kChunkRows + 1, 3 * kChunkRows}) {
        both.inTarget(QStringLiteral("DELETE FROM t WHERE id = %1; INSERT INTO t VALUES (%2, 'x', 1, 1)")
                          .arg(row * 10)
                          .arg(row * 10 + 5));
        expected << QStringLiteral("- %1").arg(row * 10) << QStringLiteral("+ %1").arg(row * 10 + 5);
    }
    expected.sort();
    const auto differences = both.compare();
    QVERIFY_OK(differences);
    QCOMPARE(describeAll(*differences), expected);
}

void TstRowDifference::findsRowsBeyondTheSourcesEnds()
{
    ComparisonFixture both(kTable);
    both.inBoth(fill(2 * kChunkRows));
    both.inTarget(
        QStringLiteral("INSERT INTO t VALUES (-9223372036854775808, 'x', 1, 1), (9223372036854775807, 'x', 1, 1)"));
    const auto differences = both.compare();
    QVERIFY_OK(differences);
    QCOMPARE(describeAll(*differences),
             (QStringList{QStringLiteral("+ -9223372036854775808"), QStringLiteral("+ 9223372036854775807")}));
}

void TstRowDifference::comparesEmptyTables()
{
    ComparisonFixture both(kTable);
    QVERIFY(both.compare()->empty());
    both.inTarget(fill(3));
    QCOMPARE(describeAll(*both.compare()),
             (QStringList{QStringLiteral("+ 10"), QStringLiteral("+ 20"), QStringLiteral("+ 30")}));
    both.inTarget(QStringLiteral("DELETE FROM t"));
    both.inSource(fill(2));
    QCOMPARE(describeAll(*both.compare()), (QStringList{QStringLiteral("- 10"), QStringLiteral("- 20")}));
}

void TstRowDifference::comparesCompositeKeys()
{
    // Equal parts in another order, parts that would run into each other, and values of different types.
    ComparisonFixture both(QStringLiteral("CREATE TABLE t(v TEXT, a, b, PRIMARY KEY(b, a)) WITHOUT ROWID"));
    both.inBoth(QStringLiteral(
        "INSERT INTO t VALUES ('1', 'ab', 'c'), ('2', 'a', 'bc'), ('3', 'c', 'ab'), ('4', 1, '1'), ('5', '1', 1), "
        "('6', '', 'x'), ('7', 'x', ''), ('8', x'61', 'a'), ('9', 'Ａ', 'a'), ('10', 'a', 'A')"));
    QVERIFY(both.compare()->empty());
    both.inTarget(
        QStringLiteral("UPDATE t SET v = 'changed' WHERE a = '1' AND b = 1; DELETE FROM t WHERE a = 'a' AND b = 'bc';"
                       "UPDATE t SET a = 'X' WHERE a = 'x' AND b = ''"));
    QCOMPARE(describeAll(*both.compare()), (QStringList{QStringLiteral("+  X"), QStringLiteral("-  x"),
                                                        QStringLiteral("- bc a"), QStringLiteral("~ 1 1 c0")}));
}

void TstRowDifference::givesBothRows()
{
    ComparisonFixture both(kTable);
    both.inSource(QStringLiteral("INSERT INTO t VALUES (1, 'a', 1.0, NULL), (2, 'b', 1.0, NULL)"));
    both.inTarget(QStringLiteral("INSERT INTO t VALUES (1, 'z', 1.0, NULL), (3, 'c', 1.0, NULL)"));
    const auto differences = both.compare();
    QVERIFY_OK(differences);
    QCOMPARE(differences->size(), 3U);
    const auto row = [](std::int64_t id, BytesView name) {
        Bytes bytes;
        encodeRow({Cell::ofInteger(id), Cell::ofText(name), Cell::ofReal(1), Cell::null()}, bytes);
        return bytes;
    };
    const auto& [different, extra, missing] = std::tie((*differences)[0], (*differences)[1], (*differences)[2]);
    QCOMPARE(different.kind, RowDifference::Kind::Different);
    QVERIFY(different.sourceRow == row(1, "a") && different.targetRow == row(1, "z"));
    QCOMPARE(different.columns, std::vector<std::uint32_t>{1});
    QCOMPARE(extra.kind, RowDifference::Kind::Extra);
    QVERIFY(extra.sourceRow.empty() && extra.targetRow == row(3, "c"));
    QCOMPARE(missing.kind, RowDifference::Kind::Missing);
    QVERIFY(missing.sourceRow == row(2, "b") && missing.targetRow.empty());
    QCOMPARE(missing.tableId, both.table().id);
}

void TstRowDifference::tellsLargeValuesByTheirDigests()
{
    ComparisonFixture both(kTable);
    both.inBoth(QStringLiteral("INSERT INTO t VALUES (1, 'a', 1, zeroblob(5000000)), (2, 'b', 2, zeroblob(5000000))"));
    both.inTarget(QStringLiteral("UPDATE t SET extra = CAST(substr(extra, 1, 4999999) || x'01' AS BLOB) WHERE id = 2"));
    // The source sends them shortened, or as a peer does that does not know that: whole.
    for (const bool isShort : {true, false}) {
        std::vector<Bytes> rows;
        QVERIFY_OK(both.sourceSnapshot()->scan(both.table(), {}, 0, [&](BytesView row) {
            Bytes& kept = rows.emplace_back(row);
            if (isShort && !shortenRow(both.table(), row, kept))
                kept.clear();
            return true;
        }));
        QCOMPARE(rows[0].size() < 2 * kShortValue, isShort);
        std::vector<RowDifference> found;
        QVERIFY_OK(compareRange(*both.targetSnapshot(), both.table(), {}, rows, [&found](RowDifference&& difference) {
            found.push_back(std::move(difference));
            return true;
        }));
        QCOMPARE(describeAll(found), QStringList{QStringLiteral("~ 2 c3")});
        QVERIFY(found[0].sourceRow.size() < kShortValue);
        std::vector<Cell> cells;
        QVERIFY(decodeRow(found[0].targetRow, cells));
        QVERIFY(cells[3].bytes.starts_with("(5000000 bytes, XXH3 "));
        Bytes again;
        QVERIFY(shortenRow(both.table(), found[0].targetRow, again));
        QVERIFY(again == found[0].targetRow);
    }
}

void TstRowDifference::stopsWhenAsked()
{
    ComparisonFixture both(kTable);
    both.inTarget(fill(10));
    std::vector<Bytes> none;
    for (const int stopAt : {1, 5}) {
        int seen = 0;
        QVERIFY_OK(compareRange(*both.targetSnapshot(), both.table(), {}, none,
                                [&](RowDifference&&) { return ++seen < stopAt; }));
        QCOMPARE(seen, stopAt);
    }
}

void TstRowDifference::refusesMalformedRowsOfThePeer()
{
    ComparisonFixture both(kTable);
    Bytes good;
    encodeRow({Cell::ofInteger(1), Cell::null(), Cell::null(), Cell::null()}, good);
    Bytes narrow;
    encodeRow({Cell::ofInteger(1), Cell::null()}, narrow);
    const std::vector<std::vector<Bytes>> bad{{Bytes()}, {good.substr(0, 2)}, {good + 'x'},
                                              {narrow},  {good, good},        {Bytes("\xff\xff\xff\xff\xff\x01")}};
    for (const std::vector<Bytes>& rows : bad) {
        const auto refused =
            compareRange(*both.targetSnapshot(), both.table(), {}, rows, [](RowDifference&&) { return true; });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Protocol);
    }
}

void TstRowDifference::takesRowsThatAreOnlyWrittenOtherwise()
{
    ComparisonFixture both(kTable);
    both.inTarget(QStringLiteral("INSERT INTO t VALUES (1, 'a', NULL, NULL)"));
    Bytes row;
    encodeRow({Cell::ofInteger(1), Cell::ofText("a"), Cell::null(), Cell::null()}, row);
    row.replace(0, 1, Bytes("\x84\x00", 2)); // 4 cells, in a varint longer than it need be
    int seen = 0;
    QVERIFY_OK(
        compareRange(*both.targetSnapshot(), both.table(), {}, {row}, [&](RowDifference&&) { return ++seen > 0; }));
    QCOMPARE(seen, 0);
}

void TstRowDifference::repairPlanMakesTheTargetTheSource()
{
    ComparisonFixture both(kTable);
    both.inBoth(fill(20));
    both.inTarget(QStringLiteral(
        "UPDATE t SET name = 'x' WHERE id = 30; DELETE FROM t WHERE id = 40; INSERT INTO t VALUES (41, 'y', 1, 1)"));
    const auto differences = both.compare();
    QVERIFY_OK(differences);
    const Bytes plan = repairPlan(*differences);
    ChangeReader reader(plan);
    RowChange change;
    std::map<ChangeKind, int> kinds;
    bool upsertSeen = false;
    while (reader.next(change)) {
        ++kinds[change.kind];
        upsertSeen = upsertSeen || change.kind == ChangeKind::Upsert;
        QVERIFY2(change.kind == ChangeKind::Upsert || !upsertSeen, "removes come first");
        QCOMPARE(change.tableId, both.table().id);
    }
    QVERIFY(!reader.failed());
    QCOMPARE(kinds, (std::map<ChangeKind, int>{{ChangeKind::Upsert, 2}, {ChangeKind::Remove, 1}}));
    QVERIFY(repairPlan({}).empty());
}

void TstRowDifference::findsAllInRandomTables()
{
    const auto seed = static_cast<std::uint32_t>(std::random_device()());
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 15; ++round) {
        ComparisonFixture both(kTable);
        const std::uint64_t rows = random() % (3 * kChunkRows);
        if (rows > 0)
            both.inBoth(fill(rows));
        std::map<std::uint64_t, QString> expected; // one difference per row
        both.inTarget(QStringLiteral("BEGIN"));
        for (std::uint32_t n = random() % 60; n > 0; --n) {
            const std::uint64_t id = 10 * (random() % (rows + 1) + 1);
            if (expected.contains(id))
                continue;
            if (id > 10 * rows || random() % 3 == 0) {
                both.inTarget(QStringLiteral("INSERT INTO t VALUES (%1, 'n', 1, 1)").arg(id + 1));
                expected[id] = QStringLiteral("+ %1").arg(id + 1);
            } else if (random() % 2 == 0) {
                both.inTarget(QStringLiteral("DELETE FROM t WHERE id = %1").arg(id));
                expected[id] = QStringLiteral("- %1").arg(id);
            } else {
                both.inTarget(QStringLiteral("UPDATE t SET extra = x'00' WHERE id = %1").arg(id));
                expected[id] = QStringLiteral("~ %1 c3").arg(id);
            }
        }
        both.inTarget(QStringLiteral("COMMIT"));
        QStringList lines;
        for (const auto& [id, line] : expected)
            lines.append(line);
        lines.sort();
        const auto differences = both.compare();
        QVERIFY_OK(differences);
        QCOMPARE(describeAll(*differences), lines);
    }
}

BUSHENG_TEST(TstRowDifference)
#include "tst_row_difference.moc"
