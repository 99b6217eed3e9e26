// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/large_value.h"

#include "tests/support/test_main.h"

#include <QCryptographicHash>

using namespace busheng;

namespace {

constexpr std::uint32_t kTable = 7;
const LargeColumn kScan{QStringLiteral("扫描件"), false};

Bytes key(std::int64_t id)
{
    Bytes bytes;
    encodeRow({Cell::ofInteger(id)}, bytes);
    return bytes;
}

LargeValue valueOf(const Bytes& bytes)
{
    return {bytes.size(), QCryptographicHash::hash(toQByteArray(bytes), QCryptographicHash::Sha256).toStdString()};
}

/// The operations of a value that is given in pieces of `step` bytes.
std::vector<Bytes> partsOf(const Bytes& bytes, std::size_t step)
{
    std::vector<Bytes> blocks;
    const ChangeSink sink = [&blocks](BytesView block, std::uint32_t) -> Result<> {
        blocks.emplace_back(block);
        return {};
    };
    ValueParts parts(kTable, key(1), kScan, valueOf(bytes), key(9), sink);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        if (!parts.add(BytesView(bytes).substr(at, step)))
            qFatal("a piece was refused");
    }
    if (!parts.end())
        qFatal("the value was refused");
    return blocks;
}

RowChange changeOf(BytesView block)
{
    RowChange change;
    ChangeReader(block).next(change);
    return change;
}

} // namespace

class TstLargeValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesTogetherFromItsParts_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("parts");
        QTest::newRow("empty") << 0 << 1;
        QTest::newRow("one byte") << 1 << 1;
        QTest::newRow("one part") << static_cast<int>(kPartBytes) << 1;
        QTest::newRow("a byte more") << static_cast<int>(kPartBytes) + 1 << 2;
        QTest::newRow("many") << (3 << 20) + 17 << 7;
    }

    void comesTogetherFromItsParts()
    {
        QFETCH(const int, bytes);
        QFETCH(const int, parts);
        Bytes whole(static_cast<std::size_t>(bytes), '\0');
        for (std::size_t i = 0; i < whole.size(); i += 97)
            whole[i] = static_cast<char>(i / 97);
        const std::vector<Bytes> blocks = partsOf(whole, 100'003);
        QCOMPARE(blocks.size(), static_cast<std::size_t>(parts));
        Bytes together;
        PartProgress progress;
        bool isWhole = false;
        for (const Bytes& block : blocks) {
            QVERIFY(isApart(block));
            const RowChange change = changeOf(block);
            ValuePart part;
            QVERIFY(readValuePart(change, part));
            QCOMPARE(part.column, kScan.name);
            QCOMPARE(Bytes(part.key), key(1));
            QCOMPARE(Bytes(part.behind), key(9));
            QCOMPARE(Bytes(part.digest), valueOf(whole).digest);
            QVERIFY(progress.take(change, isWhole));
            together.append(part.bytes);
        }
        QVERIFY(isWhole);
        QVERIFY(!progress.isUnderWay());
        QVERIFY(together == whole);
    }

    void saysThatItIsNull()
    {
        Bytes given;
        const ChangeSink sink = [&given](BytesView block, std::uint32_t) -> Result<> {
            given.assign(block);
            return {};
        };
        ValueParts parts(kTable, key(1), kScan, {}, {}, sink);
        QVERIFY_OK(parts.end());
        ValuePart part;
        QVERIFY(readValuePart(changeOf(given), part));
        QVERIFY(part.isNull);
        QCOMPARE(part.total, std::uint64_t{0});
    }

    void refusesAnotherLengthThanWasSaid()
    {
        const ChangeSink sink = [](BytesView, std::uint32_t) { return Result<>(); };
        ValueParts longer(kTable, key(1), kScan, valueOf("12"), {}, sink);
        QVERIFY(!longer.add("123"));
        ValueParts shorter(kTable, key(1), kScan, valueOf("12"), {}, sink);
        QVERIFY_OK(shorter.add("1"));
        QVERIFY(!shorter.end());
    }

    void isNeitherCutNorMixed()
    {
        const std::vector<Bytes> blocks = partsOf(Bytes(3 * kPartBytes, 'v'), kPartBytes);
        bool isWhole = false;
        PartProgress gap;
        QVERIFY(gap.take(changeOf(blocks[0]), isWhole));
        QVERIFY(!gap.take(changeOf(blocks[2]), isWhole)); // one is missing
        PartProgress late;
        QVERIFY(!late.take(changeOf(blocks[1]), isWhole)); // without its beginning
        // An operation in parts does not go on as a value.
        Bytes row;
        encodeRow({Cell::ofInteger(static_cast<std::int64_t>(3 * kPartBytes)),
                   Cell::ofInteger(static_cast<std::int64_t>(kPartBytes)), Cell::ofBlob("x"), Cell::ofBlob({})},
                  row);
        PartProgress mixed;
        QVERIFY(mixed.take(changeOf(blocks[0]), isWhole));
        QVERIFY(!mixed.take({ChangeKind::Part, kTable, {}, row}, isWhole));
    }

    void refusesWhatIsMalformed_data()
    {
        QTest::addColumn<int>("cell");
        QTest::addColumn<qint64>("number");
        QTest::newRow("more than travels") << 0 << static_cast<qint64>(kLargestValue) + 1;
        QTest::newRow("a negative length") << 0 << qint64{-1};
        QTest::newRow("behind its end") << 1 << qint64{2};
        QTest::newRow("of no kind") << 6 << qint64{3};
        QTest::newRow("NULL with bytes") << 6 << qint64{0};
    }

    void refusesWhatIsMalformed()
    {
        QFETCH(const int, cell);
        QFETCH(const qint64, number);
        const std::vector<Bytes> blocks = partsOf("12", 2);
        const RowChange whole = changeOf(blocks[0]);
        std::vector<Cell> cells;
        QVERIFY(decodeRow(whole.after, cells));
        cells[static_cast<std::size_t>(cell)] = Cell::ofInteger(number);
        Bytes row;
        encodeRow(cells, row);
        ValuePart part;
        QVERIFY(!readValuePart({ChangeKind::Value, kTable, {}, row}, part));
        QVERIFY(readValuePart(whole, part));
    }
};

BUSHENG_TEST(TstLargeValue)
#include "tst_large_value.moc"
