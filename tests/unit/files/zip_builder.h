// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace busheng::test {

/// One entry of a zip file in which everything may be a lie.
struct ZipEntry {
    Bytes name;
    Bytes content;
    std::uint16_t method = 0; ///< 8: deflated
    std::uint16_t flags = 0x800;
    std::uint16_t madeBy = 3 << 8; ///< Unix
    std::uint32_t mode = 0100644;
    std::optional<std::uint32_t> saidBytes{};       ///< in the central directory
    std::optional<std::uint32_t> saidPackedBytes{}; ///< the same
    std::optional<std::uint32_t> saidCrc{};         ///< the same
    std::optional<Bytes> localName{};               ///< in front of the content
    std::optional<std::size_t> offsetOf{};          ///< the content is that of this entry
};

struct ZipLies {
    std::optional<std::uint16_t> entries{}; ///< how many the end says
    std::optional<std::uint32_t> directoryOffset{};
    bool hasNoEnd = false;
};

/// The bytes of a zip file.
Bytes buildZip(const std::vector<ZipEntry>& entries, const ZipLies& lies = {});

} // namespace busheng::test
