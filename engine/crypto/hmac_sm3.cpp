// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hmac_sm3.h"

#include "engine/crypto/openssl_error.h"

#include <openssl/evp.h>

namespace busheng {

Result<Digest> hmacSm3(BytesView key, BytesView text)
{
    Digest digest{};
    std::size_t size = 0;
    if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SM3", nullptr, key.data(), key.size(),
                  reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                  reinterpret_cast<unsigned char*>(digest.data()), digest.size(), &size) == nullptr ||
        size != digest.size())
        return opensslFailure(QStringLiteral("HMAC-SM3 failed"));
    return digest;
}

} // namespace busheng
