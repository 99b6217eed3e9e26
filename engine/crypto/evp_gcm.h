// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/aead.h"

#include <openssl/types.h>

#include <memory>

namespace busheng {

/// A cipher in GCM that OpenSSL knows, of its own or of a provider, whose decryption hands out plaintext before the tag
/// is checked and takes tags of any length: neither can be reached through here.
class EvpGcm final : public Aead {
public:
    /// The context keeps its own reference to `cipher`. Fails: Crypto, also for a key of another length.
    static Result<std::unique_ptr<EvpGcm>> create(const EVP_CIPHER* cipher, BytesView key);
    ~EvpGcm() override;

    Result<> seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out) override;
    Result<> open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out) override;

private:
    struct Impl;
    explicit EvpGcm(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
