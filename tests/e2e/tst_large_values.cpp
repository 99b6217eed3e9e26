// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/large_change.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPostgres = QStringLiteral("postgres");
const QString kMariaDb = QStringLiteral("mariadb");
const QString kSqlite = QStringLiteral("sqlite");
constexpr int kTextMiB = 12;
constexpr int kBytesMiB = 8;
/// Some copies of a row of kLargestChange, beside what a node has anyway.
constexpr qint64 kMostMemory = 500LL << 20;

/// The words of one database for a value of so many MiB.
QString textOf(const QString& engine, int mebibytes)
{
    if (engine == kPostgres)
        return QStringLiteral("(SELECT string_agg(md5(i::text), '') FROM generate_series(1, %1) AS i)")
            .arg(32768 * mebibytes);
    if (engine == kMariaDb)
        return QStringLiteral("REPEAT(SHA2(RAND(), 512), %1)").arg(8192 * mebibytes);
    return QStringLiteral("hex(randomblob(%1))").arg(524288 * mebibytes);
}

QString bytesOf(const QString& engine, int mebibytes)
{
    if (engine == kPostgres)
        return QStringLiteral("decode(%1, 'hex')").arg(textOf(engine, 2 * mebibytes));
    return engine == kMariaDb ? QStringLiteral("UNHEX(%1)").arg(textOf(engine, 2 * mebibytes))
                              : QStringLiteral("randomblob(%1)").arg(mebibytes << 20);
}

} // namespace

/// §6.4: rows with large fields in the stream, between all three kinds of database, with a bound on the nodes' memory.
class TstLargeValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_mariaDb.start({QStringLiteral("--max-allowed-packet=256M")}));
    }

    void cleanupTestCase() { QVERIFY_OK(PgTwoNodes::dropSlots(m_postgres)); }

    void flowBetween_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("postgres to mariadb") << kPostgres << kMariaDb;
        QTest::newRow("mariadb to sqlite") << kMariaDb << kSqlite;
        QTest::newRow("sqlite to postgres") << kSqlite << kPostgres;
    }

    void flowBetween()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        const QString database = QStringLiteral("large_") + from.left(1) + to.left(1);
        QVERIFY_OK(layOut(from, to, database));
        SubscriptionConfig options;
        const bool setsAside = from == kPostgres; // once is enough for what a long row takes
        if (setsAside)
            options.onRowError = QStringLiteral("setAside");
        const QString schema = from == kPostgres  ? QStringLiteral("public.")
                               : from == kMariaDb ? QString(database + u'.')
                                                  : QString();
        PgTwoNodes nodes(
            of(from), of(to),
            {database, {schema + QStringLiteral("document"), schema + QStringLiteral("mark")}, 1024, options, {}});
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        // Each dies once with a large row in its hands: in the load, and in the stream.
        nodes.ministry().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=apply.large.whole=kill")});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.ministry().waitForEnd(60'000));
        nodes.ministry().setEnvironment({});
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));

        QVERIFY_OK(nodes.atSource(row(from, 3, QStringLiteral("streamed"))));
        nodes.province().kill();
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE document SET title = 'renamed' WHERE id = 2")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE document SET body = %1 WHERE id = 1").arg(textOf(from, 3))));
        QVERIFY_OK(nodes.waitUntilInStep(120'000));
        QCOMPARE(lengths(nodes), expected(3) + expected(kTextMiB) + expected(kTextMiB));
        const auto equal = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(equal);
        QCOMPARE(equal->state, QStringLiteral("equal"));

        // Changed by hand in the middle of a value: found, shown in a few bytes, and sent again.
        QVERIFY_OK(nodes.atTarget(QStringLiteral("UPDATE document SET body = REPLACE(body, SUBSTR(body, 10, 3), "
                                                 "'###') WHERE id = 3")));
        const auto different = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(different);
        QCOMPARE(different->differenceCount, quint64{1});
        QVERIFY(different->differences.front().cells.at(2).sourceValue.startsWith(u'('));
        QVERIFY_OK(nodes.repair(different->id));
        QVERIFY_OK(nodes.waitUntilInStep(120'000));
        QTRY_COMPARE_WITH_TIMEOUT(nodes.verify(QStringLiteral("field")).value().state, QStringLiteral("equal"), 30'000);
        if (setsAside)
            leaveOut(nodes, from);
        const qint64 province = nodes.province().peakResidentBytes();
        const qint64 ministry = nodes.ministry().peakResidentBytes();
        qInfo("peak memory: %s %lld MiB, %s %lld MiB", qPrintable(from), static_cast<long long>(province >> 20),
              qPrintable(to), static_cast<long long>(ministry >> 20));
        QVERIFY(province > 0 && province < kMostMemory);
        QVERIFY(ministry > 0 && ministry < kMostMemory);
    }

    /// A value that a target cannot hold, by its server's own limit: that row waits, the others flow.
    void setsAsideWhatTheServerDoesNotTake()
    {
        MiniMariaDb small;
        QVERIFY_OK(small.start({QStringLiteral("--max-allowed-packet=4M")}));
        const QString database = QStringLiteral("small");
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE ") + database, QStringLiteral("postgres")));
        QVERIFY_OK(small.run(QStringLiteral("CREATE DATABASE ") + database, QStringLiteral("mysql")));
        QVERIFY_OK(m_postgres.run(tables(kPostgres), database));
        SubscriptionConfig options;
        options.onRowError = QStringLiteral("setAside");
        PgTwoNodes nodes(
            m_postgres, small,
            {database, {QStringLiteral("public.document"), QStringLiteral("public.mark")}, 512, options, {}});
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO document VALUES (1, 'fits', %1, NULL), "
                                                 "(2, 'does not', %2, NULL), (3, 'fits', 'x', NULL)")
                                      .arg(textOf(kPostgres, 3), textOf(kPostgres, 6))));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT group_concat(id ORDER BY id) FROM document")).value(),
                 QStringLiteral("1,3"));
        const auto aside = nodes.exceptions(QStringLiteral("open"));
        QVERIFY_OK(aside);
        QCOMPARE(aside->size(), std::size_t{1});
        QCOMPARE(aside->front().key, QStringLiteral("2"));
        QVERIFY2(aside->front().message.contains(QStringLiteral("max_allowed_packet")),
                 qPrintable(aside->front().message));
    }

private:
    const TestServer& of(const QString& engine) const
    {
        if (engine == kPostgres)
            return m_postgres;
        return engine == kMariaDb ? static_cast<const TestServer&>(m_mariaDb) : m_sqlite;
    }

    static QString tables(const QString& engine)
    {
        const QStringList types = engine == kPostgres ? QStringList{QStringLiteral("text"), QStringLiteral("bytea")}
                                  : engine == kMariaDb
                                      ? QStringList{QStringLiteral("longtext"), QStringLiteral("longblob")}
                                      : QStringList{QStringLiteral("TEXT"), QStringLiteral("BLOB")};
        return QStringLiteral("CREATE TABLE document (id int PRIMARY KEY, title varchar(40) NOT NULL, body %1, scan "
                              "%2);\nCREATE TABLE mark (id bigint PRIMARY KEY)")
            .arg(types[0], types[1]);
    }

    static QString row(const QString& engine, int id, const QString& title)
    {
        return QStringLiteral("INSERT INTO document VALUES (%1, '%2', %3, %4)")
            .arg(QString::number(id), title, textOf(engine, kTextMiB), bytesOf(engine, kBytesMiB));
    }

    Result<> layOut(const QString& from, const QString& to, const QString& database)
    {
        for (const QString& engine : {from, to}) {
            if (engine != kSqlite)
                ENGINE_TRY(of(engine).run(QStringLiteral("CREATE DATABASE ") + database,
                                          engine == kPostgres ? QStringLiteral("postgres") : QStringLiteral("mysql")));
        }
        ENGINE_TRY(of(from).run(tables(from), database));
        ENGINE_TRY(of(from).run(QStringLiteral("INSERT INTO document VALUES (1, 'small', 'x', NULL)"), database));
        ENGINE_TRY(of(from).run(row(from, 2, QStringLiteral("loaded")), database));
        return {};
    }

    static QString expected(int mebibytes) { return QStringLiteral("%1;").arg(mebibytes << 20); }

    /// Of the bodies at the target, by id.
    static QString lengths(PgTwoNodes& nodes)
    {
        QString all;
        for (int id = 1; id <= 3; ++id)
            all += nodes.atTarget(QStringLiteral("SELECT length(body) FROM document WHERE id = %1").arg(id)).value() +
                   u';';
        return all;
    }

    /// A row beyond the limit is told of by key and reason, and holds nobody up.
    void leaveOut(PgTwoNodes& nodes, const QString& from)
    {
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO document VALUES (8, 'too large', %1, NULL)")
                                      .arg(textOf(from, static_cast<int>(kLargestChange >> 20) + 4))));
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO document VALUES (9, 'behind', 'x', NULL)")));
        QVERIFY_OK(nodes.waitUntilInStep(120'000));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM document WHERE id >= 8")).value(),
                 QStringLiteral("1"));
        const auto aside = nodes.exceptions(QStringLiteral("open"));
        QVERIFY_OK(aside);
        QCOMPARE(aside->size(), std::size_t{1});
        QCOMPARE(aside->front().key, QStringLiteral("8"));
        QVERIFY2(aside->front().message.contains(QStringLiteral("body")), qPrintable(aside->front().message));
        QVERIFY2(aside->front().newRow.contains(QStringLiteral("too large")), qPrintable(aside->front().newRow));
    }

    MiniPostgres m_postgres;
    MiniMariaDb m_mariaDb;
    MiniSqlite m_sqlite;
};

BUSHENG_TEST(TstLargeValues)
#include "tst_large_values.moc"
