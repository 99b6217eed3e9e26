// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_binlog_json.h"
#include "engine/pipeline/capture/my_binlog_value.h"
#include "tests/support/test_main.h"

#include <random>

using namespace busheng;

namespace {

Bytes fromHex(const char* hex)
{
    return QByteArray::fromHex(hex).toStdString();
}

std::optional<Bytes> textOf(BytesView document)
{
    Bytes text;
    return binlog::jsonText(document, text) ? std::optional(text) : std::nullopt;
}

} // namespace

/// MySQL's JSON as its documentation lays the bytes out, by hand: no server that has it runs here.
class TstMyBinlogJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsADocumentAsTheServerDoes_data();
    void showsADocumentAsTheServerDoes();
    void showsDoubles_data();
    void showsDoubles();
    void refusesWhatIsNoDocument_data();
    void refusesWhatIsNoDocument();
    void survivesEveryTruncationAndFlippedBit();
    void readsItAsAValueOfARow();
};

void TstMyBinlogJson::showsADocumentAsTheServerDoes_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* hex, const char* text) {
        QTest::newRow(text) << QByteArray(hex) << QString::fromUtf8(text);
    };
    row("", "null");
    row("04 00", "null");
    row("04 01", "true");
    row("04 02", "false");
    row("05 ffff", "-1");
    row("06 ffff", "65535");
    row("07 00000080", "-2147483648");
    row("08 ffffffff", "4294967295");
    row("09 0000000000000080", "-9223372036854775808");
    row("0a ffffffffffffffff", "18446744073709551615");
    row("0b 000000000000f83f", "1.5");
    row("0c 03 616263", "\"abc\"");
    row("0c 06 e5bca0e4b889", "\"张三\"");
    row("0c 05 22 5c 0a 01 2f", "\"\\\"\\\\\\n\\u0001/\"");
    row("02 0000 0400", "[]");
    row("00 0000 0400", "{}");
    row("00 0100 0e00 0b00 0100 0c 0c00 61 01 62", "{\"a\": \"b\"}");
    // Two keys, the first with a number in place, the second with an array behind.
    row("00 0200 1f00 1200 0100 1300 0200 05 0700 02 1500 61 6262 0200 0a00 04 0100 05 feff",
        "{\"a\": 7, \"bb\": [true, -2]}");
    // Large: four bytes a number, and 32 bits in place.
    row("03 02000000 12000000 07 ffffffff 08 ffffffff", "[-1, 4294967295]");
    row("01 01000000 14000000 13000000 0100 04 00000000 6b", "{\"k\": null}");
    // Decimal 12.50 of (4,2); a date, a time below zero, a moment.
    row("0f f6 04 0402 8c 32", "12.50");
    row("0f 0a 08 000000000042b219", "\"2024-01-01\"");
    row("0f 0b 08 00000000f0ffffff", "\"-01:00:00.000000\"");
    row("0f 0c 08 05000085877abb19", "\"2026-11-29 08:30:05.000005\"");
    row("0f fc 04 deadbeef", "\"base64:type252:3q2+7w==\"");
}

void TstMyBinlogJson::showsADocumentAsTheServerDoes()
{
    QFETCH(const QByteArray, hex);
    QFETCH(const QString, text);
    const auto shown = textOf(fromHex(hex.constData()));
    QVERIFY(shown.has_value());
    QCOMPARE(QString::fromStdString(*shown), text);
}

void TstMyBinlogJson::showsDoubles_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("text");
    const auto row = [](double number, const char* text) {
        QTest::newRow(text) << number << QString::fromLatin1(text);
    };
    row(0, "0.0");
    row(-0.0, "-0.0");
    row(1, "1.0");
    row(-12.5, "-12.5");
    row(0.1, "0.1");
    row(0.1 + 0.2, "0.30000000000000004");
    row(123456789012345.0, "123456789012345.0");
    row(1e15, "1e15");
    row(1.25e100, "1.25e100");
    row(1e-14, "0.00000000000001");
    row(1e-16, "1e-16");
    row(5e-324, "5e-324");
}

void TstMyBinlogJson::showsDoubles()
{
    QFETCH(const double, number);
    QFETCH(const QString, text);
    Bytes document("\x0b");
    ByteWriter(document).real(number);
    const auto shown = textOf(document);
    QVERIFY(shown.has_value());
    QCOMPARE(QString::fromStdString(*shown), text);
}

void TstMyBinlogJson::refusesWhatIsNoDocument_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("a kind that is none") << QByteArray("0d 00");
    QTest::newRow("a literal that is none") << QByteArray("04 03");
    QTest::newRow("a string that ends early") << QByteArray("0c 05 6162");
    QTest::newRow("a container larger than its bytes") << QByteArray("02 0000 0500");
    QTest::newRow("a part outside its container") << QByteArray("02 0100 0700 0c ff00");
    QTest::newRow("a key outside its container") << QByteArray("00 0100 0d00 ff00 0100 04 0000 61 00");
    QTest::newRow("a container that is in itself") << QByteArray("02 0100 0700 02 0000");
    QTest::newRow("no number") << QByteArray("0b 000000000000f07f");
    QTest::newRow("a time of three bytes") << QByteArray("0f 0c 03 010203");
}

void TstMyBinlogJson::refusesWhatIsNoDocument()
{
    QFETCH(const QByteArray, hex);
    QVERIFY(!textOf(fromHex(hex.constData())));
}

void TstMyBinlogJson::survivesEveryTruncationAndFlippedBit()
{
    const Bytes whole = fromHex("00 0200 1f00 1200 0100 1300 0200 05 0700 02 1500 61 6262 0200 0a00 04 0100 05 feff");
    QVERIFY(textOf(whole).has_value());
    for (std::size_t size = 1; size < whole.size(); ++size)
        QVERIFY(!textOf(BytesView(whole).substr(0, size)));
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        Bytes flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        const auto shown = textOf(flipped);
        QVERIFY(!shown || shown->size() < 1000);
    }
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        Bytes bytes(1 + random() % 60, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random() % 20 == 0 ? random() : random() % 16);
        const auto shown = textOf(bytes);
        QVERIFY2(!shown || shown->size() < 100'000, qPrintable(QString::number(seed)));
    }
}

/// Of a column that is declared as the text that it is elsewhere.
void TstMyBinlogJson::readsItAsAValueOfARow()
{
    const auto declared = MyType::parse(QStringLiteral("longtext character set utf8mb4 collate utf8mb4_bin"));
    QVERIFY(declared.has_value());
    binlog::Column column;
    column.type = 245;
    column.meta = 4;
    QVERIFY(binlog::fits(column, *declared, false));
    QVERIFY(!binlog::fits(column, *MyType::parse(QStringLiteral("int")), false));
    const Bytes row = fromHex("0e000000 00 0100 0e00 0b00 0100 0c 0c00 61 01 62");
    Bytes length(row);
    length[0] = static_cast<char>(row.size() - 4);
    ByteReader in(length);
    Bytes cells;
    ByteWriter out(cells);
    QVERIFY(binlog::writeValue(in, column, {*declared, nullptr}, out));
    Bytes wanted;
    ByteWriter expected(wanted);
    writeCell(expected, Cell::ofText("{\"a\": \"b\"}"));
    QCOMPARE(cells, wanted);
    QVERIFY(in.atEnd());
}

BUSHENG_TEST(TstMyBinlogJson)
#include "tst_my_binlog_json.moc"
