// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/crash_file_system.h"
#include "tests/support/test_main.h"

#include <set>

using namespace busheng;
using namespace busheng::test;

/// The instrument itself: what it may lose, and what not.
class TstCrashFileSystem : public QObject {
    Q_OBJECT

private:
    static constexpr auto kWrite = FileSystem::OpenMode::ReadWrite;
    const QString m_directory = QStringLiteral("/d");
    const QString m_a = QStringLiteral("/d/a");
    const QString m_b = QStringLiteral("/d/b");

    static void crash(CrashFileSystem& fileSystem)
    {
        fileSystem.crash();
        fileSystem.restart();
    }

private Q_SLOTS:
    void keepsWhatWasSynced()
    {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            CrashFileSystem fileSystem(seed);
            QVERIFY_OK(fileSystem.makeDirectories(m_directory));
            const auto file = fileSystem.open(m_a, kWrite).value();
            QVERIFY_OK(file->append(Bytes(2000, 'a')));
            QVERIFY_OK(file->sync());
            QVERIFY_OK(fileSystem.syncDirectory(m_directory));
            QVERIFY_OK(file->append(Bytes(3000, 'b')));
            crash(fileSystem);
            const Bytes left = fileSystem.contents(m_a).value();
            QVERIFY(left.size() >= 2000 && left.size() <= 5000);
            QVERIFY(left.substr(0, 2000) == Bytes(2000, 'a'));
            QVERIFY(left.find_first_not_of(BytesView("b\0", 2), 2000) == Bytes::npos);
        }
    }

    void playsAllThatCanBeLeftOfUnsyncedSectors()
    {
        std::set<Bytes> outcomes;
        bool hole = false;
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            CrashFileSystem fileSystem(seed);
            QVERIFY_OK(fileSystem.makeDirectories(m_directory));
            const auto file = fileSystem.open(m_a, kWrite).value();
            QVERIFY_OK(fileSystem.syncDirectory(m_directory));
            QVERIFY_OK(file->append(Bytes(2048, 'x')));
            crash(fileSystem);
            const Bytes left = fileSystem.contents(m_a).value();
            outcomes.insert(left);
            hole = hole || (left.size() > 1024 && left[0] == '\0' && left[1024] == 'x');
        }
        QVERIFY(outcomes.count(Bytes()) == 1);
        QVERIFY(outcomes.count(Bytes(2048, 'x')) == 1);
        QVERIFY(outcomes.size() > 50);
        QVERIFY(hole);
    }

    void undoesNamesThatWereNotSyncedInOrder()
    {
        std::set<QStringList> outcomes;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            CrashFileSystem fileSystem(seed);
            QVERIFY_OK(fileSystem.makeDirectories(m_directory));
            QVERIFY_OK(fileSystem.open(m_a, kWrite).value()->sync());
            QVERIFY_OK(fileSystem.rename(m_a, m_b));
            crash(fileSystem);
            outcomes.insert(fileSystem.list(m_directory).value());
        }
        QCOMPARE(outcomes, (std::set<QStringList>{{}, {QStringLiteral("a")}, {QStringLiteral("b")}}));
    }

    void replaceFileLeavesTheOldOrTheNewWhereverThePowerFails()
    {
        const Bytes oldBytes(700, 'o');
        const Bytes newBytes(1500, 'n');
        std::set<Bytes> outcomes;
        for (int at = 1; at <= 6; ++at) {
            for (std::uint64_t seed = 0; seed < 60; ++seed) {
                CrashFileSystem fileSystem(seed);
                QVERIFY_OK(fileSystem.makeDirectories(m_directory));
                QVERIFY_OK(replaceFile(fileSystem, m_a, oldBytes));
                fileSystem.crashAtOperation(fileSystem.operations() + at);
                const bool ok = replaceFile(fileSystem, m_a, newBytes).has_value();
                QCOMPARE(ok, !fileSystem.isDown());
                if (!fileSystem.isDown())
                    fileSystem.crash();
                fileSystem.restart();
                const Bytes left = readFile(fileSystem, m_a, 10000).value();
                QVERIFY(ok ? left == newBytes : left == oldBytes || left == newBytes);
                outcomes.insert(left);
            }
        }
        QCOMPARE(outcomes.size(), std::size_t{2});
    }

    void everythingFailsWhileThePowerIsOffAndOldFilesStayDead()
    {
        CrashFileSystem fileSystem;
        QVERIFY_OK(fileSystem.makeDirectories(m_directory));
        const auto file = fileSystem.open(m_a, kWrite).value();
        QVERIFY_OK(fileSystem.syncDirectory(m_directory));
        fileSystem.crash();
        QVERIFY(!fileSystem.open(m_a, FileSystem::OpenMode::Read));
        QVERIFY(!fileSystem.list(m_directory));
        QVERIFY(!fileSystem.rename(m_a, m_b));
        fileSystem.restart();
        QVERIFY(!file->append("x"));
        QVERIFY(!file->size());
        QVERIFY_OK(fileSystem.open(m_a, FileSystem::OpenMode::Read));
    }

    void aFullDiskTakesWhatFits()
    {
        CrashFileSystem fileSystem;
        QVERIFY_OK(fileSystem.makeDirectories(m_directory));
        const auto file = fileSystem.open(m_a, kWrite).value();
        fileSystem.setFreeBytes(10);
        const auto appended = file->append("0123456789abc");
        QVERIFY(!appended);
        QVERIFY(appended.error().transient);
        QCOMPARE(appended.error().event, QStringLiteral("DSK_FULL"));
        QCOMPARE(fileSystem.contents(m_a).value(), Bytes("0123456789"));
        QCOMPARE(fileSystem.freeBytes(m_directory).value(), qint64{0});
        QVERIFY_OK(file->truncate(4));
        QVERIFY_OK(file->append("ABCDEF"));
    }

    void aFailedSyncLosesItsBytesForGood()
    {
        CrashFileSystem fileSystem;
        QVERIFY_OK(fileSystem.makeDirectories(m_directory));
        const auto file = fileSystem.open(m_a, kWrite).value();
        QVERIFY_OK(fileSystem.syncDirectory(m_directory));
        QVERIFY_OK(file->append("abc"));
        QVERIFY_OK(file->sync());
        QVERIFY_OK(file->append("def"));
        fileSystem.failNextSync();
        QVERIFY(!file->sync());
        QVERIFY_OK(file->sync()); // says so
        QCOMPARE(fileSystem.contents(m_a).value(), Bytes("abcdef"));
        crash(fileSystem);
        QCOMPARE(fileSystem.contents(m_a).value(), Bytes("abc\0\0\0", 6));
    }

    void failsTheOperationItIsToldTo()
    {
        CrashFileSystem fileSystem;
        QVERIFY_OK(fileSystem.makeDirectories(m_directory));
        const auto file = fileSystem.open(m_a, kWrite).value();
        fileSystem.failOperation(fileSystem.operations() + 2);
        QVERIFY_OK(file->append("x"));
        QVERIFY(!file->append("y"));
        QVERIFY_OK(file->append("z"));
        QCOMPARE(fileSystem.contents(m_a).value(), Bytes("xz"));
    }
};

BUSHENG_TEST(TstCrashFileSystem)
#include "tst_crash_file_system.moc"
