// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Every type's value comes through the stream as a snapshot of the source gives it, byte for byte.
class TstPgCaptureTypes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesEachValueAsTheSnapshotDoes_data();
    void givesEachValueAsTheSnapshotDoes();
    void findsRowsByKeysOfAnyType_data();
    void findsRowsByKeysOfAnyType();
    void takesNamesOfAnyKind();

private:
    MiniPostgres m_server;
};

void TstPgCaptureTypes::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("timezone = 'Asia/Shanghai'"), QStringLiteral("DateStyle = 'German'")}));
}

void TstPgCaptureTypes::givesEachValueAsTheSnapshotDoes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("values");
    const auto row = [](const char* type, const char* values) {
        QTest::newRow(type) << QString::fromUtf8(type) << QString::fromUtf8(values);
    };
    row("smallint", "(-32768), (32767), (NULL)");
    row("integer", "(-2147483648), (0), (2147483647)");
    row("bigint", "(-9223372036854775808), (9223372036854775807)");
    row("numeric(65,30)", "(12345678901234567890123456789012345.123456789012345678901234567890), (-0.0), ('NaN')");
    row("numeric", "('Infinity'), ('-Infinity'), (0.1), (1e200), (1.000)");
    row("real", "('-0.0'), ('NaN'), ('Infinity'), (1.17549435e-38), (16777217)");
    row("double precision", "('-0.0'), ('NaN'), ('-Infinity'), (0.1), (5e-324), (1.7976931348623157e308)");
    row("boolean", "(true), (false), (NULL)");
    row("text", "(''), (NULL), ('䶮㐂𠮷𬭩·'), (repeat('中', 100000)), (E'\\t\\n\\\\')");
    row("varchar(5)", "(''), ('吾守尔'), ('ab   ')");
    row("char(18)", "('11010519491231002X'), ('a'), ('')");
    row("bytea", "(''), ('\\x00ff00'), (decode(repeat('00ff', 50000), 'hex'))");
    row("date", "('1940-06-01'), ('1986-05-04'), ('1991-04-14'), ('infinity'), ('-infinity'), ('4713-01-01 BC'), "
                "('5874897-12-31'), ('9999-12-31')");
    row("timestamp", "('1940-06-01 00:30:00'), ('1986-05-04 02:30:00'), ('1988-04-17 02:00:00.000001'), ('infinity'), "
                     "('0044-03-15 12:00:00 BC'), ('2038-01-19 03:14:08')");
    row("timestamptz",
        "('1949-05-01 00:30:00+08'), ('1991-04-14 02:30:00 Asia/Shanghai'), ('-infinity'), ('2100-01-01')");
    row("time", "('00:00:00'), ('24:00:00'), ('23:59:59.999999')");
    row("timetz", "('00:00:00+08'), ('24:00:00-15:59')");
    row("interval", "('1 year -2 mons +3 days -04:05:06.789'), ('838:59:59'), ('-178000000 years')");
    row("uuid", "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')");
    row("bit(64)", "(B'1000000000000000000000000000000000000000000000000000000000000001')");
    row("bit varying", "(B''), (B'101')");
    row("json", "('{\"b\":1, \"a\":2, \"b\":3}'), ('null'), (NULL)");
    row("jsonb", "('{\"b\":1, \"a\":[1,2,{}]}'), ('null'), ('\"中\"')");
    row("xml", "('<人>吾</人>')");
    row("inet", "('192.168.0.1/24'), ('::1')");
    row("cidr", "('10.0.0.0/8')");
    row("macaddr", "('08:00:2b:01:02:03')");
    row("money", "(12.34), (-92233720368547758.08)");
    row("point", "('(1.5,-2)')");
    row("box", "('((0,0),(1,1))')");
    row("polygon", "('((0,0),(1,1),(1,0))')");
    row("integer[]", "('{1,NULL,3}'), ('{}'), ('{{1,2},{3,4}}'), ('[2:3]={5,6}')");
    row("text[]", "('{\"\",NULL,中,\"a,b\"}')");
    row("int4range", "('[1,5)'), ('empty'), ('(,)')");
    row("datemultirange", "('{[2020-01-01,2021-01-01), [2022-01-01,)}')");
    row("tsvector", "('a:1 b:2A')");
    row("oid", "(4294967295)");
    row("mood", "('happy'), ('忧')");
    row("positive", "(5), (NULL)");
    row("pair", "(ROW(1, 'x')), (ROW(NULL, NULL)), (NULL)");
    row("pair[]", "(ARRAY[ROW(1, 'x')::pair, NULL])");
}

void TstPgCaptureTypes::givesEachValueAsTheSnapshotDoes()
{
    QFETCH(QString, type);
    QFETCH(QString, values);
    const PgSource source(
        m_server,
        QStringLiteral("CREATE TYPE mood AS ENUM ('happy', '忧'); CREATE DOMAIN positive AS int CHECK "
                       "(VALUE > 0); CREATE TYPE pair AS (a int, b text); CREATE TABLE t(id serial PRIMARY "
                       "KEY, v %1); CREATE TABLE u(v %1); ALTER TABLE u REPLICA IDENTITY FULL")
            .arg(type),
        {QStringLiteral("t"), QStringLiteral("u")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO t(v) VALUES %1; INSERT INTO u(v) VALUES %1").arg(values));
    source.run(
        QStringLiteral("UPDATE t SET v = NULL WHERE id = 1; UPDATE t SET v = (SELECT v FROM u LIMIT 1) WHERE id = 1; "
                       "UPDATE u SET v = NULL; INSERT INTO u SELECT v FROM t; DELETE FROM u WHERE v IS NULL"));
    catchUp(source, *capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
    QVERIFY(contentNow(source).keyed.size() > 0);
    QCOMPARE(sink.violations, QStringList());
}

void TstPgCaptureTypes::findsRowsByKeysOfAnyType_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("rows");
    QTest::newRow("text") << QStringLiteral("k text") << QStringLiteral("k") << QStringLiteral("('吾'), ('a'), ('')");
    QTest::newRow("char") << QStringLiteral("k char(18)") << QStringLiteral("k")
                          << QStringLiteral("('11010519491231002X'), ('b')");
    QTest::newRow("numeric") << QStringLiteral("k numeric") << QStringLiteral("k")
                             << QStringLiteral("(1.50), (2), (-3.25)");
    QTest::newRow("two") << QStringLiteral("b date, x int, a uuid") << QStringLiteral("a, b")
                         << QStringLiteral("('1940-06-01', 1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), ('infinity', 2, "
                                           "'00000000-0000-0000-0000-000000000000')");
    QTest::newRow("long") << QStringLiteral("k text") << QStringLiteral("k")
                          << QStringLiteral("(repeat('x', 2000)), ('y')");
}

void TstPgCaptureTypes::findsRowsByKeysOfAnyType()
{
    QFETCH(QString, columns);
    QFETCH(QString, key);
    QFETCH(QString, rows);
    const PgSource source(m_server, QStringLiteral("CREATE TABLE t(%1, note int, PRIMARY KEY (%2))").arg(columns, key),
                          {QStringLiteral("t")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO t VALUES %1").arg(rows));
    source.run(QStringLiteral("UPDATE t SET note = 1; DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)"));
    catchUp(source, *capturer, sink);
    QCOMPARE(playedFrom(sink, source.schema()).difference(contentNow(source)), QString());
}

void TstPgCaptureTypes::takesNamesOfAnyKind()
{
    const PgSource source(
        m_server,
        QStringLiteral("CREATE SCHEMA \"社保\"; CREATE TABLE \"社保\".\"参保 \"\"人\"\"\"(\"编 号\" int PRIMARY "
                       "KEY, \"Select\" text)"),
        {QStringLiteral("社保.参保 \"人\"")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO \"社保\".\"参保 \"\"人\"\"\" VALUES (1, 'x')"));
    catchUp(source, *capturer, sink);
    QCOMPARE(described(sink), QStringList{QStringLiteral("insert 1 (00000001, 78)")});
    const auto again = source.opened(sink.position());
    QVERIFY(again != nullptr);
}

BUSHENG_TEST(TstPgCaptureTypes)
#include "tst_pg_capture_types.moc"
