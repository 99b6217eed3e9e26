// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/stream_part.h"
#include "engine/model/large_change.h"
#include "tests/support/test_main.h"
#include "tests/unit/logcache/log_cache_fixture.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr std::size_t kLarge = 2U << 20;

/// note (id key, place, body).
DatasetSchema noteSchema()
{
    DatasetSchema schema;
    schema.engine = QStringLiteral("sqlite");
    schema.version = 1;
    TableSchema note;
    note.id = 1;
    note.name = QStringLiteral("note");
    note.columns = {{QStringLiteral("id"), QStringLiteral("INTEGER"), false, {}},
                    {QStringLiteral("place"), QStringLiteral("TEXT"), false, {}},
                    {QStringLiteral("body"), QStringLiteral("TEXT"), false, {}}};
    note.keyColumns = {0};
    schema.tables = {note};
    return schema;
}

Bytes note(std::int64_t id, const Cell& body)
{
    Bytes row;
    encodeRow({Cell::ofInteger(id), Cell::ofText("in"), body}, row);
    return row;
}

} // namespace

class TstStreamPart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Before a load: whether a receiver can read the structure depends on what of it goes there.
    void saysWhatItCarries()
    {
        const StreamId id{QStringLiteral("340000"), QStringLiteral("100000"), 1};
        DatasetSchema whole = noteSchema();
        whole.tables.front().largeColumns = QStringList{QStringLiteral("scan")};
        const QString table = whole.tables.front().name;
        const StreamPart filtered({}, id, {{table, {}, {}, {}, QStringLiteral("place = 'in'")}});
        QVERIFY(filtered.carriedOf(whole).has_value());
        QVERIFY(!filtered.carriedOf(whole)->hasLargeColumns());
        QVERIFY(StreamPart({}, id, {}).carriedOf(whole)->hasLargeColumns());
        QVERIFY(!StreamPart({}, id, {{QStringLiteral("nobody"), {}, {}, {}, {}}}).carriedOf(whole).has_value());
    }

    /// A row that was fetched is another one when the walk begins again: what was taken of it and what follows are of
    /// one piece nevertheless, and its neighbours are there.
    void goesOnInABlockWithTheRowsThatItHad_data()
    {
        QTest::addColumn<int>("taken");
        QTest::newRow("nothing taken") << 0;
        QTest::newRow("before the large row") << 1;
        QTest::newRow("inside it") << 3;
    }
    void goesOnInABlockWithTheRowsThatItHad()
    {
        QFETCH(int, taken);
        QTemporaryDir directory;
        const QString journal = directory.filePath(QStringLiteral("journal.db"));
        QVERIFY_OK(Journal::open(journal));
        StreamPart part(journal, StreamId{QStringLiteral("340000"), QStringLiteral("100000"), 1},
                        {{QStringLiteral("note"), {}, {}, {}, QStringLiteral("place = 'in'")}});
        QVERIFY_OK(part.begin(noteSchema()));
        CrashFileSystem fileSystem;
        const auto cache = LogCache::open(fileSystem, cacheOptions()).value();
        Bytes block;
        ByteWriter out(block);
        const Bytes first = note(1, Cell::ofText("first"));
        const Bytes changed = note(2, Cell::unchanged());
        const Bytes last = note(3, Cell::ofText("last"));
        Bytes key;
        encodeRow({Cell::ofInteger(2)}, key);
        writeChange(out, {ChangeKind::Insert, 1, {}, first});
        writeChange(out, {ChangeKind::Update, 1, key, changed});
        writeChange(out, {ChangeKind::Insert, 1, {}, last});
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(cache->operations(1, 1, block, 3));
        QVERIFY_OK(cache->commit(1, {10}, 0));
        QVERIFY_OK(cache->flush());
        Composer composer(*cache, {});
        Bytes body(kLarge, 'a');
        const auto now = [&body](const std::vector<DatasetProjection::Key>& keys) -> Result<std::vector<Bytes>> {
            return std::vector<Bytes>(keys.size(), note(2, Cell::ofText(body)));
        };
        part.attach(composer, now);
        QVERIFY_OK(composer.next());

        std::vector<Bytes> pieces;
        int most = taken;
        int seen = 0;
        const auto take = [&](BytesView piece, std::uint32_t) -> Result<> {
            if (seen++ < static_cast<int>(pieces.size())) // as the packer, which has it
                return {};
            if (static_cast<int>(pieces.size()) == most)
                return fail(makeTransient(ErrorCode::Protocol, QString(), QStringLiteral("not now")));
            pieces.emplace_back(piece);
            return {};
        };
        QVERIFY(!composer.forEachBlock(take));
        body = "small now";
        most = 1000;
        seen = 0;
        QVERIFY_OK(composer.forEachBlock(take));
        QVERIFY(pieces.size() > 5);

        std::vector<std::int64_t> ids;
        std::size_t bodyBytes = 0;
        PartCollector parts;
        const auto note = [&](const RowChange& change) {
            std::vector<Cell> cells;
            QVERIFY(decodeRow(change.after, cells));
            ids.push_back(cells[0].integer);
            if (cells[0].integer == 2)
                bodyBytes = cells[2].bytes.size();
        };
        for (const Bytes& piece : pieces) {
            ChangeReader reader(piece);
            for (RowChange change; reader.next(change);) {
                if (change.kind != ChangeKind::Part) {
                    note(change);
                    continue;
                }
                const auto isWhole = parts.take(change);
                QVERIFY_OK(isWhole);
                RowChange whole;
                if (*isWhole && ChangeReader(parts.operation()).next(whole))
                    note(whole);
            }
        }
        QCOMPARE(ids, (std::vector<std::int64_t>{1, 2, 3}));
        QCOMPARE(bodyBytes, kLarge);
        // Of the next walk nothing is kept.
        pieces.clear();
        seen = 0;
        QVERIFY_OK(composer.forEachBlock(take));
        QCOMPARE(pieces.size(), std::size_t{1});
        part.close();
    }
};

BUSHENG_TEST(TstStreamPart)
#include "tst_stream_part.moc"
