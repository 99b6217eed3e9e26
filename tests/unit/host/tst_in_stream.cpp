// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"
#include "tests/support/test_main.h"
#include "tests/unit/host/host_fixture.h"
#include "tests/unit/pack/packed_stream.h"

using namespace busheng;
using namespace busheng::test;

namespace {

/// The packets of a load of ten rows and of twelve transactions behind it.
std::vector<Packet> packets(bool wrongCount = false)
{
    PackedStream packed;
    Source source;
    LoadBegin begin;
    begin.generation = 1;
    begin.expectedRows = {10, 0};
    LoadEnd end;
    end.rowCount = {wrongCount ? 11U : 10U, 0};
    const auto must = [](const Result<>& done) {
        if (!done)
            qFatal("%s", qPrintable(done.error().toString()));
    };
    must(packed.packer().structure(schema()));
    must(packed.packer().loadBegin(begin));
    must(packed.packer().loadRows(block(ChangeKind::Upsert, 1, 1, 10, "loaded"), 10));
    must(packed.packer().loadEnd(end));
    for (std::uint64_t position = 1; position <= 12; ++position) {
        source.transaction(position, 3, "text");
        PackedStream& target = packed;
        must(target.pack(source.cache()));
    }
    return packed.packets;
}

/// One incoming stream over a target of its own and a queue in memory; may be made anew over both.
struct ReceivingStream {
    void start(bool paused = false)
    {
        InboundQueue::Options queue;
        queue.directory = QStringLiteral("/queue");
        Applier::Options applier;
        applier.stream = test::stream().name();
        const QString journal = directory.filePath(QStringLiteral("journal.sqlite"));
        const DatabaseConfig target{QStringLiteral("t"), QStringLiteral("sqlite"),
                                    directory.filePath(QStringLiteral("target.sqlite"))};
        InStream::Context context{
            files,
            clock,
            test::stream(),
            queue,
            QStringLiteral("/quarantine"),
            {linkKey()},
            applier,
            [target](const TargetHooks&, std::stop_token) { return openSqliteTarget(target); },
            std::make_unique<PacketLedger>(journal, clock, test::stream(), QStringLiteral("in")),
            std::make_unique<PacketLedger>(journal, clock, test::stream(), QStringLiteral("in")),
            [this](Message message) { said.add(message); },
            [this] { ++said.ready; },
            [] {},
            [](std::uint64_t, Position, std::unique_ptr<TableSnapshot>) {},
            [this](const Error& error) { said.add(error); },
            [this] { ++said.recovered; },
            [this] { ++said.reopened; },
        };
        stream = std::make_unique<InStream>(std::move(context), paused);
        stream->onAsked();
        stream->onBegin();
    }

    bool isReady() const { return stream->subscription().has_value(); }
    /// As the sender does: from what the stream asks for.
    void feed(const std::vector<Packet>& all)
    {
        for (std::size_t i = stream->subscription()->received; i < all.size(); ++i)
            QVERIFY(stream->offer(all[i].bytes));
    }
    bool applied(const std::vector<Packet>& all) const { return stream->status().checkpoint.sequence == all.size(); }

    QTemporaryDir directory;
    CrashFileSystem files;
    FakeClock clock;
    Said said;
    std::unique_ptr<InStream> stream; ///< last: ends before what it calls
};

} // namespace

class TstInStream : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void queuesAndApplies()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.feed(all);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
        QTRY_COMPARE(receiving.said.progress(MessageType::Applied), std::uint64_t{all.size()});
        QCOMPARE(receiving.said.progress(MessageType::Received), std::uint64_t{all.size()});
        QCOMPARE(receiving.said.count(MessageType::Refused), 0);
    }

    void queuesWhilePausedAndAppliesWhenResumed()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start(true);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.feed(all);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.said.progress(MessageType::Received), std::uint64_t{all.size()},
                                  kPatienceMs);
        QCOMPARE(receiving.stream->status().checkpoint.sequence, std::uint64_t{0});
        receiving.stream->setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
    }

    void takesNothingAfterARefusalUntilItAsksAgain()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        Bytes bad = all.front().bytes;
        bad.back() = static_cast<char>(bad.back() ^ 1);
        QVERIFY(receiving.stream->offer(bad));
        QTRY_COMPARE_WITH_TIMEOUT(receiving.said.count(MessageType::Refused), 1, kPatienceMs);
        QTRY_VERIFY(receiving.said.hasEvent(events::PKT_TAMPERED));
        QTRY_VERIFY(receiving.files.contents(QStringLiteral("/quarantine/1.packet")) == bad);
        const int ready = receiving.said.ready;
        receiving.feed(all); // what was under way when the sender had not heard of it yet
        receiving.clock.advanceMs(tuning::kAskAgainAfterNs / 1'000'000 - 1);
        QVERIFY(receiving.said.ready == ready && receiving.said.progress(MessageType::Received) == 0);
        receiving.clock.advanceMs(2);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.said.ready > ready, kPatienceMs);
        QCOMPARE(receiving.said.recovered.load(), 0); // the trouble stands until a packet is taken
        receiving.stream->onAsked();                  // as the host does when it subscribes
        receiving.stream->onBegin();
        receiving.feed(all);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
        QCOMPARE(receiving.said.count(MessageType::Refused), 1);
        QTRY_COMPARE(receiving.said.recovered.load(), 1);
    }

    void leavesWhatTheSenderSentBeforeItKnewWhatIsWantedNow()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.stream->onAsked();
        for (std::size_t i = 2; i < all.size(); ++i)
            QVERIFY(receiving.stream->offer(all[i].bytes)); // a gap before it: of an earlier subscription
        receiving.stream->onBegin();
        receiving.feed(all);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
        QCOMPARE(receiving.said.count(MessageType::Refused), 0);
        QVERIFY(receiving.said.errors.empty());
    }

    void goesOnWhenAPersonAcceptsWhatTheQualityCheckFound()
    {
        const auto all = packets(true);
        ReceivingStream receiving;
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        QCOMPARE(accept(receiving), -1); // nothing was found yet
        receiving.feed(all);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.stream->status().state, SubscriptionState::Stopped, kPatienceMs);
        QTRY_VERIFY(receiving.said.hasEvent(events::TGT_QUALITY));
        // It stays stopped over a restart of the node.
        receiving.stream.reset();
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.feed(all);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.stream->status().state, SubscriptionState::Stopped, kPatienceMs);
        QCOMPARE(accept(receiving), 1);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
        QVERIFY(!receiving.stream->status().error.has_value());
        QCOMPARE(accept(receiving), -1);
    }

    void isMadeAnewAfterAFailedSyncAndLosesNothing()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.files.failNextSync();
        receiving.feed(all);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.said.reopened.load(), 1, kPatienceMs);
        QVERIFY(receiving.said.hasEvent(events::DSK_ERROR));
        QCOMPARE(receiving.said.count(MessageType::Refused), 0); // our disk's fault, not the packet's
        receiving.stream.reset();
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.feed(all);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
        QCOMPARE(receiving.said.reopened.load(), 1);
    }

    void saysThatTheDiskIsFullUntilThereIsRoomAlthoughTheTargetIsWell()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.files.setFreeBytes(1);
        receiving.feed(all);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.said.hasEvent(events::DSK_FULL), kPatienceMs);
        // The apply worker answers between its rounds: from one answer to the next it has gone through one.
        QCOMPARE(accept(receiving), -1);
        QCOMPARE(accept(receiving), -1);
        QCOMPARE(receiving.said.recovered.load(), 0);
        QVERIFY(receiving.stream->status().error.has_value());
        receiving.files.setFreeBytes(std::nullopt);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
        QTRY_VERIFY(receiving.said.recovered.load() > 0);
        QVERIFY(!receiving.stream->status().error.has_value());
    }

    void isMadeAnewWhenItsQueueIsDamagedWhileItRuns()
    {
        const auto all = packets();
        ReceivingStream receiving;
        receiving.start(true);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        receiving.feed(all);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.said.progress(MessageType::Received), std::uint64_t{all.size()},
                                  kPatienceMs);
        const QStringList names = receiving.files.list(QStringLiteral("/queue")).value();
        for (const QString& name : names.filter(QStringLiteral(".log"))) {
            Bytes bytes = receiving.files.contents(QStringLiteral("/queue/") + name).value();
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
            receiving.files.setContents(QStringLiteral("/queue/") + name, bytes);
        }
        receiving.stream->setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.said.reopened.load(), 1, kPatienceMs);
        QVERIFY(receiving.said.hasEvent(events::SPL_CORRUPT));
        receiving.stream.reset();
        receiving.start();
        QTRY_VERIFY_WITH_TIMEOUT(receiving.isReady(), kPatienceMs);
        QVERIFY(receiving.stream->subscription()->received < all.size());
        receiving.feed(all);
        QTRY_VERIFY_WITH_TIMEOUT(receiving.applied(all), kPatienceMs);
    }

private:
    /// 1: accepted, -1: refused.
    static int accept(ReceivingStream& receiving)
    {
        const auto answer = std::make_shared<std::atomic<int>>(0);
        receiving.stream->acceptFindings([answer](const Result<>& done) { *answer = done ? 1 : -1; });
        static_cast<void>(QTest::qWaitFor([&] { return *answer != 0; }, kPatienceMs));
        return *answer;
    }
};

BUSHENG_TEST(TstInStream)
#include "tst_in_stream.moc"
