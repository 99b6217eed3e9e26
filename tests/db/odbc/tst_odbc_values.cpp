// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/db/odbc/odbc_snapshot.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/db/values/common_type.h"
#include "engine/model/dataset.h"
#include "engine/model/events.h"
#include "tests/support/odbc_server.h"
#include "tests/support/test_main.h"

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kDatabase = QStringLiteral("odbc_values");

/// Rows of a table in key order, their cells in the form that all databases have in common.
using CommonRows = QStringList;

Result<std::unique_ptr<TableSnapshot>> snapshotOf(const DatabaseConfig& database)
{
    if (database.driver == u"odbc") {
        ENGINE_TRY_AS(auto snapshot, OdbcSnapshot::open({database.location, database.name, false, {}}));
        return std::unique_ptr<TableSnapshot>(std::move(snapshot));
    }
    if (database.driver == u"mariadb") {
        MyConnection::Options options;
        options.location = database.location;
        options.name = database.name;
        ENGINE_TRY_AS(auto snapshot, MySnapshot::open(options));
        return std::unique_ptr<TableSnapshot>(std::move(snapshot));
    }
    if (database.driver == u"postgres") {
        ENGINE_TRY_AS(auto snapshot, PgSnapshot::open({database.location, database.name, false, {}, {}}));
        return std::unique_ptr<TableSnapshot>(std::move(snapshot));
    }
    ENGINE_TRY_AS(auto snapshot, SqliteSnapshot::open(database.location, database.name));
    return std::unique_ptr<TableSnapshot>(std::move(snapshot));
}

Result<DatasetSchema> schemaOf(const DatabaseConfig& database, const QString& table)
{
    if (database.driver == u"odbc") {
        ENGINE_TRY_AS(const auto connection, OdbcConnection::open({database.location, database.name, false, {}}));
        return readOdbcSchema(*connection, {table});
    }
    if (database.driver == u"mariadb") {
        MyConnection::Options options;
        options.location = database.location;
        options.name = database.name;
        ENGINE_TRY_AS(const MyLocation location, parseMyLocation(database.location));
        ENGINE_TRY_AS(const auto connection, MyConnection::open(options));
        return readMySchema(*connection, location.database, {table});
    }
    if (database.driver == u"postgres") {
        ENGINE_TRY_AS(const auto connection, PgConnection::open({database.location, database.name, false, {}, {}}));
        return readPgSchema(*connection, {table});
    }
    ENGINE_TRY_AS(const auto connection,
                  SqliteDatabase::open(database.location, SqliteDatabase::OpenMode::ReadWrite, database.name));
    return readSqliteSchema(*connection, {table});
}

QString shown(const Cell& cell)
{
    switch (cell.kind) {
    case CellKind::Null:
        return QStringLiteral("NULL");
    case CellKind::Integer:
        return QStringLiteral("i%1").arg(cell.integer);
    case CellKind::Real: {
        Bytes bytes;
        ByteWriter writer(bytes);
        writeCell(writer, cell);
        return QStringLiteral("r") + toHex(bytes);
    }
    default:
        return (cell.kind == CellKind::Text ? u't' : u'b') + toHex(cell.bytes);
    }
}

Result<CommonRows> commonRows(const DatabaseConfig& database, const QString& table)
{
    ENGINE_TRY_AS(const DatasetSchema schema, schemaOf(database, table));
    const EngineValues* const values = engineValues(schema.engine);
    std::vector<CommonType> types;
    for (const ColumnSchema& column : schema.tables.front().columns) {
        QString why;
        const auto type = values->parse(column.declaredType, why);
        if (!type)
            return fail(ErrorCode::Schema, column.name + u' ' + why);
        types.push_back(*type);
    }
    ENGINE_TRY_AS(const auto snapshot, snapshotOf(database));
    CommonRows rows;
    QString failure;
    ENGINE_TRY(snapshot->scan(schema.tables.front(), {}, 0, [&](BytesView row) {
        std::vector<Cell> cells;
        if (!decodeRow(row, cells))
            failure = QStringLiteral("a row is malformed");
        QStringList texts;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            Cell common = cells[i];
            Bytes scratch;
            if (cells[i].kind != CellKind::Null) {
                if (const Refusal why = values->toCommon(types[i], cells[i], scratch, common); why != nullptr)
                    failure = schema.tables.front().columns[i].name + u' ' + QString::fromLatin1(why);
            }
            texts.append(schema.tables.front().columns[i].name + u'=' + shown(common));
        }
        rows.append(texts.join(u' '));
        return failure.isEmpty();
    }));
    if (!failure.isEmpty())
        return fail(ErrorCode::Corrupt, failure);
    return rows;
}

} // namespace

/// Values through real ODBC drivers: what a dialect reads is what the database's own code reads, in the one form that
/// all have in common, for each type that the dialect calls exact and each value that breaks synchronizers.
class TstOdbcValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_mariadb.start());
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE ") + kDatabase));
        QVERIFY_OK(m_mariadb.run(QStringLiteral("CREATE DATABASE ") + kDatabase, QStringLiteral("mysql")));
        m_servers[QStringLiteral("postgres")] = {&m_postgres, std::make_shared<OdbcServer>(m_postgres)};
        m_servers[QStringLiteral("mariadb")] = {&m_mariadb, std::make_shared<OdbcServer>(m_mariadb)};
        m_servers[QStringLiteral("sqlite")] = {&m_sqlite, std::make_shared<OdbcServer>(m_sqlite)};
    }

    void readsEachValueAsItsOwnDatabaseDoes_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("sql");
        const auto add = [](const char* driver, const QString& sql) {
            QTest::newRow(driver) << QString::fromLatin1(driver) << sql;
        };
        add("postgres",
            QStringLiteral(
                "CREATE TABLE t (id bigint PRIMARY KEY, b boolean, i2 smallint, i4 integer, i8 bigint, r real, d "
                "double "
                "precision, n2 numeric(12,2), n65 numeric(65,30), n numeric, vc varchar(20), c char(18), tx text, j "
                "json, "
                "jb jsonb, u uuid, by bytea, b8 bit(8), bv bit varying, dt date, ti time, ts timestamp, ts3 "
                "timestamp(3), "
                "tz timestamptz);\n"
                "INSERT INTO t VALUES (1, true, -32768, -2147483648, -9223372036854775808, 0.1, 0.1, 0.50, "
                "-0.000000000000000000000000000001, 1.50, '', '340102194006010015', '䶮㐂𠮷𬭩·', '{\"b\": 1,  "
                "\"a\": "
                "2}', "
                "'{\"b\": 1,  \"a\": 2}', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '\\x00ff27', B'00000001', B'101', "
                "'1940-06-01', '24:00:00', '1986-05-04 00:00:00', '1991-04-14 02:30:00.123', '1986-05-04 "
                "00:30:00+08');\n"
                "INSERT INTO t VALUES (2, false, 32767, 2147483647, 9223372036854775807, 16777217, '-0', "
                "9999999999.99, "
                "99999999999999999999999999999999999.999999999999999999999999999999, 123456789012345678901234567890.5, "
                "'trailing ', 'x ', E'a''b\\\\c\\n\\t{1}', 'null', 'null', '00000000-0000-0000-0000-000000000000', '', "
                "B'11111111', B'', '0001-01-01', '00:00:00.000001', '9999-12-31 23:59:59.999999', '2038-01-19 "
                "03:14:08', "
                "'2038-01-19 03:14:08.000001+00');\n"
                "INSERT INTO t VALUES (3, NULL, NULL, NULL, NULL, 'NaN', 'Infinity', 'NaN', NULL, NULL, NULL, NULL, "
                "NULL, "
                "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);\n"
                "INSERT INTO t (id, r, d, tx, by) SELECT 4, '-Infinity', 2.2250738585072014e-308, repeat('长', 200000) "
                "|| "
                "'a', decode(repeat('00ff', 100000), 'hex');\n"
                "INSERT INTO t (id, d, n) SELECT 5, 1.7976931348623157e308, ('1' || repeat('0', 200))::numeric"));
        add("mariadb",
            QStringLiteral(
                "CREATE TABLE t (id bigint PRIMARY KEY, i1 tinyint, u1 tinyint unsigned, i3 mediumint, u3 mediumint "
                "unsigned, i4 int, u4 int unsigned, i8 bigint, u8 bigint unsigned, f float, d double, n decimal(12,2), "
                "n65 "
                "decimal(65,30), b8 bit(8), b64 bit(64), y year, dt date, ti time, ti6 time(6), dtm datetime, dtm6 "
                "datetime(6), ts timestamp NULL, c char(18), vc varchar(20), gbk varchar(20) character set gbk, tx "
                "text, lt "
                "longtext, e enum('男','未说明'), s set('养老','医疗'), bi binary(4), vb varbinary(300), bl blob, lb "
                "longblob) character set utf8mb4;\n"
                "INSERT INTO t VALUES (1, -128, 255, -8388608, 16777215, -2147483648, 4294967295, "
                "-9223372036854775808, "
                "18446744073709551615, 0.1, 0.1, 0.50, -0.000000000000000000000000000001, b'00000001', "
                "b'1000000000000000000000000000000000000000000000000000000000000001', 1901, '1940-06-01', "
                "'-838:59:59', "
                "'838:59:59.000001', '1986-05-04 00:00:00', '1991-04-14 02:30:00.123', '1986-05-03 16:30:00', '', "
                "'trailing ', '张三丰', '䶮㐂𠮷𬭩·', 'a''b\\\\c\\n{1}', '男', '养老,医疗', x'00ff0000', "
                "x'00ff27', "
                "'', "
                "x'ff');\n"
                "INSERT INTO t VALUES (2, 127, 0, 0, 0, 2147483647, 0, 9223372036854775807, 0, 16777216, "
                "1.7976931348623157e308, 9999999999.99, "
                "99999999999999999999999999999999999.999999999999999999999999999999, b'11111111', b'0', 2155, "
                "'9999-12-31', '24:00:00', '00:00:00.000001', '9999-12-31 23:59:59', '2038-01-19 03:14:08.000001', "
                "'2038-01-19 03:14:07', 'x', '', '', '', '', '未说明', '', x'01020304', '', x'00', '');\n"
                "INSERT INTO t (id) VALUES (3);\n"
                "INSERT INTO t (id, d, f, lt, lb) VALUES (4, 2.2250738585072014e-308, 3.402823e38, "
                "concat(repeat('长', 200000), 'a'), unhex(repeat('00ff', 100000)))"));
        add("sqlite",
            QStringLiteral(
                "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, i8 BIGINT, tx TEXT, vc VARCHAR(20), bl BLOB, b "
                "BOOLEAN, "
                "dt DATE, ti TIME, dtm DATETIME);\n"
                "INSERT INTO t VALUES (1, -9223372036854775808, '䶮㐂𠮷𬭩·', 'trailing ', x'00ff27', 1, "
                "'1940-06-01', "
                "'24:00:00', '1991-04-14 02:30:00.123');\n"
                "INSERT INTO t VALUES (2, 9223372036854775807, '', 'a''b{1}', x'', 0, '9999-12-31', '00:00:00.000001', "
                "'2038-01-19 03:14:08.000001');\n"
                "INSERT INTO t (id) VALUES (3);\n"
                "INSERT INTO t (id, tx, bl) VALUES (4, replace(hex(zeroblob(100000)), '00', '长'), zeroblob(200000))"));
    }
    void readsEachValueAsItsOwnDatabaseDoes()
    {
        QFETCH(const QString, driver);
        QFETCH(const QString, sql);
        const auto& [server, odbc] = m_servers[driver];
        QVERIFY_OK(server->run(sql, kDatabase));
        const auto own = commonRows({QStringLiteral("own"), driver, server->location(kDatabase)},
                                    tableAt(driver, QStringLiteral("t")));
        const auto through = commonRows({QStringLiteral("hr"), odbc->driver(), odbc->location(kDatabase)},
                                        tableAt(driver, QStringLiteral("t")));
        QVERIFY_OK(own);
        QVERIFY_OK(through);
        QCOMPARE(through->size(), own->size());
        for (qsizetype i = 0; i < own->size(); ++i) {
            const QStringList ours = through->at(i).split(u' ');
            const QStringList theirs = own->at(i).split(u' ');
            QCOMPARE(ours.size(), theirs.size());
            for (qsizetype column = 0; column < ours.size(); ++column)
                QCOMPARE(ours[column].left(2000), theirs[column].left(2000));
            QVERIFY(ours == theirs);
        }
    }

    void refusesWhatTheNeutralTypesHaveNot_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("why");
        const QString day = QStringLiteral("no day or time of the calendar");
        QTest::newRow("infinity") << QStringLiteral("postgres")
                                  << QStringLiteral(
                                         "CREATE TABLE bad (id int PRIMARY KEY, v date);\nINSERT INTO bad VALUES "
                                         "(7, 'infinity')")
                                  << day;
        QTest::newRow("before Christ") << QStringLiteral("postgres")
                                       << QStringLiteral(
                                              "CREATE TABLE bad (id int PRIMARY KEY, v timestamp);\nINSERT INTO "
                                              "bad VALUES (7, '0044-03-15 10:00:00 BC')")
                                       << day;
        QTest::newRow("zero date") << QStringLiteral("mariadb")
                                   << QStringLiteral(
                                          "SET sql_mode = '';\nCREATE TABLE bad (id int PRIMARY KEY, v date);\n"
                                          "INSERT INTO bad VALUES (7, '0000-00-00')")
                                   << day;
        QTest::newRow("day zero") << QStringLiteral("mariadb")
                                  << QStringLiteral(
                                         "SET sql_mode = '';\nCREATE TABLE bad (id int PRIMARY KEY, v datetime);\n"
                                         "INSERT INTO bad VALUES (7, '2024-00-10 01:02:03')")
                                  << day;
        QTest::newRow("words in a date") << QStringLiteral("sqlite")
                                         << QStringLiteral(
                                                "CREATE TABLE bad (id INTEGER NOT NULL PRIMARY KEY, v DATE);\n"
                                                "INSERT INTO bad VALUES (7, 'yesterday')")
                                         << day;
    }
    void refusesWhatTheNeutralTypesHaveNot()
    {
        QFETCH(const QString, driver);
        QFETCH(const QString, sql);
        QFETCH(const QString, why);
        const auto& [server, odbc] = m_servers[driver];
        static_cast<void>(server->run(QStringLiteral("DROP TABLE IF EXISTS bad"), kDatabase));
        QVERIFY_OK(server->run(sql, kDatabase));
        const auto read = commonRows({QStringLiteral("hr"), odbc->driver(), odbc->location(kDatabase)},
                                     tableAt(driver, QStringLiteral("bad")));
        QVERIFY(!read);
        QCOMPARE(read.error().event, events::SRC_TABLE_REFUSED);
        QVERIFY2(read.error().args.value(2).contains(why), qPrintable(read.error().toString()));
        QVERIFY(read.error().args.value(2).startsWith(QStringLiteral("row 7, column v")));
    }

    /// A value that is not of its column's type is never made into one.
    void keepsSqliteFromGuessing()
    {
        const auto& [server, odbc] = m_servers[QStringLiteral("sqlite")];
        QVERIFY_OK(server->run(QStringLiteral("CREATE TABLE guess (id INTEGER NOT NULL PRIMARY KEY, v BIGINT);\n"
                                              "INSERT INTO guess VALUES (1, 'twelve')"),
                               kDatabase));
        QVERIFY(
            !commonRows({QStringLiteral("hr"), odbc->driver(), odbc->location(kDatabase)}, QStringLiteral("guess")));
    }

    void namesAColumnThatTheDialectHasNot()
    {
        const auto& [server, odbc] = m_servers[QStringLiteral("postgres")];
        QVERIFY_OK(server->run(QStringLiteral("CREATE TABLE odd (id int PRIMARY KEY, span interval)"), kDatabase));
        const auto schema =
            schemaOf({QStringLiteral("hr"), odbc->driver(), odbc->location(kDatabase)}, QStringLiteral("public.odd"));
        QVERIFY(!schema);
        QCOMPARE(schema.error().event, events::SRC_COLUMN_UNSUPPORTED);
        QVERIFY(schema.error().args.value(2).startsWith(QStringLiteral("column span (interval): ")));
    }

private:
    static QString tableAt(const QString& driver, const QString& table)
    {
        return driver == u"postgres" ? QString(QStringLiteral("public.") + table) : table;
    }

    MiniPostgres m_postgres;
    MiniMariaDb m_mariadb;
    MiniSqlite m_sqlite;
    std::map<QString, std::pair<const TestServer*, std::shared_ptr<OdbcServer>>> m_servers;
};

BUSHENG_TEST(TstOdbcValues)
#include "tst_odbc_values.moc"
