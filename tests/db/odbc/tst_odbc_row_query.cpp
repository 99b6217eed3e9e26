// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_row_query.h"
#include "engine/model/events.h"
#include "tests/support/odbc_server.h"
#include "tests/support/row_list.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// The rows of a table behind ODBC, for a file.
class TstOdbcRowQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE s")));
        QVERIFY_OK(m_postgres.run(
            QStringLiteral("CREATE TABLE \"t\"\"x\" (id bigint PRIMARY KEY, name varchar(20), share double precision, "
                           "money numeric(20,5), at timestamp, photo bytea, good boolean);\n"
                           "INSERT INTO \"t\"\"x\" VALUES (1, '张三', 0.1, 12345678901234.5, '2026-01-01 "
                           "08:00:00.123456', '\\x00ff', true), (2, '', NULL, NULL, NULL, '', NULL)"),
            QStringLiteral("s")));
    }

    void givesEachValueAsItIs()
    {
        RowList rows;
        QVERIFY_OK(read({QStringLiteral("public.t\"x"), {}}, rows));
        QCOMPARE(rows.columns.first(), QStringLiteral("id int64"));
        QCOMPARE(rows.rows, (QStringList{QStringLiteral("#1|张三|#0.1|12345678901234.50000|2026-01-01 "
                                                        "08:00:00.123456|x00ff|?true"),
                                         QStringLiteral("#2||NULL|NULL|NULL|x|NULL")}));
    }

    void refusesWhatItCannotRead()
    {
        RowList rows;
        const auto query = read({{}, QStringLiteral("SELECT 1")}, rows);
        QVERIFY(!query);
        QCOMPARE(query.error().event, events::NOT_YET);
        const auto gone = read({QStringLiteral("public.gone"), {}}, rows);
        QVERIFY(!gone);
        QCOMPARE(gone.error().event, events::SRC_TABLE_MISSING);
        QVERIFY(rows.rows.isEmpty());
    }

private:
    Result<> read(const RowQuery& wanted, RowList& rows) const
    {
        const OdbcServer server(m_postgres);
        return readOdbcRows({server.location(QStringLiteral("s")), QStringLiteral("s"), false, {}}, wanted, rows);
    }

    MiniPostgres m_postgres;
};

BUSHENG_TEST(TstOdbcRowQuery)
#include "tst_odbc_row_query.moc"
