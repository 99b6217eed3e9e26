// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_connection.h"
#include "engine/model/events.h"
#include "tests/e2e/my_scene.h"
#include "tests/support/test_main.h"

#include <QRegularExpression>

using namespace busheng;
using namespace busheng::test;

namespace {

bool isLoading(const NodeSnapshot& node)
{
    return !node.publications.empty() && !node.publications.front().loadingTables.empty();
}

} // namespace

/// Tables that come to a dataset, leave it, or are loaded anew, while it flows by the binary log, through two real
/// nodes: MariaDB to MariaDB, and once more MySQL to MySQL.
class TstMyTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    /// `extra` comes in several pieces, `bag` has rows that are equal and no key; both change all the while.
    void addsTablesWhileAllIsChanging()
    {
        MyScene scene(m_servers, QStringLiteral("added"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        const QStringList added = addedTo(nodes);
        QVERIFY_OK(makeTables(nodes));
        QVERIFY_OK(nodes.setTables(nodes.tables() + added));
        for (int round = 0; round < 10; ++round) {
            QVERIFY_OK(scene.work(round * 10, 10));
            QVERIFY_OK(changeAdded(nodes, round));
        }
        QVERIFY_OK(nodes.waitUntilLoaded(added));
        QVERIFY_OK(changeAdded(nodes, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(checkAdded(nodes));
        const auto verified = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(verified);
        QCOMPARE(verified->state, QStringLiteral("equal"));
        QCOMPARE(verified->tables.size(), std::size_t{6});
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT generation FROM busheng_checkpoint")).value_or(QString()),
                 QStringLiteral("1"));
    }

    /// A MySQL gives no snapshot of the table meanwhile, a MariaDB one without the rows; the other tables do not wait.
    void loadsBesideATransactionFromBefore()
    {
        MyScene scene(m_servers, QStringLiteral("from_before"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        const QStringList extra{QStringLiteral("from_before.extra")};
        QVERIFY_OK(nodes.atSource(QStringLiteral("CREATE TABLE extra (id bigint PRIMARY KEY, v text)")));
        MyConnection::Options options;
        options.location = m_servers.source.location(QStringLiteral("from_before"));
        const auto old = MyConnection::open(options);
        QVERIFY_OK(old);
        QVERIFY_OK((*old)->execute(QStringLiteral("START TRANSACTION")));
        QVERIFY_OK((*old)->execute(QStringLiteral("INSERT INTO extra SELECT seq, 'before' FROM ") + numbersTo(100)));
        QVERIFY_OK(nodes.setTables(nodes.tables() + extra));
        if (m_servers.source.isMySql())
            QVERIFY_OK(nodes.province().waitFor(QStringLiteral("loading"), 30'000, isLoading));
        else
            QVERIFY_OK(nodes.waitUntilLoaded(extra));
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(isLoading(nodes.province().latest()), m_servers.source.isMySql());
        QVERIFY_OK(
            (*old)->execute(QStringLiteral("INSERT INTO extra SELECT seq + 100, 'behind' FROM ") + numbersTo(100)));
        QVERIFY_OK((*old)->execute(QStringLiteral("COMMIT")));
        QVERIFY_OK(nodes.waitUntilLoaded(extra));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM extra")).value_or(QString()),
                 QStringLiteral("200"));
        QCOMPARE(nodes.differentAmong(extra).value_or(QStringList{QStringLiteral("?")}), QStringList());
    }

    void survivesAKill_data()
    {
        QTest::addColumn<bool>("atProvince");
        QTest::addColumn<QString>("failpoint");
        const auto add = [](bool atProvince, const char* failpoint) {
            QTest::newRow(failpoint) << atProvince << QString::fromLatin1(failpoint);
        };
        add(true, "capture.tables.told=kill@1");
        add(true, "load.piece.written=kill@1");
        add(true, "load.piece.written=kill@3");
        add(true, "load.piece.kept=kill@1");
        add(true, "load.table.told=kill@1");
        add(false, "apply.structure=kill@2");
        add(false, "apply.structure=kill@3");
        add(false, "apply.commit.before=kill@6");
    }

    void survivesAKill()
    {
        QFETCH(const bool, atProvince);
        QFETCH(const QString, failpoint);
        MyScene scene(m_servers,
                      QStringLiteral("killed_") +
                          QString(failpoint).replace(QRegularExpression(QStringLiteral("\\W")), QStringLiteral("_")));
        PgTwoNodes& nodes = scene.nodes();
        const QStringList added = addedTo(nodes);
        cli::NodeProcess& doomed = atProvince ? nodes.province() : nodes.ministry();
        doomed.setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(makeTables(nodes));
        // The answer may be lost with the node; the configuration is not.
        if (auto changed = nodes.setTables(nodes.tables() + added); !changed)
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
        QVERIFY_OK(nodes.waitUntilLoaded(added));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(checkAdded(nodes));
    }

    void removesATableAndTakesItBack()
    {
        MyScene scene(m_servers, QStringLiteral("removed"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        const QString visit = QStringLiteral("removed.visit");
        QStringList fewer = nodes.tables();
        fewer.removeOne(visit);
        QVERIFY_OK(nodes.setTables(fewer));
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.work(20, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.differentTables().value_or(QStringList()).size(), 1); // as it was when it was taken out
        // It comes back: the rows that are there are a person's to judge.
        QVERIFY_OK(nodes.setTables(nodes.tables()));
        const auto waits = [&visit](const NodeSnapshot& node) {
            return std::ranges::any_of(node.alarms, [&visit](const AlarmSnapshot& alarm) {
                return alarm.event == events::TGT_NOT_EMPTY && alarm.args.value(1) == visit;
            });
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 30'000, waits));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("TRUNCATE visit")));
        QVERIFY_OK(nodes.resume());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilLoaded({visit}));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    /// Of two tables at the target rows are missing, wrong and too many; one of them is loaded anew, then the other.
    void loadsOneTableAnew()
    {
        MyScene scene(m_servers, QStringLiteral("anew"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atTarget(
            QStringLiteral("DELETE FROM person WHERE id < 100;\nUPDATE person SET name = 'wrong' WHERE id < 200;\n"
                           "INSERT INTO person (id, name) VALUES (5000000, 'too many');\n"
                           "INSERT INTO visit VALUES ('000000', 9), ('000000', 9)")));
        for (const QString& table : {QStringLiteral("anew.person"), QStringLiteral("anew.visit")}) {
            QVERIFY_OK(nodes.reloadTable(table));
            // Of rows that the target has: a change of a missing one that is committed before the load has begun is a
            // conflict, and stops the stream.
            QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE person SET note = '新' WHERE id % 3 = 0 AND id >= 200;\n"
                                                     "INSERT INTO visit VALUES ('340100', 1)")));
            QTRY_VERIFY_WITH_TIMEOUT(nodes.waitUntilInStep() &&
                                         nodes.differentAmong({table}).value_or(QStringList{table}).isEmpty(),
                                     60'000);
        }
        QVERIFY_OK(nodes.waitUntilLoaded({}));
        QVERIFY_OK(scene.checkEqual());
        const auto unknown = nodes.reloadTable(QStringLiteral("anew.nothing"));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().event, events::CFG_NOT_FOUND);
    }

private:
    static QStringList addedTo(const PgTwoNodes& nodes)
    {
        return MyScene::named(nodes.tables().front().section(u'.', 0, 0), {"extra", "bag"});
    }

    static Result<> makeTables(PgTwoNodes& nodes)
    {
        ENGINE_TRY(nodes.atSource(
            QStringLiteral("CREATE TABLE extra (id bigint PRIMARY KEY, v text, code int UNIQUE);\n"
                           "INSERT INTO extra SELECT seq, concat(repeat('x', 400), seq), seq FROM %1;\n"
                           "CREATE TABLE bag (a int, b varchar(20));\nINSERT INTO bag SELECT seq % 7, 'b' FROM %2")
                .arg(numbersTo(40'000), numbersTo(500))));
        return {};
    }

    static Result<> changeAdded(PgTwoNodes& nodes, int round)
    {
        ENGINE_TRY(nodes.atSource(
            QStringLiteral(
                "UPDATE extra SET v = 'round %1' WHERE id % 97 = %1;\nDELETE FROM extra WHERE id % 89 = %1 + 20;\n"
                "INSERT INTO extra SELECT 100000 + %1 * 1000 + seq, 'new', 100000 + %1 * 1000 + seq FROM %2;\n"
                "UPDATE extra SET id = id + 500000 WHERE id % 1013 = %1;\n"
                "INSERT INTO bag SELECT %1, 'b' FROM %3;\nDELETE FROM bag WHERE a = 3 LIMIT 2;\n"
                "UPDATE bag SET b = 'c%1' WHERE a = 4 LIMIT 3")
                .arg(QString::number(round), numbersTo(50), numbersTo(5))));
        return {};
    }

    static Result<> checkAdded(PgTwoNodes& nodes)
    {
        ENGINE_TRY_AS(const QStringList different, nodes.differentAmong(addedTo(nodes)));
        return different.isEmpty() ? Result<>() : fail(ErrorCode::Conflict, different.join(u'\n'));
    }

    MyServers m_servers;
};

BUSHENG_TEST(TstMyTables)
#include "tst_my_tables.moc"
