// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process_info.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>

#include <algorithm>
#include <span>

using namespace busheng;
using busheng::test::MiniPostgres;

class TstPgSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void seesWhatCommittedBeforeIt_data();
    void seesWhatCommittedBeforeIt();
    void parsesSnapshotsAndNothingElse();
    void knowsItsOwnMoment();
    void givesRowsInKeyOrderAsTheDatabaseHasThem();
    void comparesTheSameWhateverTheCollation();
    void cutsRangesOfEveryKeyType_data();
    void cutsRangesOfEveryKeyType();
    void cutsRangesOfKeysOfManyColumns();
    void readsAPartitionedTableAsOne();
    void goesOnWithTheSameCopy();
    void staysAtItsMomentWhenACopyIsAbandoned();
    void givesKeylessRowsOnceInManyParts();
    void fetchesOneRow();
    void refusesKeysThatAreNone();
    void tellsWhenTheStructureIsAnother();
    void failsRatherThanHidesRows();
    void isTransientWhenTheServerDiesInMidScan();
    void isCancelledInMidScan();
    void readsAMillionRowsInFlatMemory();

private:
    PgConnection::Options options() const
    {
        PgConnection::Options options;
        options.conninfo = m_server.conninfo(QStringLiteral("icu"));
        options.name = QStringLiteral("mini");
        options.purpose = QStringLiteral("snapshot");
        return options;
    }
    std::unique_ptr<PgSnapshot> opened() const
    {
        auto snapshot = PgSnapshot::open(options());
        return snapshot ? std::move(*snapshot) : nullptr;
    }
    Result<QString> make(const QString& sql) const { return m_server.run(sql, QStringLiteral("icu")); }
    static TableSchema schemaOf(PgSnapshot& snapshot, const QString& name)
    {
        const auto table = readPgTable(snapshot.connection(), name);
        return table ? *table : TableSchema();
    }
    static std::vector<Bytes> rowsOf(PgSnapshot& snapshot, const TableSchema& table, const KeyRange& range = {},
                                     std::uint64_t limit = 0)
    {
        std::vector<Bytes> rows;
        const auto done = snapshot.scan(table, range, limit, [&](BytesView row) {
            rows.emplace_back(row);
            return true;
        });
        if (!done)
            qWarning("%s", qPrintable(done.error().toString()));
        return rows;
    }
    static Bytes keyOf(const TableSchema& table, const Bytes& row)
    {
        Bytes key;
        projectRow(row, table.keyColumns, key);
        return key;
    }
    static QString textOf(const Bytes& row, std::size_t column)
    {
        std::vector<Cell> cells;
        return decodeRow(row, cells) && column < cells.size()
                   ? QString::fromUtf8(cells[column].bytes.data(), static_cast<qsizetype>(cells[column].bytes.size()))
                   : QStringLiteral("malformed");
    }
    MiniPostgres m_server;
};

namespace {

/// More than the server can send ahead.
const QString kWide = QStringLiteral("DROP TABLE IF EXISTS wide; CREATE TABLE wide (id int PRIMARY KEY, v text); "
                                     "INSERT INTO wide SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) n");

} // namespace

void TstPgSnapshot::initTestCase()
{
    QVERIFY_OK(m_server.start());
    // A database that does not order its texts byte by byte.
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE DATABASE icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE "
                                           "'zh' LOCALE 'C'")));
    QVERIFY_OK(make(QStringLiteral(
        "CREATE TYPE level AS ENUM ('z', 'b', 'A'); CREATE DOMAIN years AS int; CREATE DOMAIN label AS varchar(5);"
        "CREATE TABLE plain (id bigint PRIMARY KEY, name text, pay numeric(12,2), born date);"
        "INSERT INTO plain SELECT n, 'name ' || n, n * 1.5, '2000-01-01'::date + n::int "
        "FROM generate_series(1, 1000) n;"
        "INSERT INTO plain VALUES (0, NULL, NULL, NULL), (-5, '', 'NaN', 'infinity')")));
}

void TstPgSnapshot::seesWhatCommittedBeforeIt_data()
{
    QTest::addColumn<QString>("snapshot");
    QTest::addColumn<quint32>("xid");
    QTest::addColumn<bool>("seen");
    const auto row = [](const char* what, const char* snapshot, quint32 xid, bool seen) {
        QTest::addRow("%s", what) << QString::fromLatin1(snapshot) << xid << seen;
    };
    row("below", "10:20:10,14", 9, true);
    row("running first", "10:20:10,14", 10, false);
    row("done between", "10:20:10,14", 11, true);
    row("running", "10:20:10,14", 14, false);
    row("last done", "10:20:10,14", 19, true);
    row("next", "10:20:10,14", 20, false);
    row("far ahead", "10:20:10,14", 2'000'000'000, false);
    row("ahead of all in the first epoch", "10:20:10,14", 4'000'000'000U, false);
    // 4294967296 is 2^32, so 4294967306 is 10 of epoch 1
    row("epoch 1, below", "4294967306:4294967316:4294967306", 9, true);
    row("epoch 1, running", "4294967306:4294967316:4294967306", 10, false);
    row("epoch 1, done", "4294967306:4294967316:4294967306", 12, true);
    row("epoch 1, next", "4294967306:4294967316:4294967306", 20, false);
    row("end of epoch 0 seen from 1", "4294967306:4294967316:4294967306", 4'294'967'290U, true);
    row("across the seam, running", "4294967290:4294967310:4294967295,4294967299", 4'294'967'295U, false);
    row("across the seam, done", "4294967290:4294967310:4294967295,4294967299", 4'294'967'294U, true);
    row("across the seam, running in 1", "4294967290:4294967310:4294967295,4294967299", 3, false);
    row("across the seam, done in 1", "4294967290:4294967310:4294967295,4294967299", 4, true);
    row("start of epoch 1 seen from 0", "4294967280:4294967290:", 3, false);
    row("nobody runs", "20:20:", 19, true);
    row("nobody runs, next", "20:20:", 20, false);
}

void TstPgSnapshot::seesWhatCommittedBeforeIt()
{
    QFETCH(const QString, snapshot);
    QFETCH(const quint32, xid);
    QFETCH(const bool, seen);
    const auto visibility = PgVisibility::parse(snapshot);
    QVERIFY_OK(visibility);
    QCOMPARE(visibility->sees(xid), seen);
}

void TstPgSnapshot::parsesSnapshotsAndNothingElse()
{
    for (const char* text : {"", "1", "1:2", "1:2:3:4", "2:1:", "1:5:5", "5:9:4", "1:9:3,2", "a:9:", "1:9:x",
                             "-1:9:", "1:9: 3", "1:9:3,", "::", "99999999999999999999:99999999999999999999:"}) {
        const auto parsed = PgVisibility::parse(QString::fromLatin1(text));
        QVERIFY2(!parsed, text);
        QCOMPARE(parsed.error().code, ErrorCode::Protocol);
    }
}

void TstPgSnapshot::knowsItsOwnMoment()
{
    PgConnection::Options writing = options();
    auto running = PgConnection::open(writing);
    QVERIFY_OK(running);
    QVERIFY_OK((*running)->execute(QStringLiteral("BEGIN; INSERT INTO plain VALUES (900001)")));
    const auto xid = (*running)->queryInteger(QStringLiteral("SELECT pg_current_xact_id()::text::int8"));
    QVERIFY_OK(xid);
    const auto done = m_server.run(QStringLiteral("BEGIN; INSERT INTO plain VALUES (900002); SELECT "
                                                  "pg_current_xact_id()::text; COMMIT"),
                                   QStringLiteral("icu"));
    QVERIFY_OK(done);
    const auto before = m_server.run(QStringLiteral("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"));
    QVERIFY_OK(before);
    const auto snapshot = opened();
    QVERIFY(snapshot);
    QVERIFY_OK((*running)->execute(QStringLiteral("COMMIT")));
    QVERIFY(!snapshot->visibility().sees(static_cast<std::uint32_t>(*xid)));
    QVERIFY(snapshot->visibility().sees(static_cast<std::uint32_t>(*xid - 1)));
    QVERIFY(!snapshot->visibility().sees(static_cast<std::uint32_t>(*xid + 2)));
    QVERIFY(snapshot->walPosition() >= before->toULongLong());
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("plain"));
    QCOMPARE(snapshot->countRows(table).value_or(0), std::uint64_t{1003});
    QVERIFY_OK(make(QStringLiteral("DELETE FROM plain WHERE id > 900000")));
    QCOMPARE(snapshot->countRows(table).value_or(0), std::uint64_t{1003});
    QCOMPARE(rowsOf(*snapshot, table).size(), std::size_t{1003});
    QVERIFY(!snapshot->connection().execute(QStringLiteral("DELETE FROM public.plain")));
}

void TstPgSnapshot::givesRowsInKeyOrderAsTheDatabaseHasThem()
{
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("plain"));
    const auto rows = rowsOf(*snapshot, table);
    QCOMPARE(rows.size(), std::size_t{1002});
    std::vector<Cell> cells;
    QVERIFY(decodeRow(rows[0], cells));
    QCOMPARE(cells.size(), std::size_t{4});
    QCOMPARE(toHex(cells[0].bytes), QStringLiteral("fffffffffffffffb"));
    QCOMPARE(cells[1].kind, CellKind::Native);
    QVERIFY(cells[1].bytes.empty());
    QCOMPARE(toHex(cells[2].bytes), QStringLiteral("00000000c0000000"));
    QCOMPARE(toHex(cells[3].bytes), QStringLiteral("7fffffff"));
    QVERIFY(decodeRow(rows[1], cells));
    QCOMPARE(cells[1].kind, CellKind::Null);
    QCOMPARE(textOf(rows[2], 1), QStringLiteral("name 1"));
    QCOMPARE(textOf(rows[1001], 1), QStringLiteral("name 1000"));
    QVERIFY(rowsOf(*snapshot, table) == rows);
    QVERIFY_OK(make(QStringLiteral("CREATE TABLE nothing (id int PRIMARY KEY)")));
    const auto later = opened();
    QVERIFY(rowsOf(*later, schemaOf(*later, QStringLiteral("nothing"))).empty());
}

void TstPgSnapshot::comparesTheSameWhateverTheCollation()
{
    QVERIFY_OK(make(QStringLiteral(
        "CREATE TABLE words (w text PRIMARY KEY); CREATE TABLE bytewise (w text COLLATE \"C\" PRIMARY KEY);"
        "CREATE TABLE levels (w level PRIMARY KEY);"
        "INSERT INTO words VALUES ('b'), ('A'), ('a'), ('B'), ('张'), ('李'), ('𠮷'), ('é'), (''), ('a b'), ('ab'),"
        " ('a''b'), ('a\\b'), ('a%1b');"
        "INSERT INTO bytewise SELECT w FROM words; INSERT INTO levels VALUES ('z'), ('b'), ('A')")));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema words = schemaOf(*snapshot, QStringLiteral("words"));
    const auto rows = rowsOf(*snapshot, words);
    QCOMPARE(rows.size(), std::size_t{14});
    QVERIFY(std::ranges::is_sorted(rows, {}, [](const Bytes& row) { return textOf(row, 0).toUtf8(); }));
    QVERIFY(rowsOf(*snapshot, schemaOf(*snapshot, QStringLiteral("bytewise"))) == rows);
    const auto levels = rowsOf(*snapshot, schemaOf(*snapshot, QStringLiteral("levels")));
    QCOMPARE(textOf(levels.at(0), 0) + textOf(levels.at(1), 0) + textOf(levels.at(2), 0), QStringLiteral("Abz"));
    // The index serves where it can.
    const auto plan = snapshot->connection().queryText(
        QStringLiteral("EXPLAIN SELECT * FROM public.bytewise AS t ORDER BY t.w LIMIT 1"));
    QVERIFY(plan.value_or(QString()).contains(QStringLiteral("Limit")));
}

void TstPgSnapshot::cutsRangesOfEveryKeyType_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("values");
    const auto row = [](const char* type, const char* values) {
        QTest::addRow("%s", type) << QString::fromLatin1(type) << QString::fromUtf8(values);
    };
    row("smallint", "(-32768), (-1), (0), (5), (32767)");
    row("bigint", "(-9223372036854775808), (-1), (0), (9223372036854775807)");
    row("numeric", "('-Infinity'), (-1.5), (0), (0.0001), (1e40), ('Infinity'), ('NaN')");
    row("double precision", "('-Infinity'), (-0.1), (0), (0.1), (0.30000000000000004), (1e300), ('NaN')");
    row("real", "(-0.1), (0), (0.1), (3.4e38)");
    row("boolean", "(false), (true)");
    row("text", "(''), ('A'), ('a'), ('a b'), ('a''b'), ('张三'), ('𠮷'), (E'tab\\t\\nnew')");
    row("varchar(20)", "(''), ('A'), ('a'), ('longer than one')");
    row("character(4)", "('A'), ('a'), ('ab'), ('abcd')");
    row("name", "('A'), ('a')");
    row("bytea", "(''), ('\\x00'), ('\\x00ff'), ('\\xff')");
    row("date", "('-infinity'), ('0044-03-15 BC'), ('1940-06-01'), ('9999-12-31'), ('infinity')");
    row("timestamp", "('4713-01-01 BC'), ('1986-05-04 02:30:00.000001'), ('2038-01-19 03:14:08'), ('infinity')");
    row("timestamptz", "('-infinity'), ('1986-05-04 02:30:00.000001+08'), ('294276-12-31')");
    row("time", "('00:00'), ('12:00:00.000001'), ('24:00')");
    row("timetz", "('00:00+08'), ('00:00-08'), ('24:00+00')");
    row("interval", "('-1 mon +1 day -00:00:00.000001'), ('0'), ('1 year')");
    row("uuid", "('00000000-0000-0000-0000-000000000000'), ('ffffffff-0000-0000-0000-000000000001')");
    row("inet", "('10.0.0.1'), ('10.0.0.0/8'), ('::1')");
    row("bit(5)", "(B'00000'), (B'10101'), (B'11111')");
    row("bit varying", "(B''), (B'1'), (B'10101')");
    row("int[]", "('{}'), ('{1}'), ('{1,2}'), ('{NULL}')");
    row("text[]", "('{}'), ('{A}'), ('{a,B}')");
    row("int4range", "('empty'), ('[1,5)'), ('(,3)')");
    row("level", "('z'), ('b'), ('A')");
    row("pg_lsn", "('0/0'), ('16/B374D848')");
    row("years", "(-1), (0), (200)");
    row("label", "('A'), ('a'), ('张')");
}

void TstPgSnapshot::cutsRangesOfEveryKeyType()
{
    QFETCH(const QString, type);
    QFETCH(const QString, values);
    QVERIFY_OK(make(QStringLiteral("DROP TABLE IF EXISTS keyed; CREATE TABLE keyed (v text, k %1 PRIMARY KEY);"
                                   "INSERT INTO keyed (k) VALUES %2; UPDATE keyed SET v = k::text")
                        .arg(type, values)));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("keyed"));
    const std::vector<Bytes> all = rowsOf(*snapshot, table);
    QCOMPARE(all.size(), static_cast<std::size_t>(values.count(QStringLiteral("), ("))) + 1);
    for (std::size_t from = 0; from < all.size(); ++from) {
        const Bytes after = keyOf(table, all[from]);
        QCOMPARE(rowsOf(*snapshot, table, {after, {}}).size(), all.size() - from - 1);
        QVERIFY(snapshot->fetch(table, after).value_or(Bytes()) == all[from]);
        for (std::size_t to = from; to < all.size(); ++to) {
            const auto some = rowsOf(*snapshot, table, {after, keyOf(table, all[to])});
            QVERIFY(std::ranges::equal(some, std::span(all).subspan(from + 1, to - from)));
        }
    }
    QVERIFY(rowsOf(*snapshot, table, {}, 1) == std::vector<Bytes>{all[0]});
}

void TstPgSnapshot::cutsRangesOfKeysOfManyColumns()
{
    QVERIFY_OK(make(QStringLiteral("CREATE TABLE many (c int, a text, b int, PRIMARY KEY (b, a, c));"
                                   "INSERT INTO many SELECT c, chr(64 + a), b FROM generate_series(1, 5) a, "
                                   "generate_series(1, 5) b, generate_series(1, 5) c")));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("many"));
    QCOMPARE(table.keyColumns, (std::vector<std::uint32_t>{2, 1, 0}));
    const auto all = rowsOf(*snapshot, table);
    QCOMPARE(all.size(), std::size_t{125});
    std::vector<Bytes> parts;
    Bytes after;
    for (std::size_t end = 6; end < all.size(); end += 7) {
        const Bytes upTo = keyOf(table, all[end]);
        for (Bytes& row : rowsOf(*snapshot, table, {after, upTo}))
            parts.push_back(std::move(row));
        after = upTo;
    }
    for (Bytes& row : rowsOf(*snapshot, table, {after, {}}, 100))
        parts.push_back(std::move(row));
    QVERIFY(parts == all);
}

void TstPgSnapshot::readsAPartitionedTableAsOne()
{
    QVERIFY_OK(make(QStringLiteral("CREATE TABLE part (id int PRIMARY KEY, v text) PARTITION BY HASH (id);"
                                   "CREATE TABLE part0 PARTITION OF part FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                                   "CREATE TABLE part1 (v text, gone int, id int NOT NULL);"
                                   "ALTER TABLE part1 DROP COLUMN gone; ALTER TABLE part ATTACH PARTITION part1 FOR "
                                   "VALUES WITH (MODULUS 2, REMAINDER 1);"
                                   "INSERT INTO part SELECT n, 'row ' || n FROM generate_series(1, 1000) n")));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("part"));
    const auto rows = rowsOf(*snapshot, table);
    QCOMPARE(rows.size(), std::size_t{1000});
    for (std::size_t i = 0; i < rows.size(); ++i)
        QCOMPARE(textOf(rows[i], 1), QStringLiteral("row %1").arg(i + 1));
    QVERIFY(std::ranges::equal(rowsOf(*snapshot, table, {keyOf(table, rows[9]), keyOf(table, rows[19])}),
                               std::span(rows).subspan(10, 10)));
}

void TstPgSnapshot::goesOnWithTheSameCopy()
{
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("plain"));
    const auto all = rowsOf(*snapshot, table);
    std::vector<Bytes> parts;
    Bytes after;
    const auto backends = [&] {
        return m_server
            .run(QStringLiteral("SELECT string_agg(pid::text || query_start, ',') FROM pg_stat_activity "
                                "WHERE application_name = 'busheng snapshot' AND query LIKE 'COPY%'"))
            .value_or(QString());
    };
    QString first;
    for (int part = 0; parts.size() < all.size(); ++part) {
        int given = 0;
        QVERIFY_OK(snapshot->scan(table, {after, {}}, part % 2 == 0 ? 0 : 10, [&](BytesView row) {
            parts.emplace_back(row);
            return ++given < 13;
        }));
        QCOMPARE(given, part % 2 == 0 ? std::min(13, given) : std::min(10, given));
        after = keyOf(table, parts.back());
        // Other questions do not disturb it.
        QCOMPARE(snapshot->countRows(table).value_or(0), std::uint64_t{1002});
        QVERIFY(snapshot->fetch(table, after).value_or(Bytes()) == parts.back());
        if (first.isEmpty())
            first = backends();
        if (parts.size() < all.size())
            QCOMPARE(backends(), first);
    }
    QVERIFY(parts == all);
    QVERIFY(rowsOf(*snapshot, table, {after, {}}).empty());
}

void TstPgSnapshot::staysAtItsMomentWhenACopyIsAbandoned()
{
    QVERIFY_OK(make(kWide));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("wide"));
    QVERIFY_OK(make(QStringLiteral("DELETE FROM wide")));
    for (int round = 0; round < 5; ++round) {
        int given = 0;
        QVERIFY_OK(snapshot->scan(table, {}, 0, [&](BytesView) { return ++given < 3; }));
        QCOMPARE(given, 3);
        QCOMPARE(rowsOf(*snapshot, table, {}, 7).size(), std::size_t{7});
    }
    QCOMPARE(rowsOf(*snapshot, table).size(), std::size_t{20000});
    QCOMPARE(snapshot->countRows(table).value_or(0), std::uint64_t{20000});
    // Paused, then gone: no backend of ours stays behind.
    QVERIFY_OK(snapshot->scan(table, {}, 0, [](BytesView) { return false; }));
}

void TstPgSnapshot::givesKeylessRowsOnceInManyParts()
{
    QVERIFY_OK(make(QStringLiteral("CREATE TABLE heap (v text); INSERT INTO heap SELECT 'row ' || n / 3 "
                                   "FROM generate_series(0, 299) n")));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("heap"));
    const auto all = rowsOf(*snapshot, table);
    QCOMPARE(all.size(), std::size_t{300});
    std::vector<Bytes> parts;
    Bytes after;
    while (parts.size() < all.size()) {
        int given = 0;
        QVERIFY_OK(snapshot->scan(table, {after, {}}, 0, [&](BytesView row) {
            parts.emplace_back(row);
            return ++given < 7;
        }));
        after = parts.back();
    }
    QVERIFY(parts == all);
    const auto elsewhere = snapshot->scan(table, {all[5], {}}, 0, [](BytesView) { return true; });
    QVERIFY(!elsewhere);
    QCOMPARE(elsewhere.error().code, ErrorCode::Schema);
    QVERIFY(!snapshot->scan(table, {{}, all[5]}, 0, [](BytesView) { return true; }));
    QVERIFY(!snapshot->fetch(table, all[5]));
}

void TstPgSnapshot::fetchesOneRow()
{
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("plain"));
    const auto all = rowsOf(*snapshot, table);
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{500}})
        QVERIFY(snapshot->fetch(table, keyOf(table, all[i])).value_or(Bytes()) == all[i]);
    Bytes nobody;
    encodeRow({Cell::ofNative(BytesView("\0\0\0\0\0\1\0\0", 8))}, nobody);
    const auto none = snapshot->fetch(table, nobody);
    QVERIFY_OK(none);
    QVERIFY(none->empty());
}

void TstPgSnapshot::refusesKeysThatAreNone()
{
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("plain"));
    Bytes null;
    Bytes two;
    Bytes text;
    encodeRow({Cell::null()}, null);
    encodeRow({Cell::ofNative("12345678"), Cell::ofNative("12345678")}, two);
    encodeRow({Cell::ofText("5")}, text);
    for (const Bytes& key : {Bytes("\x05"), Bytes("\x01\x06\xff"), null, two, text}) {
        const auto scanned = snapshot->scan(table, {key, {}}, 0, [](BytesView) { return true; });
        QVERIFY(!scanned);
        QCOMPARE(scanned.error().code, ErrorCode::Corrupt);
        QVERIFY(!snapshot->fetch(table, key));
    }
    // Only the server can tell that these bytes are no bigint, and what it says costs nothing but the question.
    Bytes shortKey;
    encodeRow({Cell::ofNative("123")}, shortKey);
    QVERIFY_OK(make(QStringLiteral("INSERT INTO plain VALUES (900003)")));
    QVERIFY(!snapshot->scan(table, {shortKey, {}}, 0, [](BytesView) { return true; }));
    QVERIFY(!snapshot->fetch(table, shortKey));
    QCOMPARE(rowsOf(*snapshot, table).size(), std::size_t{1002});
    QCOMPARE(snapshot->countRows(table).value_or(0), std::uint64_t{1002});
    QVERIFY_OK(make(QStringLiteral("DELETE FROM plain WHERE id = 900003")));
}

void TstPgSnapshot::tellsWhenTheStructureIsAnother()
{
    const auto snapshot = opened();
    QVERIFY(snapshot);
    TableSchema table = schemaOf(*snapshot, QStringLiteral("plain"));
    table.columns[1].name = QStringLiteral("na\"me");
    const auto renamed = snapshot->scan(table, {}, 0, [](BytesView) { return true; });
    QVERIFY(!renamed);
    QCOMPARE(renamed.error().code, ErrorCode::Schema);
    table.name = QStringLiteral("public.plain\"; DROP TABLE plain; --");
    const auto hostile = snapshot->scan(table, {}, 0, [](BytesView) { return true; });
    QVERIFY(!hostile);
    QCOMPARE(hostile.error().code, ErrorCode::Schema);
    const auto uncounted = snapshot->countRows(table);
    QVERIFY(!uncounted);
    QCOMPARE(uncounted.error().code, ErrorCode::Schema);
}

void TstPgSnapshot::failsRatherThanHidesRows()
{
    QVERIFY_OK(make(
        QStringLiteral("CREATE ROLE reader LOGIN; CREATE TABLE secret (id int PRIMARY KEY, v text);"
                       "INSERT INTO secret VALUES (1, 'a'), (2, 'b'); ALTER TABLE secret ENABLE ROW LEVEL SECURITY;"
                       "CREATE POLICY p ON secret USING (id = 1); GRANT SELECT ON secret TO reader")));
    PgConnection::Options reading = options();
    reading.conninfo = m_server.conninfo(QStringLiteral("icu"), QStringLiteral("reader"));
    const auto snapshot = PgSnapshot::open(reading);
    QVERIFY_OK(snapshot);
    const TableSchema table = schemaOf(**snapshot, QStringLiteral("secret"));
    int given = 0;
    const auto scanned = (*snapshot)->scan(table, {}, 0, [&](BytesView) { return ++given > 0; });
    QVERIFY(!scanned);
    QCOMPARE(given, 0);
    QVERIFY(!scanned.error().transient);
}

void TstPgSnapshot::isTransientWhenTheServerDiesInMidScan()
{
    QVERIFY_OK(make(kWide));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("wide"));
    int given = 0;
    const auto scanned = snapshot->scan(table, {}, 0, [&](BytesView) {
        if (++given == 10)
            m_server.kill();
        return true;
    });
    QVERIFY(!scanned);
    QVERIFY(scanned.error().transient);
    QVERIFY(!snapshot->scan(table, {}, 0, [&](BytesView) { return true; }));
    QVERIFY_OK(m_server.startAgain());
    // The moment is gone with the server; what says so is no lasting failure.
    const auto again = snapshot->scan(table, {}, 0, [&](BytesView) { return true; });
    QVERIFY(!again);
    QVERIFY(again.error().transient);
    const auto fresh = opened();
    QVERIFY(fresh);
    QCOMPARE(rowsOf(*fresh, table).size(), std::size_t{20000});
}

void TstPgSnapshot::isCancelledInMidScan()
{
    QVERIFY_OK(make(kWide));
    std::stop_source stop;
    PgConnection::Options reading = options();
    reading.stop = stop.get_token();
    const auto snapshot = PgSnapshot::open(reading);
    QVERIFY_OK(snapshot);
    const TableSchema table = schemaOf(**snapshot, QStringLiteral("wide"));
    int given = 0;
    const auto scanned = (*snapshot)->scan(table, {}, 0, [&](BytesView) {
        if (++given == 10)
            stop.request_stop();
        return true;
    });
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().code, ErrorCode::Cancelled);
}

void TstPgSnapshot::readsAMillionRowsInFlatMemory()
{
    QVERIFY_OK(make(QStringLiteral(
        "CREATE TABLE big (id bigint PRIMARY KEY, idcard varchar(18), name varchar(48), born date, pay numeric(12,2),"
        " changed timestamp, active boolean, note text);"
        "INSERT INTO big SELECT n, lpad(n::text, 18, '4'), '张三' || n, '1960-01-01'::date + (n % 20000)::int,"
        " n * 0.37, '2020-01-01'::timestamp + n * interval '1 second', n % 3 = 0, repeat('abcdefgh', 14)"
        " FROM generate_series(1, 1000000) n; ANALYZE big")));
    const auto snapshot = opened();
    QVERIFY(snapshot);
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("big"));
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    qint64 atFirst = 0;
    QElapsedTimer timer;
    timer.start();
    QVERIFY_OK(snapshot->scan(table, {}, 0, [&](BytesView row) {
        bytes += row.size();
        if (++rows == 10'000)
            atFirst = peakResidentBytes();
        return true;
    }));
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    QCOMPARE(rows, std::uint64_t{1'000'000});
    const qint64 grown = peakResidentBytes() - atFirst;
    QVERIFY2(atFirst > 0 && grown < 4 << 20, qPrintable(QString::number(grown)));
    qInfo("%.0f rows/s, %.0f bytes a row", static_cast<double>(rows) / seconds,
          static_cast<double>(bytes) / static_cast<double>(rows));
}

BUSHENG_TEST(TstPgSnapshot)
#include "tst_pg_snapshot.moc"
