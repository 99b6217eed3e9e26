// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm2_key.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

#include <atomic>
#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

const Bytes kMessage = "what both sides have agreed upon";

Bytes signatureOf(const Bytes& r, const Bytes& s)
{
    return der(0x30, derInteger(r) + derInteger(s));
}

Bytes publishedSignature()
{
    const QJsonObject vector = vectors(vectorFile("sm2.json"), "signatures").front();
    return signatureOf(hexOf(vector, "r"), hexOf(vector, "s"));
}

bool isRefused(const Result<>& result)
{
    return !result && result.error().code == ErrorCode::Crypto;
}

} // namespace

class TstSm2Key : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verifiesThePublishedSignatures()
    {
        const Sm2Key key = publishedKey();
        for (const QJsonObject& vector : vectors(vectorFile("sm2.json"), "signatures")) {
            const Bytes signature = signatureOf(hexOf(vector, "r"), hexOf(vector, "s"));
            const QString id = vector.value(QLatin1String("id")).toString();
            QVERIFY_OK(key.verify(hexOf(vector, "message"), signature, id));
            QVERIFY(isRefused(key.verify(hexOf(vector, "message"), signature, id + u'x')));
            QVERIFY(isRefused(key.verify(hexOf(vector, "message") + 'x', signature, id)));
        }
        // The default id is the published one, not the empty one that OpenSSL 3.0 takes when none is set.
        QVERIFY_OK(key.verify("message digest", publishedSignature()));
    }

    void verifiesWhatItSigned()
    {
        const Result<Sm2Key> key = Sm2Key::generate();
        QVERIFY_OK(key);
        for (const Bytes& message : {Bytes(), kMessage, Bytes(100000, 'm')}) {
            for (const QString& id : {kSm2DefaultId, QString(), QStringLiteral("安徽省")}) {
                const Result<Bytes> signature = key->sign(message, id);
                QVERIFY_OK(signature);
                QVERIFY_OK(key->verify(message, *signature, id));
            }
        }
    }

    void neverSignsTwiceWithTheSameNumber()
    {
        const Sm2Key key = publishedKey();
        const Result<Bytes> first = key.sign(kMessage);
        const Result<Bytes> second = key.sign(kMessage);
        QVERIFY_OK(first);
        QVERIFY_OK(second);
        QVERIFY(*first != *second);
    }

    void rejectsAnotherIdMessageOrKey()
    {
        const Sm2Key key = publishedKey();
        const Result<Sm2Key> other = Sm2Key::generate();
        QVERIFY_OK(other);
        const Result<Bytes> signature = key.sign(kMessage);
        QVERIFY_OK(signature);
        QVERIFY_OK(key.verify(kMessage, *signature));
        QVERIFY(isRefused(key.verify(kMessage, *signature, QString())));
        QVERIFY(isRefused(key.verify(kMessage, *signature, QStringLiteral("1234567812345679"))));
        QVERIFY(isRefused(key.verify(kMessage, *signature, kSm2DefaultId + u'\0')));
        QVERIFY(isRefused(key.verify({}, *signature)));
        QVERIFY(isRefused(other->verify(kMessage, *signature)));
        for (std::size_t bit = 0; bit < kMessage.size() * 8; bit += 5)
            QVERIFY(isRefused(key.verify(flipped(kMessage, bit), *signature)));
    }

    void rejectsEveryDamagedSignature()
    {
        const Sm2Key key = publishedKey();
        const Bytes signature = publishedSignature();
        for (std::size_t bit = 0; bit < signature.size() * 8; ++bit)
            QVERIFY2(isRefused(key.verify("message digest", flipped(signature, bit))),
                     qPrintable(QString::number(bit)));
        for (std::size_t size = 0; size < signature.size(); ++size)
            QVERIFY(isRefused(key.verify("message digest", BytesView(signature).substr(0, size))));
        QVERIFY_OK(key.verify("message digest", signature));
    }

    void rejectsHostileSignatures_data()
    {
        const QJsonObject vector = vectors(vectorFile("sm2.json"), "signatures").front();
        const Bytes r = hexOf(vector, "r");
        const Bytes s = hexOf(vector, "s");
        const Bytes zero(1, '\0');
        const Bytes order = hex(QStringLiteral("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"));
        const Bytes good = publishedSignature();
        QTest::addColumn<QByteArray>("signature");
        const auto row = [](const char* name, const Bytes& bytes) { QTest::newRow(name) << toQByteArray(bytes); };
        row("trailing byte", good + '\0');
        row("trailing copy", good + good);
        row("r and s swapped", signatureOf(s, r));
        row("r is zero", signatureOf(zero, s));
        row("s is zero", signatureOf(r, zero));
        row("both zero", signatureOf(zero, zero));
        row("r is the order", signatureOf(order, s));
        row("s is the order", signatureOf(r, order));
        row("long form of length", Bytes("\x30\x81") + good.substr(1));
        row("indefinite length", Bytes("\x30\x80") + good.substr(2) + Bytes(2, '\0'));
        row("a third number", der(0x30, derInteger(r) + derInteger(s) + derInteger(s)));
        row("one number", der(0x30, derInteger(r)));
        row("negative r", der(0x30, der(0x02, r) + derInteger(s)));
        row("padded r", der(0x30, der(0x02, Bytes(2, '\0') + r) + derInteger(s)));
        row("raw r and s", r + s);
        row("length of 4 GiB", hex(QStringLiteral("3084ffffffff")) + good.substr(2));
        row("a megabyte of zeros", Bytes(1 << 20, '\0'));
    }

    void rejectsHostileSignatures()
    {
        QFETCH(const QByteArray, signature);
        QVERIFY(isRefused(publishedKey().verify("message digest", view(signature))));
    }

    void needsThePrivateHalfToSignAndUnwrap()
    {
        const Result<Bytes> pem = publishedKey().publicPem();
        QVERIFY_OK(pem);
        const Result<Sm2Key> key = Sm2Key::fromPublicPem(*pem);
        QVERIFY_OK(key);
        QVERIFY(!key->hasPrivate());
        QVERIFY(!key->sign(kMessage));
        QVERIFY(!key->privatePem());
        const Result<Bytes> wrapped = key->wrap("a secret");
        QVERIFY_OK(wrapped);
        QVERIFY(!key->unwrap(*wrapped));
        QVERIFY_OK(publishedKey().unwrap(*wrapped));
        QVERIFY_OK(key->verify("message digest", publishedSignature()));
    }

    void servesSeveralThreadsAtOnce()
    {
        const Sm2Key key = publishedKey();
        std::atomic<int> good = 0;
        const auto work = [&key, &good] {
            for (int i = 0; i < 25; ++i) {
                const Bytes message = kMessage + static_cast<char>(i);
                const Result<Bytes> signature = key.sign(message);
                const Result<Bytes> wrapped = key.wrap(message);
                if (signature && wrapped && key.verify(message, *signature) && key.unwrap(*wrapped) == message)
                    ++good;
            }
        };
        {
            const std::jthread first(work);
            const std::jthread second(work);
            const std::jthread third(work);
        }
        QCOMPARE(good.load(), 75);
    }
};

BUSHENG_TEST(TstSm2Key)
#include "tst_sm2_key.moc"
