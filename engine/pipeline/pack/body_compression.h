// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <memory>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace busheng {

/// Compresses bodies with zstd; the context is made once. Thread: one at a time.
class BodyCompressor {
public:
    BodyCompressor();
    ~BodyCompressor();
    /// True when `out` is one zstd frame that is smaller than `body`; false when compression does not pay, then `out`
    /// means nothing. Fails: Internal.
    Result<bool> compress(BytesView body, Bytes& out);

private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const;
    };
    std::unique_ptr<ZSTD_CCtx_s, Free> m_context;
};

/// The reverse. Thread: one at a time.
class BodyDecompressor {
public:
    BodyDecompressor();
    ~BodyDecompressor();
    /// Fills `out` when `packed` is exactly one zstd frame of exactly `plainLength` bytes; memory is bounded by that
    /// length, whatever the frame would expand to. Fails: Corrupt, without an event.
    Result<> decompress(BytesView packed, std::size_t plainLength, Bytes& out);

private:
    struct Free {
        void operator()(ZSTD_DCtx_s* context) const;
    };
    std::unique_ptr<ZSTD_DCtx_s, Free> m_context;
};

} // namespace busheng
