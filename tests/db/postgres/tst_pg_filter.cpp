// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/bound_filter.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using busheng::test::MiniPostgres;

/// Our answer on binary cells and the server's own on the same rows.
class TstPgFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start());
        QVERIFY_OK(m_server.run(QStringLiteral(
            "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE COLLATION zh (provider = icu, locale = 'zh-u-co-pinyin');"
            "CREATE TABLE v (k serial PRIMARY KEY, s smallint, i integer, l bigint, n numeric, f real, d double "
            "precision,"
            " t text COLLATE zh, c varchar(20), p char(6), b boolean, day date, at timestamp, moment timestamptz,"
            " clock time, u uuid, m mood, j jsonb, a int[]);"
            "INSERT INTO v (s, i, l, n, f, d) SELECT s, s * 1000, s * 1000000000000, n, f, f::text::float8 FROM"
            " (VALUES (-32768), (0), (3), (32767), (NULL)) x(s),"
            " (VALUES (0), (1.50), (-1.5), (12345678901234567890.123), (1e-20), ('NaN'), ('Infinity'), ('-Infinity'),"
            "  (NULL), (10000), (9999.9999), (0.0001)) y(n),"
            " (VALUES (0::real), (0.1), (1.5), (-1e30), (1e-40), ('NaN'), ('Infinity'), (NULL)) z(f);"
            "INSERT INTO v (t, c, p, b) SELECT t, t, left(t, 6), b FROM"
            " (VALUES (''), ('abc'), ('ABC'), ('abd'), ('安徽'), ('北京'), ('340100'), ('340100 '), ('3401'), "
            "('it''s'),"
            "  ('\\x'), ('a%b'), (NULL)) x(t), (VALUES (true), (false), (NULL)) y(b);"
            "INSERT INTO v (day, at, moment, clock, u) SELECT d, d, d::timestamp AT TIME ZONE 'UTC' + c::interval, c, u"
            " FROM (VALUES (date '2026-01-31'), ('1900-02-28'), ('1986-05-04'), ('0044-03-15 BC'), ('infinity'),"
            "  ('-infinity'), ('9999-12-31'), (NULL)) x(d),"
            " (VALUES (time '00:00'), ('08:30:00.5'), ('23:59:59.999999'), (NULL)) y(c),"
            " (VALUES (uuid '01234567-89ab-cdef-0123-456789abcdef'), ('ffffffff-ffff-ffff-ffff-ffffffffffff'), (NULL))"
            " z(u);"
            "INSERT INTO v (m, j, a) VALUES ('a', '{}', '{1}')")));
    }

    void agreesWithTheServer_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char* filter : {"s = 3",
                                   "s <> 3",
                                   "s < 3.5",
                                   "s >= '-32768'",
                                   "i in (0, 3000, 7)",
                                   "i not in (3000)",
                                   "l > 2999999999999.5",
                                   "l = 32767000000000000",
                                   "i < 99999999999999999999999",
                                   "n = 1.5",
                                   "n = 1.50",
                                   "n > 1.4999",
                                   "n < -1.5",
                                   "n <= -1.5",
                                   "n = 12345678901234567890.123",
                                   "n > 12345678901234567890.1229",
                                   "n <> 0",
                                   "n in (0, 10000, 1e-20)",
                                   "n < 1e1000",
                                   "n >= 9999.9999",
                                   "f <> 0.1",
                                   "f < 1.5",
                                   "f >= 1.5",
                                   "f = 0",
                                   "f > 1e29",
                                   "f <> 1.5",
                                   "d = 0.1",
                                   "d > 0.1",
                                   "d <= 1e-40",
                                   "d in (1.5, 0)",
                                   "t = 'abc'",
                                   "t < 'b'",
                                   "t > '安'",
                                   "t >= ''",
                                   "t in ('ABC', '安徽', 'it''s')",
                                   "t like 'ab%'",
                                   "t like '安%'",
                                   "t not like '3401%'",
                                   "t like '%'",
                                   "t <> '\\x'",
                                   "c = '340100'",
                                   "c = '340100 '",
                                   "c like '340100 %'",
                                   "p = '340100'",
                                   "p = '3401  '",
                                   "p = '3401'",
                                   "p < '340100'",
                                   "p like '3401%'",
                                   "p = ''",
                                   "b = true",
                                   "b <> TRUE",
                                   "b < true",
                                   "day = '2026-01-31'",
                                   "day < '1986-05-04'",
                                   "day >= '9999-12-31'",
                                   "day in ('1900-02-28', '2000-02-29')",
                                   "at = '2026-01-31'",
                                   "at > '2026-01-31 00:00:00'",
                                   "at <= '1986-05-04 08:30'",
                                   "moment = '2026-01-31 08:30:00.5+00'",
                                   "moment < '2026-01-31 16:30:00.5+08'",
                                   "moment >= '2026-01-31T00:00:00Z'",
                                   "moment > '1986-05-04 00:00:00-0430'",
                                   "clock = '08:30:00.5'",
                                   "clock < '23:59:59.999999'",
                                   "clock >= '08:30'",
                                   "u = '01234567-89AB-cdef-0123-456789abcdef'",
                                   "u > '01234567-89ab-cdef-0123-456789abcdef'",
                                   "t is null",
                                   "m is null",
                                   "j is not null",
                                   "a is null",
                                   "s = 3 and t is null",
                                   "s = 3 or t = 'abc'",
                                   "not (s = 3 or n > 0)",
                                   "not (b = true and t = 'abc')",
                                   "(s is null or s > 0) and not n in (0, 1.5)",
                                   "\"s\" = 3 and (d < 1 or d is null)"})
            QTest::addRow("%s", filter) << QString::fromUtf8(filter);
    }

    void agreesWithTheServer()
    {
        QFETCH(const QString, filter);
        PgConnection::Options options;
        options.conninfo = m_server.conninfo();
        const auto snapshot = PgSnapshot::open(options);
        QVERIFY_OK(snapshot);
        const auto table = readPgTable((*snapshot)->connection(), QStringLiteral("v"));
        QVERIFY_OK(table);
        const auto parsed = parseRowFilter(filter);
        QVERIFY_OK(parsed);
        const auto bound = BoundFilter::bind(*parsed, *table, QStringLiteral("postgres"));
        QVERIFY_OK(bound);
        std::vector<Bytes> ours;
        std::vector<Bytes> theirs;
        std::vector<Cell> cells;
        Result<> judged;
        QVERIFY_OK((*snapshot)->scan(*table, {}, 0, [&](BytesView row) {
            const auto verdict = decodeRow(row, cells) ? bound->judge(cells)
                                                       : Result<BoundFilter::Verdict>(fail(ErrorCode::Corrupt, {}));
            if (!verdict)
                judged = fail(verdict.error());
            else if (*verdict == BoundFilter::Verdict::True)
                ours.emplace_back(row);
            return verdict.has_value();
        }));
        QVERIFY_OK(judged);
        (*snapshot)->restrict(table->name, bound->sql());
        QVERIFY_OK((*snapshot)->scan(*table, {}, 0, [&](BytesView row) {
            theirs.emplace_back(row);
            return true;
        }));
        QVERIFY2(
            ours == theirs,
            qPrintable(
                QStringLiteral("%1: ours %2 rows, theirs %3").arg(bound->sql()).arg(ours.size()).arg(theirs.size())));
        QVERIFY(!theirs.empty());
        QCOMPARE((*snapshot)->countRows(*table).value(), static_cast<std::uint64_t>(theirs.size()));
    }

    void saysWhatIsExpected_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("why");
        QTest::newRow("number") << QStringLiteral("i = 'x'") << QStringLiteral("column i: it holds numbers");
        QTest::newRow("text") << QStringLiteral("t = 5") << QStringLiteral("column t: it holds texts");
        QTest::newRow("boolean") << QStringLiteral("b = 1") << QStringLiteral("TRUE or FALSE");
        QTest::newRow("date") << QStringLiteral("day = '2026-02-30'") << QStringLiteral("a date like");
        QTest::newRow("date with clock") << QStringLiteral("day = '2026-02-03 10:00'") << QStringLiteral("a date like");
        QTest::newRow("no zone") << QStringLiteral("moment = '2026-01-31 08:30:00'") << QStringLiteral("with its zone");
        QTest::newRow("a zone") << QStringLiteral("at = '2026-01-31 08:30:00+08'") << QStringLiteral("a moment like");
        QTest::newRow("hour") << QStringLiteral("clock = '24:30'") << QStringLiteral("a time like");
        QTest::newRow("uuid") << QStringLiteral("u = 'x'") << QStringLiteral("a UUID");
        QTest::newRow("double") << QStringLiteral("d = 1e400") << QStringLiteral("a double can hold");
        QTest::newRow("enum") << QStringLiteral("m = 'a'") << QStringLiteral("type public.mood");
        QTest::newRow("jsonb") << QStringLiteral("j = '{}'") << QStringLiteral("type jsonb");
        QTest::newRow("like") << QStringLiteral("i like '1%'") << QStringLiteral("LIKE needs a column of texts");
        QTest::newRow("column") << QStringLiteral("x = 1") << QStringLiteral("no such column");
    }

    void saysWhatIsExpected()
    {
        QFETCH(const QString, filter);
        QFETCH(const QString, why);
        PgConnection::Options options;
        options.conninfo = m_server.conninfo();
        const auto connection = PgConnection::open(options);
        QVERIFY_OK(connection);
        const auto table = readPgTable(**connection, QStringLiteral("v"));
        QVERIFY_OK(table);
        const auto bound = BoundFilter::bind(parseRowFilter(filter).value(), *table, QStringLiteral("postgres"));
        QVERIFY(!bound);
        QCOMPARE(bound.error().code, ErrorCode::Config);
        QVERIFY2(bound.error().detail.contains(why), qPrintable(bound.error().detail));
    }

private:
    MiniPostgres m_server;
};

BUSHENG_TEST(TstPgFilter)
#include "tst_pg_filter.moc"
