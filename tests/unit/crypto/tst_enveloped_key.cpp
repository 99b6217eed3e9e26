// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/enveloped_key.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

using namespace busheng;
using namespace busheng::test;

namespace {

struct Vector {
    QJsonObject file = vectorFile("enveloped_key.json");
    Sm2Key signingKey = keyOf("signingKey");
    Sm2Key encryptionKey = keyOf("encryptionKey");
    Bytes envelope = hexOf(file, "envelope");

    Sm2Key keyOf(const char* name) const
    {
        return *Sm2Key::fromPrivatePem(view(file.value(QLatin1String(name)).toString().toLatin1()));
    }
};

bool isRefused(BytesView envelope, const Sm2Key& signingKey)
{
    const auto opened = openEnvelopedKey(envelope, signingKey);
    return !opened && opened.error().code == ErrorCode::Crypto && !opened.error().detail.isEmpty();
}

} // namespace

class TstEnvelopedKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensWhatAnotherProgramHasMade()
    {
        const Vector vector;
        const auto opened = openEnvelopedKey(vector.envelope, vector.signingKey);
        QVERIFY_OK(opened);
        QCOMPARE(*opened->privatePem(), *vector.encryptionKey.privatePem());
    }

    void opensItsOwnInEachForm()
    {
        const Vector vector;
        const Sm2Key key = *Sm2Key::generate();
        const auto made = envelopKey(key, vector.signingKey);
        QVERIFY_OK(made);
        const QByteArray text = toQByteArray(*made).toBase64();
        QByteArray wrapped = "-----BEGIN SM2 ENVELOPED KEY-----\r\n";
        constexpr int kLine = 64;
        for (int at = 0; at < text.size(); at += kLine)
            wrapped += text.mid(at, kLine) + "\r\n";
        wrapped += "-----END SM2 ENVELOPED KEY-----\r\n";
        for (const QByteArray& form : {toQByteArray(*made), text, QByteArray(text + "\n"), wrapped}) {
            const auto opened = openEnvelopedKey(view(form), vector.signingKey);
            QVERIFY_OK(opened);
            QCOMPARE(*opened->privatePem(), *key.privatePem());
        }
        QVERIFY(*made != *envelopKey(key, vector.signingKey)); // a fresh SM4 key each time
    }

    void refusesWhatIsNotForThisNode()
    {
        const Vector vector;
        QVERIFY(isRefused(vector.envelope, *Sm2Key::generate()));
        QVERIFY(isRefused(vector.envelope, vector.encryptionKey));
    }

    void refusesEveryBitThatIsChanged()
    {
        const Vector vector;
        for (std::size_t bit = 0; bit < vector.envelope.size() * 8; ++bit)
            QVERIFY2(isRefused(flipped(vector.envelope, bit), vector.signingKey),
                     qPrintable(QStringLiteral("bit %1").arg(bit)));
    }

    void refusesWhatIsCutOrGrown()
    {
        const Vector vector;
        for (std::size_t size = 0; size < vector.envelope.size(); ++size)
            QVERIFY(isRefused(vector.envelope.substr(0, size), vector.signingKey));
        QVERIFY(isRefused(vector.envelope + '\0', vector.signingKey));
        QVERIFY(isRefused("-----BEGIN SM2 ENVELOPED KEY-----\n*\n", vector.signingKey));
        QVERIFY(isRefused("no key at all", vector.signingKey));
    }
};

BUSHENG_TEST(TstEnvelopedKey)
#include "tst_enveloped_key.moc"
