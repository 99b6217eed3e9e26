// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/packet.h"

namespace busheng {

inline constexpr std::size_t kGcmTagBytes = 16;

/// A cipher in GCM under one key: what seals packets. Its implementations are told apart by nothing that a caller sees.
///
/// The caller never uses a nonce twice under one key, and hands in nothing that lies in `out`. Thread: one at a time.
class Aead {
public:
    virtual ~Aead() = default;

    /// Appends ciphertext and the 16-byte tag to `out`. Fails: Crypto; then `out` is as it was.
    virtual Result<> seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out) = 0;
    /// Appends the plaintext to `out` only when the whole 16-byte tag is right; else `out` is as it was and the
    /// attempted plaintext is wiped. Fails: Crypto.
    virtual Result<> open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out) = 0;
};

} // namespace busheng
