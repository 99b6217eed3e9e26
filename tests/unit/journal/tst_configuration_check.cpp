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
};

} // namespace busheng

using busheng::TstConfigurationCheck;
BUSHENG_TEST(TstConfigurationCheck)
#include "tst_configuration_check.moc"
