// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kAccount =
    QStringLiteral("CREATE TABLE account(id bigint PRIMARY KEY, owner text, balance numeric(12,2), "
                   "note text, code int UNIQUE)");

} // namespace

/// What each kind of operation does, in sets and one by one alike.
class TstPgTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void appliesEveryKind_data() { modes(); }
    void appliesEveryKind();
    void leavesUnchangedColumnsAlone_data() { modes(); }
    void leavesUnchangedColumnsAlone();
    void movesAndSwapsKeys_data() { modes(); }
    void movesAndSwapsKeys();
    void swapsUniqueValues_data() { modes(); }
    void swapsUniqueValues();
    void truncatesInOrder_data() { modes(); }
    void truncatesInOrder();
    void keepsFurtherColumnsOfTheTarget_data() { modes(); }
    void keepsFurtherColumnsOfTheTarget();
    void writesIdentityAndGeneratedColumns_data() { modes(); }
    void writesIdentityAndGeneratedColumns();
    void appliesKeysOfSeveralColumns_data() { modes(); }
    void appliesKeysOfSeveralColumns();
    void appliesToPartitionedTables_data() { modes(); }
    void appliesToPartitionedTables();
    void holdsMoreThanOneSetInATransaction();
    void marksItsTransactionsForACapture();
    void namesOfAllKindsAreOnlyNames_data() { modes(); }
    void namesOfAllKindsAreOnlyNames();

private:
    static void modes()
    {
        QTest::addColumn<bool>("strict");
        QTest::addColumn<int>("filler"); ///< further operations, so that there is a set
        QTest::newRow("sets") << false << 100;
        QTest::newRow("few") << false << 0;
        QTest::newRow("strict") << true << 100;
    }
    /// Both databases with the tables of `sql`, and the writer with their structure.
    static void prepare(PgApplyFixture& fixture, const QString& sql, const QStringList& tables, DatasetSchema& schema)
    {
        fixture.config.strict = isStrict();
        QVERIFY_OK(fixture.create());
        fixture.onSource(sql);
        schema = fixture.schema(tables);
        QVERIFY_OK(fixture.open());
        QVERIFY_OK(fixture.createStructure(schema));
    }
    static bool isStrict() { return *static_cast<const bool*>(QTest::qData("strict", qMetaTypeId<bool>())); }
    static int filler() { return *static_cast<const int*>(QTest::qData("filler", qMetaTypeId<int>())); }

    MiniPostgres m_server;
};

void TstPgTarget::appliesEveryKind()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, kAccount, {QStringLiteral("account")}, schema);
    const TableSchema& t = schema.tables[0];
    f.insert(
        t,
        QStringLiteral("SELECT i, 'owner ' || i, i / 3.0, NULL, i FROM generate_series(1, %1) i").arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(f.changed, f.count);
    f.update(t, QStringLiteral("balance = balance + 1, note = 'x'"), QStringLiteral("id % 2 = 0"));
    f.erase(t, QStringLiteral("id % 5 = 0"));
    f.insert(t, QStringLiteral("1000, '', 0, '', 1000"));
    f.update(t, QStringLiteral("owner = NULL"), QStringLiteral("id = 1000"));
    f.update(t, QStringLiteral("owner = 'again'"), QStringLiteral("id IN (1, 2)"));
    f.insert(t, QStringLiteral("1001, 'a short life', 0, '', 1001"));
    f.erase(t, QStringLiteral("id = 1001"));
    f.erase(t, QStringLiteral("id = 3"));
    f.insert(t, QStringLiteral("3, 'anew', 1, 'n', 3"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    // Repair: whatever is there.
    f.onTarget(QStringLiteral("UPDATE account SET owner = 'by hand' WHERE id = 2; DELETE FROM account WHERE id = 4"));
    for (const Bytes& row : f.sourceRows(t))
        f.add(ChangeKind::Upsert, t.id, {}, row);
    f.add(ChangeKind::Remove, t.id, f.row(QStringLiteral("12345::bigint")), {});
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTarget::leavesUnchangedColumnsAlone()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, kAccount, {QStringLiteral("account")}, schema);
    const TableSchema& t = schema.tables[0];
    f.insert(t, QStringLiteral("SELECT i, repeat('長', 5000), i, repeat('note', 2000), i FROM generate_series(1, %1) i")
                    .arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    f.leavesOutUnchanged = true;
    f.update(t, QStringLiteral("balance = 7"), QStringLiteral("id < 50"));
    f.update(t, QStringLiteral("code = code + 10000"), QStringLiteral("id BETWEEN 3 AND 60"));
    f.update(t, QStringLiteral("owner = 'short'"), QStringLiteral("id = 4"));
    f.update(t, QStringLiteral("id = id + 5000"), QStringLiteral("id BETWEEN 5 AND 9"));
    f.update(t, QStringLiteral("owner = owner"), QStringLiteral("id = 1"));
    f.insert(t, QStringLiteral("9000, repeat('y', 9000), 1, NULL, 9000"));
    f.update(t, QStringLiteral("balance = 3"), QStringLiteral("id = 9000"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTarget::movesAndSwapsKeys()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, kAccount, {QStringLiteral("account")}, schema);
    const TableSchema& t = schema.tables[0];
    f.insert(t, QStringLiteral("SELECT i, 'owner ' || i, i, NULL, i FROM generate_series(1, %1) i").arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    f.update(t, QStringLiteral("id = -1"), QStringLiteral("id = 1"));
    f.update(t, QStringLiteral("id = 1"), QStringLiteral("id = 2"));
    f.update(t, QStringLiteral("id = 2"), QStringLiteral("id = -1"));
    f.update(t, QStringLiteral("id = id + 100000"), QStringLiteral("id > 5"));
    f.update(t, QStringLiteral("id = id + 1000, balance = 0"), QStringLiteral("id > 100000"));
    f.insert(t, QStringLiteral("7, 'into a free place', 1, NULL, -7"));
    f.erase(t, QStringLiteral("id = 3"));
    f.update(t, QStringLiteral("id = 3"), QStringLiteral("id = 4"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

/// A set meets another order than the source's statements did: the server refuses it, and in order it goes.
void TstPgTarget::swapsUniqueValues()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, kAccount, {QStringLiteral("account")}, schema);
    const TableSchema& t = schema.tables[0];
    f.insert(t, QStringLiteral("SELECT i, 'owner ' || i, i, NULL, i FROM generate_series(1, %1) i").arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    for (int i = 1; i < 10; i += 2) {
        f.update(t, QStringLiteral("code = -1"), QStringLiteral("id = %1").arg(i));
        f.update(t, QStringLiteral("code = %1").arg(i), QStringLiteral("id = %1").arg(i + 1));
        f.update(t, QStringLiteral("code = %1").arg(i + 1), QStringLiteral("id = %1").arg(i));
    }
    f.insert(
        t, QStringLiteral("SELECT i + 5000, 'new', 0, NULL, i + 5000 FROM generate_series(1, %1) i").arg(1 + filler()));
    f.update(t, QStringLiteral("code = 77777"), QStringLiteral("id = 5001"));
    f.insert(t, QStringLiteral("6000, 'takes 5001', 0, NULL, 5001"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    // And the next transaction may use sets again.
    f.update(t, QStringLiteral("balance = 1"), QStringLiteral("true"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTarget::truncatesInOrder()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, kAccount + QStringLiteral("; CREATE TABLE entry(id int PRIMARY KEY, account bigint REFERENCES account)"),
            {QStringLiteral("account"), QStringLiteral("entry")}, schema);
    const TableSchema& t = schema.tables[0];
    const TableSchema& entry = schema.tables[1];
    f.insert(t, QStringLiteral("SELECT i, 'o', i, NULL, i FROM generate_series(1, %1) i").arg(10 + filler()));
    f.insert(entry, QStringLiteral("1, 1"));
    f.add(ChangeKind::Truncate, entry.id, {}, {});
    f.truncate(t); // at the target it is refused, as entry refers to it: the rows go one by one
    f.insert(t, QStringLiteral("SELECT i, 'after', i, NULL, i FROM generate_series(1, %1) i").arg(3 + filler()));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTarget::keepsFurtherColumnsOfTheTarget()
{
    PgApplyFixture f(m_server);
    f.config.strict = isStrict();
    QVERIFY_OK(f.create());
    f.onSource(kAccount + QStringLiteral("; CREATE TABLE keyless(a int, b text)"));
    f.onTarget(
        QStringLiteral("CREATE TABLE account(ours text DEFAULT 'kept', id bigint PRIMARY KEY, owner text, note text, "
                       "balance numeric(12,2), code int UNIQUE); CREATE TABLE keyless(a int, b text, ours int)"));
    const DatasetSchema schema = f.schema({QStringLiteral("account"), QStringLiteral("keyless")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    const TableSchema& t = schema.tables[0];
    f.insert(t, QStringLiteral("SELECT i, 'o', i, NULL, i FROM generate_series(1, %1) i").arg(10 + filler()));
    f.insert(schema.tables[1], QStringLiteral("SELECT i % 7, 'o' FROM generate_series(1, %1) i").arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    f.onTarget(QStringLiteral("UPDATE account SET ours = 'mine'; UPDATE keyless SET ours = 5"));
    f.update(t, QStringLiteral("id = id + 1000"), QStringLiteral("id > 5"));
    f.update(t, QStringLiteral("balance = 1"), QStringLiteral("true"));
    f.update(schema.tables[1], QStringLiteral("b = 'n'"), QStringLiteral("a < 4"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM account WHERE ours <> 'mine'")), QStringLiteral("0"));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM keyless WHERE ours IS NULL")), QStringLiteral("0"));
}

void TstPgTarget::writesIdentityAndGeneratedColumns()
{
    PgApplyFixture f(m_server);
    f.config.strict = isStrict();
    QVERIFY_OK(f.create());
    f.onSource(QStringLiteral(
        "CREATE TABLE person(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, "
        "twice bigint GENERATED ALWAYS AS (id * 2) STORED); "
        "CREATE TABLE ticket(code text PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY, state int); "
        "CREATE TABLE shout(a text, loud text GENERATED ALWAYS AS (a || '!') STORED)"));
    const DatasetSchema schema =
        f.schema({QStringLiteral("person"), QStringLiteral("shout"), QStringLiteral("ticket")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    f.onTarget(
        QStringLiteral("ALTER TABLE person ALTER id ADD GENERATED ALWAYS AS IDENTITY; "
                       "ALTER TABLE ticket ALTER number SET NOT NULL, ALTER number ADD GENERATED ALWAYS AS IDENTITY"));
    f.insert(schema.tables[0],
             QStringLiteral("SELECT i, repeat('n', i) FROM generate_series(1, %1) i").arg(10 + filler()));
    f.insert(schema.tables[1], QStringLiteral("SELECT 'a' || i % 5 FROM generate_series(1, %1) i").arg(10 + filler()));
    f.insert(schema.tables[2],
             QStringLiteral("SELECT 'c' || i, i, 0 FROM generate_series(1, %1) i").arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    f.update(schema.tables[0], QStringLiteral("name = 'changed'"), QStringLiteral("id < 70"));
    f.update(schema.tables[1], QStringLiteral("a = 'b'"), QStringLiteral("a = 'a3'"));
    f.erase(schema.tables[1], QStringLiteral("a = 'a1'"));
    f.update(schema.tables[2], QStringLiteral("state = 1"), QStringLiteral("true"));
    for (const Bytes& row : f.sourceRows(schema.tables[2]))
        f.add(ChangeKind::Upsert, schema.tables[2].id, {}, row);
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM person WHERE twice <> id * 2")), QStringLiteral("0"));
    // An identity column that differs is no silent difference.
    f.onTarget(QStringLiteral("DELETE FROM ticket WHERE code = 'c2'; "
                              "INSERT INTO ticket OVERRIDING SYSTEM VALUE VALUES ('c2', 999, 1)"));
    f.update(schema.tables[2], QStringLiteral("state = 2"), QStringLiteral("true"));
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_CONFLICT);
}

void TstPgTarget::appliesKeysOfSeveralColumns()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f,
            QStringLiteral("CREATE TABLE pair(v text, b varchar(10), x int, a int, PRIMARY KEY (a, b)); "
                           "CREATE TABLE alone(a int, b int, PRIMARY KEY (a, b))"),
            {QStringLiteral("pair"), QStringLiteral("alone")}, schema);
    const TableSchema& only = schema.tables[0];
    const TableSchema& pair = schema.tables[1];
    f.insert(pair, QStringLiteral("SELECT 'v', 'b' || i % 7, i, i FROM generate_series(1, %1) i").arg(10 + filler()));
    f.insert(only, QStringLiteral("SELECT i, i FROM generate_series(1, %1) i").arg(10 + filler()));
    QVERIFY_OK(f.apply(schema));
    f.update(pair, QStringLiteral("v = 'w'"), QStringLiteral("a < 60"));
    f.update(pair, QStringLiteral("b = 'moved'"), QStringLiteral("a = 5"));
    f.erase(pair, QStringLiteral("x % 3 = 0"));
    f.update(only, QStringLiteral("a = a"), QStringLiteral("true"));
    f.update(only, QStringLiteral("b = b + 1"), QStringLiteral("a < 70"));
    f.erase(only, QStringLiteral("a % 4 = 0"));
    for (const Bytes& row : f.sourceRows(only))
        f.add(ChangeKind::Upsert, only.id, {}, row);
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTarget::appliesToPartitionedTables()
{
    PgApplyFixture f(m_server);
    f.config.strict = isStrict();
    QVERIFY_OK(f.create());
    f.both(QStringLiteral("CREATE TABLE part(id int PRIMARY KEY, v text) PARTITION BY RANGE (id); "
                          "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (50); "
                          "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (50) TO (10000); "
                          "CREATE TABLE bag(id int, v text) PARTITION BY RANGE (id); "
                          "CREATE TABLE bag_1 PARTITION OF bag FOR VALUES FROM (0) TO (5); "
                          "CREATE TABLE bag_2 PARTITION OF bag FOR VALUES FROM (5) TO (10000)"));
    const DatasetSchema schema = f.schema({QStringLiteral("bag"), QStringLiteral("part")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    f.insert(schema.tables[1], QStringLiteral("SELECT i, 'v' FROM generate_series(1, %1) i").arg(10 + filler()));
    f.insert(schema.tables[0], QStringLiteral("SELECT i % 10, 'v' FROM generate_series(1, %1) i").arg(30 + filler()));
    QVERIFY_OK(f.apply(schema));
    f.update(schema.tables[1], QStringLiteral("v = 'w'"), QStringLiteral("id > 5 AND id < 50"));
    f.erase(schema.tables[1], QStringLiteral("id % 10 = 3"));
    f.erase(schema.tables[0], QStringLiteral("id = 3 OR id = 7"));
    f.add(ChangeKind::Update, schema.tables[0].id, f.row(QStringLiteral("4, 'v'::text")),
          f.row(QStringLiteral("8, 'v'::text")));
    f.onSource(QStringLiteral(
        "DELETE FROM bag WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM bag WHERE id = 4 LIMIT 1); "
        "INSERT INTO bag VALUES (8, 'v')"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTarget::holdsMoreThanOneSetInATransaction()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onSource(kAccount);
    const DatasetSchema schema = f.schema({QStringLiteral("account")});
    const TableSchema& t = schema.tables[0];
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    // Beyond the bound by number, and by bytes.
    f.insert(t, QStringLiteral("SELECT i, 'owner ' || i, i, NULL, i FROM generate_series(1, 40000) i"));
    f.insert(t, QStringLiteral("SELECT -i, repeat('x', 1000000), i, NULL, -i FROM generate_series(1, 60) i"));
    f.erase(t, QStringLiteral("id BETWEEN 100 AND 200"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    // A conflict in the second set leaves nothing of the first.
    f.onTarget(QStringLiteral("DELETE FROM account WHERE id = 39999"));
    const auto marked = f.source->queryBinary(QStringLiteral("SELECT id, 'marked', balance, note, code FROM account "
                                                             "WHERE id > 0 ORDER BY id"),
                                              {});
    QVERIFY_OK(marked);
    for (const Bytes& row : nativeRows(*marked)) {
        Bytes key;
        QVERIFY(projectRow(row, t.keyColumns, key));
        f.add(ChangeKind::Update, t.id, key, row);
    }
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_CONFLICT);
    QCOMPARE(refused.error().args.value(1), QStringLiteral("39999"));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT count(*) FROM account WHERE owner = 'marked'")), QStringLiteral("0"));
}

void TstPgTarget::marksItsTransactionsForACapture()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onSource(kAccount);
    const DatasetSchema schema = f.schema({QStringLiteral("account")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    QVERIFY_OK(f.writer->readCheckpoint(QStringLiteral("340000>100000/1")));
    f.onTarget(QStringLiteral("SELECT pg_create_logical_replication_slot('s', 'test_decoding')"));
    f.insert(schema.tables[0], QStringLiteral("1, 'o', 1, NULL, 1"));
    QVERIFY_OK(f.apply(schema));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT string_agg(split_part(data, ' ', 1), ',') "
                                        "FROM pg_logical_slot_peek_changes('s', NULL, NULL)")),
             QStringLiteral("BEGIN,message:,table,COMMIT"));
    QVERIFY(f.askTarget(QStringLiteral("SELECT data FROM pg_logical_slot_get_changes('s', NULL, NULL) "
                                       "WHERE data LIKE 'message%'"))
                .contains(QStringLiteral("prefix: busheng.applied, sz: 15 content:340000>100000/1")));
    f.onTarget(QStringLiteral("SELECT pg_drop_replication_slot('s')"));
}

void TstPgTarget::namesOfAllKindsAreOnlyNames()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    const QStringList names{QStringLiteral("select"), QStringLiteral("a\"b"),
                            QStringLiteral("a'b"),    QStringLiteral("人员 基本信息"),
                            QStringLiteral("$1"),     QStringLiteral("x; DROP TABLE account; --"),
                            QString(21, u'长'),       QStringLiteral("excluded"),
                            QStringLiteral("c0"),     QStringLiteral("k0")};
    QString sql;
    QStringList columns;
    for (const QString& name : names)
        columns.append(pgQuoted(name) + QStringLiteral(" text"));
    for (const QString& name : names)
        sql += QStringLiteral("CREATE TABLE %1 (%2, PRIMARY KEY (%3, %4)); ")
                   .arg(pgQuoted(name), columns.join(u','), pgQuoted(names[1]), pgQuoted(names[0]));
    sql += QStringLiteral("CREATE TABLE \"key'less\" (%1)").arg(columns.join(u','));
    prepare(f, sql, names + QStringList{QStringLiteral("key'less")}, schema);
    QStringList values;
    for (qsizetype i = 0; i < names.size(); ++i)
        values.append(QStringLiteral("$$'; DROP TABLE \"select\"; --$$ || i"));
    for (const TableSchema& table : schema.tables) {
        f.insert(table,
                 QStringLiteral("SELECT %1 FROM generate_series(1, %2) i").arg(values.join(u',')).arg(3 + filler()));
        f.update(table, pgQuoted(names[5]) + QStringLiteral(" = 'changed'"), QStringLiteral("true"));
        f.erase(table, pgQuoted(names[0]) + QStringLiteral(" LIKE '%2'"));
    }
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

BUSHENG_TEST(TstPgTarget)
#include "tst_pg_target.moc"
