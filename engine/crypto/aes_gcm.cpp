// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/aes_gcm.h"

#include "engine/crypto/openssl_handle.h"

namespace busheng {

Result<std::unique_ptr<EvpGcm>> makeAes256Gcm(BytesView key)
{
    const CipherHandle cipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    return EvpGcm::create(cipher.get(), key);
}

} // namespace busheng
