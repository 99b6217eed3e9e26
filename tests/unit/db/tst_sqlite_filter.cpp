// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/bound_filter.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

using namespace busheng;
using namespace busheng::test;

/// Our answer and SQLite's own, over values of every kind in columns of every affinity.
class TstSqliteFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheDatabase_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char* filter : {"i = 5",
                                   "i <> 5",
                                   "i < 5.5",
                                   "i >= -3",
                                   "i = '5'",
                                   "i > 'x'",
                                   "i in (5, 7, 'x')",
                                   "i is null",
                                   "i not in (5, 6)",
                                   "r > 2.5",
                                   "r = 3",
                                   "r <= '3.0'",
                                   "r < 9007199254740993",
                                   "t = 'abc'",
                                   "t < 'b'",
                                   "t > ''",
                                   "t in ('5', 'ABC')",
                                   "t like 'ab%'",
                                   "t like '%'",
                                   "t not like '安%'",
                                   "n = '2026-01-31'",
                                   "n < '2026-02-01'",
                                   "n > 3",
                                   "b = 'abc'",
                                   "b < 5",
                                   "b is not null",
                                   "i = 5 or t = 'abc'",
                                   "not (i = 5 and t = 'abc')",
                                   "i is null and t is null",
                                   "i = TRUE",
                                   "i = 9223372036854775807",
                                   "i < 9223372036854775808",
                                   "r = 0.1",
                                   "n like '2026%'"})
            QTest::addRow("%s", filter) << QString::fromUtf8(filter);
    }

    void agreesWithTheDatabase()
    {
        QFETCH(const QString, filter);
        SqliteFile fixture;
        fixture.run(QStringLiteral("CREATE TABLE v (k INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT COLLATE NOCASE, n "
                                   "DATE, b BLOB)"));
        const QString values[] = {QStringLiteral("5"),
                                  QStringLiteral("-3"),
                                  QStringLiteral("7.25"),
                                  QStringLiteral("'abc'"),
                                  QStringLiteral("'ABC'"),
                                  QStringLiteral("'安徽'"),
                                  QStringLiteral("''"),
                                  QStringLiteral("'5'"),
                                  QStringLiteral("'2026-01-31'"),
                                  QStringLiteral("x'616263'"),
                                  QStringLiteral("NULL"),
                                  QStringLiteral("9223372036854775807"),
                                  QStringLiteral("9007199254740993"),
                                  QStringLiteral("1"),
                                  QStringLiteral("0.1"),
                                  QStringLiteral("3")};
        for (const QString& value : values) {
            for (const QString& other : values)
                fixture.run(
                    QStringLiteral("INSERT INTO v (i, r, t, n, b) VALUES (%1, %1, %2, %2, %1)").arg(value, other));
        }
        const auto table = readSqliteTable(*fixture.database, QStringLiteral("v"));
        QVERIFY_OK(table);
        const auto parsed = parseRowFilter(filter);
        QVERIFY_OK(parsed);
        const auto bound = BoundFilter::bind(*parsed, *table, QStringLiteral("sqlite"));
        QVERIFY_OK(bound);
        QStringList ours;
        QStringList theirs;
        std::vector<Cell> cells;
        const auto whole = SqliteSnapshot::open(fixture.path, QStringLiteral("test"));
        QVERIFY_OK(whole);
        QVERIFY_OK((*whole)->scan(*table, {}, 0, [&](BytesView row) {
            const bool fits = decodeRow(row, cells) && bound->judge(cells).value() == BoundFilter::Verdict::True;
            if (fits)
                ours.append(QString::number(cells[0].integer));
            return true;
        }));
        (*whole)->restrict(QStringLiteral("v"), bound->sql());
        QVERIFY_OK((*whole)->scan(*table, {}, 0, [&](BytesView row) {
            theirs.append(decodeRow(row, cells) ? QString::number(cells[0].integer) : QStringLiteral("malformed"));
            return true;
        }));
        QCOMPARE(ours, theirs);
        QCOMPARE((*whole)->countRows(*table).value(), static_cast<std::uint64_t>(theirs.size()));
    }

    void refusesWhatDoesNotFit()
    {
        TableSchema table;
        table.columns = {{QStringLiteral("t"), QStringLiteral("TEXT"), false, {}}};
        for (const QString& text : {QStringLiteral("t = 5"), QStringLiteral("nothing = 5")}) {
            const auto bound = BoundFilter::bind(parseRowFilter(text).value(), table, QStringLiteral("sqlite"));
            QVERIFY(!bound);
            QCOMPARE(bound.error().code, ErrorCode::Config);
        }
    }
};

BUSHENG_TEST(TstSqliteFilter)
#include "tst_sqlite_filter.moc"
