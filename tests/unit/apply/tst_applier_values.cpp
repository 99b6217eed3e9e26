// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/large_value.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

#include <QCryptographicHash>

using namespace busheng;
using namespace busheng::test;

namespace {

const LargeColumn kScan{QStringLiteral("scan"), false};

Bytes key(std::int64_t id)
{
    return row({number(id)});
}

Bytes content(std::size_t size)
{
    Bytes bytes(size, '\0');
    for (std::size_t i = 0; i < size; i += 97)
        bytes[i] = static_cast<char>(i / 97);
    return bytes;
}

LargeValue valueOf(const Bytes& bytes)
{
    return {bytes.size(), QCryptographicHash::hash(toQByteArray(bytes), QCryptographicHash::Sha256).toStdString()};
}

/// The rows of the Value operations for a value of account `id`; nothing: NULL.
std::vector<Bytes> valueRows(std::int64_t id, const std::optional<Bytes>& bytes, const LargeValue& said,
                             const LargeColumn& column = kScan)
{
    std::vector<Bytes> rows;
    const ChangeSink sink = [&rows](BytesView block, std::uint32_t) -> Result<> {
        RowChange change;
        ChangeReader(block).next(change);
        rows.emplace_back(change.after);
        return {};
    };
    const Bytes of = key(id);
    ValueParts parts(1, of, column, said, {}, sink);
    if (bytes && !parts.add(*bytes))
        qFatal("a piece was refused");
    if (!parts.end())
        qFatal("the value was refused");
    return rows;
}

std::vector<Bytes> valueRows(std::int64_t id, const std::optional<Bytes>& bytes)
{
    return valueRows(id, bytes, bytes ? valueOf(*bytes) : LargeValue());
}

void give(PacketFeed& feed, const std::vector<Bytes>& rows, bool sealEach = false)
{
    for (const Bytes& row : rows) {
        feed.operations(Block(1).add(ChangeKind::Value, {}, row));
        if (sealEach)
            feed.seal();
    }
}

PacketFeed liveFeed()
{
    DatasetSchema schema = bankSchema();
    schema.tables[0].largeColumns = QStringList{kScan.name};
    PacketFeed feed;
    feed.structure(schema).loadBegin(1, 10).loadEnd(10, {0, 0, 0}).seal();
    return feed;
}

/// A target whose accounts have a column for large values, which the structure of the rows does not name.
struct Target : TargetFixture {
    explicit Target(bool hasColumn = true)
    {
        if (!open())
            qFatal("no target");
        if (!play(liveFeed().packets()))
            qFatal("no structure");
        if (hasColumn)
            execute(QStringLiteral("ALTER TABLE account ADD COLUMN scan BLOB"));
    }

    /// SQLite's words for the value of an account.
    QString digest(std::int64_t id) const
    {
        const auto database = other();
        auto statement = database->prepare(QStringLiteral("SELECT scan FROM account WHERE id = %1").arg(id));
        if (!statement || !*statement->step())
            return QStringLiteral("no row");
        const Cell cell = statement->cell(0);
        if (cell.kind == CellKind::Null)
            return QStringLiteral("NULL");
        return toHex(valueOf(Bytes(cell.bytes)).digest);
    }
};

QString digestOf(const Bytes& bytes)
{
    return toHex(valueOf(bytes).digest);
}

} // namespace

/// Values that come behind their rows, in pieces (§6.4).
class TstApplierValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesThemIntoTheirRows_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::newRow("empty") << 0;
        QTest::newRow("small") << 5;
        QTest::newRow("of many packets") << (5 << 20) + 3;
    }

    void writesThemIntoTheirRows()
    {
        QFETCH(const int, bytes);
        const Bytes value = content(static_cast<std::size_t>(bytes));
        PacketFeed feed = liveFeed();
        feed.begin(11).operations(Block(1).insert(account(1, "a", 1)).insert(account(2, "b", 2)));
        give(feed, valueRows(2, value), true);
        feed.operations(Block(1).update(key(1), account(1, "c", 1))).end().seal();
        feed.transaction(12, Block(1).insert(account(3, "d", 3))).seal();
        Target target;
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.digest(1), QStringLiteral("NULL"));
        QCOMPARE(target.digest(2), digestOf(value));
        // Once more, shorter, and then NULL.
        feed.begin(13);
        give(feed, valueRows(2, Bytes("short")));
        feed.end().begin(14);
        give(feed, valueRows(2, std::nullopt));
        feed.end().begin(15);
        give(feed, valueRows(3, Bytes("other")));
        feed.end().seal();
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.digest(2), QStringLiteral("NULL"));
        QCOMPARE(target.digest(3), digestOf("other"));
    }

    /// The row was set aside, is not carried, or is deleted by what follows.
    void passesOverARowThatIsNotThere()
    {
        PacketFeed feed = liveFeed();
        feed.begin(11);
        give(feed, valueRows(9, content(2U << 20)));
        feed.operations(Block(1).insert(account(1, "a", 1))).end().seal();
        Target target;
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.digest(9), QStringLiteral("no row"));
        QCOMPARE(target.digest(1), QStringLiteral("NULL"));
    }

    void comesWithALoad()
    {
        const Bytes value = content(2U << 20);
        PacketFeed feed = liveFeed();
        feed.loadBegin(2, 20).loadRows(Block(1).upsert(account(1, "a", 1)));
        const auto frames = [&feed](std::size_t most) {
            for (const Bytes& row : valueRows(1, content(2U << 20))) {
                if (most-- == 0)
                    return;
                feed.loadRows(Block(1).add(ChangeKind::Value, {}, row)).seal();
            }
        };
        frames(2); // cut there, and resumed with the row
        feed.loadBegin(2, 21, true).loadRows(Block(1).upsert(account(1, "a", 1)));
        frames(100);
        feed.loadEnd(21).seal();
        Target target;
        target.options.mayReplaceTarget = true;
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.digest(1), digestOf(value));
        QCOMPARE(target.applier->checkpoint().rowsLoaded, std::uint64_t{2});
    }

    /// After a crash its parts come again.
    void commitsNothingInsideAValue()
    {
        const Bytes value = content(3U << 20);
        PacketFeed feed = liveFeed();
        feed.begin(11).operations(Block(1).insert(account(1, "a", 1)));
        give(feed, valueRows(1, value), true);
        feed.end().seal();
        Target target;
        for (std::size_t given = 2; given < feed.packets().size(); ++given) {
            QVERIFY_OK(target.open());
            for (std::size_t i = 1; i < given; ++i) {
                QVERIFY_OK(target.give(feed.packets()[i]));
                QVERIFY_OK(target.applier->commit());
            }
            target.close();
            QVERIFY_OK(target.open());
            QCOMPARE(target.applier->checkpoint().sequence, std::uint64_t{1});
            QCOMPARE(target.digest(1), QStringLiteral("no row"));
        }
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.digest(1), digestOf(value));
    }

    void refusesWhatIsOutOfPlace_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("a part is missing") << 0;
        QTest::newRow("without its beginning") << 1;
        QTest::newRow("the transaction ends inside") << 2;
        QTest::newRow("a part of another row's") << 3;
        QTest::newRow("a part of another column's") << 4;
        QTest::newRow("another operation inside") << 5;
        QTest::newRow("damaged") << 6;
        QTest::newRow("of a column of the rows") << 7;
        QTest::newRow("of a column that nobody named") << 8;
    }

    void refusesWhatIsOutOfPlace()
    {
        QFETCH(const int, what);
        const Bytes value = content(2U << 20);
        std::vector<Bytes> rows = valueRows(1, value);
        const std::vector<Bytes> others = valueRows(2, value);
        const std::vector<Bytes> elsewhere = valueRows(1, value, valueOf(value), {QStringLiteral("other"), false});
        PacketFeed feed = liveFeed();
        feed.transaction(11, Block(1).insert(account(1, "a", 1)).insert(account(2, "b", 2))).seal();
        feed.begin(12);
        if (what == 0)
            rows.erase(rows.begin() + 1);
        else if (what == 1)
            rows.erase(rows.begin());
        else if (what == 2)
            rows.pop_back();
        else if (what == 3)
            rows[1] = others[1];
        else if (what == 4)
            rows[1] = elsewhere[1];
        else if (what == 6)
            rows = valueRows(1, value, {value.size(), valueOf("something else").digest});
        else if (what == 7)
            rows = valueRows(1, value, valueOf(value), {QStringLiteral("owner"), true});
        else if (what == 8)
            rows = elsewhere;
        if (what == 5) {
            give(feed, {rows.front()});
            feed.operations(Block(1).update(key(1), account(1, "c", 1)));
            rows.erase(rows.begin());
        }
        give(feed, rows);
        feed.end().seal();
        Target target;
        const auto played = target.play(feed.packets());
        QVERIFY(!played);
        QCOMPARE(played.error().code, what == 6 ? ErrorCode::Corrupt : ErrorCode::Protocol);
        QVERIFY_OK(target.applier->reset());
        QCOMPARE(target.applier->checkpoint().position.order, std::uint64_t{10});
        QCOMPARE(target.digest(1), QStringLiteral("no row")); // taken back with what was before it
    }

    void tellsOfAColumnThatIsMissing()
    {
        PacketFeed feed = liveFeed();
        feed.begin(11).operations(Block(1).insert(account(1, "a", 1)));
        give(feed, valueRows(1, Bytes("value")));
        feed.end().seal();
        Target target(false);
        const auto played = target.play(feed.packets());
        QVERIFY(!played);
        QCOMPARE(played.error().event, events::TGT_LARGE_COLUMN);
        QCOMPARE(played.error().args.value(3), QStringLiteral("ALTER TABLE \"account\" ADD COLUMN \"scan\" BLOB"));
        target.close();
        target.execute(played.error().args.value(3));
        QVERIFY_OK(target.open());
        QVERIFY_OK(target.play(feed.packets()));
        QCOMPARE(target.digest(1), digestOf("value"));
    }
};

BUSHENG_TEST(TstApplierValues)
#include "tst_applier_values.moc"
