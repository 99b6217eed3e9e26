// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hkdf.h"
#include "engine/crypto/hmac_sm3.h"
#include "engine/crypto/sm3.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kDigest = 32;

Bytes digestOf(const Bytes& bytes)
{
    return Bytes(view(sm3(bytes)));
}

Bytes padded(Bytes key, char with)
{
    if (key.size() > kBlock)
        key = digestOf(key);
    key.resize(kBlock, '\0');
    for (char& byte : key)
        byte = static_cast<char>(byte ^ with);
    return key;
}

/// RFC 2104 step by step, over libgcrypt's SM3; the code under test uses OpenSSL's.
Bytes hmacByHand(const Bytes& key, const Bytes& message)
{
    return digestOf(padded(key, 0x5c) + digestOf(padded(key, 0x36) + message));
}

/// RFC 5869 step by step.
Bytes hkdfByHand(const Bytes& secret, const Bytes& salt, const Bytes& info, std::size_t size)
{
    const Bytes extracted = hmacByHand(salt.empty() ? Bytes(kDigest, '\0') : salt, secret);
    Bytes block;
    Bytes out;
    for (int i = 1; out.size() < size; ++i) {
        block = hmacByHand(extracted, block + info + static_cast<char>(i));
        out += block;
    }
    return out.substr(0, size);
}

} // namespace

class TstHkdfSm3 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theHandMadeHmacGivesThePublishedCodes()
    {
        for (const QJsonObject& vector : vectors(vectorFile("hkdf_sm3.json"), "hmac"))
            QCOMPARE(hmacByHand(hexOf(vector, "key"), hexOf(vector, "message")), hexOf(vector, "mac"));
    }

    void hmacGivesThePublishedCodes()
    {
        for (const QJsonObject& vector : vectors(vectorFile("hkdf_sm3.json"), "hmac")) {
            const auto code = hmacSm3(hexOf(vector, "key"), hexOf(vector, "message"));
            QVERIFY_OK(code);
            QCOMPARE(Bytes(view(*code)), hexOf(vector, "mac"));
        }
    }

    void givesTheKnownAnswers()
    {
        for (const QJsonObject& vector : vectors(vectorFile("hkdf_sm3.json"), "hkdf")) {
            const Bytes wanted = hexOf(vector, "derived");
            Bytes derived(wanted.size(), 'x');
            QVERIFY_OK(hkdfSm3(hexOf(vector, "secret"), hexOf(vector, "salt"), hexOf(vector, "info"), derived));
            QCOMPARE(toHex(derived), toHex(wanted));
        }
    }

    void agreesWithHkdfByHandAtEverySize()
    {
        for (const std::size_t size : {1U, 20U, 31U, 32U, 33U, 64U, 1000U, 255U * 32U})
            for (const Bytes& salt : {Bytes(), Bytes(16, 's'), Bytes(100, 's')})
                for (const Bytes& info : {Bytes(), Bytes("info"), Bytes(200, 'i')}) {
                    Bytes derived(size, '\0');
                    QVERIFY_OK(hkdfSm3("a secret of 33 bytes, not a round", salt, info, derived));
                    QCOMPARE(derived, hkdfByHand("a secret of 33 bytes, not a round", salt, info, size));
                }
    }

    void refusesWhatItCannotDo_data()
    {
        QTest::addColumn<int>("secretSize");
        QTest::addColumn<int>("infoSize");
        QTest::addColumn<int>("outSize");
        QTest::newRow("no secret") << 0 << 4 << 16;
        QTest::newRow("nothing to fill") << 32 << 4 << 0;
        QTest::newRow("more than 255 blocks") << 32 << 4 << 255 * 32 + 1;
    }

    void refusesWhatItCannotDo()
    {
        QFETCH(const int, secretSize);
        QFETCH(const int, infoSize);
        QFETCH(const int, outSize);
        Bytes derived(static_cast<std::size_t>(outSize), '\0');
        const Result<> result = hkdfSm3(Bytes(static_cast<std::size_t>(secretSize), 'k'), "salt",
                                        Bytes(static_cast<std::size_t>(infoSize), 'i'), derived);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Crypto);
        QCOMPARE(derived, Bytes(static_cast<std::size_t>(outSize), '\0'));
    }
};

BUSHENG_TEST(TstHkdfSm3)
#include "tst_hkdf_sm3.moc"
