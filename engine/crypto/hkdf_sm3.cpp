// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hkdf_sm3.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/wipe.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>

namespace busheng {
namespace {

OSSL_PARAM octets(const char* name, BytesView bytes)
{
    // OpenSSL's parameters are not const, but these are only read.
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

} // namespace

Result<> hkdfSm3(BytesView secret, BytesView salt, BytesView info, std::span<char> out)
{
    if (secret.empty() || out.empty())
        return fail(ErrorCode::Crypto, QStringLiteral("HKDF needs a secret and something to fill"));
    const KdfHandle kdf(EVP_KDF_fetch(nullptr, OSSL_KDF_NAME_HKDF, nullptr));
    const KdfContext context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    if (!context)
        return opensslFailure(QStringLiteral("HKDF is not available"));
    std::array<char, 4> digest{"SM3"};
    std::array<OSSL_PARAM, 5> params{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_KEY, secret),
        OSSL_PARAM_construct_end(),
        OSSL_PARAM_construct_end(),
        OSSL_PARAM_construct_end(),
    };
    std::size_t used = 2;
    if (!salt.empty())
        params[used++] = octets(OSSL_KDF_PARAM_SALT, salt);
    if (!info.empty())
        params[used++] = octets(OSSL_KDF_PARAM_INFO, info);
    if (EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), out.size(), params.data()) != 1) {
        wipe(out);
        return opensslFailure(QStringLiteral("HKDF with SM3 failed"));
    }
    return {};
}

} // namespace busheng
