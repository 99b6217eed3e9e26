// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/pg_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

/// `person` in part and as archive.insured, the keyless `visit` in part and as archive.stay, the rest as it is.
SubscriptionConfig mappedOptions()
{
    SubscriptionConfig options;
    options.mappings = {
        {QStringLiteral("public.person"),
         QStringLiteral("archive.insured"),
         {QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("region"), QStringLiteral("birth"),
          QStringLiteral("note")},
         {{QStringLiteral("name"), QStringLiteral("full_name")}},
         QStringLiteral("region < '340250' and (birth >= '1950-01-10' or id in (3, 4)) and not name like '黑%'")},
        {QStringLiteral("public.visit"),
         QStringLiteral("archive.stay"),
         {QStringLiteral("times")},
         {},
         QStringLiteral("region = '340100'")},
    };
    return options;
}

const QString kPersonFilter =
    QStringLiteral("region < '340250' AND (birth >= date '1950-01-10' OR id IN (3, 4)) AND NOT name LIKE '黑%'");

/// Number and content of rows, whatever order they have.
QString sumOf(const QString& columns, const QString& from)
{
    return QStringLiteral("SELECT count(*) || ' ' || coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') "
                          "FROM (SELECT %1 FROM %2) r")
        .arg(columns, from);
}

} // namespace

/// PostgreSQL to PostgreSQL with tables that are taken in part, under other names, or reviewed before they are made.
class TstPgMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void carriesThePartThatIsWanted_data()
    {
        QTest::addColumn<bool>("strict");
        QTest::newRow("in sets") << false;
        QTest::newRow("strict") << true;
    }

    void carriesThePartThatIsWanted()
    {
        QFETCH(const bool, strict);
        PgScene scene(m_servers, strict ? QStringLiteral("mapped_strict") : QStringLiteral("mapped"));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(makeHardRows(nodes));
        SubscriptionConfig options = mappedOptions();
        options.strict = strict;
        QVERIFY_OK(scene.goLive(options));
        QVERIFY_OK(samePart(nodes));
        QCOMPARE(nodes
                     .atTarget(QStringLiteral("SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE "
                                              "attrelid = 'archive.insured'::regclass AND attnum > 0"))
                     .value_or(QString()),
                 QStringLiteral("id full_name region birth note"));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM public.person")).value_or(QString()),
                 QStringLiteral("0"));
        QVERIFY_OK(changeInAndOut(nodes));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(samePart(nodes));
        const auto verified = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(verified);
        QVERIFY2(verified->state == QStringLiteral("equal"), qPrintable(verified->error + verified->state));
    }

    void goesOnAfterAKill()
    {
        PgScene scene(m_servers, QStringLiteral("mapped_kill"));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(makeHardRows(nodes));
        QVERIFY_OK(scene.goLive(mappedOptions()));
        for (int kill = 0; kill < 2; ++kill) {
            QVERIFY_OK(scene.work(kill * 50, 50));
            (kill == 0 ? nodes.province() : nodes.ministry()).kill();
            QVERIFY_OK(nodes.reviveDead());
        }
        QVERIFY_OK(changeInAndOut(nodes));
        QVERIFY_OK(nodes.waitUntilInStep(120'000, true));
        QVERIFY_OK(samePart(nodes));
    }

    void survivesAKillAtEachStructure_data()
    {
        QTest::addColumn<QString>("failpoint");
        for (const char* point : {"part.structure.before=kill@1", "part.structure.after=kill@1",
                                  "part.structure.before=kill@2", "part.structure.after=kill@2"})
            QTest::addRow("%s", point) << QString::fromLatin1(point);
    }

    /// The first is the load's, the second that of a new column.
    void survivesAKillAtEachStructure()
    {
        QFETCH(const QString, failpoint);
        PgScene scene(m_servers, QStringLiteral("structure_kill%1").arg(qHash(failpoint)));
        PgTwoNodes& nodes = scene.nodes();
        nodes.province().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
        const auto revived = [&nodes] { return nodes.reviveDead().has_value(); };
        QVERIFY_OK(scene.subscribe(mappedOptions()));
        const qint64 first = nodes.province().processId();
        const auto isLive = [&] {
            return revived() && nodes.subscription() != nullptr &&
                   nodes.subscription()->state == SubscriptionState::Live;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), 60'000);
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("ALTER TABLE person ADD COLUMN phone text; ALTER TABLE visit ADD COLUMN "
                                          "place text; UPDATE person SET phone = '1', name = name || '改'")));
        QVERIFY_OK(changeInAndOut(nodes));
        QVERIFY_OK(nodes.waitUntilInStep(120'000, true));
        QVERIFY_OK(samePart(nodes));
        QVERIFY2(nodes.province().processId() != first, "the failpoint was never reached");
    }

    void findsAndRepairsDifferencesOfThePart()
    {
        PgScene scene(m_servers, QStringLiteral("mapped_repair"));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive(mappedOptions()));
        QVERIFY_OK(nodes.atTarget(QStringLiteral(
            "UPDATE archive.insured SET full_name = '改了' WHERE id = 20; DELETE FROM archive.insured WHERE id = 21;"
            "INSERT INTO archive.insured VALUES (77777, '多出来的', '340001', NULL, NULL);"
            "DELETE FROM archive.stay WHERE ctid IN (SELECT ctid FROM archive.stay WHERE times = 3 LIMIT 1);"
            "INSERT INTO archive.stay VALUES (99)")));
        const auto found = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{5});
        QVERIFY_OK(nodes.repair(found->id));
        QTRY_VERIFY_WITH_TIMEOUT(samePart(nodes).has_value(), 30'000);
        const auto again = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(again);
        QCOMPARE(again->state, QStringLiteral("equal"));
    }

    void stopsWhenAColumnOfThePartIsDropped()
    {
        PgScene scene(m_servers, QStringLiteral("mapped_drop"));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive(mappedOptions()));
        // A column that is not carried goes unnoticed, save for the version.
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("ALTER TABLE person DROP COLUMN photo; UPDATE person SET note = 'a'")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(samePart(nodes));
        QVERIFY_OK(nodes.atSource(
            QStringLiteral("ALTER TABLE person DROP COLUMN birth; UPDATE person SET note = 'b' WHERE id = 20")));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("the reason"), 30'000, [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().error == QStringLiteral("MAP_STRUCTURE") &&
                   node.subscriptions.front().errorArgs.value(2).contains(QStringLiteral("birth"));
        }));
        SubscriptionConfig other = mappedOptions();
        other.mappings.front().columns.removeOne(QStringLiteral("birth"));
        other.mappings.front().filter = QStringLiteral("region < '340250'");
        const auto refused = nodes.subscribe(other);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, QStringLiteral("MAP_CHANGED"));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("DROP TABLE archive.insured")));
        QVERIFY_OK(cli::await<>([&](auto reply) {
            nodes.ministry().engine().flow().reloadAs(PgTwoNodes::subscriptionWith(other), reply);
        }));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(sumOf(QStringLiteral("id, full_name, region, note"), QStringLiteral("archive.insured")))
                     .value_or(QString()),
                 nodes
                     .atSource(sumOf(QStringLiteral("id, name, region, note"),
                                     QStringLiteral("person WHERE region < '340250'")))
                     .value_or(QStringLiteral("none")));
    }

    void refusesAPartThatIsNotThere_data()
    {
        QTest::addColumn<QString>("columns");
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("why");
        QTest::newRow("column") << QStringLiteral("id,phone") << QString() << QStringLiteral("no column phone");
        QTest::newRow("key") << QStringLiteral("name") << QString() << QStringLiteral("column id belongs to the key");
        QTest::newRow("filter column") << QString() << QStringLiteral("phone = '1'") << QStringLiteral("column phone");
        QTest::newRow("literal") << QString() << QStringLiteral("birth = 'soon'") << QStringLiteral("a date like");
        QTest::newRow("type") << QString() << QStringLiteral("photo = 'x'") << QStringLiteral("type bytea");
    }

    void refusesAPartThatIsNotThere()
    {
        QFETCH(const QString, columns);
        QFETCH(const QString, filter);
        QFETCH(const QString, why);
        PgScene scene(m_servers,
                      QStringLiteral("refused_") + QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'_'), 5);
        SubscriptionConfig options;
        options.mappings = {{QStringLiteral("public.person"), {}, columns.split(u',', Qt::SkipEmptyParts), {}, filter}};
        QVERIFY_OK(scene.subscribe(options));
        QVERIFY_OK(scene.nodes().ministry().waitFor(QStringLiteral("refusal"), 30'000, [&](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().error == QStringLiteral("MAP_REFUSED") &&
                   node.subscriptions.front().errorArgs.value(2).contains(why);
        }));
    }

    /// By a source that knows its tables already, in its answer; and by the target, whose business the names are.
    void refusesAnotherPartAtOnce()
    {
        PgScene scene(m_servers, QStringLiteral("refused_at_once"), 5);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        const auto reloadWith = [&nodes](const TableMapping& mapping) {
            SubscriptionConfig options;
            options.mappings = {mapping};
            return cli::await<>([&](auto reply) {
                nodes.ministry().engine().flow().reloadAs(PgTwoNodes::subscriptionWith(options), reply);
            });
        };
        const auto isTold = [](const QString& event, const QString& why) {
            return [event, why](const NodeSnapshot& node) {
                return std::ranges::any_of(node.alarms, [&](const AlarmSnapshot& alarm) {
                    return alarm.event == event && alarm.args.value(2).contains(why);
                });
            };
        };
        // Another subscription keeps the publication at the source.
        SubscriptionConfig second = PgTwoNodes::subscriptionWith({});
        second.name = QStringLiteral("second");
        second.replaceTarget = true;
        second.targetSchema = QStringLiteral("second");
        QVERIFY_OK(
            cli::await<>([&](auto reply) { nodes.ministry().engine().settings().addSubscription(second, reply); }));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("second live"), 30'000, [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.subscriptions, [](const SubscriptionSnapshot& one) {
                return one.config.name == QStringLiteral("second") && one.state == SubscriptionState::Live;
            });
        }));
        QVERIFY_OK(reloadWith({QStringLiteral("public.person"), {}, {}, {}, QStringLiteral("phone = '1'")}));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("refusal"), 30'000,
                                            isTold(QStringLiteral("MAP_REFUSED"), QStringLiteral("column phone"))));
        QVERIFY_OK(reloadWith({QStringLiteral("public.nothing"), QStringLiteral("archive.x"), {}, {}, {}}));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("refusal"), 30'000,
                                            isTold(QStringLiteral("MAP_TARGET"), QStringLiteral("no such table"))));
        QVERIFY(std::ranges::none_of(nodes.ministry().latest().alarms, [](const AlarmSnapshot& alarm) {
            return alarm.event == QStringLiteral("MAP_REFUSED"); // of the stream before
        }));
    }

    /// Columns that the target has not are left out, of tables with a key and without one.
    void leavesOutWhatTheTargetHasNot()
    {
        PgScene scene(m_servers, QStringLiteral("ignored"));
        PgTwoNodes& nodes = scene.nodes();
        SubscriptionConfig options;
        options.newColumns = NewColumns::Ignore;
        QVERIFY_OK(scene.goLive(options));
        QVERIFY_OK(nodes.atSource(QStringLiteral(
            "ALTER TABLE person ADD COLUMN phone text DEFAULT '无'; ALTER TABLE visit ADD COLUMN place text;"
            "UPDATE person SET phone = '123', note = '新' WHERE id = 5; INSERT INTO visit VALUES ('340100', 7, '甲');"
            "INSERT INTO visit VALUES ('340100', 7, '乙'); DELETE FROM visit WHERE place = '甲'")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT note FROM person WHERE id = 5")).value_or(QString()),
                 QStringLiteral("新"));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM visit WHERE times = 7")).value_or(QString()),
                 QStringLiteral("1"));
        QTRY_COMPARE_WITH_TIMEOUT(
            nodes.subscription()->ignoredColumns,
            (QStringList{QStringLiteral("public.person.phone"), QStringLiteral("public.visit.place")}), 10'000);
        const auto equal = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(equal);
        QVERIFY2(equal->state == QStringLiteral("equal"), qPrintable(equal->error + equal->state));
        QVERIFY_OK(nodes.atTarget(QStringLiteral(
            "UPDATE person SET name = 'x' WHERE id = 6; DELETE FROM visit WHERE times = 7; INSERT INTO visit VALUES "
            "('340100', 88)")));
        const auto found = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->differenceCount, quint64{3});
        QVERIFY_OK(nodes.repair(found->id));
        // The repair is a transaction at the source, before the mark.
        QTRY_COMPARE_WITH_TIMEOUT(
            nodes.atTarget(QStringLiteral("SELECT count(*) FROM visit WHERE times = 88")).value_or(QString()),
            QStringLiteral("0"), 30'000);
        const auto again = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(again);
        QCOMPARE(again->state, QStringLiteral("equal"));
    }

    /// The column is made in the middle of a transaction of the target, and work goes on in it and behind it.
    void addsColumnsWhereThePolicySaysSo()
    {
        PgScene scene(m_servers, QStringLiteral("added"));
        PgTwoNodes& nodes = scene.nodes();
        SubscriptionConfig options;
        options.newColumns = NewColumns::Add;
        QVERIFY_OK(scene.goLive(options));
        QVERIFY_OK(scene.work(0, 10));
        QVERIFY_OK(nodes.atSource(QStringLiteral("ALTER TABLE person ADD COLUMN phone text DEFAULT '无'; "
                                                 "ALTER TABLE visit ADD COLUMN place text")));
        QVERIFY_OK(scene.work(10, 10));
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("UPDATE person SET phone = '1' WHERE id = 100; DELETE FROM visit WHERE "
                                          "times = 2; INSERT INTO visit VALUES ('340100', 9, '甲')")));
        QVERIFY_OK(scene.work(20, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    void makesNothingBeforeAPersonApproves()
    {
        PgScene scene(m_servers, QStringLiteral("reviewed"), 20);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atTarget(QStringLiteral("DROP TABLE person, visit")));
        SubscriptionConfig options;
        options.reviewStructure = true;
        QVERIFY_OK(scene.subscribe(options));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("the question"), 30'000, [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.alarms, [](const AlarmSnapshot& alarm) {
                return alarm.event == QStringLiteral("MAP_REVIEW") &&
                       alarm.args.value(1).contains(QStringLiteral("CREATE TABLE \"public\".\"person\"")) &&
                       !alarm.args.value(1).contains(u'\n');
            });
        }));
        FlowApi& flow = nodes.ministry().engine().flow();
        const SubscriptionConfig named = PgTwoNodes::subscriptionWith({});
        const auto shown = cli::await<StructureSnapshot>([&](auto reply) { flow.structure(named, reply); });
        QVERIFY_OK(shown);
        QVERIFY(shown->waitsForApproval);
        QCOMPARE(shown->tables.size(), std::size_t{4});
        QVERIFY(shown->sql.join(u'\n').contains(QStringLiteral("CREATE TABLE \"public\".\"visit\"")));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT to_regclass('public.person') IS NULL")).value_or(QString()),
                 QStringLiteral("t"));
        QVERIFY_OK(cli::await<>([&](auto reply) { flow.approveStructure(named.name, reply); }));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        const auto after = cli::await<StructureSnapshot>([&](auto reply) { flow.structure(named, reply); });
        QVERIFY_OK(after);
        QVERIFY2(after->sql.isEmpty(), qPrintable(after->sql.join(u'\n')));
        QVERIFY_OK(triesAnotherMapping(nodes));
        const auto nothing = cli::await<>([&](auto reply) { flow.approveStructure(named.name, reply); });
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().event, QStringLiteral("CFG_BAD_VALUE"));
    }

private:
    /// The provider's node is asked for its tables, and what would be is held against the target; nothing changes.
    static Result<> triesAnotherMapping(PgTwoNodes& nodes)
    {
        StructuresApi& structures = nodes.ministry().engine().structures();
        SubscriptionConfig wanted = PgTwoNodes::subscriptionWith({});
        ENGINE_TRY_AS(const DatasetStructure source,
                      cli::await<DatasetStructure>([&](auto reply) { structures.datasetStructure(wanted, reply); }));
        const auto person = std::ranges::find(source.tables, QStringLiteral("public.person"), &DescribedTable::table);
        if (source.tables.size() != 4 || person == source.tables.end() || !person->columns.front().isKey)
            return fail(ErrorCode::Internal, QStringLiteral("the provider's tables are others"));
        wanted.mappings = {{QStringLiteral("public.person"), QStringLiteral("public.insured")}};
        ENGINE_TRY_AS(const StructureSnapshot tried, cli::await<StructureSnapshot>([&](auto reply) {
                          structures.tryMapping(wanted, QStringLiteral("public.person"), reply);
                      }));
        if (tried.tables.size() != 1 || tried.tables.front().state != u"missing" ||
            !tried.sql.join(u'\n').contains(QStringLiteral("insured")))
            return fail(ErrorCode::Internal, QStringLiteral("the mapping was not held against the target"));
        const auto altered = cli::await<QStringList>(
            [&](auto reply) { structures.alterTarget(wanted.name, {QStringLiteral("DROP TABLE person")}, reply); });
        if (altered || altered.error().event != u"CFG_BAD_VALUE")
            return fail(ErrorCode::Internal, QStringLiteral("something was run that nobody has seen"));
        return {};
    }

    /// Values that are stored out of line, on both sides of the filter.
    static Result<> makeHardRows(PgTwoNodes& nodes)
    {
        ENGINE_TRY(nodes.atSource(QStringLiteral(
            "INSERT INTO person (id, name, region, birth, note) SELECT i, '长' || i, CASE WHEN i % 2 = 0 THEN '340001' "
            "ELSE '349999' END, '2000-01-01', (SELECT string_agg(md5(i || ' ' || n), '') FROM generate_series(1, 400) "
            "n) FROM generate_series(900001, 900006) i")));
        return {};
    }

    /// Each way in which a row meets the filter.
    static Result<> changeInAndOut(PgTwoNodes& nodes)
    {
        const QStringList changes{
            QStringLiteral("UPDATE person SET region = '340001' WHERE id = 400"), // in
            QStringLiteral("UPDATE person SET region = '349999' WHERE id = 50"),  // out
            QStringLiteral("UPDATE person SET id = 700060 WHERE id = 60"),        // another key, inside
            QStringLiteral("UPDATE person SET id = 700061, region = '349999' WHERE id = 61"),
            QStringLiteral("UPDATE person SET id = 700401, region = '340001' WHERE id = 401"),
            QStringLiteral("UPDATE person SET id = 700402 WHERE id = 402"), // outside
            QStringLiteral("UPDATE person SET region = NULL WHERE id = 70"),
            QStringLiteral("UPDATE person SET birth = NULL WHERE id IN (3, 71)"),
            QStringLiteral("DELETE FROM person WHERE id IN (72, 403)"),
            QStringLiteral("INSERT INTO person (id, name, region, birth) VALUES (800001, '新', '340100', '2001-01-01'),"
                           " (800002, '黑名单', '340100', '2001-01-01'), (800003, '新', '349999', '2001-01-01')"),
            // Their note is not in the log.
            QStringLiteral("UPDATE person SET name = '短' WHERE id = 900002"),
            QStringLiteral("UPDATE person SET region = '340002' WHERE id = 900003"),
            QStringLiteral("UPDATE person SET region = '349999' WHERE id = 900004"),
            QStringLiteral("BEGIN; UPDATE person SET region = '340002' WHERE id = 900005; "
                           "UPDATE person SET id = 900105 WHERE id = 900005; COMMIT"),
            QStringLiteral("BEGIN; UPDATE person SET name = '去' WHERE id = 900006; DELETE FROM person WHERE id = "
                           "900006; COMMIT"),
            QStringLiteral("INSERT INTO visit VALUES ('340100', 8), ('340100', 8), ('340100', 8), ('340200', 8)"),
            QStringLiteral("UPDATE visit SET region = '340100' WHERE region = '340200'"),
            QStringLiteral("DELETE FROM visit WHERE ctid IN (SELECT ctid FROM visit WHERE times = 8 LIMIT 2)"),
            QStringLiteral("UPDATE visit SET region = '340300' WHERE ctid IN (SELECT ctid FROM visit WHERE times = 2 "
                           "LIMIT 3)"),
            QStringLiteral(
                "UPDATE visit SET times = 55 WHERE ctid IN (SELECT ctid FROM visit WHERE times = 1 LIMIT 1)"),
        };
        for (const QString& change : changes)
            ENGINE_TRY(nodes.atSource(change));
        return {};
    }

    static Result<> samePart(PgTwoNodes& nodes)
    {
        ENGINE_TRY_AS(const QString person, nodes.atSource(sumOf(QStringLiteral("id, name, region, birth, note"),
                                                                 QStringLiteral("person WHERE ") + kPersonFilter)));
        ENGINE_TRY_AS(const QString insured, nodes.atTarget(sumOf(QStringLiteral("id, full_name, region, birth, note"),
                                                                  QStringLiteral("archive.insured"))));
        ENGINE_TRY_AS(const QString visit,
                      nodes.atSource(sumOf(QStringLiteral("times"), QStringLiteral("visit WHERE region = '340100'"))));
        ENGINE_TRY_AS(const QString stay,
                      nodes.atTarget(sumOf(QStringLiteral("times"), QStringLiteral("archive.stay"))));
        ENGINE_TRY_AS(const QString paid, nodes.atSource(sumOf(QStringLiteral("*"), QStringLiteral("account"))));
        ENGINE_TRY_AS(const QString received, nodes.atTarget(sumOf(QStringLiteral("*"), QStringLiteral("account"))));
        if (person == insured && visit == stay && paid == received)
            return {};
        return fail(ErrorCode::Conflict, QStringList{person, insured, visit, stay, paid, received}.join(u'\n'));
    }

    PgServers m_servers;
};

BUSHENG_TEST(TstPgMapping)
#include "tst_pg_mapping.moc"
