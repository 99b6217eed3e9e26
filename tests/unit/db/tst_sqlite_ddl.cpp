// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_ddl.h"

#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

void create(const SqliteFile& file, const TableSchema& table)
{
    file.run(createTableSql(table));
    for (const QString& sql : createIndexSql(table))
        file.run(sql);
}

TableSchema tableT(std::vector<ColumnSchema> columns, std::vector<std::uint32_t> key)
{
    TableSchema table;
    table.id = 1;
    table.name = QStringLiteral("t");
    table.columns = std::move(columns);
    table.keyColumns = std::move(key);
    return table;
}

} // namespace

class TstSqliteDdl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesTheSameTableAgain_data();
    void makesTheSameTableAgain();
    void leavesOutDefaultsThatAreNoLiterals();
    void keepsRowidTablesOfIntegerKeys();
    void executesNothingThatAStructureSmugglesIn();
    void tellsWhatDiffers_data();
    void tellsWhatDiffers();
    void madeIndexesMayBeMadeAgain();
};

void TstSqliteDdl::makesTheSameTableAgain_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString::fromUtf8(sql); };
    row("types", "CREATE TABLE t(a INTEGER PRIMARY KEY, b VARCHAR(255), c DECIMAL(10, 2), d, e \"odd, type\", f DOUBLE "
                 "PRECISION)");
    row("wide key", "CREATE TABLE t(a TEXT NOT NULL, b INT, c BLOB, PRIMARY KEY(b, a))");
    row("without rowid", "CREATE TABLE t(a TEXT, b INT, PRIMARY KEY(a)) WITHOUT ROWID");
    row("literal defaults",
        "CREATE TABLE t(a INT PRIMARY KEY, b DEFAULT 'it''s', c DEFAULT -1.5e3, d DEFAULT x'00ff', e DEFAULT "
        "CURRENT_TIMESTAMP, f DEFAULT NULL, g DEFAULT 0x10, h DEFAULT .5)");
    row("references",
        "CREATE TABLE t(a INT PRIMARY KEY, b REFERENCES u, c REFERENCES v(x) ON UPDATE CASCADE ON DELETE SET NULL, "
        "FOREIGN KEY(b, c) REFERENCES w(y, z) ON DELETE RESTRICT)");
    row("indexes", "CREATE TABLE t(a INT PRIMARY KEY, b UNIQUE, c, UNIQUE(b, c)); CREATE INDEX i ON t(c); CREATE "
                   "UNIQUE INDEX \"j \"\"k\" ON t(c, b)");
    row("names", "CREATE TABLE t(\"select\" INT PRIMARY KEY, \"a\"\"b\" TEXT, \"\xe5\x9f\x8e \xe5\xb8\x82\" TEXT, "
                 "\"x); DROP TABLE t; --\" TEXT)");
    row("keyless", "CREATE TABLE t(a, b)");
}

void TstSqliteDdl::makesTheSameTableAgain()
{
    QFETCH(QString, sql);
    const SqliteFile source;
    source.run(sql);
    const auto wanted = readSqliteTable(*source.database, QStringLiteral("t"));
    QVERIFY_OK(wanted);
    const SqliteFile target;
    create(target, *wanted);
    const auto made = readSqliteTable(*target.database, QStringLiteral("t"));
    QVERIFY_OK(made);
    QVERIFY2(*made == *wanted, qPrintable(createTableSql(*wanted)));
    QCOMPARE(schemaDifferences(*wanted, *made), QStringList());
}

void TstSqliteDdl::leavesOutDefaultsThatAreNoLiterals()
{
    const SqliteFile source;
    source.run(QStringLiteral(
        "CREATE TABLE t(a INT PRIMARY KEY, b DEFAULT (datetime('now')), c DEFAULT \"te\"\"xt'\", d DEFAULT (1 + 1))"));
    const auto wanted = readSqliteTable(*source.database, QStringLiteral("t"));
    QVERIFY_OK(wanted);
    const SqliteFile target;
    create(target, *wanted);
    const auto made = readSqliteTable(*target.database, QStringLiteral("t"));
    QVERIFY_OK(made);
    QCOMPARE(made->columns[1].defaultValue, QString());
    QCOMPARE(made->columns[2].defaultValue, QStringLiteral("'te\"xt'''"));
    QCOMPARE(made->columns[3].defaultValue, QString());
}

void TstSqliteDdl::keepsRowidTablesOfIntegerKeys()
{
    const SqliteFile target;
    create(target, tableT({{QStringLiteral("id"), QStringLiteral("INTEGER"), false, {}}}, {0}));
    target.run(QStringLiteral("INSERT INTO t(id) VALUES(42)"));
    QCOMPARE(target.number(QStringLiteral("SELECT rowid FROM t")), std::int64_t{42});
}

void TstSqliteDdl::executesNothingThatAStructureSmugglesIn()
{
    const QString evil = QStringLiteral("x\"); DROP TABLE victim; --'); DROP TABLE victim; --");
    TableSchema table = tableT({{evil, evil, true, evil},
                                {QStringLiteral("b"), QStringLiteral("INT PRIMARY KEY); DROP TABLE victim; --"), false,
                                 QStringLiteral("0); DROP TABLE victim; --")}},
                               {0});
    table.name = evil;
    table.foreignKeys = {{{evil}, evil, {evil}, evil, evil}};
    table.indexes = {{evil + u'i', {evil}, true},
                     {QStringLiteral("sqlite_autoindex_x\"); DROP TABLE victim; --"), {evil}, true}};
    const SqliteFile target;
    target.run(QStringLiteral("CREATE TABLE victim(a)"));
    create(target, table);
    QCOMPARE(target.number(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 'victim'")),
             std::int64_t{1});
    const auto made = readSqliteTable(*target.database, evil);
    QVERIFY_OK(made);
    QCOMPARE(made->columns.size(), std::size_t{2});
    QCOMPARE(made->columns[0].name, evil);
    QCOMPARE(made->columns[0].defaultValue, QString());
}

void TstSqliteDdl::tellsWhatDiffers_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* name, const char* target, const QStringList& words) {
        QTest::newRow(name) << QString::fromUtf8(target) << words;
    };
    row("same", "CREATE TABLE t(k INTEGER PRIMARY KEY, name VARCHAR(255), pay REAL)", {});
    row("other case, order and words of the same kind", "CREATE TABLE t(PAY DOUBLE, Name TEXT, K INTEGER PRIMARY KEY)",
        {});
    row("optional column more",
        "CREATE TABLE t(k INTEGER PRIMARY KEY, name TEXT, pay REAL, more, must NOT NULL DEFAULT 1)", {});
    row("missing column", "CREATE TABLE t(k INTEGER PRIMARY KEY, name TEXT)",
        {QStringLiteral("pay"), QStringLiteral("missing")});
    row("type", "CREATE TABLE t(k INTEGER PRIMARY KEY, name INTEGER, pay REAL)",
        {QStringLiteral("name"), QStringLiteral("VARCHAR(255)")});
    row("stricter", "CREATE TABLE t(k INTEGER PRIMARY KEY, name TEXT NOT NULL, pay REAL)",
        {QStringLiteral("name"), QStringLiteral("NULL")});
    row("mandatory column more", "CREATE TABLE t(k INTEGER PRIMARY KEY, name TEXT, pay REAL, must NOT NULL)",
        {QStringLiteral("must")});
    row("other key", "CREATE TABLE t(k INTEGER, name TEXT PRIMARY KEY, pay REAL)", {QStringLiteral("key")});
    row("no key", "CREATE TABLE t(k INTEGER, name TEXT, pay REAL)", {QStringLiteral("key")});
}

void TstSqliteDdl::tellsWhatDiffers()
{
    QFETCH(QString, target);
    QFETCH(QStringList, words);
    const TableSchema wanted = tableT({{QStringLiteral("k"), QStringLiteral("INTEGER"), false, {}},
                                       {QStringLiteral("name"), QStringLiteral("VARCHAR(255)"), false, {}},
                                       {QStringLiteral("pay"), QStringLiteral("REAL"), false, {}}},
                                      {0});
    const SqliteFile file;
    file.run(target);
    const auto found = readSqliteTable(*file.database, QStringLiteral("t"));
    QVERIFY_OK(found);
    const QStringList differences = schemaDifferences(wanted, *found);
    QCOMPARE(differences.size(), words.isEmpty() ? 0 : 1);
    for (const QString& word : words)
        QVERIFY2(differences.at(0).contains(word), qPrintable(differences.at(0)));
}

void TstSqliteDdl::madeIndexesMayBeMadeAgain()
{
    const SqliteFile file;
    TableSchema table = tableT({{QStringLiteral("a"), {}, false, {}}}, {0});
    table.indexes = {{QStringLiteral("i"), {QStringLiteral("a")}, false}};
    create(file, table);
    for (const QString& sql : createIndexSql(table))
        file.run(sql);
    QCOMPARE(file.number(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 'i'")), std::int64_t{1});
}

BUSHENG_TEST(TstSqliteDdl)
#include "tst_sqlite_ddl.moc"
