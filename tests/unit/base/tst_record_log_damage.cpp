// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/byte_writer.h"
#include "engine/base/record_log_format.h"
#include "tests/support/test_main.h"
#include "tests/unit/base/record_log_fixture.h"

#include <xxhash.h>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr std::size_t kRecord = 40;
constexpr std::size_t kStride = recordlog::kRecordHeaderBytes + kRecord;

/// Three records, each synced; as a killed process leaves them, or as a clean end does.
Image threeRecords(bool closed, bool syncEach = true)
{
    CrashFileSystem fileSystem;
    auto log = RecordLog::open(fileSystem, smallSegments()).value();
    for (std::uint64_t number = 1; number <= 3; ++number) {
        static_cast<void>(log->append(recordOf(number, kRecord)));
        if (syncEach)
            static_cast<void>(log->sync());
    }
    if (closed)
        log.reset();
    return imageOf(fileSystem);
}

Image manySegments()
{
    CrashFileSystem fileSystem;
    auto log = RecordLog::open(fileSystem, smallSegments()).value();
    for (std::uint64_t number = 1; number <= 50; ++number)
        static_cast<void>(log->append(recordOf(number, 500)));
    static_cast<void>(log->sync());
    log.reset();
    return imageOf(fileSystem);
}

QStringList segmentsOf(const Image& image)
{
    QStringList names;
    for (auto file = image.begin(); file != image.end(); ++file) {
        if (file.key().endsWith(QStringLiteral(".log")))
            names.append(file.key());
    }
    names.sort();
    return names;
}

QString anchorOf(const Image& image)
{
    for (auto file = image.begin(); file != image.end(); ++file) {
        if (file.key().startsWith(QStringLiteral("anchor-")))
            return file.key();
    }
    return {};
}

/// How many of records 1, 2 ... are there after opening; nothing when the log is refused as corrupt and unchanged.
/// -1: anything else.
std::optional<int> recordsAfterOpening(const Image& image)
{
    const auto fileSystem = fromImage(image);
    auto log = RecordLog::open(*fileSystem, smallSegments());
    if (!log) {
        const bool unchanged = imageOf(*fileSystem) == image;
        const bool named = log.error().code == ErrorCode::Corrupt &&
                           log.error().event == QStringLiteral("SPL_CORRUPT") && log.error().args.size() == 1 &&
                           !log.error().transient;
        return unchanged && named ? std::nullopt : std::optional(-1);
    }
    const std::uint64_t count = (*log)->durableEnd() - 1;
    for (std::uint64_t number = 1; number <= count; ++number) {
        const auto record = (*log)->read(number);
        if (!record || *record != recordOf(number, kRecord))
            return -1;
    }
    // It goes on where it was cut, and stays whole.
    if ((*log)->append(recordOf(count + 1, kRecord)).value() != count + 1 || !(*log)->sync())
        return -1;
    log->reset();
    log = RecordLog::open(*fileSystem, smallSegments());
    if (!log || (*log)->durableEnd() != count + 2)
        return -1;
    return static_cast<int>(count);
}

} // namespace

/// Damage at rest: cut files, flipped bits, zeros, missing files.
class TstRecordLogDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTailCutAtAnyByteLeavesTheRecordsBeforeIt()
    {
        const Image image = threeRecords(false);
        const QString segment = segmentsOf(image).first();
        for (std::size_t size = 0; size <= image.value(segment).size(); ++size) {
            Image cut = image;
            cut[segment].resize(size);
            const auto records = recordsAfterOpening(cut);
            if (size < recordlog::kSegmentHeaderBytes)
                QVERIFY(!records);
            else
                QCOMPARE(records.value_or(-1), static_cast<int>((size - recordlog::kSegmentHeaderBytes) / kStride));
        }
    }

    void aCutBehindACleanEndIsALoss()
    {
        const Image image = threeRecords(true);
        const QString segment = segmentsOf(image).first();
        for (std::size_t size = 0; size < image.value(segment).size(); ++size) {
            Image cut = image;
            cut[segment].resize(size);
            QVERIFY(!recordsAfterOpening(cut));
        }
        QCOMPARE(recordsAfterOpening(image).value_or(-1), 3);
    }

    void eachFlippedBitIsFoundAndNothingWrongIsEverRead()
    {
        const Image image = threeRecords(false);
        const Image closed = threeRecords(true);
        const QString segment = segmentsOf(image).first();
        const std::size_t lastRecord = recordlog::kSegmentHeaderBytes + 2 * kStride;
        for (std::size_t bit = 0; bit < image.value(segment).size() * 8; ++bit) {
            Image flipped = image;
            flipped[segment][bit / 8] = static_cast<char>(flipped[segment][bit / 8] ^ (1 << (bit % 8)));
            const auto records = recordsAfterOpening(flipped);
            if (bit / 8 < lastRecord)
                QVERIFY2(!records, qPrintable(QStringLiteral("bit %1: %2").arg(bit).arg(records.value_or(0))));
            else
                QCOMPARE(records.value_or(-1), 2); // the same as a torn tail
            Image flippedClosed = closed;
            flippedClosed[segment][bit / 8] = static_cast<char>(flippedClosed[segment][bit / 8] ^ (1 << (bit % 8)));
            QVERIFY(!recordsAfterOpening(flippedClosed));
        }
    }

    void aHoleInWhatWasNeverSyncedIsATornTail()
    {
        Image image = threeRecords(false, false);
        image[segmentsOf(image).first()][recordlog::kSegmentHeaderBytes + kStride + 5] ^= 1;
        QCOMPARE(recordsAfterOpening(image).value_or(-1), 1);
    }

    void aTailOfZerosIsATornTail()
    {
        Image image = threeRecords(false);
        Bytes& segment = image[segmentsOf(image).first()];
        segment.append(100000, '\0');
        QCOMPARE(recordsAfterOpening(image).value_or(-1), 3);
        std::fill(segment.begin() + static_cast<std::ptrdiff_t>(recordlog::kSegmentHeaderBytes + 2 * kStride),
                  segment.end(), '\0');
        QCOMPARE(recordsAfterOpening(image).value_or(-1), 2);
        Image closed = threeRecords(true);
        Bytes& closedSegment = closed[segmentsOf(closed).first()];
        std::fill(closedSegment.end() - 10, closedSegment.end(), '\0');
        QVERIFY(!recordsAfterOpening(closed));
    }

    void anAllZeroOrEmptySegmentIsALoss()
    {
        for (const std::size_t size : {std::size_t{0}, std::size_t{248}}) {
            Image image = threeRecords(false);
            image[segmentsOf(image).first()] = Bytes(size, '\0');
            QVERIFY(!recordsAfterOpening(image));
        }
    }

    void aStoredRowThatLooksLikeARecordIsNoEvidence()
    {
        // What a hostile row could hold: a whole record as another log would write it, with a number to come.
        CrashFileSystem fileSystem;
        const auto log = RecordLog::open(fileSystem, smallSegments()).value();
        QVERIFY_OK(log->append(recordOf(1, kRecord)));
        QVERIFY_OK(log->sync());
        Bytes hostile;
        for (std::uint64_t number = 2; number < 9; ++number)
            recordlog::encodeRecord(hostile, {0, number, 0, 0, 0}, recordOf(number, kRecord), 0);
        QVERIFY_OK(log->append(hostile));
        Image image = imageOf(fileSystem);
        Bytes& segment = image[segmentsOf(image).first()];
        segment.back() = static_cast<char>(segment.back() ^ 1); // torn
        QCOMPARE(recordsAfterOpening(image).value_or(-1), 1);
    }

    void aMissingFileIsALoss()
    {
        const Image image = manySegments();
        const QStringList segments = segmentsOf(image);
        QVERIFY(segments.size() > 4);
        for (const QString& name : segments + QStringList{anchorOf(image)}) {
            Image without = image;
            without.remove(name);
            QVERIFY2(!recordsAfterOpening(without), qPrintable(name));
        }
    }

    void aFileFromElsewhereIsFound()
    {
        const Image image = manySegments();
        const QStringList segments = segmentsOf(image);
        Image swapped = image;
        swapped[segments.at(1)] = image.value(segments.at(2));
        QVERIFY(!recordsAfterOpening(swapped));
        Image twoAnchors = image;
        twoAnchors.insert(recordlog::Anchor{1, 1, 1}.fileName(), {});
        QVERIFY(!recordsAfterOpening(twoAnchors));
        Image unknownSegment = image;
        Bytes later = recordlog::encodeSegmentHeader(77, 5);
        recordlog::encodeRecord(later, {0, 77, 0, 0, 0}, "abc", 5);
        unknownSegment.insert(recordlog::segmentName(77), later);
        QVERIFY(!recordsAfterOpening(unknownSegment));
    }

    void damageInAnyButTheLastSegmentIsALoss()
    {
        const Image image = manySegments();
        const QStringList segments = segmentsOf(image);
        for (int i = 0; i + 1 < segments.size(); ++i) {
            Image cut = image;
            cut[segments.at(i)].pop_back();
            QVERIFY(!recordsAfterOpening(cut));
            Image longer = image;
            longer[segments.at(i)].push_back('\0');
            QVERIFY(!recordsAfterOpening(longer));
        }
    }

    void damageWhileTheLogIsOpenIsFoundByTheReader()
    {
        CrashFileSystem fileSystem;
        const auto log = RecordLog::open(fileSystem, smallSegments()).value();
        for (std::uint64_t number = 1; number <= 50; ++number)
            QVERIFY_OK(log->append(recordOf(number, 500)));
        QVERIFY_OK(log->sync());
        const QString path = inLog(segmentsOf(imageOf(fileSystem)).at(1));
        Bytes damaged = fileSystem.contents(path).value();
        damaged[700] ^= 4;
        fileSystem.setContents(path, damaged);
        int corrupt = 0;
        for (std::uint64_t number = 1; number <= 50; ++number) {
            const auto record = log->read(number);
            if (record) {
                QVERIFY(*record == recordOf(number, 500));
                continue;
            }
            QCOMPARE(record.error().event, QStringLiteral("SPL_CORRUPT"));
            QCOMPARE(record.error().args, QStringList{path});
            ++corrupt;
        }
        QCOMPARE(corrupt, 1);
    }

    void aNewerFormatIsRefusedByName()
    {
        Image image = threeRecords(true);
        Bytes& segment = image[segmentsOf(image).first()];
        segment[4] = 2;
        Bytes check;
        ByteWriter(check).fixed(XXH3_64bits(segment.data(), 24));
        segment.replace(24, 8, check);
        QVERIFY(!recordsAfterOpening(image));
        const auto log = RecordLog::open(*fromImage(image), smallSegments());
        QVERIFY(log.error().detail.contains(QStringLiteral("version 2")));
    }

    void theBytesAreThoseOfTheFormatPage()
    {
        QCOMPARE(toHex(recordlog::encodeSegmentHeader(1, 0x0102030405060708U)),
                 QStringLiteral("42534c470100000001000000000000000807060504030201") +
                     QStringLiteral("790667cf9a0d392d"));
        Bytes record;
        recordlog::encodeRecord(record, {0, 5, 2, 0, 0}, "busheng", 0x0102030405060708U);
        QCOMPARE(toHex(record),
                 QStringLiteral("42535243070000000500000000000000020000003b03bbe78b44f65ffe4c41f262757368656e67"));
        const auto header = recordlog::decodeRecordHeader(record, 0x0102030405060708U);
        QVERIFY(header);
        QCOMPARE(header->durableBefore(), std::uint64_t{3});
        QVERIFY(header->fits("busheng"));
        QVERIFY(!header->fits("bushenG"));
        QVERIFY(!recordlog::decodeRecordHeader(record, 1));
    }
};

BUSHENG_TEST(TstRecordLogDamage)
#include "tst_record_log_damage.moc"
