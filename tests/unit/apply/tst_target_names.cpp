// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_names.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

DatasetSchema sample()
{
    DatasetSchema schema;
    TableSchema city;
    city.id = 1;
    city.name = QStringLiteral("public.city");
    city.columns = {{QStringLiteral("code"), QStringLiteral("text"), true, {}},
                    {QStringLiteral("name"), QStringLiteral("text"), false, {}}};
    city.keyColumns = {0};
    city.generatedColumns = {
        {QStringLiteral("label"), QStringLiteral("text"), false, QStringLiteral("(code || name)")}};
    TableSchema person;
    person.id = 2;
    person.name = QStringLiteral("public.person");
    person.columns = {{QStringLiteral("id"), QStringLiteral("bigint"), true, {}},
                      {QStringLiteral("city"), QStringLiteral("text"), false, {}}};
    person.keyColumns = {0};
    person.foreignKeys = {{{QStringLiteral("city")}, QStringLiteral("public.city"), {QStringLiteral("code")}, {}, {}}};
    person.indexes = {{QStringLiteral("person_city_idx"), {QStringLiteral("city")}, false},
                      {QStringLiteral("by_city"), {QStringLiteral("city")}, false}};
    schema.tables = {city, person};
    return schema;
}

TargetNames names()
{
    return {QStringLiteral("target"),
            {},
            {{QStringLiteral("public.person"),
              QStringLiteral("archive.insured"),
              {},
              {{QStringLiteral("city"), QStringLiteral("city_code")}},
              {}},
             {QStringLiteral("public.city"), {}, {}, {{QStringLiteral("code"), QStringLiteral("gbt2260")}}, {}}}};
}

} // namespace

class TstTargetNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesEverythingThatFollows()
    {
        const auto named = names().named(sample());
        QVERIFY_OK(named);
        const TableSchema& city = named->tables[0];
        const TableSchema& person = named->tables[1];
        QCOMPARE(city.name, QStringLiteral("public.city"));
        QCOMPARE(city.columns[0].name, QStringLiteral("gbt2260"));
        QVERIFY(city.generatedColumns.empty());
        QCOMPARE(person.name, QStringLiteral("archive.insured"));
        QCOMPARE(person.id, 2U);
        QCOMPARE(person.foreignKeys[0].columns, QStringList{QStringLiteral("city_code")});
        QCOMPARE(person.foreignKeys[0].referencedTable, QStringLiteral("public.city"));
        QCOMPARE(person.foreignKeys[0].referencedColumns, QStringList{QStringLiteral("gbt2260")});
        QCOMPARE(person.indexes[0].name, QStringLiteral("insured_city_idx"));
        QCOMPARE(person.indexes[1].name, QStringLiteral("by_city"));
        QCOMPARE(person.indexes[1].columns, QStringList{QStringLiteral("city_code")});
    }

    void putsTablesIntoASchema()
    {
        TargetNames target{QStringLiteral("target"), QStringLiteral("part"), {}};
        QVERIFY(!target.changesNothing());
        const auto named = target.named(sample());
        QVERIFY_OK(named);
        QCOMPARE(named->tables[0].name, QStringLiteral("part.city"));
        QCOMPARE(named->tables[1].foreignKeys[0].referencedTable, QStringLiteral("part.city"));
        target.mappings = {{QStringLiteral("public.city"), QStringLiteral("town"), {}, {}, {}},
                           {QStringLiteral("public.person"), QStringLiteral("other.person"), {}, {}, {}}};
        const auto again = target.named(sample());
        QVERIFY_OK(again);
        QCOMPARE(again->tables[0].name, QStringLiteral("part.town"));
        QCOMPARE(again->tables[1].name, QStringLiteral("other.person"));
    }

    void changesNothingWithoutNames()
    {
        const TargetNames target{
            QStringLiteral("target"), {}, {{QStringLiteral("public.city"), {}, {}, {}, QStringLiteral("code = '1'")}}};
        QVERIFY(target.changesNothing());
        QCOMPARE(target.named(sample()).value(), sample());
    }

    void keepsNamesWithoutASchema()
    {
        DatasetSchema schema = sample();
        schema.tables.resize(1);
        schema.tables[0].name = QStringLiteral("city");
        const TargetNames target{
            QStringLiteral("target"), {}, {{QStringLiteral("city"), QStringLiteral("town"), {}, {}, {}}}};
        QCOMPARE(target.named(schema).value().tables[0].name, QStringLiteral("town"));
    }

    void refusesNamesThatDoNotFit_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("column that is not there") << 0;
        QTest::newRow("two tables of one name") << 1;
        QTest::newRow("two columns of one name") << 2;
        QTest::newRow("table that is not there") << 3;
    }

    void refusesNamesThatDoNotFit()
    {
        QFETCH(const int, which);
        TargetNames target = names();
        switch (which) {
        case 0:
            target.mappings[0].renames[0].column = QStringLiteral("phone");
            break;
        case 1:
            target.mappings[0].targetTable = QStringLiteral("city");
            break;
        case 2:
            target.mappings[0].renames[0].name = QStringLiteral("id");
            break;
        default:
            target.mappings[0].table = QStringLiteral("public.people");
            break;
        }
        const auto named = target.named(sample());
        QVERIFY(!named);
        QCOMPARE(named.error().event, QStringLiteral("MAP_TARGET"));
        QCOMPARE(named.error().args.size(), 3);
    }
};

BUSHENG_TEST(TstTargetNames)
#include "tst_target_names.moc"
