// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/crypto/cipher_suite.h"

#include <array>
#include <cstdint>

namespace busheng {

/// The secret that two nodes share for one direction of their link during one epoch. Packet keys are derived from it,
/// never it is used itself. It belongs to one cipher suite, and packets of its epoch to no other. Wiped when destroyed.
struct LinkKey {
    std::uint32_t epoch = 0;
    const CipherSuite* suite = &smSuite();
    std::array<char, 32> secret{};

    LinkKey() = default;
    LinkKey(const LinkKey&) = default;
    LinkKey& operator=(const LinkKey&) = default;
    ~LinkKey();
};

} // namespace busheng
