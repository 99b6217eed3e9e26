// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/notifier.h"
#include "engine/host/load_reader.h"
#include "engine/host/tuning.h"
#include "engine/model/large_change.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <atomic>
#include <ranges>

using namespace busheng;

namespace {

Bytes keyOf(std::uint32_t number)
{
    Bytes key;
    ByteWriter out(key);
    out.varint(1);
    writeCell(out, Cell::ofNative(QByteArray::number(number).rightJustified(8, '0').toStdString()));
    return key;
}

constexpr std::size_t kLargeBytes = 3U << 20;

Bytes largeRowOf(std::uint32_t number)
{
    Bytes row;
    ByteWriter out(row);
    const Bytes key = keyOf(number);
    out.varint(2);
    out.raw(BytesView(key).substr(1)); // without its number of cells
    writeCell(out, Cell::ofBlob(Bytes(kLargeBytes, 'v')));
    return row;
}

/// Tables of `rows` rows, whose only column is their key.
class PlayedTables final : public TableSnapshot {
public:
    struct Play {
        std::uint32_t rows = 0;
        std::uint32_t rowsPerPart = 0; ///< 0: not divided
        std::uint32_t failsAtRow = 0;  ///< 0: never
        std::uint32_t largeRow = 0;    ///< has a value of kLargeBytes; 0: none
        bool isAlone = false;          ///< null instead of another reader
        bool refusesAnother = false;
        std::atomic<int> readers{1};
        std::atomic<std::uint32_t> given{0}; ///< rows
    };

    explicit PlayedTables(Play& play) : m_play(play) {}

    void restrict(const QString&, const QString&) override {}

    Result<std::uint64_t> countRows(const TableSchema&) override { return m_play.rows; }
    Result<> scan(const TableSchema&, const KeyRange& range, std::uint64_t, const RowSink& sink) override
    {
        const auto all = std::views::iota(1U, m_play.rows + 1);
        const auto isBefore = [&range](std::uint32_t i) { return keyOf(i) <= range.after; };
        for (std::uint32_t i = *std::ranges::partition_point(all, isBefore); i <= m_play.rows; ++i) {
            const Bytes row = keyOf(i);
            if (!range.upTo.empty() && row > range.upTo)
                break;
            if (i == m_play.failsAtRow)
                return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("gone")));
            ++m_play.given;
            if (!sink(i == m_play.largeRow ? largeRowOf(i) : row))
                break;
        }
        return {};
    }
    Result<Bytes> fetch(const TableSchema&, BytesView) override { return Bytes(); }
    Result<std::vector<Bytes>> divide(const TableSchema&, BytesView after, std::uint64_t) override
    {
        std::vector<Bytes> keys;
        for (std::uint32_t i = m_play.rowsPerPart; m_play.rowsPerPart != 0 && i < m_play.rows;
             i += m_play.rowsPerPart) {
            if (keyOf(i) > after)
                keys.push_back(keyOf(i));
        }
        return keys;
    }
    Result<std::unique_ptr<TableSnapshot>> openAnother() const override
    {
        if (m_play.refusesAnother)
            return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("too many clients")));
        if (m_play.isAlone)
            return std::unique_ptr<TableSnapshot>();
        ++m_play.readers;
        return std::make_unique<PlayedTables>(m_play);
    }

private:
    Play& m_play;
};

TableSchema table(std::uint32_t id)
{
    TableSchema made;
    made.id = id;
    made.name = QStringLiteral("t%1").arg(id);
    made.columns = {{QStringLiteral("k"), QStringLiteral("TEXT"), true, {}}};
    made.keyColumns = {0};
    return made;
}

/// Reads to the end or the first failure; rows as (table, key) in the order they came.
struct Reading {
    explicit Reading(PlayedTables::Play& play, int readers, std::vector<LoadReader::Table> tables)
        : reader(std::make_unique<PlayedTables>(play), std::move(tables),
                 {QStringLiteral("test"), readers, [this] { notifier.notify(); }})
    {
    }

    Result<> toTheEnd()
    {
        while (true) {
            const bool ended = reader.hasEnded();
            ENGINE_TRY_AS(const auto block, reader.next());
            if (block) {
                ChangeReader changes(block->operations);
                RowChange change;
                std::uint32_t count = 0;
                for (; changes.next(change); ++count)
                    rows.emplace_back(block->table, Bytes(change.after));
                if (changes.failed() || count != block->count || rows.back().second != block->lastRow())
                    return fail(ErrorCode::Internal, QStringLiteral("a block is not what it says"));
            } else if (ended) {
                return {};
            } else {
                notifier.waitFor({}, std::chrono::milliseconds(100));
            }
        }
    }

    Notifier notifier;
    std::vector<std::pair<std::size_t, Bytes>> rows;
    LoadReader reader;
};

} // namespace

class TstLoadReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesAllRowsInOrder_data()
    {
        QTest::addColumn<int>("readers");
        QTest::addColumn<int>("part");
        QTest::newRow("one reader") << 1 << 0;
        QTest::newRow("one reader, divided") << 1 << 700;
        QTest::newRow("two readers, undivided") << 2 << 0;
        QTest::newRow("two readers") << 2 << 700;
        QTest::newRow("more readers than chunks") << 8 << 9'000;
        QTest::newRow("many small chunks") << 3 << 7;
    }

    void givesAllRowsInOrder()
    {
        QFETCH(const int, readers);
        QFETCH(const int, part);
        PlayedTables::Play play;
        play.rows = 20'000;
        play.rowsPerPart = static_cast<std::uint32_t>(part);
        Reading reading(play, readers, {{table(1), {}}, {table(2), keyOf(19'000)}, {table(3), {}}});
        QVERIFY_OK(reading.toTheEnd());
        QCOMPARE(reading.rows.size(), std::size_t{41'000});
        QVERIFY(std::ranges::is_sorted(reading.rows));
        QVERIFY(std::ranges::adjacent_find(reading.rows) == reading.rows.end());
        QVERIFY(reading.reader.hasEnded());
        QCOMPARE(play.readers.load(), readers);
    }

    void endsWithNothingWhereThereAreNoRows()
    {
        PlayedTables::Play play;
        Reading reading(play, 2, {{table(1), {}}, {table(2), {}}});
        QVERIFY_OK(reading.toTheEnd());
        QVERIFY(reading.rows.empty());
    }

    /// Nobody takes anything: the readers stop at what they may hold.
    void holdsNoMoreThanItMay()
    {
        PlayedTables::Play play;
        play.rows = 1'000'000;
        const std::size_t rowsPerBlock = tuning::kLoadBlockBytes / (keyOf(1).size() + 2); // kind and table, at least
        const std::size_t most = (tuning::kLoadChunkAhead / tuning::kLoadBlockBytes + 1) * (rowsPerBlock + 1);
        QVERIFY(most < play.rows);
        Reading reading(play, 1, {{table(1), {}}, {table(2), {}}});
        QTRY_VERIFY_WITH_TIMEOUT(play.given.load() > most / 2, 20'000);
        QVERIFY_OK(reading.reader.next());
        QVERIFY(play.given.load() <= most + rowsPerBlock + 1); // and one block more, for the one that was taken
        QVERIFY(!reading.reader.hasEnded());
        // Its end comes at once, though a reader waits for room.
    }

    /// In parts, each of which says behind which row it is; the last one that the row is whole, and its key.
    void givesALargeRowInParts()
    {
        PlayedTables::Play play;
        play.rows = 100;
        play.largeRow = 60;
        Reading reading(play, 1, {{table(1), {}}});
        PartCollector parts;
        std::uint64_t rows = 0;
        bool isWhole = false;
        for (bool ended = false; !ended;) {
            ended = reading.reader.hasEnded();
            const auto block = reading.reader.next();
            QVERIFY_OK(block);
            if (!*block) {
                reading.notifier.waitFor({}, std::chrono::milliseconds(100));
                continue;
            }
            ended = false;
            rows += (*block)->rows;
            if (!isApart((*block)->operations))
                continue;
            RowChange change;
            ChangePart part;
            QVERIFY(ChangeReader((*block)->operations).next(change) && readPart(change, part));
            QVERIFY(part.behind == keyOf(59));
            const auto taken = parts.take(change);
            QVERIFY_OK(taken);
            isWhole = *taken;
            QCOMPARE((*block)->rows, std::uint64_t{isWhole ? 1U : 0U});
            QCOMPARE((*block)->lastKey.has_value(), isWhole);
            if (isWhole)
                QVERIFY(*(*block)->lastKey == keyOf(60));
        }
        QVERIFY(isWhole);
        QCOMPARE(rows, std::uint64_t{100});
        RowChange change;
        QVERIFY(ChangeReader(parts.operation()).next(change));
        QVERIFY(change.kind == ChangeKind::Upsert && change.after == largeRowOf(60));
    }

    void goesOnWithFewerReaders_data()
    {
        QTest::addColumn<bool>("alone");
        QTest::newRow("the database has one") << true;
        QTest::newRow("no connection is left") << false;
    }

    void goesOnWithFewerReaders()
    {
        QFETCH(const bool, alone);
        PlayedTables::Play play;
        play.rows = 5'000;
        play.rowsPerPart = 100;
        play.isAlone = alone;
        play.refusesAnother = !alone;
        Reading reading(play, 4, {{table(1), {}}});
        QVERIFY_OK(reading.toTheEnd());
        QCOMPARE(reading.rows.size(), std::size_t{5'000});
    }

    void endsAtTheFirstFailure()
    {
        PlayedTables::Play play;
        play.rows = 50'000;
        play.rowsPerPart = 1'000;
        play.failsAtRow = 30'500;
        Reading reading(play, 3, {{table(1), {}}});
        const auto done = reading.toTheEnd();
        QVERIFY(!done);
        QVERIFY(done.error().transient);
        // What came is a beginning without a gap: a load goes on behind it.
        for (std::size_t i = 0; i < reading.rows.size(); ++i)
            QVERIFY(reading.rows[i].second == keyOf(static_cast<std::uint32_t>(i) + 1));
        QVERIFY(reading.rows.size() < 30'500);
        QVERIFY(!reading.reader.next()); // and it stays so
    }
};

BUSHENG_TEST(TstLoadReader)
#include "tst_load_reader.moc"
