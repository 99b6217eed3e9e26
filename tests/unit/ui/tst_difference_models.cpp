// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/difference_models.h"
#include "ui/models/verification_model.h"
#include "ui/reports/difference_csv.h"
#include "ui/text/translator.h"

#include <QAbstractItemModelTester>

using namespace busheng;

/// What a reconciliation found, as tables show it and as a spreadsheet gets it.
class TstDifferenceModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }

    void marksTheCharactersThatDiffer_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("length"); ///< at the source
        QTest::newRow("middle") << QStringLiteral("abXde") << QStringLiteral("abYYde") << 2 << 1;
        QTest::newRow("all") << QStringLiteral("abc") << QStringLiteral("xyz") << 0 << 3;
        QTest::newRow("only there") << QStringLiteral("ab") << QStringLiteral("aXb") << 1 << 0;
        QTest::newRow("end") << QStringLiteral("abc") << QStringLiteral("ab") << 2 << 1;
        QTest::newRow("nothing there") << QStringLiteral("abc") << QString() << 0 << 3;
        QTest::newRow("repeats") << QStringLiteral("aaaa") << QStringLiteral("aa") << 2 << 2;
    }

    void marksTheCharactersThatDiffer()
    {
        QFETCH(const QString, source);
        QFETCH(const QString, target);
        DifferenceCellModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({{QStringLiteral("c"), source, target, true}, {QStringLiteral("d"), source, source, false}});
        const QModelIndex changed = model.index(0, DifferenceCellModel::SourceValue);
        QTEST(changed.data(DifferenceCellModel::ChangedFromRole).toInt(), "from");
        QTEST(changed.data(DifferenceCellModel::ChangedLengthRole).toInt(), "length");
        QCOMPARE(model.index(1, DifferenceCellModel::SourceValue).data(DifferenceCellModel::ChangedFromRole).toInt(),
                 -1);
    }

    void sumsUpTables()
    {
        TableCheckModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTables(
            {{QStringLiteral("a"), 10, 9, 1, false, 1, 0, 0}, {QStringLiteral("b"), 5, 6, 3, false, 0, 1, 2}});
        QCOMPARE(model.rowCount(), 3);
        const auto text = [&model](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, TableCheckModel::Table), QStringLiteral("All tables"));
        QCOMPARE(text(0, TableCheckModel::Differences), QStringLiteral("4"));
        QCOMPARE(text(0, TableCheckModel::SourceRows), QStringLiteral("15"));
        QCOMPARE(text(2, TableCheckModel::Different), QStringLiteral("2"));
    }

    void aSpreadsheetGetsEachFieldThatDiffers()
    {
        const std::vector<Difference> found = {
            {QStringLiteral("different"),
             QStringLiteral("t"),
             QStringLiteral("id=1"),
             {{QStringLiteral("a"), QStringLiteral("x"), QStringLiteral("y"), true}}}};
        QCOMPARE(QString::fromUtf8(differencesAsCsv(found)), QStringLiteral("different,t,id=1,a,x,y,yes\r\n"));
        QVERIFY(differenceCsvHead().startsWith("\xEF\xBB\xBF"));
    }

    void saysHowFarAReconciliationIs()
    {
        VerificationModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        VerificationSnapshot one;
        one.id = 3;
        one.state = QStringLiteral("running");
        one.rowsExpected = 1'000;
        one.rowsCompared = 250;
        model.update({one});
        const auto progress = [&] { return model.index(0, VerificationModel::Progress); };
        QCOMPARE(progress().data().toString(), QStringLiteral("25%"));
        QCOMPARE(progress().data(VerificationModel::FractionRole).toDouble(), 0.25);
        one.waiting = true;
        model.update({one});
        QCOMPARE(model.index(0, VerificationModel::State).data(VerificationModel::StateRole).toInt(),
                 int(VerificationModel::Outcome::Waiting));
        one.state = QStringLiteral("equal");
        model.update({one});
        QCOMPARE(progress().data().toString(), QStringLiteral("250 rows"));
        QVERIFY(progress().data(VerificationModel::FractionRole).toDouble() < 0);
    }
};

BUSHENG_TEST(TstDifferenceModels)
#include "tst_difference_models.moc"
