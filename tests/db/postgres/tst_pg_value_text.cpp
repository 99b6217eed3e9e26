// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/db/postgres/pg_value_text.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

#include <random>

using namespace busheng;
using busheng::test::MiniPostgres;

class TstPgValueText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void printsAsTheServerDoes_data();
    void printsAsTheServerDoes();
    void printsAsTheServerDoesAtRandom();
    void showsWhatItDoesNotKnowAsHex();
    void cutsLongTexts();
    void takesAnyBytes();

private:
    static ColumnSchema column(const QString& type) { return {QStringLiteral("v"), type, false, {}}; }
    void compare(const QString& type, const QString& values);
    MiniPostgres m_server;
    std::unique_ptr<PgConnection> m_connection;
};

void TstPgValueText::initTestCase()
{
    QVERIFY_OK(m_server.start());
    PgConnection::Options options;
    options.conninfo = m_server.conninfo();
    options.name = QStringLiteral("mini");
    auto opened = PgConnection::open(options);
    QVERIFY_OK(opened);
    m_connection = std::move(*opened);
    QVERIFY_OK(m_connection->execute(
        QStringLiteral("CREATE TYPE mood AS ENUM ('happy', '很高兴', 'a''b'); CREATE DOMAIN years AS int")));
}

/// Stores the values, reads them as a snapshot does, and compares with the server's own words.
void TstPgValueText::compare(const QString& type, const QString& values)
{
    QVERIFY_OK(m_connection->execute(QStringLiteral("DROP TABLE IF EXISTS v; CREATE TABLE v (n serial, v ") + type +
                                     QStringLiteral("); INSERT INTO v (v) SELECT x FROM (") + values +
                                     QStringLiteral(") AS t(x)")));
    PgConnection::Options options;
    options.conninfo = m_server.conninfo();
    const auto snapshot = PgSnapshot::open(options);
    QVERIFY_OK(snapshot);
    const auto table = readPgTable((*snapshot)->connection(), QStringLiteral("v"));
    QVERIFY_OK(table);
    const auto words = (*snapshot)->connection().query(QStringLiteral("SELECT v::text FROM public.v ORDER BY ctid"));
    QVERIFY_OK(words);
    int at = 0;
    std::vector<Cell> cells;
    QVERIFY_OK((*snapshot)->scan(*table, {}, 0, [&](BytesView row) {
        if (!decodeRow(row, cells))
            return false;
        const QString printed = pgValueToText(cells[1], table->columns[1]);
        const QString wanted = words->isNull(at, 0) ? QStringLiteral("NULL") : words->text(at, 0);
        if (printed != wanted)
            qWarning().noquote() << type << "is" << printed << "and not" << wanted << toHex(cells[1].bytes);
        return printed == wanted && ++at > 0;
    }));
    QVERIFY(at > 0);
    QCOMPARE(at, words->rows());
}

void TstPgValueText::printsAsTheServerDoes_data()
{
    QTest::addColumn<QString>("values");
    const auto row = [](const char* type, const char* values) {
        QTest::addRow("%s", type) << QStringLiteral("VALUES ") + QString::fromUtf8(values);
    };
    row("smallint", "(-32768), (0), (32767), (NULL)");
    row("integer", "(-2147483648), (0), (2147483647)");
    row("bigint", "(-9223372036854775808), (-1), (9223372036854775807)");
    row("oid", "(0::oid), (4294967295::oid)");
    row("boolean", "(true), (false), (NULL)");
    row("real",
        "(0::real), ('-0'), (0.1), (-1.5), (1e5), (123456), (1234567), (1e6), (0.0001), (0.00001), (3.4028235e38),"
        " (1e-45), (16777216), ('NaN'), ('Infinity'), ('-Infinity')");
    row("double precision",
        "(0::float8), ('-0'), (0.1), (0.30000000000000004), (1e14), (1e15), (123456789012345), (1234567890123456),"
        " (0.0001), (0.00001), (1.7976931348623157e308), (5e-324), (100), (1.5e10), (-12.5), ('NaN'), ('Infinity'),"
        " ('-Infinity'), (9007199254740993), (2.5e-5), (1e22)");
    row("numeric", "(0::numeric), ('0.00'), (-1), (1.50), (10000), (100000000), (99999999), (0.0001), (0.00001),"
                   " (-0.000000001), (12345678901234567890.12345678901234567890), (1e40), (1e-40), ('NaN'),"
                   " ('Infinity'), ('-Infinity'), (10000.0000), (0.1), (123456.7)");
    row("numeric(12,2)", "(0::numeric), (1.5), (-99999.99), (9999999999.99)");
    row("numeric(5,-2)", "(1234::numeric), (-56)");
    row("text", "(''), ('张三·𠮷䶮㐂𬭩'), ('it''s \"x\" \\ %1'), (E'tab\\tline\\n'), (NULL), ('NULL')");
    row("character varying(20)", "(''), (' a ')");
    row("character(6)", "(''), ('a'), ('abcdef'), ('张')");
    row("name", "('a'::name)");
    row("json", "('{\"b\": 1,  \"a\": [null]}'::json)");
    row("jsonb", "('{\"b\": 1,  \"a\": [null]}'::jsonb), ('\"x\"')");
    row("xml", "('<a>张</a>'::xml)");
    row("bytea", "(''::bytea), ('\\x00ff41')");
    row("date",
        "('1940-06-01'::date), ('1986-05-04'), ('2000-01-01'), ('1999-12-31'), ('0001-01-01'), ('0001-12-31 BC'),"
        " ('0044-03-15 BC'), ('4714-11-24 BC'), ('5874897-12-31'), ('infinity'), ('-infinity'), ('2024-02-29')");
    row("timestamp without time zone",
        "('1940-06-01 00:30:00'::timestamp), ('1986-05-04 02:30:00.000001'), ('1999-12-31 23:59:59.999999'),"
        " ('2000-01-01'), ('2038-01-19 03:14:08'), ('0044-03-15 12:00:00.5 BC'), ('4713-01-01 BC'),"
        " ('294276-12-31 23:59:59.999999'), ('infinity'), ('-infinity'), ('1969-07-20 20:17:40.1')");
    row("timestamp(3) without time zone", "('2020-01-01 01:02:03.4567'::timestamp)");
    row("timestamp with time zone",
        "('1991-04-14 02:30:00+08'::timestamptz), ('0044-03-15 00:00:00+00 BC'), ('infinity'),"
        " ('2024-01-01 00:00:00.1+05:30')");
    row("time without time zone", "('00:00'::time), ('24:00:00'), ('23:59:59.999999'), ('12:34:56.7')");
    row("time with time zone",
        "('00:00+00'::timetz), ('24:00:00+08'), ('12:00:00.000001-05:30'), ('01:02:03+15:59:59'), ('01:02:03-00:30')");
    row("interval",
        "('0'::interval), ('1 year'), ('-1 year'), ('1 mon -1 day'), ('-1 mon +1 day'), ('-1 mon 1 day -00:00:01'),"
        " ('1 year 2 mons 3 days 04:05:06.789'), ('-1 day 00:00:01'), ('1000:00:00'), ('-00:00:00.000001'),"
        " ('-14 mons'), ('2147483647 days'), ('13 mons'), ('1 day')");
    row("interval day to second(3)", "('1 day 00:00:01.23456'::interval)");
    row("uuid", "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid)");
    row("bit(5)", "(B'10110'), (B'00000')");
    row("bit varying", "(B''), (B'1'), (B'101101011')");
    row("mood", "('happy'::mood), ('很高兴'), ('a''b')");
    row("integer[]", "('{}'::int[]), ('{1,NULL,-3}'), ('{{1,2},{3,4}}'), ('[0:1]={5,6}')");
    row("text[]", "('{}'::text[]), ('{a,\"b c\",NULL,\"NULL\",\"\",\"x\\\"y\\\\z\",\"{}\",\"a,b\",张}')");
    row("boolean[]", "('{t,f,NULL}'::bool[])");
    row("character(3)[]", "('{a,abc}'::char(3)[])");
    row("timestamp(0) with time zone[]", "('{2020-01-01 00:00:00+08,infinity}'::timestamptz[])");
}

void TstPgValueText::printsAsTheServerDoes()
{
    QFETCH(const QString, values);
    compare(QString::fromUtf8(QTest::currentDataTag()), values);
}

void TstPgValueText::printsAsTheServerDoesAtRandom()
{
    const QString series = QStringLiteral(" FROM generate_series(1, 3000)");
    QVERIFY_OK(m_connection->execute(QStringLiteral("SELECT setseed(0.5)")));
    compare(QStringLiteral("double precision"),
            QStringLiteral("SELECT (random() - 0.5) * 10 ^ (random() * 600 - 300)") + series);
    compare(QStringLiteral("double precision"),
            QStringLiteral("SELECT round((random() * 1e6)::numeric, 3)::float8") + series);
    compare(QStringLiteral("real"),
            QStringLiteral("SELECT ((random() - 0.5) * 10 ^ (random() * 70 - 35))::real") + series);
    compare(QStringLiteral("numeric"),
            QStringLiteral("SELECT round(((random() - 0.5) * 10 ^ (random() * 24 - 12))::numeric, "
                           "(random() * 20)::int)") +
                series);
    compare(QStringLiteral("timestamp without time zone"),
            QStringLiteral("SELECT '4713-01-01 BC'::timestamp + random() * interval '7000 years'") + series);
    compare(QStringLiteral("date"),
            QStringLiteral("SELECT '4713-01-01 BC'::date + (random() * 5000000)::int") + series);
    compare(
        QStringLiteral("interval"),
        QStringLiteral("SELECT make_interval(months => (random() * 100 - 50)::int, days => (random() * 10 - 5)::int, "
                       "secs => round((random() * 200000 - 100000)::numeric, 3)::float8)") +
            series);
}

void TstPgValueText::showsWhatItDoesNotKnowAsHex()
{
    QCOMPARE(pgValueToText(Cell::null(), column(QStringLiteral("integer"))), QStringLiteral("NULL"));
    QCOMPARE(pgValueToText(Cell::unchanged(), column(QStringLiteral("text"))), QStringLiteral("(unchanged)"));
    QCOMPARE(pgValueToText(Cell::ofInteger(7), column(QStringLiteral("text"))), QStringLiteral("7"));
    const auto native = [](BytesView bytes, const char* type) {
        return pgValueToText(Cell::ofNative(bytes), column(QString::fromLatin1(type)));
    };
    QCOMPARE(native(BytesView("\0\0\0\x2a", 4), "public.years"), QStringLiteral("x'0000002a'"));
    QCOMPARE(native("abcd", "public.years"), QStringLiteral("x'61626364'"));
    QCOMPARE(native("happy", "public.mood"), QStringLiteral("happy"));
    QCOMPARE(native("happy\n", "public.mood"), QStringLiteral("x'68617070790a'"));
    QCOMPARE(native("happy", "inet"), QStringLiteral("x'6861707079'"));
    QCOMPARE(native("\xff\xfe", "text"), QStringLiteral("x'fffe'"));
    QCOMPARE(native(BytesView("a\0b", 3), "text"), QStringLiteral("x'610062'"));
    QCOMPARE(native("abc", "integer"), QStringLiteral("x'616263'"));
    QCOMPARE(native("", "bigint"), QStringLiteral("x''"));
    QCOMPARE(native(BytesView("\x7f\xff\xff\xff\xff\xff\xff\xff", 8), "time without time zone"),
             QStringLiteral("x'7fffffffffffffff'"));
    QCOMPARE(native(BytesView("\x80\0\0\1", 4), "date"), QStringLiteral("x'80000001'"));
}

void TstPgValueText::cutsLongTexts()
{
    const Bytes ascii(100'000, 'a');
    QCOMPARE(pgValueToText(Cell::ofNative(ascii), column(QStringLiteral("text"))), QString(200, u'a') + QChar(0x2026));
    const QString text = QString::fromUtf8("张𠮷").repeated(10'000);
    const QByteArray utf8 = text.toUtf8();
    const QString printed = pgValueToText(Cell::ofNative(view(utf8)), column(QStringLiteral("text")));
    QVERIFY(printed.endsWith(QChar(0x2026)));
    QVERIFY(text.startsWith(printed.chopped(1)));
    QVERIFY(printed.size() >= 200 && printed.size() <= 201);
    QCOMPARE(pgValueToText(Cell::ofNative(ascii), column(QStringLiteral("bytea"))).size(), 201);
}

void TstPgValueText::takesAnyBytes()
{
    std::mt19937 random(4711);
    const QStringList types = {QStringLiteral("numeric"),
                               QStringLiteral("text"),
                               QStringLiteral("jsonb"),
                               QStringLiteral("date"),
                               QStringLiteral("timestamp without time zone"),
                               QStringLiteral("time with time zone"),
                               QStringLiteral("interval"),
                               QStringLiteral("integer[]"),
                               QStringLiteral("text[]"),
                               QStringLiteral("bit varying"),
                               QStringLiteral("uuid"),
                               QStringLiteral("double precision"),
                               QStringLiteral("public.mood"),
                               QStringLiteral("public.mood[]"),
                               QStringLiteral("(("),
                               QStringLiteral("[]"),
                               QString()};
    for (int i = 0; i < 200'000; ++i) {
        Bytes bytes(random() % 40, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random() % 3 == 0 ? random() : random() % 4);
        const QString text = pgValueToText(Cell::ofNative(bytes), column(types.at(static_cast<int>(random()) & 0xf)));
        QVERIFY(text.size() <= 204);
    }
}

BUSHENG_TEST(TstPgValueText)
#include "tst_pg_value_text.moc"
