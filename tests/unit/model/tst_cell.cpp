// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/cell.h"
#include "engine/model/dataset.h"

#include "tests/support/test_main.h"

#include <cmath>
#include <limits>

using namespace busheng;

namespace {

Bytes encoded(const std::vector<Cell>& cells)
{
    Bytes row;
    encodeRow(cells, row);
    return row;
}

bool sameCell(const Cell& a, const Cell& b)
{
    Bytes first;
    Bytes second;
    ByteWriter firstWriter(first);
    ByteWriter secondWriter(second);
    writeCell(firstWriter, a);
    writeCell(secondWriter, b);
    return first == second;
}

} // namespace

/// The canonical value codec.
class TstCell : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackEveryKindOfValue();
    void keepsApartWhatLooksAlike();
    void bytesAreFixedForEver();
    void refusesEveryTruncation();
    void refusesTrailingBytesAndUnknownKinds();
    void doesNotAllocateForACountThatIsALie();
    void projectsKeysInKeyOrder();
    void writesValuesForPeople();
    void namesRoutesAndStates();
};

void TstCell::givesBackEveryKindOfValue()
{
    const Bytes withNul("a\0b", 3);
    const Bytes notUtf8("\xff\xfe\x80", 3);
    const std::vector<Cell> cells{Cell::null(),
                                  Cell::unchanged(),
                                  Cell::ofInteger(0),
                                  Cell::ofInteger(std::numeric_limits<std::int64_t>::min()),
                                  Cell::ofInteger(std::numeric_limits<std::int64_t>::max()),
                                  Cell::ofReal(-0.0),
                                  Cell::ofReal(std::numeric_limits<double>::infinity()),
                                  Cell::ofReal(5e-324),
                                  Cell::ofText({}),
                                  Cell::ofText(withNul),
                                  Cell::ofText(notUtf8),
                                  Cell::ofBlob({}),
                                  Cell::ofBlob(withNul)};
    const Bytes row = encoded(cells);
    std::vector<Cell> decoded;
    QVERIFY(decodeRow(row, decoded));
    QCOMPARE(decoded.size(), cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        QVERIFY2(sameCell(decoded[i], cells[i]), qPrintable(QString::number(i)));
    QVERIFY(std::signbit(decoded[5].real));
}

void TstCell::keepsApartWhatLooksAlike()
{
    QVERIFY(!sameCell(Cell::null(), Cell::ofText({})));
    QVERIFY(!sameCell(Cell::ofText({}), Cell::ofBlob({})));
    QVERIFY(!sameCell(Cell::ofInteger(1), Cell::ofReal(1)));
    QVERIFY(!sameCell(Cell::ofReal(0.0), Cell::ofReal(-0.0)));
    QVERIFY(!sameCell(Cell::ofInteger(1), Cell::ofText("1")));
    QVERIFY(encoded({Cell::ofText("a"), Cell::ofText("b,c")}) != encoded({Cell::ofText("a,b"), Cell::ofText("c")}));
}

void TstCell::bytesAreFixedForEver()
{
    const Bytes row =
        encoded({Cell::null(), Cell::ofInteger(-3), Cell::ofReal(1.5), Cell::ofText("ab"), Cell::ofBlob("\x01")});
    QCOMPARE(toHex(row), QStringLiteral("05000205"
                                        "03000000000000f83f"
                                        "04026162"
                                        "050101"));
}

void TstCell::refusesEveryTruncation()
{
    const Bytes row =
        encoded({Cell::ofInteger(1'000'000), Cell::ofReal(2.5), Cell::ofText("hello"), Cell::ofBlob("world")});
    std::vector<Cell> cells;
    for (std::size_t size = 0; size < row.size(); ++size)
        QVERIFY2(!decodeRow(BytesView(row).substr(0, size), cells), qPrintable(QString::number(size)));
    QVERIFY(decodeRow(row, cells));
}

void TstCell::refusesTrailingBytesAndUnknownKinds()
{
    std::vector<Cell> cells;
    QVERIFY(!decodeRow(encoded({Cell::ofInteger(1)}) + '\0', cells));
    for (int kind = 6; kind < 256; ++kind) {
        const Bytes row{'\x01', static_cast<char>(kind)};
        QVERIFY(!decodeRow(row, cells));
    }
}

void TstCell::doesNotAllocateForACountThatIsALie()
{
    Bytes row;
    ByteWriter writer(row);
    writer.varint(std::numeric_limits<std::uint64_t>::max());
    std::vector<Cell> cells;
    QVERIFY(!decodeRow(row, cells));
    QCOMPARE(cells.size(), std::size_t{0});
    Bytes text{'\x01', '\x04'};
    ByteWriter length(text);
    length.varint(std::uint64_t{1} << 62);
    QVERIFY(!decodeRow(text, cells));
}

void TstCell::projectsKeysInKeyOrder()
{
    const Bytes row = encoded({Cell::ofInteger(7), Cell::ofText("x"), Cell::ofText("y")});
    Bytes key;
    QVERIFY(projectRow(row, {2, 0}, key));
    QCOMPARE(key, encoded({Cell::ofText("y"), Cell::ofInteger(7)}));
    key.clear();
    QVERIFY(!projectRow(row, {3}, key));
    QVERIFY(!projectRow("\x02\x00", {0}, key));
}

void TstCell::writesValuesForPeople()
{
    QCOMPARE(cellToText(Cell::null()), QStringLiteral("NULL"));
    QCOMPARE(cellToText(Cell::ofInteger(-42)), QStringLiteral("-42"));
    QCOMPARE(cellToText(Cell::ofReal(0.1)), QStringLiteral("0.1"));
    QCOMPARE(cellToText(Cell::ofText("\xe5\x90\x88\xe8\x82\xa5")), QStringLiteral(u"合肥"));
    QCOMPARE(cellToText(Cell::ofBlob("\x01\xff")), QStringLiteral("x'01ff'"));
    const Bytes longText(500, 'a');
    QCOMPARE(cellToText(Cell::ofText(longText)).size(), 201);
}

void TstCell::namesRoutesAndStates()
{
    QCOMPARE(routeName(Route::Trigger), QStringLiteral("trigger"));
    QCOMPARE(routeName(Route::FullCopy), QStringLiteral("full-copy"));
    QCOMPARE(subscriptionStateName(SubscriptionState::CatchingUp), QStringLiteral("catching-up"));
    QCOMPARE(subscriptionStateName(SubscriptionState::Live), QStringLiteral("live"));
}

BUSHENG_TEST(TstCell)
#include "tst_cell.moc"
