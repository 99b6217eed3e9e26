// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/backup/sealed_archive.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/test_main.h"

#include <random>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPath = QStringLiteral("/a/backup");
constexpr std::uint32_t kFewRounds = 1000;

Bytes noise(std::size_t size, unsigned seed)
{
    std::mt19937 random(seed);
    Bytes bytes(size, '\0');
    for (char& c : bytes)
        c = static_cast<char>(random());
    return bytes;
}

using Files = std::vector<std::pair<QString, Bytes>>;

Result<> write(FileSystem& disk, const Files& files)
{
    ENGINE_TRY(disk.makeDirectories(QStringLiteral("/a")));
    ENGINE_TRY_AS(const auto archive,
                  SealedArchiveWriter::create(disk, systemRandom(), kPath, "correct horse", kFewRounds));
    for (const auto& [name, content] : files)
        ENGINE_TRY(archive->add(name, content));
    return archive->finish();
}

Result<Files> readAll(FileSystem& disk, BytesView passphrase = "correct horse")
{
    ENGINE_TRY_AS(const auto archive, SealedArchiveReader::open(disk, kPath, passphrase));
    Files files;
    for (;;) {
        ENGINE_TRY_AS(const auto entry, archive->next());
        if (!entry)
            return files;
        Bytes content;
        for (;;) {
            ENGINE_TRY_AS(const Bytes some, archive->read());
            if (some.empty())
                break;
            content += some;
        }
        if (content.size() != entry->size)
            return fail(ErrorCode::Internal, QStringLiteral("size"));
        files.emplace_back(entry->name, content);
    }
}

Files sample()
{
    return {{QStringLiteral("backup.json"), "{}"},
            {QStringLiteral("empty"), ""},
            {QStringLiteral("identity/节点.key"), noise(5000, 1)},
            {QStringLiteral("journal.sqlite"), noise(3 << 20, 2)},
            {QStringLiteral("zeros"), Bytes(5 << 20, '\0')}};
}

} // namespace

class TstSealedArchive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesBackWhatWasPutIn()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, sample()));
        const auto files = readAll(disk);
        QVERIFY_OK(files);
        QVERIFY(*files == sample());
        QVERIFY(disk.contents(kPath)->find("journal.sqlite") == Bytes::npos);
        QVERIFY(disk.contents(kPath)->size() < (4U << 20)); // the zeros are compressed
    }

    void passesOverWhatIsNotWanted()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, sample()));
        const auto archive = SealedArchiveReader::open(disk, kPath, "correct horse");
        QVERIFY_OK(archive);
        QStringList names;
        for (auto entry = (*archive)->next(); entry && *entry; entry = (*archive)->next())
            names.append((*entry)->name);
        QCOMPARE(names.size(), qsizetype(sample().size()));
    }

    void aWrongPassphraseIsSaid()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, sample()));
        const auto files = readAll(disk, "wrong");
        QVERIFY(!files);
        QCOMPARE(files.error().event, events::CFG_BAD_SECRET);
        QVERIFY(files.error().args.contains(kPath));
    }

    void everyChangedBitIsFound()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, {{QStringLiteral("a"), noise(2 << 20, 3)}, {QStringLiteral("b"), "x"}}));
        const Bytes good = *disk.contents(kPath);
        std::mt19937 random(4);
        std::vector<std::size_t> places;
        for (std::size_t at = 0; at < 40; ++at) { // header and head of the first chunk
            if (at < 6 || at > 8) // the count of rounds: a high one is believed up to its limit, and takes its time
                places.push_back(at);
        }
        for (int i = 0; i < 60; ++i)
            places.push_back(random() % good.size());
        for (const std::size_t at : places) {
            Bytes bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << (random() % 8)));
            disk.setContents(kPath, bad);
            const auto files = readAll(disk);
            QVERIFY2(!files, qPrintable(QString::number(at)));
            const QString event = files.error().event;
            QVERIFY2(event == events::BCK_DAMAGED || event == events::CFG_BAD_SECRET || event == events::UPG_NEWER,
                     qPrintable(event));
        }
    }

    void everyCutIsFound()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, {{QStringLiteral("a"), noise(2 << 20, 5)}, {QStringLiteral("b"), "x"}}));
        const Bytes good = *disk.contents(kPath);
        std::mt19937 random(6);
        std::vector<std::size_t> sizes{0, 1, 24, 25, 26, 30, good.size() - 1};
        for (int i = 0; i < 40; ++i)
            sizes.push_back(random() % good.size());
        for (const std::size_t size : sizes) {
            disk.setContents(kPath, good.substr(0, size));
            const auto files = readAll(disk);
            QVERIFY2(!files, qPrintable(QString::number(size)));
            QCOMPARE(files.error().event, events::BCK_DAMAGED);
        }
    }

    void chunksCannotChangePlaces()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, {{QStringLiteral("a"), noise((4 << 20) + 100, 7)}}));
        const Bytes good = *disk.contents(kPath);
        const auto chunkSize = [&](std::size_t at) {
            std::size_t size = 0;
            for (std::size_t i = 4; i > 0; --i)
                size = size << 8 | static_cast<unsigned char>(good[at + i]);
            return size + sealed_archive::kChunkHeadBytes;
        };
        const std::size_t first = sealed_archive::kHeaderBytes;
        const std::size_t second = first + chunkSize(first);
        const std::size_t third = second + chunkSize(second);
        const std::size_t fourth = third + chunkSize(third);
        disk.setContents(kPath, good.substr(0, second) + good.substr(third, fourth - third) +
                                    good.substr(second, third - second) + good.substr(fourth));
        const auto swapped = readAll(disk);
        QVERIFY(!swapped);
        QCOMPARE(swapped.error().event, events::BCK_DAMAGED);
        disk.setContents(kPath, good.substr(0, second) + good.substr(third));
        const auto missing = readAll(disk);
        QVERIFY(!missing);
        QCOMPARE(missing.error().event, events::BCK_DAMAGED);
    }

    void anotherFileAndALaterVersionAreTold()
    {
        CrashFileSystem disk;
        QVERIFY_OK(write(disk, sample()));
        Bytes later = *disk.contents(kPath);
        later[4] = 2;
        disk.setContents(kPath, later);
        QCOMPARE(readAll(disk).error().event, events::UPG_NEWER);
        disk.setContents(kPath, "PK\x03\x04 a zip archive that somebody took for a backup");
        QCOMPARE(readAll(disk).error().event, events::BCK_DAMAGED);
        // A count of rounds that would keep us busy for hours is not tried.
        Bytes greedy = *disk.contents(kPath);
        greedy = Bytes("BSBK\x01\xff\xff\xff\xff", 9) + noise(100, 8);
        disk.setContents(kPath, greedy);
        QCOMPARE(readAll(disk).error().event, events::BCK_DAMAGED);
    }

    void aFullDiskIsSaid()
    {
        CrashFileSystem disk;
        disk.setFreeBytes(1 << 20);
        const auto written = write(disk, sample());
        QVERIFY(!written);
        QCOMPARE(written.error().event, events::DSK_FULL);
    }
};

BUSHENG_TEST(TstSealedArchive)
#include "tst_sealed_archive.moc"
