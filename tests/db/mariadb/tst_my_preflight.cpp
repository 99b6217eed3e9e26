// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_administrator.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_target_writer.h"
#include "engine/pipeline/capture/my_preflight.h"
#include "engine/pipeline/capture/polled_source.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Runs against MariaDB and against MySQL.
class TstMyPreflight : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(
            m_server.start({QStringLiteral("--sync-binlog=1"), QStringLiteral("--innodb-flush-log-at-trx-commit=1")}));
    }
    void findsNothingWhereAllIsWell();
    void findsEachSettingWithTheStatementThatMendsIt_data();
    void findsEachSettingWithTheStatementThatMendsIt();
    void findsWhatATableCannotGive_data();
    void findsWhatATableCannotGive();
    void refusesAListOfTablesThatIsNone();
    void findsMissingRights();
    void worksWithTheLeastRights();
    void refusesAMySqlThatIsTooOld();
    void refusesEncodingsThatCannotBeMeant();

private:
    static QStringList eventsOf(const std::vector<Finding>& findings);
    MiniMariaDb m_server;
};

QStringList TstMyPreflight::eventsOf(const std::vector<Finding>& findings)
{
    QStringList found;
    for (const Finding& finding : findings)
        found.append(finding.event + (finding.severity == FindingSeverity::Error ? QStringLiteral("!") : QString()));
    return found;
}

void TstMyPreflight::findsNothingWhereAllIsWell()
{
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY)"), {QStringLiteral("t")});
    const auto findings = preflightMyDataset(source.source.source, source.source.dataset);
    QVERIFY_OK(findings);
    QCOMPARE(eventsOf(*findings).join(u' '), QString());
}

void TstMyPreflight::findsEachSettingWithTheStatementThatMendsIt_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("wrong");
    QTest::addColumn<QString>("event");
    const auto row = [](const char* setting, const char* wrong, const QString& event) {
        QTest::newRow(setting) << QString::fromUtf8(setting) << QString::fromUtf8(wrong) << event;
    };
    row("binlog_format", "'MIXED'", events::SRC_SETTING + u'!');
    row("binlog_row_image", "'NOBLOB'", events::SRC_SETTING + u'!');
    row("sync_binlog", "0", events::SRC_UNSAFE_SETTING);
    if (m_server.isMySql()) {
        row("expire_logs_days", "2", events::SRC_LOG_RETENTION);
        return;
    }
    row("binlog_row_metadata", "'MINIMAL'", events::SRC_SETTING + u'!');
    row("binlog_expire_logs_seconds", "3600", events::SRC_LOG_RETENTION);
}

void TstMyPreflight::findsEachSettingWithTheStatementThatMendsIt()
{
    QFETCH(const QString, setting);
    QFETCH(const QString, wrong);
    QFETCH(const QString, event);
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY)"), {QStringLiteral("t")});
    const QString before = source.text(QStringLiteral("SELECT @@global.") + setting);
    source.run(QStringLiteral("SET GLOBAL %1 = %2").arg(setting, wrong));
    const auto findings = preflightMyDataset(source.source.source, source.source.dataset);
    QVERIFY_OK(findings);
    QCOMPARE(eventsOf(*findings).join(u' '), event);
    if (event.startsWith(events::SRC_SETTING)) {
        const QString mend = findings->front().args.value(3).section(u';', 0, 0);
        source.run(mend);
        QCOMPARE(source.text(QStringLiteral("SELECT @@global.") + setting), before);
    } else {
        source.run(QStringLiteral("SET GLOBAL %1 = %2").arg(setting, before));
    }
    QCOMPARE(eventsOf(*preflightMyDataset(source.source.source, source.source.dataset)).join(u' '), QString());
}

void TstMyPreflight::findsWhatATableCannotGive_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("event");
    const auto row = [](const char* name, const char* sql, const QString& event) {
        QTest::newRow(name) << QString::fromUtf8(sql) << event;
    };
    row("missing", "", events::SRC_TABLE_MISSING + u'!');
    row("a view", "CREATE VIEW t AS SELECT 1 AS id", events::SRC_TABLE_REFUSED + u'!');
    row("no snapshots", "CREATE TABLE t (id int PRIMARY KEY) ENGINE=MyISAM", events::SRC_TABLE_REFUSED + u'!');
    row("no key", "CREATE TABLE t (id int)", events::SRC_KEYLESS);
    row("a part of a column as its key", "CREATE TABLE t (id varchar(99), PRIMARY KEY (id(9)))",
        events::SRC_TABLE_REFUSED + u'!');
    row("a float as its key", "CREATE TABLE t (id float PRIMARY KEY)", events::SRC_TABLE_REFUSED + u'!');
    if (!m_server.isMySql()) { // which has neither
        row("an unknown type", "CREATE TABLE t (id int PRIMARY KEY, v uuid)", events::SRC_COLUMN_UNSUPPORTED + u'!');
        row("compressed", "CREATE TABLE t (id int PRIMARY KEY, v text COMPRESSED)",
            events::SRC_COLUMN_UNSUPPORTED + u'!');
    }
    row("an encoding", "CREATE TABLE t (id int PRIMARY KEY, v varchar(9) character set utf16)",
        events::SRC_COLUMN_UNSUPPORTED + u'!');
    row("full text", "CREATE TABLE t (id int PRIMARY KEY, v text, FULLTEXT KEY (v))", events::SRC_INDEX_SKIPPED);
    row("a parent outside",
        "CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE t (id int PRIMARY KEY, FOREIGN KEY (id) "
        "REFERENCES p (id))",
        events::SRC_PARENT_OUTSIDE);
    row("rows that go unlogged",
        "CREATE TABLE t (id int PRIMARY KEY, up int, FOREIGN KEY (up) REFERENCES t (id) ON "
        "DELETE CASCADE)",
        events::SRC_TABLE_REFUSED + u'!');
}

void TstMyPreflight::findsWhatATableCannotGive()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, event);
    MySource source(m_server, sql, {QStringLiteral("t")});
    const auto findings = preflightMyDataset(source.source.source, source.source.dataset);
    QVERIFY_OK(findings);
    QCOMPARE(eventsOf(*findings).join(u' '), event);
}

void TstMyPreflight::refusesAListOfTablesThatIsNone()
{
    MySource source(m_server, QString(), {});
    QVERIFY(!preflightMyDataset(source.source.source, source.source.dataset));
    source.source.dataset.tables = {QStringLiteral("t"), source.database + QStringLiteral(".t")};
    const auto twice = preflightMyDataset(source.source.source, source.source.dataset);
    QVERIFY(!twice);
    QCOMPARE(twice.error().code, ErrorCode::Config);
}

void TstMyPreflight::findsMissingRights()
{
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE t (id int PRIMARY KEY);\nCREATE USER 'poor'@'%';\n"
                                   "GRANT SELECT ON mysql.user TO 'poor'@'%'"),
                    {QStringLiteral("t")});
    source.run(QStringLiteral("GRANT INSERT ON %1.t TO 'poor'@'%'").arg(source.database));
    source.source.source.location = m_server.locationAs(source.database, QStringLiteral("poor"));
    const auto findings = preflightMyDataset(source.source.source, source.source.dataset);
    QVERIFY_OK(findings);
    // MySQL: the short lock under which a snapshot begins.
    QCOMPARE(eventsOf(*findings), QStringList(m_server.isMySql() ? 4 : 3, events::SRC_RIGHTS + u'!'));
    for (const Finding& finding : *findings)
        source.run(finding.args.value(2));
    QCOMPARE(eventsOf(*preflightMyDataset(source.source.source, source.source.dataset)).join(u' '), QString());
}

/// The statements that an administrator is given let the node do its work, on both sides.
void TstMyPreflight::worksWithTheLeastRights()
{
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(9));\n"
                                   "INSERT INTO t VALUES (1, 'a')"),
                    {QStringLiteral("t")});
    const QString reader = QStringLiteral("reader's 1");
    const auto statements = mySourceUserSql(source.source.source, source.source.dataset, reader);
    QVERIFY_OK(statements);
    QVERIFY_OK(
        runMyAsAdministrator(source.source.source.location, QStringLiteral("hr"), QStringLiteral("root"), *statements));
    QVERIFY_OK(
        runMyAsAdministrator(source.source.source.location, QStringLiteral("hr"), QStringLiteral("root"), *statements));
    source.source.source.location =
        QStringLiteral("host=%1/my.sock dbname=%2 user='reader\\'s 1'").arg(m_server.directory(), source.database);
    if (m_server.isMySql()) { // the one right that only a MySQL wants, and that its preflight names
        const auto findings = preflightMyDataset(source.source.source, source.source.dataset);
        QVERIFY_OK(findings);
        QCOMPARE(eventsOf(*findings), QStringList{events::SRC_RIGHTS + u'!'});
        QVERIFY(findings->front().args.value(2).startsWith(QStringLiteral("GRANT LOCK TABLES ON `")));
        source.run(findings->front().args.value(2));
    }
    QCOMPARE(eventsOf(*preflightMyDataset(source.source.source, source.source.dataset)).join(u' '), QString());
    const auto capturer = source.opened({});
    StreamSink sink;
    auto snapshot = capturer->openSnapshot(sink);
    QVERIFY_OK(snapshot);
    QCOMPARE(must(snapshot->snapshot->countRows(source.schema().tables[0])), std::uint64_t{1});
    source.run(QStringLiteral("INSERT INTO t VALUES (2, 'b')"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.transactions().size(), std::size_t{1});

    const QString database = source.database + QStringLiteral("_target");
    source.run(QStringLiteral("CREATE DATABASE ") + database);
    MyTarget target;
    target.target = {QStringLiteral("ministry"), QStringLiteral("mariadb"), m_server.location(database)};
    const auto forTarget =
        myTargetUserSql(target.target, {database + QStringLiteral(".t")}, QStringLiteral("writer"), true);
    QVERIFY_OK(forTarget);
    QVERIFY_OK(
        runMyAsAdministrator(target.target.location, QStringLiteral("ministry"), QStringLiteral("root"), *forTarget));
    target.target.location = m_server.locationAs(database, QStringLiteral("writer"));
    const auto writer = openMyTarget(target);
    QVERIFY_OK(writer);
    DatasetSchema schema = source.schema();
    schema.tables[0].name = database + QStringLiteral(".t");
    QVERIFY_OK((*writer)->readCheckpoint(QStringLiteral("s")));
    QVERIFY_OK((*writer)->begin());
    QVERIFY_OK((*writer)->createStructure(schema));
    std::uint64_t changed = 0;
    QVERIFY_OK((*writer)->apply(schema, sink.transactions()[0].operations, false, changed));
    QVERIFY_OK((*writer)->writeCheckpoint(QStringLiteral("s"), Checkpoint()));
    QVERIFY_OK((*writer)->commit());
    QCOMPARE(changed, std::uint64_t{1});
    const auto refused =
        runMyAsAdministrator(target.target.location, QStringLiteral("ministry"), QStringLiteral("writer"), *forTarget);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::RGT_REFUSED);
}

/// One that only says so. On every route, and as a target.
void TstMyPreflight::refusesAMySqlThatIsTooOld()
{
    MiniMariaDb other(MyFlavour::MariaDb);
    QVERIFY_OK(other.start({QStringLiteral("--version=5.5.62")}));
    const DatabaseConfig database{QStringLiteral("hr"), QStringLiteral("mariadb"),
                                  other.location(QStringLiteral("test"))};
    QVERIFY_OK(other.run(QStringLiteral("CREATE DATABASE IF NOT EXISTS test"), QStringLiteral("mysql")));
    DatasetConfig dataset{QStringLiteral("d"), database.name, Route::Log, {QStringLiteral("t")}, {}};
    const auto findings = preflightMyDataset(database, dataset);
    QVERIFY_OK(findings);
    QCOMPARE(eventsOf(*findings), QStringList{events::SRC_VERSION + u'!'});
    QCOMPARE(findings->front().args.value(1), QStringLiteral("MySQL 5.5.62"));
    const auto polled = openMyPolledSource(database, dataset, {});
    QVERIFY_OK(polled);
    QCOMPARE((*polled)->readSchema().error().event, events::SRC_VERSION);
    MyLogSource log;
    log.source = database;
    log.dataset = dataset;
    QCOMPARE(openMyLogCapturer(log, {}).error().event, events::SRC_VERSION);
    MyTarget target;
    target.target = database;
    QCOMPARE(openMyTarget(target).error().event, events::TGT_UNAVAILABLE);
}

void TstMyPreflight::refusesEncodingsThatCannotBeMeant()
{
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(9) character set latin1)"),
                    {QStringLiteral("t")});
    source.source.dataset.readAs = {QStringLiteral("t.v=gbk")};
    QCOMPARE(eventsOf(*preflightMyDataset(source.source.source, source.source.dataset)).join(u' '), QString());
    source.source.dataset.readAs = {QStringLiteral("t.id=gbk")};
    QCOMPARE(preflightMyDataset(source.source.source, source.source.dataset).error().event, events::CFG_BAD_VALUE);
}

BUSHENG_TEST(TstMyPreflight)
#include "tst_my_preflight.moc"
