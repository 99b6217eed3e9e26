// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <span>

namespace busheng {

/// Overwrites secrets in a way that the compiler may not leave out.
void wipe(std::span<char> bytes);

/// Bytes that are wiped when they go. Growing them leaves old copies behind: give them their size first.
struct SecretBytes {
    Bytes bytes;

    SecretBytes() = default;
    explicit SecretBytes(std::size_t size) : bytes(size, '\0') {}
    explicit SecretBytes(Bytes taken) : bytes(std::move(taken)) {}
    SecretBytes(SecretBytes&& other) noexcept : bytes(std::move(other.bytes)) { wipe(other.bytes); }
    SecretBytes& operator=(SecretBytes&&) = delete;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes() { wipe(bytes); }
};

} // namespace busheng
