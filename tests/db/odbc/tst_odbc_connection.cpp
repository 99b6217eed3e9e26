// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/database_password.h"
#include "engine/db/odbc/odbc_snapshot.h"
#include "engine/model/events.h"
#include "tests/support/odbc_server.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kDatabase = QStringLiteral("odbc_reading");

Result<std::vector<Bytes>> rowsOf(TableSnapshot& snapshot, const TableSchema& table, const KeyRange& range = {},
                                  std::uint64_t limit = 0)
{
    std::vector<Bytes> rows;
    ENGINE_TRY(snapshot.scan(table, range, limit, [&rows](BytesView row) {
        rows.emplace_back(row);
        return true;
    }));
    return rows;
}

Bytes keyOf(const TableSchema& table, BytesView row)
{
    Bytes key;
    return projectRow(row, table.keyColumns, key) ? key : Bytes();
}

} // namespace

/// Connecting through real drivers, and reading a table of one moment by parts.
class TstOdbcConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_mariadb.start());
        QVERIFY_OK(m_postgres.makeUserWithPassword(QStringLiteral("clerk"), QStringLiteral("a;b}c =d")));
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE ") + kDatabase));
        QVERIFY_OK(m_mariadb.run(QStringLiteral("CREATE DATABASE ") + kDatabase, QStringLiteral("mysql")));
        m_servers[QStringLiteral("postgres")] = {&m_postgres, std::make_shared<OdbcServer>(m_postgres)};
        m_servers[QStringLiteral("mariadb")] = {&m_mariadb, std::make_shared<OdbcServer>(m_mariadb)};
        m_servers[QStringLiteral("sqlite")] = {&m_sqlite, std::make_shared<OdbcServer>(m_sqlite)};
    }
    void cleanup() { setPasswordSource({}); }

    void saysWhatServerAnswers_data() { addDatabases(); }
    void saysWhatServerAnswers()
    {
        QFETCH(const QString, driver);
        const auto connection = open(driver);
        QVERIFY_OK(connection);
        const QString product = (*connection)->product();
        QVERIFY2(product.contains(driver.left(4), Qt::CaseInsensitive), qPrintable(product));
        const auto said = (*connection)->queryText((*connection)->dialect().product);
        QVERIFY_OK(said);
        QVERIFY(!said->isEmpty());
    }

    void takesThePasswordFromTheVault()
    {
        QString location = OdbcServer(m_postgres).location(QStringLiteral("postgres"));
        location.replace(QStringLiteral("UID=postgres"), QStringLiteral("UID=clerk"));
        setPasswordSource([](const QString& name) {
            return name == u"hr" ? std::optional<Bytes>("a;b}c =d") : std::optional<Bytes>("secret-but-wrong");
        });
        QVERIFY_OK(OdbcConnection::open({location, QStringLiteral("hr"), false, {}}));
        const auto refused = OdbcConnection::open({location, QStringLiteral("other"), false, {}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Sql);
        QVERIFY(!refused.error().toString().contains(QStringLiteral("secret")));
        QVERIFY(!refused.error().native.contains(QStringLiteral("secret")));
    }

    void saysWhatIsWrongWithALocation_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("said");
        QTest::newRow("no such driver") << QStringLiteral(
                                               "Dialect=dameng;Driver={DM8 ODBC DRIVER};Server=10.1.2.3;UID=x")
                                        << events::ODBC_DRIVER << QStringLiteral("DM8 ODBC DRIVER");
        QTest::newRow("no such data source")
            << QStringLiteral("Dialect=oracle;DSN=rsxt;UID=x") << events::ODBC_DRIVER << QStringLiteral("IM002");
        QTest::newRow("no such dialect") << QStringLiteral("Dialect=db2;DSN=rsxt") << events::CFG_BAD_VALUE
                                         << QStringLiteral("dameng");
        QTest::newRow("nobody listens")
            << QStringLiteral(
                   "Dialect=postgresql;Driver={PostgreSQL Unicode};Servername=127.0.0.1;Port=1;Database=x;UID=x")
            << QString() << QStringLiteral("08001");
    }
    void saysWhatIsWrongWithALocation()
    {
        QFETCH(const QString, location);
        QFETCH(const QString, event);
        QFETCH(const QString, said);
        const auto connection = OdbcConnection::open({location, QStringLiteral("hr"), false, {}});
        QVERIFY(!connection);
        QCOMPARE(connection.error().event, event);
        const QString all = connection.error().args.join(u' ') + connection.error().native;
        QVERIFY2(all.contains(said), qPrintable(connection.error().toString()));
        QVERIFY(event == events::CFG_BAD_VALUE || connection.error().transient);
    }

    void namesWhatAStatementLacks()
    {
        const auto connection = open(QStringLiteral("postgres"));
        QVERIFY_OK(connection);
        const auto read = (*connection)->queryText(QStringLiteral("SELECT 1 FROM nowhere"));
        QVERIFY(!read);
        QVERIFY(read.error().native.startsWith(QStringLiteral("a table, a column or a right is missing")));
        QVERIFY(read.error().native.contains(QStringLiteral("nowhere")));
        QVERIFY(read.error().native.contains(QStringLiteral("42P01")));
        QVERIFY(!read.error().transient);
    }

    /// A stop of the node does not wait for a statement that takes an hour.
    void stopsAStatementThatRuns()
    {
        std::stop_source stop;
        const auto connection = OdbcConnection::open({m_servers[QStringLiteral("postgres")].second->location(kDatabase),
                                                      QStringLiteral("hr"), false, stop.get_token()});
        QVERIFY_OK(connection);
        std::thread person([&] {
            // Until the server is at it.
            while (m_postgres
                       .run(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE query LIKE "
                                           "'%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()"))
                       .value_or(QStringLiteral("1")) == u"0") {
            }
            stop.request_stop();
        });
        const auto slept = (*connection)->queryText(QStringLiteral("SELECT pg_sleep(600)"));
        person.join();
        QVERIFY(!slept);
        QCOMPARE(slept.error().code, ErrorCode::Cancelled);
        QCOMPARE((*connection)->queryText(QStringLiteral("SELECT 1")).error().code, ErrorCode::Cancelled);
    }

    void readsOneMomentAndWritesNothing_data() { addServers(); }
    void readsOneMomentAndWritesNothing()
    {
        QFETCH(const QString, driver);
        const auto& [server, odbc] = m_servers[driver];
        QVERIFY_OK(server->run(QStringLiteral("CREATE TABLE moment (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                                              "INSERT INTO moment VALUES (1, 'a')"),
                               kDatabase));
        const auto snapshot = OdbcSnapshot::open({odbc->location(kDatabase), QStringLiteral("hr"), false, {}});
        QVERIFY_OK(snapshot);
        const auto table = readOdbcTable((*snapshot)->connection(), QStringLiteral("moment"));
        QVERIFY_OK(table);
        QCOMPARE((*snapshot)->countRows(table->schema).value_or(0), std::uint64_t{1});
        QVERIFY_OK(server->run(QStringLiteral("INSERT INTO moment VALUES (2, 'b')"), kDatabase));
        QCOMPARE(rowsOf(**snapshot, table->schema)->size(), std::size_t{1});
        QVERIFY(!(*snapshot)->connection().execute(QStringLiteral("INSERT INTO moment VALUES (3, 'c')")));
    }

    /// By parts, in the order of the keys' bytes, whatever the database sorts by.
    void readsByPartsInTheOrderOfBytes_data() { addDatabases(); }
    void readsByPartsInTheOrderOfBytes()
    {
        QFETCH(const QString, driver);
        const auto& [server, odbc] = m_servers[driver];
        const QString type = driver == u"sqlite" ? QStringLiteral("INTEGER") : QStringLiteral("int");
        QString sql =
            QStringLiteral("CREATE TABLE parts (k varchar(20) NOT NULL, n %1 NOT NULL, v varchar(20), PRIMARY KEY "
                           "(k, n))")
                .arg(type);
        QVERIFY_OK(server->run(sql, kDatabase));
        const QStringList words{QStringLiteral("a"), QStringLiteral("A"),  QStringLiteral("ä"),
                                QStringLiteral("z"), QStringLiteral("Z"),  QStringLiteral("张''三"),
                                QStringLiteral("_"), QStringLiteral("a b")};
        QStringList values;
        for (const QString& word : words) {
            for (int i = 0; i < 300; ++i)
                values.append(QStringLiteral("('%1', %2, 'v')").arg(word).arg(i));
        }
        // Where the database itself holds 'a' and 'A' for one key, only one of them is put in.
        const QString ignore = driver == u"mariadb" ? QStringLiteral("INSERT IGNORE INTO parts VALUES ")
                                                    : QStringLiteral("INSERT INTO parts VALUES ");
        QVERIFY_OK(server->run(ignore + values.join(u','), kDatabase));
        const auto snapshot = OdbcSnapshot::open({odbc->location(kDatabase), QStringLiteral("hr"), false, {}});
        QVERIFY_OK(snapshot);
        const auto table = readOdbcTable((*snapshot)->connection(), QStringLiteral("parts"));
        QVERIFY_OK(table);
        const auto rows = rowsOf(**snapshot, table->schema);
        QVERIFY_OK(rows);
        QCOMPARE(rows->size(), (*snapshot)->countRows(table->schema).value_or(0));
        QVERIFY(rows->size() > 1000); // more than the first part
        std::vector<std::pair<Bytes, std::int64_t>> keys;
        for (const Bytes& row : *rows) {
            std::vector<Cell> cells;
            QVERIFY(decodeRow(row, cells));
            keys.emplace_back(Bytes(cells[0].bytes), cells[1].integer);
        }
        QVERIFY(std::ranges::is_sorted(keys));
        const Bytes from = keyOf(table->schema, rows->at(700));
        const Bytes to = keyOf(table->schema, rows->at(1250));
        const auto range = rowsOf(**snapshot, table->schema, {from, to});
        QVERIFY_OK(range);
        QCOMPARE(range->size(), std::size_t{550});
        QCOMPARE(range->front(), rows->at(701));
        QCOMPARE(rowsOf(**snapshot, table->schema, {from, {}}, 10)->size(), std::size_t{10});
        QCOMPARE((*snapshot)->fetch(table->schema, from).value_or(Bytes()), rows->at(700));
    }

    /// Values that turn out to be longer than a block has room for are neither cut nor lost, and no row comes twice.
    void readsLongValuesAmongShortOnes()
    {
        const auto& [server, odbc] = m_servers[QStringLiteral("postgres")];
        QVERIFY_OK(
            server->run(QStringLiteral("CREATE TABLE wide (id int PRIMARY KEY, n numeric);\n"
                                       "CREATE TABLE keyless (n numeric, v text);\n"
                                       "INSERT INTO wide SELECT i, CASE WHEN i = 700 THEN ('1' || repeat('0', "
                                       "500))::numeric ELSE i END FROM generate_series(1, 1500) i;\n"
                                       "INSERT INTO keyless SELECT n, repeat('x', 70000) FROM wide WHERE id > 650 "
                                       "AND id < 720"),
                        kDatabase));
        const auto snapshot = OdbcSnapshot::open({odbc->location(kDatabase), QStringLiteral("hr"), false, {}});
        QVERIFY_OK(snapshot);
        const auto wide = readOdbcTable((*snapshot)->connection(), QStringLiteral("wide"));
        QVERIFY_OK(wide);
        const auto rows = rowsOf(**snapshot, wide->schema);
        QVERIFY_OK(rows);
        QCOMPARE(rows->size(), std::size_t{1500});
        std::vector<Cell> cells;
        QVERIFY(decodeRow(rows->at(699), cells));
        QCOMPARE(cells[1].bytes.size(), std::size_t{501});
        const auto keyless = readOdbcTable((*snapshot)->connection(), QStringLiteral("keyless"));
        QVERIFY_OK(keyless);
        QCOMPARE(rowsOf(**snapshot, keyless->schema)->size(), std::size_t{69});
        QVERIFY(!rowsOf(**snapshot, keyless->schema, {Bytes("x"), {}}));
    }

    void listsTheTablesThatADatasetMayName_data() { addDatabases(); }
    void listsTheTablesThatADatasetMayName()
    {
        QFETCH(const QString, driver);
        const auto& [server, odbc] = m_servers[driver];
        QVERIFY_OK(server->run(QStringLiteral("CREATE TABLE named (id int NOT NULL PRIMARY KEY);\n"
                                              "CREATE TABLE busheng_own (id int NOT NULL PRIMARY KEY)"),
                               kDatabase));
        const auto connection = open(driver);
        QVERIFY_OK(connection);
        const auto tables = listOdbcTables(**connection, 1000);
        QVERIFY_OK(tables);
        const QString home = driver == u"postgres"  ? QStringLiteral("public.")
                             : driver == u"mariadb" ? QString(kDatabase + u'.')
                                                    : QString();
        QVERIFY2(tables->contains(home + QStringLiteral("named")), qPrintable(tables->join(u' ')));
        QVERIFY(!tables->contains(home + QStringLiteral("busheng_own")));
        QCOMPARE(listOdbcTables(**connection, 1)->size(), 1);
        const auto missing = readOdbcTable(**connection, QStringLiteral("nowhere"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().event, events::SRC_TABLE_MISSING);
    }

    void knowsTheDriversOfThisMachine()
    {
        const auto choices = odbcChoices();
        QVERIFY_OK(choices);
        QVERIFY2(choices->drivers.contains(QStringLiteral("PostgreSQL Unicode")),
                 qPrintable(choices->drivers.join(u' ')));
    }

private:
    static void addServers()
    {
        QTest::addColumn<QString>("driver");
        QTest::newRow("postgres") << QStringLiteral("postgres");
        QTest::newRow("mariadb") << QStringLiteral("mariadb");
    }
    static void addDatabases()
    {
        addServers();
        QTest::newRow("sqlite") << QStringLiteral("sqlite");
    }
    Result<std::unique_ptr<OdbcConnection>> open(const QString& driver)
    {
        return OdbcConnection::open({m_servers[driver].second->location(kDatabase), QStringLiteral("hr"), false, {}});
    }

    MiniPostgres m_postgres;
    MiniMariaDb m_mariadb;
    MiniSqlite m_sqlite;
    std::map<QString, std::pair<const TestServer*, std::shared_ptr<OdbcServer>>> m_servers;
};

BUSHENG_TEST(TstOdbcConnection)
#include "tst_odbc_connection.moc"
