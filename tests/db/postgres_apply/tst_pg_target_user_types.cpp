// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_user_types.h"
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTypes = QStringLiteral(
    "CREATE SCHEMA \"Odd one\"; CREATE TYPE \"Odd one\".\"Mood\" AS ENUM ('好', 'it''s', '坏');"
    "CREATE DOMAIN years AS int CHECK (VALUE >= 0); CREATE DOMAIN feeling AS \"Odd one\".\"Mood\" NOT NULL");
const QString kFelt =
    QStringLiteral("CREATE TABLE felt (id int PRIMARY KEY, m \"Odd one\".\"Mood\", y years, f feeling)");

} // namespace

/// Enums and domains that the source's tables have are made at the target, or compared there.
class TstPgTargetUserTypes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void comesWithTheTables();
    void makesThemAndTakesTheirValues_data();
    void makesThemAndTakesTheirValues();
    void saysWhatDiffers_data();
    void saysWhatDiffers();
    void addsLabelsWhereItMay();
    void refusesATypeThatIsAStatement();

private:
    MiniPostgres m_server;
};

void TstPgTargetUserTypes::comesWithTheTables()
{
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.both(QStringLiteral("DROP SCHEMA IF EXISTS \"Odd one\" CASCADE"));
    f.onSource(kTypes);
    f.onSource(kFelt);
    const DatasetSchema schema = f.schema({QStringLiteral("felt")});
    QCOMPARE(schema.types.size(), std::size_t{3});
    const UserType mood{QStringLiteral("\"Odd one\".\"Mood\""),
                        {QStringLiteral("好"), QStringLiteral("it's"), QStringLiteral("坏")},
                        {},
                        false};
    QVERIFY(schema.types[0] == mood); // before the domain over it
    QVERIFY((schema.types[1] == UserType{QStringLiteral("public.feeling"), {}, mood.name, true}));
    QVERIFY((schema.types[2] == UserType{QStringLiteral("public.years"), {}, QStringLiteral("integer"), false}));
    QVERIFY(decodeSchema(encodeSchema(schema)).value() == schema);
}

void TstPgTargetUserTypes::makesThemAndTakesTheirValues_data()
{
    QTest::addColumn<bool>("strict");
    QTest::newRow("sets") << false;
    QTest::newRow("strict") << true;
}

void TstPgTargetUserTypes::makesThemAndTakesTheirValues()
{
    QFETCH(const bool, strict);
    PgApplyFixture f(m_server);
    f.config.strict = strict;
    QVERIFY_OK(f.create());
    f.both(QStringLiteral("DROP SCHEMA IF EXISTS \"Odd one\" CASCADE"));
    f.onSource(kTypes);
    f.onSource(kFelt);
    f.onSource(QStringLiteral("CREATE TABLE keyed (m \"Odd one\".\"Mood\" PRIMARY KEY, n int); CREATE TABLE bag (f "
                              "feeling, m \"Odd one\".\"Mood\")"));
    const DatasetSchema schema = f.schema({QStringLiteral("felt"), QStringLiteral("keyed"), QStringLiteral("bag")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    QVERIFY_OK(f.createStructure(schema)); // again: nothing to do
    f.insert(*schema.table(QStringLiteral("public.felt")),
             QStringLiteral(
                 "SELECT i, 'it''s'::\"Odd one\".\"Mood\", i::years, '坏'::feeling FROM generate_series(1, 200) i"));
    f.update(*schema.table(QStringLiteral("public.felt")), QStringLiteral("m = '好', y = NULL"),
             QStringLiteral("id % 2 = 0"));
    f.erase(*schema.table(QStringLiteral("public.felt")), QStringLiteral("id % 5 = 0"));
    f.insert(*schema.table(QStringLiteral("public.keyed")),
             QStringLiteral("SELECT unnest(enum_range(NULL::\"Odd one\".\"Mood\")), 1"));
    f.update(*schema.table(QStringLiteral("public.keyed")), QStringLiteral("n = 2"), QStringLiteral("m = '坏'"));
    f.insert(*schema.table(QStringLiteral("public.bag")),
             QStringLiteral("SELECT '好'::feeling, NULL::\"Odd one\".\"Mood\" FROM generate_series(1, 60)"));
    f.erase(*schema.table(QStringLiteral("public.bag")), QStringLiteral("ctid IN (SELECT ctid FROM bag LIMIT 7)"));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
}

void TstPgTargetUserTypes::saysWhatDiffers_data()
{
    QTest::addColumn<QString>("types");
    QTest::addColumn<QString>("mentioned");
    QTest::newRow("label missing") << QStringLiteral("CREATE TYPE mood AS ENUM ('a', 'c')")
                                   << QStringLiteral("ADD VALUE IF NOT EXISTS 'b' AFTER 'a'");
    QTest::newRow("first label missing") << QStringLiteral("CREATE TYPE mood AS ENUM ('b', 'c')")
                                         << QStringLiteral("ADD VALUE IF NOT EXISTS 'a' BEFORE 'b'");
    QTest::newRow("other order") << QStringLiteral("CREATE TYPE mood AS ENUM ('c', 'b', 'a')") << QString();
    QTest::newRow("a domain") << QStringLiteral("CREATE DOMAIN mood AS text") << QStringLiteral("another kind");
    QTest::newRow("more labels") << QStringLiteral("CREATE TYPE mood AS ENUM ('z', 'a', 'b', 'y', 'c')") << QString();
}

void TstPgTargetUserTypes::saysWhatDiffers()
{
    QFETCH(const QString, types);
    QFETCH(const QString, mentioned);
    PgApplyFixture f(m_server);
    QVERIFY_OK(f.create());
    f.onSource(QStringLiteral("CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id int PRIMARY KEY, m mood)"));
    f.onTarget(types);
    const DatasetSchema schema = f.schema({QStringLiteral("t")});
    QVERIFY_OK(f.open());
    const auto made = f.createStructure(schema);
    if (mentioned.isEmpty()) {
        QVERIFY_OK(made);
        return;
    }
    QVERIFY(!made);
    QCOMPARE(made.error().event, events::TGT_STRUCTURE);
    QCOMPARE(made.error().args.value(1), QStringLiteral("public.mood"));
    QVERIFY2(made.error().args.value(2).contains(mentioned), qPrintable(made.error().args.value(2)));
}

/// In the transaction that brings the structure the new label is used already.
void TstPgTargetUserTypes::addsLabelsWhereItMay()
{
    PgApplyFixture f(m_server);
    f.config.addColumns = true;
    QVERIFY_OK(f.create());
    f.both(QStringLiteral("CREATE TYPE mood AS ENUM ('b'); CREATE TABLE t (id int PRIMARY KEY, m mood)"));
    f.onSource(QStringLiteral("ALTER TYPE mood ADD VALUE 'a' BEFORE 'b'"));
    f.onSource(QStringLiteral("ALTER TYPE mood ADD VALUE 'c'"));
    const DatasetSchema schema = f.schema({QStringLiteral("t")});
    QVERIFY_OK(f.open());
    f.insert(schema.tables.front(), QStringLiteral("1, 'c'::mood"));
    const Bytes operations = f.taken();
    QVERIFY_OK(f.writer->begin());
    QVERIFY_OK(f.writer->createStructure(schema));
    QVERIFY_OK(f.writer->apply(schema, operations, false, f.changed));
    QVERIFY_OK(f.writer->commit());
    QCOMPARE(f.askTarget(QStringLiteral("SELECT array_to_string(enum_range(NULL::mood), ',')")),
             QStringLiteral("a,b,c"));
    QVERIFY(f.isSame(schema));
}

void TstPgTargetUserTypes::refusesATypeThatIsAStatement()
{
    for (const QString& name : {QStringLiteral("public.t AS ENUM ('a'); DROP TABLE x; --"), QStringLiteral("mood"),
                                QStringLiteral("public.mood[]"), QStringLiteral("public.mood(3)")})
        QVERIFY2(!createPgTypeSql({name, {QStringLiteral("a")}, {}, false}), qPrintable(name));
    QVERIFY(!createPgTypeSql({QStringLiteral("public.d"), {}, QStringLiteral("int CHECK (true)"), false}));
    const auto quoted =
        createPgTypeSql({QStringLiteral("public.t"), {QStringLiteral("a'); DROP TABLE x; --")}, {}, false});
    QVERIFY_OK(quoted);
    QCOMPARE(quoted->last(), QStringLiteral("CREATE TYPE public.t AS ENUM ('a''); DROP TABLE x; --')"));
}

BUSHENG_TEST(TstPgTargetUserTypes)
#include "tst_pg_target_user_types.moc"
