// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/db/sqlite/sqlite_transaction.h"
#include "engine/model/events.h"

#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

#include <QFile>

#include <limits>

using namespace busheng;
using namespace busheng::test;

class TstSqliteDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesEveryValueUnchanged();
    void saysThatAnotherWriterIsBusyAndThatItWillPass();
    void saysThatAFileIsNoDatabase();
    void saysThatAFileIsNotThere();
    void seesThatItsFileWasReplaced();
    void quotesAnyName();
    void transactionRollsBackUnlessCommitted();
};

void TstSqliteDatabase::passesEveryValueUnchanged()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(v)"));
    const Bytes withNul("a\0b", 3);
    const Bytes notUtf8("\xff\xfe\x80", 3);
    const std::vector<Cell> cells{Cell::null(),          Cell::ofInteger(std::numeric_limits<std::int64_t>::min()),
                                  Cell::ofReal(-0.0),    Cell::ofReal(0.1),
                                  Cell::ofText({}),      Cell::ofText(withNul),
                                  Cell::ofText(notUtf8), Cell::ofBlob({}),
                                  Cell::ofBlob(withNul)};
    {
        auto insert = file.database->prepare(QStringLiteral("INSERT INTO t VALUES(?)"));
        QVERIFY_OK(insert);
        for (const Cell& cell : cells) {
            QVERIFY_OK(insert->bind(1, cell));
            QVERIFY_OK(insert->run());
        }
        QVERIFY(!insert->bind(1, Cell::unchanged()));
    }
    auto select = file.database->prepare(QStringLiteral("SELECT v FROM t ORDER BY rowid"));
    QVERIFY_OK(select);
    for (const Cell& cell : cells) {
        const auto row = select->step();
        QVERIFY_OK(row);
        QVERIFY(*row);
        QCOMPARE(toHex(encodedRow({select->cell(0)})), toHex(encodedRow({cell})));
    }
}

void TstSqliteDatabase::saysThatAnotherWriterIsBusyAndThatItWillPass()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(v)"));
    const auto other = file.open(0);
    QVERIFY_OK(other->execute(QStringLiteral("BEGIN IMMEDIATE")));
    const auto impatient = file.open(0);
    const auto refused = impatient->execute(QStringLiteral("INSERT INTO t VALUES(1)"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Sql);
    QVERIFY(refused.error().transient);
    QVERIFY_OK(other->execute(QStringLiteral("ROLLBACK")));
    QVERIFY_OK(impatient->execute(QStringLiteral("INSERT INTO t VALUES(1)")));
}

void TstSqliteDatabase::saysThatAFileIsNoDatabase()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("x")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    auto opened = SqliteDatabase::open(file.fileName(), SqliteDatabase::OpenMode::ReadWrite, QStringLiteral("x"));
    QVERIFY_OK(opened);
    const auto read = (*opened)->queryInteger(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Corrupt);
    QCOMPARE(read.error().event, events::SPL_CORRUPT);
}

void TstSqliteDatabase::saysThatAFileIsNotThere()
{
    const QTemporaryDir directory;
    const auto opened = SqliteDatabase::open(directory.filePath(QStringLiteral("none")),
                                             SqliteDatabase::OpenMode::ReadWrite, QStringLiteral("x"));
    QVERIFY(!opened);
    QVERIFY(opened.error().detail.contains(QStringLiteral("none")));
    QVERIFY(!opened.error().native.isEmpty());
}

void TstSqliteDatabase::seesThatItsFileWasReplaced()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(v)"));
    QVERIFY(!file.database->fileMoved());
    if (kIsWindows) // which does not let an open file go
        return;
    QVERIFY(QFile::rename(file.path, file.path + u'2'));
    QVERIFY(file.database->fileMoved());
    QVERIFY(QFile::copy(file.path + u'2', file.path));
    QVERIFY(file.database->fileMoved());
}

void TstSqliteDatabase::quotesAnyName()
{
    const SqliteFile file;
    for (const QString& name : {QStringLiteral("a\"b"), QStringLiteral(u"城市"), QStringLiteral("select"),
                                QStringLiteral("x; DROP TABLE y"), QStringLiteral("%1 %2"), QStringLiteral(" ")}) {
        file.run(QStringLiteral("CREATE TABLE ") + sqliteQuoted(name) + QStringLiteral("(v COLLATE NOCASE)"));
        const auto collation = file.database->columnCollation(name, QStringLiteral("v"));
        QVERIFY_OK(collation);
        QCOMPARE(*collation, QStringLiteral("NOCASE"));
    }
    QVERIFY(!file.database->columnCollation(QStringLiteral("a\"b"), QStringLiteral("w")));
}

void TstSqliteDatabase::transactionRollsBackUnlessCommitted()
{
    const SqliteFile file;
    file.run(QStringLiteral("CREATE TABLE t(v)"));
    {
        const auto transaction = SqliteTransaction::begin(*file.database, true);
        QVERIFY_OK(transaction);
        file.run(QStringLiteral("INSERT INTO t VALUES(1)"));
    }
    QCOMPARE(file.number(QStringLiteral("SELECT count(*) FROM t")), std::int64_t{0});
    {
        const auto transaction = SqliteTransaction::begin(*file.database, true);
        QVERIFY_OK(transaction);
        file.run(QStringLiteral("INSERT INTO t VALUES(1)"));
        QVERIFY_OK((*transaction)->commit());
    }
    QCOMPARE(file.number(QStringLiteral("SELECT count(*) FROM t")), std::int64_t{1});
    QVERIFY(!file.database->inTransaction());
}

BUSHENG_TEST(TstSqliteDatabase)
#include "tst_sqlite_database.moc"
