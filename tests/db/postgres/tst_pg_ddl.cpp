// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_ddl.h"
#include "engine/model/events.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using busheng::test::MiniPostgres;

class TstPgDdl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesTheSameTableAgain();
    void makesTheTypesOfTheServerAgain();
    void makesForeignKeysThatWaitForTheCommit();
    void needsNoRightToMakeSchemasThatAreThere();
    void knowsPlainTypes_data();
    void knowsPlainTypes();
    void refusesATypeThatIsMore();
    void keepsLiteralDefaultsOnly_data();
    void keepsLiteralDefaultsOnly();
    void makesGeneratedColumnsOfPlainExpressions_data();
    void makesGeneratedColumnsOfPlainExpressions();
    void takesNamesAsNames();
    void takesTypesThatHoldTheSameBytes_data();
    void takesTypesThatHoldTheSameBytes();
    void namesEveryDifference();

private:
    Result<TableSchema> made(const TableSchema& table)
    {
        ENGINE_TRY_AS(const QStringList statements, createPgTableSql(table));
        for (const QString& statement : statements + createPgIndexSql(table))
            ENGINE_TRY(m_target->execute(statement));
        return readPgTable(*m_target, table.name);
    }
    std::unique_ptr<PgConnection> connected(const QString& database, const QString& user = QStringLiteral("postgres"))
    {
        PgConnection::Options options;
        options.conninfo = m_server.conninfo(database, user);
        options.name = QStringLiteral("mini");
        auto opened = PgConnection::open(options);
        return opened ? std::move(*opened) : nullptr;
    }
    static TableSchema oneColumn(const QString& type, const QString& defaultValue = {})
    {
        TableSchema table;
        table.name = QStringLiteral("public.one");
        table.columns.push_back({QStringLiteral("v"), type, false, defaultValue});
        return table;
    }
    MiniPostgres m_server;
    std::unique_ptr<PgConnection> m_source;
    std::unique_ptr<PgConnection> m_target;
};

void TstPgDdl::initTestCase()
{
    QVERIFY_OK(m_server.start());
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE DATABASE target")));
    m_source = connected(QStringLiteral("postgres"));
    m_target = connected(QStringLiteral("target"));
    QVERIFY(m_source);
    QVERIFY(m_target);
}

void TstPgDdl::makesTheSameTableAgain()
{
    QVERIFY_OK(m_source->execute(QStringLiteral(
        "CREATE SCHEMA \"应用's\"; CREATE TABLE \"应用's\".person (a int NOT NULL, b bigint, name varchar(48) NOT NULL "
        "DEFAULT 'it''s \\ %1', pay numeric(12,2) DEFAULT -1.5, born date DEFAULT '2000-01-01', seen timestamp(3) with "
        "time zone DEFAULT CURRENT_TIMESTAMP, twice int GENERATED ALWAYS AS (a * 2 + 1) STORED, ok bool DEFAULT true, "
        "PRIMARY KEY (b, a)); CREATE UNIQUE INDEX by_name ON \"应用's\".person (name, born); "
        "CREATE INDEX by_born ON \"应用's\".person (born)")));
    const auto source = readPgTable(*m_source, QStringLiteral("应用's.person"));
    QVERIFY_OK(source);
    const auto target = made(*source);
    QVERIFY_OK(target);
    QVERIFY(*target == *source);
    QVERIFY(pgSchemaDifferences(*source, *target).isEmpty());
    // Again: the schema and the indexes are there, the table is told to be.
    const auto again = made(*source);
    QVERIFY(!again);
    QVERIFY(again.error().native.startsWith(QStringLiteral("42P07")));
    for (const QString& statement : createPgIndexSql(*source))
        QVERIFY_OK(m_target->execute(statement));
}

void TstPgDdl::makesTheTypesOfTheServerAgain()
{
    const auto types = m_source->query(QStringLiteral(
        "SELECT string_agg(format('c%s %s', t.oid, format_type(t.oid, NULL)), ', ') FROM pg_type t "
        "WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype IN ('b', 'r', 'm') "
        "AND t.typname !~ '^(pg_|_pg_)|_aclitem' AND t.typsend <> 0 AND t.typelem NOT IN "
        "(SELECT oid FROM pg_type WHERE typtype IN ('c', 'p') OR typsend = 0) AND t.typname NOT LIKE '%reg%'"));
    QVERIFY_OK(types);
    QVERIFY_OK(m_source->execute(QStringLiteral("CREATE TABLE every (") + types->text(0, 0) + u')'));
    QVERIFY_OK(m_source->execute(QStringLiteral(
        "ALTER TABLE every ADD i1 interval day to second(3), ADD i2 interval(2), ADD i3 interval year, "
        "ADD t1 time(2) with time zone, ADD v varchar(3)[], ADD b bit(7), ADD vb bit varying(9), ADD n numeric(5,-2), "
        "ADD c character(9), ADD nn numeric(7)[]")));
    PgTableFacts facts;
    const auto source = readPgTable(*m_source, QStringLiteral("every"), &facts);
    QVERIFY_OK(source);
    QVERIFY(source->columns.size() > 100);
    QVERIFY2(facts.unsupported.isEmpty(), qPrintable(facts.unsupported.join(u';')));
    const auto target = made(*source);
    QVERIFY_OK(target);
    QVERIFY(*target == *source);
}

void TstPgDdl::makesForeignKeysThatWaitForTheCommit()
{
    QVERIFY_OK(m_source->execute(QStringLiteral(
        "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE other (id int PRIMARY KEY);"
        "CREATE TABLE child (id int PRIMARY KEY, p int REFERENCES parent ON DELETE CASCADE ON UPDATE SET NULL,"
        " o int REFERENCES other)")));
    const auto schema = readPgSchema(*m_source, {QStringLiteral("child"), QStringLiteral("parent")});
    QVERIFY_OK(schema);
    for (const TableSchema& table : schema->tables)
        QVERIFY_OK(made(table));
    const QStringList keys = createPgForeignKeySql(*schema, schema->tables[0]);
    QCOMPARE(keys.size(), 1);
    QVERIFY_OK(m_target->execute(keys[0]));
    const auto child = readPgTable(*m_target, QStringLiteral("child"));
    QVERIFY_OK(child);
    QCOMPARE(child->foreignKeys.size(), std::size_t{1});
    QVERIFY(child->foreignKeys[0] == schema->tables[0].foreignKeys[1]);
    QVERIFY_OK(m_target->execute(
        QStringLiteral("BEGIN; INSERT INTO child VALUES (1, 7); INSERT INTO parent VALUES (7); COMMIT")));
}

void TstPgDdl::needsNoRightToMakeSchemasThatAreThere()
{
    QVERIFY_OK(m_target->execute(QStringLiteral("CREATE ROLE loader LOGIN; CREATE SCHEMA mine AUTHORIZATION loader")));
    const auto loader = connected(QStringLiteral("target"), QStringLiteral("loader"));
    QVERIFY(loader);
    TableSchema table = oneColumn(QStringLiteral("integer"));
    table.name = QStringLiteral("mine.t");
    const auto mine = createPgTableSql(table);
    QVERIFY_OK(mine);
    for (const QString& statement : *mine)
        QVERIFY_OK(loader->execute(statement));
    table.name = QStringLiteral("not_there.t");
    const auto other = createPgTableSql(table);
    QVERIFY_OK(other);
    const auto refused = loader->execute(other->at(0));
    QVERIFY(!refused);
    QVERIFY(refused.error().native.startsWith(QStringLiteral("42501")));
}

void TstPgDdl::knowsPlainTypes_data()
{
    QTest::addColumn<bool>("plain");
    for (const char* type : {"integer",
                             "character varying(20)",
                             "character varying",
                             "numeric(12,2)",
                             "numeric(5,-2)",
                             "double precision",
                             "timestamp(3) with time zone",
                             "timestamp without time zone",
                             "time(6) without time zone",
                             "\"my type\"",
                             "public.mood",
                             "public.mood[]",
                             "\"应用\".\"a\"\"b\"",
                             "integer[]",
                             "interval day to second(3)",
                             "interval(3)",
                             "bit varying(5)",
                             "\"char\"",
                             "character(4)[]",
                             "_text",
                             "int4range"})
        QTest::addRow("%s", type) << true;
    for (const char* type : {"",
                             " integer",
                             "integer ",
                             "integer PRIMARY KEY",
                             "integer primary key",
                             "integer default 1",
                             "integer references t",
                             "text collate \"C\"",
                             "integer); DROP TABLE t; --",
                             "integer, x text",
                             "integer not null",
                             "geometry(Point,4326)",
                             "\"a\" \"b\"",
                             "\"unclosed",
                             "a.b.c",
                             "integer[5]",
                             "integer[",
                             "numeric(1,2,3)",
                             "numeric()",
                             "double  precision",
                             "varying",
                             "integer/**/",
                             "integer--",
                             "timestamp(3",
                             "setof integer",
                             "integer check (pg_sleep(9) is null)",
                             "Integer",
                             "\"\"",
                             "interval day to second(now())",
                             "character varying(20) collate x",
                             "t%ROWTYPE",
                             "int\n4",
                             "integer\n"})
        QTest::addRow("%s", type) << (BytesView(type) == "varying");
}

void TstPgDdl::knowsPlainTypes()
{
    QFETCH(const bool, plain);
    QCOMPARE(pgTypeIsPlain(QString::fromUtf8(QTest::currentDataTag())), plain);
}

void TstPgDdl::refusesATypeThatIsMore()
{
    for (const QString& type :
         {QStringLiteral("integer); DROP TABLE t; --"), QString(), QString(1000, u'a'), QStringLiteral("\"a\0b\"")}) {
        const auto sql = createPgTableSql(oneColumn(type));
        QVERIFY(!sql);
        QCOMPARE(sql.error().code, ErrorCode::Schema);
        QCOMPARE(sql.error().event, events::TGT_STRUCTURE);
        QCOMPARE(sql.error().args.size(), 3);
        QCOMPARE(sql.error().args.at(1), QStringLiteral("public.one"));
    }
    TableSchema generated = oneColumn(QStringLiteral("integer"));
    generated.generatedColumns.push_back({QStringLiteral("g"), QStringLiteral("int); --"), false, {}});
    QVERIFY(!createPgTableSql(generated));
}

void TstPgDdl::keepsLiteralDefaultsOnly_data()
{
    QTest::addColumn<bool>("kept");
    for (const char* value :
         {"0", "-1", "1.5e10", "(-1)", "'-1'::integer", "'a''b'::character varying", "NULL", "NULL::character varying",
          "true", "'{}'::text[]", "'2000-01-01'::date", "'now'::timestamp(3) without time zone", "CURRENT_TIMESTAMP",
          "now()", "'ok'::app.mood", "B'101'::\"bit\"", "'a;b--'::text", "0.0"})
        QTest::addRow("%s", value) << true;
    for (const char* value :
         {"", "nextval('s'::regclass)", "(1 + 2)", "pg_sleep(9)", "'a'; DROP TABLE t", "'a' || 'b'", "1, x int",
          "'a'::text::(", "(SELECT 1)", "'unclosed", "'a'::text check (true)", "now() + 1", "ARRAY[1,2]", "x",
          "GENERATED ALWAYS AS IDENTITY", "'a'::text, b text default 'c'", "CURRENT_USER"})
        QTest::addRow("%s", value) << false;
}

void TstPgDdl::keepsLiteralDefaultsOnly()
{
    QFETCH(const bool, kept);
    const QString value = QString::fromUtf8(QTest::currentDataTag());
    const auto sql = createPgTableSql(oneColumn(QStringLiteral("text"), value));
    QVERIFY_OK(sql);
    QCOMPARE(sql->at(0).contains(QStringLiteral(" DEFAULT ")), kept);
    if (kept)
        QVERIFY(sql->at(0).contains(QStringLiteral(" DEFAULT ") + value + u'\n'));
    else
        QCOMPARE(sql->at(0), QStringLiteral("CREATE TABLE \"public\".\"one\" (\n    \"v\" text\n)"));
}

void TstPgDdl::makesGeneratedColumnsOfPlainExpressions_data()
{
    QTest::addColumn<bool>("made");
    for (const char* expression : {"(v * 2)", "((v || ' '::text) || \"w\"\"x\")", "((v)::numeric(12,2) / 3.5)",
                                   "(v IS NOT NULL)", "((v = 'a;--'::text) OR (NOT true))", "(v || 'it''s'::text)"})
        QTest::addRow("%s", expression) << true;
    for (const char* expression : {"",
                                   "lower(v)",
                                   "(v * 2",
                                   "v) STORED, x int",
                                   "v -- ",
                                   "v /* ",
                                   "v +/* ",
                                   "v ++/* x",
                                   "v +-- ",
                                   "(SELECT 1)",
                                   "v; DROP TABLE t",
                                   "other",
                                   "v OPERATOR(pg_catalog.+) 1",
                                   "\"v\"(1)",
                                   "CASE WHEN (v) THEN 1 END",
                                   "v COLLATE \"C\"",
                                   "$1",
                                   "'open",
                                   "pg_sleep(1)",
                                   "(v)::text(1); --"})
        QTest::addRow("%s", expression) << false;
}

void TstPgDdl::makesGeneratedColumnsOfPlainExpressions()
{
    QFETCH(const bool, made);
    TableSchema table = oneColumn(QStringLiteral("text"));
    table.columns.push_back({QStringLiteral("w\"x"), QStringLiteral("text"), false, {}});
    table.generatedColumns.push_back(
        {QStringLiteral("g"), QStringLiteral("text"), false, QString::fromUtf8(QTest::currentDataTag())});
    const auto sql = createPgTableSql(table);
    QVERIFY_OK(sql);
    const QString column =
        QStringLiteral("\"g\" text GENERATED ALWAYS AS (%1) STORED\n)").arg(table.generatedColumns[0].defaultValue);
    QCOMPARE(sql->at(0).endsWith(column), made);
    QCOMPARE(sql->at(0).contains(QStringLiteral("GENERATED")), made);
}

void TstPgDdl::takesNamesAsNames()
{
    const QString evil = QString::fromUtf8("x\"; DROP TABLE keep; --'%1\\'张");
    QVERIFY_OK(m_target->execute(QStringLiteral("CREATE TABLE keep (a int)")));
    TableSchema table = oneColumn(QStringLiteral("integer"));
    table.name = evil + u'.' + evil;
    table.columns[0].name = evil;
    table.keyColumns = {0};
    table.columns[0].notNull = true;
    table.indexes.push_back({evil + u'2', {evil}, true});
    table.foreignKeys.push_back({{evil}, table.name, {evil}, QStringLiteral("CASCADE; DROP TABLE keep"), {}});
    const auto read = made(table);
    QVERIFY_OK(read);
    QCOMPARE(read->name, table.name);
    QVERIFY(read->indexes == table.indexes);
    DatasetSchema schema;
    schema.tables.push_back(table);
    for (const QString& statement : createPgForeignKeySql(schema, table))
        QVERIFY_OK(m_target->execute(statement));
    QVERIFY_OK(readPgTable(*m_target, QStringLiteral("keep")));
}

void TstPgDdl::takesTypesThatHoldTheSameBytes_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("found");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char* wanted, const char* found, bool holds) {
        QTest::addRow("%s -> %s", wanted, found) << QString::fromLatin1(wanted) << QString::fromLatin1(found) << holds;
    };
    row("integer", "integer", true);
    row("integer", "bigint", false);
    row("character varying(20)", "character varying(40)", true);
    row("character varying(20)", "character varying(19)", false);
    row("character varying(20)", "text", true);
    row("character varying", "text", true);
    row("text", "character varying", true);
    row("text", "character varying(100)", false);
    row("character(4)", "text", true);
    row("character(4)", "character(5)", false);
    row("character varying(20)[]", "character varying(40)[]", true);
    row("character varying(20)[]", "text[]", false);
    row("character varying(20)", "character varying(20)[]", false);
    row("numeric(12,2)", "numeric", true);
    row("numeric(12,2)", "numeric(14,2)", true);
    row("numeric(12,2)", "numeric(14,3)", false);
    row("numeric(12,2)", "numeric(11,2)", false);
    row("numeric", "numeric(12,2)", false);
    row("numeric(12,2)", "integer", false);
    row("timestamp(3) without time zone", "timestamp without time zone", true);
    row("timestamp without time zone", "timestamp(3) without time zone", false);
    row("timestamp(3) without time zone", "timestamp(6) without time zone", true);
    row("timestamp without time zone", "timestamp with time zone", false);
    row("bit(4)", "bit(5)", false);
    row("bit varying(4)", "bit varying(5)", true);
    row("json", "jsonb", false);
    row("app.mood", "app.mood", true);
    row("app.mood", "public.mood", false);
    row("\"a(1)\"", "\"a(2)\"", false);
}

void TstPgDdl::takesTypesThatHoldTheSameBytes()
{
    QFETCH(const QString, wanted);
    QFETCH(const QString, found);
    QFETCH(const bool, holds);
    const QStringList differences = pgSchemaDifferences(oneColumn(wanted), oneColumn(found));
    QCOMPARE(differences.isEmpty(), holds);
    if (!holds)
        QCOMPARE(differences, QStringList{QStringLiteral("column v is %1, not %2").arg(found, wanted)});
}

void TstPgDdl::namesEveryDifference()
{
    TableSchema wanted = oneColumn(QStringLiteral("integer"));
    wanted.columns.push_back({QStringLiteral("gone"), QStringLiteral("text"), false, {}});
    wanted.columns.push_back({QStringLiteral("made"), QStringLiteral("text"), false, {}});
    wanted.columns.push_back({QStringLiteral("id"), QStringLiteral("bigint"), true, {}});
    wanted.keyColumns = {3};
    TableSchema found = oneColumn(QStringLiteral("integer"));
    found.columns[0].notNull = true;
    found.columns.push_back(
        {QStringLiteral("id"), QStringLiteral("bigint"), true, QStringLiteral("GENERATED ALWAYS AS IDENTITY")});
    found.columns.push_back({QStringLiteral("more"), QStringLiteral("text"), true, {}});
    found.columns.push_back({QStringLiteral("optional"), QStringLiteral("text"), false, {}});
    found.columns.push_back(
        {QStringLiteral("serial"), QStringLiteral("integer"), true, QStringLiteral("nextval('s')")});
    found.generatedColumns.push_back({QStringLiteral("made"), QStringLiteral("text"), false, {}});
    found.keyColumns = {1, 0};
    QCOMPARE(pgSchemaDifferences(wanted, found),
             (QStringList{QStringLiteral("column v does not take NULL"), QStringLiteral("column gone is missing"),
                          QStringLiteral("column made is generated"),
                          QStringLiteral("column id is GENERATED ALWAYS AS IDENTITY: make it GENERATED BY DEFAULT"),
                          QStringLiteral("column more is not known here and takes no NULL"),
                          QStringLiteral("the key is (id, v), not (id)")}));
    QVERIFY(pgSchemaDifferences(wanted, wanted).isEmpty());
}

BUSHENG_TEST(TstPgDdl)
#include "tst_pg_ddl.moc"
