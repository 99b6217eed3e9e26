// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/aead.h"

#include <memory>

namespace busheng {

inline constexpr std::size_t kSm4KeyBytes = 16;

/// SM4-GCM (GB/T 32907, RFC 8998 suites): by the processor's own instructions where it has them and they agree with
/// libgcrypt on a message (Sm4GcmWide), else by libgcrypt, whose handle silently takes an all-zero nonce when none is
/// set, hands out plaintext before the tag was checked, and accepts shortened tags: none of that can be reached through
/// here.
class Sm4Gcm final : public Aead {
public:
    enum class By { Best, Library };
    /// `key` has kSm4KeyBytes. Fails: Crypto.
    static Result<std::unique_ptr<Sm4Gcm>> create(BytesView key, By by = By::Best);
    ~Sm4Gcm() override;

    Result<> seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out) override;
    Result<> open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out) override;

private:
    struct Impl;
    explicit Sm4Gcm(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
