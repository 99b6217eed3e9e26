// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/packet.h"

#include <memory>

namespace busheng {

/// SM3 (GB/T 32905) over bytes as they come. Thread: one at a time.
class Sm3 {
public:
    Sm3();
    ~Sm3();
    Sm3(const Sm3&) = delete;
    Sm3& operator=(const Sm3&) = delete;
    void update(BytesView bytes);
    /// The digest of all updates; the object then starts anew.
    Digest finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

Digest sm3(BytesView bytes);

} // namespace busheng
