// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/link_key.h"
#include "engine/model/packet.h"

#include <array>
#include <cstdint>

namespace busheng {

/// What the packets of one stream are sealed with during one run of the sender's process, and what their nonces begin
/// with. Wiped when destroyed.
struct PacketKey {
    std::array<char, 32> key{}; ///< of which the suite's cipher takes the first `size`
    std::size_t size = 0;
    std::array<char, 4> salt{};

    PacketKey() = default;
    PacketKey(const PacketKey&) = default;
    PacketKey& operator=(const PacketKey&) = default;
    ~PacketKey();
    BytesView cipherKey() const { return {key.data(), size}; }
};

/// The suite's HKDF over the link key, the stream and the boot id: docs/formats/keys.md. A restored snapshot or a lost
/// counter cannot repeat (key, nonce), because a new process has a new boot id. Fails: Crypto, also for node codes that
/// are not well-formed or hold a '|'.
Result<PacketKey> derivePacketKey(const LinkKey& link, const StreamId& stream, const BootId& bootId);

/// salt || sequence, big-endian: never twice the same under one key, as long as `sequence` is not.
Nonce packetNonce(const PacketKey& key, std::uint64_t sequence);

} // namespace busheng
