// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/pipeline/pack/packer.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packed_stream.h"
#include "tests/unit/pack/packet_forge.h"

using namespace busheng;
using test::PackedStream;
using test::Received;
using test::Source;

namespace {

const Bytes kKilobyte(1000, 'k');

/// Tries again while the failure is one that passes.
template <typename Call>
Result<> insist(const Call& call, int& failed)
{
    for (int i = 0; i < 100; ++i) {
        auto done = call();
        if (done)
            return done;
        ++failed;
    }
    return fail(ErrorCode::Internal, QStringLiteral("it never works"));
}

/// Small, large and again small transactions, with heartbeats between: about 15 packets.
void fill(Source& source)
{
    source.transaction(1, 3, "small");
    source.transaction(2, 700, kKilobyte);
    source.transaction(3, 700, kKilobyte);
    source.transaction(4, 5000, kKilobyte);
    source.transaction(5, 1, "small");
    if (!source.cache().heartbeat({6}, 1'700'000'000'000) || !source.cache().flush())
        qFatal("no heartbeat");
    source.transaction(7, 3000, kKilobyte);
    source.transaction(8, 1000, kKilobyte);
}

} // namespace

class TstPacker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void gathersSmallTransactionsInOnePacket();
    void beginsAPacketForATransactionThatDoesNotFit();
    void splitsALargeTransactionIntoPacketsOfItsOwn();
    void carriesTheLargestBlock();
    void refusesABlockThatNoPacketHolds();
    void waitsForAReceiverThatTakesParts();
    void endsThePacketAtAMark();
    void packsARepairAsATransaction();
    void packsAnEmptyTransaction();
    void makesNothingOfNothing();
    void carriesALoadAndThenChanges();
    void beginsAFreshLoadInAPacketOfItsOwn();
    void endsUpTheSameWhenOutputFailsNowAndThen();
#ifdef BUSHENG_FAILPOINTS // a release has none
    void endsUpTheSameWhenSealingFails_data();
    void endsUpTheSameWhenSealingFails();
#endif
    void goesOnAfterARestartBehindAnyPacket();
    void dropsAnOpenTransactionWhenTold();
#ifdef BUSHENG_FAILPOINTS // a release has none
    void dropsATransactionThatFailsHalfWay();
#endif
    void sendsAStructureOnceAndBeforeItsRows();
    void refusesWhatMayNotComeNow();
};

void TstPacker::gathersSmallTransactionsInOnePacket()
{
    Source source;
    for (std::uint64_t position = 1; position <= 3; ++position)
        source.transaction(position * 10, 2, "text");
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    QCOMPARE(stream.packets.size(), std::size_t{1});
    const PacketHeader& header = stream.packets[0].header;
    QCOMPARE(header.sequence, std::uint64_t{1});
    QCOMPARE(header.previous, Digest{});
    QCOMPARE(header.from, Position{0});
    QCOMPARE(header.upTo, Position{30});
    QCOMPARE(header.transactions, 3U);
    QCOMPARE(header.changes, 6U);
    QCOMPARE(header.flags, 0U);
    QCOMPARE(stream.packer().position(), Position{30});
    const Received got = test::receive(stream.packets);
    QCOMPARE(got.transactions.size(), std::size_t{3});
    QCOMPARE(got.transactions[1].operations, test::block(ChangeKind::Insert, 1, 20'000, 2, "text"));
}

void TstPacker::beginsAPacketForATransactionThatDoesNotFit()
{
    Source source;
    source.transaction(1, 600, kKilobyte);
    source.transaction(2, 600, kKilobyte);
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    QCOMPARE(stream.packets.size(), std::size_t{2});
    for (const test::Packet& packet : stream.packets) {
        QCOMPARE(packet.header.transactions, 1U);
        QCOMPARE(packet.header.changes, 600U);
        QVERIFY(!packet.header.has(PacketFlag::TransactionOpen));
    }
    QCOMPARE(test::receive(stream.packets).transactions.size(), std::size_t{2});
}

void TstPacker::splitsALargeTransactionIntoPacketsOfItsOwn()
{
    Source source;
    source.transaction(1, 1, "before");
    source.transaction(2, 5000, kKilobyte);
    source.transaction(3, 1, "behind");
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    const auto& packets = stream.packets;
    QVERIFY(packets.size() >= 7);
    QVERIFY(!packets.front().header.has(PacketFlag::TransactionOpen));
    QCOMPARE(packets.front().header.upTo, Position{1});
    for (std::size_t i = 1; i + 2 < packets.size(); ++i) {
        QVERIFY(packets[i].header.has(PacketFlag::TransactionOpen));
        QCOMPARE(packets[i].header.from, Position{1});
        QCOMPARE(packets[i].header.upTo, Position{1});
        QCOMPARE(packets[i].header.transactions, 0U);
        QVERIFY(packets[i].header.plainLength <= kPacketTarget + 2 * kFrameRoom);
    }
    const PacketHeader& last = packets[packets.size() - 2].header;
    QVERIFY(!last.has(PacketFlag::TransactionOpen));
    QCOMPARE(last.upTo, Position{2});
    QCOMPARE(last.transactions, 1U);
    QCOMPARE(packets.back().header.changes, 1U);
    const Received got = test::receive(packets);
    QCOMPARE(got.transactions.size(), std::size_t{3});
    QVERIFY(got.transactions[1].operations == test::block(ChangeKind::Insert, 1, 2000, 5000, kKilobyte));
}

void TstPacker::carriesTheLargestBlock()
{
    Source source;
    source.transaction(1, 1, "before");
    const Bytes text(3U << 20, 'x');
    source.transaction(2, 3, text);
    source.transaction(3, 1, "behind");
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    const Received got = test::receive(stream.packets);
    QCOMPARE(got.transactions.size(), std::size_t{3});
    QVERIFY(test::putTogether(got.transactions[1].operations) == test::block(ChangeKind::Insert, 1, 2000, 3, text));
    for (const test::Packet& packet : stream.packets)
        QVERIFY(packet.header.plainLength <= kPacketTarget + 2 * kFrameRoom);

    // And the largest that a packet holds in one piece.
    PackedStream load;
    QVERIFY_OK(load.packer().structure(test::schema()));
    QVERIFY_OK(load.packer().loadBegin({1, {9}, false, {1, 0}}));
    const Bytes small = test::change(ChangeKind::Upsert, 1, 1, {});
    Bytes block = test::change(ChangeKind::Upsert, 1, 1, Bytes(kLargestBlock - small.size() - 6, 'x'));
    QVERIFY(block.size() <= kLargestBlock && block.size() + 4 > kLargestBlock);
    QVERIFY_OK(load.packer().loadRows(block, 1));
    QVERIFY_OK(load.packer().loadEnd({{9}, {1, 0}}));
    QVERIFY(test::receive(load.packets).loaded == block);
}

void TstPacker::refusesABlockThatNoPacketHolds()
{
    PackedStream stream;
    QVERIFY_OK(stream.packer().loadBegin({1, {9}, false, {}}));
    const auto refused = stream.packer().loadRows(Bytes(kLargestBlock + 1, 'x'), 1);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Schema);
    QVERIFY_OK(stream.packer().loadEnd({{9}, {}}));
    QCOMPARE(test::receive(stream.packets).loadEnds, 1);
}

void TstPacker::waitsForAReceiverThatTakesParts()
{
    Source source;
    source.transaction(1, 1, "before");
    source.transaction(2, 1, Bytes(2U << 20, 'x'));
    PackedStream stream;
    stream.packer().allowApart(false, false);
    const auto waits = stream.pack(source.cache());
    QVERIFY(!waits);
    QVERIFY(waits.error().transient);
    QCOMPARE(waits.error().event, events::LNK_OLD_PEER);
    QCOMPARE(waits.error().args, QStringList{test::stream().name()});

    PackedStream load;
    QVERIFY_OK(load.packer().loadBegin({1, {9}, false, {}}));
    const Bytes row = test::change(ChangeKind::Upsert, 1, 1, Bytes(2U << 20, 'x'));
    const auto give = [&load](BytesView block, std::uint32_t count) { return load.packer().loadRows(block, count); };
    load.packer().allowApart(false, false);
    QCOMPARE(giveInPieces(row, 1, kWholeChange, give).error().event, events::LNK_OLD_PEER);
    load.packer().allowApart(true, true); // the receiver was upgraded: the same again
    QVERIFY_OK(giveInPieces(row, 1, kWholeChange, give));
    QVERIFY_OK(load.packer().loadEnd({{9}, {}}));
    QVERIFY(test::putTogether(test::receive(load.packets).loaded) == row);

    // Such a receiver could not read a structure with large columns.
    DatasetSchema schema = test::schema();
    PackedStream structure;
    structure.packer().allowApart(true, false);
    QVERIFY_OK(structure.packer().structure(schema));
    ++schema.version;
    schema.tables.front().largeColumns = QStringList{QStringLiteral("scan")};
    QCOMPARE(structure.packer().structure(schema).error().event, events::LNK_OLD_PEER);
    structure.packer().allowApart(true, true);
    QVERIFY_OK(structure.packer().structure(schema));
}

void TstPacker::endsThePacketAtAMark()
{
    Source source;
    source.transaction(1, 1, "a");
    QVERIFY_OK(source.cache().mark(77, {1}));
    source.transaction(2, 1, "b");
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    QCOMPARE(stream.packets.size(), std::size_t{2});
    QCOMPARE(stream.packets[0].header.upTo, Position{1});
    const Received got = test::receive(stream.packets);
    QCOMPARE(got.marks, std::vector<std::uint64_t>{77});
    QCOMPARE(got.transactions.size(), std::size_t{2});
}

void TstPacker::packsARepairAsATransaction()
{
    Source source;
    source.transaction(1, 1, "a");
    const Bytes rows = test::block(ChangeKind::Upsert, 2, 1, 3, "as it should be");
    QVERIFY_OK(source.cache().repair({1}, rows, 3));
    QVERIFY_OK(source.cache().flush());
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    const Received got = test::receive(stream.packets);
    QCOMPARE(got.transactions.size(), std::size_t{2});
    QCOMPARE(got.transactions[1].position, Position{1});
    QCOMPARE(got.transactions[1].operations, rows);
    QCOMPARE(stream.packets.back().header.transactions, 2U);
}

void TstPacker::packsAnEmptyTransaction()
{
    Source source;
    source.transaction(5, 0, {});
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    const Received got = test::receive(stream.packets);
    QVERIFY(got.transactions == (std::vector<Received::Transaction>{{{5}, {}}}));
    QCOMPARE(stream.packer().position(), Position{5});
}

void TstPacker::makesNothingOfNothing()
{
    Source source;
    PackedStream stream;
    QVERIFY_OK(stream.packer().flush());
    QVERIFY_OK(stream.pack(source.cache()));
    QVERIFY_OK(stream.packer().flush());
    QVERIFY(stream.packets.empty());
    source.transaction(1, 1, "a");
    QVERIFY_OK(stream.pack(source.cache()));
    QVERIFY_OK(stream.pack(source.cache()));
    QVERIFY_OK(stream.packer().flush());
    QCOMPARE(stream.packets.size(), std::size_t{1});
}

void TstPacker::carriesALoadAndThenChanges()
{
    PackedStream stream;
    QVERIFY_OK(stream.packer().structure(test::schema()));
    QVERIFY_OK(stream.packer().loadBegin({1, {40}, false, {3000, 3000}}));
    Bytes loaded;
    for (std::uint32_t table = 1; table <= 2; ++table) {
        for (std::int64_t id = 0; id < 3000; id += 300) {
            const Bytes block = test::block(ChangeKind::Upsert, table, id, 300, kKilobyte);
            QVERIFY_OK(stream.packer().loadRows(block, 300));
            loaded += block;
        }
    }
    // A later snapshot served the rest of the load; what travels is still the first one's position.
    QVERIFY_OK(stream.packer().loadBegin({1, {45}, true, {}}));
    QVERIFY_OK(stream.packer().loadEnd({{45}, {}}));
    const std::size_t ofLoad = stream.packets.size();
    QVERIFY(ofLoad >= 6);
    for (const test::Packet& packet : stream.packets) {
        QVERIFY(packet.header.has(PacketFlag::Load));
        QCOMPARE(packet.header.from, Position{40});
        QCOMPARE(packet.header.upTo, Position{40});
        QCOMPARE(packet.header.schemaVersion, 3U);
        QVERIFY(packet.header.plainLength <= kPacketTarget + kFrameRoom);
    }
    Source source;
    source.transaction(30, 1, "in the snapshot already");
    source.transaction(42, 1, "new");
    QVERIFY_OK(stream.pack(source.cache()));
    QCOMPARE(stream.packets.size(), ofLoad + 1);
    QCOMPARE(stream.packets.back().header.from, Position{40});
    const Received got = test::receive(stream.packets);
    QVERIFY(got.loaded == loaded);
    QCOMPARE(got.loads, 1);
    QCOMPARE(got.loadEnds, 1);
    QCOMPARE(got.transactions.size(), std::size_t{1});
    QCOMPARE(got.transactions[0].position, Position{42});
}

void TstPacker::beginsAFreshLoadInAPacketOfItsOwn()
{
    Source source;
    source.transaction(1, 1, "a");
    PackedStream stream;
    Composer composer(source.cache(), {});
    const auto item = composer.next();
    QVERIFY_OK(item);
    QVERIFY_OK(stream.packer().item(**item, composer));
    QVERIFY_OK(stream.packer().loadBegin({1, {50}, false, {}}));
    QVERIFY_OK(stream.packer().loadRows(test::block(ChangeKind::Upsert, 1, 1, 5, "x"), 5));
    QVERIFY_OK(stream.packer().loadEnd({{50}, {}}));
    QCOMPARE(stream.packets.size(), std::size_t{2});
    QCOMPARE(stream.packets[0].header.upTo, Position{1});
    QVERIFY(!stream.packets[0].header.has(PacketFlag::Load));
    QCOMPARE(stream.packets[1].header.upTo, Position{50});
    QCOMPARE(test::receive(stream.packets).loads, 1);
}

/// The sealed packets are the same, byte for byte, whatever failed in between: nothing was sealed twice.
void TstPacker::endsUpTheSameWhenOutputFailsNowAndThen()
{
    Source source;
    fill(source);
    PackedStream undisturbed;
    QVERIFY_OK(undisturbed.pack(source.cache()));
    PackedStream stream;
    Composer composer(source.cache(), {});
    int failed = 0;
    stream.fullNowAndThen = true;
    while (true) {
        const auto item = composer.next();
        QVERIFY_OK(item);
        if (!*item)
            break;
        QVERIFY_OK(insist([&] { return stream.packer().item(**item, composer); }, failed));
    }
    QVERIFY_OK(insist([&] { return stream.packer().flush(); }, failed));
    QVERIFY(failed > 10);
    QCOMPARE(stream.packets.size(), undisturbed.packets.size());
    for (std::size_t i = 0; i < stream.packets.size(); ++i)
        QVERIFY(stream.packets[i].bytes == undisturbed.packets[i].bytes);
}

#ifdef BUSHENG_FAILPOINTS // a release has none
void TstPacker::endsUpTheSameWhenSealingFails_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"pack.seal.before", "pack.seal.after"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstPacker::endsUpTheSameWhenSealingFails()
{
    QFETCH(QString, name);
    Source source;
    fill(source);
    PackedStream undisturbed;
    QVERIFY_OK(undisturbed.pack(source.cache()));
    PackedStream stream;
    Composer composer(source.cache(), {});
    int failed = 0;
    while (true) {
        const auto item = composer.next();
        QVERIFY_OK(item);
        if (!*item)
            break;
        QVERIFY_OK(failpoint::configure(name + QStringLiteral("=err*2")));
        QVERIFY_OK(insist([&] { return stream.packer().item(**item, composer); }, failed));
    }
    QVERIFY_OK(failpoint::configure(name + QStringLiteral("=err*2")));
    QVERIFY_OK(insist([&] { return stream.packer().flush(); }, failed));
    QVERIFY(failed > 2);
    QCOMPARE(stream.packets.size(), undisturbed.packets.size());
    for (std::size_t i = 0; i < stream.packets.size(); ++i)
        QVERIFY(stream.packets[i].bytes == undisturbed.packets[i].bytes);
}
#endif

void TstPacker::goesOnAfterARestartBehindAnyPacket()
{
    Source source;
    fill(source);
    PackedStream undisturbed;
    QVERIFY_OK(undisturbed.pack(source.cache()));
    const Received wanted = test::receive(undisturbed.packets);
    QCOMPARE(wanted.transactions.size(), std::size_t{7});
    int inside = 0;
    for (std::size_t durable = 0; durable <= undisturbed.packets.size(); ++durable) {
        PackedStream stream('A');
        stream.packets.assign(undisturbed.packets.begin(),
                              undisturbed.packets.begin() + static_cast<std::ptrdiff_t>(durable));
        stream.restart();
        QVERIFY_OK(stream.pack(source.cache()));
        const Received got = test::receive(stream.packets);
        QVERIFY2(got.transactions == wanted.transactions, qPrintable(QStringLiteral("behind packet %1").arg(durable)));
        QVERIFY(!got.open);
        inside += got.dropped;
        // And again, with nothing new: nothing more is sent.
        const std::size_t count = stream.packets.size();
        stream.restart();
        QVERIFY_OK(stream.pack(source.cache()));
        QCOMPARE(stream.packets.size(), count);
    }
    QVERIFY(inside >= 5);
}

void TstPacker::dropsAnOpenTransactionWhenTold()
{
    Source source;
    source.transaction(1, 3000, kKilobyte);
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    stream.packets.resize(1);
    QVERIFY(stream.packets[0].header.has(PacketFlag::TransactionOpen));
    stream.restart();
    // Once is enough, whoever says it.
    QVERIFY_OK(stream.packer().transactionDropped());
    QCOMPARE(stream.packets.size(), std::size_t{2});
    QVERIFY_OK(stream.pack(source.cache()));
    const Received got = test::receive(stream.packets);
    QCOMPARE(got.dropped, 1);
    QCOMPARE(got.transactions.size(), std::size_t{1});
}

#ifdef BUSHENG_FAILPOINTS // a release has none
/// In this very process.
void TstPacker::dropsATransactionThatFailsHalfWay()
{
    Source source;
    source.transaction(1, 3000, kKilobyte);
    PackedStream stream;
    Composer composer(source.cache(), {});
    const auto item = composer.next();
    QVERIFY_OK(item);
    QVERIFY_OK(failpoint::configure(QStringLiteral("pack.seal.before=err*1")));
    QVERIFY(!stream.packer().item(**item, composer));
    QVERIFY_OK(stream.packer().transactionDropped());
    QVERIFY_OK(stream.packer().flush());
    QVERIFY(stream.packets.empty());
    QVERIFY_OK(failpoint::configure(QStringLiteral("pack.seal.after=err*1")));
    QVERIFY(!stream.packer().item(**item, composer));
    QVERIFY_OK(stream.packer().transactionDropped());
    QVERIFY_OK(stream.packer().item(**item, composer));
    const Received again = test::receive(stream.packets);
    QCOMPARE(again.dropped, 1);
    QCOMPARE(again.transactions.size(), std::size_t{1});
    PackedStream undisturbed;
    QVERIFY_OK(undisturbed.pack(source.cache()));
    QVERIFY(again.transactions == test::receive(undisturbed.packets).transactions);
}
#endif

void TstPacker::sendsAStructureOnceAndBeforeItsRows()
{
    DatasetSchema schema;
    TableSchema table;
    table.id = 1;
    table.name = QStringLiteral("t");
    table.columns = {{QStringLiteral("a"), QStringLiteral("INT"), false, {}}};
    schema.tables = {table};
    Source source;
    source.transaction(1, 3, "old");
    schema.version = 2;
    QVERIFY_OK(source.cache().structure(schema, {1}));
    source.transaction(2, 3, "new");
    QVERIFY_OK(source.cache().structure(schema, {2})); // written again, as trimming does
    source.transaction(3, 3, "new");
    PackedStream stream;
    QVERIFY_OK(stream.pack(source.cache()));
    QStringList order;
    for (const test::Packet& packet : stream.packets) {
        PacketReader reader(test::stream());
        Bytes body;
        reader.addKey(test::linkKey());
        QVERIFY_OK(reader.read(packet.bytes, body));
        FrameReader frames(body);
        Frame frame;
        while (frames.next(frame)) {
            if (frame.type == FrameType::Structure)
                order.append(QStringLiteral("structure"));
            if (frame.type == FrameType::TransactionBegin)
                order.append(frame.position.toString() + u'v' + QString::number(packet.header.schemaVersion));
        }
    }
    QCOMPARE(order, QStringList({QStringLiteral("1v0"), QStringLiteral("structure"), QStringLiteral("2v2"),
                                 QStringLiteral("3v2")}));
}

void TstPacker::refusesWhatMayNotComeNow()
{
    Source source;
    source.transaction(1, 1, "a");
    PackedStream stream;
    Composer composer(source.cache(), {});
    const auto item = composer.next();
    QVERIFY_OK(item);
    QVERIFY(!stream.packer().loadRows(test::block(ChangeKind::Upsert, 1, 1, 1, "x"), 1));
    QVERIFY(!stream.packer().loadEnd({}));
    QVERIFY_OK(stream.packer().loadBegin({1, {1}, false, {}}));
    QVERIFY(!stream.packer().item(**item, composer));
    QVERIFY(!stream.packer().structure(test::schema()));
    QVERIFY_OK(stream.packer().loadEnd({{1}, {}}));
    QVERIFY_OK(stream.packer().structure(test::schema()));
    QVERIFY_OK(stream.packer().flush());
    QCOMPARE(test::receive(stream.packets).loadEnds, 1);
}

BUSHENG_TEST(TstPacker)
#include "tst_packer.moc"
