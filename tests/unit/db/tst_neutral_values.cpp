// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/neutral_values.h"
#include "engine/db/values/structure_mapping.h"
#include "tests/support/test_main.h"

using namespace busheng;

/// The words and cells of databases that are read through ODBC.
class TstNeutralValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsItsOwnWords_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("name"); // empty: refused
        const auto add = [](const char* written, const char* name) {
            QTest::newRow(written) << QString::fromLatin1(written) << QString::fromLatin1(name);
        };
        for (const char* word : {"boolean",    "int8",    "int24", "int64",    "uint64",  "decimal(12,2)", "number",
                                 "float",      "double",  "text",  "text(20)", "json",    "uuid",          "binary",
                                 "binary(16)", "bits(8)", "bits",  "date",     "time(0)", "datetime(6)",   "moment(3)"})
            add(word, word);
        add("text(0)", "text"); // a size that is not said
        add("time", "time(6)");
        for (const char* word : {"int", "int7", "integer", "decimal", "decimal(12)", "decimal(0,0)", "decimal(2,3)",
                                 "text(1,2)", "date(3)", "time(7)", "TEXT", "text(-1)", "text (3)", "boolean(1)", ""})
            add(word, "");
    }
    void readsItsOwnWords()
    {
        QFETCH(const QString, written);
        QFETCH(const QString, name);
        const auto type = parseNeutralType(written);
        QCOMPARE(type ? neutralTypeName(*type) : QString(), name);
    }

    void writesOneTextForAValue_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("text"); // empty: refused
        const auto add = [](const char* type, const char* given, const char* text) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(type), QLatin1String(given))))
                << QString::fromLatin1(type) << QByteArray(given) << QByteArray(text);
        };
        add("decimal(12,2)", ".5", "0.50");
        add("decimal(12,2)", "-.5", "-0.50");
        add("decimal(12,2)", "-0.00", "0.00");
        add("decimal(12,2)", "+0012.5000", "12.50");
        add("decimal(12,0)", "7", "7");
        add("decimal(12,2)", "0.005", "");
        add("decimal(12,2)", "1e3", "");
        add("decimal(12,2)", "", "");
        add("decimal(12,2)", ".", "");
        add("decimal(12,2)", "NaN", "NaN");
        add("number", ".50", "0.50");
        add("number", "100000000000000000000", "100000000000000000000");
        add("date", "2024-02-29", "2024-02-29");
        add("date", "0000-00-00", "");
        add("date", "infinity", "");
        add("date", "2023-02-29", "");
        add("datetime(3)", "1991-04-14 02:30:00.12", "1991-04-14 02:30:00.120");
        add("datetime(3)", "1991-04-14 02:30:00.1234", "");
        add("datetime(6)", "1991-04-14 02:30:00.1234560", "1991-04-14 02:30:00.123456");
        add("datetime(6)", "1991-04-14 02:30:00.1234567", "");
        add("time(6)", "-838:59:59", "-838:59:59.000000");
        add("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        add("uuid", "A0EEBC99", "");
        add("bits(8)", "00000001", "00000001");
        add("bits(8)", "2", "");
        add("text(20)", " as it is ", " as it is ");
    }
    void writesOneTextForAValue()
    {
        QFETCH(const QString, type);
        QFETCH(const QByteArray, given);
        QFETCH(const QByteArray, text);
        Bytes scratch;
        BytesView made;
        const Refusal why = neutralText(*parseNeutralType(type), view(given), scratch, made);
        QCOMPARE(why != nullptr, text.isEmpty());
        if (why == nullptr)
            QCOMPARE(QByteArray(made.data(), qsizetype(made.size())), text);
    }

    void goesToTheCommonFormAndBack()
    {
        const EngineValues* const values = engineValues(QStringLiteral("odbc"));
        QVERIFY(values != nullptr);
        const CommonType moment = *parseNeutralType(QStringLiteral("datetime(3)"));
        const Bytes text = "1940-06-01 00:30:00.500";
        Cell common;
        Cell own;
        Bytes first;
        Bytes second;
        QVERIFY(values->toCommon(moment, Cell::ofText(text), first, common) == nullptr);
        QCOMPARE(common.kind, CellKind::Integer);
        QVERIFY(values->fromCommon(moment, common, second, own) == nullptr);
        QCOMPARE(Bytes(own.bytes), text);
        QVERIFY(values->toCommon(moment, Cell::ofInteger(1), first, common) != nullptr);
        QVERIFY(values->fromCommon(moment, Cell::ofInteger(1), second, own) != nullptr); // a microsecond
    }

    void hasATypeInEachTarget_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("postgres");
        QTest::addColumn<QString>("mariadb");
        QTest::addColumn<QString>("sqlite");
        const auto add = [](const char* type, const char* postgres, const char* mariadb, const char* sqlite) {
            QTest::newRow(type) << QString::fromLatin1(type) << QString::fromLatin1(postgres)
                                << QString::fromLatin1(mariadb) << QString::fromLatin1(sqlite);
        };
        add("int64", "bigint", "bigint", "INTEGER");
        add("uint64", "numeric(20,0)", "bigint unsigned", "TEXT");
        add("decimal(12,2)", "numeric(12,2)", "decimal(12,2)", "TEXT");
        add("datetime(6)", "timestamp without time zone", "datetime(6)", "DATETIME");
        add("boolean", "boolean", "tinyint(1)", "BOOLEAN");
        add("binary", "bytea", "longblob", "BLOB");
    }
    void hasATypeInEachTarget()
    {
        QFETCH(const QString, type);
        for (const char* const engine : {"postgres", "mariadb", "sqlite"}) {
            const QString expected = *static_cast<const QString*>(QTest::qData(engine, qMetaTypeId<QString>()));
            QCOMPARE(mapType(QStringLiteral("odbc"), type, {}, QString::fromLatin1(engine), false).declaredType,
                     expected);
        }
        const TypeMapping back =
            mapType(QStringLiteral("postgres"), QStringLiteral("bigint"), {}, QStringLiteral("odbc"), false);
        QCOMPARE(back.grade, TypeMapping::Grade::Refused);
        QVERIFY(!back.why.isEmpty());
    }
};

BUSHENG_TEST(TstNeutralValues)
#include "tst_neutral_values.moc"
