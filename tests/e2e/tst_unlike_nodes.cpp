// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

#include "app/cli/await.h"

#include <QDate>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kBalances = 20'000;
constexpr int kPeople = 800;
constexpr int kKindRows = 3;
const QString kPostgres = QStringLiteral("postgres");
const QString kMariaDb = QStringLiteral("mariadb");
const QString kSqlite = QStringLiteral("sqlite");

/// One server of each kind for all tests of a class.
struct Servers {
    MiniPostgres postgres;
    MiniMariaDb mariaDb;
    MiniSqlite sqlite;

    Result<> start()
    {
        ENGINE_TRY(postgres.start());
        return mariaDb.start();
    }

    const TestServer& of(const QString& engine) const
    {
        if (engine == kPostgres)
            return postgres;
        return engine == kMariaDb ? static_cast<const TestServer&>(mariaDb) : sqlite;
    }
};

/// A database with tables at a server of one kind, none at one of another kind, and the two nodes between them.
/// `person` (keyed by a text, a column of each kind), `account` (its balances always add up to the same sum), `visit`
/// (keyless, with rows that are equal; not from SQLite), `mark`.
class UnlikeScene {
public:
    UnlikeScene(Servers& servers, const QString& from, const QString& to, const QString& database)
        : m_servers(servers), m_from(from), m_to(to), m_database(database),
          m_nodes(servers.of(from), servers.of(to), {database, tables(), 512, options(), {}})
    {
        m_layOut = layOut();
    }

    ~UnlikeScene()
    {
        for (cli::NodeProcess* node : {&m_nodes.province(), &m_nodes.ministry()}) {
            if (node->isRunning())
                node->kill();
        }
        if (m_from != kPostgres)
            return;
        if (auto dropped = PgTwoNodes::dropSlots(m_servers.postgres); !dropped)
            qWarning("%s", qPrintable(dropped.error().toString()));
    }

    PgTwoNodes& nodes() { return m_nodes; }

    Result<> goLive()
    {
        ENGINE_TRY(m_layOut);
        if (!m_nodes.isValid())
            return fail(ErrorCode::Internal, m_nodes.failure());
        ENGINE_TRY(m_nodes.startBoth());
        ENGINE_TRY(m_nodes.registerAll());
        ENGINE_TRY(m_nodes.subscribe());
        return m_nodes.waitForState(SubscriptionState::Live);
    }

    /// `count` transactions, number `first` and on: money moves, people come, change, change their key and go; visits
    /// are added, changed and removed.
    Result<> work(int first, int count)
    {
        QStringList sql;
        for (int i = first; i < first + count; ++i) {
            const QString number = QString::number(i);
            sql +=
                {QStringLiteral("BEGIN"),
                 QStringLiteral("UPDATE account SET balance = balance - %1 WHERE id = 1 + %1 % 20").arg(number),
                 QStringLiteral("INSERT INTO person VALUES ('N%1', '新增𠮷%1', %1.25, '%2', '2026-01-01 08:00:00.5', "
                                "%3, NULL)")
                     .arg(number, QDate(1940, 6, 1).addDays(i).toString(Qt::ISODate), bytes()),
                 QStringLiteral("UPDATE person SET note = '改%1' WHERE id LIKE 'p%2%'").arg(number).arg(i % 10),
                 QStringLiteral("UPDATE person SET id = 'moved%1' WHERE id = 'p%1'").arg(number),
                 QStringLiteral("DELETE FROM person WHERE id = 'p%1'").arg(400 + i),
                 QStringLiteral("UPDATE account SET balance = balance + %1 WHERE id = 1 + (%1 * 7 + 3) % 20")
                     .arg(number)};
            if (hasVisits())
                sql += {QStringLiteral("INSERT INTO visit VALUES ('340100', %1), ('340100', %1)").arg(i % 3),
                        one(QStringLiteral("UPDATE visit SET times = times + 10"), i % 3),
                        one(QStringLiteral("DELETE FROM visit"), (i + 1) % 3)};
            sql += QStringLiteral("COMMIT");
        }
        ENGINE_TRY(m_nodes.atSource(sql.join(QStringLiteral(";\n"))));
        return {};
    }

    /// Fails when the balances at the target do not add up: half a transaction is visible.
    Result<> checkBalances()
    {
        ENGINE_TRY_AS(const QString sum, m_nodes.atTarget(QStringLiteral("SELECT sum(balance) FROM account")));
        if (sum.isEmpty() || sum.toInt() == kBalances)
            return {};
        return fail(ErrorCode::Conflict, QStringLiteral("half a transaction is visible: ") + sum);
    }

    /// The rows of `kinds` once more, so that the same values come by the load and by the stream; and each of them over
    /// another one.
    Result<> streamKinds()
    {
        const QString columns = kindNames().join(QStringLiteral(", "));
        ENGINE_TRY(
            m_nodes.atSource(QStringLiteral("INSERT INTO kinds (id, %1) SELECT id + 100, %1 FROM kinds").arg(columns)));
        QStringList nulls;
        QStringList back;
        for (const QString& name : kindNames()) {
            nulls += name + QStringLiteral(" = NULL");
            back += QStringLiteral("%1 = (SELECT %1 FROM (SELECT * FROM kinds) AS k WHERE k.id = kinds.id - 100)")
                        .arg(name);
        }
        ENGINE_TRY(m_nodes.atSource(QStringLiteral("UPDATE kinds SET ") + nulls.join(QStringLiteral(", ")) +
                                    QStringLiteral(" WHERE id > 100")));
        ENGINE_TRY(m_nodes.atSource(QStringLiteral("UPDATE kinds SET ") + back.join(QStringLiteral(", ")) +
                                    QStringLiteral(" WHERE id > 100")));
        return {};
    }

    /// Fails when what came by the stream is not what the load brought, at the target itself.
    Result<> checkKinds()
    {
        const QString same = m_to == kPostgres  ? QStringLiteral("a.%1 IS NOT DISTINCT FROM b.%1")
                             : m_to == kMariaDb ? QStringLiteral("a.%1 <=> b.%1")
                                                : QStringLiteral("a.%1 IS b.%1");
        QStringList terms;
        for (const QString& name : kindNames())
            terms += same.arg(name);
        ENGINE_TRY_AS(
            const QString count,
            m_nodes.atTarget(
                QStringLiteral("SELECT count(*) FROM kinds AS a JOIN kinds AS b ON b.id = a.id + 100 WHERE ") +
                terms.join(QStringLiteral(" AND "))));
        return count == QString::number(kKindRows)
                   ? Result<>()
                   : fail(ErrorCode::Conflict, QStringLiteral("%1 rows are alike").arg(count));
    }

    /// Both ends' rows in the words of their own databases, without any code of ours.
    Result<> checkEqual()
    {
        ENGINE_TRY_AS(const QString source, m_nodes.atSource(allSql(m_from)));
        ENGINE_TRY_AS(const QString target, m_nodes.atTarget(allSql(m_to)));
        if (source == target && !source.isEmpty())
            return {};
        return fail(ErrorCode::Conflict, QStringLiteral("%1 and %2").arg(source, target));
    }

    /// All that our verification finds: at the level of tables and of fields.
    Result<> checkVerified()
    {
        for (const QString& level : {QStringLiteral("table"), QStringLiteral("field")}) {
            ENGINE_TRY_AS(const VerificationSnapshot verified, m_nodes.verify(level));
            if (verified.state != u"equal")
                return fail(ErrorCode::Conflict, QStringLiteral("%1: %2 %3, %4 differences")
                                                     .arg(level, verified.state, verified.error)
                                                     .arg(verified.differenceCount));
        }
        return {};
    }

private:
    /// SQLite finds rows by a key only.
    bool hasVisits() const { return m_from != kSqlite && m_to != kSqlite; }

    QStringList tables() const
    {
        QStringList names{QStringLiteral("person"), QStringLiteral("account"), QStringLiteral("kinds"),
                          QStringLiteral("mark")};
        if (hasVisits())
            names.append(QStringLiteral("visit"));
        const QString schema = m_from == kPostgres  ? QStringLiteral("public.")
                               : m_from == kMariaDb ? QString(m_database + u'.')
                                                    : QString();
        for (QString& name : names)
            name.prepend(schema);
        return names;
    }

    SubscriptionConfig options() const
    {
        SubscriptionConfig options;
        if (m_to == kPostgres && m_from == kMariaDb)
            options.targetSchema = QStringLiteral("public");
        return options;
    }

    QStringList kindNames() const
    {
        QStringList names;
        for (qsizetype i = 0; i < kinds().size(); ++i)
            names += QStringLiteral("k%1").arg(i);
        return names;
    }

    /// Types of the source, each with its values, parted by "; ".
    QStringList kinds() const
    {
        const QStringList dates{QStringLiteral("date: '1940-06-01'; '1986-05-04'; '9999-12-31'"),
                                QStringLiteral("varchar(40): '𠮷𬭩䶮㐂·'; ''; ' b '")};
        if (m_from == kPostgres)
            return dates +
                   QStringList{QStringLiteral("boolean: true; false; NULL"),
                               QStringLiteral("bigint: -9223372036854775808; 9223372036854775807; NULL"),
                               QStringLiteral("numeric(65,30): 12345678901234567890123456789012345."
                                              "123456789012345678901234567890; -0.5; NULL"),
                               QStringLiteral("numeric: 1.50; 'NaN'; 1e40"),
                               QStringLiteral("real: 0.1; 16777217; 3.4e38"),
                               QStringLiteral("double precision: 0.1; 5e-324; 1e23"),
                               QStringLiteral("character(18): '11010519491231002X'; ''; 'a'"),
                               QStringLiteral("jsonb: '{\"b\":1, \"a\":[1,2.50]}'; 'null'; '\"𠮷\"'"),
                               QStringLiteral("uuid: '01234567-89ab-cdef-0123-456789abcdef'; NULL; NULL"),
                               QStringLiteral("bytea: '\\x00ff00'; '\\x'; NULL"),
                               QStringLiteral("bit(64): ('1' || repeat('0', 62) || '1')::bit(64); NULL; NULL"),
                               QStringLiteral("time: '24:00:00'; '23:59:59.999999'; '00:00:00'"),
                               QStringLiteral("timestamp: '1986-05-04 02:30:00.000001'; '2038-01-20'; NULL"),
                               QStringLiteral("timestamptz: '1986-05-04 02:30:00+08'; '2038-01-20 00:00+00'; NULL")};
        if (m_from == kMariaDb)
            return dates +
                   QStringList{QStringLiteral("bigint unsigned: 18446744073709551615; 9223372036854775808; 0"),
                               QStringLiteral("decimal(65,30): 12345678901234567890123456789012345."
                                              "123456789012345678901234567890; -0.5; NULL"),
                               QStringLiteral("float: 0.1; 16777217; 3.4e38"),
                               QStringLiteral("double: 0.1; 5e-324; 1e15"),
                               QStringLiteral("bit(64): x'8000000000000001'; 0; NULL"),
                               QStringLiteral("year: 2155; 0; NULL"),
                               QStringLiteral("time(6): '23:59:59.999999'; '00:00:00'; NULL"),
                               QStringLiteral("datetime(6): '1986-05-04 02:30:00.000001'; '2038-01-20'; NULL"),
                               QStringLiteral("timestamp NULL: '1986-05-04 02:30:00'; '2038-01-19 03:14:07'; NULL"),
                               QStringLiteral("varchar(20) character set gbk: '热依汗·努尔'; '镕'; NULL"),
                               QStringLiteral("enum('男','女'): '男'; '女'; NULL"),
                               QStringLiteral("set('养老','医疗'): '养老,医疗'; ''; NULL"),
                               QStringLiteral("binary(5): x'0001'; x'2020'; NULL"),
                               QStringLiteral("json: '{\"b\":1, \"a\":[1,2]}'; 'null'; NULL")};
        return dates +
               QStringList{QStringLiteral("INTEGER: 9223372036854775807; -9223372036854775808; NULL"),
                           QStringLiteral("REAL: 0.1; 1e308; 3"),
                           QStringLiteral("DECIMAL(12,2): 12.50; 3; -0.01"),
                           QStringLiteral("BOOLEAN: 0; 1; NULL"),
                           QStringLiteral("BLOB: x'00ff'; x''; NULL"),
                           QStringLiteral("DATETIME: '1986-05-04 02:30:00'; '2024-02-29 08:30:00.000001'; NULL")};
    }

    QStringList kindsSql() const
    {
        QStringList columns;
        QStringList rows(kKindRows);
        for (const QString& kind : kinds()) {
            columns += QStringLiteral("k%1 %2").arg(columns.size()).arg(kind.section(QStringLiteral(": "), 0, 0));
            const QStringList values = kind.section(QStringLiteral(": "), 1).split(QStringLiteral("; "));
            for (qsizetype row = 0; row < kKindRows; ++row)
                rows[row] += QStringLiteral(", ") + values[row];
        }
        QStringList sql{QStringLiteral("CREATE TABLE kinds (id int PRIMARY KEY, ") +
                        columns.join(QStringLiteral(", ")) + u')'};
        for (qsizetype row = 0; row < kKindRows; ++row)
            sql += QStringLiteral("INSERT INTO kinds VALUES (%1").arg(row + 1) + rows[row] + u')';
        return sql;
    }

    QString bytes() const { return m_from == kPostgres ? QStringLiteral("'\\x00ff'") : QStringLiteral("x'00ff'"); }

    QString one(const QString& head, int times) const
    {
        if (m_from == kMariaDb)
            return QStringLiteral("%1 WHERE times = %2 LIMIT 1").arg(head).arg(times);
        return QStringLiteral("%1 WHERE ctid IN (SELECT ctid FROM visit WHERE times = %2 LIMIT 1)")
            .arg(head)
            .arg(times);
    }

    Result<> layOut()
    {
        const TestServer& source = m_servers.of(m_from);
        if (m_from != kSqlite)
            ENGINE_TRY(source.run(QStringLiteral("CREATE DATABASE ") + m_database, administration(m_from)));
        if (m_to != kSqlite)
            ENGINE_TRY(m_servers.of(m_to).run(QStringLiteral("CREATE DATABASE ") + m_database, administration(m_to)));
        const QStringList types =
            m_from == kPostgres
                ? QStringList{QStringLiteral("numeric(12,2)"), QStringLiteral("timestamp(3)"), QStringLiteral("bytea")}
            : m_from == kMariaDb
                ? QStringList{QStringLiteral("decimal(12,2)"), QStringLiteral("datetime(3)"), QStringLiteral("blob")}
                : QStringList{QStringLiteral("NUMERIC"), QStringLiteral("DATETIME"), QStringLiteral("BLOB")};
        QStringList sql{
            QStringLiteral("CREATE TABLE person (id varchar(40) PRIMARY KEY, name varchar(200) NOT NULL, paid %1, "
                           "birth date, changed %2, photo %3, note text)")
                .arg(types[0], types[1], types[2]),
            QStringLiteral("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)"),
            QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY)")};
        sql += kindsSql();
        if (hasVisits())
            sql += QStringLiteral("CREATE TABLE visit (region char(6), times int)");
        if (hasVisits() && m_from == kPostgres)
            sql += QStringLiteral("ALTER TABLE visit REPLICA IDENTITY FULL");
        QStringList people;
        for (int i = 1; i <= kPeople; ++i) {
            const QString id = (i % 2 == 0 ? QStringLiteral("p") : QStringLiteral("P")) + QString::number(i);
            people += QStringLiteral("('%1', '张三', %2.5, '%3', '1986-05-04 02:30:00', %4, %5)")
                          .arg(id, QString::number(i), QDate(1986, 1, 1).addDays(i).toString(Qt::ISODate), bytes(),
                               i % 3 == 0 ? QStringLiteral("NULL") : QStringLiteral("''"));
        }
        sql += QStringLiteral("INSERT INTO person VALUES ") + people.join(QStringLiteral(", "));
        for (int i = 1; i <= 20; ++i)
            sql += QStringLiteral("INSERT INTO account VALUES (%1, 1000)").arg(i);
        for (int i = 0; i < 30 && hasVisits(); ++i)
            sql += QStringLiteral("INSERT INTO visit VALUES ('340100', %1)").arg(i % 5);
        ENGINE_TRY(source.run(sql.join(QStringLiteral(";\n")), m_database));
        return {};
    }

    static QString administration(const QString& engine)
    {
        return engine == kPostgres ? QStringLiteral("postgres") : QStringLiteral("mysql");
    }

    /// One hash over all rows: of PostgreSQL's text and MariaDB's, which these expressions make alike.
    QString allSql(const QString& engine) const
    {
        if (!hasVisits())
            return QStringLiteral("SELECT (SELECT count(*) FROM person) * 1000000 + "
                                  "(SELECT sum(balance * id) FROM account)");
        if (engine == kPostgres)
            return QStringLiteral(
                "SELECT md5(string_agg(concat_ws('|', id, name, paid, birth, to_char(changed, 'YYYY-MM-DD "
                "HH24:MI:SS.MS'), encode(photo, 'hex'), coalesce(note, 'null')), E'\\n' ORDER BY id COLLATE \"C\")) || "
                "(SELECT string_agg(concat(region, times), ',' ORDER BY region, times) FROM visit) || "
                "(SELECT sum(balance * id) FROM account) FROM person");
        return QStringLiteral(
            "SET SESSION group_concat_max_len = 100000000;\n"
            "SELECT concat(md5(group_concat(concat_ws('|', id, name, paid, birth, changed, lower(hex(photo)), "
            "ifnull(note, 'null')) ORDER BY CONVERT(id USING utf8mb4) COLLATE utf8mb4_bin SEPARATOR '\\n')), "
            "(SELECT group_concat(concat(region, times) ORDER BY region, times) FROM visit), "
            "(SELECT sum(balance * id) FROM account)) FROM person");
    }

    Servers& m_servers;
    QString m_from;
    QString m_to;
    QString m_database;
    PgTwoNodes m_nodes;
    Result<> m_layOut;
};

} // namespace

/// Databases of unlike kinds through two real nodes: load, changes, verification, repair, and kills.
class TstUnlikeNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void loadsFollowsVerifiesAndRepairs_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        for (const auto& [from, to] : std::initializer_list<std::pair<QString, QString>>{{kPostgres, kMariaDb},
                                                                                         {kMariaDb, kPostgres},
                                                                                         {kPostgres, kSqlite},
                                                                                         {kMariaDb, kSqlite},
                                                                                         {kSqlite, kPostgres},
                                                                                         {kSqlite, kMariaDb}})
            QTest::addRow("%s to %s", qPrintable(from), qPrintable(to)) << from << to;
    }

    void loadsFollowsVerifiesAndRepairs()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        UnlikeScene scene(m_servers, from, to, from.left(2) + u'_' + to.left(2));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(scene.work(1, 20));
        if (from != kSqlite && to != kSqlite)
            QVERIFY_OK(nodes.atSource(QStringLiteral("TRUNCATE TABLE visit")));
        QVERIFY_OK(scene.work(21, 20));
        QVERIFY_OK(scene.streamKinds());
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(scene.checkKinds());
        QVERIFY_OK(scene.checkVerified());
        // A row changed, lost and added by hand at the target is found and mended.
        for (const char* sql :
             {"UPDATE person SET name = 'x' WHERE id = 'p700'", "DELETE FROM person WHERE id = 'P77'",
              "INSERT INTO person (id, name) VALUES ('more', '多出来的')", "DELETE FROM kinds WHERE id = 101",
              "UPDATE kinds SET k0 = NULL, k1 = 'x' WHERE id = 2"})
            QVERIFY_OK(nodes.atTarget(QLatin1StringView(sql)));
        const auto found = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{5});
        QVERIFY_OK(nodes.repair(found->id));
        QTRY_VERIFY_WITH_TIMEOUT(scene.checkEqual().has_value() && scene.checkKinds().has_value(), 30'000);
        QVERIFY_OK(scene.checkVerified());
    }

    void survivesAKill_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addRow("postgres to mariadb") << kPostgres << kMariaDb;
        QTest::addRow("mariadb to postgres") << kMariaDb << kPostgres;
    }

    /// Either node and MariaDB's server in the middle of work: the balances add up at every look, both ends are equal
    /// at last.
    void survivesAKill()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        UnlikeScene scene(m_servers, from, to, QStringLiteral("kill_") + from.left(2));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        for (int kill = 0; kill < 3; ++kill) {
            QVERIFY_OK(scene.work(1 + kill * 60, 60));
            if (kill < 2) {
                (kill == 0 ? nodes.province() : nodes.ministry()).kill();
                QVERIFY_OK(nodes.reviveDead());
            } else {
                m_servers.mariaDb.kill();
                QVERIFY_OK(m_servers.mariaDb.startAgain());
            }
            QVERIFY_OK(scene.checkBalances());
        }
        QVERIFY_OK(nodes.waitUntilInStep(90'000));
        QVERIFY_OK(scene.checkBalances());
        QVERIFY_OK(scene.checkEqual());
    }

private:
    Servers m_servers;
};

BUSHENG_TEST(TstUnlikeNodes)
#include "tst_unlike_nodes.moc"
