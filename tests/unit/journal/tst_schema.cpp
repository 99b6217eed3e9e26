// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/journal/schema.h"
#include "engine/journal/sql_statement.h"
#include "engine/journal/sql_transaction.h"
#include "tests/support/test_main.h"
#include "tests/unit/journal/forked.h"

#include <QTemporaryDir>

namespace busheng {

using namespace test;

namespace {

const QString kConnection = QStringLiteral("schema-test");

/// A connection for one test; every object on it is gone before it is.
class Connection {
public:
    explicit Connection(const QString& path) : m_path(path)
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), kConnection);
        m_database.setDatabaseName(path);
        m_database.open();
    }
    ~Connection()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(kConnection);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<> migrate(const QStringList& steps) { return migrateSchema(m_database, m_path, steps); }
    Result<> run(const QString& sql) { return executeSql(m_database, m_path, sql); }
    qint64 number(const QString& sql)
    {
        SqlStatement statement(m_database, m_path, sql);
        return statement.run() && statement.next().value_or(false) ? statement.integer(0) : -1;
    }
    qint64 version() { return number(QStringLiteral("PRAGMA user_version")); }
    bool hasTable(const QString& name)
    {
        return number(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = '%1'").arg(name)) == 1;
    }

private:
    QString m_path;
    QSqlDatabase m_database;
};

} // namespace

class TstSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("steps.db"));
    }

    void carriesTheStepsOfThisBuild()
    {
        const QStringList steps = journalSchemaSteps();
        QVERIFY(steps.size() >= 1);
        QVERIFY(steps.at(0).contains(QStringLiteral("CREATE TABLE subscriptions")));
        Connection connection(m_path);
        QVERIFY_OK(connection.migrate(steps));
        QCOMPARE(connection.version(), steps.size());
        QCOMPARE(connection.number(QStringLiteral("PRAGMA application_id")), 0x42534a4eLL);
    }

    void stepsOneAfterTheOtherAndKeepsTheRows()
    {
        Connection connection(m_path);
        QVERIFY_OK(connection.migrate(m_steps.mid(0, 1)));
        QVERIFY_OK(connection.run(QStringLiteral("INSERT INTO one (a) VALUES ('x;y')")));
        QVERIFY_OK(connection.migrate(m_steps));
        QCOMPARE(connection.version(), 3);
        QCOMPARE(connection.number(QStringLiteral("SELECT count(*) FROM one WHERE a = 'x;y' AND b = 7")), 1);
        QVERIFY(connection.hasTable(QStringLiteral("three")));
    }

    void migratingAgainIsNothing()
    {
        Connection connection(m_path);
        QVERIFY_OK(connection.migrate(m_steps));
        const qint64 changes = connection.number(QStringLiteral("PRAGMA schema_version"));
        QVERIFY_OK(connection.migrate(m_steps));
        QCOMPARE(connection.number(QStringLiteral("PRAGMA schema_version")), changes);
    }

    void aStepThatFailsLeavesTheVersionBefore()
    {
        Connection connection(m_path);
        QStringList steps = m_steps;
        steps[1] = QStringLiteral("CREATE TABLE half (a);\nINSERT INTO nowhere VALUES (1);\n");
        QVERIFY(!connection.migrate(steps));
        QCOMPARE(connection.version(), 1);
        QVERIFY(!connection.hasTable(QStringLiteral("half")));
        QVERIFY_OK(connection.migrate(m_steps));
        QCOMPARE(connection.version(), 3);
    }

    void aKillAtEachStepLeavesAWholeVersion_data()
    {
        QTest::addColumn<QString>("failpoint");
        QTest::addColumn<qint64>("version");
        QTest::newRow("in step 1") << QStringLiteral("journal.migrate.before_commit=kill@1") << qint64{0};
        QTest::newRow("after step 1") << QStringLiteral("journal.migrate.after_commit=kill@1") << qint64{1};
        QTest::newRow("in step 2") << QStringLiteral("journal.migrate.before_commit=kill@2") << qint64{1};
        QTest::newRow("after step 2") << QStringLiteral("journal.migrate.after_commit=kill@2") << qint64{2};
        QTest::newRow("in step 3") << QStringLiteral("journal.migrate.before_commit=kill@3") << qint64{2};
    }

    void aKillAtEachStepLeavesAWholeVersion()
    {
        QFETCH(QString, failpoint);
        QFETCH(qint64, version);
        QVERIFY(diesByKill(failpoint, [&] {
            Connection connection(m_path);
            static_cast<void>(connection.migrate(m_steps));
        }));
        Connection connection(m_path);
        QCOMPARE(connection.version(), version);
        QCOMPARE(connection.hasTable(QStringLiteral("one")), version >= 1);
        QCOMPARE(connection.hasTable(QStringLiteral("three")), false);
        QVERIFY_OK(connection.migrate(m_steps));
        QCOMPARE(connection.version(), 3);
    }

private:
    const QStringList m_steps{
        QStringLiteral("-- a comment; with a semicolon;\nCREATE TABLE one (\n    a TEXT\n);\n"),
        QStringLiteral("ALTER TABLE one ADD COLUMN b INTEGER;\n\nUPDATE one\n    SET b = 7;\n"),
        QStringLiteral("CREATE TABLE three (a);"),
    };
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

} // namespace busheng

using busheng::TstSchema;
BUSHENG_TEST(TstSchema)
#include "tst_schema.moc"
