// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_connection.h"
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/my_preflight.h"
#include "engine/pipeline/capture/pg_rights_sql.h"
#include "tests/db/routes/polled_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kColumns = QStringLiteral("part varchar(10) NOT NULL, v varchar(20), PRIMARY KEY (id, part)");

DatasetConfig byTriggers()
{
    DatasetConfig dataset;
    dataset.route = Route::Trigger;
    return dataset;
}

void addServers()
{
    QTest::addColumn<QString>("driver");
    QTest::newRow("postgres") << QStringLiteral("postgres");
    QTest::newRow("mariadb") << QStringLiteral("mariadb");
}

} // namespace

/// The trigger route of databases with servers, against real ones.
class TstTriggerRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void followsEveryKindOfChange_data() { addServers(); }
    void followsEveryKindOfChange()
    {
        PolledScene scene = sceneOf(QStringLiteral("kinds"));
        QVERIFY_OK(scene.open());
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        run(scene, "INSERT INTO item VALUES (1, 'a', 'one'), (2, 'b', 'two'), (3, 'c', 'three'), (4, 'd', NULL)");
        QCOMPARE(scene.look()->changes, std::uint64_t{4});
        run(scene, "UPDATE item SET v = 'other' WHERE id = 1");
        run(scene, "UPDATE item SET part = 'z' WHERE id = 2"); // another key
        run(scene, "DELETE FROM item WHERE id = 3");
        QCOMPARE(scene.look()->changes, std::uint64_t{4});
        QCOMPARE(scene.newest(), QStringLiteral("remove remove upsert upsert"));
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        run(scene, "INSERT INTO item VALUES (5, 'e', 'gone')");
        run(scene, "DELETE FROM item WHERE id = 5");
        QVERIFY_OK(scene.look());
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QVERIFY_OK(scene.look());
        QCOMPARE(scene.run(QStringLiteral("SELECT count(*) FROM ") + changes(scene)).value_or(QString()),
                 QStringLiteral("0")); // what was sent is removed
        QCOMPARE(scene.sink().violations, QStringList());
    }

    /// The one with the lower number commits last.
    void missesNothingThatCommitsOutOfOrder_data() { addServers(); }
    void missesNothingThatCommitsOutOfOrder()
    {
        PolledScene scene = sceneOf(QStringLiteral("order_of"));
        QVERIFY_OK(scene.open());
        const QString begin = QStringLiteral("BEGIN");
        const QString insert = QStringLiteral("INSERT INTO item VALUES (1, 'a', 'slow')");
        const QString commit = QStringLiteral("COMMIT");
        std::function<Result<>(const QString&)> slow;
        std::unique_ptr<PgConnection> pg;
        std::unique_ptr<MyConnection> my;
        if (server().driver() == u"postgres") {
            PgConnection::Options options;
            options.conninfo = m_servers.postgres.conninfo(QStringLiteral("order_of"));
            auto opened = PgConnection::open(options);
            QVERIFY_OK(opened);
            pg = std::move(*opened);
            slow = [&](const QString& sql) { return pg->execute(sql); };
        } else {
            MyConnection::Options options;
            options.location = m_servers.mariadb.location(QStringLiteral("order_of"));
            auto opened = MyConnection::open(options);
            QVERIFY_OK(opened);
            my = std::move(*opened);
            slow = [&](const QString& sql) { return my->execute(sql); };
        }
        QVERIFY_OK(slow(begin));
        QVERIFY_OK(slow(insert));
        run(scene, "INSERT INTO item VALUES (2, 'b', 'fast')");
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(scene.look()->changes, std::uint64_t{0});
        QVERIFY_OK(slow(commit));
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    void losesNothingWhateverFails_data() { addServers(); }
    void losesNothingWhateverFails()
    {
        PolledScene scene = sceneOf(QStringLiteral("failing"));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.snapshot());
        for (int round = 1; round <= 6; ++round) {
            QVERIFY_OK(scene.run(QStringLiteral("INSERT INTO item VALUES (%1, 'x', 'r')").arg(round)));
            QVERIFY_OK(scene.run(QStringLiteral("DELETE FROM item WHERE id = %1").arg(round - 2)));
            scene.sink().failAtCall = scene.sink().calls + round % 5;
            if (const auto looked = scene.look(); !looked)
                QCOMPARE(looked.error().code, ErrorCode::Storage);
            scene.sink().failAtCall = 0;
            if (round % 2 == 0) {
                scene.close();
                scene.sink().abandonOpen();
                QVERIFY_OK(scene.open());
            }
        }
        QVERIFY_OK(scene.look());
        QCOMPARE(*scene.applied(), *scene.rowsNow());
        QCOMPARE(scene.sink().violations, QStringList());
    }

    void saysWhichRightIsMissing_data() { addServers(); }
    void saysWhichRightIsMissing()
    {
        PolledScene scene = sceneOf(QStringLiteral("may_trigger"));
        const bool isPostgres = server().driver() == u"postgres";
        QVERIFY_OK(scene.run(isPostgres
                                 ? QStringLiteral("CREATE ROLE looker LOGIN; GRANT SELECT ON item TO looker")
                                 : QStringLiteral("CREATE USER looker@localhost;\nGRANT SELECT ON may_trigger.item TO "
                                                  "looker@localhost")));
        scene.setLocation(isPostgres
                              ? m_servers.postgres.conninfo(QStringLiteral("may_trigger"), QStringLiteral("looker"))
                              : m_servers.mariadb.locationAs(QStringLiteral("may_trigger"), QStringLiteral("looker")));
        auto findings = scene.preflight();
        QVERIFY_OK(findings);
        const auto missing = std::ranges::find(*findings, events::SRC_RIGHTS, &Finding::event);
        QVERIFY(missing != findings->end());
        QVERIFY_OK(scene.run(missing->args.at(2))); // the statement that it names
        findings = scene.preflight();
        QVERIFY_OK(findings);
        QVERIFY(std::ranges::find(*findings, events::SRC_RIGHTS, &Finding::event) == findings->end());
    }

    /// Nobody is made an owner or administrator for it.
    void worksWithTheRightsThatItNames_data() { addServers(); }
    void worksWithTheRightsThatItNames()
    {
        PolledScene scene = sceneOf(QStringLiteral("least"));
        const bool isPostgres = server().driver() == u"postgres";
        const QString user = QStringLiteral("least_user");
        const auto statements = isPostgres ? Result<QStringList>(pgReaderSql(scene.source(), scene.dataset(), user))
                                           : myReaderSql(scene.source(), scene.dataset(), user);
        QVERIFY_OK(statements);
        for (const QString& sql : *statements)
            QVERIFY_OK(scene.run(sql));
        scene.setLocation(isPostgres ? m_servers.postgres.conninfo(QStringLiteral("least"), user)
                                     : m_servers.mariadb.locationAs(QStringLiteral("least"), user));
        auto findings = scene.preflight();
        QVERIFY_OK(findings);
        QCOMPARE(findings->size(), isPostgres ? std::size_t{0} : std::size_t{1});
        if (!isPostgres) { // the server keeps a log
            QCOMPARE(findings->front().event, events::SRC_SETTING);
            QVERIFY_OK(scene.run(findings->front().args.at(3).section(u';', 0, 0)));
            QCOMPARE(scene.preflight()->size(), std::size_t{0});
        }
        QVERIFY_OK(scene.open());
        run(scene, "INSERT INTO item VALUES (1, 'a', 'one')");
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        run(scene, "DELETE FROM item");
        QCOMPARE(scene.look()->changes, std::uint64_t{1});
        QVERIFY_OK(scene.uninstall());
        run(scene, "INSERT INTO item VALUES (2, 'b', 'two')"); // nothing is left that could fail
    }

    /// MariaDB fires no trigger for TRUNCATE; PostgreSQL does.
    void followsATruncation()
    {
        PolledScene scene(m_servers.postgres, QStringLiteral("truncated"), kColumns, byTriggers());
        QVERIFY_OK(scene.open());
        run(scene, "INSERT INTO item VALUES (1, 'a', 'one'), (2, 'b', 'two')");
        QVERIFY_OK(scene.look());
        run(scene, "TRUNCATE item");
        run(scene, "INSERT INTO item VALUES (3, 'c', 'three')");
        QVERIFY_OK(scene.look());
        QCOMPARE(scene.newest(), QStringLiteral("clear upsert"));
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    /// The function runs with the rights of who made it: what a writer's search_path offers must not run in it.
    void runsNothingOfTheWritersPath()
    {
        PolledScene scene(m_servers.postgres, QStringLiteral("path"), kColumns, byTriggers());
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.look());
        run(scene,
            "CREATE SCHEMA trap; CREATE FUNCTION trap.f(text, text) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE "
            "EXCEPTION ''trapped''; END'; CREATE FUNCTION trap.r(record, record) RETURNS boolean LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION ''trapped''; END'; CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, "
            "FUNCTION = trap.f); CREATE OPERATOR trap.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.f); CREATE "
            "OPERATOR trap.*<> (LEFTARG = record, RIGHTARG = record, FUNCTION = trap.r)");
        QVERIFY2(!scene.run(QStringLiteral("SET search_path = trap, pg_catalog, public; SELECT 'a'::text = 'b'::text")),
                 "the trap is none");
        run(scene,
            "SET search_path = trap, pg_catalog, public; INSERT INTO item VALUES (1, 'a', 'one'); UPDATE item SET "
            "part = 'z'; DELETE FROM item; TRUNCATE item; INSERT INTO item VALUES (2, 'b', 'two')");
        QVERIFY_OK(scene.look());
        QCOMPARE(*scene.applied(), *scene.rowsNow());
    }

    void stopsWhereATriggerIsOff_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("sql");
        QTest::newRow("disabled") << QStringLiteral("postgres")
                                  << QStringLiteral("ALTER TABLE item DISABLE TRIGGER USER");
        QTest::newRow("dropped") << QStringLiteral("postgres") << QStringLiteral("DROP FUNCTION %1() CASCADE");
        QTest::newRow("change table gone") << QStringLiteral("postgres") << QStringLiteral("DROP TABLE %1");
        QTest::newRow("mariadb dropped") << QStringLiteral("mariadb") << QStringLiteral("DROP TRIGGER %1_u");
        QTest::newRow("mariadb table gone") << QStringLiteral("mariadb") << QStringLiteral("DROP TABLE %1");
    }
    void stopsWhereATriggerIsOff()
    {
        QFETCH(const QString, sql);
        PolledScene scene = sceneOf(QStringLiteral("off_%1").arg(++m_off));
        QVERIFY_OK(scene.open());
        QVERIFY_OK(scene.look());
        QVERIFY_OK(scene.run(sql.contains(u'%') ? sql.arg(changes(scene)) : sql));
        const auto looked = scene.look();
        QVERIFY(!looked);
        QCOMPARE(looked.error().event, events::CAP_TRIGGER_OFF);
    }

    /// Somebody who may write the table and nothing else still can, and nothing is left behind when it is taken away.
    void isRemovedWithoutTrace_data() { addServers(); }
    void isRemovedWithoutTrace()
    {
        PolledScene scene = sceneOf(QStringLiteral("removed"));
        const bool isPostgres = server().driver() == u"postgres";
        QVERIFY_OK(scene.open());
        const QString tables = QStringLiteral("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE "
                                              "'%changed@_%' ESCAPE '@' AND table_schema IN ('busheng', 'removed')");
        const QString triggers = QStringLiteral("SELECT count(*) FROM information_schema.triggers WHERE "
                                                "event_object_table = 'item' AND event_object_schema IN ('public', "
                                                "'removed')");
        QCOMPARE(scene.run(tables).value_or(QString()), QStringLiteral("1"));
        QCOMPARE(scene.run(triggers).value_or(QString()), QStringLiteral("3"));
        if (isPostgres) {
            QVERIFY_OK(
                scene.run(QStringLiteral("CREATE ROLE clerk LOGIN; GRANT INSERT ON item TO clerk; SET ROLE clerk; "
                                         "INSERT INTO item VALUES (9, 'z', 'clerk')")));
            QCOMPARE(scene.look()->changes, std::uint64_t{1});
        }
        scene.close();
        QVERIFY_OK(scene.uninstall());
        QCOMPARE(scene.run(tables).value_or(QString()), QStringLiteral("0"));
        QCOMPARE(scene.run(triggers).value_or(QString()), QStringLiteral("0"));
    }

private:
    const TestServer& server() const
    {
        QFETCH(const QString, driver);
        return m_servers.named(driver);
    }
    PolledScene sceneOf(const QString& database) const { return {server(), database, kColumns, byTriggers()}; }
    static QString changes(PolledScene& scene) { return scene.changeTable(); }
    static void run(const PolledScene& scene, const char* sql)
    {
        if (auto done = scene.run(QString::fromLatin1(sql)); !done)
            qFatal("%s", qPrintable(done.error().toString()));
    }

    AllServers m_servers;
    int m_off = 0;
};

BUSHENG_TEST(TstTriggerRoute)
#include "tst_trigger_route.moc"
