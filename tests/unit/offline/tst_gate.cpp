// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/gate.h"
#include "engine/model/id_card.h"
#include "tests/support/test_main.h"

using namespace busheng;

/// The rules of a quality gate as people write them, and its report.
class TstGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checksIdentityNumbers_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("mistake");
        const auto row = [](const char* name, const char* number, const char* mistake) {
            QTest::newRow(name) << QString::fromLatin1(number) << QString::fromLatin1(mistake);
        };
        row("of the standard", "11010519491231002X", "");
        row("its small x", "11010519491231002x", "");
        row("of the standard, a woman", "440524188001010014", "");
        row("leap day", "340104200002290010", "check");
        row("one digit off", "110105194912310021", "check");
        row("two digits changed places", "11010519491213002X", "check");
        row("15 digits of before 1999", "110105491231002", "length");
        row("blank behind", "11010519491231002X ", "length");
        row("empty", "", "length");
        row("letter inside", "1101051949123100aX", "digits");
        row("x inside", "11010X194912310021", "digits");
        row("month 13", "110105194913310021", "birth");
        row("no leap day", "110105190002290020", "birth");
        row("no check character", "11010519491231002Y", "check");
    }
    void checksIdentityNumbers()
    {
        QFETCH(const QString, number);
        QFETCH(const QString, mistake);
        QCOMPARE(idCardMistake(number), mistake);
    }

    /// Of all 11 check characters each belongs to some number, and no other fits it.
    void knowsEachCheckCharacter()
    {
        QSet<QChar> seen;
        for (int serial = 1; serial <= 40; ++serial) {
            const QString digits = QStringLiteral("34010419900101%1").arg(serial, 3, 10, QLatin1Char('0'));
            const QChar right = idCardCheckCharacter(digits);
            seen.insert(right);
            for (const QChar other : QStringLiteral("0123456789X"))
                QCOMPARE(idCardMistake(QString(digits + other)).isEmpty(), other == right);
        }
        QCOMPARE(seen.size(), 11);
    }

    void refusesRulesThatCannotBeMeant_data()
    {
        QTest::addColumn<GateRule>("rule");
        QTest::addColumn<bool>("isRight");
        const QString person = QStringLiteral("person");
        const auto row = [](const char* name, GateRule rule, bool isRight) {
            QTest::newRow(name) << std::move(rule) << isRight;
        };
        const QStringList id{QStringLiteral("id")};
        const QStringList two{QStringLiteral("a"), QStringLiteral("b")};
        const auto text = [](const char* word) { return QString::fromLatin1(word); };
        row("rows", {person, text("rows"), {}, text("1..")}, true);
        row("rows without a range", {person, text("rows"), {}, text("7")}, false);
        row("unique", {person, text("unique"), two}, true);
        row("unique of nothing", {person, text("unique")}, false);
        row("not null", {person, text("notNull"), two}, true);
        row("range", {person, text("range"), id, text("1..9")}, true);
        row("range of nothing", {person, text("range"), id, text("..")}, false);
        row("range of two", {person, text("range"), two, text("1..9")}, false);
        row("matches", {person, text("matches"), id, text("[0-9]{6}")}, true);
        row("no expression", {person, text("matches"), id, text("[0-9")}, false);
        row("GB/T 2260", {person, text("codes"), id, text("GB/T 2260")}, true);
        row("codes of a table", {person, text("codes"), id, text("table:dict.code")}, true);
        row("codes of a file", {person, text("codes"), id, text("file:/var/lib/codes.csv")}, true);
        row("codes of a relative file", {person, text("codes"), id, text("file:codes.csv")}, false);
        row("codes of nothing", {person, text("codes"), id, text("")}, false);
        row("identity number", {person, text("idCard"), id}, true);
        row("references", {person, text("references"), two, text("org(x,y)")}, true);
        row("references with too few", {person, text("references"), two, text("org(x)")}, false);
        row("sql", {{}, text("sql"), {}, text("SELECT 1 WHERE false")}, true);
        row("empty sql", {{}, text("sql"), {}, text("  ")}, false);
        row("without a table", {{}, text("unique"), id}, false);
        row("unknown", {person, text("pretty"), id}, false);
    }
    void refusesRulesThatCannotBeMeant()
    {
        QFETCH(const GateRule, rule);
        QFETCH(const bool, isRight);
        QCOMPARE(gateRuleMistake(rule).isEmpty(), isRight);
        const auto back = decodeGateRules(encodeGateRules({rule}));
        QCOMPARE(back.has_value(), isRight); // what is kept is what can be meant
        if (back)
            QVERIFY(back->front() == rule);
    }

    void seesWhatWouldWriteAFile()
    {
        for (const char* query :
             {"SELECT 1) AS a UNION SELECT 1 INTO OUTFILE '/x' FROM (SELECT 1", "select 1 into\ndumpfile '/x'",
              "SELECT 1 INTO/**/OUTFILE'/x'", "SELECT 1 /*!50000INTO*/ OUTFILE '/x'", "SELECT '\\' INTO OUTFILE '/x",
              "SELECT 1 -- '\nINTO OUTFILE '/x'"})
            QVERIFY2(writesIntoFile(QString::fromLatin1(query)), query);
        for (const char* query :
             {"SELECT id FROM person WHERE note = 'into outfile'", "SELECT outfile FROM log", "SELECT 1",
              "SELECT pinto, outfiles FROM t", "SELECT id FROM t WHERE note = 'it''s into' AND \"outfile\" = 1"})
            QVERIFY2(!writesIntoFile(QString::fromLatin1(query)), query);
    }

    void reportsComeBackWhole()
    {
        GateReport report = sample();
        report.state = QStringLiteral("signed");
        report.by = QStringLiteral("王五");
        QVERIFY(gateReportFromJson(gateReportToJson(report)) == report);
        // What a person says is not part of what the person signs.
        GateReport undecided = sample();
        QCOMPARE(gateFindingsText(report), gateFindingsText(undecided));
        undecided.results.front().badRows = 3;
        QVERIFY(gateFindingsText(report) != gateFindingsText(undecided));
    }

    void writesNoFormulasIntoTables()
    {
        const QString csv = gateReportCsv(sample());
        QVERIFY(csv.contains(QStringLiteral("\"'=cmd|' /C calc'!A1\"")));
        QCOMPARE(csv.count(QStringLiteral("\r\n")), 1 + 1 + 2); // head, rule, its two keys
    }

private:
    static GateReport sample()
    {
        GateReport report;
        report.subscription = QStringLiteral("register");
        report.stream = QStringLiteral("340000>100000/1");
        report.generation = 1;
        report.position = 77;
        report.rowsLoaded = 500;
        report.results.push_back({{QStringLiteral("person"), QStringLiteral("idCard"), {QStringLiteral("card")}},
                                  2,
                                  {QStringLiteral("7"), QStringLiteral("=cmd|' /C calc'!A1")}});
        return report;
    }
};

BUSHENG_TEST(TstGate)
#include "tst_gate.moc"
