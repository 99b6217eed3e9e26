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

    void knowsWhatEachRouteMustBeTold_data()
    {
        QTest::addColumn<Route>("route");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("deleted");
        QTest::addColumn<qint64>("overlap");
        QTest::addColumn<QString>("times");
        QTest::addColumn<QString>("refused"); ///< key; empty: none
        const auto row = [](const char* name, Route route, const char* column, const char* deleted, qint64 overlap,
                            const char* times, const char* refused) {
            QTest::newRow(name) << route << QString::fromUtf8(column) << QString::fromUtf8(deleted) << overlap
                                << QString::fromUtf8(times) << QString::fromUtf8(refused);
        };
        row("timestamp", Route::Timestamp, "changed", "gone", 0, "", "");
        row("timestamp without a column", Route::Timestamp, "", "", 300, "", "routeColumn");
        row("overlap below zero", Route::Timestamp, "changed", "", -1, "", "overlap");
        row("overlap too long", Route::Timestamp, "changed", "", 1'000'000'001, "", "overlap");
        row("timestamp with times", Route::Timestamp, "changed", "", 300, "daily 02:30", "copyTimes");
        row("flag", Route::Flag, "sent", "", 300, "", "");
        row("flag without a column", Route::Flag, "", "", 300, "", "routeColumn");
        row("flag with a mark of deletion", Route::Flag, "sent", "gone", 300, "", "deletedColumn");
        row("log with a column", Route::Log, "changed", "", 300, "", "routeColumn");
        row("full copy", Route::FullCopy, "", "", 300, "weekly mon 02:30", "");
        row("full copy without times", Route::FullCopy, "", "", 300, "", "copyTimes");
        row("full copy at no time", Route::FullCopy, "", "", 300, "often", "copyTimes");
        row("compare", Route::Compare, "", "", 300, "", "");
        row("trigger", Route::Trigger, "", "", 300, "", "");
    }

    void knowsWhatEachRouteMustBeTold()
    {
        QFETCH(Route, route);
        QFETCH(QString, column);
        QFETCH(QString, deleted);
        QFETCH(qint64, overlap);
        QFETCH(QString, times);
        QFETCH(QString, refused);
        const DatasetConfig dataset{QStringLiteral("d"),
                                    QStringLiteral("s"),
                                    route,
                                    {QStringLiteral("t")},
                                    {},
                                    column,
                                    deleted,
                                    overlap,
                                    times};
        const Result<> checked = checkDataset(dataset, {QStringLiteral("file"), QString()});
        QCOMPARE(checked.has_value(), refused.isEmpty());
        if (!checked) {
            QCOMPARE(checked.error().event, events::CFG_BAD_VALUE);
            QCOMPARE(checked.error().args.value(1), refused);
        }
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
