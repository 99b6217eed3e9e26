// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"
#include "tests/e2e/pg_scene.h"
#include "tests/support/test_main.h"

#include <QProcess>
#include <QRegularExpression>

using namespace busheng;
using namespace busheng::test;

/// Tables that come to a dataset, leave it, or are loaded anew, while it flows, through two real nodes.
class TstPgTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    /// `extra` comes in several pieces, `bag` has rows that are equal and no key; both change all the while.
    void addsTablesWhileAllIsChanging()
    {
        PgScene scene(m_servers, QStringLiteral("added"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(makeTables(nodes));
        QVERIFY_OK(nodes.setTables(nodes.tables() + m_added));
        for (int round = 0; round < 10; ++round) {
            QVERIFY_OK(scene.work(round * 10, 10));
            QVERIFY_OK(changeAdded(nodes, round));
        }
        QVERIFY_OK(nodes.waitUntilLoaded(m_added));
        QVERIFY_OK(changeAdded(nodes, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(checkAdded(nodes));
        const auto verified = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(verified);
        QCOMPARE(verified->state, QStringLiteral("equal"));
        QCOMPARE(verified->tables.size(), std::size_t{6});
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT generation FROM busheng.checkpoint")).value_or(QString()),
                 QStringLiteral("1"));
    }

    /// What a transaction did to the table before it was published is not in the stream: its rows wait for its end.
    void waitsForTransactionsFromBefore()
    {
        PgScene scene(m_servers, QStringLiteral("from_before"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atSource(QStringLiteral("CREATE TABLE extra (id bigint PRIMARY KEY, v text)")));
        PgConnection::Options options;
        options.conninfo = m_servers.source.conninfo(QStringLiteral("from_before"));
        const auto old = PgConnection::open(options);
        QVERIFY_OK(old);
        QVERIFY_OK((*old)->execute(
            QStringLiteral("BEGIN; INSERT INTO extra SELECT i, 'before' FROM generate_series(1, 100) i")));
        QVERIFY_OK(nodes.setTables(nodes.tables() + QStringList{QStringLiteral("public.extra")}));
        const auto isLoading = [](const NodeSnapshot& node) {
            return !node.publications.empty() && !node.publications.front().loadingTables.empty();
        };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("loading"), 30'000, isLoading));
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitUntilInStep()); // the others do not wait
        QVERIFY(isLoading(nodes.province().latest()));
        QVERIFY_OK((*old)->execute(
            QStringLiteral("INSERT INTO extra SELECT i, 'behind' FROM generate_series(101, 200) i; COMMIT")));
        QVERIFY_OK(nodes.waitUntilLoaded({QStringLiteral("public.extra")}));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM extra")).value_or(QString()),
                 QStringLiteral("200"));
        QCOMPARE(nodes.differentAmong({QStringLiteral("public.extra")}).value_or(QStringList{QStringLiteral("?")}),
                 QStringList());
    }

    void survivesAKill_data()
    {
        QTest::addColumn<bool>("atProvince");
        QTest::addColumn<QString>("failpoint");
        const auto add = [](bool atProvince, const char* failpoint) {
            QTest::newRow(failpoint) << atProvince << QString::fromLatin1(failpoint);
        };
        add(true, "capture.tables.told=kill@1");
        add(true, "capture.tables.published=kill@1");
        add(true, "load.piece.written=kill@1");
        add(true, "load.piece.written=kill@3");
        add(true, "load.piece.kept=kill@1"); // how many pieces come after it depends on how fast they are read
        add(true, "load.table.told=kill@1");
        add(false, "apply.structure=kill@2");
        add(false, "apply.structure=kill@3");
        add(false, "apply.commit.before=kill@6");
    }

    void survivesAKill()
    {
        QFETCH(const bool, atProvince);
        QFETCH(const QString, failpoint);
        PgScene scene(m_servers,
                      QStringLiteral("killed_") +
                          QString(failpoint).replace(QRegularExpression(QStringLiteral("\\W")), QStringLiteral("_")));
        PgTwoNodes& nodes = scene.nodes();
        cli::NodeProcess& doomed = atProvince ? nodes.province() : nodes.ministry();
        doomed.setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(makeTables(nodes));
        // The answer may be lost with the node; the configuration is not.
        if (auto changed = nodes.setTables(nodes.tables() + m_added); !changed)
            qInfo("%s", qPrintable(changed.error().toString()));
        for (int round = 0; round < 3; ++round) {
            QVERIFY_OK(scene.work(round * 10, 10));
            QVERIFY_OK(changeAdded(nodes, round));
        }
        QVERIFY_OK(doomed.waitForEnd(60'000));
        QVERIFY_OK(changeAdded(nodes, 3));
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(changeAdded(nodes, 4));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilLoaded(m_added));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(checkAdded(nodes));
    }

    /// The command line: what is not changed stays as it is.
    void takesTablesFromTheCommandLine()
    {
        PgScene scene(m_servers, QStringLiteral("by_command"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(makeTables(nodes));
        const auto client = [](const cli::NodeProcess& node, const QStringList& words) {
            QProcess process;
            process.start(QStringLiteral(BUSHENG_BIN_DIR "/busheng-client"),
                          QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
            return process.waitForFinished() ? process.exitCode() : -1;
        };
        const QStringList tables{QStringLiteral("dataset"), QStringLiteral("tables"), PgTwoNodes::subscriptionName()};
        QCOMPARE(client(nodes.province(), tables), 2); // what?
        QCOMPARE(client(nodes.province(), tables + QStringList{QStringLiteral("--remove"), QStringLiteral("nothing")}),
                 2);
        QCOMPARE(client(nodes.province(), tables + QStringList{QStringLiteral("--add"), QStringLiteral("nothing")}), 2);
        QCOMPARE(
            client(nodes.province(), tables + QStringList{QStringLiteral("--add"), QStringLiteral("extra,public.bag"),
                                                          QStringLiteral("--remove"), QStringLiteral("visit")}),
            0);
        QVERIFY_OK(nodes.waitUntilLoaded(m_added));
        QVERIFY_OK(checkAdded(nodes));
        const QStringList reload{QStringLiteral("subscription"), QStringLiteral("reload"),
                                 PgTwoNodes::subscriptionName(), QStringLiteral("--table"),
                                 QStringLiteral("public.extra")};
        QCOMPARE(client(nodes.ministry(), reload), 2); // not without --yes
        QVERIFY_OK(nodes.atTarget(QStringLiteral("DELETE FROM extra WHERE id < 1000")));
        QCOMPARE(client(nodes.ministry(), reload + QStringList{QStringLiteral("--yes")}), 0);
        QTRY_VERIFY_WITH_TIMEOUT(nodes.waitUntilInStep() && checkAdded(nodes), 60'000);
        QVERIFY(client(nodes.ministry(), {QStringLiteral("status")}) < 2);
        QVERIFY(client(nodes.province(), {QStringLiteral("status")}) < 2);
    }

    /// A table comes with its types; a label that the enum gets at the source waits for a person at the target.
    void bringsTypesAlong()
    {
        PgScene scene(m_servers, QStringLiteral("typed"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        const QStringList felt{QStringLiteral("public.felt")};
        QVERIFY_OK(nodes.atSource(
            QStringLiteral("CREATE TYPE mood AS ENUM ('好', '坏'); CREATE DOMAIN years AS int CHECK (VALUE >= 0);"
                           "CREATE TABLE felt (id int PRIMARY KEY, m mood, y years);"
                           "INSERT INTO felt SELECT i, '好', i FROM generate_series(1, 500) i")));
        QVERIFY_OK(nodes.setTables(nodes.tables() + felt));
        QVERIFY_OK(nodes.waitUntilLoaded(felt));
        QVERIFY_OK(nodes.atSource(QStringLiteral("ALTER TYPE mood ADD VALUE '平' BEFORE '坏'")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE felt SET m = '平' WHERE id % 2 = 0")));
        QString statement;
        const auto waits = [&statement](const NodeSnapshot& node) {
            for (const AlarmSnapshot& alarm : node.alarms) {
                if (alarm.event == events::TGT_STRUCTURE && alarm.args.value(1) == QStringLiteral("public.mood"))
                    statement = alarm.args.value(2).section(QStringLiteral("; "), 1);
            }
            return !statement.isEmpty();
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 30'000, waits));
        QVERIFY_OK(nodes.atTarget(statement));
        QVERIFY_OK(nodes.resume());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        // As words: an enum's hash is of its database.
        const QString rows = QStringLiteral("SELECT md5(string_agg(f::text, ',' ORDER BY id)) FROM felt f");
        QCOMPARE(nodes.atTarget(rows).value_or(QString()), nodes.atSource(rows).value_or(QStringLiteral("?")));
        const auto verified = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(verified);
        QCOMPARE(verified->state, QStringLiteral("equal"));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT enum_range(NULL::mood)")).value_or(QString()),
                 QStringLiteral("{好,平,坏}"));
    }

    void removesATableAndTakesItBack()
    {
        PgScene scene(m_servers, QStringLiteral("removed"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QStringList fewer = nodes.tables();
        fewer.removeOne(QStringLiteral("public.visit"));
        QVERIFY_OK(nodes.setTables(fewer));
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.work(20, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.differentTables().value_or(QStringList()).size(), 1); // as it was when it was taken out
        QCOMPARE(m_servers.source
                     .run(QStringLiteral("SELECT count(*) FROM pg_publication_tables"), QStringLiteral("removed"))
                     .value_or(QString()),
                 QStringLiteral("3"));
        // It comes back: the rows that are there are a person's to judge.
        QVERIFY_OK(nodes.setTables(nodes.tables()));
        const auto waits = [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.alarms, [](const AlarmSnapshot& alarm) {
                return alarm.event == events::TGT_NOT_EMPTY && alarm.args.value(1) == QStringLiteral("public.visit");
            });
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 30'000, waits));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("TRUNCATE visit")));
        QVERIFY_OK(nodes.resume());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilLoaded({QStringLiteral("public.visit")}));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    /// Of two tables at the target rows are missing, wrong and too many; one of them is loaded anew, then the other.
    void loadsOneTableAnew()
    {
        PgScene scene(m_servers, QStringLiteral("anew"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atTarget(
            QStringLiteral("DELETE FROM person WHERE id < 100; UPDATE person SET name = 'wrong' WHERE id < 200;"
                           "INSERT INTO person (id, name) VALUES (5000000, 'too many');"
                           "INSERT INTO visit VALUES ('000000', 9), ('000000', 9)")));
        for (const QString& table : {QStringLiteral("public.person"), QStringLiteral("public.visit")}) {
            QVERIFY_OK(nodes.reloadTable(table));
            // Of rows that the target has: a change of a missing one that is committed before the load has begun is a
            // conflict, and stops the stream.
            QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE person SET note = '新' WHERE id % 3 = 0 AND id >= 200; "
                                                     "INSERT INTO visit VALUES ('340100', 1)")));
            QTRY_VERIFY_WITH_TIMEOUT(nodes.waitUntilInStep() &&
                                         nodes.differentAmong({table}).value_or(QStringList{table}).isEmpty(),
                                     60'000);
        }
        QVERIFY_OK(nodes.waitUntilLoaded({}));
        QVERIFY_OK(scene.checkEqual());
        const auto unknown = nodes.reloadTable(QStringLiteral("public.nothing"));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().event, events::CFG_NOT_FOUND);
    }

private:
    Result<> makeTables(PgTwoNodes& nodes)
    {
        ENGINE_TRY(nodes.atSource(
            QStringLiteral("CREATE TABLE extra (id bigint PRIMARY KEY, v text, code int UNIQUE);"
                           "INSERT INTO extra SELECT i, repeat('x', 400) || i, i FROM generate_series(1, 40000) i;"
                           "CREATE TABLE bag (a int, b text); ALTER TABLE bag REPLICA IDENTITY FULL;"
                           "INSERT INTO bag SELECT i % 7, 'b' FROM generate_series(1, 500) i")));
        return {};
    }

    Result<> changeAdded(PgTwoNodes& nodes, int round)
    {
        ENGINE_TRY(nodes.atSource(
            QStringLiteral(
                "UPDATE extra SET v = 'round %1' WHERE id % 97 = %1; DELETE FROM extra WHERE id % 89 = %1 + 20;"
                "INSERT INTO extra SELECT 100000 + %1 * 1000 + i, 'new', 100000 + %1 * 1000 + i FROM "
                "generate_series(1, 50) i;"
                "UPDATE extra SET id = id + 500000 WHERE id % 1013 = %1;"
                "INSERT INTO bag SELECT %1, 'b' FROM generate_series(1, 5);"
                "DELETE FROM bag WHERE ctid IN (SELECT ctid FROM bag WHERE a = 3 LIMIT 2);"
                "UPDATE bag SET b = 'c%1' WHERE ctid IN (SELECT ctid FROM bag WHERE a = 4 LIMIT 3)")
                .arg(round)));
        return {};
    }

    Result<> checkAdded(PgTwoNodes& nodes)
    {
        ENGINE_TRY_AS(const QStringList different, nodes.differentAmong(m_added));
        return different.isEmpty() ? Result<>() : fail(ErrorCode::Conflict, different.join(u'\n'));
    }

    PgServers m_servers;
    const QStringList m_added{QStringLiteral("public.extra"), QStringLiteral("public.bag")};
};

BUSHENG_TEST(TstPgTables)
#include "tst_pg_tables.moc"
