// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/bound_filter.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

/// One column of values, for a FROM.
QString valuesOf(const QString& column, const QStringList& values)
{
    QStringList rows;
    for (const QString& value : values)
        rows.append(QStringLiteral("SELECT %1 AS %2").arg(value, column));
    return u'(' + rows.join(QStringLiteral(" UNION ALL ")) + QStringLiteral(") AS of_") + column;
}

QString tableSql()
{
    const QStringList numbers{QStringLiteral("-32768"), QStringLiteral("-1"),  QStringLiteral("1"),
                              QStringLiteral("0"),      QStringLiteral("3"),   QStringLiteral("4"),
                              QStringLiteral("26"),     QStringLiteral("127"), QStringLiteral("NULL")};
    const QStringList decimals{QStringLiteral("0"),
                               QStringLiteral("1.50"),
                               QStringLiteral("-1.5"),
                               QStringLiteral("-7.25"),
                               QStringLiteral("12345678901234567890.123"),
                               QStringLiteral("0.0000000001"),
                               QStringLiteral("9999.9999"),
                               QStringLiteral("NULL")};
    const QStringList reals{QStringLiteral("0e0"),    QStringLiteral("0.1e0"),      QStringLiteral("1.5e0"),
                            QStringLiteral("-1e30"),  QStringLiteral("16777217e0"), QStringLiteral("1e-30"),
                            QStringLiteral("-0.0e0"), QStringLiteral("NULL")};
    const QStringList texts{
        QStringLiteral("''"),      QStringLiteral("'abc'"),   QStringLiteral("'ABC'"),    QStringLiteral("'abd'"),
        QStringLiteral("'安徽'"),  QStringLiteral("'北京'"),  QStringLiteral("'340100'"), QStringLiteral("'340100 '"),
        QStringLiteral("'3401'"),  QStringLiteral("'it''s'"), QStringLiteral("'\\\\x'"),  QStringLiteral("'a%b'"),
        QStringLiteral("'what?'"), QStringLiteral("'é'"),     QStringLiteral("'e'"),      QStringLiteral("NULL")};
    const QStringList days{QStringLiteral("'2026-01-31'"), QStringLiteral("'1900-02-28'"),
                           QStringLiteral("'1986-05-04'"), QStringLiteral("'0000-00-00'"),
                           QStringLiteral("'2024-00-10'"), QStringLiteral("'9999-12-31'"),
                           QStringLiteral("NULL")};
    const QStringList clocks{QStringLiteral("'00:00:00'"), QStringLiteral("'08:30:00.5'"),
                             QStringLiteral("'23:59:59.999999'")};
    QString sql =
        QStringLiteral(
            "CREATE TABLE v (k int AUTO_INCREMENT PRIMARY KEY, s smallint, u bigint unsigned, l bigint, y year, b "
            "bit(9), n decimal(40,10), f float, d double, t varchar(40) COLLATE utf8mb4_general_ci, p char(8), g "
            "varchar(40) CHARACTER SET gbk, w varchar(40) CHARACTER SET latin1, m enum('a','B','安徽'), z set('x','y'),"
            " day date, due date NOT NULL DEFAULT '0000-00-00', at datetime, fine datetime(6), moment timestamp(3) "
            "NULL, clock time(6), x varbinary(9), j "
            "longtext);\n"
            "INSERT INTO v (s, u, l, b, n) SELECT s, abs(s) * 1, s * 1000000000000, abs(s) % 512, n FROM %1, %2;\n"
            "INSERT INTO v (u, l) VALUES (18446744073709551615, 9223372036854775807), (9223372036854775808, "
            "-9223372036854775808);\n"
            "INSERT INTO v (y) VALUES (2026), (1926), (0), (2155);\n"
            "INSERT INTO v (f, d) SELECT f, f FROM %3;\n"
            "INSERT INTO v (t, p, j) SELECT t, left(t, 8), t FROM %4;\n"
            "INSERT INTO v (g) VALUES ('安徽'), ('abc'), ('what?'), (''), ('ABC'), (_gbk x'41fe5042'), "
            "(_gbk x'fe503f');\n"
            "INSERT INTO v (w) VALUES ('José'), ('jose'), ('?');\n"
            "INSERT INTO v (m, z) VALUES ('a', 'x'), ('B', 'x,y'), ('安徽', ''), (NULL, NULL);\n"
            "INSERT INTO v (day) SELECT d FROM %5;\n"
            "INSERT INTO v (at, fine) SELECT concat(d, ' ', left(c, 8)), concat(d, ' ', c) FROM %5, %6;\n"
            "INSERT INTO v (moment) VALUES ('2026-01-31 16:30:00.5'), ('1986-05-04 08:00:00'), ('0000-00-00 "
            "00:00:00'), ('2038-01-19 11:14:07');\n"
            "INSERT INTO v (clock) VALUES ('08:30:00'), ('08:30:00.5'), ('-01:00:00'), ('838:59:59'), "
            "('23:59:59.999999');\n"
            "INSERT INTO v (x) VALUES (x'00ff')")
            .arg(valuesOf(QStringLiteral("s"), numbers), valuesOf(QStringLiteral("n"), decimals),
                 valuesOf(QStringLiteral("f"), reals), valuesOf(QStringLiteral("t"), texts),
                 valuesOf(QStringLiteral("d"), days), valuesOf(QStringLiteral("c"), clocks));
    return sql;
}

} // namespace

/// Our answer on the cells of rows and the server's own on the same rows. Runs against MariaDB and against MySQL.
class TstMyFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start({QStringLiteral("--sql-mode=")}));
        m_source = std::make_unique<MySource>(m_server, tableSql(), QStringList{QStringLiteral("v")});
    }
    void cleanupTestCase() { m_source.reset(); }

    void agreesWithTheServer_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char* filter : {"s = 3",
                                   "s <> 3",
                                   "s < 3.5",
                                   "s > 2.5",
                                   "s >= 3.000000000001",
                                   "s >= '-32768'",
                                   "s in (0, 3, 7)",
                                   "s not in (3)",
                                   "s = true",
                                   "s = 1e2 or s = 3e0",
                                   "s < 99999999999999999999999",
                                   "u > -1",
                                   "u = 18446744073709551615",
                                   "u > 9223372036854775807",
                                   "u < 9223372036854775807.5",
                                   "u <> 0",
                                   "l > 2999999999999.5",
                                   "l = 9223372036854775807",
                                   "l <= -9223372036854775808",
                                   "l < -9223372036854775807",
                                   "y = 2026",
                                   "y > 26",
                                   "y < 1927",
                                   "b = 3",
                                   "b >= 26",
                                   "n = 1.5",
                                   "n = 1.50",
                                   "n > 1.4999",
                                   "n < -1.5",
                                   "n <= -1.5",
                                   "n = 12345678901234567890.123",
                                   "n > 12345678901234567890.1229",
                                   "n <> 0",
                                   "n in (0, 1e-10, 9999.9999)",
                                   "n < 1e34",
                                   "n > 0.00000000005",
                                   "f < 1.5",
                                   "f >= 1.5",
                                   "f = 0",
                                   "f <> 0.1",
                                   "f = 16777216",
                                   "f > 1e-31",
                                   "d = 0.1",
                                   "d > 0.1",
                                   "d <= 1e-30",
                                   "d in (1.5, 0)",
                                   "d = 16777217",
                                   "t = 'abc'",
                                   "t <> 'abc'",
                                   "t < 'b'",
                                   "t > '安'",
                                   "t >= ''",
                                   "t = 'e'",
                                   "t in ('ABC', '安徽', 'it''s')",
                                   "t = '340100'",
                                   "t = '340100 '",
                                   "t <> '\\x'",
                                   "t like 'ab%'",
                                   "t like '安%'",
                                   "t not like '3401%'",
                                   "t like '340100 %'",
                                   "t like '%'",
                                   "p = '340100'",
                                   "p = '340100  '",
                                   "p < '340100'",
                                   "p = ''",
                                   "p like '3401%'",
                                   "j = 'abc'",
                                   "g = '安徽'",
                                   "g <> '安徽'",
                                   "g = 'abc'",
                                   "g >= ''",
                                   "g like 'what?%'",
                                   "g not like 'A%'",
                                   "not (g = 'abc')",
                                   "g is not null",
                                   "w = 'José'",
                                   "w = '?'",
                                   "w < 'b'",
                                   "m = 'B'",
                                   "m in ('a', '安徽')",
                                   "m > 'a'",
                                   "z = 'x,y'",
                                   "z = ''",
                                   "z like 'x%'",
                                   "day = '2026-01-31'",
                                   "day < '1986-05-04'",
                                   "day >= '9999-12-31'",
                                   "day <> '2026-01-31'",
                                   "day in ('1900-02-28', '2000-02-29')",
                                   "day > '2024-01-01'",
                                   "at = '2026-01-31'",
                                   "at > '2026-01-31 00:00:00'",
                                   "at < '2026-01-31 08:30:00.5'",
                                   "at >= '2026-01-31 08:29:59.6'",
                                   "at <= '1986-05-04 08:30'",
                                   "fine = '2026-01-31 08:30:00.5'",
                                   "fine < '2026-01-31 23:59:59.999999'",
                                   "fine > '1900-02-28 23:59:59.9999'",
                                   "moment = '2026-01-31 08:30:00.5+00'",
                                   "moment < '2026-01-31 16:30:00.5+08'",
                                   "moment >= '2026-01-31T00:00:00Z'",
                                   "moment > '1986-05-03 19:30:00-0430'",
                                   "clock = '08:30:00.5'",
                                   "clock < '08:30'",
                                   "clock >= '23:59:59.999999'",
                                   "t is null",
                                   "x is not null",
                                   "due is null or s = 3",
                                   "due is not null and s = 3",
                                   "s = 3 and n is null",
                                   "s = 3 or t = 'abc'",
                                   "not (s = 3 or n > 0)",
                                   "not (s = 3 and n = 1.5)",
                                   "(s is null or s > 0) and not n in (0, 1.5)",
                                   "\"s\" = 3 and (n < 1 or n is null)"})
            QTest::addRow("%s", filter) << QString::fromUtf8(filter);
    }

    void agreesWithTheServer()
    {
        QFETCH(const QString, filter);
        MyConnection::Options options;
        options.location = m_source->source.source.location;
        options.name = QStringLiteral("filter");
        const auto snapshot = must(MySnapshot::open(options));
        const TableSchema table = m_source->schema().tables[0];
        const auto bound = must(BoundFilter::bind(must(parseRowFilter(filter)), table, QStringLiteral("mariadb")));
        std::vector<Bytes> ours;
        std::vector<Bytes> theirs;
        std::vector<Cell> cells;
        Result<> judged;
        QVERIFY_OK(snapshot->scan(table, {}, 0, [&](BytesView row) {
            const auto verdict =
                decodeRow(row, cells) ? bound.judge(cells) : Result<BoundFilter::Verdict>(fail(ErrorCode::Corrupt, {}));
            if (!verdict)
                judged = fail(verdict.error());
            else if (*verdict == BoundFilter::Verdict::True)
                ours.emplace_back(row);
            return verdict.has_value();
        }));
        QVERIFY_OK(judged);
        snapshot->restrict(table.name, bound.sql());
        QVERIFY_OK(snapshot->scan(table, {}, 0, [&](BytesView row) {
            theirs.emplace_back(row);
            return true;
        }));
        QVERIFY2(
            ours == theirs,
            qPrintable(
                QStringLiteral("%1: ours %2 rows, theirs %3").arg(bound.sql()).arg(ours.size()).arg(theirs.size())));
        QVERIFY(!theirs.empty());
        QCOMPARE(must(snapshot->countRows(table)), static_cast<std::uint64_t>(theirs.size()));
    }

    void saysWhatIsExpected_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("why");
        QTest::newRow("number") << QStringLiteral("s = 'x'") << QStringLiteral("column s: it holds numbers");
        QTest::newRow("digits") << QStringLiteral("n < 1e66") << QStringLiteral("at most 65 digits");
        QTest::newRow("scale") << QStringLiteral("n = 1e-31") << QStringLiteral("30 of them behind the point");
        QTest::newRow("text") << QStringLiteral("t = 5") << QStringLiteral("column t: it holds texts");
        QTest::newRow("date") << QStringLiteral("day = '2026-02-30'") << QStringLiteral("a date like");
        QTest::newRow("zero date") << QStringLiteral("day = '0000-00-00'") << QStringLiteral("a date like");
        QTest::newRow("date with clock") << QStringLiteral("day = '2026-02-03 10:00'") << QStringLiteral("a date like");
        QTest::newRow("no zone") << QStringLiteral("moment = '2026-01-31 08:30:00'") << QStringLiteral("with its zone");
        QTest::newRow("a zone") << QStringLiteral("at = '2026-01-31 08:30:00+08'") << QStringLiteral("a moment like");
        QTest::newRow("hour") << QStringLiteral("clock = '24:30'") << QStringLiteral("a time like");
        QTest::newRow("double") << QStringLiteral("d = 1e400") << QStringLiteral("a double can hold");
        QTest::newRow("bytes") << QStringLiteral("x = 'a'") << QStringLiteral("type varbinary(9)");
        QTest::newRow("like") << QStringLiteral("s like '1%'") << QStringLiteral("LIKE needs a column of texts");
        QTest::newRow("column") << QStringLiteral("q = 1") << QStringLiteral("no such column");
    }

    void saysWhatIsExpected()
    {
        QFETCH(const QString, filter);
        QFETCH(const QString, why);
        const TableSchema table = m_source->schema().tables[0];
        const auto bound = BoundFilter::bind(must(parseRowFilter(filter)), table, QStringLiteral("mariadb"));
        QVERIFY(!bound);
        QCOMPARE(bound.error().code, ErrorCode::Config);
        QVERIFY2(bound.error().detail.contains(why), qPrintable(bound.error().detail));
    }

    /// The database would compare the bytes that it has, and we what they mean.
    void refusesTextsThatAreReadInAnotherEncoding()
    {
        TableSchema table = m_source->schema().tables[0];
        for (ColumnSchema& column : table.columns) {
            if (column.name == u"w")
                column.declaredType += QStringLiteral(" read as gb18030");
        }
        for (const QString& filter : {QStringLiteral("w = 'a'"), QStringLiteral("w like 'a%'")})
            QVERIFY(!BoundFilter::bind(must(parseRowFilter(filter)), table, QStringLiteral("mariadb")));
        QVERIFY_OK(
            BoundFilter::bind(must(parseRowFilter(QStringLiteral("w is null"))), table, QStringLiteral("mariadb")));
    }

private:
    MiniMariaDb m_server;
    std::unique_ptr<MySource> m_source;
};

BUSHENG_TEST(TstMyFilter)
#include "tst_my_filter.moc"
