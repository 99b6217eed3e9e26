// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/packet.h"

#include <memory>

namespace busheng {

inline constexpr std::size_t kSm4KeyBytes = 16;
inline constexpr std::size_t kGcmTagBytes = 16;

/// SM4-GCM (GB/T 32907, RFC 8998 suites) by libgcrypt, whose handle silently takes an all-zero nonce when none is set,
/// hands out plaintext before the tag was checked, and accepts shortened tags: none of that can be reached through
/// here.
///
/// The caller never uses a nonce twice under one key, and hands in nothing that lies in `out`. Thread: one at a time.
class Sm4Gcm {
public:
    /// `key` has kSm4KeyBytes. Fails: Crypto.
    static Result<std::unique_ptr<Sm4Gcm>> create(BytesView key);
    ~Sm4Gcm();

    /// Appends ciphertext and the 16-byte tag to `out`.
    Result<> seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out);
    /// Appends the plaintext to `out` only when the whole 16-byte tag is right; else `out` is as it was and the
    /// attempted plaintext is wiped. Fails: Crypto.
    Result<> open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out);

private:
    struct Impl;
    explicit Sm4Gcm(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
