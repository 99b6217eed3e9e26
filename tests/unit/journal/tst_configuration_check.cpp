// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/configuration_check.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

namespace busheng {

class TstConfigurationCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesDatasetsAndNamesThePlace_data()
    {
        QTest::addColumn<QStringList>("tables");
        QTest::addColumn<QStringList>("grantedTo");
        QTest::addColumn<QString>("path");
        const QStringList some{QStringLiteral("t")};
        QTest::newRow("no tables") << QStringList() << QStringList() << QStringLiteral("datasets[2].tables");
        QTest::newRow("empty table name")
            << QStringList{QStringLiteral("t"), QString()} << QStringList() << QStringLiteral("datasets[2].tables[1]");
        QTest::newRow("table twice") << QStringList{QStringLiteral("t"), QStringLiteral("u"), QStringLiteral("t")}
                                     << QStringList() << QStringLiteral("datasets[2].tables[2]");
        QTest::newRow("zero byte in a table name")
            << QStringList{QString::fromUtf16(u"a\0b", 3)} << QStringList() << QStringLiteral("datasets[2].tables[0]");
        QTest::newRow("granted to no code")
            << some << QStringList{QStringLiteral("everybody")} << QStringLiteral("datasets[2].grantedTo[0]");
    }

    void refusesDatasetsAndNamesThePlace()
    {
        QFETCH(QStringList, tables);
        QFETCH(QStringList, grantedTo);
        QFETCH(QString, path);
        const DatasetConfig dataset{QStringLiteral("d"), QStringLiteral("s"), Route::Trigger, tables, grantedTo};
        const Result<> checked = checkDataset(dataset, {QStringLiteral("file"), QStringLiteral("datasets[2].")});
        QVERIFY(!checked);
        QCOMPARE(checked.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(checked.error().args.value(0), QStringLiteral("file"));
        QCOMPARE(checked.error().args.value(1), path);
    }

    void knowsThePoliciesOfASubscription_data()
    {
        QTest::addColumn<QString>("onRowError");
        QTest::addColumn<QString>("onConflict");
        QTest::addColumn<QString>("onStructure");
        QTest::addColumn<QString>("refused"); ///< key; empty: none
        const auto row = [](const char* onRowError, const char* onConflict, const char* onStructure,
                            const char* refused) {
            QTest::addRow("%s %s %s", onRowError, onConflict, onStructure)
                << QString::fromUtf8(onRowError) << QString::fromUtf8(onConflict) << QString::fromUtf8(onStructure)
                << QString::fromUtf8(refused);
        };
        row("stop", "stop", "park", "");
        row("setAside", "sourceWins", "stop", "");
        row("stop", "targetWins", "park", "");
        row("stop", "newer:更新时间", "park", "");
        row("stop", "ask", "park", "");
        row("", "stop", "park", "onRowError");
        row("SetAside", "stop", "park", "onRowError");
        row("stop", "newer:", "park", "onConflict");
        row("stop", "newer", "park", "onConflict");
        row("stop", "overwrite", "park", "onConflict");
        row("stop", "stop", "skip", "onStructure");
    }

    void knowsThePoliciesOfASubscription()
    {
        QFETCH(QString, onRowError);
        QFETCH(QString, onConflict);
        QFETCH(QString, onStructure);
        QFETCH(QString, refused);
        SubscriptionConfig subscription{QStringLiteral("s"), QStringLiteral("340000"), QStringLiteral("d"),
                                        QStringLiteral("t")};
        subscription.onRowError = onRowError;
        subscription.onConflict = onConflict;
        subscription.onStructure = onStructure;
        const Result<> checked = checkSubscription(subscription, {QStringLiteral("file"), QStringLiteral("s[0].")});
        QCOMPARE(checked.has_value(), refused.isEmpty());
        if (!checked) {
            QCOMPARE(checked.error().event, events::CFG_BAD_VALUE);
            QCOMPARE(checked.error().args.value(1), QStringLiteral("s[0].") + refused);
        }
    }
};

} // namespace busheng

using busheng::TstConfigurationCheck;
BUSHENG_TEST(TstConfigurationCheck)
#include "tst_configuration_check.moc"
