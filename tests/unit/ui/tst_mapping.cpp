// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/mapping_models.h"
#include "ui/models/structure_models.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>

using namespace busheng;

namespace {

DescribedTable tableOf(const QString& name, int columns)
{
    DescribedTable table{name, {}};
    for (int i = 0; i < columns; ++i)
        table.columns.push_back({QStringLiteral("c%1").arg(i), QStringLiteral("text"), i == 0, i == 0, {}});
    return table;
}

std::vector<DescribedTable> tablesOf(int tables, int columns)
{
    std::vector<DescribedTable> all;
    for (int i = 0; i < tables; ++i)
        all.push_back(tableOf(QStringLiteral("public.t%1").arg(i, 4, 10, QChar(u'0')), columns));
    return all;
}

} // namespace

/// What a person makes of a dataset's tables: the same mappings as the command line's.
class TstMapping : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatMappingsSay_data()
    {
        QTest::addColumn<std::vector<TableMapping>>("mappings");
        const QString first = QStringLiteral("public.t0000");
        const QString second = QStringLiteral("public.t0001");
        const QString third = QStringLiteral("public.t0002");
        const QStringList some{QStringLiteral("c0"), QStringLiteral("c2")};
        QTest::newRow("everything") << std::vector<TableMapping>{};
        QTest::newRow("names and rows") << std::vector<TableMapping>{
            {first, QStringLiteral("archive.first"), {}, {{QStringLiteral("c1"), QStringLiteral("name")}}, {}},
            {third, {}, some, {}, QStringLiteral("c0 in (1, 2)")}};
        QTest::newRow("some tables, as approved") << std::vector<TableMapping>{
            {second, {}, {QStringLiteral("c0"), QStringLiteral("c1"), QStringLiteral("c2")}}, {kOtherTables}};
        QTest::newRow("all of now, no later ones")
            << std::vector<TableMapping>{{first}, {second}, {third}, {kOtherTables}};
    }
    void keepsWhatMappingsSay()
    {
        QFETCH(const std::vector<TableMapping>, mappings);
        MappingDraft draft;
        draft.set(tablesOf(3, 3), mappings);
        QVERIFY(draft.mappings() == mappings);
        QVERIFY(draft.lost().isEmpty());
    }

    void saysWhatTheSourceHasNoLonger()
    {
        MappingDraft draft;
        draft.set(tablesOf(1, 2), {{QStringLiteral("public.gone")},
                                   {QStringLiteral("public.t0000"),
                                    {},
                                    {QStringLiteral("c0"), QStringLiteral("old")},
                                    {{QStringLiteral("old"), QStringLiteral("new")}}}});
        QCOMPARE(draft.lost(), (QStringList{QStringLiteral("public.t0000.old"), QStringLiteral("public.gone")}));
        QVERIFY(draft.mappings() ==
                (std::vector<TableMapping>{{QStringLiteral("public.t0000"), {}, {QStringLiteral("c0")}}}));
    }

    void leavingATableOutNamesTheOthers()
    {
        MappingDraft draft;
        draft.set(tablesOf(3, 2), {});
        QVERIFY(draft.takesLaterTables());
        TableChoice none = draft.choice(1);
        none.isTaken = false;
        draft.setChoice(1, none);
        QVERIFY(!draft.takesLaterTables());
        QVERIFY(draft.mappings() == (std::vector<TableMapping>{{QStringLiteral("public.t0000")},
                                                               {QStringLiteral("public.t0002")},
                                                               {kOtherTables}}));
        TableChoice twice = draft.choice(0);
        twice.columns[1].name = QStringLiteral("c0");
        draft.setChoice(0, twice);
        QCOMPARE(draft.namesTwice(0), QStringList(QStringLiteral("c0")));
        QVERIFY(draft.namesTwice(2).isEmpty());
    }

    void isEditedThroughItsModels()
    {
        MappingDraft draft;
        draft.set(tablesOf(3, 3), {});
        MappingTableModel tables(draft);
        MappingColumnModel columns(draft);
        const QAbstractItemModelTester testsTables(&tables);
        const QAbstractItemModelTester testsColumns(&columns);
        tables.reload();
        columns.setTable(1);
        const auto take = [&](int table, const TableChoice& choice) {
            draft.setChoice(table, choice);
            tables.refresh(table);
            columns.refresh();
        };
        connect(&tables, &MappingTableModel::wanted, this, take);
        connect(&columns, &MappingColumnModel::wanted, this, take);
        QVERIFY(columns.setData(columns.index(1, MappingColumnModel::Target), QStringLiteral(" name "), Qt::EditRole));
        QVERIFY(columns.setData(columns.index(2, MappingColumnModel::Name), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!columns.setData(columns.index(0, MappingColumnModel::Name), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!columns.flags(columns.index(0, MappingColumnModel::Name)).testFlag(Qt::ItemIsUserCheckable)); // a key
        QVERIFY(tables.setData(tables.index(1, MappingTableModel::Rows), QStringLiteral("c0 > 5"), Qt::EditRole));
        QVERIFY(draft.mappings() == (std::vector<TableMapping>{{QStringLiteral("public.t0001"),
                                                                {},
                                                                {QStringLiteral("c0"), QStringLiteral("c1")},
                                                                {{QStringLiteral("c1"), QStringLiteral("name")}},
                                                                QStringLiteral("c0 > 5")}}));
        // The source's own name is no other name.
        QVERIFY(
            tables.setData(tables.index(0, MappingTableModel::Target), QStringLiteral("public.t0000"), Qt::EditRole));
        QVERIFY(draft.isAsItIs(0) && !draft.isAsItIs(1));
        StructureColumn found;
        found.column = QStringLiteral("c1");
        found.targetColumn = QStringLiteral("name");
        found.targetType = QStringLiteral("varchar(2)");
        found.state = QStringLiteral("differs");
        StructureColumn spare;
        spare.targetColumn = QStringLiteral("spare");
        spare.state = QStringLiteral("extra");
        columns.setFound({found, spare});
        QCOMPARE(columns.index(1, MappingColumnModel::State).data(MappingColumnModel::StateRole).toInt(),
                 int(StructureState::Differs));
        QCOMPARE(columns.freeColumns(), QStringList(QStringLiteral("spare")));
        tables.setState(1, QStringLiteral("differs"));
        QVERIFY(!tables.index(1, MappingTableModel::State).data().toString().isEmpty());
        QVERIFY(tables.setData(tables.index(1, MappingTableModel::Name), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(tables.index(1, MappingTableModel::State).data().toString().isEmpty()); // of something else
        QVERIFY(!columns.flags(columns.index(1, MappingColumnModel::Target)).testFlag(Qt::ItemIsEnabled));
    }

    /// Five thousand tables: a click and a key are answered within what a screen shows.
    void staysFluentWithThousands()
    {
        MappingDraft draft;
        draft.set(tablesOf(5'000, 20), {});
        MappingTableModel tables(draft);
        QElapsedTimer timer;
        timer.start();
        tables.reload();
        tables.setSearch(QStringLiteral("T49"));
        QCOMPARE(tables.rowCount(), 100);
        QCOMPARE(tables.rowOf(4'900), 0);
        QCOMPARE(tables.rowOf(1), -1);
        TableChoice none = draft.choice(4'900);
        none.isTaken = false;
        draft.setChoice(4'900, none);
        QCOMPARE(draft.mappings().size(), std::size_t{5'000}); // the others by name, and that there are no more
        QVERIFY2(timer.elapsed() < 1'000, qPrintable(QString::number(timer.elapsed())));
    }

    void tablesStandBesideTheirTarget()
    {
        StructureColumn same;
        same.column = same.targetColumn = QStringLiteral("id");
        same.sourceType = QStringLiteral("bigint");
        same.targetType = QStringLiteral("NUMBER(19)"); // another database's word for it
        same.state = QStringLiteral("same");
        StructureColumn other = same;
        other.column = other.targetColumn = QStringLiteral("name");
        other.state = QStringLiteral("differs");
        StructureTable table{
            QStringLiteral("public.person"), QStringLiteral("a.insured"), QStringLiteral("same"), {same, other}, {}};
        QCOMPARE(StructureTableModel::differing(table), 1);
        QVERIFY(StructureTableModel::isDifferent(table));
        QVERIFY(StructureTableModel::holds(table, QStringLiteral("INSURED")));
        QVERIFY(StructureTableModel::holds(table, QStringLiteral("nam")));
        QVERIFY(!StructureTableModel::holds(table, QStringLiteral("phone")));
        StructureTableModel tables;
        StructureColumnModel columns;
        DescribedColumnModel described;
        const QAbstractItemModelTester testsTables(&tables);
        const QAbstractItemModelTester testsColumns(&columns);
        const QAbstractItemModelTester testsDescribed(&described);
        tables.setRows({{table, {QStringLiteral("public.person"), 20, 50}, false},
                        {table, {}, true},
                        {table, {QStringLiteral("public.person"), -1, -1}, false}});
        columns.setRows(table.columns);
        described.setRows(tableOf(QStringLiteral("t"), 3).columns);
        QVERIFY(tables.index(0, StructureTableModel::Load).data().toString().contains(QStringLiteral("50")));
        const auto atWork = [&](int row) { return tables.index(row, StructureTableModel::Load).data().toString(); };
        QVERIFY(!atWork(1).isEmpty() && !atWork(2).isEmpty() && atWork(1) != atWork(2));
        const auto from = [&](int row, int column) {
            return columns.index(row, column).data(StructureColumnModel::FromRole).toInt();
        };
        QCOMPARE(from(0, StructureColumnModel::TargetDeclared), -1);
        QCOMPARE(from(1, StructureColumnModel::TargetDeclared), 0); // wholly another word
        QCOMPARE(from(1, StructureColumnModel::Declared), -1);
        other.sourceType = QStringLiteral("character varying(60)");
        other.targetType = QStringLiteral("character varying(20)");
        columns.setRows({other});
        QCOMPARE(from(0, StructureColumnModel::TargetDeclared), 18); // the 2 of 20
        QCOMPARE(columns.index(0, StructureColumnModel::TargetDeclared).data(StructureColumnModel::LengthRole).toInt(),
                 1);
    }
};

BUSHENG_TEST(TstMapping)
#include "tst_mapping.moc"
