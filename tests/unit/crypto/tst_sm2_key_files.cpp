// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/sm2_key.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

#include <openssl/pem.h>

using namespace busheng;
using namespace busheng::test;

namespace {

Bytes pemOfOpenssl(EVP_PKEY* key, bool publicHalf, const char* passphrase = nullptr)
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    const int size = passphrase != nullptr ? static_cast<int>(std::strlen(passphrase)) : 0;
    const int written =
        publicHalf ? PEM_write_bio_PUBKEY(out.get(), key)
                   : PEM_write_bio_PKCS8PrivateKey(out.get(), key, passphrase != nullptr ? EVP_aes_128_cbc() : nullptr,
                                                   passphrase, size, nullptr, nullptr);
    char* data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    if (written != 1 || length <= 0)
        qFatal("OpenSSL cannot write a key");
    return Bytes(data, static_cast<std::size_t>(length));
}

Bytes replaced(Bytes in, const Bytes& what, const Bytes& with)
{
    const std::size_t at = in.find(what);
    if (at == Bytes::npos || what.size() != with.size())
        qFatal("nothing to replace");
    return in.replace(at, what.size(), with);
}

void addKeyRows(bool publicHalf)
{
    const char* const label = publicHalf ? "PUBLIC KEY" : "PRIVATE KEY";
    const Bytes good = publicHalf ? publishedPublicDer() : publishedPrivateDer();
    const QJsonObject numbers = vectorFile("sm2.json").value(QLatin1String("key")).toObject();
    const Bytes x = hexOf(numbers, "x");
    const Bytes sm2Curve = hex(QStringLiteral("06082a811ccf5501822d"));
    const auto row = [](const char* name, const Bytes& pem) { QTest::newRow(name) << toQByteArray(pem); };
    const auto derRow = [&](const char* name, const Bytes& bytes) { row(name, pemOf(label, bytes)); };

    row("empty", {});
    row("garbage", "not a key at all");
    row("a megabyte", Bytes(1 << 20, 'A'));
    row("zeros", Bytes(1000, '\0'));
    row("the other half",
        publicHalf ? pemOf("PRIVATE KEY", publishedPrivateDer()) : pemOf("PUBLIC KEY", publishedPublicDer()));
    row("another label", pemOf("EC PRIVATE KEY", good));
    row("a certificate's label", pemOf("CERTIFICATE", good));
    row("two keys", pemOf(label, good) + pemOf(label, good));
    derRow("nothing inside", {});
    derRow("trailing byte inside", good + '\0');
    derRow("zeros inside", Bytes(good.size(), '\0'));
    derRow("point off the curve", replaced(good, x, flipped(x, 3)));
    derRow("another curve's name", replaced(good, sm2Curve, hex(QStringLiteral("06082a811ccf5501822e"))));
    for (std::size_t cut : {std::size_t{1}, std::size_t{2}, good.size() / 2, good.size() - 1})
        QTest::addRow("DER cut at %zu", cut) << toQByteArray(pemOf(label, BytesView(good).substr(0, cut)));
    const PkeyHandle p256(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const PkeyHandle ed25519(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const PkeyHandle rsa(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
    row("P-256", pemOfOpenssl(p256.get(), publicHalf));
    row("Ed25519", pemOfOpenssl(ed25519.get(), publicHalf));
    row("RSA", pemOfOpenssl(rsa.get(), publicHalf));
}

} // namespace

class TstSm2KeyFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesThePublishedKey()
    {
        const Sm2Key key = publishedKey();
        QVERIFY(key.hasPrivate());
        const Result<Bytes> publicPem = key.publicPem();
        QVERIFY_OK(publicPem);
        QCOMPARE(*publicPem, pemOf("PUBLIC KEY", publishedPublicDer()));
        const Result<Bytes> privatePem = key.privatePem();
        QVERIFY_OK(privatePem);
        QCOMPARE(*privatePem, pemOf("PRIVATE KEY", publishedPrivateDer()));
    }

    void keepsAGeneratedKeyThroughBothFiles()
    {
        const Result<Sm2Key> made = Sm2Key::generate();
        QVERIFY_OK(made);
        QVERIFY(made->hasPrivate());
        const Result<Bytes> pem = made->privatePem();
        QVERIFY_OK(pem);
        const Result<Sm2Key> read = Sm2Key::fromPrivatePem(*pem);
        QVERIFY_OK(read);
        QCOMPARE(*read->privatePem(), *pem);
        const Result<Sm2Key> readPublic = Sm2Key::fromPublicPem(*made->publicPem());
        QVERIFY_OK(readPublic);
        QVERIFY_OK(readPublic->verify("message", *read->sign("message")));
        QVERIFY(*made->publicPem() != *Sm2Key::generate()->publicPem());
    }

    void rejectsHostilePrivateKeys_data()
    {
        QTest::addColumn<QByteArray>("pem");
        addKeyRows(false);
        const Bytes good = publishedPrivateDer();
        const Bytes number = hexOf(vectorFile("sm2.json").value(QLatin1String("key")).toObject(), "private");
        const auto row = [&](const char* name, const Bytes& with) {
            QTest::newRow(name) << toQByteArray(pemOf("PRIVATE KEY", replaced(good, number, with)));
        };
        row("number is zero", Bytes(32, '\0'));
        row("number does not fit the point", flipped(number, 0));
        row("number is the order",
            hex(QStringLiteral("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123")));
        row("number is the order less one",
            hex(QStringLiteral("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122")));
        const PkeyHandle sm2(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
        QTest::newRow("encrypted") << toQByteArray(pemOfOpenssl(sm2.get(), false, "secret"));
        QTest::newRow("encrypted in the old way")
            << QByteArray("-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
                          "AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
                          "AAAAAAAAAAAAAAAAAAAAAA==\n-----END PRIVATE KEY-----\n");
    }

    void rejectsHostilePrivateKeys()
    {
        QFETCH(const QByteArray, pem);
        const Result<Sm2Key> key = Sm2Key::fromPrivatePem(view(pem));
        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::Crypto);
    }

    void rejectsHostilePublicKeys_data()
    {
        QTest::addColumn<QByteArray>("pem");
        addKeyRows(true);
        const Bytes algorithm = hex(QStringLiteral("301306072a8648ce3d020106082a811ccf5501822d"));
        QTest::newRow("the point at infinity")
            << toQByteArray(pemOf("PUBLIC KEY", der(0x30, algorithm + der(0x03, Bytes(2, '\0')))));
        QTest::newRow("a point of zeros") << toQByteArray(
            pemOf("PUBLIC KEY", der(0x30, algorithm + der(0x03, Bytes(1, '\0') + '\x04' + Bytes(64, '\0')))));
    }

    void rejectsHostilePublicKeys()
    {
        QFETCH(const QByteArray, pem);
        const Result<Sm2Key> key = Sm2Key::fromPublicPem(view(pem));
        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::Crypto);
    }

    void rejectsEveryTruncatedFile()
    {
        const Bytes pem = pemOf("PRIVATE KEY", publishedPrivateDer());
        for (std::size_t size = 0; size < pem.size() - 6; ++size) // "-----\n" at the end may be cut short
            QVERIFY2(!Sm2Key::fromPrivatePem(BytesView(pem).substr(0, size)), qPrintable(QString::number(size)));
    }
};

BUSHENG_TEST(TstSm2KeyFiles)
#include "tst_sm2_key_files.moc"
