// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_row_query.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/row_list.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

class TstMyRowQuery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start());
        m_source = std::make_unique<MySource>(
            m_server,
            QStringLiteral("CREATE TABLE `t``x` (id bigint PRIMARY KEY, name varchar(20), share double, money "
                           "decimal(20,5), at datetime(6), photo blob, note text) CHARACTER SET utf8mb4;\n"
                           "INSERT INTO `t``x` VALUES (1, '张三', 0.1, 12345678901234.5, '2026-01-01 08:00:00.123456', "
                           "x'00ff', ''), (2, '', NULL, NULL, NULL, '', NULL);\n"),
            QStringList{QStringLiteral("t`x")});
    }
    void cleanupTestCase() { m_source.reset(); }

    void givesEachValueAsItIs()
    {
        RowList rows;
        QVERIFY_OK(read({QStringLiteral("t`x"), {}}, rows));
        QCOMPARE(rows.columns,
                 (QStringList{QStringLiteral("id bigint"), QStringLiteral("name text"), QStringLiteral("share double"),
                              QStringLiteral("money decimal"), QStringLiteral("at datetime"),
                              QStringLiteral("photo binary"), QStringLiteral("note text")}));
        QVERIFY2(rows.position.startsWith(u"binlog "), qPrintable(rows.position));
        QCOMPARE(rows.rows, (QStringList{QStringLiteral("#1|张三|#0.1|12345678901234.50000|2026-01-01 "
                                                        "08:00:00.123456|x00ff|"),
                                         QStringLiteral("#2||NULL|NULL|NULL|x|NULL")}));
    }

    void runsOneSelectAndNothingElse()
    {
        RowList some;
        QVERIFY_OK(read({{}, QStringLiteral("SELECT id FROM `t``x` WHERE id > 1 -- the rest")}, some));
        QCOMPARE(some.rows, QStringList{QStringLiteral("#2")});
        RowList ended;
        QVERIFY_OK(read({{}, QStringLiteral("SELECT id FROM `t``x`; ")}, ended));
        QCOMPARE(ended.rows.size(), 2);
        for (const QString& query :
             {QStringLiteral("DELETE FROM `t``x`"), QStringLiteral("SELECT 1; DELETE FROM `t``x`"),
              QStringLiteral("SELECT 1) AS a; DELETE FROM `t``x` -- "), QStringLiteral("COMMIT"), QStringLiteral(""),
              QStringLiteral("SELECT 1 INTO OUTFILE '/tmp/busheng-x'"),
              QStringLiteral("SELECT 1) AS a INTO OUTFILE '/tmp/busheng-x' -- "),
              QStringLiteral("SELECT id FROM gone")}) {
            RowList rows;
            const auto done = read({{}, query}, rows);
            QVERIFY2(!done, qPrintable(query));
            QVERIFY2(!done.error().transient, qPrintable(query));
        }
        QCOMPARE(m_source->text(QStringLiteral("SELECT count(*) FROM `t``x`")), QStringLiteral("2"));
        RowList one;
        one.most = 1;
        QCOMPARE(read({QStringLiteral("t`x"), {}}, one).error().code, ErrorCode::Conflict);
    }

private:
    Result<> read(const RowQuery& wanted, RowReceiver& rows)
    {
        MyConnection::Options options;
        options.location = m_source->source.source.location;
        options.name = QStringLiteral("mini");
        options.purpose = QStringLiteral("test");
        return readMyRows(options, wanted, rows);
    }
    MiniMariaDb m_server;
    std::unique_ptr<MySource> m_source;
};

BUSHENG_TEST(TstMyRowQuery)
#include "tst_my_row_query.moc"
