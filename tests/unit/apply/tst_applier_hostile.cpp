// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

#include <functional>
#include <random>

using namespace busheng;
using namespace busheng::test;

namespace {

/// A target in increments at position 20, account 1 there; packets 1 and 2.
PacketFeed goodFeed()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(3, 20).loadRows(Block().upsert(account(1, "x", 1))).loadEnd(20).seal();
    feed.transaction(20, Block(2).insert(note("a", "b", "body", "1"))).seal();
    return feed;
}

Frame operationsFrame(const Block& block, std::uint32_t count)
{
    Frame frame;
    frame.type = FrameType::Operations;
    frame.block = block.bytes();
    frame.count = count;
    return frame;
}

Frame endFrame(std::uint64_t changes)
{
    Frame frame;
    frame.type = FrameType::TransactionEnd;
    frame.changes = changes;
    return frame;
}

using Write = std::function<void(PacketFeed&)>;

struct BadPacket {
    const char* name;
    Write write;
};

/// Each is the third packet of goodFeed().
std::vector<BadPacket> badFrames()
{
    const Block good = Block().insert(account(2, "y", 1));
    return {
        {"operations outside of a transaction", [=](PacketFeed& feed) { feed.operations(good).seal(); }},
        {"end without begin", [](PacketFeed& feed) { feed.end().seal(); }},
        {"begin inside a transaction", [](PacketFeed& feed) { feed.begin(21).begin(22).seal(); }},
        {"drop of nothing", [](PacketFeed& feed) { feed.dropped().seal(); }},
        {"transaction before the position", [=](PacketFeed& feed) { feed.transaction(19, good).seal(); }},
        {"second transaction before the first",
         [=](PacketFeed& feed) { feed.transaction(22, good).transaction(21, good).seal(); }},
        {"mark before the position", [](PacketFeed& feed) { feed.mark(1, 5).seal(); }},
        {"heartbeat before the position", [](PacketFeed& feed) { feed.heartbeat(5).seal(); }},
        {"mark inside a transaction", [](PacketFeed& feed) { feed.begin(21).mark(1, 21).seal(); }},
        {"heartbeat inside a transaction", [](PacketFeed& feed) { feed.begin(21).heartbeat(21).seal(); }},
        {"frame behind a mark", [=](PacketFeed& feed) { feed.mark(1, 21).transaction(22, good).seal(); }},
        {"spanning transaction behind another", [=](PacketFeed& feed) { feed.transaction(21, good).begin(22).seal(); }},
        {"rows outside of a load", [=](PacketFeed& feed) { feed.loadRows(Block().upsert(account(2, "y", 1))).seal(); }},
        {"end outside of a load", [](PacketFeed& feed) { feed.loadEnd(30).seal(); }},
        {"load of the same generation", [](PacketFeed& feed) { feed.loadBegin(3, 30).seal(); }},
        {"load of an older generation", [](PacketFeed& feed) { feed.loadBegin(2, 30).seal(); }},
        {"resumed load when none is under way", [](PacketFeed& feed) { feed.loadBegin(3, 30, true).seal(); }},
        {"load inside a transaction", [](PacketFeed& feed) { feed.begin(21).loadBegin(4, 30).seal(); }},
        {"structure inside a transaction", [](PacketFeed& feed) { feed.begin(21).structure(bankSchema()).seal(); }},
        {"load with an insert",
         [](PacketFeed& feed) { feed.loadBegin(4, 30).loadRows(Block().insert(account(2, "y", 1))).seal(); }},
        {"load of two tables in one frame",
         [](PacketFeed& feed) {
             feed.loadBegin(4, 30)
                 .loadRows(Block().upsert(account(2, "y", 1)).table(2).upsert(note("a", "b", "c", "d")))
                 .seal();
         }},
        {"load that counts other tables",
         [](PacketFeed& feed) {
             feed.loadBegin(4, 30).loadEnd(30, {1, 2}).seal();
         }},
        {"frame behind the end of a load",
         [](PacketFeed& feed) { feed.loadBegin(4, 30).loadEnd(30).heartbeat(31).seal(); }},
        {"unknown table", [](PacketFeed& feed) { feed.transaction(21, Block(9).insert(account(2, "y", 1))).seal(); }},
        {"table 0", [](PacketFeed& feed) { feed.transaction(21, Block(0).insert(account(2, "y", 1))).seal(); }},
        {"fewer operations than said",
         [=](PacketFeed& feed) {
             feed.begin(21).frame(operationsFrame(Block(good).insert(account(3, "y", 1)), 1)).end().seal();
         }},
        {"changes that do not add up",
         [=](PacketFeed& feed) { feed.begin(21).operations(good).frame(endFrame(2)).seal(); }},
        {"no frames", [](PacketFeed& feed) { feed.seal(); }},
        {"row with too few cells",
         [](PacketFeed& feed) {
             feed.transaction(21, Block().insert(row({number(2), text("y")}))).seal();
         }},
        {"row with too many cells",
         [](PacketFeed& feed) {
             feed.transaction(21, Block().insert(row({number(2), text("y"), number(1), number(1)}))).seal();
         }},
        {"empty row", [](PacketFeed& feed) { feed.transaction(21, Block().insert({}).insert({}).insert({})).seal(); }},
        {"key with too many cells",
         [](PacketFeed& feed) {
             feed.transaction(21, Block().erase(row({number(1), number(1)}))).seal();
         }},
        {"key without cells", [](PacketFeed& feed) { feed.transaction(21, Block().erase(row({}))).seal(); }},
        {"key with an unchanged cell",
         [](PacketFeed& feed) { feed.transaction(21, Block().erase(row({Cell::unchanged()}))).seal(); }},
        {"new row with an unchanged cell",
         [](PacketFeed& feed) {
             feed.transaction(21, Block().insert(row({number(2), Cell::unchanged(), number(1)}))).seal();
         }},
    };
}

} // namespace

class TstApplierHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refusesFramesOutOfOrder_data();
    void refusesFramesOutOfOrder();
    void refusesAHeaderThatLiesAboutTheTransaction();
    void refusesFramesBehindTheEndOfASpanningTransaction();
    void refusesAnUnreadableStructure();
    void refusesTransactionsBeforeTheLoad();
    void refusesAPacketOutOfSequence();
    void refusesAPacketOfAnotherChain();
    void refusesAnotherPacketOfTheSameSequence();
    void survivesTruncatedAndFlippedBodies();
    void namesTheRowOfAConflict_data();
    void namesTheRowOfAConflict();

private:
    std::unique_ptr<TargetFixture> m_target;
    std::vector<std::vector<Bytes>> m_before;
    void verifyUntouched();
};

void TstApplierHostile::init()
{
    m_target = std::make_unique<TargetFixture>();
    QVERIFY_OK(m_target->open());
    QVERIFY_OK(m_target->play(goodFeed().packets()));
    m_before = m_target->contents(bankSchema());
}

void TstApplierHostile::verifyUntouched()
{
    QVERIFY_OK(m_target->applier->reset());
    QCOMPARE(m_target->applier->checkpoint().sequence, 2U);
    QVERIFY(m_target->contents(bankSchema()) == m_before);
    // And the stream goes on with the packet that should have come.
    PacketFeed feed = goodFeed();
    feed.transaction(21, Block().insert(account(2, "right", 1))).seal();
    QVERIFY_OK(m_target->play(feed.packets()));
    QCOMPARE(m_target->rows(bankSchema().tables[0]).size(), 2U);
}

void TstApplierHostile::refusesFramesOutOfOrder_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const BadPacket& bad : badFrames())
        QTest::newRow(bad.name) << index++;
}

void TstApplierHostile::refusesFramesOutOfOrder()
{
    QFETCH(const int, index);
    PacketFeed feed = goodFeed();
    badFrames()[static_cast<std::size_t>(index)].write(feed);
    const auto refused = m_target->give(feed.last());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Protocol);
    QCOMPARE(refused.error().event, events::PKT_MALFORMED);
    QCOMPARE(refused.error().args.value(0), m_target->options.stream);
    QVERIFY(!refused.error().transient);
    verifyUntouched();
}

void TstApplierHostile::refusesAHeaderThatLiesAboutTheTransaction()
{
    PacketFeed feed = goodFeed();
    feed.transaction(21, Block().insert(account(2, "y", 1))).seal();
    FedPacket packet = feed.last();
    packet.header.set(PacketFlag::TransactionOpen);
    const auto refused = m_target->give(packet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::PKT_MALFORMED);
    verifyUntouched();
}

void TstApplierHostile::refusesFramesBehindTheEndOfASpanningTransaction()
{
    PacketFeed feed = goodFeed();
    feed.begin(21).operations(Block().insert(account(2, "y", 1))).seal();
    feed.end().transaction(22, Block().insert(account(3, "y", 1))).seal();
    QVERIFY_OK(m_target->give(feed.packets()[2]));
    const auto refused = m_target->give(feed.packets()[3]);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::PKT_MALFORMED);
    verifyUntouched();
}

void TstApplierHostile::refusesAnUnreadableStructure()
{
    PacketFeed feed = goodFeed();
    Frame frame;
    frame.type = FrameType::Structure;
    frame.block = "not a structure";
    feed.frame(frame).seal();
    const auto refused = m_target->give(feed.last());
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::PKT_MALFORMED);
    verifyUntouched();
}

void TstApplierHostile::refusesTransactionsBeforeTheLoad()
{
    PacketFeed early;
    early.structure(bankSchema()).transaction(1, Block().insert(account(1, "x", 1))).seal();
    PacketFeed withoutStructure;
    withoutStructure.loadBegin(1, 10).seal();
    for (const PacketFeed& feed : {early, withoutStructure}) {
        TargetFixture target;
        QVERIFY_OK(target.open());
        const auto refused = target.play(feed.packets());
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::PKT_MALFORMED);
    }
}

void TstApplierHostile::refusesAPacketOutOfSequence()
{
    PacketFeed feed = goodFeed();
    feed.transaction(21, Block().insert(account(2, "y", 1))).seal();
    feed.transaction(22, Block().insert(account(3, "y", 1))).seal();
    const auto refused = m_target->give(feed.packets()[3]);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::PKT_ORDER);
    QCOMPARE(refused.error().args, (QStringList{m_target->options.stream, QStringLiteral("3"), QStringLiteral("4")}));
    verifyUntouched();
}

void TstApplierHostile::refusesAPacketOfAnotherChain()
{
    PacketFeed feed = goodFeed();
    feed.transaction(21, Block().insert(account(2, "y", 1))).seal();
    FedPacket packet = feed.last();
    packet.header.previous[7] ^= 1;
    const auto refused = m_target->give(packet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::PKT_FORK);
    verifyUntouched();
}

void TstApplierHostile::refusesAnotherPacketOfTheSameSequence()
{
    FedPacket packet = goodFeed().last();
    packet.digest[0] ^= 1;
    const auto refused = m_target->give(packet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::PKT_FORK);
    verifyUntouched();
}

void TstApplierHostile::survivesTruncatedAndFlippedBodies()
{
    PacketFeed feed = goodFeed();
    feed.transaction(21, Block().insert(account(2, "y", 1)).update(row({number(1)}), account(7, "z", 2))).seal();
    const FedPacket good = feed.last();
    for (std::size_t length = 0; length < good.body.size(); ++length) {
        FedPacket packet = good;
        packet.body.resize(length);
        QVERIFY(!m_target->give(packet));
        QVERIFY_OK(m_target->applier->reset());
    }
    // The seal keeps such bodies out; here they only have to do no harm: an error, or rows that are well-formed.
    const auto seed = static_cast<std::uint32_t>(std::random_device()());
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 2000; ++i) {
        FedPacket packet = good;
        packet.body[random() % packet.body.size()] ^= static_cast<char>(1U << random() % 8);
        (void)m_target->give(packet);
        QVERIFY_OK(m_target->applier->reset());
        QCOMPARE(m_target->applier->checkpoint().sequence, 2U);
    }
    QVERIFY(m_target->contents(bankSchema()) == m_before);
}

void TstApplierHostile::namesTheRowOfAConflict_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<quint32>("count");
    QTest::addColumn<QStringList>("tableAndKey");
    const auto add = [](const char* name, const Block& block, const QStringList& tableAndKey) {
        QTest::newRow(name) << toQByteArray(block.bytes()) << block.count() << tableAndKey;
    };
    const Block first = Block().insert(account(5, "rolled back", 1));
    const QString accounts = QStringLiteral("account");
    add("update of a missing row", Block(first).update(row({number(77)}), account(77, "y", 1)),
        {accounts, QStringLiteral("77")});
    add("update of a missing key", Block(first).update(row({number(77)}), account(78, "y", 1)),
        {accounts, QStringLiteral("77")});
    add("delete of a missing row", Block(first).table(2).erase(row({text("b"), text("zz")})),
        {QStringLiteral("note"), QStringLiteral("b, zz")});
    add("insert of a row that is there", Block(first).insert(account(1, "y", 1)), {accounts, QStringLiteral("1")});
    add("update onto another row", Block(first).update(row({number(5)}), account(1, "y", 1)),
        {accounts, QStringLiteral("5")});
    add("second owner of a unique value", Block(first).table(2).insert(note("c", "d", "body", "1")),
        {QStringLiteral("note"), QStringLiteral("d, c")});
    add("key with NULL", Block(first).insert(row({Cell::null(), text("x"), number(1)})),
        {accounts, QStringLiteral("NULL")});
}

void TstApplierHostile::namesTheRowOfAConflict()
{
    QFETCH(const QByteArray, block);
    QFETCH(const quint32, count);
    QFETCH(const QStringList, tableAndKey);
    Frame frame;
    frame.type = FrameType::Operations;
    frame.block = view(block);
    frame.count = count;
    PacketFeed feed = goodFeed();
    feed.transaction(21, Block().insert(account(4, "good", 1))).begin(22).frame(frame).frame(endFrame(count)).seal();
    // The feed still believes to be inside the transaction, as it did not write its end.
    FedPacket packet = feed.last();
    packet.header.flags = 0;
    const auto refused = m_target->give(packet);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(refused.error().event, events::TGT_CONFLICT);
    QCOMPARE(refused.error().args.mid(0, 2), tableAndKey);
    QVERIFY(!refused.error().args.value(2).isEmpty());
    verifyUntouched();
}

BUSHENG_TEST(TstApplierHostile)
#include "tst_applier_hostile.moc"
