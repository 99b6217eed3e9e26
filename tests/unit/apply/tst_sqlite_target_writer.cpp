// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_ddl.h"
#include "engine/db/sqlite/sqlite_guard.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

#include <QDir>

#include <xxhash.h>

using namespace busheng;
using namespace busheng::test;

namespace {

PacketFeed liveFeed()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(1, 10);
    feed.loadRows(Block().upsert(account(1, "x", 1)).upsert(account(2, "x", 1)));
    feed.loadRows(Block(2).upsert(note("a", "b", "body", "1")).upsert(note("a", "c", "body", "2"))).loadEnd(10).seal();
    return feed;
}

} // namespace

class TstSqliteTargetWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesBadLocations_data();
    void refusesBadLocations();
    void makesCommitsDurable();
    void writesTheCheckpointAsDocumented();
    void createsOnlyWhatIsMissing();
    void refusesAnotherDatabasesStructure();
    void refusesATableThatDiffers_data();
    void refusesATableThatDiffers();
    void repairExchangesUniqueValues();
    void swapsKeysInOneTransaction();
    void leavesUnchangedColumnsAlone();
    void updatesRowsOfKeyColumnsOnly();
    void mindsNothingInATableThatIsLoading();
    void upsertTakesTheKeyAsTheSourceWritesIt();
    void staysSilentTowardsCaptureTriggers();
    void findsAnEditedCheckpoint_data();
    void findsAnEditedCheckpoint();
    void findsASecondProcessThatApplies();
    void findsADroppedTable();
    void findsAReplacedFile();
    void keepsStreamsApart();
    void namesOfAllKindsAreOnlyNames();
};

void TstSqliteTargetWriter::refusesBadLocations_data()
{
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("event");
    const QString root = QDir::tempPath();
    QTest::newRow("empty") << QString() << events::CFG_BAD_PATH;
    QTest::newRow("relative") << QStringLiteral("target.sqlite") << events::CFG_BAD_PATH;
    QTest::newRow("memory") << QStringLiteral(":memory:") << events::CFG_BAD_PATH;
    QTest::newRow("no such directory") << root + QStringLiteral("/busheng-none/target.sqlite") << events::CFG_BAD_PATH;
    QTest::newRow("a directory") << root << events::CFG_BAD_PATH;
    QTest::newRow("no database") << QStringLiteral("/proc/self/status") << events::TGT_UNAVAILABLE;
    QTest::newRow("utf-16") << QStringLiteral("%1/utf16.sqlite") << events::TGT_UNAVAILABLE;
}

void TstSqliteTargetWriter::refusesBadLocations()
{
    QFETCH(QString, location);
    QFETCH(const QString, event);
    TargetFixture target;
    if (location.contains(QStringLiteral("%1"))) {
        target.execute(QStringLiteral("PRAGMA encoding = 'UTF-16'; CREATE TABLE t(a)"));
        location = target.config.location;
    }
    target.config.location = location;
    const auto refused = openSqliteTarget(target.config);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, event);
}

void TstSqliteTargetWriter::makesCommitsDurable()
{
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(liveFeed().packets()));
    const auto mode = target.other()->queryText(QStringLiteral("PRAGMA journal_mode"));
    QVERIFY_OK(mode);
    QCOMPARE(*mode, QStringLiteral("wal"));
}

void TstSqliteTargetWriter::writesTheCheckpointAsDocumented()
{
    PacketFeed feed = liveFeed();
    feed.transaction(300, Block().insert(account(3, "x", 1))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const auto database = target.other();
    auto row =
        database->prepare(QStringLiteral("SELECT stream, sequence, digest, position, generation, state, upsert_until, "
                                         "rows_loaded, changes_applied, expected_rows, seal FROM busheng_checkpoint"));
    QVERIFY_OK(row);
    QVERIFY(*row->step());
    const std::vector<std::int64_t> expected{2, 300, 1, 3, 0, 4, 1}; // of the columns that are numbers
    const std::vector<int> columns{1, 3, 4, 5, 6, 7, 8};
    for (std::size_t i = 0; i < columns.size(); ++i)
        QCOMPARE(row->integer(columns[i]), expected[i]);
    QVERIFY(row->cell(2).bytes == view(feed.last().digest));
    QVERIFY(row->cell(9).bytes.empty());
    // docs/formats/checkpoint.md, "Seal", by another hand.
    Bytes sealed = "\x0f"
                   "340000>100000/1";
    ByteWriter out(sealed);
    out.fixed<std::uint64_t>(2);
    out.raw(view(feed.last().digest));
    out.fixed<std::uint64_t>(300);
    out.fixed<std::uint64_t>(1);
    out.fixed<std::uint8_t>(3);
    for (const std::uint64_t value : {0, 4, 1})
        out.fixed<std::uint64_t>(value);
    out.varint(0);
    const Bytes structure = encodeSchema(bankSchema());
    const XXH128_hash_t structureHash = XXH3_128bits(structure.data(), structure.size());
    out.fixed<std::uint64_t>(structureHash.low64);
    out.fixed<std::uint64_t>(structureHash.high64);
    const XXH128_hash_t hash = XXH3_128bits(sealed.data(), sealed.size());
    Bytes seal;
    ByteWriter(seal).fixed<std::uint64_t>(hash.low64);
    ByteWriter(seal).fixed<std::uint64_t>(hash.high64);
    QCOMPARE(toHex(row->cell(10).bytes), toHex(seal));
    const auto stored = database->queryText(QStringLiteral("SELECT hex(structure) FROM busheng_structure"));
    QVERIFY_OK(stored);
    QCOMPARE(stored->toLower(), toHex(structure));
}

void TstSqliteTargetWriter::createsOnlyWhatIsMissing()
{
    TargetFixture target;
    target.execute(QStringLiteral(
        "CREATE TABLE account(id INTEGER PRIMARY KEY, owner TEXT, balance BIGINT, ours TEXT DEFAULT 'kept')"));
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(liveFeed().packets()));
    const auto database = target.other();
    const auto ours = database->queryText(QStringLiteral("SELECT ours FROM account WHERE id = 1"));
    QVERIFY_OK(ours);
    QCOMPARE(*ours, QStringLiteral("kept"));
    const auto created = readSqliteTable(*database, QStringLiteral("note"));
    QVERIFY_OK(created);
    QVERIFY(schemaDifferences(bankSchema().tables[1], *created).isEmpty());
    QCOMPARE(created->indexes, bankSchema().tables[1].indexes);
}

void TstSqliteTargetWriter::refusesAnotherDatabasesStructure()
{
    DatasetSchema schema = bankSchema();
    schema.engine = QStringLiteral("postgres");
    PacketFeed feed;
    feed.structure(schema).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    const auto refused = target.play(feed.packets());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Schema);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QVERIFY(refused.error().args.value(2).contains(QStringLiteral("another kind")));
}

void TstSqliteTargetWriter::refusesATableThatDiffers_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("column missing") << QStringLiteral("CREATE TABLE account(id INTEGER PRIMARY KEY, owner TEXT)");
    QTest::newRow("other type") << QStringLiteral(
        "CREATE TABLE account(id INTEGER PRIMARY KEY, owner TEXT, balance TEXT)");
    QTest::newRow("other key") << QStringLiteral(
        "CREATE TABLE account(id INTEGER, owner TEXT PRIMARY KEY, balance INTEGER)");
    QTest::newRow("no key") << QStringLiteral("CREATE TABLE account(id INTEGER, owner TEXT, balance INTEGER)");
    QTest::newRow("a view") << QStringLiteral("CREATE VIEW account AS SELECT 1 AS id, 2 AS owner, 3 AS balance");
}

void TstSqliteTargetWriter::refusesATableThatDiffers()
{
    QFETCH(const QString, sql);
    TargetFixture target;
    target.execute(sql);
    QVERIFY_OK(target.open());
    const auto refused = target.play(liveFeed().packets());
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QCOMPARE(refused.error().args.mid(0, 2), (QStringList{QStringLiteral("ministry"), QStringLiteral("account")}));
    QVERIFY_OK(target.applier->reset());
    const auto tables = target.other()->queryInteger(
        QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name IN ('note', 'entry')"));
    QVERIFY_OK(tables);
    QCOMPARE(*tables, 0);
}

void TstSqliteTargetWriter::repairExchangesUniqueValues()
{
    // Codes 1 and 2 were exchanged in the target by hand: each repaired row meets the other one's value.
    PacketFeed feed = liveFeed();
    feed.transaction(10, Block(2).upsert(note("a", "b", "body", "2")).upsert(note("a", "c", "body", "1"))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const std::vector<Bytes> expected{note("a", "b", "body", "2"), note("a", "c", "body", "1")};
    QCOMPARE(target.rows(bankSchema().tables[1]), expected);
}

void TstSqliteTargetWriter::swapsKeysInOneTransaction()
{
    PacketFeed feed = liveFeed();
    Block block;
    block.update(row({number(1)}), account(-1, "one", 1)).update(row({number(2)}), account(1, "two", 1));
    block.update(row({number(-1)}), account(2, "one", 1));
    feed.transaction(11, block).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const std::vector<Bytes> expected{account(1, "two", 1), account(2, "one", 1)};
    QCOMPARE(target.rows(bankSchema().tables[0]), expected);
}

void TstSqliteTargetWriter::leavesUnchangedColumnsAlone()
{
    PacketFeed feed = liveFeed();
    Block block;
    block.update(row({number(1)}), row({number(1), Cell::unchanged(), number(9)}));
    block.update(row({number(1)}), row({Cell::unchanged(), text("named"), Cell::unchanged()}));
    block.update(row({number(2)}), row({number(20), Cell::unchanged(), Cell::unchanged()}));
    block.update(row({number(20)}), row({Cell::unchanged(), Cell::unchanged(), Cell::unchanged()}));
    feed.transaction(11, block).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const std::vector<Bytes> expected{account(1, "named", 9), account(20, "x", 1)};
    QCOMPARE(target.rows(bankSchema().tables[0]), expected);
}

void TstSqliteTargetWriter::updatesRowsOfKeyColumnsOnly()
{
    TableSchema pair;
    pair.id = 1;
    pair.name = QStringLiteral("pair");
    pair.columns = {bankSchema().tables[1].columns[1], bankSchema().tables[1].columns[2]};
    pair.keyColumns = {0, 1};
    pair.withoutRowid = true;
    DatasetSchema schema;
    schema.tables = {pair};
    const auto of = [](const char* a, const char* b) { return row({text(a), text(b)}); };
    PacketFeed feed;
    feed.structure(schema)
        .loadBegin(1, 10)
        .loadRows(Block().upsert(of("a", "1")).upsert(of("a", "1")).upsert(of("b", "1")))
        .loadEnd(10)
        .seal();
    feed.transaction(11, Block().update(of("a", "1"), of("a", "1")).update(of("b", "1"), of("c", "2"))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const std::vector<Bytes> expected{of("a", "1"), of("c", "2")};
    QCOMPARE(target.rows(pair), expected);
}

/// Its rows come piece by piece among the changes, which find them there already, or not there yet.
void TstSqliteTargetWriter::mindsNothingInATableThatIsLoading()
{
    DatasetSchema schema = bankSchema();
    PacketFeed feed;
    feed.structure(schema).loadBegin(1, 10).loadRows(Block().upsert(account(1, "x", 1))).loadEnd(10).seal();
    schema.tables[0].isLoading = true;
    ++schema.version;
    feed.structure(schema)
        .transaction(
            11, Block().insert(account(1, "y", 2)).update(row({number(7)}), account(7, "z", 3)).erase(row({number(9)})))
        .seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    const std::vector<Bytes> expected{account(1, "y", 2), account(7, "z", 3)};
    QCOMPARE(target.rows(schema.tables[0]), expected);
}

void TstSqliteTargetWriter::upsertTakesTheKeyAsTheSourceWritesIt()
{
    // In an untyped column 1 and 1.0 are one key, but not one value.
    TableSchema table;
    table.id = 1;
    table.name = QStringLiteral("untyped");
    table.columns.resize(2);
    table.columns[0].name = QStringLiteral("k");
    table.columns[1].name = QStringLiteral("v");
    table.keyColumns = {0};
    DatasetSchema schema;
    schema.tables = {table};
    PacketFeed feed;
    feed.structure(schema)
        .loadBegin(1, 10)
        .loadRows(Block().upsert(row({Cell::ofReal(1), text("v")})))
        .loadEnd(10)
        .seal();
    feed.transaction(10, Block().remove(row({Cell::ofReal(2)})).upsert(row({number(1), text("v")}))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    QCOMPARE(target.rows(table), std::vector<Bytes>{row({number(1), text("v")})});
}

void TstSqliteTargetWriter::staysSilentTowardsCaptureTriggers()
{
    TargetFixture target;
    target.execute(createTableSql(bankSchema().tables[0]));
    for (const QString& sql : sqliteGuardSql())
        target.execute(sql);
    target.execute(
        QStringLiteral("CREATE TABLE seen(id); CREATE TRIGGER catch AFTER INSERT ON account "
                       "WHEN (SELECT active FROM busheng_guard) = 0 BEGIN INSERT INTO seen VALUES (new.id); END"));
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(liveFeed().packets()));
    target.execute(QStringLiteral("INSERT INTO account VALUES (99, 'by hand', 1)"));
    const auto database = target.other();
    QCOMPARE(*database->queryInteger(QStringLiteral("SELECT count(*) FROM seen")), 1);
    QCOMPARE(*database->queryInteger(QStringLiteral("SELECT id FROM seen")), 99);
    QCOMPARE(*database->queryInteger(QStringLiteral("SELECT active FROM busheng_guard")), 0);
}

void TstSqliteTargetWriter::findsAnEditedCheckpoint_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("atRestart"); ///< found by reading it; else by writing over it
    const auto add = [](const char* name, const char* sql, bool atRestart) {
        QTest::newRow(name) << QString::fromLatin1(sql) << atRestart;
    };
    add("sequence", "UPDATE busheng_checkpoint SET sequence = 0", true);
    add("position", "UPDATE busheng_checkpoint SET position = position + 1", true);
    add("digest", "UPDATE busheng_checkpoint SET digest = zeroblob(32)", true);
    add("short digest", "UPDATE busheng_checkpoint SET digest = x'00'", true);
    add("state", "UPDATE busheng_checkpoint SET state = 4", true);
    add("no such state", "UPDATE busheng_checkpoint SET state = 99", true);
    add("counter", "UPDATE busheng_checkpoint SET changes_applied = 12345", true);
    add("seal", "UPDATE busheng_checkpoint SET seal = zeroblob(16)", true);
    add("structure", "UPDATE busheng_structure SET structure = x'a0'", true);
    add("structure gone", "DELETE FROM busheng_structure", true);
    add("stream renamed", "UPDATE busheng_checkpoint SET stream = 'other'", false);
    add("row gone", "DELETE FROM busheng_checkpoint", false);
    add("table gone", "DROP TABLE busheng_checkpoint", false);
    add("column gone", "ALTER TABLE busheng_checkpoint DROP COLUMN position", true);
}

void TstSqliteTargetWriter::findsAnEditedCheckpoint()
{
    QFETCH(const QString, sql);
    QFETCH(const bool, atRestart);
    PacketFeed feed = liveFeed();
    feed.transaction(11, Block().insert(account(3, "x", 1))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.give(feed.packets()[0]));
    target.execute(sql);
    if (atRestart) {
        const auto refused = target.open();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QCOMPARE(refused.error().event, events::TGT_CHECKPOINT);
        return;
    }
    QVERIFY_OK(target.give(feed.packets()[1]));
    const auto refused = target.applier->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_CHECKPOINT);
    target.close();
    QCOMPARE(target.rows(bankSchema().tables[0]).size(), 2U);
}

void TstSqliteTargetWriter::findsASecondProcessThatApplies()
{
    PacketFeed feed = liveFeed();
    feed.transaction(11, Block().upsert(account(3, "x", 1))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play({feed.packets()[0]}));
    const auto secondWriter = openSqliteTarget(target.config);
    QVERIFY_OK(secondWriter);
    const auto second = Applier::open(**secondWriter, target.options, {}, {});
    QVERIFY_OK(second);
    QVERIFY_OK(target.play(feed.packets()));
    const FedPacket& packet = feed.last();
    QVERIFY_OK((*second)->applyPacket(packet.header, packet.digest, packet.body));
    const auto refused = (*second)->commit();
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_CHECKPOINT);
    QVERIFY_OK((*second)->reset());
    QCOMPARE((*second)->checkpoint().sequence, 2U);
}

void TstSqliteTargetWriter::findsADroppedTable()
{
    PacketFeed feed = liveFeed();
    feed.transaction(11, Block().insert(account(3, "x", 1))).seal();
    feed.transaction(12, Block().insert(account(4, "x", 1))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play({feed.packets()[0], feed.packets()[1]}));
    target.execute(QStringLiteral("ALTER TABLE account RENAME TO elsewhere"));
    const auto refused = target.play(feed.packets());
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QCOMPARE(refused.error().args.value(1), QStringLiteral("account"));
}

void TstSqliteTargetWriter::findsAReplacedFile()
{
    PacketFeed feed = liveFeed();
    feed.transaction(11, Block().insert(account(3, "x", 1))).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.give(feed.packets()[0]));
    const bool isMoved = QFile::rename(target.config.location, target.config.location + QStringLiteral(".old"));
    QCOMPARE(isMoved, !kIsWindows); // Windows moves no file that is open
    if (!isMoved)
        return;
    const auto refused = target.give(feed.packets()[1]);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_UNAVAILABLE);
}

void TstSqliteTargetWriter::keepsStreamsApart()
{
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(liveFeed().packets()));
    target.options.stream = QStringLiteral("350000>100000/2");
    QVERIFY_OK(target.open());
    QCOMPARE(target.applier->checkpoint().sequence, 0U);
    target.options.stream = QStringLiteral("340000>100000/1");
    QVERIFY_OK(target.open());
    QCOMPARE(target.applier->checkpoint().sequence, 1U);
}

void TstSqliteTargetWriter::namesOfAllKindsAreOnlyNames()
{
    const QStringList names{QStringLiteral("select"),
                            QStringLiteral("a\"b"),
                            QStringLiteral("a'b"),
                            QStringLiteral("人员 基本信息"),
                            QStringLiteral("x; DROP TABLE account; --"),
                            QStringLiteral("[x]"),
                            QStringLiteral("?1"),
                            QStringLiteral("a.b"),
                            QStringLiteral("`x`"),
                            QString(64, u'长'),
                            QStringLiteral("rowid"),
                            QStringLiteral("excluded")};
    DatasetSchema schema;
    PacketFeed feed;
    std::vector<Block> loads;
    Block changes;
    for (const QString& name : names) {
        TableSchema table;
        table.id = static_cast<std::uint32_t>(schema.tables.size()) + 1;
        table.name = name;
        table.columns.resize(static_cast<std::size_t>(names.size()));
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            table.columns[i].name = names[static_cast<qsizetype>(i)];
            table.columns[i].declaredType = QStringLiteral("TEXT");
        }
        table.keyColumns = {1, 0};
        schema.tables.push_back(table);
        std::vector<Cell> cells(table.columns.size(), text("'; DROP TABLE \"select\"; --"));
        Bytes first;
        encodeRow(cells, first);
        cells[5] = text("changed");
        Bytes second;
        encodeRow(cells, second);
        loads.push_back(Block(table.id).upsert(first));
        const Bytes key = row({cells[1], cells[0]});
        changes.table(table.id).update(key, second).remove(row({text("x"), text("y")}));
    }
    feed.structure(schema).loadBegin(1, 10);
    for (const Block& load : loads)
        feed.loadRows(load);
    feed.loadEnd(10, std::vector<std::uint64_t>(schema.tables.size(), 1)).seal();
    feed.transaction(11, changes).seal();
    TargetFixture target;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.play(feed.packets()));
    QCOMPARE(target.applier->checkpoint().state, SubscriptionState::CatchingUp);
    for (const TableSchema& table : schema.tables) {
        const std::vector<Bytes> found = target.rows(table);
        QCOMPARE(found.size(), 1U);
        std::vector<Cell> cells;
        QVERIFY(decodeRow(found[0], cells));
        QCOMPARE(cellToText(cells[5]), QStringLiteral("changed"));
        QCOMPARE(cellToText(cells[6]), QStringLiteral("'; DROP TABLE \"select\"; --"));
    }
}

BUSHENG_TEST(TstSqliteTargetWriter)
#include "tst_sqlite_target_writer.moc"
