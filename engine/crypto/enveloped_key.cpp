// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/enveloped_key.h"

#include "engine/base/random_source.h"
#include "engine/crypto/der.h"
#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/sm2_ciphertext.h"
#include "engine/crypto/wipe.h"
#include "engine/crypto/x509_parts.h"

#include <QByteArray>

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <array>

namespace busheng {
namespace {

using namespace std::string_view_literals;
using ParamBuild = std::unique_ptr<OSSL_PARAM_BLD, OpensslDeleter<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, OpensslDeleter<OSSL_PARAM_free>>;

// GM/T 0006: SM4, and SM4 in ECB. Both are written for it.
constexpr BytesView kSm4 = "\x06\x08\x2A\x81\x1C\xCF\x55\x01\x68\x01"sv;
constexpr BytesView kSm4Short = "\x06\x07\x2A\x81\x1C\xCF\x55\x01\x68"sv;
constexpr BytesView kNull = "\x05\x00"sv;
constexpr std::size_t kPointBytes = 65; ///< 04, x, y
constexpr std::size_t kScalarBytes = 32;
constexpr std::size_t kSm4Bytes = 16;

enum class Way { Decrypt = 0, Encrypt = 1 };

Result<SecretBytes> sm4Ecb(BytesView key, BytesView in, Way way)
{
    const CipherContext context(EVP_CIPHER_CTX_new());
    const CipherHandle cipher(EVP_CIPHER_fetch(nullptr, "SM4-ECB", nullptr));
    SecretBytes out(Bytes(in.size() + kSm4Bytes, '\0'));
    auto* const to = reinterpret_cast<unsigned char*>(out.bytes.data());
    int size = 0;
    if (!context || !cipher ||
        EVP_CipherInit_ex2(context.get(), cipher.get(), reinterpret_cast<const unsigned char*>(key.data()), nullptr,
                           static_cast<int>(way), nullptr) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_CipherUpdate(context.get(), to, &size, reinterpret_cast<const unsigned char*>(in.data()),
                         static_cast<int>(in.size())) != 1 ||
        static_cast<std::size_t>(size) != in.size())
        return opensslFailure(QStringLiteral("SM4-ECB is not available"));
    out.bytes.resize(in.size());
    return out;
}

/// What is inside a BIT STRING of whole octets.
std::optional<BytesView> takeBits(BytesView& in, std::size_t size)
{
    std::optional<BytesView> bits = takeDer(in, der::kBitString);
    if (!bits || bits->size() != size + 1 || bits->front() != '\0')
        return std::nullopt;
    bits->remove_prefix(1);
    return bits;
}

struct Envelope {
    BytesView wrapped; ///< the SM4 key: an SM2Cipher, with its head
    BytesView point;
    BytesView scalar; ///< under the SM4 key
};

std::optional<Envelope> parse(BytesView der)
{
    auto body = takeDer(der, der::kSequence);
    if (!body || !der.empty())
        return std::nullopt;
    auto algorithm = takeDer(*body, der::kSequence);
    if (!algorithm)
        return std::nullopt;
    if (algorithm->ends_with(kNull))
        algorithm->remove_suffix(kNull.size());
    if (*algorithm != kSm4 && *algorithm != kSm4Short)
        return std::nullopt;
    const BytesView before = *body;
    if (!takeDer(*body, der::kSequence))
        return std::nullopt;
    Envelope envelope;
    envelope.wrapped = before.substr(0, before.size() - body->size());
    const auto point = takeBits(*body, kPointBytes);
    const auto scalar = takeBits(*body, kScalarBytes);
    if (!point || !scalar || !body->empty() || point->front() != '\x04')
        return std::nullopt;
    envelope.point = *point;
    envelope.scalar = *scalar;
    return envelope;
}

Bytes derOf(BytesView file)
{
    if (!file.empty() && file.front() == static_cast<char>(der::kSequence))
        return Bytes(file);
    QByteArray text;
    for (const QByteArray& line : toQByteArray(file).split('\n')) {
        if (!line.startsWith("-----"))
            text += line.trimmed();
    }
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? Bytes(view(*decoded)) : Bytes();
}

/// From its two halves; whether they belong together is judged by Sm2Key.
Result<Sm2Key> keyOf(BytesView point, BytesView scalar)
{
    const BignumHandle number(BN_secure_new());
    const ParamBuild build(OSSL_PARAM_BLD_new());
    const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr));
    if (!number || !build || !context ||
        BN_bin2bn(reinterpret_cast<const unsigned char*>(scalar.data()), static_cast<int>(scalar.size()),
                  number.get()) == nullptr ||
        OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1 ||
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1)
        return opensslFailure(QStringLiteral("SM2 is not available"));
    const Params params(OSSL_PARAM_BLD_to_param(build.get()));
    EVP_PKEY* made = nullptr;
    if (!params || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, params.get()) != 1)
        return opensslFailure(QStringLiteral("not a key of the SM2 curve"));
    const PkeyHandle key(made);
    ENGINE_TRY_AS(Bytes pem, privatePemOf(key.get()));
    const SecretBytes secret(std::move(pem));
    return Sm2Key::fromPrivatePem(secret.bytes);
}

} // namespace

bool isEnvelopedKey(BytesView file)
{
    const Bytes der = derOf(file);
    return parse(der).has_value();
}

Result<Sm2Key> openEnvelopedKey(BytesView file, const Sm2Key& signingKey)
{
    const Bytes der = derOf(file);
    const auto envelope = parse(der);
    if (!envelope || !isSm2Ciphertext(envelope->wrapped))
        return fail(ErrorCode::Crypto, QStringLiteral("it is not exactly one enveloped SM2 key of GM/T 0009"));
    auto opened = signingKey.unwrap(envelope->wrapped);
    if (!opened)
        return fail(ErrorCode::Crypto, QStringLiteral("it was not made for the signing key of this node"));
    const SecretBytes sm4Key(std::move(*opened));
    if (sm4Key.bytes.size() != kSm4Bytes)
        return fail(ErrorCode::Crypto, QStringLiteral("it does not hold an SM4 key"));
    ENGINE_TRY_AS(const SecretBytes scalar, sm4Ecb(sm4Key.bytes, envelope->scalar, Way::Decrypt));
    auto key = keyOf(envelope->point, scalar.bytes);
    if (!key)
        return fail(ErrorCode::Crypto, QStringLiteral("its private key does not belong to its public key"));
    return key;
}

Result<Bytes> envelopKey(const Sm2Key& key, const Sm2Key& signingKey)
{
    ENGINE_TRY_AS(Bytes pem, key.privatePem());
    const SecretBytes secret(std::move(pem));
    ENGINE_TRY_AS(const PkeyHandle native, nodeKeyFromPem(secret.bytes));
    BIGNUM* number = nullptr;
    std::array<char, kPointBytes + 1> point{};
    std::size_t pointSize = 0;
    if (EVP_PKEY_get_bn_param(native.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1 ||
        EVP_PKEY_get_octet_string_param(native.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY,
                                        reinterpret_cast<unsigned char*>(point.data()), point.size(),
                                        &pointSize) != 1 ||
        pointSize != kPointBytes)
        return opensslFailure(QStringLiteral("an SM2 key cannot be read"));
    const std::unique_ptr<BIGNUM, OpensslDeleter<BN_clear_free>> scalarNumber(number);
    SecretBytes scalar(Bytes(kScalarBytes, '\0'));
    SecretBytes sm4Key(Bytes(kSm4Bytes, '\0'));
    if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(scalar.bytes.data()), static_cast<int>(kScalarBytes)) !=
        static_cast<int>(kScalarBytes))
        return opensslFailure(QStringLiteral("an SM2 key cannot be read"));
    ENGINE_TRY(systemRandom().fill(sm4Key.bytes));
    ENGINE_TRY_AS(const SecretBytes hidden, sm4Ecb(sm4Key.bytes, scalar.bytes, Way::Encrypt));
    ENGINE_TRY_AS(const Bytes wrapped, signingKey.wrap(sm4Key.bytes));
    const Bytes zeroBits(1, '\0');
    return makeDer(der::kSequence, makeDer(der::kSequence, Bytes(kSm4).append(kNull)) + wrapped +
                                       makeDer(der::kBitString, zeroBits + Bytes(point.data(), pointSize)) +
                                       makeDer(der::kBitString, zeroBits + hidden.bytes));
}

} // namespace busheng
