// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/aead.h"

#include <memory>
#include <span>

namespace busheng {

/// SM4-GCM by the processor's own instructions: sixteen blocks side by side (AVX-512), SM4's S-box as the inversion of
/// GF(2^8) that GFNI has, GHASH by carry-less multiplication of four blocks at once. About four times as fast as the
/// library, which is from before such processors. No table is looked up: nothing of a key shows in the cache.
///
/// Sm4Gcm uses it where the processor has these instructions, after it has agreed with the library on a message.
/// Thread: one at a time.
class Sm4GcmWide {
public:
    static bool isSupported(); ///< by this processor
    /// `key` has 16 bytes.
    explicit Sm4GcmWide(BytesView key);
    ~Sm4GcmWide(); ///< wipes the key, which lies in libgcrypt's locked memory while there is some
    Sm4GcmWide(const Sm4GcmWide&) = delete;
    Sm4GcmWide& operator=(const Sm4GcmWide&) = delete;

    /// `out` has the length of `plain`, `tag` 16 bytes.
    void seal(const Nonce& nonce, BytesView associated, BytesView plain, std::span<char> out,
              std::span<char> tag) const;
    /// False: the tag is wrong, and nothing was written to `out`, which has the length of `sealed` (without its tag).
    bool open(const Nonce& nonce, BytesView associated, BytesView sealed, BytesView tag, std::span<char> out) const;

private:
    struct Keys;
    struct Discard {
        void operator()(Keys* keys) const;
    };
    std::unique_ptr<Keys, Discard> m_keys;
};

} // namespace busheng
