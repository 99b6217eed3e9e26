// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gate/gate_query.h"
#include "engine/gate/value_check.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QTemporaryFile>

using namespace busheng;

/// What a gate's rules are run as. That databases take it, and what they then find: unit_host TstQualityGate, e2e.
class TstGateQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Whatever a table, a column or a value is called, it stays a name or a value.
    void quotesWhatPeopleWrite()
    {
        const GateRule rule{
            QStringLiteral("hr.per\"son"), QStringLiteral("range"), {QStringLiteral("a`b")}, QStringLiteral("o'x..")};
        QCOMPARE(gateQuery(rule, {QStringLiteral("postgres")}, {QStringLiteral("id")}).select,
                 QStringLiteral("SELECT \"id\" FROM \"hr\".\"per\"\"son\" WHERE \"a`b\" < 'o''x'"));
        QCOMPARE(gateQuery(rule, {QStringLiteral("mariadb")}, {QStringLiteral("id")}).select,
                 QStringLiteral("SELECT `id` FROM `hr`.`per\"son` WHERE `a``b` < 'o''x'"));
        QCOMPARE(gateQuery(rule, {QStringLiteral("sqlite")}, {}).select,
                 QStringLiteral("SELECT \"a`b\" FROM \"hr.per\"\"son\" WHERE \"a`b\" < 'o''x'"));
        const GateDialect mariaDb{QStringLiteral("mariadb")};
        QCOMPARE(mariaDb.text(QStringLiteral("\\'")), QStringLiteral("'\\\\'''"));
    }

    void judgesCountsByBothEnds()
    {
        QVERIFY(isRowCountRight(QStringLiteral("5..7"), 5));
        QVERIFY(isRowCountRight(QStringLiteral("5..7"), 7));
        QVERIFY(!isRowCountRight(QStringLiteral("5..7"), 4));
        QVERIFY(!isRowCountRight(QStringLiteral("5..7"), 8));
        QVERIFY(isRowCountRight(QStringLiteral("5.."), 1'000'000));
        QVERIFY(isRowCountRight(QStringLiteral("..7"), 0));
    }

    void judgesValues()
    {
        const auto check = [](const char* kind, const QString& argument) {
            auto made =
                ValueCheck::of({QStringLiteral("t"), QString::fromLatin1(kind), {QStringLiteral("c")}, argument});
            if (!made)
                qFatal("%s", qPrintable(made.error().toString()));
            return std::move(*made);
        };
        const ValueCheck divisions = check("codes", QStringLiteral("GB/T 2260"));
        QVERIFY(!divisions.isBad(u"340104"));
        QVERIFY(!divisions.isBad(u"340104  ")); // CHAR(8)
        QVERIFY(divisions.isBad(u"349999"));
        const ValueCheck six = check("matches", QStringLiteral("[0-9]{6}"));
        QVERIFY(!six.isBad(u"123456"));
        QVERIFY(six.isBad(u"1234567")); // the whole text
        const ValueCheck card = check("idCard", {});
        QVERIFY(!card.isBad(u"11010519491231002X"));
        QVERIFY(card.isBad(u"110105194912310021"));

        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("1,男\n2,女\n\n");
        file.close();
        const ValueCheck ofFile = check("codes", QStringLiteral("file:") + file.fileName());
        QVERIFY(!ofFile.isBad(u"2"));
        QVERIFY(ofFile.isBad(u"3"));
    }

    void saysWhichFileOfCodesIsWrong_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray("\n\n");
        QTest::newRow("GBK") << QByteArray("1,\xc4\xd0\n");
        QTest::newRow("absent") << QByteArray();
    }
    void saysWhichFileOfCodesIsWrong()
    {
        QFETCH(const QByteArray, content);
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(content);
        file.close();
        const QString path = content.isNull() ? QStringLiteral("/nonexistent/codes") : file.fileName();
        const auto made = ValueCheck::of(
            {QStringLiteral("t"), QStringLiteral("codes"), {QStringLiteral("c")}, QStringLiteral("file:") + path});
        QVERIFY(!made);
        QCOMPARE(made.error().event, events::GTE_RULE);
        QVERIFY(made.error().args.front().contains(path));
    }
};

BUSHENG_TEST(TstGateQuery)
#include "tst_gate_query.moc"
