// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/message_codec.h"
#include "engine/net/send_queue.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>

#include <vector>

using namespace busheng;

namespace {

Bytes encoded(const Message& message)
{
    Bytes out;
    appendMessage(out, message);
    return out;
}

Bytes header(std::uint8_t type, std::uint32_t stream, std::uint32_t length)
{
    Bytes out(1, static_cast<char>(type));
    for (const std::uint32_t number : {stream, length}) {
        for (unsigned shift = 0; shift < 32; shift += 8)
            out.push_back(static_cast<char>(number >> shift & 0xffU));
    }
    return out;
}

bool isKnown(int type)
{
    return (type >= 1 && type <= 6) || (type >= 16 && type <= 20) || type == 32 || (type >= 48 && type <= 63);
}

} // namespace

class TstMessageCodec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wireBytesAreFixed()
    {
        QCOMPARE(encoded({MessageType::Packet, 0x01020304, "ab"}), Bytes("\x10\x04\x03\x02\x01\x02\x00\x00\x00"
                                                                         "ab",
                                                                         11));
    }

    void readsWhatWasWrittenInPiecesOfAnySize()
    {
        const std::vector<Message> messages = {{MessageType::Packet, 1, Bytes(70'000, 'p')},
                                               {MessageType::Ping, 0, {}},
                                               {MessageType::Received, 4'294'967'295U, "1"},
                                               {MessageType::Control, 0, Bytes("\0\1\2", 3)},
                                               {MessageType::Pong, 0, {}},
                                               {MessageType::Applied, 7, {}}};
        Bytes wire;
        for (const Message& message : messages)
            appendMessage(wire, message);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{8}, std::size_t{9}, std::size_t{10}, wire.size()}) {
            MessageReader reader;
            reader.open();
            std::vector<Message> got;
            for (std::size_t at = 0; at < wire.size(); at += piece) {
                BytesView in = BytesView(wire).substr(at, piece);
                while (!in.empty()) {
                    const auto message = reader.take(in);
                    QVERIFY_OK(message);
                    if (*message)
                        got.push_back(**message);
                }
            }
            QCOMPARE(got.size(), messages.size());
            for (std::size_t i = 0; i < got.size(); ++i) {
                QCOMPARE(got[i].type, messages[i].type);
                QCOMPARE(got[i].stream, messages[i].stream);
                QVERIFY(got[i].payload == messages[i].payload);
            }
        }
    }

    void everyTypeIsKnownOrRefused()
    {
        for (int type = 0; type < 256; ++type) {
            for (const bool open : {false, true}) {
                MessageReader reader;
                if (open)
                    reader.open();
                const bool inFragments = type >= 0x80;
                const Bytes wire = header(static_cast<std::uint8_t>(type), 0, inFragments ? 1 : 0);
                BytesView in = wire;
                const bool isGreeting = type == 1 || type == 5;
                const bool mayCome = inFragments ? open && isKnown(type & 0x7f) && (type & 0x7f) >= 16
                                     : open      ? isKnown(type) && !isGreeting
                                                 : type == 1 || type == 4;
                QCOMPARE(reader.take(in).has_value(), mayCome);
            }
        }
    }

    void lengthIsJudgedFromTheHeaderAlone_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("open");
        QTest::addColumn<quint32>("length");
        QTest::addColumn<bool>("accepted");
        const auto largest = static_cast<quint32>(kLargestMessage);
        QTest::newRow("largest packet") << 16 << true << largest << true;
        QTest::newRow("packet one too long") << 16 << true << largest + 1 << false;
        QTest::newRow("2^31") << 32 << true << (1U << 31) << false;
        QTest::newRow("2^32-1") << 32 << true << 0xffffffffU << false;
        QTest::newRow("largest hello") << 1 << false << 20480U << true;
        QTest::newRow("hello one too long") << 1 << false << 20481U << false;
        QTest::newRow("largest file block") << 63 << true << largest << true;
        QTest::newRow("file block one too long") << 63 << true << largest + 1 << false;
        QTest::newRow("credit one too long") << 6 << true << 9U << false;
        QTest::newRow("bye one too long") << 4 << true << 4097U << false;
        QTest::newRow("ping with payload") << 2 << true << 1U << false;
        QTest::newRow("packet before hello") << 16 << false << 1U << false;
    }
    void lengthIsJudgedFromTheHeaderAlone()
    {
        QFETCH(int, type);
        QFETCH(bool, open);
        QFETCH(quint32, length);
        QFETCH(bool, accepted);
        MessageReader reader;
        if (open)
            reader.open();
        const Bytes wire = header(static_cast<std::uint8_t>(type), 0, length);
        BytesView in = wire;
        const auto message = reader.take(in);
        QCOMPARE(message.has_value(), accepted);
        if (!message)
            QCOMPARE(message.error().code, ErrorCode::Protocol);
    }

    void sessionMessagesBelongToNoStream()
    {
        for (const std::uint8_t type : {2, 3, 4}) {
            MessageReader reader;
            reader.open();
            const Bytes wire = header(type, 1, 0);
            BytesView in = wire;
            QVERIFY(!reader.take(in));
        }
    }

    void randomBytesNeverBreakIt()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 20'000; ++round) {
            Bytes wire(random.bounded(1, 64), '\0');
            for (char& byte : wire)
                byte = static_cast<char>(random.bounded(random.bounded(2) == 0 ? 34 : 256));
            MessageReader reader;
            if (random.bounded(2) == 0)
                reader.open();
            BytesView in = wire;
            while (!in.empty()) {
                const std::size_t before = in.size();
                if (!reader.take(in))
                    break;
                QVERIFY(in.size() < before);
            }
        }
    }
};

BUSHENG_TEST(TstMessageCodec)
#include "tst_message_codec.moc"
