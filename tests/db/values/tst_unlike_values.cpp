// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/host/database_drivers.h"
#include "engine/model/events.h"
#include "tests/db/postgres_capture/stream_sink.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/test_main.h"

#include <QDeadlineTimer>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

/// Rows of a table in key order.
using Rows = std::vector<Bytes>;

Result<std::unique_ptr<TableSnapshot>> snapshotOf(const DatabaseConfig& database)
{
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

Result<Rows> rowsOf(TableSnapshot& snapshot, const TableSchema& table, const KeyRange& range = {})
{
    Rows rows;
    ENGINE_TRY(snapshot.scan(table, range, 0, [&rows](BytesView row) {
        rows.emplace_back(row);
        return true;
    }));
    return rows;
}

QString shown(const Rows& rows)
{
    QStringList texts;
    for (const Bytes& row : rows)
        texts.append(toHex(row));
    return texts.join(u'\n');
}

Bytes blockOf(ChangeKind kind, BytesView before, BytesView after)
{
    Bytes block;
    ByteWriter writer(block);
    writeChange(writer, {kind, 1, before, after});
    return block;
}

} // namespace

/// Values of each type from each kind of database in each, through the target's own writer and back: load, stream,
/// comparison and repair see one byte string. What the stream brings does not depend on the target, and is asked for
/// once of each type, with the target of the source's own kind.
class TstUnlikeValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keepsEachValue_data();
    void keepsEachValue();
    void showsValuesAsPeopleKnowThem_data();
    void showsValuesAsPeopleKnowThem();
    void refusesAValueWithItsRow_data();
    void refusesAValueWithItsRow();
    void setsAsideWhatCannotBeHeld_data();
    void setsAsideWhatCannotBeHeld();
    void showsTheStructureAndWhatCannotBeHad();

private:
    /// Databases with one table t each, on fresh ground.
    struct Pair {
        DatabaseConfig source;
        DatabaseConfig target;
        DatasetSchema schema;
        std::unique_ptr<TargetWriter> writer;
        QString insert; ///< all rows into the source's table
        std::size_t count = 0;
    };
    const TestServer& server(const QString& engine) const;
    Result<DatabaseConfig> database(const QString& engine, const QString& name);
    Result<Pair> pair(const QString& from, const QString& to, const QString& type, const QString& values,
                      SubscriptionConfig subscription = {});
    static Result<> apply(Pair& pair, BytesView block);
    Result<Rows> streamed(const Pair& pair) const;

    MiniPostgres m_postgres;
    MiniMariaDb m_mariaDb;
    MiniSqlite m_sqlite;
    int m_databases = 0;
};

void TstUnlikeValues::initTestCase()
{
    QVERIFY_OK(m_postgres.start());
    QVERIFY_OK(m_mariaDb.start({QStringLiteral("--default-time-zone=+08:00"), QStringLiteral("--sql-mode=")}));
    QVERIFY_OK(m_mariaDb.run(QStringLiteral("CREATE DATABASE s;\nCREATE DATABASE t"), QStringLiteral("mysql")));
    QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE s")));
    QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE t")));
}

const TestServer& TstUnlikeValues::server(const QString& engine) const
{
    if (engine == u"postgres")
        return m_postgres;
    return engine == u"mariadb" ? static_cast<const TestServer&>(m_mariaDb) : m_sqlite;
}

Result<DatabaseConfig> TstUnlikeValues::database(const QString& engine, const QString& name)
{
    const QString drop = engine == u"postgres"
                             ? QStringLiteral("DROP SCHEMA IF EXISTS s CASCADE; DROP SCHEMA IF EXISTS busheng CASCADE; "
                                              "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                         : engine == u"mariadb"
                             ? QStringLiteral("DROP TABLE IF EXISTS t, busheng_checkpoint, busheng_exceptions")
                             : QStringLiteral("DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS busheng_exceptions; "
                                              "DROP TABLE IF EXISTS busheng_checkpoint");
    ENGINE_TRY(server(engine).run(drop, name));
    return DatabaseConfig{name, engine, server(engine).location(name)};
}

Result<TstUnlikeValues::Pair> TstUnlikeValues::pair(const QString& from, const QString& to, const QString& type,
                                                    const QString& values, SubscriptionConfig subscription)
{
    Pair made;
    ENGINE_TRY_AS(made.source, database(from, QStringLiteral("s")));
    ENGINE_TRY_AS(made.target, database(to, QStringLiteral("t")));
    QString rows;
    const QStringList list = values.split(QStringLiteral(" ; "), Qt::SkipEmptyParts);
    for (int i = 0; i < list.size(); ++i)
        rows += QStringLiteral("%1(%2, %3)").arg(i == 0 ? QString() : QStringLiteral(", ")).arg(i + 1).arg(list[i]);
    // MariaDB keeps what is no label of an enum as '', and says so.
    const QString insert = from == u"mariadb" ? QStringLiteral("INSERT IGNORE INTO t (id, v) VALUES ")
                                              : QStringLiteral("INSERT INTO t (id, v) VALUES ");
    const QString number = from == u"sqlite" ? QStringLiteral("INTEGER") : QStringLiteral("int");
    ENGINE_TRY(server(from).run(QStringLiteral("CREATE TABLE t (id %1 PRIMARY KEY, v %2)").arg(number, type),
                                made.source.name));
    made.insert = insert + rows;
    made.count = static_cast<std::size_t>(list.size());
    ENGINE_TRY(server(from).run(made.insert, made.source.name));
    const QString table = from == u"postgres"  ? QStringLiteral("public.t")
                          : from == u"mariadb" ? QStringLiteral("s.t")
                                               : QStringLiteral("t");
    ENGINE_TRY_AS(made.schema, readSourceSchema(made.source, {table}, {}));
    subscription.name = QStringLiteral("u");
    if (from == to && to == u"mariadb")
        subscription.targetSchema = made.target.name; // both are on one server
    ENGINE_TRY_AS(made.writer, openTarget(made.target, subscription, {}, {}));
    ENGINE_TRY(made.writer->readCheckpoint(QStringLiteral("u")));
    ENGINE_TRY(made.writer->begin());
    ENGINE_TRY(made.writer->createStructure(made.schema));
    ENGINE_TRY(made.writer->commit());
    return made;
}

Result<> TstUnlikeValues::apply(Pair& pair, BytesView block)
{
    const auto done = [&]() -> Result<> {
        std::uint64_t changed = 0;
        ENGINE_TRY(pair.writer->begin());
        ENGINE_TRY(pair.writer->apply(pair.schema, block, false, changed));
        return pair.writer->commit();
    }();
    if (!done)
        pair.writer->rollback();
    return done;
}

/// The rows as the source's stream brings them when they are written once more.
Result<Rows> TstUnlikeValues::streamed(const Pair& pair) const
{
    CaptureJob job{pair.source, {}, QStringLiteral("340000")};
    job.dataset.name = QStringLiteral("d");
    job.dataset.source = pair.source.name;
    job.dataset.tables = {pair.schema.tables.front().name};
    job.dataset.route = defaultRoute(pair.source);
    Rows rows;
    {
        StreamSink sink;
        ENGINE_TRY_AS(const auto capturer, openCapturer(job, {}, {}, {}));
        ENGINE_TRY(capturer->poll(sink));
        const TestServer& from = server(pair.source.driver);
        ENGINE_TRY(from.run(QStringLiteral("DELETE FROM t"), pair.source.name));
        ENGINE_TRY(from.run(pair.insert, pair.source.name));
        for (const QDeadlineTimer deadline(20'000); rows.size() < pair.count;) {
            if (deadline.hasExpired())
                return fail(ErrorCode::Timeout, QStringLiteral("the stream does not bring what was written"));
            ENGINE_TRY_AS(const PollResult polled, capturer->poll(sink));
            if (!polled.more)
                capturer->waitForChange(100);
            rows.clear();
            for (const StreamSink::Transaction& transaction : sink.transactions()) {
                ChangeReader reader(transaction.operations);
                RowChange change;
                while (reader.next(change)) {
                    if (!change.after.empty())
                        rows.emplace_back(change.after);
                }
            }
        }
    }
    ENGINE_TRY(uninstallCapture(job));
    return rows;
}

void TstUnlikeValues::keepsEachValue_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("values"); // SQL, parted by " ; "
    QTest::addColumn<QString>("to");
    const auto row = [](const char* from, const char* type, const char* values,
                        std::initializer_list<const char*> targets = {}) {
        const QString source = QString::fromLatin1(from);
        for (const QString& to : {QStringLiteral("postgres"), QStringLiteral("mariadb"), QStringLiteral("sqlite")}) {
            const bool isMeant = targets.size() == 0 || std::ranges::any_of(targets, [&to](const char* one) {
                                     return to == QLatin1StringView(one);
                                 });
            if (isMeant)
                QTest::addRow("%s %s to %s", from, type, qPrintable(to))
                    << source << QString::fromUtf8(type) << QString::fromUtf8(values) << to;
        }
    };
    const char* const dates = "'1940-06-01' ; '1941-03-15' ; '1942-01-31' ; '1946-05-15' ; '1947-04-15' ; "
                              "'1948-05-01' ; '1949-05-01' ; '1986-05-04' ; '1988-04-17' ; '1991-04-14' ; "
                              "'0001-01-01' ; '9999-12-31' ; '2024-02-29' ; NULL";
    const char* const moments = "'1940-06-01 00:30:00' ; '1986-05-04 02:30:00.000001' ; '1990-04-15 02:00:00.5' ; "
                                "'9999-12-31 23:59:59.999999' ; '2038-01-19 03:14:08' ; NULL";
    row("postgres", "boolean", "true ; false ; NULL");
    row("postgres", "smallint", "-32768 ; 32767");
    row("postgres", "integer", "-2147483648 ; 2147483647 ; 0");
    row("postgres", "bigint", "-9223372036854775808 ; 9223372036854775807");
    row("postgres", "numeric(12,2)", "12.50 ; -0.01 ; 9999999999.99 ; 0 ; NULL");
    row("postgres", "numeric(65,30)",
        "12345678901234567890123456789012345.123456789012345678901234567890 ; -0.000000000000000000000000000001");
    row("postgres", "numeric(30,0)", "100000000 ; 123456789012345678901234567890 ; 10000");
    row("postgres", "numeric", "1.50 ; 1e50 ; 'NaN' ; '-Infinity' ; 'Infinity' ; 0.00");
    row("postgres", "real", "0.1 ; '16777217' ; 1.17549435e-38 ; 3.4e38");
    row("postgres", "double precision", "0.1 ; 5e-324 ; 1.7976931348623157e308 ; 1e23 ; 123456789.123456789");
    row("postgres", "double precision", "'Infinity' ; '-Infinity'", {"sqlite"});
    row("postgres", "character(18)", "'11010519491231002X' ; '' ; 'a' ; repeat('中', 18)");
    row("postgres", "character varying(20)", "'' ; ' a ' ; '吾守尔·努尔' ; '𠮷𬭩䶮㐂' ; NULL");
    row("postgres", "character varying(20000)", "repeat('中', 20000)");
    row("postgres", "text", "'' ; E'\\\\ '' \" \\t \\n' ; repeat('长文', 50000)");
    row("postgres", "json", "'{\"b\" : 1,  \"a\":[1,2]}'");
    row("postgres", "jsonb", "'{\"b\" : 1,  \"a\":[1,2.50]}' ; 'null' ; '\"𠮷\"'");
    row("postgres", "uuid", "'01234567-89ab-cdef-0123-456789abcdef'");
    row("postgres", "bytea", "'\\x' ; '\\x00ff00' ; decode(repeat('00ff', 40000), 'hex')");
    row("postgres", "bit(8)", "B'10000001'");
    row("postgres", "bit(64)", "('1' || repeat('0', 62) || '1')::bit(64)");
    row("postgres", "bit varying", "B'' ; B'101'");
    row("postgres", "date", dates);
    row("postgres", "time without time zone", "'00:00:00' ; '24:00:00' ; '23:59:59.999999'");
    row("postgres", "timestamp without time zone", moments);
    row("postgres", "timestamp(3) without time zone", "'2024-12-31 23:59:59.999' ; '2024-01-01'");
    row("postgres", "timestamp with time zone", "'1986-05-04 02:30:00+08' ; '2038-01-20 00:00:00.000001+00'");
    // What only its own kind holds.
    row("postgres", "double precision", "'NaN' ; '-0'", {"postgres"});
    row("postgres", "date", "'infinity' ; '-infinity' ; '0044-03-15 BC' ; '10000-01-01'", {"postgres"});
    row("postgres", "timestamp with time zone", "'infinity' ; '0044-03-15 00:00:00+00 BC'", {"postgres"});
    row("postgres", "integer[]", "'{1,NULL,3}' ; '{}'", {"postgres"});
    row("postgres", "interval", "'1 year -3 days 00:00:00.000001'", {"postgres"});
    row("mariadb", "date", "'0000-00-00' ; '2024-00-10'", {"mariadb"});
    row("mariadb", "datetime", "'0000-00-00 00:00:00'", {"mariadb"});
    row("sqlite", "INTEGER", "'12a' ; 1.5 ; x'00ff'", {"sqlite"});
    row("mariadb", "tinyint(1)", "0 ; 1 ; -128");
    row("mariadb", "tinyint unsigned", "255");
    row("mariadb", "mediumint unsigned", "16777215");
    row("mariadb", "int unsigned", "4294967295");
    row("mariadb", "bigint", "-9223372036854775808 ; 9223372036854775807");
    row("mariadb", "bigint unsigned", "9223372036854775807 ; 9223372036854775808 ; 18446744073709551615 ; 0");
    row("mariadb", "decimal(65,30)",
        "12345678901234567890123456789012345.123456789012345678901234567890 ; -0.0 ; NULL");
    row("mariadb", "float", "0.1 ; 16777217 ; 1.17549435e-38 ; 3.4e38");
    row("mariadb", "double", "0.1 ; 5e-324 ; 1.7976931348623157e308 ; 1e15");
    row("mariadb", "bit(7)", "b'1010101'");
    row("mariadb", "bit(64)", "b'1000000000000000000000000000000000000000000000000000000000000001' ; 0");
    row("mariadb", "year", "1901 ; 2155 ; 0");
    row("mariadb", "date", dates);
    row("mariadb", "time(6)", "'00:00:00' ; '23:59:59.999999'");
    row("mariadb", "time", "'838:59:59' ; '-838:59:59' ; '-00:00:01'", {"mariadb", "sqlite"});
    row("mariadb", "datetime(6)", moments);
    row("mariadb", "datetime", "'1986-05-04 02:30:00'");
    row("mariadb", "timestamp(3) NULL", "'1991-04-14 02:30:00.123' ; '2038-01-19 03:14:07'");
    row("mariadb", "char(18)", "'11010519491231002X' ; ''");
    row("mariadb", "varchar(5)", "'' ; '吾守尔' ; 'ab   ' ; NULL");
    row("mariadb", "varchar(40) character set gbk", "'热依汗·努尔' ; '镕'");
    row("mariadb", "text", "repeat('中', 20000) ; ''");
    row("mariadb", "json", "'{\"b\":1, \"a\":[1,2]}'");
    row("mariadb", "enum('男','女','未说明')", "'男' ; '未说明' ; NULL");
    row("mariadb", "enum('男','女')", "'女' ; ''", {"postgres", "sqlite"}); // '': what is no label
    row("mariadb", "set('养老','医疗','失业')", "'养老,失业' ; ''");
    row("mariadb", "binary(5)", "x'0001' ; x'2020'");
    row("mariadb", "varbinary(300)", "x'00ff00' ; '' ; repeat(x'00', 300)");
    row("mariadb", "longblob", "repeat(x'00ff', 30000)");
    row("sqlite", "INTEGER", "9223372036854775807 ; -9223372036854775808 ; NULL");
    row("sqlite", "VARCHAR(20)", "'' ; '𠮷𬭩' ; 'longer than twenty characters, which SQLite does not mind'");
    row("sqlite", "REAL", "0.1 ; 1e308 ; 3 ; -2.5");
    row("sqlite", "DECIMAL(12,2)", "12.50 ; 3 ; -0.01 ; 9007199254740992 ; NULL");
    row("sqlite", "BLOB", "x'' ; x'00ff'");
    row("sqlite", "BOOLEAN", "0 ; 1");
    row("sqlite", "DATE", dates);
    row("sqlite", "TIME", "'08:30:00' ; '23:59:59.5'");
    row("sqlite", "DATETIME", "'1986-05-04 02:30:00' ; '2024-02-29 08:30:00.000001'");
}

void TstUnlikeValues::keepsEachValue()
{
    QFETCH(const QString, from);
    QFETCH(const QString, type);
    QFETCH(const QString, values);
    QFETCH(const QString, to);
    auto made = pair(from, to, type, values);
    QVERIFY_OK(made);
    const TableSchema& table = made->schema.tables.front();
    auto source = snapshotOf(made->source);
    QVERIFY_OK(source);
    const auto rows = rowsOf(**source, table);
    QVERIFY_OK(rows);
    // Loaded, and read back in the whole, by ranges of keys and by key.
    Bytes block;
    for (const Bytes& row : *rows)
        block += blockOf(ChangeKind::Upsert, {}, row);
    QVERIFY_OK(apply(*made, block));
    const auto readBack = [&](const KeyRange& range) {
        const auto snapshot = made->writer->openSnapshot();
        const auto found = snapshot ? rowsOf(**snapshot, table, range) : Result<Rows>(fail(snapshot.error()));
        return found ? shown(*found) : found.error().toString();
    };
    QCOMPARE(readBack({}), shown(*rows));
    Bytes firstKey;
    QVERIFY(projectRow(rows->front(), table.keyColumns, firstKey));
    QCOMPARE(readBack({firstKey, {}}), shown(Rows(rows->begin() + 1, rows->end())));
    QCOMPARE(readBack({{}, firstKey}), shown({rows->front()}));
    const auto snapshot = made->writer->openSnapshot();
    QVERIFY_OK(snapshot);
    QCOMPARE((*snapshot)->fetch(table, firstKey).value_or(Bytes()), rows->front());
    // Each value over another one, then inserted alone, as the stream does.
    QVERIFY_OK(made->writer->structureSql(made->schema));
    Bytes changes;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        Bytes key;
        QVERIFY(projectRow((*rows)[i], table.keyColumns, key));
        changes += blockOf(ChangeKind::Delete, key, {}) + blockOf(ChangeKind::Insert, {}, (*rows)[i]) +
                   blockOf(ChangeKind::Update, key, (*rows)[i]);
    }
    QVERIFY_OK(apply(*made, changes));
    QCOMPARE(readBack({}), shown(*rows));
    // Sent again, as a repair does: over what is there, and where nothing is.
    Bytes repair;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        Bytes key;
        QVERIFY(projectRow((*rows)[i], table.keyColumns, key));
        repair += blockOf(ChangeKind::Upsert, {}, (*rows)[i]) + blockOf(ChangeKind::Remove, key, {}) +
                  blockOf(ChangeKind::Upsert, {}, (*rows)[i]);
    }
    QVERIFY_OK(apply(*made, repair));
    QCOMPARE(readBack({}), shown(*rows));
    if (from != to)
        return;
    source->reset(); // a reader keeps SQLite's writers from committing before it has a log
    const auto brought = streamed(*made);
    QVERIFY_OK(brought);
    QCOMPARE(shown(*brought), shown(*rows));
}

void TstUnlikeValues::showsValuesAsPeopleKnowThem_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* from, const char* type, const char* value, const char* to, const char* text) {
        QTest::addRow("%s %s in %s", from, type, to)
            << QString::fromLatin1(from) << QString::fromUtf8(type) << QString::fromUtf8(value)
            << QString::fromLatin1(to) << QString::fromUtf8(text);
    };
    row("mariadb", "bigint unsigned", "18446744073709551615", "postgres", "18446744073709551615");
    row("mariadb", "decimal(65,30)", "-1.5", "postgres", "-1.500000000000000000000000000000");
    row("mariadb", "bit(8)", "b'10000001'", "postgres", "10000001");
    row("mariadb", "datetime(6)", "'1986-05-04 02:30:00.5'", "postgres", "1986-05-04 02:30:00.5");
    row("mariadb", "date", "'1940-06-01'", "postgres", "1940-06-01");
    row("mariadb", "enum('男','女')", "'女'", "postgres", "女");
    row("mariadb", "timestamp", "'2024-01-01 08:00:00'", "sqlite", "2024-01-01 08:00:00+00:00");
    row("mariadb", "time", "'-838:59:59'", "sqlite", "-838:59:59");
    row("postgres", "boolean", "true", "mariadb", "1");
    row("postgres", "numeric(12,2)", "12.5", "mariadb", "12.50");
    row("postgres", "timestamp with time zone", "'2024-01-01 08:00:00+08'", "mariadb", "2024-01-01 00:00:00.000000");
    row("postgres", "uuid", "'01234567-89AB-cdef-0123-456789abcdef'", "mariadb",
        "01234567-89ab-cdef-0123-456789abcdef");
    row("postgres", "date", "'1986-05-04'", "mariadb", "1986-05-04");
    row("postgres", "jsonb", "'{\"b\":1,\"a\":2}'", "mariadb", "{\"a\": 2, \"b\": 1}");
    row("postgres", "character(5)", "'ab'", "sqlite", "ab");
    row("postgres", "numeric(12,2)", "12.5", "sqlite", "12.50");
    row("sqlite", "DATETIME", "'1986-05-04 02:30:00'", "postgres", "1986-05-04 02:30:00");
    row("sqlite", "BOOLEAN", "1", "postgres", "true");
}

void TstUnlikeValues::showsValuesAsPeopleKnowThem()
{
    QFETCH(const QString, from);
    QFETCH(const QString, type);
    QFETCH(const QString, value);
    QFETCH(const QString, to);
    QFETCH(const QString, text);
    auto made = pair(from, to, type, value);
    QVERIFY_OK(made);
    const auto source = snapshotOf(made->source);
    QVERIFY_OK(source);
    const auto rows = rowsOf(**source, made->schema.tables.front());
    QVERIFY_OK(rows);
    QVERIFY_OK(apply(*made, blockOf(ChangeKind::Insert, {}, rows->front())));
    const QString sql = to == u"postgres"
                            ? QStringLiteral("SELECT v::text FROM %1.t")
                                  .arg(from == u"mariadb" ? QStringLiteral("s") : QStringLiteral("public"))
                            : QStringLiteral("SELECT v FROM t");
    QCOMPARE(server(to).run(sql, QStringLiteral("t")).value_or(QString()), text);
}

void TstUnlikeValues::refusesAValueWithItsRow_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("event");
    const auto row = [](const char* from, const char* type, const char* value, const char* to,
                        const QString& event = events::TGT_VALUE) {
        QTest::addRow("%s %s %s to %s", from, type, value, to)
            << QString::fromLatin1(from) << QString::fromUtf8(type) << QString::fromUtf8(value)
            << QString::fromLatin1(to) << event;
    };
    row("mariadb", "date", "'0000-00-00'", "postgres");
    row("mariadb", "date", "'2024-00-10'", "sqlite");
    row("mariadb", "datetime", "'0000-00-00 00:00:00'", "postgres");
    row("mariadb", "time", "'24:00:01'", "postgres");
    row("mariadb", "time", "'-00:00:01'", "postgres");
    row("postgres", "date", "'infinity'", "mariadb");
    row("postgres", "date", "'0044-03-15 BC'", "mariadb");
    row("postgres", "timestamp without time zone", "'10000-01-01'", "mariadb");
    row("postgres", "numeric(12,2)", "'NaN'", "mariadb");
    row("postgres", "double precision", "'NaN'", "mariadb");
    row("postgres", "double precision", "'-0'", "sqlite");
    row("postgres", "real", "'-0'", "mariadb");
    row("sqlite", "INTEGER", "'12a'", "postgres");
    row("sqlite", "DATE", "'2024-2-9'", "mariadb");
    // The target itself says what it does not take.
    row("mariadb", "enum('男','女')", "''", "mariadb", events::TGT_CONFLICT);
    row("mariadb", "varchar(10)", "concat('a', char(0), 'b')", "postgres", events::TGT_CONFLICT);
}

void TstUnlikeValues::refusesAValueWithItsRow()
{
    QFETCH(const QString, from);
    QFETCH(const QString, type);
    QFETCH(const QString, value);
    QFETCH(const QString, to);
    QFETCH(const QString, event);
    auto made = pair(from, to, type, value);
    QVERIFY_OK(made);
    const auto source = snapshotOf(made->source);
    QVERIFY_OK(source);
    const auto rows = rowsOf(**source, made->schema.tables.front());
    QVERIFY_OK(rows);
    const auto done = apply(*made, blockOf(ChangeKind::Insert, {}, rows->front()));
    QVERIFY(!done);
    QCOMPARE(done.error().event, event);
    QCOMPARE(done.error().code, ErrorCode::Conflict);
    QVERIFY2(done.error().args.value(1) == u"1" || event == events::TGT_CONFLICT, qPrintable(done.error().toString()));
    const auto snapshot = made->writer->openSnapshot();
    QVERIFY_OK(snapshot);
    QCOMPARE((*snapshot)->countRows(made->schema.tables.front()).value_or(99), std::uint64_t{0});
}

void TstUnlikeValues::setsAsideWhatCannotBeHeld_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("text"); // of the value for people
    QTest::newRow("MariaDB to PostgreSQL")
        << QStringLiteral("mariadb") << QStringLiteral("postgres")
        << QStringLiteral("'2020-01-01' ; '0000-00-00' ; '2021-01-01'") << QStringLiteral("0000-00-00");
    QTest::newRow("PostgreSQL to MariaDB")
        << QStringLiteral("postgres") << QStringLiteral("mariadb")
        << QStringLiteral("'2020-01-01' ; 'infinity' ; '2021-01-01'") << QStringLiteral("infinity");
    QTest::newRow("PostgreSQL to SQLite")
        << QStringLiteral("postgres") << QStringLiteral("sqlite")
        << QStringLiteral("'2020-01-01' ; 'infinity' ; '2021-01-01'") << QStringLiteral("infinity");
}

/// The rows around it arrive; it is sent again by its key, which is that of the source.
void TstUnlikeValues::setsAsideWhatCannotBeHeld()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, values);
    QFETCH(const QString, text);
    SubscriptionConfig subscription;
    subscription.onRowError = QStringLiteral("setAside");
    auto made = pair(from, to, QStringLiteral("date"), values, subscription);
    QVERIFY_OK(made);
    made->writer->setPlace(QStringLiteral("u"), {3, Position{30}, false});
    const auto source = snapshotOf(made->source);
    QVERIFY_OK(source);
    const TableSchema& table = made->schema.tables.front();
    const auto rows = rowsOf(**source, table);
    QVERIFY_OK(rows);
    Bytes block;
    for (const Bytes& row : *rows)
        block += blockOf(ChangeKind::Insert, {}, row);
    QVERIFY_OK(apply(*made, block));
    {
        const auto snapshot = made->writer->openSnapshot();
        QVERIFY_OK(snapshot);
        QCOMPARE((*snapshot)->countRows(table).value_or(99), std::uint64_t{2});
    }
    const auto desk = openTargetDesk(made->target, {});
    QVERIFY_OK(desk);
    const auto kept = (*desk)->exceptions(QStringLiteral("u"), QStringLiteral("open"), 0, 10);
    QVERIFY_OK(kept);
    QCOMPARE(kept->size(), std::size_t{1});
    QCOMPARE(kept->front().key, QStringLiteral("2"));
    QCOMPARE(kept->front().sequence, quint64{3});
    QVERIFY2(kept->front().newRow.contains(text), qPrintable(kept->front().newRow));
    QVERIFY2(kept->front().message.startsWith(QStringLiteral("v: ")), qPrintable(kept->front().message));
    const auto again = (*desk)->rowsToResend(QStringLiteral("u"), 0, 10);
    QVERIFY_OK(again);
    const auto asked = rowsOfStream(made->target, subscription, made->schema, *again);
    QVERIFY_OK(asked);
    QCOMPARE(asked->size(), std::size_t{1});
    Bytes key;
    QVERIFY(projectRow((*rows)[1], table.keyColumns, key));
    QCOMPARE(asked->front().key, key);
    // Mended at the source.
    QVERIFY_OK((*source)->fetch(table, key));
    std::vector<Cell> good;
    QVERIFY(decodeRow(rows->front(), good));
    std::vector<Cell> mended;
    QVERIFY(decodeRow((*rows)[1], mended));
    mended[1] = good[1];
    Bytes row;
    encodeRow(mended, row);
    QVERIFY_OK(apply(*made, blockOf(ChangeKind::Upsert, {}, row)));
    QCOMPARE((*desk)->faults(QStringLiteral("u")).value_or(TargetFaults{9, 9, 9, {}}), TargetFaults());
}

/// What a person sees before anything is made: the SQL, and the columns that cannot be had with the way out.
void TstUnlikeValues::showsTheStructureAndWhatCannotBeHad()
{
    const auto source = database(QStringLiteral("postgres"), QStringLiteral("s"));
    QVERIFY_OK(source);
    QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE TABLE good (id bigint PRIMARY KEY, name text, paid numeric(12,2));"
                                             "CREATE TABLE bad (id bigint PRIMARY KEY, tags text[], due interval)"),
                              QStringLiteral("s")));
    const auto schema = readSourceSchema(*source, {QStringLiteral("public.bad"), QStringLiteral("public.good")}, {});
    QVERIFY_OK(schema);
    const auto target = database(QStringLiteral("mariadb"), QStringLiteral("t"));
    QVERIFY_OK(target);
    const auto look = lookAtTarget(*target, {}, *schema, {});
    QVERIFY_OK(look);
    QCOMPARE(look->tables[0].wanted.name, QStringLiteral("t.bad"));
    QCOMPARE(look->tables[0].differences.size(), 2);
    QVERIFY(look->tables[0].differences[0].startsWith(QStringLiteral("column tags: ")));
    QVERIFY(look->tables[1].differences.isEmpty());
    QCOMPARE(look->sql.size(), 1);
    QVERIFY2(look->sql[0].contains(QStringLiteral("`t`.`good`")) &&
                 look->sql[0].contains(QStringLiteral("decimal(12,2)")),
             qPrintable(look->sql[0]));
    const auto writer = openTarget(*target, {}, {}, {});
    QVERIFY_OK(writer);
    QVERIFY_OK((*writer)->begin());
    const auto refused = (*writer)->createStructure(*schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_TYPE);
    QCOMPARE(refused.error().args.value(1), QStringLiteral("t.bad"));
    (*writer)->rollback();
}

BUSHENG_TEST(TstUnlikeValues)
#include "tst_unlike_values.moc"
