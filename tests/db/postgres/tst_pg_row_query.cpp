// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_row_query.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/row_list.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

class TstPgRowQuery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start());
        QVERIFY_OK(m_server.run(QStringLiteral(
            "CREATE SCHEMA \"a;b\"; CREATE TABLE \"a;b\".\"t\"\"x\" (id int8, name varchar(20), ok bool, share float8, "
            "money numeric(20,5), at timestamptz, photo bytea, note text);"
            "INSERT INTO \"a;b\".\"t\"\"x\" VALUES (1, '张三', true, 0.1, 12345678901234.50000, "
            "'2026-01-01 08:00:00.123456+08', '\\x00ff', ''), (2, '', false, 'NaN', NULL, NULL, '', NULL);"
            "CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 50000);"
            "CREATE VIEW v AS SELECT count(*) AS n FROM t")));
    }

    void givesEachValueAsItIs()
    {
        RowList rows;
        QVERIFY_OK(read({QStringLiteral("a;b.t\"x"), {}}, rows));
        QCOMPARE(rows.columns.at(0), QStringLiteral("id bigint"));
        QCOMPARE(rows.columns.at(1), QStringLiteral("name character varying(20)"));
        QCOMPARE(rows.columns.at(4), QStringLiteral("money numeric(20,5)"));
        QVERIFY(rows.position.startsWith(QStringLiteral("snapshot ")));
        QCOMPARE(rows.rows, (QStringList{QStringLiteral("#1|张三|?true|#0.1|12345678901234.50000|"
                                                        "2026-01-01 00:00:00.123456+00|x00ff|"),
                                         QStringLiteral("#2||?false|#NaN|NULL|NULL|x|NULL")}));
        RowList view;
        QVERIFY_OK(read({QStringLiteral("public.v"), {}}, view));
        QCOMPARE(view.rows, QStringList{QStringLiteral("#50000")});
        RowList none;
        QVERIFY_OK(read({{}, QStringLiteral("SELECT 1 AS a, 'x'::text AS b WHERE false")}, none));
        QCOMPARE(none.columns, (QStringList{QStringLiteral("a integer"), QStringLiteral("b text")}));
        QVERIFY(none.rows.isEmpty());
    }

    void runsOneSelectAndNothingElse()
    {
        RowList with;
        QVERIFY_OK(read({{}, QStringLiteral("WITH a AS (SELECT 7 AS x) SELECT x FROM a; -- the rest")}, with));
        QCOMPARE(with.rows, QStringList{QStringLiteral("#7")});
        for (const QString& query :
             {QStringLiteral("DELETE FROM t"), QStringLiteral("SELECT 1; DELETE FROM t"),
              QStringLiteral("WITH gone AS (DELETE FROM t RETURNING id) SELECT id FROM gone"),
              QStringLiteral("SELECT 1; COMMIT; DELETE FROM t"), QStringLiteral("COMMIT"), QStringLiteral(""),
              QStringLiteral("SELECT nextval('s')"), QStringLiteral("SELECT id INTO other FROM t"),
              QStringLiteral("SELECT id FROM t FOR UPDATE"), QStringLiteral("COPY t TO '/tmp/x'")}) {
            RowList rows;
            const auto done = read({{}, query}, rows);
            QVERIFY2(!done, qPrintable(query));
            QVERIFY2(!done.error().transient, qPrintable(query));
        }
        QCOMPARE(m_server.run(QStringLiteral("SELECT count(*) FROM t")).value_or(QString()), QStringLiteral("50000"));
    }

    void saysWhatTheServerSays()
    {
        RowList rows;
        const auto missing = read({QStringLiteral("public.gone"), {}}, rows);
        QVERIFY(!missing);
        QVERIFY2(missing.error().native.startsWith(u"42P01"), qPrintable(missing.error().native));
        // Not before it has begun to give rows.
        RowList some;
        const auto late = read({{}, QStringLiteral("SELECT 1 / (40000 - id) FROM t")}, some);
        QVERIFY(!late);
        QVERIFY2(late.error().native.startsWith(u"22012"), qPrintable(late.error().native));
    }

    void endsWhenTheReceiverOrAStopSaysSo()
    {
        RowList two;
        two.most = 2;
        const auto enough = read({QStringLiteral("public.t"), {}}, two);
        QCOMPARE(enough.error().code, ErrorCode::Conflict);
        QCOMPARE(two.rows.size(), 2);
        std::stop_source stop;
        struct Stopper final : RowReceiver {
            explicit Stopper(std::stop_source& source) : m_source(source) {}
            Result<> begin(const std::vector<RowColumn>&, const QString&) override
            {
                m_source.request_stop();
                return {};
            }
            Result<> row(std::span<const RowValue>) override { return {}; }
            std::stop_source& m_source;
        } stopper(stop);
        // It would take an hour.
        const auto stopped =
            readPgRows({m_server.conninfo(), QStringLiteral("mini"), false, QStringLiteral("test"), stop.get_token()},
                       {{}, QStringLiteral("SELECT pg_sleep(3600)")}, stopper);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

private:
    Result<> read(const RowQuery& wanted, RowReceiver& rows)
    {
        return readPgRows({m_server.conninfo(), QStringLiteral("mini"), false, QStringLiteral("test"), {}}, wanted,
                          rows);
    }
    MiniPostgres m_server;
};

BUSHENG_TEST(TstPgRowQuery)
#include "tst_pg_row_query.moc"
