// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/large_change.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const Bytes kBody(3U << 20, 'b');

Bytes largeNote(const char* b, BytesView body = kBody)
{
    return row({Cell::ofText(body), text("a"), text(b), text(b)});
}

/// Structure, and a load in which account 1 comes before a large note, each of whose parts has a packet.
PacketFeed largeLoad()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(1, 10).loadRows(Block().upsert(account(1, "x", 1))).seal();
    feed.large(Block(2).upsert(largeNote("one")), true, true);
    feed.loadEnd(10, {1, 1, 0}).seal();
    return feed;
}

PacketFeed liveFeed()
{
    PacketFeed feed;
    feed.structure(bankSchema()).loadBegin(1, 10).loadEnd(10, {0, 0, 0}).seal();
    return feed;
}

} // namespace

/// Rows that come in parts, and rows that are too large to come at all.
class TstApplierLarge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void putsARowOfALoadTogether()
    {
        TargetFixture target;
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(largeLoad().packets()));
        const DatasetSchema schema = bankSchema();
        QCOMPARE(target.rows(schema.tables[1]), std::vector<Bytes>{largeNote("one")});
        QCOMPARE(target.applier->checkpoint().state, SubscriptionState::CatchingUp);
        QCOMPARE(target.applier->checkpoint().rowsLoaded, std::uint64_t{2});
    }

    /// What is committed never ends inside a row: after a crash its parts come again from the queue.
    void commitsNothingInsideARow()
    {
        const PacketFeed feed = largeLoad();
        const DatasetSchema schema = bankSchema();
        for (std::size_t given = 1; given < feed.packets().size(); ++given) {
            TargetFixture target;
            QVERIFY_OK(target.open());
            for (std::size_t i = 0; i < given; ++i) {
                QVERIFY_OK(target.give(feed.packets()[i]));
                QVERIFY_OK(target.applier->commit());
            }
            const std::uint64_t committed = target.applier->checkpoint().sequence;
            const bool insideRow = given >= 2 && given + 1 < feed.packets().size();
            QCOMPARE(committed, insideRow ? std::uint64_t{1} : static_cast<std::uint64_t>(given));
            QCOMPARE(target.applier->wantsCommit(), false);
            target.close();
            QVERIFY_OK(target.open());
            QCOMPARE(target.applier->checkpoint().sequence, committed);
            QVERIFY_OK(target.play(feed.packets()));
            QCOMPARE(target.rows(schema.tables[1]), std::vector<Bytes>{largeNote("one")});
        }
    }

    /// Their bytes are bounded as their number is: what is not committed stays in the queue.
    void commitsBetweenLargeRows()
    {
        PacketFeed feed;
        feed.structure(bankSchema()).loadBegin(1, 10).seal();
        const std::size_t begun = feed.packets().size();
        for (const char* const name : {"one", "two", "three"})
            feed.large(Block(2).upsert(largeNote(name)), true, true);
        TargetFixture target;
        target.options.commitBytes = 4U << 20;
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play({feed.packets().begin(), feed.packets().begin() + static_cast<std::ptrdiff_t>(begun)}));
        int commits = 0;
        for (std::size_t i = begun; i < feed.packets().size(); ++i) {
            QVERIFY_OK(target.give(feed.packets()[i]));
            if (!target.applier->wantsCommit())
                continue;
            QVERIFY_OK(target.applier->commit());
            QCOMPARE(target.applier->checkpoint().sequence, static_cast<std::uint64_t>(i + 1));
            ++commits;
        }
        QCOMPARE(commits, 1); // behind the second, when there are 6 MiB
    }

    void forgetsTheRowThatALoadWasInterruptedIn()
    {
        PacketFeed feed;
        feed.structure(bankSchema()).loadBegin(1, 10).seal();
        feed.large(Block(2).upsert(largeNote("one", Bytes(2U << 20, 'o'))), true, true, 2);
        feed.loadBegin(1, 12, true);
        feed.large(Block(2).upsert(largeNote("one")), true, true);
        feed.loadEnd(12).seal();
        TargetFixture target;
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.rows(bankSchema().tables[1]), std::vector<Bytes>{largeNote("one")});
    }

    void appliesALargeRowInATransactionOfManyPackets()
    {
        PacketFeed feed = liveFeed();
        feed.begin(11).operations(Block(2).insert(note("a", "small", "body", "1")));
        feed.large(Block(2).insert(largeNote("one")), false, true);
        feed.operations(Block(2).update(row({text("small"), text("a")}), note("a", "small", "changed", "1")))
            .end()
            .seal();
        feed.transaction(12, Block(2).erase(row({text("one"), text("a")}))).seal();
        TargetFixture target;
        QVERIFY_OK(target.open());
        for (std::size_t i = 0; i + 2 < feed.packets().size(); ++i)
            QVERIFY_OK(target.give(feed.packets()[i]));
        QVERIFY(target.rows(bankSchema().tables[1]).empty()); // none of it is visible
        QVERIFY_OK(target.give(feed.packets()[feed.packets().size() - 2]));
        QVERIFY_OK(target.applier->commit());
        QCOMPARE(target.rows(bankSchema().tables[1]),
                 (std::vector<Bytes>{largeNote("one"), note("a", "small", "changed", "1")}));
    }

    void forgetsTheRowOfADroppedTransaction()
    {
        PacketFeed feed = liveFeed();
        feed.begin(11).large(Block(2).insert(largeNote("one")), false, true, 1);
        feed.dropped().seal();
        feed.transaction(11, Block(2).insert(note("a", "other", "body", "1"))).seal();
        TargetFixture target;
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.rows(bankSchema().tables[1]), std::vector<Bytes>{note("a", "other", "body", "1")});
    }

    void refusesPartsOutOfPlace_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("a transaction ends inside a row") << 0;
        QTest::newRow("another operation inside a row") << 1;
        QTest::newRow("a part without its beginning") << 2;
        QTest::newRow("a load ends inside a row") << 3;
        QTest::newRow("a part beside others in a block") << 4;
        QTest::newRow("a row that is left out, malformed") << 5;
    }

    void refusesPartsOutOfPlace()
    {
        QFETCH(const int, what);
        PacketFeed feed = liveFeed();
        const Block large = Block(2).insert(largeNote("one"));
        switch (what) {
        case 0:
            feed.begin(11).large(large, false, false, 1).end().seal();
            break;
        case 1:
            feed.begin(11).large(large, false, false, 1).operations(Block(2).insert(note("a", "b", "c", "d")));
            feed.end().seal();
            break;
        case 2: {
            std::vector<Bytes> parts;
            QVERIFY_OK(giveInPieces(large.bytes(), 1, kWholeChange, [&parts](BytesView part, std::uint32_t) {
                parts.emplace_back(part);
                return Result<>();
            }));
            RowChange second;
            ChangeReader(parts[1]).next(second);
            feed.begin(11).operations(Block(2).add(ChangeKind::Part, {}, second.after)).end().seal();
            break;
        }
        case 3:
            feed.loadBegin(2, 20).large(Block(2).upsert(largeNote("one")), true, false, 1).loadEnd(20).seal();
            break;
        case 4:
            feed.begin(11).operations(Block(2).insert(note("a", "b", "c", "d")).add(ChangeKind::Part, {}, row({})));
            feed.end().seal();
            break;
        default:
            feed.begin(11).operations(Block(2).add(ChangeKind::LeftOut, {}, row({number(1)}))).end().seal();
        }
        TargetFixture target;
        QVERIFY_OK(target.open());
        const auto played = target.play(feed.packets());
        QVERIFY(!played);
        QCOMPARE(played.error().event, events::PKT_MALFORMED);
        QVERIFY_OK(target.applier->reset());
        QVERIFY(target.rows(bankSchema().tables[1]).empty());
    }

    /// SQLite keeps no exceptions: the stream stops, and says which row it is and why.
    void tellsOfARowThatWasLeftOut()
    {
        Bytes block;
        ByteWriter out(block);
        const Bytes left = row({Cell::unchanged(), text("a"), text("one"), text("one")});
        writeLeftOut(out, {{ChangeKind::Insert, 2, {}, left}, 70U << 20, {0}});
        RowChange change;
        ChangeReader(block).next(change);
        PacketFeed feed = liveFeed();
        feed.transaction(11, Block(2).add(change.kind, {}, change.after)).seal();
        TargetFixture target;
        QVERIFY_OK(target.open());
        const auto played = target.play(feed.packets());
        QVERIFY(!played);
        QCOMPARE(played.error().code, ErrorCode::Conflict);
        QCOMPARE(played.error().event, events::TGT_ROW_LARGE);
        const QString table = bankSchema().tables[1].name;
        const QString column = bankSchema().tables[1].columns[0].name;
        QCOMPARE(played.error().args,
                 (QStringList{table, QStringLiteral("one, a"), column,
                              QStringLiteral("70 MiB; at most 64 MiB of a row travel in a stream")}));
    }
};

BUSHENG_TEST(TstApplierLarge)
#include "tst_applier_large.moc"
