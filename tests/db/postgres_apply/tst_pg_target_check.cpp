// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/apply/target_check.h"
#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// What a look at a target says before rows go there, and that what it asks for is enough.
class TstPgTargetCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start({QStringLiteral("fsync = on")})); }

    void saysNothingOfATargetThatIsWell()
    {
        PgApplyFixture f(m_server);
        QVERIFY_OK(f.create());
        f.onTarget(QStringLiteral("CREATE TABLE account(id int PRIMARY KEY)"));
        const auto found = checkPgTarget(f.config, {{QStringLiteral("account"), QStringLiteral("new.one")}, true});
        QVERIFY_OK(found);
        QCOMPARE(eventsOf(*found), QStringList());
    }

    void asksForRightsByStatementsThatGiveThem_data()
    {
        QTest::addColumn<bool>("makesTables");
        QTest::newRow("tables are there") << false;
        QTest::newRow("tables are made") << true;
    }

    void asksForRightsByStatementsThatGiveThem()
    {
        QFETCH(const bool, makesTables);
        PgApplyFixture f(m_server);
        QVERIFY_OK(f.create());
        f.onTarget(QStringLiteral("DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'clerk') THEN "
                                  "DROP OWNED BY clerk; DROP ROLE clerk; END IF; END $$; CREATE ROLE clerk LOGIN;"
                                  "DROP SCHEMA IF EXISTS office, other CASCADE; CREATE TABLE account(id int PRIMARY "
                                  "KEY); ALTER TABLE account ENABLE ROW LEVEL "
                                  "SECURITY; CREATE SCHEMA office; CREATE TABLE office.\"Case\"(id int PRIMARY KEY)"));
        f.config.target.location = m_server.conninfo(QStringLiteral("t"), QStringLiteral("clerk"));
        TargetWish wish{{QStringLiteral("account"), QStringLiteral("office.Case")}, makesTables};
        if (makesTables)
            wish.tables += {QStringLiteral("office.made"), QStringLiteral("other.made")};
        const auto missing = checkPgTarget(f.config, wish);
        QVERIFY_OK(missing);
        const QStringList asked = eventsOf(*missing);
        QVERIFY(asked.count(events::TGT_RIGHTS) >= 4);
        QCOMPARE(asked.count(events::TGT_TRIGGERS_FIRE), 1);
        QCOMPARE(asked.size(), asked.count(events::TGT_RIGHTS) + 1);
        // A table in a schema that may not be looked into is looked at when it may: one more round, never more.
        for (int round = 0; round < 2; ++round) {
            const auto rest = checkPgTarget(f.config, wish);
            QVERIFY_OK(rest);
            for (const Finding& finding : *rest)
                f.onTarget(finding.args.at(2));
        }
        const auto none = checkPgTarget(f.config, wish);
        QVERIFY_OK(none);
        QCOMPARE(eventsOf(*none), QStringList());
        QVERIFY_OK(f.open());
    }

    void findsWhatStandsInTheWay()
    {
        PgApplyFixture f(m_server);
        QVERIFY_OK(f.create());
        f.onTarget(
            QStringLiteral("CREATE TABLE few AS SELECT generate_series(1, 3) AS a; CREATE VIEW seen AS SELECT 1 AS a;"
                           "CREATE TABLE many AS SELECT generate_series(1, 5000) AS a"));
        const auto found = checkPgTarget(
            f.config,
            {{QStringLiteral("few"), QStringLiteral("many"), QStringLiteral("seen"), QStringLiteral("gone")}, false});
        QVERIFY_OK(found);
        QCOMPARE(eventsOf(*found), QStringList({events::TGT_NOT_EMPTY, events::TGT_NOT_EMPTY, events::TGT_STRUCTURE,
                                                events::TGT_STRUCTURE}));
        QCOMPARE(found->at(0).args.at(2), QStringLiteral("3"));
        QCOMPARE(found->at(1).args.at(2), QStringLiteral("≥ 1000"));
        QVERIFY(found->at(0).severity == FindingSeverity::Warning);
        QVERIFY(found->at(2).severity == FindingSeverity::Error);
        QCOMPARE(found->at(3).subject, QStringLiteral("public.gone"));
        const auto twice = checkPgTarget(f.config, {{QStringLiteral("few"), QStringLiteral("public.few")}, false});
        QVERIFY(!twice);
        QCOMPARE(twice.error().event, events::CFG_BAD_VALUE);
    }

    void saysWhichCharactersHaveNoPlace()
    {
        QVERIFY_OK(m_server.run(QStringLiteral("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 "
                                               "LC_COLLATE 'C' LC_CTYPE 'C'")));
        const PgTarget latin = targetAt(QStringLiteral("latin"));
        const auto found = checkPgTarget(latin, {});
        QVERIFY_OK(found);
        QCOMPARE(eventsOf(*found), QStringList{events::TGT_ENCODING});
        const auto nowhere = checkPgTarget(targetAt(QStringLiteral("nowhere")), {});
        QVERIFY_OK(nowhere);
        QCOMPARE(eventsOf(*nowhere), QStringList{events::TGT_UNAVAILABLE});
    }

private:
    static QStringList eventsOf(const std::vector<Finding>& findings)
    {
        QStringList all;
        for (const Finding& finding : findings)
            all.append(finding.event);
        return all;
    }
    PgTarget targetAt(const QString& database) const
    {
        PgTarget target;
        target.target = {QStringLiteral("t"), QStringLiteral("postgres"), m_server.conninfo(database)};
        return target;
    }
    MiniPostgres m_server;
};

BUSHENG_TEST(TstPgTargetCheck)
#include "tst_pg_target_check.moc"
