// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/column_choice_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>

using namespace busheng;

namespace {

OfferedTable tableOf(const QString& name, int columns)
{
    OfferedTable table;
    table.table = name;
    for (int i = 0; i < columns; ++i)
        table.columns.push_back({QStringLiteral("c%1").arg(i), QStringLiteral("text"), i == 0, i == columns - 1});
    return table;
}

DatasetOffer offerOf(int tables, int columns)
{
    DatasetOffer offer;
    for (int i = 0; i < tables; ++i)
        offer.tables.push_back(tableOf(QStringLiteral("t%1").arg(i), columns));
    return offer;
}

} // namespace

/// Tables and columns to tick.
class TstColumnChoice : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isAWholeModelWhateverIsTickedAndSearched()
    {
        ColumnChoiceModel model;
        const QAbstractItemModelTester tester(&model);
        model.setChoice(offerOf(4, 3), {}, {});
        tick(model, QStringLiteral("t1"), {}, true);
        model.setSearch(QStringLiteral("t1"));
        QCOMPARE(model.rowCount(), 1);
        tick(model, QStringLiteral("t1"), QStringLiteral("c2"), true);
        model.setSearch(QStringLiteral("nothing"));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.indexOf(QStringLiteral("t1"), {}).isValid());
        model.setSearch({});
        QCOMPARE(model.tables().size(), std::size_t{1}); // what a search leaves out stays ticked
        QCOMPARE(model.tables().front().columns,
                 (QStringList{QStringLiteral("c0"), QStringLiteral("c1"), QStringLiteral("c2")}));
        model.setSearch(QStringLiteral("C2")); // of every table
        QCOMPARE(model.rowCount(), 4);
    }

    void theKeyComesAndSensitiveColumnsDoNot()
    {
        ColumnChoiceModel model;
        model.setChoice(offerOf(1, 4), {}, {});
        tick(model, QStringLiteral("t0"), {}, true);
        QVERIFY(!model.hasSensitive());
        QCOMPARE(model.tickedColumns(), 3);
        tick(model, QStringLiteral("t0"), QStringLiteral("c0"), false);
        QCOMPARE(model.tickedColumns(), 3); // rows are found by it
        tick(model, QStringLiteral("t0"), QStringLiteral("c3"), true);
        QVERIFY(model.hasSensitive());
        tick(model, QStringLiteral("t0"), {}, false);
        QVERIFY(model.tables().empty() && !model.hasSensitive());
        tick(model, QStringLiteral("t0"), QStringLiteral("c1"), true); // a column alone: its table, and its key
        QCOMPARE(model.tables().front().columns, (QStringList{QStringLiteral("c0"), QStringLiteral("c1")}));
    }

    void noMoreThanWasAskedForCanBeTicked()
    {
        ColumnChoiceModel model;
        const std::vector<TableMapping> asked{
            {QStringLiteral("t1"), {}, {QStringLiteral("c0"), QStringLiteral("c2")}, {}, QStringLiteral("c0 > 5")}};
        model.setChoice(offerOf(3, 4), asked, asked);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(model.index(0, 0)), 2);
        QCOMPARE(model.tables().front().filter, QStringLiteral("c0 > 5"));
        QVERIFY(model.setData(model.index(0, ColumnChoiceModel::Rows), QStringLiteral("c0 > 9"), Qt::EditRole));
        QCOMPARE(model.tables().front().filter, QStringLiteral("c0 > 9"));
        QVERIFY(!model.setData(model.index(0, ColumnChoiceModel::Type), QStringLiteral("x"), Qt::EditRole));
    }

    /// 5,000 tables of 30 columns; the window's own events are watched in gui_console.
    void staysQuickWithThousandsOfTables()
    {
        ColumnChoiceModel model;
        const DatasetOffer offer = offerOf(5000, 30);
        QElapsedTimer clock;
        clock.start();
        model.setChoice(offer, {}, {});
        const qint64 filled = clock.restart();
        model.setSearch(QStringLiteral("c2"));
        const qint64 searched = clock.restart();
        for (const char* table : {"t1", "t2500", "t4999"})
            tick(model, QString::fromLatin1(table), {}, true);
        const qint64 ticked = clock.restart();
        QCOMPARE(model.tables().size(), std::size_t{3});
        qInfo("5,000 tables of 30 columns: filled in %lld ms, searched in %lld ms, three ticked in %lld ms", filled,
              searched, ticked);
        QCOMPARE(model.rowCount(), 5000);
    }

private:
    static void tick(ColumnChoiceModel& model, const QString& table, const QString& column, bool on)
    {
        QVERIFY(model.setData(model.indexOf(table, column), int(on ? Qt::Checked : Qt::Unchecked), Qt::CheckStateRole));
    }
};

BUSHENG_TEST(TstColumnChoice)
#include "tst_column_choice.moc"
