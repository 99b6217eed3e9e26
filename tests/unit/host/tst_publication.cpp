// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/compose/composer.h"
#include "tests/support/test_main.h"
#include "tests/unit/host/host_fixture.h"

using namespace busheng;
using namespace busheng::test;

class TstPublication : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsAnErrorAndThatItIsOver()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        const Position first = published.source.insert(1, "one");
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->cache().durablePosition() == first, kPatienceMs);
        QTRY_VERIFY(published.publication->status().capturing);
        published.source.failPolling(makeTransient(ErrorCode::Sql, events::SRC_UNAVAILABLE, QStringLiteral("gone")));
        QTRY_VERIFY_WITH_TIMEOUT(published.errors > 0, kPatienceMs);
        const Position second = published.source.insert(2, "two");
        QTRY_VERIFY_WITH_TIMEOUT(published.recoveries > 0, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->cache().durablePosition() == second, kPatienceMs);
        QVERIFY(!published.publication->status().error.has_value());
        QVERIFY2(published.source.openings() >= 2, "a fresh connection after an error");
        QCOMPARE(published.reopenings.load(), 0);
    }

    void tellsThatTheSourcesLogRunsOut()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        constexpr std::int64_t kGiB = 1 << 30;
        const auto told = [&] {
            const std::lock_guard lock(published.logLow.mutex);
            return published.logLow.errors.size();
        };
        SourceLogState log{QStringLiteral("slot"), QStringLiteral("reserved"), 1000, 5, kGiB};
        const auto logIs = [&](std::int64_t minutesLeft) {
            const Publication::Status status = published.publication->status();
            return status.log && status.log->written == log.written && status.logMinutesLeft == minutesLeft;
        };
        published.source.setLog(log);
        QTRY_VERIFY_WITH_TIMEOUT(logIs(-1), kPatienceMs); // no rate yet
        // 1 MiB a minute: 60 MiB an hour, 17 hours.
        log.written += 1 << 20;
        published.source.setLog(log); // before time goes on: it is read once in a while of that clock
        published.clock.advanceMs(60'000);
        QTRY_VERIFY_WITH_TIMEOUT(logIs(1024), kPatienceMs);
        QCOMPARE(published.publication->status().logBytesPerHour, std::int64_t{60 << 20});
        QTRY_VERIFY_WITH_TIMEOUT(published.logLow.hasEvent(events::CAP_SLOT_LOW), kPatienceMs);
        QCOMPARE(published.logLow.errors.front().args.value(2), QStringLiteral("17"));
        QVERIFY(!published.publication->status().error.has_value()); // it goes on
        // Nothing more is written for an hour: by itself it is over.
        published.clock.advanceMs(3'600'000);
        published.source.setLog(log);
        QTRY_COMPARE_WITH_TIMEOUT(published.logRecoveries.load(), 1, kPatienceMs);
        // The server's own word counts without a rate.
        log.status = QStringLiteral("unreserved");
        published.source.setLog(log);
        published.clock.advanceMs(10'000);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->status().log->status == log.status, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(told(), std::size_t{2}, kPatienceMs);
    }

    void asksOnceForItsFilesToBeOpenedAgain()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->status().capturing, kPatienceMs);
        files.failNextSync();
        published.source.insert(1, "one");
        QTRY_COMPARE_WITH_TIMEOUT(published.reopenings.load(), 1, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(published.errors >= 2, kPatienceMs); // it tries again, and asks no second time
        QCOMPARE(published.reopenings.load(), 1);
        QVERIFY(published.publication->isBroken());
        QVERIFY(published.publication->cache().durablePosition() == Position{});
    }

    void putsAMarkBetweenWhatIsInTheSnapshotAndWhatIsNot()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->status().capturing, kPatienceMs);
        for (int i = 1; i <= 20; ++i)
            published.source.insert(i, "before");
        std::atomic<std::uint64_t> at{0};
        published.publication->requestMark(
            77, [&](Result<PositionedSnapshot> made) { at = made ? made->position.order : 1; });
        for (int i = 21; i <= 30; ++i)
            published.source.insert(i, "after");
        QTRY_VERIFY_WITH_TIMEOUT(at > 1, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->cache().durablePosition().order == 30, kPatienceMs);
        Composer composer(published.publication->cache(), {});
        std::uint64_t before = 0;
        bool marked = false;
        while (const auto item = next(composer)) {
            if (item->kind == ComposedItem::Kind::Mark) {
                QCOMPARE(item->markId, std::uint64_t{77});
                QCOMPARE(item->position.order, at.load());
                QCOMPARE(before, at.load());
                marked = true;
            } else if (item->kind == ComposedItem::Kind::Transaction) {
                QCOMPARE(item->position.order > at, marked);
                before = item->position.order;
            }
        }
        QVERIFY(marked);
    }

    void answersRequestsWhileTheSourceIsAway()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        published.source.failOpening(1'000'000);
        published.source.failPolling(makeTransient(ErrorCode::Sql, events::SRC_UNAVAILABLE, QStringLiteral("gone")));
        QTRY_VERIFY_WITH_TIMEOUT(published.errors >= 2, kPatienceMs);
        std::atomic<int> refused{0};
        published.publication->requestSnapshot([&](Result<Publication::LoadStart> made) { refused += made ? 0 : 1; });
        published.publication->requestMark(1, [&](Result<PositionedSnapshot> made) { refused += made ? 0 : 1; });
        published.publication->requestRepair({}, nullptr, [&](Result<> made) { refused += made ? 0 : 1; });
        QTRY_COMPARE_WITH_TIMEOUT(refused.load(), 3, kPatienceMs);
    }

    void repairsRemoveBeforeTheyWrite()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->status().capturing, kPatienceMs);
        published.source.insert(1, "stays");
        published.source.insert(2, "goes");
        published.source.remove(2);
        std::vector<RowKey> rows;
        for (const std::int64_t id : {1, 2, 3}) {
            Bytes key;
            QVERIFY(projectRow(row(id, "x"), schema().tables.front().keyColumns, key));
            rows.push_back({1, key});
        }
        std::atomic<int> done{0};
        published.publication->requestRepair(rows, nullptr, [&](Result<> made) { done = made ? 1 : -1; });
        QTRY_COMPARE_WITH_TIMEOUT(done.load(), 1, kPatienceMs);
        std::vector<ChangeKind> kinds;
        Composer composer(published.publication->cache(), {});
        while (const auto item = next(composer)) {
            if (item->kind != ComposedItem::Kind::Repair)
                continue;
            QCOMPARE(item->position.order, std::uint64_t{3});
            QVERIFY_OK(composer.forEachBlock([&](BytesView block, std::uint32_t) -> Result<> {
                ChangeReader reader(block);
                RowChange change;
                while (reader.next(change))
                    kinds.push_back(change.kind);
                return {};
            }));
        }
        QCOMPARE(kinds, std::vector<ChangeKind>({ChangeKind::Remove, ChangeKind::Remove, ChangeKind::Upsert}));
        std::atomic<int> refused{0};
        published.publication->requestRepair({{99, "key"}}, nullptr, [&](Result<> made) { refused = made ? -1 : 1; });
        QTRY_COMPARE_WITH_TIMEOUT(refused.load(), 1, kPatienceMs);
    }

    void keepsWhatTheSlowestStreamNeeds()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        LogCache& cache = published.publication->cache();
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->status().capturing, kPatienceMs);
        published.publication->setNeededFrom(QStringLiteral("slow"), 1);
        published.publication->setNeededFrom(QStringLiteral("fast"), 1);
        for (int i = 1; i <= 40; ++i)
            published.source.insert(i, Bytes(1000, 'x'));
        QTRY_VERIFY_WITH_TIMEOUT(cache.durablePosition().order == 40, kPatienceMs);
        published.publication->setNeededFrom(QStringLiteral("fast"), cache.endRecord());
        published.source.insert(41, "x");
        QTRY_VERIFY_WITH_TIMEOUT(published.source.released().order == 41,
                                 kPatienceMs); // durable here: the source may forget
        QCOMPARE(cache.firstRecord(), std::uint64_t{1});
        published.publication->setNeededFrom(QStringLiteral("slow"), 20);
        published.source.insert(42, "x");
        QTRY_VERIFY_WITH_TIMEOUT(cache.firstRecord() > 1, kPatienceMs);
        QVERIFY(cache.firstRecord() <= 20);
        published.publication->forgetStream(QStringLiteral("slow"));
        published.source.insert(43, "x");
        QTRY_VERIFY_WITH_TIMEOUT(cache.firstRecord() > 20, kPatienceMs);
    }

    /// A load that took long and a source that says nothing after it: the subscription must not stay behind for ever.
    void isInStepWithASourceThatFellSilent()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        const QString stream = QStringLiteral("340000>100000/1");
        const Position only = published.source.insert(1, "one");
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->cache().durablePosition() == only, kPatienceMs);
        const auto lag = [&] { return published.publication->lagMs(stream, only); };
        published.publication->noteApplied(stream, {});
        published.clock.advanceMs(20'000);
        published.publication->noteApplied(stream, only);
        QTRY_COMPARE_WITH_TIMEOUT(lag(), std::int64_t{0}, kPatienceMs); // a look after it found nothing more
        // Changes that are not applied yet count, and what is said twice does not.
        const Position second = published.source.insert(2, "two");
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->cache().durablePosition() == second, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(published.publication->status().source == second, kPatienceMs);
        published.clock.advanceMs(7'000);
        QCOMPARE(lag(), std::int64_t{7'000});
        published.publication->noteApplied(stream, only);
        QCOMPARE(lag(), std::int64_t{7'000});
    }

    /// A node that starts again beside a silent source knows nothing of how long the last change took.
    void isInStepAfterAStartWithNothingNew()
    {
        CrashFileSystem files;
        PublishedSource published(files);
        const QString stream = QStringLiteral("340000>100000/1");
        QTRY_COMPARE_WITH_TIMEOUT(published.publication->lagMs(stream, {}), std::int64_t{0}, kPatienceMs);
    }

private:
    static std::optional<ComposedItem> next(Composer& composer)
    {
        auto item = composer.next();
        return item ? *item : std::nullopt;
    }
};

BUSHENG_TEST(TstPublication)
#include "tst_publication.moc"
