// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/passphrase_key.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>

namespace busheng {

Result<> deriveFromPassphrase(BytesView passphrase, BytesView salt, std::uint32_t iterations, std::span<char> out)
{
    const KdfHandle kdf(EVP_KDF_fetch(nullptr, OSSL_KDF_NAME_PBKDF2, nullptr));
    const KdfContext context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    std::array<char, 4> digest{"SM3"};
    std::uint64_t rounds = iterations;
    int noChecks = 1; // our own bounds hold; SP 800-132's are for other digests
    const std::array<OSSL_PARAM, 6> params{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, const_cast<char*>(passphrase.data()),
                                          passphrase.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, const_cast<char*>(salt.data()), salt.size()),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_ITER, &rounds),
        OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &noChecks),
        OSSL_PARAM_construct_end(),
    };
    if (!context ||
        EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), out.size(), params.data()) != 1)
        return opensslFailure(QStringLiteral("PBKDF2 with SM3 failed"));
    return {};
}

bool isIterationCount(std::uint32_t iterations)
{
    constexpr std::uint32_t kFewest = 1000;
    constexpr std::uint32_t kMost = 100'000'000;
    return iterations >= kFewest && iterations <= kMost;
}

} // namespace busheng
