// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_row_query.h"
#include "engine/model/events.h"
#include "tests/support/row_list.h"
#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

using namespace busheng;
using namespace busheng::test;

class TstSqliteRowQuery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesEachValueAsItIs()
    {
        const SqliteFile file;
        file.run(QStringLiteral("CREATE TABLE \"a \"\"b\" (id INTEGER, name TEXT, share REAL, photo BLOB);"
                                "INSERT INTO \"a \"\"b\" VALUES (1, '张三', 0.1, x'00ff'), (2, '', -1e300, x''), "
                                "(9223372036854775807, NULL, NULL, NULL)"));
        RowList rows;
        QVERIFY_OK(readSqliteRows(file.path, QStringLiteral("test"), {QStringLiteral("a \"b"), {}}, rows, {}));
        QCOMPARE(rows.columns, (QStringList{QStringLiteral("id INTEGER"), QStringLiteral("name TEXT"),
                                            QStringLiteral("share REAL"), QStringLiteral("photo BLOB")}));
        QCOMPARE(rows.rows, (QStringList{QStringLiteral("#1|张三|#0.1|x00ff"), QStringLiteral("#2||#-1e+300|x"),
                                         QStringLiteral("#9223372036854775807|NULL|NULL|NULL")}));
    }

    void runsOneSelectAndNothingElse()
    {
        const SqliteFile file;
        file.run(QStringLiteral("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1), (2)"));
        const auto read = [&](const QString& query) {
            RowList rows;
            const auto done = readSqliteRows(file.path, QStringLiteral("test"), {{}, query}, rows, {});
            return done ? rows.rows.join(u';') : QStringLiteral("no");
        };
        QCOMPARE(read(QStringLiteral("SELECT id FROM t WHERE id > 1; ")), QStringLiteral("#2"));
        QCOMPARE(read(QStringLiteral("WITH a AS (SELECT 7 AS x) SELECT x FROM a")), QStringLiteral("#7"));
        for (const QString& query :
             {QStringLiteral("DELETE FROM t"), QStringLiteral("SELECT 1) ; DELETE FROM t; --"),
              QStringLiteral("SELECT 1; DELETE FROM t"), QStringLiteral("PRAGMA user_version = 7"),
              QStringLiteral("ATTACH '/tmp/x' AS y"), QStringLiteral("nonsense"), QStringLiteral(""),
              QStringLiteral("SELECT 1) UNION SELECT 2; --")})
            QCOMPARE(read(query), QStringLiteral("no"));
        QCOMPARE(file.number(QStringLiteral("SELECT count(*) FROM t")), std::int64_t{2});
    }

    void saysThatTheFileIsGone()
    {
        RowList rows;
        const auto done = readSqliteRows(QStringLiteral("/nowhere/x.sqlite"), QStringLiteral("test"),
                                         {QStringLiteral("t"), {}}, rows, {});
        QVERIFY(!done);
        QCOMPARE(done.error().event, events::DSK_ERROR);
        QVERIFY(done.error().transient);
    }

    void endsWhenTheReceiverOrAStopSaysSo()
    {
        const SqliteFile file;
        file.run(QStringLiteral("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1), (2), (3)"));
        RowList two;
        two.most = 2;
        const RowQuery all{QStringLiteral("t"), {}};
        QCOMPARE(readSqliteRows(file.path, QStringLiteral("test"), all, two, {}).error().code, ErrorCode::Conflict);
        std::stop_source stop;
        stop.request_stop();
        RowList none;
        QCOMPARE(readSqliteRows(file.path, QStringLiteral("test"), all, none, stop.get_token()).error().code,
                 ErrorCode::Cancelled);
        QVERIFY(none.rows.isEmpty());
    }
};

BUSHENG_TEST(TstSqliteRowQuery)
#include "tst_sqlite_row_query.moc"
