// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "ui/models/database_model.h"
#include "ui/models/finding_model.h"
#include "ui/text/translator.h"

#include <QAbstractItemModelTester>

using namespace busheng;

/// Databases and findings as tables and lists show them.
class TstDatabaseModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }

    void saysWhatADatabaseIsUsedBy()
    {
        DatabaseModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        NodeSnapshot node;
        PublicationSnapshot publication;
        publication.config = {QStringLiteral("people"), QStringLiteral("same"), Route::Log, {}, {}};
        node.publications = {publication};
        SubscriptionSnapshot subscription;
        subscription.config.name = QStringLiteral("taken");
        subscription.config.target = QStringLiteral("same");
        node.subscriptions = {subscription, subscription};
        const DatabaseConfig same{QStringLiteral("same"), QStringLiteral("sqlite"), QStringLiteral("/a")};
        model.update({same}, {same}, node); // one name on both sides is two databases
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(text(model, 0, DatabaseModel::UsedBy), QStringLiteral("people"));
        QCOMPARE(text(model, 1, DatabaseModel::UsedBy), QStringLiteral("taken, taken"));
        QCOMPARE(text(model, 1, DatabaseModel::Side), QStringLiteral("Target"));
        model.update({}, {same}, {});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(text(model, 0, DatabaseModel::UsedBy), QStringLiteral("nothing yet"));
    }

    void namesFromOthersAreSafeToShow()
    {
        DatabaseModel model;
        const QString hostile = QStringLiteral("<b>x</b>\n") + QChar(0x202E);
        model.update({{hostile, hostile, hostile}}, {}, {});
        for (int column = 0; column < DatabaseModel::ColumnCount; ++column) {
            QVERIFY(!text(model, 0, column).contains(QChar(0x202E)));
            QVERIFY(!model.index(0, column).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>")));
        }
    }

    void putsErrorsFirstAndReportsAll()
    {
        FindingModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFindings({{QStringLiteral("warning"),
                            events::TGT_ENCODING,
                            {QStringLiteral("t"), QStringLiteral("LATIN1")},
                            QString()},
                           {QStringLiteral("error"), events::TGT_STANDBY, {QStringLiteral("t")}, QString()}});
        QCOMPARE(model.index(0).data(FindingModel::SeverityRole).toString(), QStringLiteral("error"));
        QCOMPARE(model.count(QStringLiteral("warning")), 1);
        const QString report = model.report();
        QVERIFY(report.indexOf(QStringLiteral("[TGT_STANDBY]")) < report.indexOf(QStringLiteral("[TGT_ENCODING]")));
        model.setFindings({{QStringLiteral("ok"), {}, {}, QStringLiteral("t")}});
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Nothing stands in the way"));
        QVERIFY(model.index(0).data(FindingModel::CauseRole).toString().isEmpty());
    }

private:
    static QString text(const DatabaseModel& model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }
};

BUSHENG_TEST(TstDatabaseModels)
#include "tst_database_models.moc"
