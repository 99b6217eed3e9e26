// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/link_key_wrap.h"
#include "engine/crypto/sm2_identity_key.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

#include <algorithm>
#include <new>

using namespace busheng;
using namespace busheng::test;

namespace {

class BrokenRandom final : public RandomSource {
public:
    Result<> fill(std::span<char>) override
    {
        return fail(makeEvent(ErrorCode::Crypto, events::CRY_UNAVAILABLE, {}, QStringLiteral("no randomness")));
    }
};

Bytes secretOf(const LinkKey& key)
{
    return {key.secret.data(), key.secret.size()};
}

LinkKey someKey(std::uint32_t epoch)
{
    LinkKey key;
    key.epoch = epoch;
    std::ranges::fill(key.secret, 's');
    return key;
}

} // namespace

class TstLinkKeyWrap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensTheGoldenWrap()
    {
        for (const QJsonObject& vector : vectors(vectorFile("link_key.json"), "wrapped")) {
            const auto epoch = static_cast<std::uint32_t>(vector.value(QLatin1String("epoch")).toInteger());
            const Result<LinkKey> key = unwrapLinkKey(hexOf(vector, "wrapped"), epoch, Sm2IdentityKey(publishedKey()));
            QVERIFY_OK(key);
            QCOMPARE(key->epoch, epoch);
            QCOMPARE(secretOf(*key), hexOf(vector, "secret"));
            // What we write unwraps to the same bytes as what another implementation wrote.
            const Result<Bytes> ours = wrapLinkKey(*key, Sm2IdentityKey(publishedKey()));
            QVERIFY_OK(ours);
            QCOMPARE(*publishedKey().unwrap(*ours), *publishedKey().unwrap(hexOf(vector, "wrapped")));
        }
    }

    void unwrapsWhatItWrapped()
    {
        for (const std::uint32_t epoch : {0U, 1U, 0x80000000U, 0xffffffffU}) {
            const Result<LinkKey> key = generateLinkKey(epoch, systemRandom());
            QVERIFY_OK(key);
            const Result<Bytes> wrapped = wrapLinkKey(*key, Sm2IdentityKey(publishedKey()));
            QVERIFY_OK(wrapped);
            QVERIFY(wrapped->find(secretOf(*key)) == Bytes::npos);
            for (int twice = 0; twice < 2; ++twice) {
                const Result<LinkKey> unwrapped = unwrapLinkKey(*wrapped, epoch, Sm2IdentityKey(publishedKey()));
                QVERIFY_OK(unwrapped);
                QCOMPARE(unwrapped->epoch, epoch);
                QCOMPARE(secretOf(*unwrapped), secretOf(*key));
            }
        }
    }

    void makesAnotherSecretEachTime()
    {
        QSet<QString> seen;
        for (int i = 0; i < 100; ++i) {
            const Result<LinkKey> key = generateLinkKey(1, systemRandom());
            QVERIFY_OK(key);
            seen.insert(toHex(secretOf(*key)));
        }
        QCOMPARE(seen.size(), 100);
    }

    void stopsWhenThereIsNoRandomness()
    {
        BrokenRandom random;
        const Result<LinkKey> key = generateLinkKey(1, random);
        QVERIFY(!key);
        QCOMPARE(key.error().event, events::CRY_UNAVAILABLE);
    }

    void rejectsAnotherEpochReceiverOrPurpose()
    {
        const Result<Bytes> wrapped = wrapLinkKey(someKey(7), Sm2IdentityKey(publishedKey()));
        QVERIFY_OK(wrapped);
        QVERIFY(!unwrapLinkKey(*wrapped, 6, Sm2IdentityKey(publishedKey())));
        QVERIFY(!unwrapLinkKey(*wrapped, 8, Sm2IdentityKey(publishedKey())));
        QVERIFY(!unwrapLinkKey(*wrapped, 0, Sm2IdentityKey(publishedKey())));
        QVERIFY(!unwrapLinkKey(*wrapped, 7, Sm2IdentityKey(*Sm2Key::generate())));
        const Result<Bytes> plain = publishedKey().unwrap(*wrapped);
        QVERIFY_OK(plain);
        for (const Bytes& other :
             {*plain + 'x', plain->substr(0, plain->size() - 1), plain->substr(1), 'x' + *plain, flipped(*plain, 0),
              flipped(*plain, 18 * 8), Bytes(plain->size(), '\0'), Bytes(32, 's')}) {
            const Result<LinkKey> key = unwrapLinkKey(*publishedKey().wrap(other), 7, Sm2IdentityKey(publishedKey()));
            QVERIFY(!key);
            QCOMPARE(key.error().code, ErrorCode::Crypto);
            QVERIFY(!key.error().toString().contains(QStringLiteral("ssss")));
        }
        QVERIFY_OK(unwrapLinkKey(*publishedKey().wrap(*plain), 7, Sm2IdentityKey(publishedKey())));
    }

    void rejectsDamage()
    {
        const Sm2IdentityKey own(publishedKey());
        const Result<Bytes> wrapped = wrapLinkKey(someKey(7), own);
        QVERIFY_OK(wrapped);
        for (std::size_t byte = 0; byte < wrapped->size(); ++byte) {
            QVERIFY(!unwrapLinkKey(flipped(*wrapped, byte * 8 + byte % 8), 7, own));
            QVERIFY(!unwrapLinkKey(BytesView(*wrapped).substr(0, byte), 7, own));
        }
        QVERIFY(!unwrapLinkKey(*wrapped + '\0', 7, own));
    }

    void wipesItselfWhenItGoes()
    {
        alignas(LinkKey) std::array<char, sizeof(LinkKey)> memory{};
        auto* key = new (memory.data()) LinkKey(someKey(7));
        QVERIFY(Bytes(memory.data(), memory.size()).find("ssssssss") != Bytes::npos);
        std::destroy_at(key);
        QVERIFY(Bytes(memory.data(), memory.size()).find('s') == Bytes::npos);
    }
};

BUSHENG_TEST(TstLinkKeyWrap)
#include "tst_link_key_wrap.moc"
