// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/resume_point.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packed_stream.h"

using namespace busheng;
using test::PackedStream;

namespace {

constexpr std::int64_t kRows = 3000;
constexpr std::int64_t kPerBlock = 100;
const Bytes kKilobyte(1000, 'k');

/// Loads two tables of kRows from wherever the point says, as a sender would.
Result<> load(Packer& packer, const ResumePoint& point)
{
    std::uint32_t table = 1;
    std::int64_t next = 0;
    if (point.loading) {
        LoadBegin begin = point.lastLoadBegin;
        begin.resumed = true;
        begin.position = {point.position.order + 1}; // a later snapshot
        ENGINE_TRY(packer.loadBegin(begin));
        if (point.loadTable != 0) {
            table = point.loadTable;
            RowReader row(point.lastLoadRow);
            next = row.next().integer + 1;
        }
    } else {
        ENGINE_TRY(packer.structure(test::schema()));
        ENGINE_TRY(packer.loadBegin({1, {40}, false, {kRows, kRows}}));
    }
    for (; table <= 2; ++table, next = 0) {
        for (; next < kRows; next += kPerBlock) {
            const auto count = static_cast<std::uint32_t>(std::min(kPerBlock, kRows - next));
            ENGINE_TRY(packer.loadRows(test::block(ChangeKind::Upsert, table, next, count, kKilobyte), count));
        }
    }
    return packer.loadEnd({{41}, {}});
}

} // namespace

class TstResumePoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhereALoadGoesOn();
    void tellsWhereALoadGoesOnInsideALargeRow();
    void tellsOfALoadThatHasNoRowsYet();
    void tellsThatALoadIsOver();
    void tellsOfChangesAndOpenTransactions();
    void refusesAPacketThatIsDamaged();
};

void TstResumePoint::tellsWhereALoadGoesOn()
{
    PackedStream undisturbed;
    QVERIFY_OK(load(undisturbed.packer(), {}));
    const Bytes wanted = test::receive(undisturbed.packets).loaded;
    QVERIFY(undisturbed.packets.size() >= 6);
    // Killed behind each packet but the last.
    for (std::size_t durable = 1; durable < undisturbed.packets.size(); ++durable) {
        PackedStream stream('A');
        stream.packets.assign(undisturbed.packets.begin(),
                              undisturbed.packets.begin() + static_cast<std::ptrdiff_t>(durable));
        const ResumePoint point = test::resumePoint(stream.packets.back());
        QVERIFY(point.loading);
        QVERIFY(!point.transactionOpen);
        QCOMPARE(point.sequence, static_cast<std::uint64_t>(durable));
        QCOMPARE(point.digest, packetDigest(stream.packets.back().bytes));
        QCOMPARE(point.position, Position{40});
        QCOMPARE(point.schemaVersion, 3U);
        QCOMPARE(point.lastLoadBegin.generation, std::uint64_t{1});
        QVERIFY(point.loadTable == 1 || point.loadTable == 2);
        stream.restart();
        QVERIFY_OK(load(stream.packer(), point));
        const test::Received got = test::receive(stream.packets);
        QVERIFY2(got.loaded == wanted, qPrintable(QStringLiteral("behind packet %1").arg(durable)));
        QCOMPARE(got.loads, 1);
        QCOMPARE(got.loadEnds, 1);
        for (const test::Packet& packet : stream.packets)
            QCOMPARE(packet.header.upTo, Position{40});
    }
}

void TstResumePoint::tellsWhereALoadGoesOnInsideALargeRow()
{
    const auto keyOf = [](std::int64_t id) {
        Bytes key;
        encodeRow({Cell::ofInteger(id)}, key);
        return key;
    };
    PackedStream stream;
    QVERIFY_OK(stream.packer().structure(test::schema()));
    QVERIFY_OK(stream.packer().loadBegin({1, {40}, false, {2, 0}}));
    for (const std::int64_t id : {1, 2}) {
        const Bytes row = test::change(ChangeKind::Upsert, 1, id, Bytes(3U << 20, 'x'));
        RowChange change;
        ChangeReader(row).next(change);
        const Bytes behind = id == 1 ? Bytes() : keyOf(1);
        QVERIFY_OK(giveApart(change, row, behind, [&stream](BytesView block, std::uint32_t count) {
            return stream.packer().loadRows(block, count);
        }));
    }
    QVERIFY_OK(stream.packer().flush());
    QVERIFY(stream.packets.size() >= 6);
    // The first row's packets say: from the table's beginning; the second's: behind the first row.
    const ResumePoint first = test::resumePoint(stream.packets[1]);
    QCOMPARE(first.loadTable, 1U);
    QVERIFY(first.lastLoadKey && first.lastLoadKey->empty());
    const ResumePoint second = test::resumePoint(stream.packets.back());
    QCOMPARE(second.loadTable, 1U);
    QVERIFY(second.lastLoadKey && *second.lastLoadKey == keyOf(1));
}

void TstResumePoint::tellsOfALoadThatHasNoRowsYet()
{
    PackedStream stream;
    QVERIFY_OK(stream.packer().structure(test::schema()));
    QVERIFY_OK(stream.packer().loadBegin({6, {40}, false, {1, 2}}));
    QVERIFY_OK(stream.packer().flush());
    const ResumePoint point = test::resumePoint(stream.packets.back());
    QVERIFY(point.loading);
    QCOMPARE(point.loadTable, 0U);
    QVERIFY(point.lastLoadRow.empty());
    QCOMPARE(point.lastLoadBegin.generation, std::uint64_t{6});
    QCOMPARE(point.lastLoadBegin.position, Position{40});
    QCOMPARE(point.lastLoadBegin.expectedRows, (std::vector<std::uint64_t>{1, 2}));
}

void TstResumePoint::tellsThatALoadIsOver()
{
    PackedStream stream;
    QVERIFY_OK(load(stream.packer(), {}));
    const ResumePoint point = test::resumePoint(stream.packets.back());
    QVERIFY(!point.loading);
    QCOMPARE(point.position, Position{40});
}

void TstResumePoint::tellsOfChangesAndOpenTransactions()
{
    test::Source source;
    source.transaction(7, 1, "a");
    source.transaction(8, 3000, kKilobyte);
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    const ResumePoint first = test::resumePoint(stream.packets[0]);
    QVERIFY(!first.loading && !first.transactionOpen);
    QCOMPARE(first.position, Position{7});
    const ResumePoint second = test::resumePoint(stream.packets[1]);
    QVERIFY(second.transactionOpen);
    QCOMPARE(second.position, Position{7});
    const ResumePoint last = test::resumePoint(stream.packets.back());
    QVERIFY(!last.transactionOpen);
    QCOMPARE(last.position, Position{8});
}

void TstResumePoint::refusesAPacketThatIsDamaged()
{
    PacketReader reader(test::stream());
    reader.addKey(test::linkKey());
    Bytes packet = test::write(test::smallHeader(), test::smallBody());
    QVERIFY_OK(readResumePoint(packet, reader));
    packet.back() = static_cast<char>(packet.back() ^ 1);
    QVERIFY(!readResumePoint(packet, reader));
    QVERIFY(!readResumePoint({}, reader));
    const auto malformed = readResumePoint(test::write(test::smallHeader(), "not frames"), reader);
    QVERIFY(!malformed);
    QCOMPARE(malformed.error().event, QStringLiteral("PKT_MALFORMED"));
}

BUSHENG_TEST(TstResumePoint)
#include "tst_resume_point.moc"
