// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/target_check.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

/// What a look at a SQLite target says before rows go there.
class TstSqliteTargetCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysNothingOfAFileThatIsWellOrIsToBeMade()
    {
        const QTemporaryDir directory;
        const DatabaseConfig target = at(directory.filePath(QStringLiteral("t.sqlite")));
        QCOMPARE(eventsOf(checkSqliteTarget(target, {{QStringLiteral("person")}, true})), QStringList());
        QVERIFY(!QFile::exists(target.location));
        run(target, QStringLiteral("CREATE TABLE person(id INTEGER PRIMARY KEY)"));
        QCOMPARE(eventsOf(checkSqliteTarget(target, {{QStringLiteral("person")}, false})), QStringList());
    }

    void findsRowsMissingTablesAndAnotherEncoding()
    {
        const QTemporaryDir directory;
        const DatabaseConfig target = at(directory.filePath(QStringLiteral("t.sqlite")));
        run(target, QStringLiteral("PRAGMA encoding = 'UTF-16'; CREATE TABLE person(id INTEGER PRIMARY KEY);"
                                   "INSERT INTO person VALUES (1), (2)"));
        const auto found = checkSqliteTarget(target, {{QStringLiteral("person"), QStringLiteral("gone")}, false});
        QCOMPARE(eventsOf(found), QStringList({events::TGT_ENCODING, events::TGT_NOT_EMPTY, events::TGT_STRUCTURE}));
        QCOMPARE(found->at(1).args, QStringList({QStringLiteral("t"), QStringLiteral("person"), QStringLiteral("2")}));
    }

    void findsAPlaceThatCannotBeUsed()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("t.sqlite"));
        const QStringList unavailable{events::TGT_UNAVAILABLE};
        QCOMPARE(eventsOf(checkSqliteTarget(at(directory.filePath(QStringLiteral("no/t.sqlite"))), {})), unavailable);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(4096, 'x')) == 4096);
        file.close();
        QCOMPARE(eventsOf(checkSqliteTarget(at(path), {})), unavailable);
    }

private:
    static DatabaseConfig at(const QString& path) { return {QStringLiteral("t"), QStringLiteral("sqlite"), path}; }
    static void run(const DatabaseConfig& target, const QString& sql)
    {
        const auto database =
            SqliteDatabase::open(target.location, SqliteDatabase::OpenMode::ReadWriteCreate, target.name);
        QVERIFY_OK(database);
        QVERIFY_OK((*database)->execute(sql));
    }
    static QStringList eventsOf(const Result<std::vector<Finding>>& findings)
    {
        QStringList all;
        for (const Finding& finding : findings ? *findings : std::vector<Finding>())
            all.append(finding.event);
        return findings ? all : QStringList{findings.error().toString()};
    }
};

BUSHENG_TEST(TstSqliteTargetCheck)
#include "tst_sqlite_target_check.moc"
