// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/packet_codec.h"
#include "engine/pipeline/pack/packet_header.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packet_forge.h"

#include <zstd.h>

#include <functional>
#include <random>

using namespace busheng;

Q_DECLARE_METATYPE(std::function<void(PacketHeader&)>)

namespace {

using Change = std::function<void(PacketHeader&)>;

/// As the real writer would fill it for an uncompressed `size` bytes.
PacketHeader fullHeader(std::size_t size)
{
    PacketHeader header = test::smallHeader();
    header.compression = 0;
    header.stream = test::stream();
    header.epoch = 1;
    header.bootId = test::bootId();
    header.plainLength = static_cast<std::uint32_t>(size);
    return header;
}

Bytes compress(BytesView plain)
{
    Bytes out(ZSTD_compressBound(plain.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), 1));
    return out;
}

struct Opener final : PacketReader {
    Opener() : PacketReader(test::stream()) { addKey(test::linkKey()); }
};

/// The event of the refusal; empty when it was accepted.
QString refusal(BytesView packet)
{
    Opener opener;
    Bytes body;
    const auto got = opener.read(packet, body);
    if (got)
        return {};
    return body.empty() ? got.error().event : QStringLiteral("refused, but with a body");
}

Bytes little(std::uint64_t value, std::size_t size)
{
    Bytes out;
    for (; size > 0; --size, value >>= 8)
        out.push_back(static_cast<char>(value & 0xffU));
    return out;
}

} // namespace

class TstPacketHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rejectsPacketWithOneFlippedBit_data();
    void rejectsPacketWithOneFlippedBit();
    void rejectsEveryTruncation();
    void rejectsTrailingBytes();
    void rejectsShortenedTags();
    void rejectsSealedHeadersThatBreakTheFormat_data();
    void rejectsSealedHeadersThatBreakTheFormat();
    void rejectsAnotherSuiteThanTheKeys();
    void rejectsWhatIsNotForThisStream_data();
    void rejectsWhatIsNotForThisStream();
    void rejectsUnknownAndWrongKeys();
    void rejectsANonceThatIsNotDerived();
    void rejectsBombsAndLyingSizes_data();
    void rejectsBombsAndLyingSizes();
    void namesTheUnknownVersion();
    void keepsWorkingAfterManyInventedBootIds();
    void survivesRandomBytes();
};

void TstPacketHostile::rejectsPacketWithOneFlippedBit_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::newRow("plain") << toQByteArray(test::write(test::smallHeader(), test::smallBody()));
    QTest::newRow("compressed") << toQByteArray(test::write(test::smallHeader(), Bytes(2000, 'a')));
}

void TstPacketHostile::rejectsPacketWithOneFlippedBit()
{
    QFETCH(QByteArray, packet);
    const Bytes good(view(packet));
    Opener opener;
    Bytes body;
    QVERIFY_OK(opener.read(good, body));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
        const auto got = opener.read(bad, body);
        QVERIFY2(!got && body.empty(), qPrintable(QStringLiteral("bit %1 of byte %2").arg(bit % 8).arg(bit / 8)));
        QVERIFY2(!got.error().event.isEmpty(), qPrintable(got.error().toString()));
        QVERIFY(!got.error().transient);
    }
    QVERIFY_OK(opener.read(good, body));
}

void TstPacketHostile::rejectsEveryTruncation()
{
    const Bytes good = test::write(test::smallHeader(), test::smallBody());
    for (std::size_t size = 0; size < good.size(); ++size)
        QCOMPARE(refusal(BytesView(good).substr(0, size)), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(refusal(good), QString());
}

void TstPacketHostile::rejectsTrailingBytes()
{
    const Bytes good = test::write(test::smallHeader(), test::smallBody());
    QCOMPARE(refusal(good + '\0'), QStringLiteral("PKT_MALFORMED"));
    QCOMPARE(refusal(good + good), QStringLiteral("PKT_MALFORMED"));
}

/// libgcrypt would take 4- and 12-byte tags; a header that says so must not lead there.
void TstPacketHostile::rejectsShortenedTags()
{
    const PacketHeader header = fullHeader(test::smallBody().size());
    const Bytes good = test::forge(header, test::smallBody());
    QCOMPARE(refusal(good), QString());
    for (const std::size_t tag : {0U, 4U, 8U, 12U, 15U}) {
        PacketHeader lying = header;
        lying.bodyLength = static_cast<std::uint32_t>(test::smallBody().size() + tag);
        const Bytes sealed = test::sealWith(test::encodedHeader(lying), header, test::smallBody());
        QVERIFY(!refusal(BytesView(sealed).substr(0, sealed.size() - 16 + tag)).isEmpty());
    }
}

/// The sealed part is right for each of these: only the header's own checks can refuse them.
void TstPacketHostile::rejectsSealedHeadersThatBreakTheFormat_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, int offset, const Bytes& bytes) {
        QTest::newRow(name) << offset << toQByteArray(bytes);
    };
    row("another mark", 0, "BSPX");
    row("version 0", 4, little(0, 2));
    row("version 2", 4, little(2, 2));
    row("shorter header", 6, little(kPacketHeaderBytes - 8, 2));
    row("longer header", 6, little(kPacketHeaderBytes + 8, 2));
    row("header length 0", 6, little(0, 2));
    row("header length 65535", 6, little(65'535, 2));
    row("suite 0", 8, little(0, 1));
    row("suite 3", 8, little(3, 1));
    row("compression 2", 9, little(2, 1));
    row("reserved bytes at 10", 10, little(1, 2));
    row("unknown flag", 12, little(4, 4));
    row("highest flag", 12, little(0x80000000, 4));
    row("empty code", 16, Bytes(32, '\0'));
    row("code with a blank", 16, "34 000");
    row("code in small letters", 16, "34000a");
    row("code with a byte behind a zero", 16, Bytes("340000\0x", 8));
    row("code that is not ASCII", 48, Bytes("\xe5\x90\x88"));
    row("code with a slash", 48, "../000");
    row("reserved bytes at 116", 116, little(1, 4));
    row("sequence 0", 120, little(0, 8));
    row("positions backwards", 160, little(6, 8));
    row("plain length 0", 188, little(0, 4));
    row("plain length 1", 188, little(1, 4));
    row("plain length 2^31", 188, little(0x80000000, 4));
    row("plain length 2^32-1", 188, little(0xffffffff, 4));
    row("plain length beyond the limit", 188, little(kLargestBody + 1, 4));
    row("body length 0", 192, little(0, 4));
    row("body length 1", 192, little(1, 4));
    row("body length 16", 192, little(16, 4));
    row("body length 2^31", 192, little(0x80000000, 4));
    row("body length 2^32-1", 192, little(0xffffffff, 4));
    row("reserved bytes at 196", 196, little(1, 1));
    row("last reserved byte", 207, little(0x80, 1));
}

void TstPacketHostile::rejectsSealedHeadersThatBreakTheFormat()
{
    QFETCH(int, offset);
    QFETCH(QByteArray, bytes);
    PacketHeader header = fullHeader(test::smallBody().size());
    header.bodyLength = static_cast<std::uint32_t>(test::smallBody().size() + 16);
    const Bytes good = test::forge(header, test::smallBody());
    QCOMPARE(refusal(good), QString());
    Bytes encoded = good.substr(0, kPacketHeaderBytes);
    encoded.replace(static_cast<std::size_t>(offset), static_cast<std::size_t>(bytes.size()), view(bytes));
    QCOMPARE(refusal(test::sealWith(encoded, header, test::smallBody())), QStringLiteral("PKT_MALFORMED"));
}

void TstPacketHostile::rejectsAnotherSuiteThanTheKeys()
{
    PacketHeader header = fullHeader(test::smallBody().size());
    header.bodyLength = static_cast<std::uint32_t>(test::smallBody().size() + 16);
    Bytes encoded = test::forge(header, test::smallBody()).substr(0, kPacketHeaderBytes);
    encoded[kSuiteOffset] = '\2';
    QCOMPARE(refusal(test::sealWith(encoded, header, test::smallBody())), QStringLiteral("KEY_SUITE"));
    LinkKey other = test::linkKey();
    other.suite = &internationalSuite();
    QCOMPARE(refusal(test::sealWith(encoded, header, test::smallBody(), other)), QStringLiteral("KEY_SUITE"));
}

void TstPacketHostile::rejectsWhatIsNotForThisStream_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("event");
    const QString sender = QStringLiteral("PKT_UNKNOWN_SENDER");
    const QString stream = QStringLiteral("PKT_UNKNOWN_STREAM");
    QTest::newRow("another sender") << Change([](PacketHeader& h) { h.stream.from = QStringLiteral("330000"); })
                                    << sender;
    QTest::newRow("other direction") << Change([](PacketHeader& h) { std::swap(h.stream.from, h.stream.to); })
                                     << sender;
    QTest::newRow("another receiver") << Change([](PacketHeader& h) { h.stream.to = QStringLiteral("330000"); })
                                      << stream;
    QTest::newRow("another number") << Change([](PacketHeader& h) { h.stream.number = 8; }) << stream;
}

void TstPacketHostile::rejectsWhatIsNotForThisStream()
{
    QFETCH(Change, change);
    QFETCH(QString, event);
    PacketHeader header = fullHeader(test::smallBody().size());
    change(header);
    QCOMPARE(refusal(test::forge(header, test::smallBody())), event);
}

void TstPacketHostile::rejectsUnknownAndWrongKeys()
{
    PacketHeader header = fullHeader(test::smallBody().size());
    for (const std::uint32_t epoch : {0U, 2U, 0xffffffffU}) {
        header.epoch = epoch;
        Opener opener;
        Bytes body;
        const auto got = opener.read(test::forge(header, test::smallBody(), test::linkKey(epoch)), body);
        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::Crypto);
        QCOMPARE(got.error().event, QStringLiteral("KEY_EPOCH"));
        QCOMPARE(got.error().args, (QStringList{QStringLiteral("340000/7"), QString::number(epoch)}));
    }
    header.epoch = 1;
    LinkKey wrong = test::linkKey();
    wrong.secret[0] = static_cast<char>(wrong.secret[0] ^ 1);
    QCOMPARE(refusal(test::forge(header, test::smallBody(), wrong)), QStringLiteral("PKT_TAMPERED"));
}

void TstPacketHostile::rejectsANonceThatIsNotDerived()
{
    const PacketHeader header = fullHeader(test::smallBody().size());
    const Bytes good = test::forge(header, test::smallBody());
    // Sealed under the derived nonce, with a header that names another one.
    Bytes encoded = good.substr(0, kPacketHeaderBytes);
    encoded[104] = static_cast<char>(encoded[104] ^ 1);
    QCOMPARE(refusal(test::sealWith(encoded, header, test::smallBody())), QStringLiteral("PKT_TAMPERED"));
}

void TstPacketHostile::rejectsBombsAndLyingSizes_data()
{
    QTest::addColumn<QByteArray>("packed");
    QTest::addColumn<uint>("plainLength");
    QTest::addColumn<QString>("event");
    const QString malformed = QStringLiteral("PKT_MALFORMED");
    const auto row = [](const char* name, const Bytes& packed, uint plainLength, const QString& event) {
        QTest::newRow(name) << toQByteArray(packed) << plainLength << event;
    };
    const Bytes flat = compress(Bytes(10'000, 'a'));
    row("the truth", flat, 10'000, {});
    row("expands beyond", compress(Bytes(64U << 20, 'a')), 10'000, malformed);
    row("expands beyond the largest body", compress(Bytes(64U << 20, 'a')), kLargestBody, malformed);
    row("one byte more", flat, 9'999, malformed);
    row("one byte less", flat, 10'001, malformed);
    row("two frames", flat + flat, 20'000, malformed);
    row("two frames, the first counted", flat + flat, 10'000, malformed);
    row("bytes behind the frame", flat + "xyz", 10'000, malformed);
    row("a skippable frame", Bytes("\x50\x2a\x4d\x18\x04\x00\x00\x00\x00\x00\x00\x00", 12), 10'000, malformed);
    row("a skippable frame before", Bytes("\x50\x2a\x4d\x18\x00\x00\x00\x00", 8) + flat, 10'000, malformed);
    row("no zstd at all", Bytes(40, 'x'), 10'000, malformed);
    row("cut", flat.substr(0, flat.size() - 1), 10'000, malformed);
    Bytes damaged = compress(test::block(ChangeKind::Insert, 1, 1, 500, "some text"));
    const auto length = static_cast<uint>(test::block(ChangeKind::Insert, 1, 1, 500, "some text").size());
    row("sound", damaged, length, {});
    damaged.resize(damaged.size() - 9);
    row("bad blocks", damaged + Bytes(9, '\xff'), length, malformed);
    // Without the frame's own content size nothing is known before it is decompressed.
    Bytes unsized(ZSTD_compressBound(10'000), '\0');
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    const Bytes plain(10'000, 'a');
    unsized.resize(ZSTD_compress2(context, unsized.data(), unsized.size(), plain.data(), plain.size()));
    ZSTD_freeCCtx(context);
    row("a frame without its size", unsized, 10'000, malformed);
}

void TstPacketHostile::rejectsBombsAndLyingSizes()
{
    QFETCH(QByteArray, packed);
    QFETCH(uint, plainLength);
    QFETCH(QString, event);
    PacketHeader header = fullHeader(plainLength);
    header.compression = 1;
    QCOMPARE(refusal(test::forge(header, view(packed))), event);
}

void TstPacketHostile::namesTheUnknownVersion()
{
    Bytes packet = test::write(test::smallHeader(), test::smallBody());
    packet[4] = 9;
    Opener opener;
    Bytes body;
    const auto got = opener.read(packet, body);
    QVERIFY(!got);
    QCOMPARE(got.error().code, ErrorCode::Corrupt);
    QCOMPARE(got.error().args.value(0), QStringLiteral("340000/7"));
    QVERIFY2(got.error().args.value(1).contains(QStringLiteral("version 9")), qPrintable(got.error().toString()));
}

void TstPacketHostile::keepsWorkingAfterManyInventedBootIds()
{
    Opener opener;
    Bytes body;
    const Bytes good = test::write(test::smallHeader(), test::smallBody());
    QVERIFY_OK(opener.read(good, body));
    for (int i = 0; i < 100; ++i) {
        Bytes bad = good;
        bad[88] = static_cast<char>(i);
        bad[89] = 0;
        QVERIFY(!opener.read(bad, body));
    }
    QVERIFY_OK(opener.read(good, body));
}

void TstPacketHostile::survivesRandomBytes()
{
    std::mt19937 random(4711);
    Opener opener;
    const Bytes good = test::write(test::smallHeader(), test::smallBody());
    Bytes body;
    for (int i = 0; i < 20'000; ++i) {
        Bytes bad = good;
        const unsigned damages = 1 + random() % 8;
        for (unsigned d = 0; d < damages; ++d)
            bad[random() % bad.size()] = static_cast<char>(random());
        if (random() % 4 == 0)
            bad.resize(random() % (bad.size() + 1));
        QVERIFY(bad == good || !opener.read(bad, body));
        QVERIFY(body.empty());
    }
}

BUSHENG_TEST(TstPacketHostile)
#include "tst_packet_hostile.moc"
