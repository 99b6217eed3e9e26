// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/judged_snapshot.h"
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/db/odbc/odbc_snapshot.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/db/values/common_type.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/odbc_server.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kDatabase = QStringLiteral("odbc_filter");

struct Opened {
    std::unique_ptr<TableSnapshot> snapshot;
    TableSchema table;
    QString engine;
};

Result<Opened> openNative(const TestServer& server, const QString& table)
{
    const QString location = server.location(kDatabase);
    const QString name = QStringLiteral("native");
    if (server.driver() == u"mariadb") {
        MyConnection::Options options;
        options.location = location;
        options.name = name;
        ENGINE_TRY_AS(auto snapshot, MySnapshot::open(options));
        ENGINE_TRY_AS(const DatasetSchema schema, readMySchema(snapshot->connection(), kDatabase, {table}));
        return Opened{std::move(snapshot), schema.tables.front(), schema.engine};
    }
    if (server.driver() == u"postgres") {
        ENGINE_TRY_AS(auto snapshot, PgSnapshot::open({location, name, false, {}, {}}));
        ENGINE_TRY_AS(const DatasetSchema schema, readPgSchema(snapshot->connection(), {table}));
        return Opened{std::move(snapshot), schema.tables.front(), schema.engine};
    }
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(location, SqliteDatabase::OpenMode::ReadWrite, name));
    ENGINE_TRY_AS(const DatasetSchema schema, readSqliteSchema(*database, {table}));
    ENGINE_TRY_AS(auto snapshot, SqliteSnapshot::open(location, name));
    return Opened{std::move(snapshot), schema.tables.front(), schema.engine};
}

Result<Opened> openBehindOdbc(const OdbcServer& server, const QString& table)
{
    ENGINE_TRY_AS(auto snapshot, OdbcSnapshot::open({server.location(kDatabase), QStringLiteral("odbc"), false, {}}));
    ENGINE_TRY_AS(const DatasetSchema schema, readOdbcSchema(snapshot->connection(), {table}));
    return Opened{std::move(snapshot), schema.tables.front(), schema.engine};
}

/// The numbers `k` of the rows that it gives, which is the first column.
Result<std::vector<std::int64_t>> keysOf(Opened& opened, const TableSchema& read)
{
    const EngineValues* const values = engineValues(opened.engine);
    QString why;
    const auto type = values->parse(read.columns.front().declaredType, why);
    std::vector<std::int64_t> keys;
    std::vector<Cell> cells;
    Bytes scratch;
    bool good = type.has_value();
    ENGINE_TRY(opened.snapshot->scan(read, {}, 0, [&](BytesView row) {
        Cell key;
        good = good && decodeRow(row, cells) && cells.size() == read.columns.size() &&
               values->toCommon(*type, cells.front(), scratch, key) == nullptr;
        keys.push_back(key.integer);
        return good;
    }));
    return good ? Result<std::vector<std::int64_t>>(std::move(keys)) : fail(ErrorCode::Corrupt, why);
}

} // namespace

/// Rows behind ODBC are judged here: with the outcome that the database itself has of the same filter in SQL, as its
/// own code makes it.
class TstOdbcFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_servers.start());
        QVERIFY_OK(m_servers.postgres.run(QStringLiteral("CREATE DATABASE ") + kDatabase, QStringLiteral("postgres")));
        QVERIFY_OK(m_servers.mariadb.run(QStringLiteral("CREATE DATABASE %1 CHARACTER SET utf8mb4").arg(kDatabase),
                                         QStringLiteral("mysql")));
        for (const TestServer* server :
             {static_cast<const TestServer*>(&m_servers.postgres), static_cast<const TestServer*>(&m_servers.mariadb),
              static_cast<const TestServer*>(&m_servers.sqlite)}) {
            const bool isSqlite = server->driver() == u"sqlite";
            QVERIFY_OK(server->run(
                QStringLiteral("CREATE TABLE item (k int NOT NULL PRIMARY KEY, i int, t varchar(40)%1);\n"
                               "INSERT INTO item (k, i, t) VALUES (1, 3, 'abc'), (2, -5, 'ABC'), (3, NULL, '安徽'), "
                               "(4, 2147483647, NULL), (5, 0, ''), (6, 3, '340100'), (7, 4, '340100 '), (8, 3, "
                               "'it''s'), (9, 26, '北京')%2")
                    .arg(isSqlite ? QString()
                                  : QStringLiteral(", n decimal(20,5), d date, a %1, c time")
                                        .arg(server->driver() == u"postgres" ? QStringLiteral("timestamp")
                                                                             : QStringLiteral("datetime")),
                         isSqlite ? QString()
                                  : QStringLiteral(";\nUPDATE item SET n = k * 1.25, d = '2026-01-31', a = "
                                                   "'2026-01-31 08:30:00', c = '08:30:00' WHERE k < 5;\n"
                                                   "UPDATE item SET n = -k, d = '1986-05-04', a = '1986-05-04 "
                                                   "00:00:00', c = '23:59:59' WHERE k > 6")),
                kDatabase));
        }
    }

    void agreesWithTheDatabase_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("filter");
        for (const char* driver : {"postgres", "mariadb", "sqlite"}) {
            for (const char* filter :
                 {"i = 3", "i <> 3", "i < 3.5", "i in (0, 26)", "i is null", "t = 'abc'", "t < 'b'", "t >= '安'",
                  "t like '3401%'", "t not like 'a%'", "t = '340100'", "t in ('ABC', 'it''s')",
                  "not (i = 3 and t = 'abc')", "i > 2 and (t = '340100 ' or t is null)"})
                QTest::addRow("%s %s", driver, filter) << QString::fromLatin1(driver) << QString::fromUtf8(filter);
            if (qstrcmp(driver, "sqlite") == 0)
                continue;
            for (const char* filter : {"n > 2.5", "n = 1.25000", "n <= -7", "d = '2026-01-31'", "d < '2000-01-01'",
                                       "a >= '2026-01-31 08:30'", "a <> '2026-01-31 08:30:00'", "c > '08:30:00'"})
                QTest::addRow("%s %s", driver, filter) << QString::fromLatin1(driver) << QString::fromUtf8(filter);
        }
    }

    void agreesWithTheDatabase()
    {
        QFETCH(const QString, driver);
        QFETCH(const QString, filter);
        const TestServer& server = m_servers.named(driver);
        const OdbcServer odbc = driver == u"postgres"  ? OdbcServer(m_servers.postgres)
                                : driver == u"mariadb" ? OdbcServer(m_servers.mariadb)
                                                       : OdbcServer(m_servers.sqlite);
        const QString table = driver == u"postgres" ? QStringLiteral("public.item") : QStringLiteral("item");
        const RowFilter parsed = parseRowFilter(filter).value();
        auto native = openNative(server, table);
        QVERIFY_OK(native);
        const auto inSql = BoundFilter::bind(parsed, native->table, native->engine);
        QVERIFY_OK(inSql);
        native->snapshot->restrict(native->table.name, inSql->sql());
        const auto theirs = keysOf(*native, native->table);
        QVERIFY_OK(theirs);

        auto opened = openBehindOdbc(odbc, table);
        QVERIFY_OK(opened);
        const auto bound = BoundFilter::bind(parsed, opened->table, opened->engine);
        QVERIFY_OK(bound);
        QVERIFY(bound->sql().isEmpty());
        JudgedSnapshot::Filters filters;
        filters.try_emplace(opened->table.name, opened->table, *bound);
        opened->snapshot = std::make_unique<JudgedSnapshot>(std::move(opened->snapshot), std::move(filters));
        // The key alone is wanted: what the filter looks at is read besides, and not given.
        TableSchema narrow = opened->table;
        narrow.columns.resize(1);
        const auto ours = keysOf(*opened, narrow);
        QVERIFY_OK(ours);
        QCOMPARE(*ours, *theirs);
        QVERIFY(!ours->empty());
        QCOMPARE(opened->snapshot->countRows(opened->table).value(), static_cast<std::uint64_t>(ours->size()));
        // Of the whole rows, each by its key: those that fit, and no other.
        std::vector<std::int64_t> fetched;
        for (std::int64_t key = 1; key <= 9; ++key) {
            Bytes encoded;
            const std::vector<Cell> cells{Cell::ofInteger(key)};
            encodeRow(cells, encoded);
            const auto row = opened->snapshot->fetch(opened->table, encoded);
            QVERIFY_OK(row);
            if (!row->empty())
                fetched.push_back(key);
        }
        QCOMPARE(fetched, *ours);
        int given = 0;
        QVERIFY_OK(opened->snapshot->scan(narrow, {}, 1, [&given](BytesView) {
            ++given;
            return true;
        }));
        QCOMPARE(given, 1);
    }

private:
    AllServers m_servers;
};

BUSHENG_TEST(TstOdbcFilter)
#include "tst_odbc_filter.moc"
