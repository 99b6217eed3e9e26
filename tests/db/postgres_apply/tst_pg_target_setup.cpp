// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_stream_fixture.h"
#include "tests/support/test_main.h"

#include <xxhash.h>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kAccount = QStringLiteral("CREATE TABLE account(id int PRIMARY KEY, owner text, balance int)");

} // namespace

/// What a target must be, what is made in it, and what the checkpoint in it says.
class TstPgTargetSetup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void loadsFollowsAndOpensSnapshots();
    void writesTheCheckpointAsDocumented();
    void findsAnEditedCheckpoint_data();
    void findsAnEditedCheckpoint();
    void findsASecondProcessThatApplies();
    void keepsStreamsApart();
    void refusesATableThatDiffers_data();
    void refusesATableThatDiffers();
    void addsColumnsOnlyWhenToldTo();
    void refusesAnotherDatabasesStructure();
    void appliesCircularReferences_data();
    void appliesCircularReferences();
    void findsReferencesThatDoNotHold();
    void tellsAReferenceBrokenAtCommit();
    void needsItsRights_data();
    void needsItsRights();
    void commitsDurablyWhateverTheRoleSays();
    void isUnavailableWhereNobodyListens();

private:
    /// One row loaded, and one packet more.
    static PacketFeed shortStory(PgStreamFixture& f)
    {
        f.data.onSource(kAccount + QStringLiteral("; INSERT INTO account VALUES (1, 'o', 1)"));
        const DatasetSchema schema = f.data.schema({QStringLiteral("account")});
        PacketFeed feed;
        f.load(feed, schema);
        f.data.insert(schema.tables[0], QStringLiteral("2, 'p', 2"));
        f.transaction(feed, 300);
        return feed;
    }
    static void asRole(PgApplyFixture& f, const QString& grants)
    {
        f.onTarget(QStringLiteral("DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN "
                                  "DROP OWNED BY clerk; DROP ROLE clerk; END IF; END $$; CREATE ROLE clerk LOGIN; ") +
                   grants);
        f.config.target.location = f.server.conninfo(QStringLiteral("t"), QStringLiteral("clerk"));
    }
    MiniPostgres m_server;
};

void TstPgTargetSetup::loadsFollowsAndOpensSnapshots()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    f.data.onSource(kAccount + QStringLiteral("; CREATE TABLE bag(a int); "
                                              "INSERT INTO account SELECT i, 'o', i FROM generate_series(1, 300) i; "
                                              "INSERT INTO bag SELECT i % 7 FROM generate_series(1, 300) i"));
    const DatasetSchema schema = f.data.schema({QStringLiteral("account"), QStringLiteral("bag")});
    PacketFeed feed;
    f.load(feed, schema);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play(feed.packets()));
    QCOMPARE(f.applier->checkpoint().state, SubscriptionState::CatchingUp);
    QCOMPARE(f.applier->checkpoint().rowsLoaded, std::uint64_t{600});
    QVERIFY(f.data.isSame(schema));
    f.data.update(schema.tables[0], QStringLiteral("balance = 0"), QStringLiteral("true"));
    f.data.erase(schema.tables[1], QStringLiteral("a = 3"));
    f.transaction(feed, 11);
    feed.mark(5, 12).seal();
    QVERIFY_OK(f.play(feed.packets()));
    QCOMPARE(f.snapshots.size(), 1U);
    f.data.insert(schema.tables[0], QStringLiteral("1000, 'later', 1"));
    f.transaction(feed, 13);
    QVERIFY_OK(f.play(feed.packets()));
    QVERIFY(f.data.isSame(schema));
    QCOMPARE(*f.snapshots[0]->countRows(schema.tables[0]), std::uint64_t{300});
    f.snapshots.clear();
    // Loaded once more: what is there goes.
    f.data.onTarget(QStringLiteral("INSERT INTO account VALUES (-1, 'by hand', 0)"));
    feed.loadBegin(2, 20);
    Block rows;
    for (const Bytes& row : f.data.sourceRows(schema.tables[0]))
        rows.upsert(row);
    feed.loadRows(rows).seal();
    Block bag;
    bag.table(schema.tables[1].id);
    for (const Bytes& row : f.data.sourceRows(schema.tables[1]))
        bag.upsert(row);
    feed.loadRows(bag).loadEnd(20, {301, f.data.sourceRows(schema.tables[1]).size()}).seal();
    QVERIFY_OK(f.play(feed.packets()));
    QCOMPARE(f.findings, QStringList());
    QVERIFY(f.data.isSame(schema));
}

void TstPgTargetSetup::writesTheCheckpointAsDocumented()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    PacketFeed feed = shortStory(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play(feed.packets()));
    QCOMPARE(
        f.data.askTarget(QStringLiteral(
            "SELECT concat_ws('|', stream, sequence, encode(digest, 'hex'), position, generation, state, upsert_until, "
            "rows_loaded, changes_applied, encode(expected_rows, 'hex')) FROM busheng.checkpoint")),
        QStringLiteral("340000>100000/1|2|%1|300|1|3|0|1|1|").arg(toHex(view(feed.last().digest))));
    // docs/formats/checkpoint.md, "Seal", by another hand.
    const Bytes structure = encodeSchema(f.data.schema({QStringLiteral("account")}));
    Bytes sealed = "\x0f"
                   "340000>100000/1";
    ByteWriter out(sealed);
    out.fixed<std::uint64_t>(2);
    out.raw(view(feed.last().digest));
    out.fixed<std::uint64_t>(300);
    out.fixed<std::uint64_t>(1);
    out.fixed<std::uint8_t>(3);
    for (const std::uint64_t value : {0, 1, 1})
        out.fixed<std::uint64_t>(value);
    out.varint(0);
    const XXH128_hash_t structureHash = XXH3_128bits(structure.data(), structure.size());
    out.fixed<std::uint64_t>(structureHash.low64);
    out.fixed<std::uint64_t>(structureHash.high64);
    const XXH128_hash_t hash = XXH3_128bits(sealed.data(), sealed.size());
    Bytes seal;
    ByteWriter(seal).fixed<std::uint64_t>(hash.low64);
    ByteWriter(seal).fixed<std::uint64_t>(hash.high64);
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT encode(seal, 'hex') FROM busheng.checkpoint")), toHex(seal));
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT encode(structure, 'hex') FROM busheng.structure")),
             toHex(structure));
}

void TstPgTargetSetup::findsAnEditedCheckpoint_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("atRestart"); ///< found by reading it; else by writing over it
    const auto add = [](const char* name, const char* sql, bool atRestart) {
        QTest::newRow(name) << QString::fromLatin1(sql) << atRestart;
    };
    for (const bool atRestart : {true, false}) {
        const char* suffix = atRestart ? "" : ", while applying";
        add(qPrintable(QStringLiteral("sequence%1").arg(QLatin1StringView(suffix))),
            "UPDATE busheng.checkpoint SET sequence = 0, seal = '\\x00'", atRestart);
    }
    add("position", "UPDATE busheng.checkpoint SET position = position + 1", true);
    add("digest", "UPDATE busheng.checkpoint SET digest = decode(repeat('00', 32), 'hex')", true);
    add("short digest", "UPDATE busheng.checkpoint SET digest = '\\x00'", true);
    add("state", "UPDATE busheng.checkpoint SET state = 4", true);
    add("no such state", "UPDATE busheng.checkpoint SET state = -1", true);
    add("counter", "UPDATE busheng.checkpoint SET changes_applied = 12345", true);
    add("structure", "UPDATE busheng.structure SET structure = '\\xa0'", true);
    add("structure gone", "DELETE FROM busheng.structure", true);
    add("column gone", "ALTER TABLE busheng.checkpoint DROP COLUMN position", true);
    add("column of another type", "ALTER TABLE busheng.checkpoint ALTER sequence TYPE text", true);
    add("stream renamed", "UPDATE busheng.checkpoint SET stream = 'other'", false);
    add("row gone", "DELETE FROM busheng.checkpoint", false);
    add("table gone", "DROP TABLE busheng.checkpoint", false);
}

void TstPgTargetSetup::findsAnEditedCheckpoint()
{
    QFETCH(const QString, sql);
    QFETCH(const bool, atRestart);
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    PacketFeed feed = shortStory(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({feed.packets()[0]}));
    f.data.onTarget(sql);
    Result<> refused;
    if (atRestart) {
        refused = f.open();
    } else {
        QVERIFY_OK(f.give(feed.packets()[1]));
        refused = f.applier->commit();
    }
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    QCOMPARE(refused.error().event, events::TGT_CHECKPOINT);
    f.close();
    QCOMPARE(f.data.askTarget(QStringLiteral("SELECT count(*) FROM account")), QStringLiteral("1"));
}

void TstPgTargetSetup::findsASecondProcessThatApplies()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    PacketFeed feed = shortStory(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play({feed.packets()[0]}));
    const auto secondWriter = openPgTarget(f.data.config);
    QVERIFY_OK(secondWriter);
    const auto second = Applier::open(**secondWriter, f.options, {}, {});
    QVERIFY_OK(second);
    QVERIFY_OK(f.play(feed.packets()));
    feed.heartbeat(400).seal();
    const FedPacket& packet = feed.packets()[1];
    // The row is there already, and with an operation that does not mind the checkpoint would tell.
    QVERIFY(!(*second)->applyPacket(packet.header, packet.digest, packet.body) || !(*second)->commit());
    QVERIFY_OK((*second)->reset());
    QCOMPARE((*second)->checkpoint().sequence, std::uint64_t{2});
    Checkpoint checkpoint = (*second)->checkpoint();
    QVERIFY_OK(f.play(feed.packets()));
    checkpoint.sequence = 3;
    QVERIFY_OK((*secondWriter)->begin());
    const auto refused = (*secondWriter)->writeCheckpoint(f.options.stream, checkpoint);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_CHECKPOINT);
}

void TstPgTargetSetup::keepsStreamsApart()
{
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    PacketFeed feed = shortStory(f);
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.play(feed.packets()));
    f.options.stream = QStringLiteral("350000>100000/2");
    QVERIFY_OK(f.open());
    QCOMPARE(f.applier->checkpoint().sequence, std::uint64_t{0});
    f.options.stream = QStringLiteral("340000>100000/1");
    QVERIFY_OK(f.open());
    QCOMPARE(f.applier->checkpoint().sequence, std::uint64_t{2});
}

void TstPgTargetSetup::refusesATableThatDiffers_data()
{
    QTest::addColumn<QString>("sql");
    const auto add = [](const char* name, const char* sql) { QTest::newRow(name) << QString::fromLatin1(sql); };
    add("column missing", "CREATE TABLE account(id int PRIMARY KEY, owner text)");
    add("other type", "CREATE TABLE account(id int PRIMARY KEY, owner text, balance bigint)");
    add("other key", "CREATE TABLE account(id int, owner text PRIMARY KEY, balance int)");
    add("no key", "CREATE TABLE account(id int, owner text, balance int)");
    add("a view", "CREATE VIEW account AS SELECT 1 AS id, text 'x' AS owner, 3 AS balance");
    add("a further column that must be given",
        "CREATE TABLE account(id int PRIMARY KEY, owner text, balance int, x int NOT NULL)");
}

void TstPgTargetSetup::refusesATableThatDiffers()
{
    QFETCH(const QString, sql);
    PgStreamFixture f(m_server);
    QVERIFY_OK(f.data.create());
    f.data.onTarget(sql);
    PacketFeed feed = shortStory(f);
    QVERIFY_OK(f.open());
    const auto refused = f.play(feed.packets());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Schema);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QCOMPARE(refused.error().args.mid(0, 2),
             (QStringList{QStringLiteral("ministry"), QStringLiteral("public.account")}));
    QVERIFY_OK(f.applier->reset());
    QCOMPARE(f.applier->checkpoint().sequence, std::uint64_t{0});
}

/// The rows that are there take the source's default; what is more than a missing column is refused all the same.
void TstPgTargetSetup::addsColumnsOnlyWhenToldTo()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onSource(kAccount + QStringLiteral("; ALTER TABLE account ADD COLUMN kind text NOT NULL DEFAULT 'k'"));
    f.onTarget(kAccount + QStringLiteral("; INSERT INTO account VALUES (1, 'o', 1)"));
    const DatasetSchema schema = f.schema({QStringLiteral("account")});
    QVERIFY_OK(f.open());
    const auto refused = f.createStructure(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QVERIFY2(refused.error().args.value(2).contains(QStringLiteral("ADD COLUMN \"kind\" text DEFAULT 'k'")),
             qPrintable(refused.error().args.value(2)));
    f.config.addColumns = true;
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    QVERIFY_OK(f.createStructure(schema)); // again: nothing to do
    QCOMPARE(f.target->queryText(QStringLiteral("SELECT kind FROM account")).value_or(QString()), QStringLiteral("k"));
    f.onTarget(QStringLiteral("ALTER TABLE account DROP COLUMN kind, ALTER balance TYPE bigint"));
    QVERIFY(!f.createStructure(schema));
}

void TstPgTargetSetup::refusesAnotherDatabasesStructure()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onSource(kAccount);
    DatasetSchema schema = f.schema({QStringLiteral("account")});
    schema.engine = QStringLiteral("sqlite");
    QVERIFY_OK(f.open());
    const auto refused = f.createStructure(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QVERIFY(refused.error().args.value(2).contains(QStringLiteral("another kind")));
}

void TstPgTargetSetup::appliesCircularReferences_data()
{
    QTest::addColumn<bool>("superuser");
    QTest::addColumn<bool>("strict");
    QTest::newRow("references do not fire") << true << false;
    QTest::newRow("references are deferred") << false << false;
    QTest::newRow("references are deferred, strict") << false << true;
}

void TstPgTargetSetup::appliesCircularReferences()
{
    QFETCH(const bool, superuser);
    QFETCH(const bool, strict);
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.config.strict = strict;
    const QString tables = QStringLiteral(
        "CREATE TABLE office(id int PRIMARY KEY, head int, v int DEFAULT 0); "
        "CREATE TABLE person(id int PRIMARY KEY, office int, boss int, v int DEFAULT 0); "
        "CREATE TABLE entry(id int PRIMARY KEY, person int, v int DEFAULT 0); "
        "ALTER TABLE office ADD FOREIGN KEY (head) REFERENCES person DEFERRABLE; "
        "ALTER TABLE person ADD FOREIGN KEY (office) REFERENCES office DEFERRABLE, "
        "  ADD FOREIGN KEY (boss) REFERENCES person; "
        "ALTER TABLE entry ADD FOREIGN KEY (person) REFERENCES person ON DELETE CASCADE ON UPDATE CASCADE");
    f.onSource(tables);
    if (!superuser) {
        f.onTarget(tables);
        asRole(f, QStringLiteral("GRANT CREATE ON DATABASE t TO clerk; GRANT CREATE ON SCHEMA public TO clerk; ALTER "
                                 "TABLE office OWNER TO clerk; "
                                 "ALTER TABLE person OWNER TO clerk; ALTER TABLE entry OWNER TO clerk"));
    }
    const DatasetSchema schema =
        f.schema({QStringLiteral("entry"), QStringLiteral("office"), QStringLiteral("person")});
    const TableSchema& entry = schema.tables[0];
    const TableSchema& office = schema.tables[1];
    const TableSchema& person = schema.tables[2];
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    f.onSource(QStringLiteral("BEGIN; SET CONSTRAINTS ALL DEFERRED"));
    f.insert(office, QStringLiteral("SELECT i, i, 0 FROM generate_series(1, 70) i"));
    f.insert(person, QStringLiteral("SELECT i, i, CASE WHEN i > 1 THEN i - 1 END, 0 FROM generate_series(1, 70) i"));
    f.insert(entry, QStringLiteral("SELECT i, i % 70 + 1, 0 FROM generate_series(1, 200) i"));
    f.onSource(QStringLiteral("COMMIT"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    // What the cascades do at the source is seen there before or after its cause.
    f.erase(entry, QStringLiteral("person = 70"));
    f.update(office, QStringLiteral("head = NULL"), QStringLiteral("id = 70"));
    f.erase(person, QStringLiteral("id = 70"));
    f.erase(office, QStringLiteral("id = 70"));
    f.insert(person, QStringLiteral("100, 1, 1, 0"));
    f.insert(entry, QStringLiteral("SELECT 1000 + i, 100, 0 FROM generate_series(1, 60) i"));
    f.update(person, QStringLiteral("v = 1"), QStringLiteral("true"));
    f.update(person, QStringLiteral("boss = 100"), QStringLiteral("id = 69"));
    f.add(ChangeKind::Delete, person.id, f.row(QStringLiteral("68")), {});
    for (const Bytes& row :
         nativeRows(*f.source->queryBinary(QStringLiteral("SELECT id FROM entry WHERE person = 68"), {})))
        f.add(ChangeKind::Delete, entry.id, row, {});
    f.onSource(
        QStringLiteral("UPDATE office SET head = NULL WHERE id = 68; UPDATE person SET boss = NULL WHERE id = 69"));
    Bytes before;
    f.block.swap(before);
    f.add(ChangeKind::Update, office.id, f.row(QStringLiteral("68")), f.row(QStringLiteral("68, NULL::int, 0")));
    f.block.swap(before);
    f.block.insert(0, before);
    f.onSource(QStringLiteral("DELETE FROM person WHERE id = 68; UPDATE person SET boss = 100 WHERE id = 69"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(f.writer->checkIntegrity(schema).value_or(QStringList{QStringLiteral("failed")}), QStringList());
}

void TstPgTargetSetup::findsReferencesThatDoNotHold()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onSource(
        QStringLiteral("CREATE TABLE two(a int, b int, PRIMARY KEY (a, b)); CREATE TABLE outside(id int PRIMARY KEY); "
                       "CREATE TABLE child(id int PRIMARY KEY, x int, y int, z int REFERENCES outside, "
                       "FOREIGN KEY (x, y) REFERENCES two); CREATE TABLE many(x int, y int, FOREIGN KEY (x, y) "
                       "REFERENCES two (a, b))"));
    const DatasetSchema schema = f.schema({QStringLiteral("two"), QStringLiteral("child"), QStringLiteral("many")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    QCOMPARE(f.writer->checkIntegrity(schema).value_or(QStringList{QStringLiteral("failed")}), QStringList());
    f.onTarget(QStringLiteral("SET session_replication_role = replica; INSERT INTO two VALUES (1, 1); "
                              "INSERT INTO child VALUES (1, 1, 1, 7), (2, 1, NULL, 7), (3, 1, 2, 7), (4, 2, 2, 7); "
                              "INSERT INTO many VALUES (9, 9)"));
    QCOMPARE(f.writer->checkIntegrity(schema).value_or(QStringList{QStringLiteral("failed")}),
             (QStringList{QStringLiteral("public.child: 2 rows refer to rows of public.two that are not there"),
                          QStringLiteral("public.many: 1 rows refer to rows of public.two that are not there")}));
}

void TstPgTargetSetup::tellsAReferenceBrokenAtCommit()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    const QString tables =
        QStringLiteral("CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE child(id int PRIMARY KEY, "
                       "p int REFERENCES parent DEFERRABLE)");
    f.onSource(tables);
    f.onTarget(tables);
    asRole(f, QStringLiteral("GRANT CREATE ON DATABASE t TO clerk; GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk; "
                             "ALTER TABLE parent OWNER TO clerk; ALTER TABLE child OWNER TO clerk"));
    const DatasetSchema schema = f.schema({QStringLiteral("parent"), QStringLiteral("child")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    f.add(ChangeKind::Insert, schema.table(QStringLiteral("public.child"))->id, {}, f.row(QStringLiteral("1, 77")));
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_CONFLICT);
    QCOMPARE(refused.error().args.value(0), QStringLiteral("public.child"));
    QVERIFY(refused.error().args.value(1).contains(QStringLiteral("(p)=(77)")));
}

void TstPgTargetSetup::needsItsRights_data()
{
    QTest::addColumn<QString>("grants");
    QTest::addColumn<int>("failsAt"); ///< 0 opening, 1 structure, 2 applying, 3 nowhere
    const QString create = QStringLiteral("GRANT CREATE ON DATABASE t TO clerk; ");
    QTest::newRow("no schema may be made") << QString() << 0;
    QTest::newRow("no table may be made") << create + QStringLiteral("DROP TABLE account") << 1;
    QTest::newRow("nothing may be written") << create + QStringLiteral("GRANT SELECT ON account TO clerk") << 2;
    QTest::newRow("all that is needed") << create + QStringLiteral(
                                                        "GRANT SELECT, INSERT, UPDATE, DELETE ON account TO clerk")
                                        << 3;
    QTest::newRow("schema made by the administrator")
        << QStringLiteral("CREATE SCHEMA busheng AUTHORIZATION clerk; "
                          "GRANT SELECT, INSERT, UPDATE, DELETE ON account TO clerk")
        << 3;
}

void TstPgTargetSetup::needsItsRights()
{
    QFETCH(const QString, grants);
    QFETCH(const int, failsAt);
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.both(kAccount);
    asRole(f, grants);
    const DatasetSchema schema = f.schema({QStringLiteral("account")});
    int step = 0;
    Result<> done = f.open();
    if (done && ++step > 0)
        done = f.createStructure(schema);
    if (done && ++step > 0) {
        f.insert(schema.tables[0], QStringLiteral("SELECT i, 'o', i FROM generate_series(1, 80) i"));
        f.add(ChangeKind::Truncate, schema.tables[0].id, {}, {});
        done = f.apply(schema);
    }
    if (done)
        ++step;
    QCOMPARE(step, failsAt);
    if (done)
        return;
    QVERIFY2(done.error().code == ErrorCode::Config, qPrintable(done.error().toString()));
    QVERIFY(!done.error().transient);
    QCOMPARE(done.error().event, events::TGT_UNAVAILABLE);
    QVERIFY(done.error().args.value(1).contains(QStringLiteral("42501")));
}

void TstPgTargetSetup::commitsDurablyWhateverTheRoleSays()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onTarget(QStringLiteral("ALTER DATABASE t SET synchronous_commit = off; "
                              "ALTER DATABASE t SET default_transaction_isolation = 'serializable'; "
                              "ALTER DATABASE t SET default_transaction_read_only = on"));
    f.onSource(kAccount);
    const DatasetSchema schema = f.schema({QStringLiteral("account")});
    const auto undo = [&] { f.onTarget(QStringLiteral("ALTER DATABASE t RESET ALL")); };
    const Result<> opened = f.open();
    Result<> done = opened ? f.createStructure(schema) : opened;
    undo();
    QVERIFY_OK(done);
    f.onTarget(
        QStringLiteral("CREATE TABLE seen(setting text); GRANT ALL ON seen TO public; "
                       "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen "
                       "VALUES (current_setting('synchronous_commit') || current_setting('transaction_isolation')); "
                       "RETURN new; END $$; "
                       "CREATE TRIGGER t BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION note(); "
                       "ALTER TABLE account ENABLE ALWAYS TRIGGER t"));
    f.insert(schema.tables[0], QStringLiteral("1, 'o', 1"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT setting FROM seen")), QStringLiteral("onread committed"));
}

void TstPgTargetSetup::isUnavailableWhereNobodyListens()
{
    PgTarget nowhere;
    nowhere.target.name = QStringLiteral("ministry");
    nowhere.target.location = QStringLiteral("host=/nonexistent port=1 dbname=x user=x");
    const auto refused = openPgTarget(nowhere);
    QVERIFY(!refused);
    QVERIFY(refused.error().transient);
    QCOMPARE(refused.error().event, events::TGT_UNAVAILABLE);
}

BUSHENG_TEST(TstPgTargetSetup)
#include "tst_pg_target_setup.moc"
