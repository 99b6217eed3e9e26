// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"
#include "engine/crypto/packet_key.h"
#include "engine/crypto/sm3.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "engine/pipeline/pack/packet_header.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packet_forge.h"

#include <random>
#include <set>

using namespace busheng;

namespace {

const QString kGoldenPlain = QStringLiteral("v1-plain.packet");
const QString kGoldenZstd = QStringLiteral("v1-zstd.packet");

Bytes randomBytes(std::size_t size, std::uint32_t seed)
{
    std::mt19937 random(seed);
    Bytes out(size, '\0');
    for (char& c : out)
        c = static_cast<char>(random());
    return out;
}

struct Opener final : PacketReader {
    Opener() : PacketReader(test::stream()) { addKey(test::linkKey()); }
};

/// What the golden files hold: all of a header's fields are different from each other and from zero.
PacketHeader goldenHeader()
{
    PacketHeader header = test::smallHeader();
    header.sequence = 0x0102030405060708;
    header.previous = sm3("the packet before");
    header.from = {0x1112131415161718};
    header.upTo = {0x2122232425262728};
    header.schemaVersion = 0x31323334;
    header.set(PacketFlag::TransactionOpen);
    return header;
}

Bytes goldenZstdBody()
{
    Bytes body;
    test::appendBegin(body, 9);
    test::appendOperations(body, test::block(ChangeKind::Insert, 2, 1, 100, "the same again and again"), 100);
    return body;
}

} // namespace

class TstPacketCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatItWrote_data();
    void readsBackWhatItWrote();
    void compressesOnlyWhenItPays();
    void appendsBehindWhatIsThere();
    void refusesABodyThatIsEmptyOrTooLarge();
    void refusesToSealASequenceAgain();
    void refusesANodeCodeThatDoesNotFit();
    void neverRepeatsKeyAndNonce();
    void opensPacketsOfManyBootIdsAndEpochs();
    void leavesTheBodyEmptyWhenItFails();
    void readsTheGoldenFiles();
    void writesTheGoldenFileByteForByte();
};

void TstPacketCodec::readsBackWhatItWrote_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("one byte") << QByteArray(1, 'x');
    QTest::newRow("small") << toQByteArray(test::smallBody());
    QTest::newRow("zeros") << QByteArray(1 << 20, '\0');
    QTest::newRow("random") << toQByteArray(randomBytes(1 << 20, 1));
    QTest::newRow("largest, zeros") << QByteArray(kLargestBody, '\0');
    QTest::newRow("largest, random") << toQByteArray(randomBytes(kLargestBody, 2));
}

void TstPacketCodec::readsBackWhatItWrote()
{
    QFETCH(QByteArray, body);
    PacketHeader header = goldenHeader();
    PacketWriter writer(test::linkKey(), test::stream(), test::bootId());
    Bytes packet;
    QVERIFY_OK(writer.write(header, view(body), packet));
    QVERIFY(packet.size() <= kLargestPacket);
    QCOMPARE(packet.size(), kPacketHeaderBytes + header.bodyLength);
    QCOMPARE(header.stream, test::stream());
    QCOMPARE(header.epoch, 1U);
    QCOMPARE(header.bootId, test::bootId());
    QCOMPARE(header.plainLength, static_cast<std::uint32_t>(body.size()));

    const auto alone = readPacketHeader(packet);
    QVERIFY_OK(alone);
    QVERIFY(*alone == header);
    Opener opener;
    Bytes opened = "left over";
    const auto got = opener.read(packet, opened);
    QVERIFY_OK(got);
    QVERIFY(*got == header);
    QVERIFY(view(body) == opened);
}

void TstPacketCodec::compressesOnlyWhenItPays()
{
    const auto flat = readPacketHeader(test::write(test::smallHeader(), Bytes(1000, 'a')));
    QVERIFY_OK(flat);
    QCOMPARE(int(flat->compression), 1);
    QVERIFY(flat->bodyLength < 200);
    const auto noisy = readPacketHeader(test::write(test::smallHeader(), randomBytes(1000, 3)));
    QVERIFY_OK(noisy);
    QCOMPARE(int(noisy->compression), 0);
    QCOMPARE(noisy->bodyLength, 1016U);
}

void TstPacketCodec::appendsBehindWhatIsThere()
{
    PacketWriter writer(test::linkKey(), test::stream(), test::bootId());
    PacketHeader header = test::smallHeader();
    Bytes out = "before";
    QVERIFY_OK(writer.write(header, test::smallBody(), out));
    QCOMPARE(out.substr(0, 6), Bytes("before"));
    QCOMPARE(out.substr(6), test::write(test::smallHeader(), test::smallBody()));
}

void TstPacketCodec::refusesABodyThatIsEmptyOrTooLarge()
{
    PacketWriter writer(test::linkKey(), test::stream(), test::bootId());
    PacketHeader header = test::smallHeader();
    Bytes out;
    QVERIFY(!writer.write(header, {}, out));
    QVERIFY(!writer.write(header, Bytes(kLargestBody + 1, '\0'), out));
    QVERIFY(out.empty());
    QVERIFY_OK(writer.write(header, test::smallBody(), out));
}

void TstPacketCodec::refusesToSealASequenceAgain()
{
    PacketWriter writer(test::linkKey(), test::stream(), test::bootId());
    PacketHeader header = test::smallHeader();
    header.sequence = 5;
    Bytes out;
    QVERIFY_OK(writer.write(header, test::smallBody(), out));
    const std::size_t size = out.size();
    for (const std::uint64_t sequence : {5, 4, 0}) {
        header.sequence = sequence;
        const auto again = writer.write(header, test::smallBody(6), out);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Internal);
        QCOMPARE(out.size(), size);
    }
}

void TstPacketCodec::refusesANodeCodeThatDoesNotFit()
{
    for (const QString& code : {QString(), QString(33, u'A'), QStringLiteral("34 000"), QStringLiteral("合肥")}) {
        PacketWriter writer(test::linkKey(), {code, QStringLiteral("100000"), 1}, test::bootId());
        PacketHeader header = test::smallHeader();
        Bytes out;
        QVERIFY(!writer.write(header, test::smallBody(), out));
        QVERIFY(out.empty());
    }
    const QString longest(32, u'A');
    PacketWriter writer(test::linkKey(), {longest, longest, 1}, test::bootId());
    PacketHeader header = test::smallHeader();
    Bytes out;
    QVERIFY_OK(writer.write(header, test::smallBody(), out));
    const auto got = readPacketHeader(out);
    QVERIFY_OK(got);
    QCOMPARE(got->stream.from, longest);
}

/// The ledger of everything that was sealed with.
void TstPacketCodec::neverRepeatsKeyAndNonce()
{
    std::set<Bytes> ledger;
    int sealed = 0;
    const StreamId there = test::stream();
    for (const StreamId& stream : {there, StreamId{there.to, there.from, 7}, StreamId{there.from, there.to, 8}}) {
        for (const std::uint32_t epoch : {1U, 2U}) {
            for (const char boot : {'a', 'b'}) {
                PacketWriter writer(test::linkKey(epoch), stream, test::bootId(boot));
                for (std::uint64_t sequence = 1; sequence <= 20; ++sequence) {
                    PacketHeader header = test::smallHeader();
                    header.sequence = sequence;
                    Bytes out;
                    QVERIFY_OK(writer.write(header, test::smallBody(), out));
                    const auto key = derivePacketKey(test::linkKey(epoch), stream, header.bootId);
                    QVERIFY_OK(key);
                    ledger.insert(Bytes(key->key.data(), key->key.size()) + Bytes(view(header.nonce)));
                    ++sealed;
                }
            }
        }
    }
    QCOMPARE(static_cast<int>(ledger.size()), sealed);
}

void TstPacketCodec::opensPacketsOfManyBootIdsAndEpochs()
{
    Opener opener;
    opener.addKey(test::linkKey(2));
    Bytes body;
    // More than are kept, and twice, so that some are derived again.
    for (int round = 0; round < 2; ++round) {
        for (char boot = 1; boot < 10; ++boot) {
            QVERIFY_OK(opener.read(test::write(test::smallHeader(), test::smallBody(), boot), body));
            PacketHeader header = test::smallHeader();
            header.compression = 0;
            header.stream = test::stream();
            header.epoch = 2;
            header.bootId = test::bootId(boot);
            header.plainLength = static_cast<std::uint32_t>(test::smallBody().size());
            QVERIFY_OK(opener.read(test::forge(header, test::smallBody(), test::linkKey(2)), body));
            QCOMPARE(body, test::smallBody());
        }
    }
}

void TstPacketCodec::leavesTheBodyEmptyWhenItFails()
{
    Opener opener;
    Bytes packet = test::write(test::smallHeader(), test::smallBody());
    Bytes body;
    QVERIFY_OK(opener.read(packet, body));
    QVERIFY(!body.empty());
    packet.back() = static_cast<char>(packet.back() ^ 1);
    QVERIFY(!opener.read(packet, body));
    QVERIFY(body.empty());
}

void TstPacketCodec::readsTheGoldenFiles()
{
    // Made once with version 1; a program that cannot read them any more has broken the format.
    Opener opener;
    Bytes body;
    const auto plain = opener.read(test::readData(kGoldenPlain), body);
    QVERIFY_OK(plain);
    QCOMPARE(body, test::smallBody());
    PacketHeader expected = goldenHeader();
    QCOMPARE(plain->sequence, expected.sequence);
    QCOMPARE(plain->previous, expected.previous);
    QCOMPARE(plain->from, expected.from);
    QCOMPARE(plain->upTo, expected.upTo);
    QCOMPARE(plain->schemaVersion, expected.schemaVersion);
    QCOMPARE(plain->transactions, 1U);
    QCOMPARE(plain->changes, 1U);
    QVERIFY(plain->has(PacketFlag::TransactionOpen));
    QVERIFY(!plain->has(PacketFlag::Load));
    QCOMPARE(plain->stream, test::stream());

    const auto compressed = opener.read(test::readData(kGoldenZstd), body);
    QVERIFY_OK(compressed);
    QCOMPARE(int(compressed->compression), 1);
    QCOMPARE(body, goldenZstdBody());
}

void TstPacketCodec::writesTheGoldenFileByteForByte()
{
    const Bytes plain = test::write(goldenHeader(), test::smallBody());
    const Bytes compressed = test::write(goldenHeader(), goldenZstdBody());
    // The files are made by this test, once, with BUSHENG_GOLDEN_DIR naming where.
    if (const QString directory = qEnvironmentVariable("BUSHENG_GOLDEN_DIR"); !directory.isEmpty()) {
        QVERIFY_OK(replaceFile(systemFileSystem(), directory + u'/' + kGoldenPlain, plain));
        QVERIFY_OK(replaceFile(systemFileSystem(), directory + u'/' + kGoldenZstd, compressed));
    }
    QCOMPARE(int(readPacketHeader(plain)->compression), 0);
    QCOMPARE(toHex(plain), toHex(test::readData(kGoldenPlain)));
    // zstd's output may differ between its versions: only what it means must stay.
    QCOMPARE(int(readPacketHeader(compressed)->compression), 1);
}

BUSHENG_TEST(TstPacketCodec)
#include "tst_packet_codec.moc"
