// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"

#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

struct Opened {
    std::unique_ptr<SqliteSnapshot> snapshot;
    TableSchema table;
};

Opened open(const SqliteFile& file)
{
    auto table = readSqliteTable(*file.database, QStringLiteral("t"));
    auto snapshot = SqliteSnapshot::open(file.path, QStringLiteral("test"));
    if (!table || !snapshot)
        qFatal("no snapshot");
    return {std::move(*snapshot), std::move(*table)};
}

std::vector<Bytes> rows(Opened& opened, const KeyRange& range = {}, std::uint64_t limit = 0)
{
    std::vector<Bytes> found;
    const auto scanned = opened.snapshot->scan(opened.table, range, limit, [&](BytesView row) {
        found.emplace_back(row);
        return true;
    });
    if (!scanned)
        qFatal("%s", qPrintable(scanned.error().toString()));
    return found;
}

} // namespace

class TstSqliteSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesWholeRowsInBinaryKeyOrder();
    void givesWhatLiesInARange_data();
    void givesWhatLiesInARange();
    void walksAnyTableChunkByChunk_data();
    void walksAnyTableChunkByChunk();
    void searchesTheKeysIndex_data();
    void searchesTheKeysIndex();
    void staysAtItsMoment();
    void fetchesOneRow();
    void endsEarlyAndStartsAgain();
    void movesToAnotherThread();
    void refusesMalformedKeys();
    void tellsThatTheStructureDoesNotFit();
    void refusesToWrite();
};

void TstSqliteSnapshot::givesWholeRowsInBinaryKeyOrder()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k TEXT COLLATE NOCASE PRIMARY KEY, v); INSERT INTO t VALUES('b', 1), ('A', "
                            "NULL), ('Z', x''), ('a ', ''), "
                            "(x'00', 2.5)"));
    Opened opened = open(file);
    const auto found = rows(opened);
    const std::vector<Bytes> wanted{
        encodedRow({Cell::ofText("A"), Cell::null()}), encodedRow({Cell::ofText("Z"), Cell::ofBlob({})}),
        encodedRow({Cell::ofText("a "), Cell::ofText({})}), encodedRow({Cell::ofText("b"), Cell::ofInteger(1)}),
        encodedRow({Cell::ofBlob(BytesView("\0", 1)), Cell::ofReal(2.5)})};
    QVERIFY(found == wanted);
    const auto count = opened.snapshot->countRows(opened.table);
    QVERIFY_OK(count);
    QCOMPARE(*count, std::uint64_t{5});
}

void TstSqliteSnapshot::givesWhatLiesInARange_data()
{
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("upTo");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("rows");
    QTest::newRow("all") << -1 << -1 << 0 << 100;
    QTest::newRow("after") << 29 << -1 << 0 << 70;
    QTest::newRow("up to") << -1 << 29 << 0 << 30;
    QTest::newRow("between") << 29 << 39 << 0 << 10;
    QTest::newRow("limited") << 29 << 39 << 4 << 4;
    QTest::newRow("limit beyond") << 95 << -1 << 100 << 4;
    QTest::newRow("nothing between") << 39 << 39 << 0 << 0;
    QTest::newRow("wrong way round") << 50 << 10 << 0 << 0;
    QTest::newRow("beyond the last") << 99 << -1 << 0 << 0;
}

void TstSqliteSnapshot::givesWhatLiesInARange()
{
    QFETCH(int, after);
    QFETCH(int, upTo);
    QFETCH(int, limit);
    QFETCH(int, rows);
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(a INT, b TEXT, v, PRIMARY KEY(a, b)); WITH RECURSIVE n(i) AS (SELECT 0 "
                            "UNION ALL SELECT i + 1 FROM n "
                            "WHERE i < 99) INSERT INTO t SELECT i / 10, 'k' || (i % 10), i FROM n"));
    const auto key = [](int i) {
        const Bytes text = "k" + std::to_string(i % 10);
        return i < 0 ? Bytes() : encodedRow({Cell::ofInteger(i / 10), Cell::ofText(text)});
    };
    Opened opened = open(file);
    const auto found = ::rows(opened, {key(after), key(upTo)}, static_cast<std::uint64_t>(limit));
    QCOMPARE(static_cast<int>(found.size()), rows);
    for (int i = 0; i < rows; ++i) {
        std::vector<Cell> cells;
        QVERIFY(decodeRow(found[static_cast<std::size_t>(i)], cells));
        QCOMPARE(cells[2].integer, std::int64_t{after + 1 + i});
    }
}

void TstSqliteSnapshot::walksAnyTableChunkByChunk_data()
{
    QTest::addColumn<QString>("table");
    QTest::newRow("rowid") << QStringLiteral("CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
    QTest::newRow("integer") << QStringLiteral("CREATE TABLE t(k INT PRIMARY KEY, v)");
    QTest::newRow("text") << QStringLiteral("CREATE TABLE t(k TEXT PRIMARY KEY, v)");
    QTest::newRow("nocase") << QStringLiteral("CREATE TABLE t(k TEXT COLLATE NOCASE PRIMARY KEY, v)");
    QTest::newRow("untyped") << QStringLiteral("CREATE TABLE t(k PRIMARY KEY, v)");
    QTest::newRow("numeric") << QStringLiteral("CREATE TABLE t(k NUMERIC PRIMARY KEY, v)");
    QTest::newRow("real") << QStringLiteral("CREATE TABLE t(k REAL PRIMARY KEY, v)");
    QTest::newRow("two columns") << QStringLiteral("CREATE TABLE t(k, v, PRIMARY KEY(v, k))");
    QTest::newRow("without rowid") << QStringLiteral("CREATE TABLE t(k, v, PRIMARY KEY(k, v)) WITHOUT ROWID");
}

void TstSqliteSnapshot::walksAnyTableChunkByChunk()
{
    QFETCH(QString, table);
    const SqliteFile file;
    // Keys of every storage class where the column takes them.
    file.run(table +
             QStringLiteral("; WITH RECURSIVE n(i) AS (SELECT -500 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
                            "INSERT OR IGNORE INTO t SELECT i * 7919, i % 5 FROM n"));
    if (!table.contains(QStringLiteral("INTEGER")))
        file.run(QStringLiteral("INSERT OR IGNORE INTO t VALUES(1.5, 0), ('', 0), ('a', 0), ('B', 1), ('12abc', 0), "
                                "(x'', 0), (x'ff', 1), (1e300, 2)"));
    Opened opened = open(file);
    const auto all = rows(opened);
    QVERIFY(all.size() >= 1001);
    std::vector<Bytes> walked;
    KeyRange range;
    for (;;) {
        const auto chunk = rows(opened, range, 37);
        if (chunk.empty())
            break;
        walked.insert(walked.end(), chunk.begin(), chunk.end());
        range.after.clear();
        QVERIFY(projectRow(chunk.back(), opened.table.keyColumns, range.after));
    }
    QVERIFY(walked == all);
}

void TstSqliteSnapshot::searchesTheKeysIndex_data()
{
    QTest::addColumn<QString>("table");
    QTest::newRow("rowid") << QStringLiteral("CREATE TABLE t(a INTEGER PRIMARY KEY, b, v)");
    QTest::newRow("text") << QStringLiteral("CREATE TABLE t(a VARCHAR(9) PRIMARY KEY, b, v)");
    QTest::newRow("two columns") << QStringLiteral("CREATE TABLE t(a TEXT, b INT, v, PRIMARY KEY(b, a))");
    QTest::newRow("without rowid") << QStringLiteral(
        "CREATE TABLE t(a TEXT, b INT, v, PRIMARY KEY(a, b)) WITHOUT ROWID");
}

/// A chunk at the end of a large table must cost no more than one at its beginning.
void TstSqliteSnapshot::searchesTheKeysIndex()
{
    QFETCH(QString, table);
    const SqliteFile file;
    file.run(table +
             QStringLiteral("; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
                            "INSERT INTO t SELECT printf('%06d', i), i, i FROM n"));
    Opened opened = open(file);
    const Bytes last = rows(opened).back();
    KeyRange range;
    QVERIFY(projectRow(last, opened.table.keyColumns, range.after));
    // 2,000 searches behind the last key: with an index instant, by scanning 400,000,000 rows.
    for (int i = 0; i < 2000; ++i)
        QVERIFY(rows(opened, range, 1).empty());
    for (int i = 0; i < 2000; ++i)
        QVERIFY(!opened.snapshot->fetch(opened.table, range.after).value().empty());
}

void TstSqliteSnapshot::staysAtItsMoment()
{
    const SqliteFile file;
    file.run(QStringLiteral("PRAGMA journal_mode = WAL; CREATE TABLE t(k INTEGER PRIMARY KEY, v); INSERT INTO t "
                            "VALUES(1, 'old'), (2, 'old')"));
    Opened opened = open(file);
    file.run(QStringLiteral("UPDATE t SET v = 'new'; DELETE FROM t WHERE k = 2; INSERT INTO t VALUES(3, 'new')"));
    const std::vector<Bytes> old{encodedRow({Cell::ofInteger(1), Cell::ofText("old")}),
                                 encodedRow({Cell::ofInteger(2), Cell::ofText("old")})};
    QVERIFY(rows(opened) == old);
    Opened later = open(file);
    QVERIFY(rows(later) != old);
    QVERIFY(rows(opened) == old);
}

void TstSqliteSnapshot::fetchesOneRow()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k TEXT COLLATE NOCASE, n INT, v, PRIMARY KEY(n, k)); INSERT INTO t "
                            "VALUES('a', 1, 'x'), ('b', 1, NULL)"));
    Opened opened = open(file);
    const auto found = opened.snapshot->fetch(opened.table, encodedRow({Cell::ofInteger(1), Cell::ofText("b")}));
    QVERIFY_OK(found);
    QCOMPARE(toHex(*found), toHex(encodedRow({Cell::ofText("b"), Cell::ofInteger(1), Cell::null()})));
    const auto otherCase = opened.snapshot->fetch(opened.table, encodedRow({Cell::ofInteger(1), Cell::ofText("B")}));
    QVERIFY_OK(otherCase);
    QVERIFY(otherCase->empty());
}

void TstSqliteSnapshot::endsEarlyAndStartsAgain()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k INTEGER PRIMARY KEY); INSERT INTO t VALUES(1), (2), (3)"));
    Opened opened = open(file);
    int given = 0;
    QVERIFY_OK(opened.snapshot->scan(opened.table, {}, 0, [&](BytesView) { return ++given < 2; }));
    QCOMPARE(given, 2);
    QCOMPARE(rows(opened).size(), std::size_t{3});
}

void TstSqliteSnapshot::movesToAnotherThread()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k INTEGER PRIMARY KEY); INSERT INTO t VALUES(1), (2)"));
    Opened opened = open(file);
    std::size_t found = 0;
    std::thread reader([moved = std::move(opened), &found]() mutable { found = rows(moved).size(); });
    reader.join();
    QCOMPARE(found, std::size_t{2});
}

void TstSqliteSnapshot::refusesMalformedKeys()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k INTEGER PRIMARY KEY)"));
    Opened opened = open(file);
    const std::vector<Bytes> keys{"x",
                                  Bytes("\x01\x09", 2),
                                  encodedRow({Cell::ofInteger(1), Cell::ofInteger(2)}),
                                  encodedRow({Cell::null()}),
                                  encodedRow({Cell::unchanged()}),
                                  encodedRow({})};
    for (const Bytes& key : keys) {
        const auto fetched = opened.snapshot->fetch(opened.table, key);
        QVERIFY(!fetched);
        QCOMPARE(fetched.error().code, ErrorCode::Corrupt);
        QVERIFY(!opened.snapshot->scan(opened.table, {key, {}}, 0, [](BytesView) { return true; }));
        QVERIFY(!opened.snapshot->scan(opened.table, {{}, key}, 0, [](BytesView) { return true; }));
    }
}

void TstSqliteSnapshot::tellsThatTheStructureDoesNotFit()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k INTEGER PRIMARY KEY, v)"));
    Opened opened = open(file);
    const auto scan = [&](const TableSchema& table) {
        return opened.snapshot->scan(table, {}, 0, [](BytesView) { return true; });
    };
    TableSchema missingColumn = opened.table;
    missingColumn.columns.push_back({QStringLiteral("none"), {}, false, {}});
    TableSchema missingTable = opened.table;
    missingTable.name = QStringLiteral("none");
    TableSchema keyless = opened.table;
    keyless.keyColumns.clear();
    for (const TableSchema& table : {missingColumn, missingTable, keyless}) {
        const auto scanned = scan(table);
        QVERIFY(!scanned);
        QCOMPARE(scanned.error().code, ErrorCode::Schema);
    }
    QCOMPARE(opened.snapshot->countRows(missingTable).error().code, ErrorCode::Schema);
}

void TstSqliteSnapshot::refusesToWrite()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(k INTEGER PRIMARY KEY)"));
    Opened opened = open(file);
    QVERIFY(!opened.snapshot->database().execute(QStringLiteral("INSERT INTO t VALUES(1)")));
    QVERIFY(rows(opened).empty());
}

BUSHENG_TEST(TstSqliteSnapshot)
#include "tst_sqlite_snapshot.moc"
