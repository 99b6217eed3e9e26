// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/host/quality_gate.h"
#include "engine/journal/journal.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// A gate's rules asked of a real database: what is planted is found, and nothing else.
class TstQualityGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<MiniSqlite>();
        QVERIFY_OK(m_database->run(
            QStringLiteral(
                "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, card TEXT, region TEXT, age INTEGER, "
                "org INTEGER);\nCREATE TABLE org (id INTEGER PRIMARY KEY);\n"
                "INSERT INTO org VALUES (1), (2);\n"
                "INSERT INTO person VALUES (1, '张三', '11010519491231002X', '340104', 30, 1),"
                "(2, '李四', '440524188001010014', '100000', 40, 2), (3, '王五', NULL, NULL, NULL, NULL);\n"),
            QStringLiteral("target")));
    }

    void passesWhatIsRight()
    {
        const auto report = ask(allRules());
        QVERIFY_OK(report);
        for (const GateRuleResult& result : report->results)
            QVERIFY2(result.isPassed(), qPrintable(gateRuleText(result.rule) + result.error));
        QCOMPARE(report->failedRules(), quint64{0});
        QCOMPARE(report->state, QStringLiteral("passed")); // onFindings
        QCOMPARE(report->digest.size(), 64);
    }

    void findsWhatIsPlanted_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("sample");
        const auto row = [](const char* kind, const char* change, const char* sample) {
            QTest::newRow(kind) << QString::fromUtf8(change) << QString::fromLatin1(kind) << QString::fromUtf8(sample);
        };
        row("rows", "DELETE FROM person WHERE id = 1", "2");
        row("unique", "UPDATE person SET name = '张三' WHERE id = 2", "张三");
        row("notNull", "UPDATE person SET name = NULL WHERE id = 2", "2");
        row("range", "UPDATE person SET age = 200 WHERE id = 1", "1");
        row("matches", "UPDATE person SET region = '34010' WHERE id = 1", "1: 34010");
        row("idCard", "UPDATE person SET card = '110105194912310021' WHERE id = 1", "1: 110105194912310021");
        row("references", "UPDATE person SET org = 9 WHERE id = 2", "2");
        row("sql", "UPDATE person SET age = 13 WHERE id = 1", "1");
    }
    void findsWhatIsPlanted()
    {
        QFETCH(const QString, change);
        QFETCH(const QString, kind);
        QFETCH(const QString, sample);
        QVERIFY_OK(m_database->run(change + QStringLiteral(";\n"), QStringLiteral("target")));
        const auto report = ask(allRules());
        QVERIFY_OK(report);
        QCOMPARE(report->state, QStringLiteral("waiting"));
        for (const GateRuleResult& result : report->results) {
            if (result.rule.kind != kind)
                continue;
            QCOMPARE(result.badRows, quint64{1});
            QCOMPARE(result.samples, QStringList{sample});
        }
    }

    /// As many bad rows as there may be: counted, and the first are named.
    void namesTheFirstOfMany()
    {
        QVERIFY_OK(m_database->run(
            QStringLiteral(
                "INSERT INTO person (id, name) WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM "
                "n WHERE i < 5099) SELECT i, NULL FROM n;\n"),
            QStringLiteral("target")));
        const auto report = ask({{QStringLiteral("person"), QStringLiteral("notNull"), {QStringLiteral("name")}}});
        QVERIFY_OK(report);
        QCOMPARE(report->results.front().badRows, quint64{5000});
        QCOMPARE(report->results.front().samples.size(), kGateSamples);
    }

    /// A rule that cannot be asked is a finding: nothing passes unseen.
    void aRuleThatCannotBeAskedHolds()
    {
        const auto report = ask({{QStringLiteral("nowhere"), QStringLiteral("unique"), {QStringLiteral("id")}},
                                 {{}, QStringLiteral("sql"), {}, QStringLiteral("DELETE FROM person")}});
        QVERIFY_OK(report);
        QCOMPARE(report->failedRules(), quint64{2});
        QVERIFY(!report->results.front().error.isEmpty());
        const auto left = m_database->run(QStringLiteral("SELECT count(*) FROM person;\n"), QStringLiteral("target"));
        QVERIFY_OK(left);
        QCOMPARE(*left, QStringLiteral("3")); // it only reads
    }

    void keepsTheReportAndWhatAPersonSays()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("journal.sqlite"));
        QualityGate gate = gateOn(path, {}, QStringLiteral("signOff"));
        const auto waiting = gate.report(checkpoint(), schema(), {});
        QVERIFY_OK(waiting);
        QCOMPARE(waiting->state, QStringLiteral("waiting")); // also with nothing found
        const auto nameless = gate.decide(checkpoint(), {true, QString(), QStringLiteral("看过")});
        QVERIFY(!nameless);
        QCOMPARE(nameless.error().event, events::CFG_BAD_VALUE);
        QVERIFY(!gate.decide(checkpoint(), {true, QStringLiteral("赵六"), QStringLiteral("  ")}));
        QVERIFY_OK(gate.decide(checkpoint(), {false, QStringLiteral("赵六"), QStringLiteral("重复")}));
        // What was rejected is not signed by the way: it is asked again first.
        const auto rejected = gate.decide(checkpoint(), {true, QStringLiteral("赵六"), QStringLiteral("已核对")});
        QVERIFY(!rejected);
        QCOMPARE(rejected.error().event, events::OFL_STATE);
        QVERIFY_OK(gate.askAgain(checkpoint(), schema(), {}));
        const auto signedReport = gate.decide(checkpoint(), {true, QStringLiteral("赵六"), QStringLiteral("已核对")});
        QVERIFY_OK(signedReport);
        // Another process finds it, and asks nothing again.
        QualityGate later = gateOn(path, {}, QStringLiteral("signOff"));
        const auto kept = later.report(checkpoint(), schema(), {});
        QVERIFY_OK(kept);
        QVERIFY(*kept == *signedReport);
        QVERIFY(kept->mayGoOn());
        const auto again = later.decide(checkpoint(), {true, QStringLiteral("赵六"), QStringLiteral("再次")});
        QVERIFY(!again);
        QCOMPARE(again.error().event, events::OFL_STATE);
    }

private:
    static std::vector<GateRule> allRules()
    {
        const QString person = QStringLiteral("person");
        const auto column = [](const char* name) { return QStringList{QString::fromLatin1(name)}; };
        return {
            {person, QStringLiteral("rows"), {}, QStringLiteral("3..3")},
            {person, QStringLiteral("unique"), column("name")},
            {person, QStringLiteral("notNull"), column("name")},
            {person, QStringLiteral("range"), column("age"), QStringLiteral("14..120")},
            {person, QStringLiteral("matches"), column("region"), QStringLiteral("[0-9]{6}")},
            {person, QStringLiteral("codes"), column("region"), QStringLiteral("GB/T 2260")},
            {person, QStringLiteral("idCard"), column("card")},
            {person, QStringLiteral("references"), column("org"), QStringLiteral("org(id)")},
            {{}, QStringLiteral("sql"), {}, QStringLiteral("SELECT id FROM person WHERE age = 13;")},
        };
    }

    static Checkpoint checkpoint()
    {
        Checkpoint made;
        made.generation = 1;
        made.sequence = 5;
        made.position = {77};
        made.rowsLoaded = 3;
        return made;
    }

    static DatasetSchema schema()
    {
        TableSchema person;
        person.id = 1;
        person.name = QStringLiteral("person");
        for (const char* column : {"id", "name", "card", "region", "age", "org"})
            person.columns.push_back({QString::fromLatin1(column), QStringLiteral("TEXT"), false, QString()});
        person.keyColumns = {0};
        DatasetSchema made;
        made.tables = {person};
        return made;
    }

    QualityGate gateOn(const QString& journal, const std::vector<GateRule>& rules, const QString& policy)
    {
        SubscriptionConfig subscription;
        subscription.name = QStringLiteral("register");
        subscription.gate = policy;
        subscription.gateRules = rules;
        return QualityGate(
            {journal,
             m_clock,
             QStringLiteral("340000>100000/1"),
             subscription,
             {QStringLiteral("own"), QStringLiteral("sqlite"), m_database->location(QStringLiteral("target"))}});
    }

    Result<GateReport> ask(const std::vector<GateRule>& rules)
    {
        const QTemporaryDir directory;
        return gateOn(directory.filePath(QStringLiteral("journal.sqlite")), rules, QStringLiteral("onFindings"))
            .report(checkpoint(), schema(), {});
    }

    std::unique_ptr<MiniSqlite> m_database;
    FakeClock m_clock;
};

BUSHENG_TEST(TstQualityGate)
#include "tst_quality_gate.moc"
