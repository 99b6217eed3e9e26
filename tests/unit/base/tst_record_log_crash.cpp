// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/unit/base/record_log_fixture.h"

#include <algorithm>
#include <map>

using namespace busheng;
using namespace busheng::test;

namespace {

/// A log, and what must be in it.
class Model {
public:
    explicit Model(CrashFileSystem& fileSystem, std::uint64_t seed) : m_fileSystem(fileSystem), m_random(seed) {}

    /// Opens and compares. Empty when all is right.
    QString reopen()
    {
        m_log.reset();
        auto log = RecordLog::open(m_fileSystem, smallSegments(2048));
        if (!log)
            return log.error().toString();
        m_log = std::move(*log);
        const std::uint64_t end = m_log->durableEnd();
        if (end < m_promised)
            return QStringLiteral("ends at %1, promised was %2").arg(end).arg(m_promised);
        if (m_log->firstNumber() > m_trimmed)
            return QStringLiteral("begins at %1, trimmed was below %2").arg(m_log->firstNumber()).arg(m_trimmed);
        for (std::uint64_t number = m_log->firstNumber(); number < end; ++number) {
            const auto record = m_log->read(number);
            const auto known = m_records.find(number);
            if (!record || known == m_records.end() ||
                std::find(known->second.begin(), known->second.end(), *record) == known->second.end())
                return QStringLiteral("record %1 is not the one that was appended").arg(number);
            known->second = {*record};
        }
        m_records.erase(m_records.lower_bound(end), m_records.end());
        m_promised = m_next = end;
        return {};
    }

    /// One random step. False when it failed.
    bool step()
    {
        const auto choice = m_random() % 16;
        if (choice < 11)
            return append();
        if (choice < 14)
            return sync();
        if (choice == 14) {
            const std::uint64_t below = m_promised - std::min<std::uint64_t>(m_promised, m_random() % 10);
            m_trimmed = std::max(m_trimmed, below); // may happen although it fails
            return m_log->trimBelow(below).has_value();
        }
        return drop();
    }

    bool append()
    {
        const Bytes record = recordOf(m_random(), m_random() % 900);
        std::vector<Bytes>& possible = m_records[m_next];
        possible.push_back(record); // may be on the disk although it fails
        if (!m_log->append(record))
            return false;
        possible = {record};
        ++m_next;
        return true;
    }

    bool sync()
    {
        if (!m_log->sync())
            return false;
        m_promised = m_next;
        return true;
    }

    bool drop()
    {
        const bool done = m_log->dropUnsynced().has_value();
        m_next = m_log->nextNumber();
        if (!done)
            return false; // the rest is done later: till then they may still be on the disk
        m_records.erase(m_records.lower_bound(m_next), m_records.end());
        return true;
    }

    RecordLog& log() { return *m_log; }
    std::uint64_t next() const { return m_next; }

private:
    CrashFileSystem& m_fileSystem;
    std::mt19937_64 m_random;
    std::unique_ptr<RecordLog> m_log;
    std::map<std::uint64_t, std::vector<Bytes>> m_records; ///< what each number may be
    std::uint64_t m_promised = 1;
    std::uint64_t m_next = 1;
    std::uint64_t m_trimmed = 1;
};

constexpr int kSteps = 60;

int operationsOfARun(std::uint64_t seed)
{
    CrashFileSystem fileSystem(seed);
    Model model(fileSystem, seed);
    if (!model.reopen().isEmpty())
        return 0;
    for (int i = 0; i < kSteps; ++i)
        model.step();
    return fileSystem.operations();
}

} // namespace

/// Power failures, full disks and failing disks at every place.
class TstRecordLogCrash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryPromiseThroughFiveHundredPowerFailures()
    {
        for (std::uint64_t seed = 1; seed <= 500; ++seed) {
            CrashFileSystem fileSystem(seed);
            Model model(fileSystem, seed);
            std::mt19937_64 random(seed);
            for (int life = 0; life < 4; ++life) {
                const QString wrong = model.reopen();
                QVERIFY2(wrong.isEmpty(),
                         qPrintable(QStringLiteral("seed %1, life %2: %3").arg(seed).arg(life).arg(wrong)));
                for (auto steps = random() % 40; steps > 0; --steps)
                    QVERIFY(model.step());
                fileSystem.crash();
                fileSystem.restart();
            }
        }
    }

    void keepsEveryPromiseWhenThePowerFailsInAnyOperation()
    {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const int operations = operationsOfARun(seed);
            QVERIFY(operations > kSteps);
            for (int at = 1; at <= operations; ++at) {
                CrashFileSystem fileSystem(seed * 100000 + static_cast<std::uint64_t>(at));
                fileSystem.crashAtOperation(at);
                Model model(fileSystem, seed);
                if (model.reopen().isEmpty()) {
                    for (int i = 0; i < kSteps && !fileSystem.isDown(); ++i)
                        model.step();
                }
                QVERIFY(fileSystem.isDown());
                // Once more while it recovers: in any of its operations too.
                fileSystem.restart();
                fileSystem.crashAtOperation(fileSystem.operations() + 1 + at % 6);
                static_cast<void>(model.reopen());
                if (!fileSystem.isDown())
                    fileSystem.crash();
                fileSystem.restart();
                const QString wrong = model.reopen();
                QVERIFY2(wrong.isEmpty(),
                         qPrintable(QStringLiteral("seed %1, operation %2: %3").arg(seed).arg(at).arg(wrong)));
                QVERIFY(model.append());
                QVERIFY(model.sync());
            }
        }
    }

    void losesNothingWhenAnyOperationFails()
    {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const int operations = operationsOfARun(seed);
            for (int at = 1; at <= operations; ++at) {
                CrashFileSystem fileSystem(seed);
                fileSystem.failOperation(at);
                Model model(fileSystem, seed);
                if (model.reopen().isEmpty()) {
                    for (int i = 0; i < kSteps; ++i)
                        model.step(); // those that fail promise nothing; some go on, some need a reopen
                }
                for (int again = 0; again < 2; ++again) {
                    const QString wrong = model.reopen();
                    QVERIFY2(wrong.isEmpty(),
                             qPrintable(QStringLiteral("seed %1, operation %2: %3").arg(seed).arg(at).arg(wrong)));
                    fileSystem.crash();
                    fileSystem.restart();
                }
            }
        }
    }

    void aFullDiskIsTransientAndNothingIsLost()
    {
        for (qint64 room = 0; room < 6000; room += 37) {
            CrashFileSystem fileSystem(static_cast<std::uint64_t>(room));
            Model model(fileSystem, static_cast<std::uint64_t>(room));
            QCOMPARE(model.reopen(), QString());
            for (int i = 0; i < 5; ++i)
                QVERIFY(model.append());
            QVERIFY(model.sync());
            fileSystem.setFreeBytes(room);
            auto appended = model.log().append(Bytes(300, 'x'));
            while (appended)
                appended = model.log().append(Bytes(300, 'x'));
            const std::uint64_t next = model.log().nextNumber();
            for (int i = 0; i < 3; ++i) {
                QCOMPARE(appended.error().event, QStringLiteral("DSK_FULL"));
                QVERIFY(appended.error().transient);
                appended = model.log().append(Bytes(300, 'y'));
                QVERIFY(!appended);
                QCOMPARE(model.log().nextNumber(), next);
            }
            QVERIFY(model.drop()); // needs no room
            QCOMPARE(model.log().nextNumber(), std::uint64_t{6});
            fileSystem.setFreeBytes(std::nullopt);
            for (int i = 0; i < 20; ++i)
                QVERIFY(model.append());
            QVERIFY(model.sync());
            QCOMPARE(model.reopen(), QString());
            QCOMPARE(model.log().nextNumber(), std::uint64_t{26});
        }
    }

    void trimmingMakesRoomOnAFullDisk()
    {
        CrashFileSystem fileSystem;
        const auto log = RecordLog::open(fileSystem, smallSegments(2048)).value();
        std::uint64_t number = 1;
        for (; number <= 30; ++number)
            QVERIFY_OK(log->append(recordOf(number, 500)));
        QVERIFY_OK(log->sync());
        fileSystem.setFreeBytes(0);
        QVERIFY(!log->append(recordOf(number, 500)));
        QVERIFY_OK(log->trimBelow(number));
        QVERIFY_OK(log->append(recordOf(number, 500)));
        QVERIFY_OK(log->sync());
        QVERIFY(log->read(number).value() == recordOf(number, 500));
    }

    void aFailedSyncIsNotTriedAgainAndPromisesNothing()
    {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            CrashFileSystem fileSystem(seed);
            Model model(fileSystem, seed);
            QCOMPARE(model.reopen(), QString());
            for (std::uint64_t i = 0; i < seed; ++i)
                QVERIFY(model.append());
            QVERIFY(model.sync());
            QVERIFY(model.append());
            fileSystem.failNextSync();
            const auto synced = model.log().sync();
            QVERIFY(!synced);
            QCOMPARE(synced.error().code, ErrorCode::Storage);
            QVERIFY(!synced.error().transient);
            const int syncs = fileSystem.syncs();
            QVERIFY(!model.log().sync());
            QVERIFY(!model.log().append("x"));
            QVERIFY(!model.log().dropUnsynced());
            QCOMPARE(fileSystem.syncs(), syncs);
            QVERIFY_OK(model.log().read(1)); // readers go on
            QCOMPARE(model.reopen(), QString());
            QVERIFY(model.append());
            QVERIFY(model.sync()); // what is promised now must not rest on the pages that were dropped
            fileSystem.crash();
            fileSystem.restart();
            QCOMPARE(model.reopen(), QString());
        }
    }

    void whatAKilledProcessWroteIsMadeDurableBeforeItIsRead()
    {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            CrashFileSystem fileSystem(seed);
            auto killed = RecordLog::open(fileSystem, smallSegments(2048)).value();
            for (std::uint64_t number = 1; number <= 20; ++number)
                QVERIFY_OK(killed->append(recordOf(number, 300)));
            const std::uint64_t seen = RecordLog::open(fileSystem, smallSegments(2048)).value()->durableEnd();
            QCOMPARE(seen, std::uint64_t{21});
            fileSystem.crash();
            killed.reset();
            fileSystem.restart();
            QCOMPARE(RecordLog::open(fileSystem, smallSegments(2048)).value()->durableEnd(), seen);
        }
    }
};

BUSHENG_TEST(TstRecordLogCrash)
#include "tst_record_log_crash.moc"
