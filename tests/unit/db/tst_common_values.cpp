// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/civil_time.h"
#include "engine/db/values/pg_numeric.h"
#include "engine/db/values/structure_translation.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

DatasetSchema sample(const QString& engine, const QString& type, std::vector<std::uint32_t> key = {0})
{
    DatasetSchema schema;
    schema.engine = engine;
    TableSchema table;
    table.id = 1;
    table.name = QStringLiteral("t");
    const QString number = engine == u"postgres" ? QStringLiteral("integer") : QStringLiteral("int");
    table.columns = {{QStringLiteral("id"), number, true, {}}, {QStringLiteral("v"), type, false, {}}};
    table.keyColumns = std::move(key);
    schema.tables = {table};
    return schema;
}

Bytes rowOf(const std::vector<Cell>& cells)
{
    Bytes row;
    encodeRow(cells, row);
    return row;
}

Bytes insertOf(BytesView row)
{
    Bytes block;
    ByteWriter writer(block);
    writeChange(writer, {ChangeKind::Insert, 1, {}, row});
    return block;
}

Bytes numericOf(const char* text)
{
    Bytes bytes;
    return appendPgNumeric(bytes, text) ? bytes : Bytes();
}

} // namespace

/// Values between databases of unlike kinds, without a server: what is exact, and what is refused. With servers:
/// tests/db/values.
class TstCommonValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsDatesThatAZoneWouldMove_data();
    void readsDatesThatAZoneWouldMove();
    void refusesWhatIsNoDay_data();
    void refusesWhatIsNoDay();
    void keepsClocksOfAnySize_data();
    void keepsClocksOfAnySize();
    void writesNumbersAsPostgresDoes_data();
    void writesNumbersAsPostgresDoes();
    void refusesByNameWhatTheTargetHasNot_data();
    void refusesByNameWhatTheTargetHasNot();
    void showsWhatTheSourceCannotHave();
    void refusesTypesWithAWayOut_data();
    void refusesTypesWithAWayOut();
    void refusesMalformedRows();
};

void TstCommonValues::readsDatesThatAZoneWouldMove_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("days");
    QTest::newRow("first") << QByteArray("0001-01-01") << qint64{-730119};
    QTest::newRow("day 0") << QByteArray("2000-01-01") << qint64{0};
    QTest::newRow("last") << QByteArray("9999-12-31") << qint64{2921939};
    QTest::newRow("leap day") << QByteArray("2024-02-29") << qint64{8825};
    // Midnights that Asia/Shanghai left out.
    QTest::newRow("1940") << QByteArray("1940-06-01") << qint64{-21763};
    QTest::newRow("1986") << QByteArray("1986-05-04") << qint64{-4990};
}

void TstCommonValues::readsDatesThatAZoneWouldMove()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, days);
    const auto found = parseCivilDate(view(text));
    QVERIFY(found.has_value());
    QCOMPARE(*found, days);
    Bytes back;
    QVERIFY(appendCivilDate(back, days));
    QCOMPARE(toQByteArray(back), text);
}

void TstCommonValues::refusesWhatIsNoDay_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"0000-00-00", "2024-00-10", "2024-01-00", "2023-02-29", "2024-13-01", "24-01-01",
                             "2024-1-1", "2024-01-01 ", "-001-01-01", "0000-01-01", ""})
        QTest::newRow(text) << QByteArray(text);
}

void TstCommonValues::refusesWhatIsNoDay()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!parseCivilDate(view(text)));
    QVERIFY(!parseCivilMoment(view(QByteArray(text + " 00:00:00"))));
}

void TstCommonValues::keepsClocksOfAnySize_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("largest") << QByteArray("838:59:59") << -1 << QByteArray("838:59:59");
    QTest::newRow("smallest") << QByteArray("-838:59:59") << 0 << QByteArray("-838:59:59");
    QTest::newRow("below zero") << QByteArray("-00:00:00.000001") << 6 << QByteArray("-00:00:00.000001");
    QTest::newRow("end of day") << QByteArray("24:00:00") << -1 << QByteArray("24:00:00");
    QTest::newRow("half") << QByteArray("00:00:00.5") << 3 << QByteArray("00:00:00.500");
    QTest::newRow("zeros") << QByteArray("12:00:00.500000") << -1 << QByteArray("12:00:00.5");
    QTest::newRow("too fine") << QByteArray("12:00:00.000001") << 3 << QByteArray();
    QTest::newRow("too fine for none") << QByteArray("12:00:00.5") << 0 << QByteArray();
}

void TstCommonValues::keepsClocksOfAnySize()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, digits);
    QFETCH(const QByteArray, written);
    const auto micros = parseCivilClock(view(text));
    QVERIFY(micros.has_value());
    Bytes back;
    const bool good = appendCivilClock(back, *micros, digits);
    QCOMPARE(good, !written.isEmpty());
    if (good)
        QCOMPARE(toQByteArray(back), written);
    for (const char* bad : {"1:00:00", "12:60:00", "12:00:60", "12:00", "12:00:00.", "12:00:00.0000001", "ab:00:00"})
        QVERIFY2(!parseCivilClock(bad), bad);
}

void TstCommonValues::writesNumbersAsPostgresDoes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("bytes"); // hex of numeric_send()
    const auto row = [](const char* text, const char* bytes) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(bytes);
    };
    row("0", "0000000000000000");
    row("0.00", "0000000000000002");
    row("1", "00010000000000000001");
    row("12.50", "0002000000000002000c1388");
    row("-12.50", "0002000040000002000c1388");
    row("10000", "00010001000000000001");
    row("0.0001", "0001ffff000000040001");
    row("123456.789", "00030001000000030"
                      "00c0d801ed2");
    row("NaN", "00000000c0000000");
    row("Infinity", "00000000d0000020");
    row("-Infinity", "00000000f0000020");
}

void TstCommonValues::writesNumbersAsPostgresDoes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, bytes);
    QCOMPARE(toHex(numericOf(text.constData())).toLatin1(), bytes);
    Bytes back;
    QVERIFY(appendPgNumericText(back, numericOf(text.constData())));
    QCOMPARE(toQByteArray(back), text);
    for (const char* bad : {"", "-", "1.", ".5", "1e5", "1.2.3", "--1", "nan"})
        QVERIFY2(numericOf(bad).empty(), bad);
}

void TstCommonValues::refusesByNameWhatTheTargetHasNot_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("cell"); // a row's encoded cell
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const char* source, const char* type, const Cell& cell, const char* target,
                        const char* why) {
        Bytes bytes;
        ByteWriter writer(bytes);
        writeCell(writer, cell);
        QTest::newRow(name) << QString::fromLatin1(source) << QString::fromLatin1(type) << toQByteArray(bytes)
                            << QString::fromLatin1(target) << QString::fromLatin1(why);
    };
    const Bytes nan = numericOf("NaN");
    const Bytes realNan("\x7f\xc0\0\0", 4);
    const Bytes forever("\x7f\xff\xff\xff", 4);
    const Bytes before("\xff\xe0\0\0", 4); // some 5700 years before 2000
    const Bytes minusZero("\x80\0\0\0\0\0\0\0", 8);
    row("NaN", "postgres", "numeric(12,2)", Cell::ofNative(nan), "mariadb", "no number");
    row("real NaN", "postgres", "real", Cell::ofNative(realNan), "mariadb", "no number");
    row("real NaN in SQLite", "postgres", "real", Cell::ofNative(realNan), "sqlite", "NaN");
    row("-0 in SQLite", "postgres", "double precision", Cell::ofNative(minusZero), "sqlite", "-0");
    row("infinity", "postgres", "date", Cell::ofNative(forever), "mariadb", "infinity");
    row("BC", "postgres", "date", Cell::ofNative(before), "mariadb", "outside the years");
    row("BC in SQLite", "postgres", "date", Cell::ofNative(before), "sqlite", "outside the years");
    row("zero date", "mariadb", "date", Cell::ofText("0000-00-00"), "postgres", "zero date");
    row("day 0", "mariadb", "datetime", Cell::ofText("2024-00-10 00:00:00"), "sqlite", "zero date");
    row("838 hours", "mariadb", "time", Cell::ofText("838:59:59"), "postgres", "24:00:00");
    row("text in INTEGER", "sqlite", "INTEGER", Cell::ofText("12a"), "postgres", "no whole number");
    row("fraction in INTEGER", "sqlite", "INTEGER", Cell::ofReal(1.5), "mariadb", "no whole number");
    row("bytes in TEXT", "sqlite", "TEXT", Cell::ofBlob("ab"), "postgres", "no text");
    row("2 in BOOLEAN", "sqlite", "BOOLEAN", Cell::ofInteger(2), "postgres", "neither 0 nor 1");
    row("T in DATETIME", "sqlite", "DATETIME", Cell::ofText("2024-02-29T08:30:00"), "mariadb", "no date or time");
    row("zeros in DATETIME", "sqlite", "DATETIME", Cell::ofText("2024-02-29 08:30:00.500"), "mariadb",
        "no date or time");
    row("54 bits", "sqlite", "NUMERIC", Cell::ofInteger((std::int64_t{1} << 53) + 1), "postgres", "53 bits");
    row("infinite REAL", "sqlite", "REAL", Cell::ofReal(HUGE_VAL), "mariadb", "no number");
}

void TstCommonValues::refusesByNameWhatTheTargetHasNot()
{
    QFETCH(const QString, source);
    QFETCH(const QString, type);
    QFETCH(const QByteArray, cell);
    QFETCH(const QString, target);
    QFETCH(const QString, why);
    const auto translation = StructureTranslation::of(sample(source, type), target, QStringLiteral("ministry"));
    QVERIFY_OK(translation);
    Bytes four("\0\0\0\7", 4);
    Bytes row;
    ByteWriter writer(row);
    writer.varint(2);
    writeCell(writer, source == u"postgres" ? Cell::ofNative(four) : Cell::ofInteger(7));
    writer.raw(view(cell));
    Bytes out;
    const auto done = translation->translateBlock(insertOf(row), out);
    QVERIFY(!done);
    QCOMPARE(done.error().event, events::TGT_VALUE);
    QCOMPARE(done.error().code, ErrorCode::Conflict);
    QCOMPARE(done.error().args.mid(0, 3), (QStringList{QStringLiteral("t"), QStringLiteral("7"), QStringLiteral("v")}));
    QVERIFY2(done.error().args.value(3).contains(why), qPrintable(done.error().args.value(3)));
}

/// A value that somebody wrote at the target and that the source's column cannot have is a difference that shows.
void TstCommonValues::showsWhatTheSourceCannotHave()
{
    const auto translation =
        StructureTranslation::of(sample(QStringLiteral("mariadb"), QStringLiteral("decimal(12,2)")),
                                 QStringLiteral("postgres"), QStringLiteral("ministry"));
    QVERIFY_OK(translation);
    const Bytes seven("\0\0\0\7", 4);
    const Bytes nan = numericOf("NaN");
    Bytes back;
    QVERIFY(translation->restoreRow(1, rowOf({Cell::ofNative(seven), Cell::ofNative(nan)}), back));
    std::vector<Cell> cells;
    QVERIFY(decodeRow(back, cells));
    QCOMPARE(cells[0].integer, std::int64_t{7});
    QCOMPARE(cellToText(cells[1]), QStringLiteral("NaN"));
}

void TstCommonValues::refusesTypesWithAWayOut_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("isKey");
    const auto row = [](const char* source, const char* type, const char* target, bool isKey = false) {
        QTest::addRow("%s %s %s", source, type, target)
            << QString::fromLatin1(source) << QString::fromLatin1(type) << QString::fromLatin1(target) << isKey;
    };
    row("postgres", "integer[]", "mariadb");
    row("postgres", "interval", "mariadb");
    row("postgres", "inet", "sqlite");
    row("postgres", "numeric(100,2)", "mariadb");
    row("postgres", "numeric(3,-2)", "mariadb");
    row("postgres", "public.unheard", "sqlite");
    row("mariadb", "geometry", "postgres");
    row("mariadb", "nonsense", "postgres");
    row("sqlite", "", "postgres");
    row("postgres", "numeric", "mariadb", true);
    row("postgres", "double precision", "mariadb", true);
    row("mariadb", "bigint unsigned", "sqlite", true);
    row("mariadb", "decimal(10,2)", "sqlite", true);
}

void TstCommonValues::refusesTypesWithAWayOut()
{
    QFETCH(const QString, source);
    QFETCH(const QString, type);
    QFETCH(const QString, target);
    QFETCH(const bool, isKey);
    const auto made = StructureTranslation::of(sample(source, type, {isKey ? 1U : 0U}), target, QStringLiteral("m"));
    QVERIFY(!made);
    QCOMPARE(made.error().event, events::TGT_TYPE);
    QVERIFY2(made.error().args.value(2).startsWith(QStringLiteral("column v: ")), qPrintable(made.error().toString()));
    // As no key all but those without a counterpart can be had.
    const bool can = StructureTranslation::of(sample(source, type), target, QStringLiteral("m")).has_value();
    QCOMPARE(can, isKey);
}

void TstCommonValues::refusesMalformedRows()
{
    const auto translation = StructureTranslation::of(sample(QStringLiteral("mariadb"), QStringLiteral("date")),
                                                      QStringLiteral("postgres"), QStringLiteral("ministry"));
    QVERIFY_OK(translation);
    Bytes out;
    const Bytes tooShort = insertOf(rowOf({Cell::ofInteger(7)}));
    const Bytes good = insertOf(rowOf({Cell::ofInteger(7), Cell::ofText("2024-02-29")}));
    for (const Bytes& bad : {tooShort, Bytes("\1\2\3"), Bytes(good.substr(0, good.size() - 1))}) {
        const auto done = translation->translateBlock(bad, out);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Protocol);
    }
    QVERIFY_OK(translation->translateBlock(good, out));
    QVERIFY(!translation->restoreRow(1, rowOf({Cell::ofInteger(7)}), out));
    QVERIFY(!translation->restoreRow(9, good, out));
    QVERIFY(!translation->translateKey(9, rowOf({Cell::ofInteger(7)})));
}

BUSHENG_TEST(TstCommonValues)
#include "tst_common_values.moc"
