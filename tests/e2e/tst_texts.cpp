// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/events.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kDatabase = QStringLiteral("texts");

} // namespace

/// §8.1.1 e as two nodes do it: texts are looked at where they are, the target is made wide enough on a person's wish,
/// and what is no text is set aside while the rest flows.
class TstTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_mariaDb.start());
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_otherPostgres.start());
        QVERIFY_OK(m_mariaDb.run(QStringLiteral("CREATE DATABASE ") + kDatabase, QStringLiteral("mysql")));
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE ") + kDatabase));
    }

    void cleanupTestCase() { QVERIFY_OK(PgTwoNodes::dropSlots(m_postgres)); }

    void looksWidensAndSetsAside();
    void setsAsideWhatIsNoText_data();
    void setsAsideWhatIsNoText();

private:
    const TestServer& server(const QString& kind, bool isTarget) const
    {
        if (kind == u"sqlite")
            return isTarget ? m_otherSqlite : m_sqlite;
        if (kind == u"mariadb")
            return m_mariaDb;
        return isTarget ? m_otherPostgres : m_postgres;
    }
    static Result<TextSurvey> survey(PgTwoNodes& nodes, const SubscriptionConfig& subscription)
    {
        return cli::await<TextSurvey>(
            [&](auto reply) { nodes.ministry().engine().texts().survey(subscription, kTextRows, reply); });
    }
    static Result<QStringList> widen(PgTwoNodes& nodes, const QString& target, const QStringList& sql)
    {
        return cli::await<QStringList>(
            [&](auto reply) { nodes.ministry().engine().texts().widen(target, sql, reply); });
    }

    MiniMariaDb m_mariaDb;
    MiniPostgres m_postgres;
    MiniPostgres m_otherPostgres;
    MiniSqlite m_sqlite;
    MiniSqlite m_otherSqlite;
};

void TstTexts::looksWidensAndSetsAside()
{
    // 张三 (GBK), 㐂𠮷 (four bytes a character), bytes that are no text.
    QVERIFY_OK(m_mariaDb.run(
        QStringLiteral("CREATE TABLE person (id varchar(20) PRIMARY KEY, name varchar(40)) CHARACTER SET latin1;\n"
                       "CREATE TABLE mark (id bigint PRIMARY KEY);\n"
                       "INSERT INTO person VALUES ('p1', _latin1 x'd5c5c8fd'), ('p2', _latin1 x'8139ef319534b235'), "
                       "('p3', _latin1 x'd5c5c8fdd5c5c8fd'), ('p4', NULL)"),
        kDatabase));
    QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE TABLE person (id varchar(20) PRIMARY KEY, name varchar(3));"
                                             "CREATE TABLE mark (id bigint PRIMARY KEY)"),
                              kDatabase));
    SubscriptionConfig options;
    options.targetSchema = QStringLiteral("public");
    options.onRowError = QStringLiteral("setAside");
    options.replaceTarget = true;
    PgTwoNodes nodes(m_mariaDb, m_postgres,
                     {kDatabase, {QStringLiteral("texts.person"), QStringLiteral("texts.mark")}, 64, options, {}});
    QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
    QVERIFY_OK(nodes.startBoth());
    QVERIFY_OK(nodes.registerAll());
    const SubscriptionConfig wished = PgTwoNodes::subscriptionWith(options);
    Result<TextSurvey> found = fail(ErrorCode::Timeout, QStringLiteral("no line"));
    QTRY_VERIFY_WITH_TIMEOUT((found = survey(nodes, wished)).has_value(), 20'000); // when the line is up
    QCOMPARE(found->columns.size(), std::size_t{2});
    QCOMPARE(found->columns[1].column, QStringLiteral("name"));
    QCOMPARE(found->columns[1].looksLike, QStringLiteral("gb18030"));
    QVERIFY(found->columns[1].problems.contains(QStringLiteral("looksOtherwise")));

    // Read as what it is; another place is refused by the source's node.
    const auto sources = cli::await<std::vector<DatabaseConfig>>(
        [&](auto reply) { nodes.province().engine().settings().listSources(reply); });
    QVERIFY_OK(sources);
    DatasetConfig dataset{
        PgTwoNodes::subscriptionName(), sources->front().name, Route::Log, nodes.tables(), {QStringLiteral("100000")}};
    const auto save = [&](const QString& readAs) {
        dataset.readAs = {readAs};
        return cli::await<>([&](auto reply) { nodes.province().engine().settings().addDataset(dataset, reply); });
    };
    QCOMPARE(save(QStringLiteral("texts.person.id=gb18030")).error().event, events::CFG_BAD_VALUE);
    QVERIFY_OK(save(QStringLiteral("texts.person=gb18030")));
    found = survey(nodes, wished);
    QVERIFY_OK(found);
    const TextColumn name = found->columns[1];
    QCOMPARE(name.problems, QStringList{QStringLiteral("tooShort")});
    QCOMPARE(name.rows, 3);
    QCOMPARE(name.longestCharacters, 4);
    QCOMPARE(name.longestBytes, 12);
    QCOMPARE(name.longestKey, QStringLiteral("p3"));
    QCOMPARE(name.limit, 3);
    QCOMPARE(name.unit, QStringLiteral("characters"));
    QCOMPARE(found->sql(), QStringList{QStringLiteral("ALTER TABLE \"public\".\"person\" ALTER COLUMN \"name\" TYPE "
                                                      "character varying(40)")});

    // Nothing but what was shown is run.
    QCOMPARE(widen(nodes, wished.target, {QStringLiteral("DROP TABLE person")}).error().event, events::CFG_BAD_VALUE);
    QVERIFY_OK(widen(nodes, wished.target, found->sql()));
    found = survey(nodes, wished);
    QVERIFY_OK(found);
    QVERIFY(found->columns[1].problems.isEmpty());

    // The load, and a change with bytes that are no text: set aside with its key and its bytes.
    QVERIFY_OK(nodes.subscribe());
    QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
    QVERIFY_OK(m_mariaDb.run(QStringLiteral("INSERT INTO person VALUES ('p5', _latin1 x'41ff'), ('p6', _latin1 "
                                            "x'cdf5')"),
                             kDatabase));
    QVERIFY_OK(nodes.waitUntilInStep());
    const auto names = nodes.atTarget(QStringLiteral("SELECT string_agg(id || coalesce(name, '-'), ' ' ORDER BY id) "
                                                     "FROM person"));
    QVERIFY_OK(names);
    QCOMPARE(*names, QStringLiteral("p1张三 p2㐂𠮷 p3张三张三 p4- p6王"));
    const auto kept = nodes.exceptions(QStringLiteral("open"));
    QVERIFY_OK(kept);
    QCOMPARE(kept->size(), std::size_t{1});
    QCOMPARE(kept->front().key, QStringLiteral("p5"));
    QVERIFY2(kept->front().newRow.contains(QStringLiteral("x'41ff'")), qPrintable(kept->front().newRow));
    found = survey(nodes, wished);
    QVERIFY_OK(found);
    QCOMPARE(found->columns[1].unreadable, 1);
    QCOMPARE(found->columns[1].unreadableSamples.front().text, QStringLiteral("x'41ff'"));
    QVERIFY_OK(save(QStringLiteral("texts.person=gb18030")));
    QCOMPARE(save(QStringLiteral("*=utf8")).error().event, events::CFG_BAD_VALUE); // it is subscribed
}

void TstTexts::setsAsideWhatIsNoText_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    for (const auto& [from, to] : {std::pair("postgres", "postgres"), std::pair("sqlite", "sqlite"),
                                   std::pair("postgres", "mariadb"), std::pair("sqlite", "postgres")})
        QTest::addRow("%s to %s", from, to) << QString::fromLatin1(from) << QString::fromLatin1(to);
}

/// Read as another encoding: by the load and by the stream, with the key and the bytes; mended at the source, they
/// arrive.
void TstTexts::setsAsideWhatIsNoText()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    const QString database = from.left(1) + u'_' + to.left(1);
    const TestServer& source = server(from, false);
    const TestServer& target = server(to, true);
    const bool isPostgres = from == u"postgres";
    if (isPostgres)
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE %1 ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE "
                                                 "'C' LC_CTYPE 'C'")
                                      .arg(database)));
    if (to == u"postgres")
        QVERIFY_OK(m_otherPostgres.run(QStringLiteral("CREATE DATABASE ") + database));
    else if (to == u"mariadb")
        QVERIFY_OK(m_mariaDb.run(QStringLiteral("CREATE DATABASE %1 CHARACTER SET utf8mb4").arg(database),
                                 QStringLiteral("mysql")));
    QVERIFY_OK(target.run(QStringLiteral("SELECT 1"), database)); // SQLite: the file
    const auto bytes = [isPostgres](const QString& hex) {
        if (!isPostgres)
            return QStringLiteral("CAST(X'%1' AS TEXT)").arg(hex);
        QString escaped;
        for (qsizetype i = 0; i < hex.size(); i += 2)
            escaped += QStringLiteral("\\x") + hex.mid(i, 2);
        return QStringLiteral("E'%1'").arg(escaped);
    };
    const QString bad = bytes(QStringLiteral("41ff42"));
    QVERIFY_OK(source.run(QStringLiteral("CREATE TABLE person (id INTEGER PRIMARY KEY, name varchar(40));\n"
                                         "CREATE TABLE mark (id bigint PRIMARY KEY);\n"
                                         "INSERT INTO person VALUES (1, %1), (2, %2), (3, 'A')")
                              .arg(bytes(QStringLiteral("d5c5c8fd")), bad),
                          database));
    PgTwoNodes nodes(source, target, {database, {}});
    QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
    QVERIFY_OK(nodes.startBoth());
    QVERIFY_OK(nodes.registerEnds());
    DatasetConfig dataset;
    dataset.name = PgTwoNodes::subscriptionName();
    dataset.route = isPostgres ? Route::Log : Route::Trigger;
    dataset.tables = {isPostgres ? QStringLiteral("public.person") : QStringLiteral("person"),
                      isPostgres ? QStringLiteral("public.mark") : QStringLiteral("mark")};
    dataset.readAs = {QStringLiteral("*=gb18030")};
    SubscriptionConfig options;
    options.onRowError = QStringLiteral("setAside");
    if (to != u"sqlite")
        options.targetSchema = to == u"mariadb" ? database : QStringLiteral("public");
    QVERIFY_OK(nodes.addFlow(dataset, options));
    QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
    const auto people = [&nodes, &to] {
        const QString one = to == u"mariadb" ? QStringLiteral("SELECT group_concat(concat(id, name) ORDER BY id "
                                                              "SEPARATOR ' ') FROM person")
                            : to == u"sqlite"
                                ? QStringLiteral("SELECT group_concat(one, ' ') FROM (SELECT id || name AS one FROM "
                                                 "person ORDER BY id)")
                                : QStringLiteral("SELECT string_agg(id || name, ' ' ORDER BY id) FROM person");
        return nodes.atTarget(one).value_or(QString());
    };
    QCOMPARE(people(), QStringLiteral("1张三 3A"));
    QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO person VALUES (4, %1);\nUPDATE person SET name = %1 WHERE id "
                                             "= 3;\nINSERT INTO person VALUES (5, %2)")
                                  .arg(bad, bytes(QStringLiteral("cdf5")))));
    QVERIFY_OK(nodes.waitUntilInStep());
    QCOMPARE(people(), QStringLiteral("1张三 3A 5王"));
    const auto kept = nodes.exceptions(QStringLiteral("open"));
    QVERIFY_OK(kept);
    QStringList keys;
    for (const ExceptionRecord& exception : *kept) {
        keys.append(exception.operation + u' ' + exception.key);
        QVERIFY2(exception.newRow.contains(QStringLiteral("x'41ff42'")), qPrintable(exception.newRow));
        QVERIFY2(exception.message.contains(QStringLiteral("name")), qPrintable(exception.message));
    }
    keys.sort();
    // A trigger of SQLite does not tell a new row from one that is replaced.
    QCOMPARE(keys.join(QStringLiteral(", ")),
             isPostgres ? QStringLiteral("insert 4, load 2, update 3") : QStringLiteral("load 2, update 3, upsert 4"));
    // Mended at the source, and asked for once more.
    QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE person SET name = 'B' WHERE id IN (2, 3, 4)")));
    QVERIFY_OK(nodes.waitUntilInStep());
    QVERIFY_OK(cli::await<qint64>(
        [&](auto reply) { nodes.faults().resendExceptions(PgTwoNodes::subscriptionName(), 0, reply); }));
    QTRY_COMPARE_WITH_TIMEOUT(people(), QStringLiteral("1张三 2B 3B 4B 5王"), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(nodes.exceptions(QStringLiteral("open")).value_or(*kept).empty(), 30'000);
    const auto verified = nodes.verify(QStringLiteral("field"));
    QVERIFY_OK(verified);
    QVERIFY2(verified->state == QStringLiteral("equal"), qPrintable(verified->error + verified->state));
}

BUSHENG_TEST(TstTexts)
#include "tst_texts.moc"
