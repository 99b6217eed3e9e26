// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hkdf.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/wipe.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace busheng {
namespace {

OSSL_PARAM octets(const char* name, BytesView bytes)
{
    // OpenSSL's parameters are not const, but these are only read.
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

Result<> hkdf(const char* digestName, BytesView secret, BytesView salt, BytesView info, std::span<char> out)
{
    if (secret.empty() || out.empty())
        return fail(ErrorCode::Crypto, QStringLiteral("HKDF needs a secret and something to fill"));
    const KdfHandle kdf(EVP_KDF_fetch(nullptr, OSSL_KDF_NAME_HKDF, nullptr));
    const KdfContext context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    if (!context)
        return opensslFailure(QStringLiteral("HKDF is not available"));
    std::array<char, 8> digest{};
    std::copy_n(digestName, std::min(std::strlen(digestName), digest.size() - 1), digest.begin());
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
        return opensslFailure(QStringLiteral("HKDF with %1 failed").arg(QLatin1String(digestName)));
    }
    return {};
}

} // namespace

Result<> hkdfSm3(BytesView secret, BytesView salt, BytesView info, std::span<char> out)
{
    return hkdf("SM3", secret, salt, info, out);
}

Result<> hkdfSha256(BytesView secret, BytesView salt, BytesView info, std::span<char> out)
{
    return hkdf("SHA256", secret, salt, info, out);
}

} // namespace busheng
