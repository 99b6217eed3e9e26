// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random_source.h"
#include "engine/crypto/aes_gcm.h"
#include "engine/crypto/hkdf.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/crypto/p256_key.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

using namespace busheng;
using namespace busheng::test;

namespace {

Nonce nonceOf(const Bytes& bytes)
{
    Nonce nonce{};
    std::copy_n(bytes.begin(), nonce.size(), nonce.begin());
    return nonce;
}

} // namespace

/// The two suites behind the one interface: each gives what is published, and neither opens what the other made.
class TstCipherSuite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aesGivesThePublishedCiphertextAndTag()
    {
        for (const QJsonObject& vector : vectors(vectorFile("aes_256_gcm.json"), "vectors")) {
            const auto cipher = makeAes256Gcm(hexOf(vector, "key"));
            QVERIFY_OK(cipher);
            const Nonce nonce = nonceOf(hexOf(vector, "nonce"));
            Bytes sealed;
            QVERIFY_OK((*cipher)->seal(nonce, hexOf(vector, "associated"), hexOf(vector, "plain"), sealed));
            QCOMPARE(toHex(sealed), toHex(hexOf(vector, "cipher") + hexOf(vector, "tag")));
            Bytes opened;
            QVERIFY_OK((*cipher)->open(nonce, hexOf(vector, "associated"), sealed, opened));
            QCOMPARE(opened, hexOf(vector, "plain"));
        }
    }

    void hkdfSha256GivesThePublishedBytes()
    {
        // RFC 5869, A.1.
        Bytes out(42, '\0');
        QVERIFY_OK(hkdfSha256(Bytes(22, '\x0b'), hex(QStringLiteral("000102030405060708090a0b0c")),
                              hex(QStringLiteral("f0f1f2f3f4f5f6f7f8f9")), out));
        QCOMPARE(toHex(out), QStringLiteral("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5"
                                            "b887185865"));
    }

    void eachSuiteHidesKeysForItsOwnOnly_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : suiteNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void eachSuiteHidesKeysForItsOwnOnly()
    {
        QFETCH(QString, name);
        const CipherSuite& suite = *suiteNamed(name);
        const CipherSuite& other = suite.id() == SuiteId::Sm ? internationalSuite() : smSuite();
        const auto own = suite.makeIdentity();
        QVERIFY_OK(own);
        const auto pem = (*own)->publicPem();
        QVERIFY_OK(pem);
        QVERIFY_OK(suite.identityFromPublicPem(*pem));
        QVERIFY(!other.identityFromPublicPem(*pem));
        const auto privatePem = (*own)->privatePem();
        QVERIFY_OK(privatePem);
        QVERIFY_OK(suite.identityFromPrivatePem(*privatePem));
        QVERIFY(!other.identityFromPrivatePem(*privatePem));

        const auto key = generateLinkKey(7, systemRandom(), suite);
        QVERIFY_OK(key);
        const auto wrapped = wrapLinkKey(*key, **own);
        QVERIFY_OK(wrapped);
        const auto back = unwrapLinkKey(*wrapped, 7, **own, suite);
        QVERIFY_OK(back);
        QVERIFY(back->secret == key->secret);
        QCOMPARE(linkKeyFingerprint(*back).value(), linkKeyFingerprint(*key).value());
        QVERIFY(!unwrapLinkKey(*wrapped, 8, **own, suite));
        const auto stranger = suite.makeIdentity();
        QVERIFY_OK(stranger);
        QVERIFY(!unwrapLinkKey(*wrapped, 7, **stranger, suite));
        QVERIFY(!(*suite.identityFromPublicPem(*pem))->unwrap(*wrapped)); // the public half opens nothing
        for (std::size_t bit = 0; bit < wrapped->size() * 8; bit += 3)
            QVERIFY2(!unwrapLinkKey(flipped(*wrapped, bit), 7, **own, suite), qPrintable(QString::number(bit)));
        for (std::size_t length = 0; length < wrapped->size(); ++length)
            QVERIFY(!unwrapLinkKey(BytesView(*wrapped).substr(0, length), 7, **own, suite));
        QVERIFY(!unwrapLinkKey(*wrapped + 'x', 7, **own, suite));
    }

    void eachSuiteSignsAndChecks_data() { eachSuiteHidesKeysForItsOwnOnly_data(); }

    void eachSuiteSignsAndChecks()
    {
        QFETCH(QString, name);
        const CipherSuite& suite = *suiteNamed(name);
        const auto own = suite.makeIdentity();
        QVERIFY_OK(own);
        const auto signature = (*own)->sign("what was sealed");
        QVERIFY_OK(signature);
        QVERIFY_OK((*own)->verify("what was sealed", *signature));
        QVERIFY(!(*own)->verify("what was sealeD", *signature));
        QVERIFY(!(*own)->verify("what was sealed", *signature + '\0'));
        for (std::size_t bit = 0; bit < signature->size() * 8; bit += 5)
            QVERIFY(!(*own)->verify("what was sealed", flipped(*signature, bit)));
        QVERIFY(!(*suite.makeIdentity())->verify("what was sealed", *signature));
    }

    void eachSuiteRefusesBrokenSeals_data() { eachSuiteHidesKeysForItsOwnOnly_data(); }

    void eachSuiteRefusesBrokenSeals()
    {
        QFETCH(QString, name);
        const CipherSuite& suite = *suiteNamed(name);
        const auto cipher = suite.makeAead(Bytes(suite.keyBytes(), 'k'));
        QVERIFY_OK(cipher);
        QVERIFY(!suite.makeAead(Bytes(suite.keyBytes() - 1, 'k')));
        QVERIFY(!suite.makeAead(Bytes(suite.keyBytes() + 1, 'k')));
        const Nonce nonce{1, 2, 3};
        Bytes sealed;
        QVERIFY_OK((*cipher)->seal(nonce, "associated", "plain text", sealed));
        const auto isRefused = [&](const Nonce& one, BytesView associated, BytesView text) {
            Bytes out = "kept";
            const auto opened = (*cipher)->open(one, associated, text, out);
            return !opened && out == "kept";
        };
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
            QVERIFY(isRefused(nonce, "associated", flipped(sealed, bit)));
        for (std::size_t length = 0; length < sealed.size(); ++length)
            QVERIFY(isRefused(nonce, "associated", BytesView(sealed).substr(0, length)));
        QVERIFY(isRefused(nonce, "associateD", sealed));
        QVERIFY(isRefused(Nonce{1, 2, 4}, "associated", sealed));
        Bytes out;
        QVERIFY_OK((*cipher)->open(nonce, "associated", sealed, out)); // and nothing of it stuck
        QCOMPARE(out, Bytes("plain text"));
    }

    void knowsNoOtherNumbersAndNames()
    {
        QCOMPARE(suiteOf(SuiteId::Sm), &smSuite());
        QCOMPARE(suiteOf(SuiteId::International), &internationalSuite());
        for (int number = 0; number < 256; ++number) {
            if (number != 1 && number != 2)
                QVERIFY(suiteOf(static_cast<SuiteId>(number)) == nullptr);
        }
        QVERIFY(suiteNamed(QString()) == nullptr);
        QVERIFY(suiteNamed(QStringLiteral("SM4-GCM")) == nullptr);
        QCOMPARE(toHex(view(smSuite().digest("abc"))),
                 QStringLiteral("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
        QCOMPARE(toHex(view(internationalSuite().digest("abc"))),
                 QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
};

BUSHENG_TEST(TstCipherSuite)
#include "tst_cipher_suite.moc"
