// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/message_codec.h"
#include "engine/net/send_queue.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

using Allowed = SendQueue::Allowed;

constexpr std::size_t kPiece = SendQueue::kFragmentBytes;
constexpr auto kFile = static_cast<MessageType>(48);

/// What arrives, in its order.
std::vector<Message> arrived(BytesView wire)
{
    MessageReader reader;
    reader.open();
    std::vector<Message> messages;
    while (!wire.empty()) {
        auto message = reader.take(wire);
        if (!message)
            qFatal("%s", qPrintable(message.error().toString()));
        if (*message)
            messages.push_back(std::move(**message));
    }
    return messages;
}

Bytes takeAll(SendQueue& queue)
{
    Bytes wire;
    for (Bytes next = queue.take(kPiece); !next.empty(); next = queue.take(kPiece))
        wire += next;
    return wire;
}

} // namespace

class TstSendQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void smallMessagesShareAPiece()
    {
        SendQueue queue;
        for (int i = 0; i < 100; ++i)
            queue.append({MessageType::Applied, 1, "x"});
        QCOMPARE(queue.bytes(), 1000);
        QCOMPARE(queue.take(64 << 10).size(), std::size_t{1000});
        QVERIFY(queue.isEmpty());
        QCOMPARE(queue.bytes(), 0);
    }

    void everythingArrivesWholeAndInOrderOfItsStream()
    {
        SendQueue queue;
        for (std::uint32_t stream = 1; stream <= 3; ++stream) {
            for (int i = 0; i < 5; ++i) {
                queue.append({MessageType::Packet, stream, Bytes(150'000, static_cast<char>('0' + i))});
                queue.append({kFile, stream, Bytes(70'000, static_cast<char>('a' + i))});
            }
        }
        std::map<std::pair<MessageType, std::uint32_t>, int> next;
        const auto messages = arrived(takeAll(queue));
        QCOMPARE(messages.size(), std::size_t{30});
        QCOMPARE(queue.bytes(), 0);
        for (const Message& message : messages) {
            const int number = next[{message.type, message.stream}]++;
            const bool isPacket = message.type == MessageType::Packet;
            QVERIFY(message.payload ==
                    Bytes(isPacket ? 150'000 : 70'000, static_cast<char>((isPacket ? '0' : 'a') + number)));
        }
    }

    void aHeartbeatOvertakesAndAnAcknowledgementToo()
    {
        SendQueue queue;
        queue.append({MessageType::Packet, 1, Bytes(1 << 20, 'p')});
        Bytes wire = queue.take(kPiece);
        queue.append({MessageType::Applied, 2, "a"});
        queue.append({MessageType::Ping, 0, {}});
        wire += takeAll(queue);
        const auto messages = arrived(wire);
        QCOMPARE(messages.size(), std::size_t{3});
        QCOMPARE(messages.at(0).type, MessageType::Ping);
        QCOMPARE(messages.at(1).type, MessageType::Applied);
    }

    void streamsTakeTurnsOfEqualBytes()
    {
        SendQueue queue;
        queue.append({MessageType::Packet, 1, Bytes(8 << 20, 'l')}); // one large
        for (int i = 0; i < 1000; ++i)
            queue.append({MessageType::Packet, 2, Bytes(1000, 's')}); // many small
        Bytes wire;
        while (wire.size() < (512U << 10))
            wire += queue.take(kPiece);
        std::size_t small = 0;
        for (const Message& message : arrived(wire))
            small += message.stream == 2 ? message.payload.size() : 0;
        QVERIFY2(small > 200'000 && small < 330'000, qPrintable(QString::number(small)));
    }

    /// A file of any size costs a change at most one fragment.
    void aChangeWaitsForOneFragmentOfAFile()
    {
        SendQueue queue;
        for (int i = 0; i < 8; ++i)
            queue.append({kFile, 9, Bytes(1 << 20, 'f')});
        for (int round = 0; round < 20; ++round) {
            static_cast<void>(queue.take(kPiece));
            queue.append({MessageType::Packet, 1, "change"});
            std::size_t before = 0;
            for (Bytes next = queue.take(kPiece); next[0] != 16; next = queue.take(kPiece))
                before += next.size();
            QVERIFY2(before <= SendQueue::kFragmentBytes + kMessageHeaderBytes, qPrintable(QString::number(before)));
        }
    }

    void filesAreNotStarvedByChanges()
    {
        SendQueue queue;
        queue.append({kFile, 9, Bytes(1 << 20, 'f')});
        std::size_t files = 0;
        std::size_t all = 0;
        while (files < (1U << 20)) {
            queue.append({MessageType::Packet, 1, Bytes(2 * SendQueue::kFragmentBytes, 'p')}); // whole fragments
            const Bytes next = queue.take(kPiece);
            const auto type = static_cast<MessageType>(static_cast<std::uint8_t>(next[0]) & 0x7fU);
            all += next.size();
            files += type == kFile ? next.size() - kMessageHeaderBytes : 0;
            QVERIFY(all < 20U << 20);
        }
        QVERIFY(files * 5 < all); // and changes still come first
    }

    void filesWaitForCreditAndNothingElseDoes()
    {
        SendQueue queue;
        for (int i = 0; i < 20; ++i)
            queue.append({kFile, 9, Bytes(1 << 20, 'f')});
        QCOMPARE(arrived(takeAll(queue)).size(), std::size_t{kBulkCredit >> 20});
        QVERIFY(!queue.hasAny(Allowed::Everything));
        QVERIFY(!queue.isEmpty());
        queue.append({MessageType::Packet, 1, "change"});
        QCOMPARE(arrived(takeAll(queue)).size(), std::size_t{1});
        queue.addBulkCredit(1 << 20);
        QCOMPARE(arrived(takeAll(queue)).size(), std::size_t{1});
        queue.addBulkCredit(1000); // goes as far as it goes
        QCOMPARE(queue.take(1 << 20).size(), std::size_t{1000} + kMessageHeaderBytes);
    }

    void whatIsNotAllowedStays()
    {
        SendQueue queue;
        queue.append({MessageType::Packet, 1, "p"});
        queue.append({kFile, 1, "f"});
        QVERIFY(queue.take(1000, Allowed::NoData).empty());
        queue.append({MessageType::Control, 1, "c"});
        QVERIFY(queue.take(1000, Allowed::OwnOnly).empty());
        QCOMPARE(arrived(queue.take(1000, Allowed::NoData)).at(0).type, MessageType::Control);
        queue.append({MessageType::Ping, 0, {}});
        QCOMPARE(arrived(queue.take(1000, Allowed::OwnOnly)).at(0).type, MessageType::Ping);
        QCOMPARE(arrived(takeAll(queue)).size(), std::size_t{2});
    }

    void clearedItIsEmpty()
    {
        SendQueue queue;
        queue.append({MessageType::Packet, 1, Bytes(1 << 20, 'p')});
        static_cast<void>(queue.take(kPiece));
        queue.clear();
        QVERIFY(queue.isEmpty());
        QCOMPARE(queue.bytes(), 0);
        queue.append({MessageType::Bye, 0, {}});
        QCOMPARE(queue.take(kPiece).size(), kMessageHeaderBytes);
    }

    void fragmentsThatMayNotBeAreRefused()
    {
        const auto refuses = [](const std::vector<Bytes>& wire) {
            MessageReader reader;
            reader.open();
            for (const Bytes& bytes : wire) {
                BytesView rest = bytes;
                while (!rest.empty()) {
                    if (!reader.take(rest))
                        return true;
                }
            }
            return false;
        };
        const auto part = [](std::uint32_t stream, std::size_t size, bool isLast) {
            Bytes out;
            appendFragment(out, MessageType::Packet, stream, Bytes(size, 'x'), isLast);
            return out;
        };
        QVERIFY(!refuses({part(1, 5 << 20, false), part(1, 4 << 20, true)}));
        QVERIFY(refuses({part(1, 5 << 20, false), part(1, (4 << 20) + 1, true)})); // longer than any message
        QVERIFY(refuses({part(1, 0, false)}));
        std::vector<Bytes> many;
        for (std::uint32_t stream = 0; stream <= kMostPartial; ++stream)
            many.push_back(part(stream, 1, false));
        QVERIFY(refuses(many));
        std::vector<Bytes> large;
        for (std::uint32_t stream = 0; stream < 9; ++stream)
            large.push_back(part(stream, 8 << 20, false));
        QVERIFY(refuses(large));
    }
};

BUSHENG_TEST(TstSendQueue)
#include "tst_send_queue.moc"
