// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <memory>

namespace busheng {

/// zstd at the level that files travel and lie with, where a trial of 16 KiB from the middle says that it pays. Thread:
/// one at a time.
class PayingZstd {
public:
    /// Fails: Internal (no memory).
    static Result<PayingZstd> create();
    /// False: it does not pay, and `plain` stays as it is. Else `packed()` is it.
    bool pack(BytesView plain);
    BytesView packed() const { return BytesView(m_packed).substr(0, m_packedSize); }
    /// `plain` is replaced, and must come out with `size` bytes; else false.
    bool unpack(BytesView packed, std::size_t size, Bytes& plain);

private:
    bool pays(BytesView plain);

    std::shared_ptr<void> m_packing;
    std::shared_ptr<void> m_unpacking;
    Bytes m_packed;
    std::size_t m_packedSize = 0;
};

} // namespace busheng
