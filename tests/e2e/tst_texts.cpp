// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/events.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
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
        QVERIFY_OK(m_mariaDb.run(QStringLiteral("CREATE DATABASE ") + kDatabase, QStringLiteral("mysql")));
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE ") + kDatabase));
    }

    void looksWidensAndSetsAside();

private:
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

BUSHENG_TEST(TstTexts)
#include "tst_texts.moc"
