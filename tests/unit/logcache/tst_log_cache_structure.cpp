// SPDX-License-Identifier: GPL-3.0-or-later
// Structures in the log cache: which rows are of which structure, whatever is trimmed or dies.
#include "engine/base/failpoint.h"
#include "tests/support/test_main.h"
#include "tests/unit/logcache/log_cache_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

DatasetSchema structureOf(std::uint32_t version)
{
    TableSchema table;
    table.id = 1;
    table.name = QStringLiteral("person");
    for (std::uint32_t i = 0; i < version; ++i)
        table.columns.push_back({QStringLiteral("c%1").arg(i), QStringLiteral("INT"), false, {}});
    return {version, {table}};
}

std::unique_ptr<LogCache> opened(CrashFileSystem& fileSystem)
{
    return std::move(LogCache::open(fileSystem, cacheOptions()).value());
}

} // namespace

class TstLogCacheStructure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void isThereOnceItIsFlushed();
    void survivesTheTrimmingOfItsSegment();
#ifdef BUSHENG_FAILPOINTS // a release has none
    void doesNotKeepAFullDiskFromBeingTrimmed();
#endif
    void splitsABlockThatHoldsATruncate();
};

void TstLogCacheStructure::isThereOnceItIsFlushed()
{
    CrashFileSystem fileSystem;
    auto cache = opened(fileSystem);
    QVERIFY(!cache->durableStructure());
    QVERIFY_OK(cache->structure(structureOf(1), {}));
    QVERIFY(!cache->durableStructure());
    QVERIFY_OK(cache->flush());
    QCOMPARE(cache->durableStructure()->version, 1U);
    QVERIFY_OK(giveWhole(*cache, 1, {1}, {10}));
    QVERIFY_OK(cache->structure(structureOf(2), {10}));
    QVERIFY_OK(cache->rollBack());
    QCOMPARE(cache->durableStructure()->version, 1U);
    QVERIFY_OK(giveWhole(*cache, 1, {1}, {10}));
    QVERIFY_OK(cache->structure(structureOf(2), {10}));
    QVERIFY_OK(cache->flush());
    QVERIFY(!cache->structure(structureOf(3), {9}));
    cache.reset();
    cache = opened(fileSystem);
    QCOMPARE(*cache->durableStructure(), structureOf(2));
    QCOMPARE(cache->durablePosition(), Position{10});
}

void TstLogCacheStructure::survivesTheTrimmingOfItsSegment()
{
    CrashFileSystem fileSystem;
    auto cache = opened(fileSystem);
    QVERIFY_OK(cache->structure(structureOf(1), {}));
    for (std::uint64_t n = 1; n <= 300; ++n) {
        if (n == 100)
            QVERIFY_OK(cache->structure(structureOf(2), {n - 1}));
        QVERIFY_OK(giveWhole(*cache, n, {n, n, n}, {n}));
        QVERIFY_OK(cache->flush());
    }
    const std::uint64_t first = cache->firstRecord();
    QVERIFY_OK(cache->trimBelow(cache->endRecord()));
    QVERIFY(cache->firstRecord() > first);
    const std::uint64_t end = cache->endRecord();
    QVERIFY_OK(cache->trimBelow(cache->endRecord())); // again: a no-op
    QCOMPARE(cache->endRecord(), end);
    cache.reset();
    cache = opened(fileSystem);
    QCOMPARE(*cache->durableStructure(), structureOf(2));
    QCOMPARE(cache->durablePosition(), Position{300});
}

#ifdef BUSHENG_FAILPOINTS // a release has none
void TstLogCacheStructure::doesNotKeepAFullDiskFromBeingTrimmed()
{
    CrashFileSystem fileSystem;
    auto cache = opened(fileSystem);
    QVERIFY_OK(cache->structure(structureOf(1), {}));
    for (std::uint64_t n = 1; n <= 300; ++n)
        QVERIFY_OK(giveWhole(*cache, n, {n, n, n}, {n}));
    QVERIFY_OK(cache->flush());
    QVERIFY_OK(failpoint::configure(QStringLiteral("logcache.append.before=err")));
    QVERIFY_OK(cache->trimBelow(cache->endRecord())); // keeps what it must
    QCOMPARE(cache->durableStructure()->version, 1U);
    QVERIFY_OK(failpoint::configure(QString()));
    QVERIFY_OK(cache->trimBelow(cache->endRecord()));
    cache.reset();
    QCOMPARE(opened(fileSystem)->durableStructure()->version, 1U);
}
#endif

void TstLogCacheStructure::splitsABlockThatHoldsATruncate()
{
    CrashFileSystem fileSystem;
    auto cache = opened(fileSystem);
    Bytes block;
    ByteWriter out(block);
    std::uint32_t count = 0;
    RowChange truncate;
    truncate.kind = ChangeKind::Truncate;
    truncate.tableId = 1;
    writeChange(out, truncate);
    ++count;
    while (block.size() < (3U << 20)) {
        const Bytes row(1000, 'r');
        RowChange insert;
        insert.tableId = 1;
        insert.after = row;
        writeChange(out, insert);
        writeChange(out, truncate);
        count += 2;
    }
    QVERIFY_OK(cache->begin(1));
    QVERIFY_OK(cache->operations(1, 1, block, count));
    QVERIFY_OK(cache->commit(1, {1}, 0));
    QVERIFY_OK(cache->flush());
    Bytes together;
    for (std::uint64_t n = cache->firstRecord(); n < cache->endRecord(); ++n) {
        const Bytes bytes(cache->cursor().read(n).value());
        const LogRecord record = decodeLogRecord(bytes).value();
        if (record.kind == LogRecord::Kind::Operations)
            together += record.block;
    }
    QCOMPARE(together, block);
}

BUSHENG_TEST(TstLogCacheStructure)
#include "tst_log_cache_structure.moc"
