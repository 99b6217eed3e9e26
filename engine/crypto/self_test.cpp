// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/self_test.h"

#include "engine/crypto/gcrypt_start.h"
#include "engine/crypto/hkdf.h"
#include "engine/crypto/sm2_key.h"
#include "engine/crypto/sm3.h"
#include "engine/crypto/sm4_gcm.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

// GB/T 32905, example 1.
constexpr const char* kDigestOfAbc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

// RFC 8998, appendix A.1.
constexpr const char* kGcmKey = "0123456789abcdeffedcba9876543210";
constexpr const char* kGcmNonce = "00001234567800000000abcd";
constexpr const char* kGcmAssociated = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
constexpr const char* kGcmPlain = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                                  "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa";
constexpr const char* kGcmSealed = "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                                   "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                                   "83de3541e4c2b58177e065a9bf7b62ec";

// GB/T 32918.5, annex A: a signature with the default id over "message digest".
constexpr const char* kSm2Public = "-----BEGIN PUBLIC KEY-----\n"
                                   "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y\n"
                                   "M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==\n"
                                   "-----END PUBLIC KEY-----\n";
constexpr const char* kSm2Signature = "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                                      "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

Bytes fromHex(const char* hex)
{
    return QByteArray::fromHex(hex).toStdString();
}

Result<> wrong(const QString& what)
{
    return fail(ErrorCode::Crypto, what + QStringLiteral(" gives a wrong result"));
}

Result<> testSm4Gcm(Aead& cipher)
{
    Nonce nonce{};
    std::ranges::copy(fromHex(kGcmNonce), nonce.begin());
    Bytes sealed;
    ENGINE_TRY(cipher.seal(nonce, fromHex(kGcmAssociated), fromHex(kGcmPlain), sealed));
    Bytes opened;
    ENGINE_TRY(cipher.open(nonce, fromHex(kGcmAssociated), sealed, opened));
    if (sealed != fromHex(kGcmSealed) || opened != fromHex(kGcmPlain))
        return wrong(QStringLiteral("SM4-GCM"));
    for (std::size_t cut = 1; cut <= kGcmTagBytes; ++cut) {
        if (cipher.open(nonce, fromHex(kGcmAssociated), BytesView(sealed).substr(0, sealed.size() - cut), opened))
            return wrong(QStringLiteral("SM4-GCM of a shortened seal"));
    }
    for (const std::size_t at : {std::size_t{0}, sealed.size() - kGcmTagBytes, sealed.size() - 1}) {
        Bytes broken = sealed;
        broken[at] = static_cast<char>(broken[at] ^ 1);
        if (cipher.open(nonce, fromHex(kGcmAssociated), broken, opened))
            return wrong(QStringLiteral("SM4-GCM of a broken seal"));
    }
    if (cipher.open(nonce, "other", sealed, opened))
        return wrong(QStringLiteral("SM4-GCM of another header"));
    return {};
}

/// Two ciphers under one key, one message after the other: each opens what the other sealed.
Result<> testBoth(Aead& one, Aead& other)
{
    for (const std::size_t size : {0, 1, 15, 16, 17, 4096, 100'000}) {
        const Bytes plain(size, 'p');
        Nonce nonce{};
        nonce[0] = static_cast<char>(size);
        Bytes first;
        Bytes second;
        Bytes opened;
        ENGINE_TRY(one.seal(nonce, plain, plain, first));
        ENGINE_TRY(other.seal(nonce, plain, plain, second));
        ENGINE_TRY(one.open(nonce, plain, second, opened));
        if (first != second || opened != plain)
            return wrong(QStringLiteral("SM4-GCM of %1 bytes").arg(size));
    }
    return {};
}

Result<> testSm2()
{
    ENGINE_TRY_AS(const Sm2Key published, Sm2Key::fromPublicPem(kSm2Public));
    ENGINE_TRY(published.verify("message digest", fromHex(kSm2Signature)));
    if (published.verify("message digesT", fromHex(kSm2Signature)))
        return wrong(QStringLiteral("SM2 of a wrong signature"));
    ENGINE_TRY_AS(const Sm2Key fresh, Sm2Key::generate());
    ENGINE_TRY_AS(const Bytes signature, fresh.sign("message digest"));
    ENGINE_TRY(fresh.verify("message digest", signature));
    ENGINE_TRY_AS(const Bytes wrapped, fresh.wrap("0123456789abcdef"));
    ENGINE_TRY_AS(const Bytes unwrapped, fresh.unwrap(wrapped));
    return unwrapped == "0123456789abcdef" ? Result<>() : wrong(QStringLiteral("SM2 encryption"));
}

Result<> testAll()
{
    ENGINE_TRY(startGcrypt());
    if (toHex(view(sm3("abc"))) != QLatin1String(kDigestOfAbc))
        return wrong(QStringLiteral("SM3"));
    Bytes derived(20, '\0');
    ENGINE_TRY(hkdfSm3("secret", "salt", "info", derived));
    if (toHex(derived) != QLatin1String("59fadf6f9c171ab4a9a57fa699cb54280bf8d322"))
        return wrong(QStringLiteral("HKDF with SM3"));
    ENGINE_TRY_AS(const auto cipher, Sm4Gcm::create(fromHex(kGcmKey)));
    ENGINE_TRY(testSm4Gcm(*cipher));
    return testSm2();
}

} // namespace

Result<> suiteSelfTest(const CipherSuite& suite, const CipherSuite& software)
{
    ENGINE_TRY_AS(const auto cipher, suite.makeAead(fromHex(kGcmKey)));
    ENGINE_TRY(testSm4Gcm(*cipher));
    ENGINE_TRY_AS(const auto known, software.makeAead(fromHex(kGcmKey)));
    ENGINE_TRY(testBoth(*cipher, *known));
    ENGINE_TRY_AS(const IdentityKeyPtr own, suite.makeIdentity());
    ENGINE_TRY_AS(const Bytes pem, own->publicPem());
    ENGINE_TRY_AS(const IdentityKeyPtr seen, software.identityFromPublicPem(pem));
    for (const BytesView message : {BytesView("message digest"), BytesView()}) {
        ENGINE_TRY_AS(const Bytes signature, own->sign(message));
        if (!seen->verify(message, signature) || seen->verify("another message", signature))
            return wrong(QStringLiteral("SM2 signing"));
    }
    const Bytes secret(55, 's');
    ENGINE_TRY_AS(Bytes wrapped, seen->wrap(secret));
    ENGINE_TRY_AS(const Bytes unwrapped, own->unwrap(wrapped));
    wrapped.back() = static_cast<char>(wrapped.back() ^ 1);
    if (unwrapped != secret || own->unwrap(wrapped))
        return wrong(QStringLiteral("SM2 decryption"));
    return {};
}

Result<> cryptoSelfTest()
{
    Result<> tested = testAll();
    if (!tested)
        tested.error().event = events::CRY_UNAVAILABLE;
    return tested;
}

} // namespace busheng
