// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/routes_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPostgres = QStringLiteral("postgres");
const QString kSqlite = QStringLiteral("sqlite");
const QString kFilter = QStringLiteral("region like '34%' and (age >= 18 or name in ('张三', 'ABC'))");

/// A table `person` at a source, and those of its rows and columns at a target that a subscription takes; `visit`,
/// without a key, where `hasVisits`.
class FilteredScene {
public:
    FilteredScene(const TestServer& source, const TestServer& target, Route route, const QString& database)
        : m_source(source), m_target(target), m_route(route), m_database(database),
          m_nodes(source, target, {database, {}})
    {
    }

    PgTwoNodes& nodes() { return m_nodes; }
    bool hasVisits() const { return m_route == Route::Log && m_source.kind() != kPostgres; }

    Result<> goLive()
    {
        for (const TestServer* server : {&m_source, &m_target})
            ENGINE_TRY(createDatabase(*server));
        ENGINE_TRY(m_target.run(QStringLiteral("SELECT 1"), m_database)); // SQLite: the file
        const QString longText = m_source.kind() == u"mariadb" ? QStringLiteral("mediumtext") : QStringLiteral("text");
        ENGINE_TRY(m_nodes.atSource(
            QStringLiteral("CREATE TABLE person (id int NOT NULL PRIMARY KEY, name varchar(40), region varchar(6), age "
                           "int, note %1, secret varchar(20));\n"
                           "CREATE TABLE visit (region varchar(8), times int);\n"
                           "INSERT INTO person VALUES (1, '张三', '340100', 10, 'n', 's'), (2, 'abc', '340100', 10, "
                           "'%2', 's'), (3, 'ABC', '340200', 10, 'n', 's'), (4, '李四', '340300', 30, '%2', 's'), "
                           "(5, '王五', '110000', 40, 'n', 's'), (6, NULL, '340100', NULL, 'n', 's'), (7, '赵六', "
                           "NULL, 50, 'n', 's');\n"
                           "INSERT INTO visit VALUES ('340100', 1), ('340100', 1), ('110000', 1), (NULL, 1)")
                .arg(longText, QString(kLong, u'x'))));
        ENGINE_TRY(m_nodes.startBoth());
        ENGINE_TRY(m_nodes.registerEnds());
        DatasetConfig dataset;
        dataset.name = PgTwoNodes::subscriptionName();
        dataset.route = m_route;
        if (m_route == Route::FullCopy)
            dataset.copyTimes = QStringLiteral("yearly 01-01 00:00");
        SubscriptionConfig options;
        options.mappings = {
            {at(m_source, QStringLiteral("person")),
             at(m_target, QStringLiteral("insured")),
             {QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("age"), QStringLiteral("note")},
             {},
             kFilter}};
        dataset.tables = {at(m_source, QStringLiteral("person"))};
        if (hasVisits()) {
            dataset.tables.append(at(m_source, QStringLiteral("visit")));
            options.mappings.push_back({at(m_source, QStringLiteral("visit")),
                                        at(m_target, QStringLiteral("stay")),
                                        {QStringLiteral("times")},
                                        {},
                                        QStringLiteral("region = '340100'")});
        }
        ENGINE_TRY(m_nodes.addFlow(dataset, options));
        return m_nodes.waitForState(SubscriptionState::Live);
    }

    /// Rows come into the part and go from it, by values, keys and as a whole; one with a large value that its update
    /// leaves alone.
    Result<> changeInAndOut()
    {
        QStringList sql{QStringLiteral("UPDATE person SET age = 20 WHERE id = 2"),
                        QStringLiteral("UPDATE person SET region = '110000' WHERE id = 4"),
                        QStringLiteral("UPDATE person SET region = '340000' WHERE id = 5"),
                        QStringLiteral("DELETE FROM person WHERE id = 3"),
                        QStringLiteral("UPDATE person SET id = 11 WHERE id = 1"),
                        QStringLiteral("INSERT INTO person VALUES (8, '新', '340000', 18, 'x', 's'), (9, '小', "
                                       "'340000', 17, 'x', 's')"),
                        QStringLiteral("UPDATE person SET secret = 'other' WHERE id = 5")};
        if (hasVisits())
            sql += {QStringLiteral("UPDATE visit SET times = 5 WHERE region = '340100' LIMIT 1"),
                    QStringLiteral("UPDATE visit SET region = '340100', times = 7 WHERE region = '110000'"),
                    QStringLiteral("INSERT INTO visit VALUES ('340100', 9), ('340100 ', 11), (NULL, 13)"),
                    QStringLiteral("DELETE FROM visit WHERE times = 1")};
        ENGINE_TRY(m_nodes.atSource(sql.join(QStringLiteral(";\n"))));
        if (m_route != Route::FullCopy)
            return {};
        FlowApi& province = m_nodes.province().engine().flow();
        return cli::await<>([&](auto reply) { province.look(PgTwoNodes::subscriptionName(), reply); });
    }

    /// Rows, their keys, ages and the length of their notes, each added up.
    Result<> waitForPeople(const QString& wanted) { return waitFor(insured(), wanted); }
    Result<> waitForVisits(const QString& wanted)
    {
        return hasVisits() ? waitFor(sum(QStringLiteral("stay"), {QStringLiteral("times")}), wanted) : Result<>();
    }

    QString before() const { return QStringLiteral("3/8/50/%1").arg(kLong + 2); }
    QString behind() const { return QStringLiteral("4/26/88/%1").arg(kLong + 3); }

private:
    static constexpr int kLong = 100'000;

    Result<> createDatabase(const TestServer& server) const
    {
        if (server.kind() == kSqlite)
            return {};
        const bool isPostgres = server.kind() == kPostgres;
        ENGINE_TRY(server.run(QStringLiteral("CREATE DATABASE ") + m_database +
                                  (isPostgres ? QString() : QStringLiteral(" CHARACTER SET utf8mb4")),
                              isPostgres ? kPostgres : QStringLiteral("mysql")));
        return {};
    }

    /// As a structure names it.
    QString at(const TestServer& server, const QString& table) const
    {
        if (server.kind() == kSqlite)
            return table;
        return QString((server.kind() == kPostgres ? QStringLiteral("public") : m_database) + u'.' + table);
    }

    QString insured() const
    {
        const QString length =
            m_target.kind() == kSqlite ? QStringLiteral("length(note)") : QStringLiteral("char_length(note)");
        return sum(QStringLiteral("insured"), {QStringLiteral("id"), QStringLiteral("age"), length});
    }

    QString sum(const QString& table, const QStringList& columns) const
    {
        const bool isSqlite = m_target.kind() == kSqlite;
        QStringList parts{QStringLiteral("count(*)")};
        for (const QString& column : columns)
            parts.append(QStringLiteral("coalesce(sum(%1), 0)").arg(column));
        const QString parted = parts.join(isSqlite ? QStringLiteral(" || '/' || ") : QStringLiteral(", '/', "));
        return (isSqlite ? QStringLiteral("SELECT %1 FROM %2") : QStringLiteral("SELECT concat(%1) FROM %2"))
            .arg(parted, table);
    }

    Result<> waitFor(const QString& sql, const QString& wanted)
    {
        constexpr int kWithinMs = 30'000;
        QElapsedTimer clock;
        clock.start();
        while (true) {
            ENGINE_TRY_AS(const QString found, m_nodes.atTarget(sql));
            if (found == wanted)
                return {};
            if (clock.elapsed() > kWithinMs)
                return fail(ErrorCode::Timeout,
                            QStringLiteral("%1 gives %2, not %3; %4").arg(sql, found, wanted, m_nodes.describe()));
            cli::runEventsFor(100);
        }
    }

    const TestServer& m_source;
    const TestServer& m_target;
    const Route m_route;
    const QString m_database;
    PgTwoNodes m_nodes;
};

} // namespace

/// Subscriptions that take some rows only, from sources of each kind by a route of theirs.
class TstFilters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_servers.start());
        QVERIFY_OK(m_servers.startMySql());
    }

    void cleanupTestCase() { QVERIFY_OK(PgTwoNodes::dropSlots(m_servers.postgres[0])); }

    void carriesTheRowsThatFit_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("route");
        const auto add = [](const char* from, const char* to, Route route) {
            QTest::addRow("%s to %s by %s", from, to, qPrintable(routeName(route)))
                << QString::fromLatin1(from) << QString::fromLatin1(to) << static_cast<int>(route);
        };
        add("postgres", "postgres", Route::Log); // the others of PostgreSQL: TstPgMapping
        add("mariadb", "mariadb", Route::Log);
        add("mysql", "mysql", Route::Log);
        add("mariadb", "postgres", Route::Log);
        add("mariadb", "mariadb", Route::Trigger);
        add("odbc-postgres", "mariadb", Route::Trigger);
        add("odbc-mariadb", "sqlite", Route::Trigger);
        add("odbc-sqlite", "postgres", Route::FullCopy);
    }

    void carriesTheRowsThatFit()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const int, route);
        const QString database = QStringLiteral("f_%1_%2_%3").arg(from, to).arg(route).replace(u'-', u'_');
        FilteredScene scene(m_servers.at(from, 0), m_servers.at(to, 1), static_cast<Route>(route), database);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.waitForPeople(scene.before()));
        QVERIFY_OK(scene.waitForVisits(QStringLiteral("2/2")));
        QVERIFY_OK(scene.changeInAndOut());
        QVERIFY_OK(scene.waitForPeople(scene.behind()));
        QVERIFY_OK(scene.waitForVisits(QStringLiteral("3/21")));
        const auto equal = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(equal);
        QVERIFY2(equal->state == QStringLiteral("equal"), qPrintable(equal->error + equal->state));
        // A row changed, lost, and one at the target that the source has outside the part.
        for (const char* sql : {"UPDATE insured SET age = 99 WHERE id = 2", "DELETE FROM insured WHERE id = 5",
                                "INSERT INTO insured (id, name, age, note) VALUES (9, '小', 17, 'x')"})
            QVERIFY_OK(nodes.atTarget(QString::fromUtf8(sql)));
        const auto found = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{3});
        QVERIFY_OK(nodes.repair(found->id));
        QVERIFY_OK(scene.waitForPeople(scene.behind()));
        const auto again = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(again);
        QCOMPARE(again->state, QStringLiteral("equal"));
    }

    void refusesWhatItCannotCompare()
    {
        FilteredScene scene(m_servers.at(QStringLiteral("mariadb"), 0), m_servers.at(QStringLiteral("mariadb"), 1),
                            Route::Log, QStringLiteral("f_refused"));
        QVERIFY_OK(scene.goLive());
        SubscriptionConfig options;
        options.mappings = {{QStringLiteral("f_refused.person"), {}, {}, {}, QStringLiteral("age = 'grown'")}};
        QVERIFY_OK(cli::await<>([&](auto reply) {
            scene.nodes().ministry().engine().flow().reloadAs(PgTwoNodes::subscriptionWith(options), reply);
        }));
        QVERIFY_OK(scene.nodes().ministry().waitFor(QStringLiteral("refusal"), 30'000, [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().error == QStringLiteral("MAP_REFUSED") &&
                   node.subscriptions.front().errorArgs.value(2).contains(QStringLiteral("column age"));
        }));
    }

private:
    RouteServers m_servers;
};

BUSHENG_TEST(TstFilters)
#include "tst_filters.moc"
