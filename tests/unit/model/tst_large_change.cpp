// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/large_change.h"

#include "tests/support/test_main.h"

#include <vector>

using namespace busheng;

namespace {

constexpr std::uint32_t kTable = 7;

Bytes row(std::int64_t id, BytesView value)
{
    Bytes bytes;
    encodeRow({Cell::ofInteger(id), Cell::ofBlob(value), Cell::ofText("small")}, bytes);
    return bytes;
}

Bytes key(std::int64_t id)
{
    Bytes bytes;
    encodeRow({Cell::ofInteger(id)}, bytes);
    return bytes;
}

Bytes operation(const RowChange& change)
{
    Bytes bytes;
    ByteWriter out(bytes);
    writeChange(out, change);
    return bytes;
}

/// Not the same everywhere, so that parts in a wrong order would be found.
Bytes pattern(std::size_t size)
{
    Bytes bytes(size, '\0');
    for (std::size_t i = 0; i < size; i += 97)
        bytes[i] = static_cast<char>(i / 97);
    return bytes;
}

std::vector<Bytes> blocksOf(BytesView block, std::uint32_t count, std::size_t pieceBytes = kWholeChange)
{
    std::vector<Bytes> blocks;
    const auto given = giveInPieces(block, count, pieceBytes, [&blocks](BytesView piece, std::uint32_t) -> Result<> {
        blocks.emplace_back(piece);
        return {};
    });
    if (!given)
        qFatal("%s", qPrintable(given.error().toString()));
    return blocks;
}

RowChange onlyChange(BytesView block)
{
    RowChange change;
    ChangeReader reader(block);
    if (!reader.next(change) || reader.offset() != block.size())
        qFatal("not one operation");
    return change;
}

} // namespace

/// Operations that are too large for a block.
class TstLargeChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsAnOperationAndPutsItTogether_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<quint64>("bytes");
        QTest::newRow("insert, a byte too many") << static_cast<int>(ChangeKind::Insert) << quint64{kWholeChange};
        QTest::newRow("update of the key and the value") << static_cast<int>(ChangeKind::Update) << quint64{5U << 20};
        QTest::newRow("delete of a whole row") << static_cast<int>(ChangeKind::Delete) << quint64{3U << 20};
        QTest::newRow("as large as can be") << static_cast<int>(ChangeKind::Upsert) << quint64{kLargestChange - 64};
    }

    void cutsAnOperationAndPutsItTogether()
    {
        QFETCH(const int, kind);
        QFETCH(const quint64, bytes);
        const Bytes value = row(1, pattern(bytes));
        const auto of = static_cast<ChangeKind>(kind);
        const Bytes whole = operation({of, kTable, of == ChangeKind::Delete ? value : key(2), value});
        const std::vector<Bytes> blocks = blocksOf(whole, 1);
        QVERIFY(blocks.size() >= 3);
        PartCollector collector;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            QVERIFY(isApart(blocks[i]));
            QVERIFY(blocks[i].size() <= kPartBytes + 64);
            const auto isWhole = collector.take(onlyChange(blocks[i]));
            QVERIFY_OK(isWhole);
            QCOMPARE(*isWhole, i + 1 == blocks.size());
            QCOMPARE(collector.isUnderWay(), i + 1 != blocks.size());
        }
        QVERIFY(collector.operation() == whole);
    }

    void leavesSmallOperationsTogether()
    {
        const Bytes small = operation({ChangeKind::Insert, kTable, {}, row(1, "a")});
        const Bytes large = operation({ChangeKind::Insert, kTable, {}, row(2, pattern(2U << 20))});
        const std::vector<Bytes> blocks = blocksOf(small + small + large + small, 4);
        QCOMPARE(blocks.front(), small + small);
        QCOMPARE(blocks.back(), small);
        for (std::size_t i = 1; i + 1 < blocks.size(); ++i)
            QVERIFY(isApart(blocks[i]));
        QCOMPARE(blocksOf(small + small + small, 3, small.size()), (std::vector<Bytes>{small, small, small}));
        const auto wrong =
            giveInPieces(small + small, 3, kWholeChange, [](BytesView, std::uint32_t) { return Result<>(); });
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Internal);
    }

    void tellsOfTheRowThatIsTooLargeWithoutItsValue()
    {
        const Bytes value = row(42, Bytes(kLargestChange, 'x'));
        const std::vector<Bytes> blocks = blocksOf(operation({ChangeKind::Update, kTable, key(41), value}), 1);
        QCOMPARE(blocks.size(), std::size_t{1});
        QVERIFY(isApart(blocks[0]));
        LeftOutChange leftOut;
        const RowChange change = onlyChange(blocks[0]);
        QVERIFY(readLeftOut(change, leftOut));
        QCOMPARE(leftOut.change.kind, ChangeKind::Update);
        QCOMPARE(leftOut.change.tableId, kTable);
        QVERIFY(leftOut.change.before == key(41));
        QVERIFY(leftOut.bytes > kLargestChange);
        QCOMPARE(leftOut.columns, std::vector<std::uint32_t>{1});
        std::vector<Cell> cells;
        QVERIFY(decodeRow(leftOut.change.after, cells));
        QCOMPARE(cells[0].integer, 42);
        QCOMPARE(cells[1].kind, CellKind::Unchanged);
        QVERIFY(cells[2].bytes == "small");
        QVERIFY(!isWholeRow(leftOut.change.after));
    }

    void failsForARowThatNothingCanBeLeftOutOf()
    {
        const Bytes value(kLeftOutValue, 'x');
        Bytes wide;
        encodeRow(std::vector<Cell>(20'000, Cell::ofBlob(value)), wide);
        const auto given = giveInPieces(operation({ChangeKind::Insert, kTable, {}, wide}), 1, kWholeChange,
                                        [](BytesView, std::uint32_t) { return Result<>(); });
        QVERIFY(!given);
        QCOMPARE(given.error().code, ErrorCode::Schema);
    }

    void refusesPartsThatMayNotCome_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("the second first") << 0;
        QTest::newRow("one twice") << 1;
        QTest::newRow("one left out") << 2;
        QTest::newRow("one of another operation") << 3;
        QTest::newRow("one of another table") << 4;
        QTest::newRow("a total beyond the limit") << 5;
        QTest::newRow("no operation at all") << 6;
        QTest::newRow("an operation on another table") << 7;
        QTest::newRow("two operations") << 8;
        QTest::newRow("a row cut short") << 9;
        QTest::newRow("a part of parts") << 10;
    }

    void refusesPartsThatMayNotCome()
    {
        QFETCH(const int, what);
        const Bytes whole = operation({ChangeKind::Insert, kTable, {}, row(1, pattern(2U << 20))});
        std::vector<Bytes> blocks = blocksOf(whole, 1);
        const auto partOf = [](std::uint64_t total, std::uint64_t offset, BytesView bytes,
                               std::uint32_t table = kTable) {
            Bytes part;
            encodeRow({Cell::ofInteger(static_cast<std::int64_t>(total)),
                       Cell::ofInteger(static_cast<std::int64_t>(offset)), Cell::ofBlob(bytes), Cell::ofBlob({})},
                      part);
            return operation({ChangeKind::Part, table, {}, part});
        };
        const auto asOne = [&](const Bytes& bytes) { blocks = {partOf(bytes.size(), 0, bytes)}; };
        switch (what) {
        case 0:
            blocks.erase(blocks.begin());
            break;
        case 1:
            blocks.insert(blocks.begin() + 1, blocks[0]);
            break;
        case 2:
            blocks.erase(blocks.begin() + 1);
            break;
        case 3:
            blocks[1] = partOf(whole.size() + 1, kPartBytes, BytesView(whole).substr(kPartBytes, kPartBytes));
            break;
        case 4:
            blocks[1] = partOf(whole.size(), kPartBytes, BytesView(whole).substr(kPartBytes, kPartBytes), kTable + 1);
            break;
        case 5:
            blocks = {partOf(kLargestChange + 1, 0, "x")};
            break;
        case 6:
            asOne("nothing");
            break;
        case 7:
            asOne(operation({ChangeKind::Insert, kTable + 1, {}, row(1, "a")}));
            break;
        case 8:
            asOne(operation({ChangeKind::Insert, kTable, {}, row(1, "a")}) +
                  operation({ChangeKind::Insert, kTable, {}, row(2, "a")}));
            break;
        case 9:
            asOne(operation({ChangeKind::Insert, kTable, {}, BytesView(row(1, "a")).substr(0, 5)}));
            break;
        default:
            asOne(blocks[0]);
        }
        PartCollector collector;
        Result<bool> taken = false;
        for (std::size_t i = 0; taken && i < blocks.size(); ++i)
            taken = collector.take(onlyChange(blocks[i]));
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Protocol);
    }

    void refusesWhatIsMalformed()
    {
        Bytes three;
        encodeRow({Cell::ofInteger(3), Cell::ofInteger(0), Cell::ofBlob("abc")}, three);
        ChangePart part;
        LeftOutChange leftOut;
        for (const Bytes& after : {three, Bytes("junk"), row(1, "a")}) {
            QVERIFY(!readPart({ChangeKind::Part, kTable, {}, after}, part));
            QVERIFY(!readLeftOut({ChangeKind::LeftOut, kTable, {}, after}, leftOut));
        }
        Bytes emptying;
        ByteWriter out(emptying);
        writeLeftOut(out, {{ChangeKind::Truncate, kTable, {}, {}}, 1, {}});
        QVERIFY(!readLeftOut(onlyChange(emptying), leftOut));
    }
};

BUSHENG_TEST(TstLargeChange)
#include "tst_large_change.moc"
