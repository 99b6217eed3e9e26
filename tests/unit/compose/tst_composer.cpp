// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/compose/composer.h"
#include "tests/support/test_main.h"
#include "tests/unit/logcache/log_cache_fixture.h"

#include <QTemporaryDir>

#include <atomic>
#include <map>
#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

std::unique_ptr<LogCache> openCache(CrashFileSystem& fileSystem)
{
    return LogCache::open(fileSystem, cacheOptions()).value();
}

Result<std::vector<std::uint64_t>> rowsOf(Composer& composer)
{
    std::vector<std::uint64_t> rows;
    ENGINE_TRY(composer.forEachBlock([&rows](BytesView block, std::uint32_t count) -> Result<> {
        const auto more = numbersIn(block);
        if (more.size() != count)
            return fail(ErrorCode::Internal,
                        QStringLiteral("a block of %1 operations has %2").arg(count).arg(more.size()));
        rows.insert(rows.end(), more.begin(), more.end());
        return {};
    }));
    return rows;
}

Result<QString> wordOf(Composer& composer, const ComposedItem& item)
{
    ENGINE_TRY_AS(const auto rows, rowsOf(composer));
    QStringList numbers;
    for (const std::uint64_t row : rows)
        numbers.append(QString::number(row));
    const QString at = u'@' + item.position.toString();
    switch (item.kind) {
    case ComposedItem::Kind::Transaction:
    case ComposedItem::Kind::Repair: {
        if (item.changes != rows.size())
            return fail(ErrorCode::Internal, QStringLiteral("changes says %1").arg(item.changes));
        const QChar letter = item.kind == ComposedItem::Kind::Transaction ? u't' : u'r';
        return QString(letter + at + u':' + numbers.join(u','));
    }
    case ComposedItem::Kind::Mark:
        return QString(u'm' + QString::number(item.markId) + at);
    case ComposedItem::Kind::Structure:
        return QString(u's' + at);
    case ComposedItem::Kind::Heartbeat:
        break;
    }
    return QString(u'h' + at);
}

/// All that comes after `after`: "t@10:1,2 m7@10 h@12". An error's text when there is one.
QString composed(LogCache& cache, Position after = {})
{
    Composer composer(cache, after);
    QStringList words;
    for (;;) {
        const auto item = composer.next();
        if (!item)
            return item.error().toString();
        if (!*item)
            return words.join(u' ');
        const auto word = wordOf(composer, **item);
        if (!word)
            return word.error().toString();
        words.append(*word);
    }
}

/// Writes one record of the cache's own format past all of its checks.
class RawCache {
public:
    explicit RawCache(CrashFileSystem& fileSystem)
    {
        RecordLog::Options options;
        options.directory = cacheOptions().directory;
        m_log = RecordLog::open(fileSystem, options).value();
    }
    void write(const LogRecord& record)
    {
        Bytes bytes;
        ByteWriter out(bytes);
        encodeLogRecord(out, record);
        static_cast<void>(m_log->append(bytes));
        static_cast<void>(m_log->sync());
    }

private:
    std::unique_ptr<RecordLog> m_log;
};

} // namespace

class TstComposer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void yieldsCommittedWorkOnlyInTheOrderOfCommits()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QCOMPARE(composed(*cache), QString());
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(cache->begin(3));
        QVERIFY_OK(cache->begin(4));
        for (std::uint64_t round = 0; round < 3; ++round) {
            for (TransactionId id = 1; id <= 4; ++id)
                QVERIFY_OK(give(*cache, id, {id * 10 + round}));
            QVERIFY_OK(cache->flush()); // so that their records lie between one another
        }
        QVERIFY_OK(cache->commit(3, {100}, 0));
        QVERIFY_OK(cache->abort(2, 2));
        QVERIFY_OK(cache->mark(7, {100}));
        QVERIFY_OK(cache->repair({100}, blockOf({5, 6}), 2));
        QVERIFY_OK(cache->commit(1, {101}, 0));
        QVERIFY_OK(cache->begin(5));
        QVERIFY_OK(cache->commit(5, {102}, 0)); // empty
        QVERIFY_OK(cache->heartbeat({103}, 0));
        QVERIFY_OK(cache->flush()); // 4 stays open
        const QString expected = QStringLiteral("t@100:30,31,32 m7@100 r@100:5,6 t@101:10,11,12 t@102: h@103");
        QCOMPARE(composed(*cache), expected);
        QCOMPARE(composed(*cache), expected); // again: the same
    }

    void dropsRolledBackSubtransactionsAndNothingElse()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(give(*cache, 1, {1}));
        QVERIFY_OK(give(*cache, 1, {2}, 21)); // kept
        QVERIFY_OK(give(*cache, 1, {3}, 22)); // rolled back
        QVERIFY_OK(give(*cache, 1, {4}));
        QVERIFY_OK(give(*cache, 1, {5}, 22)); // rolled back
        QVERIFY_OK(cache->flush());
        QVERIFY_OK(give(*cache, 1, {6}, 22)); // rolled back while it is only gathered
        QVERIFY_OK(cache->abort(1, 22));
        QVERIFY_OK(give(*cache, 1, {7}));
        QVERIFY_OK(give(*cache, 1, {8}, 23));
        QVERIFY_OK(cache->abort(1, 23));
        QVERIFY_OK(give(*cache, 1, {9}, 21));
        QVERIFY_OK(cache->commit(1, {100}, 0));
        QVERIFY_OK(cache->flush());
        QCOMPARE(composed(*cache), QStringLiteral("t@100:1,2,4,7,9"));
    }

    void passesOverWhatItsReaderHas()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(9));
        QVERIFY_OK(give(*cache, 9, {90}));
        QVERIFY_OK(cache->flush());
        QStringList words;
        for (std::uint64_t i = 1; i <= 5; ++i) {
            QVERIFY_OK(giveWhole(*cache, i, {i}, {i * 10}));
            QVERIFY_OK(cache->mark(i, {i * 10}));
            QVERIFY_OK(cache->repair({i * 10}, blockOf({i + 50}), 1));
            QVERIFY_OK(cache->heartbeat({i * 10}, 0));
            words.append(QStringLiteral("t@%1:%2 m%2@%1 r@%1:%3 h@%1").arg(i * 10).arg(i).arg(i + 50));
        }
        QVERIFY_OK(cache->commit(9, {60}, 0)); // begun long before
        QVERIFY_OK(cache->flush());
        words.append(QStringLiteral("t@60:90"));
        for (std::uint64_t after = 0; after <= 60; after += 5) {
            const auto passed = static_cast<qsizetype>(after / 10);
            QStringList expected = words.mid(passed);
            // What was asked for at exactly this position, behind its transaction, is still to come.
            if (after % 10 == 0 && passed >= 1 && passed <= 5)
                expected.prepend(QStringLiteral("m%1@%2 r@%2:%3").arg(passed).arg(after).arg(passed + 50));
            QCOMPARE(composed(*cache, {after}), expected.join(u' '));
        }
    }

    void goesOnWhenThereIsMore()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        Composer composer(*cache, {});
        for (std::uint64_t i = 1; i <= 50; ++i) {
            QVERIFY(!composer.next().value());
            QVERIFY_OK(giveWhole(*cache, i, {i}, {i}));
            QVERIFY(!composer.next().value()); // not durable yet
            QVERIFY_OK(cache->flush());
            const auto item = composer.next().value();
            QVERIFY(item);
            QCOMPARE(item->position, Position{i});
            QCOMPARE(item->utcMs, qint64{1000});
            QCOMPARE(item->bytes, std::uint64_t{blockOf({i}).size()});
            QCOMPARE(rowsOf(composer).value(), (std::vector<std::uint64_t>{i}));
            QCOMPARE(rowsOf(composer).value(), (std::vector<std::uint64_t>{i})); // again: the same
        }
    }

    void restartedAnywhereItYieldsTheRestOfTheSame()
    {
        CrashFileSystem fileSystem;
        auto cache = openCache(fileSystem);
        std::mt19937_64 random(5);
        std::map<TransactionId, int> open;
        std::uint64_t position = 0;
        for (std::uint64_t i = 1; i <= 600; ++i) {
            const TransactionId id = 1 + random() % 6;
            if (open.count(id) == 0) {
                QVERIFY_OK(cache->begin(id));
                open[id] = 0;
            }
            QVERIFY_OK(give(*cache, id, {i}, random() % 3 == 0 ? id + 100 : id));
            if (random() % 7 == 0)
                QVERIFY_OK(cache->abort(id, id + 100));
            if (++open[id] > 8) {
                QVERIFY_OK(random() % 4 == 0 ? cache->abort(id, id) : cache->commit(id, {++position}, 0));
                open.erase(id);
            }
            if (random() % 5 == 0)
                QVERIFY_OK(cache->flush());
        }
        QVERIFY_OK(cache->flush());
        const QStringList all = composed(*cache).split(u' ');
        QVERIFY(position > 20);
        QCOMPARE(all.size(), static_cast<qsizetype>(position));
        cache.reset();
        cache = openCache(fileSystem);
        for (std::uint64_t after = 0; after <= position; ++after)
            QCOMPARE(composed(*cache, {after}), all.mid(static_cast<qsizetype>(after)).join(u' '));
    }

    void saysWhatMayBeTrimmedAndIsRightAfterwards()
    {
        CrashFileSystem fileSystem;
        auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(1000));
        std::uint64_t position = 0;
        std::uint64_t longBegin = 0;
        const auto small = [&](int count) -> Result<> {
            for (int i = 0; i < count; ++i) {
                ++position;
                ENGINE_TRY(giveWhole(*cache, position, {position}, {position}, 400));
                ENGINE_TRY(cache->flush());
            }
            return {};
        };
        QVERIFY_OK(small(20));
        longBegin = cache->endRecord();
        QVERIFY_OK(give(*cache, 1000, {5000}));
        QVERIFY_OK(cache->flush());
        QVERIFY_OK(small(60));
        Composer composer(*cache, {});
        for (std::uint64_t at = 1; at <= 80; ++at) {
            const auto item = composer.next().value();
            QCOMPARE(item->position, Position{at});
            QCOMPARE(item->trimBelow, at <= 20 ? at + 1 : longBegin);
            QVERIFY_OK(cache->trimBelow(item->trimBelow));
        }
        QVERIFY(cache->firstRecord() > 10 && cache->firstRecord() <= longBegin);
        QVERIFY_OK(cache->commit(1000, {++position}, 0));
        QVERIFY_OK(cache->flush());
        QCOMPARE(composed(*cache, {80}), QStringLiteral("t@81:5000"));
        const auto item = composer.next().value();
        QCOMPARE(item->trimBelow, cache->endRecord());
        QVERIFY_OK(cache->trimBelow(item->trimBelow));
        QVERIFY(cache->firstRecord() > longBegin);
        // The beginning of some is gone now; a composer that stands behind them does not mind, another one does.
        QCOMPARE(composed(*cache, {81}), QString());
        QVERIFY(composed(*cache, {}).startsWith(QStringLiteral("Corrupt/SPL_CORRUPT")));
    }

    void holdsNumbersOnlyOfALargeTransaction()
    {
        QTemporaryDir temporary;
        LogCache::Options options;
        options.directory = temporary.filePath(QStringLiteral("cache"));
        options.segmentBytes = 4 << 20;
        const auto cache = LogCache::open(systemFileSystem(), options).value();
        constexpr std::uint64_t kRows = 200000;
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(cache->begin(2));
        for (std::uint64_t row = 1; row <= kRows; row += 100) {
            std::vector<std::uint64_t> rows;
            for (std::uint64_t i = 0; i < 100; ++i)
                rows.push_back(row + i);
            QVERIFY_OK(give(*cache, 1, rows, 0, 200));
            if (row % 50000 == 1)
                QVERIFY_OK(give(*cache, 2, {row}, 0, 300000)); // records of another one between
        }
        QVERIFY_OK(cache->commit(1, {1}, 0));
        QVERIFY_OK(cache->commit(2, {2}, 0));
        QVERIFY_OK(cache->flush());
        Composer composer(*cache, {});
        const auto item = composer.next().value();
        QCOMPARE(item->changes, kRows);
        QVERIFY(item->bytes > kRows * 200);
        QVERIFY(composer.heldRuns() <= 10);
        std::uint64_t row = 0;
        std::size_t largest = 0;
        QVERIFY_OK(composer.forEachBlock([&](BytesView block, std::uint32_t) -> Result<> {
            largest = std::max(largest, block.size());
            for (const std::uint64_t number : numbersIn(block)) {
                if (number != ++row)
                    return fail(ErrorCode::Internal, QStringLiteral("row %1 instead of %2").arg(number).arg(row));
            }
            return {};
        }));
        QCOMPARE(row, kRows);
        QVERIFY(largest <= kLogCacheRecord);
        QVERIFY(composer.next().value()->changes == 4);
        QVERIFY(!composer.next().value());
        QCOMPARE(composer.heldRuns(), std::size_t{0});
    }

    void readsWhileTheCacheIsWrittenAndTrimmed()
    {
        QTemporaryDir temporary;
        LogCache::Options options;
        options.directory = temporary.filePath(QStringLiteral("cache"));
        options.segmentBytes = 32 << 10;
        const auto cache = LogCache::open(systemFileSystem(), options).value();
        constexpr std::uint64_t kTransactions = 1500;
        std::atomic<std::uint64_t> trimBelow{0};
        std::atomic<bool> stop{false};
        QString wrong;
        std::thread reader([&] {
            Composer composer(*cache, {});
            for (std::uint64_t at = 1; at <= kTransactions && !stop;) {
                const auto item = composer.next();
                if (!item) {
                    wrong = item.error().toString();
                } else if (!*item) {
                    std::this_thread::yield();
                    continue;
                } else if ((*item)->position != Position{at} ||
                           rowsOf(composer).value_or(std::vector<std::uint64_t>()) !=
                               std::vector<std::uint64_t>{at, at + 1}) {
                    wrong = QStringLiteral("transaction %1").arg(at);
                }
                if (!wrong.isEmpty())
                    stop = true;
                else
                    trimBelow = (*item)->trimBelow;
                ++at;
            }
        });
        for (std::uint64_t at = 1; at <= kTransactions && !stop; ++at) {
            bool ok = cache->begin(at).has_value() && give(*cache, at, {at}).has_value() &&
                      give(*cache, at, {at + 1000000}, at + 5000).has_value() &&
                      cache->abort(at, at + 5000).has_value() && give(*cache, at, {at + 1}).has_value() &&
                      cache->commit(at, {at}, 0).has_value();
            ok = ok && (at % 7 != 0 || cache->flush().has_value());
            ok = ok && (at % 50 != 0 || cache->trimBelow(trimBelow).has_value());
            stop = stop || !ok;
        }
        stop = stop || !cache->flush();
        reader.join();
        QCOMPARE(wrong, QString());
        QVERIFY(!stop);
        QVERIFY(cache->firstRecord() > 1);
    }

    void refusesACacheThatContradictsItself_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("a transaction begins twice") << 0;
        QTest::newRow("a commit without a beginning") << 1;
        QTest::newRow("positions do not rise") << 2;
        QTest::newRow("a mark goes back") << 3;
    }
    void refusesACacheThatContradictsItself()
    {
        QFETCH(const int, what);
        using Kind = LogRecord::Kind;
        CrashFileSystem fileSystem;
        {
            RawCache raw(fileSystem);
            raw.write({Kind::Begin, 1, 0, {}, 0, 0, 0, {}});
            raw.write({Kind::Commit, 1, 0, {10}, 0, 0, 0, {}});
            switch (what) {
            case 0:
                raw.write({Kind::Begin, 2, 0, {}, 0, 0, 0, {}});
                raw.write({Kind::Begin, 2, 0, {}, 0, 0, 0, {}});
                break;
            case 1:
                raw.write({Kind::Operations, 2, 2, {}, 0, 0, 1, "x"});
                raw.write({Kind::Commit, 2, 0, {11}, 0, 0, 0, {}});
                break;
            case 2:
                raw.write({Kind::Begin, 2, 0, {}, 0, 0, 0, {}});
                raw.write({Kind::Commit, 2, 0, {10}, 0, 0, 0, {}});
                break;
            default:
                raw.write({Kind::Mark, 0, 0, {9}, 0, 3, 0, {}});
            }
        }
        const auto cache = openCache(fileSystem);
        Composer composer(*cache, {});
        QCOMPARE(composer.next().value()->position, Position{10});
        for (int i = 0; i < 2; ++i) { // and does not go on behind it
            const auto refused = composer.next();
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Corrupt);
            QCOMPARE(refused.error().event, QStringLiteral("SPL_CORRUPT"));
            QCOMPARE(refused.error().args, QStringList{cacheOptions().directory});
        }
    }

    void damageOfARecordIsFoundBeforeItsBlockIsHandedOn()
    {
        int found = 0;
        for (std::size_t at = 32; at < 940; at += 7) {
            CrashFileSystem fileSystem;
            const auto cache = openCache(fileSystem);
            QVERIFY_OK(giveWhole(*cache, 1, {1, 2, 3}, {10}, 300));
            QVERIFY_OK(cache->flush());
            const QString path = cacheOptions().directory + QStringLiteral("/00000000000000000001.log");
            Bytes damaged = fileSystem.contents(path).value();
            QVERIFY(at < damaged.size());
            damaged[at] ^= 16;
            fileSystem.setContents(path, damaged);
            const QString text = composed(*cache);
            QVERIFY2(text.startsWith(QStringLiteral("Corrupt/SPL_CORRUPT")), qPrintable(text));
            ++found;
        }
        QVERIFY(found > 100);
    }

    /// One item, whatever the number of its records, and again from any place behind which it may be cut.
    void yieldsALargeRepairAsOneItem()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(giveWhole(*cache, 1, {7}, {10}));
        Bytes row;
        const Bytes value(3U << 20, 'v');
        encodeRow({Cell::ofInteger(1), Cell::ofBlob(value)}, row);
        Bytes large;
        ByteWriter out(large);
        writeChange(out, {ChangeKind::Upsert, 1, {}, row});
        QVERIFY_OK(cache->repair({10}, large, 1));
        QVERIFY_OK(giveWhole(*cache, 2, {8}, {20}));
        QVERIFY_OK(cache->flush());
        for (const Position after : {Position{0}, Position{10}}) {
            Composer composer(*cache, after);
            std::vector<Position> transactions;
            int repairs = 0;
            for (auto item = composer.next(); item && *item; item = composer.next()) {
                if ((*item)->kind != ComposedItem::Kind::Repair) {
                    transactions.push_back((*item)->position);
                    continue;
                }
                ++repairs;
                PartCollector parts;
                std::uint64_t blocks = 0;
                QVERIFY_OK(composer.forEachBlock([&](BytesView block, std::uint32_t) -> Result<> {
                    ++blocks;
                    if (composer.blockNumber() != blocks)
                        return fail(ErrorCode::Internal, QStringLiteral("block %1").arg(composer.blockNumber()));
                    RowChange change;
                    ChangeReader(block).next(change);
                    ENGINE_TRY(parts.take(change));
                    return {};
                }));
                QVERIFY(blocks > 3);
                QCOMPARE((*item)->changes, blocks);
                QVERIFY(parts.operation() == large);
            }
            QCOMPARE(repairs, 1);
            QCOMPARE(transactions.back(), Position{20});
        }
    }

    /// What a crash left of a repair is passed by, and keeps nothing of the log.
    void passesByABrokenOffRepair()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(giveWhole(*cache, 1, {7}, {10}));
        Bytes row;
        const Bytes value(3U << 20, 'v');
        encodeRow({Cell::ofInteger(1), Cell::ofBlob(value)}, row);
        Bytes large;
        ByteWriter out(large);
        const RowChange upsert{ChangeKind::Upsert, 1, {}, row};
        writeChange(out, upsert);
        int given = 0;
        const auto broken = giveApart(upsert, large, {}, [&](BytesView part, std::uint32_t count) -> Result<> {
            return given++ < 2 ? cache->repair({10}, part, count) : fail(ErrorCode::Cancelled, QStringLiteral("crash"));
        });
        QVERIFY(!broken);
        QVERIFY_OK(giveWhole(*cache, 2, {8}, {20}));
        QVERIFY_OK(cache->repair({20}, large, 1));
        QVERIFY_OK(giveWhole(*cache, 3, {9}, {30}));
        QVERIFY_OK(cache->flush());
        Composer composer(*cache, Position{0});
        std::vector<std::uint64_t> trims;
        int repairs = 0;
        for (auto item = composer.next(); item && *item; item = composer.next()) {
            trims.push_back((*item)->trimBelow);
            repairs += (*item)->kind == ComposedItem::Kind::Repair ? 1 : 0;
        }
        QCOMPARE(repairs, 1);
        QCOMPARE(trims.size(), std::size_t{4});
        QVERIFY(trims[1] > trims[0] + 2); // beyond the parts that lack their end
        QCOMPARE(trims.back(), cache->endRecord());
    }
};

BUSHENG_TEST(TstComposer)
#include "tst_composer.moc"
