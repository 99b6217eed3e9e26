// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/unit/logcache/log_cache_fixture.h"

#include <numeric>

using namespace busheng;
using namespace busheng::test;

namespace {

/// All durable records, one letter and its numbers each: "b1 o1.1:5,6 c1@10".
QString contentOf(LogCache& cache)
{
    QStringList words;
    for (std::uint64_t number = cache.firstRecord(); number < cache.endRecord(); ++number) {
        const Bytes bytes(cache.cursor().read(number).value());
        const LogRecord record = decodeLogRecord(bytes).value();
        QStringList rows;
        for (const std::uint64_t row : numbersIn(record.block))
            rows.append(QString::number(row));
        const QString id = QString::number(record.transaction);
        const QString sub = QString::number(record.subTransaction);
        const QString at = u'@' + record.position.toString();
        switch (record.kind) {
        case LogRecord::Kind::Begin:
            words.append(u'b' + id);
            break;
        case LogRecord::Kind::Operations:
            words.append(u'o' + id + u'.' + sub + u':' + rows.join(u','));
            break;
        case LogRecord::Kind::Commit:
            words.append(u'c' + id + at);
            break;
        case LogRecord::Kind::Abort:
            words.append(u'a' + id + u'.' + sub);
            break;
        case LogRecord::Kind::Mark:
            words.append(u'm' + QString::number(record.markId) + at);
            break;
        case LogRecord::Kind::Heartbeat:
            words.append(u'h' + at);
            break;
        case LogRecord::Kind::Repair:
            words.append(u'r' + at + u':' + rows.join(u','));
            break;
        case LogRecord::Kind::Transaction: // the same as its three parts
            words.append(u'b' + id + QStringLiteral(" o") + id + u'.' + sub + u':' + rows.join(u',') +
                         QStringLiteral(" c") + id + at);
            break;
        case LogRecord::Kind::Structure:
            words.append(u's' + at);
            break;
        }
    }
    return words.join(u' ');
}

/// An insert of a real row with a value of `size` bytes.
Bytes largeBlock(std::size_t size)
{
    Bytes row;
    const Bytes value(size, 'v');
    encodeRow({Cell::ofInteger(3), Cell::ofBlob(value)}, row);
    Bytes block;
    ByteWriter out(block);
    writeChange(out, {ChangeKind::Insert, 1, {}, row});
    return block;
}

std::unique_ptr<LogCache> openCache(CrashFileSystem& fileSystem, const LogCache::Options& options = cacheOptions())
{
    auto cache = LogCache::open(fileSystem, options);
    if (!cache)
        qWarning("%s", qPrintable(cache.error().toString()));
    return cache ? std::move(*cache) : nullptr;
}

} // namespace

/// What is written, in which order, and what a caller may not do. Interruptions are in tst_log_cache_interrupted.cpp.
class TstLogCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsInterleavedTransactionsInTheSourcesOrder()
    {
        CrashFileSystem fileSystem;
        auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(give(*cache, 1, {1, 2}));
        QVERIFY_OK(give(*cache, 2, {3}));
        QVERIFY_OK(give(*cache, 1, {4}));
        QVERIFY_OK(cache->commit(2, {10}, 5));
        QVERIFY_OK(cache->mark(77, {10}));
        QVERIFY_OK(cache->repair({10}, blockOf({8}), 1));
        QVERIFY_OK(cache->commit(1, {12}, 6));
        QVERIFY_OK(cache->heartbeat({15}, 7));
        QCOMPARE(cache->endRecord(), cache->firstRecord()); // nothing before flush
        QVERIFY_OK(cache->flush());
        const QString expected = QStringLiteral("b2 o2.2:3 c2@10 m77@10 r@10:8 b1 o1.1:1,2,4 c1@12 h@15");
        QCOMPARE(contentOf(*cache), expected);
        QCOMPARE(cache->durablePosition(), Position{15});
        QVERIFY_OK(cache->flush()); // again: nothing
        QCOMPARE(contentOf(*cache), expected);
        cache.reset();
        cache = openCache(fileSystem);
        QCOMPARE(contentOf(*cache), expected);
        QCOMPARE(cache->durablePosition(), Position{15});
    }

    void keepsTheOrderOfOperationsAcrossSubtransactions()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(give(*cache, 1, {1}));
        QVERIFY_OK(give(*cache, 1, {2}, 5));
        QVERIFY_OK(give(*cache, 1, {3}, 5));
        QVERIFY_OK(give(*cache, 1, {4}));
        QVERIFY_OK(cache->abort(1, 5));
        QVERIFY_OK(give(*cache, 1, {5}, 6));
        QVERIFY_OK(cache->abort(1, 6)); // still only gathered, but there could be more of it before
        QVERIFY_OK(cache->commit(1, {10}, 0));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), QStringLiteral("b1 o1.1:1 o1.5:2,3 a1.5 o1.1:4 a1.6 c1@10"));
    }

    void leavesNoTraceOfWorkThatWasRolledBackBeforeItWasWritten()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(give(*cache, 1, {1}));
        QVERIFY_OK(cache->abort(1, 1));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), QString());
        QCOMPARE(cache->bufferedBytes(), std::size_t{0});
        QVERIFY_OK(cache->begin(1)); // the name is free again
        QVERIFY_OK(give(*cache, 1, {1}));
        QVERIFY_OK(cache->flush());
        QVERIFY_OK(cache->abort(1, 1));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), QStringLiteral("b1 o1.1:1 a1.1"));
    }

    void gathersOperationsToRecordsOfAboutAQuarterMebibyte()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem, cacheOptions(64 << 20));
        QVERIFY_OK(cache->begin(1));
        constexpr std::uint64_t kRows = 20000;
        for (std::uint64_t row = 1; row <= kRows; ++row)
            QVERIFY_OK(give(*cache, 1, {row}, 0, 100));
        QVERIFY_OK(cache->commit(1, {1}, 0));
        QVERIFY_OK(cache->flush());
        std::vector<std::uint64_t> rows;
        int records = 0;
        for (std::uint64_t number = cache->firstRecord() + 1; number + 1 < cache->endRecord(); ++number, ++records) {
            const Bytes bytes(cache->cursor().read(number).value());
            QVERIFY(bytes.size() <= kLogCacheRecord + 64);
            const auto more = numbersIn(decodeLogRecord(bytes)->block);
            rows.insert(rows.end(), more.begin(), more.end());
        }
        QVERIFY(records < 12);
        QCOMPARE(rows.size(), std::size_t{kRows});
        QVERIFY(std::is_sorted(rows.begin(), rows.end()));
    }

    void memoryStaysBoundedWithManyOpenTransactions()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem, cacheOptions(64 << 20));
        for (TransactionId id = 1; id <= 300; ++id)
            QVERIFY_OK(cache->begin(id));
        std::size_t most = 0;
        for (std::uint64_t row = 1; row <= 30; ++row) {
            for (TransactionId id = 1; id <= 300; ++id) {
                QVERIFY_OK(give(*cache, id, {row}, 0, 5000));
                most = std::max(most, cache->bufferedBytes());
            }
        }
        QVERIFY(most <= kLogCacheBuffer);
        QVERIFY(most > kLogCacheBuffer / 2);
        QVERIFY_OK(cache->flush());
        QCOMPARE(cache->bufferedBytes(), std::size_t{0});
    }

    void dividesALargeBlockBetweenOperations()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem, cacheOptions(64 << 20));
        std::vector<std::uint64_t> rows(100);
        std::iota(rows.begin(), rows.end(), 1U);
        QVERIFY_OK(giveWhole(*cache, 1, rows, {1}, 30000));
        QVERIFY_OK(cache->repair({1}, blockOf(rows, 30000), 100));
        QVERIFY_OK(giveWhole(*cache, 2, {1, 2, 3}, {2}, 700U << 10)); // each larger than a record should be
        QVERIFY_OK(cache->flush());
        std::vector<std::uint64_t> seen;
        std::uint64_t counted = 0;
        for (std::uint64_t number = cache->firstRecord(); number < cache->endRecord(); ++number) {
            const Bytes bytes(cache->cursor().read(number).value());
            const LogRecord record = decodeLogRecord(bytes).value();
            QVERIFY(record.count <= 1 || record.block.size() <= kLogCacheRecord);
            const auto more = numbersIn(record.block);
            seen.insert(seen.end(), more.begin(), more.end());
            counted += record.count;
        }
        std::vector<std::uint64_t> expected = rows;
        expected.insert(expected.end(), rows.begin(), rows.end());
        expected.insert(expected.end(), {1, 2, 3});
        QCOMPARE(seen, expected);
        QCOMPARE(counted, std::uint64_t{203});
    }

    void keepsALargeChangeInPartsBetweenTheOthers()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem, cacheOptions(64 << 20));
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(give(*cache, 1, {1, 2}));
        const Bytes large = largeBlock(5U << 20);
        QVERIFY_OK(cache->operations(1, 1, large, 1));
        QVERIFY_OK(give(*cache, 1, {4}));
        QVERIFY_OK(cache->commit(1, {10}, 0));
        QVERIFY_OK(cache->flush());
        std::vector<std::uint64_t> seen;
        PartCollector parts;
        for (std::uint64_t number = cache->firstRecord(); number < cache->endRecord(); ++number) {
            const Bytes bytes(cache->cursor().read(number).value());
            const LogRecord record = decodeLogRecord(bytes).value();
            QVERIFY(record.block.size() <= kPartBytes + 64);
            std::vector<std::uint64_t> more;
            if (isApart(record.block)) {
                RowChange change;
                ChangeReader(record.block).next(change);
                const auto isWhole = parts.take(change);
                QVERIFY_OK(isWhole);
                if (*isWhole && parts.operation() == large)
                    more = {3};
            } else {
                more = numbersIn(record.block);
            }
            seen.insert(seen.end(), more.begin(), more.end());
        }
        QCOMPARE(seen, (std::vector<std::uint64_t>{1, 2, 3, 4}));
    }

    void tellsOfAChangeThatIsTooLargeAndGoesOn()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem, cacheOptions(64 << 20));
        QVERIFY_OK(cache->begin(1));
        QVERIFY_OK(cache->operations(1, 1, largeBlock(kLargestChange), 1));
        QVERIFY_OK(cache->commit(1, {1}, 0));
        QVERIFY_OK(giveWhole(*cache, 2, {2}, {2}));
        QVERIFY_OK(cache->flush());
        int leftOut = 0;
        for (std::uint64_t number = cache->firstRecord(); number < cache->endRecord(); ++number) {
            const Bytes bytes(cache->cursor().read(number).value());
            const LogRecord record = decodeLogRecord(bytes).value();
            RowChange change;
            LeftOutChange said;
            if (isApart(record.block) && ChangeReader(record.block).next(change) && readLeftOut(change, said))
                ++leftOut;
        }
        QCOMPARE(leftOut, 1);
        QCOMPARE(cache->durablePosition(), Position{2});
    }

    void refusesWhatACapturerMayNotSayAndTakesNothingOfIt_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("commit at the last position") << 0;
        QTest::newRow("commit before the last position") << 1;
        QTest::newRow("commit at a mark's position") << 2;
        QTest::newRow("mark that goes back") << 3;
        QTest::newRow("heartbeat that goes back") << 4;
        QTest::newRow("repair that goes back") << 5;
        QTest::newRow("operations of an unknown transaction") << 6;
        QTest::newRow("commit of an unknown transaction") << 7;
        QTest::newRow("abort of an unknown transaction") << 8;
        QTest::newRow("empty block") << 9;
        QTest::newRow("malformed large block") << 10;
        QTest::newRow("large block with another count") << 11;
    }
    void refusesWhatACapturerMayNotSayAndTakesNothingOfIt()
    {
        QFETCH(const int, what);
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(giveWhole(*cache, 1, {1}, {10}));
        QVERIFY_OK(cache->flush());
        const QString before = contentOf(*cache);
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(give(*cache, 2, {2}));
        const Bytes large = blockOf({1, 2, 3}, 1U << 20);
        const auto wrong = [&]() -> Result<> {
            switch (what) {
            case 0:
                return cache->commit(2, {10}, 0);
            case 1:
                return cache->commit(2, {9}, 0);
            case 2:
                ENGINE_TRY(cache->mark(1, {12}));
                return cache->commit(2, {12}, 0);
            case 3:
                return cache->mark(1, {9});
            case 4:
                return cache->heartbeat({9}, 0);
            case 5:
                return cache->repair({9}, blockOf({1}), 1);
            case 6:
                return give(*cache, 3, {1});
            case 7:
                return cache->commit(3, {11}, 0);
            case 8:
                return cache->abort(3, 3);
            case 9:
                return cache->operations(2, 2, {}, 0);
            case 10:
                return cache->operations(2, 2, BytesView(large).substr(0, large.size() - 1), 3);
            default:
                return cache->operations(2, 2, large, 4);
            }
        }();
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Internal);
        QVERIFY(!wrong.error().transient);
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), before);
        QVERIFY_OK(giveWhole(*cache, 2, {2}, {11})); // and it goes on
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), before + QStringLiteral(" b2 o2.2:2 c2@11"));
    }

    void abortsAtOpeningWhatItsCapturerLeftOpen()
    {
        CrashFileSystem fileSystem;
        auto cache = openCache(fileSystem);
        QVERIFY_OK(giveWhole(*cache, 1, {1}, {10}));
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(give(*cache, 2, {2}));
        QVERIFY_OK(cache->begin(3)); // nothing of it is in the log
        QVERIFY_OK(cache->flush());
        cache.reset();
        cache = openCache(fileSystem);
        const QString expected = QStringLiteral("b1 o1.1:1 c1@10 b2 o2.2:2 a2.2");
        QCOMPARE(contentOf(*cache), expected);
        QVERIFY(!give(*cache, 2, {2}));
        cache.reset();
        cache = openCache(fileSystem); // again: nothing left to abort
        QCOMPARE(contentOf(*cache), expected);
        QVERIFY_OK(giveWhole(*cache, 2, {2}, {20}));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), expected + QStringLiteral(" b2 o2.2:2 c2@20"));
    }

    void goesBackToTheLastFlush()
    {
        CrashFileSystem fileSystem;
        auto cache = openCache(fileSystem);
        QVERIFY_OK(giveWhole(*cache, 1, {1}, {10}));
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(give(*cache, 2, {2}));
        QVERIFY_OK(cache->flush());
        const QString before = contentOf(*cache);
        for (int i = 0; i < 3; ++i) { // a poll that fails at the source, then the same with other borders
            QVERIFY_OK(give(*cache, 2, {3}));
            QVERIFY_OK(giveWhole(*cache, 3, {4}, {static_cast<std::uint64_t>(20 - i)}));
            QVERIFY_OK(cache->begin(4));
            QVERIFY_OK(give(*cache, 4, {5}, 0, 300000));
            QVERIFY_OK(cache->rollBack());
            QCOMPARE(contentOf(*cache), before);
            QCOMPARE(cache->bufferedBytes(), std::size_t{0});
        }
        QVERIFY_OK(give(*cache, 2, {3})); // open at the flush: still open
        QVERIFY_OK(cache->commit(2, {15}, 0));
        QVERIFY(!give(*cache, 4, {5}));
        QCOMPARE(contentOf(*cache), before); // that error took the poll back, too
        QVERIFY_OK(give(*cache, 2, {3}));
        QVERIFY_OK(cache->commit(2, {15}, 0));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), before + QStringLiteral(" o2.2:3 c2@15"));
    }

    void abandonsWhatANewCapturerWillOfferAgain()
    {
        CrashFileSystem fileSystem;
        auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(give(*cache, 2, {2}));
        QVERIFY_OK(cache->flush());
        QVERIFY_OK(give(*cache, 2, {3}));
        QVERIFY_OK(cache->abandonOpen());
        QVERIFY_OK(cache->abandonOpen()); // again: nothing
        QCOMPARE(contentOf(*cache), QStringLiteral("b2 o2.2:2 a2.2"));
        QVERIFY_OK(giveWhole(*cache, 2, {2, 3}, {9}));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), QStringLiteral("b2 o2.2:2 a2.2 b2 o2.2:2,3 c2@9"));
    }

    void beginningAgainAbortsTheTransactionOfThatName()
    {
        CrashFileSystem fileSystem;
        const auto cache = openCache(fileSystem);
        QVERIFY_OK(cache->begin(2));
        QVERIFY_OK(give(*cache, 2, {2}));
        QVERIFY_OK(cache->flush());
        QVERIFY_OK(giveWhole(*cache, 2, {3}, {9}));
        QVERIFY_OK(cache->flush());
        QCOMPARE(contentOf(*cache), QStringLiteral("b2 o2.2:2 a2.2 b2 o2.2:3 c2@9"));
    }

    void knowsItsPositionAfterEverythingThatCanBeTrimmedIsTrimmed()
    {
        for (const bool heartbeatLast : {false, true}) {
            CrashFileSystem fileSystem;
            auto cache = openCache(fileSystem);
            for (std::uint64_t i = 1; i <= 100; ++i)
                QVERIFY_OK(giveWhole(*cache, i, {i}, {i}, 400));
            if (heartbeatLast)
                QVERIFY_OK(cache->heartbeat({111}, 0));
            QVERIFY_OK(cache->flush());
            // Many segments of work that is open and of work that was rolled back.
            for (std::uint64_t i = 1000; i < 1040; ++i) {
                QVERIFY_OK(cache->begin(i));
                QVERIFY_OK(give(*cache, i, {i}, 0, 900));
                QVERIFY_OK(cache->flush());
                if (i % 2 == 0)
                    QVERIFY_OK(cache->abort(i, i));
            }
            QVERIFY_OK(cache->flush());
            const qint64 used = cache->bytesUsed();
            const std::uint64_t first = cache->firstRecord();
            QVERIFY_OK(cache->trimBelow(cache->endRecord()));
            QVERIFY(cache->bytesUsed() < used);
            QVERIFY(cache->firstRecord() > first + 80);
            cache.reset();
            cache = openCache(fileSystem);
            QCOMPARE(cache->durablePosition(), Position{heartbeatLast ? std::uint64_t{111} : std::uint64_t{100}});
            QVERIFY(!giveWhole(*cache, 1, {1}, {100}));
            QVERIFY_OK(giveWhole(*cache, 1, {1}, {112}));
        }
    }

    void refusesALogWithARecordThatIsNotItsOwn()
    {
        CrashFileSystem fileSystem;
        RecordLog::Options options;
        options.directory = cacheOptions().directory;
        auto log = RecordLog::open(fileSystem, options).value();
        QVERIFY_OK(log->append("not a log cache record"));
        QVERIFY_OK(log->sync());
        log.reset();
        const auto cache = LogCache::open(fileSystem, cacheOptions());
        QVERIFY(!cache);
        QCOMPARE(cache.error().code, ErrorCode::Corrupt);
        QCOMPARE(cache.error().event, QStringLiteral("SPL_CORRUPT"));
    }
};

BUSHENG_TEST(TstLogCache)
#include "tst_log_cache.moc"
