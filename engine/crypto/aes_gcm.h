// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/aead.h"

#include <memory>

namespace busheng {

inline constexpr std::size_t kAes256KeyBytes = 32;

/// AES-256-GCM (NIST SP 800-38D) by OpenSSL, whose decryption hands out plaintext before the tag is checked and takes
/// tags of any length: neither can be reached through here.
class Aes256Gcm final : public Aead {
public:
    /// `key` has kAes256KeyBytes. Fails: Crypto.
    static Result<std::unique_ptr<Aes256Gcm>> create(BytesView key);
    ~Aes256Gcm() override;

    Result<> seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out) override;
    Result<> open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out) override;

private:
    struct Impl;
    explicit Aes256Gcm(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
