// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/pg_log_capturer.h"
#include "engine/pipeline/capture/pg_preflight.h"
#include "engine/pipeline/capture/pg_rights_sql.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using busheng::test::MiniPostgres;

class TstPgPreflight : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsNothingWhereAllIsWell();
    void findsWhatIsWrongWithATable_data();
    void findsWhatIsWrongWithATable();
    void statementsOfAFindingMendIt();
    void findsEverythingAtOnceAndChangesNothing();
    void tellsWhichRightsAreMissing();
    void isContentWithTheRightsItAsksFor();
    void seesPoliciesThatHideRows();
    void warnsOfKeysThatAreSortedEachTime();
    void refusesAnEmptyOrDoubledList();
    void findsThatThereIsNoServer();
    void takesEncodingsThatBecomeUtf8();
    void itsOwnSlotIsNoneTooMany();
    void findsSettingsOfTheServer();
    void givesATargetUserJustEnough();

private:
    DatabaseConfig source(const QString& user = QStringLiteral("postgres"),
                          const QString& database = QStringLiteral("postgres")) const
    {
        return {QStringLiteral("src"), QStringLiteral("postgres"), m_server.conninfo(database, user)};
    }
    static DatasetConfig dataset(const QStringList& tables)
    {
        DatasetConfig config;
        config.name = QString::fromUtf8("数据'集");
        config.source = QStringLiteral("src");
        config.route = Route::Log;
        config.tables = tables;
        return config;
    }
    static QString name() { return pgCaptureName(kNode, dataset({})); }
    Result<QStringList> found(const DatabaseConfig& from, const QStringList& tables)
    {
        ENGINE_TRY_AS(m_findings, preflightPgDataset(from, dataset(tables), kNode));
        QStringList lines;
        for (const Finding& finding : m_findings) {
            if (finding.args.value(0) != u"src")
                return fail(ErrorCode::Internal, QStringLiteral("a finding does not name its source"));
            lines.append((finding.severity == FindingSeverity::Error ? QStringLiteral("E ") : QStringLiteral("W ")) +
                         finding.event + (finding.subject.isEmpty() ? QString() : QString(u' ' + finding.subject)));
        }
        return lines;
    }
    static const QString kNode;
    MiniPostgres m_server;
    std::vector<Finding> m_findings;
};

const QString TstPgPreflight::kNode = QStringLiteral("340000");

void TstPgPreflight::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("fsync = on"), QStringLiteral("max_slot_wal_keep_size = 1GB")}));
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE TABLE good (id int PRIMARY KEY, p int REFERENCES good)")));
}

void TstPgPreflight::findsNothingWhereAllIsWell()
{
    const auto once = found(source(), {QStringLiteral("good")});
    QVERIFY_OK(once);
    QCOMPARE(*once, QStringList());
    const auto again = found(source(), {QStringLiteral("public.good")});
    QVERIFY_OK(again);
    QCOMPARE(*again, QStringList());
}

void TstPgPreflight::findsWhatIsWrongWithATable_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("findings");
    QTest::addColumn<QString>("lastArgument");
    const auto row = [](const char* what, const char* sql, const QStringList& findings, const char* last) {
        QTest::addRow("%s", what) << QString::fromLatin1(sql) << findings << QString::fromLatin1(last);
    };
    row("missing", "", {QStringLiteral("E SRC_TABLE_MISSING public.t")}, "public.t");
    row("view", "CREATE VIEW t AS SELECT 1 AS a", {QStringLiteral("E SRC_TABLE_REFUSED public.t")},
        "it is a view, not a table");
    row("unlogged", "CREATE UNLOGGED TABLE t (a int)", {QStringLiteral("E SRC_TABLE_REFUSED public.t")},
        "it is unlogged: its changes are not in the log");
    row("keyless", "CREATE TABLE t (a int)", {QStringLiteral("E SRC_KEYLESS_IDENTITY public.t")},
        "ALTER TABLE public.t REPLICA IDENTITY FULL");
    row("keyless, full", "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY FULL",
        {QStringLiteral("W SRC_KEYLESS public.t")}, "public.t");
    row("keyless, nothing", "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY NOTHING",
        {QStringLiteral("E SRC_KEYLESS_IDENTITY public.t")}, "ALTER TABLE public.t REPLICA IDENTITY FULL");
    row("deferrable key", "CREATE TABLE t (a int PRIMARY KEY DEFERRABLE)",
        {QStringLiteral("E SRC_KEYLESS_IDENTITY public.t")}, "ALTER TABLE public.t REPLICA IDENTITY FULL");
    row("key, nothing", "CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY NOTHING",
        {QStringLiteral("E SRC_IDENTITY public.t")}, "ALTER TABLE public.t REPLICA IDENTITY DEFAULT");
    row("key, other index",
        "CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_b_key",
        {QStringLiteral("E SRC_IDENTITY public.t")}, "ALTER TABLE public.t REPLICA IDENTITY DEFAULT");
    row("key by its index", "CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey", {},
        "");
    row("identity index alone",
        "CREATE TABLE t (b int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_b_key", {}, "");
    row("one leaf",
        "CREATE TABLE t (a int PRIMARY KEY) PARTITION BY RANGE (a);"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9);"
        "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (9) TO (19); ALTER TABLE t2 REPLICA IDENTITY NOTHING",
        {QStringLiteral("E SRC_IDENTITY public.t")}, "ALTER TABLE public.t2 REPLICA IDENTITY DEFAULT");
    row("keyless leaves",
        "CREATE TABLE t (a int) PARTITION BY RANGE (a); ALTER TABLE t REPLICA IDENTITY FULL;"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9);"
        "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (9) TO (19)",
        {QStringLiteral("E SRC_KEYLESS_IDENTITY public.t")},
        "ALTER TABLE public.t1 REPLICA IDENTITY FULL; ALTER TABLE public.t2 REPLICA IDENTITY FULL");
    row("unsupported", "CREATE TYPE pair AS (a int, b int); CREATE TABLE t (a int PRIMARY KEY, c pair)",
        {QStringLiteral("E SRC_COLUMN_UNSUPPORTED public.t")}, "c: public.pair is a composite type");
    row("parent outside", "CREATE TABLE t (a int PRIMARY KEY REFERENCES good)",
        {QStringLiteral("W SRC_PARENT_OUTSIDE public.t")}, "public.good");
    row("index", "CREATE TABLE t (a int PRIMARY KEY, b text); CREATE INDEX low ON t (lower(b))",
        {QStringLiteral("W SRC_INDEX_SKIPPED public.t")}, "low");
}

void TstPgPreflight::findsWhatIsWrongWithATable()
{
    QFETCH(const QString, sql);
    QFETCH(const QStringList, findings);
    QFETCH(const QString, lastArgument);
    QVERIFY_OK(m_server.run(QStringLiteral("DROP TYPE IF EXISTS pair CASCADE; ") + sql));
    const auto lines = found(source(), {QStringLiteral("t")});
    QVERIFY_OK(lines);
    QCOMPARE(*lines, findings);
    QCOMPARE(m_findings.empty() ? QString() : m_findings.back().args.back(), lastArgument);
    QVERIFY_OK(m_server.run(sql.contains(QStringLiteral("CREATE VIEW")) ? QStringLiteral("DROP VIEW t")
                                                                        : QStringLiteral("DROP TABLE IF EXISTS t")));
}

void TstPgPreflight::statementsOfAFindingMendIt()
{
    QVERIFY_OK(
        m_server.run(QStringLiteral("CREATE TABLE \"参'保\" (a int); CREATE TABLE \"Wrong \"\"1\" (a int PRIMARY KEY);"
                                    "ALTER TABLE \"Wrong \"\"1\" REPLICA IDENTITY NOTHING")));
    const QStringList tables{QStringLiteral("参'保"), QStringLiteral("public.Wrong \"1")};
    const auto before = found(source(), tables);
    QVERIFY_OK(before);
    QCOMPARE(before->size(), 2);
    for (const Finding& finding : std::vector<Finding>(m_findings))
        QVERIFY_OK(m_server.run(finding.args.back()));
    const auto after = found(source(), tables);
    QVERIFY_OK(after);
    QCOMPARE(*after, QStringList{QStringLiteral("W SRC_KEYLESS public.参'保")});
}

void TstPgPreflight::findsEverythingAtOnceAndChangesNothing()
{
    const QString state = QStringLiteral(
        "SELECT (SELECT count(*) FROM pg_publication) || ' ' || (SELECT count(*) FROM pg_replication_slots) || ' ' || "
        "(SELECT count(*) FROM pg_class)");
    const auto before = m_server.run(state);
    QVERIFY_OK(before);
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE TABLE bare (a aclitem, b int REFERENCES good)")));
    const auto with = m_server.run(state);
    const auto lines = found(source(), {QStringLiteral("nobody"), QStringLiteral("bare"), QStringLiteral("busheng.x"),
                                        QStringLiteral("t'; DROP TABLE good; --"), QStringLiteral("a.b.c")});
    QVERIFY_OK(lines);
    QCOMPARE(*lines, (QStringList{QStringLiteral("E SRC_TABLE_MISSING public.nobody"),
                                  QStringLiteral("E SRC_COLUMN_UNSUPPORTED public.bare"),
                                  QStringLiteral("E SRC_KEYLESS_IDENTITY public.bare"),
                                  QStringLiteral("W SRC_PARENT_OUTSIDE public.bare"),
                                  QStringLiteral("E SRC_TABLE_REFUSED busheng.x"),
                                  QStringLiteral("E SRC_TABLE_MISSING public.t'; DROP TABLE good; --"),
                                  QStringLiteral("E SRC_TABLE_REFUSED a.b.c")}));
    QCOMPARE(*m_server.run(state), *with);
}

void TstPgPreflight::tellsWhichRightsAreMissing()
{
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE ROLE \"no 'one\" LOGIN; CREATE SCHEMA hidden; "
                                           "CREATE TABLE hidden.h (a int PRIMARY KEY)")));
    DatabaseConfig poor = source();
    poor.location = m_server.conninfo(QStringLiteral("postgres"), QStringLiteral("'no \\'one'"));
    const QStringList tables{QStringLiteral("hidden.h"), QStringLiteral("good")};
    const auto lines = found(poor, tables);
    QVERIFY_OK(lines);
    QStringList statements;
    for (const Finding& finding : std::vector<Finding>(m_findings)) {
        QCOMPARE(finding.event, events::SRC_RIGHTS);
        QCOMPARE(finding.args.at(1), QStringLiteral("\"no 'one\""));
        statements.append(finding.args.at(2));
    }
    const QString publication = pgQuoted(name());
    QCOMPARE(statements,
             (QStringList{QStringLiteral("ALTER ROLE \"no 'one\" REPLICATION"),
                          QStringLiteral("GRANT USAGE ON SCHEMA \"hidden\" TO \"no 'one\""),
                          QStringLiteral("GRANT SELECT ON TABLE \"hidden\".\"h\" TO \"no 'one\""),
                          QStringLiteral("GRANT SELECT ON TABLE \"public\".\"good\" TO \"no 'one\""),
                          QStringLiteral("CREATE PUBLICATION %1 FOR TABLE \"hidden\".\"h\", \"public\".\"good\" WITH "
                                         "(publish = 'insert, update, delete, truncate', publish_via_partition_root = "
                                         "true); ALTER PUBLICATION %1 OWNER TO \"no 'one\"")
                              .arg(publication)}));
    QVERIFY_OK(m_server.run(QStringLiteral("GRANT CREATE ON DATABASE postgres TO \"no 'one\"")));
    for (const QString& statement : statements)
        QVERIFY_OK(m_server.run(statement));
    const auto after = found(poor, tables);
    QVERIFY_OK(after);
    QCOMPARE(*after, QStringList());
    // A publication that leaves something out does not do.
    QVERIFY_OK(m_server.run(QStringLiteral("ALTER PUBLICATION %1 DROP TABLE hidden.h").arg(publication)));
    const auto less = found(poor, tables);
    QVERIFY_OK(less);
    QCOMPARE(*less, QStringList{QStringLiteral("E SRC_RIGHTS")});
    // It may be read through just now, so it is not made anew.
    QCOMPARE(m_findings[0].args.at(2),
             QStringLiteral("ALTER PUBLICATION %1 ADD TABLE \"hidden\".\"h\"").arg(publication));
    QVERIFY_OK(m_server.run(m_findings[0].args.at(2)));
    QCOMPARE(found(poor, tables).value_or(QStringList{QStringLiteral("?")}), QStringList());
    // What is published in another way must be.
    QVERIFY_OK(m_server.run(QStringLiteral("ALTER PUBLICATION %1 SET (publish = 'insert')").arg(publication)));
    QCOMPARE(found(poor, tables).value_or(QStringList()), QStringList{QStringLiteral("E SRC_RIGHTS")});
    QVERIFY(m_findings[0].args.at(2).startsWith(QStringLiteral("DROP PUBLICATION ") + publication));
    QVERIFY_OK(m_server.run(QStringLiteral("DROP PUBLICATION ") + publication));
}

void TstPgPreflight::isContentWithTheRightsItAsksFor()
{
    const QStringList tables{QStringLiteral("good"), QStringLiteral("hidden.h")};
    const QString user = QStringLiteral("Node \"34\"");
    for (const QString& statement : pgSourceUserSql(source(), dataset(tables), kNode, user))
        QVERIFY_OK(m_server.run(statement));
    DatabaseConfig config = source();
    config.location = m_server.conninfo(QStringLiteral("postgres"), QStringLiteral("'Node \"34\"'"));
    const auto lines = found(config, tables);
    QVERIFY_OK(lines);
    QCOMPARE(*lines, QStringList());
    PgConnection::Options options;
    options.conninfo = config.location;
    const auto connection = PgConnection::open(options);
    QVERIFY_OK(connection);
    // It may keep its notes on the publication, read, and nothing else.
    QVERIFY_OK((*connection)->execute(QStringLiteral("COMMENT ON PUBLICATION %1 IS 'x'").arg(pgQuoted(name()))));
    QVERIFY_OK((*connection)->query(QStringLiteral("SELECT * FROM hidden.h")));
    for (const char* statement : {"INSERT INTO good VALUES (1)", "DELETE FROM good", "CREATE SCHEMA mine",
                                  "CREATE TABLE mine (a int)", "SELECT * FROM pg_authid"})
        QVERIFY2(!(*connection)->execute(QString::fromLatin1(statement)), statement);
    QVERIFY_OK(m_server.run(QStringLiteral("DROP PUBLICATION ") + pgQuoted(name())));
}

void TstPgPreflight::seesPoliciesThatHideRows()
{
    QVERIFY_OK(m_server.run(
        QStringLiteral(
            "CREATE ROLE reader LOGIN REPLICATION; CREATE TABLE secret (id int PRIMARY KEY); GRANT SELECT ON secret TO "
            "reader; ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ") +
        pgPublicationSql({QStringLiteral("secret")}, name())));
    const auto lines = found(source(QStringLiteral("reader")), {QStringLiteral("secret")});
    QVERIFY_OK(lines);
    // The publication is there, but not his.
    QCOMPARE(*lines, (QStringList{QStringLiteral("E SRC_RIGHTS public.secret"), QStringLiteral("E SRC_RIGHTS")}));
    QCOMPARE(m_findings[0].args.at(2), QStringLiteral("ALTER ROLE reader BYPASSRLS"));
    QCOMPARE(m_findings[1].args.at(2), QStringLiteral("ALTER PUBLICATION %1 OWNER TO reader").arg(pgQuoted(name())));
    QVERIFY_OK(m_server.run(QStringLiteral("GRANT CREATE ON DATABASE postgres TO reader")));
    for (const Finding& finding : std::vector<Finding>(m_findings))
        QVERIFY_OK(m_server.run(finding.args.at(2)));
    QCOMPARE(*found(source(QStringLiteral("reader")), {QStringLiteral("secret")}), QStringList());
}

void TstPgPreflight::warnsOfKeysThatAreSortedEachTime()
{
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE DATABASE zh TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh' "
                                           "LOCALE 'C'")));
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE TABLE big (k text PRIMARY KEY); CREATE TABLE small (k text PRIMARY "
                                           "KEY); INSERT INTO big SELECT n FROM generate_series(1, 120000) n; "
                                           "ANALYZE big; ANALYZE small"),
                            QStringLiteral("zh")));
    const DatabaseConfig zh = source(QStringLiteral("postgres"), QStringLiteral("zh"));
    const QStringList tables{QStringLiteral("big"), QStringLiteral("small")};
    const auto lines = found(zh, tables);
    QVERIFY_OK(lines);
    QCOMPARE(*lines, QStringList{QStringLiteral("W SRC_KEY_ORDER public.big")});
    QCOMPARE(m_findings[0].args.at(2), QStringLiteral("CREATE INDEX ON \"public\".\"big\" (\"k\" COLLATE \"C\")"));
    QVERIFY_OK(m_server.run(m_findings[0].args.at(2), QStringLiteral("zh")));
    QCOMPARE(*found(zh, tables), QStringList());
}

void TstPgPreflight::refusesAnEmptyOrDoubledList()
{
    for (const QStringList& tables :
         {QStringList(), QStringList{QStringLiteral("good"), QStringLiteral("public.good")}}) {
        const auto lines = found(source(), tables);
        QVERIFY(!lines);
        QCOMPARE(lines.error().code, ErrorCode::Config);
    }
}

void TstPgPreflight::findsThatThereIsNoServer()
{
    DatabaseConfig nowhere = source();
    nowhere.location = QStringLiteral("host=127.0.0.1 port=1 dbname=x user=y");
    for (const DatabaseConfig& config : {nowhere, source(QStringLiteral("postgres"), QStringLiteral("not_there")),
                                         source(QStringLiteral("not_there"))}) {
        const auto lines = found(config, {QStringLiteral("good")});
        QVERIFY_OK(lines);
        QCOMPARE(*lines, QStringList{QStringLiteral("E SRC_UNAVAILABLE")});
        QVERIFY(!m_findings[0].args.at(1).isEmpty());
    }
}

void TstPgPreflight::takesEncodingsThatBecomeUtf8()
{
    for (const QString& encoding : {QStringLiteral("SQL_ASCII"), QStringLiteral("EUC_CN"), QStringLiteral("LATIN1")}) {
        QVERIFY_OK(m_server.run(
            QStringLiteral("CREATE DATABASE e TEMPLATE template0 LOCALE 'C' ENCODING '%1'").arg(encoding)));
        QVERIFY_OK(m_server.run(QStringLiteral("CREATE TABLE good (id int PRIMARY KEY)"), QStringLiteral("e")));
        const auto lines = found(source(QStringLiteral("postgres"), QStringLiteral("e")), {QStringLiteral("good")});
        QVERIFY_OK(lines);
        QCOMPARE(*lines, encoding == u"SQL_ASCII" ? QStringList{QStringLiteral("E SRC_ENCODING")} : QStringList());
        QVERIFY_OK(m_server.run(QStringLiteral("DROP DATABASE e WITH (FORCE)")));
    }
}

void TstPgPreflight::itsOwnSlotIsNoneTooMany()
{
    const QStringList tables{QStringLiteral("good")};
    const QString fill = QStringLiteral("SELECT count(pg_create_physical_replication_slot('s' || n)) FROM "
                                        "generate_series(1, %1) n");
    QVERIFY_OK(m_server.run(QStringLiteral("SELECT pg_create_logical_replication_slot('%1', 'pgoutput')").arg(name())));
    QVERIFY_OK(m_server.run(fill.arg(19)));
    QCOMPARE(*found(source(), tables), QStringList());
    QVERIFY_OK(m_server.run(QStringLiteral("SELECT pg_drop_replication_slot('%1'), "
                                           "pg_create_physical_replication_slot('other')")
                                .arg(name())));
    QCOMPARE(*found(source(), tables), QStringList{QStringLiteral("E SRC_SLOTS_FULL")});
    QCOMPARE(m_findings[0].args,
             (QStringList{QStringLiteral("src"), QStringLiteral("max_replication_slots"), QStringLiteral("20")}));
    QVERIFY_OK(
        m_server.run(QStringLiteral("SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots")));
}

void TstPgPreflight::findsSettingsOfTheServer()
{
    for (const char* setting : {"wal_level = replica", "fsync = off", "full_page_writes = off",
                                "max_slot_wal_keep_size = -1", "max_wal_senders = 0", "max_replication_slots = 0"})
        QVERIFY_OK(m_server.run(QStringLiteral("ALTER SYSTEM SET ") + QString::fromLatin1(setting)));
    QVERIFY_OK(m_server.stop());
    QVERIFY_OK(m_server.startAgain());
    const auto lines = found(source(), {QStringLiteral("good")});
    QVERIFY_OK(lines);
    QCOMPARE(*lines, (QStringList{QStringLiteral("E SRC_WAL_LEVEL"), QStringLiteral("W SRC_UNSAFE_SETTING"),
                                  QStringLiteral("W SRC_UNSAFE_SETTING"), QStringLiteral("W SRC_LOG_UNLIMITED"),
                                  QStringLiteral("E SRC_SLOTS_FULL"), QStringLiteral("E SRC_SLOTS_FULL")}));
    QCOMPARE(m_findings[0].args.at(1), QStringLiteral("replica"));
    QCOMPARE(m_findings[2].args.at(1), QStringLiteral("full_page_writes"));
}

void TstPgPreflight::givesATargetUserJustEnough()
{
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE DATABASE target")));
    const DatabaseConfig target = source(QStringLiteral("postgres"), QStringLiteral("target"));
    QVERIFY_OK(m_server.run(QStringLiteral("CREATE SCHEMA app; CREATE TABLE app.t (a int PRIMARY KEY); "
                                           "CREATE TABLE other (a int)"),
                            QStringLiteral("target")));
    const auto as = [&](const QString& user, const char* sql) -> Result<> {
        PgConnection::Options options;
        options.conninfo = m_server.conninfo(QStringLiteral("target"), user);
        ENGINE_TRY_AS(const auto connection, PgConnection::open(options));
        return connection->execute(QString::fromLatin1(sql));
    };
    for (const QString& statement : pgTargetUserSql(target, {QStringLiteral("app.t")}, QStringLiteral("loader"), false))
        QVERIFY_OK(m_server.run(statement, QStringLiteral("target")));
    for (const char* sql :
         {"SET session_replication_role = replica", "INSERT INTO app.t VALUES (1)", "UPDATE app.t SET a = 2",
          "DELETE FROM app.t", "TRUNCATE app.t", "SELECT * FROM app.t", "CREATE TABLE busheng.checkpoint (a int)"})
        QVERIFY_OK(as(QStringLiteral("loader"), sql));
    for (const char* sql : {"SELECT * FROM other", "CREATE TABLE app.u (a int)", "DROP TABLE app.t"})
        QVERIFY2(!as(QStringLiteral("loader"), sql), sql);
    for (const QString& statement :
         pgTargetUserSql(target, {QStringLiteral("made.t"), QStringLiteral("u")}, QStringLiteral("maker"), true))
        QVERIFY_OK(m_server.run(statement, QStringLiteral("target")));
    QVERIFY_OK(as(QStringLiteral("maker"), "CREATE TABLE made.t (a int); CREATE TABLE public.u (a int)"));
}

BUSHENG_TEST(TstPgPreflight)
#include "tst_pg_preflight.moc"
