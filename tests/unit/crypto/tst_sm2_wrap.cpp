// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm2_ciphertext.h"
#include "engine/crypto/sm2_key.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

using namespace busheng;
using namespace busheng::test;

namespace {

struct Parts {
    Bytes x;
    Bytes y;
    Bytes hash;
    Bytes text;

    Bytes inside() const { return derInteger(x) + derInteger(y) + der(0x04, hash) + der(0x04, text); }
    Bytes whole() const { return der(0x30, inside()); }
};

Bytes publishedWrap()
{
    return hexOf(vectors(vectorFile("sm2.json"), "ciphertexts").front(), "der");
}

/// The published ciphertext taken apart by its fixed places.
Parts publishedParts()
{
    const Bytes whole = publishedWrap();
    return {whole.substr(4, 32), whole.substr(39, 32), whole.substr(73, 32), whole.substr(107)};
}

bool isRefused(const Sm2Key& key, BytesView wrapped)
{
    const Result<Bytes> secret = key.unwrap(wrapped);
    return !secret && secret.error().code == ErrorCode::Crypto;
}

} // namespace

class TstSm2Wrap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unwrapsThePublishedCiphertexts()
    {
        for (const QJsonObject& vector : vectors(vectorFile("sm2.json"), "ciphertexts")) {
            QVERIFY(isSm2Ciphertext(hexOf(vector, "der")));
            const Result<Bytes> secret = publishedKey().unwrap(hexOf(vector, "der"));
            QVERIFY_OK(secret);
            QCOMPARE(*secret, hexOf(vector, "secret"));
        }
        QCOMPARE(publishedParts().whole(), publishedWrap());
    }

    void unwrapsWhatItWrapped()
    {
        const Sm2Key key = publishedKey();
        for (const std::size_t size : {1U, 2U, 15U, 16U, 31U, 32U, 33U, 55U, 100U, 127U, 128U, 255U, 256U, 1024U}) {
            const Bytes secret(size, static_cast<char>(size));
            const Result<Bytes> wrapped = key.wrap(secret);
            QVERIFY_OK(wrapped);
            const Result<Bytes> again = key.wrap(secret);
            QVERIFY_OK(again);
            QVERIFY(*again != *wrapped);
            const Result<Bytes> unwrapped = key.unwrap(*wrapped);
            QVERIFY_OK(unwrapped);
            QCOMPARE(*unwrapped, secret);
        }
    }

    void writesNothingThatItWouldRefuse()
    {
        const Sm2Key key = publishedKey();
        for (int i = 0; i < 300; ++i) { // coordinates with leading zeros come by
            const Result<Bytes> wrapped = key.wrap("k");
            QVERIFY_OK(wrapped);
            QVERIFY2(isSm2Ciphertext(*wrapped), qPrintable(toHex(*wrapped)));
        }
    }

    void wrapsShortSecretsOnly()
    {
        QVERIFY(!publishedKey().wrap({}));
        QVERIFY(!publishedKey().wrap(Bytes(1025, 's')));
    }

    void keepsOthersOut()
    {
        const Result<Bytes> wrapped = publishedKey().wrap("0123456789abcdef");
        QVERIFY_OK(wrapped);
        for (int i = 0; i < 20; ++i) {
            const Result<Sm2Key> other = Sm2Key::generate();
            QVERIFY_OK(other);
            QVERIFY(isRefused(*other, *wrapped));
        }
    }

    void rejectsEveryFlippedBit()
    {
        const Sm2Key key = publishedKey();
        const Bytes wrapped = publishedWrap();
        for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit)
            QVERIFY2(isRefused(key, flipped(wrapped, bit)), qPrintable(QString::number(bit)));
        QVERIFY_OK(key.unwrap(wrapped));
    }

    void rejectsEveryTruncation()
    {
        const Sm2Key key = publishedKey();
        const Bytes wrapped = publishedWrap();
        for (std::size_t size = 0; size < wrapped.size(); ++size) {
            QVERIFY(isRefused(key, BytesView(wrapped).substr(0, size)));
            QVERIFY(!isSm2Ciphertext(BytesView(wrapped).substr(0, size)));
        }
    }

    void rejectsHostileStructures_data();
    void rejectsHostileStructures()
    {
        QFETCH(const QByteArray, wrapped);
        QVERIFY(!isSm2Ciphertext(view(wrapped)));
        QVERIFY(isRefused(publishedKey(), view(wrapped)));
    }

    void rejectsHostilePoints_data();
    void rejectsHostilePoints()
    {
        QFETCH(const QByteArray, wrapped);
        QVERIFY(isSm2Ciphertext(view(wrapped))); // well-formed: it is the point or the hash that is wrong
        QVERIFY(isRefused(publishedKey(), view(wrapped)));
    }
};

void TstSm2Wrap::rejectsHostileStructures_data()
{
    QTest::addColumn<QByteArray>("wrapped");
    const auto row = [](const char* name, const Bytes& bytes) { QTest::newRow(name) << toQByteArray(bytes); };
    const Bytes good = publishedWrap();
    const Parts parts = publishedParts();
    const Bytes x = derInteger(parts.x);
    const Bytes y = derInteger(parts.y);
    const Bytes hash = der(0x04, parts.hash);
    const Bytes text = der(0x04, parts.text);
    const auto with = [&parts](auto change) {
        Parts changed = parts;
        change(changed);
        return changed.whole();
    };

    row("empty", {});
    row("one byte", "\x30");
    row("trailing zero", good + '\0');
    row("trailing garbage", good + "garbage");
    row("twice", good + good);
    row("leading zero", '\0' + good);
    row("BER: long form of a short length", Bytes("\x30\x81\x7c") + good.substr(2));
    row("BER: two octets of length", Bytes("\x30\x82") + '\0' + '\x7c' + good.substr(2));
    row("BER: indefinite length", Bytes("\x30\x80") + good.substr(2) + Bytes(2, '\0'));
    row("BER: long form inside", der(0x30, Bytes("\x02\x81\x20") + x.substr(2) + y + hash + text));
    row("BER: constructed octets", der(0x30, x + y + hash + der(0x24, der(0x04, parts.text))));
    row("length of 4 GiB", hex(QStringLiteral("3084ffffffff")) + good.substr(2));
    row("length of 2^63", hex(QStringLiteral("30888000000000000000")) + good.substr(2));
    row("length of 127 octets", Bytes("\x30\xff") + good.substr(2));
    row("outer length one short", Bytes("\x30\x7b") + good.substr(2));
    row("outer length one long", Bytes("\x30\x7d") + good.substr(2));
    row("not a sequence", '\x31' + good.substr(1));
    row("a set in a sequence", der(0x30, good));
    row("fifth element", der(0x30, parts.inside() + der(0x05, {})));
    row("no ciphertext", der(0x30, x + y + hash));
    row("only x", der(0x30, x));
    row("nothing inside", der(0x30, {}));
    row("old order C1C2C3", der(0x30, x + y + text + hash));
    row("raw C1C3C2", '\x04' + parts.x + parts.y + parts.hash + parts.text);
    row("x padded", der(0x30, der(0x02, '\0' + parts.x) + y + hash + text));
    row("y padded", der(0x30, x + der(0x02, Bytes(2, '\0') + parts.y) + hash + text));
    row("y negative", der(0x30, x + der(0x02, parts.y) + hash + text));
    row("x empty", der(0x30, der(0x02, {}) + y + hash + text));
    row("x as octets", der(0x30, der(0x04, parts.x) + y + hash + text));
    row("x of 33 bytes", with([](Parts& p) { p.x = '\x01' + p.x; }));
    row("x of 1000 bytes", with([](Parts& p) { p.x = Bytes(1000, '\x01'); }));
    row("x is the prime", with([](Parts& p) {
            p.x = hex(QStringLiteral("fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff"));
        }));
    row("y is all ones", with([](Parts& p) { p.y = Bytes(32, '\xff'); }));
    row("hash of 31 bytes", with([](Parts& p) { p.hash.pop_back(); }));
    row("hash of 33 bytes", with([](Parts& p) { p.hash += 'h'; }));
    row("hash empty", with([](Parts& p) { p.hash.clear(); }));
    row("hash as integer", der(0x30, x + y + der(0x02, parts.hash) + text));
    row("ciphertext empty", with([](Parts& p) { p.text.clear(); }));
    row("ciphertext of 1025 bytes", with([](Parts& p) { p.text = Bytes(1025, 't'); }));
    row("ciphertext of a megabyte",
        hex(QStringLiteral("3083100069")) + x + y + hash + hex(QStringLiteral("0483100000")) + Bytes(1 << 20, 't'));
}

void TstSm2Wrap::rejectsHostilePoints_data()
{
    QTest::addColumn<QByteArray>("wrapped");
    const auto row = [](const char* name, auto change) {
        Parts parts = publishedParts();
        change(parts);
        QTest::newRow(name) << toQByteArray(parts.whole());
    };
    row("x and y swapped", [](Parts& p) { std::swap(p.x, p.y); });
    row("infinity spelled as zeros", [](Parts& p) { p.x = p.y = Bytes(1, '\0'); });
    row("x is zero", [](Parts& p) { p.x = Bytes(1, '\0'); });
    row("y off by one", [](Parts& p) { p.y = flipped(p.y, 31 * 8); });
    row("x is the prime less one", [](Parts& p) {
        p.x = hex(QStringLiteral("fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffe"));
    });
    row("the base point", [](Parts& p) {
        p.x = hex(QStringLiteral("32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"));
        p.y = hex(QStringLiteral("bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"));
    });
    row("hash of zeros", [](Parts& p) { p.hash = Bytes(32, '\0'); });
    row("ciphertext prolonged", [](Parts& p) { p.text += '\0'; });
    row("ciphertext shortened", [](Parts& p) { p.text.pop_back(); });
    row("ciphertext of 1024 bytes", [](Parts& p) { p.text = Bytes(1024, 't'); });
}

BUSHENG_TEST(TstSm2Wrap)
#include "tst_sm2_wrap.moc"
