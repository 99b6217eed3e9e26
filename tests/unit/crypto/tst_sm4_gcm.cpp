// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm4_gcm.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

const Bytes kKey(16, 'k');
const Bytes kAssociated = "the header";
const Bytes kPlain = "thirty-seven bytes, not a whole block";

std::unique_ptr<Sm4Gcm> cipherOf(const Bytes& key)
{
    Result<std::unique_ptr<Sm4Gcm>> cipher = Sm4Gcm::create(key);
    if (!cipher)
        qFatal("%s", qPrintable(cipher.error().toString()));
    return std::move(*cipher);
}

Nonce nonceOf(const Bytes& bytes)
{
    Nonce nonce{};
    if (bytes.size() != nonce.size())
        qFatal("a nonce of %zu bytes", bytes.size());
    std::ranges::copy(bytes, nonce.begin());
    return nonce;
}

const Nonce kNonce = nonceOf("twelve bytes");

Bytes sealedBy(Sm4Gcm& cipher, const Nonce& nonce, BytesView associated, BytesView plain)
{
    Bytes sealed;
    const Result<> result = cipher.seal(nonce, associated, plain, sealed);
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return sealed;
}

/// Whether opening is refused as it must be: Crypto, and `out` as it was.
bool isRefused(Sm4Gcm& cipher, const Nonce& nonce, BytesView associated, BytesView sealed)
{
    Bytes out = "kept";
    const Result<> result = cipher.open(nonce, associated, sealed, out);
    return !result && result.error().code == ErrorCode::Crypto && out == "kept";
}

} // namespace

class TstSm4Gcm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesThePublishedCiphertextAndTag()
    {
        for (const QJsonObject& vector : vectors(vectorFile("sm4_gcm.json"), "vectors")) {
            const auto cipher = cipherOf(hexOf(vector, "key"));
            const Nonce nonce = nonceOf(hexOf(vector, "nonce"));
            const Bytes associated = hexOf(vector, "associated");
            const Bytes sealed = hexOf(vector, "cipher") + hexOf(vector, "tag");
            QCOMPARE(sealedBy(*cipher, nonce, associated, hexOf(vector, "plain")), sealed);
            Bytes opened;
            QVERIFY_OK(cipher->open(nonce, associated, sealed, opened));
            QCOMPARE(opened, hexOf(vector, "plain"));
        }
    }

    /// Where the processor has instructions for it, they do what the library does: whole groups of blocks, single ones,
    /// and what is none.
    void isTheLibrarysAtEveryLength()
    {
        const auto library = Sm4Gcm::create(kKey, Sm4Gcm::By::Library);
        QVERIFY_OK(library);
        const auto best = cipherOf(kKey);
        std::vector<std::size_t> lengths{2047, 2048, 2049, 5000, 1U << 20};
        for (std::size_t length = 0; length < 600; ++length)
            lengths.push_back(length);
        for (const std::size_t length : lengths) {
            Bytes plain(length, '\0');
            for (std::size_t i = 0; i < length; ++i)
                plain[i] = static_cast<char>(i * 37 + length);
            const BytesView associated = BytesView(plain).substr(0, length % 70);
            const Bytes sealed = sealedBy(*best, kNonce, associated, plain);
            QCOMPARE(sealed, sealedBy(**library, kNonce, associated, plain));
            Bytes opened;
            QVERIFY_OK(best->open(kNonce, associated, sealed, opened));
            QCOMPARE(opened, plain);
            Bytes broken = sealed;
            broken[length / 2] = static_cast<char>(broken[length / 2] ^ 1);
            QVERIFY(isRefused(*best, kNonce, associated, broken));
        }
    }

    void agreesWithWycheproof()
    {
        int valid = 0;
        int invalid = 0;
        for (const QJsonObject& vector : vectors(vectorFile("sm4_gcm_wycheproof.json"), "vectors")) {
            const auto cipher = cipherOf(hexOf(vector, "key"));
            const Nonce nonce = nonceOf(hexOf(vector, "nonce"));
            const Bytes associated = hexOf(vector, "associated");
            const Bytes sealed = hexOf(vector, "cipher") + hexOf(vector, "tag");
            if (vector.value(QLatin1String("result")) != QStringLiteral("valid")) {
                QVERIFY(isRefused(*cipher, nonce, associated, sealed));
                ++invalid;
                continue;
            }
            QCOMPARE(sealedBy(*cipher, nonce, associated, hexOf(vector, "plain")), sealed);
            Bytes opened;
            QVERIFY_OK(cipher->open(nonce, associated, sealed, opened));
            QCOMPARE(opened, hexOf(vector, "plain"));
            ++valid;
        }
        QCOMPARE(valid, 38);
        QCOMPARE(invalid, 27);
    }

    void appendsBehindWhatIsThere()
    {
        const auto cipher = cipherOf(kKey);
        Bytes sealed = "before";
        QVERIFY_OK(cipher->seal(kNonce, kAssociated, kPlain, sealed));
        QCOMPARE(sealed.size(), 6 + kPlain.size() + kGcmTagBytes);
        QVERIFY(sealed.starts_with("before"));
        Bytes opened = "in front: ";
        QVERIFY_OK(cipher->open(kNonce, kAssociated, BytesView(sealed).substr(6), opened));
        QCOMPARE(opened, "in front: " + kPlain);
    }

    void carriesNothingFromOneMessageToTheNext()
    {
        const auto used = cipherOf(kKey);
        for (std::size_t size = 0; size <= 130; ++size) {
            const Bytes plain(size, static_cast<char>(size));
            const Bytes associated(size % 40, 'a');
            Nonce nonce = kNonce;
            nonce[11] = static_cast<char>(size);
            const Bytes sealed = sealedBy(*used, nonce, associated, plain);
            QCOMPARE(sealed, sealedBy(*cipherOf(kKey), nonce, associated, plain));
            QVERIFY(isRefused(*used, kNonce, "other", sealed)); // a refusal leaves nothing behind either
            Bytes opened;
            QVERIFY_OK(used->open(nonce, associated, sealed, opened));
            QCOMPARE(opened, plain);
        }
    }

    void sealsNothingAndAMebibyte()
    {
        const auto cipher = cipherOf(kKey);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1} << 20}) {
            const Bytes plain(size, 'p');
            for (const Bytes& associated : {Bytes(), kAssociated}) {
                const Bytes sealed = sealedBy(*cipher, kNonce, associated, plain);
                QCOMPARE(sealed.size(), size + kGcmTagBytes);
                Bytes opened;
                QVERIFY_OK(cipher->open(kNonce, associated, sealed, opened));
                QCOMPARE(opened, plain);
                QVERIFY(isRefused(*cipher, kNonce, associated + 'x', sealed));
                QVERIFY(isRefused(*cipher, kNonce, associated, flipped(sealed, sealed.size() * 4)));
            }
        }
    }

    void rejectsEveryFlippedBit()
    {
        const auto cipher = cipherOf(kKey);
        const Bytes sealed = sealedBy(*cipher, kNonce, kAssociated, kPlain);
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
            QVERIFY2(isRefused(*cipher, kNonce, kAssociated, flipped(sealed, bit)), qPrintable(QString::number(bit)));
        for (std::size_t bit = 0; bit < kAssociated.size() * 8; ++bit)
            QVERIFY(isRefused(*cipher, kNonce, flipped(kAssociated, bit), sealed));
        for (std::size_t bit = 0; bit < kNonce.size() * 8; ++bit)
            QVERIFY(isRefused(*cipher, nonceOf(flipped(Bytes(view(kNonce)), bit)), kAssociated, sealed));
        for (std::size_t bit = 0; bit < kKey.size() * 8; ++bit)
            QVERIFY(isRefused(*cipherOf(flipped(kKey, bit)), kNonce, kAssociated, sealed));
        Bytes opened;
        QVERIFY_OK(cipher->open(kNonce, kAssociated, sealed, opened)); // it was the flips
    }

    void rejectsEveryOtherLength()
    {
        const auto cipher = cipherOf(kKey);
        for (const Bytes& plain : {Bytes(), kPlain}) { // of nothing, what is left is a tag of 0 to 15 bytes
            const Bytes sealed = sealedBy(*cipher, kNonce, kAssociated, plain);
            for (std::size_t size = 0; size < sealed.size(); ++size) {
                QVERIFY(isRefused(*cipher, kNonce, kAssociated, BytesView(sealed).substr(0, size)));
                QVERIFY(isRefused(*cipher, kNonce, kAssociated, BytesView(sealed).substr(sealed.size() - size)));
            }
            QVERIFY(isRefused(*cipher, kNonce, kAssociated, sealed + '\0'));
            QVERIFY(isRefused(*cipher, kNonce, kAssociated, '\0' + sealed));
        }
        QVERIFY(isRefused(*cipher, kNonce, {}, sealedBy(*cipher, kNonce, kAssociated, kPlain)));
    }

    void wipesAttemptedPlaintext()
    {
        const auto cipher = cipherOf(kKey);
        const Bytes sealed = flipped(sealedBy(*cipher, kNonce, kAssociated, kPlain), (kPlain.size() + 3) * 8);
        Bytes out = "kept";
        out.reserve(out.size() + kPlain.size());
        const char* const tail = out.data() + out.size();
        QVERIFY(!cipher->open(kNonce, kAssociated, sealed, out));
        QCOMPARE(out, Bytes("kept"));
        // The memory still belongs to `out`.
        QCOMPARE(Bytes(tail, kPlain.size()), Bytes(kPlain.size(), '\0'));
    }

    void takesKeysOfSixteenBytesOnly()
    {
        for (const std::size_t size : {0U, 1U, 15U, 17U, 24U, 32U}) {
            const auto cipher = Sm4Gcm::create(Bytes(size, 'k'));
            QVERIFY(!cipher);
            QCOMPARE(cipher.error().code, ErrorCode::Crypto);
        }
    }

    void doesNotRunOutOfMemoryForKeys()
    {
        std::vector<std::unique_ptr<Sm4Gcm>> many; // more than the locked memory holds
        for (int i = 0; i < 2000; ++i)
            many.push_back(cipherOf(kKey));
        QCOMPARE(sealedBy(*many.back(), kNonce, {}, kPlain), sealedBy(*many.front(), kNonce, {}, kPlain));
    }
};

BUSHENG_TEST(TstSm4Gcm)
#include "tst_sm4_gcm.moc"
