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

    /// A schema of one kind of database is nothing to another.
    void findsAHomeAtATargetOfAnotherKind_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("schema"); // that the subscription names
        QTest::addColumn<QString>("name");
        const auto row = [](const char* table, const char* from, const char* to, const char* schema, const char* name) {
            QTest::addRow("%s %s %s %s", table, from, to, schema)
                << QString::fromLatin1(table) << QString::fromLatin1(from) << QString::fromLatin1(to)
                << QString::fromLatin1(schema) << QString::fromLatin1(name);
        };
        row("public.city", "postgres", "mariadb", "", "home.city");
        row("archive.city", "postgres", "mariadb", "", "archive.city");
        row("public.city", "postgres", "mariadb", "hr", "hr.city");
        row("public.city", "postgres", "sqlite", "", "city");
        row("archive.city", "postgres", "sqlite", "", "city");
        row("hr.city", "mariadb", "postgres", "", "hr.city");
        row("hr.city", "mariadb", "sqlite", "", "city");
        row("city", "sqlite", "postgres", "", "home.city");
        row("city", "sqlite", "mariadb", "hr", "hr.city");
        row("public.city", "mariadb", "mariadb", "", "public.city");
        row("city", "sqlite", "sqlite", "", "city");
    }

    void findsAHomeAtATargetOfAnotherKind()
    {
        QFETCH(const QString, table);
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QString, schema);
        QFETCH(const QString, name);
        DatasetSchema source = sample();
        source.engine = from;
        source.tables.resize(1);
        source.tables[0].name = table;
        source.tables[0].foreignKeys = {{{QStringLiteral("id")}, table, {}, {}, {}}};
        TargetNames names{QStringLiteral("target"), schema, {}};
        names.engine = to;
        names.home = to == u"sqlite" ? QString() : QStringLiteral("home");
        const auto named = names.named(source);
        QVERIFY_OK(named);
        QCOMPARE(named->tables[0].name, name);
        QCOMPARE(named->tables[0].foreignKeys[0].referencedTable, name);
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
