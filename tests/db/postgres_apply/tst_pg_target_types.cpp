// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Values that break synchronizers, of every type that travels: they arrive byte for byte, by COPY, by arrays, one by
/// one, and in tables whose rows can only be told by all their values.
class TstPgTargetTypes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start());
        m_fixture = std::make_unique<PgApplyFixture>(m_server);
        QVERIFY_OK(m_fixture->create());
    }
    void cleanupTestCase() { m_fixture.reset(); }
    void arrive_data();
    void arrive();
    void canBeKeys_data();
    void canBeKeys();
    void keepEachOtherCompanyInOneRow();

private:
    MiniPostgres m_server;
    std::unique_ptr<PgApplyFixture> m_fixture;
};

void TstPgTargetTypes::arrive_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QStringList>("values");
    const auto add = [](const char* type, const QStringList& values) {
        QTest::newRow(type) << QString::fromLatin1(type) << values;
    };
    const auto quoted = [](std::initializer_list<const char*> texts) {
        QStringList values;
        for (const char* text : texts)
            values.append(QStringLiteral("'%1'").arg(QString::fromUtf8(text)));
        return values;
    };
    add("boolean", quoted({"t", "f"}));
    add("smallint", quoted({"-32768", "0", "32767"}));
    add("integer", quoted({"-2147483648", "0", "2147483647"}));
    add("bigint", quoted({"-9223372036854775808", "0", "9223372036854775807"}));
    add("real", quoted({"-0", "0", "NaN", "Infinity", "-Infinity", "1e-45", "3.4028235e38", "0.1"}));
    add("double precision",
        quoted({"-0", "0", "NaN", "Infinity", "-Infinity", "5e-324", "1.7976931348623157e308", "0.1"}));
    add("numeric", quoted({"0", "-0", "1.0", "1.00", "NaN", "Infinity", "-Infinity", "1e300", "1e-300",
                           "123456789012345678901234567890.12345678901234567890"}));
    add("numeric(12,2)", quoted({"0.00", "-9999999999.99", "9999999999.99", "NaN"}));
    add("money", quoted({"-1.23", "0", "92233720368547758.07"}));
    add("text", quoted({"", " ", "NULL", "a\\b", "㐂䶮𠮷𬭩·", "Å", "é", "長"}) +
                    QStringList{QStringLiteral("repeat('長 text ', 50000)")});
    add("character varying(20)", quoted({"", "  trailing  ", "姓名"}));
    add("character(10)", quoted({"", "ab", "长"}));
    add("name", quoted({"", "a name"}));
    add("bytea", quoted({"", "\\x00", "\\xff00fe", "\\x5c27"}));
    add("uuid", quoted({"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"}));
    add("date", quoted({"1940-06-01", "1941-03-15", "1986-05-04", "1991-04-14", "0001-01-01", "4713-01-01 BC",
                        "9999-12-31", "5874897-12-31", "infinity", "-infinity", "2000-02-29"}));
    add("time without time zone", quoted({"00:00:00", "24:00:00", "23:59:59.999999", "00:00:00.000001"}));
    add("time with time zone", quoted({"00:00:00+08", "24:00:00-12", "12:00:00.000001+05:30"}));
    add("timestamp without time zone",
        quoted({"1986-05-04 02:30:00", "1940-06-01 00:30:00", "0001-01-01 00:00:00", "2038-01-19 03:14:08",
                "294276-12-31 23:59:59.999999", "4713-01-01 00:00:00 BC", "infinity", "-infinity",
                "2016-12-31 23:59:60"}));
    add("timestamp with time zone",
        quoted({"1986-05-04 02:30:00+08", "2038-01-19 03:14:08.000001Z", "infinity", "-infinity"}));
    add("interval", quoted({"0", "-1 year 2 mons -3 days 04:05:06.000001", "178000000 years", "1 mon", "30 days"}));
    add("json", quoted({"{}", "{\"b\": 1, \"a\": 2, \"b\": 3}", " [1,  2] ", "\"字\"", "null"}));
    add("jsonb", quoted({"{}", "{\"b\": 1, \"a\": 2}", "[1, 2.0, 2]", "null"}));
    add("bit(5)", quoted({"00000", "10101"}));
    add("bit varying", quoted({"", "1", "0101010101"}));
    add("inet", quoted({"192.168.0.1/24", "::1", "10.0.0.1"}));
    add("cidr", quoted({"192.168.0.0/24", "::/0"}));
    add("macaddr", quoted({"08:00:2b:01:02:03"}));
    add("macaddr8", quoted({"08:00:2b:01:02:03:04:05"}));
    add("point", quoted({"(1,2)", "(-0,0)", "(NaN,Infinity)"}));
    add("line", quoted({"{1,2,3}"}));
    add("lseg", quoted({"[(0,0),(1,1)]"}));
    add("box", quoted({"(1,1),(0,0)"}));
    add("path", quoted({"[(0,0),(1,1)]", "((0,0),(1,1))"}));
    add("polygon", quoted({"((0,0),(1,1),(1,0))"}));
    add("circle", quoted({"<(0,0),1>"}));
    add("tsvector", quoted({"", "a:1 fat:2,3A cat"}));
    add("tsquery", quoted({"fat & (rat | !cat)"}));
    add("xml", quoted({"<a>字</a>", "text", ""}));
    add("pg_lsn", quoted({"0/0", "FFFFFFFF/FFFFFFFF"}));
    add("oid", quoted({"0", "4294967295"}));
    add("integer[]", quoted({"{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[5:6]={1,2}"}));
    add("text[]", quoted({"{}", "{\"\",NULL,字}", "{{a},{b}}"}));
    add("numeric(10,2)[]", quoted({"{1.00,NaN}"}));
    add("timestamp with time zone[]", quoted({"{infinity,2020-01-01}"}));
    add("int4range", quoted({"empty", "[1,5)", "(,)"}));
    add("tstzrange", quoted({"[2020-01-01,infinity)"}));
    add("numrange", quoted({"(1.0,1.00]", "[1.0,2.00]"}));
    add("int4multirange", quoted({"{}", "{[1,2),[5,9)}"}));
    add("mood", quoted({"sad", "a''b", "乐"}));
    add("positive", quoted({"1", "2147483647"}));
    add("label", quoted({"x", ""}));
}

void TstPgTargetTypes::arrive()
{
    QFETCH(const QString, type);
    QFETCH(const QStringList, values);
    PgApplyFixture& f = *m_fixture;
    QVERIFY_OK(f.create());
    f.both(QStringLiteral(
        "CREATE TYPE mood AS ENUM ('sad', 'a''b', '乐'); CREATE DOMAIN positive AS int CHECK (value > 0); "
        "CREATE DOMAIN label AS varchar(5) NOT NULL"));
    // The same oids must not be needed.
    f.onTarget(QStringLiteral("DROP TYPE mood; CREATE TYPE mood AS ENUM ('乐', 'sad', 'a''b')"));
    const QString sql = QStringLiteral("CREATE TABLE %1(%2 v %3, x int)");
    const QString keyed = sql.arg(QStringLiteral("keyed"), QStringLiteral("id int PRIMARY KEY,"), type);
    const QString keyless = sql.arg(QStringLiteral("keyless"), QString(), type);
    f.both(keyed + u';' + keyless);
    const DatasetSchema schema = f.schema({QStringLiteral("keyed"), QStringLiteral("keyless")});
    const bool mayBeNull = type != u"label";
    for (const bool strict : {false, true}) {
        f.onTarget(QStringLiteral("TRUNCATE keyed, keyless"));
        f.onSource(QStringLiteral("TRUNCATE keyed, keyless"));
        f.config.strict = strict;
        QVERIFY_OK(f.open());
        QVERIFY_OK(f.createStructure(schema));
        QStringList all = values;
        if (mayBeNull)
            all.append(QStringLiteral("NULL"));
        int id = 0;
        // Enough of them that there are sets.
        while (id < 60) {
            for (const QString& value : all) {
                f.insert(schema.tables[0], QStringLiteral("%1, %2, 0").arg(++id).arg(value));
                f.insert(schema.tables[1], QStringLiteral("%1, %2").arg(value).arg(id % 3));
            }
        }
        QVERIFY_OK(f.apply(schema));
        QVERIFY(f.isSame(schema));
        // Each value in each other's place, by arrays, and found by what it is.
        for (int i = 1; i <= id; ++i)
            f.update(schema.tables[0], QStringLiteral("v = %1, x = 1").arg(all[i * 7 % all.size()]),
                     QStringLiteral("id = %1").arg(i));
        f.update(schema.tables[1], QStringLiteral("x = 5"), QStringLiteral("x = 1"));
        f.erase(schema.tables[1], QStringLiteral("x = 2"));
        QVERIFY_OK(f.apply(schema));
        QVERIFY(f.isSame(schema));
        for (const Bytes& row : f.sourceRows(schema.tables[0]))
            f.add(ChangeKind::Upsert, schema.tables[0].id, {}, row);
        QVERIFY_OK(f.apply(schema));
        QVERIFY(f.isSame(schema));
        f.close();
    }
}

void TstPgTargetTypes::canBeKeys_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value"); ///< of i
    const auto add = [](const char* type, const char* value) {
        QTest::newRow(type) << QString::fromLatin1(type) << QString::fromUtf8(value);
    };
    add("numeric", "CASE i % 2 WHEN 0 THEN i * 1.00 ELSE i * 1.0 END");
    add("double precision", "i / 7.0");
    add("text", "'字' || i");
    add("character(8)", "'k' || i");
    add("character varying(8)", "'k' || i");
    add("bytea", "decode(lpad(to_hex(i), 4, '0'), 'hex')");
    add("uuid", "md5(i::text)::uuid");
    add("date", "date '1986-05-01' + i");
    add("timestamp with time zone", "timestamptz '1986-05-01' + i * interval '1 hour'");
    add("integer[]", "ARRAY[i, -i]");
    add("jsonb", "jsonb_build_object('k', i)");
    add("boolean", "i % 2 = 0");
    add("inet", "inet '10.0.0.0' + i");
    add("positive", "i");
    add("name", "'n' || i");
    add("int4range", "int4range(i, i + 1)");
}

void TstPgTargetTypes::canBeKeys()
{
    QFETCH(const QString, type);
    QFETCH(const QString, value);
    PgApplyFixture& f = *m_fixture;
    QVERIFY_OK(f.create());
    f.both(
        QStringLiteral("CREATE DOMAIN positive AS int CHECK (value > 0); CREATE TABLE t(v text, k %1, PRIMARY KEY (k))")
            .arg(type));
    const DatasetSchema schema = f.schema({QStringLiteral("t")});
    const TableSchema& t = schema.tables[0];
    const int rows = type == u"boolean" ? 2 : 100;
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    f.insert(t, QStringLiteral("SELECT 'v', %1 FROM generate_series(1, %2) i").arg(value).arg(rows));
    QVERIFY_OK(f.apply(schema));
    f.update(t, QStringLiteral("v = 'w'"), QStringLiteral("true"));
    f.erase(t, QStringLiteral("k IN (SELECT %1 FROM generate_series(1, %2, 3) i)").arg(value).arg(rows));
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    for (const Bytes& row : f.sourceRows(t))
        f.add(ChangeKind::Upsert, t.id, {}, row);
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    f.close();
}

void TstPgTargetTypes::keepEachOtherCompanyInOneRow()
{
    PgApplyFixture& f = *m_fixture;
    QVERIFY_OK(f.create());
    QString columns;
    QString names;
    for (int i = 0; i < 1000; ++i) {
        columns += QStringLiteral(", c%1 int").arg(i);
        names += QStringLiteral(", %1").arg(i % 7 == 0 ? QStringLiteral("NULL") : QStringLiteral("i + %1").arg(i));
    }
    f.both(QStringLiteral("CREATE TABLE wide(id int PRIMARY KEY%1); CREATE TABLE wide_bag(id int%1)").arg(columns));
    const DatasetSchema schema = f.schema({QStringLiteral("wide"), QStringLiteral("wide_bag")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    for (const TableSchema& table : schema.tables)
        f.insert(table, QStringLiteral("SELECT i%1 FROM generate_series(1, 60) i").arg(names));
    QVERIFY_OK(f.apply(schema));
    for (const TableSchema& table : schema.tables) {
        f.update(table, QStringLiteral("c0 = 1, c999 = NULL"), QStringLiteral("id > 5"));
        f.erase(table, QStringLiteral("id % 3 = 0"));
    }
    QVERIFY_OK(f.apply(schema));
    QVERIFY(f.isSame(schema));
    f.close();
}

BUSHENG_TEST(TstPgTargetTypes)
#include "tst_pg_target_types.moc"
