// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/model/events.h"

#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

using namespace busheng;
using namespace busheng::test;

class TstSqliteCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsColumnsKeysReferencesAndIndexes();
    void givesTablesTheSameIdsWhateverTheirOrder();
    void readsOddNames();
    void leavesOutIndexesThatAStructureCannotCarry();
    void refusesWhatCannotBeSynchronized_data();
    void refusesWhatCannotBeSynchronized();
    void refusesBadLists();
    void leavesTheConnectionAsItWas();
};

void TstSqliteCatalog::readsColumnsKeysReferencesAndIndexes()
{
    const SqliteFile file;
    file.run(
        QStringLiteral("CREATE TABLE province(code VARCHAR(255) PRIMARY KEY, name VARCHAR(255) NOT NULL DEFAULT 'x');"
                       "CREATE TABLE city(a TEXT, b INTEGER DEFAULT (1+1), p REFERENCES province ON DELETE CASCADE, "
                       "Q VARCHAR(9) UNIQUE, PRIMARY KEY(b, a), FOREIGN KEY(q, p) REFERENCES other(x, y) ON UPDATE SET "
                       "NULL) WITHOUT ROWID;"
                       "CREATE INDEX by_p ON city(p); CREATE UNIQUE INDEX by_pq ON city(p, q);"));
    const auto schema = readSqliteSchema(*file.database, {QStringLiteral("province"), QStringLiteral("city")});
    QVERIFY_OK(schema);
    QCOMPARE(schema->version, 1U);
    const TableSchema& city = schema->tables.at(0);
    QCOMPARE(city.id, 1U);
    QCOMPARE(city.name, QStringLiteral("city"));
    QVERIFY(city.withoutRowid);
    QVERIFY(city.keyColumns == (std::vector<std::uint32_t>{1, 0}));
    QCOMPARE(city.columns.size(), std::size_t{4});
    QCOMPARE(city.columns[1].defaultValue, QStringLiteral("1+1"));
    QCOMPARE(city.columns[2].declaredType, QString());
    QCOMPARE(city.foreignKeys.size(), std::size_t{2});
    QVERIFY(city.foreignKeys[0] ==
            (ForeignKey{{QStringLiteral("p")}, QStringLiteral("province"), {}, {}, QStringLiteral("CASCADE")}));
    QVERIFY(city.foreignKeys[1] == (ForeignKey{{QStringLiteral("Q"), QStringLiteral("p")},
                                               QStringLiteral("other"),
                                               {QStringLiteral("x"), QStringLiteral("y")},
                                               QStringLiteral("SET NULL"),
                                               {}}));
    QCOMPARE(city.indexes.size(), std::size_t{3});
    QCOMPARE(city.indexes[0].columns, QStringList{QStringLiteral("Q")});
    QVERIFY(city.indexes[0].unique);
    QCOMPARE(city.indexes[1].name, QStringLiteral("by_p"));
    QVERIFY(!city.indexes[1].unique);
    QCOMPARE(city.indexes[2].columns, QStringList({QStringLiteral("p"), QStringLiteral("Q")}));
    const TableSchema& province = schema->tables.at(1);
    QCOMPARE(province.id, 2U);
    QVERIFY(province.columns[1].notNull);
    QCOMPARE(province.columns[1].defaultValue, QStringLiteral("'x'"));
    QVERIFY(decodeSchema(encodeSchema(*schema)).value() == *schema);
}

void TstSqliteCatalog::givesTablesTheSameIdsWhateverTheirOrder()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE a(x PRIMARY KEY); CREATE TABLE b(x PRIMARY KEY); CREATE TABLE c(x)"));
    const auto one = readSqliteSchema(*file.database, {QStringLiteral("c"), QStringLiteral("a"), QStringLiteral("b")});
    const auto other =
        readSqliteSchema(*file.database, {QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a")});
    QVERIFY_OK(one);
    QVERIFY_OK(other);
    QVERIFY(*one == *other);
    QVERIFY(one->tables[2].keyColumns.empty());
}

void TstSqliteCatalog::readsOddNames()
{
    const SqliteFile file;
    for (const QString& name : {QStringLiteral("a\"b"), QStringLiteral(u"城市·𠮷"), QStringLiteral("select"),
                                QStringLiteral("x'; DROP TABLE y; --"), QStringLiteral("%1")}) {
        file.run(QStringLiteral("CREATE TABLE %1(%1 PRIMARY KEY, \"group\" \"odd, type\")").arg(sqliteQuoted(name)));
        const auto schema = readSqliteSchema(*file.database, {name});
        QVERIFY_OK(schema);
        QCOMPARE(schema->tables[0].columns[0].name, name);
        QCOMPARE(schema->tables[0].columns[1].declaredType, QStringLiteral("odd, type"));
    }
}

void TstSqliteCatalog::leavesOutIndexesThatAStructureCannotCarry()
{
    const SqliteFile file;
    file.run(QStringLiteral(
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b); CREATE INDEX part ON t(a) WHERE b; CREATE INDEX ex ON t(a + 1); "
        "CREATE INDEX plain ON t(a)"));
    std::vector<SkippedIndex> skipped;
    const auto table = readSqliteTable(*file.database, QStringLiteral("t"), &skipped);
    QVERIFY_OK(table);
    QCOMPARE(table->indexes.size(), std::size_t{1});
    QCOMPARE(table->indexes[0].name, QStringLiteral("plain"));
    QCOMPARE(skipped.size(), std::size_t{2});
    QCOMPARE(skipped[0].index, QStringLiteral("part"));
    QCOMPARE(skipped[1].index, QStringLiteral("ex"));
}

void TstSqliteCatalog::refusesWhatCannotBeSynchronized_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("event");
    const QString refused = events::SRC_TABLE_REFUSED;
    QTest::newRow("missing") << QString() << QStringLiteral("t") << events::SRC_TABLE_MISSING;
    QTest::newRow("other case") << QStringLiteral("CREATE TABLE T(a PRIMARY KEY)") << QStringLiteral("t")
                                << events::SRC_TABLE_MISSING;
    QTest::newRow("view") << QStringLiteral("CREATE VIEW t AS SELECT 1") << QStringLiteral("t") << refused;
    QTest::newRow("virtual column") << QStringLiteral("CREATE TABLE t(a PRIMARY KEY, b AS (a + 1))")
                                    << QStringLiteral("t") << refused;
    QTest::newRow("stored column") << QStringLiteral("CREATE TABLE t(a PRIMARY KEY, b AS (a + 1) STORED)")
                                   << QStringLiteral("t") << refused;
    QTest::newRow("virtual table") << QStringLiteral("CREATE VIRTUAL TABLE t USING fts5(a)") << QStringLiteral("t")
                                   << refused;
    QTest::newRow("its shadow") << QStringLiteral("CREATE VIRTUAL TABLE t USING fts5(a)") << QStringLiteral("t_data")
                                << refused;
    QTest::newRow("strict any") << QStringLiteral("CREATE TABLE t(a INT PRIMARY KEY, b ANY) STRICT")
                                << QStringLiteral("t") << refused;
    QTest::newRow("ours") << QStringLiteral("CREATE TABLE Busheng_x(a PRIMARY KEY)") << QStringLiteral("Busheng_x")
                          << refused;
    QTest::newRow("sqlite's") << QString() << QStringLiteral("sqlite_master") << refused;
}

void TstSqliteCatalog::refusesWhatCannotBeSynchronized()
{
    QFETCH(QString, sql);
    QFETCH(QString, table);
    QFETCH(QString, event);
    const SqliteFile file;
    file.run(sql);
    const auto schema = readSqliteSchema(*file.database, {table});
    QVERIFY(!schema);
    QCOMPARE(schema.error().code, ErrorCode::Schema);
    QCOMPARE(schema.error().event, event);
    QCOMPARE(schema.error().args.value(0), QStringLiteral("test"));
    QCOMPARE(schema.error().args.value(1), table);
    QVERIFY(!schema.error().transient);
}

void TstSqliteCatalog::refusesBadLists()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(a PRIMARY KEY)"));
    for (const QStringList& tables : {QStringList{}, QStringList{QStringLiteral("t"), QStringLiteral("t")}}) {
        const auto schema = readSqliteSchema(*file.database, tables);
        QVERIFY(!schema);
        QCOMPARE(schema.error().code, ErrorCode::Config);
    }
}

void TstSqliteCatalog::leavesTheConnectionAsItWas()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(a PRIMARY KEY)"));
    QVERIFY(!readSqliteSchema(*file.database, {QStringLiteral("none")}));
    QVERIFY(!file.database->inTransaction());
    file.run(QStringLiteral("BEGIN"));
    QVERIFY_OK(readSqliteSchema(*file.database, {QStringLiteral("t")}));
    QVERIFY(file.database->inTransaction());
}

BUSHENG_TEST(TstSqliteCatalog)
#include "tst_sqlite_catalog.moc"
