// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

#include <limits>

using namespace busheng;
using namespace busheng::test;

namespace {

struct Value {
    QString name;
    Cell cell;
};

/// What breaks synchronizers, as far as SQLite can hold it. The views point to static texts.
std::vector<Value> corpus()
{
    static const Bytes kLong(1U << 17, 'x');
    static const Bytes kWithNul("a\0b\0", 4);
    static const Bytes kLatin1("M\xfcller \xff\xfe");
    static const Bytes kAllBytes = [] {
        Bytes bytes;
        for (int i = 0; i < 256; ++i)
            bytes.push_back(static_cast<char>(i));
        return bytes;
    }();
    std::vector<Value> values{{QStringLiteral("null"), Cell::null()}};
    using Integers = std::numeric_limits<std::int64_t>;
    for (const std::int64_t integer :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{127}, std::int64_t{128}, Integers::max(), Integers::min(),
          (std::int64_t{1} << 53) + 1, std::int64_t{4294967296}})
        values.push_back({QString::number(integer), Cell::ofInteger(integer)});
    using Reals = std::numeric_limits<double>;
    for (const double real : {0.0, -0.0, 0.1, 1.0, -1.5, 1e300, Reals::denorm_min(), Reals::max(), Reals::infinity(),
                              -Reals::infinity(), 9007199254740993.0, 1.7976931348623157e308, 123456789012345680.0})
        values.push_back({QStringLiteral("real %1").arg(real, 0, 'g', 17), Cell::ofReal(real)});
    const char* const texts[] = {"",
                                 " ",
                                 "  trailing  ",
                                 "\t\r\n",
                                 "NULL",
                                 "0",
                                 "1",
                                 "01",
                                 "1.0",
                                 "-0.0",
                                 "1e3",
                                 " 1",
                                 "0x10",
                                 "+1",
                                 "9223372036854775808",
                                 "18446744073709551615",
                                 "12345678901234567890.123456789",
                                 "inf",
                                 "nan",
                                 "1940-06-01",
                                 "1986-05-04 02:30:00",
                                 "0000-00-00",
                                 "2024-00-10",
                                 "24:00:00",
                                 "-838:59:59",
                                 "infinity",
                                 "0044-03-15 BC",
                                 "99999-12-31",
                                 "2038-01-19 03:14:08",
                                 "1970-01-01 00:00:00.000001",
                                 "䶮",
                                 "㐂",
                                 "𠮷",
                                 "𬭩",
                                 "买买提·吐尔逊",
                                 "Ä\xcc\x88",
                                 "ＡＢＣ",
                                 "'; DROP TABLE v; --",
                                 "\"",
                                 "true",
                                 "{\"b\":1,\"a\":2}"};
    for (const char* const value : texts)
        values.push_back({QStringLiteral("text '%1'").arg(QString::fromUtf8(value)), Cell::ofText(value)});
    values.push_back({QStringLiteral("text with NUL"), Cell::ofText(kWithNul)});
    values.push_back({QStringLiteral("invalid UTF-8"), Cell::ofText(kLatin1)});
    values.push_back({QStringLiteral("long text"), Cell::ofText(kLong)});
    values.push_back({QStringLiteral("empty blob"), Cell::ofBlob({})});
    values.push_back({QStringLiteral("blob '1'"), Cell::ofBlob("1")});
    values.push_back({QStringLiteral("all bytes"), Cell::ofBlob(kAllBytes)});
    values.push_back({QStringLiteral("long blob"), Cell::ofBlob(kLong)});
    return values;
}

const QString kTable = QStringLiteral(
    "CREATE TABLE v(id INTEGER PRIMARY KEY, t TEXT, i INTEGER, r REAL, n NUMERIC, b BLOB, u, d DATETIME, "
    "x DECIMAL(65,30), k BOOLEAN)");

/// The corpus as a source holds it: one row per value, the value in every column.
Result<std::unique_ptr<SqliteDatabase>> makeSource(const QString& path)
{
    ENGINE_TRY_AS(auto database,
                  SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, QStringLiteral("province")));
    ENGINE_TRY(database->execute(QStringLiteral("PRAGMA synchronous = OFF; BEGIN; ") + kTable));
    {
        ENGINE_TRY_AS(SqliteStatement insert, database->prepare(QStringLiteral(
                                                  "INSERT INTO v VALUES (?1, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2)")));
        std::int64_t id = 0;
        for (const Value& value : corpus()) {
            ENGINE_TRY(insert.bind(1, ++id));
            ENGINE_TRY(insert.bind(2, value.cell));
            ENGINE_TRY(insert.run());
        }
    }
    ENGINE_TRY(database->execute(QStringLiteral("COMMIT")));
    return database;
}

/// The corpus as a source holds it in a key column of this type.
Result<> readKeys(const QString& type, DatasetSchema& schema, std::vector<Bytes>& keys)
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("source.sqlite"));
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, QStringLiteral("province")));
    ENGINE_TRY(database->execute(
        QStringLiteral("PRAGMA synchronous = OFF; BEGIN; CREATE TABLE keyed(k %1 NOT NULL, v, PRIMARY KEY(k))")
            .arg(type)));
    ENGINE_TRY_AS(SqliteStatement insert,
                  database->prepare(QStringLiteral("INSERT OR IGNORE INTO keyed VALUES (?1, NULL)")));
    for (const Value& value : corpus()) {
        ENGINE_TRY(insert.bind(1, value.cell));
        ENGINE_TRY(insert.run());
    }
    ENGINE_TRY(database->execute(QStringLiteral("COMMIT")));
    ENGINE_TRY_AS(schema, readSqliteSchema(*database, {QStringLiteral("keyed")}));
    ENGINE_TRY_AS(const auto snapshot, SqliteSnapshot::open(path, QStringLiteral("province")));
    return snapshot->scan(schema.tables[0], {}, 0, [&](BytesView bytes) {
        return projectRow(bytes, schema.tables[0].keyColumns, keys.emplace_back());
    });
}

} // namespace

class TstSqliteTargetValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyValueArrivesAsItIs_data();
    void everyValueArrivesAsItIs();
    void everyValueServesAsAKey();

private:
    QTemporaryDir m_directory;
    DatasetSchema m_schema;
    std::vector<Bytes> m_source;
};

void TstSqliteTargetValues::initTestCase()
{
    const QString path = m_directory.filePath(QStringLiteral("source.sqlite"));
    auto database = makeSource(path);
    QVERIFY_OK(database);
    const auto schema = readSqliteSchema(**database, {QStringLiteral("v")});
    QVERIFY_OK(schema);
    m_schema = *schema;
    const auto snapshot = SqliteSnapshot::open(path, QStringLiteral("province"));
    QVERIFY_OK(snapshot);
    QVERIFY_OK((*snapshot)->scan(m_schema.tables[0], {}, 0, [this](BytesView bytes) {
        m_source.emplace_back(bytes);
        return true;
    }));
    QCOMPARE(m_source.size(), corpus().size());
}

void TstSqliteTargetValues::everyValueArrivesAsItIs_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("load") << 0;
    QTest::newRow("insert") << 1;
    QTest::newRow("update") << 2;
    QTest::newRow("upsert") << 3;
}

void TstSqliteTargetValues::everyValueArrivesAsItIs()
{
    QFETCH(const int, kind);
    Block load;
    Block changes;
    std::int64_t id = 0;
    for (const Bytes& source : m_source) {
        std::vector<Cell> blank(m_schema.tables[0].columns.size(), text("before"));
        blank[0] = number(++id);
        Bytes before;
        encodeRow(blank, before);
        if (kind != 1)
            load.upsert(kind == 0 ? source : before);
        if (kind == 1)
            changes.insert(source);
        else if (kind == 2)
            changes.update(row({number(id)}), source);
        else
            changes.upsert(source);
    }
    PacketFeed feed;
    feed.structure(m_schema).loadBegin(1, 1);
    if (load.count() > 0)
        feed.loadRows(load);
    feed.loadEnd(1).seal();
    if (kind != 0)
        feed.transaction(2, changes).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const std::vector<Bytes> found = target.rows(m_schema.tables[0]);
    QCOMPARE(found.size(), m_source.size());
    const std::vector<Value> values = corpus();
    for (std::size_t i = 0; i < found.size(); ++i)
        QVERIFY2(found[i] == m_source[i], qPrintable(values[i].name));
}

void TstSqliteTargetValues::everyValueServesAsAKey()
{
    for (const char* const type : {"", "TEXT", "BLOB", "NUMERIC", "REAL", "INT"}) {
        std::vector<Bytes> keys;
        DatasetSchema schema;
        QVERIFY_OK(readKeys(QString::fromLatin1(type), schema, keys));
        PacketFeed feed;
        feed.structure(schema).loadBegin(1, 1).loadEnd(1).seal();
        std::uint64_t position = 1;
        for (const Bytes& key : keys) {
            std::vector<Cell> cells;
            QVERIFY(decodeRow(key, cells));
            Block block;
            block.insert(row({cells[0], text("in")})).update(key, row({cells[0], text("up")})).erase(key);
            feed.transaction(++position, block).seal();
        }
        TargetFixture target;
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.rows(schema.tables[0]).size(), 0U);
        QCOMPARE(target.applier->checkpoint().changesApplied, 3 * keys.size());
    }
}

BUSHENG_TEST(TstSqliteTargetValues)
#include "tst_sqlite_target_values.moc"
