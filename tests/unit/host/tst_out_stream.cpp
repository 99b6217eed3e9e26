// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/host/host_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

/// A publication and one stream that carries it.
struct SendingStream {
    explicit SendingStream(qint64 segmentBytes = 4096) : published(cacheFiles)
    {
        auto outbox = Outbox::open(files, {QStringLiteral("/outbox"), 0, segmentBytes});
        if (!outbox)
            qFatal("%s", qPrintable(outbox.error().toString()));
        OutStream::Context context{
            published.clock,
            test::stream(),
            1,
            bootId(),
            published.publication,
            std::move(*outbox),
            linkKey(),
            std::make_unique<PacketLedger>(directory.filePath(QStringLiteral("journal.sqlite")), published.clock,
                                           test::stream(), QStringLiteral("out")),
            [this](Message message) { said.add(message); },
            [this](const Error& error) { said.add(error); },
            [this] { ++said.recovered; },
            [this] { ++said.reopened; },
        };
        stream = std::make_unique<OutStream>(std::move(context));
    }
    ~SendingStream()
    {
        stream.reset();
        published.publication.reset();
    }

    void subscribe(std::uint64_t received, std::uint64_t applied = 0)
    {
        control::Subscribe subscribe;
        subscribe.received = received;
        subscribe.applied = applied;
        stream->onSubscribe(subscribe);
    }
    bool sealed(std::uint64_t atLeast) { return stream->status().lastSequence >= atLeast; }

    QTemporaryDir directory;
    CrashFileSystem files; ///< of the outbox
    CrashFileSystem cacheFiles;
    PublishedSource published;
    Said said;
    std::unique_ptr<OutStream> stream;
};

std::uint64_t sequenceOf(BytesView packet)
{
    const auto header = readPacketHeader(packet);
    return header ? header->sequence : 0;
}

} // namespace

class TstOutStream : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsNothingBeforeItIsAskedAndThenFromTheBeginning()
    {
        SendingStream sending;
        sending.published.source.insert(1, "one");
        QTRY_VERIFY_WITH_TIMEOUT(sending.sealed(1), kPatienceMs);
        QVERIFY(sending.said.packets().empty());
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(!sending.said.packets().empty(), kPatienceMs);
        QCOMPARE(sequenceOf(sending.said.packets().front()), std::uint64_t{1});
    }

    void saysWhereWhatWasAskedForBegins()
    {
        SendingStream sending;
        sending.published.source.insert(1, "one");
        QTRY_VERIFY_WITH_TIMEOUT(sending.sealed(1), kPatienceMs);
        const auto isFlow = [](const Message& message) {
            return message.type == MessageType::Packet || message.type == MessageType::Begin;
        };
        for (int time = 1; time <= 3; ++time) { // as often as the receiver asks
            const int before = sending.said.count(MessageType::Packet);
            sending.subscribe(0);
            QTRY_VERIFY_WITH_TIMEOUT(sending.said.count(MessageType::Packet) > before, kPatienceMs);
            QCOMPARE(sending.said.count(MessageType::Begin), time);
            const std::lock_guard lock(sending.said.mutex);
            std::vector<Message> flow;
            std::ranges::copy_if(sending.said.messages, std::back_inserter(flow), isFlow);
            const auto begin = std::find_if(flow.rbegin(), flow.rend(),
                                            [](const Message& message) { return message.type == MessageType::Begin; });
            QVERIFY(begin != flow.rend() && begin != flow.rbegin());
            QCOMPARE(sequenceOf((begin - 1)->payload), std::uint64_t{1}); // right behind it what was asked for
        }
    }

    void recoversWhenWhatWasRefusedIsTaken()
    {
        SendingStream sending;
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(!sending.said.packets().empty(), kPatienceMs);
        sending.stream->onRefused({1, events::PKT_TAMPERED});
        QTRY_VERIFY_WITH_TIMEOUT(sending.said.hasEvent(events::PKT_TAMPERED), kPatienceMs);
        QCOMPARE(sending.said.recovered.load(), 0);
        sending.subscribe(0);
        sending.stream->onReceived({1, 0});
        QTRY_COMPARE_WITH_TIMEOUT(sending.said.recovered.load(), 1, kPatienceMs);
    }

    void tellsOfAReceiverThatHasWhatWasNeverSent()
    {
        SendingStream sending;
        QTRY_VERIFY_WITH_TIMEOUT(sending.sealed(1), kPatienceMs);
        sending.subscribe(1'000);
        QTRY_VERIFY_WITH_TIMEOUT(sending.said.hasEvent(events::LNK_FORK), kPatienceMs);
        QVERIFY(sending.said.packets().empty());
        QVERIFY(!sending.stream->status().connected);
        sending.subscribe(0); // the right one may come later
        QTRY_VERIFY_WITH_TIMEOUT(!sending.said.packets().empty(), kPatienceMs);
    }

    void tellsOfAReceiverThatWantsWhatWasReleased()
    {
        SendingStream sending;
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(sending.stream->status().lastSequence > 0 && !sending.stream->status().loading,
                                 kPatienceMs);
        for (int i = 1; i <= 8; ++i) { // as packets of their own, several segments
            const std::uint64_t before = sending.stream->status().lastSequence;
            Bytes text(3000, '\0');
            for (std::size_t at = 0; at < text.size(); ++at)
                text[at] = static_cast<char>((at * 7919 + static_cast<std::size_t>(i) * 104729) >> 3);
            sending.published.source.insert(i, text);
            QTRY_VERIFY_WITH_TIMEOUT((sending.stream->wake(), sending.sealed(before + 1)), kPatienceMs);
        }
        const std::uint64_t newest = sending.stream->status().lastSequence;
        sending.stream->onApplied({newest, 8});
        QTRY_COMPARE_WITH_TIMEOUT(sending.stream->status().appliedSequence, newest, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT((sending.subscribe(0), sending.said.hasEvent(events::LNK_GAP)), kPatienceMs);
        QVERIFY(!sending.stream->status().connected || sending.said.hasEvent(events::LNK_GAP));
    }

    void ignoresThatPacketsWereAppliedWhichWereNeverSent()
    {
        SendingStream sending;
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(sending.sealed(1), kPatienceMs);
        sending.stream->onApplied({1'000'000, 5});
        sending.stream->onReceived({1, 0});
        QTRY_COMPARE_WITH_TIMEOUT(sending.stream->status().receivedSequence, std::uint64_t{1}, kPatienceMs);
        QCOMPARE(sending.stream->status().appliedSequence, std::uint64_t{0});
    }

    void sendsNothingAfterARefusalUntilItIsAskedAgain()
    {
        SendingStream sending;
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(!sending.said.packets().empty() && !sending.stream->status().loading, kPatienceMs);
        sending.stream->onRefused({1, events::PKT_TAMPERED});
        QTRY_VERIFY_WITH_TIMEOUT(sending.said.hasEvent(events::PKT_TAMPERED), kPatienceMs);
        const std::size_t sent = sending.said.packets().size();
        const std::uint64_t before = sending.stream->status().lastSequence;
        sending.published.source.insert(1, "one");
        QTRY_VERIFY_WITH_TIMEOUT((sending.stream->wake(), sending.sealed(before + 1)), kPatienceMs);
        QCOMPARE(sending.said.packets().size(), sent); // sealed, and not sent
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(sending.said.packets().size() > sent, kPatienceMs);
        QCOMPARE(sequenceOf(sending.said.packets().at(sent)), std::uint64_t{1}); // the very packet that was refused
        QCOMPARE(sending.said.packets().at(sent), sending.said.packets().front());
    }

    void asksOnceForItsOutboxToBeOpenedAgain()
    {
        SendingStream sending;
        sending.subscribe(0);
        QTRY_VERIFY_WITH_TIMEOUT(sending.stream->status().lastSequence > 0 && !sending.stream->status().loading,
                                 kPatienceMs);
        const std::uint64_t before = sending.stream->status().lastSequence;
        sending.files.failNextSync();
        sending.published.source.insert(1, "one");
        QTRY_VERIFY_WITH_TIMEOUT((sending.stream->wake(), sending.said.reopened == 1), kPatienceMs);
        QCOMPARE(sending.stream->status().lastSequence, before); // what is not durable was never sealed
        QCOMPARE(sending.published.reopenings.load(), 0);
    }
};

BUSHENG_TEST(TstOutStream)
#include "tst_out_stream.moc"
