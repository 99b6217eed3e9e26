// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"
#include "engine/model/events.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using busheng::test::MiniPostgres;

class TstPgCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsColumnsTypesAndDefaults();
    void namesTypesTheSameWhateverTheSearchPath();
    void keepsTheTransactionAndTheSearchPathOfItsCaller();
    void takesTheKeyThatIdentifiesRows_data();
    void takesTheKeyThatIdentifiesRows();
    void readsIndexesThatCanBeMadeAgain();
    void readsForeignKeys();
    void leavesGeneratedColumnsOutOfTheRow();
    void tellsWhichColumnsDoNotTravel();
    void takesAPartitionedTableAsOne();
    void refusesWhatHasNoRowsOfItsOwnInTheLog_data();
    void refusesWhatHasNoRowsOfItsOwnInTheLog();
    void takesAnyNameButADot();
    void refusesAnEmptyOrDoubledList();
    void sortsTablesAndNumbersThem();
    void readsTheSameOnAWalsender();

private:
    std::unique_ptr<PgConnection> connected(bool replication = false) const
    {
        PgConnection::Options options;
        options.conninfo = m_server.conninfo();
        options.name = QStringLiteral("mini");
        options.replication = replication;
        auto opened = PgConnection::open(options);
        return opened ? std::move(*opened) : nullptr;
    }
    MiniPostgres m_server;
    std::unique_ptr<PgConnection> m_connection;
};

void TstPgCatalog::initTestCase()
{
    QVERIFY_OK(m_server.start());
    m_connection = connected();
    QVERIFY(m_connection);
    QVERIFY_OK(m_connection->execute(QStringLiteral(
        "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('ok', 'bad'); CREATE TYPE app.pair AS (a int, b int);"
        "CREATE DOMAIN app.age AS int CHECK (VALUE >= 0); CREATE DOMAIN app.pairs AS app.pair;"
        "CREATE TYPE app.moods AS RANGE (subtype = app.mood);"
        "CREATE TABLE app.person (id bigint GENERATED ALWAYS AS IDENTITY, name varchar(48) NOT NULL DEFAULT 'a''b',"
        " feels app.mood, years app.age, pay numeric(12,2) DEFAULT 0, born timestamp(3) with time zone,"
        " tags text[], PRIMARY KEY (id))")));
}

void TstPgCatalog::readsColumnsTypesAndDefaults()
{
    PgTableFacts facts;
    const auto table = readPgTable(*m_connection, QStringLiteral("app.person"), &facts);
    QVERIFY_OK(table);
    QCOMPARE(table->name, QStringLiteral("app.person"));
    QStringList types;
    for (const ColumnSchema& column : table->columns)
        types.append(column.declaredType);
    QCOMPARE(types, (QStringList{QStringLiteral("bigint"), QStringLiteral("character varying(48)"),
                                 QStringLiteral("app.mood"), QStringLiteral("app.age"), QStringLiteral("numeric(12,2)"),
                                 QStringLiteral("timestamp(3) with time zone"), QStringLiteral("text[]")}));
    QVERIFY(table->columns[0].notNull);
    QVERIFY(!table->columns[2].notNull);
    QCOMPARE(table->columns[0].defaultValue, QStringLiteral("GENERATED ALWAYS AS IDENTITY"));
    QCOMPARE(table->columns[1].defaultValue, QStringLiteral("'a''b'::character varying"));
    QCOMPARE(table->columns[4].defaultValue, QStringLiteral("0"));
    QCOMPARE(table->keyColumns, std::vector<std::uint32_t>{0});
    QCOMPARE(facts.replicaIdentity, QStringLiteral("d"));
    QCOMPARE(facts.typeIds.size(), table->columns.size());
    QCOMPARE(facts.typeIds[0], 20U);
    QCOMPARE(facts.typeIds[6], 1009U);
    QVERIFY2(facts.unsupported.isEmpty(), qPrintable(facts.unsupported.join(u';')));
}

void TstPgCatalog::namesTypesTheSameWhateverTheSearchPath()
{
    const auto before = readPgTable(*m_connection, QStringLiteral("app.person"));
    QVERIFY_OK(m_connection->execute(QStringLiteral("SET search_path = app")));
    const auto after = readPgTable(*m_connection, QStringLiteral("app.person"));
    QVERIFY_OK(m_connection->execute(QStringLiteral("RESET search_path")));
    QVERIFY_OK(before);
    QVERIFY_OK(after);
    QVERIFY(*before == *after);
}

void TstPgCatalog::keepsTheTransactionAndTheSearchPathOfItsCaller()
{
    QVERIFY_OK(m_connection->execute(QStringLiteral("BEGIN; SET LOCAL search_path = app")));
    QVERIFY_OK(readPgTable(*m_connection, QStringLiteral("app.person")));
    QVERIFY(!readPgTable(*m_connection, QStringLiteral("app.nobody")));
    QVERIFY(m_connection->inTransaction());
    QCOMPARE(m_connection->queryText(QStringLiteral("SHOW search_path")).value_or(QString()), QStringLiteral("app"));
    QVERIFY_OK(m_connection->execute(QStringLiteral("ROLLBACK")));
    QVERIFY_OK(readPgTable(*m_connection, QStringLiteral("app.person")));
    QVERIFY(!m_connection->inTransaction());
    QVERIFY(m_connection->queryText(QStringLiteral("SHOW search_path")).value_or(QString()) != u"pg_catalog");
}

void TstPgCatalog::takesTheKeyThatIdentifiesRows_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("identity");
    QTest::addRow("primary key in its own order")
        << QStringLiteral("CREATE TABLE k (a int, b int, c int, PRIMARY KEY (c, a) INCLUDE (b))")
        << QStringLiteral("c,a") << QStringLiteral("d");
    QTest::addRow("after a dropped column")
        << QStringLiteral("CREATE TABLE k (a int, b int PRIMARY KEY); ALTER TABLE k DROP COLUMN a")
        << QStringLiteral("b") << QStringLiteral("d");
    QTest::addRow("replica identity index")
        << QStringLiteral("CREATE TABLE k (a int NOT NULL, b int); CREATE UNIQUE INDEX k1 ON "
                          "k (a); ALTER TABLE k REPLICA IDENTITY USING INDEX k1")
        << QStringLiteral("a") << QStringLiteral("i");
    QTest::addRow("primary key before identity index")
        << QStringLiteral("CREATE TABLE k (a int NOT NULL UNIQUE, b int PRIMARY KEY);"
                          "ALTER TABLE k REPLICA IDENTITY USING INDEX k_a_key")
        << QStringLiteral("b") << QStringLiteral("i");
    QTest::addRow("unique is no key") << QStringLiteral("CREATE TABLE k (a int NOT NULL UNIQUE)") << QString()
                                      << QStringLiteral("d");
    QTest::addRow("full") << QStringLiteral("CREATE TABLE k (a int); ALTER TABLE k REPLICA IDENTITY FULL") << QString()
                          << QStringLiteral("f");
    QTest::addRow("nothing") << QStringLiteral("CREATE TABLE k (a int PRIMARY KEY); "
                                               "ALTER TABLE k REPLICA IDENTITY NOTHING")
                             << QStringLiteral("a") << QStringLiteral("n");
    QTest::addRow("deferrable") << QStringLiteral("CREATE TABLE k (a int PRIMARY KEY DEFERRABLE)") << QString()
                                << QStringLiteral("d");
}

void TstPgCatalog::takesTheKeyThatIdentifiesRows()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, key);
    QFETCH(const QString, identity);
    QVERIFY_OK(m_connection->execute(QStringLiteral("DROP TABLE IF EXISTS k; ") + sql));
    PgTableFacts facts;
    const auto table = readPgTable(*m_connection, QStringLiteral("k"), &facts);
    QVERIFY_OK(table);
    QStringList names;
    for (const std::uint32_t column : table->keyColumns)
        names.append(table->columns.at(column).name);
    QCOMPARE(names.join(u','), key);
    QCOMPARE(facts.replicaIdentity, identity);
    QCOMPARE(facts.identityIndex.isEmpty(), identity != u"i");
}

void TstPgCatalog::readsIndexesThatCanBeMadeAgain()
{
    QVERIFY_OK(m_connection->execute(QStringLiteral(
        "CREATE TABLE idx (id int PRIMARY KEY, a int, b text, c int GENERATED ALWAYS AS (a + 1) STORED);"
        "CREATE INDEX i1 ON idx (b, a); CREATE UNIQUE INDEX i2 ON idx (a) INCLUDE (b);"
        "CREATE INDEX i3 ON idx (lower(b)); CREATE INDEX i4 ON idx (a) WHERE a > 0; CREATE INDEX i5 ON idx (c);"
        "CREATE INDEX i6 ON idx USING hash (a); CREATE INDEX i7 ON idx (a, a);"
        "ALTER TABLE idx ADD CONSTRAINT i8 UNIQUE (a, b) DEFERRABLE")));
    const auto table = readPgTable(*m_connection, QStringLiteral("public.idx"));
    QVERIFY_OK(table);
    const std::vector<UniqueIndex> wanted{
        {QStringLiteral("i1"), {QStringLiteral("b"), QStringLiteral("a")}, false},
        {QStringLiteral("i2"), {QStringLiteral("a")}, true},
        {QStringLiteral("i7"), {QStringLiteral("a")}, false},
        {QStringLiteral("i8"), {QStringLiteral("a"), QStringLiteral("b")}, false},
    };
    QVERIFY(table->indexes == wanted);
}

void TstPgCatalog::readsForeignKeys()
{
    QVERIFY_OK(m_connection->execute(QStringLiteral(
        "CREATE TABLE parent (x int, y int, PRIMARY KEY (x, y));"
        "CREATE TABLE child (id int PRIMARY KEY, p int, q int, who bigint, g int GENERATED ALWAYS AS (p + 1) STORED,"
        " CONSTRAINT f1 FOREIGN KEY (q, p) REFERENCES parent (y, x) ON UPDATE CASCADE ON DELETE SET NULL,"
        " CONSTRAINT f2 FOREIGN KEY (who) REFERENCES app.person ON DELETE RESTRICT,"
        " CONSTRAINT f3 FOREIGN KEY (id) REFERENCES child ON UPDATE SET DEFAULT,"
        " CONSTRAINT f4 FOREIGN KEY (g) REFERENCES child)")));
    const auto table = readPgTable(*m_connection, QStringLiteral("child"));
    QVERIFY_OK(table);
    const std::vector<ForeignKey> wanted{
        {{QStringLiteral("q"), QStringLiteral("p")},
         QStringLiteral("public.parent"),
         {QStringLiteral("y"), QStringLiteral("x")},
         QStringLiteral("CASCADE"),
         QStringLiteral("SET NULL")},
        {{QStringLiteral("who")}, QStringLiteral("app.person"), {QStringLiteral("id")}, {}, QStringLiteral("RESTRICT")},
        {{QStringLiteral("id")},
         QStringLiteral("public.child"),
         {QStringLiteral("id")},
         QStringLiteral("SET DEFAULT"),
         {}},
    };
    QVERIFY(table->foreignKeys == wanted);
}

void TstPgCatalog::leavesGeneratedColumnsOutOfTheRow()
{
    QVERIFY_OK(m_connection->execute(
        QStringLiteral("CREATE TABLE gen (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, id int PRIMARY KEY);"
                       "CREATE TABLE genkey (a int, g int GENERATED ALWAYS AS (a) STORED PRIMARY KEY)")));
    const auto table = readPgTable(*m_connection, QStringLiteral("gen"));
    QVERIFY_OK(table);
    QCOMPARE(table->columns.size(), std::size_t{2});
    QCOMPARE(table->keyColumns, std::vector<std::uint32_t>{1});
    QCOMPARE(table->generatedColumns.size(), std::size_t{1});
    QCOMPARE(table->generatedColumns[0].defaultValue, QStringLiteral("(a * 2)"));
    QVERIFY(!readPgTable(*m_connection, QStringLiteral("genkey")));
}

void TstPgCatalog::tellsWhichColumnsDoNotTravel()
{
    QVERIFY_OK(m_connection->execute(QStringLiteral(
        "CREATE TABLE odd (id int PRIMARY KEY, c app.pair, d app.pairs, e app.mood[], f app.age[], g app.moods,"
        " h aclitem, i regclass, j int[], k int4range, l int4multirange, m app.mood, n jsonb, o regtype[], p oid,"
        " q oidvector, r app.age, s aclitem[], t datemultirange[], u app.moods[])")));
    PgTableFacts facts;
    QVERIFY_OK(readPgTable(*m_connection, QStringLiteral("odd"), &facts));
    QStringList columns;
    for (const QString& line : facts.unsupported)
        columns.append(line.section(QStringLiteral(": "), 0, 0));
    QCOMPARE(columns.join(u' '), QStringLiteral("c d e f h i o s u"));
    QCOMPARE(facts.unsupported.at(0), QStringLiteral("c: app.pair is a composite type"));
    QCOMPARE(facts.unsupported.at(2), QStringLiteral("e: an array of the user-defined type app.mood"));
}

void TstPgCatalog::takesAPartitionedTableAsOne()
{
    QVERIFY_OK(m_connection->execute(
        QStringLiteral("CREATE TABLE part (id int PRIMARY KEY, p int REFERENCES part) PARTITION BY RANGE (id);"
                       "CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10);"
                       "CREATE TABLE part2 PARTITION OF part FOR VALUES FROM (10) TO (20);"
                       "INSERT INTO part SELECT n FROM generate_series(0, 19) n; ANALYZE part")));
    PgTableFacts facts;
    auto table = readPgTable(*m_connection, QStringLiteral("part"), &facts);
    QVERIFY_OK(table);
    QCOMPARE(facts.replicaIdentity, QStringLiteral("d"));
    QCOMPARE(facts.estimatedRows, std::int64_t{20});
    QCOMPARE(table->foreignKeys.size(), std::size_t{1});
    QVERIFY_OK(m_connection->execute(QStringLiteral("ALTER TABLE part1 REPLICA IDENTITY FULL")));
    QVERIFY_OK(readPgTable(*m_connection, QStringLiteral("part"), &facts));
    QCOMPARE(facts.replicaIdentity, QStringLiteral("d"));
    QVERIFY_OK(m_connection->execute(QStringLiteral("ALTER TABLE part2 REPLICA IDENTITY FULL")));
    QVERIFY_OK(readPgTable(*m_connection, QStringLiteral("part"), &facts));
    QCOMPARE(facts.replicaIdentity, QStringLiteral("f"));
    QVERIFY_OK(readPgTable(*m_connection, QStringLiteral("part1")));
}

void TstPgCatalog::refusesWhatHasNoRowsOfItsOwnInTheLog_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("event");
    const auto row = [](const char* what, const char* sql, const char* name, const QString& event) {
        QTest::addRow("%s", what) << QString::fromLatin1(sql) << QString::fromLatin1(name) << event;
    };
    row("missing", "", "nobody", events::SRC_TABLE_MISSING);
    row("missing schema", "", "nowhere.t", events::SRC_TABLE_MISSING);
    row("other case", "CREATE TABLE IF NOT EXISTS lower_case (a int)", "Lower_Case", events::SRC_TABLE_MISSING);
    row("view", "CREATE VIEW r_view AS SELECT 1 AS a", "r_view", events::SRC_TABLE_REFUSED);
    row("materialized view", "CREATE MATERIALIZED VIEW r_mat AS SELECT 1 AS a", "r_mat", events::SRC_TABLE_REFUSED);
    row("sequence", "CREATE SEQUENCE r_seq", "r_seq", events::SRC_TABLE_REFUSED);
    row("foreign",
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE r_far (a int) "
        "SERVER s",
        "r_far", events::SRC_TABLE_REFUSED);
    row("unlogged", "CREATE UNLOGGED TABLE r_un (a int)", "r_un", events::SRC_TABLE_REFUSED);
    row("parent", "CREATE TABLE r_par (a int); CREATE TABLE r_chi () INHERITS (r_par)", "r_par",
        events::SRC_TABLE_REFUSED);
    row("no columns", "CREATE TABLE r_none ()", "r_none", events::SRC_TABLE_REFUSED);
    row("catalog", "", "pg_catalog.pg_class", events::SRC_TABLE_REFUSED);
    row("our own", "", "busheng.checkpoint", events::SRC_TABLE_REFUSED);
    row("index", "CREATE TABLE r_i (a int); CREATE INDEX r_i1 ON r_i (a)", "r_i1", events::SRC_TABLE_REFUSED);
    row("injection", "", "public.t' OR 'a' = 'a", events::SRC_TABLE_MISSING);
    row("empty", "", ".", events::SRC_TABLE_MISSING);
}

void TstPgCatalog::refusesWhatHasNoRowsOfItsOwnInTheLog()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, name);
    QFETCH(const QString, event);
    QVERIFY_OK(m_connection->execute(sql));
    const auto table = readPgTable(*m_connection, name);
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::Schema);
    QCOMPARE(table.error().event, event);
    QCOMPARE(table.error().args.at(1), pgQualified(name));
    QVERIFY(!m_connection->inTransaction());
}

void TstPgCatalog::takesAnyNameButADot()
{
    const QString table = QString::fromUtf8("参保\"人'员 %1 \\");
    const QString column = QString::fromUtf8("姓\"名'%1 \\");
    QVERIFY_OK(m_connection->execute(
        QStringLiteral("CREATE TABLE %1 (%2 int PRIMARY KEY)").arg(pgQuoted(table), pgQuoted(column))));
    const auto read = readPgTable(*m_connection, table);
    QVERIFY_OK(read);
    QCOMPARE(read->name, QStringLiteral("public.") + table);
    QCOMPARE(read->columns.at(0).name, column);
    QVERIFY_OK(m_connection->execute(QStringLiteral("CREATE TABLE \"a.b\" (a int)")));
    const auto dotted = readPgTable(*m_connection, QStringLiteral("public.a.b"));
    QVERIFY(!dotted);
    QCOMPARE(dotted.error().event, events::SRC_TABLE_REFUSED);
}

void TstPgCatalog::refusesAnEmptyOrDoubledList()
{
    for (const QStringList& tables :
         {QStringList(), QStringList{QStringLiteral("gen"), QStringLiteral("public.gen")}}) {
        const auto schema = readPgSchema(*m_connection, tables);
        QVERIFY(!schema);
        QCOMPARE(schema.error().code, ErrorCode::Config);
    }
}

void TstPgCatalog::sortsTablesAndNumbersThem()
{
    std::vector<PgTableFacts> facts;
    const auto schema = readPgSchema(
        *m_connection, {QStringLiteral("gen"), QStringLiteral("app.person"), QStringLiteral("child")}, &facts);
    QVERIFY_OK(schema);
    QCOMPARE(schema->engine, QStringLiteral("postgres"));
    QCOMPARE(schema->tables.size(), std::size_t{3});
    QCOMPARE(facts.size(), std::size_t{3});
    QCOMPARE(schema->tables[0].name, QStringLiteral("app.person"));
    QCOMPARE(schema->tables[1].name, QStringLiteral("public.child"));
    QCOMPARE(schema->tables[2].id, 3U);
    QCOMPARE(facts[0].typeIds.size(), std::size_t{7});
    // It travels, and arrives the same.
    const auto decoded = decodeSchema(encodeSchema(*schema));
    QVERIFY_OK(decoded);
    QVERIFY(*decoded == *schema);
    QVERIFY(*readPgSchema(*m_connection, {QStringLiteral("child"), QStringLiteral("public.gen"),
                                          QStringLiteral("app.person")}) == *schema);
}

void TstPgCatalog::readsTheSameOnAWalsender()
{
    const auto walsender = connected(true);
    QVERIFY(walsender);
    const auto there = readPgTable(*walsender, QStringLiteral("child"));
    QVERIFY_OK(there);
    QVERIFY(*there == *readPgTable(*m_connection, QStringLiteral("child")));
}

BUSHENG_TEST(TstPgCatalog)
#include "tst_pg_catalog.moc"
