// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables =
    QStringLiteral("CREATE TABLE account(id bigint PRIMARY KEY, owner text, balance int, code int UNIQUE); "
                   "CREATE TABLE bag(a int, b text)");

} // namespace

/// Rows that the target does not have as the source says: which one it is, and what each policy does.
class TstPgTargetConflicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void namesTheRow_data();
    void namesTheRow();
    void namesTheFirstOfSeveral();
    void tolerantTakesWhatIsThere_data() { modes(); }
    void tolerantTakesWhatIsThere();
    void overwriteMakesTheSourceWin_data() { modes(); }
    void overwriteMakesTheSourceWin();
    void keylessToleratesWhatWasAppliedBefore_data() { modes(); }
    void keylessToleratesWhatWasAppliedBefore();
    void repairExchangesUniqueValues();
    void loadMeetsRowsThatItDidNotExpect();
    void refusesMalformedRows_data();
    void refusesMalformedRows();
    void tellsWhatTheDiskAndThePowersSay();

private:
    static void modes()
    {
        QTest::addColumn<bool>("strict");
        QTest::newRow("sets") << false;
        QTest::newRow("strict") << true;
    }
    /// Rows 1..100 in both tables, at both ends.
    static void prepare(PgApplyFixture& f, DatasetSchema& schema)
    {
        QVERIFY_OK(f.create());
        f.onSource(kTables);
        schema = f.schema({QStringLiteral("account"), QStringLiteral("bag")});
        QVERIFY_OK(f.open());
        QVERIFY_OK(f.createStructure(schema));
        f.insert(schema.tables[0], QStringLiteral("SELECT i, 'o', i, i FROM generate_series(1, 100) i"));
        f.insert(schema.tables[1], QStringLiteral("SELECT i % 10, 'b' FROM generate_series(1, 100) i"));
        QVERIFY_OK(f.apply(schema));
    }
    /// So many operations that there is a set.
    static void fill(PgApplyFixture& f, const DatasetSchema& schema)
    {
        f.update(schema.tables[0], QStringLiteral("balance = balance + 1"), QStringLiteral("id > 50"));
    }
    MiniPostgres m_server;
};

void TstPgTargetConflicts::namesTheRow_data()
{
    QTest::addColumn<QString>("atTarget");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("set");
    for (const bool set : {true, false}) {
        const auto add = [set](const char* name, const char* atTarget, const char* kind, const char* key,
                               const char* expected) {
            QTest::newRow(qPrintable(QString::fromLatin1(name) + (set ? QStringLiteral(" in a set") : QString())))
                << QString::fromLatin1(atTarget) << QString::fromLatin1(kind) << QString::fromLatin1(key)
                << QString::fromLatin1(expected) << set;
        };
        add("row is there", "INSERT INTO account VALUES (500, 'x', 1, 500)", "insert", "500", "23505 duplicate key");
        add("unique value is taken", "INSERT INTO account VALUES (600, 'x', 1, 500)", "insert", "500", "account_code");
        add("row to update is gone", "DELETE FROM account WHERE id = 7", "update", "7", "a row with this key");
        add("row to delete is gone", "DELETE FROM account WHERE id = 7", "delete", "7", "a row with this key");
        add("row to move is gone", "DELETE FROM account WHERE id = 7", "move", "7", "a row with this key");
        add("row that lived shortly", "INSERT INTO account VALUES (500, 'x', 1, 500)", "short life", "500", "23505");
        add("check", "ALTER TABLE account ADD CHECK (id <> 500)", "insert", "500", "23514");
        add("check on update", "ALTER TABLE account ADD CHECK (balance <> -5)", "update", "7", "23514");
        add("not null", "ALTER TABLE account ALTER owner SET NOT NULL", "update to null", "7", "23502");
        add("trigger",
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.id = 500 THEN RAISE "
            "'not this one'; END IF; RETURN new; END $$; CREATE TRIGGER t BEFORE INSERT ON account FOR EACH "
            "ROW EXECUTE FUNCTION no(); ALTER TABLE account ENABLE ALWAYS TRIGGER t",
            "insert", "500", "not this one");
        add("trigger that swallows",
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.id = 500 "
            "THEN RETURN NULL; END IF; RETURN new; END $$; CREATE TRIGGER t BEFORE INSERT ON "
            "account FOR EACH ROW EXECUTE FUNCTION no(); "
            "ALTER TABLE account ENABLE ALWAYS TRIGGER t",
            "insert", "500", "a row with this key");
        add("keyless row is gone", "DELETE FROM bag WHERE a = 3", "keyless delete", "3, b", "a row like this one");
        add("keyless row to update is gone", "DELETE FROM bag WHERE a = 3", "keyless update", "3, b",
            "a row like this one");
        add("table is gone", "ALTER TABLE account RENAME TO elsewhere", "insert", "", "");
        add("column is gone", "ALTER TABLE account DROP COLUMN owner", "insert", "", "");
    }
}

void TstPgTargetConflicts::namesTheRow()
{
    QFETCH(const QString, atTarget);
    QFETCH(const QString, kind);
    QFETCH(const QString, key);
    QFETCH(const QString, expected);
    QFETCH(const bool, set);
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& t = schema.tables[0];
    f.onTarget(atTarget);
    const std::vector<Bytes> before = expected.isEmpty() ? std::vector<Bytes>() : f.targetRows(t);
    if (set)
        fill(f, schema);
    if (kind == u"insert")
        f.insert(t, QStringLiteral("500, 'n', 1, 500"));
    else if (kind == u"update")
        f.update(t, QStringLiteral("balance = -5"), QStringLiteral("id = 7"));
    else if (kind == u"update to null")
        f.update(t, QStringLiteral("owner = NULL"), QStringLiteral("id = 7"));
    else if (kind == u"delete")
        f.erase(t, QStringLiteral("id = 7"));
    else if (kind == u"move")
        f.update(t, QStringLiteral("id = 700"), QStringLiteral("id = 7"));
    else if (kind == u"keyless delete")
        f.erase(schema.tables[1], QStringLiteral("a = 3"));
    else if (kind == u"keyless update")
        f.update(schema.tables[1], QStringLiteral("b = 'x'"), QStringLiteral("a = 3"));
    else
        f.insert(t, QStringLiteral("500, 'n', 1, 500"));
    if (kind == u"short life")
        f.erase(t, QStringLiteral("id = 500"));
    if (set)
        fill(f, schema);
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QVERIFY(!refused.error().transient);
    if (expected.isEmpty()) {
        QCOMPARE(refused.error().code, ErrorCode::Schema);
        QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
        QCOMPARE(refused.error().args.value(1), QStringLiteral("public.account"));
        return;
    }
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(refused.error().event, events::TGT_CONFLICT);
    QCOMPARE(refused.error().args.value(0),
             kind.startsWith(u"keyless") ? QStringLiteral("public.bag") : QStringLiteral("public.account"));
    QCOMPARE(refused.error().args.value(1), key);
    QVERIFY2(refused.error().args.value(2).contains(expected), qPrintable(refused.error().args.value(2)));
    QCOMPARE(f.targetRows(t), before);
}

void TstPgTargetConflicts::namesTheFirstOfSeveral()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, schema);
    f.onTarget(QStringLiteral("DELETE FROM account WHERE id IN (60, 70, 80)"));
    f.update(schema.tables[0], QStringLiteral("balance = 0"), QStringLiteral("id BETWEEN 71 AND 79"));
    f.erase(schema.tables[0], QStringLiteral("id = 70"));
    fill(f, schema);
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().args.value(1), QStringLiteral("70"));
}

void TstPgTargetConflicts::tolerantTakesWhatIsThere()
{
    PgApplyFixture f(m_server);
    f.config.strict = *static_cast<const bool*>(QTest::qData("strict", qMetaTypeId<bool>()));
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& t = schema.tables[0];
    // The target is ahead: a snapshot that was read later holds what the operations do, and more.
    f.leavesOutUnchanged = true;
    f.insert(t, QStringLiteral("SELECT i, 'n', i, i FROM generate_series(500, 560) i"));
    f.update(t, QStringLiteral("balance = -1"), QStringLiteral("id < 40"));
    f.update(t, QStringLiteral("id = id + 1000, balance = 0, owner = 'moved', code = code + 1000"),
             QStringLiteral("id IN (41, 42)"));
    f.erase(t, QStringLiteral("id = 7"));
    f.update(t, QStringLiteral("owner = 'twice'"), QStringLiteral("id = 501"));
    f.erase(t, QStringLiteral("id = 502"));
    f.onTarget(QStringLiteral("TRUNCATE account"));
    f.onTarget(
        QStringLiteral("INSERT INTO account VALUES (500, 'already', 500, 500), (8, 'o', 8, 8), (1041, 'm', 0, 1041)"));
    QVERIFY_OK(f.apply(schema, true));
    // What was inserted or written whole is there; partial updates of rows that are not there leave no trace.
    const auto whole = f.askTarget(QStringLiteral("SELECT count(*) FROM account WHERE id BETWEEN 500 AND 560"));
    QCOMPARE(whole, QStringLiteral("60"));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT owner FROM account WHERE id = 500")), QStringLiteral("n"));
    QCOMPARE(f.askTarget(QStringLiteral("SELECT owner FROM account WHERE id = 501")), QStringLiteral("twice"));
    QCOMPARE(f.askTarget(QStringLiteral(
                 "SELECT string_agg(id || ':' || balance, ',' ORDER BY id) FROM account WHERE id < 500")),
             QStringLiteral("8:-1"));
    QCOMPARE(
        f.askTarget(QStringLiteral("SELECT string_agg(id || owner, ',' ORDER BY id) FROM account WHERE id > 1000")),
        QStringLiteral("1041moved,1042moved"));
}

void TstPgTargetConflicts::overwriteMakesTheSourceWin()
{
    PgApplyFixture f(m_server);
    f.config.strict = *static_cast<const bool*>(QTest::qData("strict", qMetaTypeId<bool>()));
    f.config.conflicts = ConflictPolicy::Overwrite;
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& t = schema.tables[0];
    f.onTarget(QStringLiteral("DELETE FROM account WHERE id < 20; UPDATE account SET owner = 'by hand'; "
                              "INSERT INTO account VALUES (500, 'x', 1, 501), (90000, 'x', 1, 502); "
                              "DELETE FROM bag WHERE a = 3 AND ctid IN (SELECT ctid FROM bag WHERE a = 3 LIMIT 4)"));
    f.insert(t, QStringLiteral("SELECT i, 'n', i, i FROM generate_series(500, 510) i"));
    f.update(t, QStringLiteral("balance = -1"), QStringLiteral("true"));
    f.update(t, QStringLiteral("id = id + 1000"), QStringLiteral("id BETWEEN 5 AND 9"));
    f.erase(t, QStringLiteral("id = 2"));
    f.update(schema.tables[1], QStringLiteral("b = 'x'"), QStringLiteral("a = 3"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    // What is not whole cannot be written where nothing is.
    f.onTarget(QStringLiteral("DELETE FROM account WHERE id = 33"));
    f.leavesOutUnchanged = true;
    f.update(t, QStringLiteral("balance = -2"), QStringLiteral("id > 30"));
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().args.value(1), QStringLiteral("33"));
}

void TstPgTargetConflicts::keylessToleratesWhatWasAppliedBefore()
{
    PgApplyFixture f(m_server);
    f.config.strict = *static_cast<const bool*>(QTest::qData("strict", qMetaTypeId<bool>()));
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& bag = schema.tables[1];
    f.insert(bag, QStringLiteral("77, 'new'"));
    f.update(bag, QStringLiteral("b = 'x'"), QStringLiteral("a = 3"));
    f.erase(bag, QStringLiteral("a = 5"));
    const Bytes operations = f.block;
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    // A resumed load makes no table without a key tolerant, being loaded among the changes does.
    f.block = operations;
    QVERIFY(!f.apply(schema, true));
    schema.tables[1].isLoading = true;
    ++schema.version;
    f.block = operations;
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTargetConflicts::repairExchangesUniqueValues()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& t = schema.tables[0];
    f.onTarget(
        QStringLiteral("UPDATE account SET code = -code; UPDATE account SET code = 101 + code; "
                       "DELETE FROM account WHERE id = 5; INSERT INTO account VALUES (900, 'nobody''s', 1, 5000)"));
    for (const Bytes& row : f.sourceRows(t))
        f.add(ChangeKind::Upsert, t.id, {}, row);
    f.add(ChangeKind::Remove, t.id, f.row(QStringLiteral("900::bigint")), {});
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

/// After emptyTables() rows of the load are copied; when somebody wrote meanwhile, the load wins all the same.
void TstPgTargetConflicts::loadMeetsRowsThatItDidNotExpect()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& t = schema.tables[0];
    QVERIFY_OK(f.writer->begin());
    const auto refused = f.writer->emptyTables(schema, false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_NOT_EMPTY);
    QCOMPARE(refused.error().args,
             (QStringList{QStringLiteral("ministry"), QStringLiteral("public.account"), QStringLiteral("100")}));
    f.writer->rollback();
    QVERIFY_OK(f.writer->begin());
    QVERIFY_OK(f.writer->emptyTables(schema, true));
    const auto load = [&](const TableSchema& table) {
        for (const Bytes& row : f.sourceRows(table))
            f.add(ChangeKind::Upsert, table.id, {}, row);
        return f.writer->apply(schema, f.taken(), true, f.changed);
    };
    QVERIFY_OK(load(t));
    QVERIFY_OK(load(schema.tables[1]));
    QVERIFY_OK(f.writer->commit());
    QVERIFY(f.isSame(schema));
    f.onTarget(QStringLiteral("UPDATE account SET owner = 'by hand'; INSERT INTO account VALUES (1000, 'x', 1, 101)"));
    f.insert(t, QStringLiteral("SELECT i, 'later', i, i FROM generate_series(101, 180) i"));
    f.block.clear();
    QVERIFY_OK(f.writer->begin());
    QVERIFY_OK(load(t));
    QVERIFY_OK(f.writer->commit());
    QVERIFY(f.isSame(schema));
}

void TstPgTargetConflicts::refusesMalformedRows_data()
{
    QTest::addColumn<Bytes>("before");
    QTest::addColumn<Bytes>("after");
    QTest::addColumn<bool>("set");
    const auto encoded = [](std::initializer_list<Cell> cells) {
        Bytes bytes;
        encodeRow(cells, bytes);
        return bytes;
    };
    const Cell id = Cell::ofNative(BytesView("\0\0\0\0\0\0\0\1", 8));
    const Cell number = Cell::ofNative(BytesView("\0\0\0\1", 4));
    for (const bool set : {true, false}) {
        const char* suffix = set ? " in a set" : "";
        QTest::addRow("too few values%s", suffix) << Bytes() << encoded({id, Cell::null()}) << set;
        QTest::addRow("another database's values%s", suffix)
            << Bytes() << encoded({id, Cell::ofText("x"), number, number}) << set;
        QTest::addRow("a new row that is not whole%s", suffix)
            << Bytes() << encoded({id, Cell::unchanged(), number, number}) << set;
        QTest::addRow("no row at all%s", suffix) << Bytes() << Bytes("\xff\xff") << set;
        QTest::addRow("a key of two%s", suffix) << encoded({id, id}) << Bytes() << set;
        QTest::addRow("a key that is unchanged%s", suffix) << encoded({Cell::unchanged()}) << Bytes() << set;
    }
}

void TstPgTargetConflicts::refusesMalformedRows()
{
    QFETCH(const Bytes, before);
    QFETCH(const Bytes, after);
    QFETCH(const bool, set);
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, schema);
    if (set)
        fill(f, schema);
    f.add(before.empty() ? ChangeKind::Insert : ChangeKind::Delete, schema.tables[0].id, before, after);
    if (set)
        fill(f, schema);
    const auto refused = f.apply(schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Protocol);
    // The writer is as good as new.
    f.block.clear();
    f.insert(schema.tables[0], QStringLiteral("500, 'n', 1, 500"));
    QVERIFY_OK(f.apply(schema));
}

/// Values that no type can be made of are a row's fault; a full disk is not, and passes.
void TstPgTargetConflicts::tellsWhatTheDiskAndThePowersSay()
{
    PgApplyFixture f(m_server);
    DatasetSchema schema;
    prepare(f, schema);
    const TableSchema& t = schema.tables[0];
    for (const int filler : {0, 60}) {
        Bytes broken;
        encodeRow({Cell::ofNative(BytesView("\0\0\0\0\0\0\3\1", 8)), Cell::null(), Cell::ofNative("x"), Cell::null()},
                  broken);
        if (filler > 0)
            fill(f, schema);
        f.add(ChangeKind::Insert, t.id, {}, broken);
        const auto refused = f.apply(schema);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::TGT_CONFLICT);
        QCOMPARE(refused.error().args.value(1), QStringLiteral("769"));
        QVERIFY(!refused.error().transient);
    }
    f.onTarget(QStringLiteral("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no "
                              "space' USING ERRCODE = '53100'; "
                              "END $$; CREATE TRIGGER t BEFORE INSERT ON account EXECUTE FUNCTION full_disk(); "
                              "ALTER TABLE account ENABLE ALWAYS TRIGGER t"));
    for (const int rows : {1, 80}) {
        f.insert(t,
                 QStringLiteral("SELECT i, 'n', 1, i FROM generate_series(%1, %1 + %2) i").arg(1000 * rows).arg(rows));
        const auto full = f.apply(schema);
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::Storage);
        QCOMPARE(full.error().event, events::DSK_FULL);
        QVERIFY(full.error().transient);
    }
}

BUSHENG_TEST(TstPgTargetConflicts)
#include "tst_pg_target_conflicts.moc"
